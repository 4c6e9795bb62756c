"""Views of events: words, booking, and what is coming or past at which instant."""

from __future__ import annotations

from typing import Any

import pytest

from plugins.core.site import Section
from plugins.core.view import Action, Alternate, Badge, Fact, Link
from plugins.events.cards import highlights
from plugins.events.listing import section_view
from plugins.events.references import references
from plugins.events.schedule import past, upcoming
from plugins.events.sections import sections
from plugins.events.view import EventView, view
from tests.builders import NOW, SITE, found, make_entry, make_site

TIMED = "format: online\nstart: 2026-12-03 10:00\nend: 2026-12-03 12:00\n"
PLACE = "format: in-person\nvenue:\n  name: Hall\n"


def event(name: str, text: str) -> Any:
    return make_entry("event", name, text)


def days(name: str, start: str, end: str = "", more: str = "") -> Any:
    return event(name, f"format: online\nstart: {start}\nend: {end}\n{more}")


def seen(text: str, now: str = NOW, **more: Any) -> EventView:
    entry = event("a", text)
    return view(entry, make_site(entry, now=now, **more))


def names(entries: Any) -> list[str]:
    return [entry.name for entry in entries]


# Upcoming and past


@pytest.mark.parametrize(
    ("start", "end", "now", "is_past"),
    [
        ("2026-12-03 10:00", "2026-12-03 12:00", "2026-12-03T11:59:59Z", False),
        ("2026-12-03 10:00", "2026-12-03 12:00", "2026-12-03T12:00Z", True),
        ("2026-07-03 10:00", "2026-07-03 12:00", "2026-07-03T10:59:59Z", False),
        ("2026-07-03 10:00", "2026-07-03 12:00", "2026-07-03T11:00Z", True),
        ("2026-12-03", "", "2026-12-03T23:59:59Z", False),
        ("2026-12-03", "", "2026-12-04T00:00Z", True),
        ("2026-07-03", "", "2026-07-03T22:59:59Z", False),
        ("2026-07-03", "", "2026-07-03T23:00Z", True),
        ("2026-12-03", "2026-12-05", "2026-12-05T23:59:59Z", False),
        ("2026-12-03", "2026-12-05", "2026-12-06T00:00Z", True),
        ("2026-10-25 01:30+01:00", "2026-10-25 01:30+00:00", "2026-10-25T01:29:59Z", False),
        ("2026-10-25 01:30+01:00", "2026-10-25 01:30+00:00", "2026-10-25T01:30Z", True),
    ],
)
def test_an_event_is_past_from_the_instant_of_its_end(start: str, end: str, now: str, is_past: bool) -> None:
    entry = days("a", start, end)
    site = make_site(entry, now=now)
    assert (upcoming(site), past(site)) == (([], [entry]) if is_past else ([entry], []))
    made = view(entry, site)
    assert (made.alert == "This event has taken place.") is is_past
    assert (Badge("Past", "closed") in made.badges) is is_past
    assert (Link("Past events", "/events/past/") in made.breadcrumbs) is is_past


def test_the_next_comes_first_and_the_latest_past_first() -> None:
    site = make_site(
        days("c", "2027-01-05"), days("a", "2026-11-22"), days("b2", "2026-12-03"), days("b1", "2026-12-03"),
        days("x", "2025-01-05"), days("y", "2026-11-21"), days("z", "2026-01-05"),
    )  # fmt: skip
    assert names(upcoming(site)) == ["a", "b1", "b2", "c"]
    assert names(past(site)) == ["y", "z", "x"]


def test_events_in_the_hour_that_happens_twice_are_in_order() -> None:
    second = days("a-second", "2026-10-25 01:15+00:00", "2026-10-25 03:00")
    first = days("b-first", "2026-10-25 01:45+01:00", "2026-10-25 03:00")
    assert names(upcoming(make_site(second, first, now="2026-10-01"))) == ["b-first", "a-second"]


# One event in words


