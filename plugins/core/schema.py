"""Turns a document into a typed, frozen model, or into problems that an editor understands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeVar, get_args, get_origin

from pydantic import ValidationError

from .documents import Document
from .item import Item, Rule
from .model import Model, example_of, fields_of, label_of, model_at, model_in, names_at
from .placeholders import Placeholders, unknown_placeholder
from .problems import Problem, nearest
from .settings_tree import Node, Scalar, Sequence

M = TypeVar("M", bound=Model)


def validate(
    document: Document, model: type[M], placeholders: Placeholders
) -> tuple[M | None, list[Problem]]:
    """Return the model of a document and no problems, or None and every problem it has."""
    problems: list[Problem] = []
    plain = _plain(document, document.settings, model, placeholders, problems)
    try:
        found = model.model_validate(plain)
    except ValidationError as error:
        # A placeholder that is not there explains why its setting is not what it must be.
        told = {(problem.line, problem.column) for problem in problems}
        problems += [
            problem
            for problem in _problems_of(document, model, error)
            if (problem.line, problem.column) not in told
        ]
        return None, problems
    if isinstance(found, Item):
        problems += [rule_problem(document, rule) for rule in found.rules()]
    return (None if problems else found), problems


def rule_problem(document: Document, rule: Rule) -> Problem:
    """Place a rule's finding at its line in the document."""
    location, code, message, fix = rule
    line, column = document.position(location)
    return Problem(document.path, line, column, code, message, fix)


def _plain(
    document: Document,
    node: Node,
    annotation: Any,
    placeholders: Placeholders,
    problems: list[Problem],
) -> Any:
    """Return the node as texts, lists and dicts; known settings without a value are left out."""
    if isinstance(node, Scalar):
        place = (document.path, node.line, node.column)
        return placeholders.fill(
            node.text, lambda name: problems.append(unknown_placeholder(*place, name, placeholders))
        )
    model = model_in(annotation)
    if isinstance(node, Sequence):
        return [_plain(document, item, model, placeholders, problems) for item in node.items]
    fields = {} if model is None or _is_dict(annotation) else fields_of(model)
    return {
        key.text: _plain(
            document,
            value,
            fields[key.text].annotation if key.text in fields else model,
            placeholders,
            problems,
        )
        for key, value in node.entries
        if not (key.text in fields and isinstance(value, Scalar) and not value.text)
    }


def _is_dict(annotation: Any) -> bool:
    return get_origin(annotation) is dict or any(_is_dict(part) for part in get_args(annotation))


def _problems_of(document: Document, model: type[Model], error: ValidationError) -> Iterator[Problem]:
    errors = error.errors(include_url=False)
    misspelt: set[tuple[str | int, ...]] = set()
    for found in errors:
        if found["type"] == "extra_forbidden":
            location = tuple(found["loc"])
            close = nearest(str(location[-1]), names_at(model, location[:-1]))
            if close:
                misspelt.add((*location[:-1], close))
            yield _unknown(document, model, location, close)
    for found in errors:
        location = tuple(found["loc"])
        if found["type"] == "extra_forbidden":
            continue
        if found["type"] == "missing":
            # A misspelt name explains the missing one: say it once.
            if location not in misspelt:
                yield _missing(document, model, location)
            continue
        yield _wrong(document, model, location, found)


def _unknown(
    document: Document, model: type[Model], location: tuple[str | int, ...], close: str | None
) -> Problem:
    name = location[-1]
    line, column = document.key_position(location)
    known = names_at(model, location[:-1])
    message = f"There is no setting called {name}."
    if close:
        message += f" The nearest is {close}."
    fix = f"write {close}" if close else f"use one of these: {', '.join(sorted(known))}"
    return Problem(document.path, line, column, "setting-unknown", message, fix)


def _missing(document: Document, model: type[Model], location: tuple[str | int, ...]) -> Problem:
    label, shown = label_of(model, location), _example_line(model, location)
    line, column = document.key_position(location)
    if document.holds(location):
        fix = f"write it after the colon, such as\n     {shown}"
    elif len(location) == 1:
        fix = f"add a line to the settings such as\n     {shown}"
        line, column = 1, 1
    else:
        around = next(str(part) for part in reversed(location[:-1]) if isinstance(part, str))
        fix = f"add a line to {around} such as\n     {shown}"
    return Problem(document.path, line, column, "setting-missing", f"{label} is missing.", fix)


def _example_line(model: type[Model], location: tuple[str | int, ...]) -> str:
    """Return the setting as its example writes it; a group shows what it cannot do without."""
    name, example = location[-1], example_of(model, location)
    if isinstance(example, str):
        return f"{name}: {_as_typed(example)}"
    inner = model_at(model, location)
    if inner is not None:
        needed = [
            f"{key}: {_as_typed(info.examples[0])}"
            for key, info in fields_of(inner).items()
            if info.is_required() and info.examples and isinstance(info.examples[0], str)
        ]
        mark = "- " if isinstance(example, list) else "  "
        return f"{name}:" + "".join(
            f"\n       {mark if number == 0 else '  '}{line}" for number, line in enumerate(needed)
        )
    if isinstance(example, list) and example:
        return f"{name}:\n       - {_as_typed(example[0])}"
    return f"{name}:"


def _as_typed(value: str) -> str:
    """Return a value as it must be typed after its colon."""
    if re.match(r"[\[{&*!|>%@`'\"#-]", value) or ": " in value or " #" in value:
        return '"' + value.replace('"', '\\"') + '"'
    return value


def _wrong(document: Document, model: type[Model], location: tuple[str | int, ...], found: Any) -> Problem:
    line, column = document.position(location)
    if location[-1] == "[key]":  # the name of an entry, not its value
        location = location[:-1]
        line, column = document.key_position(location)
        location = location[:-1]
    label = label_of(model, location)
    context = found.get("ctx") or {}
    if "fix" in context:
        message, fix, code = str(context["message"]), str(context["fix"]), str(found["type"])
    elif found["type"] in ("tuple_type", "list_type"):
        code, message = "list-expected", "{label} must be a list."
        fix = f"write each on a line of its own, after a hyphen, as in\n     {_example_line(model, location)}"
    else:
        code, message = "group-expected", "{label} must have settings of its own."
        fix = "write its settings on the lines below, two spaces further in."
    # Once: the label comes first, and what the editor wrote may hold the same letters.
    message = message.replace("{label:lower}", label[:1].lower() + label[1:], 1).replace("{label}", label, 1)
    return Problem(document.path, line, column, code, message, fix)
