"""Applies edits to the bytes of a file: what an edit does not name stays as it is, to the byte."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from .problems import Edit

MARK = "\ufeff"
"""The mark that Windows programs put before a text."""

_LINE_END = re.compile(r"\r\n|\r|\n")


def repaired(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the bytes of a file with every edit made that can be; `repair` says which those are."""
    return repair(data, edits)[0]


def repair(data: bytes, edits: Iterable[Edit]) -> tuple[bytes, set[Edit]]:
    """Return the bytes of a file with every edit made that can be, and the edits that were made.

    An edit whose `old` is not at its place is left out, and so is one that overlaps an edit before it.
    A new line end is that of the line it stands in. Bytes that are not UTF-8 come back as they are.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data, set()
    ends = [*_LINE_END.finditer(text)]
    starts = [1 if text.startswith(MARK) else 0, *(end.end() for end in ends)]
    stops = [*(end.start() for end in ends), len(text)]
    pieces: list[str] = []
    done = 0
    made: set[Edit] = set()
    for edit in sorted(set(edits), key=lambda edit: (edit.line, edit.column, edit.old, edit.new)):
        if edit.old == edit.new or not 1 <= edit.line <= len(starts) or edit.column < 1:
            continue
        first = starts[edit.line - 1] + edit.column - 1
        found = _as_written(edit.old).match(text, first)
        overlaps = first < done or (pieces and first == done and not edit.old)
        if found is None or first > stops[edit.line - 1] or overlaps:
            continue
        pieces += [text[done:first], edit.new.replace("\n", _line_end(text, ends, first))]
        done = found.end()
        made.add(edit)
    return "".join([*pieces, text[done:]]).encode("utf-8"), made


def _as_written(old: str) -> re.Pattern[str]:
    """Return what finds `old` whatever its line ends are; the two characters of one are never parted."""
    return re.compile(r"(?>\r\n|\r|\n)".join(re.escape(part) for part in old.split("\n")))


def _line_end(text: str, ends: list[re.Match[str]], at: int) -> str:
    """Return the line end of the line at a place; the last line has that of the line above."""
    if not ends:
        return "\n"
    number = bisect_left([end.start() for end in ends], at)
    return ends[min(number, len(ends) - 1)][0]
