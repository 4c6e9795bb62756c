"""The edits that mend settings: a name that is misspelt, a value whose right form is certain."""

from __future__ import annotations

import re
from collections.abc import Collection

from .documents import Document
from .model import Model, label_of, names_at
from .problems import Edit
from .settings_quotes import in_quotes
from .settings_tree import Mapping, Scalar
from .spelling import certain_name

Location = tuple[str | int, ...]


def as_typed(value: str) -> str:
    """Return a value as it must be typed after its colon."""
    special = re.match(r"[\[{&*!|>%@`'\"#-]", value) or ": " in value or " #" in value or value.endswith(":")
    return in_quotes(value) if special else value


MOST_RIVALS = 100
"""Among more unknown names than that nothing is certain, and to compare them all takes long."""


def right_name(document: Document, model: type[Model], location: Location) -> str | None:
    """Return the name that an unknown setting certainly was meant to have.

    None where the setting of that name is there as well: then one of the two has to go.
    """
    known = names_at(model, location[:-1])
    labels = {name: label_of(model, (*location[:-1], name)) for name in known}
    around = document.node(location[:-1])
    there = {key.text for key, _ in around.entries} if isinstance(around, Mapping) else set()
    right = certain_name(str(location[-1]), known, labels)
    others = there - set(known)
    if right is None or right in there or len(others) > MOST_RIVALS:
        return None
    rivals = [name for name in others if certain_name(name, known, labels) == right]
    return right if len(rivals) == 1 else None


def name_edit(document: Document, location: Location, right: str | None) -> Edit | None:
    """Return the edit that gives a setting another name."""
    key = document.key(location)
    return Edit(key.line, key.column, key.source, right) if key and key.source and right else None


def value_edit(
    document: Document, location: Location, value: object, right: str | None, names: Collection[str]
) -> Edit | None:
    """Return the edit that makes a value right.

    `value` is what was judged: where it is not what stands in the file, a placeholder was filled in.
    A list such as `[a, b]` takes the place of a single value alone, and only of names that are there.
    """
    node = document.node(location)
    single = node is None and bool(location) and isinstance(location[-1], int)
    if single:  # one value where a list may stand counts as a list of one
        node = document.node(location[:-1])
    if right is None or not isinstance(node, Scalar) or not node.source or node.text != value:
        return None
    listed = re.fullmatch(r"\[(.*)\]", right)
    if listed:
        known = all(name in names for name in listed[1].split(", "))
        return Edit(node.line, node.column, node.source, right) if single and known else None
    return Edit(node.line, node.column, node.source, _quoted_as(node.source, right))


def _quoted_as(source: str, right: str) -> str:
    """Return the right value with the quotes that the wrong one has."""
    if source.startswith("'"):
        return "'" + right.replace("'", "''") + "'"
    return in_quotes(right) if source.startswith('"') else as_typed(right)
