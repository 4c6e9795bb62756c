"""Bookings: every one is accepted first; the worker then gives it a place or puts it on the waiting list.

A booking holds the finished mails of both outcomes. The places of an event are one set in the store, so
two workers can never give the same place twice (`Store.add_if`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from . import letters
from .definitions import BookableEvent, Form
from .letters import PLACE, WAITING_LIST
from .settings import Desk
from .stores import Item
from .validation import Answer


def details(
    desk: Desk, form: Form, event: BookableEvent, values: Mapping[str, Answer], address: str, identity: str
) -> Item:
    """Return what a booking's item has besides that of other submissions."""
    outcomes = {
        place: [
            letters.booked(desk, event, place, address, identity),
            *letters.to_team(desk, form, values, address, identity, event, place),
        ]
        for place in (PLACE, WAITING_LIST)
    }
    kept_from = max(desk.now, event.closes or desk.now).isoformat()
    return {
        "event": event.name, "places": event.places, "place": None, "outcomes": outcomes, "kept_from": kept_from
    }  # fmt: skip


def needs_place(item: Item) -> bool:
    """Say whether an item is a booking that has not been answered."""
    return bool(item.get("event")) and item.get("place") is None and item["state"] == "accepted"


def places_key(event: str) -> str:
    """Return the key of an event's set of places, for `Store.add_if`; the members are ids of bookings."""
    return f"places:{event}"


def allot(item: Item, outcome: str, now: datetime) -> Item:
    """Return a booking with its answer and the mails that say it.

    `outcome` is what `Store.add_if` says: "added" and "there" are a place, "full" is the waiting list.
    """
    if not needs_place(item):
        return item
    place = WAITING_LIST if outcome == "full" else PLACE
    mails = [entry | {"next": now.isoformat()} for entry in item["outcomes"][place]]
    return item | {"place": place, "outcomes": {}, "outbox": [*item["outbox"], *mails]}
