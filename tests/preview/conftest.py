"""A project in a folder of its own, with a preview that runs a fake builder."""

from __future__ import annotations

import http.client
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugins.engine.result import BuildOptions
from plugins.preview.command import MakeForms, Preview
from plugins.preview.state import Snapshot

FAKE = (sys.executable, str(Path(__file__).with_name("fake_builder.py")))
DEADLINE = 30.0


def until(condition: Callable[[], object], what: str) -> None:
    """Return once the condition holds; fail if it does not within the deadline."""
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, f"This did not happen: {what}"
        time.sleep(0.01)


def lives(pid: int) -> bool:
    """Say whether a process runs. One that only waits for its parent to note its end does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")


class Project:
    """A small project, and a preview of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._number = 0
        for folder in ("content", "theme", "plugins"):
            (root / folder).mkdir(parents=True)
        (root / "plugins/code.py").write_text("")
        (root / "pelicanconf.py").write_text("")
        self.write("content/index.md", "first")
        self.said: list[str] = []
        self.preview: Preview | None = None

    def write(self, path: str, text: str) -> None:
        """Write a file in one step, as editors do."""
        self._number += 1
        fresh = self.root / f"fresh-{self._number}"
        fresh.write_text(text)
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(fresh, target)

    def start(self, port: int = 0, hold: float = 25.0, make_forms: MakeForms | None = None) -> Project:
        """Start the preview and wait for its first build."""
        self.preview = Preview(
            BuildOptions(), port, root=self.root, command=FAKE, say=self.said.append, hold=hold,
            make_forms=make_forms,
        )  # fmt: skip
        self.preview.start()
        until(lambda: self.state.builds, "the first build")
        return self

    def stop(self) -> None:
        """Stop the preview if it runs."""
        if self.preview is not None:
            self.preview.stop()
            self.preview = None

    @property
    def state(self) -> Snapshot:
        """The state of the preview."""
        assert self.preview is not None
        return self.preview.state.snapshot()

    @property
    def address(self) -> str:
        """Where it is served."""
        assert self.preview is not None
        return self.preview.address

    @property
    def port(self) -> int:
        """The port it has."""
        return int(self.address.rstrip("/").rpartition(":")[2])

    @property
    def builders(self) -> list[int]:
        """The process id of the builder in each build."""
        log = self.root / "builds.log"
        return [int(line) for line in log.read_text().split()] if log.exists() else []

    def await_builds(self, number: int) -> Snapshot:
        """Wait until that many builds have ended since the start."""
        until(lambda: self.state.builds >= number, f"build {number}")
        return self.state

    def stays_at(self, builds: int, seconds: float) -> bool:
        """Say whether no further build starts in this time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if len(self.builders) != builds:
                return False
            time.sleep(0.05)
        return True

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Send a request and return status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project whose preview is not started yet."""
    before = set(threading.enumerate())
    made = Project(tmp_path / "project")
    yield made
    made.stop()
    ours = {"watcher", "rebuilder", "server", "builder-answers", "builder-messages"}
    until(
        lambda: not any(thread.name in ours for thread in set(threading.enumerate()) - before),
        "the end of the preview's threads",
    )
