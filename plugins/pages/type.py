"""What the engine knows of pages."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.late_functions import later
from plugins.core.problems import Problem
from plugins.core.remarks import no_text
from plugins.core.site import ContentType, Entry, Section, Site
from plugins.core.weekday_slips import weekday_slips

from .model import HOME, SUBSCRIBE, SUBSCRIBE_ADDRESS, Page, address


def sections(site: Site) -> Iterator[Section]:
    """List the generated pages that belong to no type.

    A site without `home.md` or `subscribe.md` has these pages all the same.
    """
    names = {entry.name for entry in site.of("page", Page)}
    if HOME not in names:
        yield Section("/", "home")
    if SUBSCRIBE not in names:
        yield Section(SUBSCRIBE_ADDRESS, "subscribe")
    yield Section("/site-index/", "index")
    yield Section("/404.html", "not-found")


def references(entry: Entry[Page], site: Site) -> Iterator[Problem]:
    """Yield weekdays that are not those of their dates, and the text that a page lacks.

    Signposts can stand in for a text, and the home page makes its own lists.
    """
    yield from weekday_slips(entry.document, site.today)
    if entry.name != HOME and not entry.item.signposts and entry.item.status != "draft":
        yield from no_text(entry.document, entry.body.html)


TYPE = ContentType(
    name="page",
    folder="pages",
    model=Page,
    address=address,
    view=later("plugins.pages.view:view"),
    sections=sections,
    section_view=later("plugins.pages.view:section_view"),
    references=references,
)
