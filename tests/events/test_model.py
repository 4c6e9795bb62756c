"""Events: start and end belong together, and when an event is over."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from plugins.events.model import Event, address
from tests.builders import Found, check, make_item

TOP = "title: A\nsummary: B\nformat: online\n"
TIMED = f"{TOP}start: 2026-12-03 10:00\nend: 2026-12-03 12:00\n"

END_MISSING = (
    5, 8, "event-end-missing", "End is missing.", "add the time it ends, such as\n     end: 2026-12-03 12:00"
)  # fmt: skip
END_KIND = (
    6, 6, "event-end-kind", "Start and end must both be days, or both have a time.",
    "give both a time (2026-12-03 10:00) or neither (2026-12-03).",
)  # fmt: skip


def must_be_after(words: str) -> Found:
    return (
        6, 6, "event-end-before-start", f"End must be after the start, {words}.",
        "change the end to a later time, or correct the start.",
    )  # fmt: skip


def must_not_be_before(words: str) -> Found:
    return (
        6, 6, "event-end-before-start", f"End must not be before the start, {words}.",
        "change the end to the last day, or correct the start.",
    )  # fmt: skip


SPANS: dict[str, tuple[str, str, list[Found]]] = {
    "one day": ("2026-12-03", "", []),
    "the same day": ("2026-12-03", "2026-12-03", []),
    "days": ("2026-12-03", "2026-12-05", []),
    "hours": ("2026-12-03 10:00", "2026-12-03 12:00", []),
    "a night": ("2026-12-03 22:00", "2026-12-04 01:00", []),
    "until midnight": ("2026-12-03 22:00", "2026-12-04 00:00", []),
    "the hour that happens twice": ("2026-10-25 01:30+01:00", "2026-10-25 01:30+00:00", []),
    "a part of it": ("2026-10-25 01:45+01:00", "2026-10-25 01:15+00:00", []),
    "across the hour that is skipped": ("2027-03-28 00:30", "2027-03-28 02:30", []),
    "a leap day": ("2028-02-29", "", []),
    "no end of a time": ("2026-12-03 10:00", "", [END_MISSING]),
    "a time and a day": ("2026-12-03 10:00", "2026-12-03", [END_KIND]),
    "a day and a time": ("2026-12-03", "2026-12-03 12:00", [END_KIND]),
    "the same time": (
        "2026-12-03 10:00", "2026-12-03 10:00", [must_be_after("10am on Thursday 3 December 2026")]
    ),
    "the end in the morning, though the afternoon is meant": (
        "2026-12-03 10:00", "2026-12-03 02:30",
        [(*must_be_after("10am on Thursday 3 December 2026")[:4], "write 2026-12-03 14:30 if 2:30pm is meant.")],
    ),
    "the day before": (
        "2026-12-03 10:30", "2026-12-02 12:00", [must_be_after("10:30am on Thursday 3 December 2026")]
    ),
    "days across the change of the clocks": ("2027-03-27", "2027-03-28", []),
    "until the last minute that happens twice": (
        "2026-10-25 00:30", "2026-10-25 01:59+00:00", []
    ),
    "both ends in the second of the two hours": (
        "2026-10-25 01:15+00:00", "2026-10-25 01:30+00:00", []
    ),
    "an end in summer time that is before a start in winter time": (
        "2027-03-28 00:30", "2027-03-28 00:30+01:00", [must_be_after("12:30am on Sunday 28 March 2027")]
    ),
    "into a leap day": ("2028-02-28 22:00", "2028-02-29 01:00", []),
    "over the turn of the year": ("2026-12-31 22:00", "2027-01-01 02:00", []),
    "an earlier day": ("2026-12-03", "2026-12-02", [must_not_be_before("3 December 2026")]),
    "backwards in the hour that happens twice": (
        "2026-10-25 01:15+00:00", "2026-10-25 01:45+01:00",
        [must_be_after("1:15am (winter time) on Sunday 25 October 2026")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("start", "end", "expected"), SPANS.values(), ids=SPANS)
def test_start_and_end(start: str, end: str, expected: list[Found]) -> None:
    assert check("event", f"{TOP}start: {start}\nend: {end}") == expected


def unknown(line: int, column: int, name: str, close: str) -> Found:
    message = f"There is no setting called {name}. The nearest is {close}."
    return (line, column, "setting-unknown", message, f"write {close}")


ORDER = (
    9, 11, "booking-order", "Booking must not close before it opens.", "change one of the two dates."
)  # fmt: skip

INVALID: dict[str, tuple[str, list[Found]]] = {
    "nothing": (
        "title: A\nsummary: B",
        [
            (
                1, 1, "setting-missing", "Start is missing.",
                "add a line to the settings such as\n     start: 2026-12-03 10:00",
            ),
            (1, 1, "setting-missing", "Format is missing.", "add a line to the settings such as\n     format: online"),
        ],
    ),
    "a time without a day": (
        f"{TOP}start: 10:00",
        [
            (
                5, 8, "time-form",
                "Start must be a date or a time such as 2026-12-03 10:00, but it is “10:00”.",
                "write its day before the time, such as 2026-12-03 10:00",
            )
        ],
    ),
    "a leap day of a common year": (
        f"{TOP}start: 2027-02-29",
        [
            (
                5, 8, "date-unreal", "Start must be a real date. There is no 29 February 2027.",
                "check the day and the month; the form is year-month-day, such as 2026-12-03",
            )
        ],
    ),
    "an end in the hour that is skipped": (
        f"{TOP}start: 2027-03-27 22:00\nend: 2027-03-28 01:30",
        [
            (
                6, 6, "time-skipped",
                "End is in the hour that the clocks skip: there is no 2027-03-28 01:30 in the UK.",
                ("write 2027-03-28 02:30 (summer time) or 2027-03-28 00:30 (winter time): "
                "the clocks go from 01:00 straight to 02:00 that night."),
            )
        ],
    ),
    "the hour that happens twice": (
        f"{TOP}start: 2026-10-25 01:30",
        [
            (
                5, 8, "time-twice",
                "Start is in the hour that happens twice when the clocks go back: 2026-10-25 01:30.",
                "write 2026-10-25 01:30+01:00 for the first time (summer time) or 2026-10-25 01:30+00:00 for the second.",
            )
        ],
    ),
    "in person, nowhere": (
        TIMED.replace("online", "hybrid"),
        [
            (
                4, 9, "event-venue", "An event in person needs a venue.",
                "add\n     venue:\n       name: the name of the place",
            )
        ],
    ),
    "no such format": (
        TIMED.replace("online", "person"),
        [
            (
                4, 9, "choice-unknown", "Format must be in-person, online or hybrid, but it is “person”.",
                "write in-person",
            )
        ],
    ),
    "a venue without a name": (
        f"{TIMED}venue:\n  address: A",
        [(8, 3, "setting-missing", "Venue name is missing.", "add a line to venue such as\n     name: Example Hall")],
    ),
    "a misspelt name of a venue": (f"{TIMED}venue:\n  nme: A", [unknown(8, 3, "nme", "name")]),
    "a misspelt setting of a venue": (
        f"{TIMED}venue:\n  name: A\n  postcod: EH1", [unknown(9, 3, "postcod", "postcode")]
    ),
    "a link that is not safe": (
        f"{TIMED}online:\n  link: http://example.org/",
        [
            (
                8, 9, "link-form",
                "Online link must be an address on this site or an https address, but it is “http://example.org/”.",
                "write https://example.org/",
            )
        ],
    ),
    "an American status": (
        f"{TIMED}event_status: canceled",
        [
            (
                7, 15, "choice-unknown",
                "Event status must be confirmed, postponed or cancelled, but it is “canceled”.",
                "write cancelled",
            )
        ],
    ),
    "a format that did not change": (
        f"{TIMED}previous_format: online",
        [
            (
                7, 18, "event-format-same", "Previous format must differ from the format.",
                "write how the event was to be held before, or take the line out.",
            )
        ],
    ),
    "no such previous format": (
        f"{TIMED}previous_format: person",
        [
            (
                7, 18, "choice-unknown",
                "Previous format must be in-person, online or hybrid, but it is “person”.", "write in-person",
            )
        ],
    ),
    "an id of two words": (
        f"{TIMED}uid: open day",
        [
            (
                7, 6, "calendar-id-form",
                "Calendar id must be one word without spaces or commas, but it is “open day”.",
                "write the id that calendars know, such as open-day or open-day@example.org",
            )
        ],
    ),
    "a place off the map": (
        f"{TIMED}venue:\n  name: A\n  geo: 95, 3",
        [
            (
                9, 8, "geo-form", "Map position must be latitude and longitude, but it is “95, 3”.",
                "write two numbers with a comma between them, north first: 55.9533, -3.1883",
            )
        ],
    ),
    "a paper without a file": (
        f"{TIMED}papers:\n  - text: Agenda",
        [
            (
                8, 5, "setting-missing", "Paper file is missing.",
                "add a line to papers such as\n     file: agenda.pdf",
            )
        ],
    ),
    "two ways to book": (
        f"{TIMED}booking:\n  form: a\n  link: /a/",
        [
            (
                9, 9, "booking-ways", "Booking must lead to one place, a form or a link.",
                "take out one of the two.",
            )
        ],
    ),
    "booking closes before it opens": (
        f"{TIMED}booking:\n  opens: 2026-12-02\n  closes: 2026-12-01", [ORDER]
    ),
    "booking closes before it opens, in the hour that happens twice": (
        f"{TIMED}booking:\n  opens: 2026-10-25 01:15+00:00\n  closes: 2026-10-25 01:45+01:00", [ORDER]
    ),
    "places below nothing": (
        f"{TIMED}booking:\n  form: a\n  places: -3",
        [
            (
                9, 11, "number-form", "Places must be a whole number, but it is “-3”.",
                "write it in digits and nothing else, such as 20",
            )
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), INVALID.values(), ids=INVALID)
def test_a_wrong_event(text: str, expected: list[Found]) -> None:
    assert check("event", text) == expected


@pytest.mark.parametrize(
    "more",
    [
        "venue:\nonline:\nbooking:\nseries:\n",
        "booking:\n  form: a\n  opens: 2026-12-01\n  closes: 2026-12-01",
        "booking:\n  link: /book/\n  opens: 2026-10-25 01:30+01:00\n  closes: 2026-10-25 01:30+00:00",
        "online:\n  public: yes\n  joining: A",
        "previous_start: 2026-11-26\nevent_status: postponed\nstatus_note: A",
        "previous_format: in-person",
        "free: yes\nuid: old-id@example.org\npapers:\n  - {text: A, file: a.pdf}\n  - {text: B, file: b/c.pdf}",
        "papers:\nfree:\nuid:\nprevious_format:\nvenue:\n  name: A\n  geo: 55.9533, -3.1883",
        "date: 2199-12-31",
    ],
    ids=[
        "empty groups",
        "booking on one day",
        "booking for an hour",
        "online",
        "postponed",
        "moved online",
        "papers",
        "empty settings",
        "announced in the future",
    ],
)
def test_a_right_event(more: str) -> None:
    assert check("event", TIMED + more) == []


@pytest.mark.parametrize(
    ("start", "end", "over"),
    [
        ("2026-12-03", "", "2026-12-04T00:00"),
        ("2026-12-03", "2026-12-05", "2026-12-06T00:00"),
        ("2026-07-03", "", "2026-07-03T23:00"),
        ("2026-10-25", "", "2026-10-26T00:00"),
        ("2027-03-28", "", "2027-03-28T23:00"),
        ("2028-02-29", "", "2028-03-01T00:00"),
        ("2026-12-03 10:00", "2026-12-03 12:00", "2026-12-03T12:00"),
        ("2026-07-03 10:00", "2026-07-03 12:00", "2026-07-03T11:00"),
        ("2026-10-24 20:00", "2026-10-25 09:00", "2026-10-25T09:00"),
        ("2026-10-25 01:30+01:00", "2026-10-25 01:30+00:00", "2026-10-25T01:30"),
    ],
)
def test_an_event_is_over_at_its_end(start: str, end: str, over: str) -> None:
    event = make_item("event", f"{TOP}start: {start}\nend: {end}")
    assert isinstance(event, Event)
    assert event.over_at.astimezone(UTC) == datetime.fromisoformat(over).replace(tzinfo=UTC)
    assert event.all_day is (":" not in start)


LINK = f"{TIMED}online:\n  link: https://meet.example.org/secret\n  joining: A\n"


def test_a_private_link_is_not_among_what_people_see() -> None:
    event = make_item("event", LINK)
    assert "secret" not in repr(event.seen())
    assert event.online.link == "https://meet.example.org/secret"  # it stays in the model, for the editor
    other = make_item("event", LINK.replace("secret", "other"))
    assert event.seen() == other.seen()
    assert event.seen() != make_item("event", LINK.replace("joining: A", "joining: B")).seen()
    public = make_item("event", f"{LINK}  public: true\n")
    assert "secret" in repr(public.seen())


def test_the_address_is_the_name() -> None:
    assert address("open-day", make_item("event", TIMED)) == "/events/open-day/"


@pytest.mark.parametrize(
    ("typed", "month"), [("March 2027", "2027-03"), ("03/2027", "2027-03"), ("Dec 2026", "2026-12")]
)
def test_a_month_alone_is_told_with_a_day_or_a_time(typed: str, month: str) -> None:
    [(_, _, code, message, fix)] = check("event", f"title: A\nsummary: B\nstart: {typed}\nformat: online")
    assert (code, message) == (
        "time-form",
        f"Start must be a date or a time such as 2026-12-03 10:00, but it is “{typed}”.",
    )
    assert (
        fix == f"write its day, such as {month}-12, and the time too if it ends at a time: {month}-12 10:00"
    )
