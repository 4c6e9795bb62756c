"""Marks that were typed for something else: invisible characters, bold lines for headings, names that nothing uses.

These rules read the source without code and comments, so each finding has its exact place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from .markdown_slips import Found
from .problems import cut
from .prose import names_an_address

_NOTHING = "\u00ad\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_BLANK = "\u00a0\u2007\u202f"
_INVISIBLE = re.compile(f"[{_NOTHING}{_BLANK}]")
_NAMES = {
    "\u00a0": "a space that does not break",
    "\u00ad": "a hidden hyphen",
    "\u200b": "a space without width",
    "\ufeff": "a mark of a file's start",
}
_SHOWN = str.maketrans({**dict.fromkeys(_NOTHING, ""), **dict.fromkeys(_BLANK, " ")})

_BOLD_LINE = re.compile(
    r"(?:^|\n[ \t]*\n)(?P<line>(\*\*|__)(?P<words>[^*_\n|<>{}]{2,60})\2[ \t]*)(?=\n[ \t]*\n|\n*$)"
)
_HEADING = re.compile(r"^(?P<start>#{2,6}[ ]+)(?P<words>[^\n]*?)(?P<sign>[.:;,])[ \t]*$", re.MULTILINE)
_ENDED = re.compile(r"\n#{2,6} [^\n]*[.:;,][ \t]*\n")
"""A heading that may end with a sign: most texts have none."""

_SIGNS_ALONE = re.compile(r"^#{1,6}$", re.MULTILINE)
_HYPHENS = re.compile(r"\n {0,3}-+[ \t]*(?:\n|\Z)")
"""A line of hyphens: most texts have none."""
_UNDERLINED = re.compile(
    r"(?:\A|\n[ \t]*\n|(?:\A|\n)#{1,6} [^\n]*\n)(?P<line>(?![#|\s]|[-=]+[ ]*\n)[^\n]*\S)[ \t]*\n(?P<signs>-+)[ \t]*(?=\n|\Z)"
)
_END_OF_SENTENCE = re.compile(r"[.!?,;:][”’\"')\]*_]*$")
_NO_PARAGRAPH = re.compile(r"(?:[-*+]|\d+[.)])[ ]|>")
_LONGEST_HEADING = 80
_RULE = 3
"""So many hyphens are typed for a line across; who underlines a heading mostly types more."""
_DEFINITION = re.compile(r"^ {0,3}(?P<line>:(?=[^\W\d_]|[\[“\"])(?!\w+:)[^\n]*)", re.MULTILINE)
_COLON = re.compile(r"\n {0,3}:")
_NO_TERM = re.compile(r"\s*(?:$|[#|>]|[-*+] )")
_SHORT_FORM = re.compile(r"(?:\.\w|\.|\b(?:etc|Ltd|Inc|St|Dr|Mr|Mrs|Ms|No|Jr|Sr|Co|Prof|vs))$")
_DEFINED = re.compile(r"^ {0,3}\[(?P<name>[^\]^\n][^\]\n]*)\]:[ \t]*\S", re.MULTILINE)
_NOTE = re.compile(r"\n {0,3}\[\^(?P<name>[^\]\n]+)\]:")
_NAMED = re.compile(r"\[([^\]\[\n]+)\](?!:)")


def in_text(text: str) -> Iterator[Found]:
    """Yield the marks in a source without code and comments that do not mean what they look like."""
    yield from _invisible(text)
    yield from _bold_headings(text)
    yield from _heading_ends(text)
    yield from _underlined(text)
    yield from _definitions(text)
    yield from _unused_links(text)
    yield from _notes(text)


def _invisible(text: str) -> Iterator[Found]:
    """One for each line: text from another program may be full of them."""
    if text.isascii():
        return
    at = 0
    for line in text.split("\n"):
        found = list(_INVISIBLE.finditer(line))
        if found:
            start, end = found[0].start(), found[-1].end()
            sign = found[0][0]
            what = _NAMES.get(sign, "a character")
            number = f", U+{ord(sign):04X}" if sign not in _NAMES else ""
            more = f", and {len(found) - 1} more such" if len(found) > 1 else ""
            yield Found(
                "invisible-character",
                f"Here is {what} that nobody can see{number}{more}.",
                "write an ordinary space."
                if sign in _BLANK
                else "delete it; it often comes from another program.",
                line[start:end],
                line[start:end].translate(_SHOWN),
                "warning",
                at + start,
            )
        at += len(line) + 1


def _bold_headings(text: str) -> Iterator[Found]:
    starts = text.startswith(("**", "__")) or "\n**" in text or "\n__" in text
    for match in _BOLD_LINE.finditer(text) if starts else ():
        words = match["words"].strip()
        if words[-1] in '.:!?,;”"' or not words[0].isalpha() or words[0].islower():
            continue
        yield Found(
            "heading-bold",
            f"This line looks like a heading, but it is only bold: {cut(words)}",
            f"if it is one, write ## {words}",
            match["line"],
            severity="advice",
            at=match.start("line"),
        )


def _heading_ends(text: str) -> Iterator[Found]:
    for match in _SIGNS_ALONE.finditer(text) if "#\n" in text or text.endswith("#") else ():
        fix = "write them after the # signs, or take it out."
        yield Found("heading-empty", "This heading has no words.", fix, match[0], at=match.start())
    for match in _HEADING.finditer(text) if _ENDED.search(f"\n{text}\n") else ():
        if match["sign"] == "." and _SHORT_FORM.search(match["words"]):
            continue
        yield Found(
            "heading-end",
            f"A heading ends without “{match['sign']}”: {cut(match['words'])}",
            "take the sign off.",
            match["words"] + match["sign"],
            match["words"],
            "advice",
            match.start("words"),
        )


def _underlined(text: str) -> Iterator[Found]:
    """Yield the lines that hyphens right below them make headings of: most people mean a line across the page."""
    for match in _UNDERLINED.finditer(text) if _HYPHENS.search(text) else ():
        line = match["line"]
        no_heading = (
            len(line) > _LONGEST_HEADING or _END_OF_SENTENCE.search(line) or _NO_PARAGRAPH.match(line)
        )
        if text.startswith("\ntitle:", match.end()):
            continue  # another block of settings, which is told as such
        if len(match["signs"]) > _RULE and not no_heading:
            continue
        yield Found(
            "heading-hyphens",
            f"The hyphens below this line make a heading of it: {cut(line)}",
            "put an empty line above them."
            if no_heading
            else f"put an empty line above them, or write ## {cut(line)} without them if it is a heading.",
            line,
            severity="warning",
            at=match.start("line"),
        )


def _definitions(text: str) -> Iterator[Found]:
    """Yield the lines that were meant to say what the term above them means: `:To work together`."""
    for match in _DEFINITION.finditer(text) if _COLON.search(text) else ():
        above = text[: max(match.start() - 1, 0)]
        term = above[above.rfind("\n") + 1 :]
        if not term.strip():  # an empty line may stand between the two
            above = above[: max(above.rfind("\n"), 0)]
            term = above[above.rfind("\n") + 1 :]
        if _NO_TERM.match(term):
            continue
        line = match["line"].rstrip()
        yield Found(
            "definition-space",
            f"There must be a space after the colon: {cut(line)}",
            f"write : {cut(line[1:])}",
            line,
            f": {line[1:]}",
            at=match.start("line"),
        )


def _unused_links(text: str) -> Iterator[Found]:
    defined = list(_DEFINED.finditer(text)) if names_an_address(text) else []
    if not defined:
        return
    used = {_plain(name) for name in _NAMED.findall(text)}
    for match in defined:
        if _plain(match["name"]) not in used:
            yield Found(
                "link-unused",
                f"No link uses the address that is called [{cut(match['name'])}].",
                f"take the line out, or write [words][{match['name']}] where the link belongs.",
                match[0].strip(),
                severity="warning",
                at=_start(match),
            )


def _notes(text: str) -> Iterator[Found]:
    """Yield the notes that no mark in the text leads to, and those that take the place of another."""
    names: set[str] = set()
    for match in _NOTE.finditer(f"\n{text}") if "[^" in text else ():
        if match["name"] in names:
            free = next(number for number in count(1) if f"[^{number}]" not in text)
            yield Found(
                "footnote-twice",
                f"Two notes are called [^{cut(match['name'])}], and only the last one is shown.",
                f"write [^{free}] here, and where this note belongs.",
                match[0].strip(),
                at=_start(match) - 1,
            )
        names.add(match["name"])
        if text.count(f"[^{match['name']}]") == 1:
            yield Found(
                "footnote-unused",
                f"Nothing in the text leads to the note [^{cut(match['name'])}]",
                f"write [^{match['name']}] where the note belongs, or take the note out.",
                match[0].strip(),
                severity="warning",
                at=_start(match) - 1,
            )


def _start(match: re.Match[str]) -> int:
    """Return where something stands in its line, behind the spaces before it."""
    return match.start() + len(match[0]) - len(match[0].lstrip())


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
