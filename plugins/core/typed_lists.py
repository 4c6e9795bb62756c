"""Lists that were typed with signs of other programs: bullets, `1)`, `a)`, hyphens without a space.

None of them is a list in Markdown, so its lines would run on as one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from .markdown_slips import Found
from .problems import cut


class _Sign(NamedTuple):
    """A sign that people start the items of a list with.

    `right`: what an item starts with instead, None where that is for people to say; `alone`: it is a list even
    on one line.
    """

    line: re.Pattern[str]
    fix: str
    right: str | None
    alone: Callable[[str], bool] = lambda sign: False


_BULLETS = frozenset("•▪◦‣●○■□➢➤▸►❖")
"""Signs that are bullets even on a line alone; a dash may start a line for other reasons."""
_HYPHENS = "start each line with a hyphen and a space, and put an empty line above the first."
_NUMBERS = "write 1. for 1) and so on, and put an empty line above the first."
_SPACES = "write a space after each number and its full stop, and put an empty line above the first."
_INDENT = "^(?P<indent> {0,3})"

_SIGNS = (
    _Sign(
        re.compile(rf"{_INDENT}(?P<sign>[•▪◦‣·●○■□–—✅✔✓☑➢➤▸►❖✦★☆🔹🔸👉])\ufe0f?[ \t\u00a0]+(?=\S)"),
        _HYPHENS, "- ", _BULLETS.__contains__,
    ),
    _Sign(re.compile(rf"{_INDENT}(?P<sign>-)(?=[^\W\d_])"), _HYPHENS, "- "),
    # `- [Apply]` without its space; `*[HTML]: …` says what an abbreviation means.
    _Sign(re.compile(rf"{_INDENT}(?P<sign>-)(?=\[[^\]\n]*\]\(|[“\"‘])"), _HYPHENS, "- "),
    _Sign(re.compile(rf"{_INDENT}(?P<sign>\*)(?=\[[^\]\n]*\]\([^*]*$)"), _HYPHENS, "- "),
    # A second star on the line may end words that are stressed.
    _Sign(re.compile(rf"{_INDENT}(?P<sign>\*)(?=[^\W\d_][^*]*$)"), _HYPHENS, "- "),
    _Sign(re.compile(rf"{_INDENT}(?P<sign>o)[ \t]+(?=\S)"), _HYPHENS, "- "),
    _Sign(re.compile(rf"{_INDENT}(?P<sign>\(?(?P<number>\d{{1,2}})\))[ \t]+(?=\S)"), _NUMBERS, r"\g<number>. "),
    _Sign(re.compile(rf"{_INDENT}(?P<sign>(?P<number>\d{{1,2}})[.)])(?=[^\W\d_]{{2}}|\[|[IAa] )"), _SPACES, r"\g<number>. "),
    _Sign(re.compile(rf"{_INDENT}(?P<sign>\(?(?P<letter>[a-z])\))[ \t]+(?=\S)"), _HYPHENS, None),
)  # fmt: skip

_ITEM = re.compile(r"^ {0,3}(?:[-*+]|(?P<number>\d{1,2})\.)[ \t]+\S")
_SURE_START = re.compile(r"\[|[^\W\d_a-z]")
"""What a new item starts with: after a dash, small letters may go on with the line above."""

_MAY_START = re.compile(r" {0,3}(?:[^\w\s]|o[ \t]|[a-z]\)|\d{1,2}[.)])")
"""What each of these lines starts with; most lines start with a word."""

_TYPED = re.compile(
    "|".join(re.sub(r"\?P<\w+>", "?:", sign.line.pattern.replace("^", r"\n", 1)) for sign in _SIGNS),
    re.MULTILINE,
)
"""Any line of such a list, in a whole text: most have none."""


def in_text(text: str) -> Iterator[Found]:
    """Yield one for each list; its lines become items, with the empty line that a list needs above it."""
    if not _TYPED.search(f"\n{text}"):
        return
    at, above = 0, ""
    run: list[re.Match[str]] = []
    kind: _Sign | None = None
    start, before = 0, ""
    for line in [*text.split("\n"), ""]:
        sign, found = _started(line)
        if found is None or sign is not kind or not (run and _follows(run[-1], found)):
            is_note = bool(run) and run[0]["sign"] == "*" and _STARRED.search(text, 0, start)
            if kind is not None and not is_note:
                yield from _typed(kind, run, start, before)
            run, kind, start, before = [], sign, at, above
        if found:
            run.append(found)
        above = line
        at += len(line) + 1


_STARRED = re.compile(r"[^\s*]\*(?!\*)")
"""A word with a star behind it, to which a line that starts with a star belongs."""


def _started(line: str) -> tuple[_Sign | None, re.Match[str] | None]:
    for sign in _SIGNS if _MAY_START.match(line) else ():
        found = sign.line.match(line)
        if found:
            return sign, found
    return None, None


def _follows(before: re.Match[str], found: re.Match[str]) -> bool:
    """Say whether a line goes on with a list: with the same sign, the next number, the next letter."""
    groups = found.groupdict()
    if groups.get("number"):
        return int(groups["number"]) == int(before["number"]) + 1
    if groups.get("letter"):
        return ord(groups["letter"]) == ord(before["letter"]) + 1
    return bool(found["sign"] == before["sign"])


def _typed(kind: _Sign, run: list[re.Match[str]], start: int, before: str) -> Iterator[Found]:
    goes_on = bool(run) and kind.right is not None and _goes_on(before, run[0])
    if not run or not (len(run) > 1 or goes_on or kind.alone(run[0]["sign"])):
        return
    lines = [found.string for found in run]
    new = None
    if kind.right is not None:
        new = "\n".join(kind.line.sub(rf"\g<indent>{kind.right}", line) for line in lines)
        new = f"\n{new}" if before.strip() and not goes_on else new
    shown = cut(lines[0].strip())
    message = f"The sign {run[0]['sign']} makes no list: {shown}"
    fix = kind.fix
    if goes_on:
        message = f"This item would run on into the one above: {shown}"
        fix = f"write {new}" if new and len(lines) == 1 else kind.fix.partition(", and put")[0] + "."
    yield Found(
        "list-typed",
        message,
        fix,
        "\n".join(lines),
        new,
        at=start,
    )


def _goes_on(above: str, found: re.Match[str]) -> bool:
    """Say whether a line surely is the next item of the list that the line above belongs to."""
    item = _ITEM.match(above)
    if item is None:
        return False
    number = found.groupdict().get("number")
    if item["number"] or number:
        return bool(item["number"] and number and int(number) == int(item["number"]) + 1)
    return found["sign"] in "-*" or bool(_SURE_START.match(found.string, found.end()))
