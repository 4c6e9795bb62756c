"""Events that are booked with a form: their pages, and when they are open."""

from __future__ import annotations

from typing import Any

import pytest

from plugins.core.site import Section, Site
from plugins.core.view import Card, Fact, Link
from plugins.forms.bookings import booking_problems, bookings, instant
from plugins.forms.sections import sections
from plugins.forms.view import FormView, section_view, view
from tests.builders import NOW, found, make_entry, make_site

FORM = """\
title: Book
kind: book
purpose: P
lawful_basis: L
retention_days: 30
fields:
  - name: email
    type: email
    label: Email
    required: true
"""
EVENT = """\
title: Open day
start: 2026-12-03 10:00
end: 2026-12-03 11:00
format: online
"""


def event(name: str = "open-day", more: str = "booking:\n  form: book") -> Any:
    return make_entry("event", name, EVENT + more)


def site_of(*events: Any, form: str = FORM, now: str = NOW) -> Site:
    return make_site(make_entry("form", "book", form), *events, now=now)


def page(more: str = "booking:\n  form: book", form: str = FORM, now: str = NOW) -> FormView:
    made = section_view(
        Section("/events/open-day/book/", "book", "open-day"), site_of(event(more=more), form=form, now=now)
    )
    assert isinstance(made, FormView)
    return made


def test_each_event_to_book_has_its_page() -> None:
    events = [
        event("b"), event("a"), event("link", "booking:\n  link: https://b.org/"), event("free", ""),
        event("none", "booking:\n  form: nowhere"),
    ]  # fmt: skip
    found = [section for section in sections(site_of(*events)) if section.kind == "book"]
    assert found == [
        Section("/events/b/book/", "book", "b", lasting=False),
        Section("/events/a/book/", "book", "a", lasting=False),
    ]


def test_an_event_that_is_over_has_none() -> None:
    assert [one.name for one in bookings(site_of(event(), now="2026-12-03T10:59:59"))] == ["open-day"]
    assert bookings(site_of(event(), now="2026-12-03T11:00")) == ()


def test_the_page_of_a_booking() -> None:
    made = page("booking:\n  form: book\n  places: 20")
    assert (made.address, made.title) == ("/events/open-day/book/", "Book a place: Open day")
    assert (made.action, made.event, made.asks, made.closed) == ("/f/book", "open-day", True, "")
    assert made.robots == "noindex"
    assert made.about == (
        Fact("Event", "Open day", "/events/open-day/"),
        Fact("When", "Thursday 3 December 2026, 10am to 11am"),
        Fact("Where", "Online"),
        Fact("Places", "20"),
    )
    assert made.breadcrumbs[1:] == (
        Link("Events", "/events/"),
        Link("Open day", "/events/open-day/"),
        Link("Book a place", "/events/open-day/book/", current=True),
    )


DATES = "booking:\n  form: book\n  opens: 2026-11-10\n  closes: 2026-12-01 12:00"


@pytest.mark.parametrize(
    ("more", "now", "closed"),
    [
        (DATES, "2026-11-09T23:59:59", "Booking opens on Tuesday 10 November 2026."),
        (DATES, "2026-11-10T00:00", ""),
        (DATES, "2026-12-01T11:59:59", ""),
        (DATES, "2026-12-01T12:00", "Booking closed on Tuesday 1 December 2026 at midday."),
        ("booking:\n  form: book", "2026-12-03T10:00", "Booking closed on Thursday 3 December 2026 at 10am."),
        (f"event_status: cancelled\nstatus_note: Snow.\n{DATES}", NOW, "This event is cancelled. Snow."),
        (f"event_status: postponed\n{DATES}", NOW, "This event is postponed."),
    ],
)
def test_a_booking_that_is_closed_says_why(more: str, now: str, closed: str) -> None:
    made = page(more, now=now)
    assert (made.closed, made.asks) == (closed, not closed)


def test_a_closed_form_closes_its_bookings() -> None:
    assert page(form=f"closes: 2026-11-01\n{FORM}").closed == "This form closed on 1 November 2026."


def test_a_form_for_bookings_lists_what_can_be_booked_now() -> None:
    late = "booking:\n  form: book\n  opens: 2026-12-01"
    site = site_of(event("b"), event("late", late), event("a"))
    made = view(site.of("form")[0], site)
    assert made.asks is False
    assert made.events == tuple(
        Card(
            "Open day",
            f"/events/{name}/book/",
            f"The summary of {name}",
            "Thursday 3 December 2026, 10am to 11am",
        )
        for name in ("a", "b")
    )


def test_only_a_form_for_bookings_gives_places() -> None:
    site = site_of(event(), form=FORM.replace("kind: book", "kind: store"))
    assert bookings(site) == ()
    assert found(booking_problems(site.of("form")[0], site)) == [
        (
            8, 9, "booking-form-kind", "The form book is no form for bookings: its kind is store.",
            "name a form with kind: book",
        )
    ]  # fmt: skip
    assert list(booking_problems(*_booked())) == []


def _booked() -> tuple[Any, Site]:
    site = site_of(event())
    return site.of("form")[0], site


def test_instants() -> None:
    from datetime import date, datetime

    from plugins.core.clock import UK

    assert instant(None) is None
    assert instant(date(2026, 7, 1)) == "2026-06-30T23:00:00+00:00"
    assert instant(date(2026, 7, 1), closing=True) == "2026-07-01T23:00:00+00:00"
    assert instant(datetime(2026, 12, 1, 12, tzinfo=UK), closing=True) == "2026-12-01T12:00:00+00:00"
