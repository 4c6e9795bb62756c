"""Lists and tables that were typed in the way of other programs, with what each rule must let pass."""

from __future__ import annotations

import pytest

from .text_slips import mended, slips, told

HYPHENS = "start each line with a hyphen and a space, and put an empty line above the first."
NUMBERS = "write 1. for 1) and so on, and put an empty line above the first."

LISTS = {
    "numbers with a bracket": ("1) a\n2) b", 7, "1) makes no list: 1) a", NUMBERS, "1. a\n2. b"),
    "numbers in brackets": ("(1) a\n(2) b", 7, "(1) makes no list: (1) a", NUMBERS, "1. a\n2. b"),
    "numbers below a line": ("Do:\n1) a\n2) b", 8, "1) makes no list: 1) a", NUMBERS, "Do:\n\n1. a\n2. b"),
    "hyphens without a space": ("-a\n-b", 7, "- makes no list: -a", HYPHENS, "- a\n- b"),
    "stars without a space": ("*a\n*b", 7, "* makes no list: *a", HYPHENS, "- a\n- b"),
    "the letter o, as Word writes it": ("o one\no two", 7, "o makes no list: o one", HYPHENS, "- one\n- two"),
    "letters": ("a) one\nb) two", 7, "a) makes no list: a) one", HYPHENS, "a) one\nb) two"),
}


@pytest.mark.parametrize(("text", "line", "message", "fix", "right"), LISTS.values(), ids=LISTS)
def test_a_list_with_another_sign(text: str, line: int, message: str, fix: str, right: str) -> None:
    assert told(text) == [(line, 1, f"The sign {message}", fix)]
    assert mended(text) == right


RUN_ON = {
    "a link behind a hyphen": (
        "- [A](x)\n-[B](y)\n- c",
        "-[B](y)",
        "write - [B](y)",
        "- [A](x)\n- [B](y)\n- c",
    ),
    "a link behind a star": ("* [A](x)\n*[B](y)", "*[B](y)", "write - [B](y)", "* [A](x)\n- [B](y)"),
    "a dash": ("- [A](x)\n– [B](y)", "– [B](y)", "write - [B](y)", "- [A](x)\n- [B](y)"),
    "a number": ("1. One\n2.Two groups", "2.Two groups", "write 2. Two groups", "1. One\n2. Two groups"),
    "a bracket": ("3. x\n4) Everyone", "4) Everyone", "write 4. Everyone", "3. x\n4. Everyone"),
    "two words": (
        "- x\n-One\n-Two",
        "-One",
        "start each line with a hyphen and a space.",
        "- x\n- One\n- Two",
    ),
}


@pytest.mark.parametrize(("text", "shown", "fix", "right"), RUN_ON.values(), ids=RUN_ON)
def test_an_item_that_runs_on(text: str, shown: str, fix: str, right: str) -> None:
    message = f"This item would run on into the one above: {shown}"
    assert told(text, "list-") == [(8, 1, message, fix)]
    assert mended(text) == right


def test_numbers_without_a_space_are_a_list() -> None:
    fix = "write a space after each number and its full stop, and put an empty line above the first."
    assert told("1.One\n2.Two") == [(7, 1, "The sign 1. makes no list: 1.One", fix)]
    assert mended("1.One\n2.Two") == "1. One\n2. Two"


def test_small_letters_behind_numbers_are_a_list_too() -> None:
    assert mended("Bring:\n1.lunch\n2.a question") == "Bring:\n\n1. lunch\n2. a question"


TABLES = {
    "no line below the first row": (
        "| A | B |\n| a | b |",
        (7, 1, "A line is missing under the first row of this table: | A | B |",
         "write |---|---| on a line of its own under the first row."),
    ),
    "nor a gap": (
        "See:\n| A | B |\n| a | b |",
        (8, 1, "A line is missing under the first row of this table: | A | B |",
         "write |---|---| on a line of its own under the first row, and put an empty line above the first."),
    ),
    "no bars at the ends": (
        "See.\n\nTime | What\n12:00 | Welcome\n12:10 | A talk",
        (9, 1, "A line is missing under the first row of this table: Time | What",
         "write ---|--- on a line of its own under the first row."),
    ),
    "bold words at the start": (
        "**Time** | What\n12:00 | Welcome",
        (7, 1, "A line is missing under the first row of this table: **Time** | What",
         "write ---|--- on a line of its own under the first row."),
    ),
    "the line comes first": (
        "|---|\n| a |",
        (7, 1, "A line is missing under the first row of this table: |---|",
         "write |---| on a line of its own under the first row."),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TABLES.values(), ids=TABLES)
def test_rows_without_their_line_are_not_mended_into_paragraphs(
    text: str, expected: tuple[int, int, str, str]
) -> None:
    assert told(text) == [expected]
    assert mended(text) == text


def test_a_table_without_a_gap_is_mended() -> None:
    assert mended("See:\n| **A** | B |\n|---|---|") == "See:\n\n| **A** | B |\n|---|---|"


@pytest.mark.parametrize(
    "text",
    [
        "1) a\n\n2) b",
        "1) a\n3) b",
        "- The team meets\n– and sometimes not",
        "- Cold, down to\n-5 degrees",
        "- a\n\n-Fiona",
        "- a\n*b* and c",
        "1. One\n\n5.Five is alone",
        "1. Costs\n2.50 pounds",
        "- a\n2.Two",
        "*[HTML]: a language\n\n- a",
        "Costs are £5*.\n\n*Prices from 2027\n*Free for carers",
        "-5 degrees\n-6 degrees",
        "Yours,\n-Fiona",
        "---\n\n--a",
        "*word* and\n*other* words",
        "*[HTML]: a language\n*[CSS]: another",
        "o solo",
        "`-a`\n`-b`",
        "```\n1) a\n2) b\n| a |\n| b |\n```",
        "## Times\n| A | B |\n|---|---|\n| a | b |",
        "A | B\n---|---\na | b\nc | d",
        "| A | B |\n|:-:|---:|\n| a | b |",
        "> | a |\n> | b |",
        "a | b",
        "| a |",
        "A | B\n--- | ---\na | b\nc | d",
        "A | B\n---|---\na | b\nc\nd | e\nf | g",
        "Monday | Tuesday\nand other days",
        "a | b\nc | d | e",
        "a | b\n\nc | d",
        "Perth | Leith  \nOban | Ayr  \nLerwick | Wick",
        "Perth | Leith\\\nOban | Ayr",
        "- a | b\n- c | d",
        "> a | b\n> c | d",
        "[A](/) | [B](/b/)\n[C](/c/) | [D](/d/)",
        "`a | b`\n`c | d`",
        "1.a question",
        "We start at 1.\n2.5 hours later\n3.5 hours later",
        "1.2 kg\n2.3 kg",
    ],
)
def test_what_was_meant_passes(text: str) -> None:
    assert [slip for slip in slips(text) if not slip.code.startswith("style-")] == []


@pytest.mark.parametrize(
    "text",
    [
        "Tel: 0131 496 0000 | Email: team@example.org\nWeb: example.org | Post: Leith",
        "Email us | Call us | Visit us\nOpen daily | All day | Any time",
        "[A](a.md) | [B](b.md)\n12 | 13",
    ],
)
def test_bars_between_words_are_no_table(text: str) -> None:
    assert not any(slip.code == "table-rule" for slip in slips(text))
