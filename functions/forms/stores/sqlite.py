"""Items in one SQLite file. A write is on the disk before it is answered; many can share a commit."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from . import COUNTER_SECONDS, Added, Item, StoreDown, claim, due_at, dumps, epoch

SECONDS = 4.0
"""How long a call waits for another process that writes; then the store counts as down."""

PAGE = 500

Done = TypeVar("Done")

SCHEMA = """
CREATE TABLE IF NOT EXISTS items (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, form TEXT NOT NULL, received REAL NOT NULL,
  due REAL, expires REAL, version INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS items_due ON items (due) WHERE due IS NOT NULL;
CREATE INDEX IF NOT EXISTS items_expires ON items (expires) WHERE expires IS NOT NULL;
CREATE TABLE IF NOT EXISTS members (
  name TEXT NOT NULL, member TEXT NOT NULL, expires REAL, PRIMARY KEY (name, member)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counters (
  name TEXT PRIMARY KEY, number INTEGER NOT NULL, expires REAL NOT NULL) WITHOUT ROWID;
"""


class SQLite:
    """A store in the file `path`, which is made on first use, for its owner alone.

    Several threads and processes may share the file (WAL, synchronous=FULL). Every write is a commit, but for
    those inside `together`: so one wait for the disk serves many visitors.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._db: sqlite3.Connection | None = None
        self._inode = 0
        self._state = "alone"  # or "together", "failed" (the group cannot be committed any more), "closed"

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._state = "closed"
            self._let_go()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Commit all that this thread writes inside at the end, at once. Raises StoreDown: none of it is kept."""
        with self._lock:
            if self._state == "closed":
                raise StoreDown("the store is closed")
            self._state = "together"
            try:
                yield
                self._do(lambda db: db.execute("COMMIT") if db.in_transaction else None)
            except BaseException:
                self._let_go()
                raise
            finally:
                self._state = "alone"

    def put_new(self, item: Item) -> bool:
        """See Store."""
        sql = (
            "INSERT INTO items (form, received, due, expires, version, body, id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"
        )
        return self._write(sql, *_row(item))

    def seen(self, id: str) -> bool:  # noqa: A002
        """See Store."""
        return bool(self._read("SELECT 1 FROM items WHERE id = ?", id))

    def get(self, id: str) -> Item | None:  # noqa: A002
        """See Store."""
        rows = self._read("SELECT body FROM items WHERE id = ?", id)
        return json.loads(rows[0][0]) if rows else None

    def due(self, now: datetime, limit: int) -> list[str]:
        """See Store."""
        return self._ids("due <= ? ORDER BY due, number LIMIT ?", now, limit)

    def claim(self, id: str, owner: str, now: datetime, lease: float) -> Item | None:  # noqa: A002
        """See Store."""
        return claim(self, id, owner, now, lease)

    def save(self, item: Item, expect: int) -> bool:
        """See Store."""
        sql = (
            "UPDATE items SET form = ?, received = ?, due = ?, expires = ?, version = ?, body = ?"
            " WHERE id = ? AND version = ?"
        )
        return self._write(sql, *_row({**item, "version": expect + 1}), expect)

    def add_if(self, key: str, member: str, cap: int | None, seconds: float | None = None) -> Added:
        """See Store."""
        sql = (
            "INSERT INTO members SELECT ?1, ?2, ?3"
            " WHERE ?4 IS NULL OR ?4 > (SELECT count(*) FROM members WHERE name = ?1) ON CONFLICT DO NOTHING"
        )
        if self._write(sql, key, member, None if seconds is None else time.time() + seconds, cap):
            return "added"
        known = self._read("SELECT 1 FROM members WHERE name = ? AND member = ?", key, member)
        return "there" if known else "full"

    def size(self, key: str) -> int:
        """See Store."""
        [(number,)] = self._read("SELECT count(*) FROM members WHERE name = ?", key)
        return int(number)

    def remove(self, key: str, member: str) -> None:
        """See Store."""
        self._write("DELETE FROM members WHERE name = ? AND member = ?", key, member)

    def count_if(self, key: str, cap: int) -> bool:
        """See Store."""
        sql = (
            "INSERT INTO counters SELECT ?1, 1, ?2 WHERE ?3 > 0"
            " ON CONFLICT (name) DO UPDATE SET number = number + 1 WHERE number < ?3"
        )
        return self._write(sql, key, time.time() + COUNTER_SECONDS, cap)

    def counted(self, key: str) -> int:
        """See Store."""
        rows = self._read("SELECT number FROM counters WHERE name = ?", key)
        return int(rows[0][0]) if rows else 0

    def scan(self, form: str, since: datetime | None) -> Iterator[Item]:
        """See Store."""
        last, start = 0, since.timestamp() if since else 0.0
        sql = (
            "SELECT number, body FROM items WHERE number > ?1 AND (?2 = '' OR form = ?2) AND received >= ?3"
            " ORDER BY number LIMIT ?4"
        )
        while rows := self._read(sql, last, form, start, PAGE):
            for last, body in rows:  # noqa: B007 (the next page begins after the last row of this one)
                yield json.loads(body)

    def delete(self, id: str, expect: int | None = None) -> bool:  # noqa: A002
        """See Store."""
        return self._write("DELETE FROM items WHERE id = ?1 AND (?2 IS NULL OR version = ?2)", id, expect)

    def expired(self, now: datetime, limit: int) -> list[str]:
        """See Store. Counters and sets whose days are over go too, and the log in which the erased can be read."""
        self._read("PRAGMA wal_checkpoint(TRUNCATE)")
        self._write("DELETE FROM counters WHERE expires <= ?", now.timestamp())
        self._write("DELETE FROM members WHERE expires <= ?", now.timestamp())
        return self._ids("expires <= ? ORDER BY expires LIMIT ?", now, limit)

    def unsent(self) -> tuple[int, float | None]:
        """See Store."""
        [(number, oldest)] = self._read("SELECT count(*), min(received) FROM items WHERE due IS NOT NULL")
        return number, oldest

    def _ids(self, where: str, now: datetime, limit: int) -> list[str]:
        rows = self._read(f"SELECT id FROM items WHERE {where}", now.timestamp(), limit)  # noqa: S608 (ours)
        return [row[0] for row in rows]

    def _read(self, sql: str, *values: Any) -> list[Any]:
        return self._do(lambda db: db.execute(sql, values).fetchall())

    def _write(self, sql: str, *values: Any) -> bool:
        """Say whether something changed, once it is on the disk (or, together with more, will be)."""

        def write(db: sqlite3.Connection) -> bool:
            if not db.in_transaction:
                db.execute("BEGIN IMMEDIATE")
            changed = db.execute(sql, values).rowcount > 0
            if self._state == "alone":
                db.execute("COMMIT")
            return changed

        return self._do(write)

    def _do(self, work: Callable[[sqlite3.Connection], Done]) -> Done:
        """Do work with the connection, for one thread at a time. A fault undoes all that is not committed."""
        with self._lock:
            if self._state in ("failed", "closed"):
                raise StoreDown(f"the store is {self._state}")
            try:
                if self._db and not self._db.in_transaction and not self._is_there():
                    self._let_go()  # what is written into a file that was deleted is lost
                self._db = self._db or self._connect()
                return work(self._db)
            except (sqlite3.Error, OSError) as fault:
                self._let_go()
                self._state = "failed" if self._state == "together" else "alone"
                raise StoreDown(str(fault)) from fault

    def _is_there(self) -> bool:
        with suppress(OSError):
            return os.stat(self.path).st_ino == self._inode
        return False

    def _let_go(self) -> None:
        if self._db:
            self._db.close()
        self._db = None

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        self._inode = os.stat(self.path).st_ino
        db = sqlite3.connect(self.path, timeout=SECONDS, isolation_level=None, check_same_thread=False)
        try:
            _write_ahead(db)
            # What is erased is overwritten.
            db.executescript("PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;")
            db.executescript(SCHEMA)
        except sqlite3.Error:
            db.close()
            raise
        return db


def _write_ahead(db: sqlite3.Connection) -> None:
    """Switch a file to WAL. SQLite does not wait for another that switches it at the same time, so we do."""
    end = time.monotonic() + SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.01)


def _row(item: Item) -> tuple[Any, ...]:
    """Return the columns of an item: `id` last, as what an UPDATE looks for."""
    received, expires = epoch(item["received"]), item.get("expires")
    return item["form"], received, due_at(item), expires, item["version"], dumps(item), item["id"]
