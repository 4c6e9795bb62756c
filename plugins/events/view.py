"""Views of events: one event, and the lists: upcoming, past by year, by series, topic and format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from markupsafe import Markup

from plugins.core.clock import Moment, day_of, start_of
from plugins.core.date_words import (
    date_words,
    duration_words,
    full_date_words,
    machine_time,
    month_words,
    span_words,
    time_words,
)
from plugins.core.problems import Problem
from plugins.core.related import neighbours, places_of
from plugins.core.schema import opening_state
from plugins.core.site import ContentType, Entry, Section, Site, nearest_by_topics, refer, unknown_name
from plugins.core.view import Action, Badge, Card, Facet, Fact, Group, Link, View

from .model import FORMATS, Event, address


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView(View):
    """One event. `alert` says that it is cancelled, postponed, moved or over."""

    html: Markup
    when: str
    starts_at: str
    alert: str
    facts: tuple[Fact, ...]
    access: str
    action: Action | None
    previous: Link | None
    next: Link | None
    related: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsView(View):
    """A list of events: `groups` holds a month each (a year each for what is past)."""

    groups: tuple[Group, ...]
    facets: tuple[Facet, ...]
    empty: str
    more: Link | None


# What is coming and what is past


def _by_start(site: Site) -> list[Entry[Event]]:
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
        "events upcoming", lambda: [entry for entry in _by_start(site) if not is_past(entry, site)]
    )


def past(site: Site) -> list[Entry[Event]]:
    """Return the events that are over, the latest first."""
    return site.once(
        "events past", lambda: [entry for entry in reversed(_by_start(site)) if is_past(entry, site)]
    )


def highlights(site: Site, about: str) -> tuple[Card, ...]:
    """Return the next events that take place, or those about one topic."""
    return tuple(
        event_card(entry, site)
        for entry in upcoming(site)
        if entry.item.event_status == "confirmed" and (not about or about in entry.item.topics)
    )


# One event


def view(entry: Entry[Event], site: Site) -> EventView:
    """Make the view of an event."""
    item = entry.item
    line, places = _line(site, item.series)
    previous, following = neighbours(entry, line, places)
    words = site.organisation.sections.events
    values = site.page_values(entry, apart=date_words(day_of(item.start)))
    values["badges"] = _badges(entry, site) + values["badges"]
    return EventView(
        template="event.html",
        html=site.html(entry),
        when=span_words(item.start, item.last),
        starts_at=machine_time(item.start),
        alert=_alert(entry, site),
        facts=tuple(_facts(entry, site)),
        access=(item.venue.access or "") if item.venue else "",
        action=_action(entry, site),
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
        **values,
    )


def _line(site: Site, series: str | None) -> tuple[list[Entry[Event]], dict[str, int]]:
    """Return the events of a series, or all, in the order of their starts, and each one's place."""

    def make() -> tuple[list[Entry[Event]], dict[str, int]]:
        line = [entry for entry in _by_start(site) if not series or entry.item.series == series]
        return line, places_of(line)

    return site.once(f"events line {series}", make)


RELATED_FROM = 20
"""Related events are looked for among so many coming ones of the series and of each topic."""


def _candidates(entry: Entry[Event], site: Site) -> list[Entry[Event]]:
    """Return coming events that may be related, those of the same series first."""

    def make() -> dict[str, list[Entry[Event]]]:
        found: dict[str, list[Entry[Event]]] = {}
        for other in upcoming(site):
            for key in (f"series {other.item.series}", *other.item.topics):
                found.setdefault(key, []).append(other)
        return found

    by_key = site.once("events by series and topic", make)
    keys = [f"series {entry.item.series}"] if entry.item.series else []
    keys += entry.item.topics
    chosen = {other.path: other for key in keys for other in by_key.get(key, ())[:RELATED_FROM]}
    return list(chosen.values())


def _alert(entry: Entry[Event], site: Site) -> str:
    item = entry.item
    note = f" {item.status_note}" if item.status_note else ""
    if item.event_status == "cancelled":
        return f"This event is cancelled.{note}"
    if item.event_status == "postponed":
        return f"This event is postponed.{note}"
    if is_past(entry, site):
        return "This event has taken place."
    if item.previous_start is not None:
        return f"This event has moved. It was to start on {_moment_words(item.previous_start)}.{note}"
    return note.strip()


