"""The pictures of the editing guide: made from the real site and from our own messages, and true.

A picture is as it was if the words in it are. `docs/pictures/editing.json` keeps a digest of them. Where the
code's own words have changed, the test fails. Where an editor has changed the content that a picture shows, the
test says so (xfail) and stays green: nobody who edits a page has to take pictures.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from PIL import Image

from plugins.editor.pull_request import Change, comment
from plugins.engine.checking import check_content
from plugins.engine.outlining import outline
from plugins.engine.project import ROOT
from plugins.preview.outcome import Outcome
from plugins.preview.pages import page_without_site
from plugins.preview.state import Snapshot
from tests.built_site import NOW

pytestmark = pytest.mark.browser

PICTURES = ROOT / "docs/pictures"
DIGESTS = PICTURES / "editing.json"
RENEW = "pytest tests/browser/test_guide_pictures.py -n0 --update"
MOST_BYTES = 100_000
WIDTH = 760
COLOURS = 48
"""Pages have few colours; this many look the same, in a third of the bytes."""

EVENT = "content/events/example-open-day-february-2027.md"
SLIP = ("start: 2027-02-03\n", "start: 3 February 2027\n")
PAGE = "content/pages/contact.md"


# What is in the pictures


MARGIN = 8


def of_the_site(address: str, first: str, last: str) -> Callable[[Any, str, Path], Any]:
    """A picture of the real site, from the first of these elements to the last."""

    def taken(page: Any, site: str, folder: Path) -> dict[str, float]:
        page.goto(site + address, wait_until="load")
        return _from_to(page, first, last)

    return taken


def of_a_page(html: Callable[[Path], str]) -> Callable[[Any, str, Path], Any]:
    """A picture of one of our messages, on a page of its own."""

    def taken(page: Any, site: str, folder: Path) -> dict[str, float]:
        page.set_content(html(folder), wait_until="load")
        return {**_from_to(page, "html", "html"), "y": 0}

    return taken


def _from_to(page: Any, first: str, last: str) -> dict[str, float]:
    """Return the part of a page that two elements and what is between them take, with a margin below."""
    start, end = page.locator(first).first.bounding_box(), page.locator(last).first.bounding_box()
    return {"x": 0, "y": start["y"], "width": WIDTH, "height": end["y"] + end["height"] - start["y"] + MARGIN}


def copy_of_the_content(folder: Path, file: str = "", old: str = "", new: str = "") -> Path:
    """Copy the real content, with one change in one file."""
    copy = folder / "content"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(ROOT / "content", copy)
    if file:
        changed = folder / file
        text = changed.read_text("utf-8")
        if text.count(old) != 1:
            pytest.xfail(f"{file} has changed: the picture needs another slip")
        changed.write_text(text.replace(old, new), "utf-8")
    return copy


def message(folder: Path) -> str:
    """The page that `serve` shows where there is a problem and no site yet."""
    result = check_content(copy_of_the_content(folder, EVENT, *SLIP), NOW)
    outcome = Outcome(result.exit_code, result.report())
    return page_without_site(Snapshot("preview", outcome=outcome)).decode()


def comment_on_a_problem(folder: Path) -> str:
    problems = check_content(copy_of_the_content(folder, EVENT, *SLIP), NOW).problems
    return _rendered(comment(Change(problems=problems, changed=(EVENT,))))


def comment_on_a_good_change(folder: Path) -> str:
    before = outline(copy_of_the_content(folder), NOW)
    words = "title: Ask us a question\n"
    file = "content/forms/contact.md"
    content = copy_of_the_content(folder, file, words, "title: Write to us\n")
    change = Change(
        problems=check_content(content, NOW).problems,
        before=before,
        after=outline(content, NOW, before),
        changed=(file,),
        download="https://github.com/",
    )
    return _rendered(comment(change))


def _rendered(markdown: str) -> str:
    style = (
        "body{font:16px/1.5 sans-serif;margin:0;padding:16px 24px;border:1px solid #d1d9e0;box-sizing:border-box}"
        "h2{border-bottom:1px solid #d1d9e0}pre{background:#f6f8fa;padding:8px}"
    )
    html = MarkdownIt("js-default", {"html": True, "breaks": True}).render(markdown)
    return f'<!doctype html><html lang="en"><style>{style}</style><title>A comment</title>{html}</html>'


SHOTS: dict[str, Callable[[Any, str, Path], Any]] = {
    "editing-event": of_the_site(
        "/events/example-two-day-gathering-march-2027/", "main .page-header", "main .panel dl > :nth-child(3)"
    ),
    "editing-moved": of_the_site(
        "/events/example-systems-change-morning-moved/", "main .page-header", "main .notification"
    ),
    "editing-newsletter": of_the_site("/newsletters/2026/11/", "main .letter", "main .letter .prose ul"),
    "editing-testimonial": of_the_site("/testimonials/", "main .page-header", "main .quote"),
    "editing-health": of_the_site("/health/", "main .health h2", "main .health li:nth-child(2)"),
    "editing-message": of_a_page(message),
    "editing-comment-problem": of_a_page(comment_on_a_problem),
    "editing-comment-good": of_a_page(comment_on_a_good_change),
}
"""The name of each picture, and how it is taken. Long lists are left out: they change with each new file."""

OF_CONTENT = {name for name in SHOTS if not name.startswith(("editing-message", "editing-comment"))}
"""Pictures of what editors wrote."""

VISIBLE = """box => {
  const words = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode
    const range = document.createRange()
    range.selectNodeContents(node)
    const place = range.getBoundingClientRect()
    const top = place.top + window.scrollY
    if (place.width && top >= box.y - 1 && top < box.y + box.height - 8) words.push(node.data)
  }
  return words.join(' ').split(/\\s+/).filter(Boolean).join(' ')
}"""
"""The words that start inside a picture."""


# The tests


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(
        viewport={"width": WIDTH, "height": 900}, color_scheme="light", reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", SHOTS)
def test_the_words_in_the_picture_are_those_of_the_site(
    name: str, page: Any, site: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    box = SHOTS[name](page, site, tmp_path)
    words = page.evaluate(VISIBLE, box)
    assert len(words) > 60
    digest = hashlib.sha256(words.encode()).hexdigest()[:16]
    if pytestconfig.getoption("--update"):
        _keep(PICTURES / f"{name}.png", page.screenshot(clip=box, full_page=True))
        DIGESTS.write_text(json.dumps({**_digests(), name: digest}, indent=2, sort_keys=True) + "\n", "utf-8")
    if _digests().get(name) != digest and name in OF_CONTENT:
        pytest.xfail(f"the content that this picture shows has changed: run {RENEW}, and look at it")
    assert _digests().get(name) == digest, f"what this picture shows has changed: run {RENEW}, and look at it"


def _digests() -> dict[str, str]:
    return json.loads(DIGESTS.read_text("utf-8")) if DIGESTS.exists() else {}


def _keep(file: Path, png: bytes) -> None:
    with Image.open(io.BytesIO(png)) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)


def test_every_picture_is_there_small_and_used_in_the_guide() -> None:
    guide = (ROOT / "docs/editing-guide.md").read_text("utf-8")
    assert set(_digests()) == set(SHOTS)
    assert {file.stem for file in PICTURES.glob("editing-*")} == set(SHOTS)
    for name in SHOTS:
        file = PICTURES / f"{name}.png"
        assert file.stat().st_size < MOST_BYTES
        with Image.open(file) as picture:
            assert picture.format == "PNG"
            assert picture.width == WIDTH
        assert f"](pictures/{name}.png)" in guide, f"{name} is not in the guide"
