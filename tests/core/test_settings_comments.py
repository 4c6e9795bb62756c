"""What a # takes away from the settings is told, and honest comments pass."""

from __future__ import annotations

import pytest

from plugins.core.documents import Document, read_document
from plugins.core.problems import Problem
from plugins.core.repairs import repaired


def problem_of(text: str) -> Problem:
    result = read_document("content/pages/a.md", f"---\n{text}\n---\nText.\n".encode())
    assert isinstance(result, list), result
    [problem] = result
    assert problem.code == "settings-cut"
    assert len(problem.message) < 100
    return problem


def nothing(name: str) -> str:
    return f"{name} has no value, because # after a space starts a comment."


QUOTE = "put the value between double quotes: "
LINE = "without the #, or take the line out."

TAKEN: list[tuple[str, tuple[int, int, str, str]]] = [
    ("audience: #everyone in public services\ntitle: A",
     (2, 11, nothing("audience"), f'{QUOTE}"#everyone in public services"')),
    ("summary: #1 way to learn", (2, 10, nothing("summary"), f'{QUOTE}"#1 way to learn"')),
    ("topics: # learning\ntitle: A", (2, 9, nothing("topics"), f"write topics: learning {LINE}")),
    ("topics:\n  - #learning\n  - b", (3, 5, nothing("This item"), f'{QUOTE}"#learning"')),
    ("topics:\n  - # learning\n  - b", (3, 5, nothing("This item"), f"write - learning {LINE}")),
    ("venue:\n  name: #The hall", (3, 9, nothing("name"), f'{QUOTE}"#The hall"')),
    ('title: #"A day"\nb: c', (2, 8, nothing("title"), f'write title: "A day" {LINE}')),
    ("summary: #1 way\n  to learn",
     (2, 10, "#1 way is lost, because # after a space starts a comment.",
      "write the value on one line, between double quotes.")),
    (f"title: Day #3 of {'all ' * 9}days",
     (2, 12, "The value stops before #3 of all all all all all all…, because # after a space starts a comment.",
      f'{QUOTE}"Day #3 of {"all " * 9}days"')),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TAKEN)
def test_a_value_that_is_nothing_but_a_comment(text: str, expected: tuple[int, int, str, str]) -> None:
    problem = problem_of(text)
    assert (problem.line, problem.column, problem.message, problem.fix) == expected


def test_words_behind_a_value_may_be_a_remark_and_are_not_mended() -> None:
    problem = problem_of("owner: Core team #Fiona leads")
    assert (problem.fix, problem.edit) == (f'{QUOTE}"Core team #Fiona leads"', None)
    assert problem_of("title: Event #3").edit
    assert problem_of("title: Event # 3").edit


def test_only_a_value_that_starts_with_a_number_is_mended() -> None:
    problem = problem_of("summary: #1 way to learn")
    assert problem.edit
    data = b"---\nsummary: #1 way to learn\n---\n"
    assert repaired(data, [problem.edit]) == b'---\nsummary: "#1 way to learn"\n---\n'
    for text in ("audience: #everyone here", "places: #40", "issue: #2026-11", "topics: # learning"):
        assert problem_of(text).edit is None


@pytest.mark.parametrize(
    "text",
    [
        "venue: # the hall\n  name: A",
        "venue: #the hall\n  name: A",
        "booking: # see below\n  places: 4",
        "topics: # those of the year\n  - learning",
        "topics: #two of them\n- learning",
        "topics:\n  - # first\n    name: A",
        "# a note\ntitle: A",
        "title: A\n# a note\nsummary: B",
        "title: A # a note",
        "review_by: 2027-05-31 # 6 months",
        "review_by: 2027-05-31 #6 months",
        "start: 2027-05-31 09:30 # 9:30 for coffee",
        "places: 100 # 80 in the hall",
        "required: true #1 of 2",
        "topics:\n  - facilitation # 2 of them",
        "owner: Core team # 2 people",
        "nav_title: # Short name for menus",
        "audience: # everyone in services\ntitle: A",
        "summary: #Fiona wrote this\n  and the value",
        "booking: # see below",
        "value: # to be decided",
        "value: #todo",
        "topics: # none",
        "topics: # later, perhaps\ntitle: A",
        "booking: # opens in May\n#  places: 40\ntitle: A",
        "topics: #",
        "topics: ##",
        "topics:\n  #- learning\n  - b",
        "summary: # a comment\n  and the value",
        'title: "#1 way"',
        "title: C# for all",
        "summary: > # note\n  Text",
        "topics: [] # learning",
    ],
)
def test_an_honest_comment_is_silent(text: str) -> None:
    assert isinstance(read_document("a.md", f"---\n{text}\n---\nText.\n".encode()), Document)
