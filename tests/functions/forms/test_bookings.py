from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.forms import retention
from functions.forms.bookings import allot, free, needs_place, seat
from functions.forms.stores import Item
from functions.forms.stores.sqlite import SQLite

from .builders import EVENTS, GOOD, NOW, Visitor, definitions, text
from .test_outbox import Office

SECOND = timedelta(seconds=1)


def visitor_of(**changes: Any) -> Visitor:
    return Visitor(definitions(events={"open-day": EVENTS["open-day"] | changes}))


def answered(visitor: Visitor, item: dict[str, Any]) -> dict[str, Any]:
    """Do what the worker does for one booking."""
    event = visitor.definitions.events.get(item["event"])
    return allot(item, seat(visitor.store, item, event, visitor.now), visitor.now)


def test_a_booking_is_accepted_before_it_is_answered() -> None:
    visitor = Visitor()
    assert visitor.post("booking", GOOD["booking"]).status == 303
    item = visitor.only
    assert (item["event"], item["places"], item["place"], item["outbox"]) == ("open-day", 2, None, [])
    assert item["due"] == NOW.isoformat()
    assert item["expires"] is None
    assert needs_place(item)
    assert visitor.store.calls == ["put_new"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cancelled": True}, "“Open day” is cancelled."),
        ({"opens": (NOW + SECOND).isoformat()}, "Booking for “Open day” is not open yet."),
        ({"closes": NOW.isoformat()}, "Booking for “Open day” is closed."),
        ({"opens": NOW.isoformat(), "closes": (NOW + SECOND).isoformat()}, ""),
        ({"places": None, "closes": None}, ""),
    ],
)
def test_an_event_that_cannot_be_booked_says_so_with_the_answers_to_copy(
    changes: dict[str, Any], words: str
) -> None:
    visitor = visitor_of(**changes)
    response = visitor.post("booking", GOOD["booking"])
    assert response.status == (409 if words else 303)
    if words:
        assert words in text(response)
        assert "<dd>Ann Example</dd>" in text(response)
        assert visitor.store.calls == []


@pytest.mark.parametrize("event", [None, "", "unknown", "<b>"])
def test_a_booking_needs_an_event(event: str | None) -> None:
    visitor = Visitor()
    sent = {key: value for key, value in GOOD["booking"].items() if key != "event"}
    response = visitor.post("booking", sent if event is None else sent | {"event": event})
    assert response.status == 409
    assert "Choose the event that you want to book, and use the button on its page." in text(response)


def test_exactly_as_many_places_as_there_are() -> None:
    visitor = visitor_of(places=20)
    for number in range(60):
        visitor.post("booking", GOOD["booking"] | {"email": f"p{number}@mail.example"})
    made = [answered(visitor, item) for item in visitor.store.items.values()]
    assert [item["place"] for item in made] == ["place"] * 20 + ["waiting list"] * 40


def test_no_limit_is_a_place_for_everyone() -> None:
    visitor = visitor_of(places=None)
    visitor.post("booking", GOOD["booking"])
    assert answered(visitor, visitor.only)["place"] == "place"


@pytest.mark.parametrize(
    ("place", "subject", "words"),
    [
        ("place", "Your place: Open day", "You have a place at this event."),
        ("waiting list", "You are on the waiting list: Open day", "Until then you do not have a place."),
    ],
)
def test_both_sides_hear_of_the_answer(place: str, subject: str, words: str) -> None:
    visitor = Visitor()
    visitor.post("booking", GOOD["booking"] | {"access": "step-free"})
    later = NOW + timedelta(hours=1)
    made = allot(visitor.only, place, later)
    visitors, team = made["outbox"]
    assert (made["place"], [*made["outcomes"]]) == (place, ["place"] if place == "waiting list" else [])
    assert (visitors["to"], visitors["subject"]) == ("ann@mail.example", subject)
    assert words in visitors["body"]
    assert (
        "Thursday 3 December 2026, 10am to 11am\nhttps://www.team.example/events/open-day/"
        in visitors["body"]
    )
    assert "step-free" not in visitors["body"]
    assert team["subject"].startswith(f"Open day: {place} (")
    assert f"Result: {place}" in team["body"]
    assert "Access\nstep-free" in team["body"]
    assert {mail["next"] for mail in made["outbox"]} == {later.isoformat()}


def test_an_answer_is_given_once() -> None:
    visitor = Visitor()
    visitor.post("booking", GOOD["booking"])
    made = allot(visitor.only, "place", NOW)
    assert not needs_place(made)
    assert allot(made, "waiting list", NOW) == made


def test_the_same_person_can_book_two_events_and_each_once() -> None:
    events = EVENTS | {"talk": EVENTS["open-day"] | {"title": "Talk"}}
    visitor = Visitor(definitions(events=events))
    for event in ("open-day", "talk", "open-day"):
        assert visitor.post("booking", GOOD["booking"] | {"event": event}).status == 303
    assert [item["event"] for item in visitor.store.items.values()] == ["open-day", "talk"]


