"""Texts of others inside a comment on GitHub: shown as they are, and nothing but text.

A title or a message may hold anything that somebody typed. In a comment that our workflow writes it must
not become a heading, a link, an image, a mention that calls people, or a mark that hides what follows.
"""

from __future__ import annotations

import re

LONGEST = 200
"""Characters of a line of somebody else's text."""

MOST_LINES = 12
"""Lines of somebody else's text in a block."""

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_LIVE = re.compile(r"(@|:(?=//)|\bwww(?=\.)|#(?=\d)|\bGH-(?=\d))", re.IGNORECASE)
"""What GitHub makes a link or a mention of in plain text: a backslash before it does not help."""

_MARKS = re.compile(r"([\\`*_\[\]<>#|&~])")
_STOP = "\u200b"


def quiet(text: str) -> str:
    """Return one line of text that mentions nobody and links nowhere, cut to what fits a list."""
    line = " ".join(_UNSEEN.sub(" ", text).split())
    if len(line) > LONGEST:
        line = f"{line[: LONGEST - 1]}…"
    return _LIVE.sub(rf"\1{_STOP}", line)


def plain(text: str) -> str:
    """Return one line of text as Markdown that shows it as it is."""
    return _MARKS.sub(r"\\\1", quiet(text))


def block(text: str, language: str = "") -> list[str]:
    """Return lines of text as a block of code, whose fence is longer than any inside."""
    lines = [
        re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", line)[:LONGEST] for line in text.split("\n")[:MOST_LINES]
    ]
    return fenced(lines, language)


def fenced(lines: list[str], language: str = "") -> list[str]:
    """Return lines between fences that none of them can close."""
    longest = max((len(run) for line in lines for run in re.findall(r"`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{language}", *lines, fence]
