"""Dates in the words of an event that are not its own, as an event has that was made from a copy of another.

Told are only those that are surely meant as its day: alone in its title or summary, or alone in a sentence that says
when people meet. Dates with their weekday are judged in `weekdays`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.clock import MONTHS
from plugins.core.date_words import span_words
from plugins.core.late_patterns import late
from plugins.core.problems import Problem
from plugins.core.prose import blank, prose
from plugins.core.site import Entry

from .dated_words import dates_at, mentions
from .model import Event
from .weekdays import ELSEWHERE, own_days
from .wording import days_of

CODE = "date-contradiction"

_MEET = late(
    r"\b(?:we(?:['’]ll| will)? (?:meet|gather)|(?:meet|join) us|come (?:along|to)|takes? place|is held|be held|see you)\b",
    re.IGNORECASE,
)
_ANOTHER = late(
    r"\b(?:was|were|had|met|took place|since|last|next|first|second|third|again|also|other|follow\w*|after|before|by"
    r"|until|till|anniversary|published|started)\b",
    re.IGNORECASE,
)
_LINK = late(r"\[[^\[\]\n]*\]")
_SENTENCE = late(r"(?:(?![.!?](?:\s|$)|\n[^\S\n]*\n).)+", re.DOTALL)


def other_dates(entry: Entry[Event]) -> Iterator[Problem]:
    """Yield a warning for the first date in title, summary and text that is surely another than the event's."""
    item = entry.item
    if item.event_status != "confirmed":
        return  # its words may tell of the day that it was to be
    for name, text in (("title", item.title), ("summary", item.summary)):
        for _, told in _told(item, text, 0, len(text)):
            yield _problem(entry, entry.document.position((name,)), told)
    body = entry.document.body
    # A date that is a link leads to what is on that day.
    words = _LINK.sub(blank, prose(body)) if _MEET.search(body) else ""
    for sentence in _SENTENCE.finditer(words):
        if _MEET.search(sentence[0]):
            for at, told in _told(item, words, *sentence.span()):
                before = body[:at]
                place = (entry.document.body_line + before.count("\n"), len(before.rpartition("\n")[2]) + 1)
                yield _problem(entry, place, told)


def _told(item: Event, text: str, start: int, end: int) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the only date of a part of a text, if it is another than the event's."""
    part = text[start:end]
    found = list(dates_at(part))
    if len(found) != 1 or ELSEWHERE.search(part) or _ANOTHER.search(part) or any(mentions(part)):
        return
    [(at, (day, month))] = found
    if month and 0 < day < 32 and (day, month) not in own_days(item):
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
