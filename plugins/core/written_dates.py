"""Dates and times as content writes them: two forms, and what people may have meant with any other."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from .clock import DAYS, MONTHS, UK, Moment, happens_twice
from .date_slips import Reading, clock_meant, day_meant, moment_meant, month_meant, span_meant, zone_agrees
from .date_words import date_words
from .problems import cut, listed

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(r"(\d{2}):(\d{2})(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_OFFSET = re.compile(r"Z|[+-](?:0\d|1[0-4]):[0-5]\d", re.ASCII)


class DateFault(ValueError):
    """A date or time that cannot be used. `message` has {label} where the field's name goes.

    `right` is what the value certainly has to become, if there is such a thing.
    """

    def __init__(self, code: str, message: str, fix: str, right: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fix = fix
        self.right = right


def parse_date(text: str) -> date:
    """Return the day that `2026-12-03` names. Raises DateFault for anything else."""
    match = _DATE.fullmatch(text)
    if not match:
        found = day_meant(text)
        timed = moment_meant(text)
        fix = "write the year, month and day as numbers, with a hyphen between them: 2026-12-03"
        if timed.certain and not found.readings:
            fix = f"write the day without the time: {timed.readings[0].partition(' ')[0]}"
        raise _meant(text, found, "date-form", _A_DATE) or DateFault(
            "date-form", _must_be(_A_DATE, text), fix
        )
    return _real_date(match, text)


def parse_moment(text: str) -> Moment:
    """Return a day (`2026-12-03`) or a time in UK time (`2026-12-03 10:00`, offset allowed).

    Raises DateFault for anything else, for a local time that the change to summer time skips,
    and for one that the change to winter time repeats.
    """
    day, _, clock = text.partition(" ")
    match = _DATE.fullmatch(day)
    time = _TIME.fullmatch(clock) if clock else None
    if not match or (clock and not time):
        raise _span(text) or _meant(text, moment_meant(text), "time-form", _A_MOMENT) or _no_moment(text)
    real = _real_date(match, text)
    if time is None:
        return real
    hour, minute, offset = int(time[1]), int(time[2]), time[3]
    if hour > 23 or minute > 59:
        raise DateFault(
            "time-unreal",
            f"{{label}} must be a real time. There is no {clock} on the clock.",
            "write the time on the 24-hour clock, from 00:00 to 23:59.",
        )
    if offset:
        if offset.startswith("-") and offset[1:] > f"{time[1]}:{time[2]}":
            # 10:00-12:00 would be a time in the middle of the Pacific; the editor means a span.
            raise _range(text, day, f"{time[1]}:{time[2]}", offset[1:])
        iso = f"{day}T{time[1]}:{time[2]}{offset.replace('Z', '+00:00')}"
        try:
            if not _OFFSET.fullmatch(offset):
                raise ValueError(offset)
            return datetime.fromisoformat(iso).astimezone(UK)
        except (ValueError, OverflowError):
            raise DateFault(
                "time-offset",
                f"{{label}} must end in a real offset such as +01:00, but it ends in “{offset}”.",
                "leave the offset out for UK time, or write it as +01:00",
            ) from None
    return _uk_time(datetime(real.year, real.month, real.day, hour, minute), text)  # noqa: DTZ001


_UNDECIDED = re.compile(
    r"t\.?b\.?[acd]\.?|to be (?:announced|arranged|confirmed|decided)|to follow|unknown|not yet known|\?+|[xX.-]{2,}",
    re.IGNORECASE,
)


def is_undecided(text: str) -> bool:
    """Say whether a text means that nobody knows yet: `TBC`, `to be confirmed`, `??`."""
    return bool(_UNDECIDED.fullmatch(text.strip()))


_A_DATE = "a date such as 2026-12-03"
_A_MOMENT = "a date or a time such as 2026-12-03 10:00"


def _must_be(what: str, text: str) -> str:
    return f"{{label}} must be {what}, but it is “{cut(text)}”."


def _no_moment(text: str) -> DateFault:
    clock, month = clock_meant(text), month_meant(text)
    return DateFault(
        "time-form",
        _must_be(_A_MOMENT, text),
        f"write its day before the time, such as 2026-12-03 {clock.readings[0]}"
        if clock.certain
        else "write the likeliest day, and a line status: draft until it is settled."
        if is_undecided(text)
        else f"write its day, such as {month}-12, and the time too if it ends at a time: {month}-12 10:00"
        if month
        else "write year-month-day, a space, and the time on the 24-hour clock: 2026-12-03 10:00",
    )


def _span(text: str) -> DateFault | None:
    found = span_meant(text)
    return _range(text, *found) if found else None


def _range(text: str, day: str, start: str, end: str) -> DateFault:
    return DateFault(
        "time-range",
        f"{{label}} must be one time, but it is “{cut(text)}”.",
        f"write {day} {start} here; the time it ends belongs after end: {day} {end}",
    )


def _meant(text: str, found: Reading, code: str, what: str) -> DateFault | None:
    """Return the fault of a date or time in another form than ours, as far as it can be read."""
    if found.unreal:
        message = f"{{label}} must be a real date. There is no {found.unreal}."
        return DateFault("date-unreal", message, _CHECK_THE_DAY)
    if not found.readings:
        return None
    first = found.readings[0]
    day = date.fromisoformat(first[:10])
    if found.weekday:
        message = f"{{label}} says {found.weekday}, but {date_words(day)} is a {DAYS[day.weekday()]}."
        return DateFault(
            "date-weekday", message, f"write {first} if that is right, or the day that you mean."
        )
    if len(found.readings) > 1:
        return _ambiguous(text, found.readings)
    if not found.certain:
        return DateFault(code, _must_be(what, text), f"write {first} if you mean {date_words(day)}.")
    try:
        moment = parse_moment(first)
    except DateFault as fault:  # an hour that the clocks skip, say
        return fault
    if isinstance(moment, datetime) and zone_agrees(moment, first[16:]) and not happens_twice(moment):
        first = first[:16]
    return DateFault(code, _must_be(what, text), f"write {first}", first)


def _ambiguous(text: str, readings: tuple[str, ...]) -> DateFault:
    """Return the fault of a text that names more than one day, or more than one time of a day."""
    days = [date.fromisoformat(reading[:10]) for reading in readings]
    if len(set(days)) > 1:
        code, words = "date-ambiguous", [date_words(day) for day in days]
    else:
        code, words = "time-ambiguous", [_half(reading[11:16]) for reading in readings]
    return DateFault(
        code,
        f"{{label}} can mean {listed(dict.fromkeys(words))}: it says “{cut(text)}”.",
        f"write {listed(f'{reading} for {word}' for reading, word in zip(readings, words, strict=True))}.",
    )


def _half(clock: str) -> str:
    """Return a time of the 24-hour clock as people say it: `02:30` is 2:30am, `00:00` midnight."""
    if clock in ("00:00", "12:00"):
        return "midday" if clock == "12:00" else "midnight"
    hour, minute = int(clock[:2]), "" if clock[3:] == "00" else clock[2:]
    return f"{(hour + 11) % 12 + 1}{minute}{'am' if hour < 12 else 'pm'}"


_CHECK_THE_DAY = "check the day and the month; the form is year-month-day, such as 2026-12-03"


def _real_date(match: re.Match[str], text: str) -> date:
    year, month, day = (int(part) for part in match.groups())
    if not 1900 <= year <= 2200:
        raise DateFault(
            "date-year",
            f"{{label}} must be in a year from 1900 to 2200, but it is “{cut(text)}”.",
            "check the year.",
        )
    try:
        return date(year, month, day)
    except ValueError:
        named = f"{day} {MONTHS[month - 1]} {year}" if 1 <= month <= 12 else match[0]
        raise DateFault(
            "date-unreal",
            f"{{label}} must be a real date. There is no {named}.",
            _CHECK_THE_DAY,
        ) from None


def _uk_time(naive: datetime, text: str) -> datetime:
    early, late = naive.replace(tzinfo=UK, fold=0), naive.replace(tzinfo=UK, fold=1)
    if early.utcoffset() == late.utcoffset():
        return early
    forward = early.astimezone(UTC).astimezone(UK).replace(tzinfo=None) != naive
    if forward:
        # Read by either clock, it would be an hour later or earlier on the other.
        summer, winter = naive + timedelta(hours=1), naive - timedelta(hours=1)
        skip = naive.replace(minute=0)
        until = skip + timedelta(hours=1)
        raise DateFault(
            "time-skipped",
            f"{{label}} is in the hour that the clocks skip: there is no {text} in the UK.",
            f"write {summer:%Y-%m-%d %H:%M} (summer time) or {winter:%Y-%m-%d %H:%M} (winter time): "
            f"the clocks go from {skip:%H:%M} straight to {until:%H:%M} that night.",
        )
    raise DateFault(
        "time-twice",
        f"{{label}} is in the hour that happens twice when the clocks go back: {text}.",
        f"write {text}+01:00 for the first time (summer time) or {text}+00:00 for the second.",
    )
