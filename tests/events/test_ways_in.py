"""Events that nobody can get into, and the many ways in which a text says how people do."""

from __future__ import annotations

import pytest

from plugins.core.problems import Problem
from plugins.events.ways_in import ways_in
from tests.builders import Found, check, make_entry, make_site

WHEN = "start: 2026-12-03 10:00\nend: 2026-12-03 12:00\n"
PLACE = f"{WHEN}format: in-person\nvenue:\n  name: Hall\n"
HYBRID = PLACE.replace("in-person", "hybrid")
BOOK = (
    "kind: book\npurpose: P\nlawful_basis: L\nretention_days: 30\nfields:\n"
    "  - name: email\n    type: email\n    label: Email\n"
)
FIX = "add a line to booking such as\n     link: https://book.example.org/a"


def remarked(settings: str, body: str = "Bring your lunch.\n", *, form: bool = False) -> list[Problem]:
    entry = make_entry("event", "a", settings, body)
    others = [make_entry("form", "sign-up", BOOK)] if form else []
    return list(ways_in(entry, make_site(entry, *others)))


def told(settings: str, body: str = "Bring your lunch.\n") -> list[tuple[object, ...]]:
    return [
        (found.line, found.column, found.code, found.message, found.fix) for found in remarked(settings, body)
    ]


# Booking


def test_places_and_no_way_to_book() -> None:
    [found] = remarked(f"{PLACE}booking:\n  # form: sign-up\n  places: 40\n", form=True)
    assert (found.line, found.column, found.severity) == (9, 1, "warning")
    assert (found.message, found.fix) == (
        "Nobody can book the 40 places: booking has no form and no link.",
        "add a line to booking such as\n     form: sign-up",
    )
    message = "Nobody can book: booking has no form and no link."
    for settings in ("  closes: 2026-12-01", "  opens: 2026-11-01\n  closes: 2026-12-01", "  places: 1"):
        assert told(f"{PLACE}booking:\n{settings}\n") == [(9, 1, "booking-way-missing", message, FIX)]


def test_booking_without_anything() -> None:
    assert told(f"{PLACE}booking:\n  # form: sign-up\n") == [
        (
            9, 1, "booking-way-missing", "Booking is empty, so nobody can book.",
            "write below it\n       link: https://book.example.org/a\n     or take the line out.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    ["Places are limited, so book early.", "Book your place below.", "## Booking\n\nBring your lunch."],
)
def test_a_text_that_does_not_say_how(body: str) -> None:
    assert len(told(f"{PLACE}booking:\n  places: 40\n", body)) == 1


@pytest.mark.parametrize(
    "settings",
    [
        "booking:\n  form: sign-up\n  places: 40",
        "booking:\n  link: https://book.example.org/a",
        # It opens later, or is closed, and so may have its way later, or had it.
        "booking:\n  opens: 2026-11-25\n  places: 40",
        "booking:\n  closes: 2026-11-18\n  places: 40",
        "booking:\n  places: 40\nevent_status: cancelled",
        "booking:\n  places: 40\nevent_status: postponed",
        "booking:\n  places: 40\nstatus: draft",
        "audience: All",
    ],
)
def test_an_event_that_can_be_booked_or_need_not(settings: str) -> None:
    assert told(f"{PLACE}{settings}\n") == []


def test_an_event_that_is_over() -> None:
    assert told(f"{PLACE}booking:\n  places: 40\n".replace("2026-12-03", "2026-11-03")) == []


@pytest.mark.parametrize(
    "body",
    [
        "To book, [write to us](../pages/contact.md).",
        "Book with [Ann].\n\nTo book a place, e-mail Ann at the office.",
        "Write to {placeholder:mailbox} to reserve a place.",
        "Call 0131 496 0000 for tickets.",
        "You do not need to book.",
        "No need to book: just come.",
        "Places are on a first come, first served basis.",
        "The workshop is fully booked.",
        "Please register through your manager.",
        "Let us know if you want a place.",
    ],
)
def test_a_text_that_says_how_people_book(body: str) -> None:
    assert told(f"{PLACE}booking:\n  places: 40\n", body) == []
    assert told(f"{PLACE}booking:\n", body) == []


def test_no_places_at_all() -> None:
    top = f"title: A\nsummary: B\n{PLACE}booking:\n  form: sign-up\n"
    expected: list[Found] = [
        (
            11, 11, "booking-places", "Places must be 1 or more, but it is 0.",
            "write how many can come, or take the line out if there is no limit.",
        )
    ]  # fmt: skip
    assert check("event", f"{top}  places: 0\n") == expected
    assert check("event", f"{top}  places: 1\n") == []


# Joining online


def test_nothing_says_how_people_join() -> None:
    assert told(f"{WHEN}format: online\n") == [], "the rest may come later"
    assert told(HYBRID)[0][3:] == (
        "The event is in person and online, but nothing says how people join online.",
        "add\n     online:\n       joining: We send the link the day before.",
    )


def test_a_link_that_is_shown_to_nobody() -> None:
    assert told(f"{WHEN}format: online\nonline:\n  link: https://meet.example.org/a\n") == [
        (
            8, 3, "joining-missing", "The event is online, but nothing says how people join online.",
            "add a line to online such as\n     joining: We send the link the day before.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    "settings",
    [
        "format: online\nonline:\n  joining: We send the link.",
        "format: online\nonline:\n  link: https://meet.example.org/a\n  public: true",
        "format: hybrid\nvenue:\n  name: Hall\nbooking:\n  form: sign-up",
        "format: hybrid\nvenue:\n  name: Hall\nbooking:\n  link: https://book.example.org/a",
        "format: hybrid\nvenue:\n  name: Hall\nbooking:\n  opens: 2026-11-25",
        "format: hybrid\nvenue:\n  name: Hall\nstatus: draft",
        "format: hybrid\nvenue:\n  name: Hall\nevent_status: cancelled",
        "format: hybrid\nvenue:\n  name: Hall\nevent_status: postponed",
        "summary: Ask Ann for the link.\nformat: hybrid\nvenue:\n  name: Hall",
        "format: in-person\nvenue:\n  name: Hall",
    ],
)
def test_an_event_that_says_how_people_join_or_need_not(settings: str) -> None:
    assert told(f"{WHEN}{settings}\n") == []


def test_an_online_event_that_is_over() -> None:
    assert told(HYBRID.replace("2026-12-03", "2026-11-03")) == []


@pytest.mark.parametrize(
    "body",
    [
        "We send you the link.",
        "We send you all that you need.",
        "We meet on Zoom.",
        "Everyone invited gets it.",
        "[Watch it](https://example.org/)",
        "Joining instructions follow.",
        "Ask for the details by e-mail.",
        "Register with your manager.",
    ],
)
def test_a_text_that_may_say_how_people_join(body: str) -> None:
    assert told(HYBRID, body) == []


def test_to_be_asked_to_join_is_not_to_be_told_how() -> None:
    assert len(told(HYBRID, "Join us for lunch.")) == 1


@pytest.mark.parametrize(
    "body",
    [
        "To come, email team@example.org by 15 February.",
        "Fill in [our form](../pages/contact.md).",
        "Phone 0131 496 0000 and say your name.",
        "Booking opens in January.",
        "Your manager puts your name on the list.",
        "Anyone can come on the day.",
    ],
)
def test_ways_of_other_kinds(body: str) -> None:
    assert told(f"{PLACE}booking:\n  places: 40\n", body) == []


@pytest.mark.parametrize("body", ["Watch it live on our channel.", "We will tell you how in January."])
def test_ways_to_join_of_other_kinds(body: str) -> None:
    assert told(HYBRID, body) == []
