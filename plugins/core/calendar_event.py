"""An event as calendars, search engines and feeds know it: plain values, no stamps, nothing private."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from .clock import Moment, end_of

if TYPE_CHECKING:
    from .view import Picture

State = Literal["confirmed", "cancelled", "postponed"]
Format = Literal["in-person", "online", "hybrid"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where people meet. `geo` is latitude and longitude in degrees."""

    name: str
    address: str = ""
    postcode: str = ""
    access: str = ""
    geo: tuple[float, float] | None = None

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.address, self.postcode) if part)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that goes with an event: its name for people, and its address on the site."""

    text: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One event. `uid` is whole (`open-day@example.org`), `name` its name within the site.

    `start` and `last` are days (all day, `last` part of it) or times in UK time. `alert` is the sentence
    that says how it stands (cancelled, postponed, moved), else empty. `join_link` is there only if the
    editor made it public; `joining` says in words how to get in. `file` is the address of its own
    calendar file. `deleted`: it was published and its page is gone.
    """

    uid: str
    name: str
    title: str
    summary: str
    address: str
    file: str
    start: Moment
    last: Moment
    state: State = "confirmed"
    alert: str = ""
    previous_start: Moment | None = None
    format: Format = "in-person"
    previous_format: Format | None = None
    place: Place | None = None
    join_link: str = ""
    joining: str = ""
    audience: str = ""
    series: str = ""
    topics: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    picture: Picture | None = None
    papers: tuple[Paper, ...] = ()
    free: bool | None = None
    lang: str = "en-GB"
    deleted: bool = False

    @property
    def all_day(self) -> bool:
        """Whether it has days and no times."""
        return not isinstance(self.start, datetime)

    @property
    def end(self) -> Moment:
        """The end that is not part of it: the day after the last day, or the time it ends (RFC 5545 3.6.1)."""
        return self.last if isinstance(self.last, datetime) else self.last + timedelta(days=1)

    @property
    def over_at(self) -> datetime:
        """The instant at which it is past, in UTC."""
        return end_of(self.last)

    @property
    def state_word(self) -> str:
        """`Cancelled`, `Postponed`, `Moved`, `Online`, or nothing: what stands before its title."""
        if self.state != "confirmed":
            return self.state.capitalize()
        if self.previous_start is not None:
            return "Moved"
        return "Online" if self.previous_format and self.format == "online" else ""

    @property
    def titled(self) -> str:
        """Its title with how it stands: `Cancelled: Open day`."""
        return f"{self.state_word}: {self.title}" if self.state_word else self.title

    @property
    def location(self) -> str:
        """Where it is, in one line: the place, `Online`, or both."""
        if self.format == "online" or self.place is None:
            return "Online" if self.format == "online" else ""
        return f"{self.place}, and online" if self.format == "hybrid" else str(self.place)


@dataclass(frozen=True, slots=True)
class Stamps:
    """When an event was announced and last changed (UTC, whole seconds), and how often its plan changed.

    RFC 5545: CREATED 3.8.7.1, LAST-MODIFIED 3.8.7.3 (and DTSTAMP 3.8.7.2), SEQUENCE 3.8.7.4.
    """

    created: datetime
    changed: datetime
    sequence: int


@dataclass(frozen=True, slots=True)
class StampedEvent:
    """An event with its stamps, as calendars get it."""

    event: CalendarEvent
    stamps: Stamps
