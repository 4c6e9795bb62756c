"""Makes the copies of a picture. Imports the library, which takes a moment.

The same bytes come of the same file at any time and on any machine with the same libraries: every choice of
the encoders is made here, and each works in one thread.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import PIL
from PIL import Image, features

from .colours import for_screens
from .copies import RECIPE, Copy
from .facts import PictureFacts
from .looking import FORMATS, orientation

_AVIF: dict[str, Any] = {"format": "AVIF", "speed": 6, "max_threads": 1, "codec": "aom"}
_ENCODERS: dict[tuple[str, bool], dict[str, Any]] = {
    ("avif", False): {**_AVIF, "quality": 50, "subsampling": "4:2:0"},
    ("avif", True): {**_AVIF, "quality": 60, "subsampling": "4:4:4"},
    ("webp", False): {"format": "WEBP", "quality": 75, "alpha_quality": 90, "method": 4},
    ("webp", True): {"format": "WEBP", "lossless": True, "quality": 75, "method": 4, "exact": False},
    ("jpg", False): {"format": "JPEG", "quality": 78, "progressive": True, "optimize": True, "subsampling": "4:2:0"},
    ("png", False): {"format": "PNG", "optimize": True},
    ("png", True): {"format": "PNG", "optimize": True},
}  # fmt: skip
"""(ending, whether it is a drawing) -> what the library is asked for. Figures in docs/decisions/0022-images.md."""

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def make(data: bytes, facts: PictureFacts, wanted: Iterable[Copy]) -> dict[str, bytes]:
    """Return the bytes of copies by their names. Raises whatever the library raises for a damaged picture.

    They hold the pixels and nothing else: no EXIF, XMP or IPTC, no profile, no thumbnail.
    """
    files = sorted(wanted, key=lambda file: -file.width)
    if not files:
        return {}
    image = _opened(data, facts, files[0].width)
    if not facts.transparent:
        image = image.convert("RGB")
    made = {}
    sized: dict[tuple[int, int], Image.Image] = {}
    for file in files:
        size = (file.width, file.height)
        if size not in sized:
            sized[size] = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        made[file.name] = _encoded(sized[size], file.ending, drawing=facts.drawing)
    return made


def _opened(data: bytes, facts: PictureFacts, width: int) -> Image.Image:
    """Return the picture upright and in sRGB, at least twice as wide as is needed, if it is."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        held = orientation(image)
        # A JPEG is decoded at a half, a quarter or an eighth of its size where that is enough.
        spare = max(1, facts.width // (2 * width))
        image.draft(image.mode, (max(1, image.width // spare), max(1, image.height // spare)))
        image.load()
        spare = max(1, (image.height if held >= 5 else image.width) // (2 * width))
        found = (
            for_screens(_reduced(image, spare))
            if image.mode in _REDUCED
            else _reduced(for_screens(image), spare)
        )
    return found.transpose(_TURNS[held]) if held in _TURNS else found


_REDUCED = ("L", "LA", "RGB", "RGBA", "CMYK")
"""What can be made smaller before its colours are looked at, which saves time and memory."""


def _reduced(image: Image.Image, spare: int) -> Image.Image:
    if spare == 1:
        return image
    # Never below one pixel, and the words beside the pixels, such as the profile, are still needed.
    smaller = image.reduce((min(spare, image.width), min(spare, image.height)))
    smaller.info = dict(image.info)
    return smaller


def _encoded(image: Image.Image, ending: str, *, drawing: bool) -> bytes:
    options = _ENCODERS[ending, drawing]
    if ending == "png" or options.get("lossless"):
        image = _few_colours(image, ending)
    into = io.BytesIO()
    image.save(into, **options)
    return into.getvalue()


def _few_colours(image: Image.Image, ending: str) -> Image.Image:
    """Return a picture in at most 256 colours: what PNG and WebP without loss keep small."""
    if image.mode == "RGBA":
        found = image.quantize(256, method=Image.Quantize.FASTOCTREE)
    else:
        found = image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    return found if ending == "png" else found.convert(image.mode)


@cache
def encoders() -> str:
    """Return what decides on the bytes of a copy beside the picture: this code and the libraries."""
    digest = hashlib.sha256(f"{RECIPE};Pillow={PIL.__version__}".encode())
    for library in ("avif", "webp", "libjpeg_turbo", "zlib_ng", "littlecms2"):
        digest.update(f";{library}={features.version(library)}".encode())
    for module in ("encoding.py", "colours.py", "looking.py"):
        digest.update(Path(__file__).with_name(module).read_bytes())
    return digest.hexdigest()[:16]
