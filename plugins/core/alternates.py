"""The feeds and calendars of a site as its pages name them to programs."""

from __future__ import annotations

from .organisation import Organisation
from .subscriptions import Calendar, Feed, calendars, feeds
from .view import Alternate


def alternates(organisation: Organisation) -> tuple[Alternate, ...]:
    """Return what every page tells programs to look at: the feeds of the whole site and its calendar."""
    everything, newsletters, events, *_ = feeds(organisation)
    main, *_ = calendars(organisation)
    return (
        *(feed_alternate(feed) for feed in (everything, newsletters, events)),
        Alternate(everything.title, everything.json_address, "application/feed+json"),
        calendar_alternate(main),
    )


def feed_alternate(feed: Feed) -> Alternate:
    """Return a feed as a page names it to programs (https://www.rssboard.org/rss-autodiscovery)."""
    return Alternate(feed.title, feed.address, "application/rss+xml")


def calendar_alternate(calendar: Calendar) -> Alternate:
    """Return a calendar as a page names it to programs."""
    return Alternate(calendar.name, calendar.address, "text/calendar")
