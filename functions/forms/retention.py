"""How long items are kept. Nothing that is unsent, and nobody who is on a list, ever expires."""

from __future__ import annotations

from datetime import datetime, timedelta

from .letters import HELD
from .stores import Item

UNCONFIRMED = 8
"""How many days a subscription waits to be confirmed: one more than its link works."""


def unsent(item: Item) -> bool:
    """Say whether mail is still to be sent (dead mail waits for a person), or a booking still to be answered."""
    waits = any(entry["state"] in ("waiting", "dead") for entry in item["outbox"])
    return waits or (bool(item.get("event")) and item.get("place") is None)


def expires(item: Item) -> int | None:
    """Return when to delete an item, in seconds since 1970, or None to keep it.

    A submission is kept for the days of its form; a booking for those days from the end of booking; a
    subscription until its link is too old, or for those days after the person left.
    """
    subscription = item.get("subscription")
    if item["state"] == "held" or subscription == "active" or unsent(item):
        return None
    days = item["retention_days"] if subscription in (None, "left") else UNCONFIRMED
    since = datetime.fromisoformat(item["changed" if subscription else "kept_from"])
    return int((since + timedelta(days=days)).timestamp())


def released(item: Item, now: datetime) -> Item:
    """Return a held item as accepted, its mail due now."""
    made = item | {
        "state": "accepted",
        "outbox": [entry for entry in item["outbox"] if entry["kind"] != HELD],
    }
    return made | {"due": now.isoformat() if unsent(made) else None, "expires": expires(made)}
