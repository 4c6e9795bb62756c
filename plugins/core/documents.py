"""Reads a content file: the settings between `---` lines, with positions, and the Markdown body.

Settings are YAML 1.1 read as a tree of nodes: every value stays the text that the editor
typed. What a value means is decided by the model of its type, never by YAML, so `online: no`
is the text "no" and `start: 10:00` is not 600.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .problems import Problem

if TYPE_CHECKING:
    import yaml

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
FENCE = "---"
SETTINGS = "the settings at the top of the file"

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000\ue001\ufffe\uffff]")
# YAML takes these for line ends; editors, who cannot see them, do not.
_BREAKS = re.compile("[\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as typed; `line` and `column` count from 1."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of values."""

    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Named values, in the order of the file."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int

    def get(self, name: str) -> Node | None:
        """Return the value called `name`, or None."""
        return next((value for key, value in self.entries if key.text == name), None)


Node = Scalar | Sequence | Mapping


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
    problem = _unshowable(path, text, _CONTROL)
    return [problem] if problem else text


def _unshowable(path: str, text: str, characters: re.Pattern[str]) -> Problem | None:
    found = characters.search(text)
    if not found:
        return None
    before = text[: found.start()]
    line = before.count("\n") + 1
    return Problem(
        path, line, len(before.rsplit("\n", 1)[-1]) + 1, "file-control-character",
        f"Line {line} holds a character that cannot be shown (U+{ord(found[0]):04X}).",
        "delete the character at that place; it often comes from copying out of another program.",
    )  # fmt: skip


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


def read_settings(path: str, text: str) -> Mapping | list[Problem]:
    """Read YAML into a tree of texts with positions, or return what is wrong with its form."""
    import yaml

    tabs = [
        Problem(
            path, number, len(line) - len(line.lstrip(" ")) + 1, "settings-tab",
            f"Line {number} starts with a tab.",
            "use two spaces instead of each tab.",
        )
        for number, line in enumerate(text.split("\n"), 1)
        if line[: len(line) - len(line.lstrip())].count("\t")
    ]  # fmt: skip
    if tabs:
        return tabs
    invisible = _unshowable(path, text, _BREAKS)
    if invisible:
        return [invisible]
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        return [_unreadable(path, text, error)]
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        return [_cannot_read(path, line, 1)]
    except RecursionError:
        return [_too_deep(path, 1, 1)]
    if root is None:
        return Mapping((), 1, 1)
    tree = _Tree(path, text)
    node = tree.node(root)
    if tree.problems or tree.named:
        return [*tree.problems, *tree.named.values()]
    if not isinstance(node, Mapping):
        return [
            Problem(
                path, node.line, node.column, "settings-not-named",
                f"Each of {SETTINGS} needs a name, such as title:",
                "write each setting as a name, a colon, a space and its value, a line each.",
            )
        ]  # fmt: skip
    return node


