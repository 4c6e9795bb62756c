"""Slips in Markdown that the language passes over: what was meant for a link, a list or a heading and is none.

A finding names a piece of the text, by which its place is found, and what that certainly has to become.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .problems import Severity


class Found(NamedTuple):
    """Something in a text that the site does not allow, or advises against.

    `piece` is the text by which its place is found, `at` that place in the source where it is known;
    `new` is what `piece` certainly has to become, None where that is for people to say.
    """

    code: str
    message: str
    fix: str
    piece: str
    new: str | None = None
    severity: Severity = "problem"
    at: int = -1


_LINK = re.compile(r"\[[^\]\n]+\]\s?\([^)\s]*(?:/|\.md\b|@|www\.)[^)\n]*\)?")
_UNDEFINED = re.compile(r"\[[^\]\n]+\]\[[^\]\n]*\]")
_FOOTNOTE = re.compile(r"\[\^[^\]\n]+\]")
_LIST = re.compile(r"\n((?:[-*+]|\d{1,2}[.)]) +\S[^\n]*)")
_BRACKETS_INSIDE = re.compile(
    r"\[(?P<words>[^\[\]()\n]{1,80})\((?P<target>(?:https?://|mailto:|\.{0,2}/)[^\s()]+|[\w./-]+\.md(?:#[\w-]+)?)\)(?P<end>\]?)"
)
_IN_BRACKETS = re.compile(r"^\(?\d{1,2}\)[ \t]", re.MULTILINE)
"""Two of them are a list that `typed_lists` tells of."""
_HEADING = re.compile(r"#{2,6}[^#\s][^\n]*")
_INNER_ITEM = re.compile(r"^ {1,3}(?:[-*+]|\d{1,2}\.)\s+\S")
_ITEM = re.compile(r"^(?:[-*+]|\d{1,2}\.)\s+\S")


any_sign = re.compile(r"[\[<`*]").search
"""Finds a sign that is in every slip of running text: most pieces of it hold none."""


def in_words(text: str) -> Iterator[Found]:
    """Yield the slips in running text, as it stands after every link and comment was understood."""
    for match in _LINK.finditer(text):
        yield Found(
            "link-form",
            f"This is not written as a link must be: {match[0][:60]}",
            "write the words in square brackets and, with no space between, the address in round ones: [words](address)",
            match[0],
            re.sub(r"\]\s+\(", "](", match[0]) if re.search(r"\]\s+\([^()\s]+\)$", match[0]) else None,
        )
    for match in _BRACKETS_INSIDE.finditer(text):
        new = f"[{match['words'].strip()}]({match['target']})"
        yield Found(
            "link-form",
            f"This is not written as a link must be: {match[0][:60]}",
            f"write {new}",
            match[0],
            None if match["end"] else new,
        )
    for match in _UNDEFINED.finditer(text):
        yield Found(
            "link-undefined",
            f"There is no address for the link {match[0][:60]}",
            "write the address in round brackets: [words](address)",
            match[0],
        )
    for match in _FOOTNOTE.finditer(text):
        yield Found(
            "footnote-undefined",
            f"There is no footnote for {match[0][:60]}",
            f"add a line that starts with {match[0][:60]}: and holds the note.",
            match[0],
        )
    if "<!--" in text:
        yield Found("comment-open", "A comment starts here and does not end.", "end it with -->", "<!--")
    if "```" in text:
        yield Found(
            "code-open",
            "A block of code starts or ends with ``` on its own.",
            "close it with a line of ```",
            "```",
        )


def in_paragraph(text: str) -> Iterator[Found]:
    """Yield what a paragraph holds that was meant to be a list or a heading."""
    match = _LIST.search(text) if "\n" in text else None
    number = re.match(r"\d+([.)])", match[1]) if match else None
    if match and not (number and number[1] == ")" and len(_IN_BRACKETS.findall(text)) > 1):
        start = " and start each item with a hyphen and a space."
        if number:
            start = "." if number[1] == "." else f" and write {number[0][:-1]}. for {number[0]}"
        yield Found(
            "list-gap",
            f"This list would run on as one paragraph: {match[1][:40]}",
            f"put an empty line above the list{start}",
            match[1],
            None if number and number[1] == ")" else f"\n{match[1]}",
        )
    match = _HEADING.match(text)
    if match:
        yield Found(
            "heading-space",
            f"There must be a space after the # signs: {match[0][:40]}",
            "put a space between the signs and the heading.",
            match[0],
            re.sub("^(#+)", r"\1 ", match[0]),
        )


def in_source(text: str) -> Iterator[Found]:
    """Yield the items of a list that are indented, but not far enough to be inside another one."""
    if "\n " not in text:
        return
    in_code, in_list = False, False
    for line in text.split("\n"):
        if line.startswith(("```", "~~~")):
            in_code = not in_code
        if in_code:
            continue
        if _INNER_ITEM.match(line) and in_list:
            yield Found(
                "list-indent",
                f"This item is not indented far enough to be inside another one: {line.strip()[:40]}",
                "start the line with four spaces, or with none.",
                line,
            )
        elif _ITEM.match(line):
            in_list = True
        elif line and not line[0].isspace():
            in_list = False
