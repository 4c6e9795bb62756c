"""The SQLite store by itself: its file, its faults, and counters that are forgotten."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from functions.forms.stores import StoreDown
from functions.forms.stores import sqlite as module
from functions.forms.stores.sqlite import SQLite

from .test_contract import item, many

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SQLite]:
    made = SQLite(tmp_path / "data" / "forms.sqlite")
    yield made
    made.close()


def test_what_is_there_is_seen(store: SQLite) -> None:
    store.put_new(item("a"))
    assert (store.seen("a"), store.seen("b")) == (True, False)


def test_the_file_is_for_its_owner_alone(store: SQLite) -> None:
    store.put_new(item())
    assert store.path.stat().st_mode & 0o777 == 0o600
    assert store.path.parent.stat().st_mode & 0o777 == 0o700
    for beside in store.path.parent.iterdir():
        assert beside.stat().st_mode & 0o077 == 0, beside.name


def test_every_write_is_on_the_disk(store: SQLite) -> None:
    store.put_new(item())
    db = store._connect()
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert db.execute("PRAGMA synchronous").fetchone() == (2,)
    db.close()


def test_what_is_erased_is_not_in_the_file(store: SQLite) -> None:
    def found() -> bool:
        return any(b"Unforgettable-Name" in file.read_bytes() for file in store.path.parent.iterdir())

    store.put_new(item(fields={"name": "Unforgettable-Name"}))
    store.expired(FUTURE, 1)
    store.delete("a")
    assert found()
    store.expired(FUTURE, 1)  # what the worker does every minute
    assert not found()
    assert store._read("PRAGMA secure_delete") == [(1,)]  # some builds of SQLite have it on anyway


@pytest.mark.parametrize("time", range(10))  # who comes first to a new file is chance
def test_two_stores_share_a_file(store: SQLite, time: int) -> None:
    other = SQLite(store.path)
    stores = (store, other)
    assert many(20, lambda n: stores[n % 2].put_new(item(str(n % 10)))).count(True) == 10
    assert len(list(other.scan("", None))) == 10
    other.close()


def test_what_is_written_together_is_there_at_the_end_at_once(store: SQLite) -> None:
    store.put_new(item("before"))
    other = SQLite(store.path)
    with store.together():
        assert store.put_new(item("a"))
        assert not store.put_new(item("a"))
        assert store.save(item("a", state="held"), 1)
        assert store.add_if("s", "m", 1) == "added"
        assert store.get("a") == item("a", state="held", version=2)
        assert [found["id"] for found in other.scan("", None)] == ["before"]
    assert [found["id"] for found in other.scan("", None)] == ["before", "a"]
    other.close()


def test_of_what_is_written_together_all_is_kept_or_nothing(store: SQLite) -> None:
    def group(fault: Callable[[], object]) -> None:
        with store.together():
            store.put_new(item("a"))
            with suppress(StoreDown):
                fault()
            with suppress(StoreDown):
                store.put_new(item("b"))

    with pytest.raises(StoreDown):
        group(lambda: store._read("SELECT nothing"))
    with pytest.raises(ZeroDivisionError):
        group(lambda: 1 / 0)
    assert list(store.scan("", None)) == []
    group(lambda: None)
    assert len(list(store.scan("", None))) == 2


def test_others_wait_while_much_is_written_together(store: SQLite) -> None:
    with store.together():
        store.put_new(item("a"))
        thread = Thread(target=store.put_new, args=(item("b"),))
        thread.start()
        thread.join(0.1)
        assert thread.is_alive()
        assert store.get("b") is None
    thread.join()
    assert store.get("b")


def test_a_folder_that_cannot_be_made_is_a_store_that_is_down(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = SQLite(tmp_path / "file" / "forms.sqlite")
    for call in (lambda: store.put_new(item()), lambda: store.get("a")):
        with pytest.raises(StoreDown):
            call()
    store.close()


def test_it_is_up_again_once_the_fault_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "forms.sqlite"
    path.write_bytes(b"this is not a database, and long enough to be looked at" * 20)
    store = SQLite(path)
    with pytest.raises(StoreDown):
        store.put_new(item())
    with pytest.raises(StoreDown):
        store.get("a")
    path.unlink()
    assert store.put_new(item())
    assert store.get("a") == item()
    store.close()


@pytest.mark.parametrize("together", [False, True])
def test_a_file_that_was_deleted_is_made_anew(store: SQLite, together: bool) -> None:
    store.put_new(item())
    shutil.rmtree(store.path.parent)
    with store.together() if together else nullcontext():
        assert store.put_new(item("b"))
    other = SQLite(store.path)
    assert [found["id"] for found in other.scan("", None)] == ["b"]
    other.close()


def test_a_file_that_was_put_in_its_place_is_used(store: SQLite) -> None:
    store.put_new(item())
    backup = SQLite(store.path.with_name("backup"))
    backup.put_new(item("old"))
    backup.close()
    backup.path.replace(store.path)
    for beside in ("-wal", "-shm"):
        Path(f"{store.path}{beside}").unlink()
    assert [found["id"] for found in store.scan("", None)] == ["old"]


def test_a_file_that_another_holds_is_down_after_a_while(
    store: SQLite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.05)
    store.put_new(item())
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreDown):
        SQLite.put_new(store, item("b")) if store.get("a") else None
    other.execute("ROLLBACK")
    other.close()


def test_a_closed_store_is_down(store: SQLite) -> None:
    store.put_new(item())
    store.close()
    with pytest.raises(StoreDown):
        store.put_new(item("b"))
    with pytest.raises(StoreDown), store.together():
        pass


def test_counters_and_sets_of_a_day_are_forgotten(store: SQLite) -> None:
    store.count_if("c", 1)
    store.add_if("day", "a", 1, seconds=60)
    store.add_if("places", "a", 1)
    store.expired(datetime.fromtimestamp(time.time(), UTC), 1)
    assert not store.count_if("c", 1)
    assert store.add_if("day", "b", 1, seconds=60) == "full"
    store.expired(FUTURE, 1)
    assert store.count_if("c", 1)
    assert store.add_if("day", "b", 1, seconds=60) == "added"
    assert store.add_if("places", "b", 1) == "full"
