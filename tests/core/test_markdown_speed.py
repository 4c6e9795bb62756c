"""The search that passes over what is not there finds what the library's own search finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown.treeprocessors import InlineProcessor

from plugins.core.markdown_rules import converter
from plugins.core.markdown_speed import SIGNS, PiecewiseSearch
from tests.builders import quick
from tests.mutations import FRAGMENTS

PIECES = st.lists(
    st.sampled_from(
        [*FRAGMENTS, "words ", "a ", "\n", "\n\n", "  \n", "**b**", "_i_", "&amp;", "\\*", "(c)"]
    ),
    max_size=12,
)


def made(text: str) -> object:
    markdown, notes = converter()
    markdown.reset()
    notes.clear()
    return markdown.convert(text), notes.references, notes.slips, notes.ids


@quick
@given(PIECES)
def test_a_text_comes_out_as_the_library_makes_it(pieces: list[str]) -> None:
    markdown, _ = converter()
    text = "".join(piece for piece in pieces if "\x02" not in piece and "\x03" not in piece)
    ours = made(text)
    try:
        markdown.treeprocessors.register(InlineProcessor(markdown), "inline", 20)
        assert made(text) == ours
    finally:
        markdown.treeprocessors.register(PiecewiseSearch(markdown), "inline", 20)


def test_every_pattern_of_the_library_has_its_signs() -> None:
    markdown, _ = converter()
    # A new version may bring a pattern: it is tried on every piece until it has a line.
    assert {name for name, _ in markdown.inlinePatterns._priority} == set(SIGNS)
