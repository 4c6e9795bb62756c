"""What people who know the published site would lose: addresses, and the ids that subscriptions hang on.

Each loss is a problem with the lines to paste. What goes because a date has passed is advice: the
clock alone never stops a build.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from plugins.core.calendar_event import CalendarEvent
from plugins.core.clock import day_of, end_of, start_of
from plugins.core.date_words import date_words
from plugins.core.problems import Problem, Severity, cut
from plugins.core.site import Entry
from plugins.outputs.published import PublishedAddress, PublishedEvent, PublishedState
from plugins.outputs.stamps import same_time

from .publication import Publication
from .subscriptions import Subscriptions

_YEAR = re.compile(r"/\d{4}/$")


def losses(now: Publication, subscriptions: Subscriptions) -> Iterator[Problem]:
    """Yield what would be lost by publishing this build; nothing, if nothing was published before."""
    if now.before is not None:
        yield from Losses(now, now.before, subscriptions).problems()


class Losses:
    """Compares a build with what was published before."""

    def __init__(self, now: Publication, before: PublishedState, subscriptions: Subscriptions) -> None:
        self.now = now
        self.site = now.site
        self.shown = now.shown
        self.before = before
        self.subscriptions = subscriptions
        self.leads = {view.address: view.target for view in now.connection.redirects}
        self.entries: Mapping[str, Entry[Any]] = {entry.path: entry for entry in now.connection.entries}
        self.by_address = {entry.address: entry for entry in now.connection.entries}
        self.expired = {entry.address for entry in now.connection.entries if self._is_over(entry)}

    def problems(self) -> Iterator[Problem]:
        """Yield them, one for each loss."""
        changed = list(self._identity())
        yield from changed
        told: set[str] = set()
        # With another identity every id differs, which is told by then.
        for problem, address in () if changed else (*self._renamed(), *self._reissued()):
            told.add(address)
            yield problem
        for address, was in self.before.addresses.items():
            # A part of a page is no address of its own.
            if "#" not in address and address not in self.now.addresses and address not in told:
                yield from self._vanished(address, was)
        if not changed:
            yield from self._cancelled(told)

    def _is_over(self, entry: Entry[Any]) -> bool:
        until = entry.item.publish_until
        return until is not None and start_of(until) <= self.site.now

    # Ids

    def _identity(self) -> Iterator[Problem]:
        identity, was = self.site.publisher.identity, self.before.identity
        if (identity.domain, identity.year) == (was.domain, was.year):
            return
        lines = f"domain: {was.domain}\n       year: {was.year}"
        yield Problem(
            f"{self.shown}/site.yaml", 0, 0, "feed-identity-changed",
            "With another feed identity, every reader would see everything again.",
            f"write in site.yaml what it was:\n     feed_identity:\n       {lines}"
            if self.site.organisation.feed_identity is None
            else f"write what it was:\n       {lines}",
        )  # fmt: skip

    def _renamed(self) -> Iterator[tuple[Problem, str]]:
        """Yield events that would get another id: their file has a new name, or its `uid` changed."""
        events = self.site.calendar_events()
        here = {event.uid for event in events.values()}
        for uid, was in self.before.events.items():
            if uid in here or was.deleted:
                continue
            for path, event in events.items():
                if event.address == was.address:
                    yield self._other_id(path, event, was), was.address
                    break
                if event.uid not in self.before.events and self._is_same(was, event):
                    yield self._other_name(path, event, was), was.address
                    break

    def _is_same(self, was: PublishedEvent, event: CalendarEvent) -> bool:
        """Say whether an event is a published one by another name. What is over has successors of its title."""
        title, start = was.title == event.title, same_time(was.starts, event.start)
        if end_of(was.ends) <= self.site.now:
            return title and start
        return (title and start) or ((title or start) and self.leads.get(was.address) == event.address)

    def _other_name(self, path: str, event: CalendarEvent, was: PublishedEvent) -> Problem:
        lines = f"     uid: {was.name}"
        if self.leads.get(was.address) != event.address:
            lines += f"\n     aliases:\n       - {was.address}"
        return Problem(
            path, 1, 1, "calendar-id-lost",
            f"“{cut(event.title)}” was published by another name, which calendars keep.",
            f"add these lines, so that nobody gets it twice:\n{lines}",
        )  # fmt: skip

    def _other_id(self, path: str, event: CalendarEvent, was: PublishedEvent) -> Problem:
        entry = self.entries[path]
        return Problem(
            path, *entry.document.position(("uid",)), "calendar-id-lost",
            f"With another id, people would get “{cut(event.title)}” twice in their calendars.",
            "take the line uid out." if was.name == entry.name else f"write uid: {was.name}",
        )  # fmt: skip

    def _reissued(self) -> Iterator[tuple[Problem, str]]:
        """Yield what feeds would announce again under another id."""
        here = {item.guid for item in self.subscriptions.items}
        lost = {
            guid: was
            for guid, was in self.before.feed_items.items()
            if guid not in here and ":event/" not in guid
        }
        for item in self.subscriptions.items if lost else ():
            entry = item.entry
            if entry is None or item.guid in self.before.feed_items or item.announcement.kind == "event":
                continue
            for guid, was in lost.items():
                title, day = was.title == item.announcement.title, was.published == item.published
                led = self.leads.get(was.address) == item.announcement.address
                if (title and day) or (led and (title or day)):
                    yield (
                        self._other_item(entry, unquote(guid.rsplit("/", 1)[-1]), was.address, led=led),
                        was.address,
                    )
                    break

    def _other_item(self, entry: Entry[Any], name: str, address: str, *, led: bool) -> Problem:
        lines = f"     uid: {name}"
        if not led:
            lines += f"\n     aliases:\n       - {address}"
        return Problem(
            entry.path, 1, 1, "feed-id-lost",
            f"“{cut(entry.item.title)}” was published before, and feed readers would show it again.",
            f"add these lines, so that nobody gets it twice:\n{lines}",
        )  # fmt: skip

    def _cancelled(self, told: set[str]) -> Iterator[Problem]:
        """Say what the calendars of people will show, where no file says it."""
        for uid, record in self.subscriptions.event_records.items():
            was = self.before.events.get(uid)
            if was is None or was.sequence == record.sequence or not record.deleted:
                continue
            if was.address in told or was.address not in self.now.addresses:
                continue  # that its page is gone is a problem by itself
            entry = self.by_address.get(was.address)
            yield Problem(
                entry.path if entry else f"{self.shown}/events/{was.file.split('/')[-1].removesuffix('.ics')}.md",
                0, 0, "event-gone",
                f"“{cut(was.title)}” leaves the site: people will see it as cancelled.",
                "if it does take place, put it back; to say why it does not, put it back with event_status: cancelled.",
                severity="advice",
            )  # fmt: skip

    # Addresses

    def _vanished(self, address: str, was: PublishedAddress) -> Iterator[Problem]:
        if was.kind == "event file":
            return  # calendars are told that the event is cancelled, as long as it matters
        place = (f"{self.shown}/redirects.yaml", 0, 0)
        severity: Severity = "advice" if self._by_clock(address, was) else "problem"
        named = f"“{cut(was.title)}”" if was.title else cut(address)
        message = f"{named} was published, and now nothing is there."
        lines = f"\n       - from: {address}\n         to: {self._nearest(address, was)}"
        fix = f"put it back, or say where it leads now; in redirects.yaml, under redirects:{lines}"
        entry = self.by_address.get(address)
        if was.kind == "list" and _YEAR.search(address):
            # It comes back with the next item of that year, so nothing may stand at its address.
            severity, fix = "advice", "nothing; it comes back with the next item of that year."
            message = f"The list {address} is gone, since nothing is on it."
        elif was.kind == "redirect":
            message = f"The old address {cut(address)} leads nowhere any more."
        elif was.kind == "file":
            severity = "warning"
            message = f"The document {cut(address)} was published, and now nothing is there."
            fix = "put it back into content/files, if other sites may link to it."
        elif was.kind in ("feed", "calendar"):
            message = f"The {was.kind} {named} has subscribers, and would be gone."
        elif entry is not None:
            place, severity, message, fix = self._hidden(entry, named, lines)
        yield Problem(*place, "address-vanishes", message, fix, severity=severity)

    def _by_clock(self, address: str, was: PublishedAddress) -> bool:
        """Say whether an address goes with an item whose time is over: its page, an alias, a list."""
        if was.kind == "redirect":
            return was.target.partition("#")[0] in self.expired
        if was.kind == "list":
            folder = "/" + address.split("/")[1] + "/"
            return any(expired.startswith(folder) for expired in self.expired)
        return address in self.expired

    def _hidden(
        self, entry: Entry[Any], named: str, lines: str
    ) -> tuple[tuple[str, int, int], Severity, str, str]:
        """Say why the page of a file that is there is not on the site any more."""
        item = entry.item
        for name, hides in (("status", item.status == "draft"), ("sample", item.sample)):
            if hides:
                place = (entry.path, *entry.document.position((name,)))
                kind = "a draft" if name == "status" else "an example"
                message = f"{named} was published. As {kind} it would disappear."
                fix = f"take this line out, or say in redirects.yaml where it leads now:{lines}"
                return place, "problem", message, fix
        if item.publish_from is not None and start_of(item.publish_from) > self.site.now:
            place = (entry.path, *entry.document.position(("publish_from",)))
            day = date_words(day_of(item.publish_from))
            if entry.type.calendar_event(entry, self.site) is not None:
                message = f"{named} would show as cancelled until {day}."
                return place, "problem", message, "take this line out."
            message = f"{named} was published, and disappears until {day}."
            return place, "advice", message, "take publish_from out, if it is to stay."
        place = (entry.path, *entry.document.position(("publish_until",)))
        message = f"{named} disappears now, as publish_until says."
        fix = f"if people may look for it, say in redirects.yaml where it leads now:{lines}"
        return place, "advice", message, fix

    def _at_the_same_time(self, address: str) -> str:
        """Return the page of a new event at the time of a vanished one: it may be the same by another name."""
        starts = [was.starts for was in self.before.events.values() if was.address == address]
        for event in self.site.calendar_events().values():
            if event.uid not in self.before.events and any(same_time(start, event.start) for start in starts):
                return event.address
        return ""

    def _nearest(self, address: str, was: PublishedAddress) -> str:
        """Return where an address that vanished had best lead: the item of that title, else what is above it."""
        here = self.now.addresses
        if was.kind == "redirect" and was.target in self.before.addresses:
            target = self.before.addresses[was.target]
            return was.target if was.target in here else self._nearest(was.target, target)
        for other, there in here.items() if was.title else ():
            same = (there.title, there.kind, _ending(other)) == (was.title, was.kind, _ending(address))
            if same and "#" not in other:
                return other
        if was.kind == "feed":
            return f"/feeds/all{_ending(address)}"
        if was.kind == "calendar":
            return "/calendar/events.ics"
        successor = self._at_the_same_time(address)
        if successor:
            return successor
        above = address
        while above != "/":
            above = posixpath.dirname(above.rstrip("/")).rstrip("/") + "/"
            if above in here:
                break
        return above


def _ending(address: str) -> str:
    return posixpath.splitext(address)[1]
