"""An event as feeds announce it."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.announcement import Announcement
from plugins.core.calendar_event import CalendarEvent
from plugins.core.site import Entry, Site
from plugins.core.subscriptions import item_name

from .model import Event
from .wording import booking_words, days_words, when_words


def announcement(entry: Entry[Event], site: Site) -> Announcement:
    """Return what feeds say of an event. Nothing in it is private, and nothing depends on now."""
    # Made once for calendars, feeds and pages. Only live items are announced, so it is there.
    item, event = entry.item, site.calendar_events()[entry.path]
    return Announcement(
        name=item_name("event", event.name),
        kind=entry.type.name,
        title=f"{event.titled} ({days_words(item)})",
        address=event.address,
        summary=event.summary,
        lang=event.lang,
        day=item.date,
        topics=event.topics,
        categories=tuple(words for _, words in site.topic_names(item)),
        links=(event.join_link,) if event.join_link else (),
        lead=event.alert,
        facts=tuple(_facts(item, event)),
        start=event.start,
        last=event.last,
        location=event.location,
        enclosure=event.file,
        picture=event.picture,
    )


def _facts(item: Event, event: CalendarEvent) -> Iterator[tuple[str, str]]:
    yield "When", when_words(item)
    if event.location:
        yield "Where", event.location
    joining = " ".join(part for part in (event.joining, event.join_link) if part)
    if joining:
        yield "How to join", joining
    if event.audience:
        yield "Who it is for", event.audience
    booking = booking_words(item)
    if booking:
        yield "Booking", booking
