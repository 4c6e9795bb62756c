"""An event as feeds announce it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from plugins.core.announcement import Announcement
from plugins.core.view import Picture
from plugins.core.written_dates import parse_moment
from plugins.events.type import TYPE
from tests.builders import NOW, make_entry, make_site
from tests.events.test_calendar import FULL, IDENTITY, TIMED


def made(text: str, now: str = NOW, **more: Any) -> Announcement:
    entry = make_entry("event", "open-day", text)
    found = TYPE.announcement(entry, make_site(entry, site=IDENTITY, now=now, **more))
    assert found is not None
    return found


def test_everything_of_an_announcement() -> None:
    booking = "date: 2026-11-01\nbooking:\n  form: a\n  opens: 2026-11-02\n  closes: 2026-12-01 12:00\n  places: 20\n"
    assert made(FULL + booking, pictures={"a.png": ("/images/a.png", 20, 10)}) == Announcement(
        name="event/open-day",
        kind="event",
        title="Moved: Open day (3 December 2026)",
        address="/events/open-day/",
        summary="Come in.",
        lang="gd",
        day=date(2026, 11, 1),
        topics=("systems-change", "facilitation"),
        categories=("Systems change", "Facilitation"),
        links=("https://meet.example.org/a",),
        lead="This event has moved. It was to start on Thursday 26 November 2026. "
        "It is now in person and online. It was to be in person. The hall was full.",
        facts=(
            ("When", "Thursday 3 December 2026, 10am to 12:30pm (UK time)"),
            ("Where", "Hall, 1 Street, Edinburgh, EH1 1AA, and online"),
            ("How to join", "We send it. https://meet.example.org/a"),
            ("Who it is for", "Anyone"),
            (
                "Booking",
                (
                    "Booking opens on Monday 2 November 2026 and closes on Tuesday 1 December 2026 at midday. "
                    "There are 20 places."
                ),
            ),
        ),
        start=parse_moment("2026-12-03 10:00"),
        last=parse_moment("2026-12-03 12:30"),
        location="Hall, 1 Street, Edinburgh, EH1 1AA, and online",
        enclosure="/events/open-day.ics",
        picture=Picture("/images/a.png", "People", 20, 10),
    )


def test_the_least_of_an_announcement() -> None:
    found = made("format: online\nstart: 2026-12-03")
    assert (found.day, found.lead, found.topics, found.picture) == (None, "", (), None)
    assert found.facts == (("When", "Thursday 3 December 2026"), ("Where", "Online"))


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-12-03", "", "3 December 2026"),
        ("2026-12-03", "2026-12-05", "3 to 5 December 2026"),
        ("2026-11-30", "2026-12-02", "30 November to 2 December 2026"),
        ("2026-12-31", "2027-01-01", "31 December 2026 to 1 January 2027"),
        ("2025-12-01", "2026-12-01", "1 December 2025 to 1 December 2026"),
        ("2026-12-03 22:00", "2026-12-04 00:00", "3 December 2026"),
        ("2026-12-03 22:30", "2026-12-04 00:30", "3 to 4 December 2026"),
        ("2026-12-03 22:30", "2026-12-05 00:00", "3 to 4 December 2026"),
        ("2026-07-03 23:30+00:00", "2026-07-04 01:00+00:00", "4 July 2026"),
        ("2028-02-28", "2028-02-29", "28 to 29 February 2028"),
    ],
)
def test_the_title_says_the_days(start: str, end: str, days: str) -> None:
    assert made(f"title: A\nformat: online\nstart: {start}\nend: {end}").title == f"A ({days})"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-12-06 20:00", "2026-12-07 00:00", "Sunday 6 December 2026, 8pm to midnight (UK time)"),
        (
            "2027-10-31 01:15+01:00",
            "2027-10-31 01:45+01:00",
            "Sunday 31 October 2027, 1:15am (summer time) to 1:45am (summer time)",
        ),
        (
            "2027-10-31 01:15+00:00",
            "2027-10-31 01:45+00:00",
            "Sunday 31 October 2027, 1:15am (winter time) to 1:45am (winter time)",
        ),
    ],
    ids=["until midnight", "the first of two hours", "the second of two hours"],
)
def test_when_it_is_can_be_taken_in_one_way_only(start: str, end: str, words: str) -> None:
    assert dict(made(f"format: online\nstart: {start}\nend: {end}").facts)["When"] == words


def test_other_times_in_the_hour_that_happens_twice_say_which_one() -> None:
    found = made(
        f"{TIMED}previous_start: 2026-10-25 01:30+01:00\n"
        "booking:\n  form: a\n  opens: 2026-10-25 01:30+00:00\n"
    )
    assert found.lead == (
        "This event has moved. It was to start on Sunday 25 October 2026 at 1:30am (summer time)."
    )
    assert dict(found.facts)["Booking"] == (
        "Booking opens on Sunday 25 October 2026 at 1:30am (winter time)."
    )


@pytest.mark.parametrize(
    ("more", "title"),
    [
        ("event_status: cancelled", "Cancelled: A (3 December 2026)"),
        ("event_status: postponed", "Postponed: A (3 December 2026)"),
        ("previous_start: 2026-11-26", "Moved: A (3 December 2026)"),
        ("previous_format: hybrid", "Online: A (3 December 2026)"),
    ],
)
def test_the_title_says_how_it_stands(more: str, title: str) -> None:
    assert made(f"title: A\n{TIMED}{more}").title == title


@pytest.mark.parametrize(
    ("booking", "words"),
    [
        ("  form: a\n", "Book on the page of this event."),
        ("  link: https://b.org/\n  places: 1\n", "Book on the page of this event. There is 1 place."),
        ("  form: a\n  opens: 2026-11-02\n", "Booking opens on Monday 2 November 2026."),
        ("  form: a\n  closes: 2026-11-02\n", "Booking closes on Monday 2 November 2026."),
    ],
)
def test_booking_in_words(booking: str, words: str) -> None:
    text = f"{TIMED}booking:\n{booking}"
    assert dict(made(text).facts)["Booking"] == words
    assert "Booking" not in dict(made(f"{text}event_status: cancelled").facts)


@pytest.mark.parametrize("now", ["2020-01-01", "2026-12-03T11:00", "2030-01-01"])
def test_nothing_depends_on_now(now: str) -> None:
    text = f"{FULL}booking:\n  form: a\n  opens: 2026-11-02\n  closes: 2026-12-01\n"
    assert made(text, now=now) == made(text)


def test_a_private_link_is_nowhere() -> None:
    found = made(f"{TIMED}online:\n  link: https://meet.example.org/secret\n  joining: We send it.")
    assert "secret" not in repr(found)
    assert ("How to join", "We send it.") in found.facts


def test_its_name_is_that_of_the_calendar_id() -> None:
    assert made(f"{TIMED}uid: old-name").name == "event/old-name"
    assert made(f"{TIMED}uid: old-name@network.example.org").name == "event/old-name"
