"""The copies of a picture: their sizes, their colours, and that they hold nothing but the picture."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor

from plugins.core.pictures import Source
from plugins.pictures import copies
from plugins.pictures.copies import Copy, copies_of
from plugins.pictures.encoding import _TURNS, make
from plugins.pictures.looking import facts_of

from .samples import CORNERS, PLACE, XMP_PLACE, corners, exif, opened, profile, saved, smooth

DIGEST = "0" * 64
MODES = ["RGB", "RGBA", "P", "L", "LA", "CMYK", "I;16", "1"]
KINDS = {"JPEG": {"RGB", "L", "CMYK"}, "WEBP": {"RGB", "RGBA"}, "AVIF": {"RGB", "RGBA"}, "GIF": {"P", "L"}}


def made(data: bytes) -> dict[str, bytes]:
    found = copies_of("images/a.jpg", DIGEST, facts_of(data))
    return make(data, facts_of(data), [*found.shown, found.linked])


def near(found: object, colour: str, most: int = 40) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) <= most for one, other in zip(found, ImageColor.getrgb(colour), strict=False))


def test_names_and_sizes_of_a_photograph() -> None:
    found = copies_of("images/events/team-day.jpg", DIGEST, facts_of(saved(smooth(3000, 2000), "JPEG")))
    stem = found.linked.name.rpartition("-")[0]
    assert re.fullmatch(r"images/events/team-day\.[0-9a-f]{10}", stem)
    assert found.linked == Copy(f"{stem}-2560.jpg", 2560, 1707, "jpg")
    assert [(file.name.removeprefix(stem), file.width, file.height) for file in found.shown] == [
        *((f"-{w}.{ending}", w, h) for ending in ("avif", "webp")
          for w, h in ((320, 213), (640, 427), (960, 640), (1280, 853))),
        ("-1280.jpg", 1280, 853),
    ]  # fmt: skip
    picture = found.picture
    assert (picture.src, picture.width, picture.height) == (f"/{stem}-1280.jpg", 1280, 853)
    assert picture.sources[0] == Source(
        "image/avif", ", ".join(f"/{stem}-{width}.avif {width}w" for width in copies.WIDTHS)
    )
    assert picture.large == f"/{stem}-2560.jpg"


@pytest.mark.parametrize(
    ("width", "widths"),
    [(1, [1]), (200, [200]), (320, [320]), (350, [350]), (360, [320, 360]), (700, [320, 700]),
     (1000, [320, 640, 1000]), (1280, [320, 640, 960, 1280]), (5000, [320, 640, 960, 1280])],
)  # fmt: skip
def test_never_wider_than_the_picture(width: int, widths: list[int]) -> None:
    found = copies_of("images/a.jpg", DIGEST, facts_of(saved(Image.new("L", (width, 30)), "JPEG")))
    assert [file.width for file in found.shown if file.ending == "avif"] == widths
    assert found.picture.sources[0].has_widths is (len(widths) > 1)


def test_the_name_changes_with_the_file_and_with_the_recipe(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = facts_of(saved(smooth(300, 200), "JPEG"))
    names = {copies_of("images/a.jpg", digest, facts).linked.name for digest in ("0" * 64, "1" * 64)}
    monkeypatch.setattr(copies, "RECIPE", copies.RECIPE + 1)
    names.add(copies_of("images/a.jpg", DIGEST, facts).linked.name)
    assert len(names) == 3


def test_a_picture_that_is_very_high_stays_within_what_the_formats_can_hold() -> None:
    data = saved(Image.new("L", (300, 30_000)), "PNG")
    assert {opened(copy).size for copy in made(data).values()} == {(50, 5000)}


# Every mode, size and way to hold the camera


@settings(max_examples=15, database=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(
        [
            (kind, mode)
            for kind, modes in {**KINDS, "PNG": set(MODES) - {"CMYK"}}.items()
            for mode in sorted(modes)
        ]
    ),
    st.integers(1, 700),
    st.integers(1, 700),
    st.integers(1, 8),
)
@example(("JPEG", "RGB"), 3000, 1, 6)
@example(("JPEG", "RGB"), 1, 3000, 1)
@example(("PNG", "P"), 1, 1, 8)
@example(("PNG", "1"), 1300, 7, 5)
def test_every_copy_is_whole(case: tuple[str, str], width: int, height: int, held: int) -> None:
    kind, mode = case
    words = {} if kind == "GIF" else {"exif": exif(held=held, place=PLACE)}
    data = saved(smooth(width, height, mode), kind, **words)
    facts = facts_of(data)
    assert facts.is_shown
    turned = bool(words) and held >= 5
    assert (facts.width, facts.height) == ((height, width) if turned else (width, height))
    found = copies_of("images/a.jpg", DIGEST, facts)
    wanted = {file.name: file for file in [*found.shown, found.linked]}
    files = make(data, facts, wanted.values())
    assert set(files) == set(wanted)
    for name, copy in files.items():
        picture = opened(copy)
        assert picture.size == (wanted[name].width, wanted[name].height)
        assert picture.format == {"jpg": "JPEG"}.get(wanted[name].ending, wanted[name].ending.upper())
        assert picture.has_transparency_data == facts.transparent or not facts.transparent
        nothing_else(copy, picture)


def nothing_else(copy: bytes, picture: Image.Image) -> None:
    """The pixels, and no word about them: looked for in the bytes as well as through the library."""
    for mark in (b"Exif", b"eXIf", b"xmpmeta", b"http://ns.adobe.com", b"Photoshop 3.0", b"ICC_PROFILE", b"iCCP",
                 b"A maker of cameras", b"GPS", b"EXIF", b"XMP ", b"ICCP"):  # fmt: skip
        # Four letters may turn up among the pixels of a large file by chance.
        assert mark not in copy[:400], mark
        assert mark not in copy[-400:], mark
        assert len(mark) <= 4 or mark not in copy, mark
    assert dict(picture.getexif()) == {}
    assert not {"exif", "xmp", "icc_profile", "photoshop", "comment"} & set(picture.info)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_no_copy_says_where_the_photograph_was_taken(kind: str) -> None:
    data = saved(smooth(700, 500), kind, exif=exif(place=PLACE), xmp=XMP_PLACE, icc_profile=profile())
    assert b"GPSLatitude" in data or kind == "PNG"
    assert facts_of(data).located
    for copy in made(data).values():
        assert not facts_of(copy).located
        nothing_else(copy, opened(copy))


def test_words_of_the_press_are_left_out_too() -> None:
    """IPTC (IIM 4) stands in a block of Photoshop's; a comment may hold a name."""
    press = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x0e\x1c\x02\x5a\x00\x09Edinburgh"
    plain = saved(smooth(400, 300), "JPEG", comment="By A Name")
    data = plain[:2] + b"\xff\xed" + (len(press) + 2).to_bytes(2, "big") + press + plain[2:]
    assert "photoshop" in opened(data).info
    for copy in made(data).values():
        assert b"Edinburgh" not in copy
        assert b"A Name" not in copy


