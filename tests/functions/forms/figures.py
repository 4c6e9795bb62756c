"""Print what the core costs by itself: `python -m tests.functions.forms.figures`.

Each figure stands beside a yardstick of the same run, as machines differ: the least that the standard
library needs to read a form of the same size and sign it, and the import of the modules that this takes.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import cast
from urllib.parse import parse_qsl, urlencode

from functions.forms.handler import handle
from functions.forms.messages import Request
from functions.forms.stores import Item, Store

from .builders import DEFINITIONS, FORM_TYPE, KEYS, NOW, SETTINGS, MemoryStore

REQUESTS = 5000
YARDSTICK = "json, urllib.parse, hmac, hashlib, base64, html, dataclasses, datetime, unicodedata"


class NoStore(MemoryStore):
    """Takes everything and keeps nothing."""

    def put_new(self, item: Item) -> bool:
        return bool(item)


NOWHERE = cast("Store", NoStore())


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
    assert handle(request, DEFINITIONS, NOWHERE, NOW, KEYS, SETTINGS).status == 303


def bare(sent: bytes) -> None:
    parse_qsl(sent.decode(), keep_blank_values=True, errors="strict", max_num_fields=50)
    hmac.new(KEYS.current, sent, hashlib.sha256).hexdigest()


def microseconds(work: Callable[[bytes], None]) -> str:
    spent = []
    for number in range(REQUESTS):
        sent = body(number)
        started = time.process_time_ns()
        work(sent)
        spent.append(time.process_time_ns() - started)
    spent.sort()
    return ", ".join(f"p{at} {spent[REQUESTS * at // 100] / 1000:.0f}" for at in (50, 95, 99))


def milliseconds(modules: str) -> str:
    """Return the CPU time of an import, from compiled files, the least of ten."""
    code = f"import time; a = time.process_time(); import {modules}; print((time.process_time() - a) * 1000)"
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}
        runs = [
            subprocess.run(
                [sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True
            )
            for _ in range(10)
        ]
    return f"{min(float(run.stdout) for run in runs):.1f}"


if __name__ == "__main__":
    print(f"one accepted submission of {len(body(0))} bytes, CPU microseconds: {microseconds(accept)}")
    print(f"yardstick, reading and signing alone, CPU microseconds: {microseconds(bare)}")
    print(f"import of the core, CPU milliseconds: {milliseconds('functions.forms.handler')}")
    print(f"yardstick, import of its standard library, CPU milliseconds: {milliseconds(YARDSTICK)}")
