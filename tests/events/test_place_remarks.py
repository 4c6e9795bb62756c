"""What is odd about the place of an event and about its change, and what only looks so."""

from __future__ import annotations

import pytest

from plugins.events.place_remarks import remarks
from tests.builders import make_entry

START = "start: 2026-12-03 10:00\nend: 2026-12-03 12:00\n"
VENUE = "venue:\n  name: Example Hall\n"
NOTE = "status_note: The speaker is ill.\n"


def told(settings: str, title: str = "Open day") -> list[tuple[str, ...]]:
    entry = make_entry("event", "a", f"{START}title: {title}\n{settings}")
    return [(code, message, fix, severity) for _, code, message, fix, severity in remarks(entry.item)]


def test_an_online_event_with_a_venue() -> None:
    assert told(f"format: online\n{VENUE}") == [
        (
            "event-venue-online", "The event is online, but it has a venue too: Example Hall",
            "write format: hybrid if people can also come there, or take the venue out.", "warning",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    "settings",
    [
        "format: online\n",
        f"format: in-person\n{VENUE}",
        f"format: hybrid\n{VENUE}",
        # It moved online, and its editor leaves the old place there.
        f"format: online\nprevious_format: in-person\n{VENUE}",
    ],
)
def test_an_event_whose_place_fits(settings: str) -> None:
    assert told(settings) == []


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("'Cancelled: open day'", "cancelled"),
        ("CANCELLED – open day", "cancelled"),
        ("Open day (cancelled)", "cancelled"),
        ("Open day - POSTPONED!", "postponed"),
        ("Open day – canceled", "cancelled"),
    ],
)
def test_a_title_that_says_what_the_settings_do_not(title: str, word: str) -> None:
    assert told("format: online\n", title) == [
        (
            "event-status-missing",
            f"The title says {word}, but calendars go on to show the event as planned.",
            f"add a line event_status: {word}, and take the word out of the title: it is put there for you.",
            "warning",
        )
    ]
    assert told(f"format: online\nevent_status: {word}\n{NOTE}", title) == []


@pytest.mark.parametrize(
    "title", ["When plans are cancelled", "What postponed care costs", "Cancelled trains and what we learned"]
)
def test_a_title_about_what_is_cancelled(title: str) -> None:
    assert told("format: online\n", title) == []


def test_a_change_without_a_note_is_advised_against() -> None:
    assert told("format: online\nevent_status: postponed\n") == [
        (
            "event-note-missing", "The event is postponed, and nothing says why, or what people should do.",
            "add a line such as\n     status_note: The speaker is ill.", "advice",
        )
    ]  # fmt: skip


def test_a_map_position_that_is_the_wrong_way_round() -> None:
    assert told(f"format: in-person\n{VENUE}  geo: -3.1883, 55.9533\n") == [
        (
            "geo-swapped", "The map position -3.1883, 55.9533 is in the Indian Ocean.",
            "write 55.9533, -3.1883 if that is meant: north comes first.", "warning",
        )
    ]  # fmt: skip
    assert told(f"format: in-person\n{VENUE}  geo: 55.9533, -3.1883\n") == []


@pytest.mark.parametrize("code", ["EH1 1A", "EH1", "G2 1ALL", "EH11 OAA", "EH1 1 AA"])
def test_a_postcode_that_is_not_whole(code: str) -> None:
    assert told(f"format: in-person\n{VENUE}  postcode: {code}\n") == [
        ("postcode-form", f"“{code}” is not a whole postcode.", "write it like EH1 1AA", "warning")
    ]


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("EH! 1AA", "EH1 1AA"),
        ("eh1 !aa", "EH1 1AA"),
        ("EH1£ 1AA", "EH13 1AA"),
        ("EH1-1AA", "EH1 1AA"),
        ("EH1 1AA.", "EH1 1AA"),
        ("(EH1 1AA)", "EH1 1AA"),
    ],
)
def test_a_postcode_with_a_sign(code: str, right: str) -> None:
    assert told(f"format: in-person\n{VENUE}  postcode: '{code}'\n") == [
        (
            "postcode-form", f"“{code}” has a sign in it that no postcode has.",
            f"write {right} if that is meant.", "warning",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    "code", ["00-950 Warszawa", "1000-001", "L-1009", "SE-100 05", "FI-00100", "(to be confirmed)", "EH1 1AA / EH1 1AB",
             "EH1 1AA, side door"],
)  # fmt: skip
def test_a_postcode_of_another_country_and_more_than_a_postcode(code: str) -> None:
    assert told(f"format: in-person\n{VENUE}  postcode: {code}\n") == []


@pytest.mark.parametrize(
    "code", ["EH1 1AA", "g2 1al", "EH11AA", "W1A 1AA", "SW1A 2AA", "KW17 2AA", "BFPO 58", "GX11 1AA", "D02 AF30",
             "10115", "75008 Paris", "GIR 0AA"],
)  # fmt: skip
def test_a_postcode_that_is_whole_or_of_another_country(code: str) -> None:
    assert told(f"format: in-person\n{VENUE}  postcode: {code}\n") == []
