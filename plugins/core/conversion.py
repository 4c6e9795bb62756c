"""Converts a Markdown text: what it is as HTML, what it holds, and every slip in it.

Apart from `body`, which most runs of `check` need alone: they remember the texts, and load no Markdown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from . import (
    bare_addresses,
    colleague_notes,
    foreign_signs,
    html_slips,
    leftovers,
    private_addresses,
    text_marks,
    to_come,
    typed_lists,
    typed_tables,
    wording,
)
from .body import Body, Reference, Slip
from .markdown_rules import converter
from .markdown_slips import Found, in_source
from .problems import Edit
from .prose import without_code
from .text_limits import TOO_DEEP, beyond


def converted(text: str, first_line: int) -> Body:
    """Convert a Markdown text that starts at `first_line` of its file."""
    too_large = beyond(text)
    if too_large:
        return _unread(text, first_line, too_large)
    # What stands in code or in a comment is not what is meant.
    places = _Places(text, without_code(text), first_line)
    markdown, notes = converter()
    markdown.reset()
    notes.clear()
    try:
        made = markdown.convert(text)
    except RecursionError:
        converter.cache_clear()  # what it was in the middle of would go on in the next text
        return _unread(text, first_line, TOO_DEEP)
    return Body(
        html=made,
        references=tuple(
            Reference(target, label, *places.find_target(target.removeprefix("mailto:")), image)
            for target, label, image in notes.references
        ),
        headings=tuple(notes.headings),
        placeholders=tuple(
            (name, *places.find(written))
            for name, written in zip(notes.placeholders, notes.written, strict=True)
        ),
        ids=tuple(notes.ids),
        slips=tuple(_slip(found, places) for found in _found(notes.slips, text, places.meant)),
    )


def _unread(text: str, first_line: int, why: Found) -> Body:
    """Return the body of a text that is beyond a limit."""
    return Body("", (), (), (), (), (_slip(why, _Places(text, text, first_line)),))


def _found(noted: list[Found], text: str, meant: str) -> Iterator[Found]:
    """Yield all that is found in a text: by its conversion, in its source, in its words.

    A repair is certain only where its piece stands in the text as often as it was found.
    """
    yield from html_slips.joined([found for found in noted if found.code == html_slips.CODE], meant)
    others = [found for found in noted if found.code != html_slips.CODE]
    number = Counter(found.piece for found in others)
    for found in others:
        if not leftovers.is_typed(found, meant):
            continue
        certain = found.new is None or meant.count(found.piece) == number[found.piece]
        yield found if certain else found._replace(new=None)
    yield from in_source(text)
    yield from text_marks.in_text(meant)
    yield from typed_lists.in_text(meant)
    yield from typed_tables.in_text(meant)
    yield from leftovers.in_text(text, meant)
    yield from foreign_signs.in_text(meant)
    yield from colleague_notes.in_text(meant)
    yield from to_come.in_text(meant)
    yield from private_addresses.in_text(meant)
    yield from bare_addresses.in_text(meant)
    yield from wording.in_text(text)


def _slip(found: Found, places: _Places) -> Slip:
    start = found.at if found.at >= 0 else places.offset(found.piece)
    if found.code.startswith("heading-") and not places.text.startswith(found.piece, start):
        start, fix = places.heading(found.piece.lstrip("# "))
        found = found._replace(fix=fix or found.fix)
    line, column = places.at(start)
    # Where code or a comment stands in the midst of a piece, the file does not hold it as it was judged.
    certain = found.new is not None and places.text.startswith(found.piece, start)
    edit = Edit(line, column, found.piece, found.new or "") if certain else None
    return Slip(found.code, found.message, found.fix, line, column, found.severity, edit)


_HEADING = re.compile(
    r"^(?:#{1,6}[ \t]*[^\n]*|(?P<underlined>\S[^\n]*)\n(?:=+|-+))[ \t]*$",
    re.MULTILINE,
)


def _bare(words: str) -> str:
    """Return the letters of a heading, without marks, targets of links and settings."""
    return re.sub(r"\]\([^)\n]*\)|\{:?[^}\n]*\}|[\W_]+", "", words)


class _Places:
    """Finds where a piece of text stands; the second search for the same piece finds the next one."""

    def __init__(self, text: str, meant: str, first_line: int) -> None:
        self.text = text
        self.meant = meant
        self.first_line = first_line
        self.starts = [0, *(end.end() for end in re.finditer("\n", text))]
        self.after: dict[str, int] = {}

    def find_target(self, target: str) -> tuple[int, int]:
        """Find the target of a link: after a bracket, a definition or a sign, before the bare words."""
        after = self.after.get(target, 0)
        found = [
            (at + len(sign), sign)
            for sign in ("](", "](<", "]: ", "<")
            if (at := self.meant.find(sign + target, after)) >= 0
        ]
        if found:
            self.after[target] = min(found)[0]
        return self.find(target)

    def find(self, piece: str) -> tuple[int, int]:
        return self.at(self.offset(piece))

    def offset(self, piece: str) -> int:
        """Return where a piece stands in the text: 0 if it is not there as it is."""
        after = self.after.get(piece, 0)
        start = self.meant.find(piece, after)
        if start < 0:
            start = self.text.find(piece, after)
        if start < 0:
            start = max(self.text.find(piece), 0)
        self.after[piece] = start + len(piece)
        return start

    def heading(self, words: str) -> tuple[int, str]:
        """Return where a heading stands that is written with other marks; and its fix, if a line of signs makes it one."""
        for match in _HEADING.finditer(self.meant):
            # Code in a heading is not in `meant`.
            line = self.text[match.start() :].partition("\n")[0].strip()
            if _bare(line) == _bare(words):
                fix = (
                    f"write ## {line}, and take the line of signs below it out."
                    if match["underlined"]
                    else ""
                )
                return self.offset(line), fix
        return 0, ""

    def at(self, start: int) -> tuple[int, int]:
        """Return line and column in the file."""
        line = bisect_right(self.starts, start) - 1
        return self.first_line + line, start - self.starts[line] + 1
