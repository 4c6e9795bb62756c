"""The colours of a picture: those that a screen shows, and what they say of the picture."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageCms

_SAMPLE = 512
"""At how many pixels a side a picture is judged."""

_PLAIN = 16
"""How many colours a drawing is mostly made of."""

_MOSTLY = 0.8
"""The share of a drawing that those colours cover."""


def for_screens(image: Image.Image) -> Image.Image:
    """Return a picture in sRGB, as RGB or RGBA, with nothing beside its pixels.

    A colour profile (ISO 15076-1) is applied; one that is damaged or of another kind of picture is left aside.
    """
    profile = image.info.get("icc_profile")
    alpha = None
    if image.mode.startswith("I"):
        # Sixteen bits a pixel; the library would cut off what is above eight.
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    elif image.has_transparency_data:
        image = image.convert("RGBA")
        alpha = image.getchannel("A")
        image = image.convert("RGB")
    elif image.mode not in ("RGB", "L", "CMYK"):
        image = image.convert("RGB")
    image = _by_profile(image, profile) if profile else image.convert("RGB")
    if alpha is not None:
        image.putalpha(alpha)
    image.info = {}
    return image


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(own).casefold():
            return image.convert("RGB")
        changed = ImageCms.profileToProfile(image, own, _srgb(), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert("RGB")
    return changed or image.convert("RGB")


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def is_transparent(image: Image.Image) -> bool:
    """Say whether one can see through any part of a decoded picture."""
    if image.mode.startswith("I") or not image.has_transparency_data:
        return False
    # Not converted where it need not be: a large picture takes as much memory again.
    shown = image if image.mode in ("RGBA", "LA") else image.convert("RGBA")
    lowest, _ = shown.getchannel("A").getextrema()
    return isinstance(lowest, (int, float)) and lowest < 255


def is_drawing(image: Image.Image) -> bool:
    """Say whether a decoded picture is a drawing, a plan or a picture of a screen: mostly a few plain colours."""
    sides = tuple(min(side, _SAMPLE) for side in image.size)
    sample = for_screens(image.resize(sides, Image.Resampling.NEAREST)).convert("RGBA")
    counts = sorted((count for count, _ in sample.getcolors(_SAMPLE * _SAMPLE) or ()), reverse=True)
    return sum(counts[:_PLAIN]) >= _MOSTLY * sample.width * sample.height