def test_the_facts_of_an_event() -> None:
    text = """\
title: A
format: hybrid
start: 2026-12-03 10:00
end: 2026-12-03 12:30
venue:
  name: Hall
  address: 1 Street, Edinburgh
  postcode: EH1 1AA
  access: A ramp.
online:
  link: https://meet.example.org/a
  public: true
  joining: We send it.
audience: Anyone
series: peer-learning
topics: systems-change
booking:
  form: book
  places: 20
"""
    made = seen(text)
    assert made.facts == (
        Fact(
            "When", "Thursday 3 December 2026, 10am to 12:30pm (UK time)", datetime="2026-12-03T10:00+00:00"
        ),
        Fact("How long", "2 hours 30 minutes"),
        Fact("Format", "In person and online", "/events/formats/hybrid/"),
        Fact("Where", "Hall, 1 Street, Edinburgh, EH1 1AA"),
        Fact("Getting in and around", "A ramp."),
        Fact("Join online", "https://meet.example.org/a", "https://meet.example.org/a"),
        Fact("How to join", "We send it."),
        Fact("Who it is for", "Anyone"),
        Fact("Places", "20"),
        Fact("Series", "Peer learning", "/events/series/peer-learning/"),
        Fact("Topic", "Systems change", "/events/topics/systems-change/"),
    )
    assert (made.when, made.starts_at) == (
        "Thursday 3 December 2026, 10am to 12:30pm", "2026-12-03T10:00+00:00"
    )  # fmt: skip
    assert (made.template, made.address, made.access) == ("event.html", "/events/a/", "A ramp.")
    assert made.breadcrumbs == (
        Link("Home", "/"), Link("Events", "/events/"), Link("A", "/events/a/", current=True)
    )  # fmt: skip


def test_the_papers_and_the_cost_of_an_event() -> None:
    text = f"{TIMED}papers:\n  - text: Agenda\n    file: a.pdf\n  - text: Map\n    file: maps/b.png\nfree: true\n"
    made = seen(text, files=["a.pdf", "maps/b.png"])
    assert made.facts[3:] == (
        Fact("Cost", "Free"),
        Fact("Paper", "Agenda", "/files/a.pdf"),
        Fact("Paper", "Map", "/files/maps/b.png"),
    )
    assert Fact("Cost", "There is a charge") in seen(f"{TIMED}free: no\n").facts


def test_a_link_that_is_not_public_is_nowhere_in_the_view() -> None:
    made = seen(f"{TIMED}online:\n  link: https://meet.example.org/secret\n  joining: We send it.\n")
    assert "secret" not in repr(made)


@pytest.mark.parametrize(
    ("start", "end", "when", "long"),
    [
        ("2026-12-03", "", "Thursday 3 December 2026", "1 day"),
        ("2026-12-03", "2026-12-04", "Thursday 3 to Friday 4 December 2026", "2 days"),
        (
            "2026-10-25 00:30", "2026-10-25 02:30",
            "Sunday 25 October 2026, 12:30am (summer time) to 2:30am (winter time)", "3 hours",
        ),
        (
            "2027-03-28 00:30", "2027-03-28 02:30",
            "Sunday 28 March 2027, 12:30am (winter time) to 2:30am (summer time)", "1 hour",
        ),
        ("2026-07-03 18:00", "2026-07-03 19:00", "Friday 3 July 2026, 6pm to 7pm (UK time)", "1 hour"),
    ],
)  # fmt: skip
def test_when_and_how_long(start: str, end: str, when: str, long: str) -> None:
    made = seen(f"format: online\nstart: {start}\nend: {end}")
    assert [fact.value for fact in made.facts[:2]] == [when, long]


