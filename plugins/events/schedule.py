"""What is coming and what is past, and an event as an item of a list."""

from __future__ import annotations

from itertools import islice

from plugins.core.clock import start_of
from plugins.core.date_words import (
    machine_time,
    span_words,
)
from plugins.core.site import Entry, Site
from plugins.core.view import Badge, Card

from .model import FORMATS, Event
from .wording import lower


def by_start(site: Site) -> list[Entry[Event]]:
    """Return the live events in the order of their starts."""
    return site.once(
        "events by start",
        lambda: sorted(site.of("event", Event), key=lambda entry: (start_of(entry.item.start), entry.name)),
    )


def is_past(entry: Entry[Event], site: Site) -> bool:
    """Say whether an event is over."""
    return entry.item.over_at <= site.now


def upcoming(site: Site) -> list[Entry[Event]]:
    """Return the events that are not over, the next one first."""
    return site.once(
        "events upcoming", lambda: [entry for entry in by_start(site) if not is_past(entry, site)]
    )


def past(site: Site) -> list[Entry[Event]]:
    """Return the events that are over, the latest first."""
    return site.once(
        "events past", lambda: [entry for entry in reversed(by_start(site)) if is_past(entry, site)]
    )


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
