"""Connects what was read: models, addresses, references and links become one Site, or problems."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from plugins.core import alt_words, private_addresses, to_come
from plugins.core.body import Body
from plugins.core.clock import day_of, start_of
from plugins.core.documents import Document
from plugins.core.impossible_days import impossible_days
from plugins.core.item import Image, Item
from plugins.core.organisation import Organisation, Redirects, placeholders_of
from plugins.core.own_name import other_name
from plugins.core.placeholders import is_open, unknown_placeholder, written_otherwise
from plugins.core.problems import Edit, Problem, nearest, stops_the_build, untold
from plugins.core.remarks import remarks
from plugins.core.schema import Names, validate
from plugins.core.settings_tree import Mapping, Node, Scalar, scalars
from plugins.core.site import LOCAL_URL, ContentType, Entry, Section, Site, unknown_name
from plugins.core.subscriptions import subscription_addresses
from plugins.core.weekday_slips import weekday_slips
from plugins.outputs.health_addresses import HEALTH_ADDRESSES

from .links import Destination, Links
from .misplaced import told_once
from .pictures import published_pictures
from .reading import Reading
from .redirects import Taken, cannot_follow, chain, output_file, redirect_view
from .wrong_answers import at_their_answers

if TYPE_CHECKING:
    from plugins.core.view import RedirectView

_OUR_WORDS = ("style-", "note-left", to_come.CODE)
"""Remarks on words that only make sense where they are ours: `[name removed]` in a quotation is honest."""


@dataclass(slots=True)
class Connection:
    """The outcome: the site (None while problems make it impossible), its sections, redirects and problems."""

    site: Site | None = None
    entries: list[Entry[Any]] = field(default_factory=list)
    sections: list[tuple[ContentType, Section]] = field(default_factory=list)
    redirects: list[RedirectView] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Connector:
    """Makes the connected site of one reading. Finds every problem that it can before it gives up."""

    def __init__(
        self, reading: Reading, shown: str, types: tuple[ContentType, ...],
        now: datetime, site_url: str, *, publish: bool, local_url: str = "",
    ) -> None:  # fmt: skip
        self.reading = reading
        self.shown = shown
        self.types = types
        self.now = now
        self.site_url = site_url
        self.local_url = local_url
        self.publish = publish
        self.placeholders = placeholders_of(reading.site)
        self.names = _names(reading)
        self.out = Connection(problems=list(reading.problems))
        self.known: dict[str, dict[str, Item | None]] = {}
        self.broken: set[str] = set()

    def connect(self) -> Connection:
        """Validate and connect everything."""
        organisation = self._organisation()
        redirects = self._redirects()
        self._validate_all()
        documents = (document for read in self.reading.documents.values() for document, _ in read)
        self.out.problems = at_their_answers(self.out.problems, self.reading.site, documents)
        if organisation is None:
            return self.out
        if self.publish:
            self.out.problems += self._open_placeholders(organisation)
        if self.publish and not self.site_url:
            self._take_site_url(organisation)
        live = [entry for entry in self.out.entries if entry.item.is_live(self.now, publish=self.publish)]
        site = Site(
            organisation=organisation,
            placeholders=self.placeholders,
            now=self.now,
            publish=self.publish,
            site_url=self.site_url,
            types=self.types,
            entries={kind.name: tuple(entry for entry in live if entry.type is kind) for kind in self.types},
            known=self.known,
            pictures=published_pictures(self.reading),
            files=frozenset(
                name.removeprefix("files/") for name in self.reading.assets if name.startswith("files/")
            ),
            base_url=self._base_url(organisation),
        )
        self.out.problems += self._references(site)
        self.out.sections = [(kind, section) for kind in self.types for section in kind.sections(site)]
        destinations = self._destinations(live, site)
        self._add_redirects(destinations, live, redirects, site)
        site.targets = self._links(destinations, live, organisation, redirects)
        self.out.site = site
        return self.out

    # Validating

    def _organisation(self) -> Organisation | None:
        document = self.reading.site
        if document is None:
            return None
        organisation, problems = validate(document, Organisation, self.placeholders)
        self.out.problems += [*problems, *_private(document), *written_otherwise(document, self.placeholders)]
        self.out.problems += untold(to_come.in_settings(document, Organisation), problems)
        self.out.problems += weekday_slips(document, day_of(self.now))
        # A date that a setting must be is told by its field.
        self.out.problems += untold(impossible_days(document), problems)
        return organisation

    def _take_site_url(self, organisation: Organisation) -> None:
        """A published site needs its address; a preview has none unless it is asked for."""
        if organisation.site_url is None:
            self.out.problems.append(
                Problem(
                    f"{self.shown}/site.yaml", 0, 0, "site-url-missing",
                    "The published site needs its web address.",
                    "add a line such as\n     site_url: https://www.example.org",
                )
            )  # fmt: skip
        elif not is_open(organisation.site_url):
            self.site_url = organisation.site_url

    def _base_url(self, organisation: Organisation) -> str:
        """Return what whole addresses start with; feeds and calendars of a preview need such a start too."""
        decided = organisation.site_url
        known = "" if decided is None or is_open(decided) else decided
        return self.site_url or self.local_url or known or LOCAL_URL

    def _redirects(self) -> Redirects:
        document = self.reading.redirects
        if document is None or not document.settings.entries:
            self.broken |= self.reading.redirect_addresses
            return Redirects()
        redirects, problems = validate(document, Redirects, self.placeholders)
        self.out.problems += problems
        if redirects is None:
            self.broken |= self.reading.redirect_addresses
        return redirects or Redirects()

    def _validate_all(self) -> None:
        for kind in self.types:
            names: dict[str, Item | None] = dict.fromkeys(self.reading.names.get(kind.name, ()))
            for document, body in self.reading.documents.get(kind.name, ()):
                entry = self._validate(kind, document, body)
                if entry is not None:
                    names[entry.name] = entry.item
                    self.out.entries.append(entry)
            self.known[kind.name] = names
            for name in [name for name, item in names.items() if item is None]:
                self.broken |= {
                    f"{self.shown}/{kind.folder}/{name}.md", f"/{kind.folder}/", kind.address(name, None)
                }  # fmt: skip
        self.broken |= self.reading.claimed

    def _validate(self, kind: ContentType, document: Document, body: Body) -> Entry[Any] | None:
        item, problems = validate(document, kind.model, self.placeholders, self.names)
        problems = told_once(kind, self.types, document, problems)
        # Of a date or a blank that is still to come something else is told.
        problems += untold(to_come.in_settings(document, kind.model), problems)
        problems += [
            slip.in_file(document.path)
            for slip in body.slips
            if not (kind.quoted and slip.code.startswith(_OUR_WORDS))
        ]
        problems += _private(document)
        problems += [
            unknown_placeholder(document.path, line, column, name, self.placeholders)
            for name, line, column in body.placeholders
            if name not in self.placeholders.values and self.placeholders.complete
        ]
        problems += written_otherwise(document, self.placeholders)
        self.out.problems += problems
        if item is None or stops_the_build(problems):
            aliases = document.settings.get("aliases")
            self.broken |= {node.text for node in getattr(aliases, "items", ()) if isinstance(node, Scalar)}
            return None
        return Entry(kind, document.name, item, document, body, kind.address(document.name, item))

    def _open_placeholders(self, organisation: Organisation) -> Iterator[Problem]:
        """A published site has nothing undecided on it."""
        document = self.reading.site
        assert document is not None  # the organisation was read from it
        answered = self._answered()
        for name, placeholder in organisation.placeholders.items():
            if placeholder.value is None and name not in answered:
                line, column = document.key_position(("placeholders", name))
                yield Problem(
                    document.path, line, column, "placeholder-open",
                    f"The owner has not decided yet ({name}): {placeholder.decide}",
                    f"write the decision after value: under {name}.",
                )  # fmt: skip

    def _answered(self) -> set[str]:
        """A site address given for this build answers the placeholder that stands for it."""
        document = self.reading.site
        node = document.settings.get("site_url") if document else None
        text = getattr(node, "text", "")
        if self.site_url and text.startswith("{placeholder:"):
            return {text.removeprefix("{placeholder:").removesuffix("}")}
        return set()

    # References and addresses

    def _references(self, site: Site) -> Iterator[Problem]:
        for entry in self.out.entries:
            topics = site.organisation.topics
            for number, topic in enumerate(entry.item.topics):
                if topic not in topics:
                    yield unknown_name(entry, ("topics", number), "topic", topic, topics, "site.yaml")
            image = entry.item.image
            if (
                image
                and image.file not in site.pictures
                and f"images/{image.file}" not in self.reading.assets
            ):
                line, column = entry.document.position(("image", "file"))
                close = nearest(image.file, site.pictures)
                yield Problem(
                    entry.path, line, column, "image-nowhere",
                    f"There is no image called {image.file}.",
                    f"write {close}" if close else "put the image into content/images and write its file name here.",
                )  # fmt: skip
            if image:
                yield from _description_of(entry, image)
            yield from remarks(entry.document, entry.item)
            if not entry.type.quoted:
                yield from _name_of(entry, site.organisation.name)
                yield from impossible_days(entry.document)
            yield from entry.type.references(entry, site)

    def _destinations(self, live: list[Entry[Any]], site: Site) -> dict[str, Destination]:
        """Map every address to what is there; two things at one address are a problem."""
        found: dict[str, Destination] = {}
        makers: dict[str, str] = {}

        def claim(address: str, maker: str, destination: Destination) -> None:
            name = output_file(address)
            if name in makers:
                second, first = sorted((maker, makers[name]), key=lambda path: (path.endswith(".md"), path))[
                    ::-1
                ]
                self.out.problems.append(
                    Problem(
                        second, 0, 0, "address-twice",
                        f"Two pages would have the same address, {address}",
                        f"rename {os.path.basename(second)}: the other one is {first}.",
                    )
                )  # fmt: skip
            makers[name] = maker
            found[address] = destination

        for _, section in self.out.sections:
            claim(section.address, "a list that is made by itself", Destination(frozenset(section.fragments)))
        live_paths = {entry.path for entry in live}
        for entry in self.out.entries:
            if "#" in entry.address:
                continue
            fragments = frozenset(entry.body.ids)
            if entry.path in live_paths or entry.address not in found:
                claim(entry.address, entry.path, Destination(fragments, entry))
        for address in subscription_addresses(site.organisation):
            claim(address, "a feed or calendar that is made by itself", Destination(frozenset()))
        for path, event in site.calendar_events().items():
            claim(event.file, path, Destination(frozenset()))
        for name in self.reading.assets:
            claim(f"/{name}", f"{self.shown}/{name}", Destination(frozenset()))
        if not self.publish:  # a page there would clash in every preview
            for address in HEALTH_ADDRESSES:
                claim(address, "the content health of a preview", Destination(frozenset()))
        return found

    def _add_redirects(
        self, destinations: dict[str, Destination], live: list[Entry[Any]], redirects: Redirects, site: Site
    ) -> None:
        document = self.reading.redirects
        asked: dict[str, tuple[str, str, int, int]] = {}
        taken = Taken(
            address
            for address, there in destinations.items()
            if there.entry is None or not (is_hidden(there.entry.item) or self._is_over(there.entry.item))
        )
        pages = {entry.address for entry in live}
        for entry in live:
            for number, alias in enumerate(entry.item.aliases):
                place = (entry.path, *entry.document.position(("aliases", number)))
                self._ask(asked, taken, alias, entry.address, place)
        for number, redirect in enumerate(redirects.redirects):
            assert document is not None
            place = (document.path, *document.position(("redirects", number, "from")))
            self._ask(asked, taken, redirect.old, redirect.to, place)
        for old, (target, path, line, column) in asked.items():
            problem = chain(old, asked)
            if problem:
                self.out.problems.append(Problem(path, line, column, "redirect-chain", *problem))
            if old in pages:
                continue  # a draft that a preview shows
            destinations[old] = Destination(frozenset())
            view = redirect_view(old, target, site.lang)
            dead_end = cannot_follow(view)
            if dead_end:
                self.out.problems.append(Problem(path, line, column, "redirect-unread", *dead_end))
            self.out.redirects.append(view)

    def _is_over(self, item: Item) -> bool:
        """Say whether an item has had its time: then its address may lead elsewhere."""
        return item.publish_until is not None and start_of(item.publish_until) <= self.now

    def _ask(
        self, asked: dict[str, tuple[str, str, int, int]], taken: Taken,
        old: str, target: str, place: tuple[str, int, int],
    ) -> None:  # fmt: skip
        if old in asked:
            message = f"{old} leads to two places."
        elif old in taken:
            message = f"{old} cannot lead elsewhere: there is a page at that address."
        else:
            asked[old] = (target, *place)
            taken.add(old)
            return
        self.out.problems.append(
            Problem(*place, "redirect-taken", message, "take this line out, or rename the page.")
        )

    # Links

    def _links(
        self, destinations: dict[str, Destination], live: list[Entry[Any]],
        organisation: Organisation, redirects: Redirects,
    ) -> dict[str, tuple[str, ...]]:  # fmt: skip
        links = Links(
            self.shown,
            # The published site has no content health, so no text can lead to it.
            {at: there for at, there in destinations.items() if at not in HEALTH_ADDRESSES or there.entry},
            {entry.path: entry for entry in self.out.entries},
            self.reading.assets,
            frozenset(self.broken),
            frozenset(entry.path for entry in live),
            {view.address: view.target for view in self.out.redirects},
            "" if is_open(organisation.site_url) else organisation.site_url or "",
        )
        targets = {}
        # In a publish build, drafts and examples take no part, so their links need not lead anywhere.
        judged = [entry for entry in self.out.entries if not (self.publish and is_hidden(entry.item))]
        for entry in judged:
            targets[entry.path], problems = links.in_body(entry)
            self.out.problems += problems
            self.out.problems += links.in_settings(entry.document, entry.item, entry)
        if self.reading.site:
            self.out.problems += links.in_settings(self.reading.site, organisation, None)
        if self.reading.redirects:
            self.out.problems += links.in_settings(self.reading.redirects, redirects, None)
        return targets


def _description_of(entry: Entry[Any], image: Image) -> Iterator[Problem]:
    found = alt_words.judged(image.alt, image.file)
    if found:
        code, message, fix, severity = found
        yield Problem(entry.path, *entry.document.position(("image", "alt")), code, message, fix, severity)


def _name_of(entry: Entry[Any], name: str) -> Iterator[Problem]:
    """Yield the advice on the organisation's name where a text writes it otherwise."""
    found = other_name(entry.document.body, name)
    if found:
        lines = entry.document.body[: found.at].split("\n")
        place = (entry.document.body_line + len(lines) - 1, len(lines[-1]) + 1)
        edit = Edit(*place, found.piece, found.new or "")
        yield Problem(entry.path, *place, found.code, found.message, found.fix, found.severity, edit)


