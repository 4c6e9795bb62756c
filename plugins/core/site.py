"""The connected site: all live items, who refers to whom, and what each content type declares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from markupsafe import Markup, escape

from .body import Body
from .clock import UK
from .date_words import date_words
from .documents import Document
from .fields import OpenPlaceholder
from .item import Item
from .organisation import Organisation
from .pictures import PublishedPicture, alternative_text, shown_sizes
from .placeholders import Placeholders, is_open
from .problems import Problem, nearest
from .subscriptions import Publisher, identity

if TYPE_CHECKING:
    from .announcement import Announcement
    from .calendar_event import CalendarEvent
    from .call import Call
    from .concern import Concern
    from .view import Badge, Card, Link, Picture, View

I = TypeVar("I", bound=Item)  # noqa: E741 (the usual letter for an item)


@dataclass(frozen=True, slots=True)
class Entry(Generic[I]):
    """One item in its place: the model, where it came from, its text, its type and its address."""

    type: ContentType
    name: str
    item: I
    document: Document
    body: Body
    address: str

    @property
    def path(self) -> str:
        """Where editors find it."""
        return self.document.path


@dataclass(frozen=True, slots=True)
class Section:
    """A generated page of a type: its address, which list it is, and of what (a year, a topic).

    A page that is not `lasting` is a step on the way, such as a page after a form: it may go with what it belongs to.
    """

    address: str
    kind: str
    key: str = ""
    fragments: tuple[str, ...] = ()
    lasting: bool = True


def no_problems(entry: Entry[Any], site: Site) -> Iterator[Problem]:
    """The references of a type that refers to nothing."""
    yield from ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentType:
    """Everything that the engine knows of a content type. One declaration, in the type's package.

    `quoted`: its texts are other people's words, on whose style nobody advises.
    `address` gives the address of an item by its name (item None: it has problems, give the nearest known),
    `view` makes the page of an item (None: the type has no page for each item), `sections` lists the
    generated pages and `section_view` makes one, `references` yields the problems of what an
    item names (`offers`, `series`, …).
    `highlights` gives its current items, the best first, to pages of other types: types do not import each other.
    `calendar_event` says what calendars show of an item, `announcement` what feeds say of it (None: nothing),
    `call` whether people can answer it now; `concerns` what in it somebody should look at.
    """

    name: str
    folder: str
    model: type[Item]
    quoted: bool = False
    address: Callable[[str, Item | None], str]
    view: Callable[[Entry[Any], Site], View | None]
    sections: Callable[[Site], Iterable[Section]]
    section_view: Callable[[Section, Site], View]
    references: Callable[[Entry[Any], Site], Iterator[Problem]] = no_problems
    highlights: Callable[[Site, str], tuple[Any, ...]] = lambda site, about: ()
    calendar_event: Callable[[Entry[Any], Site], CalendarEvent | None] = lambda entry, site: None
    announcement: Callable[[Entry[Any], Site], Announcement | None] = lambda entry, site: None
    call: Callable[[Entry[Any], Site], Call | None] = lambda entry, site: None
    concerns: Callable[[Entry[Any], Site], Iterable[Concern]] = lambda entry, site: ()

    @property
    def lasts(self) -> bool:
        """Whether its items stay until somebody changes them: those of a type without a day of its own."""
        return "date" not in self.model.model_fields


@dataclass(frozen=True, slots=True)
class Change:
    """When an item last changed as far as published state tells; `words` is for the page's foot."""

    words: str
    at: str = ""


LOCAL_URL = "http://localhost:8000"
"""What whole addresses start with where no address of the site is known: the preview's."""


