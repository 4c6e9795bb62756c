"""The outline of a site: what the public would see, with questions open, and what a change would lose."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from plugins.core.problems import Problem
from plugins.editor.github import main
from plugins.engine.build_run import ContentProblems
from plugins.engine.outlining import outline
from plugins.outputs.outline import (
    Outline,
    OutlineDamaged,
    OutlinedPage,
    outlined,
    read_outline,
    read_problems,
)
from plugins.outputs.published import PublishedIdentity, PublishedState, published, read_published
from tests.conftest import NOW, SITES, Build

HOME = "---\ntitle: Home\nsummary: A network.\n---\nHello.\n"
EVENT = """\
---
title: Open day
summary: Meet facilitators.
start: 2026-12-03 10:00
end: 2026-12-03 11:00
format: online
{more}---
Come along.
"""
OPEN = """
placeholders:
  mailbox:
    shown: "[to be confirmed]"
    decide: Which mailbox?
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    for name, text in (
        ("pages/home.md", HOME),
        (
            "pages/about.md",
            HOME.replace("Home", "About us").replace("Hello", "{{placeholder:mailbox}}".format()),
        ),
        ("events/open-day.md", EVENT.format(more="")),
        ("events/draft-day.md", EVENT.format(more="status: draft\n")),
        ("events/example-day.md", EVENT.format(more="sample: true\n")),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    site = (SITES / "site.yaml").read_text("utf-8")
    assert "placeholders:" not in site
    (folder / "site.yaml").write_text(site + OPEN, "utf-8")
    return folder


def test_an_outline_holds_the_pages_of_the_preview(content: Path) -> None:
    assert outline(content, NOW).pages == (
        OutlinedPage(path="content/events/draft-day.md", address="/events/draft-day/", title="Open day", shown="draft"),
        OutlinedPage(path="content/events/example-day.md", address="/events/example-day/", title="Open day", shown="example"),
        OutlinedPage(path="content/events/open-day.md", address="/events/open-day/", title="Open day"),
        OutlinedPage(path="content/pages/about.md", address="/about/", title="About us"),
        OutlinedPage(path="content/pages/home.md", address="/", title="Home"),
    )  # fmt: skip


def test_an_outline_holds_what_the_public_would_see(content: Path) -> None:
    made = outline(content, NOW)
    assert made.problems == ()
    assert [event.name for event in made.published.events.values()] == ["open-day"]
    assert "/events/open-day/" in made.published.addresses
    assert "/events/draft-day/" not in made.published.addresses
    assert "/events/example-day/" not in made.published.addresses


def test_it_is_what_a_publish_build_would_note(content: Path, build: Build, tmp_path: Path) -> None:
    site = content / "site.yaml"
    site.write_text(site.read_text("utf-8") + "    value: us@example.org\n", "utf-8")
    result = build(content, tmp_path / "site", publish=True, site_url="https://www.example.org")
    assert result.exit_code == 0, result.report()
    noted = read_published((tmp_path / "site/published.json").read_bytes())
    made = outline(content, NOW).published
    assert made.addresses == noted.addresses
    assert set(made.events) == set(noted.events)
    assert set(made.feed_items) == set(noted.feed_items)


def test_a_page_that_would_be_lost_is_named(content: Path) -> None:
    before = outline(content, NOW)
    (content / "pages/about.md").unlink()
    [problem] = outline(content, NOW, before).problems
    assert problem.severity == "problem"
    assert "/about/" in problem.message + problem.fix
    (content / "redirects.yaml").write_text("redirects:\n  - from: /about/\n    to: /\n", "utf-8")
    assert outline(content, NOW, before).problems == ()


def test_a_moved_event_is_rescheduled(content: Path) -> None:
    before = outline(content, NOW)
    file = content / "events/open-day.md"
    file.write_text(file.read_text("utf-8").replace("10:00", "09:00"), "utf-8")
    after = outline(content, NOW, before)
    assert [event.sequence for event in after.published.events.values()] == [1]


def test_content_with_problems_has_no_outline(content: Path) -> None:
    (content / "pages/about.md").write_text("no settings", "utf-8")
    with pytest.raises(ContentProblems):
        outline(content, NOW)


# As a file


def test_it_is_read_as_it_was_written(content: Path) -> None:
    made = outline(content, NOW)
    data = outlined(made)
    assert outlined(read_outline(data)) == data
    assert read_outline(data).pages == made.pages


def test_problems_are_read_as_they_were_written() -> None:
    state = PublishedState(identity=PublishedIdentity(domain="network.example.org", year=2026), site="")
    problem = Problem("content/redirects.yaml", 1, 1, "x", "A.", "B.", "warning")
    made = Outline(published=state, problems=(problem,))
    assert read_outline(outlined(made)).problems == (problem,)
    assert read_problems(b"[]") == ()


def test_a_published_state_is_an_outline_without_pages() -> None:
    state = PublishedState(identity=PublishedIdentity(domain="network.example.org", year=2026), site="")
    assert read_outline(published(state)) == Outline(published=state)


@pytest.mark.parametrize(
    "change",
    [
        ('"format": 1', '"format": 2'),
        ('"address": "/about/"', '"address": "/about/](x"'),
        ('"path": "content/pages/about.md"', '"path": "content/a\\nb"'),
        ('"shown": "draft"', '"shown": "secret"'),
        ('"pages"', '"page"'),
        ('"version": 2', '"version": 3'),
    ],
)
def test_a_damaged_outline_is_refused(content: Path, change: tuple[str, str]) -> None:
    text = outlined(outline(content, NOW)).decode()
    assert change[0] in text
    with pytest.raises(OutlineDamaged):
        read_outline(text.replace(*change).encode())


# The commands


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = main(arguments, out, err)
    return status, out.getvalue(), err.getvalue()


def test_the_command_writes_it_and_says_what_would_be_lost(content: Path, tmp_path: Path) -> None:
    before, after = str(tmp_path / "before.json"), str(tmp_path / "after.json")
    assert run("outline", "--content", str(content), "--now", NOW, "--to", before) == (0, "", "")
    (content / "events/open-day.md").unlink()
    (content / "pages/about.md").unlink()
    status, out, err = run(
        "outline", "--content", str(content), "--now", NOW, "--before", before, "--format", "github", "--to", after
    )  # fmt: skip
    assert (status, err) == (1, "")
    assert out.startswith("::error file=content/redirects.yaml")
    assert read_outline(Path(after).read_bytes()).problems


def test_the_command_says_what_it_cannot_use(content: Path, tmp_path: Path) -> None:
    to = str(tmp_path / "a.json")
    assert run("outline", "--content", str(content), "--now", "soon", "--to", to)[2].startswith("--now: ")
    status, out, _ = run("outline", "--content", str(tmp_path / "none"), "--to", to)
    assert status == 1
    assert "There is no folder" in out
    assert run("outline", "--content", str(content), "--before", to, "--to", to)[0] == 1
    assert not Path(to).exists()


def test_a_site_opens_from_a_folder(content: Path, build: Build, tmp_path: Path) -> None:
    site, target = tmp_path / "site", tmp_path / "portable"
    result = build(content, site)
    assert result.exit_code == 0, result.report()
    status, out, _ = run("portable", "--site", str(site), "--to", str(target))
    assert (status, out) == (0, f"{result.pages} pages are in {target}. Open {target}/index.html.\n")
    for page in target.rglob("*.html"):
        for way in _ways(page):
            place = way.split("#")[0].split("?")[0]
            assert not way.startswith("/"), f"{page}: {way}"
            assert not place or (page.parent / place).exists(), f"{page}: {way}"
    assert not (target / ".manifest.json").exists()
    assert run("portable", "--site", str(site), "--to", str(target))[0] == 1
    shutil.rmtree(target)
    assert run("portable", "--site", str(tmp_path), "--to", str(target))[0] == 1


def _ways(page: Path) -> list[str]:
    import html5lib

    tree = html5lib.parse(page.read_bytes(), namespaceHTMLElements=False)
    return [
        way
        for element in tree.iter()
        for name in ("href", "src")
        if (way := element.get(name)) and ":" not in way.split("/")[0]
    ]
