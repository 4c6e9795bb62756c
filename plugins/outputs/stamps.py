"""Stamps: what each event's stamps are, by what was published last.

Editors type no stamp. An event that is as it was keeps its stamps; one that changed gets the time
of this build; one that was rescheduled gets a higher SEQUENCE too (RFC 5545, 3.8.7.4), and a notice in
the feeds. An event whose file vanished before it was over stays as a cancelled copy until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from plugins.core.announcement import Announcement
from plugins.core.calendar_event import CalendarEvent, Place, StampedEvent, Stamps
from plugins.core.clock import Moment, end_of, start_of
from plugins.core.date_words import span_words
from plugins.core.subscriptions import item_name

from .published import PublishedEvent, PublishedNotice, clocked, fingerprint, later

WORDING = 1
"""Raise it when the words that calendars get are worded anew, so that clients see a change."""

GONE = "This event is cancelled. Its page is no longer on the website."


def scheduling(event: CalendarEvent) -> str:
    """Return the hash of what makes people change their plans: start, end, place, online link, state."""
    place = (event.place.name, event.place.address, event.place.postcode) if event.place else ()
    return fingerprint(event.start, event.last, place, event.join_link, event.format, event.state)


def stamped(
    event: CalendarEvent,
    before: PublishedEvent | None,
    day: date | None,
    now: datetime,
    around: str,
    *,
    first_build: bool = True,
) -> PublishedEvent:
    """Return the record of an event with its stamps.

    `day` is when it was announced, as the editor says, `around` the hash of what else calendars show with
    it (who publishes, where the site is). `first_build`: nothing is known of what was published.
    """
    digest, plan = fingerprint(event, around, WORDING), scheduling(event)
    if before and (before.hash, before.scheduling, before.deleted) == (digest, plan, False):
        return before
    known = (before.hash, before.created, before.changed) if before else None
    times = clocked(digest, known, start_of(day) if day else None, now)
    sequence, notices = 0, tuple(_first_notices(event, times.created, now)) if first_build else ()
    if before:
        sequence, notices = before.sequence, before.notices
        if before.scheduling != plan:
            sequence += 1
            name = _notice(event, before, sequence, now)
            if name:
                notices += (PublishedNotice(name=name, at=times.changed),)
    return PublishedEvent(
        name=event.name,
        title=event.title,
        address=event.address,
        file=event.file,
        start=event.start,
        last=event.last,
        state=event.state,
        format=event.format,
        place=str(event.place or ""),
        series=event.series,
        topics=event.topics,
        lang=event.lang,
        scheduling=plan,
        hash=digest,
        sequence=sequence,
        created=times.created,
        changed=times.changed,
        notices=notices,
    )


def _first_notices(event: CalendarEvent, at: datetime, now: datetime) -> Iterator[PublishedNotice]:
    """An event may have been announced before anything was noted: then its notice goes out all the same."""
    if end_of(event.last) <= now:
        return
    if event.state != "confirmed":
        yield PublishedNotice(name=event.state, at=at)
    elif event.previous_start is not None:
        yield PublishedNotice(name="moved-0", at=at)
    elif event.previous_format is not None:
        yield PublishedNotice(name="online-0" if event.format == "online" else "format-0", at=at)


def _notice(event: CalendarEvent, before: PublishedEvent, sequence: int, now: datetime) -> str:
    """Return the name of the notice of a change of plans; none if it is no news to anybody."""
    if end_of(event.last) <= now and end_of(before.ends) <= now:
        return ""  # put right in the archive
    if event.state == before.state != "confirmed":
        return ""  # people know that it does not take place
    place = str(event.place or "")
    moved = not same_time(event.start, before.starts) or not same_time(event.last, before.ends)
    if event.state != before.state and event.state != "confirmed":
        told = any(notice.name == event.state for notice in before.notices)
        return f"{event.state}-{sequence}" if told else event.state
    if moved:
        return f"moved-{sequence}"
    if event.state != before.state:
        return f"confirmed-{sequence}"
    if event.format != before.format:
        return f"online-{sequence}" if event.format == "online" else f"format-{sequence}"
    if place != before.place:
        return f"place-{sequence}"
    return f"joining-{sequence}" if event.join_link and not before.deleted else ""


def same_time(one: Moment, other: Moment) -> bool:
    """Say whether two moments are the same day, or the same instant.

    By instants, because Python compares times of one zone by their clocks, and one hour of a year comes twice.
    """
    return isinstance(one, datetime) == isinstance(other, datetime) and start_of(one) == start_of(other)


def gone(
    before: Mapping[str, PublishedEvent], here: Iterable[str], now: datetime, around: str
) -> Iterator[tuple[CalendarEvent, PublishedEvent]]:
    """Yield each published event that has no file any more: as calendars get it, and its record."""
    for uid in sorted(set(before) - set(here)):
        record = before[uid]
        event = cancelled_copy(uid, record)
        digest, plan = fingerprint(event, around, WORDING), scheduling(event)
        over = event.over_at <= now
        changes: dict[str, object] = {"deleted": True}
        # What is over needs no telling; its record stays, so that its SEQUENCE never falls.
        if not over and (not record.deleted or digest != record.hash):
            changes |= {"hash": digest, "changed": later(record.changed, now)}
            # Who was told that it is cancelled need not be told again.
            if record.state != "cancelled":
                sequence = record.sequence + 1
                told = any(notice.name == "cancelled" for notice in record.notices)
                name = f"cancelled-{sequence}" if told else "cancelled"
                notice = PublishedNotice(name=name, at=later(record.changed, now))
                changes |= {"sequence": sequence, "notices": (*record.notices, notice)}
                changes |= {"state": "cancelled", "scheduling": plan}
        yield event, record.model_copy(update=changes)


def cancelled_copy(uid: str, record: PublishedEvent) -> CalendarEvent:
    """Return a published event whose file vanished as calendars get it: cancelled."""
    return CalendarEvent(
        uid=uid,
        name=record.name,
        title=record.title,
        summary="",
        address=record.address,
        file=record.file,
        start=record.starts,
        last=record.ends,
        state="cancelled",
        alert=GONE,
        format=record.format,
        place=Place(record.place) if record.place else None,
        series=record.series,
        topics=record.topics,
        lang=record.lang,
        deleted=True,
    )


def as_calendars_get_it(event: CalendarEvent, record: PublishedEvent) -> StampedEvent:
    """Join an event and the stamps of its record."""
    return StampedEvent(event, Stamps(record.created, record.changed, record.sequence))


# Feeds

OVERTAKEN = "There is newer news of this event on its page."

# By what happened; a change of format by what it is now.
_HEADS = {
    "moved": ("Moved", "This event has a new date or time."),
    "online": ("Online", "This event is now online."),
    "place": ("New place", "This event has a new place."),
    "joining": ("New link", "There is a new way to join this event."),
    "confirmed": ("Going ahead", "This event will take place."),
    "hybrid": ("In person and online", "You can come in person or join online."),
    "in-person": ("In person", "This event is now in person."),
}


def notice_of(announcement: Announcement, event: CalendarEvent, notice: PublishedNotice) -> Announcement:
    """Return the feed item that tells of the newest change: a new item, since readers do not show an old one again.

    Its title says what happened, and its text too, before how the event stands.
    """
    title, lead = announcement.title, announcement.lead
    kind = notice.name.partition("-")[0]
    word, sentence = _HEADS.get(kind if kind != "format" else event.format, ("", ""))
    # Whatever happened before, people must read first that it does not take place.
    if word and word != event.state_word and event.state == "confirmed":
        title = f"{word}: {title.removeprefix(f'{event.state_word}: ')}"
        lead = f"{sentence} {lead}".strip()
    return replace(
        announcement, name=f"{announcement.name}/{notice.name}", title=title, lead=lead, notice=notice.name
    )


def older_notice(announcement: Announcement, notice: PublishedNotice) -> Announcement:
    """Return the feed item of a notice that a newer one has overtaken: what it said then, and no more."""
    return replace(
        announcement,
        name=f"{announcement.name}/{notice.name}",
        title=notice.title or announcement.title,
        lead=f"{notice.lead} {OVERTAKEN}".strip(),
        facts=(),
        picture=None,
        notice=notice.name,
    )


def cancelled_announcement(event: CalendarEvent) -> Announcement:
    """Return what feeds say of an event whose file vanished."""
    when = span_words(event.start, event.last)
    return Announcement(
        name=item_name("event", event.name),
        kind="event",
        title=f"{event.titled} ({when})",
        address=event.address,
        summary=GONE,
        lang=event.lang,
        topics=event.topics,
        lead=GONE,
        facts=(("When", when), *([("Where", event.location)] if event.location else [])),
        start=event.start,
        last=event.last,
        location=event.location,
        enclosure=event.file,
    )
