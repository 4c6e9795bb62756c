"""Dates of events in an issue of the newsletter."""

from __future__ import annotations

import pytest

from plugins.newsletters.event_dates import event_dates
from tests.builders import found, make_entry, make_site

EVENT = "start: {}\nend: {}\nformat: online\n"
WORKSHOP = make_entry("event", "workshop", EVENT.format("2026-12-10 10:00", "2026-12-10 12:00"))
GATHERING = make_entry("event", "gathering", EVENT.format("2027-03-27", "2027-03-29"))
MOVED = make_entry(
    "event",
    "moved",
    EVENT.format("2027-01-14 10:00", "2027-01-14 12:00") + "previous_start: 2026-12-17 10:00\n",
)


def told(
    body: str, settings: str = "issue: 2026-11\ndate: 2026-11-10\n"
) -> list[tuple[int, int, str, str, str]]:
    issue = make_entry("newsletter", "2026-11", settings, body)
    return found(event_dates(issue, make_site(issue, WORKSHOP, GATHERING, MOVED)))


WRONG = [
    ("- [Workshop](../events/workshop.md), online, 4 December 2026\n", "4 December 2026", 46),
    ("Come to the [workshop](/events/workshop/) on 10 November.\n", "10 November", 46),
    ("- [Gathering](../events/gathering.md), 30 March 2027\n", "30 March 2027", 40),
    ("- [Workshop](../events/workshop.md), 10 December 2027\n", "10 December 2027", 38),
]


@pytest.mark.parametrize(("body", "said", "column"), WRONG)
def test_a_date_that_is_not_the_event_s(body: str, said: str, column: int) -> None:
    day = "27 March 2027" if "gathering" in body else "10 December 2026"
    ((_, at, code, message, fix),) = told(body)
    assert (at, code) == (column, "newsletter-event-date")
    assert message == f"The event is on {day}, but this line says {said}."
    assert fix == "write the date of the event, or correct the event."


@pytest.mark.parametrize(
    "body",
    [
        "- [Workshop](../events/workshop.md), online, 10 December 2026",
        "- [Workshop](../events/workshop.md), Thursday 10 December",
        "- [Gathering](../events/gathering.md), 28 March 2027",
        "- [Gathering](../events/gathering.md) is in Perth on 27 and 28 March 2027.",
        "- [Moved](../events/moved.md): not on 17 December 2026",
        "- [Moved](../events/moved.md) moves from 17 December 2026 to 14 January 2027.",
        "- [Workshop](../events/workshop.md): book by 3 December.",
        "- [Workshop](../events/workshop.md) and [gathering](../events/gathering.md), 3 December",
        "- [Who we are](../pages/who.md), 3 December 2026",
        "- [Gone](../events/gone.md), 3 December 2026",
        "`[Workshop](../events/workshop.md), 4 December 2026`",
        "We wrote this on 3 December 2026.",
    ],
)
def test_dates_that_are_right_or_mean_something_else(body: str) -> None:
    assert told(body) == []


def test_an_old_issue_is_history() -> None:
    assert told(WRONG[0][0], "issue: 2026-09\ndate: 2026-09-10\n") == []
    assert len(told(WRONG[0][0], "issue: 2026-09\ndate: 2026-09-10\nstatus: draft\n")) == 1
