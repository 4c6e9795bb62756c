"""Reads a content file: the settings between `---` lines, with positions, and the Markdown body."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .leftovers import merge_conflict
from .problems import Edit, Problem, cut
from .settings_slips import CLOSING, CONTROL, closing_problem, unshowable
from .settings_tree import Mapping, Node, Scalar, Sequence, read_settings

MAX_BYTES = 1_000_000
LONGEST_SETTINGS, LONGEST_SETTINGS_FILE = 20_000, 200_000
"""In characters: the settings at the top of a file, and those of `site.yaml` or `redirects.yaml`.

The longest form has some 4,000. Far beyond that it is no setting, and to read it takes long.
"""
FENCE = "---"


@dataclass(frozen=True, slots=True)
class Document:
    """A content file, read but not yet judged.

    `path` is how people see the file (relative, forward slashes), `name` its name without
    folder and ending, `body` the Markdown, which starts at `body_line`.
    """

    path: str
    name: str
    settings: Mapping
    body: str
    body_line: int

    def body_position(self, at: int) -> tuple[int, int]:
        """Return line and column, in the file, of a place in the body."""
        return self.body_line + self.body.count("\n", 0, at), at - self.body.rfind("\n", 0, at)

    def position(self, location: tuple[str | int, ...]) -> tuple[int, int]:
        """Return line and column of a value, named as pydantic names it: `("venue", "name")`.

        Where the value is not there, the place is that of the nearest thing around it.
        """
        node: Node = self.settings
        for part in location:
            inner: Node | None = None
            if isinstance(node, Mapping) and isinstance(part, str):
                inner = node.get(part)
            elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
                inner = node.items[part]
            if inner is None:
                break
            node = inner
        return node.line, node.column

    def node(self, location: tuple[str | int, ...]) -> Node | None:
        """Return what stands at a place, or None."""
        node: Node | None = self.settings
        for part in location:
            if isinstance(node, Mapping) and isinstance(part, str):
                node = node.get(part)
            elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
                node = node.items[part]
            else:
                return None
        return node

    def holds(self, location: tuple[str | int, ...]) -> bool:
        """Say whether a setting is there, with a value or without."""
        return self.node(location) is not None

    def key(self, location: tuple[str | int, ...]) -> Scalar | None:
        """Return the name of a setting as it stands in the file, or None."""
        around = self.node(location[:-1])
        if not isinstance(around, Mapping):
            return None
        return next((key for key, _ in around.entries if key.text == location[-1]), None)

    def key_position(self, location: tuple[str | int, ...]) -> tuple[int, int]:
        """Return line and column of the name of a setting, not of its value."""
        key = self.key(location)
        return (key.line, key.column) if key else self.position(location)


def read_document(path: str, data: bytes) -> Document | list[Problem]:
    """Read a Markdown file with settings on top.

    Returns the document, or every problem found in its form.
    """
    text = decode(path, data)
    if isinstance(text, list):
        return text
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return [_missing_opening(path, lines)]
    closing = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if closing is None:
        nearly = next((i for i, line in enumerate(lines[1:], 1) if CLOSING.match(line)), None)
        if nearly is not None and _are_settings(lines[1:nearly]):
            return [closing_problem(path, lines[nearly], nearly + 1, certain=True)]
        return [
            Problem(
                path, 1, 1, "settings-unclosed",
                "The settings at the top have no closing --- line.",
                "put a line of three hyphens, ---, after the last setting and before the text.",
            )
        ]  # fmt: skip
    length = sum(len(line) + 1 for line in lines[1:closing])
    if length > LONGEST_SETTINGS:
        return [_too_long(path, length, LONGEST_SETTINGS, "move texts below the second line of ---")]
    # The leading empty line keeps YAML's line numbers equal to the file's.
    settings = read_settings(path, "\n" + "\n".join(lines[1:closing]) + "\n")
    if isinstance(settings, list):
        return settings
    name = path.rsplit("/", 1)[-1].removesuffix(".md")
    body = "\n".join(lines[closing + 1 :])
    return Document(path, name, settings, body, closing + 2)


def read_settings_file(path: str, data: bytes) -> Document | list[Problem]:
    """Read a file that is settings from its first line to its last, such as `site.yaml`."""
    text = decode(path, data)
    if isinstance(text, list):
        return text
    if len(text) > LONGEST_SETTINGS_FILE:
        return [_too_long(path, len(text), LONGEST_SETTINGS_FILE, "take out what is no longer needed")]
    settings = read_settings(path, text)
    if isinstance(settings, list):
        border = _border(path, text) if "\n---" in text else None
        return [border] if border else settings
    name = path.rsplit("/", 1)[-1].removesuffix(".yaml")
    return Document(path, name, settings, "", text.count("\n") + 1)


def _border(path: str, text: str) -> Problem | None:
    """Return the problem of a line of hyphens below settings in a file that needs none, or None."""
    lines = text.split("\n")
    first = next(
        (
            number
            for number, line in enumerate(lines)
            if line.strip() and line[:1] != "#" and line.rstrip() != FENCE
        ),
        len(lines),
    )
    at = next((number for number, line in enumerate(lines) if number > first and line.rstrip() == FENCE), 0)
    if not at:
        return None
    last = not any(line.strip() for line in lines[at + 1 :])
    return Problem(
        path, at + 1, 1, "settings-border",
        f"Line {at + 1} is ---, but this file is settings from its first line to its last.",
        "delete the line." if last else "delete the line, and move what is no setting into a file of its own.",
        edit=Edit(at, len(lines[at - 1]) + 1, f"\n{lines[at]}", "") if last else None,
    )  # fmt: skip


def _too_long(path: str, length: int, most: int, fix: str) -> Problem:
    message = f"The settings are {length:,} characters long. {most:,} is the most."
    return Problem(path, 1, 1, "settings-too-long", message, f"{fix}.")


def decode(path: str, data: bytes) -> str | list[Problem]:
    """Return the text of a file with plain line ends, or the problems of its encoding."""
    if len(data) > MAX_BYTES:
        return [
            Problem(
                path, 0, 0, "file-too-big",
                f"This file is {len(data) / 1_000_000:.1f} MB. A content file must be under 1 MB.",
                "keep the text here and put pictures and documents into content/images or content/files.",
            )
        ]  # fmt: skip
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [_not_utf8(path, data, error)]
    if not text.strip():
        return [
            Problem(
                path, 0, 0, "file-empty",
                "This file is empty.",
                "write its settings and its text, or delete the file.",
            )
        ]  # fmt: skip
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problem = unshowable(path, text, CONTROL) or merge_conflict(path, text)
    return [problem] if problem else text


_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def _not_utf8(path: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    """Say what the file looks like: Windows programs write it in their own way."""
    before = data[: error.start]
    line = before.count(b"\n") + 1
    column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")) + 1
    sign = data[error.start : error.start + 1].decode("cp1252", "replace")
    if data.startswith(_UTF16):
        line, column = 0, 0
        message = "This file is saved as “Unicode” (UTF-16), but it must be saved as UTF-8."
    elif sign.isprintable() and sign != "\ufffd":
        message = f"This file is saved as Windows text, but it must be UTF-8: see the {sign} on line {line}."
    else:
        message = "This file is not saved as UTF-8 text."
    return Problem(
        path, line, column, "file-not-utf8", message,
        "save it again with the encoding UTF-8 (in most editors: Save as, Encoding, UTF-8).",
    )  # fmt: skip


_SETTING = re.compile(r"[A-Za-z][\w -]{0,30}:(?: |$)")
_BELONGS = re.compile(r"\s|- |#|$")


def _are_settings(lines: list[str]) -> bool:
    """Say whether lines look like settings, one and all, and the first like one with a name."""
    return (
        bool(lines)
        and bool(_SETTING.match(lines[0]))
        and all(_SETTING.match(line) or _BELONGS.match(line) for line in lines)
    )


_OPENING = re.compile(r"(?:-{2}|-{4,}|[-—–]*[—–][-—–]*)[ \t]*")


def _missing_opening(path: str, lines: list[str]) -> Problem:
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if first and lines[first].rstrip() == FENCE:
        above = "".join(f"{line}\n" for line in lines[:first])
        return Problem(
            path, 1, 1, "settings-missing",
            "The file must start with ---, but it starts with an empty line.",
            "delete the empty lines above the first ---.",
            edit=Edit(1, 1, above, ""),
        )  # fmt: skip
    closing = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), 0)
    if closing and _OPENING.fullmatch(lines[0]) and _are_settings(lines[1:closing]):
        return Problem(
            path, 1, 1, "settings-missing",
            f"The first line must be exactly three hyphens, but it is {cut(lines[0].strip())}",
            "write --- and nothing else on that line.",
            edit=Edit(1, 1, lines[0], FENCE),
        )  # fmt: skip
    certain = _are_settings(lines[:closing]) and any(line.startswith("title:") for line in lines[:closing])
    return Problem(
        path, 1, 1, "settings-missing",
        "The file must start with its settings, between two lines of ---.",
        "start the file with a line of three hyphens, then the settings (title: and so on), then another ---.",
        edit=Edit(1, 1, lines[0], f"{FENCE}\n{lines[0]}") if certain else None,
    )  # fmt: skip
