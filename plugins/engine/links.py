"""Where links lead: resolves what editors write to addresses, and finds the links that lead nowhere."""

from __future__ import annotations

import posixpath
import re
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import unquote

from pydantic import BaseModel

from plugins.core.addresses import is_domain
from plugins.core.body import Reference
from plugins.core.clock import day_of, start_of
from plugins.core.date_words import date_words
from plugins.core.documents import Document
from plugins.core.fields import Kind
from plugins.core.item import Item
from plugins.core.outside_addresses import unusable
from plugins.core.problems import Problem, cut, listed, nearest
from plugins.core.site import Entry
from plugins.pictures.kinds import ENDINGS

from . import link_remarks

_PELICAN = re.compile(r"[{|](?:filename|static|attach|index)[|}](.*)", re.DOTALL)
_SLIPPED_SCHEME = re.compile(
    r"(https?)(?::/?|//?|;/{0,2}|:\\\\)(?=[\w-]+\.[\w.-]*\w)(?P<place>\S+)", re.IGNORECASE
)
"""`https:/www.…`, `https//www.…`: what people meant by it is certain."""
_WRAPPED = "“”„‘’\"'<> "
_TITLED = re.compile(r"(?P<page>\S+)\s+[“”„‘’](?P<title>[^“”„‘’\"]+)[“”‘’]")
"""A target with a title in curly quotation marks: the marks have to be straight."""
_MESSAGE = 99
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")

MOST_NAMED = 3
"""So many files of one name are named; of more, one is an example."""

_OUTSIDE = "write https://"

BROKEN = "/broken/"
"""Stands for the address of a file that has problems of its own: a link to it is not reported on top."""


@dataclass(frozen=True, slots=True)
class Destination:
    """An address that exists: the ids that a link may name in it, and the entry if it is an item."""

    fragments: frozenset[str]
    entry: Entry[Any] | None = None


