"""Settings as a tree of texts with positions.

Settings are YAML 1.1, read so that every value stays the text that the editor typed. What a value
means is decided by the model of its type, never by YAML, so `online: no` is the text "no" and
`start: 10:00` is not 600.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from .problems import Edit, Problem
from .settings_characters import slips_in_characters
from .settings_slips import (
    BREAKS,
    CONTROL,
    cannot_read,
    doubled,
    in_quotes,
    no_space,
    quoted_whole,
    too_deep,
    unreadable,
    unshowable,
)

if TYPE_CHECKING:
    import yaml

MAX_DEPTH = 12
FAR_TOO_DEEP = 100
SETTINGS = "the settings at the top of the file"


class Scalar(NamedTuple):
    """One value as typed; `line` and `column` count from 1.

    `source` is how it stands in the file, with its quotes; empty if it takes more than one line. A tuple, because
    there are thousands, and a dataclass takes three times as long to make.
    """

    text: str
    line: int
    column: int
    source: str = ""


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


def scalars(
    node: Node, location: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Scalar]]:
    """Return each single value under a node, and where it is."""
    found: list[tuple[tuple[str | int, ...], Scalar]] = []
    _gather(node, location, found)
    return iter(found)


def _gather(
    node: Node, location: tuple[str | int, ...], found: list[tuple[tuple[str | int, ...], Scalar]]
) -> None:
    if isinstance(node, Scalar):
        found.append((location, node))
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            _gather(item, (*location, number), found)
    else:
        for key, value in node.entries:
            _gather(value, (*location, key.text), found)


def read_settings(path: str, text: str) -> Mapping | list[Problem]:
    """Read YAML into a tree of texts with positions, or return what is wrong with its form."""
    import yaml

    invisible = unshowable(path, text, BREAKS)
    if invisible:
        return [invisible]
    slips = slips_in_characters(path, text)
    if slips:
        return slips
    loader = _loader()
    deep = _too_deep_at(text, loader)
    if deep:
        return [too_deep(path, deep, 1)]
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
        slip = no_space(path, tree.lines, node.line - 1) if isinstance(node, Scalar) else None
        if slip:
            return [slip]
        return [
            Problem(
                path, node.line, node.column, "settings-not-named",
                f"Each of {SETTINGS} needs a name, such as title:",
                "write each setting as a name, a colon, a space and its value, a line each.",
            )
        ]  # fmt: skip
    return node


@cache
def _loader() -> Any:
    """Return YAML's loader for which every value is a text, made to say so at once: it asks for each value."""
    import yaml

    text, items, entries = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))
    tags = {yaml.ScalarNode: text, yaml.SequenceNode: items, yaml.MappingNode: entries}

    class Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
        def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
            return tags[kind]

        def descend_resolver(self, parent: Any, index: Any) -> None:
            pass

        def ascend_resolver(self) -> None:
            pass

    return Loader


MOST_IN_A_ROW = 20
_NESTED = re.compile(rf"(?:[-?:][ \t]+){{{MOST_IN_A_ROW}}}")
_STARTS = ("- ", ": ", "? ", "\t")
"""What starts something in a line: of so many in a row, each has one."""


def _too_deep_at(text: str, loader: Any) -> int:
    """Return the line at which the settings are nested out of all measure, or 0.

    libyaml makes its tree by calling itself, without a limit: that would end the whole process. Its events come
    one by one, but they cost time, so only a text with many brackets, or many hyphens in a row, is looked at.
    """
    import yaml

    if text.count("[") + text.count("{") < FAR_TOO_DEEP and (
        sum(map(text.count, _STARTS)) < MOST_IN_A_ROW or not _NESTED.search(text)
    ):
        return 0
    depth = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > FAR_TOO_DEEP:
                return event.start_mark.line + 1 if event.start_mark else 1
    except yaml.YAMLError:
        return 0  # what is wrong is told when the tree is made, which ends here too
    return 0


