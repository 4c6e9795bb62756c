"""The list of all feeds."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from lxml import etree

from plugins.core.subscriptions import Feed
from plugins.outputs.opml import opml
from tests.builders import quick
from tests.outputs.feed_samples import FEED, PUBLISHER, nasty_text


def test_the_list() -> None:
    topic = Feed("/feeds/topics/tea.xml", "Tea & Talk: tea", "", topic="tea")
    assert opml([FEED, topic], PUBLISHER).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<opml version="2.0">\n'
        " <head>\n"
        "  <title>Tea &amp; Talk: feeds</title>\n"
        "  <ownerName>Tea &amp; Talk</ownerName>\n"
        "  <ownerEmail>hello@example.org</ownerEmail>\n"
        " </head>\n"
        " <body>\n"
        '  <outline text="Tea &amp; Talk: everything new" title="Tea &amp; Talk: everything new" type="rss"'
        ' version="RSS2" xmlUrl="https://www.example.org/feeds/all.xml" htmlUrl="https://www.example.org/"'
        ' description="All that is new." language="en-GB" />\n'
        '  <outline text="Tea &amp; Talk: tea" title="Tea &amp; Talk: tea" type="rss"'
        ' version="RSS2" xmlUrl="https://www.example.org/feeds/topics/tea.xml" htmlUrl="https://www.example.org/"'
        ' description="" language="en-GB" />\n'
        " </body>\n"
        "</opml>\n"
    )


def test_without_a_mailbox_nobody_owns_it_by_mail() -> None:
    assert b"ownerEmail" not in opml([], replace(PUBLISHER, mailbox=""))


@quick
@given(nasty_text)
def test_whatever_a_feed_is_called_the_list_is_whole(words: str) -> None:
    root = etree.fromstring(opml([Feed("/feeds/a.xml", f"A {words}", words)], PUBLISHER))
    (outline,) = root.iter("outline")
    assert outline.get("text") == outline.get("title")
    assert (outline.get("text") or "").startswith("A")
