"""Weekdays in a text that contradict a date: what is told, and all that must stay silent."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.clock import DAYS, MONTHS
from plugins.core.dated_words import mentions
from plugins.core.problems import Problem, stops_the_build
from plugins.core.prose import prose
from plugins.core.weekday_slips import CODE
from plugins.events.references import references
from tests.builders import make_entry, make_site, quick

THURSDAY = "start: 2026-12-03 10:00\nend: 2026-12-03 12:00"
THREE_DAYS = "start: 2026-12-03\nend: 2026-12-05"
NIGHT = "start: 2026-12-03 22:00\nend: 2026-12-04 01:00"
JANUARY = "start: 2027-01-12 10:00\nend: 2027-01-12 12:00"

DATED = ("3 December 2026 is a Thursday, but the text says Friday.", "write Thursday, or correct the date.")
BARE = (
    "The event is on Thursday 3 December 2026, but the text says Friday.",
    "write Thursday, or correct the start.",
)


def warnings(when: str = THURSDAY, more: str = "", body: str = "Text.\n", **settings: str) -> list[Problem]:
    lines = "".join(f"{name}: {json.dumps(text, ensure_ascii=False)}\n" for name, text in settings.items())
    text = f"format: online\n{when}\n{lines}{more}"
    entry = make_entry("event", "a", text, body)
    return [problem for problem in references(entry, make_site(entry)) if problem.code == CODE]


def told(**arguments: Any) -> list[tuple[str, str]]:
    return [(problem.message, problem.fix) for problem in warnings(**arguments)]


WRONG = [
    "Friday 3 December 2026",
    "friday 3 december 2026",
    "FRIDAY 3 DECEMBER 2026",
    "Friday, 3rd of December",
    "Friday the 3rd of December",
    "Friday, the 3rd December, 2026",
    "Friday 3 December",
    "Friday 03 December",
    "Fri 3 Dec 2026",
    "Fri. 3 Dec.",
    "FRI 3 DEC",
    "Friday, December 3, 2026",
    "Friday December 3rd",
    "December 3, a Friday",
    "3 December 2026 (Friday)",
    "3 December 2026 (a Friday)",
    "3 December 2026, a Friday",
    "3 December 2026, Friday",
    "3 December is a Friday",
    "December 3 (Friday)",
    "Friday (3 December)",
    "Friday 3rd",
    "Friday the 3rd",
    "Friday 2026-12-03",
    "Friday 3/12/2026",
    "Friday 03.12.2026",
    "Friday 3 to Saturday 5 December 2026",
    "Friday 3 – 5 December",
    "Friday 3rd and 4th December",
    "Friday 3, Friday 4 and Saturday 5 December 2026",
    "Friday 3 December 1930 to 2100",
    "Friday 3 December, 10am",
    "Friday 3 December at 10:00",
    "Good Friday 3 December",
    "Thursday 26 November or Friday 3 December",
]


@pytest.mark.parametrize("text", WRONG)
def test_a_date_with_a_wrong_weekday(text: str) -> None:
    assert told(body=f"Meet.\n\nWe meet on {text}.\n") == [DATED]
    assert told(status_note=f"We meet on {text}.") == [DATED]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("We meet on\nFriday\n3 December 2026.", (9, 1)),
        ("Text.\n\n- We meet on **Friday** 3 *December*.", (10, 16)),
        ("Text.\n\n> Come!\n> On Friday\n> 3 December.", (11, 6)),
        ("Text.\n\n[Friday 3 December](../pages/a.md)", (10, 2)),
        ("Text.\n\n## Friday 3 December", (10, 4)),
        ("Text.\n\nIt is on December 3, a Friday.", (10, 24)),
        ("`Friday`, Friday&nbsp;3&nbsp;December", (8, 11)),
        ("Text[^1].\n\n[^1]: Friday 3 December", (10, 7)),
        ("<!-- https://example.org/-->\n\nFriday 3 December", (10, 1)),
        ("[A](https://example.org/a_b) on Friday 3 December", (8, 33)),
        ("Text.\n\n1. One\n\n    On Friday 3 December.", (12, 8)),
    ],
)
def test_the_place_in_the_text(text: str, place: tuple[int, int]) -> None:
    [problem] = warnings(body=f"{text}\n")
    assert (problem.line, problem.column) == place
    assert (problem.message, problem.fix) == DATED
    assert (problem.path, problem.code) == ("content/events/a.md", "weekday-contradiction")


@pytest.mark.parametrize("name", ["title", "summary", "status_note", "audience"])
def test_every_setting_is_read(name: str) -> None:
    [problem] = warnings(**{name: "For Friday 3 December"})
    assert (problem.message, problem.fix) == DATED
    # Title and summary of the builder stand above what is given here.
    above = {"title": 1, "summary": 1}.get(name, 2)
    assert (problem.line, problem.column) == (5 + above, len(name) + 3)


@pytest.mark.parametrize(
    ("group", "setting"), [("venue", "access"), ("online", "joining")], ids=["access", "joining"]
)
def test_settings_inside_groups_are_read_too(group: str, setting: str) -> None:
    name = "  name: Hall\n" if group == "venue" else ""
    [problem] = warnings(more=f"{group}:\n{name}  {setting}: Doors open on Friday 3 December.")
    assert (problem.message, problem.fix) == DATED
    assert problem.column == len(setting) + 5


def test_it_is_a_warning_and_stops_no_build() -> None:
    found = warnings(title="Friday 3 December", summary="Friday it is", body="Friday 3 December\n")
    assert [problem.severity for problem in found] == ["warning"] * 3
    assert not stops_the_build(found)


@pytest.mark.parametrize("more", ["status: draft", "sample: true"])
def test_drafts_and_examples_are_read(more: str) -> None:
    assert told(title="Friday 3 December", more=more) == [DATED]


@pytest.mark.parametrize(
    "text",
    [
        "Thursday 3 December 2026",
        "Thu 3 Dec",
        "December 3, a Thursday",
        "Thursday 3rd",
        "Thursday 3 to Saturday 5 December 2026",
        "Thursday 3 and Friday 4 December",
        "Thursday, 3 and 4 December",
        "Thursday and Friday, 3 and 4 December",
        "Thursday and Friday, 3 December and 4 December",
        "Thursday/Friday 3/4 December",
        "Monday 30 November to Wednesday 2 December",
        "Monday 30 to Tuesday 1 December",
        "Monday 30 November",
        "Friday 4 December",
        "Friday 3 December 2027",
        "Friday 3 may come",
        "Friday 31 November",
        "Friday 22 November 1963",
        "Friday 3 of 5",
        "Friday 3:30",
        "Friday 3pm",
        "Friday, May 3pm",
        "not Friday 3 December",
        "Thursday 3 December instead of Friday 3 December",
        "Friday the 13th",
        "Good Friday, 26 March 2027",
        "Friday, 3 things in December",
        "3 December, Friday prayers",
        "Friday. 3 December",
        "Friday\n\n3 December",
        "`Friday 3 December`",
        "``Friday ` 3 December``",
        "[a file](friday-3-december.md)",
        "[a file](a.md 'Friday 3 December')",
        "https://www.example.org/friday-3-december/",
        "<https://www.example.org/Friday,3-December>",
        "<!-- Friday 3 December -->",
        "Fridays 3 December",
        "Friday's 3 December",
        "Non-Friday 3 December",
    ],
)
def test_what_is_right_or_not_certain_is_silent(text: str) -> None:
    assert told(body=f"Meet on a Thursday.\n\nWe write {text}.\n") == []


@pytest.mark.parametrize(
    "body",
    [
        "```\nFriday 3 December\n```",
        "~~~ text\nFriday 3 December",
        "Text.\n\n    Friday 3 December",
        "[Text][a]\n\n[a]: /pages/ 'Friday 3 December'",
        "Text.\n\n<!--\nFriday 3 December\n-->",
    ],
    ids=["code", "code to the end", "indented code", "named link", "comment"],
)
def test_code_comments_and_addresses_are_no_text(body: str) -> None:
    assert told(body=f"{body}\n") == []


@pytest.mark.parametrize(
    ("when", "text", "expected"),
    [
        # Without a year, a day of the event is in the year of the event …
        (THURSDAY, "Friday 3 December", [DATED]),
        ("start: 2026-12-31\nend: 2027-01-02", "Friday 2 January", "2 January 2027 is a Saturday"),
        ("start: 2026-12-31\nend: 2027-01-02", "Thursday 31 December and Friday 1 January", []),
        # … and any other day is near the event, or in its year.
        (JANUARY, "Friday 18 December", []),
        (JANUARY, "Saturday 18 December", []),
        (JANUARY, "Monday 18 December", "18 December 2026 is a Friday"),
        (THURSDAY, "Thursday 21 January", []),
        (THURSDAY, "Friday 27 November", []),
        (THURSDAY, "Thursday 27 November", "27 November 2026 is a Friday"),
        (THURSDAY, "Tuesday 29 February", []),
        # With a year, it is what it is.
        (THURSDAY, "Thursday 21 January 2027", []),
        (THURSDAY, "Thursday 21 January 2026", "21 January 2026 is a Wednesday"),
        ("start: 2028-02-29", "Tuesday 29 February", []),
        ("start: 2028-02-29", "Wednesday 29 February", "29 February 2028 is a Tuesday"),
        (NIGHT, "Thursday 3 to Friday 4 December", []),
    ],
)
def test_the_year_that_is_meant(when: str, text: str, expected: Any) -> None:
    found = told(when=when, status_note=f"It says {text}.")
    if isinstance(expected, str):
        [(message, _)] = found
        assert message.startswith(f"{expected}, but the text says {text.split()[0]}.")
    else:
        assert found == expected


# A weekday alone


@pytest.mark.parametrize(
    "text",
    [
        "Friday workshop",
        "friday workshop",
        "A workshop on Friday",
        "On Friday we meet",
        "This Friday evening",
        "Friday Morning: a workshop",
        "Join us Friday!",
        "Open day, Friday",
        "The morning of Friday",
        "Come to us: this Friday is open day",
        "On Friday lots of us meet",
        "Friday class",
        "Friday workshop (3 December 2026)",
        "Thursdays are busy. We meet on Friday. Book soon.",
    ],
)
def test_a_weekday_alone_in_title_and_summary(text: str) -> None:
    assert told(title=text) == [BARE]
    assert told(summary=text) == [BARE]


def test_a_weekday_that_is_none_of_the_days() -> None:
    assert told(when=THREE_DAYS, title="A gathering from Friday on. Sunday is the best") == [
        (
            "The event is Thursday 3 to Saturday 5 December 2026, but the text says Sunday.",
            "write one of its days, or correct start and end.",
        )
    ]


SILENT = [
    "Thursday workshop",
    "We look at how Friday feels",
    "Friday feels longer than it is",
    "What Friday brings",
    "Why Friday matters",
    "About Friday and other days",
    "We know Friday can be long",
    "Friday lunches together",
    "Fridays together",
    "Friday's child",
    "Good Friday talk",
    "Black Friday and us",
    "black Friday and us",
    "Easter Sunday walk",
    "Feedback Friday",
    "Sunday Herald workshop",
    "A piece in the Sunday Times",
    "Wednesday Addams night",
    "‘Saturday Night’ revisited",
    "Monday to Friday habits",
    "Monday–Friday habits",
    "Monday-to-Friday habits",
    "Habits from Monday until Friday",
    "Every Friday a question",
    "Book by Friday",
    "Book your place on Friday",
    "Registration closes on Friday",
    "We send the link on Wednesday",
    "Tell us on Monday",
    "The first Friday of each month",
    "The Friday before Christmas",
    "The Friday of the week",
    "Monday mornings made better",
    "The Monday blues",
    "Sunday best",
    "Not on Friday",
    "It was to be on Friday",
    "Moved from Friday",
    "After the talk on Friday 27 November",
    "After Friday 27",
    "What we said on Friday, and on 30 November",
    "Friday-night talk",
    "Since Friday",
    "A Friday feeling",
    "Sunny days and mondayish moods",
    "Monday.com for teams",
    "Work four days, Friday off",
    "Thank goodness it's Friday",
    "Saturday/Sunday shifts",
    "Holy Week, from Palm Sunday to Easter",
    "The day after Black Friday",
]


@pytest.mark.parametrize("text", SILENT)
def test_a_weekday_that_is_not_the_day_of_the_event_is_silent(text: str) -> None:
    assert told(title=text) == []
    assert told(summary=text) == []
    assert told(body=f"{text}.\n") == []


def test_a_word_that_starts_like_a_weekday_is_none() -> None:
    body = "We meet on Friday.\n\nThuds and thumbs; a thug. Thus.\n"
    assert told(body=body) == [BARE]


def test_a_date_far_into_a_long_text_is_found() -> None:
    filler = "Words of a long text, without any day.\n\n" * 400
    [problem] = warnings(body=f"On Thursday.\n\n{filler}On Friday\n3 December 2026.\n\n{filler}")
    assert (problem.message, problem.line) == (DATED[0], 8 + 2 + 800)


@pytest.mark.parametrize("when", [THREE_DAYS, NIGHT])
def test_every_day_of_an_event_is_right(when: str) -> None:
    assert told(when=when, title="Thursday and Friday together") == []


def test_what_ends_at_midnight_is_not_on_the_next_day() -> None:
    assert told(when="start: 2026-12-03 22:00\nend: 2026-12-04 00:00", title="A Talk: Friday night") == [BARE]


def test_an_event_of_a_week_is_on_every_weekday() -> None:
    assert told(when="start: 2026-12-03\nend: 2026-12-09", title="Friday, Monday and Wednesday") == []


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("We meet on Friday.\n", 8),
        ("## A heading\n\n- A list\n\nWe meet\non Friday.\n", 13),
        ("We meet on Friday.\n\nSecond, on Saturday.\n", 8),
    ],
)
def test_a_weekday_alone_in_the_first_paragraph(body: str, line: int) -> None:
    [problem] = warnings(body=body)
    assert (problem.message, problem.fix, problem.line) == (*BARE, line)


@pytest.mark.parametrize(
    "body",
    [
        "Text.\n\nWe meet on Friday.\n",
        "## On Friday\n\nText.\n",
        "- On Friday\n\nText.\n",
        "We meet on Friday.\n\nNo: on Thursday.\n",
        "We meet on Friday.\n\nNo: on Thu 3 Dec.\n",
        "`on Friday`\n",
    ],
)
def test_the_rest_of_the_text_may_be_of_anything(body: str) -> None:
    assert told(body=body) == []


def test_a_weekday_of_the_event_in_the_title_explains_the_text() -> None:
    assert told(title="Thursday talk", body="On Friday you rest.\n") == []


@quick
@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_told_if_and_only_if_it_is_wrong(day: Any, said: int) -> None:
    words = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    for text in (f"{DAYS[said]} {words}", f"{words} ({DAYS[said]})", f"{DAYS[said][:3]} {words}"):
        assert bool(told(when=f"start: {day}", status_note=f"It is on {text}.")) is (said != day.weekday())


@quick
@given(st.text("Friday 3,.-/()[]`*\n\\&#<>’December2026th to and", max_size=120))
def test_any_text_is_read_to_its_end(text: str) -> None:
    words = prose(text)
    assert len(words) == len(text)
    assert [at for at, char in enumerate(words) if char == "\n"] == [
        at for at, char in enumerate(text) if char == "\n"
    ]
    assert all(words[mention.at : mention.at + 3].lower() == "fri" for mention in mentions(words))


@pytest.mark.parametrize(
    "text",
    [
        "Last year we met on Friday 3 December.",
        "We first met in 2021, on Friday 3 December.",
        "She was born on Sunday 3 December 1933.",
    ],
)
def test_days_of_other_years_are_not_those_of_the_event(text: str) -> None:
    assert told(body=f"We meet.\n\n{text}\n") == []
