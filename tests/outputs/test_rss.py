"""RSS: an exact file, what an independent reader finds in it, and the same bytes on any machine."""

from __future__ import annotations

import hashlib
import locale
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import struct_time

import feedparser
import pytest
from hypothesis import given
from lxml import etree

from plugins.core.clock import UK
from plugins.core.feed_item import FeedItem
from plugins.core.view import Picture
from plugins.outputs.feed_html import content_html, plain_words
from plugins.outputs.feed_lint import lint_rss
from plugins.outputs.rss import rss
from tests.builders import quick
from tests.outputs.feed_samples import (
    CHANGED,
    FEED,
    HOME,
    PUBLISHED,
    PUBLISHER,
    SELF,
    SIZES,
    event_item,
    issue,
    nasty_text,
)

ROOT = Path(__file__).parents[2]

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ev": "http://purl.org/rss/1.0/modules/event/",
    "media": "http://search.yahoo.com/mrss/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}

WHOLE = """\
<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/css" href="/theme/feed.css"?>
<rss xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:ev="http://purl.org/rss/1.0/modules/event/" \
xmlns:media="http://search.yahoo.com/mrss/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" \
xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" version="2.0">
  <channel>
    <title>Tea &amp; Talk: everything new</title>
    <link>https://www.example.org/</link>
    <description>All that is new.</description>
    <atom:link href="https://www.example.org/feeds/all.xml" rel="self" type="application/rss+xml"/>
    <docs>http://www.rssboard.org/rss-specification</docs>
    <generator>feedgen</generator>
    <language>en-GB</language>
    <managingEditor>hello@example.org (Tea &amp; Talk)</managingEditor>
    <ttl>720</ttl>
    <lastBuildDate>Sun, 01 Nov 2026 09:30:00 +0000</lastBuildDate>
    <sy:updatePeriod>daily</sy:updatePeriod>
    <sy:updateFrequency>2</sy:updateFrequency>
    <item>
      <title>Cancelled: Open day (3 December 2026)</title>
      <link>https://www.example.org/events/open-day/</link>
      <description>Meet us.</description>
      <content:encoded><![CDATA[<p><strong>This event is cancelled.</strong></p>
<ul>
<li><strong>When:</strong> Thursday 3 December 2026</li>
<li><strong>How to join:</strong> Go to <a href="https://meet.example.net/a?b=1&amp;c=2">\
https://meet.example.net/a?b=1&amp;c=2</a>.</li>
</ul>
<p>Bring a <a href="https://www.example.org/offers/">friend</a>.</p>]]></content:encoded>
      <guid isPermaLink="false">tag:network.example.org,2026:event/open-day</guid>
      <category domain="https://www.example.org/feeds/topics/facilitation.xml">facilitation</category>
      <category domain="https://www.example.org/feeds/topics/systems-change.xml">systems-change</category>
      <enclosure url="https://www.example.org/events/open-day.ics" length="2055" type="text/calendar"/>
      <dc:creator>Tea &amp; Talk</dc:creator>
      <pubDate>Wed, 01 Jul 2026 10:00:00 +0100</pubDate>
      <atom:updated>2026-11-01T09:30:00+00:00</atom:updated>
      <ev:startdate>2026-12-03T10:00:00+00:00</ev:startdate>
      <ev:enddate>2026-12-03T11:30:00+00:00</ev:enddate>
      <ev:location>Tea House, Perth</ev:location>
      <media:content url="https://www.example.org/images/a%20tea%20pot.png" type="image/png" medium="image" \
width="640" height="480">
        <media:description type="plain">A pot of tea</media:description>
      </media:content>
    </item>
  </channel>
</rss>
"""


def write(*items: FeedItem, stylesheet: str = "/theme/feed.css", icon: str = "") -> bytes:
    return rss(FEED, items, PUBLISHER, stylesheet, icon)


def channel(data: bytes) -> etree._Element:
    found = etree.fromstring(data).find("channel")
    assert found is not None
    return found


def faults(data: bytes) -> list[str]:
    return lint_rss(data, self_url=SELF, home_url=HOME, sizes=SIZES)


# The file


def test_a_whole_feed() -> None:
    assert write(event_item()).decode() == WHOLE


def test_an_empty_feed_has_a_fixed_date() -> None:
    data = write()
    assert channel(data).findtext("lastBuildDate") == "Thu, 01 Jan 2026 00:00:00 +0000"
    read = feedparser.parse(data)
    assert (read.bozo, read.entries, read.feed.title) == (False, [], "Tea & Talk: everything new")
    assert faults(data) == []


def test_without_a_mailbox_there_is_no_editor() -> None:
    data = rss(FEED, [], replace(PUBLISHER, mailbox=""), "", "")
    assert channel(data).find("managingEditor") is None


