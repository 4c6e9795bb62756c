"""What is coming and what is past."""

from __future__ import annotations

from plugins.core.clock import start_of
from plugins.core.site import Entry, Site

from .model import Event


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
