"""The same form sent many times at once, on every store: accepted once, answered every time."""

from __future__ import annotations

from typing import Any

from functions.forms.outbox import drain
from functions.forms.stores import Store
from tests.functions.forms.builders import DEFINITIONS, GOOD, NOW, SETTINGS, Visitor
from tests.functions.forms.test_outbox import Letterbox

from .test_contract import many


def visitor_of(store: Store) -> Visitor:
    made = Visitor()
    made.store = store  # type: ignore[assignment]
    return made


def test_fifty_identical_posts_are_one_submission_and_one_of_each_mail(store: Store) -> None:
    visitor = visitor_of(store)
    answers = many(50, lambda _: visitor.post("contact", GOOD["contact"]))
    assert {(answer.status, dict(answer.headers)["Location"]) for answer in answers} == {
        (303, "/forms/contact/thank-you/")
    }
    assert len(list(store.scan("", None))) == 1
    mailer = Letterbox()
    many(4, lambda owner: _drained(store, mailer, str(owner)))
    assert sorted(mailer.to) == ["ann@mail.example", "team@team.example"]
    assert store.unsent() == (0, None)


def test_fifty_identical_subscriptions_are_one_question(store: Store) -> None:
    visitor = visitor_of(store)
    answers = many(50, lambda _: visitor.post("newsletter", GOOD["newsletter"]))
    assert {answer.status for answer in answers} == {303}
    mailer = Letterbox()
    _drained(store, mailer, "one")
    assert mailer.to == ["ann@mail.example"]


def test_two_workers_give_out_exactly_the_places_there_are(store: Store) -> None:
    visitor = visitor_of(store)
    many(10, lambda n: visitor.post("booking", {**GOOD["booking"], "email": f"{n}@mail.example"}))
    many(2, lambda owner: _drained(store, Letterbox(), str(owner)))
    places = [item["place"] for item in store.scan("", None)]
    assert (places.count("place"), places.count("waiting list")) == (2, 8)


def _drained(store: Store, mailer: Any, owner: str) -> None:
    drain(store, mailer, DEFINITIONS, NOW, SETTINGS, owner)
