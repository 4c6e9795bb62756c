"""Builds the site, and again after each change, with one living builder at a time."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from plugins.engine.result import BuildOptions

from .outcome import Outcome, outcome_of_fault
from .state import PreviewState
from .watch import Places, words_for
from .worker import Worker

GRACE = 3.0
"""Seconds that a builder has to finish what it is writing when the preview stops."""


class Rebuilder:
    """Builds in a thread of its own from `start` to `stop`. `say` gets the lines for the terminal.

    Changes that come during a build lead to one more build after it. After a failed build it waits
    for the next change. `ready` is called once, after the first build, whatever came of it.
    """

    def __init__(
        self, options: BuildOptions, places: Places, state: PreviewState, command: Sequence[str],
        say: Callable[[str], None], ready: Callable[[], None],
    ) -> None:  # fmt: skip
        self._options = options
        self._places = places
        self._state = state
        self._command = tuple(command)
        self._say = say
        self._ready = ready
        self._events: queue.SimpleQueue[frozenset[Path] | Worker | None] = queue.SimpleQueue()
        self._worker: Worker | None = None
        self._lock = threading.Lock()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="rebuilder", daemon=True)

    @property
    def worker_pid(self) -> int | None:
        """The process id of the builder, None while there is none."""
        worker = self._worker
        return worker.pid if worker is not None and worker.usable else None

    def start(self) -> None:
        """Begin with a build."""
        self._thread.start()

    def changed(self, paths: frozenset[Path]) -> None:
        """Ask for a build because of these changes. May be called from any thread."""
        self._events.put(paths)

    def stop(self) -> None:
        """End the builder and the thread."""
        with self._lock:
            self._stopping = True
            worker = self._worker
        self._events.put(None)
        if worker is not None:
            worker.close(GRACE)
        self._thread.join(GRACE)

    def _run(self) -> None:
        self._build(self._options)
        self._ready()
        again = replace(self._options, full=False)
        while True:
            paths: frozenset[Path] = frozenset()
            event = self._events.get()
            # Everything that has come by now is one change.
            while True:
                if event is None:
                    return
                if isinstance(event, Worker):
                    self._lost(event)
                else:
                    paths |= event
                if self._events.empty():
                    break
                event = self._events.get()
            if paths:
                self._say(f"\n{words_for(paths, self._places)}.")
                if any(self._places.is_code(path) for path in paths):
                    self._dismiss()
                self._build(again)

    def _build(self, options: BuildOptions) -> None:
        self._state.build_started()
        try:
            worker = self._usable_worker()
            if worker is None:
                return
            outcome = worker.build(options, self._progressed)
        except OSError as error:
            outcome = outcome_of_fault(f"The builder's process could not be started: {error}")
        if self._stopping:
            return
        if outcome.faulty:
            # What a builder keeps in memory is not to be trusted after it failed.
            self._dismiss()
        self._say(outcome.report)
        self._state.build_ended(outcome)

    def _usable_worker(self) -> Worker | None:
        """Return a living builder, a new one if need be; None when the preview stops."""
        with self._lock:
            if self._stopping:
                return None
            if self._worker is None or not self._worker.usable:
                self._worker = Worker(self._places.root, self._command, on_idle_end=self._events.put)
            return self._worker

    def _dismiss(self) -> None:
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.close(GRACE)

    def _lost(self, worker: Worker) -> None:
        if worker is not self._worker or self._stopping:
            return
        self._dismiss()
        outcome: Outcome = outcome_of_fault(worker.how_it_ended())
        self._say(f"\n{outcome.report}")
        self._state.builder_lost(outcome)

    def _progressed(self, words: str) -> None:
        if self._state.progressed(words):
            self._say(f"  {words}")
