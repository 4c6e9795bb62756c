"""A text that says that its event is off, while its settings do not: what is told, and what it may be about instead."""

from __future__ import annotations

import pytest

from plugins.events.said_off import CODE, said_off
from tests.builders import make_entry, make_site

WHEN = "start: 2026-12-03 10:00\nend: 2026-12-03 12:00\nformat: online\n"


def told(body: str, settings: str = "", summary: str = "S") -> list[tuple[object, ...]]:
    entry = make_entry("event", "a", f"title: Open day\nsummary: {summary}\n{WHEN}{settings}", f"{body}\n")
    return [
        (found.line, found.column, found.code, found.message, found.fix, found.severity)
        for found in said_off(entry, make_site(entry))
    ]


def expected(
    line: int, column: int, word: str = "cancelled", where: str = "text"
) -> list[tuple[object, ...]]:
    return [
        (
            line, column, CODE, f"The {where} says {word}, but calendars go on to show the event as planned.",
            f"add a line event_status: {word} and a line status_note: with the reason.", "warning",
        )
    ]  # fmt: skip


SAID = [
    "This event has been cancelled.",
    "The event is cancelled.",
    "The workshop has been cancelled because of snow.",
    "This session was cancelled.",
    "Unfortunately, this event has had to be cancelled.",
    "We are sorry that this event is cancelled",
    "**This event is now canceled!**",
    "## This event is cancelled",
    "This event is\ncancelled.",
    "This event has been cancelled, and we will write to all of you.",
]


@pytest.mark.parametrize("text", SAID)
def test_the_text_says_so(text: str) -> None:
    [found] = told(text)
    assert found[3:] == expected(8, 1)[0][3:]


def test_it_is_told_once_at_its_place() -> None:
    body = "Bring lunch.\n\n- A thing\n\nWe are sad. **This event** is cancelled. This event is cancelled."
    assert told(body) == expected(12, 15)
    assert told("The session is postponed until spring.") == expected(8, 1, "postponed")
    assert told("A", summary="This event is cancelled.") == expected(3, 10, where="summary")
    assert told("This event is cancelled.", summary="This event is cancelled.") == expected(
        3, 10, where="summary"
    )


@pytest.mark.parametrize(
    "text",
    [
        "If this event is cancelled, we write to you.",
        "If it is cancelled, we tell you.",
        "This event cannot be cancelled.",
        "This event is not cancelled.",
        "This event is cancelled if fewer than five people book.",
        "The event is cancelled only when it snows.",
        "The event is cancelled unless five people book.",
        "Last year's event was cancelled.",
        "Last year the event was cancelled.",
        "The event was cancelled.",
        "This event was postponed from 5 November.",
        "This event was cancelled last year.",
        "This workshop was cancelled in 2025, and takes place now.",
        "The event has been postponed twice before.",
        "The event in May is cancelled.",
        "Our meeting in Perth is cancelled.",
        "The workshop is cancelled; the talks go ahead.",
        "Our lunch has been cancelled, so bring your own.",
        "The gathering has been postponed twice. It goes ahead in May.",
        "This event has been postponed to 3 March.",
        "What if this event is cancelled?",
        "Is this event cancelled?",
        "Your booking is cancelled.",
        "The train has been cancelled.",
        "What we do when plans are cancelled.",
        "> This event has been cancelled.",
        "The mail said: “This event is cancelled.”",
        "`This event is cancelled.`",
        "<!-- This event is cancelled. -->",
    ],
)
def test_what_is_about_something_else_is_silent(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "settings",
    ["event_status: cancelled\n", "event_status: postponed\n", "previous_start: 2026-11-26 10:00\n"],
)
def test_the_settings_say_it_too(settings: str) -> None:
    assert told("This event has been postponed.", settings) == []


def test_an_event_that_is_over_and_a_title_that_is_told_of_already() -> None:
    past = make_entry("event", "a", WHEN.replace("2026-12-03", "2026-11-03"), "This event is cancelled.\n")
    title = make_entry("event", "a", f"title: Open day (cancelled)\n{WHEN}", "This event is cancelled.\n")
    for entry in (past, title):
        assert list(said_off(entry, make_site(entry))) == []
