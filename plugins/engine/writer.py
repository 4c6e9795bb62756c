"""The one writer: every file of the output goes through it.

It refuses two sources for one file, writes only what differs, prunes what nobody made, and keeps
a manifest. Nothing in the output changes before everything is ready in a staging folder beside
it; then the changed files are moved in, under a journal, so that a build that is cut off in the
middle of the moves is finished by the next one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from pelican.writers import Writer

from .state import BuildState, OutputRecord

MANIFEST = ".manifest.json"
JOURNAL = ".journal.json"


class OutputClash(RuntimeError):
    """Two sources write the same file. Content cannot cause it: addresses are checked before."""


class OutputFolderTaken(Exception):
    """The output cannot be written where it was asked for; `fix` says what to do."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.fix = fix


class SiteWriter(Writer):
    """Writes one build: `write_bytes` or `keep` for each file, then `commit` or `abandon`."""

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings)  # type: ignore[no-untyped-call]
        self.output = Path(output_path)
        self.staging = staging_folder(self.output)
        self.state: BuildState = settings["BUILD"].state
        self.made: dict[str, str] = {}
        self.fingerprints: dict[str, str] = {}
        self.digests: dict[str, str] = {}
        self.staged: set[str] = set()
        self.folders: set[str] = set()
        finish_interrupted(self.output)
        self.staging.mkdir(parents=True)
        self.on_disk: dict[str, os.stat_result] = dict(_files_in(self.output))

    def write_bytes(self, name: str, data: bytes, source: str, fingerprint: str = "") -> None:
        """Give the output a file. `name` is relative to the output, `source` says what makes it.

        Raises OutputClash if the file was given before, ValueError if the name leads outside.
        """
        self._claim(name, source, fingerprint)
        if not self._holds(name, data):
            target = self.staging / name
            self._make_folder(target.parent)
            target.write_bytes(data)
            self.staged.add(name)
        self.digests[name] = hashlib.sha256(data).hexdigest()

    def keep(self, name: str, fingerprint: str, source: str) -> bool:
        """Keep a file of the last build if it was made from the same things and is as it was left.

        Returns whether it could be kept.
        """
        record = self.state.outputs.get(name)
        if record is None or record.fingerprint != fingerprint or not self._untouched(name, record):
            return False
        self._claim(name, source, fingerprint)
        self.digests[name] = record.digest
        return True

    def copy(self, name: str, original: str, source: str) -> None:
        """Give the output a file with the contents of another one, which it was given before."""
        place = self.staging if original in self.staged else self.output
        self.write_bytes(name, (place / original).read_bytes(), source)

    def _claim(self, name: str, source: str, fingerprint: str) -> None:
        if name.startswith(("/", ".")) or ".." in name.split("/") or "\\" in name:
            raise ValueError(f"{source} would write outside the output folder: {name}")
        if name in self.made:
            raise OutputClash(f"{name} is written by {self.made[name]} and by {source}")
        self.made[name] = source
        self.fingerprints[name] = fingerprint

    def _untouched(self, name: str, record: OutputRecord) -> bool:
        stat = self.on_disk.get(name)
        return stat is not None and (stat.st_size, stat.st_mtime_ns) == (record.size, record.mtime_ns)

    def _holds(self, name: str, data: bytes) -> bool:
        stat = self.on_disk.get(name)
        return stat is not None and stat.st_size == len(data) and (self.output / name).read_bytes() == data

    def _make_folder(self, folder: Path) -> None:
        if str(folder) not in self.folders:
            folder.mkdir(parents=True, exist_ok=True)
            self.folders.add(str(folder))

    # Pelican's own ways to write would go past the checks above.

    def write_file(self, name: str, *_: Any, **__: Any) -> None:
        """Refuse: pages are written by `write_bytes`."""
        raise RuntimeError(f"{name}: a plugin writes past the one writer")

    def write_feed(self, elements: Any, context: Any, path: str | None = None, *_: Any, **__: Any) -> None:
        """Refuse: feeds are written by `write_bytes`."""
        raise RuntimeError(f"{path}: a plugin writes past the one writer")

    def commit(self) -> tuple[int, int]:
        """Make the output equal to what was written and kept. Returns how many files were written and removed."""
        manifest = json.dumps({"files": dict(sorted(self.digests.items()))}, indent=1).encode() + b"\n"
        if not self._holds(MANIFEST, manifest):
            (self.staging / MANIFEST).write_bytes(manifest)
            self.staged.add(MANIFEST)
        # What starts with a dot was not made here: a checkout's .git, a host's .nojekyll.
        doomed = sorted(name for name in set(self.on_disk) - set(self.made) if not name.startswith("."))
        journal = {"move": sorted(self.staged), "remove": doomed}
        journal_file = self.staging / JOURNAL
        fresh = self.staging / f"{JOURNAL}.new"
        with fresh.open("w", encoding="utf-8") as stream:
            json.dump(journal, stream)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(journal_file)
        _play(self.output, self.staging, journal)
        self._remember()
        return len(self.staged - {MANIFEST}), len(doomed)

    def abandon(self) -> None:
        """Throw away what was prepared; the output stays as it was."""
        if not (self.staging / JOURNAL).exists():
            shutil.rmtree(self.staging, ignore_errors=True)

    def _remember(self) -> None:
        """Note how each file was left. A file that differs from the note is compared or made again."""
        records = {}
        for name in self.made:
            stat = (self.output / name).stat() if name in self.staged else self.on_disk[name]
            records[name] = OutputRecord(
                self.fingerprints[name], self.digests[name], stat.st_size, stat.st_mtime_ns
            )
        self.state.outputs = records


