"""The pages that list events."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.clock import day_of
from plugins.core.site import Section, Site

from .model import FORMATS
from .schedule import past


def sections(site: Site) -> Iterator[Section]:
    """List every page of events: each topic, series and format has one, also while it is empty."""
    yield Section("/events/", "upcoming")
    yield Section("/events/past/", "past")
    for year in past_years(site):
        yield Section(f"/events/past/{year}/", "year", year)
    for series in site.organisation.series:
        yield Section(f"/events/series/{series}/", "series", series)
    for topic in site.organisation.topics:
        yield Section(f"/events/topics/{topic}/", "topic", topic)
    for form in FORMATS:
        yield Section(f"/events/formats/{form}/", "format", form)


def past_years(site: Site) -> list[str]:
    """Return the years in which events have taken place, the latest first."""
    return sorted({str(day_of(entry.item.start).year) for entry in past(site)}, reverse=True)
