"""The organisation behind the site: what `content/site.yaml` and `content/redirects.yaml` hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator

from .clock import end_of, start_of
from .date_words import moment_words
from .documents import Document
from .fields import (
    Address,
    Day,
    Domain,
    Language,
    Line,
    LinkTo,
    OpenEmail,
    OpenPlaceholder,
    OpenSiteUrl,
    Slug,
    When,
    Whole,
    Year,
    field,
)
from .model import Model, Rule
from .placeholders import Placeholders
from .settings_tree import Mapping, Scalar


class NavigationLink(Model):
    """One entry of a menu."""

    text: Line = field("Link text", "A word or two.", "Events")
    link: LinkTo = field("Link", "Where it leads.", "/events/")


class Section(Model):
    """The words on top of a generated list."""

    title: Line = field("Title", "The heading of the list.", "Events")
    summary: Line = field("Summary", "A sentence or two under the heading.", "Come and learn with us.")
    empty: Line = field(
        "Empty text", "What the page says while the list is empty.", "No events are planned at the moment."
    )


class Named(Model):
    """A topic or a series: a name for people and a sentence about it."""

    name: Line = field("Name", "The name that people see.", "Facilitation")
    summary: Line = field("Summary", "One sentence about it.", "Helping groups to think and act together.")


class Placeholder(Model):
    """Something that the owner still has to decide."""

    shown: Line = field("Shown text", "What a preview shows meanwhile.", "(e-mail address to be confirmed)")
    decide: Line = field("Decision", "The question to the owner.", "Which mailbox answers the public?")
    who: Line | None = field("Who decides", "The role or team that decides.", "Core team", default=None)
    value: Line | None = field("Value", "The decision, once it is made.", "team@example.org", default=None)


class Notice(Model):
    """A message on top of every page, between two days."""

    text: Line = field("Notice", "One sentence.", "The office is closed on 30 November.")
    link: LinkTo | None = field("Link", "Where to read more.", "/contact/", default=None)
    start: When | None = field("Start", "Shown from then on.", "2026-11-25", default=None)
    end: When | None = field("End", "Shown until then.", "2026-12-01", default=None)


class FeedIdentity(Model):
    """Who the site is to feed readers and calendars. Once the site is published, it never changes."""

    domain: Domain = field(
        "Feed identity domain",
        "A name like a domain that nobody else uses. It stays even if the site moves.",
        "network.example.org",
    )
    year: Year = field("Feed identity year", "A year in which that name was ours.", "2026")


class Sections(Model):
    """The words of each generated list."""

    offers: Section = field(
        "Offers",
        "The page /offers/.",
        {"title": "Events", "summary": "Come and learn with us.", "empty": "No events are planned."},
    )
    events: Section = field(
        "Events",
        "The page /events/.",
        {"title": "Events", "summary": "Come and learn with us.", "empty": "No events are planned."},
    )
    testimonials: Section = field(
        "Testimonials",
        "The page /testimonials/.",
        {"title": "Events", "summary": "Come and learn with us.", "empty": "No events are planned."},
    )
    newsletters: Section = field(
        "Newsletters",
        "The page /newsletters/.",
        {"title": "Events", "summary": "Come and learn with us.", "empty": "No events are planned."},
    )
    forms: Section = field(
        "Forms",
        "The page /forms/.",
        {"title": "Events", "summary": "Come and learn with us.", "empty": "No events are planned."},
    )


def _empty_as_mapping(value: object) -> object:
    return {} if value in ("", []) else value


Named_ = Annotated[dict[Slug, Named], BeforeValidator(_empty_as_mapping)]


class Organisation(Model):
    """`site.yaml`: whose site it is."""

    name: Line = field("Name", "The name of the organisation.", "Example Network")
    summary: Line = field(
        "Summary", "One sentence: what, for whom, run by whom.", "A network for colleagues."
    )
    language: Language = field("Language", "The language of the site.", "en-GB", default="en-GB")
    site_url: OpenSiteUrl | None = field(
        "Site address",
        "The web address that the site is published at.",
        "https://www.example.org",
        default=None,
    )
    repository: LinkTo | None = field(
        "Repository",
        "The web address of the place where the files are kept; previews link to each file there.",
        "https://github.com/example/website",
        default=None,
    )
    mailbox: OpenEmail | None = field(
        "Mailbox", "The address that people can write to.", "team@example.org", default=None
    )
    navigation: tuple[NavigationLink, ...] = field(
        "Navigation",
        "The menu on top, about six entries.",
        [{"text": "Events", "link": "/events/"}],
        default=(),
    )
    footer: tuple[NavigationLink, ...] = field(
        "Footer", "The links at the bottom.", [{"text": "Privacy", "link": "/privacy/"}], default=()
    )
    sections: Sections = field(
        "Sections",
        "The words of each generated list.",
        {
            "events": {
                "title": "Events",
                "summary": "Come and learn with us.",
                "empty": "No events are planned.",
            }
        },
    )
    topics: Named_ = field(
        "Topics",
        "What items can be about.",
        {"facilitation": {"name": "Facilitation", "summary": "Helping groups."}},
        default={},
    )
    series: Named_ = field(
        "Series",
        "Series of events.",
        {"open-space": {"name": "Open space", "summary": "Every month."}},
        default={},
    )
    feed_identity: FeedIdentity | None = field(
        "Feed identity",
        "Who the site is to feed readers and calendars; never changes.",
        {"domain": "network.example.org", "year": "2026"},
        default=None,
    )
    feed_items: Whole = field(
        "Feed items", "How many items a feed holds at least, if there are so many.", "20", default=20
    )
    calendar_months: Whole = field(
        "Calendar months", "For how many months past events stay in the main calendar.", "24", default=24
    )
    notices: tuple[Notice, ...] = field(
        "Notices", "Messages on every page.", [{"text": "The office is closed on 30 November."}], default=()
    )
    placeholders: Annotated[dict[str, Placeholder], BeforeValidator(_empty_as_mapping)] = field(
        "Placeholders",
        "What the owner still has to decide.",
        {"mailbox": {"shown": "[address to come]", "decide": "Which mailbox?"}},
        default={},
    )

    def rules(self) -> Iterator[Rule]:
        """A notice ends after it starts; a day is shown to its end."""
        for number, notice in enumerate(self.notices):
            start, end = notice.start, notice.end
            if start is not None and end is not None and end_of(end) <= start_of(start):
                yield (
                    ("notices", number, "end"), "notice-dates",
                    f"End must be after the start, {moment_words(start)}.",
                    "change one of the two dates: the notice is shown from the start until the end.",
                )  # fmt: skip


class Redirect(Model):
    """An old address and where it leads now."""

    # "from" is a word of Python, so the field has another name inside.
    old: Address = field("From", "The old address.", "/old/", alias="from")
    to: LinkTo = field("To", "The address it leads to now.", "/new/")
    reason: Line | None = field("Reason", "Why it moved.", "Renamed in 2026", default=None)
    date: Day | None = field("Date", "When it moved.", "2026-11-22", default=None)


class Redirects(Model):
    """`redirects.yaml`."""

    redirects: Annotated[tuple[Redirect, ...], BeforeValidator(lambda value: value or [])] = field(
        "Redirects", "Old addresses and where they lead now.", [{"from": "/old/", "to": "/new/"}], default=()
    )


def placeholders_of(document: Document | None) -> Placeholders:
    """Return the placeholders that `site.yaml` declares, before anything else in it is judged."""
    values: dict[str, str] = {}
    declared = document.settings.get("placeholders") if document else None
    if isinstance(declared, Mapping):
        for key, entry in declared.entries:
            if isinstance(entry, Mapping):
                shown, value = entry.get("shown"), entry.get("value")
                if isinstance(value, Scalar) and value.text:
                    values[key.text] = value.text
                elif isinstance(shown, Scalar):
                    values[key.text] = OpenPlaceholder(key.text, shown.text)
    return Placeholders(values, complete=document is not None)
