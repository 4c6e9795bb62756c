"""Structured data: what search engines would read of a page, in the words of schema.org."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.announcement import Announcement
from plugins.core.calendar_event import CalendarEvent, Place
from plugins.core.site import Change, Section
from plugins.core.subscriptions import Identity, Publisher
from plugins.core.view import Link, Picture, RedirectView
from plugins.core.written_dates import parse_moment
from plugins.events.listing import section_view
from plugins.outputs.structured_data import article, breadcrumbs, event, script, with_structured_data
from plugins.pages.view import section_view as page_section_view
from tests.builders import SITE, make_entry, make_site, quick

URL = "https://www.example.org"
PUBLISHER = Publisher("Net", URL, "en-GB", "", Identity("net.example.org", 2026))
SCHEMA = "https://schema.org/"
START, END = '<script type="application/ld+json">', "</script>"


def happening(start: str = "2026-12-03 10:00", last: str = "2026-12-03 12:00", **more: Any) -> CalendarEvent:
    plain = CalendarEvent(
        uid="a@net.example.org",
        name="a",
        title="Open day",
        summary="Come in.",
        address="/events/a/",
        file="/events/a.ics",
        start=parse_moment(start),
        last=parse_moment(last),
        place=Place("Hall"),
    )
    return replace(plain, **more)


def read(markup: str) -> list[dict[str, Any]]:
    """Return the things in an element, which must be one whole `script`."""
    assert markup.startswith(START)
    assert markup.endswith(END)
    found = json.loads(markup.removeprefix(START).removesuffix(END))
    assert set(found) == {"@context", "@graph"}
    assert found["@context"] == "https://schema.org"
    graph: list[dict[str, Any]] = found["@graph"]
    return graph


# Events


def test_a_confirmed_event() -> None:
    picture = Picture("/images/a.jpg", "People", 1, 1)
    made = event(happening(picture=picture, free=True, lang="gd"), PUBLISHER)
    assert made == {
        "@type": "Event",
        "@id": f"{URL}/events/a/#event",
        "name": "Open day",
        "description": "Come in.",
        "url": f"{URL}/events/a/",
        "startDate": "2026-12-03T10:00:00+00:00",
        "endDate": "2026-12-03T12:00:00+00:00",
        "eventStatus": f"{SCHEMA}EventScheduled",
        "eventAttendanceMode": f"{SCHEMA}OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": "Hall", "address": "Hall"},
        "image": f"{URL}/images/a.jpg",
        "isAccessibleForFree": True,
        "inLanguage": "gd",
        "organizer": {
            "@type": "Organization", "@id": f"{URL}/#organisation", "name": "Net", "url": f"{URL}/"
        },
    }  # fmt: skip


def test_what_is_not_known_is_not_said() -> None:
    made = event(happening(), PUBLISHER)
    assert {"image", "isAccessibleForFree", "previousStartDate"}.isdisjoint(made)
    assert event(happening(free=False), PUBLISHER)["isAccessibleForFree"] is False


@pytest.mark.parametrize(
    ("start", "last", "expected"),
    [
        ("2026-07-03 10:00", "2026-07-03 12:00", ("2026-07-03T10:00:00+01:00", "2026-07-03T12:00:00+01:00")),
        ("2026-10-25 01:30+01:00", "2026-10-25 01:30+00:00",
         ("2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00")),
        ("2026-12-03", "2026-12-03", ("2026-12-03", "2026-12-03")),
        ("2028-02-28", "2028-02-29", ("2028-02-28", "2028-02-29")),
    ],
)  # fmt: skip
def test_times_have_their_offset_and_days_none(start: str, last: str, expected: tuple[str, str]) -> None:
    made = event(happening(start, last), PUBLISHER)
    assert (made["startDate"], made["endDate"]) == expected


MOVED = parse_moment("2026-11-26 10:00")


@pytest.mark.parametrize(
    ("more", "status", "before"),
    [
        ({}, "EventScheduled", None),
        ({"state": "cancelled"}, "EventCancelled", None),
        ({"state": "postponed"}, "EventPostponed", None),
        ({"previous_start": MOVED}, "EventRescheduled", "2026-11-26T10:00:00+00:00"),
        ({"previous_start": date(2026, 11, 26)}, "EventRescheduled", "2026-11-26"),
        # A date that an event once had says nothing when it does not take place at all.
        ({"state": "cancelled", "previous_start": MOVED}, "EventCancelled", None),
        ({"state": "postponed", "previous_start": MOVED}, "EventPostponed", None),
        ({"format": "online", "previous_format": "in-person"}, "EventMovedOnline", None),
        ({"format": "hybrid", "previous_format": "in-person"}, "EventMovedOnline", None),
        ({"format": "online", "previous_format": "hybrid"}, "EventMovedOnline", None),
        ({"format": "in-person", "previous_format": "online"}, "EventScheduled", None),
        ({"format": "hybrid", "previous_format": "online"}, "EventScheduled", None),
        ({"state": "cancelled", "format": "online", "previous_format": "in-person"}, "EventCancelled", None),
    ],
)
def test_how_an_event_stands(more: Any, status: str, before: str | None) -> None:
    made = event(happening(**more), PUBLISHER)
    assert made["eventStatus"] == SCHEMA + status
    assert made.get("previousStartDate") == before


def test_moved_to_another_time_and_online_says_both() -> None:
    made = event(happening(previous_start=MOVED, format="online", previous_format="in-person"), PUBLISHER)
    assert made["eventStatus"] == [f"{SCHEMA}EventRescheduled", f"{SCHEMA}EventMovedOnline"]


PAGE = {"@type": "VirtualLocation", "url": f"{URL}/events/a/"}
MEETING = {"@type": "VirtualLocation", "url": "https://meet.example.org/a"}
HALL = {"@type": "Place", "name": "Hall", "address": "Hall"}


@pytest.mark.parametrize(
    ("form", "link", "mode", "location"),
    [
        ("in-person", "", "Offline", HALL),
        ("online", "", "Online", PAGE),
        ("online", "https://meet.example.org/a", "Online", MEETING),
        ("hybrid", "", "Mixed", [HALL, PAGE]),
        ("hybrid", "https://meet.example.org/a", "Mixed", [HALL, MEETING]),
    ],
)
def test_where_an_event_is(form: Any, link: str, mode: str, location: Any) -> None:
    made = event(happening(format=form, join_link=link), PUBLISHER)
    assert made["eventAttendanceMode"] == f"{SCHEMA}{mode}EventAttendanceMode"
    assert made["location"] == location


def test_a_place_with_all_that_is_known_of_it() -> None:
    place = Place("Hall", "1 Street, Perth", "PH1 1AA", "Step-free", (56.395, -3.437))
    assert event(happening(place=place), PUBLISHER)["location"] == {
        "@type": "Place",
        "name": "Hall",
        "address": {"@type": "PostalAddress", "streetAddress": "1 Street, Perth", "postalCode": "PH1 1AA"},
        "geo": {"@type": "GeoCoordinates", "latitude": 56.395, "longitude": -3.437},
    }


# Newsletters and breadcrumbs


ISSUE = Announcement(
    name="newsletter/2026-11", kind="newsletter", title="November", address="/newsletters/2026/11/",
    summary="News.", lang="en-GB", day=date(2026, 11, 3),
)  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "expected"),
    [("", None), ("2026-11-05", "2026-11-05"), ("2026-11-01", "2026-11-03")],
)
def test_an_article(changed: str, expected: str | None) -> None:
    made = article(ISSUE, PUBLISHER, changed)
    assert made.get("dateModified") == expected
    made.pop("dateModified", None)
    assert made == {
        "@type": "Article",
        "@id": f"{URL}/newsletters/2026/11/#article",
        "headline": "November",
        "description": "News.",
        "url": f"{URL}/newsletters/2026/11/",
        "datePublished": "2026-11-03",
        "inLanguage": "en-GB",
        "author": {"@type": "Organization", "@id": f"{URL}/#organisation", "name": "Net", "url": f"{URL}/"},
        "publisher": {"@id": f"{URL}/#organisation"},
    }


def test_breadcrumbs_end_with_the_page() -> None:
    made = breadcrumbs((Link("Home", "/"), Link("Events", "/events/", current=True)), PUBLISHER)
    assert made == {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "Home", "item": f"{URL}/"},
            {"@type": "ListItem", "position": 2, "name": "Events", "item": f"{URL}/events/"},
        ],
    }


# Whole pages


def types(view: Any) -> list[str]:
    return [node["@type"] for node in read(view.structured_data)] if view.structured_data else []


def test_each_page_says_what_it_is_about() -> None:
    online = make_entry("event", "a", "format: online\nstart: 2026-12-03")
    issue = make_entry("newsletter", "2026-11", "issue: 2026-11\ndate: 2026-11-03")
    plain = make_entry("page", "who", "")
    home = make_entry("page", "home", "")
    site = make_site(online, issue, plain, home)
    site.changes = {issue.path: Change("Last changed", "2026-11-09")}

    def made(entry: Any) -> Any:
        return with_structured_data(entry.type.view(entry, site), site, entry)

    assert types(made(online)) == ["Event", "BreadcrumbList"]
    assert types(made(issue)) == ["Article", "BreadcrumbList"]
    assert read(made(issue).structured_data)[0]["dateModified"] == "2026-11-09"
    assert types(made(plain)) == ["BreadcrumbList"]
    assert types(made(home)) == ["Organization", "WebSite"]
    listed = with_structured_data(section_view(Section("/events/", "upcoming"), site), site)
    assert types(listed) == ["BreadcrumbList"]


def test_the_home_page_names_the_organisation_and_the_site() -> None:
    entry = make_entry("page", "home", "")
    site = make_site(entry, site=f"{SITE}mailbox: team@example.org\n")
    site.base_url = URL
    found = read(with_structured_data(entry.type.view(entry, site), site, entry).structured_data)
    assert found == [
        {
            "@type": "Organization",
            "@id": f"{URL}/#organisation",
            "name": "Example Network",
            "url": f"{URL}/",
            "description": "A network for colleagues.",
            "email": "team@example.org",
        },
        {
            "@type": "WebSite",
            "@id": f"{URL}/#website",
            "name": "Example Network",
            "url": f"{URL}/",
            "description": "A network for colleagues.",
            "inLanguage": "en-GB",
            "publisher": {"@id": f"{URL}/#organisation"},
        },
    ]


def test_a_mailbox_that_is_not_decided_is_not_named() -> None:
    entry = make_entry("page", "home", "")
    site = make_site(entry, site=f'{SITE}mailbox: "{{placeholder:mailbox}}"\n')
    assert "email" not in with_structured_data(entry.type.view(entry, site), site, entry).structured_data


def test_pages_that_are_none_have_none() -> None:
    site = make_site()
    missing = page_section_view(Section("/404.html", "not-found"), site)
    assert with_structured_data(missing, site) is missing
    old = RedirectView(
        template="redirect.html", address="/old/", title="T", head_title="T", summary="", lang="en-GB",
        target="/new/",
    )  # fmt: skip
    assert with_structured_data(old, site) is old


# Escaping


def test_no_text_ends_the_element() -> None:
    made = script([{"@type": "Thing", "name": "</script><!--<script>&amp; “é”\n"}])
    inner = made.removeprefix(START).removesuffix(END)
    assert not set(inner) & set("<>&")
    assert read(made) == [{"@type": "Thing", "name": "</script><!--<script>&amp; “é”\n"}]
    assert "é" in inner


@quick
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_text_is_read_as_it_was_written(text: str) -> None:
    made = script([{"name": text}])
    assert made.count("<") == made.count(">") == 2
    assert read(made) == [{"name": text}]


def test_nothing_to_say_is_nothing() -> None:
    assert script([]) == ""
