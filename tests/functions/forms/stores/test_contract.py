"""What every store must do, tried on SQLite and on DynamoDB's wire protocol as two emulators speak it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.forms.stores import Item, Store

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def item(id_: str = "a", minutes: float = 0, **values: Any) -> Item:
    at = (NOW + timedelta(minutes=minutes)).isoformat()
    return {
        "id": id_, "kind": "submission", "form": "contact", "form_version": "f" * 64, "received": at,
        "fields": {"name": "Àine “O’Neil” <b>\n\u2028 ' \"", "topics": ["a", "b"], "nothing": None},
        "consent": None, "score": 0, "reasons": [], "state": "accepted", "outbox": [],
        "due": at, "expires": None, "version": 1, **values,
    }  # fmt: skip


def many(number: int, call: Callable[[int], Any]) -> list[Any]:
    """Call from `number` threads that begin together."""
    gate = threading.Barrier(number)

    def one(index: int) -> Any:
        gate.wait()
        return call(index)

    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(one, range(number)))


def test_what_is_put_is_there_unchanged(store: Store) -> None:
    assert store.get("a") is None
    assert store.put_new(item())
    assert store.get("a") == item()


def test_an_id_is_put_once(store: Store) -> None:
    assert store.put_new(item())
    assert not store.put_new(item(fields={}))
    assert store.get("a") == item()


def test_nothing_is_seen_that_is_not_there(store: Store) -> None:
    assert not store.seen("a")
    store.put_new(item())
    store.delete("a")
    assert not store.seen("a")


def test_of_many_that_put_the_same_at_once_one_does(store: Store) -> None:
    assert many(20, lambda _: store.put_new(item())).count(True) == 1
    assert len(list(store.scan("", None))) == 1


def test_save_asks_for_the_version(store: Store) -> None:
    store.put_new(item())
    assert store.save(item(state="held"), 1)
    assert store.get("a") == item(state="held", version=2)
    assert not store.save(item(state="erased"), 1)
    assert not store.save(item("b"), 1)
    assert store.get("b") is None
    assert store.get("a") == item(state="held", version=2)


def test_of_many_that_save_at_once_one_does(store: Store) -> None:
    store.put_new(item())
    saved = many(10, lambda index: store.save(item(score=index), 1))
    assert saved.count(True) == 1
    found = store.get("a")
    assert found
    assert found["score"] == saved.index(True)


def test_due_is_oldest_first_and_only_what_is_due(store: Store) -> None:
    for id_, minutes in (("c", 2), ("a", 0), ("b", 1), ("later", 10)):
        store.put_new(item(id_, minutes))
    store.put_new(item("done", due=None))
    at = NOW + timedelta(minutes=5)
    assert store.due(at, 10) == ["a", "b", "c"]
    assert store.due(at, 2) == ["a", "b"]
    assert store.due(NOW - timedelta(seconds=1), 10) == []
    assert store.due(NOW, 10) == ["a"]


def test_due_understands_every_way_to_write_an_instant(store: Store) -> None:
    store.put_new(item("a", due="2026-11-22T11:00:00.5+01:00"))
    assert store.due(NOW, 10) == []
    assert store.due(NOW + timedelta(seconds=0.5), 10) == ["a"]


def test_a_claim_is_a_lease(store: Store) -> None:
    store.put_new(item())
    claimed = store.claim("a", "one", NOW, 60)
    assert claimed
    assert (claimed["version"], claimed["lease"]["owner"]) == (2, "one")
    assert store.get("a") == claimed
    before, after = NOW + timedelta(seconds=59), NOW + timedelta(seconds=60)
    assert store.due(before, 10) == []
    assert store.claim("a", "two", before, 60) is None
    assert store.due(after, 10) == ["a"]
    taken = store.claim("a", "two", after, 60)
    assert taken
    assert taken["version"] == 3
    assert not store.save(claimed, claimed["version"])


def test_only_what_is_due_can_be_claimed(store: Store) -> None:
    store.put_new(item("later", 10))
    store.put_new(item("done", due=None))
    assert [store.claim(id_, "one", NOW, 60) for id_ in ("later", "done", "nobody")] == [None, None, None]


def test_of_many_that_claim_at_once_one_does(store: Store) -> None:
    store.put_new(item())
    claimed = many(10, lambda index: store.claim("a", str(index), NOW, 60))
    assert len([found for found in claimed if found]) == 1


def test_a_set_holds_as_many_as_it_may(store: Store) -> None:
    assert [store.add_if("s", member, 2) for member in "abc"] == ["added", "added", "full"]
    assert [store.add_if("s", member, 2) for member in "abc"] == ["there", "there", "full"]
    assert store.add_if("other", "c", 2) == "added"
    assert store.add_if("closed", "a", 0) == "full"
    assert [store.add_if("open", str(number), None) for number in range(30)] == ["added"] * 30
    assert store.add_if("open", "7", None) == "there"


def test_a_set_tells_its_size(store: Store) -> None:
    assert store.size("s") == 0
    for member in ("a", "b", "a"):
        store.add_if("s", member, None)
    store.add_if("other", "c", None)
    assert store.add_if("s", "c", 0) == "full"
    assert store.add_if("s", "a", 0) == "there"
    assert store.size("s") == 2
    for member in ("a", "b"):
        store.remove("s", member)
    assert store.size("s") == 0


def test_a_member_that_is_removed_makes_room(store: Store) -> None:
    for member in "ab":
        store.add_if("s", member, 2)
    store.remove("s", "nobody")
    assert store.add_if("s", "c", 2) == "full"
    store.remove("s", "a")
    assert [store.add_if("s", member, 2) for member in "bca"] == ["there", "added", "full"]
    for member in "bc":
        store.remove("s", member)
    assert store.add_if("s", "d", 0) == "full"
    assert [store.add_if("s", member, 1) for member in "da"] == ["added", "full"]
    store.remove("none", "a")
    assert store.add_if("none", "a", 1) == "added"


def test_of_fifty_at_once_as_many_as_may_are_added(store: Store) -> None:
    assert sorted(many(50, lambda index: store.add_if("s", str(index), 20))) == ["added"] * 20 + ["full"] * 30


def test_a_counter_stops_at_its_cap(store: Store) -> None:
    assert [store.count_if("c", 2) for _ in range(4)] == [True, True, False, False]
    assert not store.count_if("none", 0)
    assert store.count_if("c", 3)
    assert many(20, lambda _: store.count_if("d", 5)).count(True) == 5
    assert [store.counted(key) for key in ("c", "d", "none")] == [3, 5, 0]


def test_scan_gives_a_form_since(store: Store) -> None:
    for id_, minutes, form in (("a", 0, "contact"), ("b", 1, "contact"), ("c", 1, "newsletter")):
        store.put_new(item(id_, minutes, form=form))
    store.add_if("s", "m", 1)
    store.count_if("c", 1)

    def ids(form: str, since: datetime | None) -> list[str]:
        return sorted(found["id"] for found in store.scan(form, since))

    assert ids("contact", None) == ["a", "b"]
    assert ids("", None) == ["a", "b", "c"]
    assert ids("", NOW + timedelta(minutes=1)) == ["b", "c"]
    assert ids("contact", NOW + timedelta(minutes=2)) == []


def test_scan_gives_more_than_a_page(store: Store) -> None:
    big = {"text": "x" * 20_000}
    many(8, lambda part: [store.put_new(item(f"{part}-{n}", fields=big)) for n in range(75)])
    assert len({found["id"] for found in store.scan("contact", None)}) == 600


def test_delete_forgets(store: Store) -> None:
    store.put_new(item())
    assert not store.delete("a", 2)
    assert store.get("a")
    assert store.delete("a", 1)
    assert store.get("a") is None
    assert not store.delete("a")
    assert store.put_new(item())
    assert store.delete("a")
    assert store.due(NOW, 10) == []


def test_expired_gives_what_has_had_its_days(store: Store) -> None:
    at = int(NOW.timestamp())
    store.put_new(item("old", due=None, expires=at))
    store.put_new(item("young", due=None, expires=at + 1))
    store.put_new(item("kept", due=None))
    store.count_if("c", 1)
    assert store.expired(NOW, 10) == ["old"]
    assert sorted(store.expired(NOW + timedelta(seconds=1), 10)) == ["old", "young"]
    assert len(store.expired(NOW + timedelta(seconds=1), 1)) == 1
    store.save(item("old", due=None), 1)
    assert store.expired(NOW, 10) == []


def test_unsent_is_how_many_wait_and_how_long(store: Store) -> None:
    assert store.unsent() == (0, None)
    store.put_new(item("b", 1))
    store.put_new(item("a", 0, due=(NOW + timedelta(days=1)).isoformat()))
    store.put_new(item("done", -5, due=None))
    assert store.unsent() == (2, NOW.timestamp())
