"""Slips in Markdown that the language passes over: what was meant for a link, a list or a heading and is none.

Each finding is (code, message, fix, piece): `piece` is the text by which its place is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Found = tuple[str, str, str, str]

_LINK = re.compile(r"\[[^\]\n]+\]\s?\([^)\s]*(?:/|\.md\b|@|www\.)[^)\n]*\)?")
_UNDEFINED = re.compile(r"\[[^\]\n]+\]\[[^\]\n]*\]")
_FOOTNOTE = re.compile(r"\[\^[^\]\n]+\]")
_LIST = re.compile(r"\n((?:[-*+•]|\d{1,2}[.)]) +\S[^\n]*)")
_TABLE = re.compile(r"\n(\|[^\n]*\|)")
_HEADING = re.compile(r"#{2,6}[^#\s][^\n]*")
_INNER_ITEM = re.compile(r"^ {1,3}(?:[-*+]|\d{1,2}\.)\s+\S")
_ITEM = re.compile(r"^(?:[-*+]|\d{1,2}\.)\s+\S")


def in_words(text: str) -> Iterator[Found]:
    """Yield the slips in running text, as it stands after every link and comment was understood."""
    for match in _LINK.finditer(text):
        yield (
            "link-form",
            f"This is not written as a link must be: {match[0][:60]}",
            "write the words in square brackets and, with no space between, the address in round ones: [words](address)",
            match[0],
        )
    for match in _UNDEFINED.finditer(text):
        yield (
            "link-undefined",
            f"There is no address for the link {match[0][:60]}",
            "write the address in round brackets: [words](address)",
            match[0],
        )
    for match in _FOOTNOTE.finditer(text):
        yield (
            "footnote-undefined",
            f"There is no footnote for {match[0][:60]}",
            f"add a line that starts with {match[0][:60]}: and holds the note.",
            match[0],
        )
    if "<!--" in text:
        yield "comment-open", "A comment starts here and does not end.", "end it with -->", "<!--"
    if "```" in text:
        yield (
            "code-open",
            "A block of code starts or ends with ``` on its own.",
            "close it with a line of ```",
            "```",
        )


def in_paragraph(text: str) -> Iterator[Found]:
    """Yield what a paragraph holds that was meant to be a list, a table or a heading."""
    for pattern, code, what in ((_LIST, "list-gap", "list"), (_TABLE, "table-gap", "table")):
        match = pattern.search(text)
        if match:
            yield (
                code,
                f"This {what} would run on as one paragraph: {match[1][:40]}",
                f"put an empty line above the {what}"
                + (" and start each item with a hyphen and a space." if what == "list" else "."),
                match[1],
            )
    match = _HEADING.match(text)
    if match:
        yield (
            "heading-space",
            f"There must be a space after the # signs: {match[0][:40]}",
            "put a space between the signs and the heading.",
            match[0],
        )


def in_source(text: str) -> Iterator[Found]:
    """Yield the items of a list that are indented, but not far enough to be inside another one."""
    in_code, in_list = False, False
    for line in text.split("\n"):
        if line.startswith(("```", "~~~")):
            in_code = not in_code
        if in_code:
            continue
        if _INNER_ITEM.match(line) and in_list:
            yield (
                "list-indent",
                f"This item is not indented far enough to be inside another one: {line.strip()[:40]}",
                "start the line with four spaces, or with none.",
                line,
            )
        elif _ITEM.match(line):
            in_list = True
        elif line and not line[0].isspace():
            in_list = False
