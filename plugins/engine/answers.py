"""The last answer of `check`, given again while nothing has changed that it depends on.

To load the code of a check takes longer than to look whether it has anything new to say, so this imports none of it.
What an answer depends on: every file of the content, our code and the libraries, and what was asked for; and on the
time, until something begins or is over (`watched_now`).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from plugins.core.clock import now_from

from .project import CACHE, ROOT, code_version, state_file

TEXTS = (".md", ".yaml")
"""Endings of the files whose words count. Of all others, name and kind do, and for pictures their marks on disk."""


class Answer(NamedTuple):
    """What a check printed, its exit status, and what it adds to the summary of a job."""

    printed: str
    status: int
    summary: str = ""


class Answers:
    """What checks of one folder have answered; one answer is kept."""

    def __init__(
        self, content: Path, form: str, now: str | None, environ: Mapping[str, str], cache: Path = CACHE
    ) -> None:
        self._asked = (content, form)
        self._now: datetime | None = None
        with contextlib.suppress(ValueError):  # a time that is none
            self._now = now_from(environ, now)
        memory = state_file(cache / "checks", Path(os.path.realpath(content)))
        self._memory = memory
        self._file = memory.with_suffix(".answer")
        self._before = _fingerprint(*self._asked)

    def known(self) -> Answer | None:
        """Return the answer to what is asked now, or None if a check has to find it.

        It stands beside the memory of the texts: whoever takes that away wants the check to look at everything.
        """
        if not self._before or self._now is None or not self._memory.exists():
            return None
        try:
            fingerprint, digest, kept = self._file.read_bytes().split(b"\n", 2)
            if fingerprint.decode() != self._before or digest.decode() != hashlib.sha256(kept).hexdigest():
                return None
            since, until, *answer = json.loads(kept)
            if not datetime.fromisoformat(since) <= self._now < datetime.fromisoformat(until):
                return None
            return Answer(*answer)
        except (OSError, ValueError, TypeError):  # none there, damaged, or of something else
            return None

    def keep(self, answer: Answer, holds: tuple[datetime, datetime]) -> None:
        """Keep an answer for the next check, unless something changed while it was found.

        `holds` is from when until before when the answer is true of the content as it is.
        """
        if not self._before or _fingerprint(*self._asked) != self._before:
            return
        kept = json.dumps([*(moment.isoformat() for moment in holds), *answer]).encode()
        # A disk that is full or cannot be written to makes checks slower, and no worse.
        with contextlib.suppress(OSError):
            fresh = self._file.with_suffix(f".{os.getpid()}")
            fresh.write_bytes(f"{self._before}\n{hashlib.sha256(kept).hexdigest()}\n".encode() + kept)
            fresh.replace(self._file)


def _fingerprint(content: Path, form: str) -> str:
    """Return a hash of all that an answer depends on but the time; empty where that cannot be told."""
    try:
        parts = [code_version(), str(ROOT), os.path.realpath(content), form]
        parts += sorted(_entries(str(content), ""))
    except (OSError, RecursionError):  # a file that cannot be read
        return ""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _entries(folder: str, inside: str) -> Iterator[str]:
    """Yield a line for everything in a folder. Raises OSError for what cannot be read, and for symbolic links.

    Where a link leads can change without a trace here, so a folder with one is looked at each time.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            name = f"{inside}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield f"{name}/"
                yield from _entries(entry.path, f"{name}/")
            elif not entry.is_file(follow_symlinks=False):
                raise OSError(f"{name} is not a plain file")
            elif entry.name.endswith(TEXTS):
                with open(entry.path, "rb") as stream:
                    yield f"{name} {hashlib.sha256(stream.read()).hexdigest()}"
            else:
                found = entry.stat(follow_symlinks=False)
                mark = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
                yield f"{name} {mark}"
