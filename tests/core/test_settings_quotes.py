"""Values with quotes or brackets at their start that go on behind them."""

from __future__ import annotations

import pytest

from plugins.core.documents import Document, read_document
from plugins.core.problems import Problem
from plugins.core.repairs import repaired


def problem_of(text: str) -> Problem:
    result = read_document("content/pages/a.md", f"---\n{text}\n---\nText.\n".encode())
    assert isinstance(result, list), result
    [problem] = result
    assert len(problem.message) < 100
    return problem


END = "A value that starts with a {} quote must end with it."
MORE = "A value between {} quotes cannot hold more of them."

QUOTES: list[tuple[str, str, str, bool]] = [
    ('"Learning lunch on "listening""', MORE.format("double"), "'Learning lunch on \"listening\"'", True),
    ('"The "big" lunch"', MORE.format("double"), "'The \"big\" lunch'", True),
    ('"It\'s a "big" lunch"', MORE.format("double"), r'"It' + r"'s a \"big\" lunch" + '"', True),
    ('"Listening" and "learning"', MORE.format("double"), '\'"Listening" and "learning"\'', True),
    ('"A" B', END.format("double"), "'\"A\" B'", True),
    ('"A 5" screen"', MORE.format("double"), "'A 5\" screen'", False),
    ('"a"b"', MORE.format("double"), "'a\"b'", False),
    ("'Scotland's services'", MORE.format("single"), '"Scotland\'s services"', True),
    ("'Lunch on 'listening''", MORE.format("single"), "\"Lunch on 'listening'\"", True),
    ("'A' B", END.format("single"), "\"'A' B\"", False),
]


@pytest.mark.parametrize(("value", "message", "right", "certain"), QUOTES)
def test_quotes_within_quotes(value: str, message: str, right: str, certain: bool) -> None:
    problem = problem_of(f"title: {value}\nsummary: B")
    assert (problem.line, problem.column, problem.code) == (2, 8, "settings-quote")
    assert (problem.message, problem.fix) == (message, f"write {right}")
    assert bool(problem.edit) == certain
    if problem.edit:
        data = f"---\ntitle: {value}\nsummary: B\n---\nText.\n".encode()
        assert isinstance(read_document("a.md", repaired(data, [problem.edit])), Document)
        assert f"title: {right}\n" in repaired(data, [problem.edit]).decode()


def test_what_is_escaped_or_cut_is_left_to_the_editor() -> None:
    assert problem_of(r'title: "A \"b\" c" d').edit is None
    assert problem_of('title: "A" B # c').edit is None
    assert problem_of('title: "A" B\n  and C').edit is None


BRACKETS: list[tuple[str, bool]] = [
    ("[Online] Learning lunch on listening", True),
    ("{everyone} Anyone in a public service", True),
    ("{placeholder:mailbox} and more", True),
    ("[a] B, [c] d", True),
    ("[Contact us], now", True),
    ("[learning], facilitation", False),
    ("[learning] facilitation", False),
    ("[learning, facilitation] and-more", False),
]


@pytest.mark.parametrize(("value", "certain"), BRACKETS)
def test_a_part_in_brackets_at_the_start(value: str, certain: bool) -> None:
    problem = problem_of(f"title: {value}\nsummary: B")
    assert (problem.line, problem.column, problem.code) == (2, 8, "settings-bracket")
    assert problem.message == f"A value that starts with {value[0]} must be between double quotes."
    assert problem.fix == f'write "{value}"'
    assert bool(problem.edit) == certain


def test_a_quote_that_another_value_closes() -> None:
    problem = problem_of('summary: "We meet.\ntitle: "[Online] lunch"\nowner: A')
    assert (problem.line, problem.column, problem.message) == (
        2, 10, "The value starts with a double quote that is not closed.",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ['title: "A"', 'title: "A" # note', "title: 'It''s'", "topics: [a, b]", "topics: [a] # note", 'title: A "b" c',
     'title: "A\n  and B"', "topics: [a,\n  b]"],
)  # fmt: skip
def test_a_near_miss_is_silent(text: str) -> None:
    assert isinstance(read_document("a.md", f"---\n{text}\n---\nText.\n".encode()), Document)
