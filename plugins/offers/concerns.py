"""What somebody should look at in an offer."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.concern import Concern
from plugins.core.date_words import date_words
from plugins.core.site import Entry, Site

from .model import Offer


def concerns(entry: Entry[Offer], site: Site) -> Iterator[Concern]:
    """Yield that an offer has closed by its date while its state still says open."""
    item = entry.item
    if item.state == "open" and item.closes and item.state_at(site.now) == "closed":
        yield Concern(
            "over",
            f"It closed on {date_words(item.closes)}. Give it new dates, or set its state to closed or archived.",
            item.closes,
        )
