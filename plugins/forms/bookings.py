"""Events that people book with a form: what the form needs to know of them.

Types do not import each other, so an event is known here by what calendars show of it and by its
setting `booking`. Only events that are not over count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plugins.core.calendar_event import CalendarEvent
from plugins.core.clock import Moment, end_of, start_of
from plugins.core.date_words import moment_words, span_words
from plugins.core.item import opening_state
from plugins.core.problems import Problem
from plugins.core.site import Entry, Site
from plugins.core.weekday_slips import weekday_slips

from .model import Form
from .remarks import remarks


@dataclass(frozen=True, slots=True)
class Booking:
    """An event with its form. `opens` and `closes` are days or times in UK time; `places` None: as many as come."""

    event: Entry[Any]
    form: Entry[Form]
    happening: CalendarEvent
    opens: Moment | None
    closes: Moment
    places: int | None

    @property
    def name(self) -> str:
        """The name of the event."""
        return self.event.name

    @property
    def when(self) -> str:
        """`Thursday 3 December 2026, 10am to 11am`"""
        return span_words(self.happening.start, self.happening.last)

    @property
    def address(self) -> str:
        """The address of the booking page."""
        return booking_address(self.name)

    def closed(self, now: datetime) -> str:
        """Return why nobody can book now, or nothing."""
        if self.happening.state != "confirmed":
            return self.happening.alert
        state = opening_state(self.opens, self.closes, now)
        if state == "before" and self.opens is not None:
            return f"Booking opens on {moment_words(self.opens)}."
        if state == "after":
            return f"Booking closed on {moment_words(self.closes)}."
        return ""


def booking_address(event: str) -> str:
    """Return the address of the page where an event is booked."""
    return f"/events/{event}/book/"


def booked_with(site: Site) -> Iterator[tuple[Entry[Any], Entry[Form]]]:
    """Yield each live event that is not over and is booked with a live form, in the order of their files."""
    for event in site.entries.get("event", ()):
        booking = event.item.booking
        form = site.find("form", booking.form) if booking is not None and booking.form else None
        if form is not None and form.item.kind == "book" and event.item.over_at > site.now:
            yield event, form


def bookings(site: Site) -> tuple[Booking, ...]:
    """Return what can be booked with a form, now, later or no more, by the start of the events."""

    def make() -> tuple[Booking, ...]:
        happenings = site.calendar_events()
        found = [
            Booking(
                event=event,
                form=form,
                happening=happenings[event.path],
                opens=event.item.booking.opens,
                closes=event.item.booking.closes or event.item.start,
                places=event.item.booking.places or None,
            )
            for event, form in booked_with(site)
        ]
        return tuple(sorted(found, key=lambda one: (start_of(one.happening.start), one.name)))

    return site.once("bookings", make)


HEALTH = "health"
"""The function itself answers at /f/health, to say that it is there."""


def reference_problems(entry: Entry[Form], site: Site) -> Iterator[Problem]:
    """Yield what is wrong between a form and all else."""
    if entry.name == HEALTH:
        yield Problem(
            entry.path, 0, 0, "form-file-reserved",
            f"A form's file cannot be called {HEALTH}.md: its answers could not be sent.",
            "give the file another name.",
        )  # fmt: skip
    yield from weekday_slips(entry.document, site.today)
    yield from remarks(entry)
    yield from booking_problems(entry, site)


def booking_problems(entry: Entry[Form], site: Site) -> Iterator[Problem]:
    """Yield the events that are to be booked with a form that gives no places."""
    if entry.item.kind == "book":
        return
    for event in site.entries.get("event", ()):
        booking = event.item.booking
        if booking is not None and booking.form == entry.name:
            line, column = event.document.position(("booking", "form"))
            yield Problem(
                event.path, line, column, "booking-form-kind",
                f"The form {entry.name} is no form for bookings: its kind is {entry.item.kind}.",
                "name a form with kind: book",
            )  # fmt: skip


def instant(moment: Moment | None, *, closing: bool = False) -> str | None:
    """Return a day or time as an instant in UTC; a closing day lasts to its end."""
    if moment is None:
        return None
    return (end_of if closing else start_of)(moment).isoformat()
