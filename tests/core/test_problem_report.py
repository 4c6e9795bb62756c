"""Problems as people, GitHub and programs see them."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.problem_report import FORMATS, as_github, as_json, as_text, counted, place
from plugins.core.problems import Edit, Problem, Severity
from tests.builders import quick

SOURCE = "---\ntitel: Open day\nsummary: A day\n---\n"
MISSPELT = Problem(
    "content/pages/a.md", 2, 1, "setting-unknown", "There is no setting called titel.", "write title"
)
WHOLE = Problem("content/b.md", 0, 0, "file-empty", "This file is empty.", "delete the file.")
WARNING = Problem("content/c.md", 3, 2, "w", "This is old.", "look at it.", "warning")
ADVICE = Problem("content/c.md", 4, 2, "v", "This is long.", "make it shorter.", "advice")


def test_text_quotes_the_line() -> None:
    assert as_text([MISSPELT], {MISSPELT.path: SOURCE}) == (
        "Problem: content/pages/a.md, line 2\n"
        "\n"
        "  There is no setting called titel.\n"
        "\n"
        "    2 | titel: Open day\n"
        "      | ^^^^^\n"
        "\n"
        "  To fix it: write title   (setting-unknown)"
    )


def test_text_without_a_source_or_a_line() -> None:
    assert as_text([WHOLE, WARNING], {WHOLE.path: ""}) == (
        "Problem: content/b.md\n"
        "\n"
        "  This file is empty.\n"
        "\n"
        "  To fix it: delete the file.   (file-empty)\n"
        "\n"
        "Check this: content/c.md, line 3\n"
        "\n"
        "  This is old.\n"
        "\n"
        "  To fix it: look at it.   (w)"
    )
    assert as_text([ADVICE]).startswith("Advice: content/c.md, line 4\n")
    assert as_text([]) == ""


def test_lines_to_paste_stand_apart_from_the_code() -> None:
    """Whoever copies the last line gets nothing else."""
    problem = Problem("a.md", 0, 0, "gone", "It is gone.", "add these lines:\n     uid: a\n     lang: gd")
    assert as_text([problem]) == (
        "Problem: a.md\n"
        "\n"
        "  It is gone.\n"
        "\n"
        "  To fix it: add these lines:\n"
        "     uid: a\n"
        "     lang: gd\n"
        "\n"
        "  (gone)"
    )


def test_place() -> None:
    assert place(MISSPELT) == "content/pages/a.md, line 2"
    assert place(WHOLE) == "content/b.md"


def test_github() -> None:
    assert as_github([ADVICE, WARNING, WHOLE, MISSPELT]).split("\n") == [
        "::error file=content/b.md,line=1,col=1,title=This file is empty.::delete the file. (file-empty)",
        "::error file=content/pages/a.md,line=2,col=1,title=There is no setting called titel.::write title (setting-unknown)",
        "::warning file=content/c.md,line=3,col=2,title=This is old.::look at it. (w)",
        "::notice file=content/c.md,line=4,col=2,title=This is long.::make it shorter. (v)",
    ]
    assert as_github([]) == ""


def test_github_escapes() -> None:
    problem = Problem("a,b.md", 1, 1, "c", "50%: no,\nno", "write 50%,\r\n  or: not")
    assert as_github([problem]) == (
        "::error file=a%2Cb.md,line=1,col=1,title=50%25%3A no%2C%0Ano::write 50%25,%0D%0A  or: not (c)"
    )


def unescaped(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


@quick
@given(*[st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)] * 3)
def test_github_gets_one_line_that_reads_back(path: str, message: str, fix: str) -> None:
    shown = as_github([Problem(path, 3, 4, "code", message, fix)])
    assert "\n" not in shown
    assert "\r" not in shown
    match = re.fullmatch(
        r"::error file=([^,:]*),line=3,col=4,title=([^,:]*)::(.*) \(code\)", shown, re.DOTALL
    )
    assert match
    assert [unescaped(part) for part in match.groups()] == [path, message, fix]


def many(number: int, path: str = "a.md", severity: Severity = "problem") -> list[Problem]:
    return [Problem(path, line, 1, "c", f"M{line}", "F", severity) for line in range(1, number + 1)]


def test_github_gets_no_more_than_it_shows() -> None:
    lines = as_github([*many(24), *many(11, "b.md", "advice"), *many(3, "b.md", "warning")]).split("\n")
    assert [
        sum(line.startswith(level) for line in lines) for level in ("::error", "::warning", "::notice")
    ] == [10, 3, 10]
    assert lines[8] == "::error file=a.md,line=9,col=1,title=M9::F (c)"
    assert lines[9] == (
        "::error file=a.md,line=10,col=1,title=M10::F (c)%0A%0A… and 14 more: see the summary of this check."
    )
    assert lines[-1].endswith("%0A%0A… and 1 more: see the summary of this check.")
    assert not any("more" in line for line in as_github(many(10)).split("\n"))


def test_on_github_each_file_has_its_say_first() -> None:
    shown = as_github([*many(20), *many(2, "b.md"), *many(1, "c.md")]).split("\n")
    places = [re.search(r"file=(.*?),line=(\d+)", line) for line in shown]
    assert [place[1] + place[2] for place in places if place][:6] == [
        "a.md1",
        "b.md1",
        "c.md1",
        "a.md2",
        "b.md2",
        "a.md3",
    ]


def test_nothing_of_the_content_reaches_a_terminal_as_a_command() -> None:
    problem = Problem("a\x1b.md", 1, 1, "c", "\x1b[2J \u202e", "write \x07\n  x", "problem")
    shown = as_text([problem], {"a\x1b.md": "\x1b[31mred"})
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)


def test_json_has_every_field() -> None:
    problem = Problem("a.md", 2, 3, "c", "Fàilte", "F", "warning", Edit(4, 9, "y", "x"))
    text = as_json([problem, MISSPELT])
    assert "Fàilte" in text
    assert json.loads(text) == [
        {
            "path": "content/pages/a.md", "line": 2, "column": 1, "code": "setting-unknown",
            "message": "There is no setting called titel.", "fix": "write title",
            "severity": "problem", "edit": None,
        },
        {
            "path": "a.md", "line": 2, "column": 3, "code": "c", "message": "Fàilte", "fix": "F",
            "severity": "warning", "edit": {"line": 4, "column": 9, "old": "y", "new": "x"},
        },
    ]  # fmt: skip
    assert json.loads(as_json([])) == []


def test_every_format_has_its_renderer() -> None:
    sources = {MISSPELT.path: SOURCE}
    assert {name: render([MISSPELT], sources) for name, render in FORMATS.items()} == {
        "text": as_text([MISSPELT], sources),
        "github": as_github([MISSPELT]),
        "json": as_json([MISSPELT]),
    }


@pytest.mark.parametrize(
    ("problems", "expected"),
    [
        ([], "No problems. Done."),
        ([MISSPELT], "1 problem in 1 file. Done."),
        ([MISSPELT, MISSPELT], "1 problem in 1 file. Done."),
        ([MISSPELT, WHOLE], "2 problems in 2 files. Done."),
        ([WARNING, ADVICE], "1 thing to check, 1 piece of advice in 1 file. Done."),
        ([WHOLE, WARNING], "1 problem, 1 thing to check in 2 files. Done."),
    ],
)
def test_counted(problems: list[Problem], expected: str) -> None:
    assert counted(problems, "Done.") == expected
    assert counted(problems, "") == expected.removesuffix(" Done.")
