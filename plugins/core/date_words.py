"""Dates and times in plain British words, as GOV.UK writes them.

https://www.gov.uk/guidance/style-guide/a-to-z-of-gov-uk-style (Dates, Times)
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from .clock import DAYS, MONTHS, UK, Moment, day_of, happens_twice


def date_words(day: date) -> str:
    """`3 December 2026`"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def full_date_words(day: date) -> str:
    """`Thursday 3 December 2026`"""
    return f"{DAYS[day.weekday()]} {date_words(day)}"


def month_words(year: int, month: int) -> str:
    """`December 2026`"""
    return f"{MONTHS[month - 1]} {year}"


def time_words(at: time | datetime) -> str:
    """`10am`, `2:30pm`, `midday`, `midnight`; `1:30am (summer time)` in the hour that happens twice."""
    return f"{_clock(at)} ({_season(at)})" if isinstance(at, datetime) and happens_twice(at) else _clock(at)


def _clock(at: time | datetime) -> str:
    if at.minute == 0 and at.hour in (0, 12):
        return "midnight" if at.hour == 0 else "midday"
    half = "am" if at.hour < 12 else "pm"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{(at.hour + 11) % 12 + 1}{minutes}{half}"


def moment_words(moment: Moment) -> str:
    """`Thursday 3 December 2026 at 10am`, or the day alone."""
    words = full_date_words(day_of(moment))
    return f"{words} at {time_words(moment)}" if isinstance(moment, datetime) else words


def span_words(start: Moment, end: Moment) -> str:
    """Return when something happens, in words.

    `Thursday 3 December 2026, 10am to 11am`, `Thursday 3 to Friday 4 December 2026`. Where the
    clocks change between start and end, each end of the span says which time it is in.
    """
    if isinstance(start, datetime) and isinstance(end, datetime):
        first, last = _clock_words(start, end)
        midnight = (end.hour, end.minute) == (0, 0) and end.date() == start.date() + timedelta(days=1)
        if start.date() == end.date() or midnight:
            return f"{full_date_words(start.date())}, {first} to {last}"
        return f"{full_date_words(start.date())}, {first} to {full_date_words(end.date())}, {last}"
    return _days_words(day_of(start), day_of(end))


def _clock_words(start: datetime, end: datetime) -> tuple[str, str]:
    if start.utcoffset() != end.utcoffset():
        return f"{_clock(start)} ({_season(start)})", f"{_clock(end)} ({_season(end)})"
    return time_words(start), time_words(end)


def _season(at: datetime) -> str:
    return "summer time" if at.utcoffset() else "winter time"


def _days_words(start: date, end: date) -> str:
    if start == end:
        return full_date_words(start)
    first = f"{DAYS[start.weekday()]} {start.day}"
    if start.month != end.month or start.year != end.year:
        first += f" {MONTHS[start.month - 1]}"
    if start.year != end.year:
        first += f" {start.year}"
    return f"{first} to {full_date_words(end)}"


def duration_words(start: Moment, end: Moment) -> str:
    """`1 hour 30 minutes`, `2 days`: real time gone by, also across a change of the clocks."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        minutes = int((end.astimezone(UTC) - start.astimezone(UTC)) / timedelta(minutes=1))
        hours, minutes = divmod(minutes, 60)
        parts = [_counted(hours, "hour"), _counted(minutes, "minute")]
        return " ".join(part for part in parts if part)
    return _counted((day_of(end) - day_of(start)).days + 1, "day")


def _counted(number: int, noun: str) -> str:
    if not number:
        return ""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def machine_time(moment: Moment) -> str:
    """Return the value for HTML's `datetime` attribute (HTML Living Standard, 2.3.5)."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="minutes")
    return moment.isoformat()


def machine_moment(moment: Moment) -> str:
    """Return a day, or a time to the second with its offset in UK time: `2026-12-03T10:00:00+00:00` (RFC 3339 5.6)."""
    if isinstance(moment, datetime):
        return moment.astimezone(UK).isoformat(timespec="seconds")
    return moment.isoformat()
