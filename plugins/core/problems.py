"""Problems: what is wrong with the content, where, and what mends it.

A problem is data, never an exception. Readers, models and checks return problems; the
engine collects all of them and shows them at once, before it writes anything.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["problem", "warning", "advice"]

SEVERITIES: tuple[Severity, ...] = ("problem", "warning", "advice")


@dataclass(frozen=True, slots=True)
class Edit:
    """The exact text change that mends a problem: at a place of the file, `old` becomes `new`.

    `line` and `column` count from 1, in characters, as those of a Problem; a line end in `old` or `new` is
    `\\n`, whatever the file has. Nothing else of the file changes, and nothing at all where `old` is not there.
    """

    line: int
    column: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    `path` is relative to the project, with forward slashes; `line` and `column` count from 1
    (0: the whole file). `message` stands alone and is under 100 characters where it can be.
    `fix` says what to do. `edit` is set only where the repair is certain.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    fix: str
    severity: Severity = "problem"
    edit: Edit | None = None


def untold(found: Iterable[Problem], told: Iterable[Problem]) -> list[Problem]:
    """Return the problems of a file at whose places nothing else is told: the first word on a place explains it."""
    places = {(problem.line, problem.column) for problem in told}
    return [problem for problem in found if (problem.line, problem.column) not in places]


def in_reading_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without repeats: worst first, then by file, line and column."""
    return sorted(
        set(problems),
        key=lambda p: (SEVERITIES.index(p.severity), p.path, p.line, p.column, p.code, p.message),
    )


def stops_the_build(problems: Iterable[Problem]) -> bool:
    """Say whether any of these must be mended before a site can be built."""
    return any(problem.severity == "problem" for problem in problems)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` was most likely meant to be, or None."""
    matches = difflib.get_close_matches(word, list(known), n=1, cutoff=0.65)
    return matches[0] if matches else None


def listed(words: Iterable[str], last: str = "or") -> str:
    """Join words as a sentence does: `a, b or c`."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


LONGEST_SHOWN = 40


def cut(text: str) -> str:
    """Return a value as a message shows it: a long one is cut."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


LONGEST_MESSAGE = 99
"""Longer first lines are cut off where GitHub and lists show them."""

_VALUE = re.compile(r"“([^“”]*)”")


def fitted(message: str) -> str:
    """Return a message that is short enough as a whole: where it is not, its longest value is cut."""
    over = len(message) - LONGEST_MESSAGE
    values = sorted(_VALUE.finditer(message), key=lambda value: -len(value[1]))
    if over <= 0 or not values or len(values[0][1]) < over + 2:
        return message
    end = values[0].end(1)
    return message[: end - over - 1].rstrip("…") + "…" + message[end:]
