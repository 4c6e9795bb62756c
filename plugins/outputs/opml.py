"""The list of all feeds, for readers that take many at once.

OPML 2.0 (http://opml.org/spec2.opml)
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from plugins.core.subscriptions import Feed, Publisher

from .feed_html import plain_words


def opml(feeds: Iterable[Feed], publisher: Publisher) -> bytes:
    """Return the list of feeds in their order. It has no date, so it changes only when the list does."""
    root = Element("opml", version="2.0")
    head, body = SubElement(root, "head"), SubElement(root, "body")
    SubElement(head, "title").text = f"{plain_words(publisher.name)}: feeds"
    SubElement(head, "ownerName").text = plain_words(publisher.name)
    if publisher.mailbox:
        SubElement(head, "ownerEmail").text = plain_words(publisher.mailbox)
    for feed in feeds:
        words = plain_words(feed.title)
        SubElement(
            body, "outline", text=words, title=words, type="rss", version="RSS2",
            xmlUrl=publisher.whole(feed.address), htmlUrl=publisher.whole("/"),
            description=plain_words(feed.summary), language=publisher.lang,
        )  # fmt: skip
    ElementTree.indent(root, " ")
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
