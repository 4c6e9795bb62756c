"""What is known of a picture from its bytes."""

from __future__ import annotations

import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from plugins.pictures.facts import PictureFacts
from plugins.pictures.looking import facts_of
from tests.builders import quick

from .samples import PLACE, XMP_PLACE, corners, exif, profile, saved, smooth

PHOTO = smooth(300, 200)


def test_a_photograph() -> None:
    assert facts_of(saved(PHOTO, "JPEG")) == PictureFacts("JPEG", 300, 200)
    assert facts_of(saved(PHOTO, "JPEG")).is_shown


@pytest.mark.parametrize("held", range(1, 9))
def test_the_size_is_that_of_the_picture_upright(held: int) -> None:
    facts = facts_of(saved(PHOTO, "JPEG", exif=exif(held=held)))
    assert (facts.width, facts.height) == ((300, 200) if held < 5 else (200, 300))


LOCATED = {
    "by EXIF, JPEG": saved(PHOTO, "JPEG", exif=exif(place=PLACE)),
    "by EXIF, PNG": saved(PHOTO, "PNG", exif=exif(place=PLACE)),
    "by EXIF, WebP": saved(PHOTO, "WEBP", exif=exif(place=PLACE)),
    "by EXIF, AVIF": saved(PHOTO, "AVIF", exif=exif(place=PLACE)),
    "by its latitude alone": saved(PHOTO, "JPEG", exif=exif(place={2: (55.0, 57.0, 1.0)})),
    "by XMP, JPEG": saved(PHOTO, "JPEG", xmp=XMP_PLACE),
    "by XMP, WebP": saved(PHOTO, "WEBP", xmp=XMP_PLACE),
    "by EXIF, TIFF": saved(PHOTO, "TIFF", exif=exif(place=PLACE)),
    "by EXIF, HEIC": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0" + exif(place=PLACE) + b"\0\0mdat",
}
NOT_LOCATED = {
    "no words at all": saved(PHOTO, "JPEG"),
    "other words": saved(PHOTO, "JPEG", exif=exif(held=6)),
    "a place of zeros": saved(PHOTO, "JPEG", exif=exif(place={2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)})),
    "only the version of the rules": saved(PHOTO, "JPEG", exif=exif(place={0: b"\2\3\0\0"})),
    "XMP without a place": saved(PHOTO, "JPEG", xmp=XMP_PLACE.replace(b"exif:GPS", b"exif:Fl")),
    "damaged words": saved(PHOTO, "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff\xff\xff"),
    "words that are none": saved(PHOTO, "JPEG", exif=b"Exif\0\0nonsense"),
    "HEIC without a place": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0" + exif() + b"\0\0mdat",
    "TIFF without a place": saved(PHOTO, "TIFF"),
}


@pytest.mark.parametrize("data", LOCATED.values(), ids=LOCATED)
def test_it_says_where_it_was_taken(data: bytes) -> None:
    assert facts_of(data).located


@pytest.mark.parametrize("data", NOT_LOCATED.values(), ids=NOT_LOCATED)
def test_it_does_not_say_where(data: bytes) -> None:
    facts = facts_of(data)
    assert not facts.located
    assert not facts.damaged


def _moving(kind: str) -> bytes:
    return saved(PHOTO, kind, save_all=True, append_images=[PHOTO.rotate(180)])


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_moving(kind: str) -> None:
    facts = facts_of(_moving(kind))
    assert facts.moving
    assert not facts.is_shown


def test_a_photograph_with_a_second_one_for_depth_stands_still() -> None:
    """Telephones write them: a file of two JPEG (CIPA DC-007)."""
    facts = facts_of(saved(PHOTO, "MPO", save_all=True, append_images=[PHOTO]))
    assert facts == PictureFacts("JPEG", 300, 200)


