"""The report of a change, word by word."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from plugins.outputs.published import (
    PublishedAddress,
    PublishedEvent,
    PublishedFeedItem,
    PublishedIdentity,
    PublishedState,
)
from plugins.outputs.report import MOST, change, report
from tests.builders import quick

UID = "open-day@network.example.org"
IDENTITY = PublishedIdentity(domain="network.example.org", year=2026)
JULY, NOW = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 11, 22, 10, tzinfo=UTC)

EVENT = PublishedEvent(
    name="open-day", title="Open day", address="/events/open-day/", file="/events/open-day.ics",
    start=datetime(2026, 12, 3, 10, tzinfo=UTC), last=datetime(2026, 12, 3, 11, tzinfo=UTC),
    state="confirmed", format="in-person", place="Example Hall", scheduling="1", hash="1", sequence=0,
    created=JULY, changed=JULY,
)  # fmt: skip

NOTHING = "# What people will notice\n\nNothing: no page, no feed item and no calendar entry changes.\n"
TWICE = "Nobody sees anything twice: every id that feeds and calendars know is as it was."


def state(
    events: dict[str, PublishedEvent] | None = None,
    items: dict[str, PublishedFeedItem] | None = None,
    addresses: dict[str, PublishedAddress] | None = None,
    identity: PublishedIdentity = IDENTITY,
) -> PublishedState:
    return PublishedState(
        identity=identity, site="", events=events or {}, feed_items=items or {}, addresses=addresses or {}
    )


def with_event(event: PublishedEvent | None) -> PublishedState:
    return state({UID: event} if event else {})


def item(title: str, digest: str = "1", published: datetime = JULY) -> PublishedFeedItem:
    return PublishedFeedItem(
        title=title, address="/events/open-day/", hash=digest, published=published, changed=published
    )


def page(title: str = "", digest: str = "1", kind: Any = "item", target: str = "") -> PublishedAddress:
    return PublishedAddress(kind=kind, title=title, hash=digest, target=target)


def other(**values: Any) -> PublishedEvent:
    """Return the event with other values, and the hashes that go with them."""
    plans = {"start", "last", "place", "state", "format"} & values.keys()
    return EVENT.model_copy(
        update={"hash": "2", **({"scheduling": "2", "sequence": 1} if plans else {}), **values}
    )


def at(hour: int, minute: int = 0, day: int = 3, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_nothing_changed() -> None:
    assert report(state(), state()) == NOTHING
    whole = state({UID: EVENT}, {"tag:a": item("A")}, {"/a/": page("A")})
    assert report(whole, whole) == NOTHING


def test_what_nobody_notices_is_nothing() -> None:
    was = state({UID: EVENT}, {"tag:a": item("A")}, {"/a/": page("A")})
    now = state(
        {UID: EVENT.model_copy(update={"changed": NOW})},
        {"tag:a": item("A").model_copy(update={"changed": NOW})},
        {"/a/": page("A").model_copy(update={"changed": NOW})},
    )
    assert report(was, now) == NOTHING


def test_whole_report() -> None:
    moved = other(start=at(11), last=at(12))
    was = state({UID: EVENT}, {"tag:a": item("Open day")}, {"/events/open-day/": page("Open day")})
    now = state(
        {UID: moved},
        {"tag:a": item("Open day", "2"), "tag:a/moved-1": item("Moved: Open day", published=NOW)},
        {
            "/events/open-day/": page("Open day", "2"),
            "/about/": page("About us"),
            "/who/": page(kind="redirect", target="/about/"),
        },
    )
    assert report(was, now) == (
        """\
# What people will notice

Nobody sees anything twice: every id that feeds and calendars know is as it was.

## In people’s calendars

- “Open day” moves from 10am to 11am on Thursday 3 December 2026, and ends at midday.

## In feed readers

- New: [Moved: Open day](/events/open-day/)
- Changed, and not shown again: [Open day](/events/open-day/)

## On the website

