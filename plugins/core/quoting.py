"""Quotes the line that a problem is about, with the line before it and a mark under the place."""

from __future__ import annotations

import re
import unicodedata

from .late_patterns import late
from .problems import Problem

WIDTH = 100
"""So many characters of a line are shown."""

_CONTROL = late(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_UNSEEN = late("[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_UNSEEN_SPACE = late("[\u00a0\u2000-\u200a\u202f\u205f]")

_NAME_OR_MARK = late(r"\s*(?:- +)*(?:[\w-]+:\s+)?")
_IN_LIST = late(r"\"[^\"]*\"|'[^']*'|[^,\]\s](?:[^,\]]*[^,\]\s])?")
_COMMENT = late(r"\s#")
_IN_TEXT = (
    late(r"<[^>\n]*>|#+ .*\S|\{[^}\n]*\}|!?\[[^\]\n]*\](?:\([^)\n]*\))?"),
    late(r"\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\b"),
    late(r"(?:https?://|www\.)[^\s<>]*[\w/]|[\w.+'-]+@[\w.-]*\w|\w+(?:['’-]\w+)*"),
)
_TARGET = late(r"[^()\s]*(?:\([^()\s]*\)[^()\s]*)*")


def harmless(text: str) -> str:
    """Return a text as it can be shown: a control character could do anything to a terminal.

    Line ends stay, and what nobody can see becomes visible.
    """
    lines = text.replace("\t", "→").split("\n")
    return "\n".join(_UNSEEN.sub("�", _CONTROL.sub("�", line)) for line in lines)


def quoted(problem: Problem, source: str | None) -> list[str]:
    """Return the lines that show where a problem is; none if it is about the whole file."""
    lines = (source or "").split("\n")
    number = problem.line
    if not source or not 0 < number <= len(lines):
        return []
    line = lines[number - 1]
    at = min(max(problem.column - 1, 0), len(line))
    start = max(0, at - WIDTH // 2) if len(line) > WIDTH else 0
    shown, margin = _shown(line)[start : start + WIDTH], len(str(number))
    length = min(_extent(problem, lines, at), max(1, len(shown) - (at - start)))
    before = at - start
    mark = " " * _cells(shown[:before]) + "^" * max(1, _cells(shown[before : before + length]))
    quote = [f"    {number} | {shown}", f"    {' ' * margin} | {mark}"]
    above = _shown(lines[number - 2])[start : start + WIDTH] if number > 1 else ""
    return [f"    {number - 1:>{margin}} | {above}", *quote] if above.strip(" -") else quote


def _shown(line: str) -> str:
    return _UNSEEN_SPACE.sub("␣", harmless(line.rstrip(" ")))


def _cells(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0
        if unicodedata.category(sign) in ("Mn", "Me", "Cf")
        else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


def _extent(problem: Problem, lines: list[str], at: int) -> int:
    """Return how many characters of its line a problem is about, as far as can be told."""
    line, edit = lines[problem.line - 1], problem.edit
    if edit is not None and (edit.line, edit.column) == (problem.line, problem.column):
        return len(edit.old.partition("\n")[0])
    if _is_setting(problem, lines):
        name = _NAME_OR_MARK.match(line)
        if name and at == name.end() and not line[at : at + 1].startswith("["):
            return len(line) if line[at : at + 1] in ("'", '"') else _value_length(line[at:])
        found = _IN_LIST.match(line, at) if "[" in line[:at] else re.compile(r"[\w-]+").match(line, at)
        return len(found[0]) if found else _value_length(line[at:])
    if line[:at].endswith(("](", "](<", "]: ")):
        found = _TARGET.match(line, at)
        return len(found[0]) if found else 1
    for pattern in _IN_TEXT:
        found = pattern.match(line, at)
        if found:
            return len(found[0])
    return 1


def _value_length(rest: str) -> int:
    """Return how long the value is that the rest of a line starts with: a comment is no part of it."""
    comment = _COMMENT.search(rest)
    return len((rest[: comment.start()] if comment else rest).rstrip())


def _is_setting(problem: Problem, lines: list[str]) -> bool:
    if problem.path.endswith(".yaml"):
        return True
    closing = next((i for i, line in enumerate(lines[1:], 2) if line.rstrip() == "---"), 0)
    return problem.line <= closing
