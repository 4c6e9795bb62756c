"""A form as a call: what people can send until a day."""

from __future__ import annotations

from plugins.core.call import Call
from plugins.core.item import opening_state
from plugins.core.site import Entry, Site

from .model import Form


def call(entry: Entry[Form], site: Site) -> Call | None:
    """Return the call of a form that is open and closes on a day, or None."""
    item = entry.item
    if item.closes is None or opening_state(item.opens, item.closes, site.now) != "open":
        return None
    return Call(item.title, item.closes, entry.address)
