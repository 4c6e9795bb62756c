"""Whole tiny sites: those that must fail, with the exact words, and those that must be built.

`sites/invalid/NAME` is the content of a site with a mistake, and `expected.txt` beside it is the report
as people see it. `sites/site.yaml` is copied in where a site has none of its own. A name that starts with
`publish-` is built for the public. Sites that git cannot hold are made by `SETUPS`.

After a change of wording: `pytest tests/test_sites.py --update` writes every `expected.txt` and every
file in `golden/` anew. Read each line of the difference: would a busy editor be glad of the message, is
the line right, does it name one fix, does one slip make one problem?
"""

from __future__ import annotations

import io
import re
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from .conftest import SITES, Build, builds_in

INVALID = SITES / "invalid"
GOLDEN = Path(__file__).parent / "golden"
PAGE = "---\ntitle: Contact us\nsummary: How to reach us.\n---\n"


def _latin1(content: Path) -> None:
    _write(content / "pages/contact.md", f"{PAGE}Meet us at the café.\n".encode("latin-1"))


def _utf16(content: Path) -> None:
    _write(content / "pages/contact.md", f"{PAGE}Text.\n".encode("utf-16"))


def _control_character(content: Path) -> None:
    _write(content / "pages/contact.md", f"{PAGE}Text with\x0bsomething in it.\n".encode())


def _too_big(content: Path) -> None:
    _write(content / "pages/contact.md", PAGE.encode() + b"Text.\n" * 200_000)


def _folder_named_like_a_file(content: Path) -> None:
    _write(content / "pages/contact.md/notes.txt", b"Notes.\n")
    _write(
        content / "pages/evidence.md",
        PAGE.encode().replace(b"Contact us", b"Evidence") + b"[Contact us](contact.md)\n",
    )


def _site_is_a_folder(content: Path) -> None:
    (content / "site.yaml").unlink()
    (content / "site.yaml").mkdir()
    _write(content / "pages/contact.md", PAGE.encode() + b"Text.\n")


def _site_missing(content: Path) -> None:
    (content / "site.yaml").unlink()
    _write(
        content / "pages/contact.md",
        PAGE.encode().replace(b"---\n", b"---\ntopics: [learning]\n", 1)
        + b"Write to {placeholder:mailbox}.\n",
    )


def _site_empty(content: Path) -> None:
    (content / "site.yaml").write_bytes(b"\n")


def _link_to_itself(content: Path) -> None:
    (content / "pages").mkdir()
    (content / "pages/contact.md").symlink_to("contact.md")


def _images(content: Path) -> None:
    """Files that cannot be shown, each named on the page, which is right by itself."""
    small = {"size": (300, 200), "color": "#5b2a86"}
    jpeg, png, gif = _picture("JPEG", **small), _picture("PNG", **small), _moving()
    images = {
        "cut-off.jpg": jpeg[: len(jpeg) // 2],
        "empty.jpg": b"",
        "logo.svg": b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>',
        "moving.gif": gif,
        "page.jpg": b"<!DOCTYPE html><title>Not found</title>",
        "plan.pdf": b"%PDF-1.7\n",
        "really-a-jpeg.png": jpeg,
        "scan.tif": b"II*\x00\x08\x00\x00\x00",
        "team-day.heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
        "telephone.jpg": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
        "too-heavy.jpg": jpeg + b"\0" * 24_000_000,
        "too-large.png": png[:16] + b"\x00\x00\x4e\x20\x00\x00\x3a\x98" + png[24:29] + _checksum(png),
    }
    for name, data in images.items():
        _write(content / "images" / name, data)
    body = "\n\n".join(
        f"![People round a table number {n}](../images/{name})" for n, name in enumerate(images)
    )
    _write(content / "pages/contact.md", f"{PAGE}{body}\n".encode())


def _picture(kind: str, size: tuple[int, int], color: str, **options: Any) -> bytes:
    into = io.BytesIO()
    Image.new("RGB", size, color).save(into, kind, **options)
    return into.getvalue()


def _moving() -> bytes:
    into = io.BytesIO()
    first, second = (Image.new("RGB", (240, 160), color) for color in ("black", "white"))
    first.save(into, "GIF", save_all=True, append_images=[second])
    return into.getvalue()


def _checksum(png: bytes) -> bytes:
    """Return the rest of a PNG that claims to be 20,000 by 15,000 pixels: the header's checksum and what follows."""
    header = b"IHDR\x00\x00\x4e\x20\x00\x00\x3a\x98" + png[24:29]
    return zlib.crc32(header).to_bytes(4, "big") + png[33:]


def _photograph_with_a_place_among_the_files(content: Path) -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (55.0, 57.0, 1.0), 3: "W", 4: (3.0, 11.0, 1.0)}
    photograph = _picture("JPEG", (300, 200), "#5b2a86", exif=exif.tobytes())
    _write(content / "files/way-to-us.jpg", photograph)
    _write(content / "pages/contact.md", f"{PAGE}See [the way to us](../files/way-to-us.jpg).\n".encode())


