"""What subscribers get: events with their stamps, feed items with their dates, and the files of both.

Stamps come from the last published state (`plugins/outputs/stamps.py`); the files from the pure
functions in `plugins/outputs/`. A file whose contents cannot have changed is not made again; the
libraries that write feeds and calendars are imported only when one is made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup

from plugins.core.announcement import Announcement
from plugins.core.calendar_event import CalendarEvent, StampedEvent
from plugins.core.clock import UK, end_of, start_of
from plugins.core.feed_item import Attachment, FeedItem
from plugins.core.site import Entry, Site
from plugins.core.subscriptions import OPML, Calendar, Feed, calendars, feeds
from plugins.outputs.calendar_lint import lint_sequence
from plugins.outputs.published import (
    PublishedEvent,
    PublishedFeedItem,
    PublishedState,
    clocked,
    fingerprint,
)
from plugins.outputs.stamps import (
    as_calendars_get_it,
    cancelled_announcement,
    gone,
    notice_of,
    older_notice,
    stamped,
)

from .assets import ThemeFiles
from .connecting import Connection, is_hidden
from .writer import SiteWriter

BATCH = timedelta(days=30)
"""A feed holds all of the newest so many days, so that nothing is lost to whoever looks once a month."""

MOST_ITEMS = 100
"""A feed never holds more."""


class FaultyOutput(AssertionError):
    """What we wrote breaks a rule of feeds or calendars. The fault is ours, not the editor's."""


@dataclass(frozen=True, slots=True)
class DatedItem:
    """A feed item with its dates, before its text is made."""

    guid: str
    announcement: Announcement
    record: PublishedFeedItem
    entry: Entry[Any] | None

    @property
    def published(self) -> datetime:
        """When it was announced."""
        return self.record.published


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """Events in the order of their starts (cancelled copies of vanished ones too), feed items newest first."""

    events: tuple[StampedEvent, ...]
    event_records: dict[str, PublishedEvent]
    items: tuple[DatedItem, ...]


def stamp_time(now: datetime, *, publish: bool) -> datetime:
    """Return the time that new stamps get: whole seconds.

    In a preview it is the start of the day, so that a rebuild does not change every file that has a stamp.
    """
    return now.replace(microsecond=0) if publish else start_of(now.astimezone(UK).date())


def gather(site: Site, before: PublishedState | None, connection: Connection) -> Subscriptions:
    """Work out what subscribers get of a site, by what they got before."""
    now = stamp_time(site.now, publish=site.publish)
    # What stands in every calendar beside the events: a change of it is a change of each event.
    around = fingerprint(site.publisher)
    known = before.events if before else {}
    here: dict[str, CalendarEvent] = {}
    records: dict[str, PublishedEvent] = {}
    announced: list[tuple[Announcement, Entry[Any] | None, datetime | None]] = []
    by_path = site.calendar_events()
    for kind, entry in site.all_entries():
        announcement = kind.announcement(entry, site)
        event = by_path.get(entry.path)
        if event is not None:
            here[event.uid] = event
            day = announcement.day if announcement else None
            records[event.uid] = stamped(
                event, known.get(event.uid), day, now, around, first_build=before is None
            )
        if announcement is not None:
            announced.append((announcement, entry, None))
            if event is not None:
                announced += _notices(announcement, event, records, entry)
    for event in _expired(site, connection):
        if event.uid in known and event.uid not in here and event.over_at > now:
            here[event.uid] = event
            records[event.uid] = stamped(event, known[event.uid], None, now, around)
    # Another event may have the name of one that is gone, and so its file; a redirect may lead on from it.
    files = {event.file for event in here.values()} | {view.address for view in connection.redirects}
    newest_first = sorted(gone(known, here, now, around), key=lambda found: found[1].changed, reverse=True)
    for copy, record in newest_first:
        event = replace(copy, file="") if copy.file in files else copy
        records[event.uid] = record
        if event.over_at > now:
            files.add(event.file)
            here[event.uid] = event
            cancelled = cancelled_announcement(event)
            announced += [
                (cancelled, None, record.created),
                *_notices(cancelled, event, records, None),
            ]
    faults = lint_sequence(_plans(known), _plans(records))
    if faults:
        raise FaultyOutput("; ".join(faults))
    events = [as_calendars_get_it(event, records[uid]) for uid, event in here.items()]
    return Subscriptions(
        tuple(sorted(events, key=lambda one: (start_of(one.event.start), one.event.uid))),
        records,
        tuple(_dated(site, announced, before, now)),
    )


