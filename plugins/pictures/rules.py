"""What is wrong with the file of a picture, and what mends it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from plugins.core.problems import Problem, Severity, cut

from .facts import MOST_PIXELS, PictureFacts
from .kinds import ENDINGS, USUAL_ENDING

MOST_BYTES = 20_000_000
"""More is no photograph for a page; everybody who works on the site would fetch it for ever."""

HEAVY = 8_000_000
"""What telephones take is lighter. More is worth a word."""

USEFUL_WIDTH = 200
"""In pixels. What is smaller is a thumbnail that somebody saved in place of the picture."""

_SMALLER = "save a copy about 2,500 pixels wide, and put it in place of this one."
_AS_JPEG = "open it on a computer, save it as JPEG, and add that file in its place."
_AS_PNG = "save it as PNG, 1,280 pixels wide or more, and add that file in its place."
_WITHOUT_PLACE = (
    "save a copy without its location (on a phone: Share, then Options), and put it in place of this one."
)

_OTHER_KINDS = {
    "HEIC": ("is a HEIC photograph, which browsers cannot show.", _AS_JPEG),
    "raw photograph": ("is a raw photograph, which browsers cannot show.", _AS_JPEG),
    "TIFF": ("is a TIFF image, which browsers cannot show.", _AS_JPEG),
    "BMP": ("is a BMP image, which is too large for a page.", _AS_PNG),
    "Photoshop": ("is a Photoshop file, which browsers cannot show.", _AS_JPEG),
    "JPEG XL": ("is a JPEG XL image, which many browsers cannot show.", _AS_JPEG),
    "JPEG 2000": ("is a JPEG 2000 image, which browsers cannot show.", _AS_JPEG),
    "icon": ("is an icon file, which is too small for a page.", _AS_PNG),
    "SVG": ("is an SVG drawing, which can hold code, so it is not published.", _AS_PNG),
    "PDF": ("is a PDF, not an image.", "put it into content/files, and link to it there."),
    "video": ("is a video; content/images is for pictures that stand still.", "link to where it can be seen, and delete this."),
    "archive": ("is a document or an archive, not an image.", "put it into content/files, and link to it there."),
    "web page": ("is a web page, not an image.", "save the image itself, not the page that it is on."),
    "pointer": ("only says where the image is kept (Git LFS), and does not hold it.", "add the image itself."),
}  # fmt: skip
"""What it is -> what to say after the file's name, and what mends it."""


def problems_of_picture(path: str, size: int, facts: PictureFacts) -> Iterator[Problem]:
    """Yield what is wrong with a file in content/images. `path` is shown; `size` is in bytes."""
    name = path.rpartition("/")[2]
    shown = cut(name)

    def problem(code: str, message: str, fix: str, severity: Severity = "problem") -> Problem:
        return Problem(path, 0, 0, code, message, fix, severity=severity)

    if facts.kind not in USUAL_ENDING:
        yield problem("image-unreadable", *_unreadable(shown, size, facts.kind))
    elif facts.damaged:
        yield problem(
            "image-damaged",
            f"{shown} is damaged, or was cut off on its way.",
            "add it again from where you have it.",
        )
    elif facts.moving:
        yield problem(
            "image-moves",
            f"{shown} moves, but pictures on this site stand still.",
            "save one picture of it as PNG, and add that file in its place.",
        )
    elif facts.is_huge:
        yield problem(
            "image-huge",
            f"{shown} is {facts.width:,} by {facts.height:,} pixels; the most is {MOST_PIXELS // 1_000_000} million.",
            _SMALLER,
        )  # fmt: skip
    else:
        yield from _advice(path, shown, size, facts)
    right = USUAL_ENDING.get(facts.kind)
    stem, dot, ending = name.rpartition(".")
    if right and ENDINGS.get(f"{dot}{ending}".lower()) != facts.kind:
        yield problem(
            "image-mistyped",
            f"{shown} is really {_a(facts.kind)}, but its name says something else.",
            f"add it again as {stem or name}{right}, and delete this one.",
        )
    if facts.located:
        yield problem(
            "image-location",
            f"{shown} says where it was taken. The site leaves that out, but the file keeps it.",
            _WITHOUT_PLACE,
            "warning",
        )


def _unreadable(shown: str, size: int, kind: str) -> tuple[str, str]:
    if size == 0:
        return f"{shown} is empty.", "add it again from where you have it."
    if kind in _OTHER_KINDS:
        message, fix = _OTHER_KINDS[kind]
        return f"{shown} {message}", fix
    return (
        f"{shown} is not an image that browsers can show.",
        "save it as JPEG or PNG, and add that file in its place.",
    )


def _advice(path: str, shown: str, size: int, facts: PictureFacts) -> Iterator[Problem]:
    if size > HEAVY:
        yield Problem(
            path, 0, 0, "image-heavy",
            f"{shown} has {megabytes(size)}. Visitors get small copies; who works on the site fetches all of it.",
            _SMALLER, severity="advice",
        )  # fmt: skip
    if facts.width < USEFUL_WIDTH:
        yield Problem(
            path, 0, 0, "image-small",
            f"{shown} is only {facts.width} pixels wide, so it will look tiny on a page.",
            "use the whole picture, 1,280 pixels wide or more, if you have it.", severity="advice",
        )  # fmt: skip


def too_heavy(path: str, size: int) -> Problem:
    """The problem of an image that is too heavy to be looked at."""
    return Problem(
        path, 0, 0, "image-huge",
        f"{cut(path.rpartition('/')[2])} has {megabytes(size)}; the most is {megabytes(MOST_BYTES)}.",
        _SMALLER,
    )  # fmt: skip


def problems_of_document(path: str, facts: PictureFacts) -> Iterator[Problem]:
    """Yield what is wrong with an image in content/files, which is published as it is."""
    if facts.located:
        yield Problem(
            path, 0, 0, "file-location",
            f"{cut(path.rpartition('/')[2])} says where it was taken, and would be published with that.",
            _WITHOUT_PLACE,
        )  # fmt: skip


def megabytes(size: int) -> str:
    """Return a size in words, rounded up, so that what is too much never looks like enough: `12 MB`, `8.2 MB`."""
    return f"{math.ceil(size / 100_000) / 10:g} MB"


def _a(kind: str) -> str:
    return f"{'an' if kind == 'AVIF' else 'a'} {kind}"