@pytest.mark.parametrize(
    ("more", "now", "alert", "badge"),
    [
        ("", NOW, "", ()),
        ("status_note: Bring a coat.", NOW, "Bring a coat.", ()),
        (
            "event_status: cancelled\nstatus_note: The speaker is ill.", NOW,
            "This event is cancelled. The speaker is ill.", (Badge("Cancelled", "alert"),),
        ),
        ("event_status: cancelled", "2027-01-01", "This event is cancelled.", (Badge("Cancelled", "alert"),)),
        (
            "event_status: cancelled\nprevious_start: 2026-11-26", NOW,
            "This event is cancelled.", (Badge("Cancelled", "alert"),),
        ),
        ("event_status: postponed", NOW, "This event is postponed.", (Badge("Postponed", "alert"),)),
        (
            "previous_start: 2026-11-26 10:30", NOW,
            "This event has moved. It was to start on Thursday 26 November 2026 at 10:30am.",
            (Badge("Moved", "alert"),),
        ),
        (
            "previous_start: 2026-11-26\nstatus_note: The hall is closed.", NOW,
            "This event has moved. It was to start on Thursday 26 November 2026. The hall is closed.",
            (Badge("Moved", "alert"),),
        ),
        ("previous_start: 2026-11-26", "2027-01-01", "This event has taken place.", (Badge("Past", "closed"),)),
        (
            "previous_format: in-person", NOW, "This event is now online. It was to be in person.",
            (Badge("Now online", "alert"),),
        ),
        (
            "previous_format: hybrid\nprevious_start: 2026-11-26\nstatus_note: Sorry.", NOW,
            ("This event has moved. It was to start on Thursday 26 November 2026. "
            "It is now online. It was to be in person and online. Sorry."),
            (Badge("Moved", "alert"),),
        ),
        (
            "previous_format: in-person\nevent_status: cancelled", NOW, "This event is cancelled.",
            (Badge("Cancelled", "alert"),),
        ),
    ],
    ids=[
        "confirmed", "a note", "cancelled", "cancelled and past", "cancelled and moved", "postponed", "moved",
        "moved to another day", "moved and past", "moved online", "moved in both ways", "online and cancelled",
    ],
)  # fmt: skip
def test_what_changed(more: str, now: str, alert: str, badge: tuple[Badge, ...]) -> None:
    made = seen(TIMED + more, now)
    assert (made.alert, made.badges) == (alert, badge)


BOOK = "Book a place"
CLOSES = "Booking closes on Tuesday 1 December 2026."
BOOKING = "booking:\n  form: book\n  opens: 2026-11-01\n  closes: 2026-12-01"


@pytest.mark.parametrize(
    ("more", "now", "action"),
    [
        ("", NOW, None),
        ("booking:\n  form: book", NOW, Action(BOOK, "/events/a/book/")),
        ("booking:\n  link: https://b.org/", NOW, Action(BOOK, "https://b.org/")),
        (BOOKING, "2026-10-31T23:59:59Z", Action(BOOK, note="Booking opens on Sunday 1 November 2026.")),
        (BOOKING, "2026-11-01T00:00Z", Action(BOOK, "/events/a/book/", CLOSES)),
        (BOOKING, "2026-12-01T23:59:59Z", Action(BOOK, "/events/a/book/", CLOSES)),
        (BOOKING, "2026-12-02T00:00Z", Action(BOOK, note="Booking closed on Tuesday 1 December 2026.")),
        ("booking:\n  form: book", "2026-12-03T09:59:59Z", Action(BOOK, "/events/a/book/")),
        (
            "booking:\n  form: book", "2026-12-03T10:00Z",
            Action(BOOK, note="Booking closed on Thursday 3 December 2026 at 10am."),
        ),
        (
            "booking:\n  form: book\n  closes: 2026-12-01 12:00", "2026-12-01T12:00Z",
            Action(BOOK, note="Booking closed on Tuesday 1 December 2026 at midday."),
        ),
        (BOOKING, "2026-12-03T12:00Z", None),
        (f"{BOOKING}\nevent_status: cancelled", NOW, None),
    ],
    ids=[
        "no booking", "form", "link", "the day before it opens", "the first day", "the last day",
        "the day after", "a second before the start", "at the start", "at the time it closes", "past",
        "cancelled",
    ],
)  # fmt: skip
def test_booking(more: str, now: str, action: Action | None) -> None:
    assert seen(TIMED + more, now).action == action


def test_booking_without_a_way_is_no_dead_button() -> None:
    action = seen(f"{TIMED}booking:\n  places: 20").action
    assert action is None or action.href or action.note


def test_neighbours_are_those_of_the_series() -> None:
    series = "series: peer-learning"
    entries = [
        days("a", "2026-12-01", more=series), days("b", "2026-12-02"), days("c", "2026-12-03", more=series),
        days("d", "2026-12-04"), days("e", "2026-12-05", more=series),
    ]  # fmt: skip
    site = make_site(*entries)
    c, d = view(entries[2], site), view(entries[3], site)
    assert [link and link.href for link in (c.previous, c.next)] == ["/events/a/", "/events/e/"]
    assert [link and link.href for link in (d.previous, d.next)] == ["/events/c/", "/events/e/"]


