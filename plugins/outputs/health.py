"""The health of the content: what is out of date, unfinished or forgotten, and who looks after it.

For previews only. Nothing here is wrong, so nothing here stops a build: it is a list of things to look at.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from plugins.core.clock import day_of, start_of
from plugins.core.concern import REVIEW_SOON, Concern, ConcernKind
from plugins.core.date_words import date_words
from plugins.core.documents import Document
from plugins.core.item import Item, opening_state
from plugins.core.placeholders import PLACEHOLDER
from plugins.core.problems import listed
from plugins.core.settings_tree import scalars
from plugins.core.site import Entry, Site

from .linked import Linked

FORMAT = 1
"""Of the JSON file. It goes up when a program that reads it has to know."""

KINDS: tuple[ConcernKind, ...] = get_args(ConcernKind)

ALWAYS_FOUND = ("/", "/subscribe/")
"""Pages that the site itself leads to from many others."""

MOST_FILES = 3
"""So many files that use a placeholder are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One concern with what it is about. `address` is empty where there is no page; `edit` leads to the file."""

    kind: ConcernKind
    title: str
    address: str
    path: str
    owner: str
    words: str
    due: date | None = None
    edit: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """All that is judged.

    `entries` are the items that were read well, shown or not; `settings` is site.yaml; `moved` what the redirects
    lead to. `files` are names in content/files, `unused_images` those in content/images that nothing
    names, both such as `files/agenda.pdf`. `shown` is how people see the content folder.
    """

    site: Site
    entries: tuple[Entry[Any], ...]
    settings: Document
    moved: frozenset[str]
    files: tuple[str, ...]
    unused_images: tuple[str, ...]
    shown: str


def findings(content: Content) -> list[Finding]:
    """Return everything that somebody should look at: by kind, then what is due first, then by file."""
    linked = Linked(content.site, content.entries, content.settings)
    found = [*_of_items(content, linked), *_of_settings(content), *_of_assets(content, linked)]
    return sorted(found, key=lambda each: (KINDS.index(each.kind), each.due or date.max, each.path))


def health_json(site: Site, found: Iterable[Finding]) -> bytes:
    """Return the findings for programs, as JSON."""
    found = list(found)
    document = {
        "format": FORMAT,
        "name": site.organisation.name,
        "day": site.today.isoformat(),
        "counts": {kind: sum(each.kind == kind for each in found) for kind in KINDS},
        "findings": [
            {
                "kind": each.kind,
                "title": each.title,
                "address": each.address,
                "path": each.path,
                "owner": each.owner,
                "words": each.words,
                "due": each.due.isoformat() if each.due else None,
                "edit": each.edit,
            }
            for each in found
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


# Items


def _of_items(content: Content, linked: Linked) -> Iterator[Finding]:
    site = content.site
    live = {entry.path for _, entry in site.all_entries()}
    for entry in content.entries:
        concerns = [*_of_item(entry, site), *entry.type.concerns(entry, site)]
        if entry.path in live and _is_lost(entry, linked):
            concerns.append(Concern("unlinked", "Link to it from a page where people need it, or delete it."))
        for concern in concerns:
            yield Finding(
                concern.kind,
                entry.item.title,
                entry.address if entry.path in live else "",
                entry.path,
                entry.item.owner or "",
                concern.words,
                concern.due,
                edit_address(site, entry.path),
            )


def _of_item(entry: Entry[Any], site: Site) -> Iterator[Concern]:
    item: Item = entry.item
    if item.sample:
        yield Concern("sample", "Delete it when there is something real to show in its place.")
        return
    if item.status == "draft":
        yield Concern("draft", "Finish it and set status to published, or delete it.")
        return
    if item.publish_until is not None and start_of(item.publish_until) <= site.now:
        day = day_of(item.publish_until)
        words = f"It disappeared from the site on {date_words(day)}. Delete the file, or let it come back."
        yield Concern("over", words, day)
        return
    if item.review_by is not None:
        yield from _review(item.review_by, site.today)
    missing = [
        words for words, value in (("owner", item.owner), ("review date", item.review_by)) if value is None
    ]
    if missing and entry.type.lasts:
        names = {"owner": "owner", "review date": "review_by"}
        yield Concern(
            "review-missing",
            f"It has no {listed(missing, 'and no')}. Add {listed((names[each] for each in missing), 'and')}.",
        )


def _review(day: date, today: date) -> Iterator[Concern]:
    if day < today:
        yield Concern("review-passed", f"It was to be read again by {date_words(day)}.", day)
    elif day - today <= REVIEW_SOON:
        yield Concern("review-soon", f"Read it again by {date_words(day)}.", day)


def _is_lost(entry: Entry[Any], linked: Linked) -> bool:
    """Say whether visitors come to a page only through the site index or the search.

    Events and newsletters are found in their lists; a testimonial is a part of a page.
    """
    if entry.item.sample or entry.item.status == "draft" or not entry.type.lasts:
        return False
    if "#" in entry.address or entry.address in ALWAYS_FOUND:
        return False
    return not linked.reaches(entry.type, entry.address)


# Settings


def _of_settings(content: Content) -> Iterator[Finding]:
    site, path = content.site, f"{content.shown}/site.yaml"
    used = _placeholders_used(content)
    for name, placeholder in site.organisation.placeholders.items():
        if placeholder.value is None:
            words = f"{_where(used.get(name, []))} Write the answer after value: under {name}."
            yield Finding(
                "open-question", placeholder.decide, "", path, placeholder.who or "", words,
                edit=edit_address(site, path),
            )  # fmt: skip
    for notice in site.organisation.notices:
        if notice.end is not None and opening_state(notice.start, notice.end, site.now) == "after":
            day = day_of(notice.end)
            words = f"This notice ended on {date_words(day)}. Take it out of the notices."
            yield Finding("over", notice.text, "", path, "", words, day, edit_address(site, path))


def _placeholders_used(content: Content) -> Mapping[str, list[str]]:
    """Map each placeholder to the files that use it."""
    used: dict[str, dict[str, None]] = {}
    for document, body in (
        (content.settings, None),
        *((entry.document, entry.body) for entry in content.entries),
    ):
        names = [
            match[1]
            for _, scalar in scalars(document.settings)
            if "{" in scalar.text
            for match in PLACEHOLDER.finditer(scalar.text)
        ]
        for name in (*names, *(found for found, _, _ in (body.placeholders if body else ()))):
            used.setdefault(name, {})[document.path] = None
    return {name: sorted(paths) for name, paths in used.items()}


def _where(paths: list[str]) -> str:
    if not paths:
        return "Nothing uses it at the moment."
    shown = paths[:MOST_FILES]
    more = len(paths) - len(shown)
    if more:
        return f"It stands in {', '.join(shown)} and {more} more {'file' if more == 1 else 'files'}."
    return f"It stands in {listed(shown, 'and')}."


# Images and documents


def _of_assets(content: Content, linked: Linked) -> Iterator[Finding]:
    for asset in content.unused_images:
        words = "Nothing shows it, so it is not published. Delete it, or put it where it is needed."
        yield _of_asset(content, "unused-image", asset, "", words)
    for asset in content.files:
        address = f"/{asset}"
        if not linked.uses(asset) and address not in content.moved:
            words = "It is published, but nothing leads to it. Link to it, or delete it if nobody needs it."
            yield _of_asset(content, "unused-file", asset, address, words)


def _of_asset(content: Content, kind: ConcernKind, asset: str, address: str, words: str) -> Finding:
    return Finding(kind, asset.rpartition("/")[2], address, f"{content.shown}/{asset}", "", words)


def edit_address(site: Site, path: str) -> str:
    """Return where a file can be edited on the web, or nothing if the site does not say where its files are."""
    repository = site.organisation.repository
    if repository is None or not repository.startswith("https://"):
        return ""
    return f"{repository.rstrip('/')}/edit/main/{path}"
