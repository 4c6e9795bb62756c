"""How long items are kept. Nothing that is unsent, and nobody who is on a list, ever expires."""

from __future__ import annotations

from datetime import datetime, timedelta

from .stores import Item

UNCONFIRMED = timedelta(days=8)
"""How long a subscription waits to be confirmed: a day longer than its link works."""


def unsent(item: Item) -> bool:
    """Say whether mail is still to be sent (dead mail waits for a person), or a booking still to be answered."""
    waits = any(entry["state"] in ("waiting", "dead") for entry in item["outbox"])
    return waits or (bool(item.get("event")) and item.get("place") is None)


def expires(item: Item) -> int | None:
    """Return when to delete an item, in seconds since 1970, or None to keep it.

    A submission is kept for the days of its form; a booking for those days from the end of booking; a
    subscription until its link is too old, or for those days after the person left.
    """
    if item["kind"] == "places" or item["state"] == "held" or unsent(item):
        return None
    days = timedelta(days=item["retention_days"])
    if item["kind"] == "subscriber":
        if item["subscription"] == "active":
            return None
        left = item["subscription"] == "left"
        return _seconds(datetime.fromisoformat(item["changed"]) + (days if left else UNCONFIRMED))
    return _seconds(datetime.fromisoformat(item["kept_from"]) + days)


def released(item: Item, now: datetime) -> Item:
    """Return a held item as accepted, its mail due now."""
    waits = unsent(item)
    made = item | {"state": "accepted", "due": now.isoformat() if waits else None}
    return made | {"expires": expires(made)}


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
