"""Weekdays that are not those of the dates beside them. Events, which know their days, judge theirs more closely."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .clock import DAYS
from .date_words import date_words
from .dated_words import Mention, is_denied, mentions, weekdays_in
from .documents import Document
from .problems import Problem
from .prose import prose, without_blocks_of_quotation
from .settings_tree import scalars

CODE = "weekday-contradiction"

FAR = 20
"""A year so far from the day of a text is a time, as in `3 December 1930 to 2100`, or history."""


def contradictions(text: str, near: date, *, undated: bool = False) -> Iterator[tuple[int, str, str]]:
    """Yield place, message and fix for each date of a running text that has another weekday than the text says.

    `near` is the day of the text. `undated`: dates without a year are judged too, if they have that weekday
    in none of the years round it.
    """
    for mention in mentions(text):
        days = _days(mention, near, undated=undated)
        if not days or any(day.weekday() in mention.weekdays for day in days) or is_denied(text, mention):
            continue
        meant = min(days, key=lambda day: abs(day - near))
        said, right = DAYS[mention.weekdays[0]], DAYS[meant.weekday()]
        message = f"{date_words(meant)} is a {right}, but the text says {said}."
        yield mention.at, message, f"write {right}, or correct the date."


def weekday_slips(document: Document, near: date, *, undated: bool = False) -> Iterator[Problem]:
    """Yield a warning for each such weekday in the settings and in the text of a document."""
    for _, scalar in scalars(document.settings):
        for _, message, fix in contradictions(scalar.text, near, undated=undated):
            yield Problem(document.path, scalar.line, scalar.column, CODE, message, fix, "warning")
    if any(weekdays_in(document.body)):
        words = prose(without_blocks_of_quotation(document.body))
        for at, message, fix in contradictions(words, near, undated=undated):
            yield Problem(document.path, *document.body_position(at), CODE, message, fix, "warning")


def real_day(year: int, month: int, day: int) -> date | None:
    """Return a day, or None if there is none such: 31 June."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _days(mention: Mention, near: date, *, undated: bool) -> list[date]:
    if mention.year:
        years = [mention.year] if abs(mention.year - near.year) <= FAR else []
    else:
        years = [near.year - 1, near.year, near.year + 1] if undated and mention.month else []
    return [day for year in years if (day := real_day(year, mention.month, mention.day))]
