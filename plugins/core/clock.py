"""The one clock, and the one time zone of the site.

"Now" is one value for a whole build, from SOURCE_DATE_EPOCH, else from the caller, else from
the clock. Nothing else in the project reads a clock, a locale or the machine's time zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

with (files("tzdata.zoneinfo.Europe") / "London").open("rb") as _rules:
    # The locked rules, not those that the machine happens to have.
    UK = ZoneInfo.from_file(_rules, key="Europe/London")

Moment = date | datetime
"""A day, or a point in time with its zone. A `datetime` is always aware and in UK time."""


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
