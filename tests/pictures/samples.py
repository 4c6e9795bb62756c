"""Pictures made by code: drawn, never photographed."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageCms, ImageDraw

PLACE = {1: "N", 2: (55.0, 57.0, 1.0), 3: "W", 4: (3.0, 11.0, 1.0)}
"""Latitude and longitude as cameras write them (CIPA DC-008, 4.6.6)."""

XMP_PLACE = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="55,57.0N" exif:GPSLongitude="3,11.0W"/>
</rdf:RDF></x:xmpmeta>"""

CORNERS = ("#d02020", "#20a020", "#2020d0", "#d0d020")
"""Top left, top right, bottom left, bottom right."""


def smooth(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Return a picture with many colours, as a photograph has."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    middle = Image.radial_gradient("L").resize((width, height))
    picture = Image.merge("RGB", (across, down, middle))
    if mode == "RGBA":
        picture.putalpha(down)
        return picture
    if mode == "LA":
        return Image.merge("LA", (across, down))
    if mode == "I;16":
        # Black on the left, white on the right, at all of the sixteen bits.
        return across.convert("I").point(lambda value: value * 257).convert("I;16")
    return picture.convert(mode)


def corners(width: int, height: int) -> Image.Image:
    """Return a picture with another colour in each corner."""
    picture = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    for number, colour in enumerate(CORNERS):
        left, top = width // 2 * (number % 2), height // 2 * (number // 2)
        draw.rectangle((left, top, left + width // 2, top + height // 2), fill=colour)
    return picture


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """Return the bytes of a file."""
    into = io.BytesIO()
    picture.save(into, kind, **options)
    return into.getvalue()


def exif(*, held: int = 1, place: dict[int, Any] | None = None) -> bytes:
    """Return an EXIF block: how the camera was held, its maker, and where it was."""
    found = Image.Exif()
    found[0x0112] = held
    found[0x010F] = "A maker of cameras"
    if place is not None:
        found[0x8825] = place
    return found.tobytes()


def profile(name: str = "sRGB") -> bytes:
    """Return a colour profile."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()  # type: ignore[arg-type]


def opened(data: bytes) -> Image.Image:
    """Return a file as it is decoded."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture
