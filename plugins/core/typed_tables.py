"""Tables that are none: without the line of hyphens under their first row, or without a gap above them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .markdown_slips import Found
from .problems import cut

_ROW = re.compile(r" {0,3}\|[^\n]*\|[ \t]*")
_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_STARTS_A_ROW = re.compile(r" {0,3}(?![-*+] |[>#|:\\]|\d+[.)] )\S")
_LINKS = re.compile(r"(?: ?\[[^\]\n]*\]\([^)\n]*\) ?(?:\||$))+")
_BLOCK = re.compile(r"[^\n]+(?:\n[^\n]*\S[^\n]*)*")
_ENDS_BY_ITSELF = re.compile(r" {0,3}#{1,6} |[ \t]*$")
"""A heading, or nothing, needs no empty line below it."""


def in_text(text: str) -> Iterator[Found]:
    """Yield one for each run of rows, in a source without code and comments, that would be shown with its bars."""
    if "|" not in text:
        return
    yield from _without_outer_bars(text)
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


def _without_outer_bars(text: str) -> Iterator[Found]:
    """Yield one for each table that has bars between its cells alone, and no line of hyphens."""
    for block in _BLOCK.finditer(text) if " | " in text else ():
        lines = block[0].split("\n")
        if " | " not in block[0] or any("-" in line and _RULE.fullmatch(line) for line in lines):
            continue
        at, run = block.start(), 0
        for number, line in enumerate([*lines, ""]):
            bars = line.count(" | ") if _is_row(line) else 0
            if run and bars != lines[number - 1].count(" | "):
                first = lines[number - run]
                if _is_table(lines[number - run : number]):
                    yield _unruled(first, at - sum(len(row) + 1 for row in lines[number - run : number]))
                run = 0
            run += bool(bars)
            at += len(line) + 1


def _is_table(rows: list[str]) -> bool:
    """Say whether rows are surely a table: a third one, or times or numbers below the first. `Tel: … | Web: …` is none."""
    plain = not any(sign in rows[0] for sign in (":", "@", "]("))
    return plain and (len(rows) > 2 or (len(rows) > 1 and rows[1].lstrip()[:1].isdigit()))


def _is_row(line: str) -> bool:
    """Say whether a line has bars, and none at its ends. Two spaces or a \\ at the end start a new line, as is meant then."""
    return (
        " | " in line
        and bool(_STARTS_A_ROW.match(line))
        and not line.endswith("  ")
        and line.rstrip()[-1] not in "|\\"
        and not _LINKS.fullmatch(line)
    )


def _unruled(first: str, at: int) -> Found:
    rule = "|".join(["---"] * (first.count(" | ") + 1))
    return Found(
        "table-rule",
        f"A line is missing under the first row of this table: {cut(first.strip())}",
        f"write {rule} on a line of its own under the first row.",
        first,
        severity="warning",
        at=at,
    )
