"""What a file is by its first bytes."""

from __future__ import annotations

import pytest

from plugins.pictures.kinds import ENDINGS, USUAL_ENDING, kind_of

from .samples import saved, smooth


def box(*brands: bytes) -> bytes:
    names = brands[0] + b"\0\0\0\0" + b"".join(brands[1:])
    return (len(names) + 8).to_bytes(4, "big") + b"ftyp" + names + b"mdat"


KINDS = {
    "AVIF": box(b"avif", b"mif1", b"miaf"),
    "AVIF by its other names": box(b"mif1", b"avif"),
    "HEIC": box(b"heic", b"mif1", b"heic"),
    "HEIC by its other names": box(b"mif1", b"heic"),
    "raw photograph": box(b"crx ", b"isom"),
    "video": box(b"isom", b"iso2", b"mp41"),
    "TIFF": b"MM\x00*\x00\x00\x00\x08",
    "BMP": b"BM6\x00",
    "Photoshop": b"8BPS\x00\x01",
    "JPEG XL": b"\xff\x0a\xfa",
    "SVG": b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- by hand -->\n<svg xmlns="http://www.w3.org/2000/svg">',
    "PDF": b"%PDF-1.7",
    "archive": b"PK\x03\x04",
    "web page": b"\n<!DOCTYPE html><html>",
    "pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
    "": b"Just a text about <svg> and <html>.",
}


@pytest.mark.parametrize(("kind", "data"), KINDS.items())
def test_kind(kind: str, data: bytes) -> None:
    assert kind_of(data) == kind.partition(" by its")[0]


@pytest.mark.parametrize("kind", USUAL_ENDING)
def test_what_the_library_writes_is_what_it_says(kind: str) -> None:
    assert kind_of(saved(smooth(20, 10), kind.upper())) == kind
    assert ENDINGS[USUAL_ENDING[kind]] == kind


@pytest.mark.parametrize("data", [b"", b"\xff", b"RIFF", b"\0\0\0\x18ftyp", b"\xff\xff\xff\xffftypqt  "])
def test_too_short_to_tell(data: bytes) -> None:
    assert kind_of(data) in ("", "video")
