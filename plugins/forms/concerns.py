"""What somebody should look at in a form."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.concern import Concern
from plugins.core.date_words import date_words
from plugins.core.item import opening_state
from plugins.core.site import Entry, Site

from .model import Form


def concerns(entry: Entry[Form], site: Site) -> Iterator[Concern]:
    """Yield that a form has closed."""
    item = entry.item
    if item.closes and opening_state(item.opens, item.closes, site.now) == "after":
        yield Concern(
            "over",
            f"It closed on {date_words(item.closes)}. Give it new dates, or take it away with the links to it.",
            item.closes,
        )