def test_whoever_adds_something_has_one_place_and_the_team_reads_it() -> None:
    visitor = visitor_of(places=1)
    for changes in ({}, {"access": "BSL"}, {"name": "ANN example", "email": "Ann@mail.example"}):
        visitor.post("booking", GOOD["booking"] | changes)
    visitor.post("booking", GOOD["booking"] | {"name": "Bob"})
    made = [answered(visitor, item) for item in visitor.store.items.values()]
    assert [item["place"] for item in made] == ["place"] * 3 + ["waiting list"]
    assert "Access\nBSL" in made[1]["outbox"][1]["body"]


def test_whoever_books_again_next_week_has_their_place_already() -> None:
    visitor = Visitor()
    for days in (0, 1, 6):
        visitor.wait(days=days)
        assert visitor.post("booking", GOOD["booking"]).status == 303
    assert len(visitor.store.items) == 1


def test_a_booking_is_kept_until_after_the_event() -> None:
    visitor = Visitor()
    visitor.post("booking", GOOD["booking"])
    assert retention.expires(visitor.only) is None
    made = allot(visitor.only, "place", NOW)
    for mail in made["outbox"]:
        mail["state"] = "sent"
    closes = datetime(2026, 12, 2, tzinfo=UTC)
    assert retention.expires(made) == int((closes + timedelta(days=180)).timestamp())


def test_a_held_booking_waits_for_a_person() -> None:
    visitor = Visitor()
    visitor.post("booking", GOOD["booking"] | {"name": "www.spam.example"})
    item = visitor.only
    assert (item["state"], item["due"], needs_place(item)) == ("held", NOW.isoformat(), False)
    assert [mail["subject"][:4] for mail in visitor.take_mail()] == ["Held"]
    released = retention.released(item, NOW + SECOND)
    assert (released["state"], released["due"]) == ("accepted", (NOW + SECOND).isoformat())
    assert needs_place(released)


OVER = datetime(2026, 12, 3, 11, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    store = SQLite(tmp_path / "forms.sqlite")
    yield Office(store)
    store.close()


def changed(office: Office, **changes: Any) -> None:
    """Put another event in the place of that which is booked; `gone` takes it away."""
    event = {"open-day": EVENTS["open-day"] | {key: value for key, value in changes.items() if key != "gone"}}
    office.definitions = definitions(events={} if changes.get("gone") else event)


def book(office: Office, *names: str) -> None:
    for name in names:
        office.post("booking", {**GOOD["booking"], "name": name, "email": f"{name}@mail.example"})
        office.wait(seconds=1)


def places(office: Office) -> dict[str, str]:
    return {found["fields"]["name"]: found["place"] for found in office.kept.scan("", None)}


def booked(office: Office, name: str) -> Item:
    return next(found for found in office.kept.scan("", None) if found["fields"]["name"] == name)


@pytest.mark.parametrize(
    ("changes", "now"),
    [
        ({"cancelled": True}, NOW),
        ({"gone": True}, NOW),
        ({}, OVER),
        ({"over": "1970-01-01T00:00:00+00:00"}, NOW),
    ],
    ids=["cancelled", "gone", "over", "postponed"],
)
def test_nobody_is_offered_a_place_where_nobody_can_come(
    office: Office, changes: dict[str, Any], now: datetime
) -> None:
    changed(office, places=1)
    book(office, "ann", "bob")
    office.drain()
    book(office, "late")
    office.mailer.mails.clear()
    changed(office, places=1, **changes)
    office.now = max(office.now, now)
    assert free(office.kept, booked(office, "ann"))  # bob waits, and is asked again
    office.drain()
    assert [(to, mail["Subject"]) for to, mail in office.mailer.mails] == [
        ("late@mail.example", "No place: Open day")
    ]
    assert "You do not have a place at this event." in office.mailer.mails[0][1].get_content()
    assert places(office) == {"bob": "waiting list", "late": "no place"}
    assert office.drain().unsent == 0


def test_until_it_is_over_a_place_that_becomes_free_is_given(office: Office) -> None:
    changed(office, places=1)
    book(office, "ann", "bob")
    office.drain()
    office.now = OVER - SECOND  # booking has closed the day before
    free(office.kept, booked(office, "ann"))
    office.drain()
    assert places(office) == {"bob": "place"}


def test_nobody_overtakes_those_who_wait(office: Office) -> None:
    """The event gets more places: they are for those who wait, in order, whoever books first after that."""
    book(office, "a", "b", "c", "d")
    office.drain()
    changed(office, places=3)
    book(office, "late")
    for _ in range(2):
        office.drain()
    assert places(office) == {
        "a": "place", "b": "place", "c": "place", "d": "waiting list", "late": "waiting list"
    }  # fmt: skip
    changed(office, places=10)
    book(office, "later")
    for _ in range(2):
        office.drain()
    assert set(places(office).values()) == {"place"}
    book(office, "last")
    office.mailer.mails.clear()
    office.drain()
    told = [mail["Subject"] for to, mail in office.mailer.mails if to == "last@mail.example"]
    assert told == ["Your place: Open day"], "nobody waits any more"


def test_who_no_longer_waits_is_in_nobodys_way(office: Office) -> None:
    changed(office, places=1)
    book(office, "ann", "bob")
    office.drain()
    for name in ("bob", "ann"):
        free(office.kept, booked(office, name))
    book(office, "cara")
    office.drain()
    assert places(office) == {"cara": "place"}
