"""The view of all testimonials, and quotations for other pages."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.core.placeholders import is_open
from plugins.core.site import Entry, Section, Site
from plugins.core.view import Badge, Link, Quote, View

from .model import Testimonial


@dataclass(frozen=True, slots=True, kw_only=True)
class TestimonialsView(View):
    """Every testimonial on one page."""

    quotes: tuple[Quote, ...]
    empty: str


def quotes(site: Site, about: str) -> tuple[Quote, ...]:
    """Return the testimonials as quotations: all, or those about one offer."""
    made = site.once(
        "quotes", lambda: [(entry, _quote(entry, site)) for entry in site.of("testimonial", Testimonial)]
    )
    return tuple(quote for entry, quote in made if not about or about in entry.item.offers)


def _quote(entry: Entry[Testimonial], site: Site) -> Quote:
    item = entry.item
    about = [site.find("offer", name) for name in item.offers]
    badges = site.badges(item)
    if is_open(item.permission):
        badges += (Badge("Permission to be confirmed", "alert"),)
    return Quote(
        id=entry.name,
        html=site.html(entry),
        person=item.person,
        role=item.role or "",
        source=item.source or "",
        lang=item.lang or "",
        href=entry.address,
        about=tuple(Link(offer.item.title, offer.address) for offer in about if offer),
        badges=badges,
    )


def section_view(section: Section, site: Site) -> TestimonialsView:
    """Make the page of testimonials."""
    words = site.organisation.sections.testimonials
    return TestimonialsView(
        template="testimonials.html",
        address=section.address,
        title=words.title,
        head_title=words.title,
        summary=words.summary,
        lang=site.lang,
        breadcrumbs=(site.home(), Link(words.title, section.address, current=True)),
        quotes=quotes(site, ""),
        empty=words.empty,
    )
