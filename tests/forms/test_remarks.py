"""Fields that contradict themselves: what is told, and what agrees."""

from __future__ import annotations

import pytest

from plugins.core.problems import Problem
from plugins.forms.bookings import reference_problems
from tests.builders import make_entry, make_site

TOP = (
    "title: A\nsummary: B\nkind: store\npurpose: P\nlawful_basis: L\nretention_days: 30\nfields:\n"
    "  - name: note\n    type: text\n"
)
"""The lines of a field go on with line 11."""


def remarked(field: str, top: str = TOP) -> list[Problem]:
    entry = make_entry("form", "a", top + "".join(f"    {line}\n" for line in field.split("\n")))
    return [found for found in reference_problems(entry, make_site(entry)) if found.code.endswith("-told")]


def told(field: str, top: str = TOP) -> list[tuple[object, ...]]:
    return [
        (found.line, found.column, found.code, found.message, found.fix) for found in remarked(field, top)
    ]


def test_an_error_text_with_another_length() -> None:
    assert told("label: Note\nmax_length: 500\nerrors:\n  max_length: Your note must be 1,000 characters or fewer") == [
        (
            14, 19, "form-length-told", "The error text says 1,000 characters, but max_length is 500.",
            "write 500 in the text, or correct max_length.",
        )
    ]  # fmt: skip
    assert told("label: Note\nmin_length: 2\nerrors:\n  min_length: Write 20 characters or more") == [
        (
            14, 19, "form-length-told", "The error text says 20 characters, but min_length is 2.",
            "write 2 in the text, or correct min_length.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    "hint", ["Up to 1,000 characters.", "Write 1,000 characters or fewer", "Maximum of 1,000 characters"]
)
def test_a_hint_with_another_length(hint: str) -> None:
    assert told(f"label: Note\nhint: {hint}\nmax_length: 500") == [
        (
            12, 11, "form-length-told", "The hint says 1,000 characters, but max_length is 500.",
            "write 500 in the text, or correct max_length.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    "field",
    [
        "max_length: 500\nerrors:\n  max_length: Your note must be 500 characters or fewer",
        "max_length: 1000\nerrors:\n  max_length: Your note must be 1,000 characters or fewer",
        "max_length: 1000\nerrors:\n  max_length: Your note must be 1000 characters or fewer",
        "max_length: 500\nerrors:\n  max_length: Your note must be fewer than 501 characters",
        "min_length: 10\nmax_length: 500\nerrors:\n  max_length: Your note must be between 10 and 500 characters",
        "min_length: 10\nmax_length: 500\nerrors:\n  min_length: Write more than 9 characters, 500 at most",
        "max_length: 500\nerrors:\n  max_length: Your note is too long",
        "max_length: 500\nerrors:\n  max_length: Write 80 words or fewer",
        "max_length: 500\nerrors:\n  required: Write at least 20 characters",
        "errors:\n  max_length: Your note must be 500 characters or fewer",
        "max_length: 500\nhint: A code of 12 characters",
        "max_length: 500\nhint: Up to 500 characters",
        "max_length: 500\nhint: The three characters of the play",
        "max_length: 500\nhint: Model A-1000 characters",
    ],
)
def test_lengths_that_agree_or_may(field: str) -> None:
    assert told(f"label: Note\n{field}") == []


def test_a_label_that_says_optional_of_what_is_required() -> None:
    assert told("label: Note (optional)\nrequired: true") == [
        (
            11, 12, "form-optional-told",
            "The label says (optional), but the form cannot be sent without an answer.",
            "take (optional) out of the label, or write required: false",
        )
    ]  # fmt: skip


def test_an_address_that_a_booking_cannot_do_without() -> None:
    [found] = remarked("label: Email (optional)", TOP.replace("store", "book").replace("text", "email"))
    assert found.fix == "take (optional) out of the label: this form writes to the address."
    assert found.severity == "warning"


def test_a_label_that_says_required_of_what_is_not() -> None:
    assert told("label: Note (required)") == [
        (
            11, 12, "form-optional-told", "The label says (required), but the field can be left empty.",
            "add to this field\n     required: true\n     or take (required) out of the label.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    "field",
    [
        "label: Note (optional)",
        "label: Note (optional)\nrequired: false",
        "label: Note (required)\nrequired: true",
        "label: Note\nrequired: true",
        "label: What is optional for you?\nrequired: true",
        "label: Note (optional reading)\nrequired: true",
    ],
)
def test_labels_that_agree(field: str) -> None:
    assert told(field) == []