@dataclass(slots=True)
class Site:
    """All live items of one build, and the words and places that go with them.

    Made once, after every document is validated; views read it and change nothing. `entries` holds
    what is live, `known` every file by type and name (None: the file has problems of its own),
    `targets` the resolved links of each file, `pictures` the published form of each image by its name in content/images,
    `files` the names of the documents in content/files. `site_url`
    is empty in a preview that was given none; `base_url` is what whole addresses start with all the same.
    """

    organisation: Organisation
    placeholders: Placeholders
    now: datetime
    publish: bool
    site_url: str
    types: tuple[ContentType, ...]
    entries: Mapping[str, tuple[Entry[Any], ...]]
    known: Mapping[str, Mapping[str, Item | None]] = field(default_factory=dict)
    targets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pictures: Mapping[str, PublishedPicture] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    changes: Mapping[str, Change] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)
    base_url: str = LOCAL_URL

    def of(self, type_name: str, model: type[I] | None = None) -> tuple[Entry[I], ...]:
        """Return the live entries of a type, in the order of their files."""
        return cast("tuple[Entry[I], ...]", self.entries.get(type_name, ()))

    def find(self, type_name: str, name: str) -> Entry[Any] | None:
        """Return the live entry of that name, or None."""
        entries = self.entries.get(type_name, ())
        by_name = self.once(f"names of {type_name}", lambda: {entry.name: entry for entry in entries})
        return by_name.get(name)

    def highlights(self, type_name: str, about: str = "") -> tuple[Any, ...]:
        """Return what a type shows of itself elsewhere: cards, or quotations. `about` narrows it."""
        for kind in self.types:
            if kind.name == type_name:
                return kind.highlights(self, about)
        return ()

    def mailing_list(self) -> Link | None:
        """Return the way to get the newsletter: the first form of that kind."""
        from .view import Link

        for entry in self.entries.get("form", ()):
            if getattr(entry.item, "kind", "") == "subscribe":
                return Link(entry.item.title, entry.address)
        return None

    def once(self, key: str, make: Callable[[], T]) -> T:
        """Return what `make` returns, made once a build: for lists that many views ask for."""
        if key not in self.memory:
            self.memory[key] = make()
        return cast("T", self.memory[key])

    @property
    def lang(self) -> str:
        """The language of the site."""
        return self.organisation.language

    @property
    def today(self) -> date:
        """Today in the UK, as a date."""
        return self.now.astimezone(UK).date()

    @property
    def publisher(self) -> Publisher:
        """Who stands behind the feeds and calendars."""

        def make() -> Publisher:
            organisation = self.organisation
            mailbox = "" if is_open(organisation.mailbox) else organisation.mailbox or ""
            return Publisher(organisation.name, self.base_url, self.lang, mailbox, identity(organisation))

        return self.once("publisher", make)

    def calendar_events(self) -> Mapping[str, CalendarEvent]:
        """Return what calendars show of the live items, by path."""

        def make() -> dict[str, CalendarEvent]:
            found = ((entry, kind.calendar_event(entry, self)) for kind, entry in self.all_entries())
            return {entry.path: event for entry, event in found if event is not None}

        return self.once("calendar events", make)

    def all_entries(self) -> Iterator[tuple[ContentType, Entry[Any]]]:
        """Yield every live item with its type."""
        for kind in self.types:
            for entry in self.entries.get(kind.name, ()):
                yield kind, entry

    def html(self, entry: Entry[Any]) -> Markup:
        """Return the body of an entry with links and placeholders filled in."""
        targets = self.targets.get(entry.path, ())
        references = entry.body.references

        def target(number: int) -> str:
            address = targets[number]
            picture = None if references[number].image else self.picture_at(address)
            return picture.large or picture.src if picture else address

        return Markup(  # noqa: S704 (the body's converter allows no raw HTML)
            entry.body.fill(
                target,
                lambda name: str(self.placeholder_html(name)),
                self.picture_at,
                # Where a page starts with no other picture, its first one is seen soon.
                lazy=entry.item.image is not None or "#" in entry.address,
            )
        )

    def picture_at(self, address: str) -> PublishedPicture | None:
        """Return the published form of the image that a text names by an address such as `/images/team.jpg`."""
        return self.pictures.get(address.removeprefix("/images/")) if address.startswith("/images/") else None

    def placeholder_html(self, name: str) -> Markup:
        """Return what stands in a body for `{placeholder:name}`."""
        value = self.placeholders.values[name]
        if isinstance(value, OpenPlaceholder):
            return Markup("<mark>{}</mark>").format(str(value))
        if value.startswith("https://"):
            return Markup('<a href="{0}">{0}</a>').format(value)
        if "@" in value and " " not in value:
            return Markup('<a href="mailto:{0}">{0}</a>').format(value)
        return escape(value)

    def home(self) -> Link:
        """The first breadcrumb."""
        from .view import Link

        return Link("Home", "/")

    def topic_names(self, item: Item) -> tuple[tuple[str, str], ...]:
        """Return (name, words) of each topic of an item."""
        topics = self.organisation.topics
        return tuple((topic, topics[topic].name) for topic in item.topics if topic in topics)

    def notes(self, item: Item) -> tuple[str, ...]:
        """Return what a page must say about the item as such."""
        notes = []
        if item.sample:
            notes.append(
                "This is an example. It shows how a page like this looks and is not part of the published site."
            )
        if item.status == "draft":
            notes.append("This is a draft. It is not part of the published site.")
        return tuple(notes)

    def badges(self, item: Item) -> tuple[Badge, ...]:
        """Return the labels that an item has of whatever type it is."""
        from .view import Badge

        badges = []
        if item.sample:
            badges.append(Badge("Example", "sample"))
        if item.status == "draft":
            badges.append(Badge("Draft", "sample"))
        return tuple(badges)

    def picture(self, item: Item) -> Picture | None:
        """Return the image of an item with its size."""
        from .view import Picture

        if item.image is None or item.image.file not in self.pictures:
            return None
        found = self.pictures[item.image.file]
        return Picture(
            found.src, alternative_text(item.image.alt), found.width, found.height,
            sources=found.sources, sizes=shown_sizes(found.width) if found.sources else "",
        )  # fmt: skip

    def page_values(self, entry: Entry[Any], apart: str) -> dict[str, Any]:
        """Return what the view of any item has in common, for `SomeView(**…)`.

        `apart` tells the item from another of the same title: its date, its kind.
        """
        change = self.changes.get(entry.path, Change(""))
        return {
            "address": entry.address,
            "title": entry.item.title,
            "head_title": entry.item.title,
            "summary": entry.item.summary,
            "lang": entry.item.lang or self.lang,
            "badges": self.badges(entry.item),
            "notes": self.notes(entry.item),
            "changed": change.words,
            "changed_at": change.at,
            "robots": "noindex" if entry.item.sample or entry.item.status == "draft" else "",
            "picture": self.picture(entry.item),
            "apart": apart,
        }

    def card(self, entry: Entry[Any], kicker: str = "", **more: Any) -> Card:
        """Return an entry as an item of a list."""
        from .view import Card

        lang = entry.item.lang or ""
        badges = more.pop("badges", ()) + self.badges(entry.item)
        return Card(
            entry.item.title, entry.address, entry.item.summary, kicker,
            badges=badges, lang=lang if lang != self.lang else "", **more,
        )  # fmt: skip