def test_related_events_are_coming_and_share_a_topic() -> None:
    entries = [
        days("a", "2026-12-01", more="topics: x"),
        days("b", "2026-12-02", more="topics: x"),
        days("c", "2026-12-03", more="topics: y"),
        days("d", "2026-01-03", more="topics: x"),
    ]
    made = view(entries[0], make_site(*entries))
    assert [card.href for card in made.related] == ["/events/b/"]
    assert made.related[0].kicker == "Wednesday 2 December 2026 · Online"


def test_highlights_take_place_and_are_about_the_topic() -> None:
    site = make_site(
        days("past", "2026-11-01", more="topics: x"),
        days("later", "2026-12-09", more="topics: x"),
        days("off", "2026-12-01", more="topics: x\nevent_status: cancelled"),
        days("moving", "2026-12-01", more="topics: x\nevent_status: postponed"),
        days("soon", "2026-12-02", more="topics: y"),
    )
    assert [card.href for card in highlights(site, "")] == ["/events/soon/", "/events/later/"]
    assert [card.href for card in highlights(site, "x")] == ["/events/later/"]


# Lists

EVENTS = (
    days("new-year", "2026-12-31", "2027-01-01", "series: peer-learning"),
    days("january", "2027-01-05"),
    event("hall", f"{PLACE}start: 2027-01-06\ntopics: facilitation"),
    days("last-week", "2026-11-15"),
    days("last-year", "2025-12-31", "2026-01-01", "series: peer-learning"),
    days("spring", "2025-03-01"),
)


def listed(kind: str, key: str = "", address: str = "/events/") -> list[tuple[str, list[str]]]:
    made = section_view(Section(address, kind, key), make_site(*EVENTS))
    return [
        (group.title, [card.href.removeprefix("/events/").strip("/") for card in group.cards])
        for group in made.groups
    ]


@pytest.mark.parametrize(
    ("kind", "key", "groups"),
    [
        ("upcoming", "", [("December 2026", ["new-year"]), ("January 2027", ["january", "hall"])]),
        ("past", "", [("2026", ["last-week"]), ("2025", ["last-year", "spring"])]),
        ("year", "2025", [("December 2025", ["last-year"]), ("March 2025", ["spring"])]),
        ("series", "peer-learning", [("December 2026", ["new-year"]), ("Past events", ["last-year"])]),
        ("topic", "facilitation", [("January 2027", ["hall"])]),
        ("topic", "systems-change", []),
        ("format", "in-person", [("January 2027", ["hall"])]),
    ],
)
def test_lists(kind: str, key: str, groups: list[tuple[str, list[str]]]) -> None:
    assert listed(kind, key) == groups


def test_the_addresses_of_lists() -> None:
    assert [section.address for section in sections(make_site(*EVENTS))] == [
        "/events/", "/events/past/", "/events/past/2026/", "/events/past/2025/",
        "/events/series/peer-learning/",
        "/events/topics/facilitation/", "/events/topics/systems-change/",
        "/events/formats/in-person/", "/events/formats/online/", "/events/formats/hybrid/",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "key", "title", "empty"),
    [
        ("upcoming", "", "Events", "There are no events."),
        ("past", "", "Past events", "There are no past events yet."),
        ("series", "peer-learning", "Peer learning: events", "No events of Peer learning are planned at the moment."),
        (
            "topic", "systems-change", "Events on systems change",
            "No events on systems change are planned at the moment.",
        ),
        ("format", "online", "Events held online", "No events held online are planned at the moment."),
    ],
)  # fmt: skip
def test_an_empty_list_says_so(kind: str, key: str, title: str, empty: str) -> None:
    made = section_view(Section("/events/x/", kind, key), make_site())
    assert (made.title, made.head_title, made.empty, made.groups) == (title, title, empty, ())


