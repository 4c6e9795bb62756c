"""What must hold of every feed that we write, and that no validator checks. A fault it finds is ours.

It reads the files as they are, not what they were made of. RSS 2.0, JSON Feed 1.1, RFC 4151 (tag URIs).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from .feed_html import LONGEST_SUMMARY, says_something
from .feed_tables import ATTRIBUTES, CHANNEL, CONTENT, FEED_FIELDS, IMAGE, ITEM, ITEM_FIELDS, PREFIXES, TEXTS
from .feed_text_lint import character_faults, is_html, markup_faults
from .lint_tables import WEB, Counts, count_faults, field_faults, form_faults
from .rss import ATOM, EVENT

_DECLARATION = re.compile(r'<\?xml version="1\.0" encoding="UTF-8"\?>', re.IGNORECASE)
_TAG_URI = re.compile(r"tag:[A-Za-z0-9.@-]+,\d{4}(?:-\d\d(?:-\d\d)?)?:[A-Za-z0-9/@._~!+=:%-]+")
_UNESCAPED = re.compile(r"<|&(?!amp;|lt;)[#A-Za-z]")
_RSS_TIME = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}", re.ASCII)
_ISO_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d))?", re.ASCII)


@dataclass(slots=True)
class _Item:
    """An item of either kind of feed, as text. `name` is what faults call it, `when` a start and an end."""

    name: str
    guid: str
    title: str
    link: str
    summary: str
    content: str
    published: datetime | None = None
    changed: datetime | None = None
    when: tuple[str, str] = ("", "")
    enclosures: Sequence[tuple[str, str]] = field(default_factory=list)


def lint_rss(data: bytes, *, self_url: str, home_url: str, sizes: Mapping[str, int]) -> list[str]:
    """Return the faults of an RSS feed, in words; none is right.

    `self_url` is where the feed will be, `home_url` what it is the feed of, `sizes` the size in bytes of each
    file that can go with an item, by its whole address.
    """
    try:
        text = data.decode("utf-8")
        root = ElementTree.fromstring(data)  # noqa: S314 (we wrote it)
    except (ValueError, LookupError, ElementTree.ParseError) as error:
        return [f"The feed is not well-formed: {error}."]
    channel = root.find("channel")
    if channel is None:
        return ["The feed has no channel."]
    faults = [*character_faults([text])]
    if not _DECLARATION.match(text):
        faults.append("The feed does not start by saying that it is XML in UTF-8.")
    if (root.tag, root.get("version"), len(root)) != ("rss", "2.0", 1):
        faults.append("The feed is not RSS 2.0 with one channel.")
    faults += _element_faults("The feed", channel, CHANNEL)
    links = [link.get("href") for link in channel.iterfind(f"{{{ATOM}}}link") if link.get("rel") == "self"]
    title, link = _text(channel, "title"), _text(channel, "link")
    faults += _channel(title, _text(channel, "description"), link, links, self_url, home_url)
    for image in channel.iterfind("image"):
        faults += _element_faults("The feed’s image", image, IMAGE)
        if (_text(image, "title"), _text(image, "link")) != (title, link):
            faults.append("The feed’s image has not the title and the link of the feed.")
    found: list[_Item] = []
    for number, element in enumerate(channel.iterfind("item"), 1):
        item = _rss_item(number, element)
        found.append(item)
        faults += _element_faults(item.name, element, ITEM)
        description = _text(element, "description")
        if not description.strip() or _UNESCAPED.search(description):
            faults.append(f"{item.name} has no plain description: {description or 'none'}.")
    faults += _items(found, home_url, sizes)
    return faults + list(_build_date(_text(channel, "lastBuildDate"), found))


def lint_json(data: bytes, *, self_url: str, home_url: str, sizes: Mapping[str, int]) -> list[str]:
    """Return the faults of a JSON Feed, in words; none is right. For the rest see `lint_rss`."""
    try:
        feed = json.loads(data.decode("utf-8"))
    except ValueError as error:
        return [f"The feed is not JSON: {error}."]
    if not isinstance(feed, dict):
        return ["The feed is not a JSON Feed."]
    faults = [f"The feed: {fault}." for fault in field_faults(feed, FEED_FIELDS)]
    if faults:
        return faults
    names = [
        f"Item {number} ({entry.get('id') or 'without id'})" for number, entry in enumerate(feed["items"], 1)
    ]
    for name, entry in zip(names, feed["items"], strict=True):
        faults += (f"{name}: {fault}." for fault in field_faults(entry, ITEM_FIELDS))
    if faults:
        return faults
    items = [_json_item(name, entry) for name, entry in zip(names, feed["items"], strict=True)]
    faults += character_faults(_strings(feed))
    faults += _channel(
        feed["title"], feed.get("description", ""), feed["home_page_url"], [feed["feed_url"]], self_url, home_url
    )  # fmt: skip
    return faults + list(_items(items, home_url, sizes))


# Reading


def _rss_item(number: int, element: Element) -> _Item:
    guid = _text(element, "guid")
    return _Item(
        name=f"Item {number} ({guid or 'without guid'})",
        guid=guid,
        title=_text(element, "title"),
        link=_text(element, "link"),
        summary=unescape(_text(element, "description")),
        content=_text(element, f"{{{CONTENT}}}encoded"),
        published=_rss_time(_text(element, "pubDate")),
        changed=_iso_time(_text(element, f"{{{ATOM}}}updated")),
        when=(_text(element, f"{{{EVENT}}}startdate"), _text(element, f"{{{EVENT}}}enddate")),
        enclosures=[(file.get("url", ""), file.get("length", "")) for file in element.iterfind("enclosure")],
    )


def _json_item(name: str, found: Mapping[str, Any]) -> _Item:
    event = found.get("_event", {})
    return _Item(
        name=name,
        guid=found["id"],
        title=found["title"],
        link=found["url"],
        summary=found.get("summary", ""),
        content=found["content_html"],
        published=_iso_time(found["date_published"]),
        changed=_iso_time(found["date_modified"]),
        when=(event.get("start", ""), event.get("end", "")),
        enclosures=[(file["url"], str(file["size_in_bytes"])) for file in found.get("attachments", ())],
    )


def _strings(value: object) -> Iterator[str]:
    """Yield every text in JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _text(parent: Element, name: str) -> str:
    return parent.findtext(name) or ""


