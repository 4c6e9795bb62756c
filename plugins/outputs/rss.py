"""RSS feeds, written with feedgen.

RSS 2.0 (https://www.rssboard.org/rss-specification) with these modules: content, syndication and event
(https://web.resource.org/rss/1.0/modules/), Dublin Core, Media RSS, and Atom for the feed's own address
and the changes of items (https://www.rssboard.org/rss-profile).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]
from feedgen.util import xml_elem  # type: ignore[import-untyped]

from plugins.core.clock import UK
from plugins.core.date_words import machine_moment
from plugins.core.feed_item import FeedItem
from plugins.core.subscriptions import Feed, Publisher

from .calendar_text import media_type, uri
from .feed_html import content_html, plain_words, summary, title

REFRESH_MINUTES = 720
"""Readers may look twice a day: what is upcoming changes at most daily, and a change should not wait longer."""

ATOM = "http://www.w3.org/2005/Atom"
EVENT = "http://purl.org/rss/1.0/modules/event/"
MEDIA = "http://search.yahoo.com/mrss/"
SYNDICATION = "http://purl.org/rss/1.0/modules/syndication/"


def rss(feed: Feed, items: Sequence[FeedItem], publisher: Publisher, stylesheet: str, icon: str) -> bytes:
    """Return a feed as RSS 2.0. Items stay in their order, which should be the newest first.

    `stylesheet` is the address of the CSS for browsers (empty: none). `icon` is that of an image in GIF, JPEG
    or PNG, the only kinds that RSS knows (empty: none).
    """
    made = FeedGenerator()
    made.load_extension("dc", atom=False)
    made.register_extension("channel_modules", _ChannelModules, _ItemModules, atom=False)
    # The channel's link is whichever was named last, so the feed's own address goes first.
    made.link(href=publisher.whole(feed.address), rel="self", type="application/rss+xml")
    made.link(href=publisher.whole("/"), rel="alternate")
    made.title(plain_words(feed.title))
    made.description(plain_words(feed.summary) or plain_words(feed.title))
    made.language(publisher.lang)
    made.generator("feedgen")
    made.ttl(REFRESH_MINUTES)
    if publisher.mailbox:
        made.managingEditor(f"{publisher.mailbox} ({_comment(publisher.name)})")
    if icon:
        made.image(
            publisher.whole(icon), plain_words(feed.title), publisher.whole("/"), width="144", height="144"
        )
    _without_clock(made)
    made.channel_modules.changed = changed(items, publisher)
    for item in items:
        _add(made, item, publisher)
    text: bytes = made.rss_str(pretty=True, xml_declaration=False)
    return _declarations(stylesheet) + text


def changed(items: Sequence[FeedItem], publisher: Publisher) -> datetime:
    """Return when a feed last changed: the newest change in it, and a fixed day if it is empty."""
    return max((item.changed for item in items), default=publisher.identity.beginning)


def date_time(at: datetime) -> str:
    """Return a time as RSS writes it, in UK time: `Thu, 03 Dec 2026 10:00:00 +0000` (RFC 5322 3.3).

    The names of days and months are English whatever the locale; feedgen would set that of the process.
    """
    return format_datetime(at.astimezone(UK))


def topic_feed(topic: str, publisher: Publisher) -> str:
    """Return what says which list of words a category is from: the address of the topic's own feed."""
    return publisher.whole(f"/feeds/topics/{topic}.xml")


def _add(made: Any, item: FeedItem, publisher: Publisher) -> None:
    announcement = item.announcement
    entry = made.add_entry(order="append")
    entry.title(title(announcement))
    entry.link(href=publisher.whole(announcement.address))
    # Both, and in this order: the content alone would become the description.
    entry.description(_description(summary(announcement) or title(announcement)))
    entry.content(content_html(item, publisher), type="CDATA")
    entry.guid(item.guid, permalink=False)
    entry.dc.dc_creator(plain_words(publisher.name))
    if announcement.lang and announcement.lang != publisher.lang:
        entry.dc.dc_language(announcement.lang)
    names = dict(zip(announcement.topics, announcement.categories, strict=False))
    for topic in announcement.topics:
        entry.category(term=names.get(topic, topic), scheme=topic_feed(topic, publisher))
    if item.attachment:
        address = publisher.whole(item.attachment.address)
        entry.enclosure(address, str(item.attachment.size), item.attachment.media_type)
    entry.channel_modules.item = item
    entry.channel_modules.publisher = publisher


def _description(words: str) -> str:
    """Return plain text as the description of an item, which is HTML by the specification and in all readers.

    Only what they would misread is escaped: most texts stay as they are.
    """
    return re.sub("&(?=[#A-Za-z])", "&amp;", words).replace("<", "&lt;")


def _without_clock(made: Any) -> None:
    """Take out the time of day that feedgen starts with; it has no way to be given none."""
    vars(made)["_FeedGenerator__rss_lastBuildDate"] = None


def _comment(words: str) -> str:
    """Return words as they may stand between brackets after a mailbox (RFC 5322 3.2.2)."""
    return plain_words(words).translate(str.maketrans("", "", "()\\"))


def _declarations(stylesheet: str) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    if stylesheet:
        lines.append(f'<?xml-stylesheet type="text/css" href={quoteattr(stylesheet)}?>')
    return ("\n".join(lines) + "\n").encode()


class _ChannelModules:
    """What feedgen's own extensions lack or get wrong, for the channel."""

    changed: datetime

    def extend_ns(self) -> dict[str, str]:
        return {"ev": EVENT, "media": MEDIA, "sy": SYNDICATION}

    def extend_rss(self, root: Any) -> None:
        channel = root[0]
        xml_elem("lastBuildDate", channel).text = date_time(self.changed)
        xml_elem(f"{{{SYNDICATION}}}updatePeriod", channel).text = "daily"
        xml_elem(f"{{{SYNDICATION}}}updateFrequency", channel).text = str(24 * 60 // REFRESH_MINUTES)


class _ItemModules:
    """The same for an item: its dates, its picture, and of an event when and where it is."""

    item: FeedItem
    publisher: Publisher

    def extend_rss(self, entry: Any) -> None:
        item, announcement = self.item, self.item.announcement
        xml_elem("pubDate", entry).text = date_time(item.published)
        xml_elem(f"{{{ATOM}}}updated", entry).text = machine_moment(item.changed)
        for name, value in (
            ("startdate", machine_moment(announcement.start) if announcement.start else ""),
            ("enddate", machine_moment(announcement.last) if announcement.last else ""),
            ("location", plain_words(announcement.location)),
        ):
            if value:
                xml_elem(f"{{{EVENT}}}{name}", entry).text = value
        picture = announcement.picture
        if picture:
            kind = media_type(picture.src).get("FMTTYPE")
            content = xml_elem(
                f"{{{MEDIA}}}content", entry,
                url=uri(picture.src, self.publisher), **({"type": kind} if kind else {}), medium="image",
                width=str(picture.width), height=str(picture.height),
            )  # fmt: skip
            if picture.alt:
                xml_elem(f"{{{MEDIA}}}description", content, type="plain").text = plain_words(picture.alt)
