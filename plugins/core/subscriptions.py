"""What people can subscribe to: the feeds and calendars of a site, and who the site is to them.

https://www.rssboard.org/rss-specification, https://www.jsonfeed.org/version/1.1/, RFC 5545
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from .addresses import slug_from
from .organisation import Organisation

SOMETIME = 2026
"""The year of an identity that names none: a tag URI needs one in which the name was theirs."""


def item_name(kind: str, name: str) -> str:
    """Return the name of an item within the site, `event/open-day`: a slash in its own name is none there."""
    return f"{kind}/{quote(name, safe='@._-~!+=:')}"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the site is to feed readers and calendars, whatever its address (RFC 4151, RFC 7986 5.3)."""

    domain: str
    year: int

    def uid(self, name: str) -> str:
        """Return the UID of an event by its name; one that has a host of its own stays as it is."""
        return name if "@" in name else f"{name}@{self.domain}"

    @property
    def beginning(self) -> datetime:
        """The date of what is empty: fixed, so that an empty file never changes."""
        return datetime(self.year, 1, 1, tzinfo=UTC)

    def guid(self, name: str) -> str:
        """Return the tag URI of a feed item by its name, such as `event/open-day` (see `item_name`)."""
        return f"tag:{self.domain},{self.year}:{name}"


def identity(organisation: Organisation) -> Identity:
    """Return the identity that `site.yaml` fixes; without one, it is made from the name of the organisation."""
    fixed = organisation.feed_identity
    if fixed:
        return Identity(fixed.domain, fixed.year)
    # Names that end in .alt belong to nobody's domain: RFC 9476.
    return Identity(f"{slug_from(organisation.name) or 'site'}.alt", SOMETIME)


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who stands behind feeds and calendars. `base_url` is what whole addresses start with; `mailbox` may be empty."""

    name: str
    base_url: str
    lang: str
    mailbox: str
    identity: Identity

    def whole(self, address: str) -> str:
        """Return the whole web address of an address on the site; a whole one stays as it is."""
        return f"{self.base_url}{address}" if address.startswith("/") else address


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: RSS at `address`, its JSON twin at `json_address`.

    It holds what is announced by items of the content type `kind` (empty: of all) on `topic` (empty: on any).
    """

    address: str
    title: str
    summary: str
    kind: str = ""
    topic: str = ""

    @property
    def json_address(self) -> str:
        """Where its JSON Feed is."""
        return self.address.removesuffix(".xml") + ".json"


@dataclass(frozen=True, slots=True)
class Calendar:
    """One calendar of many events: those of `series` (empty: of all); `whole`: however long ago."""

    address: str
    name: str
    summary: str
    series: str = ""
    whole: bool = False


OPML = "/feeds/opml.xml"
EVENTS_CALENDAR = "/calendar/events.ics"


def feeds(organisation: Organisation) -> tuple[Feed, ...]:
    """Return every feed of a site: of all, of newsletters, of events, and of each topic."""
    name = organisation.name
    return (
        Feed("/feeds/all.xml", f"{name}: everything new", "New newsletters and events, and events that change."),
        Feed("/feeds/newsletters.xml", f"{name}: newsletters", "Every issue of the newsletter.", "newsletter"),
        Feed(
            "/feeds/events.xml", f"{name}: events",
            "Events when they are announced, and when they are cancelled or moved.", "event",
        ),
        *(
            Feed(f"/feeds/topics/{topic}.xml", f"{name}: {words.name}", words.summary, topic=topic)
            for topic, words in organisation.topics.items()
        ),
    )  # fmt: skip


def calendars(organisation: Organisation) -> tuple[Calendar, ...]:
    """Return every calendar of a site: the coming events, all there ever were, and each series."""
    name, past = organisation.name, _span_words(organisation.calendar_months)
    return (
        Calendar(EVENTS_CALENDAR, f"{name}: events", f"Coming events{past}."),
        *(
            Calendar(
                f"/calendar/series/{series}.ics", f"{name}: {words.name}", words.summary, series, whole=True
            )
            for series, words in organisation.series.items()
        ),
        Calendar(
            "/calendar/archive.ics", f"{name}: all events", "Every event, however long ago.", whole=True
        ),
    )


def _span_words(months: int) -> str:
    years, rest = divmod(months, 12)
    number, noun = (months, "month") if rest else (years, "year")
    if not number:
        return ""
    return f", and those of the last {noun}" if number == 1 else f", and those of the last {number} {noun}s"


def subscription_addresses(organisation: Organisation) -> tuple[str, ...]:
    """Return the address of every feed and calendar that the site has by itself."""
    every = feeds(organisation)
    return (
        *(feed.address for feed in every),
        *(feed.json_address for feed in every),
        OPML,
        *(calendar.address for calendar in calendars(organisation)),
    )
