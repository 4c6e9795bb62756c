"""Descriptions of images: whether they tell people who cannot see it what an image shows."""

from __future__ import annotations

import re

from .addresses import slug_from
from .late_patterns import late
from .problems import Severity, cut

_EMPTY_WORDS = late(
    "image|an image|the image|photo|a photo|the photo|photograph|a photograph|picture|a picture|the picture|pic|img"
    "|graphic|figure|screenshot|banner|header|untitled|alt|alt text|description|image description|placeholder|icon"
    "|thumbnail|insert description here|describe the image|what the picture shows|todo|tbc|none|n/?a|nil|nothing"
)
_SIGNS = late(r"[-–—_.…,:;!?*~/\s]+")
_FILE = late(r"\S+\.(?:jpe?g|png|gif|webp|avif|svg|heic|tiff?|bmp)", re.IGNORECASE)
_CAMERA = late(
    r"(?:img|dsc[nf]?|pxl|mvimg|dji|gopr|p|photo|image|scan|screenshot|wa)?[ _-]*\d[\d _.-]*", re.IGNORECASE
)
_PICTURE_OF = late(
    r"(?:an? |the )?(?:image|picture|photo|photograph|graphic)s?(?: (?:of|showing|shows)\b| ?:)\s*(?=\S)",
    re.IGNORECASE,
)

Judged = tuple[str, str, str, Severity]
"""A code, what is wrong, what mends it, and how much it matters."""


def judged(description: str, file: str) -> Judged | None:
    """Return what is wrong with the description of an image, or None. `file` is its name."""
    words = description.strip()
    plain = words.casefold().strip(" .")
    if (
        _EMPTY_WORDS.fullmatch(plain)
        or _SIGNS.fullmatch(words)
        or _FILE.fullmatch(words)
        or _CAMERA.fullmatch(words)
        or _is_name_of(words, file)
    ):
        return (
            "image-alt-useless",
            f"The description “{cut(words)}” does not say what {cut(file)} shows.",
            "write what people see in it, such as People round a table; or the word decorative, if it only adorns.",
            "problem",
        )
    start = _PICTURE_OF.match(words)
    if start:
        rest = words[start.end() :]
        return (
            "image-alt-picture-of",
            f"A description needs no “{start[0].strip()}”: people are told that it is an image.",
            f"write {rest[:1].upper()}{rest[1:]}",
            "advice",
        )
    return None


def _is_name_of(words: str, file: str) -> bool:
    """Say whether a description is the name of its file, which has more than one part."""
    stem = file.rpartition(".")[0]
    name = slug_from(stem)
    return words == stem and (" " not in words) and bool(re.search(r"[-_\d]", words)) and bool(name)
