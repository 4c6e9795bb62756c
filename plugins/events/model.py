"""An event: `content/events/<name>.md` at `/events/<name>/`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Literal

from plugins.core.clock import Moment, end_of, start_of
from plugins.core.date_words import date_words, full_date_words, time_words
from plugins.core.fields import (
    CalendarId,
    Day,
    Flag,
    Geo,
    Line,
    LinkTo,
    Slug,
    When,
    Whole,
    field,
    one_of,
)
from plugins.core.item import Item
from plugins.core.model import Model, Rule

LONGEST_DAY = timedelta(hours=10)
"""What lasts longer on one day is not likely to be meant."""

FORMATS = {"in-person": "In person", "online": "Online", "hybrid": "In person and online"}


class Venue(Model):
    """Where people meet."""

    name: Line = field("Venue name", "The name of the place.", "Example Hall")
    address: Line | None = field(
        "Venue address", "Street and town.", "1 Example Street, Edinburgh", default=None
    )
    postcode: Line | None = field("Venue postcode", "The postcode.", "EH1 1AA", default=None)
    access: Line | None = field(
        "Venue access",
        "How people get in and around.",
        "Step-free entrance and a hearing loop.",
        default=None,
    )
    geo: Geo | None = field(
        "Map position",
        "Latitude and longitude in degrees, north first; calendars and maps use them.",
        "55.9533, -3.1883",
        default=None,
    )


class Online(Model):
    """How people join online."""

    link: LinkTo | None = field(
        "Online link", "The address to join at.", "https://meet.example.org/a", default=None
    )
    public: Flag = field("Public link", "true shows the link to everybody.", "false", default=False)
    joining: Line | None = field(
        "Joining", "How people get in.", "We send the link the day before.", default=None
    )


class Booking(Model):
    """How people book."""

    form: Slug | None = field("Booking form", "The name of a form.", "event-booking", default=None)
    link: LinkTo | None = field("Booking link", "Where to book.", "https://book.example.org/a", default=None)
    opens: When | None = field("Booking opens", "The first day or time to book.", "2026-11-01", default=None)
    closes: When | None = field("Booking closes", "The last day or time to book.", "2026-12-01", default=None)
    places: Whole | None = field("Places", "How many can come.", "20", default=None)


class Paper(Model):
    """A document that goes with an event."""

    text: Line = field("Paper name", "What people see.", "Agenda")
    file: Line = field("Paper file", "The file's name in content/files.", "agenda.pdf")


class Event(Item):
    """One event. Days alone mean all day, and the end day is part of it."""

    start: When = field("Start", "The day, or the day and time, that it starts.", "2026-12-03 10:00")
    end: When | None = field("End", "The last day, or the time it ends.", "2026-12-03 12:00", default=None)
    format: Annotated[Literal["in-person", "online", "hybrid"], one_of(*FORMATS)] = field(
        "Format", "in-person, online or hybrid.", "online"
    )
    previous_format: Annotated[Literal["in-person", "online", "hybrid"], one_of(*FORMATS)] | None = field(
        "Previous format",
        "How it was to be held before that changed: in-person, online or hybrid.",
        "in-person",
        default=None,
    )
    venue: Venue | None = field("Venue", "Where it is.", {"name": "Example Hall"}, default=None)
    online: Online | None = field(
        "Online", "How to join online.", {"joining": "We send the link."}, default=None
    )
    series: Slug | None = field("Series", "The series it belongs to.", "peer-learning-network", default=None)
    audience: Line | None = field("Audience", "Who it is for.", "Anyone in public services", default=None)
    free: Flag | None = field(
        "Free", "true if taking part costs nothing, false if it has a price.", "true", default=None
    )
    papers: tuple[Paper, ...] = field(
        "Papers",
        "Documents that go with it, such as an agenda.",
        [{"text": "Agenda", "file": "agenda.pdf"}],
        default=(),
    )
    date: Day | None = field("Announced", "The day it was announced.", "2026-11-01", default=None)
    event_status: Annotated[
        Literal["confirmed", "postponed", "cancelled"], one_of("confirmed", "postponed", "cancelled")
    ] = field("Event status", "confirmed, postponed or cancelled.", "confirmed", default="confirmed")
    status_note: Line | None = field(
        "Status note", "A sentence on what changed.", "The speaker is ill.", default=None
    )
    previous_start: When | None = field(
        "Previous start", "When it was to start before it moved.", "2026-11-26 10:00", default=None
    )
    booking: Booking | None = field("Booking", "How to book.", {"form": "event-booking"}, default=None)
    uid: CalendarId | None = field(
        "Calendar id",
        "The old name of its file, after you rename it, so that calendars know it is the same event.",
        "open-day-2026",
        default=None,
    )

    @property
    def all_day(self) -> bool:
        """Whether the event has days and no times."""
        return not isinstance(self.start, datetime)

    @property
    def last(self) -> Moment:
        """The end as given; an all-day event without one lasts its day."""
        return self.start if self.end is None else self.end

    @property
    def over_at(self) -> datetime:
        """The instant at which the event is past; an all-day event lasts to the end of its last day."""
        return end_of(self.last)

    def seen(self) -> dict[str, object]:
        """Return the fields that people see: a joining link that is not public is none of them."""
        found = super().seen()
        found.pop("uid", None)
        if self.online and not self.online.public:
            found["online"] = self.online.model_copy(update={"link": None})
        return found

    def rules(self) -> Iterator[Rule]:
        """Start and end belong together, and the place fits the format."""
        yield from super().rules()
        yield from self._time_rules()
        if self.format != "online" and self.venue is None:
            yield (
                ("format",),
                "event-venue",
                "An event in person needs a venue.",
                "add\n     venue:\n       name: the name of the place",
            )
        if self.previous_start is not None and start_of(self.previous_start) == start_of(self.start):
            yield (
                ("previous_start",),
                "event-not-moved",
                "Previous start must differ from the start.",
                "write when the event was to start before it moved, or take the line out.",
            )
        if self.previous_format == self.format:
            yield (
                ("previous_format",),
                "event-format-same",
                "Previous format must differ from the format.",
                "write how the event was to be held before, or take the line out.",
            )
        if self.booking:
            booking = self.booking
            if booking.form and booking.link:
                yield (
                    ("booking", "link"),
                    "booking-ways",
                    "Booking must lead to one place, a form or a link.",
                    "take out one of the two.",
                )
            if booking.opens and booking.closes and start_of(booking.closes) < start_of(booking.opens):
                yield (
                    ("booking", "closes"),
                    "booking-order",
                    "Booking must not close before it opens.",
                    "change one of the two dates.",
                )
            if booking.places == 0:
                yield (
                    ("booking", "places"),
                    "booking-places",
                    "Places must be 1 or more, but it is 0.",
                    "write how many can come, or take the line out if there is no limit.",
                )

    def _time_rules(self) -> Iterator[Rule]:
        if self.end is None:
            if not self.all_day:
                yield (
                    ("start",),
                    "event-end-missing",
                    "End is missing.",
                    "add the time it ends, such as\n     end: 2026-12-03 12:00",
                )
            return
        if isinstance(self.end, datetime) != isinstance(self.start, datetime):
            yield (
                ("end",),
                "event-end-kind",
                "Start and end must both be days, or both have a time.",
                "give both a time (2026-12-03 10:00) or neither (2026-12-03).",
            )
            return
        if isinstance(self.start, datetime) and isinstance(self.end, datetime):
            if start_of(self.end) <= start_of(self.start):
                words = f"{time_words(self.start)} on {full_date_words(self.start.date())}"
                later = self.end + timedelta(hours=12)
                # 10:00 to 02:00: on the 12-hour clock it would be right.
                afternoon = (
                    self.end.hour < 12
                    and later.date() == self.start.date()
                    and timedelta(0) < later - self.start <= LONGEST_DAY
                )
                yield (
                    ("end",),
                    "event-end-before-start",
                    f"End must be after the start, {words}.",
                    f"write {later:%Y-%m-%d %H:%M} if {time_words(later)} is meant."
                    if afternoon
                    else "change the end to a later time, or correct the start.",
                )
        elif start_of(self.end) < start_of(self.start):
            yield (
                ("end",),
                "event-end-before-start",
                f"End must not be before the start, {date_words(self.start)}.",
                "change the end to the last day, or correct the start.",
            )


def address(name: str, event: Item | None) -> str:
    """Return the address of an event."""
    return f"/events/{name}/"
