"""The lint of calendars: a right file passes, and each fault is caught and named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PIL import ImageColor

from plugins.core.calendar_event import CalendarEvent, Paper, Place
from plugins.core.view import Picture
from plugins.outputs.calendar_lint import (
    events_in,
    lint_across,
    lint_calendar,
    lint_event,
    lint_sequence,
)
from plugins.outputs.css_colours import CSS_COLOURS

from .calendar_samples import alone, calendar_of, event, written

RICH = event(
    title="Café, talk",
    place=Place("Hall", "1 Street", "EH1", "Ramp", (55.9533, -3.1883)),
    format="hybrid",
    join_link="https://meet.example.org/a",
    categories=("One", "Two"),
    picture=Picture("/images/a.png", "x", 1, 2),
    papers=(Paper("Agenda", "/files/a.pdf"),),
    lang="gd",
)
GOOD = written(RICH)


def swapped(old: str, new: str, data: bytes = GOOD) -> bytes:
    assert data.count(old.encode()) == 1, (old, data.decode())
    return data.replace(old.encode(), new.encode())


def without(name: str, data: bytes = GOOD) -> bytes:
    """Take a property out, with its folds."""
    whole = data.replace(b"\r\n ", b"\x00")
    kept = [
        one for one in whole.split(b"\r\n") if not one.startswith((f"{name}:".encode(), f"{name};".encode()))
    ]
    assert len(kept) < whole.count(b"\r\n") + 1
    return b"\r\n".join(kept).replace(b"\x00", b"\r\n ")


def inserted(text: str, data: bytes = GOOD) -> bytes:
    return swapped("TRANSP:OPAQUE\r\n", f"TRANSP:OPAQUE\r\n{text}\r\n", data)


def test_right_events_pass() -> None:
    assert lint_event(GOOD) == []
    for more in (
        {"state": "cancelled"}, {"state": "postponed"}, {"previous_start": date(2026, 1, 1)},
        {"start": "2028-02-29", "last": "2028-02-29"}, {"start": "2026-10-25 01:30+01:00"},
    ):  # fmt: skip
        assert lint_event(written(event(**more))) == []  # type: ignore[arg-type]


def test_right_calendars_pass() -> None:
    other = event("other", state="cancelled")
    assert lint_calendar(calendar_of()) == []
    assert lint_calendar(calendar_of(RICH, other)) == []
    assert lint_calendar(calendar_of(RICH, other), {GOOD}) == []
    assert lint_calendar(alone(RICH)) == []


EVENT_FAULTS: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    "two SUMMARY": (lambda: inserted("SUMMARY:B"), ["SUMMARY is there 2 times"]),
    "no UID": (lambda: without("UID"), ["UID is missing"]),
    "a UID with a space": (
        lambda: swapped("UID:open-day@", "UID:open day@"),
        ["UID is not one word: 'open day@network.example.org'"],
    ),
    "no DTSTAMP": (
        lambda: without("DTSTAMP"),
        ["DTSTAMP is missing", "DTSTAMP and LAST-MODIFIED differ"],
    ),
    "no ORGANIZER": (
        lambda: without("ORGANIZER"),
        ["ORGANIZER is missing"],
    ),
    "no DTEND": (lambda: without("DTEND"), ["DTEND is missing"]),
    "no DESCRIPTION": (lambda: without("DESCRIPTION"), ["DESCRIPTION is missing"]),
    "no STATUS": (lambda: without("STATUS"), ["STATUS is missing"]),
    "two images": (
        lambda: inserted("IMAGE;VALUE=URI;DISPLAY=BADGE:https://a.org/b.png"),
        ["IMAGE is there 2 times"],
    ),
    "DURATION": (lambda: inserted("DURATION:PT1H"), ["DURATION has no place here"]),
    "HTML description": (
        lambda: inserted("X-ALT-DESC:a"),
        ["X-ALT-DESC has no place here"],
    ),
    "guests": (lambda: inserted("ATTENDEE:mailto:a@b.org"), ["ATTENDEE has no place here"]),
    "an alarm": (
        lambda: inserted("BEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM"),
        ["there is a VALARM inside"],
    ),
    "offset in a time": (
        lambda: swapped("DTSTART;TZID=Europe/London:20261203T100000", "DTSTART:20261203T100000+0100"),
        ["DTSTART: '20261203T100000+0100' is no time"],
    ),
    "a floating time": (
        lambda: swapped("DTSTART;TZID=Europe/London:", "DTSTART:"),
        ["DTSTART: '20261203T100000' is in no zone"],
    ),
    "Z and a zone": (
        lambda: swapped("T100000\r\nDTEND", "T100000Z\r\nDTEND"),
        ["DTSTART: '20261203T100000Z' is in UTC and in a zone"],
    ),
    "a day that does not exist": (
        lambda: swapped("20261203T100000\r\n", "20270229T100000\r\n"),
        ["DTSTART: '20270229T100000' is no time"],
    ),
    "a day without VALUE=DATE": (
        lambda: swapped("DTSTART;TZID=Europe/London:20261203T100000", "DTSTART:20261203"),
        ["DTSTART: '20261203' is no time"],
    ),
    "a day and a time": (
        lambda: swapped("DTSTART;TZID=Europe/London:20261203T100000", "DTSTART;VALUE=DATE:20261203"),
        ["DTSTART and DTEND are not of one kind"],
    ),
    "the end of a day is the day": (
        lambda: swapped(
            "DTEND;VALUE=DATE:20261204", "DTEND;VALUE=DATE:20261203",
            written(event(start="2026-12-03", last="2026-12-03")),
        ),
        ["DTEND is not after DTSTART: 20261203"],
    ),
    "29 February of a common year": (
        lambda: swapped(
            "DTSTART;VALUE=DATE:20261203", "DTSTART;VALUE=DATE:20260229",
            written(event(start="2026-12-03", last="2026-12-03")),
        ),
        ["DTSTART: '20260229' is no day"],
    ),
    "a day in a zone": (
        lambda: swapped(
            "DTSTART;VALUE=DATE:", "DTSTART;TZID=Europe/London;VALUE=DATE:",
            written(event(start="2026-12-03", last="2026-12-03")),
        ),
        ["DTSTART: '20261203' is no day"],
    ),
    "the end before the start": (
        lambda: swapped("20261203T120000", "20261203T090000"),
        ["DTEND is not after DTSTART: 20261203T090000"],
    ),
    "the end before the start, in UTC": (
        lambda: swapped(
            "DTEND;TZID=Europe/London:20270701T120000", "DTEND:20270701T085900Z",
            written(event(start="2027-07-01 10:00", last="2027-07-01 12:00")),
        ),
        ["DTEND is not after DTSTART: 20270701T085900Z"],
    ),
    "the hour that the clocks skip": (
        lambda: swapped("20261203T100000\r\n", "20260329T013000\r\n"),
        ["DTSTART: '20260329T013000' is in the hour that the clocks skip"],
    ),
    "the hour that happens twice": (
        lambda: swapped("20261203T100000\r\n", "20261025T013000\r\n"),
        ["DTSTART: '20261025T013000' is in the hour that happens twice, and so must be in UTC"],
    ),
    "before the rule of the zone": (
        lambda: swapped("20261203T100000\r\n", "19951203T100000\r\n"),
        ["DTSTART: '19951203T100000' is older than the rule of its zone, and so must be in UTC"],
    ),
    "one L": (lambda: swapped("STATUS:CONFIRMED", "STATUS:CANCELED"), ["STATUS is not CONFIRMED or CANCELLED: 'CANCELED'"]),
    "cancelled, and in the way": (
        lambda: swapped("STATUS:CONFIRMED", "STATUS:CANCELLED"),
        ["it is cancelled, but keeps people's time (TRANSP)"],
    ),
    "TRANSP": (lambda: swapped("TRANSP:OPAQUE", "TRANSP:BUSY"), ["TRANSP is not OPAQUE or TRANSPARENT: 'BUSY'"]),
    "CLASS": (lambda: swapped("CLASS:PUBLIC", "CLASS:PRIVATE"), ["CLASS is not PUBLIC: 'PRIVATE'"]),
    "SEQUENCE": (lambda: swapped("SEQUENCE:0", "SEQUENCE:-1"), ["SEQUENCE is not a whole number: '-1'"]),
    "a stamp without Z": (
        lambda: swapped("CREATED:20261101T093000Z", "CREATED:20261101T093000"),
        ["CREATED is not a time in UTC: '20261101T093000'"],
    ),
    "stamps that differ": (
        lambda: swapped("DTSTAMP:20261122T100000Z", "DTSTAMP:20261122T100001Z"),
        ["DTSTAMP and LAST-MODIFIED differ"],
    ),
    "created after its change": (
        lambda: swapped("CREATED:20261101", "CREATED:20261201"),
        ["it was changed before it was created"],
    ),
    "HTML in the text": (
        lambda: swapped("Come and", "<b>Come"),
        ["DESCRIPTION has what looks like HTML: <b>"],
    ),
    "HTML over a line": (
        lambda: swapped("Come and", "<p\\nid=a>"),
        ["DESCRIPTION has what looks like HTML: <p\nid=a>"],
    ),
    "a comma that is not escaped": (
        lambda: swapped("Café\\,", "Café,"),
        ["SUMMARY has a comma, semicolon or backslash that is not escaped: 'Café, talk'"],
    ),
    "a bad escape": (
        lambda: swapped("Café\\,", "Café\\\\\\t"),
        ["SUMMARY has a comma, semicolon or backslash that is not escaped: 'Café\\\\\\\\\\\\t talk'"],
    ),
    "CONFERENCE without VALUE": (
        lambda: swapped(";VALUE=URI:https://meet", ":https://meet"),
        ["CONFERENCE: VALUE is missing"],
    ),
    "IMAGE without VALUE": (
        lambda: swapped("image/png;VALUE=URI:", "image/png:"),
        ["IMAGE: VALUE is missing"],
    ),
    "a URL within the site": (
        lambda: swapped("\r\nURL:https://www.example.org/", "\r\nURL:/"),
        ["URL is not a whole web address: '/events/open-day/'"],
    ),
    "ORGANIZER": (
        lambda: swapped("mailto:team@", "team@"),
        ["ORGANIZER is not a mailto address: 'team@example.org'"],
    ),
    "GEO": (lambda: swapped("GEO:55.9", "GEO:95.9"), ["GEO is not a place on earth: '95.953300;-3.188300'"]),
    "a parameter twice": (
        lambda: swapped("SUMMARY;LANGUAGE=gd", "SUMMARY;LANGUAGE=gd;LANGUAGE=en"),
        ["SUMMARY has LANGUAGE twice"],
    ),
    "a control character": (
        lambda: swapped("Come and", "Come\x07and"),
        ["there is a control character"],
    ),
    "a high control character": (
        lambda: swapped("Come and", "Come\x9band"),
        ["there is a control character"],
    ),
    "not NFC": (lambda: swapped("Café", "Cafe\u0301"), ["the text is not in Unicode's form NFC"]),
    "a long line": (
        lambda: swapped("Come and", "Come and " + "x" * 70),
        ["a line is longer than 75 octets: b'DESCRIPTION;LANGUAGE=gd:Come and xxxxxxx'"],
    ),
    "no line at all": (
        lambda: inserted("What is this?"),
        ["this is not a line of a calendar: 'What is this?'"],
    ),
    "an empty line": (lambda: inserted(""), ["this is not a line of a calendar: ''"]),
    "quotes that do not end": (
        lambda: swapped("STATUS:", 'STATUS;X-A="b:'),
        ["this is not a line of a calendar: 'STATUS;X-A=\"b:CONFIRMED'", "STATUS is missing"],
    ),
    "a raw newline in a text": (
        lambda: swapped("Come and", "Come\nand"),
        ["a line ends in CR or LF alone"],
    ),
    "a raw CRLF in a text": (
        lambda: swapped("Come and", "Come\r\nJust and"),
        ["this is not a line of a calendar: 'Just and see.…"],
    ),
    "no CRLF at the end": (lambda: GOOD[:-2], ["the last line does not end in CRLF"]),
    "a fold inside a character": (
        lambda: GOOD.replace("é".encode(), b"\xc3\r\n \xa9"),
        ["a line is not UTF-8 by itself: …"],
    ),
    "no END": (
        lambda: swapped("END:VEVENT\r\n", ""),
        ["BEGIN:VEVENT without its END"],
    ),
    "no SUMMARY to read": (
        lambda: swapped("SUMMARY;LANGUAGE=gd:Café\\, talk", "SUMMARY;LANGUAGE=gd:"),
        ["SUMMARY has 0 characters"],
    ),
    "no DESCRIPTION to read": (
        lambda: (without("DESCRIPTION") + b"").replace(b"TRANSP:", b"DESCRIPTION:\r\nTRANSP:"),
        ["DESCRIPTION has 0 characters"],
    ),
    "a long DESCRIPTION": (
        lambda: without("DESCRIPTION").replace(
            b"TRANSP:", b"DESCRIPTION:" + b"\r\n ".join([b"\\n\\,xx" * 10] * 40) + b"\r\nTRANSP:"
        ),
        ["DESCRIPTION has 1600 characters"],
    ),
    "a second LOCATION": (lambda: inserted("LOCATION:B"), ["LOCATION is there 2 times"]),
    "a comma in LOCATION": (
        lambda: swapped("LOCATION:Hall\\,", "LOCATION:Hall,"),
        ["LOCATION has a comma, semicolon or backslash that is not escaped: 'Hall, 1 Street\\\\, EH1\\\\, and online'"],
    ),
    "a semicolon in CATEGORIES": (
        lambda: swapped("CATEGORIES:One", "CATEGORIES:One;"),
        ["CATEGORIES has an empty part, or a semicolon or backslash that is not escaped: 'One;,Two'"],
    ),
    "a bad escape in CATEGORIES": (
        lambda: swapped("CATEGORIES:One", "CATEGORIES:O\\ne\\x"),
        ["CATEGORIES has an empty part, or a semicolon or backslash that is not escaped: 'O\\\\ne\\\\x,Two'"],
    ),
    "an empty part of CATEGORIES": (
        lambda: swapped("CATEGORIES:One,", "CATEGORIES:One,,"),
        ["CATEGORIES has an empty part, or a semicolon or backslash that is not escaped: 'One,,Two'"],
    ),
    "a name without quotes": (
        lambda: swapped('CN="Example Network"', "CN=Example, Network"),
        ["ORGANIZER has a comma outside of quotes: CN=Example, Network"],
    ),
    "a name with a colon, without quotes": (
        lambda: swapped('CN="Example Network":mailto:team@example.org', "CN=Example: Network:mailto:team@example.org"),
        ["ORGANIZER is not a mailto address: ' Network:mailto:team@example.org'"],
    ),
    "ORGANIZER without a name": (lambda: swapped(';CN="Example Network"', ""), ["ORGANIZER: CN is missing"]),
    "CONFERENCE without FEATURE": (lambda: swapped("FEATURE=VIDEO;", ""), ["CONFERENCE: FEATURE is missing"]),
    "another FEATURE": (
        lambda: swapped("FEATURE=VIDEO", "FEATURE=FILM"),
        ["CONFERENCE: FEATURE is not VIDEO: 'FILM'"],
    ),
    "CONFERENCE without LABEL": (lambda: swapped("LABEL=Join online;", ""), ["CONFERENCE: LABEL is missing"]),
    "an empty LABEL": (
        lambda: swapped("LABEL=Join online;", "LABEL=;"),
        ["CONFERENCE: LABEL is not a name: ''"],
    ),
    "IMAGE without DISPLAY": (lambda: swapped("DISPLAY=BADGE;", ""), ["IMAGE: DISPLAY is missing"]),
    "a media type": (
        lambda: swapped("FMTTYPE=application/pdf", "FMTTYPE=pdf"),
        ["ATTACH: FMTTYPE is not a media type: 'pdf'"],
    ),
    "a language": (
        lambda: swapped("SUMMARY;LANGUAGE=gd", "SUMMARY;LANGUAGE=Gaelic"),
        ["SUMMARY: LANGUAGE is not a language tag: 'Gaelic'"],
    ),
    "a parameter out of place": (lambda: swapped("UID:", "UID;X-A=b:"), ["UID: X-A has no place here"]),
    "TENTATIVE": (
        lambda: swapped("STATUS:CONFIRMED", "STATUS:TENTATIVE"),
        ["STATUS is not CONFIRMED or CANCELLED: 'TENTATIVE'"],
    ),
    "a rule": (
        lambda: inserted("RRULE:FREQ=DAILY;UNTIL=20270101"),
        ["RRULE has no place here"],
    ),
    "a property of nobody": (lambda: inserted("X-A:b"), ["X-A has no place here"]),
    "a paper within the site": (
        lambda: swapped("ATTACH;FMTTYPE=application/pdf:https://www.example.org", "ATTACH;FMTTYPE=application/pdf:"),
        ["ATTACH is not a whole web address: '/files/a.pdf'"],
    ),
    "a tab": (lambda: swapped("Come and", "Come\tand"), ["there is a control character"]),
    "an end of a line of Unicode": (
        lambda: swapped("Come and", "Come\u2028"),
        ["there is a control character"],
    ),
    "a byte order mark inside": (
        lambda: swapped("Come and", "Come\ufeff"),
        ["there is a control character"],
    ),
    "a fold inside an escape": (
        lambda: swapped("Café\\,", "Café\\\\\\\r\n ,"),
        ["a fold cuts an escape in two"],
    ),
    "two in one": (lambda: GOOD + GOOD, ["there is not one VEVENT"]),
    "nothing": (
        lambda: b"",
        [
            "the last line does not end in CRLF", "this is not a line of a calendar: ''",
            "there is not one VEVENT",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EVENT_FAULTS)
def test_each_fault_of_an_event_is_caught(name: str) -> None:
    make, faults = EVENT_FAULTS[name]
    found = lint_event(make())
    assert len(found) == len(faults), found
    for one, expected in zip(found, faults, strict=True):
        said = one.removeprefix("open-day@network.example.org: ").removeprefix("an event: ")
        said = said.removeprefix("open day@network.example.org: ")
        assert said.startswith(expected.removesuffix("…")) if expected.endswith("…") else said == expected


def test_a_fault_says_which_event_has_it() -> None:
    assert lint_event(without("CLASS")) == ["open-day@network.example.org: CLASS is missing"]
    assert lint_event(without("UID")) == ["an event: UID is missing"]


FILE = calendar_of(RICH, event("other"))

CALENDAR_FAULTS: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    "a byte order mark": (
        lambda: b"\xef\xbb\xbf" + FILE,
        ["the file starts with a byte order mark", "BEGIN"],
    ),
    "no CRLF at the end": (lambda: FILE[:-2], ["the last line does not end in CRLF"]),
    "LF everywhere": (
        lambda: FILE.replace(b"\r\n", b"\n"),
        ["the last line does not end in CRLF", "a line ends in CR or LF alone"],
    ),
    "no END of an event": (
        lambda: FILE.replace(b"END:VEVENT\r\n", b"", 1),
        ["there is a VEVENT inside", "without its END"],
    ),
    "no END of the last event": (
        lambda: b"".join(FILE.rpartition(b"END:VEVENT\r\n")[::2]),
        ["there is a VEVENT that is cut off or unknown", "END:VCALENDAR without its BEGIN"],
    ),
    "no END of the calendar": (
        lambda: FILE.replace(b"END:VCALENDAR\r\n", b""),
        ["BEGIN:VCALENDAR without its END"],
    ),
    "something after the calendar": (lambda: FILE + b"X-A:b\r\n", ["X-A stands outside of any component"]),
    "two calendars": (lambda: FILE + FILE, ["there is not one VCALENDAR"]),
    "METHOD": (
        lambda: swapped("VERSION:2.0\r\n", "VERSION:2.0\r\nMETHOD:PUBLISH\r\n", FILE),
        ["METHOD has no place here"],
    ),
    "UID": (
        lambda: swapped("VERSION:2.0\r\n", "VERSION:2.0\r\nUID:a\r\n", FILE),
        ["UID has no place here"],
    ),
    "no VERSION": (lambda: without("VERSION", FILE), ["VERSION is missing"]),
    "VERSION": (lambda: swapped("VERSION:2.0", "VERSION:1.0", FILE), ["VERSION is not 2.0: '1.0'"]),
    "CALSCALE": (lambda: swapped(":GREGORIAN", ":JULIAN", FILE), ["CALSCALE is not GREGORIAN: 'JULIAN'"]),
    "no PRODID": (lambda: without("PRODID", FILE), ["PRODID is missing"]),
    "two names": (
        lambda: swapped("VERSION:2.0\r\n", "VERSION:2.0\r\nNAME:Example Network: events\r\n", FILE),
        ["NAME is there 2 times"],
    ),
    "names that differ": (
        lambda: swapped("\r\nNAME:Example", "\r\nNAME:An example", FILE),
        ["NAME and X-WR-CALNAME differ"],
    ),
    "descriptions that differ": (
        lambda: swapped("X-WR-CALDESC:Coming", "X-WR-CALDESC:All", FILE),
        ["DESCRIPTION and X-WR-CALDESC differ"],
    ),
    "a name that is not escaped": (
        lambda: FILE.replace(b"NAME:Example Network: events", b"NAME:Example, Network"),
        ["NAME has a comma, semicolon or backslash that is not escaped", "X-WR-CALNAME has a comma"],
    ),
    "REFRESH-INTERVAL without VALUE": (
        lambda: swapped("REFRESH-INTERVAL;VALUE=DURATION:", "REFRESH-INTERVAL:", FILE),
        ["REFRESH-INTERVAL: VALUE is missing"],
    ),
    "SOURCE without VALUE": (
        lambda: swapped("SOURCE;VALUE=URI:", "SOURCE:", FILE),
        ["SOURCE: VALUE is missing"],
    ),
    "SOURCE within the site": (
        lambda: swapped("SOURCE;VALUE=URI:https://www.example.org", "SOURCE;VALUE=URI:", FILE),
        ["SOURCE is not a whole web address: '/calendar/events.ics'"],
    ),
    "no change": (
        lambda: FILE.replace(b"LAST-MODIFIED:20261122T100000Z", b"LAST-MODIFIED:20261123T100000Z", 1),
        ["LAST-MODIFIED of the calendar is not that of its newest event"],
    ),
    "a change without Z": (
        lambda: calendar_of().replace(b"20261122T100000Z", b"20261122T100000"),
        ["LAST-MODIFIED is not a time in UTC: '20261122T100000'"],
    ),
    "a UID twice": (
        lambda: calendar_of(RICH, event(title="Another")),
        ["two events have the UID open-day@network.example.org"],
    ),
    "a long UID twice": (
        lambda: calendar_of(event("x" * 90), event("x" * 90, title="Another")),
        [f"two events have the UID {'x' * 90}@network.example.org"],
    ),
    "no zone": (
        lambda: FILE.replace(_zone(), b""),
        ["the time zone Europe/London has 0 definitions", "there is no time zone"],
    ),
    "no zone, and none needed": (
        lambda: calendar_of(event(start="2026-12-03", last="2026-12-03")).replace(_zone(), b""),
        ["there is no time zone"],
    ),
    "the zone twice": (
        lambda: FILE.replace(_zone(), _zone() * 2),
        ["the time zone Europe/London has 2 definitions"],
    ),
    "another zone": (
        lambda: FILE.replace(b"DTSTART;TZID=Europe/London:", b"DTSTART;TZID=Europe/Paris:", 1),
        ["the time zone Europe/Paris has 0 definitions"],
    ),
    "a zone that is not ours": (
        lambda: FILE.replace(b"Europe/London", b"Europe/Dublin"),
        ["X-WR-TIMEZONE is not Europe/London: 'Europe/Dublin'", "'Europe/Dublin' is not a time zone of ours"],
    ),
    "a broken zone": (
        lambda: FILE.replace(b"END:STANDARD\r\n", b""),
        ["END:VTIMEZONE without its BEGIN", "BEGIN:STANDARD without its END"],
    ),
    "one half of a zone": (
        lambda: FILE.replace(_half("DAYLIGHT"), b""),
        ["the zone has not one DAYLIGHT and one STANDARD"],
    ),
    "dates in place of a rule": (
        lambda: FILE.replace(b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", b"RDATE:20270328T010000"),
        ["Europe/London, DAYLIGHT: it has dates (RDATE) in place of a rule", "Europe/London, DAYLIGHT: RRULE is ''"],
    ),
    "another rule": (
        lambda: FILE.replace(b"BYMONTH=3;BYDAY=-1SU", b"BYMONTH=3;BYDAY=1SU"),
        ["Europe/London, DAYLIGHT: RRULE is 'FREQ=YEARLY;BYMONTH=3;BYDAY=1SU'"],
    ),
    "the rule of the other half": (
        lambda: FILE.replace(b"BYMONTH=3", b"BYMONTH=10", 1),
        ["Europe/London, DAYLIGHT: the rule is that of the other half of the year"],
    ),
    "an onset in the wrong clock": (
        lambda: FILE.replace(b"DTSTART:19700329T010000", b"DTSTART:19700329T020000"),
        ["Europe/London, DAYLIGHT: the onset 19700329T020000 is not a change of the clocks, told by the clock before it"],
    ),
    "an onset in UTC": (
        lambda: FILE.replace(b"DTSTART:19701025T020000", b"DTSTART:19701025T010000Z"),
        ["Europe/London, STANDARD: the onset 19701025T010000Z is not"],
    ),
    "an onset on another day": (
        lambda: FILE.replace(b"DTSTART:19701025T020000", b"DTSTART:19701018T020000"),
        ["Europe/London, STANDARD: the onset 19701018T020000 is not"],
    ),
    "offsets the wrong way round": (
        lambda: FILE.replace(b"TZOFFSETTO:+0100", b"TZOFFSETTO:-0100"),
        ["Europe/London, DAYLIGHT: the offsets are wrong"],
    ),
    "a fault of an event": (
        lambda: FILE.replace(b"STATUS:CONFIRMED", b"STATUS:CANCELED", 1),
        ["open-day@network.example.org: STATUS is not CONFIRMED or CANCELLED: 'CANCELED'"],
    ),
    "an empty name": (
        lambda: FILE.replace(b"NAME:Example Network: events", b"NAME:"),
        ["NAME has 0 characters", "X-WR-CALNAME has 0 characters"],
    ),
    "a duration in another form": (
        lambda: swapped("VALUE=DURATION:PT12H", "VALUE=DURATION:12:00:00", FILE),
        [
            "REFRESH-INTERVAL is not a duration of RFC 5545 3.3.6: '12:00:00'",
            "REFRESH-INTERVAL and X-PUBLISHED-TTL differ",
        ],
    ),
    "both durations in another form": (
        lambda: FILE.replace(b":PT12H", b":12:00:00"),
        [
            "REFRESH-INTERVAL is not a duration of RFC 5545 3.3.6: '12:00:00'",
            "X-PUBLISHED-TTL is not a duration of RFC 5545 3.3.6: '12:00:00'",
        ],
    ),
    "a duration of nothing": (
        lambda: FILE.replace(b":PT12H", b":PT"),
        [
            "REFRESH-INTERVAL is not a duration of RFC 5545 3.3.6: 'PT'",
            "X-PUBLISHED-TTL is not a duration of RFC 5545 3.3.6: 'PT'",
        ],
    ),
    "durations that differ": (
        lambda: swapped("TTL:PT12H", "TTL:P1DT2H30M", FILE),
        ["REFRESH-INTERVAL and X-PUBLISHED-TTL differ"],
    ),
    "the name of another zone": (
        lambda: swapped("X-WR-TIMEZONE:Europe/London", "X-WR-TIMEZONE:Europe/Paris", FILE),
        ["X-WR-TIMEZONE is not Europe/London: 'Europe/Paris'"],
    ),
    "a colour in numbers": (
        lambda: swapped("COLOR:indigo", "COLOR:#ff0000", FILE),
        ["COLOR is not the name of a colour in CSS: '#ff0000'"],
    ),
    "a colour of nobody": (
        lambda: swapped("COLOR:indigo", "COLOR:bluish", FILE),
        ["COLOR is not the name of a colour in CSS: 'bluish'"],
    ),
    "a version in PRODID": (
        lambda: swapped("PRODID:-//Example Network//Events//EN", "PRODID:-//collective//icalendar 7.3.0//EN", FILE),
        ["PRODID is not a name of what made it, without a version: '-//collective//icalendar 7.3.0//EN'"],
    ),
    "PRODID in another form": (
        lambda: swapped("PRODID:-//Example Network//Events//EN", "PRODID:Events", FILE),
        ["PRODID is not a name of what made it, without a version: 'Events'"],
    ),
    "events out of order": (
        lambda: _other_way_round(event("a"), event("b", "2026-12-04 10:00", "2026-12-04 11:00")),
        ["a@network.example.org is not in its place: events are sorted by start and UID"],
    ),
    "events at one time out of order": (
        lambda: _other_way_round(event("a"), event("b")),
        ["a@network.example.org is not in its place: events are sorted by start and UID"],
    ),
    "a day and a time out of order": (
        # The day starts at 23:00 in UTC, the night half an hour later.
        lambda: _other_way_round(
            event("a", "2027-07-02", "2027-07-02"), event("b", "2027-07-02 00:30", "2027-07-02 01:00")
        ),
        ["a@network.example.org is not in its place: events are sorted by start and UID"],
    ),
    "another site": (
        lambda: FILE.replace(b"\r\nURL:https://www.example.org/events/other/", b"\r\nURL:http://localhost:8000/events/other/"),
        ["URL leads to another site than SOURCE: http://localhost:8000/events/other/"],
    ),
    "a property of nobody": (
        lambda: swapped("COLOR:indigo", "X-A:b\r\nCOLOR:indigo", FILE),
        ["X-A has no place here"],
    ),
    "no name of a half": (
        lambda: FILE.replace(b"TZNAME:BST\r\n", b""),
        ["Europe/London, DAYLIGHT: TZNAME is missing", "Europe/London, DAYLIGHT: TZNAME is ''"],
    ),
    "the name of the other half": (
        lambda: FILE.replace(b"TZNAME:BST", b"TZNAME:GMT"),
        ["Europe/London, DAYLIGHT: TZNAME is 'GMT'"],
    ),
}  # fmt: skip


def _other_way_round(*events: CalendarEvent) -> bytes:
    """Return a calendar with two events, the second of which should be the first."""
    first, second = events
    data = calendar_of(first, second)
    assert lint_calendar(data) == []
    return data.replace(written(first) + written(second), written(second) + written(first))


def _zone() -> bytes:
    start, end = FILE.index(b"BEGIN:VTIMEZONE"), FILE.index(b"END:VTIMEZONE\r\n") + len(b"END:VTIMEZONE\r\n")
    return FILE[start:end]


def _half(name: str) -> bytes:
    end = f"END:{name}\r\n".encode()
    return FILE[FILE.index(f"BEGIN:{name}".encode()) : FILE.index(end) + len(end)]


@pytest.mark.parametrize("name", CALENDAR_FAULTS)
def test_each_fault_of_a_calendar_is_caught(name: str) -> None:
    make, faults = CALENDAR_FAULTS[name]
    found = lint_calendar(make())
    for expected in faults:
        assert any(expected in one for one in found), (expected, found)
    if len(faults) == 1 and "calendars" not in name and "after" not in name:
        assert len(found) == 1, found


def test_days_before_the_rule_of_the_zone_may_stand_anywhere() -> None:
    # In 1970 the UK had summer time all year, which no rule of ours knows.
    day, night = event("a", "1970-12-03", "1970-12-03"), event("b", "1970-12-03 00:30", "1970-12-03 01:00")
    assert lint_calendar(calendar_of(day, night)) == []


def test_the_colours_are_those_of_css() -> None:
    # A later standard has one more.
    assert {*ImageColor.colormap} - {"rebeccapurple"} == CSS_COLOURS


def test_a_known_event_is_not_looked_at_again() -> None:
    bad = GOOD.replace(b"STATUS:CONFIRMED", b"STATUS:CANCELED")
    data = calendar_of(RICH).replace(GOOD, bad)
    assert lint_calendar(data) == [
        "open-day@network.example.org: STATUS is not CONFIRMED or CANCELLED: 'CANCELED'"
    ]
    assert lint_calendar(data, {bad}) == []
    assert lint_calendar(data, {GOOD}) != []


def test_words_that_name_a_zone_are_not_a_zone() -> None:
    assert lint_calendar(calendar_of(event(title="How to write ;TZID=Europe/Paris:"))) == []


# Across files


def test_events_by_their_uids() -> None:
    other = event("other")
    assert events_in(calendar_of(RICH, other)) == {RICH.uid: GOOD, other.uid: written(other)}
    assert events_in(calendar_of()) == {}


def test_an_event_is_the_same_in_all_files() -> None:
    files = {"calendar/events.ics": calendar_of(RICH, event("other")), "events/open-day.ics": alone(RICH)}
    assert lint_across(files) == []
    files["events/open-day.ics"] = files["events/open-day.ics"].replace(b"SEQUENCE:0", b"SEQUENCE:1")
    assert lint_across(files) == [
        "open-day@network.example.org is not the same in calendar/events.ics and events/open-day.ics"
    ]


@pytest.mark.parametrize(
    ("before", "after", "faults"),
    [
        ({}, {}, []),
        ({}, {"a": (0, "x")}, []),
        ({"a": (1, "x")}, {"a": (1, "x"), "b": (0, "y")}, []),
        ({"a": (1, "x")}, {"a": (2, "y")}, []),
        ({"a": (1, "x")}, {"a": (2, "x")}, []),
        ({"a": (1, "x")}, {"a": (1, "y")}, ["a is rescheduled, but its SEQUENCE stays 1"]),
        ({"a": (2, "x")}, {"a": (1, "y")}, ["a: SEQUENCE falls from 2 to 1"]),
        ({"a": (2, "x")}, {"a": (1, "x")}, ["a: SEQUENCE falls from 2 to 1"]),
        ({"a": (0, "x")}, {"b": (0, "x")}, ["a was published, and is lost without being cancelled"]),
    ],
)
def test_what_was_published_stays_and_its_sequence_rises(
    before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]], faults: list[str]
) -> None:
    assert lint_sequence(before, after) == faults
