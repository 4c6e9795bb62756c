"""The administration of the forms: `python3 tasks.py forms COMMAND`. Only `show`, `export` and
`subscribers --addresses` print personal information.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import re
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from . import bookings, installation, letters, outbox, retention, subscribers
from .stores import Item, Store, StoreDown, change
from .stores.sqlite import SQLite
from .tokens import Keys
from .validation import is_address

_CSV = (
    "id", "received", "state", "score", "reasons", "event", "place", "subscription", "consent_shown", "consent_at"
)  # fmt: skip

_FORMULA = re.compile(r"(\A|[;\t|])(?=\s*[=+\-@＝＋－＠]|[\t\r\n])")
"""Where a spreadsheet may take what follows for a formula: at the start of a cell, or after a sign that parts cells."""

SHORTEST_BEGINNING = 4
"""Characters of an id that are enough to mean it, if only one begins with them."""


def main(arguments: list[str], out: TextIO, now: datetime | None = None) -> int:
    """Run one command. Returns 0, 1 where there is nothing of that name, 2 where the store is down."""
    given = _parser().parse_args(arguments)
    given.now = now or datetime.now(UTC)
    store = open_store(given.store)
    try:
        return int(given.run(store, given, out))
    except StoreDown as fault:
        print(f"The store does not answer: {fault}", file=out)
        return 2
    finally:
        if isinstance(store, SQLite):
            store.close()


def open_store(where: str) -> Store:
    """Open `sqlite:PATH` or `dynamodb:TABLE`. Exits with a message for anything else."""
    kind, _, name = where.partition(":")
    if kind == "sqlite" and name:
        if not Path(name).is_file():
            raise SystemExit(f"There is no store at {name}. It is made when the first form is sent.")
        return SQLite(Path(name))
    if kind == "dynamodb" and name:
        from .stores.dynamo import DynamoDB

        try:
            return DynamoDB(name)
        except StoreDown as fault:
            raise SystemExit(f"DynamoDB cannot be asked: {fault}") from fault
    raise SystemExit(f"--store must be sqlite:PATH or dynamodb:TABLE, but it is {where}.")


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    # Where a comma is the decimal sign, spreadsheets split at semicolons, whatever stands round a cell.
    return _FORMULA.sub(r"\1'", cell)


def _parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(
        prog="python3 tasks.py forms", description="Look after what the forms got."
    )
    where = "sqlite:PATH or dynamodb:TABLE (sqlite:.forms/forms.sqlite, that of the preview)"
    found.add_argument("--store", default="sqlite:.forms/forms.sqlite", help=where)
    commands = found.add_subparsers(required=True, metavar="COMMAND")

    def add(run: Any, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(run.__name__.strip("_"), help=words, description=words)
        made.set_defaults(run=run)
        return made

    listing = add(_list, "List what each form got, without answers.")
    export = add(_export, "Write the answers of a form as a table (CSV).")
    export.add_argument("form", help="the form's name, such as contact")
    for command in (listing, export):
        command.add_argument("--since", type=_day, help="from this day on: 2026-12-03")
    listing.add_argument("--form", default="", help="this form alone")
    export.add_argument("--output", type=Path, help="the file to write (the screen)")
    name = "its id, the beginning of it, or its reference, such as D171-BCFA"
    add(_show, "Show one submission with its answers and its mail.").add_argument("id", help=name)
    cancelling = add(_cancel, "Delete a booking, and give its place to the first who waits.")
    cancelling.add_argument("id", help=name)
    offering = add(_places, "Give free places to those who wait, after the event has got more.")
    offering.add_argument("event", help="the event's name, as in its address")
    erasing = add(_erase, "Erase all that was sent from an email address.")
    erasing.add_argument("address")
    erasing.add_argument("--yes", action="store_true", help="erase it; without this, see what there is")
    redrive = add(_redrive, "Try mail again that could not be sent.")
    redrive.add_argument("id", nargs="*", help="submissions (all that have such mail)")
    held = add(_held, "List what looks like spam, or release or discard it.")
    decision = held.add_mutually_exclusive_group()
    decision.add_argument("--release", metavar="ID", help="send its mail")
    decision.add_argument("--discard", metavar="ID", help="delete it; no mail is sent")
    people = add(_subscribers, "Count the subscribers of each list, or write the addresses.")
    people.add_argument("--addresses", action="store_true", help="write address and unsubscribe link of each")
    people.add_argument("--base-url", help="address of the site, for the links: https://www.example.org")
    keys = "the keys, for the links (keys.json beside the store, or the environment's FORMS_KEYS)"
    people.add_argument("--keys", type=Path, help=keys)
    return found


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2026-12-03") from None


def _list(store: Store, given: argparse.Namespace, out: TextIO) -> int:
    items = _of(store, given)
    if given.form and not items:
        return _no_form(given.form, out)
    for item in items:
        states = ", ".join(f"{entry['kind']} {entry['state']}" for entry in item["outbox"])
        state = " ".join(filter(None, (item.get("event"), item.get("place") or item.get("subscription"))))
        print(f"{_line(item)}  {state or item['state']}  {states}".rstrip(), file=out)
    print(f"{len(items)} in all; {store.unsent()[0]} with mail still to send", file=out)
    return 0


def _of(store: Store, given: argparse.Namespace) -> list[Item]:
    return sorted(store.scan(given.form, given.since), key=lambda item: str(item["received"]))


def _line(item: Item) -> str:
    return f"{letters.reference(item['id'])}  {item['received'][:16]}  {item['form']}"


def _found(store: Store, name: str) -> Item | None:
    """Find an item by its id, or the one whose id begins like this: a reference is how an id begins.

    Exits with a message where several begin so.
    """
    if item := store.get(name) if name else None:
        return item
    beginning = name.replace("-", "").lower()
    if len(beginning) < SHORTEST_BEGINNING:
        return None
    found = [item for item in store.scan("", None) if item["id"].startswith(beginning)]
    if len(found) > 1:
        raise SystemExit(f"{len(found)} submissions begin with {name}. Write more of the id.")
    return found[0] if found else None


def _export(store: Store, given: argparse.Namespace, out: TextIO) -> int:
    items = _of(store, given)
    if not items:
        return _no_form(given.form, out)
    if given.output:
        private = partial(os.open, mode=0o600)
        try:
            with open(given.output, "w", encoding="utf-8-sig", newline="", opener=private) as file:
                file.write(table(items))
        except OSError as fault:
            print(f"{given.output} cannot be written: {fault.strerror}.", file=out)
            return 1
        done = f"{len(items)} written to {given.output}."
        print(f"{done} It holds personal information: delete it after use.", file=out)
    else:
        out.write(table(items))
    return 0


def table(items: list[Item]) -> str:
    """Make a CSV table (RFC 4180) of items, a column a field, safe to open in a spreadsheet."""
    names = list(dict.fromkeys(name for item in items for name in item["fields"]))
    written = io.StringIO()
    rows = csv.writer(written, quoting=csv.QUOTE_ALL)
    rows.writerow([*_CSV, *map(safe, names)])
    for item in items:
        consent = item.get("consent") or {}
        known = {**item, "consent_shown": consent.get("shown"), "consent_at": consent.get("at")}
        cells = [known.get(name) for name in _CSV] + [item["fields"].get(name) for name in names]
        rows.writerow([safe(_text(cell)) for cell in cells])
    return written.getvalue()


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _show(store: Store, given: argparse.Namespace, out: TextIO) -> int:
    item = _found(store, given.id)
    if item is None:
        return _nothing(given.id, out)
    json.dump(item, out, ensure_ascii=False, indent=2)
    print(file=out)
    return 0


def _cancel(store: Store, given: argparse.Namespace, out: TextIO) -> int:
    item = _found(store, given.id)
    if item is None or not item.get("event"):
        return _nothing(given.id, out)
    waits = bookings.free(store, item)
    print(
        "Deleted. The first who waits is offered the place." if waits else "Deleted. Nobody waits.", file=out
    )
    return 0


def _places(store: Store, given: argparse.Namespace, out: TextIO) -> int:
    number = bookings.offer(store, given.event)
    if not number:
        print(f"Nobody waits for a place at an event called {given.event}.", file=out)
        return 1
    print(f"{number} on the waiting list. Those for whom there is a place get a mail now.", file=out)
    return 0


def _erase(store: Store, given: argparse.Namespace, out: TextIO) -> int:
    """Delete submissions. Of a subscriber the id stays, a keyed hash, so that the list knows who left."""
    if not is_address(given.address.strip()):
        print(f"This is not an email address: {given.address}", file=out)
        return 1
    found = [item for item in store.scan("", None) if _is_of(item, given.address)]
    if found and not given.yes:
        print(*map(_line, found), sep="\n", file=out)
        print(
            f"{len(found)} found. Nothing is erased yet. To erase for good, say the same with --yes.",
            file=out,
        )
        return 0
    gone = left = 0
    for item in found:
        if item.get("event"):
            bookings.free(store, item)
            gone += 1
        elif item["kind"] == "subscriber":
            left += bool(change(store, item, lambda found: _forgotten(found, given.now)))
        else:
            gone += store.delete(item["id"])
    print(f"{gone} erased; {left} taken off a list.", file=out)
    if not gone + left:
        return 1
    print("Mail that was sent is in mailboxes still, and backups of the store keep what they have.", file=out)
    return 0


def _is_of(item: Item, address: str) -> bool:
    wanted = address.strip().casefold()
    return any(str(value).strip().casefold() == wanted for value in item["fields"].values())


def _forgotten(item: Item, moment: datetime) -> Item:
    now = moment.isoformat()
    changed = {"subscription": "left", "state": "erased", "left": now, "changed": now, "log": [], "asked": []}
    made = {**item, **changed, "fields": {}, "consent": None, "outbox": [], "due": None}
    return {**made, "expires": retention.expires(made)}


def _redrive(store: Store, given: argparse.Namespace, out: TextIO) -> int:
    named = [(name, _found(store, name)) for name in given.id]
    if missing := [name for name, item in named if item is None]:
        return _nothing(", ".join(missing), out)
    number = 0
    for item in [item for _, item in named if item] if named else store.scan("", None):
        if any(entry["state"] == "dead" for entry in item["outbox"]):
            number += bool(change(store, item, lambda found: outbox.redriven(found, given.now)))
    print(f"{number} to be tried again.", file=out)
    return 0


def _held(store: Store, given: argparse.Namespace, out: TextIO) -> int:
    if name := given.release or given.discard:
        item = _found(store, name)
        if item is None or item["state"] != "held":
            return _nothing(name, out)
        if given.release:
            done = change(store, item, lambda found: retention.released(found, given.now)) is not None
        else:
            done = store.delete(item["id"], item["version"])
        if not done:
            print(f"It has changed at the same time. Look at it again: forms show {name}", file=out)
            return 1
        print("Released: its mail goes out now." if given.release else "Discarded.", file=out)
        return 0
    items = [item for item in store.scan("", None) if item["state"] == "held"]
    for item in items:
        print(f"{_line(item)}  {', '.join(item['reasons'])}", file=out)
    print(f"{len(items)} held. Look with show; then held --release ID or held --discard ID.", file=out)
    return 0


def _subscribers(store: Store, given: argparse.Namespace, out: TextIO) -> int:
    people = [item for item in store.scan("", None) if item["kind"] == "subscriber"]
    if given.addresses:
        if not given.base_url:
            raise SystemExit(
                "--addresses needs --base-url, the address of the site, for the links to unsubscribe."
            )
        keys, rows = _keys(given), csv.writer(out)
        rows.writerow(("email", "unsubscribe"))
        for item in people:
            if item["subscription"] == "active":
                base = given.base_url.rstrip("/")
                url = subscribers.link(keys, base, "unsubscribe", item["id"], given.now)
                rows.writerow((safe(subscribers.address_of(item)), url))
        return 0
    for form in sorted({item["form"] for item in people}):
        states = [item["subscription"] for item in people if item["form"] == form]
        counted = ", ".join(f"{states.count(state)} {state}" for state in ("active", "pending", "left"))
        print(f"{form}: {counted}", file=out)
    print(f"{len(people)} known addresses", file=out)
    return 0


def _keys(given: argparse.Namespace) -> Keys:
    """Read the keys of the store's installation. Exits with a message where there are none."""
    kind, _, path = given.store.partition(":")
    file = given.keys or (Path(path).with_name("keys.json") if kind == "sqlite" else None)
    try:
        return installation.read_keys(file.read_text() if file else os.environ["FORMS_KEYS"])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise SystemExit(f"The keys for the links cannot be read from {file or 'FORMS_KEYS'}.") from fault


def _no_form(name: str, out: TextIO) -> int:
    print(f"Nothing was sent to a form called {name}.", file=out)
    return 1


def _nothing(name: str, out: TextIO) -> int:
    print(f"There is no such submission: {name}", file=out)
    return 1
