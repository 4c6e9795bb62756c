"""The worker: sends what is due, gives out places, and forgets what has had its days.

Mail goes out at least once. A worker that dies between sending a mail and noting that sends it again, with
the same Message-ID, by which mail programs know a second copy.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any, NamedTuple

from . import bookings, caps, installation, retention
from .definitions import Definitions
from .letters import HELD, WAITING_LIST
from .mail import Mailer, Permanent, Temporary
from .settings import Settings
from .stores import Item, Store, change, epoch

LEASE = 60.0
"""Seconds that an item is one worker's own; more than one mail may take."""

WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440, 1440)]
"""How long each next try waits. A mail that fails after the last of them is dead: kept, and for people."""

NOBODY = "website@localhost"
"""Who mail is from where neither the settings nor the site name a mailbox, as in a preview."""

WARN_AT = 50
"""At how many percent of the day's mails a person should know."""

Entry = dict[str, Any]


class Drained(NamedTuple):
    """What one run did: how many mails went each way, and how things stand after it.

    `cap_used_percent` is of the mails that visitors may get today; at 100 the rest waits until tomorrow.
    """

    counts: Mapping[str, int]
    oldest_unsent_seconds: float
    unsent: int
    cap_used_percent: int


class _Worker(NamedTuple):
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

    @property
    def team(self) -> str:
        return self.definitions.site.mailbox or self.settings.team or parseaddr(self.sender)[1]


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
    done = Drained(dict(worker.counts), age, unsent, caps.percent_used(store, now, settings))
    if done.counts and done.cap_used_percent >= WARN_AT:
        said = "mail cap: %d %% of today's %d mails to visitors are sent; after the last, mail waits until tomorrow"
        installation.LOG.warning(said, done.cap_used_percent, settings.mails_per_day)
    return done


def expire(store: Store, now: datetime, limit: int = 500) -> int:
    """Forget items whose day has come, and return how many. Nothing unsent has such a day."""
    gone = 0
    for id_ in store.expired(now, limit):
        item = store.get(id_)
        if item and (item.get("expires") or float("inf")) <= now.timestamp() and not retention.unsent(item):
            gone += store.delete(id_, item["version"])
    return gone


def mail_id(item: Item, entry: Entry) -> str:
    """Return what tells a mail from all others, and is the same at every try."""
    said = "\x00".join([item["id"], entry["kind"], entry["to"], entry["subject"], entry["body"]])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def message(item: Item, entry: Entry, sender: str, now: datetime) -> EmailMessage:
    """Make a message of an entry. Raises Permanent where it has not exactly one address, or a broken header."""
    made = EmailMessage()
    made["From"] = sender
    made["Subject"] = entry["subject"]
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<{mail_id(item, entry)}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers it
    try:
        for name, value in {"To": entry["to"], **entry.get("headers", {})}.items():
            made[name] = Address(addr_spec=value) if name in ("To", "Reply-To") else value
    except (ValueError, IndexError, MessageError) as fault:  # which of them depends on the version of Python
        raise Permanent("no mail can be made of it") from fault
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
        kept = _answered(worker, item)
    while kept and (entry := _next(kept, worker.now)):
        count, changes, *told = _tried(worker, kept, entry)
        worker.counts[count] += 1
        kept = _saved(worker, kept, lambda found: _marked(found, entry["kind"], changes, told))  # noqa: B023
    if kept and _holds(kept, worker.owner):  # there was nothing to do after all
        _saved(worker, kept, lambda found: found)


def _answered(worker: _Worker, item: Item) -> Item | None:
    """Give a booking its place, or one on the waiting list."""
    event = worker.definitions.events.get(item["event"])
    place = bookings.seat(worker.store, item, event, worker.now)
    kept = _saved(worker, item, lambda found: bookings.allot(found, place, worker.now))
    if kept is None:  # it was erased at the same time
        bookings.give_back(worker.store, item)
    worker.counts[place] += 1
    if place == WAITING_LIST and event and event.places:
        free = event.places - worker.store.size(bookings.places_key(event.name))
        if free > 0:  # there are more than there were: they are for those who wait
            bookings.offer(worker.store, event.name, free)
    return kept


