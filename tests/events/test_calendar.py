"""An event as calendars know it: its ids, its times, and nothing private."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.calendar_event import CalendarEvent, Paper, Place
from plugins.core.clock import UK, start_of
from plugins.core.view import Picture
from plugins.core.written_dates import parse_moment
from plugins.events.calendar import calendar_event
from plugins.events.references import references
from plugins.events.type import TYPE
from tests.builders import NOW, SITE, found, make_entry, make_site, quick

TIMED = "format: online\nstart: 2026-12-03 10:00\nend: 2026-12-03 12:00\n"
IDENTITY = f"{SITE}feed_identity:\n  domain: network.example.org\n  year: 2026\n"
FULL = """\
title: Open day
summary: Come in.
lang: gd
topics: [systems-change, facilitation]
image:
  file: a.png
  alt: People
format: hybrid
previous_format: in-person
start: 2026-12-03 10:00
end: 2026-12-03 12:30
previous_start: 2026-11-26
venue:
  name: Hall
  address: 1 Street, Edinburgh
  postcode: EH1 1AA
  access: A ramp.
  geo: 55.9533, -3.1883
online:
  link: https://meet.example.org/a
  public: true
  joining: We send it.
series: peer-learning
audience: Anyone
free: true
papers:
  - text: Agenda
    file: agenda.pdf
