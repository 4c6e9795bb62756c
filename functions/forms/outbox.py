"""The worker: sends what is due, gives out places, and forgets what has had its days.

Mail goes out at least once. A worker that dies between sending a mail and noting that sends it again, with
the same Message-ID, by which mail programs know a second copy.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from . import bookings, caps, retention
from .definitions import Definitions
from .mail import Mailer, Permanent, Temporary
from .settings import Settings
from .stores import Item, Store, epoch

LEASE = 60.0
"""Seconds that an item is one worker's own; more than one mail may take."""

WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440, 1440)]
"""How long each next try waits. A mail that fails after the last of them is dead: kept, and for people."""

NOBODY = "website@localhost"
"""Who mail is from where neither the settings nor the site name a mailbox, as in a preview."""

Entry = dict[str, Any]


@dataclass(frozen=True)
class Drained:
    """What one run did: how many mails went each way, and how old the oldest unsent item is."""

    counts: Mapping[str, int]
    oldest_unsent_seconds: float
    unsent: int = 0


@dataclass(frozen=True)
class _Worker:
    store: Store
    mailer: Mailer
    definitions: Definitions
    now: datetime
    settings: Settings
    owner: str
    counts: Counter[str]

    @property
    def sender(self) -> str:
        return self.settings.sender or self.definitions.site.mailbox or NOBODY


def drain(
    store: Store, mailer: Mailer, definitions: Definitions, now: datetime, settings: Settings, owner: str,
    limit: int = 100, seconds: float = 45.0,
) -> Drained:  # fmt: skip
    """Do what is due, for at most `limit` items and about `seconds`. Raises StoreDown."""
    worker = _Worker(store, mailer, definitions, now, settings, owner, Counter())
    started = time.monotonic()
    for id_ in store.due(now, limit):
        elapsed = time.monotonic() - started
        if elapsed > seconds:
            break
        item = store.claim(id_, owner, now + timedelta(seconds=elapsed), LEASE)
        if item is None:
            worker.counts["taken"] += 1
        else:
            _work(worker, item)
    unsent, oldest = store.unsent()
    age = max(0.0, now.timestamp() - oldest) if oldest is not None else 0.0
    return Drained(dict(worker.counts), age, unsent)


def expire(store: Store, now: datetime, limit: int = 500) -> int:
    """Forget items whose day has come, and return how many. Nothing unsent has such a day."""
    gone = 0
    for id_ in store.expired(now, limit):
        item = store.get(id_)
        if item and (item.get("expires") or float("inf")) <= now.timestamp() and not _unsent(item):
            gone += store.delete(id_, item["version"])
    return gone


