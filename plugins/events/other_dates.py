"""Dates in the words of an event that are not its own, as an event has that was made from a copy of another.

Told are only those that are surely meant as its day: at the end of its title, behind `Date:`, or right after the
words with which people say when they meet. Dates with their weekday are judged in `weekdays`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.clock import MONTHS
from plugins.core.date_words import span_words
from plugins.core.dated_words import dates_at, mentions
from plugins.core.late_patterns import late
from plugins.core.problems import Problem
from plugins.core.prose import blank, prose
from plugins.core.site import Entry

from .model import Event
from .weekdays import ELSEWHERE, own_days
from .wording import days_of

CODE = "date-contradiction"

_MEET = late(
    r"(?:\b(?:we(?:['’]ll| will)? (?:meet|gather)|(?:meet|join) us|come along|takes? place|(?:is|be) held|see you"
    r"|(?:the|this|our) (?:event|session|day|workshop|gathering|course|meeting|lunch|conversation) (?:is|will be))"
    r"\s+on\s+(?:the\s+)?|(?:^|\n)[ \t*_-]*(?:date|when):[ \t*_]*)$",
    re.IGNORECASE,
)
"""What stands right before the day on which people meet."""

_AT_END = late(r"(?:,|:| [-–—]| on)\s+(?:the\s+)?$", re.IGNORECASE)
_ANOTHER = late(
    r"\b(?:was|were|had|met|took place|since|last|next|first|second|third|again|also|other|another|after|before"
    r"|until|till)\b",
    re.IGNORECASE,
)
_LINK = late(r"\[[^\[\]\n]*\]")
_SENTENCE = late(r"(?:(?![.!?](?:\s|$)|\n[^\S\n]*\n).)+", re.DOTALL)
_TO_THE_END = late(r"\w*\s*(?:of\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s*)?\w*,?\s*(?:\d{4})?$")
_ON_A_DAY = re.compile(r"on(?<!\won)\s[\s*_]*(?:the\s+)?(?:\d{1,2}\b|[A-Z][a-z]{2,8}\s+\d)")
_NAMED = re.compile(
    "|".join(rf":(?<=\b{name}:)" for name in ("date", "Date", "DATE", "when", "When", "WHEN"))
)


def _is_likely(words: str) -> bool:
    """Say whether words need to be read closely: a day is told of only behind one of these."""
    return bool(_ON_A_DAY.search(words) or (":" in words and _NAMED.search(words)))


def other_dates(entry: Entry[Event]) -> Iterator[Problem]:
    """Yield a warning for each date in title, summary and text that is surely another than the event's."""
    item = entry.item
    if item.event_status != "confirmed":
        return  # its words may tell of the day that it was to be
    title = item.title if re.search(r"\d", item.title) else ""
    for _, told in _told(item, title, 0, len(title), title=True):
        yield _problem(entry, entry.document.position(("title",)), told)
    for sentence in _SENTENCE.finditer(item.summary) if _is_likely(item.summary) else ():
        for _, told in _told(item, item.summary, *sentence.span()):
            yield _problem(entry, entry.document.position(("summary",)), told)
    body = entry.document.body
    # A date that is a link leads to what is on that day.
    words = _LINK.sub(blank, prose(body)) if _is_likely(body) else ""
    for sentence in filter(lambda found: _is_likely(found[0]), _SENTENCE.finditer(words)):
        for at, told in _told(item, words, *sentence.span()):
            yield _problem(entry, entry.document.body_position(at), told)


def _told(
    item: Event, text: str, start: int, end: int, *, title: bool = False
) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the only date of a part of a text, if it is meant as the event's, and is not one of its days."""
    part = text[start:end]
    found = list(dates_at(part))
    if len(found) != 1 or ELSEWHERE.search(part) or _ANOTHER.search(part) or any(mentions(part)):
        return
    [(at, (day, month))] = found
    meant = _MEET.search(part[:at]) or (title and _AT_END.search(part[:at]) and _TO_THE_END.match(part, at))
    if meant and month and 0 < day < 32 and (day, month) not in own_days(item):
        yield start + at, (day, month)


def _problem(entry: Entry[Event], place: tuple[int, int], told: tuple[int, int]) -> Problem:
    first, last = days_of(entry.item)
    verb = "on" if first == last else "from"
    message = (
        f"The text says {told[0]} {MONTHS[told[1] - 1]}, and the event is {verb} {span_words(first, last)}."
    )
    return Problem(
        entry.path, *place, CODE, message, "correct the date in the text, or the start.", "warning"
    )
