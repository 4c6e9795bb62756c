"""Every store that there is, empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from functions.forms.stores import Store
from functions.forms.stores.dynamo import TABLE, DynamoDB
from functions.forms.stores.sqlite import SQLite

from . import emulators


@pytest.fixture(params=["sqlite", "moto", "ministack"], scope="module")
def make_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Give a function that makes an empty store."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sqlite":
        yield lambda: SQLite(folder / uuid4().hex / "forms.sqlite")
        return
    with getattr(emulators, request.param)(folder) as address:
        client = emulators.client("dynamodb", address)

        def table() -> DynamoDB:
            name = f"forms-{uuid4().hex}"
            client.create_table(TableName=name, **TABLE)
            return DynamoDB(name, client)

        yield table
        client.close()


@pytest.fixture
def store(make_store: Callable[[], Store]) -> Iterator[Store]:
    made = make_store()
    yield made
    if isinstance(made, SQLite):
        made.close()
