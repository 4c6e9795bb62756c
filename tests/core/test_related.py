"""Neighbours: the entry before and the one after."""

from __future__ import annotations

import pytest

from plugins.core.related import neighbours
from plugins.core.view import Link
from tests.builders import make_entry

A, B, C = (make_entry("page", name, f"title: {name.upper()}") for name in ("a", "b", "c"))
LINKS = {name: Link(name.upper(), f"/{name}/") for name in ("a", "b", "c")}


@pytest.mark.parametrize(
    ("entry", "before", "after"),
    [(A, None, LINKS["b"]), (B, LINKS["a"], LINKS["c"]), (C, LINKS["b"], None)],
    ids=["first", "middle", "last"],
)
def test_neighbours(entry: object, before: Link | None, after: Link | None) -> None:
    assert neighbours(entry, [A, B, C]) == (before, after)  # type: ignore[arg-type]


def test_alone_or_not_there() -> None:
    assert neighbours(A, [A]) == (None, None)
    assert neighbours(A, [B, C]) == (None, None)
    assert neighbours(A, []) == (None, None)
