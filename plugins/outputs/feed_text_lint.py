"""The lint of the texts in feeds: characters, plain words, and HTML that is safe and stands alone.

Only one way of writing a tag passes (small letters, each value between double quotes), so nothing can hide
in another: not in capitals, in single quotes, or in a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:(\d{1,7})|[xX]([0-9a-fA-F]{1,6}))(?![0-9a-fA-F])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_MARKUP = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>")

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z][a-z-]*="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_ABSOLUTE = re.compile(r"\s*(?:https?|mailto|tel):", re.IGNORECASE)
_ADDRESSES = {"href", "src", "srcset", "poster", "cite"}
_EMPTY = {"br", "hr", "img"}
# What runs, loads by itself, asks for an answer or hides what is in it.
_UNSAFE = {
    "applet", "audio", "base", "body", "button", "embed", "form", "frame", "head", "html", "iframe", "input",
    "link", "math", "meta", "noscript", "object", "script", "select", "source", "style", "svg", "template",
    "textarea", "title", "track", "video",
}  # fmt: skip


def character_faults(texts: Iterable[str]) -> Iterator[str]:
    """Yield it if there are control characters, or references to some, in XML, HTML or JSON."""
    for text in texts:
        references = _REFERENCE.findall(text) if "&#" in text else ()
        codes = (int(decimal) if decimal else int(hexadecimal, 16) for decimal, hexadecimal in references)
        if _CONTROL.search(text) or any(code > 0x10FFFF or _CONTROL.match(chr(code)) for code in codes):
            yield "The feed holds control characters."
            return


def is_html(words: str) -> bool:
    """Say whether plain text holds what a reader could take for HTML."""
    # What looks like an entity and is none (R&D;) is text.
    return bool(_MARKUP.search(words)) or any(unescape(found) != found for found in _ENTITY.findall(words))


# Remembered, since one text stands in several feeds, and in both forms of each.
@lru_cache(maxsize=512)
def markup_faults(html: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is wrong with the content of an item, as ends of sentences about it; and the ids in it."""
    ids: list[str] = []
    return (*_tag_faults(html, ids),), (*ids,)


def _tag_faults(html: str, ids: list[str]) -> Iterator[str]:
    rest = _TAG.sub("", html)
    if "<" in rest:
        yield f"has HTML that is not written as ours is: {rest[rest.index('<') :][:40]}"
        return
    opened: list[str] = []
    for closing, name, attributes in _TAG.findall(html):
        if closing:
            if not opened or opened.pop() != name:
                yield f"has HTML that is cut off or crossed: </{name}>"
                return
            continue
        if name in _UNSAFE:
            yield f"holds a {name} element"
        if name not in _EMPTY:
            opened.append(name)
        if attributes:
            yield from _attribute_faults(attributes, ids)
    for name in opened:
        yield f"has HTML that is cut off or crossed: <{name}>"


def _attribute_faults(attributes: str, ids: list[str]) -> Iterator[str]:
    for name, value in _ATTRIBUTE.findall(attributes):
        if name == "id":
            ids.append(value)
        elif name in _ADDRESSES:
            for address in _candidates(value) if name == "srcset" else (value,):
                if not _ABSOLUTE.match(address):
                    yield f"has an address that is not whole: {name}={address or 'empty'}"
        elif name == "style" or name.startswith("on"):
            yield f"has the attribute {name}"


def _candidates(srcset: str) -> list[str]:
    """Return the addresses in a srcset: each is the first word between commas and spaces."""
    return [part.split()[0] for part in re.split(r",\s+", srcset) if part.split()]
