"""What the engine knows of testimonials."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.late_functions import later
from plugins.core.site import ContentType, Section, Site

from .model import Testimonial, address
from .references import references


def sections(site: Site) -> Iterator[Section]:
    """List the one page of testimonials; each testimonial is a part of it."""
    names = tuple(entry.name for entry in site.of("testimonial", Testimonial))
    yield Section("/testimonials/", "all", fragments=names)


TYPE = ContentType(
    name="testimonial",
    folder="testimonials",
    model=Testimonial,
    quoted=True,
    address=address,
    view=lambda entry, site: None,
    sections=sections,
    section_view=later("plugins.testimonials.view:section_view"),
    references=references,
    highlights=later("plugins.testimonials.view:quotes"),
    concerns=later("plugins.testimonials.concerns:concerns"),
)
