"""Quotes and brackets at the start of a value in the settings: what they hold, and what they leave out."""

from __future__ import annotations

import re

from .late_patterns import late
from .problems import Edit, Problem

VALUE = r"^(\s*(?:- )?(?:[\w-]+:\s+)?)"
"""What stands before a value in its line."""

_AFTER = {
    '"': late(rf"{VALUE}(\"[^\"]*\"\s*[^\s#].*)$"),
    "'": late(rf"{VALUE}('(?:[^']|'')*'\s*[^\s#].*)$"),
}
_NAMED = {'"': "double", "'": "single"}
_BRACKETS = late(rf"{VALUE}((?:\[[^\[\]]*\]|\{{[^{{}}]*\}})\s*(?=.*\w)[^\s#:].*)$")
_NAMES_ALONE = late(r"[a-z0-9,; -]+")


def in_quotes(value: str) -> str:
    """Return a value as it must be typed between double quotes."""
    return '"' + value.rstrip().replace("\\", "\\\\").replace('"', '\\"') + '"'


def quoted_whole(line: int, column: int, rest: str) -> Edit | None:
    """Return the edit that puts the rest of a line between double quotes, if all of it is the value."""
    value = rest.rstrip()
    return None if " #" in value else Edit(line, column, value, in_quotes(value))


def goes_on(lines: list[str], at: int) -> bool:
    """Say whether the line below continues a value."""
    below = lines[at + 1] if at + 1 < len(lines) else ""
    indent = len(lines[at]) - len(lines[at].lstrip())
    return bool(below.strip()) and len(below) - len(below.lstrip()) > indent


def after_quote(path: str, lines: list[str], at: int) -> Problem | None:
    """Return the problem of a value in quotes that goes on behind them, such as `"A" and B`."""
    for quote, pattern in _AFTER.items():
        found = pattern.match(lines[at])
        if found:
            return _after(path, lines, at, quote, found)
    return None


def _after(path: str, lines: list[str], at: int, quote: str, found: re.Match[str]) -> Problem:
    value, column = found[2].rstrip(), len(found[1]) + 1
    comma = re.fullmatch(rf"({quote}[^{quote}]*{quote})[,;]", value)
    if comma:
        return Problem(
            path, at + 1, column + len(comma[1]), "settings-quote",
            f"There must be nothing after the second {_NAMED[quote]} quote, but there is {value[-1]}",
            f"write {comma[1]}",
            edit=Edit(at + 1, column, value, comma[1]),
        )  # fmt: skip
    words, certain = _meant(value, quote)
    whole = f"'{words}'" if "'" not in words else in_quotes(words)
    certain = certain and " #" not in value and "\\" not in value and not goes_on(lines, at)
    return Problem(
        path, at + 1, column, "settings-quote",
        f"A value that starts with a {_NAMED[quote]} quote must end with it."
        if not value.endswith(quote)
        else f"A value between {_NAMED[quote]} quotes cannot hold more of them.",
        f"write {whole}",
        edit=Edit(at + 1, column, value, whole) if certain else None,
    )  # fmt: skip


def _meant(value: str, quote: str) -> tuple[str, bool]:
    """Return the words that a value with too many quotes stands for, and whether that is certain.

    The quotes at both ends of `"On "listening""` only hold the value; those of `"A" and "B"` belong to the words.
    """
    if not value.endswith(quote):
        return value, quote == '"'
    inner = value[1:-1]
    if quote == "'" and not re.search(r"(?<!\w)'|'(?!\w)", inner):
        return inner, True  # each of them is an apostrophe
    depth, ends = 0, []
    for number, sign in enumerate(value):
        if sign != quote:
            continue
        before, after = value[max(number - 1, 0) : number], value[number + 1 : number + 2]
        opens = (not before or before in ' (["') and bool(after) and (after.isalnum() or after == quote)
        if not opens and before.isalnum() and after.isalnum():
            return inner, False  # an apostrophe, or a sign for inches
        depth += 1 if opens else -1
        if depth == 0:
            ends.append(number)
        if depth < 0:
            return inner, False
    if depth:
        return inner, False
    return (inner, True) if ends == [len(value) - 1] else (value, True)


def after_bracket(path: str, lines: list[str], at: int) -> Problem | None:
    """Return the problem of a value that goes on after a part in brackets at its start: `[Online] Lunch`."""
    found = _BRACKETS.match(lines[at])
    if not found:
        return None
    value, column = found[2].rstrip(), len(found[1]) + 1
    # Names alone may be meant as a list, of which a part stands outside.
    names = _NAMES_ALONE.fullmatch(re.sub(r"[\[\]{}]", " ", value).strip())
    return Problem(
        path, at + 1, column, "settings-bracket",
        f"A value that starts with {value[0]} must be between double quotes.",
        f"write {in_quotes(value)}",
        edit=None if names or goes_on(lines, at) else quoted_whole(at + 1, column, value),
    )  # fmt: skip
