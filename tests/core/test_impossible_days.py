"""Days that do not exist in running text: what is told, and the numbers that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.impossible_days import CODE, impossible, impossible_days
from plugins.engine.checking import check_content
from tests.builders import make_document
from tests.conftest import NOW
from tests.editor.evidence import base_site

NOVEMBER = ("There is no 31 November.", "correct the day: November has 30 days.")
NOVEMBER_2026 = (NOVEMBER[0].replace(".", " 2026."), NOVEMBER[1])


def told(text: str) -> list[tuple[str, str]]:
    return [found[1:] for found in impossible(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Book by 31 November.",
        "31 November",
        "by the 31st of November",
        "We meet on 31st November at ten",
        "on 31 Nov",
        "from 31 November people can book",
        "28-31 November",
        "28 – 31 November.",
        "on 30 and 31 November",
        "Tuesday 31 NOVEMBER",
        "Tuesday, 31 november",
        "Deadline: 31\nNovember.",
        "Open day (31 November)",
        "It is on November 31st",
        "Book by November 31.",
    ],
)
def test_a_day_without_a_year(text: str) -> None:
    assert told(text) == [NOVEMBER]


@pytest.mark.parametrize(
    "text",
    [
        "Book by 31 November 2026.",
        "Tuesday, 31 November, 2026",
        "November 31, 2026",
        "Book by 31/11/2026.",
        "Book by 31.11.2026.",
        "Book by 2026-11-31.",
    ],
)
def test_a_day_with_a_year(text: str) -> None:
    assert told(text) == [NOVEMBER_2026]


@pytest.mark.parametrize(
    ("text", "message", "fix"),
    [
        ("Monday 30 February 2027", "There is no 30 February 2027.", "correct the day: February 2027 has 28 days."),
        ("by 29 February 2027.", "There is no 29 February 2027.", "correct the day: February 2027 has 28 days."),
        ("by 30 February 2028.", "There is no 30 February 2028.", "correct the day: February 2028 has 29 days."),
        ("by 30 February.", "There is no 30 February.", "correct the day: February has 28 or 29 days."),
        ("by 31 April.", "There is no 31 April.", "correct the day: April has 30 days."),
        ("on 32 December.", "There is no 32 December.", "correct the day: December has 31 days."),
    ],
)  # fmt: skip
def test_how_many_days_the_month_has(text: str, message: str, fix: str) -> None:
    assert told(text) == [(message, fix)]


@pytest.mark.parametrize(
    "text",
    [
        "Book by 30 November, 31 October or 31 December 2026.",
        "29 February",
        "Tuesday 29 February 2028",
        "Issue 31 November 2026",
        "No. 31, November 2026",
        "Room 31 November 3",
        "We had 31 November bookings.",
        "The 31 June participants came again.",
        "Our 30th February retreat",
        "The 35th May gathering is over.",
        "In November 31 people came.",
        "By November 31 people had booked.",
        "In November, 31 came.",
        "November 12, 31 and 5",
        "All 38 March guests came.",
        "12:31 November",
        "131 November",
        "£31 November",
        "There is no 31 November.",
        "30/31 November",
        "31 may come",
        "31 march on",
        "31 novembers",
        "Ask for 31/11",
        "31/11/26",
        "12.31.11.2026",
        "Version 2.31.11.2026",
        "reference A-2026-11-31",
        "31 to 2 December",
        "Monday 31 to Tuesday 1 December",
        "31. November",
        "5 x 31 November tickets",
    ],
)
def test_what_is_right_or_not_certain_stays_silent(text: str) -> None:
    assert told(text) == []


def test_it_is_told_at_its_place() -> None:
    document = make_document(
        "title: A\nsummary: Book by 31 November\n",
        body="Text.\n\nBook **by 31 November**.\n\n- [Monday 30\n  February 2027](../pages/a.md)\n",
    )
    assert [(found.line, found.column, found.code, found.message, found.severity) for found in impossible_days(document)] == [
        (3, 10, CODE, NOVEMBER[0], "warning"),
        (7, 11, CODE, NOVEMBER[0], "warning"),
        (9, 11, CODE, "There is no 30 February 2027.", "warning"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        "> Book by 31 November.",
        "He wrote “Book by 31 November.” to all.",
        "`31 November`",
        "```\n31 November\n```",
        "<!-- 31 November -->",
        "[Book](https://example.org/31%20November)",
        "[Book](../files/31-november.pdf '31 November')",
        "[Book][31 November]\n\n[31 November]: https://example.org/ '31 November'",
    ],
)
def test_code_targets_and_the_words_of_others_are_silent(body: str) -> None:
    assert list(impossible_days(make_document("title: A\nsummary: B\n", body=f"{body}\n"))) == []


@pytest.mark.parametrize(
    "file", ["events/open-day.md", "newsletters/2026-11.md", "offers/facilitation.md", "pages/contact.md",
             "forms/ask.md"],
)  # fmt: skip
def test_every_type_that_is_ours_is_looked_at(file: str, tmp_path: Path) -> None:
    assert found_in(tmp_path / "content", file, "\nBook by 31 November.\n") == [(CODE, *NOVEMBER)]


def test_the_words_of_others_are_theirs(tmp_path: Path) -> None:
    assert found_in(tmp_path / "content", "testimonials/a-name.md", "\nWe met on 31 November.\n") == []


def test_notices_are_looked_at_and_their_dates_are_told_once(tmp_path: Path) -> None:
    notice = "notices:\n  - text: The office is closed on 31 November.\n"
    assert found_in(tmp_path / "content", "site.yaml", notice) == [(CODE, *NOVEMBER)]
    [(code, _, _)] = found_in(
        tmp_path / "again", "site.yaml", "notices:\n  - text: We move.\n    end: 31 November 2026\n"
    )
    assert code == "time-form"


def found_in(content: Path, file: str, more: str) -> list[tuple[str, str, str]]:
    base_site(content)
    with (content / file).open("a", encoding="utf-8") as opened:
        opened.write(more)
    return [(problem.code, problem.message, problem.fix) for problem in check_content(content, NOW).problems]
