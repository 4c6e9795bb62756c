"""What was meant by a date or a time that is written in another way than ours.

Only what can be read in one way alone is `certain`; everything else is told with its readings, and
the editor decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .late_patterns import late

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_WEEKDAY = r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+)?(?:the\s+)?"
_NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?P<rest>[a-z]{0,6})\.?"
_NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_IN_WORDS = (
    late(rf"{_WEEKDAY}{_NTH}[\s-]+(?:of\s+)?{_NAME},?[\s-]+(?P<year>\d{{4}})", re.ASCII),
    late(rf"{_WEEKDAY}{_NAME}\s+{_NTH},?\s+(?P<year>\d{{4}})", re.ASCII),
    late(rf"(?P<weekday>(?!))?(?P<year>\d{{4}})[\s-]+{_NAME}[\s-]+{_NTH}", re.ASCII),
)
_YEAR_FIRST = late(r"(\d{4})\s*([-–—−./])\s*(\d{1,2})\s*[-–—−./]\s*(\d{1,2})", re.ASCII)
_YEAR_LAST = late(r"(\d{1,2})\s*[-–—−./]\s*(\d{1,2})\s*[-–—−./]\s*(\d{4}|\d{2})", re.ASCII)

_MONTH_LAST = late(r"(?P<year>\d{4})\s*[-/.–]\s*(?P<month>\d{1,2})", re.ASCII)
_MONTH_FIRST = late(r"(?P<month>\d{1,2})\s*[-/.–]\s*(?P<year>\d{4})", re.ASCII)

_HALF = r"(?:\s*(?P<half>[ap])\.?\s?m\.?)?"
_CLOCK = rf"(?P<hour>\d{{1,2}})(?:[:.h](?P<minute>\d\d))?(?::00(?:\.0+)?)?{_HALF}"
_ZONE = r"(?:\s*(?P<zone>z|[+-]\d\d:?\d\d|gmt|utc|bst)|\s*\(?uk(?: time)?\)?)?"
_TIME = late(rf"(?:{_CLOCK}|(?P<noon>(?:12\s*)?noon|midday|12\s+midday)){_ZONE}", re.ASCII)
_ONE_END = r"(\d{1,2}(?:[:.]\d\d)?(?:\s*[ap]\.?m\.?)?)"
_SPAN = late(rf"(?<![\d.:/-]){_ONE_END}\s*(?:-|–|—|to|until|till)\s*{_ONE_END}(?![\d/-])", re.ASCII)
_BORDER = late(r"\s+|(?<=\d)t(?=\d)|,")
_LINKING = late(r"[\s,]*\b(?:at|from|on)$|[\s,@]+$")

LONGEST = 60
"""No date or time in words is longer, in characters."""

EARLIEST = 8
"""A single-digit hour without am or pm from 1 to 7 is as often one of the afternoon."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text can mean, in our form: one reading that is `certain`, or those to choose from."""

    readings: tuple[str, ...] = ()
    certain: bool = False
    weekday: str = ""
    """The weekday that the text names and that is not the date's."""
    unreal: str = ""
    """The date that the text names and that is in no calendar: `31 February 2026`."""


def day_meant(text: str) -> Reading:
    """Return what a text means as a day: `25/12/2026`, `Thursday 3 December 2026`, `2026-3-4`."""
    plain = " ".join(text.lower().split())
    for pattern in _IN_WORDS:
        found = pattern.fullmatch(plain)
        if found:
            return _in_words(found)
    found = _YEAR_FIRST.fullmatch(plain)
    if found:
        year, month, day = int(found[1]), int(found[3]), int(found[4])
        real = _real(year, month, day)
        if real:
            return Reading((real.isoformat(),), certain=True)
        swapped = _real(year, day, month)
        return Reading((swapped.isoformat(),)) if swapped else Reading()
    found = _YEAR_LAST.fullmatch(plain)
    if found:
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        short = len(found[3]) == 2
        year += 2000 if short else 0
        british, american = _real(year, second, first), _real(year, first, second)
        days = list(dict.fromkeys(day for day in (british, american) if day))
        if short and first >= 15:  # 26/11/03 may start with its year
            days = list(dict.fromkeys([*days, *filter(None, [_real(2000 + first, second, year - 2000)])]))
        if not days and not short:
            return Reading(unreal=_unreal(first, second, year))
        return Reading(tuple(day.isoformat() for day in days), certain=len(days) == 1)
    return Reading()


def _in_words(found: re.Match[str]) -> Reading:
    number = _month(found)
    day = _real(int(found["year"]), number, int(found["day"])) if number else None
    if day is None:
        return Reading(unreal=_unreal(int(found["day"]), number, int(found["year"])))
    said = found["weekday"]
    wrong = next((name for name in _DAYS if name[:3] == said), "") if said else ""
    if wrong and wrong != _DAYS[day.weekday()]:
        return Reading((day.isoformat(),), weekday=wrong.capitalize())
    return Reading((day.isoformat(),), certain=True)


