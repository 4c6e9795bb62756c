"""Views of offers: one offer, and the tree of all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from plugins.core.date_words import date_words
from plugins.core.related import neighbours
from plugins.core.site import Entry, Section, Site, nearest_by_topics
from plugins.core.view import Action, Badge, Card, Fact, Group, Link, Quote, View

from .model import KINDS, Offer
from .sections import in_order, roots

STATES = {
    "open": Badge("Open", "open"),
    "planned": Badge("Not open yet", "plain"),
    "closed": Badge("Closed", "closed"),
    "archived": Badge("Ended", "closed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView(View):
    """One offer: what it is, whether it is open, what to do, and what belongs to it."""

    kind: str
    state: Badge | None
    html: Markup
    facts: tuple[Fact, ...]
    action: Action | None
    children: tuple[Group, ...]
    quotes: tuple[Quote, ...]
    events: tuple[Card, ...]
    previous: Link | None
    next: Link | None
    related: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersView(View):
    """The tree of offers: a group a kind; a card holds the cards of what belongs to it."""

    groups: tuple[Group, ...]
    empty: str


def view(entry: Entry[Offer], site: Site) -> OfferView:
    """Make the view of an offer."""
    item = entry.item
    siblings = [other for other in in_order(site) if other.item.parent == item.parent]
    if item.parent is None:
        siblings = [other for other in siblings if other.item.kind == item.kind]
    previous, following = neighbours(entry, siblings)
    children = [other for other in in_order(site) if other.item.parent == entry.name]
    family = {entry.name, item.parent, *(child.name for child in children)}
    others = [
        other for other in in_order(site) if other.name not in family and other.item.parent != entry.name
    ]
    state = item.state_at(site.now)
    return OfferView(
        template="offer.html",
        kind=KINDS[item.kind][0],
        state=STATES[state] if _shows_state(item) else None,
        html=site.html(entry),
        facts=tuple(_facts(item, site)),
        action=_action(item, state, site),
        children=tuple(
            Group(many, cards, f"kind_{kind}")
            for kind, (_, many) in KINDS.items()
            if (cards := tuple(_card(child, site) for child in children if child.item.kind == kind))
        ),
        quotes=site.highlights("testimonial", entry.name),
        events=tuple(card for topic in item.topics[:1] for card in site.highlights("event", topic)),
        previous=previous,
        next=following,
        related=tuple(_card(other, site) for other in nearest_by_topics(entry, others)),
        breadcrumbs=(
            site.home(),
            Link(site.organisation.sections.offers.title, "/offers/"),
            *(Link(parent.item.title, parent.address) for parent in _ancestors(entry, site)),
            Link(item.title, entry.address, current=True),
        ),
        **site.page_values(entry, apart=KINDS[item.kind][0]),
    )


def _shows_state(item: Offer) -> bool:
    """An area of work is always there; saying "open" of it would say nothing."""
    return item.kind != "area" or item.state != "open" or bool(item.opens or item.closes)


def _facts(item: Offer, site: Site) -> Iterator[Fact]:
    if item.audience:
        yield Fact("Who it is for", item.audience)
    if item.commitment:
        yield Fact("What it takes", item.commitment)
    if item.opens and item.state_at(site.now) == "planned":
        yield Fact("Opens", date_words(item.opens), datetime=item.opens.isoformat())
    if item.closes:
        label = "Closed" if item.state_at(site.now) == "closed" else "Closes"
        yield Fact(label, date_words(item.closes), datetime=item.closes.isoformat())
    if item.also_known_as:
        yield Fact("Also known as", ", ".join(item.also_known_as))
    for topic, words in site.topic_names(item):
        yield Fact("Topic", words, f"/events/topics/{topic}/")


def _action(item: Offer, state: str, site: Site) -> Action | None:
    action = item.call_to_action
    if action is None:
        return None
    if state == "planned":
        when = f" on {date_words(item.opens)}" if item.opens else ""
        return Action(
            action.text, note=f"This is not open yet. It opens{when}." if when else "This is not open yet."
        )
    if state == "closed":
        when = f" on {date_words(item.closes)}" if item.closes else ""
        return Action(action.text, note=f"This closed{when}." if when else "This is closed at the moment.")
    if state == "archived":
        return Action(action.text, note="This has ended. The page is kept as a record.")
    if action.form:
        return Action(action.text, f"/forms/{action.form}/")
    if action.link:
        return Action(action.text, action.link)
    if action.email and "@" in action.email:
        return Action(action.text, f"mailto:{action.email}")
    return Action(action.text, note=f"Write to {action.email}")


def _ancestors(entry: Entry[Offer], site: Site) -> list[Entry[Offer]]:
    found: list[Entry[Offer]] = []
    current: Entry[Offer] | None = entry
    while current and current.item.parent:
        current = site.find("offer", current.item.parent)
        if current is None or current in found or current.name == entry.name:
            break
        found.insert(0, current)
    return found


def _card(entry: Entry[Offer], site: Site, **more: Any) -> Card:
    state = STATES[entry.item.state_at(site.now)]
    badges = (state,) if _shows_state(entry.item) else ()
    return site.card(entry, KINDS[entry.item.kind][0], badges=badges, **more)


def highlights(site: Site, about: str) -> tuple[Card, ...]:
    """Return the offers of one kind (`about`) as cards, without those that have ended."""
    return tuple(
        _card(entry, site)
        for entry in in_order(site)
        if entry.item.kind == about and entry.item.state != "archived"
    )


def _groups(site: Site) -> list[Group]:
    def branch(entry: Entry[Offer]) -> Card:
        children = tuple(branch(child) for child in in_order(site) if child.item.parent == entry.name)
        return _card(entry, site, children=children)

    return [
        Group(KINDS[kind][1], tuple(branch(root) for root in found), kind)
        for kind, found in roots(site).items()
    ]


def section_view(section: Section, site: Site) -> OffersView:
    """Make the page of all offers."""
    words = site.organisation.sections.offers
    return OffersView(
        template="offers.html",
        address=section.address,
        title=words.title,
        head_title=words.title,
        summary=words.summary,
        lang=site.lang,
        breadcrumbs=(site.home(), Link(words.title, section.address, current=True)),
        groups=tuple(_groups(site)),
        empty=words.empty,
    )
