"""Turns a document into a typed, frozen model, or into problems that an editor understands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_args, get_origin

from pydantic import ValidationError

from .addresses import slug_from
from .blanks import blanks_left
from .documents import Document
from .model import Model, Rule, example_of, field_at, fields_of, label_of, model_at, model_in, names_at
from .other_names import belongs_to, called_otherwise, other_setting, written_otherwise
from .placeholders import Placeholders, unknown_placeholder
from .problems import Edit, Problem, fitted, listed, nearest, untold
from .second_settings import second_settings
from .setting_repairs import Location, as_typed, name_edit, right_name, value_edit
from .settings_tree import Mapping as Group
from .settings_tree import Node, Scalar, Sequence
from .spelling import certain_name

M = TypeVar("M", bound=Model)

Names = Mapping[str, Mapping[str, str]]
"""What each setting can refer to: setting -> name -> what people call it."""

MOST_UNKNOWN = 20
"""So many unknown names of one file are told one by one: what holds more of them is a text and no settings."""


LONGEST_NAMES = 50
"""Names that take more characters are counted and not listed, so that a first line stays short."""


def validate(
    document: Document, model: type[M], placeholders: Placeholders, names: Names | None = None
) -> tuple[M | None, list[Problem]]:
    """Return the model of a document and no problems, or None and every problem it has.

    `names` are those that each setting can refer to (topics, series, files): only then is it certain that
    `Peer Learning` means `peer-learning`.
    """
    problems: list[Problem] = [*blanks_left(document, model), *second_settings(document, model)]
    plain = _plain(document, document.settings, model, placeholders, problems)
    try:
        found = model.model_validate(plain)
    except ValidationError as error:
        # A blank, or a placeholder that is not there, explains why its setting is not what it must be.
        problems += untold(_problems_of(document, model, error, names or {}), problems)
        return None, problems
    problems += untold((rule_problem(document, rule) for rule in found.rules()), problems)
    return (None if problems else found), problems


def rule_problem(document: Document, rule: Rule) -> Problem:
    """Place a rule's finding at its line in the document."""
    location, code, message, fix, *more = rule
    line, column = document.position(location)
    node = document.node(location)
    edit = value_edit(document, location, getattr(node, "text", None), more[0] if more else None, ())
    return Problem(document.path, line, column, code, message, fix, edit=edit)


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


def _problems_of(
    document: Document, model: type[Model], error: ValidationError, names: Names
) -> Iterator[Problem]:
    errors = error.errors(include_url=False)
    misspelt: set[Location] = set()
    unknown: list[Location] = []
    moved: dict[tuple[str, ...], list[Location]] = {}
    for found in errors:
        if found["type"] == "extra_forbidden":
            location = tuple(found["loc"])
            unknown.append(location)
            if len(unknown) > MOST_UNKNOWN:
                continue
            right = right_name(document, model, location)
            close = right or called_otherwise(document, model, location)
            groups = () if close else belongs_to(document, model, location)
            if groups:
                moved.setdefault(groups, []).append(location)
                misspelt.update((group, location[-1]) for group in groups)
                continue
            elsewhere = None if close else _elsewhere(document, model, location)
            if elsewhere:
                yield elsewhere
                continue
            close = close or nearest(str(location[-1]), names_at(model, location[:-1]))
            if close:
                misspelt.add((*location[:-1], close))
            yield _unknown(document, model, location, close, right)
    for groups, locations in moved.items():
        yield _outside_group(document, groups, locations)
    if len(unknown) > MOST_UNKNOWN:
        yield _many_unknown(document, unknown[MOST_UNKNOWN:])
    for found in errors:
        location = tuple(found["loc"])
        if found["type"] == "extra_forbidden":
            continue
        if found["type"] == "missing":
            # A misspelt name explains the missing one: say it once.
            if location not in misspelt:
                yield _missing(document, model, location)
            continue
        yield _wrong(document, model, location, found, names)


