"""Dates in the words of an event that are another's: what is told, and all that must stay silent."""

from __future__ import annotations

import json

import pytest

from plugins.events.other_dates import CODE
from plugins.events.references import references
from tests.builders import make_entry, make_site

ONE_DAY = "start: 2026-12-03 10:00\nend: 2026-12-03 12:00"
THREE_DAYS = "start: 2026-12-03\nend: 2026-12-05"


def told(
    body: str = "Text.\n", when: str = ONE_DAY, more: str = "", **settings: str
) -> list[tuple[int, str]]:
    lines = "".join(f"{name}: {json.dumps(text, ensure_ascii=False)}\n" for name, text in settings.items())
    entry = make_entry("event", "a", f"format: online\n{when}\n{lines}{more}", body)
    found = references(entry, make_site(entry))
    return [(problem.line, problem.message) for problem in found if problem.code == CODE]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Learning lunch, 3 November 2026", "3 November"),
        ("Learning lunch on 9 December", "9 December"),
        ("Learning lunch – December 9", "9 December"),
        ("Learning lunch: 4th of December", "4 December"),
    ],
)
def test_a_title_that_ends_with_another_date_is_told(title: str, said: str) -> None:
    [(_, message)] = told(title=title)
    assert message.startswith(f"The text says {said}, and the event is on Thursday 3 December 2026")


def test_a_summary_that_says_when_we_meet_is_told() -> None:
    [(_, message)] = told(summary="An hour to learn. Join us on 9 December.")
    assert message.startswith("The text says 9 December")


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        ("Some words.\n\nWe meet on 9 December at 10am.\n", 2, "9 December"),
        ("Bring lunch. Join us on 10 December 2026!\n", 0, "10 December"),
        ("The day takes place\non 14 May.\n", 1, "14 May"),
        ("Come along on **5 January**.\n", 0, "5 January"),
        ("It will be held on 4 December. Book by 1 December.\n", 0, "4 December"),
        ("The session is on 10 November 2026.\n", 0, "10 November"),
        ("Date: 10 November 2026\n", 0, "10 November"),
        ("**When:** 10 November 2026\n", 0, "10 November"),
    ],
)
def test_a_sentence_that_says_when_we_meet_is_told_at_its_line(body: str, line: int, said: str) -> None:
    [(at, message)] = told(body)
    assert message.startswith(f"The text says {said}, and the event is on Thursday 3 December 2026")
    [(first, _)] = told("Join us on 9 December.\n")
    assert at == first + line


def test_an_event_of_days_is_told_with_all_of_them() -> None:
    [(_, message)] = told("We meet on 6 December.\n", THREE_DAYS)
    assert (
        message == "The text says 6 December, and the event is from Thursday 3 to Saturday 5 December 2026."
    )


@pytest.mark.parametrize(
    "words",
    [
        "Join us on 3 December.",
        "Join us on 3rd December 2026.",
        "We meet on 3 December and again on 10 December.",
        "We meet on 10 and 17 December, and on 7 January.",  # a course has more days than its first
        "Join us on Wednesday 9 December.",  # judged by its weekday
        "We met on 9 November, and will meet again.",
        "Book by 1 December, and join us.",
        "Registration closes on 1 December; join us.",
        "The next session takes place on 7 January.",
        "After our day on 9 November, we meet to learn more.",
        "The gathering was to take place on 9 November.",
        "See you soon: 10/12 of us come by train.",
        "It takes place on [9 December](another.md), at the same time of day.",
        "The report of 9 November 2025 is worth reading.",
        "Tell us by 1 December whether you will join us.",
        "We meet in room 12.",
        "We will not meet on 9 December, but later.",
        "Join us to plan for the spring gathering on 27 March.",
        "Join us online, and watch the recording from 28 January.",
        "Join us at 12 March Street.",
        "Come along to hear about the law that is in force from 1 April 2027.",
        "We meet in the week of the pledge on 10 September.",
        "It takes place in the hall where the strike began on 4 May 1926.",
        "See you there. The results are out on 5 January.",
    ],
)
def test_other_dates_that_may_be_right_are_passed(words: str) -> None:
    assert told(f"{words}\n") == []


@pytest.mark.parametrize(
    "words", ["Join us before 4 December", "Following 9 November: what we learnt", "1 in 12"]
)
def test_a_summary_about_another_day_is_passed(words: str) -> None:
    assert told(summary=words) == []


@pytest.mark.parametrize("day", ["3", "4", "5"])
def test_every_day_of_an_event_is_its_own(day: str) -> None:
    assert told(f"We meet on {day} December.\n", THREE_DAYS, summary=f"Join us on {day} December") == []


def test_an_event_that_moved_may_tell_of_its_old_day() -> None:
    moved = 'event_status: postponed\nstatus_note: "We will say when."\n'
    assert told("Join us on 9 December.\n", more=moved) == []
