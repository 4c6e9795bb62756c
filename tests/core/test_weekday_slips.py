"""Weekdays that contradict a date in texts that are not events: what is told, and what stays silent."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from plugins.core.problems import Problem
from plugins.core.weekday_slips import CODE, contradictions, weekday_slips
from tests.builders import BY_NAME, make_document, make_entry, make_site

NEAR = date(2026, 11, 20)
TOLD = ("3 December 2026 is a Thursday, but the text says Friday.", "write Thursday, or correct the date.")


def told(text: str, *, undated: bool = False) -> list[tuple[str, str]]:
    return [(message, fix) for _, message, fix in contradictions(text, NEAR, undated=undated)]


@pytest.mark.parametrize(
    "text",
    [
        "We meet on Friday 3 December 2026.",
        "Fri 3rd Dec 2026",
        "Friday, December 3, 2026",
        "3 December 2026, a Friday",
        "Friday 3/12/2026",
        "Friday 2026-12-03",
    ],
)
def test_a_weekday_that_its_date_has_not_is_told(text: str) -> None:
    assert told(text) == told(text, undated=True) == [TOLD]


def test_without_a_year_it_is_told_where_no_near_year_has_it() -> None:
    assert told("Join us on Friday 3 December.") == []
    assert told("Join us on Monday 3 December.") == []
    # It is a Wednesday in 2025, a Thursday in 2026, and a Friday in 2027.
    assert told("Join us on Monday 3 December.", undated=True) == [
        (TOLD[0].replace("Friday", "Monday"), TOLD[1])
    ]
    for right in ("Wednesday", "Thursday", "Friday"):
        assert told(f"Join us on {right} 3 December.", undated=True) == []


@pytest.mark.parametrize(
    "text",
    [
        "We meet on Thursday 3 December 2026.",
        "Not on Friday 3 December 2026, as we wrote before.",
        "Thursday and Friday, 3 and 4 December 2026",
        "Thursday 3 to Saturday 5 December 2026",
        "On Friday 3 December 1930 people met.",
        "Friday 31 November 2026",
        "Friday 3rd",
        "Black Friday",
        "We meet on Fridays. The report came out on 3 December 2026.",
    ],
)
def test_what_is_right_or_not_certain_stays_silent(text: str) -> None:
    assert told(text) == told(text, undated=True) == []


def test_it_is_told_at_its_place_in_settings_and_text() -> None:
    document = make_document(
        "title: A\nsummary: Come on Friday 3 December 2026\n",
        body="> On Friday 3 December 2026 we met.\n\nTry `Friday 3 December 2026`.\n\nSee you on\nFriday 3 December 2026.\n",
    )
    assert [(found.line, found.column, found.message) for found in weekday_slips(document, NEAR)] == [
        (3, 10, TOLD[0]), (10, 1, TOLD[0]),
    ]  # fmt: skip


WRONG = "We meet on Friday 3 December 2026.\n"
NEWSLETTER = "issue: 2026-11\ndate: 2026-11-20\n"
FORM = (
    "kind: store\npurpose: To answer.\nlawful_basis: consent\nretention_days: 30\nconfirmation: Thank you.\nsubmit: Send\n"
    "fields:\n  - name: more\n    type: text\n    label: More\n    required: false\n"
)


@pytest.mark.parametrize(
    ("kind", "settings", "body"),
    [
        ("newsletter", NEWSLETTER, WRONG),
        ("newsletter", NEWSLETTER, "We meet on Monday 3 December.\n"),
        ("page", "", WRONG),
        ("offer", "kind: programme\n", WRONG),
        ("form", FORM, WRONG),
    ],
)
def test_every_type_that_is_ours_is_looked_at(kind: str, settings: str, body: str) -> None:
    assert len(problems(kind, settings, body)) == 1


def test_the_words_of_others_are_theirs() -> None:
    settings = "person: Ann\npermission: 2026-01-01\nrole: A\n"
    assert problems("testimonial", settings, WRONG) == []


def problems(kind: str, settings: str, body: str) -> list[Problem]:
    entry: Any = make_entry(kind, "2026-11", settings, body)
    found = BY_NAME[kind].references(entry, make_site(entry))
    return [problem for problem in found if problem.code == CODE]
