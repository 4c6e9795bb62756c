"""What calendars say of an event, byte by byte, and what independent readers make of it."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.core.calendar_event import CalendarEvent, Paper, Place
from plugins.core.clock import UK, start_of
from plugins.core.subscriptions import Calendar, Identity, Publisher
from plugins.core.view import Picture
from plugins.outputs.calendar_lint import lint_calendar, lint_event
from plugins.outputs.calendars import ZONE, calendar, single, vevent

from ..builders import quick
from .calendar_parsers import READERS, expected, times
from .calendar_samples import (
    CHANGED,
    EVENTS,
    PUBLISHER,
    alone,
    calendar_of,
    event,
    has,
    line,
    lines,
    stamped,
    uk,
    written,
)

HALL = Place(
    "Example Hall", "1 Example Street, Edinburgh", "EH1 1AA", "Step-free entrance.", (55.9533, -3.1883)
)


# The bytes


def test_an_event_byte_by_byte() -> None:
    assert written(event(), sequence=2).decode() == (
        "BEGIN:VEVENT\r\n"
        "SUMMARY:Open day\r\n"
        "DTSTART;TZID=Europe/London:20261203T100000\r\n"
        "DTEND;TZID=Europe/London:20261203T120000\r\n"
        "DTSTAMP:20261122T100000Z\r\n"
        "UID:open-day@network.example.org\r\n"
        "SEQUENCE:2\r\n"
        "CLASS:PUBLIC\r\n"
        "CREATED:20261101T093000Z\r\n"
        "DESCRIPTION:Come and see.\\n\\nFull details: https://www.example.org/events/\r\n"
        " open-day/\r\n"
        "LAST-MODIFIED:20261122T100000Z\r\n"
        "LOCATION:Online\r\n"
        'ORGANIZER;CN="Example Network":mailto:team@example.org\r\n'
        "STATUS:CONFIRMED\r\n"
        "TRANSP:OPAQUE\r\n"
        "URL:https://www.example.org/events/open-day/\r\n"
        "END:VEVENT\r\n"
    )


def test_an_empty_calendar_byte_by_byte() -> None:
    assert calendar(EVENTS, [], CHANGED, PUBLISHER).decode() == (
        "BEGIN:VCALENDAR\r\n"
        "VERSION:2.0\r\n"
        "PRODID:-//Example Network//Events//EN\r\n"
        "CALSCALE:GREGORIAN\r\n"
        "NAME:Example Network: events\r\n"
        "X-WR-CALNAME:Example Network: events\r\n"
        "DESCRIPTION:Coming events.\r\n"
        "X-WR-CALDESC:Coming events.\r\n"
        "X-WR-TIMEZONE:Europe/London\r\n"
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n"
        "X-PUBLISHED-TTL:PT12H\r\n"
        "SOURCE;VALUE=URI:https://www.example.org/calendar/events.ics\r\n"
        "URL:https://www.example.org/events/\r\n"
        "LAST-MODIFIED:20261122T100000Z\r\n"
        "COLOR:indigo\r\n"
        "BEGIN:VTIMEZONE\r\n"
        "TZID:Europe/London\r\n"
        "BEGIN:DAYLIGHT\r\n"
        "TZNAME:BST\r\n"
        "TZOFFSETFROM:+0000\r\n"
        "TZOFFSETTO:+0100\r\n"
        "DTSTART:19700329T010000\r\n"
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
        "END:DAYLIGHT\r\n"
        "BEGIN:STANDARD\r\n"
        "TZNAME:GMT\r\n"
        "TZOFFSETFROM:+0100\r\n"
        "TZOFFSETTO:+0000\r\n"
        "DTSTART:19701025T020000\r\n"
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
        "END:STANDARD\r\n"
        "END:VTIMEZONE\r\n"
        "END:VCALENDAR\r\n"
    )


def test_an_event_has_the_same_bytes_everywhere() -> None:
    one, other = event(), event("other", "2026-12-04", "2026-12-05")
    bytes_of_one = written(one)
    assert bytes_of_one in calendar_of(one, other)
    assert bytes_of_one in alone(one)
    assert calendar_of(one, other).count(b"BEGIN:VEVENT") == 2


def test_the_same_is_written_twice() -> None:
    assert calendar_of(event(), event("other")) == calendar_of(event("other"), event())


# Where calendars lead, and what they are called


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        (EVENTS, "/events/"),
        (Calendar("/calendar/archive.ics", "All", "All of them.", whole=True), "/events/past/"),
        (Calendar("/calendar/series/a.ics", "A", "Of a.", "a", whole=True), "/events/series/a/"),
    ],
)
def test_a_calendar_says_where_it_is_and_where_people_can_read_it(kind: Calendar, page: str) -> None:
    data = calendar(kind, [], CHANGED, PUBLISHER)
    assert line(data, "SOURCE") == f"SOURCE;VALUE=URI:https://www.example.org{kind.address}"
    assert line(data, "URL") == f"URL:https://www.example.org{page}"
    assert lint_calendar(data) == []


def test_the_calendar_of_one_event() -> None:
    data = alone(event(state="cancelled"))
    head = data.partition(b"BEGIN:VTIMEZONE")[0]
    assert line(head, "NAME") == "NAME:Open day"
    assert line(head, "X-WR-CALNAME") == "X-WR-CALNAME:Open day"
    assert line(head, "DESCRIPTION") == "DESCRIPTION:Come and see."
    assert line(head, "SOURCE") == "SOURCE;VALUE=URI:https://www.example.org/events/open-day.ics"
    assert line(head, "URL") == "URL:https://www.example.org/events/open-day/"
    assert line(head, "LAST-MODIFIED") == "LAST-MODIFIED:20261122T100000Z"


def test_a_name_of_a_calendar_is_escaped_in_each_place() -> None:
    kind = Calendar("/calendar/a.ics", "Art, craft; \\ and\n<b>more</b>", "One, <b>two</b>; three.")
    data = calendar(kind, [], CHANGED, replace(PUBLISHER, name="Us, them//all"))
    assert line(data, "NAME") == r"NAME:Art\, craft\; \\ and <b>more</b>"
    assert line(data, "X-WR-CALNAME") == r"X-WR-CALNAME:Art\, craft\; \\ and <b>more</b>"
    assert line(data, "DESCRIPTION") == r"DESCRIPTION:One\, two\; three."
    assert line(data, "X-WR-CALDESC") == r"X-WR-CALDESC:One\, two\; three."
    assert line(data, "PRODID") == r"PRODID:-//Us\, them/all//Events//EN"
    assert lint_calendar(data) == []


@pytest.mark.parametrize("name", ["METHOD", "UID", "BEGIN:VALARM", "ATTENDEE", "X-ALT-DESC", "DURATION"])
def test_what_no_calendar_has(name: str) -> None:
    one = event(place=HALL, format="hybrid", join_link="https://meet.example.org/a")
    data = calendar_of(one).replace(written(one), b"")
    assert not has(data, name)
    assert not has(written(one), name) or name == "UID"


# Every property


def test_times_are_in_the_zone_in_winter_and_in_summer() -> None:
    winter = written(event(start="2026-12-03 10:00", last="2026-12-03 23:59"))
    assert line(winter, "DTSTART") == "DTSTART;TZID=Europe/London:20261203T100000"
    assert line(winter, "DTEND") == "DTEND;TZID=Europe/London:20261203T235900"
    summer = written(event(start="2027-07-01 10:00", last="2027-07-02 01:30"))
    assert line(summer, "DTSTART") == "DTSTART;TZID=Europe/London:20270701T100000"
    assert line(summer, "DTEND") == "DTEND;TZID=Europe/London:20270702T013000"


@pytest.mark.parametrize(
    ("start", "last", "written_start", "written_end"),
    [
        ("2026-12-03", "2026-12-03", "20261203", "20261204"),
        ("2026-12-03", "2026-12-05", "20261203", "20261206"),
        ("2028-02-29", "2028-02-29", "20280229", "20280301"),
        ("2027-02-28", "2027-02-28", "20270228", "20270301"),
        ("2026-12-31", "2026-12-31", "20261231", "20270101"),
        ("2026-10-25", "2026-10-25", "20261025", "20261026"),
    ],
)
def test_days_have_no_zone_and_an_end_that_is_not_part_of_them(
    start: str, last: str, written_start: str, written_end: str
) -> None:
    data = written(event(start=start, last=last))
    assert line(data, "DTSTART") == f"DTSTART;VALUE=DATE:{written_start}"
    assert line(data, "DTEND") == f"DTEND;VALUE=DATE:{written_end}"


@pytest.mark.parametrize(
    ("start", "last", "written_start", "written_end"),
    [
        # The clocks go back on 25 October 2026, at 2am summer time.
        ("2026-10-25 00:30", "2026-10-25 00:59", ";TZID=Europe/London:20261025T003000", ";TZID=Europe/London:20261025T005900"),
        ("2026-10-25 00:30", "2026-10-25 01:00+01:00", ";TZID=Europe/London:20261025T003000", ":20261025T000000Z"),
        ("2026-10-25 01:30+01:00", "2026-10-25 01:30+00:00", ":20261025T003000Z", ":20261025T013000Z"),
        ("2026-10-25 01:59+00:00", "2026-10-25 02:00", ":20261025T015900Z", ";TZID=Europe/London:20261025T020000"),
        # They go forward on 29 March 2026, at 1am winter time.
        ("2026-03-29 00:30", "2026-03-29 02:00", ";TZID=Europe/London:20260329T003000", ";TZID=Europe/London:20260329T020000"),
        # Before 1996 the rule was another one.
        ("1995-10-22 10:00", "1995-10-22 12:00", ":19951022T100000Z", ":19951022T120000Z"),
        ("1970-07-01 10:00", "1970-07-01 12:00", ":19700701T090000Z", ":19700701T110000Z"),
        ("1995-12-31 23:00", "1996-01-01 01:00", ":19951231T230000Z", ";TZID=Europe/London:19960101T010000"),
    ],
)  # fmt: skip
def test_a_time_that_clients_misread_in_the_zone_is_in_utc(
    start: str, last: str, written_start: str, written_end: str
) -> None:
    data = written(event(start=start, last=last))
    assert line(data, "DTSTART") == f"DTSTART{written_start}"
    assert line(data, "DTEND") == f"DTEND{written_end}"
    assert lint_event(data) == []


@pytest.mark.parametrize(
    ("more", "summary", "status", "transp"),
    [
        ({}, "Open day", "CONFIRMED", "OPAQUE"),
        ({"state": "cancelled"}, "Cancelled: Open day", "CANCELLED", "TRANSPARENT"),
        ({"state": "postponed"}, "Postponed: Open day", "CANCELLED", "TRANSPARENT"),
        ({"previous_start": date(2026, 11, 1)}, "Moved: Open day", "CONFIRMED", "OPAQUE"),
        ({"previous_format": "in-person"}, "Online: Open day", "CONFIRMED", "OPAQUE"),
        (
            {"state": "cancelled", "deleted": True, "summary": ""},
            "Cancelled: Open day", "CANCELLED", "TRANSPARENT",
        ),
    ],
)  # fmt: skip
def test_every_state(more: dict[str, Any], summary: str, status: str, transp: str) -> None:
    data = written(event(**more))
    assert line(data, "SUMMARY") == f"SUMMARY:{summary}"
    assert line(data, "STATUS") == f"STATUS:{status}"
    assert line(data, "TRANSP") == f"TRANSP:{transp}"
    assert lint_event(data) == []


def test_a_description_says_the_most_important_thing_first() -> None:
    one = event(
        alert="This event has moved.",
        joining="We send the link the day before.",
        place=HALL,
        format="hybrid",
        audience="Anyone in public services",
        papers=(Paper("Agenda", "/files/agenda.pdf"), Paper("Notes", "/files/my notes.txt")),
    )
    assert line(written(one), "DESCRIPTION") == "DESCRIPTION:" + r"\n\n".join(
        [
            "This event has moved.",
            "Come and see.",
            "How to join: We send the link the day before.",
            "Getting in and around: Step-free entrance.",
            "Who it is for: Anyone in public services",
            "Agenda: https://www.example.org/files/agenda.pdf",
            "Notes: https://www.example.org/files/my%20notes.txt",
            "Full details: https://www.example.org/events/open-day/",
        ]
    )


def test_a_postponed_event_says_that_a_date_will_follow() -> None:
    one = event(state="postponed", alert="This event is postponed. The speaker is ill.")
    assert line(written(one), "DESCRIPTION").startswith(
        r"DESCRIPTION:Postponed\, new date to follow.\n\nThis event is postponed. The speaker is ill.\n\nCome"
    )


def test_a_deleted_event_does_not_lead_to_its_page() -> None:
    one = event(state="cancelled", alert="This event is cancelled.", summary="", deleted=True)
    assert line(written(one), "DESCRIPTION") == "DESCRIPTION:This event is cancelled."


def test_a_long_description_is_cut_at_a_word_and_keeps_the_address_of_the_page() -> None:
    words = " ".join(f"word{number}" for number in range(400))
    text = (
        line(written(event(summary=words)), "DESCRIPTION").removeprefix("DESCRIPTION:").replace(r"\n", "\n")
    )
    kept, _, page = text.partition(" …\n\n")
    assert page == "Full details: https://www.example.org/events/open-day/"
    assert words.startswith(kept + " ")
    assert 1480 < len(text) <= 1500


def test_one_endless_word_is_cut_too() -> None:
    text = line(written(event(summary="x" * 3000)), "DESCRIPTION").replace(r"\n", "\n")
    assert len(text.removeprefix("DESCRIPTION:")) == 1500
    assert text.endswith(" …\n\nFull details: https://www.example.org/events/open-day/")


def test_a_description_that_just_fits_is_not_cut() -> None:
    page = len("\n\nFull details: https://www.example.org/events/open-day/")
    words = ("ab " * 600)[: 1500 - page - 1] + "b"
    assert f"{words}\\n" in line(written(event(summary=words)), "DESCRIPTION")
    assert f"{words}b\\n" not in line(written(event(summary=words + "b")), "DESCRIPTION")


@pytest.mark.parametrize(
    ("more", "location"),
    [
        ({}, "Online"),
        ({"format": "in-person", "place": HALL}, r"Example Hall\, 1 Example Street\, Edinburgh\, EH1 1AA"),
        ({"format": "hybrid", "place": Place("Hall")}, r"Hall\, and online"),
    ],
)
def test_location(more: dict[str, Any], location: str) -> None:
    assert line(written(event(**more)), "LOCATION") == f"LOCATION:{location}"


def test_no_place_no_location() -> None:
    assert not has(written(event(format="in-person")), "LOCATION")


@pytest.mark.parametrize(
    ("geo", "text"),
    [
        ((55.9533, -3.1883), "55.953300;-3.188300"),
        ((0.00001, -0.00000001), "0.000010;0.000000"),
        ((-90.0, 180.0), "-90.000000;180.000000"),
        ((55.12345678, -3.0), "55.123457;-3.000000"),
    ],
)
def test_geo_has_six_decimals(geo: tuple[float, float], text: str) -> None:
    data = written(event(format="in-person", place=Place("Hall", geo=geo)))
    assert line(data, "GEO") == f"GEO:{text}"
    assert lint_event(data) == []


def test_an_event_that_went_online_has_no_position() -> None:
    assert not has(written(event(format="online", place=HALL)), "GEO")


def test_categories_are_a_list() -> None:
    data = written(event(categories=("Art, craft", "Peer learning", " ")))
    assert line(data, "CATEGORIES") == r"CATEGORIES:Art\, craft,Peer learning"
    assert not has(written(event()), "CATEGORIES")


def test_a_public_link_is_there_for_machines_and_in_words() -> None:
    data = written(event(join_link="https://meet.example.org/a,b;c?d=e#f", joining="Use a headset."))
    assert line(data, "CONFERENCE") == (
        "CONFERENCE;FEATURE=VIDEO;LABEL=Join online;VALUE=URI:https://meet.example.org/a,b;c?d=e#f"
    )
    assert r"How to join: Use a headset. https://meet.example.org/a\,b\;c?d=e#f\n" in line(
        data, "DESCRIPTION"
    )
    assert not has(written(event()), "CONFERENCE")


def test_image_and_papers() -> None:
    data = written(
        event(
            picture=Picture("/images/open-day.JPG", "People", 800, 600),
            papers=(Paper("A", "/files/a.pdf"), Paper("B", "/files/b.unknown")),
        )
    )
    assert line(data, "IMAGE") == (
        "IMAGE;DISPLAY=BADGE;FMTTYPE=image/jpeg;VALUE=URI:https://www.example.org/images/open-day.JPG"
    )
    assert [text for text in lines(data) if text.startswith("ATTACH")] == [
        "ATTACH;FMTTYPE=application/pdf:https://www.example.org/files/a.pdf",
        "ATTACH:https://www.example.org/files/b.unknown",
    ]


@pytest.mark.parametrize(
    ("mailbox", "name", "organiser"),
    [
        ("team@example.org", "Example Network", 'ORGANIZER;CN="Example Network":mailto:team@example.org'),
        ("", "Example Network", 'ORGANIZER;CN="Example Network":mailto:no-reply@network.example.org'),
        ("a&b%c@example.org", "A, B; C: D", 'ORGANIZER;CN="A, B; C: D":mailto:a%26b%25c@example.org'),
        ("t@example.org", 'The "X" ^', "ORGANIZER;CN=\"The ^'X^' ^^\":mailto:t@example.org"),
        (
            "t@example.org",
            "X\r\nATTENDEE:mailto:y",
            'ORGANIZER;CN="X ATTENDEE:mailto:y":mailto:t@example.org',
        ),
    ],
)
def test_organiser(mailbox: str, name: str, organiser: str) -> None:
    data = written(event(), publisher=replace(PUBLISHER, mailbox=mailbox, name=name))
    assert line(data, "ORGANIZER") == organiser
    assert lint_event(data) == []


def test_the_language_is_said_where_it_is_not_that_of_the_site() -> None:
    gaelic = written(event(lang="gd"))
    assert line(gaelic, "SUMMARY") == "SUMMARY;LANGUAGE=gd:Open day"
    assert line(gaelic, "DESCRIPTION").startswith("DESCRIPTION;LANGUAGE=gd:Come")
    assert "LANGUAGE" not in written(event(lang="en-GB")).decode()
    assert "LANGUAGE" not in written(event(lang="gd"), publisher=replace(PUBLISHER, lang="gd")).decode()


def test_addresses_are_ascii() -> None:
    data = written(
        event(
            join_link="https://caf\u00e9.example.org:8443/\u00e9 <b>",
            papers=(Paper("A", "/files/\u00e9 %.pdf"),),
        )
    )
    assert "xn--caf-dma.example.org:8443/%C3%A9%20%3Cb%3E" in line(data, "CONFERENCE")
    assert (
        line(data, "ATTACH") == "ATTACH;FMTTYPE=application/pdf:https://www.example.org/files/%C3%A9%20%.pdf"
    )
    strange = written(event(join_link=f"https://{'é' * 70}..org/"))
    assert line(strange, "CONFERENCE").endswith(f"https://{'%C3%A9' * 70}..org/")


# Escaping and folding


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("a,b;c\\d", r"a\,b\;c\\d"),
        ("a\nb", "a b"),
        ("a\r\nb\rc", "a b c"),
        (r"a\nb", r"a\\nb"),
        ("a:b=\"c\"'d'", "a:b=\"c\"'d'"),
        ("tab\there", "tab here"),
        ("nul\x00, bell\x07, del\x7f, c1\x9b.", r"nul\, bell\, del\, c1."),
        ("next\x85line\u2028and\u2029so", "next line and so"),
        ("\ufeffbom", "bom"),
        ("e\u0301", "\u00e9"),
        ("e\x00\u0301", "\u00e9"),
        ("\ud800half", "half"),
        ("  much   space  ", "much space"),
        ("😀 👩\u200d👩\u200d👧 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", None),
    ],
)
def test_text_is_escaped_and_cleaned(title: str, text: str | None) -> None:
    data = written(event(title=title))
    assert line(data, "SUMMARY") == f"SUMMARY:{title if text is None else text}"
    assert lint_event(data) == []


@pytest.mark.parametrize(
    ("summary", "text"),
    [
        ("Some <b>bold</b> words", "Some bold words"),
        ("<p class='a, b'>One</p><br/>two<br />", "Onetwo"),
        ("<scr<b>ipt>x</scr</b>ipt>", "x"),
        ("a <!-- hidden --> b", "a b"),
        ("1 < 2 > 0, x<y>z", "1 < 2 > 0\\, xz"),
        ("<team@example.org> <https://a.example>", "<team@example.org> <https://a.example>"),
        ("&lt;b&gt; &amp;", "&lt\\;b&gt\\; &amp\\;"),
        ("e<b>\u0301", "\u00e9"),
    ],
)
def test_a_description_has_nothing_that_looks_like_html(summary: str, text: str) -> None:
    data = written(event(summary=summary))
    assert line(data, "DESCRIPTION").startswith(f"DESCRIPTION:{text}\\n\\nFull")
    assert lint_event(data) == []


def test_an_accent_on_nothing_does_not_join_an_escaped_line_break() -> None:
    data = written(event(alert="One.", summary="\u0300 \u0301two"))
    assert line(data, "DESCRIPTION").startswith(r"DESCRIPTION:One.\n\ntwo\n\nFull")
    assert lint_event(data) == []


def test_no_tag_grows_between_two_texts() -> None:
    data = written(event(alert="e<a", summary="href>\u0301 b"))
    assert line(data, "DESCRIPTION").startswith("DESCRIPTION:\u00e9 b\\n\\nFull")
    assert lint_event(data) == []


@pytest.mark.parametrize("character", ["x", "é", "€", "😀", "e\u0323", ",", "\\", "👩\u200d👧"])
@pytest.mark.parametrize("lead", range(5))
def test_lines_are_folded_at_75_octets_between_whole_characters(character: str, lead: int) -> None:
    title = "a" * lead + character * 80
    data = written(event(title=title))
    physical = data.split(b"\r\n")
    assert max(map(len, physical)) <= 75
    for one in physical:
        one.decode()
    # Folds are made only where the next characters would not have fitted.
    assert len(physical[1]) > 70
    escaped = title.replace("\\", "\\\\").replace(",", "\\,")
    assert line(data, "SUMMARY") == f"SUMMARY:{unicodedata.normalize('NFC', escaped)}"
    assert lint_event(data) == []


# What other readers see

TIMED = (
    event("winter", "2026-12-03 10:00", "2026-12-03 12:00"),
    event("summer", "2027-07-01 10:00", "2027-07-01 11:30"),
    event("across-midnight", "2026-12-31 22:00", "2027-01-01 01:00"),
    event("before-spring", "2027-03-28 00:59", "2027-03-28 02:00"),
    event("after-spring", "2027-03-28 02:00", "2027-03-28 03:00"),
    event("spring-afternoon", "2027-03-28 14:00", "2027-03-28 15:00"),
    event("before-autumn", "2026-10-25 00:15", "2026-10-25 00:45"),
    event("into-autumn", "2026-10-25 00:30", "2026-10-25 01:15+01:00"),
    event("autumn-twice", "2026-10-25 01:15+01:00", "2026-10-25 01:15+00:00"),
    event("second-hour", "2026-10-25 01:30+00:00", "2026-10-25 02:30"),
    event("after-autumn", "2026-10-25 02:00", "2026-10-25 03:00"),
    event("over-autumn", "2026-10-24 22:00", "2026-10-25 10:00"),
    event("over-spring", "2027-03-27 22:00", "2027-03-28 10:00"),
    event("first-year", "1996-07-01 10:00", "1996-07-01 11:00"),
    event("before-the-rule", "1995-10-22 12:00", "1995-10-22 13:00"),
    event("years-ahead", "2034-07-03 10:00", "2034-07-03 11:00"),
    event("leap-night", "2028-02-28 23:00", "2028-02-29 00:30"),
)
WHOLE_DAYS = (
    event("a-day", "2026-12-03", "2026-12-03"),
    event("three-days", "2026-12-30", "2027-01-01"),
    event("leap-day", "2028-02-29", "2028-02-29"),
    event("to-leap-day", "2028-02-27", "2028-02-29"),
    event("change-day", "2026-10-25", "2026-10-25"),
    event("spring-days", "2027-03-27", "2027-03-29"),
)


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_sees_the_right_instants(reader: str) -> None:
    events = (*TIMED, *WHOLE_DAYS)
    data = calendar_of(*events)
    assert lint_calendar(data) == []
    assert times(READERS[reader](data)) == expected(*events)


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_sees_the_right_instant_in_every_month_for_years(reader: str) -> None:
    events = [
        event(f"e{year}-{month}-{day}", f"{year}-{month:02}-{day} 10:00", f"{year}-{month:02}-{day} 23:30")
        for year in (1996, 2015, 2026, 2034)
        for month in range(1, 13)
        # The clocks change on one of the last seven days of March and of October.
        for day in (range(24, 32) if month in (3, 10) else (15,))
    ]
    assert times(READERS[reader](calendar_of(*events))) == expected(*events)


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_sees_every_word(reader: str) -> None:
    one = event(
        title="Art, craft; \\ “more” é 😀 " + "long " * 30,
        summary="One, two; three: \\n is no line \\ here. " + "é😀" * 80,
        alert="This event has moved.",
        place=HALL,
        format="hybrid",
        join_link="https://meet.example.org/a,b;c",
        joining="Ask, then join.",
        audience="All",
        categories=("A, b", "C"),
        picture=Picture("/images/a.png", "x", 1, 2),
        papers=(Paper("Agenda", "/files/a.pdf"),),
        lang="gd",
        previous_start=date(2026, 11, 1),
    )
    cancelled = event("cancelled", state="cancelled", place=HALL)
    data = calendar_of(one, cancelled, sequence=3)
    seen = READERS[reader](data)
    found = seen[one.uid]
    assert found.summary == "Moved: " + one.title.strip()
    assert found.description.split("\n\n") == [
        "This event has moved.",
        one.summary,
        "How to join: Ask, then join. https://meet.example.org/a,b;c",
        "Getting in and around: Step-free entrance.",
        "Who it is for: All",
        "Agenda: https://www.example.org/files/a.pdf",
        "Full details: https://www.example.org/events/open-day/",
    ]
    assert found.location == "Example Hall, 1 Example Street, Edinburgh, EH1 1AA, and online"
    assert (found.status, found.sequence) == ("CONFIRMED", 3)
    assert seen[cancelled.uid].status == "CANCELLED"
    assert seen[cancelled.uid].summary == "Cancelled: Open day"


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("count", [0, 1])
def test_no_event_and_one_event(reader: str, count: int) -> None:
    events = [event()][:count]
    assert times(READERS[reader](calendar_of(*events))) == expected(*events)


def test_the_zone_in_the_file_is_right_for_two_hundred_years() -> None:
    """Read by dateutil, which knows the zone from the file alone, against the rules that are locked."""
    from io import StringIO

    from dateutil.tz import tzical

    zone = tzical(StringIO(ZONE.decode())).get("Europe/London")
    assert zone is not None
    for year in (1996, 1997, 2000, 2010, 2025, 2026, 2027, 2028, 2037, 2038, 2050, 2100, 2200):
        for month in range(1, 13):
            for day in (1, 20, 24, 25, 26, 27, 28):
                for hour in (0, 3, 12, 23):
                    local = uk(year, month, day, hour)
                    assert local.replace(tzinfo=zone).utcoffset() == local.utcoffset(), local


# Whatever editors write

few = settings(quick, max_examples=25)

anything = st.text(max_size=300) | st.text(
    alphabet=st.sampled_from("<>/ab \n\r\x00\\,;:\"'^é\u0301😀\u200d!-"), max_size=200
)
moments = st.datetimes(datetime(1900, 1, 1), datetime(2200, 12, 30)).map(  # noqa: DTZ001
    lambda value: value.replace(second=0, microsecond=0, tzinfo=UTC).astimezone(UK)
)


@st.composite
def any_event(draw: st.DrawFn) -> CalendarEvent:
    days = draw(st.booleans())
    start = draw(moments)
    last = start.astimezone(UTC) + timedelta(minutes=draw(st.integers(1, 60 * 24 * 40)))
    return replace(
        event(),
        start=start.date() if days else start,
        last=max(last.astimezone(UK).date(), start.date()) if days else last.astimezone(UK),
        title=draw(anything),
        summary=draw(anything),
        alert=draw(anything),
        state=draw(st.sampled_from(["confirmed", "cancelled", "postponed"])),
        format=draw(st.sampled_from(["online", "hybrid", "in-person"])),
        place=draw(
            st.none()
            | st.builds(
                Place, anything, anything, anything, anything,
                st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
            )
        ),
        joining=draw(anything),
        join_link=draw(st.sampled_from(["", "https://meet.example.org/a?b=c,d;e", "https://é.org/<b>é x"])),
        audience=draw(anything),
        categories=tuple(draw(st.lists(anything, max_size=3))),
        papers=tuple(Paper(text, f"/files/{text}.pdf") for text in draw(st.lists(anything, max_size=2))),
        lang=draw(st.sampled_from(["en-GB", "gd"])),
        deleted=draw(st.booleans()),
    )  # fmt: skip


@few
@given(any_event(), anything)
def test_whatever_is_written_the_lint_finds_nothing_and_readers_the_right_times(
    one: CalendarEvent, name: str
) -> None:
    publisher = Publisher(name, "https://www.example.org", "en-GB", "", Identity("a.example", 2026))
    block = vevent(stamped(one), publisher)
    assert lint_event(block) == []
    data = calendar(Calendar("/a.ics", name, one.summary), [block], CHANGED, publisher)
    assert lint_calendar(data) == []
    assert lint_calendar(single(stamped(one), block, publisher), {block}) == []
    for reader in ("icalendar", "vobject"):
        assert times(READERS[reader](data)) == expected(one)


@few
@given(any_event())
def test_the_text_survives_the_round_trip(one: CalendarEvent) -> None:
    first, second = (READERS[reader](calendar_of(one))[one.uid] for reader in ("icalendar", "vobject"))
    assert (first.summary, first.description, first.location) == (
        second.summary, second.description, second.location,
    )  # fmt: skip
    assert first.summary.split() == first.summary.split(" ") or first.summary == ""
    assert len(first.description) <= 1500


# A thousand


def test_a_thousand_events_are_less_than_1_5_megabytes() -> None:
    text = "We meet in small groups, listen to each other and try out what we have heard about. " * 3
    events = [
        event(
            f"a-talk-about-systems-{number}",
            f"2027-{number % 12 + 1:02}-{number % 28 + 1:02} 10:00",
            f"2027-{number % 12 + 1:02}-{number % 28 + 1:02} 12:00",
            title=f"A talk about systems and how to change them, part {number}",
            summary=text,
            joining="We send the link to everybody who has booked, the day before.",
            place=HALL,
            format="hybrid",
            audience="Anyone who works in public services",
            categories=("Systems change", "Peer learning"),
            series="talks",
        )
        for number in range(1000)
    ]
    data = calendar_of(*events)
    assert len(data) < 1_500_000
    assert lint_calendar(data) == []
    seen = READERS["icalendar"](data)
    assert times(seen) == expected(*events)
    assert list(seen) == [one.uid for one in sorted(events, key=lambda one: (start_of(one.start), one.uid))]