def test_a_list_marks_where_one_is() -> None:
    made = section_view(Section("/events/past/2025/", "year", "2025"), make_site(*EVENTS))
    current = [link.href for facet in made.facets for link in facet.links if link.current]
    assert current == ["/events/past/2025/"]
    assert made.breadcrumbs == (
        Link("Home", "/"),
        Link("Events", "/events/"),
        Link("Past events", "/events/past/"),
        Link("Past events of 2025", "/events/past/2025/", current=True),
    )


# References


def test_a_series_and_a_form_must_be_there() -> None:
    entry = event("a", f"{TIMED}series: peer-lerning\nbooking:\n  form: boking")
    site = make_site(entry, broken=[("form", "booking")])
    assert found(references(entry, site)) == [
        (7, 9, "reference-unknown", "There is no series called peer-lerning.", "write peer-learning"),
        (9, 9, "reference-unknown", "There is no form called boking.", "write booking"),
    ]
    right = event("a", f"{TIMED}series: peer-learning\nbooking:\n  form: booking")
    assert list(references(right, site)) == []


def test_a_paper_must_be_there() -> None:
    papers = "papers:\n  - text: Agenda\n    file: agnda.pdf\n  - text: Map\n    file: map.png"
    entry = event("a", TIMED + papers)
    site = make_site(entry, files=["agenda.pdf", "minutes.pdf"])
    assert found(references(entry, site)) == [
        (9, 11, "file-nowhere", "There is no file called agnda.pdf.", "write agenda.pdf"),
        (
            11, 11, "file-nowhere", "There is no file called map.png.",
            "put the file into content/files and write its name here.",
        ),
    ]  # fmt: skip
    assert list(references(entry, make_site(entry, files=["agnda.pdf", "map.png"]))) == []


def test_no_series_at_all() -> None:
    without = SITE[: SITE.index("series:")] + SITE[SITE.index("placeholders:") :]
    entry = event("a", f"{TIMED}series: talks")
    assert [problem.fix for problem in references(entry, make_site(entry, site=without))] == [
        "take the line out, or add talks to site.yaml first."
    ]


# Calendars


def test_a_coming_event_can_be_put_into_a_calendar() -> None:
    made = seen(TIMED)
    assert [link.label for link in made.add] == [
        "Calendar file", "Google Calendar", "Outlook.com", "Microsoft 365"
    ]  # fmt: skip
    assert made.add[0].href == "/events/a.ics"
    assert made.subscribe.href == "/subscribe/#your_calendar"
    assert made.alternates == (Alternate(made.title, "/events/a.ics", "text/calendar"),)


@pytest.mark.parametrize(
    ("more", "now"),
    [
        ("", "2026-12-03T12:00Z"),
        ("event_status: cancelled", NOW),
        ("event_status: postponed", NOW),
        ("event_status: cancelled", "2026-12-03T12:00Z"),
    ],
)
def test_what_is_past_or_does_not_take_place_cannot_be_added(more: str, now: str) -> None:
    made = seen(TIMED + more, now=now)
    assert made.add == ()
    assert made.alternates[0].href == "/events/a.ics"


def test_an_event_of_a_series_leads_to_the_calendar_of_the_series() -> None:
    made = seen(f"{TIMED}series: peer-learning")
    assert made.subscribe.href == "/subscribe/#series_peer-learning"


@pytest.mark.parametrize(
    ("section", "href", "alternates"),
    [
        (Section("/events/", "upcoming"), "/subscribe/#your_calendar", []),
        (Section("/events/past/", "past"), None, []),
        (Section("/events/past/2025/", "year", "2025"), None, []),
        (Section("/events/series/peer-learning/", "series", "peer-learning"),
         "/subscribe/#series_peer-learning", [("/calendar/series/peer-learning.ics", "text/calendar")]),
        (Section("/events/topics/facilitation/", "topic", "facilitation"),
         "/subscribe/#your_calendar", [("/feeds/topics/facilitation.xml", "application/rss+xml")]),
        (Section("/events/formats/online/", "format", "online"), "/subscribe/#your_calendar", []),
    ],
)  # fmt: skip
def test_lists_lead_to_their_calendar(section: Section, href: str | None, alternates: Any) -> None:
    made = section_view(section, make_site())
    assert (made.subscribe.href if made.subscribe else None) == href
    assert [(found.href, found.type) for found in made.alternates] == alternates
