"""Weekdays in the text of an event that are not those of its dates.

What is not certain stays silent: a warning that is wrong teaches people to read none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from plugins.core.clock import DAYS
from plugins.core.date_words import date_words, span_words
from plugins.core.dated_words import Mention, dates, is_denied, mentions, weekday_of, weekdays_in
from plugins.core.late_patterns import late
from plugins.core.problems import Problem
from plugins.core.prose import SENTENCE_END, first_paragraph, prose
from plugins.core.site import Entry
from plugins.core.weekday_slips import CODE, FAR, real_day

from .model import Event
from .wording import days_of

_FULL = "|".join(DAYS)
_BARE = late(rf"(?<![\w'’/-])(?i:{_FULL})(?![\w/-]|['’]s|\.\w)")
_RANGE = late(rf"(?:{_FULL})\s*(?:to|until|till|through|-|–|—)\s*$", re.IGNORECASE)
_RANGE_ON = late(
    rf"\s*(?:(?:to|until|till|through|-|–|—)\s*|and\s+(?=\w+\s+(?:inclusive)))(?:{_FULL})", re.IGNORECASE
)
# What stands before a weekday that is any such day, another one, or a deadline.
_OTHER = late(
    r"an?|any|each|every|most|some|many|one|no|not|another|other|alternate|last|next|previous|following"
    r"|first|second|third|fourth|fifth|final|usual|same|by|before|until|till|after|since|beyond|than"
    r"|good|black|casual|dress-down|girl|man|it['’]s|how|why|what|whether|because|about|like|if|when|where"
)
# A word with a capital before a weekday makes a name, such as Black Friday, unless it is one of these.
_PLAIN = late(
    "On|This|The|Our|Join|Come|And|Or|For|At|Also|Then|Starts|Starting|From|Happening|Taking|Late|Early"
)
_PARTS = late("Morning|Afternoon|Evening|Night|Lunchtime")
# A weekday that does something is any such day, `Friday feels long`, unless people meet on it.
_DOES = late(
    r"\w+[^\Ws]s|can|could|may|might|will|would|shall|should|must|had|did|does|came|went|felt|made|meant|brought|looked"
)
_MEETS = late("on|this|our|from|come|join|us|is|starts")
# What stands after a weekday that is any such day.
_ANY_SUCH = late(
    "before|after|of|(?:morning|afternoon|evening|night|lunchtime)s|feeling|blues|best|roast|school|prayers|off"
)
ELSEWHERE = late(
    r"\b(?:book\w*|register\w*|registration|sign\w*[ -]up|deadline|clos(?:es?|ed|ing)|opens|appl(?:y|ies|ications?)"
    r"|repl(?:y|ies)|rsvp|e-?mail\w*|sends?|sent|submit\w*|due|remind\w*|let us know|tell us|tickets?|announced?"
    r"|usual(?:ly)?|normal(?:ly)?|instead|original(?:ly)?|(?:was|were) to|moved?|rescheduled|postponed|cancelled"
    r"|not|no longer|previous(?:ly)?|earlier|weekly|follow-?up|contact|phone|office)\b|n['’]t\b",
    re.IGNORECASE,
)
"""A sentence with one of these may be about another day than that of the event."""

_EARLIER = late(
    r"\b(?:last (?:year|time)|years? ago|first (?:met|held)|in (?:19|20)\d\d|born|(?:was|were) held)\b[^.!?]*$",
    re.IGNORECASE,
)
"""What tells of another year: the weekday of a date without one says nothing then."""

NEAR_BEFORE = 60


NEAR = 500
"""So many characters round a weekday hold its sentence."""


def weekday_problems(entry: Entry[Event]) -> Iterator[Problem]:
    """Yield a warning for each weekday that contradicts a date, in the settings and in the text."""
    item = entry.item
    body = entry.document.body if any(weekdays_in(entry.document.body)) else ""
    words = prose(body)
    settings = [(location, text) for location, text in _settings(item) if any(weekdays_in(text))]
    for location, text in settings:
        place = entry.document.position(location)
        short = location in (("title",), ("summary",))
        for _, message, fix in _wrong(item, text, (0, len(text)) if short else (0, 0)):
            yield Problem(entry.path, *place, CODE, message, fix, "warning")
    named = any(_names_a_day(item, text) for _, text in settings) or _names_a_day(item, words)
    for at, message, fix in _wrong(item, words, (0, 0) if named else first_paragraph(body, words)):
        yield Problem(entry.path, *entry.document.body_position(at), CODE, message, fix, "warning")


def _settings(item: Event) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("title",), item.title
    yield ("summary",), item.summary
    yield ("status_note",), item.status_note or ""
    yield ("audience",), item.audience or ""
    yield ("venue", "access"), (item.venue.access or "") if item.venue else ""
    yield ("online", "joining"), (item.online.joining or "") if item.online else ""


def _wrong(item: Event, text: str, bare: tuple[int, int]) -> Iterator[tuple[int, str, str]]:
    """Yield place, message and fix of each contradiction; weekdays alone are judged from `bare[0]` to `bare[1]`."""
    dated = list(mentions(text))
    for mention in dated:
        meant = _contradicted(item, mention)
        if meant is None or is_denied(text, mention):
            continue
        if mention.year or not _EARLIER.search(text, max(0, mention.at - NEAR_BEFORE), mention.at):
            said, right = DAYS[mention.weekdays[0]], DAYS[meant.weekday()]
            message = f"{date_words(meant)} is a {right}, but the text says {said}."
            yield mention.at, message, f"write {right}, or correct the date."
    for match in _BARE.finditer(text, *bare):
        if any(mention.span[0] <= match.start() < mention.span[1] for mention in dated):
            continue
        if weekday_of(match[0]) not in _weekdays(item) and _is_of_the_event(item, text, match):
            yield match.start(), *_bare_words(item, match[0].capitalize())


def _bare_words(item: Event, said: str) -> tuple[str, str]:
    first, last = days_of(item)
    if first == last:
        message = f"The event is on {span_words(first, first)}, but the text says {said}."
        return message, f"write {DAYS[first.weekday()]}, or correct the start."
    return f"The event is {span_words(first, last)}, but the text says {said}.", (
        "write one of its days, or correct start and end."
    )


# Dates


def _contradicted(item: Event, mention: Mention) -> date | None:
    """Return the date that a mention names if it has another weekday, else None."""
    days = _dates(item, mention)
    if any(day.weekday() in mention.weekdays for day in days):
        return None
    return days[0] if days else None


def _dates(item: Event, mention: Mention) -> list[date]:
    """Return the dates that a mention may mean, the likeliest first: none if it names no real one."""
    first, last = days_of(item)
    if not mention.month:
        # "Friday 3rd" is a day of the event, or of any month. Friday the 13th is a saying.
        days = (first + timedelta(days=number) for number in range(min((last - first).days, 31) + 1))
        return [day for day in days if day.day == mention.day != 13]
    written = real_day(mention.year, mention.month, mention.day) if mention.year else None
    if mention.year and abs(mention.year - first.year) <= FAR:
        return [written] if written else []
    own_years = range(first.year, last.year + 1)
    years = dict.fromkeys([*own_years, first.year - 1, last.year + 1])
    found_days = [day for year in years if (day := real_day(year, mention.month, mention.day))]
    own = [day for day in found_days if first <= day <= last]
    if own:
        return [*own, *([written] if written else [])]
    # Without a year, people mean the one that is near: "book by 18 December" for a day in January.
    nearest = sorted(found_days, key=lambda day: abs(day - first))[:1]
    of_the_years = (day for day in found_days if day.year in own_years)
    return list(dict.fromkeys([*nearest, *of_the_years, *([written] if written else [])]))


# Weekdays alone


def _weekdays(item: Event) -> set[int]:
    first, last = days_of(item)
    return {(first + timedelta(days=number)).weekday() for number in range(min((last - first).days, 6) + 1)}


def _names_a_day(item: Event, text: str) -> bool:
    return any(weekday in _weekdays(item) for weekday, _ in weekdays_in(text))


def _is_of_the_event(item: Event, text: str, match: re.Match[str]) -> bool:
    """Say whether a weekday that stands alone is surely meant as the day of the event."""
    before, after = text[max(0, match.start() - NEAR) : match.start()], text[match.end() : match.end() + NEAR]
    if before.endswith(("“", "‘", '"', "'")):
        return False
    word = re.search(r"([\w'’-]+)\s+$", before)
    following = re.match(r"\s+([\w'’-]+)", after)
    if word and (
        _OTHER.fullmatch(word[1].lower()) or (word[1][0].isupper() and not _PLAIN.fullmatch(word[1]))
    ):
        return False
    if (
        following
        and _DOES.fullmatch(following[1].lower())
        and not (word and _MEETS.fullmatch(word[1].lower()))
    ):
        return False
    if following and (
        _ANY_SUCH.fullmatch(following[1].lower())
        or following[1][0].isdigit()
        or (following[1][0].isupper() and not _PARTS.fullmatch(following[1]))
    ):
        return False
    if _RANGE.search(before) or _RANGE_ON.match(after):
        return False
    start = max((end.end() for end in SENTENCE_END.finditer(before)), default=0)
    end = SENTENCE_END.search(after)
    sentence = before[start:] + match[0] + (after[: end.start()] if end else after)
    own = own_days(item)
    return not ELSEWHERE.search(sentence) and all(found in own for found in dates(sentence))


def own_days(item: Event) -> set[tuple[int, int]]:
    """Return day and month of each day of an event."""
    first, last = days_of(item)
    days = (first + timedelta(days=number) for number in range(min((last - first).days, 366) + 1))
    return {(day.day, day.month) for day in days}
