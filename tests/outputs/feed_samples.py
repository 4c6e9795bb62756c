"""Feeds and items to write: an event and an issue with all that an item can have."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from markupsafe import Markup

from plugins.core.announcement import Announcement
from plugins.core.clock import UK
from plugins.core.feed_item import Attachment, FeedItem
from plugins.core.subscriptions import Feed, Identity, Publisher
from plugins.core.view import Picture

PUBLISHER = Publisher(
    "Tea & Talk",
    "https://www.example.org",
    "en-GB",
    "hello@example.org",
    Identity("network.example.org", 2026),
)
FEED = Feed("/feeds/all.xml", "Tea & Talk: everything new", "All that is new.")

HOME = "https://www.example.org/"
SELF = "https://www.example.org/feeds/all.xml"
SELF_JSON = "https://www.example.org/feeds/all.json"
FILE = "https://www.example.org/events/open-day.ics"
SIZES = {FILE: 2055}

PUBLISHED = datetime(2026, 7, 1, 9, tzinfo=UTC)
CHANGED = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)


def event_item(html: str = '<p>Bring a <a href="/offers/">friend</a>.</p>', **changes: Any) -> FeedItem:
    """An event with everything, announced on 1 July and cancelled on 1 November."""
    announcement = Announcement(
        name="event/open-day",
        kind="event",
        title="Cancelled: Open day (3 December 2026)",
        address="/events/open-day/",
        summary="Meet us.",
        lang="en-GB",
        topics=("facilitation", "systems-change"),
        lead="This event is cancelled.",
        facts=(
            ("When", "Thursday 3 December 2026"),
            ("How to join", "Go to https://meet.example.net/a?b=1&c=2."),
        ),
        start=datetime(2026, 12, 3, 10, tzinfo=UK),
        last=datetime(2026, 12, 3, 11, 30, tzinfo=UK),
        location="Tea House, Perth",
        enclosure="/events/open-day.ics",
        picture=Picture("/images/a tea pot.png", "A pot of tea", 640, 480),
    )
    return FeedItem(
        PUBLISHER.identity.guid(announcement.name),
        replace(announcement, **changes),
        PUBLISHED,
        CHANGED,
        Markup(html),
        Attachment("/events/open-day.ics", "text/calendar", 2055),
    )


def issue(number: int = 0, html: str = "<p>News.</p>", **changes: Any) -> FeedItem:
    """An issue of a newsletter; a higher number is an hour older."""
    announcement = Announcement(
        name=f"newsletter/issue-{number:04}",
        kind="newsletter",
        title=f"Issue {number}",
        address=f"/newsletters/issue-{number}/",
        summary=f"What is in issue {number}.",
        lang="en-GB",
    )
    at = datetime(2026, 6, 1, 12, tzinfo=UTC) - timedelta(hours=number)
    changed = replace(announcement, **changes)
    return FeedItem(PUBLISHER.identity.guid(changed.name), changed, at, at, Markup(html))


nasty_text = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            [
                "]]>", "<![CDATA[", "&amp;", "&amp;amp;lt;", "R&D;", "<hr>", "&#1;",
                "&#x1F600;", "\x00", "\x08", "\x0b", "\x1b", "\x7f",
                "\x85", "\u2028", "\ud800", "\ufffe", "\ufeff", "🫖", "👩‍👩‍👧", "𝒯", "שלום", "\u202eevil",
                "<script>alert(1)</script>",
                "<b>", "</b", "<!--", "-->", "<?xml?>", "\r\n", "\t", '"', "'", "<img src=x onerror=alert(1)>", "&", "<", ">",
            ]
        ),
    ),
    max_size=8,
).map(" ".join)  # fmt: skip
"""What editors would never write, and what their clipboards may hold."""