def _unknown(
    document: Document, model: type[Model], location: Location, close: str | None, right: str | None
) -> Problem:
    name = location[-1]
    line, column = document.key_position(location)
    known = names_at(model, location[:-1])
    message = f"There is no setting called {name}."
    fix = f"use one of these: {', '.join(sorted(known))}"
    if close:
        message += f" The nearest is {close}."
        there = document.holds((*location[:-1], close))
        if there:
            fix = f"take the line out if it says the same as {close}, which is there already."
        else:
            # Another name for the same thing may need more than its name: venue has settings of its own.
            group = right is None and model_at(model, (*location[:-1], close)) is not None
            fix = (
                f"write\n     {_example_line(model, (*location[:-1], close))}" if group else f"write {close}"
            )
    edit = name_edit(document, location, right)
    return Problem(document.path, line, column, "setting-unknown", message, fix, edit=edit)


def _many_unknown(document: Document, locations: list[Location]) -> Problem:
    line, column = document.key_position(locations[0])
    return Problem(
        document.path, line, column, "setting-unknown",
        f"There are {len(locations):,} more settings that do not exist, from here on.",
        "move texts below the second line of ---, and take out the rest.",
    )  # fmt: skip


def _elsewhere(document: Document, model: type[Model], location: Location) -> Problem | None:
    """Return the problem of a setting that is said by another line, or stands in a group and belongs on top."""
    name = location[-1]
    message, fix = f"There is no setting called {name}.", written_otherwise(model, location)
    if fix is None and len(location) > 1 and str(name) in fields_of(model):
        around = next(str(part) for part in reversed(location[:-1]) if isinstance(part, str))
        message = f"The setting {name} does not belong to {around}."
        fix = "take away the spaces at the start of its line, and put it below the settings of the group."
    if fix is None:
        return None
    return Problem(document.path, *document.key_position(location), "setting-unknown", message, fix)


def _outside_group(document: Document, groups: tuple[str, ...], locations: list[Location]) -> Problem:
    """The problem of settings that stand outside the group that they belong to: one for all of them."""
    names = listed((str(location[-1]) for location in locations), "and")
    many = len(locations) > 1
    shown = names if len(names) < LONGEST_NAMES else f"{len(locations)} settings"
    message = f"{shown} {'belong' if many else 'belongs'} to {listed(groups)}, and cannot stand alone."
    return Problem(
        document.path, *document.key_position(locations[0]), "setting-unknown", message,
        f"put {'them' if many else 'it'} below {listed(f'{group}:' for group in groups)}"
        f" and start {'their lines' if many else 'the line'} with two spaces.",
    )  # fmt: skip


def _missing(document: Document, model: type[Model], location: Location) -> Problem:
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


def _example_line(model: type[Model], location: Location) -> str:
    """Return the setting as its example writes it; a group shows what it cannot do without."""
    name, example = location[-1], example_of(model, location)
    if isinstance(example, str):
        return f"{name}: {as_typed(example)}"
    inner = model_at(model, location)
    if inner is not None:
        needed = [
            f"{key}: {as_typed(info.examples[0])}"
            for key, info in fields_of(inner).items()
            if info.is_required() and info.examples and isinstance(info.examples[0], str)
        ]
        if not needed and isinstance(example, dict):
            needed = [line for key, value in example.items() for line in _example_lines(key, value)]
        first, other = ("- ", "  ") if isinstance(example, list) else ("", "")
        return f"{name}:" + "".join(
            f"\n       {first if number == 0 else other}{line}" for number, line in enumerate(needed)
        )
    if isinstance(example, list) and example:
        return f"{name}:\n       - {as_typed(example[0])}"
    return f"{name}:"