def _moment_words(moment: Moment) -> str:
    words = full_date_words(day_of(moment))
    return f"{words} at {time_words(moment)}" if isinstance(moment, datetime) else words


def _badges(entry: Entry[Event], site: Site) -> tuple[Badge, ...]:
    item = entry.item
    if item.event_status == "cancelled":
        return (Badge("Cancelled", "alert"),)
    if item.event_status == "postponed":
        return (Badge("Postponed", "alert"),)
    if is_past(entry, site):
        return (Badge("Past", "closed"),)
    return (Badge("Moved", "alert"),) if item.previous_start is not None else ()


def _facts(entry: Entry[Event], site: Site) -> Iterator[Fact]:
    item = entry.item
    zone = "" if item.all_day else " (UK time)"
    yield Fact("When", span_words(item.start, item.last) + zone, datetime=machine_time(item.start))
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
    if item.booking and item.booking.places:
        yield Fact("Places", str(item.booking.places))
    if item.series and item.series in site.organisation.series:
        yield Fact("Series", site.organisation.series[item.series].name, f"/events/series/{item.series}/")
    for topic, words in site.topic_names(item):
        yield Fact("Topic", words, f"/events/topics/{topic}/")


def _action(entry: Entry[Event], site: Site) -> Action | None:
    item, booking = entry.item, entry.item.booking
    if booking is None or is_past(entry, site) or item.event_status != "confirmed":
        return None
    href = f"/forms/{booking.form}/" if booking.form else booking.link
    if not href:
        return None
    closes = booking.closes or item.start
    state = opening_state(booking.opens, closes, site.now)
    if state == "before" and booking.opens is not None:
        return Action("Book a place", note=f"Booking opens on {_moment_words(booking.opens)}.")
    if state == "after":
        return Action("Book a place", note=f"Booking closed on {_moment_words(closes)}.")
    note = f"Booking closes on {_moment_words(booking.closes)}." if booking.closes else ""
    return Action("Book a place", href, note)


def event_card(entry: Entry[Event], site: Site) -> Card:
    """Return an event as an item of a list; its kicker says when and in which form it is."""
    item = entry.item
    kicker = f"{span_words(item.start, item.last)} · {FORMATS[item.format]}"
    return site.card(entry, kicker, datetime=machine_time(item.start), badges=_badges(entry, site))


# Lists


def sections(site: Site) -> Iterator[Section]:
    """List every page of events: each topic, series and format has one, also while it is empty."""
    yield Section("/events/", "upcoming")
    yield Section("/events/past/", "past")
    for year in _past_years(site):
        yield Section(f"/events/past/{year}/", "year", year)
    for series in site.organisation.series:
        yield Section(f"/events/series/{series}/", "series", series)
    for topic in site.organisation.topics:
        yield Section(f"/events/topics/{topic}/", "topic", topic)
    for form in FORMATS:
        yield Section(f"/events/formats/{form}/", "format", form)


def _past_years(site: Site) -> list[str]:
    return sorted({str(day_of(entry.item.start).year) for entry in past(site)}, reverse=True)


def section_view(section: Section, site: Site) -> EventsView:
    """Make one list of events."""
    words = site.organisation.sections.events
    title, summary, empty = _words(section, site)
    trail = [site.home(), Link(words.title, "/events/", current=section.kind == "upcoming")]
    if section.kind == "year":
        trail.append(Link("Past events", "/events/past/"))
    if section.kind != "upcoming":
        trail.append(Link(title, section.address, current=True))
    return EventsView(
        template="events.html",
        address=section.address,
        title=title,
        head_title=title,
        summary=summary,
        lang=site.lang,
        breadcrumbs=tuple(trail),
        groups=tuple(_groups(section, site)),
        facets=tuple(_facets(section, site)),
        empty=empty,
        more=Link("See past events", "/events/past/") if section.kind == "upcoming" else None,
    )