def test_brackets_in_a_name_do_not_end_the_comment_of_the_mailbox() -> None:
    data = rss(FEED, [], replace(PUBLISHER, name="Tea (and talk\\)"), "", "")
    assert channel(data).findtext("managingEditor") == "hello@example.org (Tea and talk)"


def test_an_icon_is_the_image_of_the_channel() -> None:
    image = channel(write(icon="/theme/icon.png")).find("image")
    assert image is not None
    assert {part.tag: part.text for part in image} == {
        "url": "https://www.example.org/theme/icon.png",
        "title": "Tea & Talk: everything new",
        "link": HOME,
        "width": "144",
        "height": "144",
    }
    assert channel(write()).find("image") is None


def test_the_style_sheet_stands_before_the_feed() -> None:
    root = etree.fromstring(write())
    instruction = root.getprevious()
    assert instruction is not None
    assert instruction.attrib == {"type": "text/css", "href": "/theme/feed.css"}
    assert etree.fromstring(write(stylesheet="")).getprevious() is None


def test_an_event_of_whole_days_has_days() -> None:
    start = datetime(2026, 12, 3, tzinfo=UTC).date()
    item = channel(write(event_item(start=start, last=start + timedelta(days=2)))).find("item")
    assert item is not None
    assert item.findtext("ev:startdate", namespaces=NAMESPACES) == "2026-12-03"
    assert item.findtext("ev:enddate", namespaces=NAMESPACES) == "2026-12-05"


def test_what_is_no_event_has_no_place_and_no_time() -> None:
    item = channel(write(issue())).find("item")
    assert item is not None
    assert [part.tag.rpartition("}")[2] for part in item] == [
        "title", "link", "description", "encoded", "guid", "creator", "pubDate", "updated",
    ]  # fmt: skip


def test_an_item_in_another_language_says_so() -> None:
    items = channel(write(issue(1), issue(2, lang="gd"))).findall("item")
    assert [item.findtext("dc:language", namespaces=NAMESPACES) for item in items] == [None, "gd"]


def test_a_picture_of_an_unknown_kind_has_no_type() -> None:
    item = channel(write(issue(picture=Picture("/images/a", "", 1, 2)))).find("item")
    assert item is not None
    picture = item.find("media:content", NAMESPACES)
    assert picture is not None
    assert dict(picture.attrib) == {
        "url": "https://www.example.org/images/a", "medium": "image", "width": "1", "height": "2",
    }  # fmt: skip
    assert len(picture) == 0


