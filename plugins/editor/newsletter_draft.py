"""A draft of the next issue of the newsletter, put together from what is on the site.

What was published since the last issue, the events of the next six weeks, and the calls that are open: an
editor starts from these, changes their order, takes out what does not fit, and writes the first lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from plugins.core.blanks import BLANK
from plugins.core.calendar_event import CalendarEvent
from plugins.core.call import Call
from plugins.core.clock import UK, day_of, start_of
from plugins.core.date_words import full_date_words, month_words, span_words
from plugins.core.fields import Month
from plugins.core.problems import listed
from plugins.core.site import Entry, Site
from plugins.outputs.published import PublishedState

COMING = timedelta(weeks=6)
"""An issue tells the events of so many weeks."""

SINCE = ("publish_from", "date", "permission", "opens")
"""The settings by which a file itself knows from when on it can have been public."""

LONGEST_SUBJECT = 60

NOTE = (
    "<!-- This draft was put together from what is on the site. Write the first lines, change the order,",
    "and take out what does not fit. Set status to published when it is ready to be read. -->",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """The settings that can be proposed, and the lines of the text."""

    settings: dict[str, str]
    text: tuple[str, ...]


def next_issue(issues: Iterable[Month], today: date) -> Month:
    """Return the month after the last issue; never one that is over."""
    this = Month(today.year, today.month)
    last = max(issues, default=None)
    if last is None:
        return this
    return max(this, Month(last.year + last.month // 12, last.month % 12 + 1))


def newsletter_draft(
    site: Site, issue: Month, published: PublishedState | None = None, *, examples: bool = False
) -> Draft:
    """Put the draft of an issue together. `site` is a preview's.

    Drafts are left out, and examples unless they are asked for: the issue is to be public, and they are not.
    `published` is what the last publish build noted: it tells what is new where the files do not say.
    """

    def is_public(entry: Entry[Any]) -> bool:
        return entry.item.status != "draft" and (examples or not entry.item.sample)

    entries = [entry for _, entry in site.all_entries() if is_public(entry)]
    since = _last_issue(site, issue)
    happening = site.calendar_events()
    events = sorted(
        ((entry, happening[entry.path]) for entry in entries if entry.path in happening),
        key=lambda found: (start_of(found[1].start), found[0].name),
    )
    coming = [
        (entry, event)
        for entry, event in events
        if event.over_at > site.now and start_of(event.start) <= site.now + COMING
    ]
    shown = {entry.path for entry, _ in coming}
    later = [
        (entry, event)
        for entry, event in events
        if entry.path not in shown and event.over_at > site.now and _is_new(entry, since, site, published)
    ]
    new = [
        entry
        for entry in entries
        if entry.path not in happening
        and entry.type.name != "newsletter"
        and _is_new(entry, since, site, published)
    ]
    calls = list(_calls(entries, site))
    return Draft(
        settings={
            "title": f"Newsletter: {month_words(issue.year, issue.month)}",
            "issue": str(issue),
            **_proposed(coming, new, calls),
            **({"sample": "true"} if examples else {}),
            "status": "draft",
        },
        text=tuple(_text(coming, later, new, calls)),
    )


def _last_issue(site: Site, issue: Month) -> date:
    """Return the day of the issue before; where there is none, a time as long as an issue looks ahead."""
    days = [
        entry.item.date
        for entry in site.entries.get("newsletter", ())
        if entry.item.issue < issue and entry.item.status != "draft"
    ]
    today: date = site.today
    return max(days, default=today - COMING)


def _is_new(entry: Entry[Any], since: date, site: Site, published: PublishedState | None) -> bool:
    days = [
        day_of(value)
        for name in SINCE
        if isinstance(value := getattr(entry.item, name, None), date | datetime)
    ]
    if any(since < day <= site.today for day in days):
        return True
    if published is None:
        return False
    record = published.addresses.get(entry.address)
    if record is None:
        return not any(day > site.today for day in days)
    return record.changed is not None and record.changed.astimezone(UK).date() > since


def _calls(entries: Iterable[Entry[Any]], site: Site) -> Iterator[tuple[Entry[Any], Call]]:
    """Yield the open calls, those that close first at the top; a form that a call leads to is no other call."""
    found = [(entry, call) for entry in entries if (call := entry.type.call(entry, site))]
    led_to = {call.form for entry, call in found if call.form and call.form != entry.address}
    found = [(entry, call) for entry, call in found if entry.address not in led_to]
    yield from sorted(found, key=lambda each: (each[1].closes or date.max, each[1].title))


def _proposed(
    coming: list[tuple[Entry[Any], CalendarEvent]],
    new: list[Entry[Any]],
    calls: list[tuple[Entry[Any], Call]],
) -> dict[str, str]:
    """Return a subject and a preview line made of what the issue holds, or blanks where it holds nothing."""
    titles = [
        *(event.title for _, event in coming if event.state == "confirmed"),
        *(entry.item.title for entry in new),
        *(call.title for _, call in calls),
    ]
    counts = [
        f"{number} {one if number == 1 else many}"
        for number, one, many in (
            (len(coming), "event to come", "events to come"),
            (len(new), "thing that is new", "things that are new"),
            (len(calls), "open call", "open calls"),
        )
        if number
    ]
    more = " and more" if len(titles) > 1 else ""
    fitting = [f"{title}{more}" for title in titles if len(f"{title}{more}") <= LONGEST_SUBJECT]
    return {
        "subject": fitting[0] if fitting else BLANK,
        "preview": f"In this issue: {listed(counts, 'and')}." if counts else BLANK,
    }


def _text(
    coming: list[tuple[Entry[Any], CalendarEvent]],
    later: list[tuple[Entry[Any], CalendarEvent]],
    new: list[Entry[Any]],
    calls: list[tuple[Entry[Any], Call]],
) -> Iterator[str]:
    yield from (*NOTE, "", BLANK)
    for heading, lines in (
        ("New on the site", [f"- {_link(entry)}. {_plain(entry.item.summary)}" for entry in new]),
        ("Coming events", [_event_line(*each) for each in coming]),
        ("Save the date", [_event_line(*each) for each in later]),
        ("Open now", [_call_line(*each) for each in calls]),
    ):
        if lines:
            yield from ("", f"## {heading}", "", *lines)


def _event_line(entry: Entry[Any], event: CalendarEvent) -> str:
    when = span_words(event.start, event.last)
    if event.state != "confirmed":
        return f"- {_link(entry)}, {when}. {_plain(event.alert)}"
    where = "online" if event.location == "Online" else event.location
    parts = [when, _plain(where)] if where else [when]
    alert = f" {_plain(event.alert)}" if event.alert else ""
    return f"- {_link(entry)}, {', '.join(parts)}.{alert}"


def _call_line(entry: Entry[Any], call: Call) -> str:
    closes = f" It closes on {full_date_words(call.closes)}." if call.closes else ""
    return f"- {_link(entry)}. {_plain(entry.item.summary)}{closes}"


def _link(entry: Entry[Any]) -> str:
    """Return a link as editors write it, from a file in the folder of another type."""
    return f"[{_plain(entry.item.title)}](../{entry.type.folder}/{entry.name}.md)"


def _plain(text: str) -> str:
    """Return a text with what Markdown would take for signs of its own written as plain letters."""
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\`*_\[\]{}])", r"\\\1", text)
