"""The DynamoDB store where the network or the service fails: never "kept" without a row."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from functions.forms.stores import StoreDown
from functions.forms.stores import dynamo as module
from functions.forms.stores.dynamo import TABLE, DynamoDB
from tests.functions.forms.builders import GOOD, Visitor

from . import emulators
from .test_contract import NOW, item

exceptions = pytest.importorskip("botocore.exceptions", reason="boto3 is not installed")


class Faulty:
    """A client that does some calls, and then says something else of them."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.before: dict[str, Exception] = {}
        self.after: dict[str, Exception] = {}

    def __getattr__(self, name: str) -> Any:
        def call(**values: Any) -> Any:
            if name in self.before:
                raise self.before[name]
            answer = getattr(self.client, name)(**values)
            if name in self.after:
                raise self.after.pop(name)
            return answer

        return call


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with emulators.moto(tmp_path_factory.mktemp("moto")) as found:
        yield found


@pytest.fixture
def client(address: str) -> Iterator[Faulty]:
    made = emulators.client("dynamodb", address)
    yield Faulty(made)
    made.close()


@pytest.fixture
def store(client: Faulty) -> DynamoDB:
    name = f"forms-{uuid4().hex}"
    client.create_table(TableName=name, **TABLE)
    return DynamoDB(name, client)


def service(code: str) -> Exception:
    return exceptions.ClientError({"Error": {"Code": code, "Message": "x"}}, "PutItem")  # type: ignore[no-any-return]


FAULTS = {
    "throttled": service("ProvisionedThroughputExceededException"),
    "denied": service("AccessDeniedException"),
    "broken": service("InternalServerError"),
    "gone": exceptions.EndpointConnectionError(endpoint_url="x"),
    "late": exceptions.ReadTimeoutError(endpoint_url="x"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_a_store_that_is_down_and_no_visitor_is_thanked(
    client: Faulty, store: DynamoDB, fault: str
) -> None:
    visitor = Visitor()
    visitor.store = store  # type: ignore[assignment]
    client.before = {"put_item": FAULTS[fault], "get_item": FAULTS[fault]}
    for form in ("contact", "newsletter", "booking"):
        response = visitor.post(form, GOOD[form])
        assert response.status == 503
        assert b"have not been sent" in response.body
        assert b"ann@mail.example" in response.body
    client.before = {}
    assert list(store.scan("", None)) == []


def test_a_write_that_timed_out_and_landed_is_found_by_the_next_try(client: Faulty, store: DynamoDB) -> None:
    visitor = Visitor()
    visitor.store = store  # type: ignore[assignment]
    client.after = {"put_item": FAULTS["late"]}
    assert visitor.post("contact", GOOD["contact"]).status == 503
    assert visitor.post("contact", GOOD["contact"]).status == 303
    assert len(list(store.scan("", None))) == 1


def test_a_save_that_landed_and_was_tried_again_is_saved(client: Faulty, store: DynamoDB) -> None:
    store.put_new(item())
    client.after = {"put_item": service("ConditionalCheckFailedException")}
    assert store.save(item(state="held"), 1)
    assert not store.save(item(state="erased"), 1)
    found = store.get("a")
    assert found
    assert (found["state"], found["version"]) == ("held", 2)


def test_a_claim_that_landed_and_was_tried_again_is_one_workers(client: Faulty, store: DynamoDB) -> None:
    store.put_new(item())
    client.after = {"put_item": service("ConditionalCheckFailedException")}
    assert store.claim("a", "one", NOW, 60)
    assert store.claim("a", "two", NOW, 60) is None


def test_a_store_that_does_not_answer_is_down_within_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=50) as silent:
        for name, value in {
            "AWS_ENDPOINT_URL_DYNAMODB": f"http://127.0.0.1:{silent.getsockname()[1]}",
            "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "eu-west-2",
            "AWS_DEFAULT_REGION": "eu-west-2",
        }.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        store = DynamoDB("forms", module._client())
        began = time.monotonic()
        with pytest.raises(StoreDown, match="ReadTimeoutError"):
            store.put_new(item())
        assert time.monotonic() - began < 5
        store.client.close()


def test_counters_and_sets_of_a_day_have_an_end_and_places_have_none(store: DynamoDB) -> None:
    store.count_if("c", 1)
    store.add_if("day", "a", 1, seconds=60)
    store.add_if("places", "a", 1)
    ends = {
        row["pk"]["S"]: int(row["expires"]["N"]) - time.time() if "expires" in row else None
        for row in store._pages("scan")
    }
    assert ends["set:places"] is None
    assert 50 < (ends["set:day"] or 0) <= 60
    assert 259_000 < (ends["count:c"] or 0) <= 259_200
