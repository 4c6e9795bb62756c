"""Dates and times in words."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.clock import DAYS, MONTHS, UK, happens_twice
from plugins.core.date_words import (
    date_words,
    duration_words,
    full_date_words,
    machine_time,
    month_words,
    span_words,
    time_words,
)
from plugins.core.written_dates import parse_moment
from tests.builders import quick


def test_days_and_months() -> None:
    assert date_words(date(2026, 12, 3)) == "3 December 2026"
    assert full_date_words(date(2028, 2, 29)) == "Tuesday 29 February 2028"
    assert month_words(2026, 1) == "January 2026"


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ("00:00", "midnight"),
        ("00:01", "12:01am"),
        ("01:00", "1am"),
        ("09:05", "9:05am"),
        ("11:59", "11:59am"),
        ("12:00", "midday"),
        ("12:30", "12:30pm"),
        ("13:00", "1pm"),
        ("23:59", "11:59pm"),
    ],
)
def test_times(clock: str, words: str) -> None:
    assert time_words(time.fromisoformat(clock)) == words


# Start, end, the words, and how long it is.
SPANS = {
    "one day": ("2026-12-03", "2026-12-03", "Thursday 3 December 2026", "1 day"),
    "two days": ("2026-12-03", "2026-12-04", "Thursday 3 to Friday 4 December 2026", "2 days"),
    "two months": ("2026-11-30", "2026-12-01", "Monday 30 November to Tuesday 1 December 2026", "2 days"),
    "two years": (
        "2026-12-31", "2027-01-01", "Thursday 31 December 2026 to Friday 1 January 2027", "2 days"
    ),
    "the same month of two years": (
        "2026-12-03", "2027-12-02", "Thursday 3 December 2026 to Thursday 2 December 2027", "365 days"
    ),
    "across a leap day": (
        "2028-02-28", "2028-03-01", "Monday 28 February to Wednesday 1 March 2028", "3 days"
    ),
    "days across a change of the clocks": (
        "2026-10-24", "2026-10-25", "Saturday 24 to Sunday 25 October 2026", "2 days"
    ),
    "an hour and a half": (
        "2026-12-03 10:00", "2026-12-03 11:30", "Thursday 3 December 2026, 10am to 11:30am", "1 hour 30 minutes"
    ),
    "a minute": (
        "2026-12-03 12:00", "2026-12-03 12:01", "Thursday 3 December 2026, midday to 12:01pm", "1 minute"
    ),
    "over midnight": (
        "2026-12-03 22:00", "2026-12-04 01:00",
        "Thursday 3 December 2026, 10pm to Friday 4 December 2026, 1am", "3 hours",
    ),
    "until midnight": (
        "2026-12-03 22:00", "2026-12-04 00:00",
        "Thursday 3 December 2026, 10pm to midnight", "2 hours",
    ),
    "from midnight until midnight": (
        "2026-12-03 00:00", "2026-12-04 00:00",
        "Thursday 3 December 2026, midnight to midnight", "24 hours",
    ),
    "until midnight of another day": (
        "2026-12-03 22:00", "2026-12-05 00:00",
        "Thursday 3 December 2026, 10pm to Saturday 5 December 2026, midnight", "26 hours",
    ),
    "until midnight after the clocks went back": (
        "2026-10-25 00:30", "2026-10-26 00:00",
        "Sunday 25 October 2026, 12:30am (summer time) to midnight (winter time)", "24 hours 30 minutes",
    ),
    "within the first of the two hours of one name": (
        "2027-10-31 01:15+01:00", "2027-10-31 01:45+01:00",
        "Sunday 31 October 2027, 1:15am (summer time) to 1:45am (summer time)", "30 minutes",
    ),
    "within the second of the two hours of one name": (
        "2027-10-31 01:15+00:00", "2027-10-31 01:45+00:00",
        "Sunday 31 October 2027, 1:15am (winter time) to 1:45am (winter time)", "30 minutes",
    ),
    "out of the second of the two hours": (
        "2027-10-31 01:15+00:00", "2027-10-31 10:00",
        "Sunday 31 October 2027, 1:15am (winter time) to 10am", "8 hours 45 minutes",
    ),
    "right after the two hours": (
        "2027-10-31 02:00", "2027-10-31 03:00", "Sunday 31 October 2027, 2am to 3am", "1 hour",
    ),
    "more than a day": (
        "2026-12-03 10:00", "2026-12-04 16:00",
        "Thursday 3 December 2026, 10am to Friday 4 December 2026, 4pm", "30 hours",
    ),
    "the clocks go back": (
        "2026-10-25 00:30", "2026-10-25 02:30",
        "Sunday 25 October 2026, 12:30am (summer time) to 2:30am (winter time)", "3 hours",
    ),
    "the hour that happens twice": (
        "2026-10-25 01:30+01:00", "2026-10-25 01:30+00:00",
        "Sunday 25 October 2026, 1:30am (summer time) to 1:30am (winter time)", "1 hour",
    ),
    "the clocks go forward": (
        "2027-03-28 00:30", "2027-03-28 02:30",
        "Sunday 28 March 2027, 12:30am (winter time) to 2:30am (summer time)", "1 hour",
    ),
    "a night in which the clocks go back": (
        "2026-10-24 20:00", "2026-10-25 09:00",
        "Saturday 24 October 2026, 8pm (summer time) to Sunday 25 October 2026, 9am (winter time)", "14 hours",
    ),
    "a summer evening": (
        "2026-07-03 18:00", "2026-07-03 20:00", "Friday 3 July 2026, 6pm to 8pm", "2 hours"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("start", "end", "words", "long"), SPANS.values(), ids=SPANS)
def test_spans(start: str, end: str, words: str, long: str) -> None:
    first, last = parse_moment(start), parse_moment(end)
    assert span_words(first, last) == words
    assert duration_words(first, last) == long


@pytest.mark.parametrize(
    ("moment", "value"),
    [
        ("2026-12-03", "2026-12-03"),
        ("2026-12-03 10:00", "2026-12-03T10:00+00:00"),
        ("2026-07-03 10:00", "2026-07-03T10:00+01:00"),
        ("2026-10-25 01:30+01:00", "2026-10-25T01:30+01:00"),
        ("2026-10-25 01:30+00:00", "2026-10-25T01:30+00:00"),
    ],
)
def test_machine_time(moment: str, value: str) -> None:
    assert machine_time(parse_moment(moment)) == value


TIMES = st.datetimes(datetime(1972, 1, 1), datetime(2100, 12, 31)).map(  # noqa: DTZ001
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC).astimezone(UK)
)
CLOCK = re.compile(r"(?:(\d+)(?::(\d\d))?(am|pm)|midday|midnight)(?: \((summer|winter) time\))?")


def read_back(words: str) -> time:
    """Read `2:30pm` as people do."""
    match = CLOCK.fullmatch(words)
    assert match, words
    if not match[1]:
        return time(12 if words.startswith("midday") else 0)
    return time(int(match[1]) % 12 + (12 if match[3] == "pm" else 0), int(match[2] or 0))


@quick
@given(st.times())
def test_a_time_in_words_reads_back(at: time) -> None:
    assert read_back(time_words(at)) == at.replace(second=0, microsecond=0)


@quick
@given(TIMES, st.timedeltas(timedelta(minutes=1), timedelta(days=3)))
def test_a_span_in_words_reads_back(start: datetime, length: timedelta) -> None:
    length -= length % timedelta(minutes=1)
    end = (start.astimezone(UTC) + length).astimezone(UK)
    first, _, last = span_words(start, end).partition(" to ")
    day, clock = first.split(", ")
    assert (day, read_back(clock)) == (full_date_words(start.date()), start.time())
    last_day, _, last_clock = last.rpartition(", ")
    # "Saturday, 11pm to midnight" ends as Sunday begins.
    until_midnight = not last_day and end.time() == time()
    ends = end.date() - timedelta(days=until_midnight)
    assert (last_day or day, read_back(last_clock)) == (full_date_words(ends), end.time())
    changes = start.utcoffset() != end.utcoffset()
    for at, words in ((start, first), (end, last)):
        season = "(summer time)" if at.utcoffset() else "(winter time)"
        assert ("(" in words, season in words) == (
            (True, True) if changes or happens_twice(at) else (False, False)
        )


@quick
@given(TIMES, st.integers(1, 5000))
def test_a_duration_reads_back(start: datetime, minutes: int) -> None:
    end = (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(UK)
    match = re.fullmatch(r"(?:(\d+) hours?)? ?(?:(\d+) minutes?)?", duration_words(start, end))
    assert match
    assert int(match[1] or 0) * 60 + int(match[2] or 0) == minutes


@quick
@given(st.dates(), st.integers(0, 800))
def test_a_span_of_days_names_both_ends(start: date, days: int) -> None:
    if start.toordinal() + days > date.max.toordinal():
        return
    end = start + timedelta(days=days)
    first, _, last = span_words(start, end).partition(" to ")
    assert (last or first) == full_date_words(end)
    named = f"{first} {' '.join(last.split()[len(first.split()) :])}" if last else first
    assert named.strip() == full_date_words(start)
    assert set(named.split()) & set(DAYS)
    assert set(named.split()) & set(MONTHS)
    assert duration_words(start, end) == f"{days + 1} day{'s' if days else ''}"