class Links:
    """All that a link may lead to.

    `destinations`: address -> destination, for pages, files and redirects; `by_path`: content path
    -> entry, for all items that were read well, live or not; `broken`: folders and addresses in
    which items have problems of their own, so that a link there is not reported on top; `moved`: old address
    -> where it leads now; `own_url`: what whole addresses of this site start with, empty if nobody knows.
    """

    def __init__(
        self,
        shown: str,
        destinations: Mapping[str, Destination],
        by_path: Mapping[str, Entry[Any]],
        assets: Mapping[str, object],
        broken: frozenset[str],
        live: frozenset[str],
        moved: Mapping[str, str],
        own_url: str,
    ) -> None:
        self.shown = shown
        self.destinations = destinations
        self.by_path = by_path
        self.assets = assets
        self.broken = broken
        self.live = live
        self.moved = moved
        self.own_url = own_url
        self.by_address = {entry.address: entry for entry in by_path.values()}

    def in_body(self, entry: Entry[Any]) -> tuple[tuple[str, ...], list[Problem]]:
        """Return the address of each reference in a body, and the problems of those that have none."""
        targets: list[str] = []
        problems: list[Problem] = []
        leads: list[tuple[Reference, str]] = []
        own = self._fragments_of(entry)
        for reference in entry.body.references:
            place = (entry.path, reference.line, reference.column)
            what = "image" if reference.image else "link"
            found = self._resolve(entry.path, reference.target, own)
            inside = self._inside(reference.target)
            if inside:
                found = self._resolve(entry.path, inside, own)
                if isinstance(found, str):
                    problems.append(link_remarks.own_address(entry.document, reference, inside))
            if isinstance(found, str):
                targets.append(found)
                leads.append((reference, found))
                problems += self._checked(
                    entry.item, entry.path, place, what, reference.text, reference.target, found
                )
            else:
                targets.append(reference.target)
                problem = self._nowhere(place, what, reference.text, reference.target, found[0])
                problems.append(self._mended(entry, reference, problem, own))
            if reference.image and not reference.text.strip():
                name = reference.target.rsplit("/", 1)[-1]
                problems.append(
                    Problem(
                        *place, "image-alt",
                        f"Describe the image {name} for people who can't see it.",
                        f"write what it shows between the square brackets: ![People round a table]({reference.target})",
                    )
                )  # fmt: skip
        problems += link_remarks.of_body(entry.document, leads, self.moved, self.own_url)
        return tuple(targets), problems

    def _inside(self, target: str) -> str:
        """Return the address within this site that a whole web address names, or nothing."""
        if self.own_url and f"{target}/".startswith(f"{self.own_url}/"):
            return target.removeprefix(self.own_url) or "/"
        return ""

    def _mended(
        self, entry: Entry[Any], reference: Reference, problem: Problem, own: frozenset[str]
    ) -> Problem:
        """Return the problem of a link with its edit, where one address surely is meant and leads somewhere."""
        new = re.fullmatch(r"write (\S+?)\.?|end it with a slash: (\S+)", problem.fix)
        found = (new[1] or new[2]) if new else ""
        titled = _TITLED.fullmatch(reference.target)
        if titled and problem.fix == f"write {_straight(titled)}":
            return replace(problem, edit=link_remarks.edit(entry.document, reference, _straight(titled)))
        meant = self._file_meant(entry.path, reference.target.partition("#")[0])
        if not found or not (_is_same(reference.target, found) or found.partition("#")[0] == meant):
            return problem
        if not isinstance(self._resolve(entry.path, found, own), str):
            return problem
        return replace(problem, edit=link_remarks.edit(entry.document, reference, found))

    def in_settings(
        self, document: Document, model: BaseModel, entry: Entry[Any] | None
    ) -> Iterator[Problem]:
        """Yield the problems of the links in a file's settings."""
        for location, target in links_of(model):
            place = (document.path, *document.position(location))
            found = self._resolve(document.path, target, frozenset())
            if not isinstance(found, str):
                yield self._nowhere(place, "link", "", target, found[0])
            elif found.startswith("/images/"):
                name = posixpath.basename(found)
                yield Problem(
                    *place, "link-to-image",
                    f"This can lead to a page or a document, but {cut(name)} is an image for pages.",
                    f"put it into content/files, and write /files/{name}",
                )  # fmt: skip
            elif entry is not None:
                yield from self._checked(entry.item, entry.path, place, "link", "", target, found)
            else:
                # What is on every page is public for good.
                yield from self._checked(None, document.path, place, "link", "", target, found)

    def _fragments_of(self, entry: Entry[Any]) -> frozenset[str]:
        found = self.destinations.get(entry.address)
        return found.fragments if found else frozenset(entry.body.ids)

    def _resolve(self, path: str, target: str, own: frozenset[str]) -> str | tuple[str]:
        """Return the address that a target leads to, or (advice,) where it leads nowhere."""
        if "{placeholder:" in target:
            return ("write the address itself; a placeholder cannot be the target of a link.",)
        pelican = _PELICAN.fullmatch(target)
        if pelican:
            target = pelican[1]
            if target.startswith("/"):
                target = posixpath.relpath(f"{self.shown}{target}", posixpath.dirname(path))
        titled = _TITLED.fullmatch(target) if " " in target else None
        if titled:
            found = self._resolve(path, titled["page"], own)
            if isinstance(found, str):
                return (f"write {_straight(titled)}",)
            if found[0]:
                return found
        page, hash_mark, fragment = target.partition("#")
        if not page:
            if not fragment:
                return ("write where the link goes, between the round brackets.",)
            if fragment in own:
                return target
            return self._no_fragment(fragment, own, "this page")
        scheme = _SCHEME.match(page)
        if unusable(target):
            return ("",)  # what mends it is said with the problem
        slipped = _SLIPPED_SCHEME.fullmatch(target)
        if slipped:
            return (f"write {slipped[1].lower()}://{slipped['place']}",)
        if scheme:
            return self._external(scheme[1].lower(), target)
        if page.startswith("//"):
            return ("write the whole address, starting with https://",)
        address = page if page.startswith("/") else self._from_file(path, page)
        if not isinstance(address, str):
            is_whole = (
                address[0].startswith(_OUTSIDE) or address[0] == f"write {self._file_meant(path, page)}"
            )
            return (f"{address[0]}{hash_mark}{fragment}",) if is_whole else address
        if address == BROKEN:
            return target
        if "#" in address:  # an item that is a part of a page
            return address
        destination = self.destinations.get(address)
        if destination is None:
            meant = self._file_meant(path, page)
            return (f"write {meant}{hash_mark}{fragment}",) if meant else self._no_page(address)
        if hash_mark and fragment not in destination.fragments:
            return self._no_fragment(fragment, destination.fragments, address, page)
        return address + hash_mark + fragment

    def _external(self, scheme: str, target: str) -> str | tuple[str]:
        if scheme in ("http", "https"):
            if re.fullmatch(r"https?://(?:[\w-]+\.)+[\w-]+\.?(?::\d+)?(?:[/?#]\S*)?", target):
                return target
            twice = re.fullmatch(r"https?://(https?)(?::/?/?|//)(\S+\.\S+)", target)
            if twice:
                return (f"write {twice[1]}://{twice[2]}",)
            return ("write a whole address, such as https://www.example.org/",)
        if scheme == "mailto":
            if re.fullmatch(r"mailto:[^\s@]+@[^\s@]+\.[^\s@]+", target):
                return target
            return ("write one e-mail address after mailto:",)
        if scheme == "tel":
            return target
        if nearest(scheme, ("https", "http")) and "://" in target:
            return (f"write https://{target.partition('://')[2]}",)
        return ("use an address that starts with https:// or a page of this site.",)

    def _from_file(self, path: str, page: str) -> str | tuple[str]:
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(page)))
        entry = self.by_path.get(wanted)
        if entry is not None:
            return entry.address
        inside = wanted.removeprefix(f"{self.shown}/")
        if inside in self.assets:
            return f"/{inside}"
        if wanted in self.broken:
            return BROKEN
        meant = self._file_meant(path, page)
        if meant:
            return (f"write {meant}",)
        if re.fullmatch(r"[^\s@/]+@[^\s@/]+\.[^\s@/]+", page):
            return (f"write mailto:{page}",)
        if page.startswith("www.") or is_domain(page):
            return (f"{_OUTSIDE}{page}",)
        folder, _, name = wanted.rpartition("/")
        images = name.lower().endswith(tuple(ENDINGS))
        known = [
            other
            for other in (*self.by_path, *(f"{self.shown}/{asset}" for asset in self.assets))
            if other != path and other.lower().endswith(tuple(ENDINGS)) == images
        ]
        # Images have one folder, whatever was written.
        beside = {
            other.rpartition("/")[2]: other for other in known if images or other.rpartition("/")[0] == folder
        }
        elsewhere = [other for other in known if other.rpartition("/")[2] == name]
        close = nearest(name.lower(), beside)
        found = [beside[close]] if close else elsewhere
        if 0 < len(found) <= MOST_NAMED:
            ways = [posixpath.relpath(other, posixpath.dirname(path)) for other in sorted(found)]
            return (f"write {listed(ways)}, if that is what you mean.",)
        if images:
            return ("put the image into content/images and name it there.",)
        return (self._example(path, folder),)

    def _example(self, path: str, folder: str) -> str:
        """Return how a link can look, with a page that is there: of the folder that was named, or else of its own."""
        own = posixpath.dirname(path)
        there = [
            (
                posixpath.dirname(entry.path) != folder,
                posixpath.dirname(entry.path) != own,
                entry.path,
                entry.address,
            )
            for entry in self.by_path.values()
            if entry.path != path and _is_open_to_all(entry, self.live)
        ]
        if not there:
            return "link to a page that is there; the site index lists all of them."
        _, _, file, address = min(there)
        way = posixpath.relpath(file, own)
        return f"link to a file that is there, such as {way}, or to an address, such as {address}"

    def _file_meant(self, path: str, page: str) -> str:
        """Return the way to the one file that surely is meant: named from the top, with \\, in quotation marks."""
        plain = unquote(page).strip(_WRAPPED).replace("\\", "/")
        folder = posixpath.dirname(path)
        inside = re.sub(r"^(?:\.{0,2}/)*", "", plain)
        top = posixpath.basename(self.shown)
        for wanted in (
            posixpath.normpath(posixpath.join(folder, plain)),
            f"{self.shown}/{inside.removeprefix(f'{top}/')}",
        ):
            if wanted in self.by_path or wanted.removeprefix(f"{self.shown}/") in self.assets:
                return posixpath.relpath(wanted, folder)
        return self._in_other_letters(posixpath.normpath(posixpath.join(folder, plain)), folder)

    def _in_other_letters(self, wanted: str, folder: str) -> str:
        """Return the way to the one file whose name differs in capitals alone."""
        if wanted.islower():
            return ""
        files = (*self.by_path, *(f"{self.shown}/{asset}" for asset in self.assets))
        found = [file for file in files if file.casefold() == wanted.casefold()]
        return posixpath.relpath(found[0], folder) if len(found) == 1 else ""

    def _no_page(self, address: str) -> str | tuple[str]:
        folder = "/" + address.strip("/").split("/")[0] + "/"
        if address in self.broken or folder in self.broken:
            return address
        if f"{address}/" in self.destinations:
            return (f"end it with a slash: {address}/",)
        close = nearest(address, self.destinations)
        return (
            f"write {close}" if close else "link to a page that is there; the site index lists all of them.",
        )

    def _no_fragment(self, fragment: str, known: frozenset[str], where: str, page: str = "") -> tuple[str]:
        close = nearest(fragment, known)
        if close:
            return (f"write {page}#{close}",)
        return (f"take #{fragment} off, or name a heading that is on {where}.",)

    def _nowhere(self, place: tuple[str, int, int], what: str, text: str, target: str, fix: str) -> Problem:
        named = f"The link “{cut(text)}”" if text else "The link"
        if what == "image":
            message = f"There is no image at {cut(target)}" if target else "The image has no file."
            fix = fix or "put the image into content/images and name it there."
        elif not target:
            message = f"{named} goes nowhere."
        elif (remark := unusable(target)) is not None:
            return Problem(*place, remark.code, f"{named} {remark.words}.", remark.fix)
        elif _SCHEME.match(target) or target.startswith("//"):
            message = _first_line(text, "has an address that cannot be used:", target)
        else:
            message = _first_line(text, "goes to something that does not exist:", target)
        return Problem(*place, f"{what}-nowhere", message, fix)

    def _checked(
        self, item: Item | None, path: str, place: tuple[str, int, int], what: str, text: str, target: str, found: str
    ) -> Iterator[Problem]:  # fmt: skip
        """Yield what is wrong with a link that leads somewhere: the page may not be public, or not for long.

        `item` is what holds the link; None stands for what is public for good, such as a menu.
        """
        if what == "image":
            if not found.startswith("/images/"):
                fix = "put the image into content/images and name it there."
                yield self._nowhere(place, what, text, target, fix)
            return
        destination = self.destinations.get(found.partition("#")[0])
        other = self.by_address.get(found) or (destination.entry if destination else None)
        if other is None:
            return
        hidden = "an example" if other.item.sample else "a draft" if other.item.status == "draft" else ""
        if hidden:
            if item is None or not (item.sample or item.status == "draft"):
                yield Problem(
                    *place, "link-hidden",
                    _first_line(text, f"goes to {hidden}, which is not published:", target),
                    "link to a page that will be published, or take the link out.",
                )  # fmt: skip
        elif other.path not in self.live and (item is None or path in self.live):
            yield Problem(
                *place, "link-not-public",
                _first_line(text, "goes to a page that is not public now:", target),
                "change the dates of that page, or take the link out.",
            )  # fmt: skip
        elif other.item.publish_until is not None:
            ours_until = item.publish_until if item else None
            if ours_until is None or start_of(ours_until) > start_of(other.item.publish_until):
                until = date_words(day_of(other.item.publish_until))
                yield Problem(
                    *place, "link-expires",
                    _first_line(text, f"goes to a page that disappears on {until}:", target),
                    "give this page the same publish_until, or take the link out."
                    if item
                    else "take the link out, or let the page stay.",
                )  # fmt: skip


