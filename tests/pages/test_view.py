"""Views of pages, the home page, the site index and the page for addresses that are not there."""

from __future__ import annotations

from typing import Any

import pytest

from plugins.core.site import Section
from plugins.core.subscriptions import subscription_addresses
from plugins.core.view import Badge, Card, Link
from plugins.pages.subscribe import SubscribeView
from plugins.pages.type import references, sections
from plugins.pages.view import (
    HomeView,
    NotFoundView,
    PageView,
    SiteIndexView,
    section_view,
    view,
)
from tests.builders import NOW, make_entry, make_site


def page(name: str, more: str = "", body: str = "Text.\n") -> Any:
    return make_entry("page", name, f"title: {name.title()}\nsummary: S\n{more}", body)


def seen(entry: Any) -> Any:
    return view(entry, make_site(entry))


def hrefs(links: Any) -> list[str]:
    return [link.href for link in links]


def test_a_page() -> None:
    made = seen(page("who", "signposts:\n  - title: T\n    text: X\n    link: /offers/", "*We.*\n"))
    assert isinstance(made, PageView)
    assert (made.template, made.address, made.title, made.head_title) == ("page.html", "/who/", "Who", "Who")
    assert str(made.html) == "<p><em>We.</em></p>"
    assert made.signposts == (Card("T", "/offers/", "X"),)
    assert made.breadcrumbs == (Link("Home", "/"), Link("Who", "/who/", current=True))


def test_breadcrumbs_use_the_short_title() -> None:
    made = seen(page("who", "nav_title: We"))
    assert made.breadcrumbs[-1] == Link("We", "/who/", current=True)
    assert made.title == "Who"


@pytest.mark.parametrize(("headings", "listed"), [(3, 0), (4, 4)])
def test_a_long_page_lists_its_contents(headings: int, listed: int) -> None:
    body = "\n\n".join(f"## Part {number} &amp; more\n\n### Inner" for number in range(headings))
    contents = seen(page("long", "", body)).contents
    assert len(contents) == listed
    assert contents[:1] in ((), (Link("Part 0 & more", "#part-0-more"),))


HOME = page("home")


def home(*entries: Any, now: str = NOW) -> HomeView:
    made = view(HOME, make_site(HOME, *entries, now=now))
    assert isinstance(made, HomeView)
    return made


def test_the_home_page_shows_what_is_current() -> None:
    made = home(
        make_entry("offer", "area", "kind: area"),
        make_entry("offer", "programme", "kind: programme"),
        make_entry("offer", "gone", "kind: programme\nstate: archived"),
        *(make_entry("event", f"e{day}", f"format: online\nstart: 2026-12-0{day}") for day in (4, 1, 3, 2)),
        make_entry("event", "past", "format: online\nstart: 2026-11-21"),
        *(
            make_entry("newsletter", f"2026-0{month}", f"issue: 2026-0{month}\ndate: 2026-0{month}-03")
            for month in (1, 2, 3, 4)
        ),
        *(make_entry("testimonial", name, "person: P\npermission: 2026-05-01") for name in "abc"),
    )
    assert (made.template, made.address, made.head_title) == ("home.html", "/", "")
    assert hrefs(made.areas) == ["/offers/area/"]
    assert hrefs(made.programmes) == ["/offers/programme/"]
    assert hrefs(made.events) == ["/events/e1/", "/events/e2/", "/events/e3/"]
    assert hrefs(made.newsletters) == [
        "/newsletters/2026/04/", "/newsletters/2026/03/", "/newsletters/2026/02/"
    ]  # fmt: skip
    assert [quote.id for quote in made.quotes] == ["a", "b"]


def test_an_empty_home_page_says_so() -> None:
    made = home()
    assert (made.areas, made.programmes, made.events, made.newsletters, made.quotes) == ((), (), (), (), ())
    assert (made.events_empty, made.newsletters_empty) == (
        "There are no events.",
        "There are no newsletters.",
    )


def test_the_sections_of_no_type() -> None:
    generated = ["/site-index/", "/404.html"]
    assert [section.address for section in sections(make_site(HOME, page("subscribe")))] == generated
    assert [section.address for section in sections(make_site(HOME))] == ["/subscribe/", *generated]
    assert [section.address for section in sections(make_site())] == ["/", "/subscribe/", *generated]


def test_a_site_without_a_home_page_has_one_all_the_same() -> None:
    made = section_view(Section("/", "home"), make_site(make_entry("offer", "area", "kind: area")))
    assert isinstance(made, HomeView)
    assert (made.address, made.title, made.head_title) == ("/", "Example Network", "")
    assert (made.summary, str(made.html)) == ("A network for colleagues.", "")
    assert hrefs(made.areas) == ["/offers/area/"]


