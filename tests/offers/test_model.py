"""Offers: dates in order, one way to act, and the state that the dates give."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from plugins.offers.model import address
from tests.builders import Found, check, make_item

TOP = "title: A\nsummary: B\nkind: programme\n"

INVALID: dict[str, tuple[str, list[Found]]] = {
    "no kind": (
        "title: A\nsummary: B",
        [(1, 1, "setting-missing", "Kind is missing.", "add a line to the settings such as\n     kind: programme")],
    ),
    "a misspelt kind": (
        "title: A\nsummary: B\nkind: programm",
        [
            (
                4, 7, "choice-unknown",
                "Kind must be area, programme, way-to-join or learning, but it is “programm”.",
                "write programme",
            )
        ],
    ),
    "no such state": (
        f"{TOP}state: full",
        [
            (
                5, 8, "choice-unknown",
                "State must be open, planned, closed or archived, but it is “full”.",
                "write open, planned, closed or archived",
            )
        ],
    ),
    "an order in words": (
        f"{TOP}order: first",
        [
            (
                5, 8, "number-form", "Order must be a whole number, but it is “first”.",
                "write it in digits and nothing else, such as 1",
            )
        ],
    ),
    "a time where a day belongs": (
        f"{TOP}opens: 2026-12-02 10:00",
        [
            (
                5, 8, "date-form",
                "Opens must be a date such as 2026-12-03, but it is “2026-12-02 10:00”.",
                "write the day without the time: 2026-12-02",
            )
        ],
    ),
    "closes before it opens": (
        f"{TOP}opens: 2026-12-02\ncloses: 2026-12-01",
        [(6, 9, "offer-dates", "Closes must not be before opens.", "change one of the two dates.")],
    ),
    "an action that leads nowhere": (
        f"{TOP}call_to_action:\n  text: Go",
        [
            (
                6, 3, "action-ways", "The call to action must lead to one place, but it names none.",
                "give it one of form, link or email.",
            )
        ],
    ),
    "an action that leads to two places": (
        f"{TOP}call_to_action:\n  text: Go\n  link: /a/\n  email: a@example.org",
        [
            (
                6, 3, "action-ways", "The call to action must lead to one place, but it names 2.",
                "give it one of form, link or email.",
            )
        ],
    ),
    "an action without words": (
        f"{TOP}call_to_action:\n  form: a",
        [
            (
                6, 3, "setting-missing", "Button text is missing.",
                "add a line to call_to_action such as\n     text: Register your interest",
            )
        ],
    ),
    "a mailbox that is none": (
        f"{TOP}call_to_action:\n  text: Go\n  email: team",
        [
            (
                7, 10, "email-form", "E-mail must be an e-mail address, but it is “team”.",
                "write one address, such as team@example.org",
            )
        ],
    ),
    "an empty name among names": (
        f"{TOP}also_known_as:\n  - A\n  - ''",
        [(7, 5, "text-empty", "Enter also known as.", "write it after the colon.")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), INVALID.values(), ids=INVALID)
def test_a_wrong_offer(text: str, expected: list[Found]) -> None:
    assert check("offer", text) == expected


@pytest.mark.parametrize(
    "more",
    [
        "",
        "opens: 2026-12-01\ncloses: 2026-12-01",
        "call_to_action:",
        "call_to_action:\n  text: Go\n  form: a\n  link: ''\n  email:",
        "call_to_action:\n  text: Go\n  email: '{placeholder:mailbox}'",
        "also_known_as: One name",
        "parent:\norder:\nopens:\n",
    ],
    ids=["least", "one day", "no action", "empty ways", "open mailbox", "one name", "empty"],
)
def test_a_right_offer(more: str) -> None:
    assert check("offer", TOP + more) == []


DATES = "opens: 2026-06-01\ncloses: 2026-06-30"


@pytest.mark.parametrize(
    ("settings", "now", "state"),
    [
        ("", "2026-06-01", "open"),
        (DATES, "2026-05-31T22:59:59", "planned"),
        (DATES, "2026-05-31T23:00:00", "open"),
        (DATES, "2026-06-15", "open"),
        (DATES, "2026-06-30T22:59:59", "open"),
        (DATES, "2026-06-30T23:00:00", "closed"),
        ("opens: 2026-12-01", "2026-11-30T23:59:59", "planned"),
        ("opens: 2026-12-01", "2026-12-01T00:00:00", "open"),
        ("closes: 2026-12-01", "2026-12-01T23:59:59", "open"),
        ("closes: 2026-12-01", "2026-12-02T00:00:00", "closed"),
        (f"state: planned\n{DATES}", "2026-06-15", "planned"),
        (f"state: closed\n{DATES}", "2026-06-15", "closed"),
        (f"state: archived\n{DATES}", "2026-05-01", "archived"),
        (f"state: open\n{DATES}", "2026-07-01", "closed"),
    ],
)
def test_the_state_follows_the_dates(settings: str, now: str, state: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert make_item("offer", TOP + settings).state_at(at) == state


def test_the_address_is_the_name() -> None:
    assert address("a", make_item("offer", f"{TOP}parent: b")) == "/offers/a/"
