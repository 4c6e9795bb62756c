"""The one clock, and the one time zone of the site.

"Now" is one value for a whole build, from SOURCE_DATE_EPOCH, else from the caller, else from
the clock. Nothing else in the project reads a clock, a locale or the machine's time zone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

from .problems import cut

with (files("tzdata.zoneinfo.Europe") / "London").open("rb") as _rules:
    # The locked rules, not those that the machine happens to have.
    UK = ZoneInfo.from_file(_rules, key="Europe/London")

Moment = date | datetime
"""A day, or a point in time with its zone. A `datetime` is always aware and in UK time."""

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(r"(\d{2}):(\d{2})(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_OFFSET = re.compile(r"Z|[+-](?:0\d|1[0-4]):[0-5]\d", re.ASCII)


class DateFault(ValueError):
    """A date or time that cannot be used. `message` has {label} where the field's name goes."""

    def __init__(self, code: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fix = fix


def now_from(environ: Mapping[str, str], option: str | None = None) -> datetime:
    """Return the build's one "now" as an aware time in UTC.

    `option` is what the caller asked for (ISO 8601); SOURCE_DATE_EPOCH in `environ` goes before it
    (https://reproducible-builds.org/specs/source-date-epoch/). Raises ValueError, worded for people.
    """
    epoch = environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError):
            raise ValueError(
                f"SOURCE_DATE_EPOCH must be a whole number of seconds since 1970, but it is {epoch!r}."
            ) from None
    if option:
        try:
            value = datetime.fromisoformat(option)
        except ValueError:
            raise ValueError(
                f"--now must be a date or time such as 2026-11-22 or 2026-11-22T10:00, but it is {option!r}."
            ) from None
        return (value if value.tzinfo else value.replace(tzinfo=UK)).astimezone(UTC)
    return datetime.now(UTC)


def parse_date(text: str) -> date:
    """Return the day that `2026-12-03` names. Raises DateFault for anything else."""
    match = _DATE.fullmatch(text)
    if not match:
        raise DateFault(
            "date-form",
            f"{{label}} must be a date such as 2026-12-03, but it is “{cut(text)}”.",
            "write the year, month and day as numbers, with a hyphen between them: 2026-12-03",
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
        raise DateFault(
            "time-form",
            f"{{label}} must be a date or a time such as 2026-12-03 10:00, but it is “{cut(text)}”.",
            "write year-month-day, a space, and the time on the 24-hour clock: 2026-12-03 10:00",
        )
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
            raise DateFault(
                "time-range",
                f"{{label}} must be one time, but it is “{cut(text)}”.",
                f"write {day} {time[1]}:{time[2]} here; the time it ends belongs after end:",
            )
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
            "check the day and the month; the form is year-month-day, such as 2026-12-03",
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


def day_of(moment: Moment) -> date:
    """Return the day of a moment, in UK time."""
    return moment.astimezone(UK).date() if isinstance(moment, datetime) else moment


def start_of(moment: Moment) -> datetime:
    """Return the first instant of a moment, in UTC: a day starts at midnight, UK time.

    In UTC, because Python compares two times of one zone by their clocks, which is wrong in the hour
    that happens twice.
    """
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=UK)
    return moment.astimezone(UTC)


def end_of(moment: Moment) -> datetime:
    """Return the instant, in UTC, at which what ends with a moment is over: a day lasts until midnight, UK time."""
    return start_of(moment if isinstance(moment, datetime) else moment + timedelta(days=1))


def happens_twice(moment: Moment) -> bool:
    """Say whether a local time of the UK comes twice, as the clocks go back: alone it does not say which is meant."""
    if not isinstance(moment, datetime):
        return False
    local = moment.astimezone(UK)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


# Month and day names are ours, so that no locale of a machine can change them.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
