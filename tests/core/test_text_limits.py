"""Limits of texts: what is beyond them is told at once, what is within them is quickly converted."""

from __future__ import annotations

import time

import pytest

from plugins.core import text_limits
from plugins.core.body import convert

from .text_slips import slips, told

MOVE = "move parts of it to pages of their own, or put it into content/files as a document."
SPLIT = "put an empty line between its parts."

BEYOND = {
    "characters": (
        "a " * 4_000 + "\n\n",
        13,
        (7, 1, "This text has 104,026 characters. 100,000 is the most.", MOVE),
    ),
    "lines": ("a\n\n", 1_501, (7, 1, "This text has 3,002 lines. 3,000 is the most.", MOVE)),
    "headings": ("## a\n\n", 301, (7, 1, "This text has 301 headings. 300 is the most.", MOVE)),
    "a paragraph": (
        "a",
        10_001,
        (7, 1, "This paragraph is 10,001 characters long. 10,000 is the most.", SPLIT),
    ),
    "lines together": (
        "a\n",
        401,
        (
            7,
            1,
            "Here are 401 lines without an empty line between them. 400 is the most.",
            "put empty lines between the parts; a table of that size is better as a document in content/files.",
        ),
    ),
    "signs": (
        "[",
        101,
        (
            7,
            1,
            "This paragraph holds the sign [ 101 times. 100 is the most.",
            f"take out those that do nothing, or {SPLIT}",
        ),
    ),
    "quotations": (
        ">",
        11,
        (
            7,
            1,
            "This line is more than 10 levels deep in lists or quotations.",
            "take spaces or signs away from its start.",
        ),
    ),
    "spaces": ("    ", 11, None),
}


@pytest.mark.parametrize(("unit", "times", "expected"), BEYOND.values(), ids=BEYOND)
def test_what_is_beyond_a_limit(unit: str, times: int, expected: tuple[int, int, str, str] | None) -> None:
    assert told(unit * times) == ([expected] if expected else [])
    within = convert(unit * (times // 2), 7)
    assert not [
        slip for slip in within.slips if slip.code.startswith(("text-", "paragraph-", "lines-", "signs-"))
    ]


def test_honest_texts_are_far_from_the_limits() -> None:
    table = "| Place | Day |\n|---|---|\n" + "| [Perth](/x/) | *Friday* |\n" * 390
    links = "".join(f"- [Item {number}](/x/), **new**\n" for number in range(390))
    code = "```\n" + " " * 60 + "deep\n```"
    assert [slips(text, code) for text in (table, links, code) for code in ("text", "signs", "lines")] == [
        []
    ] * 9
    assert text_limits.beyond("word " * 1_900) is None


UNITS = [
    "[",
    "![",
    "](",
    "[](",
    "![[",
    "*",
    "**a",
    "_a ",
    "`a",
    "*_",
    "<",
    "<a ",
    '<a href="',
    "<!--",
    "> ",
    "- ",
    "    - ",
    "|",
    "|a|b|\n",
    "&",
    "&#1;",
    "\\",
    "a",
    "a\n\n",
    "a\n: b\n\n",
    "# a\n\n",
    "[^1]: a\n",
    "*[a]: b\n",
    "{",
    "{: .a }\n",
    "```\n",
    " ",
    "\n",
    "[a](b) ",
    "[a]: b\n",
    "x\n===\n",
    "\u200b",
    "• a\n",
    "**A**\n\n",
    "a@b.c ",
    "“",
    "http://a.b ",
    "a. ",
    "A",
]


@pytest.mark.parametrize("unit", UNITS)
def test_no_text_takes_long(unit: str) -> None:
    for size in (5_000, 99_000):
        for end in ("", "\n\n"):
            text = ((unit * 40 + end) if end else unit) * size
            started = time.process_time()
            convert(text[:size], 1)
            assert time.process_time() - started < 2


def test_a_text_that_is_too_deep_leaves_nothing_for_the_next() -> None:
    deep = "a\n: b\n" * 190 + "\n" + ("a\n: b\n" * 190 + "\n") * 6
    before = convert("{: .a }\n\n- b", 1)
    convert(deep, 1)
    assert convert("{: .a }\n\n- b", 1) == before