- New: [About us](/about/)
- Changed: [Open day](/events/open-day/)
- New redirect: /who/ leads to /about/
"""
    )


# Calendars


DECEMBER = "Thursday 3 December 2026, 10am to 11am"


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (other(), f"“Open day” ({DECEMBER}) has new words. It stays where it is."),
        (other(title="Open house"), f"“Open day” ({DECEMBER}) is now called “Open house”."),
        (
            other(start=at(11), last=at(12)),
            "“Open day” moves from 10am to 11am on Thursday 3 December 2026, and ends at midday.",
        ),
        (
            other(start=at(9, 30)),
            "“Open day” moves from 10am to 9:30am on Thursday 3 December 2026, and ends at 11am.",
        ),
        (other(last=at(12, 30)), "“Open day” ends at 12:30pm instead of 11am on Thursday 3 December 2026."),
        (
            other(start=at(10, day=10), last=at(11, day=10)),
            "“Open day” moves from Thursday 3 December 2026 to Thursday 10 December 2026, still 10am to 11am.",
        ),
        (
            other(start=at(9, day=1, month=7), last=at(10, day=1, month=7)),
            "“Open day” moves from Thursday 3 December 2026 to Wednesday 1 July 2026, still 10am to 11am.",
        ),
        (
            other(start=at(14, day=10), last=at(15, day=10)),
            f"“Open day” moves from {DECEMBER} to Thursday 10 December 2026, 2pm to 3pm.",
        ),
        (
            other(last=at(11, day=4)),
            f"“Open day” moves from {DECEMBER} to Thursday 3 December 2026, 10am to Friday 4 December 2026, 11am.",
        ),
        (
            other(start=date(2026, 12, 3), last=date(2026, 12, 4)),
            f"“Open day” moves from {DECEMBER} to Thursday 3 to Friday 4 December 2026.",
        ),
        (other(state="cancelled"), f"“Open day” ({DECEMBER}) is cancelled."),
        (other(state="postponed"), f"“Open day” ({DECEMBER}) is postponed."),
        (other(format="online", place=""), f"“Open day” ({DECEMBER}) is now online."),
        (other(format="hybrid"), f"“Open day” ({DECEMBER}) is now in person and online."),
        (other(place="Another Hall"), f"“Open day” ({DECEMBER}) is now at Another Hall."),
        (other(scheduling="2"), f"“Open day” ({DECEMBER}) has a new way to join."),
        (
            other(title="Open house", start=at(11), last=at(12), place="Another Hall"),
            (
                "“Open day” is now called “Open house”; it moves from 10am to 11am on Thursday 3 December 2026,"
                " and ends at midday; it is now at Another Hall."
            ),
        ),
        (
            other(state="cancelled", deleted=True),
            f"“Open day” ({DECEMBER}) leaves the website and is shown as cancelled.",
        ),
    ],
)
def test_an_event_changes(after: PublishedEvent, words: str) -> None:
    assert change(EVENT, after) == words
    assert report(with_event(EVENT), with_event(after)) == (
        f"# What people will notice\n\n{TWICE}\n\n## In people’s calendars\n\n- {words}\n"
    )


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (other(state="cancelled"), f"“Open day” ({DECEMBER}) will take place after all."),
        (other(state="cancelled", deleted=True), f"“Open day” ({DECEMBER}) will take place after all."),
        (
            other(state="postponed", start=at(10, day=1), last=at(11, day=1)),
            (
                "“Open day” will take place after all;"
                " it moves from Tuesday 1 December 2026 to Thursday 3 December 2026, still 10am to 11am."
            ),
        ),
        (
            other(format="online", place=""),
            f"“Open day” ({DECEMBER}) is now in person; it is now at Example Hall.",
        ),
    ],
)
def test_an_event_changes_back(before: PublishedEvent, words: str) -> None:
    assert change(before, EVENT) == words


def test_a_past_event_that_is_deleted_leaves_calendars_too() -> None:
    """It is in no file any more, and programs take out what is not there."""
    words = f"“Open day” ({DECEMBER}), which is over, leaves the website and the calendars."
    assert change(EVENT, EVENT.model_copy(update={"deleted": True})) == words


def test_a_move_between_the_two_hours_of_one_name() -> None:
    first = other(start=datetime(2026, 10, 25, 0, 30, tzinfo=UTC), last=datetime(2026, 10, 25, 4, tzinfo=UTC))
    second = first.model_copy(
        update={"start": datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "scheduling": "3", "hash": "3"}
    )
    words = change(first, second)
    assert "way to join" not in words
    assert "1:30am (summer time)" in words
    assert "1:30am" in words.partition(" to ")[2]


def test_new_and_lost_events() -> None:
    assert report(state(), with_event(EVENT)) == (
        f"# What people will notice\n\n{TWICE}\n\n## In people’s calendars\n\n- New: “Open day”, {DECEMBER}.\n"
    )
    assert report(with_event(EVENT), state()) == (
        "# What people will notice\n\n**“Open day” would vanish from calendars without a word.**\n\n"
        f"## In people’s calendars\n\n- Gone without a word: “Open day”, {DECEMBER}.\n"
    )


def test_what_was_deleted_before_is_not_told_again() -> None:
    gone = other(state="cancelled", deleted=True)
    assert report(with_event(gone), with_event(gone)) == NOTHING
    assert report(state(), with_event(gone)) == NOTHING


def test_events_are_in_the_order_of_their_starts() -> None:
    def named(title: str, day: int) -> PublishedEvent:
        return EVENT.model_copy(update={"title": title, "start": at(10, day=day), "last": at(11, day=day)})

    made = report(state(), state({"a": named("Third", 5), "b": named("First", 3), "c": named("Second", 4)}))
    assert re.findall("“(.*?)”", made) == ["First", "Second", "Third"]


# Feeds


def test_feed_items_newest_first() -> None:
    now = state(items={"tag:a": item("Old"), "tag:b": item("New", published=NOW)})
    assert report(state(), now) == (
        f"# What people will notice\n\n{TWICE}\n\n## In feed readers\n\n"
        "- New: [New](/events/open-day/)\n- New: [Old](/events/open-day/)\n"
    )


def test_feed_items_that_go() -> None:
    assert report(state(items={"tag:a": item("Old")}), state()) == (
        f"# What people will notice\n\n{TWICE}\n\n## In feed readers\n\n- Gone: Old\n"
    )


def test_an_id_that_changed_is_a_warning() -> None:
    was, now = state(items={"tag:a": item("A talk")}), state(items={"tag:b": item("A talk")})
    made = report(was, now)
    assert "**“A talk” would be shown twice: its id in the feeds changed.**" in made
    assert TWICE not in made


def test_an_identity_that_changed_is_one_warning() -> None:
    another = PublishedIdentity(domain="example.net", year=2026)
    was = state(items={f"tag:a{number}": item(f"Talk {number}") for number in range(99)})
    now = state(items={f"tag:b{number}": item(f"Talk {number}") for number in range(99)}, identity=another)
    made = report(was, now)
    assert "**The feed identity changed: every reader and calendar would show everything again.**" in made
    assert made.count("**") <= 2 * (MOST + 1)


# Pages


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        (None, page("About us"), "New: [About us](/a/)"),
        (None, page(kind="list"), "New: /a/"),
        (None, page(kind="redirect", target="/b/"), "New redirect: /a/ leads to /b/"),
        (page("About us"), None, "Disappears: [About us](/a/). Nothing leads on from there."),
        (page("About us"), page("About us", "2"), "Changed: [About us](/a/)"),
        (page("About us"), page("Who we are", "2"), "Changed: [Who we are](/a/), before “About us”"),
        (page("About us"), page(kind="redirect", target="/b/"), "Moved: [About us](/a/) now leads to /b/"),
        (
            page(kind="redirect", target="/b/"),
            page(kind="redirect", target="/c/"),
            "Redirect: /a/ leads to /c/, before to /b/",
        ),
        (page("Feed", kind="feed"), None, "Disappears: [Feed](/a/). Nothing leads on from there."),
        (
            page("Feed", kind="feed"),
            page(kind="redirect", target="/feeds/all.xml"),
            "Moved: [Feed](/a/) now leads to /feeds/all.xml",
        ),
    ],
)
def test_addresses(was: PublishedAddress | None, now: PublishedAddress | None, words: str) -> None:
    before, after = (state(addresses={"/a/": one} if one else {}) for one in (was, now))
    assert report(before, after) == (
        f"# What people will notice\n\n{TWICE}\n\n## On the website\n\n- {words}\n"
    )


def test_parts_of_pages_and_files_of_events_are_no_addresses() -> None:
    now = state(addresses={"/a/#b": page("B"), "/a.ics": page(kind="event file")})
    assert report(state(), now) == NOTHING
    assert report(now, state()) == NOTHING


def test_a_long_list_is_cut_and_counted() -> None:
    now = state(addresses={f"/{number:03}/": page(f"Page {number:03}") for number in range(MOST + 12)})
    lines = report(state(), now).splitlines()
    shown = [line for line in lines if line.startswith("- ")]
    assert len(shown) == MOST + 1
    assert shown[0] == "- New: [Page 000](/000/)"
    assert shown[-1] == "- … and 12 more"


# Markdown


def read(made: str) -> str:
    """Return the words of Markdown as people read them on a code host, by another reader than ours."""
    html = MarkdownIt("commonmark").enable("strikethrough").enable("table").render(made)
    return " ".join("".join(html5lib.parse(html, namespaceHTMLElements=False).itertext()).split())


TITLES = [
    "*Bold* _and_ `code`", "[a link](https://example.net)", "<b>loud</b>", "50 # 60", "a | b",
    "\\*", "![x](y)", "1. First", "under_scored_words", "**", "A & B", "&lt;b&gt;", "~~not this~~",
]  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_no_markdown(title: str) -> None:
    event = EVENT.model_copy(update={"title": title})
    now = state({UID: event}, {"tag:a": item(title)}, {"/a/": page(title)})
    words = read(report(state(), now))
    assert f"New: “{title}”, {DECEMBER}." in words
    assert words.count(f"New: {title}") == 2
    lost = read(report(now, state()))
    assert f"“{title}” would vanish from calendars without a word." in lost
    assert f"Disappears: {title}." in lost


@quick
@given(st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20))
def test_no_title_changes_the_shape_of_the_report(title: str) -> None:
    title = " ".join(title.split()) or "x"
    now = state(
        {UID: EVENT.model_copy(update={"title": title})}, {"tag:a": item(title)}, {"/a/": page(title)}
    )
    html = html5lib.parse(
        MarkdownIt("commonmark").enable("strikethrough").enable("table").render(report(state(), now)),
        namespaceHTMLElements=False,
    )
    tags = [element.tag for element in html.iter()]
    assert [tag for tag in tags if tag not in ("html", "head", "body")] == [
        "h1", "p", *(["h2", "ul", "li"]), *(["h2", "ul", "li", "a"] * 2),
    ]  # fmt: skip
    assert [link.text for link in html.iter("a")] == [title, title]
