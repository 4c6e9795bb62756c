"""What is still to come, in texts and settings; what only looks like it, or says so honestly, passes."""

from __future__ import annotations

import pytest

from plugins.core.organisation import Organisation
from plugins.core.to_come import in_settings
from tests.builders import BY_NAME, found, make_document, make_settings

from .text_slips import FIRST, slips, told

NUMBER = "write the number, or words that hold without it."
SITE = """
placeholders:
  reply-time:
    shown: "[TBC: XX days]"
    decide: XX days?
    value: {value}
"""


@pytest.mark.parametrize(
    ("text", "column", "shown"),
    [
        ("We answer within XX working days.", 18, "XX working days"),
        ("It costs £XX.", 10, "£XX"),
        ("For xx people", 5, "xx people"),
        ("About XX% came.", 7, "XX%"),
    ],
)
def test_a_number_that_is_to_come(text: str, column: int, shown: str) -> None:
    assert told(text, "to-come") == [(FIRST, column, f"A number is still to come here: {shown}", NUMBER)]
    assert {slip.severity for slip in slips(text, "to-come")} == {"warning"}


@pytest.mark.parametrize(
    "text",
    ["Size XXL, XX, xx.", "The XX century.", "`XX days`", "MXX days", "Chapter XX", "The date is to be confirmed.", "Xx days"],
)  # fmt: skip
def test_a_number_that_is_none(text: str) -> None:
    assert slips(text, "to-come") == []


@pytest.mark.parametrize(
    ("text", "column", "shown"),
    [
        ("The room is XXX.", 13, "XXX"),
        ("Host: XXXX", 7, "XXXX"),
        ("Call 0131 XXX XXXX.", 11, "XXX XXXX"),
        ("We meet. XXX will speak.", 10, "XXX"),
    ],
)
def test_a_word_that_is_to_come(text: str, column: int, shown: str) -> None:
    assert told(text) == [
        (
            FIRST,
            column,
            f"A word is still to come here: {shown}",
            "write it, or words that hold without it.",
        )
    ]


@pytest.mark.parametrize(
    "text",
    [
        "XXX syndrome is rare",
        "Chapter XXX", "In chapter XXX we", "Super Bowl XXX", "Love, Jo XXX", "love XXX", "Size XXXL", "the XXX century",
        "`XXX`", "XXX", "Part-XXX", "XXX. The thirtieth",
    ],
)  # fmt: skip
def test_a_word_that_is_none(text: str) -> None:
    assert slips(text, "to-come") == []


@pytest.mark.parametrize("value", ["TBC", "TBD", "to be confirmed", "XX", "???"])
def test_a_decision_that_is_none(value: str) -> None:
    [problem] = in_settings(make_settings(SITE.format(value=value)), Organisation)
    assert (problem.code, problem.severity) == ("to-come", "problem")
    assert problem.message == f"The decision on reply-time is still to come: it says “{value}”."
    assert (
        problem.fix == "leave value: empty until it is made; what stands after shown: is there for that time."
    )


@pytest.mark.parametrize("value", ["two days", "tomorrow", "x", "It is to be confirmed by 3 May."])
def test_a_decision_that_is_made(value: str) -> None:
    assert list(in_settings(make_settings(SITE.format(value=value)), Organisation)) == []


def test_a_value_that_is_to_come() -> None:
    text = "title: A\nsummary: Within XX days.\nvenue:\n  name: TBC"
    problems = list(in_settings(make_document(text), BY_NAME["event"].model))
    assert found(problems) == [
        (3, 10, "to-come", "A number is still to come here: XX days", NUMBER),
        (
            5, 9, "to-come", "Venue name is still to come: it says “TBC”.",
            "write it, or say in words when people will hear of it.",
        ),
    ]  # fmt: skip
    assert {problem.severity for problem in problems} == {"warning"}


@pytest.mark.parametrize("name", ["To be confirmed", "TBC Hall", "tbcs", "Leith Hall", "XX"])
def test_an_honest_value_passes(name: str) -> None:
    text = f"title: A\nsummary: B\nvenue:\n  name: {name}"
    assert list(in_settings(make_document(text), BY_NAME["event"].model)) == []
