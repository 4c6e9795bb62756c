"""Two settings in one line are told as such, and a sentence with a colon is not."""

from __future__ import annotations

import pytest

from plugins.core.documents import read_document
from plugins.core.model import fields_of
from plugins.core.problems import Problem
from plugins.core.settings_joined import NAMES
from tests.builders import TYPES


def problem_of(line: str) -> Problem:
    result = read_document("content/pages/a.md", f"---\n{line}\nowner: A\n---\nText.\n".encode())
    assert isinstance(result, list), result
    [problem] = result
    return problem


JOINED: list[tuple[str, int, str, tuple[str, str]]] = [
    ("format: online, audience: All", 17, "format: and audience:", ("format: online", "audience: All")),
    ("format: online,audience: All", 16, "format: and audience:", ("format: online", "audience: All")),
    ("format: online; audience: All", 17, "format: and audience:", ("format: online", "audience: All")),
    ("format: online   audience: All", 18, "format: and audience:", ("format: online", "audience: All")),
    ("start: 2026-12-08 12:00, end: 2026-12-08 13:00", 26, "start: and end:",
     ("start: 2026-12-08 12:00", "end: 2026-12-08 13:00")),
    ('title: "A", summary: B', 13, "title: and summary:", ('title: "A"', "summary: B")),
    ('shown: "[A]" decide: B?', 14, "shown: and decide:", ('shown: "[A]"', "decide: B?")),
    ("format: online, topics:", 17, "format: and topics:", ("format: online", "topics:")),
]  # fmt: skip


@pytest.mark.parametrize(("line", "column", "both", "lines"), JOINED)
def test_two_settings_in_one_line(line: str, column: int, both: str, lines: tuple[str, str]) -> None:
    problem = problem_of(line)
    assert (problem.line, problem.column, problem.code) == (2, column, "settings-joined")
    assert problem.message == f"{both} are two settings in one line."
    assert problem.fix == f"write each setting on its own line:\n     {lines[0]}\n     {lines[1]}"
    assert problem.edit is None


@pytest.mark.parametrize(
    "line",
    [
        "title: Leading, together: a talk",
        "title: Our audience: everyone",
        "title: Hope: a talk, and more",
        "title: Time, place, Format: what to choose",
        "title: A, title: B",
    ],
)
def test_a_sentence_with_a_colon_is_none(line: str) -> None:
    assert problem_of(line).code == "settings-colon"


def test_the_names_are_those_of_the_types() -> None:
    assert {name for kind in TYPES for name in fields_of(kind.model)} == NAMES
