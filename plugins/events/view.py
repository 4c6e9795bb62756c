"""The view of an event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from plugins.core.calendar_links import CalendarLink, add_links
from plugins.core.clock import day_of
from plugins.core.date_words import (
    date_words,
    duration_words,
    machine_time,
    moment_words,
    span_words,
)
from plugins.core.item import opening_state
from plugins.core.related import neighbours, places_of
from plugins.core.site import Entry, Site, nearest_by_topics
from plugins.core.view import Action, Alternate, Card, Fact, Link, View

from .cards import event_badges, event_card
from .listing import subscribe_link
from .model import FORMATS, Event
from .schedule import by_start, is_past, upcoming
from .wording import standing, when_words


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView(View):
    """One event.

    `alert` says that it is cancelled, postponed, moved or over; `add` puts it into a calendar,
    and `subscribe` leads to the calendar that it is in.
    """

    html: Markup
    when: str
    starts_at: str
    alert: str
    facts: tuple[Fact, ...]
    access: str
    action: Action | None
    add: tuple[CalendarLink, ...]
    subscribe: Link
    previous: Link | None
    next: Link | None
    related: tuple[Card, ...]


def view(entry: Entry[Event], site: Site) -> EventView:
    """Make the view of an event."""
    item = entry.item
    line, places = _line(site, item.series)
    previous, following = neighbours(entry, line, places)
    words = site.organisation.sections.events
    values = site.page_values(entry, apart=date_words(day_of(item.start)))
    values["badges"] = event_badges(entry, site) + values["badges"]
    happening = site.calendar_events()[entry.path]
    return EventView(
        template="event.html",
        html=site.html(entry),
        when=span_words(item.start, item.last),
        starts_at=machine_time(item.start),
        alert=_alert(entry, site),
        facts=tuple(_facts(entry, site)),
        access=(item.venue.access or "") if item.venue else "",
        action=_action(entry, site),
        add=() if is_past(entry, site) else add_links(happening, site.publisher),
        subscribe=subscribe_link(item.series if item.series in site.organisation.series else None),
        previous=previous,
        next=following,
        related=tuple(
            event_card(other, site) for other in nearest_by_topics(entry, _candidates(entry, site))
        ),
        breadcrumbs=(
            site.home(),
            Link(words.title, "/events/"),
            *([Link("Past events", "/events/past/")] if is_past(entry, site) else []),
            Link(item.title, entry.address, current=True),
        ),
        alternates=(Alternate(item.title, happening.file, "text/calendar"),),
        **values,
    )


def _line(site: Site, series: str | None) -> tuple[list[Entry[Event]], dict[str, int]]:
    """Return the events of a series, or all, in the order of their starts, and each one's place."""

    def make() -> tuple[list[Entry[Event]], dict[str, int]]:
        line = [entry for entry in by_start(site) if not series or entry.item.series == series]
        return line, places_of(line)

    return site.once(f"events line {series}", make)


RELATED_FROM = 20
"""Related events are looked for among so many coming ones of the series and of each topic."""


def _candidates(entry: Entry[Event], site: Site) -> list[Entry[Event]]:
    """Return coming events that may be related, those of the same series first."""

    def make() -> dict[str, list[Entry[Event]]]:
        found: dict[str, list[Entry[Event]]] = {}
        for other in upcoming(site):
            if other.item.event_status != "confirmed":
                continue
            for key in (f"series {other.item.series}", *other.item.topics):
                found.setdefault(key, []).append(other)
        return found

    by_key = site.once("events by series and topic", make)
    keys = [f"series {entry.item.series}"] if entry.item.series else []
    keys += entry.item.topics
    chosen = {other.path: other for key in keys for other in by_key.get(key, ())[:RELATED_FROM]}
    return list(chosen.values())


def _alert(entry: Entry[Event], site: Site) -> str:
    if entry.item.event_status == "confirmed" and is_past(entry, site):
        return "This event has taken place."
    return standing(entry.item)


def _facts(entry: Entry[Event], site: Site) -> Iterator[Fact]:
    item = entry.item
    yield Fact("When", when_words(item), datetime=machine_time(item.start))
    yield Fact("How long", duration_words(item.start, item.last))
    yield Fact("Format", FORMATS[item.format], f"/events/formats/{item.format}/")
    if item.venue:
        parts = (item.venue.name, item.venue.address, item.venue.postcode)
        yield Fact("Where", ", ".join(part for part in parts if part))
        if item.venue.access:
            yield Fact("Getting in and around", item.venue.access)
    if item.online:
        if item.online.link and item.online.public:
            yield Fact("Join online", item.online.link, item.online.link)
        if item.online.joining:
            yield Fact("How to join", item.online.joining)
    if item.audience:
        yield Fact("Who it is for", item.audience)
    if item.free is not None:
        yield Fact("Cost", "Free" if item.free else "There is a charge")
    if item.booking and item.booking.places:
        yield Fact("Places", str(item.booking.places))
    for paper in item.papers:
        yield Fact("Paper", paper.text, f"/files/{paper.file}")
    if item.series and item.series in site.organisation.series:
        yield Fact("Series", site.organisation.series[item.series].name, f"/events/series/{item.series}/")
    for topic, words in site.topic_names(item):
        yield Fact("Topic", words, f"/events/topics/{topic}/")


def _action(entry: Entry[Event], site: Site) -> Action | None:
    item, booking = entry.item, entry.item.booking
    if booking is None or is_past(entry, site) or item.event_status != "confirmed":
        return None
    href = f"{entry.address}book/" if booking.form else booking.link
    if not href:
        return None
    closes = booking.closes or item.start
    state = opening_state(booking.opens, closes, site.now)
    if state == "before" and booking.opens is not None:
        return Action("Book a place", note=f"Booking opens on {moment_words(booking.opens)}.")
    if state == "after":
        return Action("Book a place", note=f"Booking closed on {moment_words(closes)}.")
    note = f"Booking closes on {moment_words(booking.closes)}." if booking.closes else ""
    return Action("Book a place", href, note)
