"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

ENDINGS = {
    ".avif": "AVIF",
    ".gif": "GIF",
    ".jfif": "JPEG",
    ".jpeg": "JPEG",
    ".jpg": "JPEG",
    ".png": "PNG",
    ".webp": "WebP",
}
"""The endings of the pictures that editors may use, and what kind each stands for."""

USUAL_ENDING = {"AVIF": ".avif", "GIF": ".gif", "JPEG": ".jpg", "PNG": ".png", "WebP": ".webp"}

HEAD = 512
"""How many bytes of a file tell what it is."""

_SIGNS = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
    (b"8BPS", "Photoshop"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\x00\x00\x01\x00", "icon"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "archive"),
    (b"version https://git-lfs", "pointer"),
)
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def kind_of(data: bytes) -> str:
    """Return what a file is, as people call it: JPEG, PNG, HEIC, TIFF, … Empty if it is nothing known."""
    for sign, kind in _SIGNS:
        if data.startswith(sign):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data[4:8] == b"ftyp":
        return _in_a_container(data)
    start = data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start and start.startswith(b"<"):
        return "SVG"
    return "web page" if start.startswith((b"<!doctype html", b"<html", b"<head")) else ""


def _in_a_container(data: bytes) -> str:
    """Tell apart what shares one container (ISO/IEC 14496-12): by the brands in its first box."""
    length = min(int.from_bytes(data[:4], "big"), HEAD)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, length, 4))}
    if brands & {b"avif", b"avis"}:
        return "AVIF"
    if brands & _HEIC:
        return "HEIC"
    return "raw photograph" if b"crx " in brands else "video"
