"""The published state: what each publish build leaves for the next, so that changes can be told.

`published.json` holds, for each address, the hash of the file behind it and when that last changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from plugins.core.site import Change, Entry, change_since

VERSION = 1


class PublishedStateDamaged(ValueError):
    """The file is not a published state that this project wrote. The message says what is wrong."""


@dataclass(frozen=True, slots=True)
class PublishedState:
    """Address -> (hash of the file, when it last changed)."""

    items: Mapping[str, tuple[str, datetime]] = field(default_factory=dict)


def read_published(data: bytes) -> PublishedState:
    """Read what `published` wrote. Raises PublishedStateDamaged; never starts afresh silently."""
    try:
        found = json.loads(data)
        if found["version"] != VERSION:
            raise PublishedStateDamaged(
                f"it has version {found['version']}, and this project reads {VERSION}"
            )
        items = {
            address: (str(item["hash"]), datetime.fromisoformat(item["changed"]))
            for address, item in found["items"].items()
        }
        if any(changed.tzinfo is None for _, changed in items.values()):
            raise PublishedStateDamaged("it is not whole (a time without its offset)")
        return PublishedState(items)
    except PublishedStateDamaged:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PublishedStateDamaged(f"it is not whole ({type(error).__name__})") from None


def last_changed(
    entry: Entry[Any], digest: str, before: PublishedState | None, now: datetime, *, publish: bool
) -> tuple[Change, datetime | None]:
    """Return the words for the foot of an item's page, and the time for the next published state."""
    if entry.item.sample or entry.item.status == "draft":
        return Change(""), None
    known = before.items.get(entry.address) if before else None
    if known and known[0] == digest:
        return change_since("Last changed", known[1]), known[1]
    if publish:
        return change_since("Last changed", now), now
    if known:
        return change_since("Changed since it was last published on", known[1]), known[1]
    return Change("Not published yet"), None


def published(items: Iterable[tuple[str, str, datetime]]) -> bytes:
    """Return the published state of (address, hash, last changed) as JSON, sorted by address."""
    return (
        json.dumps(
            {
                "version": VERSION,
                "items": {
                    address: {
                        "hash": digest,
                        "changed": changed.astimezone(UTC).isoformat(timespec="seconds"),
                    }
                    for address, digest, changed in sorted(items)
                },
            },
            indent=1,
        )
        + "\n"
    ).encode()
