"""Reads a content file: the settings between `---` lines, with positions, and the Markdown body."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .problems import Problem
from .settings_slips import CONTROL, unshowable
from .settings_tree import Mapping, Node, Sequence, read_settings

MAX_BYTES = 1_000_000
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

    def holds(self, location: tuple[str | int, ...]) -> bool:
        """Say whether a setting is there, with a value or without."""
        node: Node | None = self.settings
        for part in location:
            if isinstance(node, Mapping) and isinstance(part, str):
                node = node.get(part)
            elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
                node = node.items[part]
            else:
                return False
        return node is not None

    def key_position(self, location: tuple[str | int, ...]) -> tuple[int, int]:
        """Return line and column of the name of a setting, not of its value."""
        line, column = self.position(location)
        node: Node | None = self.settings
        for part in location[:-1]:
            if isinstance(node, Mapping) and isinstance(part, str):
                node = node.get(part)
            elif isinstance(node, Sequence) and isinstance(part, int):
                node = node.items[part]
        if isinstance(node, Mapping):
            for key, _ in node.entries:
                if key.text == location[-1]:
                    return key.line, key.column
        return line, column


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
        nearly = next(
            (i for i, line in enumerate(lines[1:], 1) if re.match(r"(?:-{2,}|[—–]+)\s*$", line)), None
        )
        if nearly is not None:
            return [
                Problem(
                    path, nearly + 1, 1, "settings-closing",
                    "The line that ends the settings must be exactly three hyphens.",
                    "write --- and nothing else on that line.",
                )
            ]  # fmt: skip
        return [
            Problem(
                path, 1, 1, "settings-unclosed",
                "The settings at the top have no closing --- line.",
                "put a line of three hyphens, ---, after the last setting and before the text.",
            )
        ]  # fmt: skip
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
    settings = read_settings(path, text)
    if isinstance(settings, list):
        return settings
    name = path.rsplit("/", 1)[-1].removesuffix(".yaml")
    return Document(path, name, settings, "", text.count("\n") + 1)


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
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")) + 1
        return [
            Problem(
                path, line, column, "file-not-utf8",
                "This file is not saved as UTF-8 text.",
                "save it again with the encoding UTF-8 (in most editors: Save as, Encoding, UTF-8).",
            )
        ]  # fmt: skip
    if not text.strip():
        return [
            Problem(
                path, 0, 0, "file-empty",
                "This file is empty.",
                "write its settings and its text, or delete the file.",
            )
        ]  # fmt: skip
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problem = unshowable(path, text, CONTROL)
    return [problem] if problem else text


def _missing_opening(path: str, lines: list[str]) -> Problem:
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if first and lines[first].rstrip() == FENCE:
        return Problem(
            path, 1, 1, "settings-missing",
            "The file must start with ---, but it starts with an empty line.",
            "delete the empty lines above the first ---.",
        )  # fmt: skip
    return Problem(
        path, 1, 1, "settings-missing",
        "The file must start with its settings, between two lines of ---.",
        "start the file with a line of three hyphens, then the settings (title: and so on), then another ---.",
    )  # fmt: skip
