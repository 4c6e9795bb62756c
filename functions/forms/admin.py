"""The administration of the forms: `python3 tasks.py forms COMMAND`. Only `show` and `export` print answers."""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from . import outbox, retention
from .stores import Item, Store, StoreDown, change
from .stores.sqlite import SQLite

_CSV = (
    "id", "received", "state", "score", "reasons", "event", "place", "subscription", "consent_shown", "consent_at"
)  # fmt: skip


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
        return SQLite(Path(name))
    if kind == "dynamodb" and name:
        from .stores.dynamo import DynamoDB

        return DynamoDB(name)
    raise SystemExit(f"--store must be sqlite:PATH or dynamodb:TABLE, but it is {where}.")


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else cell


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
    add(_show, "Show one submission with its answers and its mail.").add_argument("id")
    add(_erase, "Erase all that was sent from an email address.").add_argument("address")
    redrive = add(_redrive, "Try mail again that could not be sent.")
    redrive.add_argument("id", nargs="*", help="submissions (all that have such mail)")
    held = add(_held, "List what looks like spam, or release or discard it.")
    decision = held.add_mutually_exclusive_group()
    decision.add_argument("--release", metavar="ID", help="send its mail")
    decision.add_argument("--discard", metavar="ID", help="delete it; no mail is sent")
    people = add(_subscribers, "Count the subscribers of each list, or write the addresses.")
    people.add_argument("--addresses", action="store_true", help="write the addresses of active subscribers")
    return found


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2026-12-03") from None


def _list(store: Store, given: argparse.Namespace, out: TextIO) -> int:
    items = _of(store, given)
    for item in items:
        states = ", ".join(f"{entry['kind']} {entry['state']}" for entry in item["outbox"])
        state = item.get("place") or item.get("subscription") or item["state"]
        print(f"{_line(item)}  {state}  {states}".rstrip(), file=out)
    print(f"{len(items)} in all; {store.unsent()[0]} with mail still to send", file=out)
    return 0


def _of(store: Store, given: argparse.Namespace) -> list[Item]:
    return sorted(store.scan(given.form, given.since), key=lambda item: str(item["received"]))


def _line(item: Item) -> str:
    return f"{item['id']}  {item['received'][:16]}  {item['form']}"


def _export(store: Store, given: argparse.Namespace, out: TextIO) -> int:
    items = _of(store, given)
    if not items:
        print(f"Nothing was sent to a form called {given.form}.", file=out)
        return 1
    if given.output:
        private = partial(os.open, mode=0o600)
        with open(given.output, "w", encoding="utf-8-sig", newline="", opener=private) as file:
            file.write(table(items))
        done = f"{len(items)} written to {given.output}."
        print(f"{done} It holds personal information: delete it after use.", file=out)
    else:
        out.write(table(items))
    return 0


def table(items: list[Item]) -> str:
    """Make a CSV table (RFC 4180) of items, a column a field, safe to open in a spreadsheet."""
    names = list(dict.fromkeys(name for item in items for name in item["fields"]))
    written = io.StringIO()
    rows = csv.writer(written)
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
    item = store.get(given.id)
    if item is None:
        return _nothing(given.id, out)
    json.dump(item, out, ensure_ascii=False, indent=2)
    print(file=out)
    return 0


def _erase(store: Store, given: argparse.Namespace, out: TextIO) -> int:
    """Delete submissions. Of a subscriber the id stays, a keyed hash, so that the list knows who left."""
    gone = left = 0
    for item in store.scan("", None):
        if not _is_of(item, given.address):
            continue
        if item["kind"] == "subscriber":
            left += bool(change(store, item, lambda found: _forgotten(found, given.now)))
        else:
            gone += store.delete(item["id"])
    print(f"{gone} erased; {left} taken off a list.", file=out)
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
    number = 0
    for item in filter(None, map(store.get, given.id)) if given.id else store.scan("", None):
        if any(entry["state"] == "dead" for entry in item["outbox"]):
            number += bool(change(store, item, lambda found: outbox.redriven(found, given.now)))
    print(f"{number} to be tried again.", file=out)
    return 0


def _held(store: Store, given: argparse.Namespace, out: TextIO) -> int:
    if name := given.release or given.discard:
        item = store.get(name)
        if item is None or item["state"] != "held":
            return _nothing(name, out)
        if given.release:
            change(store, item, lambda found: retention.released(found, given.now))
        else:
            store.delete(name, item["version"])
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
        out.write(table([item for item in people if item["subscription"] == "active"]))
        return 0
    for form in sorted({item["form"] for item in people}):
        states = [item["subscription"] for item in people if item["form"] == form]
        counted = ", ".join(f"{states.count(state)} {state}" for state in ("active", "pending", "left"))
        print(f"{form}: {counted}", file=out)
    print(f"{len(people)} known addresses", file=out)
    return 0


def _nothing(name: str, out: TextIO) -> int:
    print(f"There is no such submission: {name}", file=out)
    return 1
