"""Neighbours of an item: the one before, the one after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .site import Entry
from .view import Link


def neighbours(entry: Entry[Any], ordered: Sequence[Entry[Any]]) -> tuple[Link | None, Link | None]:
    """Return links to the entries before and after this one in `ordered`."""
    paths = [other.path for other in ordered]
    if entry.path not in paths:
        return None, None
    at = paths.index(entry.path)
    before = ordered[at - 1] if at > 0 else None
    after = ordered[at + 1] if at + 1 < len(ordered) else None
    return (
        Link(before.item.title, before.address) if before else None,
        Link(after.item.title, after.address) if after else None,
    )