status_note: The hall was full.
owner: Core team
"""


def made(text: str, name: str = "open-day", now: str = NOW, **more: Any) -> CalendarEvent:
    entry = make_entry("event", name, text)
    found_event = calendar_event(entry, make_site(entry, site=IDENTITY, now=now, **more))
    assert found_event == TYPE.calendar_event(entry, make_site(entry, site=IDENTITY, now=now, **more))
    return found_event


def test_everything_of_an_event() -> None:
    assert made(FULL, pictures={"a.png": ("/images/a.png", 20, 10)}, files=["agenda.pdf"]) == CalendarEvent(
        uid="open-day@network.example.org",
        name="open-day",
        title="Open day",
        summary="Come in.",
        address="/events/open-day/",
        file="/events/open-day.ics",
        start=datetime(2026, 12, 3, 10, tzinfo=UK),
        last=datetime(2026, 12, 3, 12, 30, tzinfo=UK),
        state="confirmed",
        alert="This event has moved. It was to start on Thursday 26 November 2026. "
        "It is now in person and online. It was to be in person. The hall was full.",
        previous_start=date(2026, 11, 26),
        format="hybrid",
        previous_format="in-person",
        place=Place("Hall", "1 Street, Edinburgh", "EH1 1AA", "A ramp.", (55.9533, -3.1883)),
        join_link="https://meet.example.org/a",
        joining="We send it.",
        audience="Anyone",
        series="peer-learning",
        topics=("systems-change", "facilitation"),
        categories=("Systems change", "Facilitation", "Peer learning"),
        picture=Picture("/images/a.png", "People", 20, 10),
        papers=(Paper("Agenda", "/files/agenda.pdf"),),
        free=True,
        lang="gd",
    )


def test_the_least_of_an_event() -> None:
    assert made("title: A\nsummary: B\nformat: online\nstart: 2026-12-03") == CalendarEvent(
        uid="open-day@network.example.org",
        name="open-day",
        title="A",
        summary="B",
        address="/events/open-day/",
        file="/events/open-day.ics",
        start=date(2026, 12, 3),
        last=date(2026, 12, 3),
        format="online",
    )


@pytest.mark.parametrize("more", ["", "event_status: cancelled\n", "previous_start: 2026-11-26\n"])
@pytest.mark.parametrize("now", ["2020-01-01", "2026-12-03T11:00", "2030-01-01"])
def test_nothing_depends_on_now(more: str, now: str) -> None:
    assert made(TIMED + more, now=now) == made(TIMED + more)
    assert "taken place" not in made(TIMED + more, now=now).alert


@pytest.mark.parametrize(
    ("more", "state", "titled", "alert"),
    [
        ("", "confirmed", "A", ""),
        ("status_note: Bring a coat.", "confirmed", "A", "Bring a coat."),
        ("event_status: cancelled\nstatus_note: Sorry.", "cancelled", "Cancelled: A", "This event is cancelled. Sorry."),
        ("event_status: postponed", "postponed", "Postponed: A", "This event is postponed."),
        (
            "previous_start: 2026-12-03 09:00", "confirmed", "Moved: A",
            "This event has moved. It was to start on Thursday 3 December 2026 at 9am.",
        ),
        (
            "previous_format: in-person", "confirmed", "Online: A",
            "This event is now online. It was to be in person.",
        ),
    ],
)  # fmt: skip
def test_how_it_stands(more: str, state: str, titled: str, alert: str) -> None:
    event = made(f"title: A\n{TIMED}{more}")
    assert (event.state, event.titled, event.alert) == (state, titled, alert)


@pytest.mark.parametrize("more", ["", "  public: false\n", "  joining: We send it.\n"])
def test_a_private_link_is_nowhere(more: str) -> None:
    assert "secret" not in repr(made(f"{TIMED}online:\n  link: https://meet.example.org/secret\n{more}"))


# Ids


@pytest.mark.parametrize(
    ("uid", "whole", "name"),
    [
        ("", "open-day@network.example.org", "open-day"),
        ("old-name", "old-name@network.example.org", "old-name"),
        ("old-name@network.example.org", "old-name@network.example.org", "old-name"),
        ("123@calendar.example.com", "123@calendar.example.com", "123@calendar.example.com"),
    ],
)
def test_ids(uid: str, whole: str, name: str) -> None:
    event = made(f"{TIMED}uid: {uid}")
    assert (event.uid, event.name, event.file) == (whole, name, "/events/open-day.ics")


def test_without_an_identity_the_ids_come_from_the_name_of_the_organisation() -> None:
    entry = make_entry("event", "a", TIMED)
    assert calendar_event(entry, make_site(entry)).uid == "a@example-network.alt"


def test_a_repeated_id_is_told_on_the_file_that_has_it_by_its_name() -> None:
    """Who says it outright has had it before; the newcomer needs another one."""
    one = make_entry("event", "b-one", f"{TIMED}uid: open-day")
    two = make_entry("event", "c-two", f"{TIMED}uid: open-day@network.example.org\nstatus: draft")
    own = make_entry("event", "open-day", TIMED)
    site = make_site(own, two, one, site=IDENTITY, publish=True)
    assert list(references(one, site)) == []
    message = "Two events have the calendar id open-day@network.example.org."
    other = "it is content/events/b-one.md."
    assert found(references(two, site)) == [
        (7, 6, "calendar-id-twice", message, f"take the line uid out, or write another id: {other}")
    ]
    before = "for the other event has had that id before"
    assert found(references(own, site)) == [
        (0, 0, "calendar-id-twice", message, f"add a line such as uid: open-day-2, {before}: {other}")
    ]


def test_a_renamed_event_keeps_its_id_when_a_new_one_has_its_old_file_name() -> None:
    """By the order of their names the new one would be the first."""
    renamed = make_entry("event", "z", f"{TIMED}uid: a")
    newcomer = make_entry("event", "a", TIMED)
    site = make_site(renamed, newcomer, site=IDENTITY)
    assert list(references(renamed, site)) == []
    assert [problem.code for problem in references(newcomer, site)] == ["calendar-id-twice"]


def test_an_event_with_problems_of_its_own_is_no_second_of_an_id() -> None:
    entry = make_entry("event", "b", f"{TIMED}uid: a")
    assert list(references(entry, make_site(entry, broken=[("event", "a")]))) == []


# Times


@pytest.mark.parametrize(
    ("start", "end", "over", "hours"),
    [
        ("2026-12-03 10:00", "2026-12-03 12:00", "2026-12-03T12:00", 2),
        ("2026-12-03 22:30", "2026-12-04 00:30", "2026-12-04T00:30", 2),
        ("2026-12-03 22:00", "2026-12-04 00:00", "2026-12-04T00:00", 2),
        ("2026-07-03 10:00", "2026-07-03 12:00", "2026-07-03T11:00", 2),
        ("2026-10-24 20:00", "2026-10-25 09:00", "2026-10-25T09:00", 14),
        ("2026-10-25 00:30", "2026-10-25 02:30", "2026-10-25T02:30", 3),
        ("2026-10-25 01:45+01:00", "2026-10-25 01:15+00:00", "2026-10-25T01:15", 0.5),
        ("2027-03-27 20:00", "2027-03-28 09:00", "2027-03-28T08:00", 12),
        ("2027-03-28 00:30", "2027-03-28 02:30", "2027-03-28T01:30", 1),
        ("2028-02-28 23:00", "2028-02-29 01:00", "2028-02-29T01:00", 2),
        ("2026-12-03", "", "2026-12-04T00:00", 24),
        ("2026-12-03", "2026-12-05", "2026-12-06T00:00", 72),
        ("2026-10-25", "", "2026-10-26T00:00", 25),
        ("2027-03-28", "", "2027-03-28T23:00", 23),
        ("2026-10-24", "2026-10-25", "2026-10-26T00:00", 49),
        ("2028-02-29", "", "2028-03-01T00:00", 24),
        ("2028-02-28", "2028-03-01", "2028-03-02T00:00", 72),
        ("2027-02-28", "", "2027-03-01T00:00", 24),
        ("2026-12-31", "2027-01-01", "2027-01-02T00:00", 48),
    ],
)
def test_times(start: str, end: str, over: str, hours: float) -> None:
    event = made(f"format: online\nstart: {start}\nend: {end}")
    assert event.all_day is (":" not in start)
    assert event.over_at == datetime.fromisoformat(over).replace(tzinfo=UTC)
    assert event.over_at - start_of(event.start) == timedelta(hours=hours)
    if event.all_day:
        assert event.end == parse_moment(end or start) + timedelta(days=1)
    else:
        assert event.end == parse_moment(end)


INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)


@quick
@given(INSTANTS, st.integers(1, 60 * 24 * 40))
def test_an_event_lasts_as_long_as_it_says_across_every_change_of_the_clocks(
    at: datetime, minutes: int
) -> None:
    end = at + timedelta(minutes=minutes)
    start_text, end_text = (f"{moment:%Y-%m-%d %H:%M}+00:00" for moment in (at, end))
    event = made(f"format: online\nstart: {start_text}\nend: {end_text}")
    assert event.over_at - start_of(event.start) == timedelta(minutes=minutes)
    assert isinstance(event.start, datetime)
    assert event.start.tzinfo is UK
