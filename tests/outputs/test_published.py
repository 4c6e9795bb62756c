"""The published state: what one publish build leaves for the next."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.clock import UK
from plugins.core.site import Change
from plugins.outputs.published import (
    PublishedState,
    PublishedStateDamaged,
    last_changed,
    published,
    read_published,
)
from tests.builders import make_entry, quick

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
BEFORE = datetime(2026, 7, 3, 23, 30, tzinfo=UTC)


def test_the_file() -> None:
    assert json.loads(published([("/b/", "2" * 8, NOW), ("/a/", "1" * 8, BEFORE.astimezone(UK))])) == {
        "version": 1,
        "items": {
            "/a/": {"hash": "11111111", "changed": "2026-07-03T23:30:00+00:00"},
            "/b/": {"hash": "22222222", "changed": "2026-11-22T10:00:00+00:00"},
        },
    }


def test_the_order_of_the_items_does_not_matter() -> None:
    items = [("/b/", "2", NOW), ("/a/", "1", BEFORE)]
    data = published(items)
    assert data == published(reversed(items))
    assert data.index(b"/a/") < data.index(b"/b/")
    assert data.endswith(b"}\n")


TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)
ADDRESSES = st.from_regex(r"/([a-z0-9-]{1,9}/){0,3}", fullmatch=True)


@quick
@given(st.dictionaries(ADDRESSES, st.tuples(st.text("0123456789abcdef", min_size=1), TIMES), max_size=5))
def test_what_is_written_reads_back(items: dict[str, tuple[str, datetime]]) -> None:
    data = published((address, digest, at) for address, (digest, at) in items.items())
    assert read_published(data) == PublishedState(items)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is not whole"),
        (b"<html>", "it is not whole"),
        (b"\xff\xfe", "it is not whole"),
        (b"[]", "it is not whole"),
        (b"null", "it is not whole"),
        (b"{}", "it is not whole"),
        (b'{"version": 1}', "it is not whole"),
        (b'{"version": 1, "items": []}', "it is not whole"),
        (b'{"version": 1, "items": {"/": {"hash": "1"}}}', "it is not whole"),
        (b'{"version": 1, "items": {"/": {"hash": "1", "changed": "soon"}}}', "it is not whole"),
        (
            b'{"version": 1, "items": {"/": {"hash": "1", "changed": "2026-11-22T10:00:00"}}}',
            "it is not whole",
        ),
        (b'{"version": 2, "items": {}}', "it has version 2, and this project reads 1"),
    ],
)
def test_a_damaged_file_is_told_and_never_taken_for_a_new_start(data: bytes, message: str) -> None:
    with pytest.raises(PublishedStateDamaged, match=message):
        read_published(data)


LAST = Change("Last changed 4 July 2026", "2026-07-04")
TODAY = Change("Last changed 22 November 2026", "2026-11-22")
SINCE = Change("Changed since it was last published on 4 July 2026", "2026-07-04")
NEW = Change("Not published yet")
STATE = PublishedState({"/a/": ("same", BEFORE)})


@pytest.mark.parametrize(
    ("digest", "before", "publish", "expected"),
    [
        ("same", STATE, True, (LAST, BEFORE)),
        ("same", STATE, False, (LAST, BEFORE)),
        ("other", STATE, True, (TODAY, NOW)),
        ("other", STATE, False, (SINCE, BEFORE)),
        ("same", PublishedState(), True, (TODAY, NOW)),
        ("same", PublishedState(), False, (NEW, None)),
        ("same", None, True, (TODAY, NOW)),
        ("same", None, False, (NEW, None)),
    ],
    ids=[
        "published, unchanged", "previewed, unchanged", "published, changed", "previewed, changed",
        "published, new", "previewed, new", "published for the first time", "previewed without a state",
    ],
)  # fmt: skip
def test_when_an_item_last_changed(
    digest: str, before: PublishedState | None, publish: bool, expected: tuple[Change, datetime | None]
) -> None:
    entry = make_entry("page", "a", "")
    assert last_changed(entry, digest, before, NOW, publish=publish) == expected


@pytest.mark.parametrize("setting", ["sample: true", "status: draft"])
def test_examples_and_drafts_have_no_change(setting: str) -> None:
    entry = make_entry("page", "a", setting)
    assert last_changed(entry, "same", STATE, NOW, publish=False) == (Change(""), None)