def test_the_site_index_lists_every_page() -> None:
    site = make_site(
        HOME,
        page("zebra"),
        page("who", "nav_title: About us"),
        make_entry("offer", "o", "title: O\nkind: area\nsample: true"),
        make_entry("event", "past", "format: online\nstart: 2020-01-01"),
        make_entry("event", "next", "format: online\nstart: 2026-12-03"),
        make_entry("testimonial", "t", "person: P\npermission: 2026-05-01"),
    )
    made = section_view(Section("/site-index/", "index"), site)
    assert isinstance(made, SiteIndexView)
    assert [(group.title, hrefs(group.cards)) for group in made.groups] == [
        ("Pages", ["/", "/who/", "/subscribe/", "/zebra/"]),
        ("Offers", ["/offers/", "/offers/o/"]),
        ("Testimonials", ["/testimonials/"]),
        ("Events", ["/events/", "/events/next/", "/events/past/"]),
        ("Newsletters", ["/newsletters/"]),
        ("Forms", ["/forms/"]),
    ]
    assert made.groups[0].cards[1].title == "About us"
    assert made.groups[1].cards[1].badges == (Badge("Example", "sample"),)
    assert made.summary == "Every page of Example Network."


def test_the_site_index_lists_the_way_to_follow_once() -> None:
    for entries in ((HOME,), (HOME, page("subscribe"))):
        made = section_view(Section("/site-index/", "index"), make_site(*entries))
        assert isinstance(made, SiteIndexView)
        assert hrefs(made.groups[0].cards) == ["/", "/subscribe/"]


# Following


def test_what_there_is_to_follow() -> None:
    form = make_entry(
        "form",
        "letter",
        "title: Get the letter\nkind: subscribe\npurpose: P\nlawful_basis: Consent\nretention_days: 30\n"
        "consent: C\nsubmit: S\nconfirmation: C\n"
        "fields:\n  - name: email\n    type: email\n    label: E\n    required: true\n"
        "  - name: agree\n    type: consent\n    label: A\n    required: true",
    )
    entry = page("subscribe", "nav_title: Follow", "*Words.*\n")
    made = view(entry, make_site(entry, form))
    assert isinstance(made, SubscribeView)
    assert (made.template, made.address, made.title) == ("subscribe.html", "/subscribe/", "Subscribe")
    assert str(made.html) == "<p><em>Words.</em></p>"
    assert made.breadcrumbs == (Link("Home", "/"), Link("Follow", "/subscribe/", current=True))
    assert made.newsletter == Link("Get the letter", "/forms/letter/")
    assert (made.calendar.id, made.calendar.title) == ("your_calendar", "Events")
    assert made.calendar.links.address == "http://localhost:8000/calendar/events.ics"
    assert [(card.title, card.href) for card in made.programs] == [
        (way.label, way.href) for way in made.calendar.links.ways
    ]
    assert [(choice.id, choice.title) for choice in made.more_calendars] == [
        ("series_peer-learning", "Peer learning"),
        ("all_events", "All events"),
    ]
    assert made.more_calendars[0].links.address.endswith("/calendar/series/peer-learning.ics")
    assert [(feed.title, feed.rss, feed.json) for feed in made.feeds] == [
        ("Everything new", "/feeds/all.xml", "/feeds/all.json"),
        ("Newsletters", "/feeds/newsletters.xml", "/feeds/newsletters.json"),
        ("Events", "/feeds/events.xml", "/feeds/events.json"),
    ]
    assert [feed.rss for feed in made.topic_feeds] == [
        "/feeds/topics/facilitation.xml",
        "/feeds/topics/systems-change.xml",
    ]
    assert made.opml == "/feeds/opml.xml"


def test_every_feed_and_calendar_can_be_found_on_the_page() -> None:
    made = section_view(Section("/subscribe/", "subscribe"), make_site())
    assert isinstance(made, SubscribeView)
    base = "http://localhost:8000"
    shown = {
        made.opml,
        *(address for feed in (*made.feeds, *made.topic_feeds) for address in (feed.rss, feed.json)),
        *(choice.links.address.removeprefix(base) for choice in (made.calendar, *made.more_calendars)),
    }
    assert shown == set(subscription_addresses(make_site().organisation))


def test_a_site_without_that_page_has_a_plain_one() -> None:
    made = section_view(Section("/subscribe/", "subscribe"), make_site())
    assert isinstance(made, SubscribeView)
    assert (made.address, made.title, str(made.html), made.newsletter) == (
        "/subscribe/",
        "Follow us",
        "",
        None,
    )
    assert made.breadcrumbs[-1] == Link("Follow us", "/subscribe/", current=True)


def test_the_page_for_addresses_that_are_not_there() -> None:
    made = section_view(Section("/404.html", "not-found"), make_site())
    assert isinstance(made, NotFoundView)
    assert (made.title, made.robots, made.address) == ("Page not found", "noindex", "/404.html")
    assert hrefs(made.ways)[:2] == ["/", "/offers/"]


def test_a_page_needs_a_text_or_signposts() -> None:
    def told(name: str, more: str = "", body: str = "") -> list[str]:
        entry = make_entry("page", name, more, body)
        return [problem.code for problem in references(entry, make_site(entry))]

    signposts = "signposts:\n  - title: A\n    text: B\n    link: /a/"
    assert told("a") == ["text-missing"]
    assert told("a", body="Text.") == told("a", "status: draft") == told("a", signposts) == told("home") == []
