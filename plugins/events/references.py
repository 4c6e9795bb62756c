"""What is wrong between an event and all else: names that are not there, a shared id, days that are not its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from plugins.core.clock import Moment
from plugins.core.problems import Problem, nearest
from plugins.core.site import Entry, Site, refer, unknown_name

from .calendar import uid_problems
from .model import Event
from .other_dates import other_dates
from .remarks import remarks
from .said_off import said_off
from .ways_in import ways_in
from .weekdays import weekday_problems


def references(entry: Entry[Event], site: Site) -> Iterator[Problem]:
    """Yield what an event names and is not there, an id that it shares, and days in its words that are not its own."""
    item = entry.item
    series = site.organisation.series
    if item.series and item.series not in series:
        yield unknown_name(entry, ("series",), "series", item.series, series, "site.yaml")
    if item.booking and item.booking.form:
        yield from refer(entry, site, ("booking", "form"), "form", "form", item.booking.form)
    yield from _missing_papers(entry, site)
    yield from uid_problems(entry, site)
    yield from _told_twice(entry, site)
    yield from weekday_problems(entry)
    yield from other_dates(entry)
    yield from remarks(entry, site)
    yield from ways_in(entry, site)
    yield from said_off(entry, site)


def _told_twice(entry: Entry[Event], site: Site) -> Iterator[Problem]:
    """Yield what a copy of a file is known by: another event has its title and its start."""

    def by_title() -> dict[tuple[str, Moment], list[str]]:
        found: dict[tuple[str, Moment], list[str]] = defaultdict(list)
        for other in site.of("event", Event):
            found[other.item.title.casefold(), other.item.start].append(other.path)
        return found

    same = site.once("events by title and start", by_title).get(
        (entry.item.title.casefold(), entry.item.start), []
    )
    others = [path for path in sorted(same) if path != entry.path]
    if others and entry.path == max(same):
        yield Problem(
            entry.path, *entry.document.position(("title",)), "event-twice",
            "Another event has the same title and the same start.",
            f"give this one its own title and times, or delete it: the other one is {others[0]}.",
            "warning",
        )  # fmt: skip


def _missing_papers(entry: Entry[Event], site: Site) -> Iterator[Problem]:
    for number, paper in enumerate(entry.item.papers):
        if paper.file not in site.files:
            line, column = entry.document.position(("papers", number, "file"))
            close = nearest(paper.file, sorted(site.files))
            yield Problem(
                entry.path, line, column, "file-nowhere",
                f"There is no file called {paper.file}.",
                f"write {close}" if close else "put the file into content/files and write its name here.",
            )  # fmt: skip
