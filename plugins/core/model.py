"""The base of everything that editors fill in, and what can be asked of it: names, labels, examples.

A place inside a model is written as pydantic writes it: `("fields", 2, "label")`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """The base of everything that editors fill in: frozen, and closed to names it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)

    def rules(self) -> Iterator[Rule]:
        """Yield what is wrong between fields. Only the model of a whole file is asked."""
        yield from ()


Rule = tuple[tuple[str | int, ...], str, str, str] | tuple[tuple[str | int, ...], str, str, str, str | None]
"""Where (the path of the setting), a code, what is wrong, what mends it, and the right value if it is certain."""


@cache
def fields_of(model: type[Model]) -> dict[str, Any]:
    """Return a model's fields by the names that editors write."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


def model_at(model: type[Model], location: tuple[str | int, ...]) -> type[Model] | None:
    """Return the model that describes what is at `location` inside `model`, or None."""
    current: type[Model] | None = model
    inside: Any = None
    for part in location:
        known = fields_of(current) if current is not None else {}
        if isinstance(part, str) and part in known:
            inside = known[part].annotation
            current = model_in(inside)
        elif isinstance(part, int) or inside is not None:
            current = model_in(inside)
        else:
            return None
    return current


def model_in(annotation: Any) -> type[Model] | None:
    """Return the one model that an annotation holds: `Venue | None`, `tuple[FormField, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    for part in get_args(annotation):
        found = model_in(part)
        if found:
            return found
    return None


def names_at(model: type[Model], location: tuple[str | int, ...]) -> list[str]:
    """Return the names of the settings that can stand at a place."""
    inner = model_at(model, location) if location else model
    return list(fields_of(inner)) if inner else []


def field_at(model: type[Model], location: tuple[str | int, ...]) -> Any:
    """Return pydantic's information on the field at a place, or None."""
    names = location
    while names and isinstance(names[-1], int):
        names = names[:-1]
    if not names:
        return None
    inner = model_at(model, names[:-1]) if names[:-1] else model
    return fields_of(inner).get(str(names[-1])) if inner else None


def label_of(model: type[Model], location: tuple[str | int, ...]) -> str:
    """Return the name for people of the field at `location`."""
    info = field_at(model, location)
    if info is not None and info.title:
        return str(info.title)
    words = [str(part) for part in location if isinstance(part, str)]
    return words[-1].replace("_", " ").capitalize() if words else "This value"


def example_of(model: type[Model], location: tuple[str | int, ...]) -> Any:
    """Return the example of the field at a place, or None."""
    info = field_at(model, location)
    return info.examples[0] if info is not None and info.examples else None