def mail_id(item: Item, entry: Entry) -> str:
    """Return what tells a mail from all others, and is the same at every try."""
    said = "\x00".join([item["id"], entry["kind"], entry["to"], entry["subject"], entry["body"]])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def message(item: Item, entry: Entry, sender: str, now: datetime) -> EmailMessage:
    """Make a message of an entry. Raises ValueError where it has not exactly one address, or a broken header."""
    made = EmailMessage()
    made["From"] = sender
    made["To"] = Address(addr_spec=entry["to"])
    made["Subject"] = entry["subject"]
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<{mail_id(item, entry)}@{sender.rstrip('> ').rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers it
    for name, value in entry.get("headers", {}).items():
        made[name] = value
    made.set_content(entry["body"], cte="quoted-printable")
    return made


def redriven(item: Item, now: datetime) -> Item:
    """Return an item whose dead mails are to be tried again, from now and from the first try."""
    outbox = [
        {**entry, "state": "waiting", "tries": 0, "next": now.isoformat()}
        if entry["state"] == "dead" else entry for entry in item["outbox"]
    ]  # fmt: skip
    return {**item, "outbox": outbox, "due": now.isoformat(), "expires": None}


def _work(worker: _Worker, item: Item) -> None:
    kept: Item | None = item
    if bookings.needs_place(item):
        cap = item["places"]
        key = bookings.places_key(item["event"])
        outcome = "added" if cap is None else worker.store.add_if(key, item["id"], cap)
        kept = _saved(worker, item, lambda found: bookings.allot(found, outcome, worker.now))
        worker.counts["waiting list" if outcome == "full" else "place"] += 1
    while kept and kept["state"] != "held" and (entry := _next(kept, worker.now)):
        changes = _tried(worker, kept, entry)
        worker.counts[changes.pop("count")] += 1
        key, told = mail_id(kept, entry), changes.pop("told", None)
        kept = _saved(worker, kept, lambda found: _marked(found, key, changes, told))  # noqa: B023
    if kept and _holds(kept, worker.owner):  # there was nothing to do after all
        _saved(worker, kept, lambda found: found)


def _tried(worker: _Worker, item: Item, entry: Entry) -> dict[str, Any]:
    """Try to send one mail, and return what that changes in its entry, with the name of its count."""
    admitted = caps.admit(worker.store, item["id"], entry, worker.now, worker.settings)
    if admitted == "never":
        return {"state": "dropped", "count": "dropped"}
    if admitted == "later":
        return {"next": caps.tomorrow(worker.now).isoformat(), "count": "capped"}
    try:
        worker.mailer.send(message(item, entry, worker.sender, worker.now), entry["to"])
    except Permanent as refusal:
        return _refused(worker, item, entry, str(refusal))
    except Temporary as fault:
        return _deferred(worker, entry, str(fault))
    except Exception as fault:  # noqa: BLE001 (whatever a mailer does, the mail waits and the worker goes on)
        return _deferred(worker, entry, type(fault).__name__)
    return {"state": "sent", "count": "sent"}


def _deferred(worker: _Worker, entry: Entry, reason: str) -> dict[str, Any]:
    tries = entry["tries"] + 1
    if tries > len(WAITS):
        return {"state": "dead", "tries": tries, "reason": reason, "count": "dead"}
    next_ = (worker.now + WAITS[tries - 1]).isoformat()
    return {"tries": tries, "next": next_, "reason": reason, "count": "deferred"}


def _refused(worker: _Worker, item: Item, entry: Entry, reason: str) -> dict[str, Any]:
    changes = {"tries": entry["tries"] + 1, "reason": reason}
    site = worker.definitions.site
    if entry["to"] in {site.mailbox, worker.sender, *worker.settings.recipients.values()}:
        return {**changes, "state": "dead", "count": "dead"}  # nobody of ours has read it: it must not go
    told = {
        "kind": "bounced", "to": site.mailbox or worker.sender, "headers": {}, "tries": 0,
        "next": worker.now.isoformat(), "state": "waiting", "subject": f"A mail could not be delivered: {item['form']}",
        "body": (
            f"A mail to someone who used the form “{item['form']}” was refused for good.\n\n"
            f"Reference: {item['id']}\nMail: {entry['kind']}\nAnswer of the mail server: {reason}\n\n"
            "The address may have a mistake in it. What they sent is kept.\n"
            f"To read it: python3 tasks.py forms show {item['id']}\n"
        ),
    }  # fmt: skip
    known = any(other["kind"] == "bounced" for other in item["outbox"])
    return {**changes, "state": "bounced", "count": "bounced", "told": None if known else told}


def _marked(item: Item, key: str, changes: Mapping[str, Any], told: Entry | None) -> Item:
    outbox = [
        {**entry, **changes} if entry["state"] == "waiting" and mail_id(item, entry) == key else entry
        for entry in item["outbox"]
    ]
    return {**item, "outbox": [*outbox, told] if told else outbox}


def _saved(worker: _Worker, item: Item, change: Callable[[Item], Item]) -> Item | None:
    """Save a change, where another changed the item meanwhile to its newest state. None: it is gone."""
    found: Item | None = item
    while found is not None:
        made = _scheduled(change(found), worker)
        made["version"] = found["version"] + 1
        if worker.store.save(made, found["version"]):
            return made
        found = worker.store.get(item["id"])
    return None


def _scheduled(item: Item, worker: _Worker) -> Item:
    """Say when an item is due next, or from when it may go, and give it back once nothing is left to do."""
    waiting = [entry["next"] for entry in item["outbox"] if entry["state"] == "waiting"]
    held = item["state"] == "held"
    item = {**item, "due": None if held else min(waiting, key=lambda at: epoch(at) or 0.0, default=None)}
    item["expires"] = None if _unsent(item) else retention.expires(item)
    if _holds(item, worker.owner) and not _next(item, worker.now):
        del item["lease"]
    return item


def _next(item: Item, now: datetime) -> Entry | None:
    """Return the next mail that may be sent now."""
    for entry in item["outbox"]:
        if entry["state"] == "waiting" and (epoch(entry["next"]) or 0.0) <= now.timestamp():
            return dict(entry)
    return None


def _unsent(item: Item) -> bool:
    return any(entry["state"] in {"waiting", "dead"} for entry in item["outbox"])


def _holds(item: Item, owner: str) -> bool:
    return bool(item.get("lease", {}).get("owner") == owner)
