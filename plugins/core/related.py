"""Neighbours of an item: the one before, the one after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .site import Entry
from .view import Link


def places_of(ordered: Sequence[Entry[Any]]) -> dict[str, int]:
    """Return path -> place of each entry, for a line that many entries ask for their neighbours."""
    return {entry.path: place for place, entry in enumerate(ordered)}


def neighbours(
    entry: Entry[Any], ordered: Sequence[Entry[Any]], places: Mapping[str, int] | None = None
) -> tuple[Link | None, Link | None]:
    """Return links to the entries before and after this one in `ordered`; `places` saves the search."""
    at = (places_of(ordered) if places is None else places).get(entry.path)
    if at is None:
        return None, None
    before = ordered[at - 1] if at > 0 else None
    after = ordered[at + 1] if at + 1 < len(ordered) else None
    return (
        Link(before.item.title, before.address) if before else None,
        Link(after.item.title, after.address) if after else None,
    )
