"""Views of newsletters: an issue, the archive, and a year of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from plugins.core.date_words import date_words, month_words
from plugins.core.related import neighbours
from plugins.core.site import Entry, Section, Site
from plugins.core.view import Card, Group, Link, View

from .model import Newsletter
from .sections import newest_first


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsletterView(View):
    """One issue."""

    html: Markup
    sent: str
    sent_at: str
    issue: str
    preview: str
    previous: Link | None
    next: Link | None
    related: tuple[Card, ...]
    subscribe: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewslettersView(View):
    """The archive: `groups` holds a year each, `years` links to the pages of single years."""

    groups: tuple[Group, ...]
    years: tuple[Link, ...]
    empty: str
    subscribe: Link | None


def highlights(site: Site, about: str) -> tuple[Card, ...]:
    """Return the newest issues as cards."""
    return tuple(_card(entry, site) for entry in newest_first(site)[:3])


def _card(entry: Entry[Newsletter], site: Site) -> Card:
    return site.card(entry, date_words(entry.item.date), datetime=entry.item.date.isoformat())


def _month(entry: Entry[Newsletter]) -> str:
    return month_words(entry.item.issue.year, entry.item.issue.month)


def view(entry: Entry[Newsletter], site: Site) -> NewsletterView:
    """Make the view of an issue."""
    oldest_first = newest_first(site)[::-1]
    previous, following = neighbours(entry, oldest_first)
    words = site.organisation.sections.newsletters
    year = f"{entry.item.issue.year:04}"
    month = _month(entry)
    values = site.page_values(entry, apart=month)
    return NewsletterView(
        template="newsletter.html",
        html=site.html(entry),
        sent=date_words(entry.item.date),
        sent_at=entry.item.date.isoformat(),
        issue=month,
        preview=entry.item.preview or "",
        previous=previous,
        next=following,
        related=_coming_events(entry, site),
        subscribe=site.mailing_list(),
        breadcrumbs=(
            site.home(),
            Link(words.title, "/newsletters/"),
            Link(year, f"/newsletters/{year}/"),
            Link(month, entry.address, current=True),
        ),
        **values,
    )


def _coming_events(entry: Entry[Newsletter], site: Site) -> tuple[Card, ...]:
    cards = {card.href: card for topic in entry.item.topics for card in site.highlights("event", topic)}
    return tuple(cards.values())[:2]


def section_view(section: Section, site: Site) -> NewslettersView:
    """Make the archive or one year of it."""
    words = site.organisation.sections.newsletters
    years = groupby(newest_first(site), key=lambda entry: f"{entry.item.issue.year:04}")
    groups = [
        Group(year, tuple(_card(entry, site) for entry in entries), f"year-{year}") for year, entries in years
    ]
    one = section.kind == "year"
    title = f"{words.title} of {section.key}" if one else words.title
    trail = (site.home(), Link(words.title, "/newsletters/", current=not one))
    return NewslettersView(
        template="newsletters.html",
        address=section.address,
        title=title,
        head_title=title,
        summary=words.summary,
        lang=site.lang,
        breadcrumbs=(*trail, Link(section.key, section.address, current=True)) if one else trail,
        groups=tuple(group for group in groups if not one or group.title == section.key),
        years=tuple(
            Link(group.title, f"/newsletters/{group.title}/", current=one and group.title == section.key)
            for group in groups
        ),
        empty=words.empty,
        subscribe=site.mailing_list(),
    )
