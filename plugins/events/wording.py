"""An event in words: when it is, how it stands, how to book. Nothing here depends on now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from plugins.core.clock import MONTHS, day_of
from plugins.core.date_words import date_words, moment_words, span_words

from .model import FORMATS, Event


def when_words(event: Event) -> str:
    """`Thursday 3 December 2026, 10am to 11am (UK time)`"""
    words = span_words(event.start, event.last)
    return words if event.all_day or words.endswith("time)") else f"{words} (UK time)"


def days_of(event: Event) -> tuple[date, date]:
    """Return the first and the last day; what ends at midnight has no part in the day that begins then."""
    first, last = day_of(event.start), day_of(event.last)
    if isinstance(event.last, datetime) and (event.last.hour, event.last.minute) == (0, 0):
        last -= timedelta(days=1)
    return first, max(first, last)


def days_words(event: Event) -> str:
    """`3 December 2026`, `3 to 5 December 2026`: the days without their names, for titles."""
    first, last = days_of(event)
    if first == last:
        return date_words(first)
    if first.year != last.year:
        return f"{date_words(first)} to {date_words(last)}"
    month = "" if first.month == last.month else f" {MONTHS[first.month - 1]}"
    return f"{first.day}{month} to {date_words(last)}"


def standing(event: Event) -> str:
    """Return the sentence that says whether an event is cancelled, postponed or moved, with the editor's note."""
    return " ".join([*_standing(event), *([event.status_note] if event.status_note else [])])


def _standing(event: Event) -> Iterator[str]:
    if event.event_status != "confirmed":
        yield f"This event is {event.event_status}."
        return
    subject = "This event"
    if event.previous_start is not None:
        yield f"This event has moved. It was to start on {moment_words(event.previous_start)}."
        subject = "It"
    if event.previous_format is not None:
        before, now = lower(FORMATS[event.previous_format]), lower(FORMATS[event.format])
        yield f"{subject} is now {now}. It was to be {before}."


def lower(words: str) -> str:
    """Return words as they stand inside a sentence."""
    return words[:1].lower() + words[1:]


def booking_words(event: Event) -> str:
    """Return how to book: from when to when, and how many places there are. Empty if there is nothing to book."""
    booking = event.booking
    if booking is None or event.event_status != "confirmed":
        return ""
    parts = []
    if booking.opens is not None:
        parts.append(f"opens on {moment_words(booking.opens)}")
    if booking.closes is not None:
        parts.append(f"closes on {moment_words(booking.closes)}")
    sentences = [f"Booking {' and '.join(parts)}."] if parts else []
    if not parts and (booking.form or booking.link):
        sentences.append("Book on the page of this event.")
    if booking.places:
        one = booking.places == 1
        sentences.append("There is 1 place." if one else f"There are {booking.places} places.")
    return " ".join(sentences)
