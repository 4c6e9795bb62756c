"""Dates with their weekday as people write them: `Friday 3 December 2026`, `December 3, a Friday`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.core.clock import DAYS, MONTHS
from plugins.core.late_patterns import late


@dataclass(frozen=True, slots=True)
class Mention:
    """A date with a weekday in a text. `at` is where the weekday stands, `year` and `month` 0 if not there.

    `weekdays` is what the text says (0: Monday); more than one where it says `Thursday and Friday, …`.
    """

    at: int
    span: tuple[int, int]
    weekdays: tuple[int, ...]
    day: int
    month: int = 0
    year: int = 0


_FULL = "|".join(DAYS)
_SHORT = "(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun|MON|TUE|WED|THU|FRI|SAT|SUN)"
WEEKDAY = rf"(?<![\w'’-])(?:(?i:{_FULL})|{_SHORT}\.?)(?![\w'’])"
_LONG_MONTHS = "|".join(month for month in MONTHS if month not in ("March", "May"))
# "march" and "may" in small letters are words of their own.
MONTH = (
    rf"(?:(?i:{_LONG_MONTHS})|March|May|MARCH|MAY"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\.?)(?!\w)"
)
GAP = r"(?:[^\S\n]|\n(?![^\S\n]*\n))+"
_COMMA = rf"[^\S\n]?,?{GAP}"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?![\w:])"
OF = rf"{GAP}(?:of{GAP})?"
# Four digits may be a time too: 3 December 1930 to 2100.
YEAR = rf"(?:{_COMMA}(?P<year>(?:19|20|21)\d\d)(?![\w:])(?![^\S\n]*(?:[-–]|to\b|until\b)[^\S\n]*\d{{4}}\b))?"
_AND = rf"(?:{GAP}(?:to|and|or|until|till){GAP}|[^\S\n]*[-–—&/][^\S\n]*|[^\S\n]?,{GAP}(?:and{GAP})?)"
_MORE = rf"(?:{_AND}(?:{WEEKDAY}{_COMMA})?(?:the{GAP})?(?P<last>{_DAY}))+"
_AFTER = (
    rf"(?:[^\S\n]?,?{GAP}\((?:an?{GAP})?(?P<in>{WEEKDAY})\)"
    rf"|,{GAP}an?{GAP}(?P<a>{WEEKDAY})"
    rf"|{GAP}(?:is|was|will{GAP}be|falls{GAP}on){GAP}(?:an?{GAP})?(?P<is>{WEEKDAY})"
    rf"|,{GAP}(?P<then>{WEEKDAY})(?=\s*(?:[,.;:)]|$)))"
)

_PATTERNS = tuple(
    late(pattern)
    for pattern in (
        # Friday 3 December 2026; Friday, the 3rd of December
        rf"(?P<weekday>{WEEKDAY}){_COMMA}(?:the{GAP})?\(?(?P<day>{_DAY}){OF}(?P<month>{MONTH}){YEAR}",
        # Thursday 3 to Saturday 5 December 2026; Thursday 3 and 4 December
        rf"(?P<weekday>{WEEKDAY}){_COMMA}(?:the{GAP})?(?P<day>{_DAY}){_MORE}{OF}(?P<month>{MONTH}){YEAR}",
        # Friday, December 3, 2026
        rf"(?P<weekday>{WEEKDAY}){_COMMA}\(?(?P<month>{MONTH}){GAP}(?P<day>{_DAY})(?!\.\d|[^\S\n]?[ap]\.?m\b){YEAR}",
        # 3 December 2026 (Friday); 3 December, a Friday
        rf"(?<![\w:.-])(?P<day>{_DAY}){OF}(?P<month>{MONTH}){YEAR}{_AFTER}",
        # December 3, a Friday
        rf"(?<!\w)(?P<month>{MONTH}){GAP}(?P<day>{_DAY}){YEAR}{_AFTER}",
        # Friday 2026-12-03; Friday 3/12/2026
        rf"(?P<weekday>{WEEKDAY}){_COMMA}\(?(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?!\w)",
        rf"(?P<weekday>{WEEKDAY}){_COMMA}\(?(?P<day>\d\d?)[/.](?P<month>\d\d?)[/.](?P<year>\d{{4}})(?!\w)",
        # Friday 3rd
        rf"(?P<weekday>{WEEKDAY}){_COMMA}(?:the{GAP})?(?P<day>\d{{1,2}}(?:st|nd|rd|th))(?!\w)(?P<month>)",
    )
)
BEFORE, AFTER = 60, 250
"""So many characters before and after a weekday hold the date that it belongs to."""

_BEFORE = late(rf"(?:{WEEKDAY}{_AND})+$")
_WEEKDAYS = late(WEEKDAY)
# A class of letters in front lets most of a text be passed over quickly.
_LIKE = late("[MTWFSmtwfs](?:[Oo][Nn]|[Uu][Ee]|[Ee][Dd]|[Hh][Uu]|[Rr][Ii]|[Aa][Tt]|[Uu][Nn])")
_NAMED = late(rf"(?<!\w)(?:(?i:{_FULL})s?|{_SHORT})(?!\w)")
_NEGATED = late(r"\b(?:not|never|instead\s+of|rather\s+than)\s+(?:on\s+)?$", re.IGNORECASE)
_ANY = late(
    rf"(?<![\w:.-])(?P<day>{_DAY}){OF}(?P<month>{MONTH})|(?<!\w)(?P<month_first>{MONTH}){GAP}(?P<day_second>{_DAY})"
    r"|\b\d{4}-(?P<month_number>\d\d)-(?P<day_number>\d\d)\b|\b\d\d?/\d\d?\b"
)


def weekday_of(word: str) -> int:
    """Return the number of a weekday by its name or its short form: 0 is Monday."""
    return next(number for number, day in enumerate(DAYS) if day[:3].lower() == word[:3].lower())


def weekdays_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield each weekday that a text names in whatever way, and where."""
    for like in _LIKE.finditer(text):
        if _NAMED.match(text, like.start()):
            yield weekday_of(like[0]), like.start()


