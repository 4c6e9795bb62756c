"""What the preview knows at this moment: is it building, what came of the last build, which site is shown."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass
from typing import Any

from .outcome import Outcome

PROGRESS_EVERY = 1.0
"""Seconds between two words of progress: browsers ask again after each."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state at one moment.

    `session` names this run of the server. `sequence` counts everything that changes, `builds` the
    builds that ended, and `site` those that changed the files of the site.
    """

    session: str
    sequence: int = 0
    builds: int = 0
    site: int = 0
    building: bool = False
    progress: str = ""
    outcome: Outcome | None = None
    stopping: bool = False

    def as_data(self) -> dict[str, Any]:
        """Return the state as plain data for JSON. The terminal's report is left out."""
        outcome = self.outcome.as_data() if self.outcome else None
        if outcome is not None:
            del outcome["report"]
        return {
            "session": self.session,
            "sequence": self.sequence,
            "builds": self.builds,
            "site": self.site,
            "building": self.building,
            "progress": self.progress,
            "outcome": outcome,
            "stopping": self.stopping,
        }


class PreviewState:
    """The state that all threads share. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._now = Snapshot(session=secrets.token_hex(8))
        self._told = 0.0

    def build_started(self) -> None:
        """Note that a build runs."""
        self._told = time.monotonic()
        self._change(building=True, progress="")

    def progressed(self, words: str) -> bool:
        """Note what a build is doing. Returns False if it was too soon after the last words to tell."""
        moment = time.monotonic()
        if moment - self._told < PROGRESS_EVERY:
            return False
        self._told = moment
        self._change(progress=words)
        return True

    def build_ended(self, outcome: Outcome) -> None:
        """Note what came of a build."""
        with self._changed:
            site = self._now.site + (outcome.good and outcome.changed_files > 0)
            self._change(building=False, progress="", outcome=outcome, builds=self._now.builds + 1, site=site)

    def builder_lost(self, outcome: Outcome) -> None:
        """Note that the builder's process ended while it had nothing to do."""
        self._change(outcome=outcome)

    def stop(self) -> None:
        """Let everyone who waits go."""
        self._change(building=False, stopping=True)

    def snapshot(self) -> Snapshot:
        """Return the state now."""
        with self._changed:
            return self._now

    def wait(self, after: int, session: str, seconds: float) -> Snapshot:
        """Return the state once it is another than number `after` of `session`, or after `seconds`."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._now.sequence != after or self._now.session != session or self._now.stopping,
                timeout=seconds,
            )
            return self._now

    def _change(self, **values: Any) -> None:
        with self._changed:
            known = {name: getattr(self._now, name) for name in Snapshot.__dataclass_fields__}
            self._now = Snapshot(**{**known, "sequence": self._now.sequence + 1, **values})
            self._changed.notify_all()
