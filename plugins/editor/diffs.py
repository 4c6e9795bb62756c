"""Reads the diff of a pull request: which files changed, and which of their lines it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_NEW_NAME = re.compile(r'(?:\+\+\+ |rename to )(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<name>[^\t\n]*))\t?')
_HUNK = re.compile(r"@@ -\d+(?:,(?P<old>\d+))? \+(?P<first>\d+)(?:,(?P<new>\d+))? @@")
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v"}


@dataclass(frozen=True, slots=True)
class Hunk:
    """A part of a file as it is after the change: its lines, without line ends, from line `first` on.

    It has no lines if the diff names the file without showing any: then the file has only a new name.
    """

    path: str
    first: int
    lines: tuple[str, ...]

    @property
    def last(self) -> int:
        """The number of the last line that is shown."""
        return self.first + len(self.lines) - 1

    def between(self, first: int, last: int) -> list[str]:
        """Return lines by their numbers in the file, both included."""
        return list(self.lines[first - self.first : last - self.first + 1])


def hunks(diff: str) -> Iterator[Hunk]:
    """Yield each hunk of a unified diff, as git and GitHub write it. A text that is no diff has none."""
    lines = diff.split("\n")
    path, at = "", 0
    while at < len(lines):
        line = lines[at].removesuffix("\r")
        at += 1
        name, hunk = _NEW_NAME.fullmatch(line), _HUNK.match(line)
        if line.startswith("diff --git "):
            path = ""
        elif name:
            path = _path(name, line)
            if line.startswith("rename"):
                yield Hunk(path, 1, ())
        elif hunk and path:
            old, new = (int(hunk[side] or "1") for side in ("old", "new"))
            shown, at = _new_side(lines, at, old, new)
            yield Hunk(path, int(hunk["first"]), tuple(shown))


def changed_files(diff: str) -> tuple[str, ...]:
    """Return the files that are there after the change, in the order of their names."""
    return tuple(sorted({hunk.path for hunk in hunks(diff)}))


def _new_side(lines: Sequence[str], at: int, old: int, new: int) -> tuple[list[str], int]:
    """Return the lines of a hunk after the change, and where the diff goes on.

    The numbers say how long it is: a line of a file may look like a line of a diff.
    """
    shown = []
    while at < len(lines) and (old > 0 or new > 0):
        mark, text = lines[at][:1], lines[at][1:].removesuffix("\r")
        at += 1
        if mark in ("+", " ", ""):
            shown.append(text)
            new -= 1
        if mark in ("-", " ", ""):
            old -= 1
    return shown, at


def _path(match: re.Match[str], line: str) -> str:
    """Return the name of a file; the file that a deletion leaves is /dev/null, which is none."""
    name = match["name"]
    if name is None:
        raw = match["quoted"].encode("utf-8", "surrogateescape")
        name = _ESCAPE.sub(_unescaped, raw).decode("utf-8", "replace")
    if line.startswith("rename"):
        return name
    return name.removeprefix("b/") if name.startswith("b/") else ""


def _unescaped(escape: re.Match[bytes]) -> bytes:
    return bytes([int(escape[1], 8) & 255]) if escape[1].isdigit() else _LETTERS.get(escape[1], escape[1])
