"""The page that shows every way to follow the site: calendars, newsletter, feeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from plugins.core.calendar_links import Subscription, subscription_links
from plugins.core.site import Site
from plugins.core.subscriptions import OPML, Calendar, Feed, calendars, feeds
from plugins.core.view import Card, Link, View

from .model import SUBSCRIBE_ADDRESS


@dataclass(frozen=True, slots=True)
class CalendarChoice:
    """A calendar that people can subscribe to.

    `id` is its address within the page; with `_` in it, no heading of the text has the same.
    """

    id: str
    title: str
    summary: str
    links: Subscription


@dataclass(frozen=True, slots=True)
class FeedChoice:
    """A feed that people can read: RSS, and the same as JSON Feed."""

    title: str
    summary: str
    rss: str
    json: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribeView(View):
    """The ways to follow: the calendar of all coming events first, then single series, then feeds.

    `html` is what editors say about it, `newsletter` leads to the form for it. `programs` are the ways
    into the first calendar.
    """

    html: Markup
    signposts: tuple[Card, ...]
    newsletter: Link | None
    calendar: CalendarChoice
    programs: tuple[Card, ...]
    more_calendars: tuple[CalendarChoice, ...]
    feeds: tuple[FeedChoice, ...]
    topic_feeds: tuple[FeedChoice, ...]
    opml: str


def subscribe_view(site: Site, **values: Any) -> SubscribeView:
    """Make the page from what the site has to subscribe to; `values` are those of any page."""
    main, *others = calendars(site.organisation)
    every = feeds(site.organisation)
    chosen = _calendar(main, "your_calendar", site)
    return SubscribeView(
        template="subscribe.html",
        newsletter=site.mailing_list(),
        calendar=chosen,
        programs=tuple(Card(way.label, way.href, way.note) for way in chosen.links.ways),
        more_calendars=tuple(
            _calendar(calendar, f"series_{calendar.series}" if calendar.series else "all_events", site)
            for calendar in others
        ),
        feeds=tuple(_feed(feed, site) for feed in every if not feed.topic),
        topic_feeds=tuple(_feed(feed, site) for feed in every if feed.topic),
        opml=OPML,
        **values,
    )


def plain_subscribe_view(site: Site) -> SubscribeView:
    """Make the page for a site whose editors wrote none."""
    return subscribe_view(
        site,
        html=Markup(""),
        signposts=(),
        address=SUBSCRIBE_ADDRESS,
        title="Follow us",
        head_title="Follow us",
        summary="Get our events in your own calendar, and our news in the way that suits you.",
        lang=site.lang,
        breadcrumbs=(site.home(), Link("Follow us", SUBSCRIBE_ADDRESS, current=True)),
    )


def _calendar(calendar: Calendar, id_: str, site: Site) -> CalendarChoice:
    return CalendarChoice(
        id_, _title(calendar.name, site), calendar.summary, subscription_links(calendar, site.publisher)
    )


def _feed(feed: Feed, site: Site) -> FeedChoice:
    # What a topic is about stands where the topic stands.
    summary = "" if feed.topic else feed.summary
    return FeedChoice(_title(feed.title, site), summary, feed.address, feed.json_address)


def _title(name: str, site: Site) -> str:
    """Return a name without the organisation's: on its own page it says nothing."""
    short = name.removeprefix(f"{site.organisation.name}: ")
    return short[:1].upper() + short[1:]