STAGING_INSIDE = ".staging"


def staging_folder(output: Path) -> Path:
    """Return the folder in which a build is prepared: beside the output, where files can be moved from.

    An output that is a disk of its own (a mount point) is staged inside itself: files cannot be
    moved by name from one disk to another.
    """
    if output.is_dir() and output.stat().st_dev != output.parent.stat().st_dev:
        return output / STAGING_INSIDE
    return output.parent / f".{output.name}.staging"


def finish_interrupted(output: Path) -> None:
    """Finish the moves of a build that was cut off in their middle; throw away one cut off before."""
    staging = staging_folder(output)
    if not staging.exists():
        return
    try:
        journal = json.loads((staging / JOURNAL).read_text("utf-8"))
    except FileNotFoundError:
        shutil.rmtree(staging)
        return
    _play(output, staging, journal)


def _play(output: Path, staging: Path, journal: dict[str, list[str]]) -> None:
    """Carry out a journal. Doing it twice does no harm."""
    output.mkdir(parents=True, exist_ok=True)
    # What pages use goes before the pages, and the manifest last: it says that the rest is there.
    for name in sorted(journal["move"], key=lambda name: (name == MANIFEST, name.endswith(".html"))):
        source, target = staging / name, output / name
        if not source.exists():
            continue  # moved before the build was cut off
        _clear_way(output, target)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(source, target)
    moved = set(journal["move"])
    for name in journal["remove"]:
        doomed = output / name
        if name not in moved and (doomed.is_file() or doomed.is_symlink()):
            doomed.unlink()
    _remove_empty(output)
    shutil.rmtree(staging)


def _clear_way(output: Path, target: Path) -> None:
    """Take away a file where a folder must be, and a folder where a file must be."""
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    parent = target.parent
    while parent != output:
        if parent.is_symlink() or (parent.exists() and not parent.is_dir()):
            parent.unlink()
            return
        parent = parent.parent


def _remove_empty(folder: Path) -> bool:
    """Remove the empty folders inside. Returns whether the folder itself is empty now."""
    empty = True
    for entry in list(os.scandir(folder)):
        if entry.name == STAGING_INSIDE:
            continue
        if entry.is_dir(follow_symlinks=False) and _remove_empty(Path(entry.path)):
            os.rmdir(entry.path)
        else:
            empty = False
    return empty


def _files_in(folder: Path, prefix: str = "") -> Iterator[tuple[str, os.stat_result]]:
    if not folder.is_dir():
        return
    for entry in os.scandir(folder):
        if entry.name.startswith(".") and not prefix and entry.name != MANIFEST:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files_in(Path(entry.path), f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry.stat(follow_symlinks=False)


def check_output_folder(output: Path, sources: list[Path]) -> None:
    """Raise OutputFolderTaken unless the folder is new, empty or ours, and holds no source of the site."""
    resolved = output.resolve()
    for source in sources:
        if source.resolve().is_relative_to(resolved) or resolved.is_relative_to(source.resolve()):
            raise OutputFolderTaken(
                f"The output folder {output} and {source.name} are inside each other.",
                "name another folder with --output, away from what the site is made of.",
            )
    if output.exists() and not output.is_dir():
        raise OutputFolderTaken(
            f"The output {output} is a file, not a folder.", "name a folder with --output."
        )
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        probe = staging_folder(output).with_name(f"{staging_folder(output).name}.probe")
        probe.mkdir(exist_ok=True)
        probe.rmdir()
    except OSError as error:
        raise OutputFolderTaken(
            f"The output folder {output} cannot be written: {error.strerror or error}.",
            "name a folder that you may write to with --output.",
        ) from None
    ours = (output / MANIFEST).is_file() or (staging_folder(output) / JOURNAL).is_file()
    visible = output.is_dir() and any(not path.name.startswith(".") for path in output.iterdir())
    if visible and not ours:
        raise OutputFolderTaken(
            f"The output folder {output} holds files that this project did not make.",
            "name a new or empty folder, or delete what is in it.",
        )


@contextmanager
def only_builder(output: Path, locks: Path) -> Iterator[None]:
    """Hold the one lock of an output folder, so that two builds never write to it at once."""
    try:
        locks.mkdir(parents=True, exist_ok=True)
        writable = os.access(locks, os.W_OK)
    except OSError:
        writable = False
    if not writable:
        locks = Path(tempfile.gettempdir())
    key = hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:16]
    with (locks / f"{output.name}-{key}.lock").open("w") as stream:
        _lock(stream)
        yield


def _lock(stream: IO[str]) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(stream, fcntl.LOCK_EX)