def _words(section: Section, site: Site) -> tuple[str, str, str]:
    organisation = site.organisation
    words = organisation.sections.events
    if section.kind == "past":
        return "Past events", "What we have held before, the latest first.", "There are no past events yet."
    if section.kind == "year":
        return f"Past events of {section.key}", f"What we held in {section.key}.", words.empty
    if section.kind == "series":
        series = organisation.series[section.key]
        return (
            f"{series.name}: events",
            series.summary,
            f"No events of {series.name} are planned at the moment.",
        )
    if section.kind == "topic":
        topic = organisation.topics[section.key]
        return (
            f"Events on {_lower(topic.name)}",
            topic.summary,
            f"No events on {_lower(topic.name)} are planned at the moment.",
        )
    if section.kind == "format":
        form = _lower(FORMATS[section.key])
        return (
            f"Events held {form}",
            f"All events that take place {form}.",
            f"No events held {form} are planned at the moment.",
        )
    return words.title, words.summary, words.empty


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _groups(section: Section, site: Site) -> Iterator[Group]:
    if section.kind == "past":
        yield from _by_year(past(site), site)
    elif section.kind == "year":
        entries = [entry for entry in past(site) if str(day_of(entry.item.start).year) == section.key]
        yield from _by_month(entries, site)
    elif section.kind == "upcoming":
        yield from _by_month(upcoming(site), site)
    else:
        chosen = _chosen(section)
        yield from _by_month([entry for entry in upcoming(site) if chosen(entry)], site)
        before = [entry for entry in past(site) if chosen(entry)]
        if before:
            yield Group("Past events", tuple(event_card(entry, site) for entry in before), "past")


def _chosen(section: Section) -> Any:
    if section.kind == "series":
        return lambda entry: entry.item.series == section.key
    if section.kind == "topic":
        return lambda entry: section.key in entry.item.topics
    return lambda entry: entry.item.format == section.key


def _by_month(entries: Iterable[Entry[Event]], site: Site) -> Iterator[Group]:
    for (year, month), found in groupby(entries, key=lambda entry: _month(entry)):
        cards = tuple(event_card(entry, site) for entry in found)
        yield Group(month_words(year, month), cards, f"month-{year}-{month:02}")


def _month(entry: Entry[Event]) -> tuple[int, int]:
    day = day_of(entry.item.start)
    return day.year, day.month


def _by_year(entries: Iterable[Entry[Event]], site: Site) -> Iterator[Group]:
    for year, found in groupby(entries, key=lambda entry: day_of(entry.item.start).year):
        cards = tuple(event_card(entry, site) for entry in found)
        yield Group(
            str(year), cards, f"year-{year}", more=Link(f"All of {year} by month", f"/events/past/{year}/")
        )


def _facets(section: Section, site: Site) -> Iterator[Facet]:
    def link(text: str, href: str) -> Link:
        return Link(text, href, current=href == section.address)

    yield Facet("When", (link("Upcoming", "/events/"), link("Past", "/events/past/")))
    if section.kind in ("past", "year"):
        yield Facet("Year", tuple(link(year, f"/events/past/{year}/") for year in _past_years(site)))
    yield Facet("Format", tuple(link(words, f"/events/formats/{form}/") for form, words in FORMATS.items()))
    for title, names, folder in (
        ("Series", site.organisation.series, "series"),
        ("Topic", site.organisation.topics, "topics"),
    ):
        if names:
            yield Facet(
                title, tuple(link(named.name, f"/events/{folder}/{name}/") for name, named in names.items())
            )


def references(entry: Entry[Event], site: Site) -> Iterator[Problem]:
    """Yield the series and the form that an event names and that are not there."""
    item = entry.item
    series = site.organisation.series
    if item.series and item.series not in series:
        yield unknown_name(entry, ("series",), "series", item.series, series, "site.yaml")
    if item.booking and item.booking.form:
        yield from refer(entry, site, ("booking", "form"), "form", "form", item.booking.form)


TYPE = ContentType(
    name="event",
    folder="events",
    model=Event,
    address=address,
    view=view,
    sections=sections,
    section_view=section_view,
    references=references,
    highlights=highlights,
)
