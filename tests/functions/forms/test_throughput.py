"""How much the local server takes, against a bare server that only says 303, in the same run."""

from __future__ import annotations

import http.client
import json
import multiprocessing
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

import pytest

from .builders import FORM_TYPE, GOOD
from .stores.emulators import ROOT, answers, free_port
from .test_local import write_site

LIMIT, SLOWEST = 0.5, 250
"""What is asked for, of a machine that does nothing else: at least half, and a 99th percentile of 250 ms."""

LEAST = {"short": 0.1, "slow": 0.2}
"""Guards against falling far back on a busy machine; the figure itself is what is printed."""

BARE = """
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Bare(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.wfile.write(b"HTTP/1.1 303 See Other\\r\\nLocation: /\\r\\nContent-Length: 0\\r\\n\\r\\n")
    def log_message(self, *_):
        pass
class Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True
Server(("127.0.0.1", int(sys.argv[1])), Bare).serve_forever()
"""


def test_what_the_server_takes_of_what_a_bare_one_takes(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    slow = request.config.getoption("--slow")
    clients, number, rounds = (50, 100, 5) if slow else (10, 40, 1)
    write_site(tmp_path / "site")
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps({"mails_per_day": 0}))  # no mail: the figure is of accepting
    port, bare_port = free_port(), free_port()
    ours = [
        sys.executable, "-m", "functions.forms.serve", "--site", str(tmp_path / "site"),
        "--data", str(tmp_path / "data"), "--port", str(port), "--settings", str(settings),
    ]  # fmt: skip
    both = (([sys.executable, "-c", BARE, str(bare_port)], bare_port), (ours, port))
    parts = []
    for _ in range(rounds):  # in turn, so that what else the machine does meets both
        shutil.rmtree(tmp_path / "data", ignore_errors=True)
        (bare, bare_p99), (forms, p99) = (served(*one, clients, number) for one in both)
        parts.append(forms / bare)
        print(
            f"{clients} clients: bare {bare:.0f} requests/s (p99 {bare_p99:.0f} ms), "
            f"forms {forms:.0f} (p99 {p99:.0f} ms, limit {SLOWEST}), {forms / bare:.0%}"
        )
    print(f"the middle one of {rounds}: {median(parts):.0%} (limit {LIMIT:.0%})")
    assert median(parts) >= LEAST["slow" if slow else "short"]


def served(command: list[str], port: int, clients: int, number: int) -> tuple[float, float]:
    """Start a server, and return what `measured` says of it."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, **quiet)  # type: ignore[call-overload]
    try:
        while not answers(port):
            time.sleep(0.05)
        return measured(port, clients, number)
    finally:
        process.kill()
        process.wait()


def measured(port: int, clients: int, number: int) -> tuple[float, float]:
    """Return requests a second, and the 99th percentile in ms, of clients in two processes."""
    context = multiprocessing.get_context("spawn")
    results: Any = context.Queue()
    processes = [
        context.Process(target=crowd, args=(port, clients // 2, number, part, results)) for part in range(2)
    ]
    for process in processes:
        process.start()
    found = [results.get(timeout=300) for _ in processes]
    for process in processes:
        process.join()
    times = sorted(seconds for _, _, taken in found for seconds in taken)
    length = max(end for _, end, _ in found) - min(start for start, _, _ in found)
    return len(times) / length, times[int(len(times) * 0.99)] * 1000


def crowd(port: int, clients: int, number: int, part: int, results: Any) -> None:
    """Post from many keep-alive clients, each submission twice."""
    taken: list[float] = []

    def one(name: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for index in range(number):
            answers = {**GOOD["contact"], "message": f"{part} {name} {index // 2}" + "x" * 700}
            began = time.perf_counter()
            connection.request("POST", "/f/contact", urlencode(answers), FORM_TYPE)
            response = connection.getresponse()
            response.read()
            assert response.status == 303
            taken.append(time.perf_counter() - began)
        connection.close()

    threads = [threading.Thread(target=one, args=(name,)) for name in range(clients)]
    start = time.time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put((start, time.time(), taken))
