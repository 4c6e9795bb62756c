"""What the last published state means for this build, and the state for the next.

When each page last changed, which addresses there are, and `published.json` itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plugins.core.item import Item
from plugins.core.site import Change, Entry, Section, Site, change_since
from plugins.core.subscriptions import OPML, calendars, feeds
from plugins.core.view import RedirectView
from plugins.outputs.published import (
    PublishedAddress,
    PublishedIdentity,
    PublishedState,
    fingerprint,
    later,
)

from .connecting import Connection
from .subscriptions import Subscriptions, text_digest


def item_digest(entry: Entry[Any], site: Site) -> str:
    """Return the hash of all that people see of an item."""
    return fingerprint(entry.item.seen(), text_digest(entry, site))


def last_changed(
    item: Item, digest: str, known: PublishedAddress | None, now: datetime, *, publish: bool
) -> tuple[Change, datetime | None]:
    """Return the words for the foot of an item's page, and the time for the next published state."""
    if item.sample or item.status == "draft":
        return Change(""), None
    if known and known.changed and known.hash == digest:
        return change_since("Last changed", known.changed), known.changed
    if publish:
        at = later(known.changed, now) if known and known.changed else now
        return change_since("Last changed", at), at
    if known and known.changed:
        return change_since("Changed since it was last published on", known.changed), known.changed
    return Change("Not published yet"), None


@dataclass(slots=True)
class Publication:
    """The addresses of this build, and what the last published state says of them."""

    site: Site
    connection: Connection
    before: PublishedState | None
    shown: str
    addresses: dict[str, PublishedAddress]

    def state(self, subscriptions: Subscriptions) -> PublishedState:
        """Return the published state for the next build."""
        identity = self.site.publisher.identity
        return PublishedState(
            identity=PublishedIdentity(domain=identity.domain, year=identity.year),
            site=self.site.base_url,
            addresses=self.addresses,
            feed_items={item.guid: item.record for item in subscriptions.items},
            events=subscriptions.event_records,
        )

    def renamed_event_files(self) -> dict[str, str]:
        """Map the old address of each renamed event's calendar file to where it is now."""
        files = {event.address: event.file for event in self.site.calendar_events().values()}
        return {
            f"{redirect.address.rstrip('/')}.ics": files[redirect.target]
            for redirect in self.connection.redirects
            if redirect.target in files and redirect.address.endswith("/")
        }


def publication(
    site: Site, connection: Connection, before: PublishedState | None, shown: str, now: datetime,
    files: Mapping[str, Any],
) -> Publication:  # fmt: skip
    """List the addresses of a build, and note when each page last changed, for its foot."""
    known = before.addresses if before else {}
    addresses: dict[str, PublishedAddress] = {}
    changes = {}
    for _, entry in site.all_entries():
        digest = item_digest(entry, site)
        words, at = last_changed(entry.item, digest, known.get(entry.address), now, publish=site.publish)
        changes[entry.path] = words
        addresses[entry.address] = PublishedAddress(
            kind="item", title=entry.item.title, hash=digest, changed=at
        )
    site.changes = changes
    for _, section in connection.sections:
        if section.lasting and section.address.endswith("/"):
            addresses[section.address] = PublishedAddress(kind="list", title=_list_title(section, site))
    for redirect in connection.redirects:
        addresses[redirect.address] = _redirect(redirect)
    for feed in feeds(site.organisation):
        addresses[feed.address] = addresses[feed.json_address] = PublishedAddress(
            kind="feed", title=feed.title, hash=fingerprint(feed)
        )
    addresses[OPML] = PublishedAddress(kind="feed")
    for calendar in calendars(site.organisation):
        addresses[calendar.address] = PublishedAddress(
            kind="calendar", title=calendar.name, hash=fingerprint(calendar)
        )
    for event in site.calendar_events().values():
        addresses[event.file] = PublishedAddress(kind="event file")
    for name in files:
        if name.startswith("files/"):
            addresses[f"/{name}"] = PublishedAddress(kind="file")
    found = Publication(site, connection, before, shown, addresses)
    for address in found.renamed_event_files():
        addresses.setdefault(address, PublishedAddress(kind="event file"))
    return found


def _list_title(section: Section, site: Site) -> str:
    """Return the name of the topic or series that a list is about, by which it is found under a new address."""
    named = {"topic": site.organisation.topics, "series": site.organisation.series}.get(section.kind, {})
    return named[section.key].name if section.key in named else ""


def _redirect(redirect: RedirectView) -> PublishedAddress:
    return PublishedAddress(kind="redirect", target=redirect.target)
