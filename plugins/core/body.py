"""Turns a Markdown body into HTML with open slots for links, and notes what it holds.

The HTML depends on the text alone, so it can be cached by content. What needs the rest of
the site (where a link leads, what a placeholder says) stays a numbered slot until the view is made.

Python-Markdown, with tables, footnotes, definition lists, abbreviations, fenced code and
attribute lists. Raw HTML is not part of the language here: it becomes a problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .markdown_rules import COMMENT, SLOT, Heading, converter
from .markdown_slips import in_source


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or image in a text, at its line and column in the file (from 1)."""

    target: str
    text: str
    line: int
    column: int
    image: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """Something in a text that the site does not allow: code, message, fix and place."""

    code: str
    message: str
    fix: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Body:
    """A converted text.

    In `html`, slot `l3` or `i3` is `references[3]`, a link or an image; `p0` is `placeholders[0]`.
    """

    html: str
    references: tuple[Reference, ...]
    headings: tuple[Heading, ...]
    placeholders: tuple[tuple[str, int, int], ...]
    ids: tuple[str, ...]
    slips: tuple[Slip, ...]

    def fill(
        self,
        target: Callable[[int], str],
        placeholder: Callable[[str], str],
        size: Callable[[str], tuple[int, int] | None],
    ) -> str:
        """Return the HTML with every slot filled: targets are escaped here, placeholders are HTML.

        `size` gives width and height of the image at an address, in pixels, or None.
        """

        def fill(match: re.Match[str]) -> str:
            if match[1] == "p":
                return placeholder(self.placeholders[int(match[2])][0])
            address = target(int(match[2] or match[3]))
            escaped = address.replace("&", "&amp;").replace('"', "&quot;")
            if match[1]:
                return escaped
            found = size(address)
            sizes = f' width="{found[0]}" height="{found[1]}"' if found else ""
            return f'src="{escaped}"{sizes} loading="lazy"'

        return SLOT.sub(fill, self.html)


def convert(text: str, first_line: int) -> Body:
    """Convert a Markdown text that starts at `first_line` of its file."""
    markdown, notes = converter()
    markdown.reset()
    notes.clear()
    converted = markdown.convert(text)
    places = _Places(text, first_line)
    return Body(
        html=converted,
        references=tuple(
            Reference(target, label, *places.find_target(target.removeprefix("mailto:")), image)
            for target, label, image in notes.references
        ),
        headings=tuple(notes.headings),
        placeholders=tuple(
            (name, *places.find(written))
            for name, written in zip(notes.placeholders, notes.written, strict=True)
        ),
        ids=tuple(notes.ids),
        slips=tuple(
            Slip(code, message, fix, *places.find(piece))
            for code, message, fix, piece in (*notes.slips, *in_source(text))
        ),
    )


class _Places:
    """Finds where a piece of text stands; the second search for the same piece finds the next one."""

    def __init__(self, text: str, first_line: int) -> None:
        # What stands in a comment is not what is meant.
        self.text = COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text)
        self.first_line = first_line
        self.after: dict[str, int] = {}

    def find_target(self, target: str) -> tuple[int, int]:
        """Find the target of a link: after a bracket, a definition or a sign, before the bare words."""
        after = self.after.get(target, 0)
        found = [
            (at + len(sign), sign)
            for sign in ("](", "](<", "]: ", "<")
            if (at := self.text.find(sign + target, after)) >= 0
        ]
        if found:
            self.after[target] = min(found)[0]
        return self.find(target)

    def find(self, piece: str) -> tuple[int, int]:
        start = self.text.find(piece, self.after.get(piece, 0))
        if start < 0:
            start = max(self.text.find(piece), 0)
        self.after[piece] = start + len(piece)
        before = self.text[:start]
        return self.first_line + before.count("\n"), len(before.rsplit("\n", 1)[-1]) + 1
