"""An offer as a call: what people can join or apply for now."""

from __future__ import annotations

from plugins.core.call import Call
from plugins.core.site import Entry, Site

from .model import Offer


def call(entry: Entry[Offer], site: Site) -> Call | None:
    """Return the call of an offer that is open, or None.

    Something that closes is a call, by its own day or by that of its form; so is a way to join. What is
    always on offer and says so on its page is none.
    """
    item = entry.item
    action = item.call_to_action
    if action is None or item.state_at(site.now) != "open":
        return None
    form = site.find("form", action.form) if action.form else None
    days = [day for day in (item.closes, getattr(form.item, "closes", None) if form else None) if day]
    if days and min(days) < site.today:
        return None  # its form is closed
    if not days and item.kind != "way-to-join":
        return None
    return Call(item.title, min(days, default=None), form.address if form else "")
