"""Print what the core costs by itself, a line a figure: `python -m tests.functions.forms.figures`.

All is CPU time. Machines differ, so each figure stands beside a yardstick of the same run: the least that the
standard library needs to read a form of the same size and to sign it, the import of the modules that this
takes, and what the platform's own client costs.
"""

from __future__ import annotations

import ast
import hashlib
import hmac
import io
import os
import subprocess
import sys
import tempfile
import time
import tokenize
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median_low
from typing import Any, NamedTuple, cast
from urllib.parse import parse_qsl, urlencode

from functions.forms.handler import handle
from functions.forms.messages import Request
from functions.forms.stores import Item, Store
from functions.forms.stores.dynamo import DynamoDB

from .builders import DEFINITIONS, FORM_TYPE, KEYS, NOW, SETTINGS, MemoryStore

CORE = "import functions.forms.handler"
STANDARD = "import json, urllib.parse, hmac, hashlib, base64, html"
SDK = "import boto3; boto3.client('dynamodb', region_name='eu-west-2')"
SUBMIT = f"import functions.forms.aws; {SDK}"
"""All that the function of the cloud loads to answer a visitor."""


ROOT = Path(__file__).parents[3]
AT_HOME = ("admin.py", "letterbox.py", "local.py", "serve.py", "sqlite.py", "file.py", "smtp.py")
NO_CODE = (
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER
)  # fmt: skip


class NoStore(MemoryStore):
    """Takes everything and keeps nothing. `last` is what came last."""

    def put_new(self, item: Item) -> bool:
        self.last = item
        return True


NOWHERE = NoStore()


class Spent(NamedTuple):
    """CPU microseconds that a request took: the middle one of all, and the slow ones."""

    p50: float
    p95: float
    p99: float

    def __str__(self) -> str:
        return ", ".join(f"{name} {value:.0f}" for name, value in self._asdict().items()) + " µs"


def body(number: int) -> bytes:
    answers = {
        "name": "Ann Example",
        "email": f"ann{number}@mail.example",
        "message": f"{number} " + "Hello there, how are you. " * 31,
        "form_version": "a" * 64,
        "company_site": "",
    }
    return urlencode(answers).encode()


def accept(sent: bytes) -> None:
    request = Request("POST", "/f/contact", "", FORM_TYPE, sent, "192.0.2.1")
    assert handle(request, DEFINITIONS, cast("Store", NOWHERE), NOW, KEYS, SETTINGS).status == 303


def bare(sent: bytes) -> None:
    parse_qsl(sent.decode(), keep_blank_values=True, errors="strict", max_num_fields=50)
    hmac.new(KEYS.current, sent, hashlib.sha256).hexdigest()


def sdk_call() -> Callable[[bytes], None]:
    """Return a write of an item with the platform's client, whose network answers at once."""
    import boto3
    from botocore.awsrequest import AWSResponse

    class Answer:
        def stream(self) -> list[bytes]:
            return [b"{}"]

    def answered(request: Any, **_: Any) -> AWSResponse:
        return AWSResponse(request.url, 200, {}, Answer())

    client = boto3.client(
        "dynamodb", region_name="eu-west-2", aws_access_key_id="x", aws_secret_access_key="y"
    )
    client.meta.events.register("before-send.dynamodb", answered)
    store = DynamoDB("forms", client)
    accept(body(0))
    return lambda _: cast("None", store.put_new(NOWHERE.last))


def spent(works: Sequence[Callable[[bytes], object]], requests: int) -> list[Spent]:
    """Measure each work, request by request in turn, so that what else the machine does meets them all."""
    times: list[list[int]] = [[] for _ in works]
    for number in range(requests):
        sent = body(number)
        for work, found in zip(works, times, strict=True):
            started = time.process_time_ns()
            work(sent)
            found.append(time.process_time_ns() - started)
    return [Spent(*(sorted(found)[requests * at // 100] / 1000 for at in (50, 95, 99))) for found in times]


def imports(one: str, other: str, runs: int) -> tuple[float, float, float]:
    """Measure what two codes take in new processes, in turn, from compiled files.

    Returns the least milliseconds of each, and how many times the other's the one takes: of each pair, the
    middle one of all.
    """
    pairs = []
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}
        for number in range(runs + 1):
            pair = []
            for code in (one, other):
                timed = f"import time; a = time.process_time(); {code}; print(time.process_time() - a)"
                run = subprocess.run(
                    [sys.executable, "-c", timed], env=environ, capture_output=True, text=True, check=True
                )
                pair.append(float(run.stdout) * 1000)
            if number:  # the first compiles
                pairs.append(pair)
    ones, others = zip(*pairs, strict=True)
    return min(ones), min(others), median_low(one / other for one, other in pairs)


def code_lines(files: Iterable[Path]) -> int:
    """Count lines that hold code: neither blank, nor a comment, nor a docstring."""
    number = 0
    for file in files:
        text = file.read_text()
        lines = {
            line
            for token in tokenize.generate_tokens(io.StringIO(text).readline)
            if token.type not in NO_CODE
            for line in range(token.start[0], token.end[0] + 1)
        }
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                lines -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        number += len(lines)
    return number


def main() -> None:
    own, least = spent((accept, bare), 5000)
    beside, call = spent((accept, sdk_call()), 1000)
    core, standard, core_times = imports(CORE, STANDARD, 10)
    submit, sdk, submit_times = imports(SUBMIT, SDK, 9)
    every = sorted((ROOT / "functions").rglob("*.py"))
    cloud = [file for file in every if file.name not in AT_HOME]
    times = f"{own.p50 / least.p50:.1f} times, at p95 {own.p95 / least.p95:.1f}"
    print(f"one accepted submission of {len(body(0))} bytes, own CPU: {own} (limit: p95 100)")
    print(f"  against reading and signing alone ({least}): {times} (so the limit, where that takes 17: 5.9)")
    print(f"  against the SDK's call ({call}): {call.p50 / beside.p50:.1f} times less (limit: 10)")
    print(f"import of the core: {core:.0f} ms (limit: 40, where {STANDARD.removeprefix('import ')} takes 12)")
    print(f"  against that import ({standard:.0f} ms): {core_times:.2f} times (so the limit: 3.33)")
    print(f"import of submit with its SDK: {submit:.0f} ms")
    print(f"  against the SDK alone ({sdk:.0f} ms): {submit_times:.2f} times (limit: 1.25)")
    size = f"{code_lines(every)}, of which the cloud runs {code_lines(cloud)}"
    print(f"lines of code in functions/: {size} (limit: about 1500)")


if __name__ == "__main__":
    main()
