"""A conversion that passes over what is not there makes what the library makes by itself."""

from __future__ import annotations

from functools import cache
from unittest.mock import patch

import markdown
from hypothesis import given
from hypothesis import strategies as st

from plugins.core import markdown_rules
from plugins.core.markdown_rules import Notes, converter
from plugins.core.markdown_speed import BLOCK_SIGNS, SIGNS
from tests.builders import quick
from tests.mutations import FRAGMENTS

PIECES = st.lists(
    st.sampled_from(
        [
            *FRAGMENTS, "words ", "a ", "\n", "\n\n", "  \n", "**b**", "_i_", "&amp;", "\\*", "(c)",
            "[a](b.md)", "[a](b.md 'c')", "[a]( b )", "[a [b]](c)", "![a](b.jpg)", "[a][b]", "[b]: /c\n", "[^1]",
            "\n[^1]: Note\n", "\n*[AB]: Words\n", "AB ", "\n# H #\n", "\nH\n---\n", "\n* * *\n", "\n> q\n", "\nT\n: d\n",
            "\n|a|b|\n|---|---|\n|c|d|\n", "\n```\ncode\n```\n", "\n~~~\n", "`a \\* b`", "{: .c }", "\n- x\n", "\n1. y\n", "    ",
        ]
    ),
    max_size=12,
)  # fmt: skip


@cache
def by_itself() -> tuple[markdown.Markdown, Notes]:
    with patch.object(markdown_rules, "hasten", lambda md: None):
        return converter.__wrapped__()


def made(by: tuple[markdown.Markdown, Notes], text: str) -> object:
    library, notes = by
    library.reset()
    notes.clear()
    return library.convert(text), notes.references, notes.headings, notes.slips, notes.ids


@quick
@given(PIECES)
def test_a_text_comes_out_as_the_library_makes_it(pieces: list[str]) -> None:
    text = "".join(piece for piece in pieces if "\x02" not in piece and "\x03" not in piece)
    assert made(converter(), text) == made(by_itself(), text)


def test_every_pattern_of_the_library_has_its_signs() -> None:
    library, _ = converter()
    # A new version may bring a pattern: it is tried on every piece until it has a line.
    assert {name for name, _ in library.inlinePatterns._priority} == set(SIGNS)


def test_every_kind_of_block_is_one_of_the_library() -> None:
    library, _ = converter()
    known = {name for name, _ in library.parser.blockprocessors._priority}
    assert known - set(BLOCK_SIGNS) == {"empty", "indent", "defindent", "code", "olist", "ulist", "paragraph"}
    assert set(BLOCK_SIGNS) <= known
