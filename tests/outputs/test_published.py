"""The published state: what one publish build leaves for the next."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plugins.core.calendar_event import CalendarEvent, Place
from plugins.core.clock import UK, start_of
from plugins.outputs.published import (
    Clocked,
    PublishedAddress,
    PublishedEvent,
    PublishedFeedItem,
    PublishedIdentity,
    PublishedNotice,
    PublishedState,
    PublishedStateDamaged,
    clocked,
    fingerprint,
    later,
    published,
    read_published,
)
from tests.builders import quick
from tests.conftest import Build
from tests.engine.trees import marks
from tests.test_sites import valid

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
JULY = datetime(2026, 7, 3, 23, 30, tzinfo=UTC)
IDENTITY = PublishedIdentity(domain="network.example.org", year=2026)
SITE = "https://www.example.org"

EVENT = PublishedEvent(
    name="open-day",
    title="Open day",
    address="/events/open-day/",
    file="/events/open-day.ics",
    start=datetime(2026, 12, 3, 10, tzinfo=UTC),
    last=datetime(2026, 12, 3, 11, tzinfo=UTC),
    state="confirmed",
    format="in-person",
    place="Example Hall",
    scheduling="1",
    hash="2",
    sequence=1,
    created=JULY,
    changed=NOW,
    notices=(PublishedNotice(name="moved-1", at=NOW),),
)
STATE = PublishedState(
    identity=IDENTITY,
    site=SITE,
    addresses={
        "/b/": PublishedAddress(kind="item", title="Caf\u00e9", hash="1", changed=JULY),
        "/a/": PublishedAddress(kind="list"),
    },
    feed_items={
        "tag:network.example.org,2026:event/open-day": PublishedFeedItem(
            title="Open day", address="/events/open-day/", hash="3", published=JULY, changed=NOW
        )
    },
    events={"open-day@network.example.org": EVENT},
)


# The file


def test_the_file() -> None:
    assert published(STATE).decode() == (
        """\
{
 "addresses": {
  "/a/": {
   "kind": "list"
  },
  "/b/": {
   "changed": "2026-07-03T23:30:00+00:00",
   "hash": "1",
   "kind": "item",
   "title": "Café"
  }
 },
 "events": {
  "open-day@network.example.org": {
   "address": "/events/open-day/",
   "changed": "2026-11-22T10:00:00+00:00",
   "created": "2026-07-03T23:30:00+00:00",
   "file": "/events/open-day.ics",
   "format": "in-person",
   "hash": "2",
   "last": "2026-12-03T11:00:00+00:00",
   "name": "open-day",
   "notices": [
    {
     "at": "2026-11-22T10:00:00+00:00",
     "name": "moved-1"
    }
   ],
   "place": "Example Hall",
   "scheduling": "1",
   "sequence": 1,
   "start": "2026-12-03T10:00:00+00:00",
   "state": "confirmed",
   "title": "Open day"
  }
 },
 "feed_items": {
  "tag:network.example.org,2026:event/open-day": {
   "address": "/events/open-day/",
   "changed": "2026-11-22T10:00:00+00:00",
   "hash": "3",
   "published": "2026-07-03T23:30:00+00:00",
   "title": "Open day"
  }
 },
 "identity": {
  "domain": "network.example.org",
  "year": 2026
 },
 "site": "https://www.example.org",
 "version": 2
}
"""
    )


def test_an_empty_site_has_a_state_too() -> None:
    """With its three lists, since one that lacks them is damaged."""
    state = PublishedState(identity=IDENTITY, site=SITE)
    data = published(state)
    assert {name: json.loads(data)[name] for name in ("addresses", "feed_items", "events")} == {
        "addresses": {}, "feed_items": {}, "events": {},
    }  # fmt: skip
    assert read_published(data) == state


def test_what_is_known_of_items_and_notices_stays_in_the_file() -> None:
    """The day that the editor gave, and the words of a notice: the next build needs both."""
    (guid, item), (uid, _) = *STATE.feed_items.items(), *STATE.events.items()
    notice = PublishedNotice(name="moved-1", at=NOW, title="Moved: Open day", lead="It has moved.")
    state = STATE.model_copy(
        update={
            "feed_items": {guid: item.model_copy(update={"day": date(2026, 7, 4)})},
            "events": {uid: EVENT.model_copy(update={"notices": (notice,)})},
        }
    )
    found = json.loads(published(state))
    assert found["feed_items"][guid]["day"] == "2026-07-04"
    assert found["events"][uid]["notices"] == [
        {
            "at": "2026-11-22T10:00:00+00:00",
            "lead": "It has moved.",
            "name": "moved-1",
            "title": "Moved: Open day",
        }
    ]
    assert read_published(published(state)) == state


def test_the_order_of_the_items_does_not_matter() -> None:
    turned = STATE.model_copy(update={"addresses": dict(reversed(list(STATE.addresses.items())))})
    assert list(turned.addresses) != list(STATE.addresses)
    assert published(turned) == published(STATE)


def test_times_are_in_utc_in_the_file_and_in_uk_time_for_events() -> None:
    summer = datetime(2026, 7, 4, 10, tzinfo=UK)
    state = STATE.model_copy(
        update={"events": {"a@b": EVENT.model_copy(update={"start": summer, "last": summer})}}
    )
    assert b'"start": "2026-07-04T09:00:00+00:00"' in published(state)
    read = read_published(published(state)).events["a@b"]
    assert (read.starts.isoformat(), read.starts.tzinfo) == ("2026-07-04T10:00:00+01:00", UK)  # type: ignore[union-attr]
    assert (read.ends.isoformat(), read.ends.tzinfo) == ("2026-07-04T10:00:00+01:00", UK)  # type: ignore[union-attr]


def test_midnight_stays_a_time_and_a_day_stays_a_day() -> None:
    moments = {"a": datetime(2026, 12, 3, tzinfo=UTC), "b": date(2026, 12, 3)}
    events = {name: EVENT.model_copy(update={"start": at, "last": at}) for name, at in moments.items()}
    read = read_published(published(STATE.model_copy(update={"events": events}))).events
    assert {name: type(event.start) for name, event in read.items()} == {"a": datetime, "b": date}
    assert (read["b"].starts, read["b"].ends) == (date(2026, 12, 3), date(2026, 12, 3))


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
NAMES = st.from_regex(r"[A-Za-z0-9@._-]{1,12}", fullmatch=True)
TIMES = st.datetimes(datetime(1900, 1, 1), datetime(2201, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)
MOMENTS = st.one_of(
    TIMES, TIMES.map(lambda at: at.astimezone(UK)), st.dates(date(1900, 1, 1), date(2200, 12, 31))
)
ADDRESSES = st.from_regex(r"/([a-z0-9-]{1,9}/){0,3}", fullmatch=True)


def _in_order(values: dict[str, Any]) -> PublishedEvent:
    """Make an event of any values: two moments of one kind, in their order, and so its stamps."""
    first, second = sorted((values["start"], values["last"]), key=start_of)
    if type(first) is not type(second):
        second = first
    created, changed = sorted((values["created"], values["changed"]))
    return PublishedEvent(**values | {"start": first, "last": second, "created": created, "changed": changed})


STATES = st.builds(
    PublishedState,
    identity=st.builds(PublishedIdentity, domain=TEXTS, year=st.integers(1990, 2200)),
    site=TEXTS,
    addresses=st.dictionaries(
        ADDRESSES,
        st.builds(
            PublishedAddress,
            kind=st.sampled_from(["item", "list", "redirect", "feed", "calendar", "event file", "file"]),
            title=TEXTS,
            target=TEXTS,
            hash=TEXTS,
            changed=st.none() | TIMES,
        ),
        max_size=4,
    ),
    feed_items=st.dictionaries(
        NAMES.map(lambda name: f"tag:{name}"),
        st.builds(
            PublishedFeedItem,
            title=TEXTS,
            address=TEXTS,
            hash=TEXTS,
            published=TIMES,
            changed=TIMES,
            day=st.none() | st.dates(date(1900, 1, 1), date(2200, 12, 31)),
        ),
        max_size=3,
    ),
    events=st.dictionaries(
        NAMES,
        st.fixed_dictionaries(
            {
                "name": NAMES,
                "title": TEXTS.filter(bool),
                "address": st.from_regex(r"(/[a-z0-9-]{1,9}){1,3}/", fullmatch=True),
                "file": st.from_regex(r"(/[a-z0-9-]{1,9}){1,3}\.ics", fullmatch=True),
                "start": MOMENTS,
                "last": MOMENTS,
                "state": st.sampled_from(["confirmed", "cancelled", "postponed"]),
                "format": st.sampled_from(["in-person", "online", "hybrid"]),
                "place": TEXTS,
                "series": TEXTS,
                "topics": st.lists(TEXTS, max_size=2).map(tuple),
                "lang": st.sampled_from(["", "gd", "en-GB"]),
                "scheduling": TEXTS,
                "hash": TEXTS,
                "sequence": st.integers(0, 2**31 - 1001),
                "created": TIMES,
                "changed": TIMES,
                "deleted": st.booleans(),
                "notices": st.lists(
                    st.builds(
                        PublishedNotice,
                        name=st.from_regex(r"[a-z]{1,9}(-[0-9]{1,3})?", fullmatch=True),
                        at=TIMES,
                        title=TEXTS,
                        lead=TEXTS,
                    ),
                    max_size=2,
                    unique_by=lambda notice: notice.name,
                ).map(tuple),
            }
        ).map(_in_order),
        max_size=3,
    ),
)


@quick
@given(STATES)
def test_what_is_written_reads_back(state: PublishedState) -> None:
    data = published(state)
    read = read_published(data)
    assert read == state
    assert published(read) == data
    for uid, event in read.events.items():
        assert type(event.start) is type(state.events[uid].start)


# Damaged files


def changed(path: str, value: Any) -> bytes:
    """Return the file with another value at a path such as `events.*.start`; `*` is the only one there."""
    found = json.loads(published(STATE))
    *above, name = path.split(".")
    inner = found
    for part in above:
        inner = next(iter(inner.values())) if part == "*" else inner[part]
    inner[name] = value
    return json.dumps(found).encode()


def without(name: str) -> bytes:
    """Return the file without one of its parts, as a merge or a filter may leave it."""
    found = json.loads(published(STATE))
    del found[name]
    return json.dumps(found).encode()


WHOLE = published(STATE)
DAMAGED: dict[str, bytes] = {
    "empty": b"",
    "a page": b"<!doctype html>\n<title>Not found</title>\n",
    "not UTF-8": WHOLE.replace("é".encode(), b"\xe9"),
    "UTF-16": WHOLE.decode().encode("utf-16"),
    "with a byte order mark": b"\xef\xbb\xbf" + WHOLE,
    "merge markers": WHOLE.replace(b' "events"', b'<<<<<<< HEAD\n "events"', 1),
    "two of them": WHOLE + WHOLE,
    "a list": b"[]",
    "null": b"null",
    "nothing in it": b"{}",
    "deep nesting": b'{"version": 2, "site": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "nesting that is not quite too deep": b'{"version": 2, "site": ' + b"[" * 500 + b"]" * 500 + b"}",
    "a number without end": changed("events.*.sequence", 1).replace(
        b'"sequence": 1', b'"sequence": ' + b"1" * 5000
    ),
    "half a character": changed("site", "SITE").replace(b"SITE", b"\\ud800"),
    "version 1": b'{"version": 1, "items": {}}',
    "version 3": changed("version", 3),
    "version as text": changed("version", "2"),
    "a key twice": WHOLE.replace(b'"year": 2026', b'"year": 2026, "year": 2025'),
    "an address twice": WHOLE.replace(b'"/a/": {', b'"/b/": {'),
    "no identity": changed("identity", None),
    "a year as text": changed("identity.year", "2026"),
    "an unknown field": changed("events.*.organiser", "A name"),
    "an unknown field on top": changed("items", {}),
    "an unknown kind": changed("addresses.*.kind", "poem"),
    "an unknown state": changed("events.*.state", "maybe"),
    "a field missing": WHOLE.replace(b'   "hash": "2",\n', b""),
    "a time without zone": changed("events.*.changed", "2026-11-22T10:00:00"),
    "a start without zone": changed("events.*.start", "2026-12-03T10:00:00"),
    "a time that is none": changed("events.*.changed", "soon"),
    "a time as a number": changed("events.*.changed", 1_795_341_600),
    "a negative sequence": changed("events.*.sequence", -1),
    "a sequence in parts": changed("events.*.sequence", 1.5),
    "events as a list": changed("events", []),
    "a hash that is a number": changed("events.*.hash", 2),
    "no name": changed("events.*.name", ""),
    "a name with a space": changed("events.*.name", "open day"),
    "no title": changed("events.*.title", ""),
    "an address that is none": changed("events.*.address", "nowhere"),
    "an address of a file": changed("events.*.address", "/events/open-day.ics"),
    "a file that is a page": changed("events.*.file", "/index.html"),
    "a file outside": changed("events.*.file", "/../../x.ics"),
    "a file without its slash": changed("events.*.file", "events/gone.ics"),
    "a file with a space": changed("events.*.file", "/events/a b.ics"),
    "an end before the start": changed("events.*.last", "2026-12-03T09:00:00+00:00"),
    "a time and a day": changed("events.*.last", "2026-12-03"),
    "changed before it was made": changed("events.*.created", "2026-11-22T10:00:01+00:00"),
    "a year that nobody means": changed("events.*.last", "9999-12-31T00:00:00+00:00"),
    "a time of another zone": changed("events.*.start", "2026-12-03T10:00:00+14:00"),
    "a sequence without room": changed("events.*.sequence", 2**31 - 1),
    "a language with a line end": changed("events.*.lang", "en\r\nX"),
    "a notice of no name": changed(
        "events.*.notices", [{"name": "../..", "at": "2026-11-22T10:00:00+00:00"}]
    ),
    "a notice twice": changed(
        "events.*.notices", [{"name": "moved-1", "at": "2026-11-22T10:00:00+00:00"}] * 2
    ),
    "an id of an event with a space": WHOLE.replace(b'"open-day@network', b'"open day@network'),
    "an id of an event that is empty": WHOLE.replace(b'"open-day@network.example.org"', b'""'),
    "an id of an item that is none": WHOLE.replace(b'"tag:network', b'"network'),
    "an address that is no address": WHOLE.replace(b'"/a/": {', b'"a": {'),
    "a day that is none": changed("feed_items.*.day", "2026-02-30"),
}
for _list in ("addresses", "feed_items", "events"):
    DAMAGED[f"without {_list}"] = without(_list)
for _part in range(1, 20):
    DAMAGED[f"cut off after {_part}/20"] = WHOLE[: len(WHOLE) * _part // 20]


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_told_and_never_taken_for_a_new_start(name: str) -> None:
    with pytest.raises(PublishedStateDamaged) as caught:
        read_published(DAMAGED[name])
    message = str(caught.value)
    assert message.startswith(("it is not whole", "it has version", "it holds"))
    assert "\n" not in message
    assert len(message) <= 160
    # People read it who know no Python.
    assert not re.search(r"Error|Decode|input|extra|valid (?:integer|string)", message), message


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nothing in it", "it is not whole: it has no version"),
        ("version 1", "it has version 1, and this project reads 2"),
        ("version 3", "it has version 3, and this project reads 2"),
        ("a key twice", "it holds year twice"),
        ("an address twice", "it holds /b/ twice"),
        ("a page", "it is not whole: it is not the JSON that a publish build writes"),
        ("not UTF-8", "it is not whole: it is not the JSON that a publish build writes"),
        ("deep nesting", "it is not whole: it is not the JSON that a publish build writes"),
        ("without events", "it is not whole: events is missing"),
        ("without feed_items", "it is not whole: feed_items is missing"),
        ("without addresses", "it is not whole: addresses is missing"),
        (
            "a negative sequence",
            "it is not whole: events → open-day@network.example.org → sequence is not as a publish build writes it",
        ),
        (
            "an end before the start",
            "it is not whole: what it says of open-day@network.example.org does not fit together",
        ),
    ],
)
def test_what_is_wrong_is_said(name: str, message: str) -> None:
    with pytest.raises(PublishedStateDamaged) as caught:
        read_published(DAMAGED[name])
    assert str(caught.value) == message


@quick
@given(st.binary(max_size=40), st.integers(0, len(WHOLE)), st.integers(0, 40))
def test_whatever_happens_to_the_file_it_is_read_or_refused(noise: bytes, at: int, cut: int) -> None:
    try:
        state = read_published(WHOLE[:at] + noise + WHOLE[at + cut :])
    except PublishedStateDamaged:
        return
    assert isinstance(state, PublishedState)


@pytest.mark.parametrize("publish", [True, False], ids=["publish", "preview"])
@pytest.mark.parametrize(
    "name",
    [
        "empty",
        "cut off after 10/20",
        "merge markers",
        "version 1",
        "not UTF-8",
        "a number without end",
        "a list",
    ],
)
def test_a_build_with_a_damaged_state_ends_and_leaves_the_output_alone(
    name: str, publish: bool, build: Build, tmp_path: Path
) -> None:
    content, state, site = (
        valid("empty", tmp_path / "content"),
        tmp_path / "published.json",
        tmp_path / "site",
    )
    options: dict[str, Any] = {"publish": publish, "site_url": SITE}
    assert build(content, **options).exit_code == 0
    before = marks(site)
    state.write_bytes(DAMAGED[name])

    for output in (site, tmp_path / "another"):
        result = build(content, output=output, published=state, **options)

        assert result.exit_code == 1, result.report()
        (problem,) = result.problems
        assert (problem.path, problem.code) == ("--published", "option")
        assert problem.message.startswith("The published state published.json cannot be used: it ")
        assert problem.fix == "name the published.json of the last published site."
        assert result.written == 0
    assert marks(site) == before
    assert not (tmp_path / "another").exists()


def test_a_build_with_a_state_that_is_not_there_ends(build: Build, tmp_path: Path) -> None:
    content = valid("empty", tmp_path / "content")
    result = build(content, publish=True, site_url=SITE, published=tmp_path / "nowhere.json")
    assert result.exit_code == 1
    assert result.problems[0].message == (
        "The published state nowhere.json cannot be read: No such file or directory."
    )
    assert not (tmp_path / "site").exists()


# Hashes


@dataclass(frozen=True)
class Old:
    title: str
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class New:
    title: str
    topics: tuple[str, ...] = ()
    note: str = ""
    price: int | None = None


def test_a_new_field_with_its_default_changes_no_hash() -> None:
    assert fingerprint(Old("A")) == fingerprint(New("A"))
    assert fingerprint(Old("A", ("x",))) == fingerprint(New("A", ("x",)))
    assert fingerprint(New("A", note="b")) != fingerprint(New("A"))
    assert fingerprint(New("A", price=0)) != fingerprint(New("A"))


def test_a_new_field_of_a_model_changes_no_hash() -> None:
    short = PublishedAddress(kind="list")
    assert fingerprint(short) == fingerprint(PublishedAddress(kind="list", title=""))
    assert fingerprint(short) != fingerprint(PublishedAddress(kind="list", title="a"))


def test_what_is_not_the_same_has_another_hash() -> None:
    values: list[Any] = [
        "", " ", "a", "a ", "á", "a\u0301", 0, 1, 1.5, "1", None, True, [], ["a"], [["a"]], ["a", "b"], ["b", "a"],
        {}, {"a": 1}, {"b": 1}, date(2026, 12, 3), datetime(2026, 12, 3, tzinfo=UTC), Old("a"), Old("b"),
    ]  # fmt: skip
    hashes = [fingerprint(value) for value in values]
    # True and 1 are told apart, an empty list and an empty mapping too.
    assert len(set(hashes)) == len(values)
    assert fingerprint("a", "b") != fingerprint("ab")
    assert fingerprint("a", "b") != fingerprint("b", "a")
    assert all(len(one) == 32 for one in hashes)


def test_a_hash_is_the_same_everywhere_and_for_ever() -> None:
    """A published state outlives the code that wrote it: another way to hash would change everything at once."""
    assert fingerprint() == "4f53cda18c2baa0c0354bb5f9a3ecbe5"
    assert (
        fingerprint("Fàilte", ["a", 1], datetime(2026, 7, 3, 10, tzinfo=UK), date(2026, 7, 3), None) == KNOWN
    )


KNOWN = "6c77e8ee461a43094b6d2ef2714a1208"


@quick
@given(st.dictionaries(TEXTS, TEXTS, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_a_mapping_does_not_matter(found: dict[str, str], random: Any) -> None:
    pairs = list(found.items())
    random.shuffle(pairs)
    assert fingerprint(dict(pairs)) == fingerprint(found)
    assert fingerprint([dict(pairs)]) == fingerprint([found])


@quick
@given(TIMES, st.integers(-14 * 60, 14 * 60))
def test_one_instant_in_two_zones_has_one_hash(at: datetime, minutes: int) -> None:
    other = at.astimezone(timezone(timedelta(minutes=minutes)))
    assert fingerprint(at) == fingerprint(other) == fingerprint(at.astimezone(UK))
    assert fingerprint(at) != fingerprint(at + timedelta(minutes=1))


def test_the_two_hours_of_october_are_two() -> None:
    first = datetime(2026, 10, 25, 1, 30, tzinfo=UK)
    assert fingerprint(first) != fingerprint(first.replace(fold=1))


def test_every_field_of_an_event_has_a_part_in_its_hash() -> None:
    event = CalendarEvent(
        uid="a@b", name="a", title="A", summary="", address="/a/", file="/a.ics",
        start=date(2026, 12, 3), last=date(2026, 12, 3),
    )  # fmt: skip
    from dataclasses import fields, replace

    for part in fields(CalendarEvent):
        other: Any = Place("x") if part.name == "place" else "something else"
        assert fingerprint(replace(event, **{part.name: other})) != fingerprint(event), part.name


# Stamps of anything


def test_what_is_new_starts_from_its_day_but_not_later_than_now() -> None:
    assert clocked("a", None, JULY, NOW) == Clocked(JULY, JULY)
    assert clocked("a", None, None, NOW) == Clocked(NOW, NOW)
    assert clocked("a", None, NOW + timedelta(days=1), NOW) == Clocked(NOW, NOW)


def test_what_is_as_it_was_keeps_its_stamps_and_what_changed_gets_now() -> None:
    before = ("a", JULY, JULY)
    assert clocked("a", before, None, NOW) == Clocked(JULY, JULY)
    assert clocked("a", before, NOW, NOW) == Clocked(JULY, JULY), "a day that is put right is no change"
    assert clocked("b", before, None, NOW) == Clocked(JULY, NOW)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (NOW + timedelta(seconds=1), NOW + timedelta(seconds=1)),
        (NOW + timedelta(days=9), NOW + timedelta(days=9)),
        (NOW, NOW + timedelta(seconds=1)),
        (NOW - timedelta(days=9), NOW + timedelta(seconds=1)),
    ],
    ids=["a second on", "days on", "no time gone by", "a clock that went back"],
)
def test_a_change_is_always_later_than_the_one_before(now: datetime, expected: datetime) -> None:
    assert later(NOW, now) == expected
    assert clocked("b", ("a", JULY, NOW), None, now) == Clocked(JULY, expected)


@quick
@given(TIMES, TIMES)
def test_later_is_later_in_the_file_too(before: datetime, now: datetime) -> None:
    assume(before.year < 2200)
    assert later(before, now) > before
    assert later(before, now).microsecond == 0
