"""Views of pages, the home page, the site index and the page for addresses that are not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from plugins.core.site import Entry, Section, Site
from plugins.core.view import Card, Group, Link, Quote, View

from .model import HOME, SUBSCRIBE, SUBSCRIBE_ADDRESS, Page
from .subscribe import plain_subscribe_view, subscribe_view

LONG_TEXT = 4
"""A page with this many main headings gets a list of contents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView(View):
    """A page: its text, a list of contents for a long one, and ways on."""

    html: Markup
    contents: tuple[Link, ...]
    signposts: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView(View):
    """The home page: its text and signposts, then what is current of each type."""

    html: Markup
    signposts: tuple[Card, ...]
    areas: tuple[Card, ...]
    programmes: tuple[Card, ...]
    events: tuple[Card, ...]
    events_empty: str
    newsletters: tuple[Card, ...]
    newsletters_empty: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteIndexView(View):
    """Every page of the site on one page."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundView(View):
    """What a visitor sees at an address that is not there."""

    ways: tuple[Link, ...]


def view(entry: Entry[Page], site: Site) -> View:
    """Make the view of a page."""
    values = site.page_values(entry, apart="Page")
    signposts = tuple(Card(signpost.title, signpost.link, signpost.text) for signpost in entry.item.signposts)
    html = site.html(entry)
    if entry.name == HOME:
        values["head_title"] = ""
        return _home(site, html=html, signposts=signposts, **values)
    values["breadcrumbs"] = (site.home(), Link(short_title(entry), entry.address, current=True))
    if entry.name == SUBSCRIBE:
        return subscribe_view(site, html=html, signposts=signposts, **values)
    headings = [heading for heading in entry.body.headings if heading.level == 2]
    contents = tuple(Link(site.placeholders.fill(heading.text), f"#{heading.id}") for heading in headings)
    return PageView(
        template="page.html",
        html=html,
        contents=contents if len(contents) >= LONG_TEXT else (),
        signposts=signposts,
        **values,
    )


def _home(site: Site, **values: Any) -> HomeView:
    sections = site.organisation.sections
    return HomeView(
        template="home.html",
        areas=site.highlights("offer", "area"),
        programmes=site.highlights("offer", "programme"),
        events=site.highlights("event")[:3],
        events_empty=sections.events.empty,
        newsletters=site.highlights("newsletter")[:3],
        newsletters_empty=sections.newsletters.empty,
        quotes=site.highlights("testimonial")[:2],
        **values,
    )


def short_title(entry: Entry[Page]) -> str:
    """Return the title of a page for menus and breadcrumbs."""
    return entry.item.nav_title or entry.item.title


def section_view(section: Section, site: Site) -> View:
    """Make the site index, the page for addresses that are not there, or a plain page that editors did not write."""
    if section.kind == "index":
        return SiteIndexView(
            template="site_index.html",
            address=section.address,
            title="Site index",
            head_title="Site index",
            summary=f"Every page of {site.organisation.name}.",
            lang=site.lang,
            breadcrumbs=(site.home(), Link("Site index", section.address, current=True)),
            groups=tuple(_index(site)),
        )
    if section.kind == "home":
        return _home(
            site,
            html=Markup(""),
            signposts=(),
            address=section.address,
            title=site.organisation.name,
            head_title="",
            summary=site.organisation.summary,
            lang=site.lang,
        )
    if section.kind == "subscribe":
        return plain_subscribe_view(site)
    organisation = site.organisation.sections
    return NotFoundView(
        template="not_found.html",
        address=section.address,
        title="Page not found",
        head_title="Page not found",
        summary="There is no page at this address.",
        lang=site.lang,
        robots="noindex",
        ways=(
            site.home(),
            Link(organisation.offers.title, "/offers/"),
            Link(organisation.events.title, "/events/"),
            Link(organisation.newsletters.title, "/newsletters/"),
            Link("Site index", "/site-index/"),
        ),
    )


def _index(site: Site) -> Iterator[Group]:
    pages = [entry for entry in site.of("page", Page) if entry.name != HOME]
    found = [Card(short_title(entry), entry.address) for entry in pages]
    if all(entry.name != SUBSCRIBE for entry in pages):
        found.append(Card(plain_subscribe_view(site).title, SUBSCRIBE_ADDRESS))
    cards = sorted(found, key=lambda card: card.title)
    yield Group("Pages", (Card("Home", "/"), *cards), "pages")
    for kind in site.types:
        words = getattr(site.organisation.sections, kind.folder, None)
        if words is None:
            continue
        entries: list[Entry[Any]] = sorted(
            site.entries[kind.name],
            key=lambda entry: (entry.item.title.casefold(), entry.address),
        )
        if kind.name == "newsletter":
            entries.sort(key=lambda entry: entry.address, reverse=True)
        listed = tuple(
            Card(entry.item.title, entry.address, badges=site.badges(entry.item))
            for entry in entries
            if "#" not in entry.address
        )
        yield Group(words.title, (Card(f"{words.title}: overview", f"/{kind.folder}/"), *listed), kind.folder)