def _tried(worker: _Worker, item: Item, entry: Entry) -> tuple[Any, ...]:
    """Try to send one mail. Returns the name of a count, what changes in its entry, and entries to add."""
    admitted = caps.admit(worker.store, item["id"], entry, worker.now, worker.settings)
    if admitted == "never":
        return "dropped", {"state": "dropped"}
    if admitted == "later":
        return "capped", {"next": caps.tomorrow(worker.now).isoformat()}
    tries = entry["tries"] + 1
    try:
        worker.mailer.send(message(item, entry, worker.sender, worker.now), entry["to"])
    except Permanent as refusal:
        return _refused(worker, item, entry, {"tries": tries, "reason": str(refusal)})
    except Exception as fault:  # noqa: BLE001 (whatever a mailer does, the mail waits and the worker goes on)
        failed = {
            "tries": tries,
            "reason": str(fault) if isinstance(fault, Temporary) else type(fault).__name__,
        }
        if tries > len(WAITS):
            return "dead", {**failed, "state": "dead"}
        return "deferred", {**failed, "next": (worker.now + WAITS[tries - 1]).isoformat()}
    return "sent", {"state": "sent"}


def _refused(worker: _Worker, item: Item, entry: Entry, failed: Entry) -> tuple[Any, ...]:
    if entry["to"] in {worker.team, parseaddr(worker.sender)[1], *worker.settings.recipients.values()}:
        return "dead", {**failed, "state": "dead"}  # nobody of ours has read it: it must not go
    told = {
        "kind": "bounced", "to": worker.team, "headers": {}, "tries": 0,
        "next": worker.now.isoformat(), "state": "waiting", "subject": f"A mail could not be delivered: {item['form']}",
        "body": (
            f"A mail to someone who used the form “{item['form']}” was refused for good.\n\n"
            f"Reference: {item['id']}\nMail: {entry['kind']}\nAnswer of the mail server: {failed['reason']}\n\n"
            "The address may have a mistake in it. What they sent is kept.\n"
            f"To read it: python3 tasks.py forms show {item['id']}\n"
        ),
    }  # fmt: skip
    known = any(other["kind"] == "bounced" for other in item["outbox"])
    return "bounced", {**failed, "state": "bounced"}, *([] if known else [told])


def _marked(item: Item, kind: str, changes: Mapping[str, Any], told: list[Entry]) -> Item:
    outbox = [
        {**entry, **changes} if entry["kind"] == kind and entry["state"] == "waiting" else entry
        for entry in item["outbox"]
    ]
    return {**item, "outbox": outbox + told}


def _saved(worker: _Worker, item: Item, made: Callable[[Item], Item]) -> Item | None:
    return change(worker.store, item, lambda found: _scheduled(made(found), worker))


def _scheduled(item: Item, worker: _Worker) -> Item:
    """Say when an item is due next, or from when it may go, and give it back once nothing is left to do."""
    waiting = [entry["next"] for entry in item["outbox"] if goes(item, entry)]
    if bookings.needs_place(item):  # it was offered a place meanwhile
        waiting.append(item["received"])
    due = min(waiting, key=epoch, default=None)
    item = {**item, "due": due, "expires": retention.expires(item)}
    if _holds(item, worker.owner) and not _next(item, worker.now):
        del item["lease"]
    return item


def _next(item: Item, now: datetime) -> Entry | None:
    """Return the next mail that may be sent now."""
    for entry in item["outbox"]:
        if goes(item, entry) and epoch(entry["next"]) <= now.timestamp():
            return dict(entry)
    return None


def goes(item: Item, entry: Entry) -> bool:
    """Say whether a mail waits for its time alone: of what is held only the news goes that it is held."""
    stays = item["state"] == "held" and entry["kind"] != HELD
    return entry["state"] == "waiting" and not stays


def _holds(item: Item, owner: str) -> bool:
    return bool(item.get("lease", {}).get("owner") == owner)