def _link_of_a_setting_to_an_image(content: Path) -> None:
    _write(content / "images/plan.png", _picture("PNG", (300, 200), "#5b2a86"))
    _write(content / "pages/contact.md", f"{PAGE}![The plan of the building](/images/plan.png)\n".encode())
    _write(content / "redirects.yaml", b"redirects:\n  - from: /plan/\n    to: /images/plan.png\n")


SETUPS: dict[str, Callable[[Path], None]] = {
    "file-latin-1": _latin1,
    "file-utf-16": _utf16,
    "file-control-character": _control_character,
    "file-too-big": _too_big,
    "file-link-to-itself": _link_to_itself,
    "folder-named-like-a-file": _folder_named_like_a_file,
    "image-kinds": _images,
    "file-location": _photograph_with_a_place_among_the_files,
    "link-to-image": _link_of_a_setting_to_an_image,
    "site-empty": _site_empty,
    "site-is-a-folder": _site_is_a_folder,
    "site-missing": _site_missing,
}
NAMES = sorted({folder.name for folder in INVALID.iterdir()} | set(SETUPS))


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def copied(name: str, content: Path) -> Path:
    """Copy the content of `sites/NAME` and give it the shared `site.yaml` if it has none."""
    shutil.copytree(SITES / name, content, ignore=shutil.ignore_patterns("expected.txt"))
    if not (content / "site.yaml").exists():
        shutil.copy(SITES / "site.yaml", content)
    return content


