"""JSON Feed: an exact item, and that it is the twin of the RSS feed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import feedparser
import pytest
from hypothesis import given

from plugins.outputs.feed_lint import lint_json
from plugins.outputs.json_feed import json_feed
from plugins.outputs.rss import rss
from tests.builders import quick
from tests.outputs.feed_samples import (
    FEED,
    HOME,
    PUBLISHER,
    SELF_JSON,
    SIZES,
    event_item,
    issue,
    nasty_text,
)


def read(*items: Any, icon: str = "") -> Any:
    return json.loads(json_feed(FEED, items, PUBLISHER, icon))


def faults(data: bytes) -> list[str]:
    return lint_json(data, self_url=SELF_JSON, home_url=HOME, sizes=SIZES)


def test_the_feed() -> None:
    feed = read(icon="/theme/icon.svg")
    assert list(feed) == [
        "version", "title", "home_page_url", "feed_url", "description", "user_comment", "icon", "favicon",
        "authors", "language", "items",
    ]  # fmt: skip
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "Tea & Talk: everything new"
    assert (feed["home_page_url"], feed["feed_url"]) == (HOME, SELF_JSON)
    assert feed["icon"] == feed["favicon"] == "https://www.example.org/theme/icon.svg"
    assert feed["authors"] == [{"name": "Tea & Talk", "url": HOME}]
    assert feed["language"] == "en-GB"
    assert feed["items"] == []


def test_without_an_icon_there_is_none() -> None:
    assert not {"icon", "favicon"} & set(read())


def test_an_event() -> None:
    (item,) = read(event_item("<p>Come.</p>", lead="", facts=()))["items"]
    assert item == {
        "id": "tag:network.example.org,2026:event/open-day",
        "url": "https://www.example.org/events/open-day/",
        "title": "Cancelled: Open day (3 December 2026)",
        "content_html": "<p>Come.</p>",
        "summary": "Meet us.",
        "image": "https://www.example.org/images/a%20tea%20pot.png",
        "date_published": "2026-07-01T10:00:00+01:00",
        "date_modified": "2026-11-01T09:30:00+00:00",
        "authors": [{"name": "Tea & Talk", "url": HOME}],
        "tags": ["facilitation", "systems-change"],
        "language": "en-GB",
        "attachments": [
            {
                "url": "https://www.example.org/events/open-day.ics",
                "mime_type": "text/calendar",
                "size_in_bytes": 2055,
            }
        ],
        "_event": {
            "about": "http://purl.org/rss/1.0/modules/event/",
            "start": "2026-12-03T10:00:00+00:00",
            "end": "2026-12-03T11:30:00+00:00",
            "location": "Tea House, Perth",
        },
    }


def test_tags_are_the_names_of_topics() -> None:
    (item,) = read(event_item(categories=("Facilitation", "R&D")))["items"]
    assert item["tags"] == ["Facilitation", "R&D"]


def test_an_event_of_whole_days_without_a_place() -> None:
    (item,) = read(event_item(start=date(2026, 12, 3), last=date(2026, 12, 4), location=""))["items"]
    assert item["_event"] == {
        "about": "http://purl.org/rss/1.0/modules/event/",
        "start": "2026-12-03",
        "end": "2026-12-04",
    }


def test_what_is_no_event_has_no_more_than_it_needs() -> None:
    (item,) = read(issue(lang="gd"))["items"]
    assert list(item) == [
        "id", "url", "title", "content_html", "summary", "date_published", "date_modified", "authors", "language",
    ]  # fmt: skip
    assert item["language"] == "gd"


def test_the_file_is_text_for_people_too() -> None:
    data = json_feed(FEED, [issue(title="Tì 🫖")], PUBLISHER, "")
    assert '   "title": "Tì 🫖",\n'.encode() in data
    assert data.startswith(b'{\n "version"')
    assert data.endswith(b"\n}\n")


@pytest.mark.parametrize("count", [0, 1, 1000])
def test_any_number_of_items(count: int) -> None:
    items = [issue(number) for number in range(count)]
    data = json_feed(FEED, items, PUBLISHER, "")
    assert [item["id"] for item in json.loads(data)["items"]] == [item.guid for item in items]
    assert faults(data) == []


@quick
@given(nasty_text, nasty_text, nasty_text)
def test_it_is_the_twin_of_the_rss_feed(title: str, summary: str, html: str) -> None:
    items = [
        event_item(html, title=title, summary=summary),
        replace(
            issue(1, html, title=title, summary=summary),
            changed=datetime.fromisoformat("2026-11-02T00:00:00Z"),
        ),
    ]
    data = json_feed(FEED, items, PUBLISHER, "")
    assert faults(data) == []
    twin = feedparser.parse(rss(FEED, items, PUBLISHER, "", ""))
    for ours, theirs in zip(json.loads(data)["items"], twin.entries, strict=True):
        assert ours["id"] == theirs.id
        assert ours["url"] == theirs.link
        published = datetime.fromisoformat(ours["date_published"])
        assert published.utctimetuple()[:6] == theirs.published_parsed[:6]
        assert datetime.fromisoformat(ours["date_modified"]).utctimetuple()[:6] == theirs.updated_parsed[:6]


def test_the_content_is_the_same_as_in_rss() -> None:
    item = event_item('<p id="a">Tea ]]> &amp; <a href="#a">talk</a></p>', title="Tea & talk")
    (ours,) = read(item)["items"]
    (theirs,) = feedparser.parse(rss(FEED, [item], PUBLISHER, "", "")).entries
    assert (ours["title"], ours["summary"]) == (theirs.title, theirs.summary)
    # The reader takes ids away.
    assert ours["content_html"].replace('<p id="event.open-day:a">', "<p>") == theirs.content[
        0
    ].value.replace('<p id="event.open-day:a">', "<p>")