def _rss_time(text: str) -> datetime | None:
    if not _RSS_TIME.fullmatch(text):
        return None
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    # Python reads over a wrong weekday; validators do not.
    return found if text.startswith(_WEEKDAYS[found.weekday()]) else None


_WEEKDAYS = ("Mon, ", "Tue, ", "Wed, ", "Thu, ", "Fri, ", "Sat, ", "Sun, ")


def _iso_time(text: str) -> datetime | None:
    """Return a time with its offset (RFC 3339 5.6)."""
    match = _ISO_TIME.fullmatch(text)
    try:
        return datetime.fromisoformat(text) if match and match[1] else None
    except ValueError:
        return None


# Judging


def _element_faults(where: str, element: Element, allowed: Counts) -> Iterator[str]:
    """Yield what is wrong with what stands in an element: how often, in which form, with which attributes."""
    children = [(_short(child.tag), child) for child in element]
    for fault in count_faults(Counter(name for name, _ in children), allowed):
        yield f"{where}: {fault}."
    for name, child in children:
        if name in TEXTS:
            for fault in form_faults(name, child.text or "", TEXTS[name]):
                yield f"{where}: {fault}."
        if child.attrib or name in ATTRIBUTES:
            for fault in field_faults(child.attrib, ATTRIBUTES.get(name, {})):
                yield f"{where}: {name}: {fault}."


def _short(tag: str) -> str:
    """Return the name of an element with our prefix, whatever that in the file is."""
    namespace, bracket, name = tag[1:].partition("}")
    return f"{PREFIXES[namespace]}:{name}" if bracket and namespace in PREFIXES else tag


def _channel(
    title: str, description: str, link: str, own: Sequence[str | None], self_url: str, home_url: str
) -> Iterator[str]:
    if link != home_url:
        yield f"The feed says that it is of {link or 'nothing'}, and not of {home_url}."
    if list(own) != [self_url]:
        yield f"The feed says that it is at {', '.join(map(str, own)) or 'no address'}, and not at {self_url}."
    if not title.strip():
        yield "The feed has no title."
    for name, words in (("title", title), ("description", description)):
        if is_html(words):
            yield f"The feed has HTML in its {name}: {words}."


def _build_date(text: str, items: Iterable[_Item]) -> Iterator[str]:
    built = _rss_time(text)
    if built is None:
        yield f"The feed has no real lastBuildDate: {text or 'none'}."
        return
    changes = [time for item in items for time in (item.published, item.changed) if time is not None]
    if changes and built != max(changes):
        yield f"The feed’s lastBuildDate is {text}, but its newest item changed at {max(changes)}."


def _items(items: Sequence[_Item], home_url: str, sizes: Mapping[str, int]) -> Iterator[str]:
    guids: set[str] = set()
    ids: set[str] = set()
    for item in items:
        if not _TAG_URI.fullmatch(item.guid):
            yield f"{item.name} needs a tag URI as its id."
        if item.guid in guids:
            yield f"{item.name} has the id of another item."
        guids.add(item.guid)
        yield from _words(item, home_url)
        yield from _dates(item)
        faults, own_ids = markup_faults(item.content)
        yield from (f"{item.name} {fault}." for fault in faults)
        for own in own_ids:
            if own in ids:
                yield f"{item.name} has the id {own}, which stands in the feed before."
            ids.add(own)
        for url, length in item.enclosures:
            if url not in sizes:
                yield f"{item.name} comes with a file that is not there: {url}."
            elif length != str(sizes[url]):
                yield f"{item.name} says that {url} has {length or 'no'} bytes; it has {sizes[url]}."
    for before, item in pairwise(items):
        if before.published is None or item.published is None:
            continue  # said before
        if (item.published, before.guid) > (before.published, item.guid):
            yield f"{item.name} comes after an item that is older."


def _words(item: _Item, home_url: str) -> Iterator[str]:
    if not item.title.strip():
        yield f"{item.name} has no title."
    for name, words in (("title", item.title), ("description", item.summary)):
        if is_html(words):
            yield f"{item.name} has HTML in its {name}: {words}."
    if len(item.summary) > LONGEST_SUMMARY:
        yield f"{item.name} has a description of {len(item.summary)} characters."
    if not item.link.startswith(home_url) or not WEB.fits(item.link):
        yield f"{item.name} has no whole address of ours: {item.link or 'none'}."
    if not says_something(item.content):
        yield f"{item.name} has no content."


def _dates(item: _Item) -> Iterator[str]:
    if item.published is None or item.changed is None:
        yield f"{item.name} does not say when it was published and changed."
    elif item.changed < item.published:
        yield f"{item.name} changed before it was published."
    if any(item.when):
        start, end = item.when
        if not _runs(start, end or start):
            yield f"{item.name} is of an event that runs from {start or 'no time'} to {end}."


def _runs(start: str, end: str) -> bool:
    """Say whether two days, or two times, are real and in their order."""
    first, last = (
        _iso_time(text if "T" in text else f"{text}T00:00:00Z" if text else "") for text in (start, end)
    )
    return first is not None and last is not None and first <= last and ("T" in start) == ("T" in end)