T = TypeVar("T")


def change_since(words: str, at: datetime | None) -> Change:
    """Make the foot of a page: `Last changed 3 December 2026`."""
    if at is None:
        return Change(words)
    day = at.astimezone(UK).date()
    return Change(f"{words} {date_words(day)}", day.isoformat())


def nearest_by_topics(entry: Entry[Any], candidates: Iterable[Entry[Any]], most: int = 3) -> list[Entry[Any]]:
    """Return the entries that share most topics with this one, the best first, none with no topic shared."""
    topics = set(entry.item.topics)
    scored = [
        (-len(topics & set(other.item.topics)), index, other)
        for index, other in enumerate(candidates)
        if other.path != entry.path and topics & set(other.item.topics)
    ]
    scored.sort(key=lambda found: found[:2])
    return [other for _, _, other in scored[:most]]


def refer(
    entry: Entry[Any], site: Site, location: tuple[str | int, ...], what: str, type_name: str, name: str
) -> Iterator[Problem]:
    """Yield the problem of a setting that names an item which is not there or not public.

    `what` is the word for it ("offer"). An item that has problems of its own counts as there.
    """
    known = site.known.get(type_name, {})
    if name not in known:
        folder = next((kind.folder for kind in site.types if kind.name == type_name), type_name)
        yield unknown_name(entry, location, what, name, known, f"content/{folder}")
        return
    target = known[name]
    if target is None:
        return
    hidden = "an example" if target.sample else "a draft" if target.status == "draft" else ""
    ours = entry.item.sample or entry.item.status == "draft"
    if hidden and not ours:
        line, column = entry.document.position(location)
        yield Problem(
            entry.path, line, column, "reference-hidden",
            f"{name} is {hidden}, so a published page cannot use it.",
            f"name another {what}, or take the line out.",
        )  # fmt: skip


def unknown_name(
    entry: Entry[Any], location: tuple[str | int, ...], what: str, name: str, known: Iterable[str], where: str
) -> Problem:
    """The problem of a setting that names something which is not there."""
    line, column = entry.document.position(location)
    known = sorted(known)
    close = nearest(name, known)
    if close:
        fix = f"write {close}"
    elif known:
        fix = f"use one of these: {', '.join(known)}"
    else:
        fix = f"take the line out, or add {name} to {where} first."
    return Problem(
        entry.path, line, column, "reference-unknown", f"There is no {what} called {name}.", fix
    )  # fmt: skip
