"""Problems as people, GitHub and programs see them."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.problem_report import FORMATS, as_github, as_json, as_text, counted, place
from plugins.core.problems import Edit, Problem
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
        "      | ^\n"
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


def quoted(source: str, line: int, column: int) -> list[str]:
    problem = Problem("a.md", line, column, "c", "M", "F")
    return [shown for shown in as_text([problem], {"a.md": source}).split("\n") if " | " in shown]


def test_the_mark_stands_under_the_place() -> None:
    assert quoted("a\nkey: välue", 2, 6) == ["    2 | key: välue", "      |      ^"]
    assert quoted("\n" * 11 + "abc", 12, 3) == ["    12 | abc", "       |   ^"]


def test_a_long_line_is_cut_round_the_place() -> None:
    line = "a" * 300 + "X" + "b" * 300
    shown, mark = quoted(line, 1, 301)
    assert len(shown) < 120
    assert shown[mark.index("^")] == "X"


def test_a_tab_keeps_its_width() -> None:
    assert quoted("\ttitle: A", 1, 2)[0] == "    1 | →title: A"


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\x0c"], ids=ascii)
def test_only_line_ends_end_a_line(character: str) -> None:
    assert quoted(f"a{character}b\ntitle: A", 2, 1)[0] == "    2 | title: A"


def test_no_line_is_quoted_that_is_not_there() -> None:
    assert quoted("a", 7, 1) == []


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


def test_json_has_every_field() -> None:
    problem = Problem("a.md", 2, 3, "c", "Fàilte", "F", "warning", Edit(4, 9, "x"))
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
            "severity": "warning", "edit": {"start": 4, "end": 9, "text": "x"},
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
