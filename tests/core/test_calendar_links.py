"""Links into calendar programs: read back with the parsers of the standard library, as those programs would."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.calendar_event import CalendarEvent, Place
from plugins.core.calendar_links import CalendarLink, add_links, subscription_links
from plugins.core.clock import UK
from plugins.core.subscriptions import Calendar, Identity, Publisher
from plugins.core.written_dates import parse_moment
from tests.builders import quick

PUBLISHER = Publisher("Net", "https://www.example.org", "en-GB", "", Identity("net.example.org", 2026))
CALENDAR = Calendar("/calendar/events.ics", "Net: events & more", "All.")


def happening(start: str, last: str = "", **more: Any) -> CalendarEvent:
    values: dict[str, Any] = {
        "uid": "a@net.example.org",
        "name": "a",
        "title": "Open day",
        "summary": "Come in.",
        "address": "/events/a/",
        "file": "/events/a.ics",
        "start": parse_moment(start),
        "last": parse_moment(last or start),
    }
    return CalendarEvent(**{**values, **more})


def query(link: CalendarLink) -> dict[str, str]:
    """Read the query as RFC 3986 has it: a plus is a plus."""
    found = parse_qsl(urlsplit(link.href).query.replace("+", "%2B"), strict_parsing=True)
    assert len(dict(found)) == len(found)
    return dict(found)


def added(event: CalendarEvent) -> tuple[dict[str, str], dict[str, str]]:
    """Return what Google and Outlook get."""
    _, google, outlook, office = add_links(event, PUBLISHER)
    assert query(outlook) == query(office)
    return query(google), query(outlook)


# Subscribing


def test_the_ways_to_subscribe() -> None:
    found = subscription_links(CALENDAR, PUBLISHER)
    assert found.address == "https://www.example.org/calendar/events.ics"
    apple, google, outlook, office = found.ways
    assert [way.label for way in found.ways] == [
        "Apple Calendar", "Google Calendar", "Outlook.com", "Microsoft 365"
    ]  # fmt: skip
    assert apple.href == "webcal://www.example.org/calendar/events.ics"
    assert google.href == (
        "https://calendar.google.com/calendar/render"
        "?cid=webcal%3A%2F%2Fwww.example.org%2Fcalendar%2Fevents.ics"
    )
    asked = "url=https%3A%2F%2Fwww.example.org%2Fcalendar%2Fevents.ics&name=Net%3A%20events%20%26%20more"
    for way, host in ((outlook, "outlook.live.com"), (office, "outlook.office.com")):
        assert way.href == (f"https://{host}/owa/?path=/calendar/action/compose&rru=addsubscription&{asked}")


# Adding one event


def test_the_file_of_the_event_comes_first() -> None:
    links = add_links(happening("2026-12-03 10:00", "2026-12-03 12:00"), PUBLISHER)
    assert links[0] == CalendarLink("Calendar file", "/events/a.ics", "for any program")
    assert [urlsplit(link.href).hostname for link in links[1:]] == [
        "calendar.google.com", "outlook.live.com", "outlook.office.com"
    ]  # fmt: skip


def test_what_each_program_gets_of_a_timed_event() -> None:
    event = happening(
        "2026-12-03 10:00", "2026-12-03 12:00", place=Place("Hall", "1 Street, Perth", "PH1 1AA")
    )
    google, outlook = added(event)
    assert google == {
        "action": "TEMPLATE",
        "text": "Open day",
        "dates": "20261203T100000/20261203T120000",
        "ctz": "Europe/London",
        "details": "Come in.\n\nhttps://www.example.org/events/a/",
        "location": "Hall, 1 Street, Perth, PH1 1AA",
    }
    assert outlook == {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": "Open day",
        "startdt": "2026-12-03T10:00:00+00:00",
        "enddt": "2026-12-03T12:00:00+00:00",
        "body": "Come in.\n\nhttps://www.example.org/events/a/",
        "location": "Hall, 1 Street, Perth, PH1 1AA",
    }


@pytest.mark.parametrize(
    ("start", "last", "dates", "startdt", "enddt"),
    [
        # Summer time; over midnight; across the change in spring, which is no trouble for local times.
        ("2026-07-03 10:00", "2026-07-03 11:30", "20260703T100000/20260703T113000",
         "2026-07-03T10:00:00+01:00", "2026-07-03T11:30:00+01:00"),
        ("2026-12-31 22:00", "2027-01-01 01:00", "20261231T220000/20270101T010000",
         "2026-12-31T22:00:00+00:00", "2027-01-01T01:00:00+00:00"),
        ("2027-03-28 00:30", "2027-03-28 02:30", "20270328T003000/20270328T023000",
         "2027-03-28T00:30:00+00:00", "2027-03-28T02:30:00+01:00"),
        # The hour that happens twice: only UTC says which of the two.
        ("2026-10-25 01:30+01:00", "2026-10-25 01:30+00:00", "20261025T003000Z/20261025T013000Z",
         "2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00"),
        ("2026-10-25 00:30", "2026-10-25 01:15+01:00", "20261024T233000Z/20261025T001500Z",
         "2026-10-25T00:30:00+01:00", "2026-10-25T01:15:00+01:00"),
        ("2026-10-25 01:00+00:00", "2026-10-25 09:00", "20261025T010000Z/20261025T090000Z",
         "2026-10-25T01:00:00+00:00", "2026-10-25T09:00:00+00:00"),
        # Before and after that hour, local times are clear.
        ("2026-10-24 22:00", "2026-10-25 09:00", "20261024T220000/20261025T090000",
         "2026-10-24T22:00:00+01:00", "2026-10-25T09:00:00+00:00"),
        ("2026-10-25 02:00", "2026-10-25 03:00", "20261025T020000/20261025T030000",
         "2026-10-25T02:00:00+00:00", "2026-10-25T03:00:00+00:00"),
    ],
)  # fmt: skip
def test_times(start: str, last: str, dates: str, startdt: str, enddt: str) -> None:
    google, outlook = added(happening(start, last))
    assert (google["dates"], google["ctz"]) == (dates, "Europe/London")
    assert (outlook["startdt"], outlook["enddt"]) == (startdt, enddt)
    assert "allday" not in outlook


@pytest.mark.parametrize(
    ("start", "last", "end"),
    [
        ("2026-12-03", "2026-12-03", "2026-12-04"),
        ("2026-12-31", "2027-01-01", "2027-01-02"),
        ("2028-02-28", "2028-02-28", "2028-02-29"),
        ("2028-02-29", "2028-02-29", "2028-03-01"),
    ],
)
def test_whole_days_end_on_the_day_after(start: str, last: str, end: str) -> None:
    google, outlook = added(happening(start, last))
    assert google["dates"] == f"{start}/{end}".replace("-", "")
    assert (outlook["startdt"], outlook["enddt"], outlook["allday"]) == (start, end, "true")


def test_a_joining_link_is_in_no_link() -> None:
    event = happening(
        "2026-12-03 10:00", "2026-12-03 12:00", format="online", join_link="https://meet.example.org/secret"
    )
    assert "secret" not in repr(add_links(event, PUBLISHER))
    assert added(event)[0]["location"] == "Online"


@pytest.mark.parametrize("more", [{"state": "cancelled"}, {"state": "postponed"}, {"deleted": True}])
def test_what_does_not_take_place_cannot_be_added(more: Any) -> None:
    assert add_links(happening("2026-12-03", **more), PUBLISHER) == ()


def test_an_event_that_moved_can_be_added() -> None:
    event = happening("2026-12-03", previous_start=date(2026, 11, 26))
    assert added(event)[0]["text"] == "Open day"


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@quick
@given(title=WORDS, summary=WORDS, place=WORDS, name=WORDS)
def test_every_text_arrives_as_it_is(title: str, summary: str, place: str, name: str) -> None:
    event = happening("2026-12-03", title=title, summary=summary, place=Place(place))
    google, outlook = added(event)
    assert (google["text"], outlook["subject"]) == (title, title)
    assert google["details"] == outlook["body"] == f"{summary}\n\nhttps://www.example.org/events/a/"
    assert google["location"] == outlook["location"] == place
    links = (
        *add_links(event, PUBLISHER)[1:],
        *subscription_links(Calendar("/calendar/a.ics", name, ""), PUBLISHER).ways,
    )
    for link in links:
        assert link.href.isascii()
        assert not set(link.href) & set(" \"<>'+#")
    assert query(links[-1])["name"] == name


@quick
@given(
    start=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UK)),  # noqa: DTZ001
    minutes=st.integers(1, 5000),
)
def test_google_and_outlook_get_the_same_instants(start: datetime, minutes: int) -> None:
    start = start.replace(microsecond=0).astimezone(UTC).astimezone(UK)
    last = (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(UK)
    google, outlook = added(replace(happening("2026-12-03"), start=start, last=last))
    for text, iso, moment in zip(
        google["dates"].split("/"), (outlook["startdt"], outlook["enddt"]), (start, last), strict=True
    ):
        there = datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
        read = there.replace(tzinfo=UTC if text.endswith("Z") else UK).astimezone(UTC)
        assert read == moment.astimezone(UTC) == datetime.fromisoformat(iso)
