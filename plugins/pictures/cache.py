"""Remembers what took long to make of a picture: by the hash of the editor's file and the way it was made.

Losing it costs time and nothing else. An entry that is damaged counts as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

UNUSED_DAYS = 30
"""What no build has used for so long goes. Until then it is there for a change that comes back, or another branch."""

_DAY = 24 * 60 * 60
_HASH = hashlib.sha256().digest_size


class PictureCache:
    """A folder of entries, each a hash and what was made. `fresh`: it gives nothing, and takes what is made anew."""

    def __init__(self, folder: Path, *, fresh: bool = False) -> None:
        self.folder = folder
        self.fresh = fresh
        self._now: float | None = None

    def get(self, key: str) -> bytes | None:
        """Return an entry, or None if there is none that is whole."""
        if self.fresh:
            return None
        path = self.folder / key
        try:
            data = path.read_bytes()
        except OSError:
            return None
        if hashlib.sha256(data[_HASH:]).digest() != data[:_HASH]:
            return None
        self._used(path)
        return data[_HASH:]

    def put(self, key: str, data: bytes) -> None:
        """Keep an entry. A folder that cannot be written keeps nothing."""
        path = self.folder / key
        new = self.folder / f"{key}.{os.getpid()}.new"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            new.write_bytes(hashlib.sha256(data).digest() + data)
            new.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)

    def keep(self, key: str) -> None:
        """Note that an entry is still of use, though nobody had to read it."""
        self._used(self.folder / key)

    def prune(self) -> None:
        """Delete what was not used for long."""
        oldest = self._clock() - UNUSED_DAYS * _DAY
        with contextlib.suppress(OSError):
            for entry in os.scandir(self.folder):
                if entry.stat().st_mtime < oldest:
                    os.unlink(entry)

    def _used(self, path: Path) -> None:
        """Set the time of an entry, once a day at most."""
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < self._clock() - _DAY:
                os.utime(path)

    def _clock(self) -> float:
        """Return the time by the clock of the disk, which is the one that the entries have."""
        if self._now is None:
            marker = self.folder / ".now"
            try:
                marker.touch()
                self._now = marker.stat().st_mtime
            except OSError:
                self._now = 0.0
        return self._now
