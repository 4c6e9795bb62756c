"""The JSON twin of each feed: the same items, in the same order, with the same ids and texts.

JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from plugins.core.date_words import machine_moment
from plugins.core.feed_item import FeedItem
from plugins.core.subscriptions import Feed, Publisher

from .calendar_text import uri
from .feed_html import content_html, plain_words, summary, title
from .rss import EVENT

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: Feed, items: Sequence[FeedItem], publisher: Publisher, icon: str) -> bytes:
    """Return a feed as JSON Feed 1.1 in UTF-8. `icon` is the address of a square image (empty: none)."""
    found: dict[str, Any] = {
        "version": VERSION,
        "title": plain_words(feed.title),
        "home_page_url": publisher.whole("/"),
        "feed_url": publisher.whole(feed.json_address),
        "description": plain_words(feed.summary),
        "user_comment": (
            "This is a feed. To be told what is new here, copy the address of this page into a feed reader. "
            f"What feeds are: {publisher.whole('/subscribe/')}"
        ),
        "icon": publisher.whole(icon) if icon else "",
        "favicon": publisher.whole(icon) if icon else "",
        "authors": [{"name": plain_words(publisher.name), "url": publisher.whole("/")}],
        "language": publisher.lang,
        "items": [_item(item, publisher) for item in items],
    }
    kept = {name: value for name, value in found.items() if value or name == "items"}
    return (json.dumps(kept, indent=1, ensure_ascii=False) + "\n").encode()


def _item(item: FeedItem, publisher: Publisher) -> dict[str, Any]:
    announcement = item.announcement
    found: dict[str, Any] = {
        "id": item.guid,
        "url": publisher.whole(announcement.address),
        "title": title(announcement),
        "content_html": content_html(item, publisher),
        "summary": summary(announcement),
        "image": uri(announcement.picture.src, publisher) if announcement.picture else "",
        "date_published": machine_moment(item.published),
        "date_modified": machine_moment(item.changed),
        "authors": [{"name": plain_words(publisher.name), "url": publisher.whole("/")}],
        "tags": list(announcement.categories or announcement.topics),
        "language": announcement.lang or publisher.lang,
        "attachments": _attachments(item, publisher),
        "_event": _event(item),
    }
    return {name: value for name, value in found.items() if value}


def _attachments(item: FeedItem, publisher: Publisher) -> list[dict[str, Any]]:
    if item.attachment is None:
        return []
    return [
        {
            "url": publisher.whole(item.attachment.address),
            "mime_type": item.attachment.media_type,
            "size_in_bytes": item.attachment.size,
        }
    ]


def _event(item: FeedItem) -> dict[str, str]:
    """Return when and where an event is: our extension, with the names of the event module of RSS."""
    announcement = item.announcement
    if announcement.start is None:
        return {}
    found = {
        "about": EVENT,
        "start": machine_moment(announcement.start),
        "end": machine_moment(announcement.last) if announcement.last else "",
        "location": plain_words(announcement.location),
    }
    return {name: value for name, value in found.items() if value}
