"""New files: named from the title, never over another file, right as soon as their blanks are filled."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from plugins.core.blanks import BLANK
from plugins.core.documents import Document, read_document
from plugins.core.model import fields_of, model_in
from plugins.editor.blank import LATER, NEEDED, TEXTS, typed
from plugins.editor.new_file import Refused, Wanted, file_name, make_file
from plugins.engine.checking import check_content
from plugins.engine.project import ROOT
from tests.builders import BY_NAME
from tests.conftest import NOW, SITES

HOME = "---\ntitle: Example Network\nsummary: A network for colleagues.\n---\nWelcome to our network.\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "pages").mkdir(parents=True)
    (folder / "pages/home.md").write_text(HOME, "utf-8")
    shutil.copy(SITES / "site.yaml", folder)
    return folder


def made(content: Path, type_name: str, title: str = "", **more: Any) -> Path:
    path = make_file(Wanted(type_name, title, content, NOW, **more)).path
    return content.parent / path


def refused(content: Path, type_name: str, title: str = "", **more: Any) -> str:
    before = sorted(content.rglob("*"))
    with pytest.raises(Refused) as error:
        make_file(Wanted(type_name, title, content, **{"now": NOW, **more}))
    assert sorted(content.rglob("*")) == before
    return str(error.value)


def example(info: Any) -> str:
    found = info.examples[0]
    return str(found[0] if isinstance(found, list) else found)


def filled(kind: str, text: str) -> str:
    """Fill each blank with the example of its field, and those of the text with a sentence."""
    fields = dict(fields_of(BY_NAME[kind].model))
    for info in list(fields.values()):
        inner = model_in(info.annotation)
        fields |= {
            name: about for name, about in (fields_of(inner) if inner else {}).items() if name not in fields
        }
    settings, text = text.removeprefix("---\n").split("\n---\n", 1)
    settings = re.sub(
        rf"(?m)^([ -]*)(\w+): {BLANK}$", lambda m: f"{m[1]}{m[2]}: {typed(example(fields[m[2]]))}", settings
    )
    return f"---\n{settings}\n---\n{text.replace(BLANK, 'We meet to learn together.')}"


@pytest.mark.parametrize("kind", BY_NAME)
def test_a_blank_passes_when_its_blanks_are_filled(kind: str, content: Path) -> None:
    file = made(content, kind, "Learning together")
    text = file.read_text("utf-8")
    problems = check_content(content, NOW).problems
    assert {problem.code for problem in problems} == {"blank-left"}
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip(" #-").endswith(BLANK)]
    assert [problem.line for problem in problems] == [line for line in lines if line > 3]

    file.write_text(filled(kind, text), "utf-8")

    assert check_content(content, NOW).problems == ()


@pytest.mark.parametrize("kind", BY_NAME)
def test_what_stands_behind_a_hash_is_right_without_it(kind: str, content: Path) -> None:
    file = made(content, kind, "Learning together")
    text = re.sub(r"(?m)^# ", "", filled(kind, file.read_text("utf-8")))
    # What other files have to hold is not there.
    nowhere = {
        "reference-unknown", "image-nowhere", "file-nowhere", "topic-unknown", "offer-unknown",
    }  # fmt: skip

    file.write_text(text, "utf-8")

    found = [problem for problem in check_content(content, NOW).problems if problem.code not in nowhere]
    # An event online needs no venue, but may name one.
    assert [(problem.code, problem.message) for problem in found if problem.severity == "problem"] == []


def test_the_blank_of_an_event(content: Path) -> None:
    file = made(content, "event", "Open day: come & see")
    assert file.relative_to(content.parent).as_posix() == "content/events/open-day-come-and-see.md"
    text = file.read_text("utf-8")
    assert text.startswith(
        """\
---
## Lines that start with # are notes for you: they are never published.
## Write over each WRITE HERE. To use a setting that has a single # before it, take the # and the space out.

## Title: What the page is called. It is the main heading.
title: "Open day: come & see"

## Summary: One or two sentences in plain text. Lists, feeds and search show them.
## Such as: How people from different services work on one problem.
summary: WRITE HERE

## Start: The day, or the day and time, that it starts.
## Such as: 2026-12-03 10:00
start: WRITE HERE

## End: The last day, or the time it ends.
## Such as: 2026-12-03 12:00
end: WRITE HERE

## Format: in-person, online or hybrid.
format: WRITE HERE

## Announced: The day it was announced.
date: 2026-11-22

## From here on, everything can be left out.

## Venue: Where it is.
## Inside it there can also be: address, postcode, access and geo
# venue:
#   name: Example Hall
"""
    )
    assert text.endswith(
        """\
---
<!-- Say in two or three sentences why people should come. -->
WRITE HERE

## What will happen

WRITE HERE

## Who can come