def _plans(records: Mapping[str, PublishedEvent]) -> dict[str, tuple[int, str]]:
    return {uid: (record.sequence, record.scheduling) for uid, record in records.items()}


def _expired(site: Site, connection: Connection) -> Iterator[CalendarEvent]:
    """Yield the events whose pages had their time: they take place all the same, so calendars keep them."""
    for entry in connection.entries:
        until = entry.item.publish_until
        if until is not None and start_of(until) <= site.now and not is_hidden(entry.item):
            event = entry.type.calendar_event(entry, site)
            if event is not None:
                yield event


def _notices(
    announcement: Announcement,
    event: CalendarEvent,
    records: dict[str, PublishedEvent],
    entry: Entry[Any] | None,
) -> Iterator[tuple[Announcement, Entry[Any] | None, datetime | None]]:
    """Yield the notices of an event, and note what the newest says: once overtaken, it goes on saying that."""
    record = records[event.uid]
    if not record.notices:
        return
    *older, newest = record.notices
    for notice in older:
        yield older_notice(announcement, notice), None, notice.at
    told = notice_of(announcement, event, newest)
    noted = newest.model_copy(update={"title": told.title, "lead": told.lead})
    records[event.uid] = record.model_copy(update={"notices": (*older, noted)})
    yield told, entry, newest.at


def _dated(
    site: Site,
    announced: Iterable[tuple[Announcement, Entry[Any] | None, datetime | None]],
    before: PublishedState | None,
    now: datetime,
) -> list[DatedItem]:
    """Give each announcement its guid and its dates, and put the newest first."""
    items = []
    known = before.feed_items if before else {}
    for announcement, entry, at in announced:
        guid = site.publisher.identity.guid(announcement.name)
        digest = fingerprint(announcement, text_digest(entry, site) if entry else "", site.publisher)
        record = known.get(guid)
        if record is None and at is None and announcement.day is None and _is_over(announcement, now):
            continue  # it was over before anybody was told of it, so it is no news
        published = at or _published(announcement, entry, record, now, first_build=before is None)
        times = clocked(
            digest, (record.hash, record.published, record.changed) if record else None, published, now
        )
        items.append(
            DatedItem(
                guid,
                announcement,
                PublishedFeedItem(
                    title=announcement.title,
                    address=announcement.address,
                    hash=digest,
                    published=published,
                    changed=max(times.changed, published),
                    day=announcement.day,
                ),
                entry,
            )
        )
    return sorted(items, key=lambda item: (-item.published.timestamp(), item.guid))


def _published(
    announcement: Announcement,
    entry: Entry[Any] | None,
    record: PublishedFeedItem | None,
    now: datetime,
    *,
    first_build: bool,
) -> datetime:
    """Return when an item was announced: the day that the editor gives, and never a time to come.

    An item keeps its date until the editor changes that day. One that comes late is announced when it
    comes, so that it is not lost below the others; an event that is over by then is no news.
    """
    if record and record.day == announcement.day:
        return record.published
    days = [announcement.day, entry.item.publish_from if entry else None]
    given = [start_of(day) for day in days if day is not None]
    day = max((at for at in given if at <= now), default=now)
    late = announcement.start is not None and not first_build and record is None and day < now - BATCH
    return now if late and not _is_over(announcement, now) else day


def _is_over(announcement: Announcement, now: datetime) -> bool:
    return announcement.last is not None and end_of(announcement.last) <= now


def text_digest(entry: Entry[Any], site: Site) -> str:
    """Return the hash of a text as people see it: with where its links lead and what its placeholders say."""

    def make() -> str:
        filled = [str(site.placeholders.values.get(name, "")) for name, _, _ in entry.body.placeholders]
        targets = site.targets.get(entry.path, ())
        pictures = [site.picture_at(target) for target in targets] if "<img" in entry.body.html else []
        sizes = [f"{picture.digest} {picture.width} {picture.height}" for picture in pictures if picture]
        text = "\0".join((entry.body.html, *targets, *filled, *sizes))
        return hashlib.sha256(text.encode()).hexdigest()

    return site.once(f"text of {entry.path}", make)


