"""Turns a document into a typed, frozen model, or into problems that an editor understands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError

from . import documents
from .clock import Moment, start_of
from .documents import Document
from .fields import Addresses, Day, Flag, Language, Line, OpenPlaceholder, Slugs, When, field, one_of
from .problems import Problem, nearest

PLACEHOLDER = re.compile(r"\{placeholder:([^{}\s]*)\}")


class Model(BaseModel):
    """The base of everything that editors fill in: frozen, and closed to names it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Image(Model):
    """A picture that goes with an item."""

    file: Line = field("Image file", "The file's name in content/images.", "workshop.jpg")
    alt: Line = field(
        "Image description", "What the picture shows, for people who can't see it.", "People round a table"
    )


class Item(Model):
    """What every content type has. `name` is the file's name; the address is made from it."""

    title: Line = field("Title", "What the page is called. It is the main heading.", "Working together")
    summary: Line = field(
        "Summary",
        "One or two sentences in plain text. Lists, feeds and search show them.",
        "How people from different services work on one problem.",
    )
    status: Annotated[Literal["published", "draft"], one_of("published", "draft")] = field(
        "Status",
        "draft keeps the item out of the published site; a preview shows it.",
        "published",
        default="published",
    )
    sample: Flag = field(
        "Example", "true marks an example: labelled on the page, never published.", "true", default=False
    )
    lang: Language | None = field(
        "Language", "The language of the text, if it is not the site's.", "gd", default=None
    )
    topics: Slugs = field(
        "Topics", "What it is about: names of topics from site.yaml.", ["facilitation"], default=()
    )
    image: Image | None = field(
        "Image",
        "A picture and its description.",
        {"file": "workshop.jpg", "alt": "People round a table"},
        default=None,
    )
    owner: Line | None = field(
        "Owner", "The role or team that keeps it up to date.", "Core team", default=None
    )
    review_by: Day | None = field("Review by", "The day to look at it again.", "2027-05-31", default=None)
    publish_from: When | None = field(
        "Publish from", "It appears from this day or time on.", "2026-12-01 09:00", default=None
    )
    publish_until: When | None = field(
        "Publish until", "It disappears on this day or at this time.", "2027-12-01", default=None
    )
    aliases: Addresses = field("Aliases", "Old addresses that lead here.", ["/old-name/"], default=())

    def rules(self) -> Iterator[Rule]:
        """Yield what is wrong between fields. Types add to this; each rule names its field."""
        first, last = self.publish_from, self.publish_until
        if first and last and start_of(last) <= start_of(first):
            yield (
                ("publish_until",),
                "publish-order",
                "Publish until must be after publish from.",
                "change one of the two dates.",
            )

    def is_live(self, now: datetime, *, publish: bool) -> bool:
        """Say whether the item is part of the site: drafts and examples only in a preview."""
        if publish and (self.sample or self.status == "draft"):
            return False
        if self.publish_from is not None and start_of(self.publish_from) > now:
            return False
        return self.publish_until is None or start_of(self.publish_until) > now


Rule = tuple[tuple[str | int, ...], str, str, str]
"""Where (the path of the setting), a code, what is wrong, and what mends it."""

M = TypeVar("M", bound=Model)


class Placeholders:
    """What stands in for what the owner has not decided: `{placeholder:name}` in any text.

    `values` maps a name to the decided text or to an `OpenPlaceholder`; not `complete`: site.yaml
    could not be read, so nothing can be said of a name that is not there.
    """

    def __init__(self, values: Mapping[str, str], *, complete: bool = True) -> None:
        self.values = values
        self.complete = complete

    def fill(self, text: str, unknown: Callable[[str], None] = lambda name: None) -> str:
        """Return the text with placeholders filled in; calls `unknown` for a name that is not there.

        A text that is nothing but one open placeholder stays an `OpenPlaceholder`, so that a
        field of another kind (a date, an address) can tell.
        """
        if "{placeholder:" not in text:
            return text
        whole = PLACEHOLDER.fullmatch(text.strip())
        if whole and whole[1] in self.values:
            return self.values[whole[1]]

        def replace(match: re.Match[str]) -> str:
            if match[1] not in self.values:
                if self.complete:
                    unknown(match[1])
                return match[0]
            return str(self.values[match[1]])

        return PLACEHOLDER.sub(replace, text)


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


