"""Dates of events in an issue: they must be those of the event that the same line links to.

Only what is certain is told: a line with one link to an event and one date, in an issue that people still act on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from plugins.core.calendar_event import CalendarEvent
from plugins.core.clock import MONTHS, day_of
from plugins.core.date_words import date_words
from plugins.core.late_patterns import late
from plugins.core.problems import Problem
from plugins.core.prose import without_code
from plugins.core.site import Entry, Site

from .model import Newsletter

CURRENT = timedelta(days=31)
"""For so long after it was sent, people act on what an issue says; an older one is history."""

_LINK = late(r"\]\(([^()\s]*)\)")
_EVENT = late(r"(?:\.\./|/|[{|]filename[}|]/?)events/([a-z0-9-]+)(?:\.md|/)(?:#.*)?")
_DATE = late(rf"(?<![\d/.:-])(?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)})(?: (?P<year>\d{{4}}))?(?!\w)")
_ANOTHER_DATE = late(
    r"\b(?:book\w*|register|apply|applications?|clos\w+|deadline|by|until|before|after|from|since|moves?|moved|was|were"
    r"|instead|postponed|announced|repl\w+|not)\b",
    re.IGNORECASE,
)
"""Words by which a date may be another than that of the event."""


def event_dates(entry: Entry[Newsletter], site: Site) -> Iterator[Problem]:
    """Yield a warning for each date in an issue that is not one of the event beside it."""
    if entry.item.status != "draft" and entry.item.date < day_of(site.now) - CURRENT:
        return
    for number, line in enumerate(without_code(entry.document.body).split("\n")):
        links, dates = _LINK.findall(line), list(_DATE.finditer(line))
        target = _EVENT.fullmatch(links[0]) if len(links) == 1 else None
        if target is None or len(dates) != 1 or _ANOTHER_DATE.search(_LINK.sub("", line)):
            continue
        event = _event(target[1], site)
        if event is not None and not _is_of(event, dates[0]):
            place = (entry.path, entry.document.body_line + number, dates[0].start() + 1)
            first = date_words(day_of(event.start))
            yield Problem(
                *place, "newsletter-event-date",
                f"The event is on {first}, but this line says {dates[0][0]}.",
                "write the date of the event, or correct the event.", "warning",
            )  # fmt: skip


def _event(name: str, site: Site) -> CalendarEvent | None:
    found = site.find("event", name)
    return found.type.calendar_event(found, site) if found else None


def _is_of(event: CalendarEvent, written: re.Match[str]) -> bool:
    days = [day_of(event.start), day_of(event.last)]
    if event.previous_start is not None:
        days.append(day_of(event.previous_start))
    return any(_means(written, day) for day in days) or _is_between(event, written)


def _means(written: re.Match[str], day: date) -> bool:
    same = (int(written["day"]), written["month"]) == (day.day, MONTHS[day.month - 1])
    return same and (not written["year"] or int(written["year"]) == day.year)


def _is_between(event: CalendarEvent, written: re.Match[str]) -> bool:
    first, last = day_of(event.start), day_of(event.last)
    return any(
        _means(written, first + timedelta(days=number)) for number in range(min((last - first).days, 62))
    )
