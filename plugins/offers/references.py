"""What is wrong between an offer and all else: its parent, its order among siblings, its form."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.problems import Problem
from plugins.core.site import Entry, Site, refer
from plugins.core.weekday_slips import weekday_slips

from .model import Offer


def references(entry: Entry[Offer], site: Site) -> Iterator[Problem]:
    """Yield what is wrong with the parent, the order among siblings and the form of an offer."""
    yield from weekday_slips(entry.document, site.today)
    item = entry.item
    if item.parent:
        yield from refer(entry, site, ("parent",), "offer", "offer", item.parent)
        yield from _circle(entry, site)
    if item.call_to_action and item.call_to_action.form:
        yield from refer(entry, site, ("call_to_action", "form"), "form", "form", item.call_to_action.form)
    for other in site.of("offer", Offer):
        same = (other.item.parent, other.item.kind, other.item.order) == (item.parent, item.kind, item.order)
        if item.order and same and other.path < entry.path:
            line, column = entry.document.position(("order",))
            yield Problem(
                entry.path, line, column, "offer-order",
                f"Order {item.order} is already taken by {other.name}.",
                "give one of the two another number.",
            )  # fmt: skip


def _circle(entry: Entry[Offer], site: Site) -> Iterator[Problem]:
    seen = [entry.name]
    current = entry.item.parent
    while current:
        if current == entry.name:
            if entry.name != min(seen):
                return  # told at the first of the circle
            line, column = entry.document.position(("parent",))
            yield Problem(
                entry.path, line, column, "offer-circle",
                f"{entry.name} would belong to itself: {' → '.join([*seen, current])}.",
                "name another parent, or take the line out.",
            )  # fmt: skip
            return
        if current in seen:
            return
        seen.append(current)
        parent = site.find("offer", current)
        current = parent.item.parent if parent else None