WRITE HERE
"""
    )
    assert "## Series: The series it belongs to.\n## On this site: " in text


def test_the_tables_of_blanks_name_what_is_there() -> None:
    every = {name for kind in BY_NAME.values() for name in fields_of(kind.model)}
    assert every >= LATER
    assert set(TEXTS) <= set(BY_NAME)
    for kind, names in NEEDED.items():
        assert set(names) <= set(fields_of(BY_NAME[kind].model))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Open day", "open-day"),
        ("Còmhradh: 'S e do bheatha!", "comhradh-s-e-do-bheatha"),
        ("Ceannardas co-obrachail – latha fosgailte", "ceannardas-co-obrachail-latha-fosgailte"),
        ("Leaders’ day at St Andrew's", "leaders-day-at-st-andrews"),
        ("Health & care", "health-and-care"),
        ("Smørrebrød, Łódź, Straße", "smorrebrod-lodz-strasse"),
        ("Ünïcödé 2027", "unicode-2027"),
        ("日本", ""),
        ("!!!", ""),
    ],
)
def test_the_name_comes_from_the_title(title: str, name: str) -> None:
    assert file_name(title) == name


@pytest.mark.parametrize(
    "title",
    [
        "Hope: a talk", "Event #3", "“Curly” and 'straight'", '"Quoted"', "- a dash", "[draft]", "{x}", "100% yes",
        "@home", "C:\\new", "yes", "2026-12-03", "key: value # not a comment", "ends with:", "a\tb\nc",
        "Zero\u200bwidth", "!tag", "*star", "&and", "| pipe", "> more", "null", "~",
    ],
)  # fmt: skip
def test_a_title_is_kept_as_it_was_given(title: str, content: Path) -> None:
    file = made(content, "page", title, file="a-page")
    file.write_text(filled("page", file.read_text("utf-8")), "utf-8")
    problems = [problem for problem in check_content(content, NOW).problems if problem.severity == "problem"]
    assert problems == []
    document = read_document("content/pages/a-page.md", file.read_bytes())
    assert isinstance(document, Document)
    written = document.settings.get("title")
    assert getattr(written, "text", "") == re.sub(r"[\s\u200b]+", " ", title)


def test_what_is_there_is_never_written_over(content: Path) -> None:
    file = made(content, "event", "Open day")
    file.write_text("mine", "utf-8")
    assert refused(content, "event", "Open day") == (
        "There is already a file content/events/open-day.md. Give the new one another name: --file open-day-2."
    )
    assert made(content, "event", "Open day", file="open-day-2.md").name == "open-day-2.md"
    assert refused(content, "event", "Open  DAY").endswith("--file open-day-3.")
    assert file.read_text("utf-8") == "mine"


def test_an_address_that_is_taken_is_refused(content: Path) -> None:
    taken = "There is already a page at /{}/. Give the new file another name with --file."
    assert refused(content, "page", "Events") == taken.format("events")
    assert refused(content, "page", "Site index") == taken.format("site-index")
    # These pages are made by themselves only where nobody writes them.
    assert made(content, "page", "Subscribe").name == "subscribe.md"


def test_what_cannot_be_made_is_explained(content: Path) -> None:
    types = "page, offer, testimonial, event, newsletter or form"
    assert refused(content, "evnt", "A") == "There is no type called evnt. The nearest is event."
    assert refused(content, "testimonal", "A") == (
        "There is no type called testimonal. The nearest is testimonial."
    )
    assert refused(content, "xyz", "A") == f"There is no type called xyz. Use one of these: {types}."
    assert refused(content, "", "A") == (
        'The type is missing. Write it before the title: new event "Open day".'
    )
    assert refused(content, "page") == 'The title is missing. Write it between quotes: new page "Open day".'
    assert refused(content, "page", "日本") == (
        "The title gives no name for the file. Name it yourself, such as --file open-day."
    )
    assert refused(content, "page", "A", file="Bad Name") == (
        "--file must be in small letters, digits and hyphens, but it is Bad Name. Write --file bad-name."
    )
    assert refused(content, "page", "A", file="../a") == (
        "--file must be in small letters, digits and hyphens, but it is ../a. Write --file a."
    )
    assert "2026-11-22" in refused(content, "page", "A", now="soon")
    assert made(content, "Events", "A").parent.name == "events"


def test_a_folder_that_is_not_there_is_explained(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"^There is no folder .*nowhere\. Name a folder that holds content\.$"):
        make_file(Wanted("page", "A", tmp_path / "nowhere", NOW))


def test_whoever_was_quicker_keeps_the_file(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name was free when it was looked at, and is taken when the file is written."""
    monkeypatch.setattr("plugins.editor.new_file._check_name", lambda *_: None)
    file = made(content, "event", "Open day")
    file.write_text("of somebody else", "utf-8")
    assert "open-day.md cannot be written: " in refused(content, "event", "Open day")
    assert file.read_text("utf-8") == "of somebody else"


def test_content_with_problems_takes_new_files_all_the_same(content: Path) -> None:
    (content / "site.yaml").write_text("name: [\n", "utf-8")
    (content / "events").mkdir()
    (content / "events/bad.md").write_text("---\ntitle: Bad\n", "utf-8")
    assert made(content, "event", "Open day").exists()
    assert refused(content, "newsletter") == (
        "The content has problems that must be mended first. Run the task check to see them."
    )


def test_the_task_takes_a_title_with_and_without_quotes(content: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "tasks.py"), "new", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    done = run("event", "Open", "day", "--content", str(content), "--now", NOW)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Made content/events/open-day.md\n"
        "  Open it, and write over each WRITE HERE. The lines with # say what belongs there.\n"
        "  Run the task check: it names each blank that is left.\n"
    )
    done = run("page", "- [x] {a: b}", f"--content={content}", "--now", NOW)
    assert done.stdout.splitlines()[:1] == ["Made content/pages/x-a-b.md"]
    done = run("--content", str(content), "evnt", "Open day")
    assert (done.returncode, done.stdout, done.stderr) == (
        1, "", "There is no type called evnt. The nearest is event.\n",
    )  # fmt: skip
