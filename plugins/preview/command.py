"""The serve command: puts the parts of a preview together and runs them until it is told to stop."""

from __future__ import annotations

import contextlib
import errno
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from plugins.core.problems import listed
from plugins.engine.project import ROOT
from plugins.engine.result import BuildOptions

from .rebuild import Rebuilder
from .server import HOLD, MAIL, Forms, PreviewServer
from .state import PreviewState
from .watch import Places, Watcher
from .worker import COMMAND

MakeForms = Callable[[Path, str], Forms]
"""Makes what answers forms, of the folder with the built site and the preview's address without a slash."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")

WATCH_WITHIN = 10.0
"""Seconds to wait for the watch before the first build. A change before it could be missed."""


def say_on_terminal(words: str) -> None:
    """Print words for the person at the terminal. Never raises: what cannot be shown must stop no build."""
    encoding = sys.stdout.encoding or "utf-8"
    with contextlib.suppress(OSError):
        print(words.encode(encoding, "replace").decode(encoding), flush=True)


class Preview:
    """One running preview. Making it raises OSError if the address cannot be had."""

    def __init__(
        self,
        options: BuildOptions,
        port: int,
        host: str = "127.0.0.1",
        *,
        root: Path = ROOT,
        command: Sequence[str] = COMMAND,
        say: Callable[[str], None] = say_on_terminal,
        hold: float = HOLD,
        make_forms: MakeForms | None = None,
    ) -> None:
        """Take the port. `root` is the project's folder and `command` starts a builder process."""
        self.places = _places(options, root)
        self.state = PreviewState()
        self._say = say
        self._host = host
        self._server = PreviewServer(host, port, self.places.output, self.state, hold)
        self._make_forms = make_forms
        # What is built must be what is served, whatever the settings file says.
        options = replace(options, output=self.places.output, local_url=self.address.rstrip("/"))
        self.rebuilder = Rebuilder(options, self.places, self.state, command, say, self._ready)
        self.watcher = Watcher(self.places, self.rebuilder.changed, say)
        self._serving = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, name="server", daemon=True
        )

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._server.server_port}/"

    def start(self) -> None:
        """Begin to serve, watch and build. Returns at once."""
        if self._make_forms is not None:
            try:
                self._server.forms = self._make_forms(self.places.output, self.address.rstrip("/"))
            except (OSError, ValueError, KeyError) as error:
                self._say(f"Forms cannot be sent from this preview: {error}")
        self._serving.start()
        self._say("Building the site …")
        self.watcher.start()
        self.watcher.wait_until_in_place(WATCH_WITHIN)
        self.rebuilder.start()

    def stop(self) -> None:
        """End everything that was started."""
        self.state.stop()
        self.watcher.stop()
        self.rebuilder.stop()
        if self._serving.is_alive():
            self._server.shutdown()
        self._server.server_close()
        if self._server.forms is not None:
            self._server.forms.close()

    def _ready(self) -> None:
        self._say(f"\nThe site is at {self.address}   Press Ctrl-C to stop.")
        if self._server.forms is not None:
            mail = f"{self.address.rstrip('/')}{MAIL}"
            self._say(f"Forms can be sent. Their mail goes nowhere else; read it at {mail}")


def run(
    options: BuildOptions,
    port: int,
    host: str = "127.0.0.1",
    *,
    root: Path = ROOT,
    command: Sequence[str] = COMMAND,
    make_forms: MakeForms | None = None,
) -> int:
    """Run a preview until SIGINT or SIGTERM. Returns 0, or 1 with a reason on standard error."""
    if host not in LOOPBACK:
        return _failed(f"The preview is for this machine only: the host must be {listed(LOOPBACK)}.")
    with _told_to_stop() as stop:
        try:
            preview = Preview(options, port, host, root=root, command=command, make_forms=make_forms)
        except (OSError, OverflowError) as error:
            return _failed(_why_no_address(error, port))
        try:
            preview.start()
            # A wait without an end would not notice Ctrl-C on every system.
            while not stop.wait(1.0):
                pass
            say_on_terminal("\nStopping …")
        finally:
            preview.stop()
    return 0


def _places(options: BuildOptions, root: Path) -> Places:
    # Some systems report changes by real paths only.
    root = root.resolve()
    return Places(
        root=root,
        content=(options.content or root / "content").resolve(),
        output=(options.output or root / "output").resolve(),
    )


@contextlib.contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """Yield an event that is set by Ctrl-C, or when the system asks the process to end."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), lambda *_: stop.set()) for name in names}
    try:
        yield stop
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _why_no_address(error: OSError | OverflowError, port: int) -> str:
    other = "choose another one: python3 tasks.py serve --port"
    if isinstance(error, OverflowError):
        return f"{port} is not a port. It must be a number from 0 to 65535."
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is already in use on this machine, perhaps by another preview. "
            f"Stop that program, or {other} {port + 1 if port < 65535 else 8001}"
        )
    if error.errno == errno.EACCES:
        return f"This machine does not allow port {port}. Please {other} 8000"
    return f"The preview cannot start at port {port}: {error}. Please {other} 8001"


def _failed(words: str) -> int:
    print(words, file=sys.stderr, flush=True)
    return 1
