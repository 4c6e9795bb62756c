"""What is odd about the times of an event: not wrong in itself, but seldom meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from plugins.core.clock import Moment, end_of, start_of
from plugins.core.date_words import date_words, full_date_words, moment_words, time_words
from plugins.core.problems import Problem
from plugins.core.setting_repairs import Location
from plugins.core.site import Entry, Site

from . import place_remarks
from .model import Event
from .wording import days_of

NIGHT = range(1, 7)
"""The hours from 1am to 6:59am, in which few events start; many were meant for the afternoon."""

LONG = 14
"""Days after which an event is more likely a wrong month or year."""

LATE = timedelta(days=180)
"""An event may be written down when it is over, but not so much later: a year is mistyped."""

FAR_AHEAD = timedelta(days=3 * 366)
"""Nothing is planned so far ahead: a year is mistyped."""


def remarks(entry: Entry[Event], site: Site) -> Iterator[Problem]:
    """Yield what an editor should check about when an event is, and when it can be booked and seen."""
    item = entry.item
    for location, code, message, fix in (*_times(item, site), *_order(item)):
        yield Problem(entry.path, *entry.document.position(location), code, message, fix, "warning")
    for location, code, message, fix, severity in place_remarks.remarks(item):
        yield Problem(entry.path, *entry.document.position(location), code, message, fix, severity)


Found = tuple[Location, str, str, str]


def _times(item: Event, site: Site) -> Iterator[Found]:
    first, last = days_of(item)
    start = item.start
    if isinstance(start, datetime) and start.hour in NIGHT and first == last:
        later = start + timedelta(hours=12)
        yield (
            ("start",), "event-at-night",
            f"The event starts at {time_words(start)}, in the night.",
            f"write {later:%Y-%m-%d %H:%M} if {time_words(later)} is meant.",
        )  # fmt: skip
    if (last - first).days >= LONG:
        yield (
            ("end",), "event-long",
            f"The event lasts {(last - first).days + 1} days, from {date_words(first)} to {date_words(last)}.",
            "correct the day, the month or the year of the start or the end.",
        )  # fmt: skip
    if start_of(start) > site.now + FAR_AHEAD:
        yield (
            ("start",), "event-far-ahead",
            f"The event is on {full_date_words(first)}, in more than three years.",
            "correct the year.",
        )  # fmt: skip


def _order(item: Event) -> Iterator[Found]:
    over, booking = item.over_at, item.booking
    starts = moment_words(item.start)
    if item.date is not None and start_of(item.date) > over + LATE:
        yield (
            ("date",), "event-announced-late",
            f"The event was announced on {date_words(item.date)}, after it was over.",
            "correct the date, or the year of the start.",
        )  # fmt: skip
    if booking and booking.closes and _ends_after(booking.closes, over):
        yield (
            ("booking", "closes"), "booking-after-event",
            f"Booking closes on {moment_words(booking.closes)}, after the event is over.",
            f"write a day before it starts, {starts}.",
        )  # fmt: skip
    if booking and booking.opens and start_of(booking.opens) >= start_of(item.start):
        yield (
            ("booking", "opens"), "booking-too-late",
            f"Booking opens on {moment_words(booking.opens)}, when the event has started.",
            f"write a day before it starts, {starts}.",
        )  # fmt: skip
    if item.publish_from and start_of(item.publish_from) >= over:
        yield (
            ("publish_from",), "event-shown-late",
            f"The event appears on {moment_words(item.publish_from)}, after it is over.",
            f"write a day before it starts, {starts}.",
        )  # fmt: skip
    if item.publish_until and start_of(item.publish_until) <= start_of(item.start):
        yield (
            ("publish_until",), "event-gone-early",
            f"The event disappears on {moment_words(item.publish_until)}, before it starts.",
            "write a day after it ends, or take the line out.",
        )  # fmt: skip


def _ends_after(closes: Moment, over: datetime) -> bool:
    """Say whether booking goes on when an event is over; a day alone may be the last day of the event."""
    if isinstance(closes, datetime):
        return start_of(closes) > over
    return end_of(closes) > over and start_of(closes) >= over