def test_times_are_those_of_the_uk() -> None:
    summer = replace(issue(1), published=datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    winter = replace(issue(2), published=datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert [item.findtext("pubDate") for item in channel(write(summer, winter)).findall("item")] == [
        "Sun, 25 Oct 2026 01:30:00 +0100",
        "Sun, 25 Oct 2026 01:30:00 +0000",
    ]


def test_the_last_build_is_the_newest_change_and_not_the_newest_item() -> None:
    items = [issue(1), replace(issue(2), changed=CHANGED)]
    assert channel(write(*items)).findtext("lastBuildDate") == "Sun, 01 Nov 2026 09:30:00 +0000"


# What an independent reader finds


def test_a_reader_finds_all_of_it() -> None:
    read = feedparser.parse(write(event_item(), issue()))
    assert not read.bozo
    assert (read.version, read.encoding) == ("rss20", "utf-8")
    assert (read.feed.link, read.feed.language, read.feed.ttl) == (HOME, "en-GB", "720")
    assert [link.href for link in read.feed.links if link.rel == "self"] == [SELF]
    assert (read.feed.sy_updateperiod, read.feed.sy_updatefrequency) == ("daily", "2")
    event, news = read.entries
    assert event.id == "tag:network.example.org,2026:event/open-day"
    assert not event.guidislink
    assert event.link == "https://www.example.org/events/open-day/"
    assert event.title == "Cancelled: Open day (3 December 2026)"
    assert event.summary == "Meet us."
    assert event.author == "Tea & Talk"
    assert event.published_parsed == struct_time(PUBLISHED.utctimetuple())
    assert event.updated_parsed == struct_time(CHANGED.utctimetuple())
    assert [(tag.term, tag.scheme) for tag in event.tags] == [
        ("facilitation", "https://www.example.org/feeds/topics/facilitation.xml"),
        ("systems-change", "https://www.example.org/feeds/topics/systems-change.xml"),
    ]
    assert [(file.href, file.length, file.type) for file in event.enclosures] == [
        ("https://www.example.org/events/open-day.ics", "2055", "text/calendar")
    ]
    assert event.media_content[0]["url"] == "https://www.example.org/images/a%20tea%20pot.png"
    assert (event.ev_startdate, event.ev_location) == ("2026-12-03T10:00:00+00:00", "Tea House, Perth")
    assert [part.type for part in event.content] == ["text/html"]
    assert event.content[0].value == content_html(event_item(), PUBLISHER)
    assert news.content[0].value == "<p>News.</p>"
    assert "enclosures" not in news or news.enclosures == []


def test_categories_are_the_names_of_topics_and_say_which_feed_is_theirs() -> None:
    read = feedparser.parse(
        write(event_item(topics=("facilitation", "r-and-d"), categories=("Facilitation", "R&D")))
    )
    assert [(tag.term, tag.scheme) for tag in read.entries[0].tags] == [
        ("Facilitation", "https://www.example.org/feeds/topics/facilitation.xml"),
        ("R&D", "https://www.example.org/feeds/topics/r-and-d.xml"),
    ]


def test_titles_are_escaped_once() -> None:
    data = write(issue(title="Tea &amp; talk < coffee"))
    assert b"<title>Tea &amp; talk &lt; coffee</title>" in data


@pytest.mark.parametrize(
    ("words", "description"),
    [
        ("Tea & talk > coffee", "Tea & talk > coffee"),
        ("R&D; AT&T", "R&amp;D; AT&amp;T"),
        ("I <3 tea", "I &lt;3 tea"),
        ("&#8; &copy 2026", "&amp;copy 2026"),
    ],
)
def test_descriptions_mean_the_same_as_html(words: str, description: str) -> None:
    item = channel(write(issue(summary=words))).find("item")
    assert item is not None
    assert item.findtext("description") == description


@quick
@given(nasty_text, nasty_text, nasty_text, nasty_text)
def test_whatever_is_written_the_feed_is_whole(title: str, summary: str, html: str, place: str) -> None:
    event = event_item(f"<p>{html}</p>", title=title, summary=summary, location=place, lead=place)
    data = write(event, issue(html=html, title=title, facts=((summary, place),)))
    item = channel(data).find("item")
    assert item is not None
    assert item.findtext("title") == (plain_words(title) or "event/open-day")
    assert (item.findtext("ev:location", namespaces=NAMESPACES) or "") == plain_words(place)
    assert item.findtext("content:encoded", namespaces=NAMESPACES) == content_html(event, PUBLISHER)
    assert not feedparser.parse(data).bozo
    assert faults(data) == []


@quick
@given(nasty_text)
def test_plain_titles_come_back_from_a_reader_as_they_are(text: str) -> None:
    # What is left of a tag is a matter of taste among readers.
    words = plain_words(text.replace("<", "").replace("&", ""))
    read = feedparser.parse(write(issue(title=words, summary=words)))
    assert read.entries[0].title == (words or "newsletter/issue-0000")
    assert len(read.entries[0].summary) <= 300


def test_a_thousand_items_stay_in_their_order() -> None:
    items = [issue(number, f'<p id="a">{number}</p>') for number in range(1000)]
    data = write(*items)
    assert faults(data) == []
    assert [entry.id for entry in feedparser.parse(data).entries] == [item.guid for item in items]


# The same bytes everywhere


PROGRAM = """
import hashlib, locale
locale.setlocale(locale.LC_ALL, "")
from plugins.outputs.json_feed import json_feed
from plugins.outputs.opml import opml
from plugins.outputs.rss import rss
from tests.outputs.feed_samples import *
items = [event_item('<p id="a" title="b">&eacute; <a href="#a">x</a></p>'), *map(issue, range(5))]
data = rss(FEED, items, PUBLISHER, "/a.css", "") + json_feed(FEED, items, PUBLISHER, "") + opml([FEED], PUBLISHER)
print(hashlib.sha256(data).hexdigest())
"""


def test_the_bytes_are_the_same_on_any_machine() -> None:
    def digest(**environment: str) -> str:
        ran = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=ROOT,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        return ran.stdout.strip()

    one = digest(TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1")
    assert len(one) == len(hashlib.sha256().hexdigest())
    assert digest(TZ="Pacific/Auckland", LC_ALL="C.UTF-8", PYTHONHASHSEED="77", LANGUAGE="de") == one


def test_the_locale_of_the_process_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError(arguments)

    monkeypatch.setattr(locale, "setlocale", refuse)
    assert write(event_item()).decode() == WHOLE


def test_times_of_any_zone_give_the_same_feed() -> None:
    event = event_item()
    moved = replace(event, published=PUBLISHED.astimezone(UK), changed=CHANGED.astimezone(UK))
    assert write(moved) == write(event)