def _straight(titled: re.Match[str]) -> str:
    """Return a target and its title with straight quotation marks."""
    return f'{titled["page"]} "{titled["title"].strip()}"'


def _first_line(text: str, what: str, target: str) -> str:
    """Return what is said of a link, short enough for one line: the end of an address tells most."""
    room = _MESSAGE - len(f"The link  {what} ") - 2 * bool(text)
    shown = min(len(target), max(room - len(text), room // 2))
    if len(target) > shown:
        target = f"…{target[len(target) - shown + 1 :]}"
    if not text:
        return f"The link {what} {target}"
    if len(text) > room - len(target):
        text = f"{text[: room - len(target) - 1].rstrip()}…"
    return f"The link “{text}” {what} {target}"


def _is_open_to_all(entry: Entry[Any], live: frozenset[str]) -> bool:
    """Say whether every item may link to a page: it is live, no example and no part of another page."""
    item = entry.item
    hidden = item.sample or item.status == "draft" or item.publish_until is not None
    return entry.path in live and not hidden and "#" not in entry.address


def _is_same(target: str, found: str) -> bool:
    """Say whether two targets differ only in what people leave out: the slash, mailto:, https://, capitals."""

    def bare(address: str) -> str:
        return re.sub(r"^(?:mailto:|(?:https?(?::/{0,2}|//?|;/{0,2}|:\\\\))+)|/$", "", address.casefold())

    return bare(target) == bare(found)


def links_of(
    model: BaseModel, location: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every value of kind "link" in a model, with its place."""
    for name, alias, is_link in _fields_of(type(model)):
        value = getattr(model, name)
        if isinstance(value, str):
            if is_link:
                yield (*location, alias), value
        elif isinstance(value, BaseModel):
            yield from links_of(value, (*location, alias))
        elif isinstance(value, tuple):
            for number, inner in enumerate(value):
                if isinstance(inner, BaseModel):
                    yield from links_of(inner, (*location, alias, number))


@cache
def _fields_of(model: type[BaseModel]) -> tuple[tuple[str, str, bool], ...]:
    """Return name, name in the file and whether it is a link, of each field."""
    return tuple((name, info.alias or name, _is_link(info)) for name, info in model.model_fields.items())


def _is_link(info: Any) -> bool:
    marks = [*info.metadata]
    for part in typing.get_args(info.annotation):
        marks += getattr(part, "__metadata__", ())
    return Kind("link") in marks
