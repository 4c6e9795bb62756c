"""The template, read as data: `!Ref Table` is {"Ref": "Table"}, and so on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

PATH = Path(__file__).parents[2] / "deploy" / "forms.yaml"


class _Loader(yaml.SafeLoader):
    pass


def _function(loader: yaml.SafeLoader, name: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    assert isinstance(node, yaml.ScalarNode)
    return {name: loader.construct_scalar(node)}


_Loader.add_multi_constructor("!", _function)


def read() -> dict[str, Any]:
    """Read the template."""
    found: dict[str, Any] = yaml.load(PATH.read_text("utf-8"), _Loader)
    return found


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    """Return the properties of each resource of a type, by its name."""
    return {
        name: resource["Properties"]
        for name, resource in read()["Resources"].items()
        if resource["Type"] == f"AWS::{kind}"
    }