def items_of(feed: Feed, items: Sequence[DatedItem], least: int) -> list[DatedItem]:
    """Return what a feed holds: the newest items, `least` of them, and all of the newest days."""
    fitting = [
        item
        for item in items
        if feed.kind in ("", item.announcement.kind)
        and (not feed.topic or feed.topic in item.announcement.topics)
    ]
    recent = [item for item in fitting if item.published >= fitting[0].published - BATCH]
    return fitting[: max(least, min(len(recent), MOST_ITEMS))]


def events_of(
    calendar: Calendar, events: Iterable[StampedEvent], now: datetime, months: int
) -> list[StampedEvent]:
    """Return what a calendar holds: its series, and what is not over longer than so many months."""
    today = now.astimezone(UK).date()
    years, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    # The first of the month: the main calendar changes by the clock once a month at most.
    since = start_of(today.replace(year=max(years, 1), month=month + 1, day=1))
    # Long enough for whoever looks seldom to learn that it did not take place.
    told = min(since, start_of(today - BATCH))
    return [
        one
        for one in events
        if calendar.series in ("", one.event.series)
        and (calendar.whole or one.event.over_at >= (since if one.event.state == "confirmed" else told))
    ]


class SubscriptionFiles:
    """Writes every feed and calendar of a build through the one writer."""

    def __init__(
        self, site: Site, found: Subscriptions, theme: ThemeFiles, writer: SiteWriter, code: str
    ) -> None:
        self.site = site
        self.found = found
        self.theme = theme
        self.writer = writer
        self.publisher = site.publisher
        self.base = fingerprint(self.publisher, code)
        self.by_file = {one.event.file: one for one in found.events if one.event.file}
        self.vevents: dict[str, bytes] = {}
        self.html: dict[str, Markup] = {}
        self.linted: set[bytes] = set()
        self.calendars: dict[str, bytes] = {}
        self.sizes: dict[str, int] = {}
        self.marks: dict[str, str] = {}

    def write(self) -> None:
        """Write all of them. Raises FaultyOutput if one breaks a rule."""
        organisation = self.site.organisation
        for one in self.found.events:
            if one.event.file:
                self._write_single(one)
        for calendar in calendars(organisation):
            self._write_calendar(
                calendar,
                events_of(calendar, self.found.events, self.site.now, organisation.calendar_months),
            )
        if self.calendars:
            from plugins.outputs.calendar_lint import lint_across

            self._check("calendars", lint_across(self.calendars))
        every = feeds(organisation)
        for feed in every:
            self._write_feed(feed, items_of(feed, self.found.items, organisation.feed_items))
        self._write_opml(every)
        uids = {one.event.uid for one in self.found.events}
        memory = self.writer.state.vevents
        self.writer.state.vevents = {uid: memory[uid] for uid in memory if uid in uids}

    def _write_opml(self, every: Sequence[Feed]) -> None:
        name, mark = OPML.lstrip("/"), fingerprint(self.base, every)
        if not self.writer.keep(name, mark, OPML):
            from plugins.outputs.opml import opml

            self.writer.write_bytes(name, opml(every, self.publisher), OPML, mark)

    # Calendars

    def _write_single(self, one: StampedEvent) -> None:
        name = one.event.file.lstrip("/")
        mark = self._mark(one)
        if self.writer.keep(name, mark, one.event.uid):
            return
        from plugins.outputs.calendar_lint import lint_calendar
        from plugins.outputs.calendars import single

        data = single(one, self._vevent(one), self.publisher)
        self._check(name, lint_calendar(data, self.linted))
        self.sizes[one.event.file] = len(data)
        self.calendars[name] = data
        self.writer.write_bytes(name, data, one.event.uid, mark)

    def _write_calendar(self, calendar: Calendar, events: list[StampedEvent]) -> None:
        name = calendar.address.lstrip("/")
        mark = fingerprint(calendar, self.base, [self._mark(one) for one in events])
        if self.writer.keep(name, mark, calendar.address):
            return
        from plugins.outputs import calendars as writing
        from plugins.outputs.calendar_lint import lint_calendar

        changed = max((one.stamps.changed for one in events), default=self.publisher.identity.beginning)
        data = writing.calendar(calendar, [self._vevent(one) for one in events], changed, self.publisher)
        self._check(name, lint_calendar(data, self.linted))
        self.calendars[name] = data
        self.writer.write_bytes(name, data, calendar.address, mark)

    def _mark(self, one: StampedEvent) -> str:
        """Return what the bytes of an event depend on: its record, who publishes, and the code."""
        uid = one.event.uid
        if uid not in self.marks:
            record = self.found.event_records[uid]
            self.marks[uid] = (
                f"{self.base} {record.hash} {record.changed} {record.sequence} {record.created} {record.deleted}"
            )
        return self.marks[uid]

    def _vevent(self, one: StampedEvent) -> bytes:
        """Return the VEVENT of an event, made once for all calendars, and remembered between builds."""
        uid, mark = one.event.uid, self._mark(one)
        if uid not in self.vevents:
            known = self.writer.state.vevents.get(uid)
            if known and known[0] == mark:
                self.vevents[uid] = known[1]
            else:
                from plugins.outputs.calendar_lint import lint_event
                from plugins.outputs.calendars import vevent

                made = vevent(one, self.publisher)
                self._check(uid, lint_event(made))
                self.vevents[uid] = made
                self.writer.state.vevents[uid] = (mark, made)
            self.linted.add(self.vevents[uid])
        return self.vevents[uid]

    # Feeds

    def _write_feed(self, feed: Feed, items: list[DatedItem]) -> None:
        names = (feed.address.lstrip("/"), feed.json_address.lstrip("/"))
        mark = fingerprint(
            feed, self.base, self.theme.feed_style, self.theme.feed_icon,
            [(item.guid, item.record, self._enclosure_mark(item)) for item in items],
        )  # fmt: skip
        # Both, whatever the first one says: each has to be claimed.
        kept = [self.writer.keep(name, mark, feed.address) for name in names]
        if all(kept):
            return
        from plugins.outputs.feed_lint import lint_json, lint_rss
        from plugins.outputs.json_feed import json_feed
        from plugins.outputs.rss import rss

        whole = [self._item(item) for item in items]
        made = (
            rss(feed, whole, self.publisher, self.theme.feed_style, self.theme.feed_icon),
            json_feed(feed, whole, self.publisher, self.theme.feed_icon),
        )
        sizes = {
            self.publisher.whole(item.attachment.address): item.attachment.size
            for item in whole
            if item.attachment
        }
        home = self.publisher.whole("/")
        for name, data, lint, address in (
            (names[0], made[0], lint_rss, feed.address),
            (names[1], made[1], lint_json, feed.json_address),
        ):
            url = self.publisher.whole(address)
            self._check(name, lint(data, self_url=url, home_url=home, sizes=sizes))
        for name, data in zip(names, made, strict=True):
            if name not in self.writer.made:
                self.writer.write_bytes(name, data, feed.address, mark)

    def _enclosure_mark(self, item: DatedItem) -> str:
        one = self.by_file.get(item.announcement.enclosure)
        return self._mark(one) if one else ""

    def _item(self, item: DatedItem) -> FeedItem:
        """Return a feed item with its text."""
        html = Markup("")
        if item.entry is not None:
            if item.entry.path not in self.html:
                self.html[item.entry.path] = self.site.html(item.entry)
            html = self.html[item.entry.path]
        one = self.by_file.get(item.announcement.enclosure)
        attachment = None
        if one is not None:
            attachment = Attachment(one.event.file, "text/calendar", self._size(one))
        return FeedItem(item.guid, item.announcement, item.published, item.record.changed, html, attachment)

    def _size(self, one: StampedEvent) -> int:
        """Return the size of an event's own file in bytes."""
        if one.event.file not in self.sizes:
            from plugins.outputs.calendars import single

            self.sizes[one.event.file] = len(single(one, self._vevent(one), self.publisher))
        return self.sizes[one.event.file]

    @staticmethod
    def _check(name: str, faults: Sequence[str]) -> None:
        if faults:
            raise FaultyOutput(f"{name}: " + "; ".join(faults))