class _Tree:
    """Turns PyYAML's nodes into ours and collects the problems of form on the way."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.problems: list[Problem] = []
        self.seen: set[int] = set()
        self.named: dict[int, Problem] = {}  # values that start with &, as long as no * repeats them

    def problem(self, node: yaml.Node, code: str, message: str, fix: str) -> None:
        mark = node.start_mark
        self.problems.append(Problem(self.path, mark.line + 1, mark.column + 1, code, message, fix))

    def node(self, node: yaml.Node, depth: int = 0) -> Node:
        import yaml

        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        if id(node) in self.seen:
            self.named.pop(id(node), None)
            self.problem(
                node, "settings-reference",
                "This value is used again elsewhere with & and *, which settings cannot do.",
                "write the value out at each place, without & and *.",
            )  # fmt: skip
            return Scalar("", line, column)
        self.seen.add(id(node))
        if depth > MAX_DEPTH:
            self.problems.append(_too_deep(self.path, line, column))
            return Scalar("", line, column)
        start = self.lines[node.start_mark.line][node.start_mark.column :]
        if start.startswith("&"):
            self.named[id(node)] = Problem(
                self.path, line, column, "settings-quote",
                "A value that starts with & must be between double quotes.",
                f"write {_in_quotes(start)}",
            )  # fmt: skip
        if not node.tag.startswith("tag:yaml.org,2002:"):
            self.problem(
                node, "settings-tag",
                f"A value cannot start with {node.tag}.",
                "put the whole value between double quotes.",
            )  # fmt: skip
        if isinstance(node, yaml.MappingNode):
            return Mapping(tuple(self.entries(node, depth)), line, column)
        if isinstance(node, yaml.SequenceNode):
            items = tuple(self.node(item, depth + 1) for item in node.value)
            return Sequence(items, line, column)
        if isinstance(node, yaml.ScalarNode):
            self.check_cut(node)
            if _CONTROL.search(node.value):
                self.problem(
                    node, "settings-character",
                    "This value stands for a character that cannot be shown.",
                    "take out the part that starts with a backslash.",
                )  # fmt: skip
        return Scalar(node.value, line, column)

    def entries(self, node: yaml.MappingNode, depth: int) -> Iterator[tuple[Scalar, Node]]:
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            key = self.node(key_node, depth + 1)
            if not isinstance(key, Scalar):
                self.problem(
                    key_node, "settings-name",
                    "The name of a setting must be plain text.",
                    "write a name, a colon, a space and the value; put text with { or [ between double quotes.",
                )  # fmt: skip
                continue
            if key.text in first:
                self.problem(
                    key_node, "settings-repeated",
                    f"{key.text} is set twice, on lines {first[key.text]} and {key.line}.",
                    f"keep one of the two {key.text} lines and delete the other.",
                )  # fmt: skip
                continue
            first[key.text] = key.line
            yield key, self.node(value_node, depth + 1)

    def check_cut(self, node: yaml.ScalarNode) -> None:
        """Warn where ` #` cuts a value short: `Event #3` would be read as `Event`."""
        # A plain value has no style; the libraries write that as None or as an empty text.
        if node.style or node.start_mark.line != node.end_mark.line:
            return
        line = self.lines[node.end_mark.line]
        cut = re.match(r"\s+#\S.*", line[node.end_mark.column :])
        if cut and node.value:
            whole = line[node.start_mark.column :].strip()
            quoted = whole.replace("\\", "\\\\").replace('"', '\\"')
            self.problems.append(
                Problem(
                    self.path, node.start_mark.line + 1,
                    node.end_mark.column + 1 + len(cut[0]) - len(cut[0].lstrip()),
                    "settings-cut",
                    f"The value stops before {cut[0].strip()}, because # after a space starts a comment.",
                    f'put the value between double quotes: "{quoted}"',
                )
            )  # fmt: skip


def _too_deep(path: str, line: int, column: int) -> Problem:
    return Problem(
        path, line, column, "settings-too-deep",
        "The settings are nested too deeply.",
        "write the settings flat, as in the editing guide; text with [ or { goes between double quotes.",
    )  # fmt: skip


def _cannot_read(path: str, line: int, column: int) -> Problem:
    return Problem(
        path, line, column, "settings-unreadable",
        f"The settings cannot be understood at line {line}.",
        "write each setting as a name, a colon, a space and its value; put a value with { or [ between double quotes.",
    )  # fmt: skip


def _unreadable(path: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    """Turn a YAML error into a message about the line as the editor sees it."""
    mark = error.problem_mark or error.context_mark
    lines = text.split("\n")
    number = min(mark.line if mark else 0, len(lines) - 1)
    opened = error.context_mark
    if (
        opened is not None
        and opened.line < len(lines)
        and lines[opened.line][opened.column :][:1] in ('"', "'")
    ):
        found = _open_quote(path, lines[opened.line], opened.line, opened.column)
        if found:
            return found
    if (
        opened is not None
        and opened.line < len(lines)
        and lines[opened.line][opened.column :][:1] in ("[", "{")
    ):
        return Problem(
            path, opened.line + 1, opened.column + 1, "settings-bracket",
            f"The value starts with {lines[opened.line][opened.column]} and does not end with its partner.",
            f"put the value between double quotes: {_in_quotes(lines[opened.line][opened.column :])}",
        )  # fmt: skip
    # The parser may notice a slip one line late: look back for the line that is not finished.
    for at in (number, number - 1):
        line = lines[at] if 0 <= at < len(lines) else ""
        above = lines[at - 1] if at > 0 else ""
        for slip in (_special_start, _indented, _colon_in_value, _no_space, _no_colon):
            found = slip(path, line, at + 1, above)
            if found:
                return found
    return _cannot_read(path, number + 1, (mark.column if mark else 0) + 1)


def _no_colon(path: str, line: str, number: int, _: str) -> Problem | None:
    if not re.match(r"^\s*[A-Za-z_][\w -]*$", line):
        return None
    return Problem(
        path, number, 1, "settings-no-colon",
        f"Line {number} has no colon: {line.strip()[:40]}",
        "write a name, a colon, a space and the value; indent a line that continues the one above by two spaces.",
    )  # fmt: skip


def _in_quotes(value: str) -> str:
    return '"' + value.rstrip().replace("\\", "\\\\").replace('"', '\\"') + '"'


def _open_quote(path: str, line: str, index: int, column: int) -> Problem | None:
    quote = line[column]
    if line.count(quote, column) > 1:
        return None
    words = "double quote" if quote == '"' else "single quote"
    return Problem(
        path, index + 1, column + 1, "settings-quote",
        f"The value starts with a {words} that is not closed.",
        f"put another {quote} at the end of the value.",
    )  # fmt: skip


def _special_start(path: str, line: str, number: int, _: str) -> Problem | None:
    found = re.match(r"^(\s*(?:- )?(?:[\w-]+:\s+)?)([@`%&*!|>].*)$", line)
    if not found or re.fullmatch(r"[|>][+-]?\d?", found[2].strip()):
        return None
    return Problem(
        path, number, len(found[1]) + 1, "settings-quote",
        f"A value that starts with {found[2][0]} must be between double quotes.",
        f"write {_in_quotes(found[2])}",
    )  # fmt: skip


def _indented(path: str, line: str, number: int, above: str) -> Problem | None:
    inner = re.match(r"^( +)([\w-]+:)(?:\s|$)", line)
    outer = re.match(r"^( *)([\w-]+:)\s+\S", above)
    if not inner or not outer or len(inner[1]) <= len(outer[1]):
        return None
    return Problem(
        path, number, len(inner[1]) + 1, "settings-indent",
        f"Line {number} is indented further than the line above it.",
        f"take away the spaces at its start, so that {inner[2]} stands under {outer[2]}",
    )  # fmt: skip


def _colon_in_value(path: str, line: str, number: int, _: str) -> Problem | None:
    found = re.match(r"^(\s*(?:- )?[\w-]+:\s+)([^\"'\[{|>#].*?:(?:\s.*|))$", line)
    if not found:
        return None
    return Problem(
        path, number, len(found[1]) + 1, "settings-colon",
        "A value with a colon in it must be between double quotes.",
        f"write {_in_quotes(found[2])}",
    )  # fmt: skip


def _no_space(path: str, line: str, number: int, _: str) -> Problem | None:
    found = re.match(r"^\s*(?:- )?([A-Za-z_][\w-]*):\S", line)
    if not found:
        return None
    return Problem(
        path, number, line.index(":") + 2, "settings-no-space",
        f"There must be a space after {found[1]}:",
        "put a space between the colon and the value.",
    )  # fmt: skip
