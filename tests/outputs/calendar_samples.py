"""Events, publishers and calendars for the tests of calendars."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from plugins.core.calendar_event import CalendarEvent, StampedEvent, Stamps
from plugins.core.clock import UK, Moment, start_of
from plugins.core.subscriptions import Calendar, Identity, Publisher
from plugins.core.written_dates import parse_moment
from plugins.outputs.calendars import calendar, single, vevent

IDENTITY = Identity("network.example.org", 2026)
PUBLISHER = Publisher("Example Network", "https://www.example.org", "en-GB", "team@example.org", IDENTITY)
EVENTS = Calendar("/calendar/events.ics", "Example Network: events", "Coming events.")
CREATED = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
CHANGED = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def moment(text: str) -> Moment:
    """Return what an editor's date means: `2026-12-03`, `2026-12-03 10:00`."""
    return parse_moment(text)


def event(
    name: str = "open-day", start: str = "2026-12-03 10:00", last: str = "2026-12-03 12:00", **more: Any
) -> CalendarEvent:
    values: dict[str, Any] = {
        "title": "Open day",
        "summary": "Come and see.",
        "format": "online",
        **more,
    }
    return CalendarEvent(
        uid=f"{name}@network.example.org",
        name=name,
        address=f"/events/{name}/",
        file=f"/events/{name}.ics",
        start=moment(start),
        last=moment(last),
        **values,
    )


def stamped(one: CalendarEvent, sequence: int = 0, changed: datetime = CHANGED) -> StampedEvent:
    return StampedEvent(one, Stamps(CREATED, changed, sequence))


def written(one: CalendarEvent, sequence: int = 0, publisher: Publisher = PUBLISHER) -> bytes:
    """Return the VEVENT of an event."""
    return vevent(stamped(one, sequence), publisher)


def lines(data: bytes) -> list[str]:
    """Return the content lines of a calendar or an event, their folds undone."""
    return data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def line(data: bytes, name: str) -> str:
    """Return the one line of a property, with its name."""
    [found] = [text for text in lines(data) if text.split(":")[0].split(";")[0] == name]
    return found


def has(data: bytes, name: str) -> bool:
    return any(text.split(":")[0].split(";")[0] == name for text in lines(data))


def in_order(events: Iterable[StampedEvent]) -> list[StampedEvent]:
    return sorted(events, key=lambda one: (start_of(one.event.start), one.event.uid))


def calendar_of(*events: CalendarEvent, sequence: int = 0, changed: datetime = CHANGED) -> bytes:
    """Return a calendar of events, in the order of their starts."""
    found = in_order(stamped(one, sequence, changed) for one in events)
    return calendar(EVENTS, [vevent(one, PUBLISHER) for one in found], changed, PUBLISHER)


def alone(one: CalendarEvent) -> bytes:
    """Return the calendar of one event."""
    return single(stamped(one), written(one), PUBLISHER)


def uk(*parts: int, fold: int = 0) -> datetime:
    """Return a time on the clocks of the UK."""
    return datetime(*parts, tzinfo=UK, fold=fold)  # type: ignore[misc, arg-type]