def _plan() -> Image.Image:
    picture = Image.new("RGB", (600, 400), "white")
    draw = ImageDraw.Draw(picture)
    for number in range(6):
        draw.rectangle(
            (90 * number + 20, 60, 90 * number + 80, 300), outline="black", fill="#e9e0f3", width=3
        )
        draw.text((90 * number + 24, 150), "Room", fill="black", font_size=18)
    return picture


DRAWINGS = {
    "a plan": saved(_plan(), "PNG"),
    "a plan in GIF": saved(_plan(), "GIF"),
    "colours": saved(corners(400, 300), "PNG"),
    "black and white": saved(_plan().convert("1"), "PNG"),
}
NO_DRAWINGS = {
    "a photograph": saved(PHOTO, "PNG"),
    "a grey photograph": saved(smooth(300, 200, "L"), "PNG"),
    "a photograph of sixteen bits": saved(smooth(300, 200, "I;16"), "PNG"),
    "a photograph in GIF": saved(PHOTO, "GIF"),
    "a drawing in JPEG, whose plain colours are gone": saved(_plan(), "JPEG"),
}


@pytest.mark.parametrize("data", DRAWINGS.values(), ids=DRAWINGS)
def test_drawings(data: bytes) -> None:
    assert facts_of(data).drawing


@pytest.mark.parametrize("data", NO_DRAWINGS.values(), ids=NO_DRAWINGS)
def test_no_drawings(data: bytes) -> None:
    assert not facts_of(data).drawing


def test_transparent_is_what_one_can_see_through() -> None:
    whole = PHOTO.copy()
    whole.putalpha(255)
    assert not facts_of(saved(whole, "PNG")).transparent
    few = smooth(30, 20, "P")
    seen_through = [
        saved(smooth(30, 20, "RGBA"), "PNG"),
        saved(smooth(30, 20, "LA"), "PNG"),
        saved(few, "PNG", transparency=few.getpixel((0, 0))),
        saved(smooth(30, 20, "RGBA"), "WEBP"),
    ]
    for data in seen_through:
        assert facts_of(data).transparent


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_cut_off(kind: str, share: float) -> None:
    data = saved(smooth(400, 300), kind)
    facts = facts_of(data[: int(len(data) * share)])
    assert facts.damaged
    assert not facts.is_shown


def test_a_progressive_photograph_is_whole() -> None:
    for options in ({"progressive": True}, {"icc_profile": profile()}, {"restart_marker_rows": 1}):
        assert facts_of(saved(PHOTO, "JPEG", **options)).is_shown


def huge_png(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that claims to be very large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    nothing = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", nothing) + chunk(b"IEND", b"")


def test_what_claims_to_be_huge_is_not_decoded() -> None:
    facts = facts_of(huge_png(60_000, 60_000))
    assert (facts.is_huge, facts.is_shown, facts.damaged) == (True, False, False)
    assert not facts_of(saved(Image.new("1", (12_000, 8_000)), "PNG")).is_huge


def test_facts_are_remembered_as_they_are() -> None:
    facts = PictureFacts("JPEG", 300, 200, located=True)
    assert PictureFacts.from_json(facts.to_json()) == facts
    assert PictureFacts.from_json(b'{"kind": "JPEG", "colour": "red"}') is None
    assert PictureFacts.from_json(b"nonsense") is None


WHOLE = [saved(PHOTO, kind, exif=exif(place=PLACE)) for kind in ("JPEG", "PNG", "WEBP", "AVIF")]
WHOLE += [saved(PHOTO, "GIF"), saved(smooth(40, 30, "CMYK"), "JPEG"), saved(smooth(40, 30, "I;16"), "PNG")]


@quick
@given(st.sampled_from(WHOLE), st.integers(0, 2**32))
def test_no_damage_makes_it_fail(data: bytes, seed: int) -> None:
    chance = random.Random(seed)
    damaged = bytearray(data)
    for _ in range(chance.randrange(1, 12)):
        damaged[chance.randrange(min(len(damaged), chance.choice((64, 10**6))))] = chance.randrange(256)
    facts_of(bytes(damaged[: chance.choice((len(damaged), chance.randrange(len(damaged))))]))
