"""Bookings: every one is accepted first; the worker then gives it a place or puts it on the waiting list.

A booking holds the finished mails of each outcome. The places of an event are one set in the store, so
two workers can never give the same place twice (`Store.add_if`). Its members are seats: who sends the form
again with other answers to what they may leave out has one seat all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from . import letters
from .definitions import BookableEvent, Form
from .letters import NO_PLACE, PLACE, WAITING_LIST
from .settings import Desk
from .stores import Item, Store, change
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
    outcomes[NO_PLACE] = [letters.booked(desk, event, NO_PLACE, address, identity)]
    who = (
        str(values.get(field.name, "")).casefold()
        for field in form.fields
        if field.required or field.name == form.email
    )
    kept_from = max(desk.now, event.closes or desk.now).isoformat()
    return {
        "event": event.name, "places": event.places, "place": None, "outcomes": outcomes,
        "kept_from": kept_from, "seat": desk.keys.digest("seat", event.name, *who),
    }  # fmt: skip


def needs_place(item: Item) -> bool:
    """Say whether an item is a booking that has not been answered."""
    return bool(item.get("event")) and item.get("place") is None and item["state"] == "accepted"


def places_key(event: str) -> str:
    """Return the key of an event's set of places, for `Store.add_if`; the members are seats."""
    return f"places:{event}"


def waiting_key(event: str) -> str:
    """Return the key of the set of seats that wait for a place."""
    return f"waiting:{event}"


def seat(store: Store, item: Item, event: BookableEvent | None, now: datetime) -> str:
    """Take a seat for a booking, and say what it has: PLACE, WAITING_LIST or NO_PLACE. Raises StoreDown.

    Whoever comes new does not overtake those who wait, also where the event has got more places meanwhile.
    """
    if event is None or event.cancelled or (event.over and now >= event.over):
        return NO_PLACE
    if event.places is None:
        return PLACE
    places, waiting = places_key(event.name), waiting_key(event.name)
    behind = not _asked_again(item) and store.size(waiting) > 0
    # Nobody is added beyond no place at all: that says who has one.
    if store.add_if(places, item["seat"], 0 if behind else event.places) == "full":
        store.add_if(waiting, item["seat"], None)
        return WAITING_LIST
    store.remove(waiting, item["seat"])
    return PLACE


def give_back(store: Store, item: Item) -> None:
    """Let go of the seat of a booking, or of its wait for one. Raises StoreDown."""
    for key in (places_key(item["event"]), waiting_key(item["event"])):
        store.remove(key, item["seat"])


def _asked_again(item: Item) -> bool:
    return WAITING_LIST not in item["outcomes"]


def allot(item: Item, place: str, now: datetime) -> Item:
    """Return a booking with its answer, PLACE, WAITING_LIST or NO_PLACE, and the mails that say it."""
    if not needs_place(item):
        return item
    mails: list[letters.Entry] = []
    if not _asked_again(item):
        mails = item["outcomes"][place]
    elif place == PLACE:
        mails = [entry | {"kind": f"{entry['kind']}-again"} for entry in item["outcomes"][PLACE]]
    else:  # they have heard of the waiting list already
        place = WAITING_LIST
    mails = [entry | {"next": now.isoformat()} for entry in mails]
    outcomes = {PLACE: item["outcomes"][PLACE]} if place == WAITING_LIST else {}
    return item | {"place": place, "outcomes": outcomes, "outbox": [*item["outbox"], *mails]}


def free(store: Store, booking: Item) -> bool:
    """Delete a booking, with all others of its seat, and give the seat to the first who wait. Raises StoreDown.

    Returns whether somebody waits.
    """
    for other in list(store.scan(booking["form"], None)):
        if other.get("seat") == booking["seat"]:
            store.delete(other["id"])
    give_back(store, booking)
    return booking["place"] == PLACE and offer(store, booking["event"], 1) > 0


def offer(store: Store, event: str, seats: int | None = None) -> int:
    """Let the worker look again who of the waiting list has a place, in order of acceptance. Raises StoreDown.

    Asks for as many as `seats` (None: for all that wait), and returns how many those are.
    """

    def waits(item: Item) -> bool:
        return item.get("event") == event and item["place"] == WAITING_LIST

    def asked_again(item: Item) -> Item:
        # Due since it came: before all that came later.
        changes = {"place": None, "due": item["received"], "expires": None}
        return item | changes if waits(item) else item

    waiting = sorted(filter(waits, store.scan("", None)), key=lambda item: str(item["received"]))
    offered = list(dict.fromkeys(item["seat"] for item in waiting))[:seats]
    for item in waiting:
        if item["seat"] in offered:
            change(store, item, asked_again)
    return len(offered)
