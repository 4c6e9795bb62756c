"""Every field says what it is and shows an example, and the examples are right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest
import yaml

from plugins.core.model import Model
from plugins.core.organisation import Organisation, Redirects
from plugins.core.schema import validate
from tests.builders import BY_NAME, check, found, make_document, make_placeholders, make_settings


def inner_models(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield from models_of(annotation)
    for part in get_args(annotation):
        yield from inner_models(part)


def models_of(model: type[Model]) -> Iterator[type[Model]]:
    """Yield a model and all that its fields hold."""
    yield model
    for info in model.model_fields.values():
        yield from inner_models(info.annotation)


MODELS = dict.fromkeys(
    found
    for model in (*(kind.model for kind in BY_NAME.values()), Organisation, Redirects)
    for found in models_of(model)
)
FIELDS = {
    f"{model.__name__}.{info.alias or name}": info
    for model in MODELS
    for name, info in model.model_fields.items()
}


def test_the_models_inside_models_are_found() -> None:
    names = {model.__name__ for model in MODELS}
    assert {"Page", "Signpost", "Image", "Choice", "CallToAction", "Booking", "Section", "Redirect"} <= names


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_explains_itself(name: str) -> None:
    info = FIELDS[name]
    assert info.title
    assert info.title[0].isupper()
    assert info.description
    assert info.description.endswith(".")
    assert info.examples
    if not any(inner_models(info.annotation)):  # a group is shown by the examples of what it holds
        assert info.examples[0] not in (None, "", [], {})


@pytest.mark.parametrize(
    "name", [name for name, info in FIELDS.items() if isinstance((info.examples or [0])[0], str)]
)
def test_an_example_can_be_pasted_after_its_name(name: str) -> None:
    example, key = (FIELDS[name].examples or [""])[0], name.partition(".")[2]
    value = make_document(f"{key}: {example}").settings.get(key)
    assert getattr(value, "text", None) == example


NEEDED_TOO = {"event": ("end",)}
"""What a type needs besides its required fields, by a rule between fields."""


def example_of(kind: str, names: list[str]) -> str:
    fields = BY_NAME[kind].model.model_fields
    return yaml.safe_dump({name: (fields[name].examples or [""])[0] for name in names}, sort_keys=False)


@pytest.mark.parametrize("kind", BY_NAME)
def test_a_document_of_the_examples_of_required_fields_is_right(kind: str) -> None:
    fields = BY_NAME[kind].model.model_fields
    names = [name for name, info in fields.items() if info.is_required() or name in NEEDED_TOO.get(kind, ())]
    assert check(kind, example_of(kind, names)) == []


@pytest.mark.parametrize("kind", BY_NAME)
def test_a_document_of_all_examples_is_right(kind: str) -> None:
    assert check(kind, example_of(kind, list(BY_NAME[kind].model.model_fields))) == []


@pytest.mark.parametrize(
    "model", [model for model in MODELS if model.__name__ not in ("Organisation", "Redirects")]
)
def test_the_examples_inside_are_right(model: type[Model]) -> None:
    if model in [kind.model for kind in BY_NAME.values()]:
        return
    values = {
        info.alias or name: info.examples[0]
        for name, info in model.model_fields.items()
        if info.examples and isinstance(info.examples[0], str)
    }
    required = {info.alias or name for name, info in model.model_fields.items() if info.is_required()}
    if not required <= set(values):
        return  # holds groups, whose examples have tests of their own
    document = make_settings(yaml.safe_dump(values))
    _, problems = validate(document, model, make_placeholders())
    assert found(problems) == []