@pytest.mark.parametrize(
    ("kind", "held"), [*(("JPEG", held) for held in range(1, 9)), ("PNG", 5), ("WEBP", 8), ("AVIF", 6)]
)
def test_every_copy_is_upright(kind: str, held: int) -> None:
    """The picture is turned as a camera would, and the copies have it as it was seen."""
    back = {6: 8, 8: 6}.get(held, held)
    seen = corners(400, 240)
    turned = seen.transpose(_TURNS[back]) if held > 1 else seen
    for copy in made(saved(turned, kind, exif=exif(held=held))).values():
        picture = opened(copy).convert("RGB")
        width, height = picture.size
        assert width > height
        for number, colour in enumerate(CORNERS):
            place = (width // 4 + width // 2 * (number % 2), height // 4 + height // 2 * (number // 2))
            assert near(picture.getpixel(place), colour), (number, picture.getpixel(place))


def test_orientation_is_that_of_the_standard() -> None:
    """CIPA DC-008: 6 means that the first row of the file is the right side of what was seen."""
    seen = corners(400, 240)
    on_its_side = seen.transpose(Image.Transpose.ROTATE_90)
    copy = opened(made(saved(on_its_side, "PNG", exif=exif(held=6)))[_last(on_its_side)]).convert("RGB")
    assert copy.size == (400, 240)
    assert near(copy.getpixel((20, 20)), CORNERS[0])


def _last(picture: Image.Image) -> str:
    data = saved(picture, "PNG", exif=exif(held=6))
    return copies_of("images/a.jpg", DIGEST, facts_of(data)).linked.name


# Colours


@pytest.mark.parametrize(
    ("mode", "kind"), [("L", "JPEG"), ("I;16", "PNG"), ("L", "PNG"), ("CMYK", "JPEG"), ("P", "PNG")]
)
def test_dark_stays_dark_and_light_stays_light(mode: str, kind: str) -> None:
    data = saved(smooth(400, 100, mode), kind)
    first = (
        smooth(400, 100).getchannel("R")
        if mode == "I;16"
        else smooth(400, 100, "L" if mode == "L" else "RGB")
    )
    expected = first.convert("RGB")
    for copy in made(data).values():
        picture = opened(copy).convert("RGB").resize((400, 100))
        for across in (20, 200, 380):
            found, right = picture.getpixel((across, 50)), expected.getpixel((across, 50))
            assert isinstance(found, tuple)
            assert isinstance(right, tuple)
            assert all(abs(one - other) < 45 for one, other in zip(found, right, strict=True)), (found, right)


def test_a_colour_profile_is_applied() -> None:
    wide = profile().replace("sRGB".encode("utf-16-be"), "wide".encode("utf-16-be"))
    # Another name and swapped primaries: red where the file says blue.
    red, blue = wide.index(b"rXYZ"), wide.index(b"bXYZ")
    swapped = bytearray(wide)
    swapped[red : red + 4], swapped[blue : blue + 4] = b"bXYZ", b"rXYZ"
    data = saved(Image.new("RGB", (300, 200), "#2020d0"), "PNG", icc_profile=bytes(swapped))
    for copy in made(data).values():
        assert near(opened(copy).convert("RGB").getpixel((5, 5)), "#d02020")


@pytest.mark.parametrize("words", [b"nonsense", b"", profile("LAB")])
def test_a_profile_that_does_not_fit_is_left_aside(words: bytes) -> None:
    data = saved(Image.new("RGB", (300, 200), "#2020d0"), "PNG", icc_profile=words)
    for copy in made(data).values():
        assert near(opened(copy).convert("RGB").getpixel((5, 5)), "#2020d0")


def test_what_one_can_see_through_stays_so() -> None:
    picture = Image.new("RGBA", (400, 300), "#2020d0")
    picture.paste((255, 0, 0, 0), (0, 0, 200, 300))
    files = made(saved(picture, "PNG"))
    assert {name.rpartition(".")[2] for name in files} == {"avif", "webp", "png"}
    for copy in files.values():
        found = opened(copy).convert("RGBA")
        left, right = found.getpixel((20, 100)), found.getpixel((found.width - 20, 100))
        assert isinstance(left, tuple)
        assert isinstance(right, tuple)
        assert left[3] < 10
        assert right[3] == 255
        assert near(right, "#2020d0")


def test_the_same_bytes_every_time() -> None:
    data = saved(smooth(700, 500), "JPEG", exif=exif(held=8))
    assert made(data) == made(data)


def test_lighter_copies_are_lighter() -> None:
    files = made(saved(smooth(3000, 2000), "JPEG", quality=95))
    sizes = {name.rpartition("-")[2]: len(copy) for name, copy in files.items()}
    assert sizes["1280.avif"] < sizes["1280.jpg"]
    assert sizes["1280.webp"] < sizes["1280.jpg"]
    assert sizes["320.avif"] < sizes["640.avif"] < sizes["1280.avif"] < 40_000
