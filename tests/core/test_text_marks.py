"""Marks that were typed for something else, with what each of them must let pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import quick

from .text_slips import mended, slips, told

FOUND = {
    "a space without width": (
        "a\u200bb",
        [
            (
                7,
                2,
                "Here is a space without width that nobody can see.",
                "delete it; it often comes from another program.",
            )
        ],
    ),
    "spaces that do not break": (
        "a\u00a0b\u00a0c",
        [
            (
                7,
                2,
                "Here is a space that does not break that nobody can see, and 1 more such.",
                "write an ordinary space.",
            )
        ],
    ),
    "a direction": (
        "a\u202eb",
        [
            (
                7,
                2,
                "Here is a character that nobody can see, U+202E.",
                "delete it; it often comes from another program.",
            )
        ],
    ),
    "bullets": (
        "We do:\n• one\n• two",
        [
            (
                8,
                1,
                "The sign • makes no list: • one",
                "start each line with a hyphen and a space, and put an empty line above the first.",
            )
        ],
    ),
    "dashes": (
        "– one\n– two",
        [
            (
                7,
                1,
                "The sign – makes no list: – one",
                "start each line with a hyphen and a space, and put an empty line above the first.",
            )
        ],
    ),
    "a bold heading": (
        "a\n\n**Who can come**\n\nb",
        [
            (
                9,
                1,
                "This line looks like a heading, but it is only bold: Who can come",
                "if it is one, write ## Who can come",
            )
        ],
    ),
    "a heading with a colon": (
        "## What you do:",
        [(7, 4, "A heading ends without “:”: What you do", "take the sign off.")],
    ),
    "a heading of signs alone": (
        "a\n\n##\n\nb",
        [(9, 1, "This heading has no words.", "write them after the # signs, or take it out.")],
    ),
    "a note that takes the place of another": (
        "a[^1] b[^1].\n\n[^1]: one\n\n[^1]: two",
        [
            (
                11,
                1,
                "Two notes are called [^1], and only the last one is shown.",
                "write [^2] here, and where this note belongs.",
            )
        ],
    ),
    "an address that no link uses": (
        "a\n\n[x]: /y/",
        [
            (
                9,
                1,
                "No link uses the address that is called [x].",
                "take the line out, or write [words][x] where the link belongs.",
            )
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND)
def test_what_is_found(text: str, expected: list[tuple[int, int, str, str]]) -> None:
    assert told(text) == expected


MENDED = {
    "a\u200bb\u00adc": "abc",
    "a\u00a0b": "a b",
    "We do:\n• one\n• two\n\nMore": "We do:\n\n- one\n- two\n\nMore",
    "•\u00a0one": "- one",
    "## What you do:": "## What you do",
    "##Heading": "## Heading",
    "[a] (/b/)": "[a](/b/)",
    "We do:\n- one\n- two": "We do:\n\n- one\n- two",
    "[words(../pages/a.md) and": "[words](../pages/a.md) and",
    "It is ** very ** good": "It is **very** good",
    "It is **very ** good": "It is **very** good",
}


@pytest.mark.parametrize(("text", "expected"), MENDED.items())
def test_what_is_certain_is_mended(text: str, expected: str) -> None:
    assert mended(mended(text)) == expected
    assert slips(expected) == []


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👩‍👧 at home",  # joined by a character without width
        "Café, fàilte and “curly quotes” – with dashes — and dots…",
        "Some words – an aside – and more.",
        "– Margaret Wheatley",
        "`a\u200bb` and `• one`",
        "```\n• one\n• two\n```",
        "3 • 4",
        "Note **this word** and go on.",
        "**Bring a friend.**",
        "**Date:** 3 December",
        "- **An item**",
        "**note** that",
        "## What is it?",
        "## Food, drink, etc.",
        "## From 9 a.m.",
        "## And so on…",
        "2 ** 3 ** 4",
        "“I asked [name removed] to come.”",
        "“I asked\n[name removed] to come.”",
        "> I asked [place] to come.",
        "a[^1] b[^2] c[^1].\n\n[^1]: one\n\n[^2]: two\n\n    [^1]: as a text",
        "See [x] and [y][z].\n\n[x]: /a/\n[Z]: /b/",
        "`## A heading:`",
    ],
)
def test_what_was_meant_passes(text: str) -> None:
    assert [slip for slip in slips(text) if not slip.code.startswith("style-")] == []


def test_where_a_piece_also_stands_elsewhere_nothing_is_certain() -> None:
    text = "- one\n\nWe do:\n- one"
    assert [slip.code for slip in slips(text)] == ["list-gap"]
    assert mended(text) == text


PIECES = st.sampled_from(
    ["<b>", "</b>", "<br>", "<p>", "</p>", '<a href="/x/">', "</a>", "\n", "\n\n", "• a", "– a\n", "  ", "\u200b", "\u00a0",
     "##A", "## A:", "- ", "  - b", "word ", "in order to ", "10.00am", "“x\"", "[a] (b/c)", "[a]: /b/\n", "`", "```\n", "> ",
     "| a | b |\n|---|---|\n", "**A b**", "& ", "<h2>", "</h2>", "1. ", "\t"]
)  # fmt: skip


@quick
@given(st.lists(PIECES, max_size=14).map("".join))
def test_repairs_come_to_an_end(text: str) -> None:
    for _ in range(12):
        before, text = text, mended(text)
        if text == before:
            break
    assert mended(text) == text
    assert not [slip for slip in slips(text) if slip.edit]


def test_a_note_outside_a_quotation_is_told() -> None:
    assert told("“Come,” I said to [name of colleague].", "note-left") == [
        (
            7,
            19,
            "This looks like a note among colleagues: [name of colleague]",
            "write what it asks for, or take it out; what stands between <!-- and --> is never shown.",
        )
    ]


def test_a_heading_with_a_line_below_it_is_told_how_to_write_it() -> None:
    assert [fix for *_, fix in told("Title\n=====", "heading-main")] == [
        "write ## Title, and take the line of signs below it out."
    ]


HYPHENS = "The hyphens below this line make a heading of it: "


@pytest.mark.parametrize(
    ("text", "line", "words", "fix"),
    [
        ("Write to us.\n---\n\nNext", 7, "Write to us.", "put an empty line above them."),
        ("Write to us!\n------", 7, "Write to us!", "put an empty line above them."),
        ("- a\n---", 7, "- a", "put an empty line above them."),
        ("## H\nText\n---", 8, "Text", "put an empty line above them, or write ## Text without them if it is a heading."),
        ("Post\n---\n\nWrite.", 7, "Post", "put an empty line above them, or write ## Post without them if it is a heading."),
    ],
)  # fmt: skip
def test_hyphens_that_make_a_heading(text: str, line: int, words: str, fix: str) -> None:
    assert told(text, "heading-hyphens") == [(line, 1, f"{HYPHENS}{words}", fix)]
    assert {slip.severity for slip in slips(text, "heading-hyphens")} == {"warning"}


@pytest.mark.parametrize(
    "text",
    [
        "Title here\n-----", "One.\n\n---\n\nTwo.", "One\ntwo\n---", "- a\n- b\n---", "---", "A.\n--- x", "```\nA.\n---\n```",
        "| A |\n|---|\n| a |", "<!-- A. -->\n---", "A.\n***", "- a\n\n---", "A\n- b",
    ],
)  # fmt: skip
def test_hyphens_that_make_none(text: str) -> None:
    assert slips(text, "heading-hyphens") == []


def test_a_definition_without_its_space() -> None:
    text = "Term\n\n:To work\n:[Read](x)"
    assert told(text, "definition") == [
        (9, 1, "There must be a space after the colon: :To work", "write : To work"),
        (10, 1, "There must be a space after the colon: :[Read](x)", "write : [Read](x)"),
    ]
    assert mended(text) == "Term\n\n: To work\n: [Read](x)"


@pytest.mark.parametrize(
    "text",
    [
        "Term\n: To", "Glad\n:)", "Glad\n:-D is a face", "Glad\n:tada: we", ":To work", "## Term\n:To work", "A\n::To",
        "```\nTerm\n:To\n```", "Meet at\n:30", "> Term\n:To",
    ],
)  # fmt: skip
def test_a_colon_that_defines_nothing(text: str) -> None:
    assert slips(text, "definition") == []
