"""Problems: their order, whether they stop a build, and the words that help to name things."""

from __future__ import annotations

import pytest

from plugins.core.problems import Problem, fitted, in_reading_order, listed, nearest, stops_the_build


def problem(path: str = "a.md", line: int = 1, **more: object) -> Problem:
    values = {"column": 1, "code": "a", "message": "M", "fix": "F", **more}
    return Problem(path, line, **values)  # type: ignore[arg-type]


def test_reading_order_is_worst_first_then_by_place() -> None:
    ordered = [
        problem("a.md", 2, column=1),
        problem("a.md", 2, column=9),
        problem("a.md", 10, code="a"),
        problem("a.md", 10, code="b", message="A"),
        problem("a.md", 10, code="b", message="B"),
        problem("b.md", 1),
        problem("a.md", 1, severity="warning"),
        problem("a.md", 0, severity="advice"),
    ]
    assert in_reading_order(reversed(ordered)) == ordered
    assert in_reading_order(ordered + ordered) == ordered
    assert in_reading_order([]) == []


def test_only_problems_stop_a_build() -> None:
    lesser = [problem(severity="warning"), problem(severity="advice")]
    assert not stops_the_build([])
    assert not stops_the_build(lesser)
    assert stops_the_build([*lesser, problem()])


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("tittle", "title"),
        ("sumary", "summary"),
        ("status", "status"),
        ("xyzzy", None),
        ("", None),
        ("style", None),
        ("sum", None),
    ],
)
def test_nearest(word: str, expected: str | None) -> None:
    assert nearest(word, ["title", "summary", "status"]) == expected
    assert nearest(word, []) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")],
)
def test_listed(words: list[str], expected: str) -> None:
    assert listed(words) == expected
    assert listed(words, "and") == expected.replace(" or ", " and ")


def test_a_message_that_is_too_long_has_its_value_cut() -> None:
    message = f"{'A ' * 30}but it is “{'b' * 40}”."
    shown = fitted(message)
    assert len(shown) == 99
    assert shown.startswith(f"{'A ' * 30}but it is “bbb")
    assert shown.endswith("b…”.")
    assert fitted("Short “value”.") == "Short “value”."
    assert fitted("c" * 120) == "c" * 120
