"""The clock: one "now", dates and times as editors write them, and the changes of the clocks."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plugins.core.clock import UK, day_of, now_from, start_of
from plugins.core.written_dates import DateFault, parse_date, parse_moment
from tests.builders import quick

DATE_FIX = "write the year, month and day as numbers, with a hyphen between them: 2026-12-03"
TIME_FIX = "write year-month-day, a space, and the time on the 24-hour clock: 2026-12-03 10:00"
REAL_FIX = "check the day and the month; the form is year-month-day, such as 2026-12-03"
CLOCK_FIX = "write the time on the 24-hour clock, from 00:00 to 23:59."
OFFSET_FIX = "leave the offset out for UK time, or write it as +01:00"

Fault = tuple[str, str, str]


def date_form(text: str, fix: str = DATE_FIX) -> Fault:
    return ("date-form", f"{{label}} must be a date such as 2026-12-03, but it is “{text}”.", fix)


def time_form(text: str, fix: str = TIME_FIX) -> Fault:
    message = f"{{label}} must be a date or a time such as 2026-12-03 10:00, but it is “{text}”."
    return ("time-form", message, fix)


def two_days(text: str, first: str, second: str, fix: str) -> Fault:
    return ("date-ambiguous", f"{{label}} can mean {first} or {second}: it says “{text}”.", fix)


def two_times(text: str, words: str, fix: str) -> Fault:
    return ("time-ambiguous", f"{{label}} can mean {words}: it says “{text}”.", fix)


def another_weekday(said: str, right: str) -> Fault:
    message = f"{{label}} says {said}, but 3 December 2026 is a Thursday."
    return ("date-weekday", message, f"write {right} if that is right, or the day that you mean.")


def span(text: str, start: str, end: str) -> Fault:
    message = f"{{label}} must be one time, but it is “{text}”."
    return ("time-range", message, f"write {start} here; the time it ends belongs after end: {end}")


def no_date(named: str) -> Fault:
    return ("date-unreal", f"{{label}} must be a real date. There is no {named}.", REAL_FIX)


def no_year(text: str) -> Fault:
    message = f"{{label}} must be in a year from 1900 to 2200, but it is “{text}”."
    return ("date-year", message, "check the year.")


def no_time(clock: str) -> Fault:
    return ("time-unreal", f"{{label}} must be a real time. There is no {clock} on the clock.", CLOCK_FIX)


def no_offset(offset: str) -> Fault:
    message = f"{{label}} must end in a real offset such as +01:00, but it ends in “{offset}”."
    return ("time-offset", message, OFFSET_FIX)


def skipped(text: str, summer: str, winter: str) -> Fault:
    return (
        "time-skipped",
        f"{{label}} is in the hour that the clocks skip: there is no {text} in the UK.",
        (
            f"write {summer} (summer time) or {winter} (winter time): "
            "the clocks go from 01:00 straight to 02:00 that night."
        ),
    )


def twice(text: str) -> Fault:
    return (
        "time-twice",
        f"{{label}} is in the hour that happens twice when the clocks go back: {text}.",
        f"write {text}+01:00 for the first time (summer time) or {text}+00:00 for the second.",
    )


INVALID_DATES = {
    "": date_form(""),
    "2026-12-3": date_form("2026-12-3", "write 2026-12-03"),
    "25/12/2026": date_form("25/12/2026", "write 2026-12-25"),
    "03/12/2026": two_days(
        "03/12/2026",
        "3 December 2026",
        "12 March 2026",
        "write 2026-12-03 for 3 December 2026 or 2026-03-12 for 12 March 2026.",
    ),
    "2026/25/12": date_form("2026/25/12", "write 2026-12-25 if you mean 25 December 2026."),
    "31/12/26": two_days(
        "31/12/26",
        "31 December 2026",
        "26 December 2031",
        "write 2026-12-31 for 31 December 2026 or 2031-12-26 for 26 December 2031.",
    ),
    "3 December": date_form("3 December"),
    "soon": date_form("soon"),
    "3 December 2026": date_form("3 December 2026", "write 2026-12-03"),
    "Wednesday 3 December 2026": another_weekday("Wednesday", "2026-12-03"),
    "31/02/2026": no_date("31 February 2026"),
    "29 February 2026": no_date("29 February 2026"),
    "2026-12-03 10:00": date_form("2026-12-03 10:00", "write the day without the time: 2026-12-03"),
    "٢٠٢٦-١٢-٠٣": date_form("٢٠٢٦-١٢-٠٣"),
    "2026-02-29": no_date("29 February 2026"),
    "2100-02-29": no_date("29 February 2100"),
    "2026-11-31": no_date("31 November 2026"),
    "2026-01-00": no_date("0 January 2026"),
    "2026-13-01": no_date("2026-13-01"),
    "2026-00-10": no_date("2026-00-10"),
    "1899-12-31": no_year("1899-12-31"),
    "2201-01-01": no_year("2201-01-01"),
}
INVALID_MOMENTS = {
    "": time_form(""),
    "10:00": time_form("10:00", "write its day before the time, such as 2026-12-03 10:00"),
    "2pm": time_form("2pm", "write its day before the time, such as 2026-12-03 14:00"),
    "2026-12-03 10": time_form("2026-12-03 10"),
    "soon": time_form("soon"),
    "2026-12-3": time_form("2026-12-3", "write 2026-12-03"),
    "2026-12-03 10:00 +01:00": time_form("2026-12-03 10:00 +01:00", "write 2026-12-03 10:00+01:00"),
    "2026-06-03 10:00 GMT": time_form("2026-06-03 10:00 GMT", "write 2026-06-03 10:00Z"),
    "2026-12-03 2.30": two_times(
        "2026-12-03 2.30",
        "2:30pm or 2:30am",
        "write 2026-12-03 14:30 for 2:30pm or 2026-12-03 02:30 for 2:30am.",
    ),
    "2026-12-03 12am": two_times(
        "2026-12-03 12am",
        "midnight or midday",
        "write 2026-12-03 00:00 for midnight or 2026-12-03 12:00 for midday.",
    ),
    "03/04/2026 10am": two_days(
        "03/04/2026 10am",
        "3 April 2026",
        "4 March 2026",
        "write 2026-04-03 10:00 for 3 April 2026 or 2026-03-04 10:00 for 4 March 2026.",
    ),
    "Wednesday 3 December 2026 at 10am": another_weekday("Wednesday", "2026-12-03 10:00"),
    "2026-12-03 10-12pm": span("2026-12-03 10-12pm", "2026-12-03 10:00", "2026-12-03 12:00"),
    "3 December 2026, 2-4pm": span("3 December 2026, 2-4pm", "2026-12-03 14:00", "2026-12-03 16:00"),
    "2026-12-03 10:00-12:00": span("2026-12-03 10:00-12:00", "2026-12-03 10:00", "2026-12-03 12:00"),
    "28/03/2027 01:30": skipped("2027-03-28 01:30", "2027-03-28 02:30", "2027-03-28 00:30"),
    "2026-02-29 10:00": no_date("29 February 2026"),
    "2201-01-01 10:00": no_year("2201-01-01 10:00"),
    "2026-12-03 24:00": no_time("24:00"),
    "2026-12-03 10:60": no_time("10:60"),
    "2026-12-03 10:00+25:00": no_offset("+25:00"),
    "2026-12-03 10:00+01:60": no_offset("+01:60"),
    "2027-03-28 01:00": skipped("2027-03-28 01:00", "2027-03-28 02:00", "2027-03-28 00:00"),
    "2027-03-28 01:30": skipped("2027-03-28 01:30", "2027-03-28 02:30", "2027-03-28 00:30"),
    "2027-03-28 01:59": skipped("2027-03-28 01:59", "2027-03-28 02:59", "2027-03-28 00:59"),
    "2026-10-25 01:00": twice("2026-10-25 01:00"),
    "2026-10-25 01:30": twice("2026-10-25 01:30"),
    "2026-10-25 01:59": twice("2026-10-25 01:59"),
}


CERTAIN = {
    "2026-12-03": [
        "3 December 2026", "3rd December 2026", "Thursday 3 December 2026", "Thu 3 Dec 2026", "THURSDAY, 3 DECEMBER 2026",
        "December 3, 2026", "the 3rd of December 2026", "3-Dec-2026", "2026-12-3", "2026/12/03", "2026.12.3", "2026–12–03",
        "2026\xa0-12-03",
    ],
    "2026-12-25": ["25/12/2026", "25.12.2026", "25-12-2026", "12/25/2026"],
    "2026-04-04": ["04/04/2026", "4/4/2026"],
    "2026-12-03 10:00": [
        "2026-12-03 10am", "2026-12-03 10:00am", "2026-12-03 10.00am", "2026-12-03 10.00", "2026-12-03T10:00",
        "2026-12-03T10:00:00", "2026-12-03T10:00:00.000Z", "2026-12-03 10:00:00", "2026-12-03 10:00 GMT",
        "2026-12-03, 10:00", "2026-12-03 at 10am", "Thursday 3 December 2026, 10am", "10am on 3 December 2026",
        "10:00 2026-12-03", "2026-12-03 10:00 (UK time)", "2026-12-03  10:00", "2026-12-03\xa010:00", "2026-12-03 10:00hrs",
    ],
    "2026-12-03 14:30": ["2026-12-03 2.30pm", "2026-12-03 14.30", "2026-12-03 14h30", "2026-12-03 14:30pm"],
    "2026-12-03 12:00": ["2026-12-03 12pm", "2026-12-03 noon", "2026-12-03 12 noon", "2026-12-03 midday"],
    "2026-12-03 09:00": ["2026-12-03 9:00", "2026-12-3 9am"],
    "2026-06-10 10:00": ["2026-06-10T10:00:00+01:00", "2026-06-10 10:00 BST"],
    "2026-06-10 10:00Z": ["2026-06-10T10:00Z"],
    "2026-10-25 01:30Z": ["2026-10-25T01:30Z"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "right"), [(text, right) for right, texts in CERTAIN.items() for text in texts]
)
def test_what_can_be_read_in_one_way_has_a_certain_repair(text: str, right: str) -> None:
    with pytest.raises(DateFault) as caught:
        parse_moment(text)
    assert (caught.value.right, caught.value.fix) == (right, f"write {right}")
    parse_moment(right)


@pytest.mark.parametrize(("text", "expected"), INVALID_DATES.items(), ids=INVALID_DATES)
def test_a_date_of_wrong_form(text: str, expected: Fault) -> None:
    with pytest.raises(DateFault) as caught:
        parse_date(text)
    assert (caught.value.code, caught.value.message, caught.value.fix) == expected
    assert caught.value.right in (None, expected[2].removeprefix("write "))


@pytest.mark.parametrize(("text", "expected"), INVALID_MOMENTS.items(), ids=INVALID_MOMENTS)
def test_a_time_of_wrong_form(text: str, expected: Fault) -> None:
    with pytest.raises(DateFault) as caught:
        parse_moment(text)
    assert (caught.value.code, caught.value.message, caught.value.fix) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-03", date(2026, 12, 3)),
        ("2028-02-29", date(2028, 2, 29)),
        ("2000-02-29", date(2000, 2, 29)),
        ("1900-01-01", date(1900, 1, 1)),
        ("2200-12-31", date(2200, 12, 31)),
    ],
)
def test_a_date(text: str, day: date) -> None:
    assert parse_date(text) == day
    moment = parse_moment(text)
    assert moment == day
    assert not isinstance(moment, datetime)


@pytest.mark.parametrize(
    ("text", "utc", "shown"),
    [
        ("2026-12-03 10:00", "2026-12-03T10:00", "2026-12-03T10:00:00+00:00"),
        ("2026-07-03 10:00", "2026-07-03T09:00", "2026-07-03T10:00:00+01:00"),
        ("2026-12-03 00:00", "2026-12-03T00:00", "2026-12-03T00:00:00+00:00"),
        ("2026-12-03 23:59", "2026-12-03T23:59", "2026-12-03T23:59:00+00:00"),
        ("2028-02-29 10:00", "2028-02-29T10:00", "2028-02-29T10:00:00+00:00"),
        ("2026-12-03 10:00Z", "2026-12-03T10:00", "2026-12-03T10:00:00+00:00"),
        ("2026-12-03 10:00+01:00", "2026-12-03T09:00", "2026-12-03T09:00:00+00:00"),
        ("2026-07-03 23:30-05:00", "2026-07-04T04:30", "2026-07-04T05:30:00+01:00"),
        # The clocks go forward on 28 March 2027 at 01:00 UTC …
        ("2027-03-28 00:59", "2027-03-28T00:59", "2027-03-28T00:59:00+00:00"),
        ("2027-03-28 02:00", "2027-03-28T01:00", "2027-03-28T02:00:00+01:00"),
        ("2027-03-28 01:30+00:00", "2027-03-28T01:30", "2027-03-28T02:30:00+01:00"),
        ("2027-03-28 01:30+01:00", "2027-03-28T00:30", "2027-03-28T00:30:00+00:00"),
        # … and back on 25 October 2026 at 01:00 UTC.
        ("2026-10-25 00:59", "2026-10-24T23:59", "2026-10-25T00:59:00+01:00"),
        ("2026-10-25 02:00", "2026-10-25T02:00", "2026-10-25T02:00:00+00:00"),
        ("2026-10-25 01:30+01:00", "2026-10-25T00:30", "2026-10-25T01:30:00+01:00"),
        ("2026-10-25 01:30+00:00", "2026-10-25T01:30", "2026-10-25T01:30:00+00:00"),
        ("2026-10-25 01:30Z", "2026-10-25T01:30", "2026-10-25T01:30:00+00:00"),
    ],
)
def test_a_time(text: str, utc: str, shown: str) -> None:
    moment = parse_moment(text)
    assert isinstance(moment, datetime)
    assert moment.tzinfo is UK
    assert moment.astimezone(UTC) == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert moment.isoformat() == shown


@pytest.mark.parametrize("text", ["2027-03-28 01:30", "2026-10-25 01:30"])
def test_what_the_fix_says_is_accepted(text: str) -> None:
    with pytest.raises(DateFault) as caught:
        parse_moment(text)
    offered = re.findall(r"\d{4}-\d\d-\d\d \d\d:\d\d(?:[+]\d\d:\d\d)?", caught.value.fix)
    assert len(offered) == 2
    # The two are what the clock that is meant would say, so they are the two readings with an offset.
    read = {start_of(parse_moment(spelling)) for spelling in offered}
    assert read == {start_of(parse_moment(f"{text}{offset}")) for offset in ("+00:00", "+01:00")}


INSTANTS = st.datetimes(datetime(1972, 1, 1), datetime(2100, 12, 31)).map(  # noqa: DTZ001
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)
OFFSETS = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes))


@quick
@given(INSTANTS, OFFSETS)
def test_a_time_with_its_offset_is_that_instant(at: datetime, offset: timedelta) -> None:
    sign = "-" if offset < timedelta(0) else "+"
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    text = f"{(at + offset):%Y-%m-%d %H:%M}{sign}{hours:02}:{minutes:02}"
    # 10:00-12:00 is taken for a span of time, not for an offset.
    assume(sign == "+" or f"{hours:02}:{minutes:02}" <= f"{(at + offset):%H:%M}")
    moment = parse_moment(text)
    assert isinstance(moment, datetime)
    assert moment.astimezone(UTC) == at
    assert moment.tzinfo is UK


@quick
@given(INSTANTS)
def test_a_time_without_offset_is_that_instant_or_refused(at: datetime) -> None:
    text = f"{at.astimezone(UK):%Y-%m-%d %H:%M}"
    early, late = (at.astimezone(UK).replace(fold=fold) for fold in (0, 1))
    if early.utcoffset() != late.utcoffset():
        with pytest.raises(DateFault) as caught:
            parse_moment(text)
        assert caught.value.code == "time-twice"
        return
    moment = parse_moment(text)
    assert isinstance(moment, datetime)
    assert moment.astimezone(UTC) == at


@quick
@given(st.text(max_size=20))
def test_any_text_is_a_moment_or_a_fault(text: str) -> None:
    try:
        moment = parse_moment(text)
    except DateFault:
        return
    assert isinstance(moment, date)


@pytest.mark.parametrize(
    ("environ", "option", "now"),
    [
        ({}, "2026-11-22", "2026-11-22T00:00"),
        ({}, "2026-07-22", "2026-07-21T23:00"),
        ({}, "2026-07-22T10:00", "2026-07-22T09:00"),
        ({}, "2026-07-22 10:00", "2026-07-22T09:00"),
        ({}, "2026-07-22T10:00Z", "2026-07-22T10:00"),
        ({}, "2026-07-22T10:00+02:00", "2026-07-22T08:00"),
        ({"SOURCE_DATE_EPOCH": "0"}, None, "1970-01-01T00:00"),
        ({"SOURCE_DATE_EPOCH": "1795338000"}, "2026-07-22", "2026-11-22T09:00"),
        ({"SOURCE_DATE_EPOCH": ""}, "2026-11-22", "2026-11-22T00:00"),
    ],
)
def test_now(environ: dict[str, str], option: str | None, now: str) -> None:
    found = now_from(environ, option)
    assert found == datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert found.tzinfo is UTC


def test_now_without_any_wish_is_the_time_of_the_clock() -> None:
    before = datetime.now(UTC)
    assert before <= now_from({}) <= datetime.now(UTC)


@pytest.mark.parametrize("epoch", ["x", "1.5", "9" * 30])
def test_an_epoch_that_is_no_number(epoch: str) -> None:
    message = f"SOURCE_DATE_EPOCH must be a whole number of seconds since 1970, but it is {epoch!r}."
    with pytest.raises(ValueError, match=re.escape(message)):
        now_from({"SOURCE_DATE_EPOCH": epoch}, "2026-11-22")


@pytest.mark.parametrize("option", ["tomorrow", "2026-02-30"])
def test_a_now_that_is_no_time(option: str) -> None:
    message = f"--now must be a date or time such as 2026-11-22 or 2026-11-22T10:00, but it is {option!r}."
    with pytest.raises(ValueError, match=re.escape(message)):
        now_from({}, option)


def test_day_of_a_time_is_the_day_in_the_uk() -> None:
    assert day_of(datetime(2026, 7, 3, 23, 30, tzinfo=UTC)) == date(2026, 7, 4)
    assert day_of(datetime(2026, 12, 3, 23, 30, tzinfo=UTC)) == date(2026, 12, 3)
    assert day_of(date(2026, 7, 3)) == date(2026, 7, 3)


def test_a_day_starts_at_midnight_in_the_uk() -> None:
    assert start_of(date(2026, 7, 3)).astimezone(UTC) == datetime(2026, 7, 2, 23, tzinfo=UTC)
    assert start_of(date(2026, 12, 3)).astimezone(UTC) == datetime(2026, 12, 3, tzinfo=UTC)
    at = datetime(2026, 7, 3, 10, tzinfo=UTC)
    assert start_of(at) == at


def test_the_two_times_of_the_hour_that_happens_twice_are_in_order() -> None:
    first, second = parse_moment("2026-10-25 01:45+01:00"), parse_moment("2026-10-25 01:15+00:00")
    assert start_of(first) < start_of(second)


def test_a_span_of_time_is_not_an_offset() -> None:
    with pytest.raises(DateFault) as fault:
        parse_moment("2027-02-03 10:00-12:00")
    assert fault.value.message == "{label} must be one time, but it is “2027-02-03 10:00-12:00”."
    assert fault.value.fix == (
        "write 2027-02-03 10:00 here; the time it ends belongs after end: 2027-02-03 12:00"
    )
