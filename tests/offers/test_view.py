"""Views of offers: one offer and its family, and the tree of all."""

from __future__ import annotations

from typing import Any

import pytest

from plugins.core.site import Section
from plugins.core.view import Action, Badge, Card, Fact, Link
from plugins.offers.references import references
from plugins.offers.sections import sections
from plugins.offers.view import OfferView, highlights, section_view, view
from tests.builders import NOW, found, make_entry, make_site

OPEN, CLOSED = Badge("Open", "open"), Badge("Closed", "closed")
NOT_YET, ENDED = Badge("Not open yet", "plain"), Badge("Ended", "closed")


def offer(name: str, more: str = "", kind: str = "programme") -> Any:
    return make_entry("offer", name, f"title: {name.upper()}\nkind: {kind}\n{more}")


def seen(more: str, now: str = NOW, kind: str = "programme") -> OfferView:
    entry = offer("a", more, kind)
    return view(entry, make_site(entry, now=now))


DATES = "opens: 2026-12-01\ncloses: 2026-12-31"
ACTION = "call_to_action:\n  text: Apply\n  form: apply"
OPENS = Fact("Opens", "1 December 2026", datetime="2026-12-01")
CLOSES = Fact("Closes", "31 December 2026", datetime="2026-12-31")
WAS = Fact("Closed", "31 December 2026", datetime="2026-12-31")
GO = Action("Apply", "/forms/apply/")


def not_now(note: str) -> Action:
    return Action("Apply", note=note)


@pytest.mark.parametrize(
    ("more", "now", "badge", "facts", "action"),
    [
        ("", NOW, OPEN, (), GO),
        (
            DATES, "2026-11-30T23:59:59Z", NOT_YET, (OPENS, CLOSES),
            not_now("This is not open yet. It opens on 1 December 2026."),
        ),
        (DATES, "2026-12-01T00:00Z", OPEN, (CLOSES,), GO),
        (DATES, "2026-12-31T23:59:59Z", OPEN, (CLOSES,), GO),
        (DATES, "2027-01-01T00:00Z", CLOSED, (WAS,), not_now("This closed on 31 December 2026.")),
        ("state: planned", NOW, NOT_YET, (), not_now("This is not open yet.")),
        ("state: closed", NOW, CLOSED, (), not_now("This is closed at the moment.")),
        ("state: archived", NOW, ENDED, (), not_now("This has ended. The page is kept as a record.")),
    ],
    ids=[
        "open", "the day before", "the first day", "the last day", "the day after", "planned", "closed", "archived"
    ],
)  # fmt: skip
def test_the_state_in_words(
    more: str, now: str, badge: Badge, facts: tuple[Fact, ...], action: Action
) -> None:
    made = seen(f"{ACTION}\n{more}", now)
    assert (made.state, made.facts, made.action) == (badge, facts, action)


@pytest.mark.parametrize(
    ("way", "action"),
    [
        ("form: apply", GO),
        ("link: /events/", Action("Apply", "/events/")),
        ("email: team@example.org", Action("Apply", "mailto:team@example.org")),
        (
            "email: '{placeholder:mailbox}'",
            Action("Apply", note="Write to [e-mail address to be confirmed]"),
        ),
    ],
)
def test_the_ways_to_act(way: str, action: Action) -> None:
    assert seen(f"call_to_action:\n  text: Apply\n  {way}").action == action


def test_no_action() -> None:
    assert seen("").action is None


@pytest.mark.parametrize(
    ("more", "badge"), [("", None), ("state: closed", CLOSED), ("closes: 2026-12-01", OPEN)]
)
def test_an_area_says_its_state_only_where_that_says_something(more: str, badge: Badge | None) -> None:
    assert seen(more, kind="area").state == badge


def test_the_facts_of_an_offer() -> None:
    made = seen(
        "audience: Teams\ncommitment: Two hours\nalso_known_as:\n  - X\n  - Y\ntopics: [facilitation, nothing]"
    )
    assert made.facts == (
        Fact("Who it is for", "Teams"),
        Fact("What it takes", "Two hours"),
        Fact("Also known as", "X, Y"),
        Fact("Topic", "Facilitation", "/events/topics/facilitation/"),
    )
    assert (made.template, made.kind, made.title) == ("offer.html", "Programme", "A")


# A family: two areas; the first has two programmes, of which one has a way to join.
FAMILY = (
    offer("area", "order: 1", "area"),
    offer("other", "order: 2", "area"),
    offer("first", "parent: area\norder: 1"),
    offer("second", "parent: area\norder: 2\nstate: closed"),
    offer("learn", "parent: area\norder: 1", "learning"),
    offer("join", "parent: second", "way-to-join"),
)
SITE = make_site(*FAMILY)


def family(name: str) -> OfferView:
    entry = SITE.find("offer", name)
    assert entry
    return view(entry, SITE)


def hrefs(links: Any) -> list[str]:
    return [link.href for link in links]


def test_breadcrumbs_lead_through_the_parents() -> None:
    assert family("join").breadcrumbs == (
        Link("Home", "/"),
        Link("Offers", "/offers/"),
        Link("AREA", "/offers/area/"),
        Link("SECOND", "/offers/second/"),
        Link("JOIN", "/offers/join/", current=True),
    )


def test_children_are_grouped_by_kind_and_in_order() -> None:
    assert [(group.title, hrefs(group.cards)) for group in family("area").children] == [
        ("Programmes", ["/offers/first/", "/offers/second/"]),
        ("Learning and development", ["/offers/learn/"]),
    ]
    assert family("join").children == ()


