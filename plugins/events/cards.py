"""An event as an item of a list."""

from __future__ import annotations

from itertools import islice

from plugins.core.date_words import machine_time, span_words
from plugins.core.site import Entry, Site
from plugins.core.view import Badge, Card

from .model import FORMATS, Event
from .schedule import is_past, upcoming
from .wording import lower


def highlights(site: Site, about: str) -> tuple[Card, ...]:
    """Return the next three events that take place, or those about one topic."""
    found = (
        entry
        for entry in upcoming(site)
        if entry.item.event_status == "confirmed" and (not about or about in entry.item.topics)
    )
    return tuple(event_card(entry, site) for entry in islice(found, 3))


def event_badges(entry: Entry[Event], site: Site) -> tuple[Badge, ...]:
    """Return the labels that say how an event stands: cancelled, postponed, past, moved, now online."""
    item = entry.item
    if item.event_status == "cancelled":
        return (Badge("Cancelled", "alert"),)
    if item.event_status == "postponed":
        return (Badge("Postponed", "alert"),)
    if is_past(entry, site):
        return (Badge("Past", "closed"),)
    if item.previous_start is not None:
        return (Badge("Moved", "alert"),)
    return (Badge(f"Now {lower(FORMATS[item.format])}", "alert"),) if item.previous_format else ()


def event_card(entry: Entry[Event], site: Site) -> Card:
    """Return an event as an item of a list; its kicker says when and in which form it is."""
    item = entry.item
    kicker = f"{span_words(item.start, item.last)} · {FORMATS[item.format]}"
    return site.card(entry, kicker, datetime=machine_time(item.start), badges=event_badges(entry, site))
