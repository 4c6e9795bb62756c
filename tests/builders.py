"""Small builders: documents, entries and whole sites from texts in memory, without files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hypothesis import settings

from plugins.core.body import convert
from plugins.core.clock import now_from
from plugins.core.documents import Document, read_document, read_settings_file
from plugins.core.model import Model
from plugins.core.organisation import Organisation, placeholders_of
from plugins.core.pictures import PublishedPicture
from plugins.core.placeholders import Placeholders
from plugins.core.problems import Problem
from plugins.core.schema import validate
from plugins.core.site import ContentType, Entry, Site
from plugins.events.type import TYPE as EVENT
from plugins.forms.type import TYPE as FORM
from plugins.newsletters.type import TYPE as NEWSLETTER
from plugins.offers.type import TYPE as OFFER
from plugins.pages.type import TYPE as PAGE
from plugins.testimonials.type import TYPE as TESTIMONIAL

TYPES: tuple[ContentType, ...] = (PAGE, OFFER, TESTIMONIAL, EVENT, NEWSLETTER, FORM)
BY_NAME = {kind.name: kind for kind in TYPES}

NOW = "2026-11-22T10:00"

SECTIONS = "sections:\n" + "".join(
    f"  {name}:\n    title: {name.title()}\n    summary: All {name}.\n    empty: There are no {name}.\n"
    for name in ("offers", "events", "testimonials", "newsletters", "forms")
)

SITE = f"""\
name: Example Network
summary: A network for colleagues.
{SECTIONS}topics:
  facilitation:
    name: Facilitation
    summary: Helping groups to think together.
  systems-change:
    name: Systems change
    summary: Changing how things work.
series:
  peer-learning:
    name: Peer learning
    summary: Learning from each other.
placeholders:
  mailbox:
    shown: "[e-mail address to be confirmed]"
    decide: Which mailbox answers the public?
  web:
    shown: "[web address to be confirmed]"
    decide: Which address?
    value: https://www.example.org
"""

Found = tuple[int, int, str, str, str]
"""A problem as tests write it: line, column, code, message and fix."""

# Properties are quick: few examples, no stored ones, and no failing for a slow machine.
quick = settings(max_examples=60)


def make_document(text: str, path: str = "content/pages/a.md", body: str = "Text.\n") -> Document:
    """Read settings without their `---` lines; the first one is on line 2."""
    document = read_document(path, f"---\n{text.strip()}\n---\n{body}".encode())
    assert isinstance(document, Document), document
    return document


def make_settings(text: str, path: str = "content/site.yaml") -> Document:
    """Read a file of settings; the first one is on line 1."""
    document = read_settings_file(path, text.encode())
    assert isinstance(document, Document), document
    return document


def make_placeholders(site: str = SITE) -> Placeholders:
    return placeholders_of(make_settings(site))


def found(problems: Iterable[Problem]) -> list[Found]:
    """Return problems as tests write them."""
    return [(p.line, p.column, p.code, p.message, p.fix) for p in problems]


def check(kind: str, text: str) -> list[Found]:
    """Validate the settings of an item of a type; return its problems."""
    item, problems = validate(make_document(text), BY_NAME[kind].model, make_placeholders())
    assert (item is None) == bool(problems)
    return found(problems)


def check_settings(model: type[Model], text: str) -> list[Found]:
    """Validate a file of settings; return its problems."""
    document = make_settings(text)
    item, problems = validate(document, model, placeholders_of(document))
    assert (item is None) == bool(problems)
    return found(problems)


def make_item(kind: str, text: str) -> Any:
    """Return the model of the settings of an item, which must be right."""
    item, problems = validate(make_document(text), BY_NAME[kind].model, make_placeholders())
    assert not problems, problems
    return item


def make_entry(kind: str, name: str, text: str, body: str = "Text.\n") -> Entry[Any]:
    """Return an item in its place. Title and summary are added where they are not given."""
    for missing in ("summary", "title"):
        if f"{missing}:" not in f"\n{text}".split("\n  ")[0]:
            text = f"{missing}: The {missing} of {name}\n{text}"
    content_type = BY_NAME[kind]
    document = make_document(text, f"content/{content_type.folder}/{name}.md", body)
    item, problems = validate(document, content_type.model, make_placeholders())
    assert item is not None, problems
    converted = convert(document.body, document.body_line)
    address = content_type.address(name, item)
    return Entry(content_type, name, item, document, converted, address)


def make_site(
    *entries: Entry[Any],
    site: str = SITE,
    now: str = NOW,
    publish: bool = False,
    site_url: str = "",
    pictures: Mapping[str, tuple[str, int, int]] | None = None,
    files: Iterable[str] = (),
    broken: Iterable[tuple[str, str]] = (),
) -> Site:
    """Return the connected site of these entries. `broken` names (type, file) with problems of their own."""
    document = make_settings(site)
    placeholders = placeholders_of(document)
    organisation, problems = validate(document, Organisation, placeholders)
    assert organisation is not None, problems
    at = now_from({}, now)
    known: dict[str, dict[str, Any]] = {kind.name: {} for kind in TYPES}
    for entry in entries:
        known[entry.type.name][entry.name] = entry.item
    for kind_name, name in broken:
        known[kind_name][name] = None
    return Site(
        organisation=organisation,
        placeholders=placeholders,
        now=at,
        publish=publish,
        site_url=site_url,
        types=TYPES,
        entries={
            kind.name: tuple(e for e in entries if e.type is kind and e.item.is_live(at, publish=publish))
            for kind in TYPES
        },
        known=known,
        targets={entry.path: tuple(ref.target for ref in entry.body.references) for entry in entries},
        pictures={name: PublishedPicture(*picture) for name, picture in (pictures or {}).items()},
        files=frozenset(files),
    )