@pytest.mark.parametrize(
    ("name", "previous", "following"),
    [
        ("area", None, "/offers/other/"),
        ("other", "/offers/area/", None),
        ("second", "/offers/learn/", None),
        ("join", None, None),
    ],
)
def test_neighbours_are_siblings(name: str, previous: str | None, following: str | None) -> None:
    made = family(name)
    assert (made.previous and made.previous.href, made.next and made.next.href) == (previous, following)


def test_related_offers_are_not_of_the_family() -> None:
    entries = [
        offer("a", "parent: p\ntopics: x"),
        offer("p", "topics: x", "area"),
        offer("c", "parent: a\ntopics: x"),
        offer("o", "topics: x"),
        offer("n", "topics: y"),
    ]
    assert hrefs(view(entries[0], make_site(*entries)).related) == ["/offers/o/"]


def test_quotations_about_the_offer_and_events_on_its_topic() -> None:
    entry = offer("a", "topics: [facilitation, systems-change]")
    about = make_entry("testimonial", "t", "person: P\npermission: 2026-05-01\noffers: a")
    other = make_entry("testimonial", "u", "person: P\npermission: 2026-05-01")
    event = make_entry("event", "e", "format: online\nstart: 2026-12-03\ntopics: facilitation")
    elsewhere = make_entry("event", "f", "format: online\nstart: 2026-12-03\ntopics: systems-change")
    made = view(entry, make_site(entry, about, other, event, elsewhere))
    assert [quote.id for quote in made.quotes] == ["t"]
    assert hrefs(made.events) == ["/events/e/"]


def test_the_tree() -> None:
    made = section_view(Section("/offers/", "all"), SITE)

    def tree(cards: tuple[Card, ...]) -> Any:
        return [(card.href.split("/")[2], tree(card.children)) for card in cards]

    assert [(group.title, tree(group.cards)) for group in made.groups] == [
        (
            "Areas of work",
            [("area", [("first", []), ("learn", []), ("second", [("join", [])])]), ("other", [])],
        )
    ]
    assert made.empty == "There are no offers."
    assert next(iter(sections(SITE))).fragments == tuple(group.id for group in made.groups)


def test_an_offer_whose_parent_is_not_public_stands_on_its_own() -> None:
    parent, child = offer("parent", "status: draft", "area"), offer("child", "parent: parent")
    made = section_view(Section("/offers/", "all"), make_site(parent, child, publish=True))
    assert [(group.title, hrefs(group.cards)) for group in made.groups] == [
        ("Programmes", ["/offers/child/"])
    ]


def test_cards_say_kind_and_state() -> None:
    card = highlights(SITE, "programme")[1]
    assert (card.title, card.kicker, card.badges) == ("SECOND", "Programme", (CLOSED,))


def test_highlights_are_of_one_kind_and_not_ended() -> None:
    site = make_site(*FAMILY, offer("gone", "state: archived"))
    assert hrefs(highlights(site, "programme")) == ["/offers/first/", "/offers/second/"]


# References


def problems(*entries: Any) -> list[Any]:
    return found(references(entries[0], make_site(*entries)))


def test_what_an_offer_names_must_be_there() -> None:
    entry = offer("a", "parent: pioneerin\ncall_to_action:\n  text: Go\n  form: aply")
    site = make_site(entry, offer("pioneering", "", "area"), broken=[("form", "apply")])
    assert found(references(entry, site)) == [
        (5, 9, "reference-unknown", "There is no offer called pioneerin.", "write pioneering"),
        (8, 9, "reference-unknown", "There is no form called aply.", "write apply"),
    ]


def test_an_offer_cannot_belong_to_itself() -> None:
    assert problems(offer("a", "parent: a")) == [
        (
            5, 9, "offer-circle", "a would belong to itself: a → a.",
            "name another parent, or take the line out.",
        )
    ]  # fmt: skip


def test_an_offer_cannot_belong_to_its_child() -> None:
    a, b, c = offer("a", "parent: b"), offer("b", "parent: c"), offer("c", "parent: a")
    assert problems(a, b, c) == [
        (
            5, 9, "offer-circle", "a would belong to itself: a → b → c → a.",
            "name another parent, or take the line out.",
        )
    ]  # fmt: skip
    outside = offer("outside", "parent: b")
    assert problems(outside, a, b, c) == []


def test_views_of_a_circle_end() -> None:
    a, b = offer("a", "parent: b"), offer("b", "parent: a")
    assert hrefs(view(a, make_site(a, b)).breadcrumbs) == ["/", "/offers/", "/offers/b/", "/offers/a/"]


@pytest.mark.parametrize(
    ("other", "taken"),
    [
        ("order: 1", True),
        ("order: 2", False),
        ("order: 1\nparent: p", False),
    ],
)
def test_siblings_have_different_orders(other: str, taken: bool) -> None:
    expected = (5, 8, "offer-order", "Order 1 is already taken by a.", "give one of the two another number.")
    assert problems(offer("b", "order: 1"), offer("a", other)) == ([expected] if taken else [])


def test_no_order_is_never_taken() -> None:
    assert problems(offer("b"), offer("a")) == []


def test_offers_stand_in_their_order_not_by_name() -> None:
    site = make_site(
        make_entry("offer", "a-second", "kind: programme\norder: 2"),
        make_entry("offer", "b-first", "kind: programme\norder: 1"),
    )
    assert [card.href for card in highlights(site, "programme")] == ["/offers/b-first/", "/offers/a-second/"]
