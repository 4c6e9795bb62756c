"""What somebody should look at in a testimonial: whether its permission still holds."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.concern import PERMISSION_SOON, Concern
from plugins.core.date_words import date_words
from plugins.core.placeholders import is_open
from plugins.core.site import Entry, Site

from .model import Testimonial


def concerns(entry: Entry[Testimonial], site: Site) -> Iterator[Concern]:
    """Yield that a permission has expired, expires soon, or is not known yet."""
    item = entry.item
    if is_open(item.permission):
        yield Concern(
            "permission", f"The day of permission is not known yet. Ask {item.person}, and note the day."
        )
    if item.expires is None:
        return
    day = date_words(item.expires)
    if item.expires < site.today:
        words = f"Permission expired on {day}, so it is no longer shown. Ask {item.person} again, or delete the file."
        yield Concern("permission", words, item.expires)
    elif item.expires - site.today <= PERMISSION_SOON:
        words = f"Permission expires on {day}. Ask {item.person} whether the words may stay."
        yield Concern("permission", words, item.expires)
