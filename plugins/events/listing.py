"""Views of lists of events: upcoming, past by year, by series, topic and format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from plugins.core.alternates import calendar_alternate, feed_alternate
from plugins.core.clock import day_of
from plugins.core.date_words import (
    month_words,
)
from plugins.core.site import Entry, Section, Site
from plugins.core.subscriptions import calendars, feeds
from plugins.core.view import Alternate, Facet, Group, Link, View

from .cards import event_card
from .model import FORMATS, Event
from .schedule import past, upcoming
from .sections import past_years


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsView(View):
    """A list of events: `groups` holds a month each (a year each for what is past).

    `subscribe` leads to the calendar of the list, or of all events.
    """

    groups: tuple[Group, ...]
    facets: tuple[Facet, ...]
    empty: str
    more: Link | None
    subscribe: Link | None


RECENT = 20
"""A list of coming events shows so many past ones too; the years hold all."""


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
        # What is past needs no calendar.
        subscribe=None
        if section.kind in ("past", "year")
        else subscribe_link(section.key if section.kind == "series" else None),
        alternates=tuple(_alternates(section, site)),
    )


def subscribe_link(series: str | None) -> Link:
    """Return the way to the calendar of a series, or to that of all events."""
    if series:
        return Link("Get the whole series in your calendar", f"/subscribe/#series_{series}")
    return Link("Get all our events in your calendar", "/subscribe/#your_calendar")


def _alternates(section: Section, site: Site) -> Iterator[Alternate]:
    """Yield the calendar of a series, the feed of a topic."""
    if section.kind == "series":
        for calendar in calendars(site.organisation):
            if calendar.series == section.key:
                yield calendar_alternate(calendar)
    if section.kind == "topic":
        for feed in feeds(site.organisation):
            if feed.topic == section.key:
                yield feed_alternate(feed)


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
        yield from _by_year(past(site)[:RECENT], site)
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
            more = Link("All past events", "/events/past/") if len(before) > RECENT else None
            cards = tuple(event_card(entry, site) for entry in before[:RECENT])
            yield Group("Past events", cards, "past", more=more)


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
        yield Facet("Year", tuple(link(year, f"/events/past/{year}/") for year in past_years(site)))
    yield Facet("Format", tuple(link(words, f"/events/formats/{form}/") for form, words in FORMATS.items()))
    for title, names, folder in (
        ("Series", site.organisation.series, "series"),
        ("Topic", site.organisation.topics, "topics"),
    ):
        if names:
            yield Facet(
                title, tuple(link(named.name, f"/events/{folder}/{name}/") for name, named in names.items())
            )
