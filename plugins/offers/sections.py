"""The tree of offers: its order, its roots, and its page."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.site import Entry, Section, Site

from .model import KINDS, Offer


def in_order(site: Site) -> list[Entry[Offer]]:
    """Return the offers as their editors order them."""
    return site.once(
        "offers",
        lambda: sorted(site.of("offer", Offer), key=lambda entry: (entry.item.order, entry.name)),
    )


def roots(site: Site) -> dict[str, list[Entry[Offer]]]:
    """Return the offers that belong to no other, by kind, without kinds that have none."""
    found = {
        kind: [
            entry
            for entry in in_order(site)
            if entry.item.kind == kind and not (entry.item.parent and site.find("offer", entry.item.parent))
        ]
        for kind in KINDS
    }
    return {kind: entries for kind, entries in found.items() if entries}


def sections(site: Site) -> Iterator[Section]:
    """List the one page of all offers."""
    yield Section("/offers/", "all", fragments=tuple(roots(site)))