def month_meant(text: str) -> str | None:
    """Return a month as it must be written, if the text can be no other: `November 2026` gives `2026-11`."""
    plain = " ".join(text.lower().split())
    found = re.fullmatch(rf"{_NAME},?[\s-]+(?P<year>\d{{4}})", plain, re.ASCII)
    if found:
        year, month = int(found["year"]), _month(found)
    else:
        found = _MONTH_LAST.fullmatch(plain) or _MONTH_FIRST.fullmatch(plain)
        if not found:
            return None
        year, month = int(found["year"]), int(found["month"])
    return f"{year:04}-{month:02}" if _real(year, month, 1) else None


def _month(found: re.Match[str]) -> int:
    """Return the number of a month by its name or its short form, or 0."""
    name = found["name"] + found["rest"]
    return next(
        (n for n, month in enumerate(_MONTHS, 1) if month.startswith(name)), 9 if name == "sept" else 0
    )


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


def _unreal(day: int, month: int, year: int) -> str:
    known = 1 <= month <= 12 and 29 <= day <= 31 and 1900 <= year <= 2200
    return f"{day} {_MONTHS[month - 1].capitalize()} {year}" if known else ""


def clock_meant(text: str) -> Reading:
    """Return what a text means as a time: `10.30am` gives `10:30`, `2.30` may be 14:30 or 02:30.

    What stands behind it of a zone stays there: `10:00 +01:00` gives `10:00+01:00`, `10am GMT` gives `10:00Z`.
    """
    plain = " ".join(text.lower().split()).removesuffix("hrs").removesuffix("h").rstrip()
    found = _TIME.fullmatch(plain)
    if not found:
        return Reading()
    zone = _zone(found["zone"] or "")
    if found["noon"]:
        return Reading((f"12:00{zone}",), certain=True)
    hour, minute, half = int(found["hour"]), found["minute"] or "00", found["half"]
    if half == "p" and hour > 12:
        half = None  # 14.30pm is 14:30
    if int(minute) > 59 or (not half and not found["minute"]) or hour > (12 if half else 23):
        return Reading()
    if half:
        if hour == 0:
            return Reading()
        if hour == 12 and half == "a":  # half of those who write it mean midday
            return Reading((f"00:{minute}{zone}", f"12:{minute}{zone}"))
        return Reading((f"{hour % 12 + (12 if half == 'p' else 0):02}:{minute}{zone}",), certain=True)
    if 0 < hour < EARLIEST and len(found["hour"]) == 1:
        return Reading((f"{hour + 12:02}:{minute}{zone}", f"{hour:02}:{minute}{zone}"))
    return Reading((f"{hour:02}:{minute}{zone}",), certain=True)


def _zone(typed: str) -> str:
    named = {"z": "Z", "utc": "Z", "gmt": "Z", "bst": "+01:00", "": ""}
    return named[typed] if typed in named else f"{typed[:3]}:{typed[-2:]}"


def moment_meant(text: str) -> Reading:
    """Return what a text means as a day, or as a day and a time, in either order."""
    plain = " ".join(text.lower().split())
    alone = day_meant(plain)
    if alone.readings or len(plain) > LONGEST:
        return alone
    for border in _BORDER.finditer(plain):
        first, second = plain[: border.start()], plain[border.end() :]
        for day, clock in ((first, second), (second, first)):
            days = day_meant(_LINKING.sub("", day.removeprefix("on ")))
            clocks = clock_meant(
                _LINKING.sub("", clock.removeprefix("at ").removeprefix("from ").lstrip(" @,"))
            )
            if days.readings and clocks.readings:
                readings = tuple(f"{one} {other}" for one in days.readings for other in clocks.readings)
                return Reading(readings, days.certain and clocks.certain, days.weekday)
    return Reading()


def span_meant(text: str) -> tuple[str, str, str] | None:
    """Return day, start and end where a text holds both ends of a span: `3 December 2026, 10am-12pm`."""
    plain = " ".join(text.lower().split())
    if len(plain) > LONGEST:
        return None
    for match in _SPAN.finditer(plain):
        days = day_meant(_LINKING.sub("", plain[: match.start()] + plain[match.end() :].lstrip(" ,")))
        first, last = match[1], match[2]
        half = re.search(r"([ap])\.?m\.?$", last)
        if half and not re.search("[ap]", first):  # 10-11am, but 10-12pm starts in the morning
            hours = int(re.split("[:.]", first)[0]) % 12, int(re.split(r"\D", last)[0]) % 12
            first += f"{half[1]}m" if hours[0] < hours[1] else "am"
        starts, ends = clock_meant(first), clock_meant(last)
        if days.certain and starts.certain and ends.certain:
            return days.readings[0], starts.readings[0], ends.readings[0]
    return None


def zone_agrees(moment: datetime, offset: str) -> bool:
    """Say whether an offset is the one that the clocks of the UK have at a moment."""
    if not offset:
        return False
    minutes = (
        0 if offset == "Z" else (int(offset[1:3]) * 60 + int(offset[-2:])) * (-1 if offset[0] == "-" else 1)
    )
    return moment.utcoffset() == timedelta(minutes=minutes)
