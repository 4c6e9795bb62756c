"""Items in one SQLite file. A write is on the disk before it is answered; many at once share a commit."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from . import COUNTER_SECONDS, Added, Item, StoreDown, claim, due_at, dumps, epoch

SECONDS = 4.0
"""How long a call may take before the store counts as down."""

GROUP, PAGE = 256, 500

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

Job = Callable[[sqlite3.Connection], Any]


class SQLite:
    """A store in the file `path`, which is made on first use, for its owner alone.

    Several threads and processes may share the file. One thread writes: it takes all jobs that wait and
    commits them together (WAL, synchronous=FULL), so that one wait for the disk serves many visitors.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._jobs: SimpleQueue[tuple[Job, Future[Any]] | None] = SimpleQueue()
        self._readers: list[sqlite3.Connection] = []  # those that nobody reads from just now
        self._writer = threading.Thread(target=self._write, name="sqlite-writer", daemon=True)
        self._writer.start()

    def close(self) -> None:
        """Finish what waits and let go of the file."""
        self._jobs.put(None)
        self._writer.join()
        while self._readers:
            self._readers.pop().close()

    def put_new(self, item: Item) -> bool:
        """See Store."""
        row = (item["id"], *_columns(item), item["version"], dumps(item))
        sql = (
            "INSERT INTO items (id, form, received, due, expires, version, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"
        )
        return bool(self._written(_execution(sql, *row)))

    def get(self, id: str) -> Item | None:  # noqa: A002
        """See Store."""
        rows = self._read("SELECT body FROM items WHERE id = ?", id)
        return json.loads(rows[0][0]) if rows else None

    def due(self, now: datetime, limit: int) -> list[str]:
        """See Store."""
        sql = "SELECT id FROM items WHERE due <= ? ORDER BY due, number LIMIT ?"
        return [row[0] for row in self._read(sql, now.timestamp(), limit)]

    def claim(self, id: str, owner: str, now: datetime, lease: float) -> Item | None:  # noqa: A002
        """See Store."""
        return claim(self, id, owner, now, lease)

    def save(self, item: Item, expect: int) -> bool:
        """See Store."""
        item = {**item, "version": expect + 1}
        row = (*_columns(item), expect + 1, dumps(item), item["id"], expect)
        sql = (
            "UPDATE items SET form = ?, received = ?, due = ?, expires = ?, version = ?, body = ?"
            " WHERE id = ? AND version = ?"
        )
        return bool(self._written(_execution(sql, *row)))

    def add_if(self, key: str, member: str, cap: int | None, seconds: float | None = None) -> Added:
        """See Store."""
        expires = None if seconds is None else time.time() + seconds

        def add(db: sqlite3.Connection) -> Added:
            if db.execute("SELECT 1 FROM members WHERE name = ? AND member = ?", (key, member)).fetchone():
                return "there"
            [number] = db.execute("SELECT count(*) FROM members WHERE name = ?", (key,)).fetchone()
            if cap is not None and number >= cap:
                return "full"
            db.execute("INSERT INTO members VALUES (?, ?, ?)", (key, member, expires))
            return "added"

        added: Added = self._written(add)
        return added

    def count_if(self, key: str, cap: int) -> bool:
        """See Store."""
        sql = (
            "INSERT INTO counters SELECT ?1, 1, ?2 WHERE ?3 > 0"
            " ON CONFLICT (name) DO UPDATE SET number = number + 1 WHERE number < ?3"
        )
        row = (key, time.time() + COUNTER_SECONDS, cap)
        return bool(self._written(_execution(sql, *row)))

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
        sql = "DELETE FROM items WHERE id = ?1 AND (?2 IS NULL OR version = ?2)"
        return bool(self._written(_execution(sql, id, expect)))

    def expired(self, now: datetime, limit: int) -> list[str]:
        """See Store. Counters and sets whose days are over go too."""
        for table in ("counters", "members"):
            old = f"DELETE FROM {table} WHERE expires <= ?"  # noqa: S608 (the two names are ours)
            self._written(_execution(old, now.timestamp()))
        sql = "SELECT id FROM items WHERE expires <= ? ORDER BY expires LIMIT ?"
        return [row[0] for row in self._read(sql, now.timestamp(), limit)]

    def unsent(self) -> tuple[int, float | None]:
        """See Store."""
        [row] = self._read("SELECT count(*), min(received) FROM items WHERE due IS NOT NULL")
        return row[0], row[1]

    def _read(self, sql: str, *values: Any) -> list[Any]:
        db: sqlite3.Connection | None = None
        try:
            db = self._idle() or self._connect()
            rows = db.execute(sql, values).fetchall()
        except (sqlite3.Error, OSError) as fault:
            _close(db)
            raise StoreDown(str(fault)) from fault
        self._readers.append(db)
        return rows

    def _idle(self) -> sqlite3.Connection | None:
        try:
            return self._readers.pop()
        except IndexError:
            return None

    def _written(self, job: Job) -> Any:
        """Give a job to the thread that writes, and return its result once that is on the disk."""
        if not self._writer.is_alive():
            raise StoreDown("the store is closed")
        done: Future[Any] = Future()
        self._jobs.put((job, done))
        try:
            return done.result(SECONDS + 1)
        except TimeoutError as fault:
            raise StoreDown("no answer in time") from fault

    def _write(self) -> None:
        db: sqlite3.Connection | None = None
        while first := self._jobs.get():
            group = [first]
            while len(group) < GROUP and (job := self._next()):
                group.append(job)
            try:
                db = db or self._connect()
                db.execute("BEGIN IMMEDIATE")
                results = [job(db) for job, _ in group]
                db.execute("COMMIT")
            except (sqlite3.Error, OSError) as fault:
                _close(db)  # which undoes all of the group
                db = None
                for _, done in group:
                    done.set_exception(StoreDown(str(fault)))
            else:
                for (_, done), result in zip(group, results, strict=True):
                    done.set_result(result)
        _close(db)

    def _next(self) -> tuple[Job, Future[Any]] | None:
        try:
            job = self._jobs.get_nowait()
        except Empty:
            return None
        if job is None:  # the end: after this group
            self._jobs.put(None)
        return job

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        db = sqlite3.connect(self.path, timeout=SECONDS, isolation_level=None, check_same_thread=False)
        try:
            # What is erased is overwritten.
            db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;")
            db.executescript(SCHEMA)
        except sqlite3.Error:
            db.close()
            raise
        return db


def _execution(sql: str, *values: Any) -> Job:
    return lambda db: db.execute(sql, values).rowcount


def _close(db: sqlite3.Connection | None) -> None:
    if db:
        db.close()


def _columns(item: Item) -> tuple[str, float, float | None, float | None]:
    return item["form"], epoch(item["received"]) or 0.0, due_at(item), item.get("expires")
