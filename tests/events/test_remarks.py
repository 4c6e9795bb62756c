"""What is odd about the times of an event, and what only looks so."""

from __future__ import annotations

import pytest

from plugins.events.remarks import remarks
from tests.builders import make_entry, make_site


def told(settings: str) -> list[tuple[str, str, str]]:
    entry = make_entry("event", "a", f"format: online\n{settings}")
    problems = list(remarks(entry, make_site(entry)))
    assert {problem.severity for problem in problems} <= {"warning"}
    return [(problem.code, problem.message, problem.fix) for problem in problems]


DAY = "start: 2026-12-03 10:00\nend: 2026-12-03 12:00\n"

ODD = {
    "start: 2026-12-03 02:00\nend: 2026-12-03 04:00": (
        "event-at-night", "The event starts at 2am, in the night.", "write 2026-12-03 14:00 if 2pm is meant.",
    ),
    "start: 2026-12-03 01:30\nend: 2026-12-03 16:00": (
        "event-at-night", "The event starts at 1:30am, in the night.", "write 2026-12-03 13:30 if 1:30pm is meant.",
    ),
    "start: 2026-12-03\nend: 2026-12-17": (
        "event-long", "The event lasts 15 days, from 3 December 2026 to 17 December 2026.",
        "correct the day, the month or the year of the start or the end.",
    ),
    "start: 2036-12-03": (
        "event-far-ahead", "The event is on Wednesday 3 December 2036, in more than three years.", "correct the year.",
    ),
    "start: 2025-12-03\ndate: 2026-11-01": (
        "event-announced-late", "The event was announced on 1 November 2026, after it was over.",
        "correct the date, or the year of the start.",
    ),
    f"{DAY}booking:\n  form: a\n  closes: 2026-12-04": (
        "booking-after-event", "Booking closes on Friday 4 December 2026, after the event is over.",
        "write a day before it starts, Thursday 3 December 2026 at 10am.",
    ),
    f"{DAY}booking:\n  form: a\n  closes: 2026-12-03 12:30": (
        "booking-after-event", "Booking closes on Thursday 3 December 2026 at 12:30pm, after the event is over.",
        "write a day before it starts, Thursday 3 December 2026 at 10am.",
    ),
    f"{DAY}booking:\n  form: a\n  opens: 2026-12-03 11:00": (
        "booking-too-late", "Booking opens on Thursday 3 December 2026 at 11am, when the event has started.",
        "write a day before it starts, Thursday 3 December 2026 at 10am.",
    ),
    f"{DAY}publish_from: 2026-12-10": (
        "event-shown-late", "The event appears on Thursday 10 December 2026, after it is over.",
        "write a day before it starts, Thursday 3 December 2026 at 10am.",
    ),
    f"{DAY}publish_until: 2026-12-01": (
        "event-gone-early", "The event disappears on Tuesday 1 December 2026, before it starts.",
        "write a day after it ends, or take the line out.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("settings", "expected"), ODD.items())
def test_what_is_odd(settings: str, expected: tuple[str, str, str]) -> None:
    assert told(settings) == [expected]


@pytest.mark.parametrize(
    "settings",
    [
        DAY,
        "start: 2026-12-03 07:00\nend: 2026-12-03 08:30",
        "start: 2026-12-03 00:00\nend: 2026-12-03 02:00",
        "start: 2026-12-03 02:00\nend: 2026-12-04 10:00",
        "start: 2026-12-03 22:30\nend: 2026-12-04 00:30",
        "start: 2026-12-03\nend: 2026-12-16",
        "start: 2029-11-01",
        "start: 2020-11-01",
        "start: 2026-12-03\ndate: 2026-12-03",
        "start: 2026-10-01\ndate: 2026-11-01",
        f"{DAY}booking:\n  form: a\n  opens: 2026-11-01\n  closes: 2026-12-03",
        f"{DAY}booking:\n  form: a\n  closes: 2026-12-03 12:00",
        "start: 2026-12-03\nend: 2026-12-05\nbooking:\n  form: a\n  closes: 2026-12-05",
        f"{DAY}publish_from: 2026-12-01\npublish_until: 2027-01-01",
    ],
)
def test_a_near_miss_is_silent(settings: str) -> None:
    assert told(settings) == []