def _example_lines(key: str, value: object) -> Iterator[str]:
    """Yield the lines of an example that holds others: `events` with its title and its summary."""
    if not isinstance(value, dict):
        yield f"{key}: {as_typed(str(value))}"
        return
    yield f"{key}:"
    for name, inner in value.items():
        yield from (f"  {line}" for line in _example_lines(name, inner))


def _wrong(document: Document, model: type[Model], location: Location, found: Any, names: Names) -> Problem:
    line, column = document.position(location)
    edit = None
    if location[-1] == "[key]":  # the name of an entry, not its value
        location = location[:-1]
        line, column = document.key_position(location)
        location = location[:-1]
    label = label_of(model, location)
    context = found.get("ctx") or {}
    if "fix" in context:
        message, fix, code = str(context["message"]), str(context["fix"]), str(found["type"])
        right = context.get("right")
        known = names.get(_setting(location), {}) if code == "name-form" else {}
        if known and right not in known and not str(right).startswith("["):
            fix, right = _named(str(found["input"]), known)
        if code != "name-form" or right in known or str(right).startswith("["):
            edit = value_edit(document, location, found["input"], right, known)
        other = other_setting(model, location, found["input"]) if code == "choice-unknown" else None
        if other and not right:
            fix = f"write {other[0]}: {other[1]}"
            if document.holds((other[0],)):
                fix += ", and take this line out."
            else:
                edit = name_edit(document, location, other[0])
    elif found["type"] in ("tuple_type", "list_type"):
        code, message = "list-expected", "{label} must be a list."
        fix = f"write each on a line of its own, after a hyphen, as in\n     {_example_line(model, location)}"
    else:
        code, message = "group-expected", "{label} must have settings of its own."
        named = tuple(part for part in location if isinstance(part, str))
        fix = "write its settings on the lines below, two spaces further in"
        # Where the names are the editor's own, such as those of topics, no example has them.
        info = field_at(model, named)
        own = info is not None and _is_dict(info.annotation)
        fix += "." if own else f":\n     {_example_line(model, named)}"
        first = _first_name(document, location)
        if first:
            message = "{label} is one group, so its settings have no hyphen before them."
            fix = f"put a space in the place of the hyphen before {first.text}:"
            edit = _without_hyphen(document, location, first)
    # Once: the label comes first, and what the editor wrote may hold the same letters.
    example = example_of(model, location)
    fix = fix.replace("{example}", example if isinstance(example, str) else "20", 1)
    message = message.replace("{label:lower}", label[:1].lower() + label[1:], 1).replace("{label}", label, 1)
    return Problem(document.path, line, column, code, fitted(message), fix, edit=edit)


def _first_name(document: Document, location: Location) -> Scalar | None:
    """Return the first name of a list of groups that stands where one group belongs, or None."""
    items = document.node(location)
    first = items.items[0] if isinstance(items, Sequence) and items.items else None
    return first.entries[0][0] if isinstance(first, Group) and first.entries else None


def _without_hyphen(document: Document, location: Location, first: Scalar) -> Edit | None:
    """Return the edit that makes one group of a list of one: what is indented below the hyphen stays in line."""
    items = document.node(location)
    if not isinstance(items, Sequence) or len(items.items) != 1 or items.line != first.line:
        return None
    width = first.column - items.column
    return Edit(items.line, items.column, f"-{' ' * (width - 1)}", " " * width) if width > 1 else None


def _setting(location: Location) -> str:
    return next((part for part in reversed(location) if isinstance(part, str)), "")


def _named(typed: str, known: Mapping[str, str]) -> tuple[str, str | None]:
    """Return what to write for the name of something that is there, and the name itself if that is certain."""
    parts = typed.split()
    if len(parts) > 1 and all(part in known for part in parts):
        return f"write a list: [{', '.join(parts)}]", f"[{', '.join(parts)}]"
    right = certain_name(typed, known, known)
    close = right or nearest(slug_from(typed), known)
    return f"write {close}" if close else f"use one of these: {', '.join(sorted(known))}", right
