"""The server's end of the builder's process."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, cast

from plugins.engine.result import BuildOptions

from .builder import options_as_data
from .outcome import Outcome, outcome_from, outcome_of_fault

COMMAND = (sys.executable, "-m", "plugins.preview.builder")

LAST_LINES = 60
"""How many of the last lines that the builder printed are shown when it ends by itself."""


class Worker:
    """One living builder process. Starting it raises OSError if the machine refuses."""

    def __init__(
        self,
        root: Path,
        command: Sequence[str] = COMMAND,
        on_idle_end: Callable[[Worker], None] | None = None,
    ) -> None:
        """Start the process in the folder `root`.

        `on_idle_end` is called, in a thread of its own, if the process ends while it has nothing to do.
        """
        self._on_idle_end = on_idle_end
        # In a session of its own, Ctrl-C reaches the server only, which then ends the builder in order.
        self._process = subprocess.Popen(
            list(command), cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, start_new_session=os.name == "posix",
        )  # fmt: skip
        self._requests = cast("IO[bytes]", self._process.stdin)
        self._replies: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._printed: deque[str] = deque(maxlen=LAST_LINES)
        self._lock = threading.Lock()
        self._busy = self._ended = self._closing = False
        self._printer = threading.Thread(target=self._pass_on, name="builder-messages", daemon=True)
        self._reader = threading.Thread(target=self._read, name="builder-answers", daemon=True)
        self._printer.start()
        self._reader.start()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def usable(self) -> bool:
        """Say whether it can be asked for a build."""
        with self._lock:
            return not self._ended and not self._closing

    def build(self, options: BuildOptions, progress: Callable[[str], None]) -> Outcome:
        """Ask for a build and wait for its outcome. A process that ends instead is a fault."""
        with self._lock:
            self._busy = True
        try:
            return self._build(options, progress)
        finally:
            with self._lock:
                self._busy = False

    def how_it_ended(self) -> str:
        """Say how the process ended, with the last lines that it printed."""
        self.close(2)
        self._printer.join(1)
        code = self._process.returncode
        if code == -9:
            how = "was killed (signal 9). Perhaps the machine has too little memory."
        elif code < 0:
            how = f"was ended by signal {-code} ({signal.strsignal(-code)})."
        else:
            how = f"ended by itself with status {code}."
        printed = "".join(self._printed).strip()
        text = f"The builder's process {how}\nThe next change starts a new one."
        return f"{text}\n\nThe last lines that it printed:\n{printed}" if printed else text

    def close(self, grace: float) -> None:
        """End the process. It has `grace` seconds to finish a build that it may be writing."""
        with self._lock:
            self._closing = True
        with contextlib.suppress(OSError):
            self._requests.close()
        for seconds, end in ((grace, self._process.terminate), (1.0, self._process.kill)):
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                end()
        self._process.wait()

    def _build(self, options: BuildOptions, progress: Callable[[str], None]) -> Outcome:
        request = json.dumps({"options": options_as_data(options)}).encode() + b"\n"
        with contextlib.suppress(OSError, ValueError):  # It has ended: the reader says so.
            self._requests.write(request)
            self._requests.flush()
        while True:
            line = self._replies.get()
            if line is None:
                return outcome_of_fault(self.how_it_ended())
            try:
                message = json.loads(line)
                if "outcome" in message:
                    return outcome_from(message["outcome"])
                progress(message["progress"])
            except (ValueError, KeyError, TypeError) as error:
                # Code of two ages: the builder is newer than this server.
                self.close(2)
                return outcome_of_fault(
                    f"The preview does not understand its builder ({error!r}). Stop it and start it again."
                )

    def _read(self) -> None:
        with cast("IO[bytes]", self._process.stdout) as replies:
            for line in replies:
                self._replies.put(line)
        with self._lock:
            self._ended = True
            idle = not self._busy and not self._closing
        self._replies.put(None)
        if idle and self._on_idle_end is not None:
            self._on_idle_end(self)

    def _pass_on(self) -> None:
        with cast("IO[bytes]", self._process.stderr) as printed:
            for line in printed:
                text = line.decode(errors="replace")
                self._printed.append(text)
                with contextlib.suppress(OSError):
                    sys.stderr.write(text)
                    sys.stderr.flush()
