"""Whether a photograph says where it was taken: by EXIF (CIPA DC-008) or by XMP (ISO 16684-1).

Cameras write the fields for a place without one in them: zeros, or numbers that are none. Those say nothing.
"""

from __future__ import annotations

import math
import re
from typing import Any

from PIL import Image

_GPS_IFD = 0x8825
_PLACE = (2, 4)
"""Latitude and longitude."""

_XMP_PLACE = re.compile(rb"exif:GPS(?:Latitude|Longitude)[\s=>]")
_EXIF = b"Exif\x00\x00"
_TIFF = (b"II*\x00", b"MM\x00*")


def says_where(data: bytes, image: Image.Image) -> bool:
    """Say whether a picture that could be opened holds the place where it was taken."""
    xmp = image.info.get("xmp", b"")
    if _XMP_PLACE.search(data) or (isinstance(xmp, bytes) and _XMP_PLACE.search(xmp)):
        return True
    try:
        return _has_place(image.getexif())
    except Exception:  # noqa: BLE001 (damaged words about a picture do not damage the picture)
        return False


def bytes_say_where(data: bytes) -> bool:
    """Say the same of a photograph that cannot be opened here, such as HEIC or TIFF."""
    if _XMP_PLACE.search(data):
        return True
    start = 0 if data.startswith(_TIFF) else data.find(_EXIF) + len(_EXIF)
    if not data.startswith(_TIFF, start):
        return False
    exif = Image.Exif()
    exif.load(_EXIF + data[start:])
    return _has_place(exif)


def _has_place(exif: Image.Exif) -> bool:
    gps: dict[int, Any] = exif.get_ifd(_GPS_IFD)
    return any(_is_given(gps.get(field)) for field in _PLACE)


def _is_given(value: Any) -> bool:
    numbers = value if isinstance(value, tuple) else (value,)
    for number in numbers:
        try:
            if float(number) != 0 and math.isfinite(float(number)):
                return True
        except (TypeError, ValueError, ZeroDivisionError):
            continue
    return False