class _Tree:
    """Turns PyYAML's nodes into ours and collects the problems of form on the way."""

    def __init__(self, path: str, text: str) -> None:
        import yaml

        self.yaml = yaml
        self.path = path
        # The library may see the end of a file one line below its last one.
        self.lines = [*text.split("\n"), ""]
        self.problems: list[Problem] = []
        self.seen: set[int] = set()
        self.named: dict[int, Problem] = {}  # values that start with &, as long as no * repeats them

    def problem(self, node: yaml.Node, code: str, message: str, fix: str, edit: Edit | None = None) -> None:
        mark = node.start_mark
        self.problems.append(
            Problem(self.path, mark.line + 1, mark.column + 1, code, message, fix, edit=edit)
        )

    def source(self, node: yaml.Node) -> str:
        """Return a value as it stands in the file, if it takes one line."""
        start, end = node.start_mark, node.end_mark
        return self.lines[start.line][start.column : end.column] if start.line == end.line else ""

    def node(self, node: yaml.Node, depth: int = 0) -> Node:
        mark = node.start_mark
        line, column = mark.line + 1, mark.column + 1
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
        typed = self.lines[mark.line]
        if typed.startswith("&", mark.column):
            start = typed[mark.column :]
            self.named[id(node)] = Problem(
                self.path, line, column, "settings-quote",
                "A value that starts with & must be between double quotes.",
                f"write {in_quotes(start)}",
                edit=quoted_whole(line, column, start) if self.source(node) else None,
            )  # fmt: skip
        if not node.tag.startswith("tag:yaml.org,2002:"):
            start = typed[mark.column :]
            self.problem(
                node, "settings-tag",
                f"A value cannot start with {node.tag}.",
                "put the whole value between double quotes.",
                quoted_whole(line, column, start) if self.source(node) else None,
            )  # fmt: skip
        if isinstance(node, self.yaml.MappingNode):
            return Mapping(tuple(self.entries(node, depth)), line, column)
        if isinstance(node, self.yaml.SequenceNode):
            return Sequence(tuple([self.node(item, depth + 1) for item in node.value]), line, column)
        assert isinstance(node, self.yaml.ScalarNode)
        if node.style or "#" in typed or mark.line != node.end_mark.line:
            self.check_cut(node)
        if not node.value.isprintable() and CONTROL.search(node.value):
            self.problem(
                node, "settings-character",
                "This value stands for a character that cannot be shown.",
                "take out the part that starts with a backslash.",
            )  # fmt: skip
        return Scalar(node.value, line, column, self.source(node))

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
                    self.without_line(key, first[key.text]),
                )  # fmt: skip
                continue
            first[key.text] = key.line
            yield key, self.node(value_node, depth + 1)

    def without_line(self, key: Scalar, first: int) -> Edit | None:
        """Return the edit that deletes a line which only repeats an earlier one; another value may be the right one."""
        line = self.lines[key.line - 1]
        below = self.lines[key.line] if key.line < len(self.lines) else ""
        if line != self.lines[first - 1] or key.line == first or below.startswith((" ", "-")):
            return None
        return Edit(key.line, 1, f"{line}\n", "")

    def check_cut(self, node: yaml.ScalarNode) -> None:
        """Tell where ` #` cuts a value short: `Event #3` would be read as `Event`."""
        # A plain value has no style; the libraries write that as None or as an empty text.
        if node.style:
            if node.style == '"':
                self.check_backslash(node)
            return
        line = self.lines[node.end_mark.line]
        if "#" not in line:
            return
        cut = re.match(r"\s+#(?:\S|\s*\d).*", line[node.end_mark.column :])
        if cut and node.value:
            one_line = node.start_mark.line == node.end_mark.line
            typed = line[node.start_mark.column :].rstrip() if one_line else ""
            whole = in_quotes(typed) if typed else ""
            self.problems.append(
                Problem(
                    self.path, node.end_mark.line + 1,
                    node.end_mark.column + 1 + len(cut[0]) - len(cut[0].lstrip()),
                    "settings-cut",
                    f"The value stops before {cut[0].strip()}, because # after a space starts a comment.",
                    f"put the value between double quotes: {whole}".rstrip(": "),
                    edit=Edit(node.start_mark.line + 1, node.start_mark.column + 1, typed, whole)
                    if typed
                    else None,
                )
            )  # fmt: skip

    def check_backslash(self, node: yaml.ScalarNode) -> None:
        """Tell where a backslash between double quotes stands for something else: `C:\\new`."""
        if node.start_mark.line != node.end_mark.line:
            return
        raw = self.source(node)
        if re.search(r'(?<!\\)(?:\\\\)*\\[^"\\/]', raw) and not CONTROL.search(node.value):
            self.problem(
                node, "settings-backslash",
                "A backslash between double quotes changes the letter after it.",
                f"write it twice: {doubled(raw)}",
                Edit(node.start_mark.line + 1, node.start_mark.column + 1, raw, doubled(raw)),
            )  # fmt: skip
