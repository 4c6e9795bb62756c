"""What templates see: frozen views of plain values, and nothing else.

A view holds every word and address that its page shows, so two equal views render to the
same bytes. That is what makes skipping by fingerprint safe.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from .pictures import Source

NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere. `current`: this is the page that one is on."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a summary list: `Where: Online`. With `href`, the value is a link."""

    label: str
    value: str
    href: str = ""
    datetime: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """A short label: `Example`, `Cancelled`, `Open`. `tone` is open, closed, alert, sample or plain."""

    text: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Card:
    """An item in a list. `kicker` stands above the title, such as a date or a kind."""

    title: str
    href: str
    summary: str = ""
    kicker: str = ""
    datetime: str = ""
    badges: tuple[Badge, ...] = ()
    lang: str = ""
    children: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A headed part of a list page. `id` is its address within the page."""

    title: str
    cards: tuple[Card, ...]
    id: str = ""
    summary: str = ""
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow a list: a heading and its links to static pages."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """What a visitor can do next. Without `href` it cannot be done now, and `note` says why."""

    text: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same in another form, for programs that look for it: a feed, a calendar. `type` is its media type."""

    title: str
    href: str
    type: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image with its size in pixels. `sources` are lighter copies, `sizes` how wide it stands on a screen."""

    src: str
    alt: str
    width: int
    height: int
    sources: tuple[Source, ...] = ()
    sizes: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A testimonial. `html` is the quotation; `id` its address within /testimonials/."""

    id: str
    html: Markup
    person: str
    role: str
    source: str
    lang: str = ""
    href: str = ""
    about: tuple[Link, ...] = ()
    badges: tuple[Badge, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What every page has.

    `head_title` is the title of the browser's tab without the site's name and differs on every page;
    `apart` is added to it where two pages have the same. `title` is the h1, `address` where the page
    is. `notes` are messages about the item as such (an example, a draft), `changed` says when it last
    changed. `alternates` are the feed and the calendar of this page alone; `structured_data` is what
    search engines read, one `script` element or nothing.
    """

    template: str
    address: str
    title: str
    head_title: str
    summary: str
    lang: str
    breadcrumbs: tuple[Link, ...] = ()
    badges: tuple[Badge, ...] = ()
    notes: tuple[str, ...] = ()
    changed: str = ""
    changed_at: str = ""
    robots: str = ""
    picture: Picture | None = None
    apart: str = ""
    alternates: tuple[Alternate, ...] = ()
    structured_data: Markup = NOTHING


def told_apart(views: Sequence[View]) -> list[View]:
    """Return the views with browser titles that differ: what sets each apart is added where two are the same."""
    titles = Counter(view.head_title for view in views)
    first = [
        replace(view, head_title=f"{view.head_title} ({view.apart})")
        if titles[view.head_title] > 1 and view.apart
        else view
        for view in views
    ]
    titles = Counter(view.head_title for view in first)
    return [
        replace(view, head_title=f"{view.head_title} ({view.address})")
        if titles[view.head_title] > 1
        else view
        for view in first
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectView(View):
    """The page at an old address: it leads to `target`."""

    target: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands round every page, the same on all of them. `alternates` are the feeds and the calendar of the site."""

    name: str
    summary: str
    lang: str
    site_url: str
    navigation: tuple[Link, ...]
    footer: tuple[Link, ...]
    stylesheet: str
    icon: str
    mailbox: str
    mailbox_is_open: bool
    notices: tuple[Action, ...]
    published: bool
    alternates: tuple[Alternate, ...] = ()
