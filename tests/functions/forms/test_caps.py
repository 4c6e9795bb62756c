from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from functions.forms import caps
from functions.forms.settings import Settings
from functions.forms.stores import Store

from .builders import NOW, MemoryStore

SETTINGS = Settings(mails_per_address=3, mails_per_day=5)


def entry(cap: str = "a", kind: str = "visitor", tries: int = 0) -> dict[str, Any]:
    return {"kind": kind, "tries": tries} | ({"cap": cap} if cap else {})


def admit(store: MemoryStore, item: str, found: dict[str, Any], now: datetime = NOW) -> str:
    return caps.admit(cast("Store", store), item, found, now, SETTINGS)


def test_an_address_has_three_mails_a_day() -> None:
    store = MemoryStore()
    assert [admit(store, str(number), entry()) for number in range(4)] == ["send", "send", "send", "never"]
    assert admit(store, "4", entry(), NOW + timedelta(days=1)) == "send"


def test_the_site_has_its_number_a_day() -> None:
    store = MemoryStore()
    assert [admit(store, "1", entry(str(number))) for number in range(6)] == ["send"] * 5 + ["later"]
    assert admit(store, "1", entry("5"), caps.tomorrow(NOW)) == "send"


@pytest.mark.parametrize("kind", ["booking", "confirm-1"])
def test_an_answer_that_a_person_waits_for_comes_tomorrow(kind: str) -> None:
    store = MemoryStore()
    for number in range(3):
        admit(store, str(number), entry())
    assert admit(store, "booking", entry(kind=kind)) == "later"
    assert admit(store, "booking", entry(kind=kind), caps.tomorrow(NOW)) == "send"


def test_mail_to_the_team_and_a_mail_that_was_counted_are_not_counted() -> None:
    store = MemoryStore()
    assert {admit(store, str(number), entry("")) for number in range(9)} == {"send"}
    assert {admit(store, str(number), entry(tries=1)) for number in range(9)} == {"send"}
    assert store.calls == []


def test_asking_again_after_a_crash_counts_an_address_once() -> None:
    store = MemoryStore()
    assert [admit(store, "1", entry()) for _ in range(4)] == ["send"] * 4
    assert admit(store, "2", entry()) == "send"
    assert store.sets == {"mails:2026-11-22:a": {"1:visitor", "2:visitor"}}


@pytest.mark.parametrize(
    "now", ["2026-11-22T00:00:00+00:00", "2026-11-22T23:59:59+00:00", "2026-11-23T00:30:00+01:00"]
)
def test_tomorrow_is_that_of_utc(now: str) -> None:
    assert caps.tomorrow(datetime.fromisoformat(now)) == datetime(2026, 11, 23, tzinfo=UTC)
