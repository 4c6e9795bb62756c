"""The report of a change: what visitors and subscribers will notice, in words, as Markdown.

Made from two published states, so it tells what really changes for people, not what changed in files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from plugins.core.clock import Moment, day_of, start_of
from plugins.core.date_words import full_date_words, span_words, time_words

from .published import PublishedAddress, PublishedEvent, PublishedState
from .stamps import same_time

MOST = 30
"""A list in the report names so many things, and counts the rest."""


Linked = Callable[[str, str], str]
"""What stands for a page: its title as Markdown, and its address."""


def page_link(title: str, address: str) -> str:
    """Return the link to a page by its address on the site."""
    return f"[{title}]({address})"


def report(before: PublishedState, after: PublishedState, linked: Linked = page_link) -> str:
    """Return the report as Markdown. Everything is listed in the order of time, or of addresses.

    `linked` makes the links: where the report is read, an address of the site may lead nowhere.
    """
    parts = [
        _section("In people’s calendars", list(_calendars(before, after))),
        _section("In feed readers", list(_feeds(before, after, linked))),
        _section("On the website", list(_addresses(before, after, linked))),
    ]
    warnings = _cut(list(_warnings(before, after)))
    if not any(parts) and not warnings:
        return "# What people will notice\n\nNothing: no page, no feed item and no calendar entry changes.\n"
    lines = ["# What people will notice", ""]
    if warnings:
        lines += [*(f"**{warning}**" for warning in warnings), ""]
    else:
        lines += ["Nobody sees anything twice: every id that feeds and calendars know is as it was.", ""]
    return "\n".join([*lines, *(line for part in parts for line in part)]).rstrip() + "\n"


def _section(title: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    return [f"## {title}", "", *(f"- {line}" for line in _cut(lines)), ""]


def _cut(lines: list[str]) -> list[str]:
    if len(lines) <= MOST:
        return lines
    return [*lines[:MOST], f"… and {len(lines) - MOST} more"]


# Calendars


def _calendars(before: PublishedState, after: PublishedState) -> Iterator[str]:
    uids = sorted({*before.events, *after.events}, key=lambda uid: _sorting(uid, before, after))
    for uid in uids:
        was, now = before.events.get(uid), after.events.get(uid)
        if was is None and now is not None and not now.deleted:
            stands = "" if now.state == "confirmed" else f" ({now.state})"
            yield f"New: {_named(now)}, {when(now)}{stands}."
        elif was is not None and now is None:
            yield f"Gone without a word: {_named(was)}, {when(was)}."
        elif was is not None and now is not None:
            words = change(was, now)
            if words:
                yield words


def _sorting(uid: str, before: PublishedState, after: PublishedState) -> tuple[datetime, str]:
    event = after.events.get(uid) or before.events[uid]
    return start_of(event.starts), uid


def _named(event: PublishedEvent) -> str:
    return f"“{_escaped(event.title)}”"


def when(event: PublishedEvent) -> str:
    """Return when an event is: `Thursday 3 December 2026, 10am to 11am`."""
    return span_words(event.starts, event.ends)


def change(was: PublishedEvent, now: PublishedEvent) -> str:
    """Return what changes for somebody who has an event in their calendar; nothing if nothing does."""
    if now.deleted and not was.deleted:
        if was.state == "cancelled":
            return f"{_named(was)} ({when(was)}), which is cancelled, leaves the website."
        if now.sequence == was.sequence:
            return f"{_named(was)} ({when(was)}), which is over, leaves the website and the calendars."
        return f"{_named(was)} ({when(was)}) leaves the website and is shown as cancelled."
    name = _named(now)
    said = []
    if was.title != now.title:
        said.append(f"is now called {name}")
        name = _named(was)
    if now.state != was.state or was.deleted != now.deleted:
        said.append(
            {
                "cancelled": "is cancelled",
                "postponed": "is postponed",
                "confirmed": "will take place after all",
            }[now.state]
        )
    moved = not same_time(was.starts, now.starts) or not same_time(was.ends, now.ends)
    if moved:
        said.append(_shift(was, now))
    if was.format != now.format:
        said.append(
            {
                "online": "is now online",
                "in-person": "is now in person",
                "hybrid": "is now in person and online",
            }[now.format]
        )
    if was.place != now.place and now.place and now.format != "online":
        said.append(f"is now at {_escaped(now.place)}")
    if said:
        at = "" if moved else f" ({when(now)})"
        return f"{name}{at} {'; it '.join(said)}."
    if was.scheduling != now.scheduling:
        return f"{name} ({when(now)}) has a new way to join."
    if was.hash != now.hash:
        return f"{name} ({when(now)}) has new words. It stays where it is."
    return ""


def _shift(was: PublishedEvent, now: PublishedEvent) -> str:
    """Return how an event shifts: `moves from 10am to 11am on Thursday 3 December 2026`."""
    old, new = was.starts, now.starts
    same_day = day_of(old) == day_of(new)
    if not isinstance(old, datetime) or not isinstance(new, datetime) or not _one_day(was, now):
        return f"moves from {when(was)} to {when(now)}"
    on = full_date_words(day_of(new))
    if same_time(old, new):
        return f"ends at {_at(now.ends)} instead of {_at(was.ends)} on {on}"
    if same_day and _at(old) != _at(new):
        return f"moves from {_at(old)} to {_at(new)} on {on}, and ends at {_at(now.ends)}"
    if not same_day and (_at(old), _at(was.ends)) == (_at(new), _at(now.ends)):
        return f"moves from {full_date_words(day_of(old))} to {on}, still {_at(new)} to {_at(now.ends)}"
    return f"moves from {when(was)} to {when(now)}"


def _one_day(*events: PublishedEvent) -> bool:
    return all(day_of(event.starts) == day_of(event.ends) for event in events)


def _at(moment: Moment) -> str:
    return time_words(moment) if isinstance(moment, datetime) else ""


# Feeds


def _feeds(before: PublishedState, after: PublishedState, linked: Linked) -> Iterator[str]:
    new = [item for guid, item in after.feed_items.items() if guid not in before.feed_items]
    for item in sorted(new, key=lambda item: (item.published, item.title), reverse=True):
        yield f"New: {linked(_escaped(item.title), item.address)}"
    changed = [
        item
        for guid, item in after.feed_items.items()
        if guid in before.feed_items and before.feed_items[guid].hash != item.hash
    ]
    # The announcement of an event and its notice are one thing to people.
    for title, address in sorted({(item.title, item.address) for item in changed}):
        yield f"Changed, and not shown again: {linked(_escaped(title), address)}"
    gone = [item for guid, item in before.feed_items.items() if guid not in after.feed_items]
    here = {item.address for item in after.feed_items.values()}
    for title, address in sorted({(item.title, item.address) for item in gone}):
        if address not in here:
            yield f"Gone: {_escaped(title)}"


# Pages


def _addresses(before: PublishedState, after: PublishedState, linked: Linked) -> Iterator[str]:
    if before.site != after.site:
        yield f"The whole site moves from {before.site} to {after.site}, with every link in feeds and calendars."
    for address in sorted({*before.addresses, *after.addresses}):
        was, now = before.addresses.get(address), after.addresses.get(address)
        if "#" in address or "event file" in (getattr(was, "kind", ""), getattr(now, "kind", "")):
            continue
        words = _page(address, was, now, linked)
        if words:
            yield words


def _page(address: str, was: PublishedAddress | None, now: PublishedAddress | None, linked: Linked) -> str:
    if was is None and now is not None:
        if now.kind == "redirect":
            return f"New redirect: {address} leads to {now.target}"
        return f"New: {_page_name(address, now, linked)}"
    if was is not None and now is None:
        return f"Disappears: {_page_name(address, was, linked)}. Nothing leads on from there."
    assert was is not None
    assert now is not None
    if now.kind == "redirect":
        if was.kind != "redirect":
            return f"Moved: {_page_name(address, was, linked)} now leads to {now.target}"
        return f"Redirect: {address} leads to {now.target}, before to {was.target}" if was != now else ""
    if was.hash != now.hash:
        renamed = f", before “{_escaped(was.title)}”" if was.title and was.title != now.title else ""
        return f"Changed: {_page_name(address, now, linked)}{renamed}"
    return ""


def _page_name(address: str, page: PublishedAddress, linked: Linked) -> str:
    return linked(_escaped(page.title), address) if page.title else address


# What must not happen


def _warnings(before: PublishedState, after: PublishedState) -> Iterator[str]:
    if before.identity != after.identity:
        yield "The feed identity changed: every reader and calendar would show everything again."
        return
    lost = {
        (item.title, item.published)
        for guid, item in before.feed_items.items()
        if guid not in after.feed_items
    }
    for guid, item in after.feed_items.items():
        if guid not in before.feed_items and (item.title, item.published) in lost:
            yield f"“{_escaped(item.title)}” would be shown twice: its id in the feeds changed."
    for uid in sorted(set(before.events) - set(after.events)):
        yield f"“{_escaped(before.events[uid].title)}” would vanish from calendars without a word."


def _escaped(text: str) -> str:
    """Return a title as Markdown shows it: nothing in it is a mark."""
    for mark in "\\`*_[]<>#|&~":
        text = text.replace(mark, f"\\{mark}")
    return text
