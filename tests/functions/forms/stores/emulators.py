"""Two independent emulators of DynamoDB, each on loopback and ended by the test that started it."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[4]
PLACE = ROOT / ".cache" / "ministack"
"""MiniStack pins packages that ours do not go with, so it has an environment of its own."""

LOCK = ROOT / "requirements" / "ministack.txt"
START = 60.0

MOTO = """
import sys
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple
run_simple("127.0.0.1", int(sys.argv[1]), DomainDispatcherApplication(create_backend_app), threaded=False)
"""
"""One request after the other: with threads, moto checks a condition and writes without holding anything,
so that two of many at once can pass it. The real service does not."""


@contextmanager
def moto(folder: Path) -> Iterator[str]:
    """Give the address of a moto server."""
    pytest.importorskip("moto", reason="moto is not installed")
    command = [sys.executable, "-W", "ignore", "-c", MOTO]
    with served(command, {}, folder) as address:
        yield address


@contextmanager
def ministack(folder: Path) -> Iterator[str]:
    """Give the address of a MiniStack."""
    python = ministack_python()
    command = [str(python), "-m", "hypercorn", "ministack.app:app", "--log-level", "ERROR", "--bind"]
    limits = {
        "SERVICES": "dynamodb,ses,sts",
        "S3_DATA_DIR": str(folder),
        "LOG_LEVEL": "ERROR",
        "TMPDIR": str(folder),
    }
    with served(command, limits, folder) as address:
        yield address


def ministack_python() -> Path:
    """Return the Python of MiniStack's environment, which is made once."""
    python = PLACE / "bin" / "python"
    done = PLACE / ".installed"
    PLACE.mkdir(parents=True, exist_ok=True)
    with (PLACE / ".lock").open("w") as lock:  # tests run in several processes
        fcntl.flock(lock, fcntl.LOCK_EX)
        _install(python, done)
    return python


def _install(python: Path, done: Path) -> None:
    if not done.exists() or done.read_text() != LOCK.read_text():
        install = [
            str(python),
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "--require-hashes",
        ]
        try:
            subprocess.run([sys.executable, "-m", "venv", PLACE], check=True, capture_output=True)
            subprocess.run([*install, "-r", LOCK], check=True, capture_output=True, timeout=300)
        except (OSError, subprocess.SubprocessError) as fault:
            pytest.skip(f"MiniStack cannot be had: {type(fault).__name__}")
        done.write_text(LOCK.read_text())


@contextmanager
def served(command: list[str], limits: dict[str, str], folder: Path) -> Iterator[str]:
    """Start a server at a free port, which is the last word of its command, and end it afterwards."""
    port = free_port()
    last = f"127.0.0.1:{port}" if command[-1] == "--bind" else str(port)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
        "GATEWAY_PORT": str(port), **limits,
    }  # fmt: skip
    log = folder / "emulator.log"
    with log.open("wb") as file:
        # In a group of its own: MiniStack starts more processes, which must end with it.
        process = subprocess.Popen(
            [*command, last], env=environment, stdout=file, stderr=file, cwd=folder, start_new_session=True
        )
    try:
        end = time.monotonic() + START
        while process.poll() is None and time.monotonic() < end and not answers(port):
            time.sleep(0.05)
        assert process.poll() is None, log.read_text()
        yield f"http://127.0.0.1:{port}"
    finally:
        with suppress(ProcessLookupError):  # it may have ended by itself
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def client(service: str, address: str) -> Any:
    """Return a client that talks to an emulator alone, with time limits that suit a busy machine."""
    boto3 = pytest.importorskip("boto3", reason="boto3 is not installed")
    from botocore.config import Config

    return boto3.client(
        service, endpoint_url=address, region_name="eu-west-2",
        aws_access_key_id="test", aws_secret_access_key="test",
        config=Config(connect_timeout=10, read_timeout=60, retries={"total_max_attempts": 2}, max_pool_connections=60),
    )  # fmt: skip