def _private(document: Document) -> Iterator[Problem]:
    """Yield what should not be public in settings. Where people join a meeting is shown only if its editor says so."""
    for location, scalar in scalars(document.settings):
        if location == ("online", "link"):
            continue
        for found in private_addresses.in_text(scalar.text):
            place = (document.path, scalar.line, scalar.column)
            yield Problem(*place, found.code, found.message, found.fix, found.severity)


REFERS = {"offers": "offer", "parent": "offer", "form": "form"}
"""Settings that name a file, and the type of it."""


def _names(reading: Reading) -> Names:
    """Return every name that a setting can refer to, with what people call it: topics, series and files."""
    names: dict[str, dict[str, str]] = {}
    for group in ("topics", "series"):
        node = reading.site.settings.get(group) if reading.site else None
        names[group] = {key.text: _text(value, "name") for key, value in getattr(node, "entries", ())}
    for setting, kind in REFERS.items():
        titles = {
            document.name: _text(document.settings, "title")
            for document, _ in reading.documents.get(kind, ())
        }
        names[setting] = {name: titles.get(name, "") for name in reading.names.get(kind, ())}
    return names


def _text(node: Node, setting: str) -> str:
    found = node.get(setting) if isinstance(node, Mapping) else None
    return found.text if isinstance(found, Scalar) else ""


def is_hidden(item: Item) -> bool:
    """Say whether an item is for previews alone: a draft or an example."""
    return item.sample or item.status == "draft"
