"""Newsletters: the issue, its date, and its address."""

from __future__ import annotations

import pytest

from plugins.newsletters.model import address
from plugins.newsletters.references import references
from tests.builders import Found, check, make_entry, make_item, make_site

TOP = "title: A\nsummary: B\n"
RIGHT = f"{TOP}issue: 2026-11\ndate: 2026-11-03\n"
MONTH_FIX = "write the year, a hyphen and the month in two digits: 2026-11"

INVALID: dict[str, tuple[str, list[Found]]] = {
    "nothing": (
        TOP,
        [
            (1, 1, "setting-missing", "Issue is missing.", "add a line to the settings such as\n     issue: 2026-11"),
            (1, 1, "setting-missing", "Date is missing.", "add a line to the settings such as\n     date: 2026-11-03"),
        ],
    ),
    "a month in words, and a time": (
        f"{TOP}issue: November 2026\ndate: 2026-11-03 10:00",
        [
            (4, 8, "month-form", "Issue must be a month such as 2026-11, but it is “November 2026”.", "write 2026-11"),
            (
                5, 7, "date-form", "Date must be a date such as 2026-12-03, but it is “2026-11-03 10:00”.",
                "write the day without the time: 2026-11-03",
            ),
        ],
    ),
    "an id with a space": (
        f"{RIGHT}uid: the first",
        [
            (
                6, 6, "calendar-id-form",
                "Feed id must be one word without spaces or commas, but it is “the first”.",
                "write the id that calendars know, such as open-day or open-day@example.org",
            ),
        ],
    ),
    "a month that is none": (
        f"{TOP}issue: 2026-13\ndate: 2026-11-03",
        [(4, 8, "month-form", "Issue must be a month such as 2026-11, but it is “2026-13”.", MONTH_FIX)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), INVALID.values(), ids=INVALID)
def test_a_wrong_newsletter(text: str, expected: list[Found]) -> None:
    assert check("newsletter", text) == expected


def test_a_right_newsletter() -> None:
    assert check("newsletter", f"{RIGHT}subject: Hello\npreview: Three events\n") == []


def test_an_issue_that_is_to_be_sent_is_right() -> None:
    assert check("newsletter", f"{TOP}issue: 2199-11\ndate: 2199-11-03") == []


def test_the_address_is_the_issue() -> None:
    item = make_item("newsletter", f"{TOP}issue: 2026-02\ndate: 2026-03-01")
    assert address("2026-02", item) == "/newsletters/2026/02/"


def late(name: str, date: str) -> list[tuple[int, int, str, str, str, str]]:
    entry = make_entry("newsletter", name, f"issue: {name}\ndate: {date}\n")
    return [
        (found.line, found.column, found.code, found.message, found.fix, found.severity)
        for found in references(entry, make_site(entry))
    ]


def test_an_issue_that_is_dated_after_its_month() -> None:
    assert late("2026-11", "2026-12-10") == [
        (
            5, 7, "newsletter-late", "The date is 10 December 2026, after the month of the issue, November 2026.",
            "correct the one that is wrong.", "warning",
        )
    ]  # fmt: skip
    assert [found[2] for found in late("2026-12", "2027-01-31")] == ["newsletter-late"]


@pytest.mark.parametrize(
    ("issue", "date"),
    [
        ("2026-11", "2026-11-30"),
        ("2026-11", "2026-12-01"),
        ("2026-11", "2026-12-07"),
        ("2026-12", "2027-01-05"),
        ("2026-11", "2026-10-28"),
    ],
)
def test_an_issue_that_is_sent_near_its_month(issue: str, date: str) -> None:
    assert late(issue, date) == []
