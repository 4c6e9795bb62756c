"""Settings as a tree of texts with positions.

Settings are YAML 1.1, read so that every value stays the text that the editor typed. What a value
means is decided by the model of its type, never by YAML, so `online: no` is the text "no" and
`start: 10:00` is not 600.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from .problems import Edit, Problem
from .settings_characters import slips_in_characters
from .settings_comments import cut_short, start_taken_away, taken_away
from .settings_indents import items_within
from .settings_quotes import in_quotes, quoted_whole
from .settings_slips import (
    BREAKS,
    CONTROL,
    cannot_read,
    doubled,
    no_space,
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


_Placed = list[tuple[tuple[str | int, ...], Scalar]]

_latest: tuple[Node | None, _Placed] = (None, [])


def scalars(node: Node) -> Iterator[tuple[tuple[str | int, ...], Scalar]]:
    """Return each single value under a node, and where it is.

    Many rules look at one document in turn, so the answer for the latest one is kept.
    """
    global _latest
    latest, found = _latest
    if latest is not node:
        found = []
        _gather(node, (), found)
        _latest = node, found
    return iter(found)


def _gather(node: Node, location: tuple[str | int, ...], found: _Placed) -> None:
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
        self.repeated: dict[int, bool] = {}
        self.items: set[int] = set()  # the groups that are items of a list
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
            return Sequence(tuple([self.item(item, depth + 1) for item in node.value]), line, column)
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

    def item(self, node: yaml.Node, depth: int) -> Node:
        """Return one item of a list."""
        if isinstance(node, self.yaml.MappingNode) and not node.flow_style:
            self.items.add(id(node))
        item = self.node(node, depth)
        if isinstance(item, Scalar):
            if not item.text and "#" in self.lines[item.line - 1]:
                self.tell(taken_away(self.path, self.lines, item.line - 1, item.column - 1, ""))
            elif not item.source and isinstance(node, self.yaml.ScalarNode):
                self.problems += items_within(self.path, self.lines, node)
        return item

    def entries(self, node: yaml.MappingNode, depth: int) -> Iterator[tuple[Scalar, Node]]:
        first: dict[str, Scalar] = {}
        for key_node, value_node in node.value:
            key = self.node(key_node, depth + 1)
            if not isinstance(key, Scalar):
                self.problem(
                    key_node, "settings-name",
                    "The name of a setting must be plain text.",
                    "write a name, a colon, a space and the value; put text with { or [ between double quotes.",
                )  # fmt: skip
                continue
            above = first.get(key.text)
            if above is not None:
                if self.starts_item(node, key, next(iter(first.values()))):
                    self.no_hyphen(node, key, above)
                    first = {key.text: key}
                    continue
                self.problem(
                    key_node, "settings-repeated",
                    f"{key.text} is set twice, on lines {above.line} and {key.line}.",
                    f"keep one of the two {key.text} lines and delete the other.",
                    self.without_line(node, key, above.line),
                )  # fmt: skip
                continue
            first[key.text] = key
            value = self.node(value_node, depth + 1)
            if isinstance(value, Scalar) and "#" in self.lines[key.line - 1]:
                self.check_comment(key, value)
            yield key, value

    def check_comment(self, key: Scalar, value: Scalar) -> None:
        """Tell of a value, or its first line, that a # behind the name takes away."""
        # A value that is not there stands right behind the colon, and so does its end.
        end = key.column - 1 + len(key.source) + 1
        if not key.source or not self.lines[key.line - 1].startswith(":", end - 1):
            return
        if not value.text and not value.source and value.line == key.line:
            self.tell(taken_away(self.path, self.lines, key.line - 1, end, key.text))
        elif value.line > key.line:
            self.tell(start_taken_away(self.path, self.lines, key.line - 1, end))

    def starts_item(self, node: yaml.MappingNode, key: Scalar, first: Scalar) -> bool:
        """Say whether a repeated name is the one that each item of a list starts with."""
        lead = self.lines[key.line - 1][: key.column - 1]
        return (
            id(node) in self.items and key.text == first.text and key.line > first.line and not lead.strip()
        )

    def no_hyphen(self, node: yaml.MappingNode, key: Scalar, above: Scalar) -> None:
        """Tell where an item of a list starts without its hyphen: all names after it would be there twice."""
        line = self.lines[key.line - 1]
        lead = line[: max(key.column - 3, 0)]
        # One name that is there twice may be a slip of its own; several are another item.
        certain = key.column > 2 and self.several_repeated(node)
        self.problems.append(
            Problem(
                self.path, key.line, key.column, "settings-repeated",
                f"{key.text} is set twice in one item of the list, on lines {above.line} and {key.line}.",
                f"start another item with a hyphen: write - {line.strip()}",
                edit=Edit(key.line, 1, line[: key.column], f"{lead}- {line[key.column - 1]}")
                if certain
                else None,
            )
        )  # fmt: skip

    def several_repeated(self, node: yaml.MappingNode) -> bool:
        """Say whether more than one name of a group is there twice."""
        if id(node) not in self.repeated:
            counts = Counter(name.value for name, _ in node.value if isinstance(name, self.yaml.ScalarNode))
            self.repeated[id(node)] = sum(number > 1 for number in counts.values()) > 1
        return self.repeated[id(node)]

    def without_line(self, node: yaml.MappingNode, key: Scalar, first: int) -> Edit | None:
        """Return the edit that deletes a line which only repeats an earlier one; another value may be the right one.

        Where several names are there twice, two groups may have become one.
        """
        line = self.lines[key.line - 1]
        below = self.lines[key.line] if key.line < len(self.lines) else ""
        if line != self.lines[first - 1] or key.line == first or below.startswith((" ", "-")):
            return None
        if self.several_repeated(node):
            return None
        return Edit(key.line, 1, f"{line}\n", "")

    def check_cut(self, node: yaml.ScalarNode) -> None:
        """Tell what a value loses at its end: to a comment, or to a backslash."""
        # A plain value has no style; the libraries write that as None or as an empty text.
        if node.style:
            if node.style == '"':
                self.check_backslash(node)
        elif node.value:
            self.tell(cut_short(self.path, self.lines, node))

    def tell(self, problem: Problem | None) -> None:
        if problem:
            self.problems.append(problem)

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
