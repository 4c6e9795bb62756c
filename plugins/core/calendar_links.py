"""Links that bring an event, or a whole calendar, into the calendar program that a person uses.

Google and Microsoft describe none of these addresses; each is the form that their programs answer to.
The file and `webcal:` links work with every program that reads RFC 5545.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from .calendar_event import CalendarEvent
from .clock import UK, Moment, happens_twice
from .date_words import machine_moment
from .subscriptions import Calendar, Publisher

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = (
    ("Outlook.com", "for personal accounts", "https://outlook.live.com"),
    ("Microsoft 365", "for work or school accounts", "https://outlook.office.com"),
)
"""Microsoft's two calendars on the web."""


@dataclass(frozen=True, slots=True)
class CalendarLink:
    """A link into a calendar program: its name, and in `note` which devices or accounts it is for."""

    label: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Subscription:
    """The ways to subscribe to one calendar.

    `address` is its whole web address, to copy into any program; `ways` lead to the programs that most
    people use. The first opens the calendar program of the device that one is on, which is Apple's on its own.
    """

    address: str
    ways: tuple[CalendarLink, ...]


def subscription_links(calendar: Calendar, publisher: Publisher) -> Subscription:
    """Return the ways to subscribe to a calendar: each program then looks for changes by itself."""
    address = publisher.whole(calendar.address)
    webcal = f"webcal://{address.partition('://')[2]}"
    return Subscription(
        address,
        (
            CalendarLink("Apple Calendar", webcal, "iPhone, iPad, Mac"),
            CalendarLink("Google Calendar", _with(GOOGLE, cid=webcal), "can be 24 hours behind"),
            *(
                CalendarLink(program, _subscribe_in_outlook(host, address, calendar.name), note)
                for program, note, host in OUTLOOK
            ),
        ),
    )


def _subscribe_in_outlook(host: str, address: str, name: str) -> str:
    compose = f"{host}/owa/?path=/calendar/action/compose"
    return _with(compose, rru="addsubscription", url=address, name=name)


def add_links(event: CalendarEvent, publisher: Publisher) -> tuple[CalendarLink, ...]:
    """Return the ways to put one event into a calendar, its own file first. None if it does not take place.

    A joining link is in none of them: the text leads to the page instead.
    """
    if event.state != "confirmed" or event.deleted:
        return ()
    text = f"{event.summary}\n\n{publisher.whole(event.address)}"
    return (
        CalendarLink("Calendar file", event.file, "for any program"),
        CalendarLink("Google Calendar", _add_in_google(event, text)),
        *(CalendarLink(program, _add_in_outlook(host, event, text), note) for program, note, host in OUTLOOK),
    )


def _add_in_google(event: CalendarEvent, text: str) -> str:
    return _with(
        f"{GOOGLE}?action=TEMPLATE",
        text=event.title,
        dates=f"{_google(event.start, event)}/{_google(event.end, event)}",
        ctz=UK.key,
        details=text,
        location=event.location,
    )


def _add_in_outlook(host: str, event: CalendarEvent, text: str) -> str:
    return _with(
        f"{host}/calendar/0/deeplink/compose?path=/calendar/action/compose",
        rru="addevent",
        subject=event.title,
        startdt=machine_moment(event.start),
        enddt=machine_moment(event.end),
        allday="true" if event.all_day else "",
        body=text,
        location=event.location,
    )


def _with(address: str, **query: str) -> str:
    """Return an address with these parts of a query added, without the empty ones (RFC 3986, 3.4)."""
    pairs = [
        f"{name}={quote(value, safe='/' if name in ('dates', 'ctz') else '')}"
        for name, value in query.items()
        if value
    ]
    return f"{address}{'&' if '?' in address else '?'}{'&'.join(pairs)}"


def _google(moment: Moment, event: CalendarEvent) -> str:
    """`20261203T100000`, the time in the UK; in UTC (`…Z`) if the event touches the hour that happens twice."""
    if not isinstance(moment, datetime):
        return f"{moment:%Y%m%d}"
    if happens_twice(event.start) or happens_twice(event.end):
        return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{moment.astimezone(UK):%Y%m%dT%H%M%S}"
