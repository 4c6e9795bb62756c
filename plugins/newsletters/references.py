"""What is wrong between an issue and all else: a shared id, dates that are not its events', an empty issue."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.problems import Problem
from plugins.core.remarks import no_text
from plugins.core.site import Entry, Site
from plugins.core.weekday_slips import weekday_slips

from .event_dates import event_dates
from .feed_ids import uid_problems
from .model import Newsletter


def references(entry: Entry[Newsletter], site: Site) -> Iterator[Problem]:
    """Yield an id that an issue shares, dates that are not its events', a wrong name of its file, and an empty issue."""
    item = entry.item
    yield from uid_problems(entry, site)
    yield from event_dates(entry, site)
    yield from weekday_slips(entry.document, item.date, undated=True)
    if re.fullmatch(r"\d{4}-\d\d", entry.name) and entry.name != str(item.issue):
        yield Problem(
            entry.path, *entry.document.position(("issue",)), "newsletter-file",
            f"The file is called {entry.name}.md, but the issue is {item.issue}.",
            f"write {entry.name}, or rename the file to {item.issue}.md",
            "warning",
        )  # fmt: skip
    if item.status != "draft":
        yield from no_text(entry.document, entry.body.html)
