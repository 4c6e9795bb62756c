"""Items in one DynamoDB table: key `pk`, a sparse index `due` (`queue`, `due`), and the TTL attribute `expires`."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from . import COUNTER_SECONDS, Added, Item, StoreDown, claim, due_at, dumps, epoch

TABLE: Mapping[str, Any] = {
    "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "AttributeDefinitions": [
        {"AttributeName": "pk", "AttributeType": "S"},
        {"AttributeName": "queue", "AttributeType": "S"},
        {"AttributeName": "due", "AttributeType": "N"},
    ],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "due",
            "KeySchema": [
                {"AttributeName": "queue", "KeyType": "HASH"},
                {"AttributeName": "due", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["received"]},
        }
    ],
}
"""What `create_table` needs besides the name."""

_NAMES = {"#due": "due", "#q": "queue"}


class DynamoDB:
    """A store in the table `table`. What DynamoDB does not answer in about four seconds, tries included, is down."""

    def __init__(self, table: str, client: Any = None) -> None:
        self.table = table
        self.client = _client() if client is None else client

    def put_new(self, item: Item) -> bool:
        """See Store. A write that timed out may have landed: the next try then finds it there."""
        return self._changed("put_item", Item=_row(item), ConditionExpression="attribute_not_exists(pk)")

    def seen(self, id: str) -> bool:  # noqa: A002
        """See Store. To look takes a request of its own, as long as the write that tells for certain."""
        return False

    def get(self, id: str) -> Item | None:  # noqa: A002
        """See Store."""
        row = self._kept(id)
        return json.loads(row["body"]["S"]) if row else None

    def due(self, now: datetime, limit: int) -> list[str]:
        """See Store. The index follows the table with a short delay: what is missed is found next time."""
        rows = self._pages(
            "query", IndexName="due", KeyConditionExpression="#q = :q AND #due <= :now",
            ExpressionAttributeNames=_NAMES, Limit=limit,
            ExpressionAttributeValues={":q": {"S": "due"}, ":now": _number(now.timestamp())},
        )  # fmt: skip
        return [row["pk"]["S"] for row, _ in zip(rows, range(limit), strict=False)]

    def claim(self, id: str, owner: str, now: datetime, lease: float) -> Item | None:  # noqa: A002
        """See Store."""
        return claim(self, id, owner, now, lease)

    def save(self, item: Item, expect: int) -> bool:
        """See Store."""
        row = _row({**item, "version": expect + 1})
        if self._changed(
            "put_item", Item=row, ConditionExpression="version = :expect",
            ExpressionAttributeValues={":expect": _number(expect)},
        ):  # fmt: skip
            return True
        # A write whose answer was lost has landed, and the try after it found another version: our own.
        kept = self._kept(item["id"])
        return kept is not None and kept["body"] == row["body"]

    def add_if(self, key: str, member: str, cap: int | None, seconds: float | None = None) -> Added:
        """See Store."""
        update, condition = "ADD members :members", "NOT contains(members, :member)"
        values: dict[str, Any] = {":members": {"SS": [member]}, ":member": {"S": member}}
        if cap is not None:
            condition += " AND size(members) < :cap"
            values[":cap"] = _number(cap)
        if seconds is not None:
            update += " SET expires = if_not_exists(expires, :expires)"
            values[":expires"] = _number(int(time.time() + seconds))
        if (cap is None or cap > 0) and self._changed(
            "update_item", Key=_key(f"set:{key}"), UpdateExpression=update,
            ConditionExpression=f"attribute_not_exists(members) OR ({condition})", ExpressionAttributeValues=values,
        ):  # fmt: skip
            return "added"
        row = self._kept(f"set:{key}")
        return "there" if row and member in row.get("members", {"SS": []})["SS"] else "full"

    def size(self, key: str) -> int:
        """See Store."""
        row = self._kept(f"set:{key}") or {}
        return len(row.get("members", {}).get("SS", ()))

    def remove(self, key: str, member: str) -> None:
        """See Store. A set whose last member goes is a row without members."""
        self._call(
            "update_item", Key=_key(f"set:{key}"), UpdateExpression="DELETE members :members",
            ConditionExpression="contains(members, :member)",
            ExpressionAttributeValues={":members": {"SS": [member]}, ":member": {"S": member}},
        )  # fmt: skip

    def count_if(self, key: str, cap: int) -> bool:
        """See Store. A try after an answer that was lost may count twice: a cap is then reached sooner."""
        if cap <= 0:
            return False
        return self._changed(
            "update_item", Key=_key(f"count:{key}"), UpdateExpression="ADD counted :one SET expires = :expires",
            ConditionExpression="attribute_not_exists(pk) OR counted < :cap",
            ExpressionAttributeValues={
                ":one": _number(1), ":cap": _number(cap), ":expires": _number(int(time.time() + COUNTER_SECONDS))
            },
        )  # fmt: skip

    def counted(self, key: str) -> int:
        """See Store."""
        row = self._kept(f"count:{key}")
        return int(row["counted"]["N"]) if row else 0

    def scan(self, form: str, since: datetime | None) -> Iterator[Item]:
        """See Store. In no order; reads the whole table."""
        start = since.timestamp() if since else 0.0
        for row in self._pages("scan", ConsistentRead=True):
            if "body" in row and form in {"", row["form"]["S"]} and float(row["received"]["N"]) >= start:
                yield json.loads(row["body"]["S"])

    def delete(self, id: str, expect: int | None = None) -> bool:  # noqa: A002
        """See Store."""
        condition: dict[str, Any] = {"ConditionExpression": "attribute_exists(pk)"}
        if expect is not None:
            condition = {
                "ConditionExpression": "version = :expect",
                "ExpressionAttributeValues": {":expect": _number(expect)},
            }
        return self._changed("delete_item", Key=_key(id), **condition)

    def expired(self, now: datetime, limit: int) -> list[str]:
        """See Store. Reads the whole table, for once a day: DynamoDB's own TTL may be days late."""
        rows = self._pages(
            "scan", FilterExpression="expires <= :now AND attribute_exists(body)",
            ExpressionAttributeValues={":now": _number(now.timestamp())}, ProjectionExpression="pk",
        )  # fmt: skip
        return [row["pk"]["S"] for row, _ in zip(rows, range(limit), strict=False)]

    def unsent(self) -> tuple[int, float | None]:
        """See Store."""
        rows = self._pages(
            "query", IndexName="due", KeyConditionExpression="#q = :q", ExpressionAttributeNames={"#q": "queue"},
            ExpressionAttributeValues={":q": {"S": "due"}},
        )  # fmt: skip
        received = [float(row["received"]["N"]) for row in rows]
        return len(received), min(received, default=None)

    def _kept(self, key: str) -> Any:
        """Return the row of a key as it is now, or None."""
        return self._call("get_item", Key=_key(key), ConsistentRead=True).get("Item")

    def _changed(self, call: str, **values: Any) -> bool:
        return bool(self._call(call, **values))

    def _pages(self, call: str, **values: Any) -> Iterator[Any]:
        while True:
            answer = self._call(call, **values)
            yield from answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return
            values["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _call(self, call: str, **values: Any) -> Any:
        """Ask DynamoDB. Returns its answer, or {} where the condition did not hold."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return getattr(self.client, call)(TableName=self.table, **values)
        except ClientError as fault:
            code = fault.response.get("Error", {}).get("Code", "")
            if code == "ConditionalCheckFailedException":
                return {}
            raise StoreDown(code) from fault
        except BotoCoreError as fault:
            raise StoreDown(type(fault).__name__) from fault


def _client() -> Any:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError

    # Two tries of 0.5 + 1.3 s and the pause between them: below four seconds.
    settings = Config(
        connect_timeout=0.5, read_timeout=1.3, retries={"mode": "standard", "total_max_attempts": 2}
    )
    try:
        return boto3.client("dynamodb", config=settings)
    except BotoCoreError as fault:  # no region
        raise StoreDown(str(fault)) from fault


def _row(item: Item) -> dict[str, Any]:
    row = {
        "pk": {"S": item["id"]},
        "form": {"S": item["form"]},
        "received": _number(epoch(item["received"])),
        "version": _number(item["version"]),
        "body": {"S": dumps(item)},
    }
    due = due_at(item)
    if due is not None:
        row |= {"queue": {"S": "due"}, "due": _number(due)}
    if item.get("expires") is not None:
        row["expires"] = _number(int(item["expires"]))
    return row


def _key(name: str) -> dict[str, Any]:
    return {"pk": {"S": name}}


def _number(value: float) -> dict[str, str]:
    return {"N": repr(value)}
