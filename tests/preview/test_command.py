"""The serve command as a process: how it starts, how it ends, and what it says."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugins.engine.project import ROOT
from plugins.engine.result import BuildOptions
from plugins.preview import serve

from .conftest import FAKE, Project, lives, until

SERVE = """
import sys
from pathlib import Path
from plugins.engine.result import BuildOptions
from plugins.preview.command import run
sys.exit(run(BuildOptions(), int(sys.argv[1]), root=Path.cwd(), command=sys.argv[2:]))
"""


class Serving:
    """A serve process in a process group of its own, as a terminal starts it."""

    def __init__(self, project: Project, port: int = 0) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(port), *FAKE], cwd=project.root, start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip
        self.out: list[str] = []
        assert self.process.stdout is not None
        self._reader = threading.Thread(
            target=lambda: self.out.extend(iter(self.process.stdout.readline, ""))
        )  # type: ignore[union-attr]
        self._reader.start()

    def await_words(self, words: str) -> None:
        until(lambda: words in "".join(self.out) or self.process.poll() is not None, words)
        assert words in "".join(self.out)

    def end(self) -> tuple[int, str]:
        """Wait for the end; return the status and what was said on standard error."""
        status = self.process.wait(30)
        self._reader.join(30)
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        said = self.process.stderr.read()
        self.process.stdout.close()
        self.process.stderr.close()
        return status, said


@pytest.fixture
def start(project: Project) -> Iterator[Callable[[], Serving]]:
    """Give a function that starts serve; what a failing test leaves is ended."""
    started: list[Serving] = []

    def begin() -> Serving:
        started.append(Serving(project))
        return started[-1]

    yield begin
    for serving in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(serving.process.pid, signal.SIGKILL)
        serving.process.wait(30)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_everything(
    project: Project, start: Callable[[], Serving], number: signal.Signals
) -> None:
    serving = start()
    serving.await_words("The site is at http://127.0.0.1:")
    # A terminal sends Ctrl-C to the whole group, which a builder must not take for its own.
    os.killpg(serving.process.pid, number)
    assert serving.end() == (0, "")
    assert serving.out[-1] == "Stopping …\n"
    until(lambda: not lives(project.builders[0]), "the end of the builder")


def test_ctrl_c_during_a_build(project: Project, start: Callable[[], Serving]) -> None:
    project.write("content/index.md", "WAIT")
    serving = start()
    until((project.root / "waiting").exists, "the build that waits")
    os.kill(serving.process.pid, signal.SIGINT)
    serving.await_words("Stopping …")
    (project.root / "go").touch()
    assert serving.end() == (0, "")
    until(lambda: not lives(project.builders[0]), "the end of the builder")


def test_builder_ends_with_a_killed_server(project: Project, start: Callable[[], Serving]) -> None:
    serving = start()
    serving.await_words("The site is at")
    serving.process.kill()
    assert serving.end()[0] == -signal.SIGKILL
    until(lambda: not lives(project.builders[0]), "the end of the builder")


def test_taken_port(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert serve(BuildOptions(), port) == 1
    assert capsys.readouterr().err == (
        f"Port {port} is already in use on this machine, perhaps by another preview. "
        f"Stop that program, or choose another one: python3 tasks.py serve --port {port + 1}\n"
    )


def test_no_port_and_other_hosts(capsys: pytest.CaptureFixture[str]) -> None:
    assert serve(BuildOptions(), 70000) == 1
    assert capsys.readouterr().err == "70000 is not a port. It must be a number from 0 to 65535.\n"
    assert serve(BuildOptions(), 8000, host="0.0.0.0") == 1
    assert capsys.readouterr().err == (
        "The preview is for this machine only: the host must be 127.0.0.1, localhost or ::1.\n"
    )


def test_real_builder_answers(tmp_path: Path) -> None:
    """The real builder process, asked for a folder that is not there: an answer, and an orderly end."""
    from plugins.preview.worker import Worker

    worker = Worker(ROOT)
    outcome = worker.build(BuildOptions(content=tmp_path / "none", output=tmp_path / "output"), print)
    assert outcome.status == 1
    worker.close(30)
    assert not worker.usable
    assert not (tmp_path / "output").exists()
