"""How large a text may be: no text that passes takes long to convert, whatever is in it.

The limits are far beyond what people write. They are judged before the conversion, whose time grows
with the square of what repeats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .markdown_slips import Found

LONGEST_TEXT = 100_000
"""Characters of a text: some 16,000 words."""

MOST_LINES = 3_000
"""Lines of a text."""

MOST_TOGETHER = 400
"""Lines without an empty line between them: a table of 400 rows."""

LONGEST_PARAGRAPH = 10_000
"""Characters of a paragraph, of an item of a list or of a row of a table: some 1,600 words."""

MOST_SIGNS = {"[": 100, "*": 200, "_": 200, "`": 200, "<": 50, "{": 50, "|": 100}
"""Of each sign that may start something, in one paragraph: 100 links, or 50 words in bold."""

MOST_SIGNS_OF_ALL = {
    "[": 1_500, "*": 3_000, "_": 3_000, "`": 1_500, "<": 200, "{": 500, "\\": 1_500, "&": 1_500, "|": 5_000, "[^": 200
}  # fmt: skip
"""The same, in a whole text; `[^` stands for its notes."""

MOST_PARTS = 300
"""Headings of a text; and notes, abbreviations and named links, taken together."""

DEEPEST = 10
"""Lists within lists, quotations within quotations."""

TOO_DEEP = Found(
    "text-too-deep",
    "Lists or definitions in this text are nested too deeply, or follow each other without empty lines.",
    "put an empty line between them.",
    "",
    at=0,
)

_MARKS = tuple(re.compile(rf" {{0,3}}{mark}") for mark in (r"[-*+]\s", r"\d+\.\s"))
_RULE = re.compile(r"[ |:-]*-[ |:-]*")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_NESTED = re.compile(rf"(?:[ \t]*(?:(?:[-*+:]|\d+[.)])(?=[ \t>])|>)){{{DEEPEST + 1}}}")
_INDENT = re.compile(rf"(?: {{4}}|\t| {{1,3}}\t){{{DEEPEST + 1}}}[ \t]*\S")
_DEEP = re.compile(rf"\n(?:{_NESTED.pattern}|{_INDENT.pattern})")
"""Either of them, in a whole text: most have none."""

_HEADING = re.compile(r"^#{1,6}(?!#)|^(?:=+|-+)[ \t]*$", re.MULTILINE)
_DEFINITION = re.compile(r"^ {0,3}\*?\[[^\]\n]*\]:", re.MULTILINE)


def beyond(text: str) -> Found | None:
    """Return the first limit that a text goes beyond, or None."""
    return next(_beyond(text), None)


def _beyond(text: str) -> Iterator[Found]:
    yield from _of_the_text(text)
    yield from _of_lines(text)
    # What a whole text does not hold too much of, no paragraph of it does.
    signs = {sign: most for sign, most in MOST_SIGNS.items() if text.count(sign) > most}
    if not signs and len(text) <= LONGEST_PARAGRAPH and text.count("\n") < MOST_TOGETHER:
        return
    for at, lines in _blocks(text):
        if len(lines) > MOST_TOGETHER:
            yield Found(
                "lines-too-many",
                f"Here are {len(lines):,} lines without an empty line between them. {MOST_TOGETHER} is the most.",
                "put empty lines between the parts; a table of that size is better as a document in content/files.",
                "",
                at=at,
            )
        for paragraph in _paragraphs(lines):
            yield from _of_a_paragraph(paragraph, at, signs)
            at += len(paragraph) + 1


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield place and lines of what stands between empty lines."""
    at, start = 0, 0
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            start = start if lines else at
            lines.append(line)
        elif lines:
            yield start, lines
            lines = []
        at += len(line) + 1


def _of_the_text(text: str) -> Iterator[Found]:
    move = "move parts of it to pages of their own, or put it into content/files as a document."
    for number, most, what in (
        (len(text), LONGEST_TEXT, "characters"),
        (text.count("\n"), MOST_LINES, "lines"),
        (_number(_HEADING, text), MOST_PARTS, "headings"),
        (_number(_DEFINITION, text), MOST_PARTS, "notes and named links"),
    ):
        if number > most:
            message = f"This text has {number:,} {what}. {most:,} is the most."
            yield Found("text-too-long", message, move, "", at=0)
    for sign, most in MOST_SIGNS_OF_ALL.items():
        number = text.count(sign)
        if number > most:
            message = f"This text holds the sign {sign} {number:,} times. {most:,} is the most."
            fix = "take out those that do nothing, or move parts of the text to pages of their own."
            yield Found("signs-too-many", message, fix, sign, at=text.find(sign))


def _number(pattern: re.Pattern[str], text: str) -> int:
    """Return how often a pattern is in a text; 0 where it cannot be too often, since each has a line of its own."""
    return len(pattern.findall(text)) if text.count("\n") >= MOST_PARTS else 0


def _of_lines(text: str) -> Iterator[Found]:
    if not _DEEP.search(f"\n{text}"):
        return
    at, in_code = 0, False
    for line in text.split("\n"):
        if _FENCE.match(line):
            in_code = not in_code
        if not in_code and (_NESTED.match(line) or _INDENT.match(line)):
            yield Found(
                "text-too-deep",
                f"This line is more than {DEEPEST} levels deep in lists or quotations.",
                "take spaces or signs away from its start.",
                "",
                at=at,
            )
        at += len(line) + 1


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Yield the parts of a block that are converted by themselves: a list's items, a table's rows, or all of it."""
    is_table = len(lines) > 1 and _RULE.fullmatch(lines[1]) and lines[0].count("|") == lines[1].count("|")
    mark = next((mark for mark in _MARKS if mark.match(lines[0])), None)
    part: list[str] = []
    for line in lines:
        if part and (is_table or (mark and mark.match(line))):
            yield "\n".join(part)
            part = []
        part.append(line)
    yield "\n".join(part)


def _of_a_paragraph(text: str, at: int, signs: Mapping[str, int]) -> Iterator[Found]:
    split = "put an empty line between its parts."
    if len(text) > LONGEST_PARAGRAPH:
        message = f"This paragraph is {len(text):,} characters long. {LONGEST_PARAGRAPH:,} is the most."
        yield Found("paragraph-too-long", message, split, "", at=at)
    for sign, most in signs.items():
        number = text.count(sign)
        if number > most:
            message = f"This paragraph holds the sign {sign} {number:,} times. {most} is the most."
            yield Found(
                "signs-too-many",
                message,
                f"take out those that do nothing, or {split}",
                sign,
                at=at + text.find(sign),
            )
