"""The quoted line: the one before it, the mark under the whole value, wide and invisible characters."""

from __future__ import annotations

import pytest

from plugins.core.problems import Edit, Problem
from plugins.core.quoting import harmless, quoted


def shown(source: str, line: int, column: int, path: str = "a.md", edit: Edit | None = None) -> list[str]:
    return quoted(Problem(path, line, column, "c", "M", "F", edit=edit), source)


TOP = "---\nstart: 2026-06-10 10:00\nend:   2026-06-10 09:00\ntopics: [a, Peer Learning]\nvenue:\n  name: 'Hall'  # new\n---\n"


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        (2, 8, ["    2 | start: 2026-06-10 10:00", "      |        ^^^^^^^^^^^^^^^^"]),
        (
            3, 8,
            ["    2 | start: 2026-06-10 10:00", "    3 | end:   2026-06-10 09:00", "      |        ^^^^^^^^^^^^^^^^"],
        ),
        (3, 1, ["    2 | start: 2026-06-10 10:00", "    3 | end:   2026-06-10 09:00", "      | ^^^"]),
        (
            4, 13,
            ["    3 | end:   2026-06-10 09:00", "    4 | topics: [a, Peer Learning]", "      |             ^^^^^^^^^^^^^"],
        ),
        (1, 1, ["    1 | ---", "      | ^^^"]),
    ],
)  # fmt: skip
def test_settings(line: int, column: int, expected: list[str]) -> None:
    assert shown(TOP, line, column) == expected


BODY = "---\ntitle: A\n---\n"


@pytest.mark.parametrize(
    ("text", "column", "mark"),
    [
        ("See [here](page(1).md) now.", 12, "^" * len("page(1).md")),
        ("See [here](a.md) now.", 5, "^" * len("[here](a.md)")),
        ("A<br>B", 2, "^^^^"),
        ("## A heading", 1, "^" * 12),
        ("On Wednesday we meet.", 4, "^" * 9),
        ("Write to {placeholder:x}.", 10, "^" * 15),
        ("A text.", 7, "^"),
        ("A", 90, "^"),
    ],
)
def test_texts(text: str, column: int, mark: str) -> None:
    assert shown(BODY + text, 4, column)[-1].strip(" |") == mark


def test_an_edit_says_how_much_is_meant() -> None:
    edit = Edit(4, 3, "two three", "x")
    assert shown(f"{BODY}1 two three four", 4, 3, edit=edit)[-1] == "      |   ^^^^^^^^^"


def test_numbers_of_other_lengths_stand_in_line() -> None:
    source = "\n" * 8 + "nine\nten"
    assert shown(source, 10, 1) == ["     9 | nine", "    10 | ten", "       | ^^^"]


def test_a_long_line_is_cut_round_the_place() -> None:
    line = "a" * 300 + " X " + "b" * 300
    text, mark = shown(BODY + line, 4, 302)
    assert len(text) < 120
    assert text[mark.index("^")] == "X"


def test_wide_signs_and_those_without_width() -> None:
    assert shown(f"{BODY}日本 e\u0301 Friday", 4, 7) == [
        "    4 | 日本 e\u0301 Friday",
        "      |        ^^^^^^",
    ]
    assert shown(f"{BODY}👋 Friday", 4, 3) == ["    4 | 👋 Friday", "      |    ^^^^^^"]


def test_a_tab_and_what_nobody_can_see() -> None:
    assert shown("\ttitle: A", 1, 2)[0] == "    1 | →title: A"
    assert shown("title:\u00a0A\u200b", 1, 7)[0] == "    1 | title:␣A�"


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\x0c"], ids=ascii)
def test_only_line_ends_end_a_line(character: str) -> None:
    assert shown(f"a{character}b\ntitle: A", 2, 1)[1] == "    2 | title: A"


@pytest.mark.parametrize(("source", "line"), [("a", 7), ("a", 0), ("", 1), (None, 1)])
def test_no_line_is_quoted_that_is_not_there(source: str | None, line: int) -> None:
    assert quoted(Problem("a.md", line, 1, "c", "M", "F"), source) == []


def test_harmless() -> None:
    assert harmless("a\x1b[0m\n\tb\u202ec") == "a�[0m\n→b�c"
