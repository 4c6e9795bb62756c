"""Tables that are none: without the line of hyphens under their first row, or without a gap above them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .markdown_slips import Found
from .problems import cut

_ROW = re.compile(r" {0,3}\|[^\n]*\|[ \t]*")
_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_ENDS_BY_ITSELF = re.compile(r" {0,3}#{1,6} |[ \t]*$")
"""A heading, or nothing, needs no empty line below it."""


def in_text(text: str) -> Iterator[Found]:
    """Yield one for each run of rows, in a source without code and comments, that would be shown with its bars."""
    if "|" not in text:
        return
    at, above = 0, ""
    rows: list[str] = []
    for line in [*text.split("\n"), ""]:
        if _ROW.fullmatch(line):
            rows.append(line)
        else:
            if len(rows) > 1:
                yield from _table(rows, at - sum(len(row) + 1 for row in rows), above)
            rows, above = [], line
        at += len(line) + 1


def _table(rows: list[str], at: int, above: str) -> Iterator[Found]:
    if "|" in above:
        return  # a table whose first rows have no bars at their ends
    has_gap = bool(_ENDS_BY_ITSELF.match(above))
    first = rows[0].strip()
    if not _RULE.fullmatch(rows[1]) or _RULE.fullmatch(rows[0]):
        number = (
            next((row for row in rows if not _RULE.fullmatch(row)), first).strip().strip("|").count("|") + 1
        )
        gap = "" if has_gap else ", and put an empty line above the first"
        yield Found(
            "table-rule",
            f"A line is missing under the first row of this table: {cut(first)}",
            f"write |{'---|' * number} on a line of its own under the first row{gap}.",
            rows[0],
            at=at,
        )
    elif not has_gap:
        yield Found(
            "table-gap",
            f"This table would run on as one paragraph: {cut(first)}",
            "put an empty line above the table.",
            rows[0],
            f"\n{rows[0]}",
            at=at,
        )
