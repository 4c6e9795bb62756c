"""What somebody should look at in an event."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.clock import day_of, end_of
from plugins.core.concern import Concern
from plugins.core.date_words import date_words
from plugins.core.site import Entry, Site

from .model import Event
from .schedule import is_past


def concerns(entry: Entry[Event], site: Site) -> Iterator[Concern]:
    """Yield that an event is over while its settings say that people can still book, or that it is postponed."""
    item, booking = entry.item, entry.item.booking
    if not is_past(entry, site):
        return
    over = day_of(item.last)
    if item.event_status == "postponed":
        yield Concern(
            "over",
            f"It was postponed, and its old date, {date_words(over)}, has passed. "
            "Give it its new date, or set event_status to cancelled.",
            over,
        )
    elif (
        item.event_status == "confirmed" and booking and booking.closes and end_of(booking.closes) > site.now
    ):
        yield Concern(
            "over",
            f"It took place on {date_words(over)}, but booking closes on {date_words(day_of(booking.closes))}. "
            "Correct the day on which booking closes.",
            over,
        )
