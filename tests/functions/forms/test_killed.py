"""kill -9, again and again: nothing that was acknowledged is lost, and nothing is there twice."""

from __future__ import annotations

import http.client
import json
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlencode

import pytest

from functions.forms.outbox import drain
from functions.forms.stores.sqlite import SQLite

from . import builders
from .builders import DEFINITIONS, FORM_TYPE, GOOD, NOW
from .stores.emulators import free_port
from .test_local import write_site
from .test_outbox import Letterbox, Office

ROOT = Path(__file__).parents[3]
PLENTY = {"mails_per_day": 1_000_000, "mails_per_address": 1_000_000}
SETTINGS = builders.SETTINGS._replace(**PLENTY)


class Server:
    """A real server process that is killed and started again at the same port."""

    def __init__(self, folder: Path) -> None:
        write_site(folder / "site")
        (folder / "settings.json").write_text(json.dumps(PLENTY))
        self.data, self.port = folder / "data", free_port()
        self.command = [
            sys.executable, "-m", "functions.forms.serve", "--site", str(folder / "site"), "--data", str(self.data),
            "--port", str(self.port), "--settings", str(folder / "settings.json"),
        ]  # fmt: skip
        self.process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def kill_and_start(self) -> None:
        self.kill()
        self.process = self._started()


def client(port: int, name: int, end: threading.Event, acknowledged: list[str]) -> None:
    """Send one form after the other, each until it is acknowledged, and each a second time at random."""
    number, chance = 0, random.Random(name)
    while not end.is_set():
        words = f"client {name} message {number}"
        while not end.is_set():
            if post(port, words):
                acknowledged.append(words)
                break
            time.sleep(0.02)
        if chance.random() < 0.2:
            post(port, words)
        number += 1


def post(port: int, words: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        answers = {**GOOD["contact"], "message": words}
        connection.request("POST", "/f/contact", urlencode(answers), {**FORM_TYPE, "Connection": "close"})
        return connection.getresponse().status == 303
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def message_ids(folder: Path) -> Counter[str]:
    """Count the copies of each mail in a folder; a file that is not whole is not there."""
    return Counter(
        str(message_from_bytes(file.read_bytes(), policy=policy.default)["Message-ID"])
        for file in folder.glob("*.eml")
    )


@pytest.mark.parametrize(("kills", "clients"), [(3, 10), pytest.param(30, 50, marks=pytest.mark.slow)])
def test_what_was_acknowledged_is_there_once_however_often_the_server_is_killed(
    tmp_path: Path, kills: int, clients: int
) -> None:
    server = Server(tmp_path)
    end = threading.Event()
    acknowledged: list[str] = []
    threads = [
        threading.Thread(target=client, args=(server.port, name, end, acknowledged))
        for name in range(clients)
    ]
    chance = random.Random(4)
    try:
        for thread in threads:
            thread.start()
        for _ in range(kills):
            before = len(acknowledged)
            while len(acknowledged) < before + clients and server.process.poll() is None:
                time.sleep(0.05)
            time.sleep(chance.random())
            server.kill_and_start()
        before = len(acknowledged)
        while len(acknowledged) < before + clients:
            time.sleep(0.05)
    finally:
        end.set()
        for thread in threads:
            thread.join()
        server.kill()
    store = SQLite(server.data / "forms.sqlite")
    kept = Counter(item["fields"]["message"] for item in store.scan("", None))
    assert len(acknowledged) >= clients * (kills + 1)
    assert set(acknowledged) - set(kept) == set(), "acknowledged and lost"
    assert [words for words, count in kept.items() if count > 1] == [], "there twice"
    copies = message_ids(server.data / "mail")
    copies += _drain_all(store, datetime.now(UTC) + timedelta(minutes=2))
    assert len(copies) == 2 * len(kept)
    # Only the mail that a worker had just sent when it was killed can be there twice.
    assert sum(copies.values()) - len(copies) <= kills + 1
    store.close()
    print(f"{kills} kills, {clients} clients: {len(acknowledged)} acknowledged, 0 lost, 0 twice")


def _drain_all(store: SQLite, now: datetime) -> Counter[str]:
    """Send what is left, and count the copies of each mail."""
    mailer = Letterbox()
    while drain(store, mailer, DEFINITIONS, now, SETTINGS, "last", limit=1000, seconds=1e9).counts:
        pass
    assert store.unsent() == (0, None)
    return mailer.ids


@pytest.mark.parametrize("kills", [5, pytest.param(100, marks=pytest.mark.slow)])
def test_a_worker_killed_between_sending_and_noting_loses_nothing_and_repeats_once(
    tmp_path: Path, kills: int
) -> None:
    store = SQLite(tmp_path / "forms.sqlite")
    office = Office(store)
    for number in range(kills):
        office.post("contact", {**GOOD["contact"], "email": f"{number}@mail.example"})
    now, chance, mails = NOW, random.Random(4), tmp_path / "mail"
    for _ in range(kills):
        now += timedelta(seconds=61)
        count = chance.choice((1, 1, 2))
        command = [sys.executable, "-m", "tests.functions.forms.killed_worker"]
        values = [str(store.path), str(mails), now.isoformat(), str(count)]
        done = subprocess.run([*command, *values], cwd=ROOT, check=False, capture_output=True)
        assert done.returncode in (-signal.SIGKILL, 0), done.stderr
    copies = message_ids(mails) + _drain_all(store, now + timedelta(minutes=2))
    assert len(copies) == 2 * kills
    assert max(copies.values()) <= 2
    store.close()
    repeated = sum(copies.values()) - len(copies)
    print(f"{kills} kills: {len(copies)} mails, 0 lost, {repeated} sent twice, none more often")