def unknown_placeholder(path: str, line: int, column: int, name: str, known: Placeholders) -> Problem:
    """The problem of a text that names a placeholder which site.yaml does not have."""
    close = nearest(name, known.values)
    return Problem(
        path, line, column, "placeholder-unknown",
        f"There is no placeholder called {name}.",
        f"write {{placeholder:{close}}}" if close else "add it to the placeholders in site.yaml, or write the text itself.",
    )  # fmt: skip


def _plain(
    document: Document,
    node: documents.Node,
    annotation: Any,
    placeholders: Placeholders,
    problems: list[Problem],
) -> Any:
    """Return the node as texts, lists and dicts; known settings without a value are left out."""
    if isinstance(node, documents.Scalar):
        place = (document.path, node.line, node.column)
        return placeholders.fill(
            node.text, lambda name: problems.append(unknown_placeholder(*place, name, placeholders))
        )
    model = _model_in(annotation)
    if isinstance(node, documents.Sequence):
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
        if not (key.text in fields and isinstance(value, documents.Scalar) and not value.text)
    }


def _is_dict(annotation: Any) -> bool:
    return get_origin(annotation) is dict or any(_is_dict(part) for part in get_args(annotation))


def fields_of(model: type[Model]) -> dict[str, Any]:
    """Return a model's fields by the names that editors write."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


def _problems_of(document: Document, model: type[Model], error: ValidationError) -> Iterator[Problem]:
    errors = error.errors(include_url=False)
    misspelt: set[tuple[str | int, ...]] = set()
    for found in errors:
        if found["type"] == "extra_forbidden":
            location = tuple(found["loc"])
            close = nearest(str(location[-1]), _names(model, location[:-1]))
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
    known = _names(model, location[:-1])
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
    name, example = location[-1], _example_of(model, location)
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


def model_at(model: type[Model], location: tuple[str | int, ...]) -> type[Model] | None:
    """Return the model that describes what is at `location` inside `model`, or None."""
    current: type[Model] | None = model
    inside: Any = None
    for part in location:
        known = fields_of(current) if current is not None else {}
        if isinstance(part, str) and part in known:
            inside = known[part].annotation
            current = _model_in(inside)
        elif isinstance(part, int) or inside is not None:
            current = _model_in(inside)
        else:
            return None
    return current


def _model_in(annotation: Any) -> type[Model] | None:
    """Return the one model that an annotation holds: `Venue | None`, `tuple[FormField, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    for part in get_args(annotation):
        found = _model_in(part)
        if found:
            return found
    return None


def _names(model: type[Model], location: tuple[str | int, ...]) -> list[str]:
    inner = model_at(model, location) if location else model
    return list(fields_of(inner)) if inner else []


def _field_at(model: type[Model], location: tuple[str | int, ...]) -> Any:
    names = location
    while names and isinstance(names[-1], int):
        names = names[:-1]
    if not names:
        return None
    inner = model_at(model, names[:-1]) if names[:-1] else model
    return fields_of(inner).get(str(names[-1])) if inner else None


def label_of(model: type[Model], location: tuple[str | int, ...]) -> str:
    """Return the name for people of the field at `location`."""
    info = _field_at(model, location)
    if info is not None and info.title:
        return str(info.title)
    words = [str(part) for part in location if isinstance(part, str)]
    return words[-1].replace("_", " ").capitalize() if words else "This value"


def _example_of(model: type[Model], location: tuple[str | int, ...]) -> Any:
    info = _field_at(model, location)
    return info.examples[0] if info is not None and info.examples else None


def is_open(value: object) -> bool:
    """Say whether a value still waits for the owner's decision."""
    return isinstance(value, OpenPlaceholder)


def opening_state(
    opens: Moment | None, closes: Moment | None, now: datetime
) -> Literal["before", "open", "after"]:
    """Say where `now` lies; a closing day is open until its end, UK time."""
    from datetime import timedelta

    if opens is not None and now < start_of(opens):
        return "before"
    if closes is not None:
        end = start_of(closes) if isinstance(closes, datetime) else start_of(closes + timedelta(days=1))
        if now >= end:
            return "after"
    return "open"
