"""Where submissions and subscribers are kept: what every store can do, and how an item's times are read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Literal, Protocol

Item = dict[str, Any]
"""One submission or subscriber with its own outbox: plain values that JSON can hold."""

Added = Literal["added", "there", "full"]


class StoreDown(Exception):
    """The store did not answer, or not in time. Whether a write landed is then not known."""


class Store(Protocol):
    """What the forms need of a store. Every method may raise StoreDown."""

    def put_new(self, item: Item) -> bool:
        """Keep an item for good, unless its id is there: then nothing changes, and the answer is False."""

    def seen(self, id: str) -> bool:  # noqa: A002
        """Say whether an item is there, where that takes next to nothing. False: only `put_new` can tell."""

    def get(self, id: str) -> Item | None:  # noqa: A002
        """Return the newest state of an item."""

    def due(self, now: datetime, limit: int) -> list[str]:
        """Return ids of items with something to do that nobody has a lease of, oldest first."""

    def claim(self, id: str, owner: str, now: datetime, lease: float) -> Item | None:  # noqa: A002
        """Give `owner` a due item for `lease` seconds, or None where another was first."""

    def save(self, item: Item, expect: int) -> bool:
        """Replace the item whose version is `expect`; it is kept as `expect + 1`. False: it has changed."""

    def add_if(self, key: str, member: str, cap: int | None, seconds: float | None = None) -> Added:
        """Add to a set that may hold `cap` members. A member stays one: asking again is `there`.

        A set that begins with `seconds` is forgotten after them.
        """

    def size(self, key: str) -> int:
        """Return how many members a set has."""

    def remove(self, key: str, member: str) -> None:
        """Take a member out of a set, if it is in it."""

    def count_if(self, key: str, cap: int) -> bool:
        """Add one to a counter unless it stands at `cap`. Counters are forgotten after some days."""

    def counted(self, key: str) -> int:
        """Return how far a counter has come."""

    def scan(self, form: str, since: datetime | None) -> Iterator[Item]:
        """Give every item of a form (of all where it is ""), received at `since` or later."""

    def delete(self, id: str, expect: int | None = None) -> bool:  # noqa: A002
        """Forget an item; with `expect`, only where its version is that. False: nothing was forgotten."""

    def expired(self, now: datetime, limit: int) -> list[str]:
        """Return ids of items whose day has come."""

    def unsent(self) -> tuple[int, float | None]:
        """Return how many items have something unsent, and when the oldest was received (epoch)."""


COUNTER_SECONDS = 3 * 86_400


def epoch(instant: str) -> float:
    """Return the seconds since 1970 of an ISO instant."""
    return datetime.fromisoformat(instant).timestamp()


def due_at(item: Item) -> float | None:
    """Return when an item wants attention: when it is due, and no sooner than its lease ends."""
    due = item.get("due")
    return max(epoch(due), item.get("lease", {}).get("until", 0.0)) if due else None


dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Returns an item as the text that stores keep."""


def change(store: Store, item: Item | None, made: Callable[[Item], Item]) -> Item | None:
    """Save a change to an item; where another changed it meanwhile, to its newest state. None: it is gone."""
    while item is not None:
        changed, version = made(item), item["version"]
        if store.save(changed, version):
            return {**changed, "version": version + 1}
        item = store.get(item["id"])
    return None


def claim(store: Store, id: str, owner: str, now: datetime, lease: float) -> Item | None:  # noqa: A002
    """Claim by reading and saving: a save on a version that another changed claims nothing."""
    item = store.get(id)
    due = due_at(item) if item else None
    if item is None or due is None or due > now.timestamp():
        return None
    version = item["version"]
    item |= {"lease": {"owner": owner, "until": now.timestamp() + lease}, "version": version + 1}
    return item if store.save(item, version) else None