@pytest.mark.parametrize("name", NAMES)
def test_invalid_site(name: str, build: Build, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    (INVALID / name).mkdir(exist_ok=True)
    content = copied(f"invalid/{name}", tmp_path / "content")
    if name in SETUPS:
        SETUPS[name](content)

    result = build(content, publish=name.startswith("publish-"))

    expected = INVALID / name / "expected.txt"
    if pytestconfig.getoption("--update"):
        expected.write_text(f"{result.report()}\n", "utf-8", newline="\n")
    assert f"{result.report()}\n" == expected.read_text("utf-8")
    assert result.exit_code == 1
    assert not (tmp_path / "site").exists()
    assert not (tmp_path / ".site.staging").exists()


# Sites that must be built

SITE_URL = "https://www.example.org"
MODES = pytest.mark.parametrize("publish", [False, True], ids=["preview", "publish"])


def valid(name: str, content: Path) -> Path:
    """Copy a valid site; one file of it gets the line ends and the mark that Windows programs write."""
    copied(f"valid/{name}", content)
    windows = content / "pages/windows.md"
    if windows.exists():
        windows.write_bytes(b"\xef\xbb\xbf" + windows.read_bytes().replace(b"\n", b"\r\n"))
    return content


@MODES
@pytest.mark.parametrize("name", ["empty", "minimal", "full"])
def test_valid_site_is_built_and_every_link_leads_somewhere(
    name: str, publish: bool, build: Build, tmp_path: Path
) -> None:
    options = {"publish": True, "site_url": SITE_URL} if publish else {}

    result = build(valid(name, tmp_path / "content"), **options)

    # A permission that is over is told in every build; nothing else is.
    expected = ["permission-expired"] if name == "full" else []
    assert (result.exit_code, [problem.code for problem in result.problems]) == (0, expected), result.report()
    site = tmp_path / "site"
    pages = {page.relative_to(site).as_posix(): page.read_text("utf-8") for page in site.rglob("*.html")}
    assert len(pages) == result.pages
    for page, text in pages.items():
        for target in re.findall(r'(?:href|src|content="0; url)="?([^"]*)"', text):
            assert _leads_somewhere(page, target, site, pages), f"{page} leads to {target}"
        for target in re.findall(r'(?:srcset="|, )(/images/[^" ]*)', text):
            assert (site / target.lstrip("/")).is_file(), f"{page} offers {target}"
        assert "{filename}" not in text
        assert "\r" not in text
        assert not re.search(r"[\ue000\ue001\x02\x03]", text), f"a slot is open in {page}"


def _leads_somewhere(name: str, target: str, site: Path, pages: dict[str, str]) -> bool:
    if re.match(r"https?://|mailto:|tel:|webcal:", target):
        return True
    address, _, fragment = target.partition("#")
    file = (address.lstrip("/") + "index.html" if address.endswith("/") else address.lstrip("/")) or name
    return (site / file).is_file() and (not fragment or f'id="{fragment}"' in pages[file])


@MODES
def test_lists_of_an_empty_site_say_that_they_are_empty(publish: bool, build: Build, tmp_path: Path) -> None:
    build(valid("empty", tmp_path / "content"), publish=publish, site_url=SITE_URL)

    for name, words in {
        "offers": "There is nothing on offer.",
        "events": "No events are planned.",
        "events/past": "There are no past events yet.",
        "events/formats/online": "No events held online are planned at the moment.",
        "testimonials": "There are no testimonials.",
        "newsletters": "There are no newsletters.",
        "forms": "There are no forms.",
    }.items():
        assert words in (tmp_path / "site" / name / "index.html").read_text("utf-8"), name


def test_links_of_pelican_and_files_of_windows_are_understood(build: Build, tmp_path: Path) -> None:
    build(valid("minimal", tmp_path / "content"))

    contact = (tmp_path / "site/contact/index.html").read_text("utf-8")
    assert 'content="How to reach us, by post or by e-mail."' in contact
    for link in ("/windows/", "/offers/facilitation/#who-it-is-for", "/files/notes.txt", "#by-post"):
        assert f'href="{link}"' in contact, link
    windows = (tmp_path / "site/windows/index.html").read_text("utf-8")
    assert '<h2 id="a-heading">A heading</h2>' in windows
    assert "<p>One line\nand another.</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>" in windows


def test_published_site_holds_no_draft_no_example_and_nothing_of_tomorrow(
    build: Build, tmp_path: Path
) -> None:
    content = valid("full", tmp_path / "content")
    hidden = ("A secret plan", "/plan/", "/secret/", "An example of an event", "/events/sample/",
              "A page of tomorrow", "/tomorrow/", "Nobody Now", "This notice is over")  # fmt: skip

    build(content, publish=True)
    published = {file: file.read_bytes().decode("utf-8", "replace") for file in _files(tmp_path / "site")}
    build(content, output=tmp_path / "preview")

    for words in hidden:
        assert not [file for file, text in published.items() if words in text], words
    for name, robots in (("plan", True), ("events/sample", True), ("about", False)):
        text = (tmp_path / "preview" / name / "index.html").read_text("utf-8")
        assert ('content="noindex"' in text) is robots, name
    assert not (tmp_path / "preview/tomorrow").exists()
    assert not (tmp_path / "preview/published.json").exists()


def test_items_appear_and_disappear_by_the_clock(build: Build, tmp_path: Path) -> None:
    content, tomorrow = valid("full", tmp_path / "content"), tmp_path / "site/tomorrow/index.html"

    seen = []
    for now in ("2026-11-22T23:59:59", "2026-11-23T00:00", "2026-11-22T10:00"):
        build(content, now=now)
        seen.append(tomorrow.exists())

    assert seen == [False, True, False]


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


PAGES = {
    "page": "about/index.html",
    "gaelic-page": "failte/index.html",
    "offer": "offers/pioneering/index.html",
    "testimonials": "testimonials/index.html",
    "event": "events/workshop/index.html",
    "newsletter": "newsletters/2026/11/index.html",
    "form": "events/workshop/book/index.html",
    "form-of-events": "forms/booking/index.html",
    "form-sent": "forms/subscribe/check-your-email/index.html",
    "redirect": "team.html",
}
"""What is compared of these is their main part; of the home page it is the whole page."""


@pytest.mark.parametrize(
    "golden",
    ["home.html", "robots.txt", "sitemap.xml", "published.json", *(f"{name}.html" for name in PAGES)],
)
def test_output_is_as_it_was(golden: str, full_site: Path, pytestconfig: pytest.Config) -> None:
    name = {"home.html": "index.html"}.get(golden) or PAGES.get(golden.removesuffix(".html"), golden)
    text = (full_site / name).read_bytes().decode()
    if golden.removesuffix(".html") in PAGES:
        text = text[text.index("<main") : text.index("</main>") + len("</main>\n")]
    # The hash in the name of a file of the theme changes with each change of style.
    text = re.sub(r"(/theme/\w+)\.[0-9a-f]{10}\.", r"\1.HASH.", text)
    text = re.sub(r"[0-9a-f]{64}", "VERSION", text) if "form" in golden else text
    expected = GOLDEN / golden
    if pytestconfig.getoption("--update"):
        expected.parent.mkdir(exist_ok=True)
        expected.write_bytes(text.encode())
    assert text == expected.read_bytes().decode()


@pytest.fixture(scope="module")
def full_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("full")
    with builds_in(folder) as build:
        result = build(valid("full", folder / "content"), publish=True)
    assert not result.exit_code, result.report()
    return folder / "site"
