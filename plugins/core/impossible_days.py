"""Days that no calendar has, in running text: `31 November`, `Monday 30 February 2027`.

A number before the name of a month need not be a day (`Issue 31 November 2026`): what stands round it decides.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator
from typing import NamedTuple

from .clock import MONTHS
from .dated_words import GAP, MONTH, OF, WEEKDAY, YEAR, month_of
from .documents import Document
from .late_patterns import late
from .problems import Problem
from .prose import prose, without_quotations
from .settings_tree import scalars

CODE = "day-impossible"

LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""How many days each month has; February one more in a leap year."""

_DAY = late(r"(?:29|3\d)(?:st|nd|rd|th)?(?!\w)")
"""No smaller day is missing in any month."""

_NAMED = late(rf"{OF}(?P<month>{MONTH}){YEAR}")
_MONTH_BEFORE = late(rf"(?<!\w)(?P<month>{MONTH}){GAP}$")
_YEAR_BEHIND = late(YEAR)
_DIGITS = late(r"(?P<sign>[/.])(?P<month>\d\d?)(?P=sign)(?P<year>(?:19|20|21)\d\d)(?![\w/]|\.\d)")
_DIGITS_BEFORE = late(r"(?<![\w/.-])(?P<year>(?:19|20|21)\d\d)-(?P<month>\d\d)-$")

_NUMBERED = late(
    r"(?:\b(?:issue|volume|vol|no|number|nr|room|page|pages|chapter|week|figure|table|part|section|edition|episode"
    r"|lesson|session|item|line|row|form|paper|bus|route|flat|unit|all|these|those|other|our|their|first|last|only"
    r"|about|around|almost|nearly|over|under|had|have|has|were|are|with|ref|reference)\.?|[#£$€№+×x<>=])\s*$",
    re.IGNORECASE,
)
"""What stands before a number that counts or numbers something."""

_DATED = late(
    rf"(?:\b(?:on|by|until|till|from|since|to|starts|starting|ends|ending|closes|due){GAP}|(?:{WEEKDAY}),?{GAP})$",
    re.IGNORECASE,
)
"""What stands before a day."""

_ENDS = late(
    r"[^\S\n]*(?:[.,;:!?)–—-]|$|\n)|\s+(?:at|from|and|or|to|until|till|in|for|if|when|is|as|we|you|it)\b"
)
"""What stands after a day: a noun would make it a number of things."""

_NOT_THERE = late(r"\b(?:no|not|never|n['’]t)(?:\s+\w+){0,2}\s+$", re.IGNORECASE)


class _Written(NamedTuple):
    """What may be a day, its place, and whether its form alone says that it is one. `year` 0: none is written."""

    at: int
    end: int
    day: int
    month: int
    year: int
    sure: bool


def impossible(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield place, message and fix of each day of a running text that does not exist."""
    for match in _DAY.finditer(text):
        written = _written(text, match)
        if written is None or not 1 <= written.month <= 12 or _exists(written):
            continue
        before = text[max(0, written.at - 30) : written.at]
        if _NUMBERED.search(before) or _NOT_THERE.search(before):
            continue
        signs = bool(_DATED.search(before)) + bool(_ENDS.match(text, written.end))
        # 38 people come more often than 31: such a number needs more to be a day.
        if written.sure or signs > (written.day > 31):
            yield written.at, *_words(written)


def impossible_days(document: Document) -> Iterator[Problem]:
    """Yield a warning for each such day in the settings and in the text of a document: never in a quotation."""
    for _, scalar in scalars(document.settings):
        if _is_likely(scalar.text):
            for _, message, fix in impossible(prose(without_quotations(scalar.text))):
                yield Problem(document.path, scalar.line, scalar.column, CODE, message, fix, "warning")
    if _is_likely(document.body):
        for at, message, fix in impossible(prose(without_quotations(document.body))):
            yield Problem(document.path, *document.body_position(at), CODE, message, fix, "warning")


_SHORT = late(
    r"(?:(?:29|3[01])\D{1,20}?feb|feb\D{1,9}(?:29|3[01])|31\D{1,20}?(?:apr|jun|sep|nov)|(?:apr|jun|sep|nov)\D{1,9}31"
    r"|3[2-9]\D{1,20}?(?:jan|feb|ma[ry]|apr|ju[nl]|aug|sep|oct|nov|dec)|[-/.]0?(?:2|4|6|9|11)[-/.])",
    re.IGNORECASE,
)
"""A sign that is in every text with such a day; it is looked for round the numbers that such days have."""


def _is_likely(text: str) -> bool:
    return ("3" in text or "29" in text) and any(
        _SHORT.search(text, max(0, match.start() - 20), match.end() + 30) for match in _DAY.finditer(text)
    )


def _written(text: str, match: re.Match[str]) -> _Written | None:
    """Return the day that a number is part of, or None."""
    start, end = match.span()
    day = int(match[0][:2])
    lead, last = text[max(0, start - 16) : start], text[start - 1 : start]
    if named := _NAMED.match(text, end):
        # 28-31 November is a span, 12:31 November is none.
        if last.isalnum() or last in ("_", ".", ":", "/", ",", "'", "’"):
            return None
        return _Written(
            start, named.end(), day, month_of(named["month"]), int(named["year"] or 0), sure=False
        )
    if before := _MONTH_BEFORE.search(lead):
        year = _YEAR_BEHIND.match(text, end)
        assert year is not None  # it may be empty
        number = int(year["year"] or 0)
        surely = len(match[0]) > 2 or number > 0
        # "In November 31 people came", and "November 31, 12 and 5".
        if not surely and not re.match(r"[.;:!?)]\s|[.;:!?)]?$", text[end:]):
            return None
        at = start - len(lead) + before.start()
        return _Written(at, year.end(), day, month_of(before["month"]), number, surely)
    if last.isalnum() or last in ("_", ".", "/"):
        return None
    if digits := _DIGITS.match(text, end):
        return _Written(start, digits.end(), day, int(digits["month"]), int(digits["year"]), sure=True)
    if digits := _DIGITS_BEFORE.search(lead):
        at = start - len(lead) + digits.start()
        return _Written(at, end, day, int(digits["month"]), int(digits["year"]), sure=True)
    return None


def _exists(written: _Written) -> bool:
    leap = written.month == 2 and (not written.year or isleap(written.year))
    return written.day <= LENGTHS[written.month - 1] + leap


def _words(written: _Written) -> tuple[str, str]:
    month = MONTHS[written.month - 1]
    year = f" {written.year}" if written.year else ""
    length = str(LENGTHS[written.month - 1])
    if written.month == 2:
        named = f"{month}{year}"
        length = "28 or 29" if not written.year else "29" if isleap(written.year) else "28"
    else:
        named = month
    return f"There is no {written.day} {month}{year}.", f"correct the day: {named} has {length} days."
