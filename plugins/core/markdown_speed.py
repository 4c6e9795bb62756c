"""Python-Markdown's search for links, stars and the like, made to pass over what a piece of text cannot hold.

The library tries all of its 16 patterns on every piece of text. Most pieces hold the signs of one or two of them,
and to look for a sign costs a fiftieth of a try: this takes an eighth off the time that a text needs. The outcome is
the same, which `tests/core/test_markdown_speed.py` proves against the library's own search.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

import markdown
from markdown.inlinepatterns import LINK_RE, LinkInlineProcessor, Pattern
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import ETX, STX, AtomicString

BlockTest = Callable[[Element, str], bool]

SIGNS = {
    "backtick": ("`",),
    "placeholder": ("{",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
"""Name of a pattern -> signs, one of which is in all that it matches. A pattern without a line here is always tried."""

_PLAIN_WORDS = re.compile(r"([^\[\]]*)\]")
_PLAIN_TARGET = re.compile("\\(([^\\s()<>'\"\x02]*)\\)")

OF_DEFINITIONS = {"reference", "image_reference", "short_reference", "short_image_ref"}
"""The patterns that find the name of an address which is defined elsewhere in the text."""

_ANY_SIGN = re.compile("|".join(sorted({re.escape(sign) for signs in SIGNS.values() for sign in signs})))


BLOCK_SIGNS = {
    "hashheader": ("#",),
    "setextheader": ("\n=", "\n-"),
    "hr": ("--", "- -", "-  -", "__", "_ _", "_  _", "**", "* *", "*  *"),
    "deflist": (": ",),
    "quote": (">",),
    "footnote": ("[^",),
    "abbr": ("*[",),
    "reference": ("]:",),
    "table": ("|",),
}
"""Name of a kind of block -> signs, one of which is in each that is such a block."""


def hasten(md: markdown.Markdown) -> None:
    """Have the library look only where it can find something: the outcome of a conversion stays the same."""
    md.treeprocessors.register(PiecewiseSearch(md), "inline", 20)
    md.inlinePatterns.register(PlainLink(LINK_RE, md), "link", 160)
    md.treeprocessors.register(Unescaping(md), "unescape", 0)
    for name, signs in BLOCK_SIGNS.items():
        kind = md.parser.blockprocessors[name]
        kind.test = _asked_where(signs, kind.test)  # type: ignore[method-assign, assignment]
    md.preprocessors.register(Whitespace(md), "normalize_whitespace", 30)
    # The library looks through a list of 40 names for each element.
    md.block_level_elements = frozenset(md.block_level_elements)  # type: ignore[assignment]
    fences = md.preprocessors["fenced_code_block"]
    find = fences.run

    def run(lines: list[str]) -> list[str]:
        return find(lines) if any(line.startswith(("```", "~~~")) for line in lines) else lines

    fences.run = run  # type: ignore[method-assign]


def _asked_where(signs: Sequence[str], test: BlockTest) -> BlockTest:
    def is_such_a_block(parent: Element, block: str) -> bool:
        for sign in signs:
            if sign in block:
                return test(parent, block)
        return False

    return is_such_a_block


class PlainLink(LinkInlineProcessor):
    """A link as nearly all are: no brackets in its words, no title. The library reads them letter by letter."""

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802 (the library's name)
        """Return the words from a place on, where they end, and whether they do."""
        plain = _PLAIN_WORDS.match(data, index)
        return (plain[1], plain.end(), True) if plain else super().getText(data, index)

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802 (the library's name)
        """Return target and title from a place on, where they end, and whether they do."""
        plain = _PLAIN_TARGET.match(data, index)
        return (plain[1], None, plain.end(), True) if plain else super().getLink(data, index)


class Whitespace(NormalizeWhitespace):
    """Evens out the spaces of a text where there is something to even out."""

    def run(self, lines: list[str]) -> list[str]:
        """Return lines without tabs and without spaces on lines of their own."""
        text = "\n".join(lines)
        for sign in ("\n ", "\t", "\r", STX, ETX):
            if sign in text:
                return super().run(lines)
        return [*lines, "", ""]


class Unescaping(UnescapeTreeprocessor):
    """Puts escaped signs back where a text has a backslash that escapes one."""

    def run(self, root: Element) -> None:
        """Unescape all text of a tree."""
        if any("\\" in line for line in self.md.lines):  # type: ignore[attr-defined]
            super().run(root)


class PiecewiseSearch(InlineProcessor):
    """The library's search, but for patterns whose signs are not there."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        self._tried: list[tuple[int, Pattern, Sequence[str]]] = []
        self._may_pass = False

    def run(self, tree, ancestors=None):  # type: ignore[no-untyped-def]
        """Apply the patterns to a tree, as the library does."""
        patterns = self.md.inlinePatterns
        names = {id(patterns[name]): name for name in SIGNS if name in patterns}
        # Where a text defines no address, no name of one leads anywhere.
        without = set() if self.md.references else OF_DEFINITIONS
        self._tried = [
            (index, pattern, SIGNS.get(names.get(id(pattern), ""), ("",)))
            for index, pattern in enumerate(patterns)
            if names.get(id(pattern)) not in without
        ]
        self._may_pass = all(signs != ("",) for _, _, signs in self._tried)
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 (the library's names)
        if isinstance(data, AtomicString) or (self._may_pass and not _ANY_SIGN.search(data)):
            return data
        for index, pattern, signs in self._tried:
            if index < patternIndex:
                continue
            for sign in signs:
                if sign in data:
                    break
            else:
                continue
            found, start = True, 0
            while found:
                data, found, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined]
                    pattern, data, index, start
                )
        return data
