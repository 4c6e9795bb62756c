"""The copies that are published of a picture: which there are, and what they are called."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from plugins.core.pictures import PublishedPicture, Source

from .facts import PictureFacts

RECIPE = 1
"""Raise it when pictures come out otherwise: their addresses change, so that no browser keeps the old ones."""

WIDTHS = (320, 640, 960, 1280)
"""In pixels: a telephone, a telephone with a fine screen, a text, a text on a fine screen."""

LINKED_WIDTH = 2560
"""Whoever follows a link to a picture wants to see it large."""

MOST_HEIGHT = 5000
"""Of a picture that is narrow and very high."""

CLOSE = 0.9
"""A width so near to the widest would be one more file for nothing."""

MEDIA_TYPES = {"avif": "image/avif", "webp": "image/webp"}


@dataclass(frozen=True, slots=True)
class Copy:
    """One published file of a picture: its name in the output, its size in pixels and its ending."""

    name: str
    width: int
    height: int
    ending: str


@dataclass(frozen=True, slots=True)
class Copies:
    """All files of a picture: `shown` where it stands on a page, `linked` where a text links to it."""

    picture: PublishedPicture
    shown: tuple[Copy, ...]
    linked: Copy


def copies_of(name: str, digest: str, facts: PictureFacts) -> Copies:
    """Say which copies there are of a picture. `name` is `images/team-day.jpg`, `digest` the hash of the file."""
    stem = name.rpartition(".")[0] or name
    mark = hashlib.sha256(f"{RECIPE}:{digest}".encode()).hexdigest()[:10]

    def copy(width: int, ending: str) -> Copy:
        height = max(1, round(facts.height * width / facts.width))
        return Copy(f"{stem}.{mark}-{width}.{ending}", width, height, ending)

    widths = _widths(facts)
    plain = "png" if facts.drawing or facts.transparent else "jpg"
    lighter = {ending: [copy(width, ending) for width in widths] for ending in MEDIA_TYPES}
    fallback = copy(widths[-1], plain)
    linked = copy(_widest(facts, LINKED_WIDTH), plain)
    return Copies(
        PublishedPicture(
            src=f"/{fallback.name}",
            width=fallback.width,
            height=fallback.height,
            sources=tuple(Source(MEDIA_TYPES[ending], _srcset(files)) for ending, files in lighter.items()),
            large=f"/{linked.name}",
            digest=digest,
        ),
        (*(file for files in lighter.values() for file in files), fallback),
        linked,
    )


def _widest(facts: PictureFacts, most: int) -> int:
    return max(1, min(facts.width, most, facts.width * MOST_HEIGHT // facts.height))


def _widths(facts: PictureFacts) -> list[int]:
    widest = _widest(facts, WIDTHS[-1])
    return [*(width for width in WIDTHS if width < CLOSE * widest), widest]


def _srcset(files: list[Copy]) -> str:
    if len(files) == 1:
        return f"/{files[0].name}"
    return ", ".join(f"/{file.name} {file.width}w" for file in files)
