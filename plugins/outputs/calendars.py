"""Calendars: one VEVENT for each event, and the files that hold them.

RFC 5545 (iCalendar), RFC 7986 (NAME, IMAGE, CONFERENCE, …). An event has the same bytes in every file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files
from urllib.parse import quote

from icalendar import Event, vText, vUri
from icalendar.prop import vInline

from plugins.core.calendar_event import StampedEvent
from plugins.core.clock import UK, Moment, happens_twice
from plugins.core.subscriptions import Calendar, Publisher

from .calendar_text import description, folded, media_type, one_line, plain, uri

# The zone is data, since libraries write zones as lists of dates, which clients misread. Its line
# ends are put right here, because version control may have changed them.
ZONE = b"".join(
    line + b"\r\n" for line in (files(__package__) / "europe_london.ics").read_bytes().splitlines()
)
"""The VTIMEZONE of Europe/London: the rule of the European Union, in force since 1996 (RFC 5545 3.6.5)."""

ZONE_NAME = "Europe/London"
ZONE_SINCE = 1996
"""Before that year the clocks changed on other days, so times are in UTC."""

REFRESH = "PT12H"
"""How often clients may look for changes (RFC 7986 5.7)."""
COLOUR = "indigo"
"""A name of a colour in CSS 3: RFC 7986 5.9 allows no other form."""


def vevent(stamped: StampedEvent, publisher: Publisher) -> bytes:
    """Return the VEVENT of an event, with its BEGIN and END lines (RFC 5545 3.6.1).

    `publisher` gives the start of whole addresses and the organiser. Nothing private is in `stamped`.
    """
    event, stamps = stamped.event, stamped.stamps
    made = Event()
    language = {"LANGUAGE": event.lang} if event.lang != publisher.lang else {}
    made.add("uid", vText(event.uid))
    # Without METHOD, DTSTAMP is the time of the last revision: RFC 5545 3.8.7.2.
    for name in ("dtstamp", "last-modified"):
        made.add(name, stamps.changed)
    made.add("created", stamps.created)
    made.add("sequence", stamps.sequence)
    _add_moment(made, "dtstart", event.start)
    _add_moment(made, "dtend", event.end)
    title = one_line(event.titled) or event.name
    made.add("summary", vText(title), language)
    made.add("description", vText(description(event, publisher) or title), language)
    if event.location:
        made.add("location", vText(one_line(event.location)))
    if event.place and event.place.geo and event.format != "online":
        # As six decimals (RFC 5545 3.8.1.6): the library would write a small number as 1e-05.
        made.add("geo", vInline(";".join(f"{round(degrees, 6) + 0.0:.6f}" for degrees in event.place.geo)))
    categories = [words for words in map(one_line, event.categories) if words]
    if categories:
        made.add("categories", categories)
    takes_place = event.state == "confirmed"
    made.add("status", "CONFIRMED" if takes_place else "CANCELLED")
    made.add("transp", "OPAQUE" if takes_place else "TRANSPARENT")
    made.add("class", "PUBLIC")
    made.add("url", vUri(uri(event.address, publisher)))
    made.add("organizer", _mailto(publisher), {"CN": one_line(publisher.name)})
    if event.join_link:
        parameters = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join online"}
        made.add("conference", vUri(uri(event.join_link, publisher)), parameters)
    if event.picture:
        parameters = {"VALUE": "URI", "DISPLAY": "BADGE", **media_type(event.picture.src)}
        made.add("image", vUri(uri(event.picture.src, publisher)), parameters)
    for paper in event.papers:
        made.add("attach", vUri(uri(paper.address, publisher)), media_type(paper.address))
    # Folded here: the library does it a character at a time, which takes longer than all the rest.
    return b"".join(folded(line) for line in made.content_lines() if line)


def calendar(calendar: Calendar, vevents: Sequence[bytes], changed: datetime, publisher: Publisher) -> bytes:
    """Return a calendar of many events, whose VEVENTs are given in their order (RFC 5545 3.4).

    `changed` is the newest change of an event in it, aware.
    """
    return _calendar(
        name=calendar.name,
        summary=calendar.summary,
        source=calendar.address,
        page=_page(calendar),
        changed=changed,
        vevents=vevents,
        publisher=publisher,
    )


def single(stamped: StampedEvent, vevent: bytes, publisher: Publisher) -> bytes:
    """Return the calendar of one event, which has the same VEVENT as in any other."""
    event = stamped.event
    return _calendar(
        name=event.title,
        summary=event.summary or event.alert,
        source=event.file,
        page=event.address,
        changed=stamped.stamps.changed,
        vevents=[vevent],
        publisher=publisher,
    )


def _calendar(
    *,
    name: str,
    summary: str,
    source: str,
    page: str,
    changed: datetime,
    vevents: Sequence[bytes],
    publisher: Publisher,
) -> bytes:
    """Return a VCALENDAR: its properties, the zone, and VEVENTs as they are.

    It has no METHOD (this is a publication, not a message) and no UID (some clients would take all
    events of the file for one).
    """
    maker = one_line(publisher.name).replace("//", "/")
    words = one_line(name) or publisher.identity.domain
    title, about = _text(words), _text(plain(summary) or words)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_text(f'-//{maker}//Events//EN')}",
        "CALSCALE:GREGORIAN",
        f"NAME:{title}",
        f"X-WR-CALNAME:{title}",
        f"DESCRIPTION:{about}",
        f"X-WR-CALDESC:{about}",
        f"X-WR-TIMEZONE:{ZONE_NAME}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        f"SOURCE;VALUE=URI:{uri(source, publisher)}",
        f"URL:{uri(page, publisher)}",
        f"LAST-MODIFIED:{changed.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"COLOR:{COLOUR}",
    )
    return b"".join((*map(folded, lines), ZONE, *vevents, b"END:VCALENDAR\r\n"))


def _text(words: str) -> str:
    """Return words as a TEXT value (RFC 5545 3.3.11)."""
    return str(vText(words).to_ical().decode())


def _page(calendar: Calendar) -> str:
    """Return where people can read the same events."""
    if calendar.series:
        return f"/events/series/{calendar.series}/"
    return "/events/past/" if calendar.whole else "/events/"


def _add_moment(made: Event, name: str, moment: Moment) -> None:
    """Add a start or an end: a day, a time in the zone, or a time in UTC where clients misread the zone."""
    if not isinstance(moment, datetime):
        made.add(name, moment)
        return
    local = moment.astimezone(UK)
    # In the hour that happens twice, clients disagree on what a local time means, even for the first.
    if happens_twice(local) or local.year < ZONE_SINCE:
        made.add(name, moment.astimezone(UTC))
    else:
        made.add(name, local.replace(tzinfo=None, fold=0), {"TZID": ZONE_NAME})


def _mailto(publisher: Publisher) -> str:
    """Return the organiser's address (RFC 6068 2), or one that nobody reads, since there has to be one."""
    mailbox = publisher.mailbox or f"no-reply@{publisher.identity.domain}"
    return "mailto:" + quote(mailbox, safe="@!$'*+")
