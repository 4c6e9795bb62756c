"""Blanks that nobody has filled in are told, each at its place, and nothing else is."""

from __future__ import annotations

import pytest

from plugins.core.blanks import blanks_left
from tests.builders import BY_NAME, check, found, make_document


def in_text(body: str) -> list[tuple[int, int, str]]:
    document = make_document("title: Contact us\nsummary: How to reach us.", body=body)
    problems = blanks_left(document, BY_NAME["page"].model)
    assert {problem.code for problem in problems} <= {"blank-left"}
    return [(p.line, p.column, p.message) for p in blanks_left(document, BY_NAME["page"].model)]


def test_each_blank_is_told_once_and_nothing_else_of_its_place() -> None:
    assert check(
        "event",
        "title: Open day\nsummary: WRITE HERE\nstart: WRITE HERE\nformat: write here\n"
        "topics:\n  - WRITE HERE\nvenue:\n  name: TODO",
    ) == [
        (3, 10, "blank-left", "Write the summary: the blank is still as it was made.",
         ("write over WRITE HERE, for example\n"
         "     summary: How people from different services work on one problem.")),
        (4, 8, "blank-left", "Write the start: the blank is still as it was made.",
         "write over WRITE HERE, for example\n     start: 2026-12-03 10:00"),
        (5, 9, "blank-left", "Write the format: the blank is still as it was made.",
         "write over write here, for example\n     format: online"),
        (7, 5, "blank-left", "Write the topics: the blank is still as it was made.",
         "write over WRITE HERE, for example\n     - facilitation"),
        (9, 9, "blank-left", "Write the venue name: it still says “TODO”.",
         "write over TODO, for example\n     name: Example Hall"),
    ]  # fmt: skip


def test_a_blank_in_the_settings_hides_what_a_rule_says_of_it() -> None:
    # The title is told as a blank; that the end is missing is another matter.
    text = "title: WRITE HERE\nsummary: A day.\nstart: 2026-12-03 10:00\nformat: online"
    assert [code for _, _, code, _, _ in check("event", text)] == ["blank-left", "event-end-missing"]


def test_a_blank_in_the_text_is_told_at_its_line() -> None:
    blank = "Write the text: the blank is still as it was made."
    assert in_text("WRITE HERE\n") == [(5, 1, blank)]
    assert in_text("Come.\n\n- WRITE HERE\n> write here.\n## [Write here]\n") == [
        (7, 3, blank), (8, 3, blank), (9, 4, blank),
    ]  # fmt: skip
    assert in_text("TODO\n\nLorem ipsum dolor sit amet.\n") == [
        (5, 1, "Write the text: it still says “TODO”."),
        (7, 1, "Write the text: it still says “Lorem ipsum dolor sit amet.”."),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Write here about your group.", "Do not write here", "You can write here: team@example.org",
        "<!-- WRITE HERE -->", "<!-- hint\nWRITE HERE\n-->", "```\nWRITE HERE\n```", "My to-do list", "Todos",
        "Size XXXL", "XX", "We say lorem ipsum where a text is missing.", "TODO lists help", "",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_blank_passes(words: str) -> None:
    assert in_text(f"{words}\n") == []
    if words and "\n" not in words and not words.startswith(("<", "`")) and ": " not in words:
        assert check("page", f"title: A\nsummary: {words}") == []


def test_an_empty_setting_is_no_blank() -> None:
    document = make_document("title: A\nsummary:\ntopics: []")
    assert found(blanks_left(document, BY_NAME["page"].model)) == []
