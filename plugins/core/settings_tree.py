"""Settings as a tree of texts with positions.

Settings are YAML 1.1, read so that every value stays the text that the editor typed. What a value
means is decided by the model of its type, never by YAML, so `online: no` is the text "no" and
`start: 10:00` is not 600.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .problems import Problem
from .settings_slips import BREAKS, CONTROL, cannot_read, in_quotes, too_deep, unreadable, unshowable

if TYPE_CHECKING:
    import yaml

MAX_DEPTH = 12
SETTINGS = "the settings at the top of the file"


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
    invisible = unshowable(path, text, BREAKS)
    if invisible:
        return [invisible]
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        return [unreadable(path, text, error)]
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        return [cannot_read(path, line, 1)]
    except RecursionError:
        return [too_deep(path, 1, 1)]
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
            self.problems.append(too_deep(self.path, line, column))
            return Scalar("", line, column)
        start = self.lines[node.start_mark.line][node.start_mark.column :]
        if start.startswith("&"):
            self.named[id(node)] = Problem(
                self.path, line, column, "settings-quote",
                "A value that starts with & must be between double quotes.",
                f"write {in_quotes(start)}",
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
            if CONTROL.search(node.value):
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
        """Tell where ` #` cuts a value short: `Event #3` would be read as `Event`."""
        # A plain value has no style; the libraries write that as None or as an empty text.
        if node.style:
            if node.style == '"':
                self.check_backslash(node)
            return
        line = self.lines[node.end_mark.line]
        cut = re.match(r"\s+#(?:\S|\s*\d).*", line[node.end_mark.column :])
        if cut and node.value:
            one_line = node.start_mark.line == node.end_mark.line
            whole = in_quotes(line[node.start_mark.column :].strip()) if one_line else ""
            self.problems.append(
                Problem(
                    self.path, node.end_mark.line + 1,
                    node.end_mark.column + 1 + len(cut[0]) - len(cut[0].lstrip()),
                    "settings-cut",
                    f"The value stops before {cut[0].strip()}, because # after a space starts a comment.",
                    f"put the value between double quotes: {whole}".rstrip(": "),
                )
            )  # fmt: skip

    def check_backslash(self, node: yaml.ScalarNode) -> None:
        """Tell where a backslash between double quotes stands for something else: `C:\\new`."""
        if node.start_mark.line != node.end_mark.line:
            return
        raw = self.lines[node.start_mark.line][node.start_mark.column : node.end_mark.column]
        if re.search(r'(?<!\\)(?:\\\\)*\\[^"\\/]', raw) and not CONTROL.search(node.value):
            self.problem(
                node, "settings-backslash",
                "A backslash between double quotes changes the letter after it.",
                f"write it twice: {raw.replace(chr(92), chr(92) * 2)}",
            )  # fmt: skip
