"""Looks at the bytes of a file to learn what is known of a picture. Imports the library, which takes a moment."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image

from .colours import is_drawing, is_transparent
from .facts import PictureFacts
from .kinds import USUAL_ENDING, kind_of
from .location import bytes_say_where, says_where

# The limit of the library is lower, and only a warning; ours is judged before anything is decoded.
Image.MAX_IMAGE_PIXELS = None

FORMATS = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
_ORIENTATION = 0x0112


def facts_of(data: bytes) -> PictureFacts:
    """Look at the bytes of a file. Never raises: what cannot be decoded is a fact too."""
    kind = kind_of(data)
    with quiet():
        try:
            return _looked_at(data, kind) if kind in USUAL_ENDING else _not_shown(data, kind)
        except Exception:  # noqa: BLE001 (a damaged picture makes the library raise whatever it likes)
            return PictureFacts(kind, damaged=True)


def _not_shown(data: bytes, kind: str) -> PictureFacts:
    return PictureFacts(kind, located=kind in ("HEIC", "TIFF") and bytes_say_where(data))


def _looked_at(data: bytes, kind: str) -> PictureFacts:
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        width, height = image.size
        claimed = PictureFacts(kind, width, height)
        if claimed.is_huge:  # before anything that may decode it
            return claimed
        size = (height, width) if orientation(image) >= 5 else (width, height)
        located = says_where(data, image)
        # A JPEG may hold a second picture for depth or light; no browser shows it.
        if kind != "JPEG" and getattr(image, "is_animated", False):
            return PictureFacts(kind, *size, moving=True, located=located)
        # A JPEG is read whole but decoded at an eighth of its size: enough to know that it is whole.
        image.draft(image.mode, (max(width // 8, 1), max(height // 8, 1)))
        image.load()
        return PictureFacts(
            kind,
            *size,
            drawing=kind != "JPEG" and is_drawing(image),
            transparent=kind != "JPEG" and is_transparent(image),
            located=located,
        )


def orientation(image: Image.Image) -> int:
    """Return how a camera was held, 1 to 8 (CIPA DC-008, 4.6.5.1.6); 1 where nothing sensible is said."""
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 (damaged words about a picture do not damage the picture)
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what the library has to say about odd files off people's screens; our problems say it better.

    Not for several threads at once: it changes what the whole process warns of.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