def mentions(text: str) -> Iterator[Mention]:
    """Yield each date with a weekday, no weekday twice."""
    told: set[int] = set()
    for start, end in _round_weekdays(text):
        for pattern in _PATTERNS:
            at = start
            # Mentions overlap: "Thursday 3 to Saturday 5 December" is two.
            while match := pattern.search(text, at, end):
                found = _mention(text, match)
                at = match.start() + 1
                if found.at not in told:
                    told.add(found.at)
                    yield found


def _round_weekdays(text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts of a text in which a weekday can belong to a date: the rest need not be read closely."""
    start = end = 0
    for _, at in weekdays_in(text):
        if end and at - BEFORE > end:
            yield start, end
            end = 0
        if not end:
            start = max(0, at - BEFORE)
        end = at + AFTER
    if end:
        yield start, end


def _mention(text: str, match: re.Match[str]) -> Mention:
    groups = match.groupdict()
    name = next(name for name in ("weekday", "in", "a", "is", "then") if groups.get(name))
    day, month = int(re.sub(r"\D", "", match["day"])), month_of(match["month"])
    last = groups.get("last")
    if last and int(re.sub(r"\D", "", last)) < day:
        month = (month - 2) % 12 + 1  # Thursday 31 to Friday 1 January
    before = _BEFORE.search(text[max(0, match.start(name) - 60) : match.start(name)])
    said = [match[name], *(_WEEKDAYS.findall(before[0]) if before else [])]
    return Mention(
        match.start(name), match.span(), tuple(weekday_of(word) for word in said),
        day, month, int(groups.get("year") or 0),
    )  # fmt: skip


def month_of(word: str) -> int:
    """Return the number of a month by its name, its short form or its digits; 0 for no word."""
    if not word or word.isdigit():
        return int(word or 0)
    return next(number for number, month in enumerate(MONTHS, 1) if month[:3].lower() == word[:3].lower())


def is_denied(text: str, mention: Mention) -> bool:
    """Say whether the text says that it is not on that day."""
    return bool(_NEGATED.search(text[max(0, mention.span[0] - 30) : mention.span[0]]))


def dates(text: str) -> Iterator[tuple[int, int]]:
    """Yield day and month of each date in a text, with a weekday or without; (0, 0) if they cannot be told."""
    for _, found in dates_at(text):
        yield found


def dates_at(text: str) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield where each date of a text stands, and its day and month as `dates` does."""
    for match in _ANY.finditer(text):
        day = match["day"] or match["day_second"] or match["day_number"] or "0"
        month = match["month"] or match["month_first"] or match["month_number"] or ""
        yield match.start(), (int(re.sub(r"\D", "", day)), month_of(month))
