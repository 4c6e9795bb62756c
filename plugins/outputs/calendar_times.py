"""Times of calendars as the lint reads them: stamps, starts and ends, and the rule of the zone.

RFC 5545 3.3.4 (DATE), 3.3.5 (DATE-TIME), 3.6.5 (VTIMEZONE). With the standard library alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

from .calendar_lines import Component, Property, property_of
from .lint_tables import count_faults, counts

_DATE = re.compile(r"\d{8}", re.ASCII)
_TIME = re.compile(r"(\d{8}T\d{6})(Z?)", re.ASCII)
_RULE = re.compile(r"FREQ=YEARLY;BYMONTH=(3|10);BYDAY=-1SU")
_OFFSET = re.compile(r"([+-])(\d{2})(\d{2})", re.ASCII)
_HALF = counts("DTSTART RRULE TZNAME TZOFFSETFROM TZOFFSETTO")
ZONE_NAME = "Europe/London"
HOUR = timedelta(hours=1)
RULE_SINCE = 1996
"""The first year in which the UK changed its clocks by the rule that the zone states."""


@lru_cache(maxsize=1024)
def real_stamp(value: str) -> bool:
    """Say whether a value is a real time in UTC: `20261122T100000Z`."""
    match = _TIME.fullmatch(value)
    return bool(match and match[2] and _read(match[1]))


def _read(digits: str) -> datetime | None:
    """Return the time of `20261122T100000`, without a zone; None if there is no such time."""
    try:
        return datetime(  # noqa: DTZ001 (the zone is the caller's business)
            int(digits[:4]), int(digits[4:6]), int(digits[6:8]),
            int(digits[9:11] or 0), int(digits[11:13] or 0), int(digits[13:15] or 0),
        )  # fmt: skip
    except ValueError:
        return None


def time_faults(event: Component) -> Iterator[str]:
    """Yield what is wrong with the start and the end of a VEVENT."""
    starts, ends = event.properties.get("DTSTART"), event.properties.get("DTEND")
    if not starts or not ends:
        return  # said already: one is missing
    faults: list[str] = []
    start, end = instant(starts[0], faults), instant(ends[0], faults)
    yield from faults
    if (starts[0].parameters.get("VALUE") == "DATE") != (ends[0].parameters.get("VALUE") == "DATE"):
        yield "DTSTART and DTEND are not of one kind"
    elif start and end and end <= start:
        yield f"DTEND is not after DTSTART: {ends[0].value}"


def instant(found: Property, faults: list[str]) -> datetime | None:
    """Return a start or an end in UTC (a day: as if in UTC), or None; what is wrong is added to `faults`."""
    value, zone = found.value, found.parameters.get("TZID")
    said = f"{found.name}: {value!r}"
    if found.parameters.get("VALUE") == "DATE":
        day = _read(value) if _DATE.fullmatch(value) else None
        if day is None or zone:
            faults.append(f"{said} is no day")
        return day
    match = _TIME.fullmatch(value)
    time = _read(match[1]) if match else None
    if match is None or time is None:
        faults.append(f"{said} is no time")
        return None
    if match[2] and zone:
        faults.append(f"{said} is in UTC and in a zone")
    elif not match[2] and not zone:
        faults.append(f"{said} is in no zone")
    if match[2] or not zone:
        return time
    return _from_zone(time, said, faults)


@lru_cache(maxsize=8192)
def sorting_time(line: str) -> datetime | None:
    """Return the instant by which an event is sorted, by its DTSTART; a day starts by the clocks of the UK.

    None if it cannot be told: the line is wrong, or the day is older than the rule of the zone.
    """
    found = property_of(line)
    if found.parameters.get("VALUE") != "DATE":
        return instant(found, [])
    day = instant(found, [])
    return _from_zone(day, line, []) if day else None


def _from_zone(time: datetime, said: str, faults: list[str]) -> datetime | None:
    if time.year < RULE_SINCE:
        faults.append(f"{said} is older than the rule of its zone, and so must be in UTC")
        return None
    spring, autumn = _changes(time.year)
    if spring + HOUR > time >= spring:
        faults.append(f"{said} is in the hour that the clocks skip")
    if autumn + HOUR > time >= autumn:
        faults.append(f"{said} is in the hour that happens twice, and so must be in UTC")
    return time - HOUR if spring <= time < autumn else time


@lru_cache(maxsize=512)
def _changes(year: int) -> tuple[datetime, datetime]:
    """Return when the clocks change in a year: 01:00 UTC on the last Sundays of March and October."""
    last = [date(year, month, 31) for month in (3, 10)]
    spring, autumn = (day - timedelta(days=day.isoweekday() % 7) for day in last)
    return (
        datetime(year, spring.month, spring.day, 1),  # noqa: DTZ001
        datetime(year, autumn.month, autumn.day, 1),  # noqa: DTZ001
    )


def zone_faults(zone: Component) -> Iterator[str]:
    """Yield what is wrong with a VTIMEZONE of the UK: a rule for each half of the year, each with its onset.

    An onset is in the clock that it ends (TZOFFSETFROM), and on a day of its own rule.
    """
    name = zone.value("TZID")
    if name != ZONE_NAME:
        yield f"{name!r} is not a time zone of ours"
        return
    if sorted(half.name for half in zone.components) != ["DAYLIGHT", "STANDARD"]:
        yield "the zone has not one DAYLIGHT and one STANDARD"
    for half in zone.components:
        yield from (f"{name}, {half.name}: {fault}" for fault in _half_faults(half))


def _half_faults(half: Component) -> Iterator[str]:
    yield from count_faults({key: len(found) for key, found in half.properties.items()}, _HALF)
    if "RDATE" in half.properties:
        yield "it has dates (RDATE) in place of a rule"
    rule = _RULE.fullmatch(half.value("RRULE"))
    if not rule:
        yield f"RRULE is {half.value('RRULE')!r}"
        return
    spring = half.name == "DAYLIGHT"
    if half.value("TZNAME") != ("BST" if spring else "GMT"):
        yield f"TZNAME is {half.value('TZNAME')!r}"
    before, after = (_offset(half.value(key)) for key in ("TZOFFSETFROM", "TZOFFSETTO"))
    if (before, after) != ((timedelta(0), HOUR) if spring else (HOUR, timedelta(0))):
        yield "the offsets are wrong"
        return
    match = _TIME.fullmatch(half.value("DTSTART"))
    onset = _read(match[1]) if match and not match[2] else None
    if (rule[1] == "3") != spring:
        yield "the rule is that of the other half of the year"
    elif onset is None or before is None or onset - before != _changes(onset.year)[0 if spring else 1]:
        yield f"the onset {half.value('DTSTART')} is not a change of the clocks, told by the clock before it"


def _offset(value: str) -> timedelta | None:
    match = _OFFSET.fullmatch(value)
    if not match:
        return None
    span = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return -span if match[1] == "-" else span
