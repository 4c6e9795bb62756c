"""What is wrong between an issue and all else: a shared id, dates that are not its events', an empty issue."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.date_words import date_words, month_words
from plugins.core.problems import Problem
from plugins.core.remarks import no_text
from plugins.core.site import Entry, Site
from plugins.core.weekday_slips import weekday_slips

from .event_dates import event_dates
from .feed_ids import uid_problems
from .model import Newsletter

LATE = 7
"""An issue may be sent so many days into the next month; later, the month or the date is more likely wrong."""


def references(entry: Entry[Newsletter], site: Site) -> Iterator[Problem]:
    """Yield an id that an issue shares, dates that are not its events' or its own, a wrong file name, an empty issue."""
    item = entry.item
    yield from uid_problems(entry, site)
    yield from event_dates(entry, site)
    yield from weekday_slips(entry.document, item.date, undated=True)
    months = (item.date.year - item.issue.year) * 12 + item.date.month - item.issue.month
    if months == 1 and item.date.day > LATE:
        yield Problem(
            entry.path, *entry.document.position(("date",)), "newsletter-late",
            f"The date is {date_words(item.date)}, after the month of the issue, "
            f"{month_words(item.issue.year, item.issue.month)}.",
            "correct the one that is wrong.",
            "warning",
        )  # fmt: skip
    if re.fullmatch(r"\d{4}-\d\d", entry.name) and entry.name != str(item.issue):
        yield Problem(
            entry.path, *entry.document.position(("issue",)), "newsletter-file",
            f"The file is called {entry.name}.md, but the issue is {item.issue}.",
            f"write {entry.name}, or rename the file to {item.issue}.md",
            "warning",
        )  # fmt: skip
    if item.status != "draft":
        yield from no_text(entry.document, entry.body.html)
