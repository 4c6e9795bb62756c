"""Sees which files of the project change."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import watchfiles

STEP, DEBOUNCE = 20, 60
"""Milliseconds of quiet that end a burst of changes, and the longest that one burst may be."""

LOOK_AGAIN = 250
"""Milliseconds between two looks at what no watch can see: folders that come back, single files."""

IGNORED_FOLDERS = frozenset({
    "__pycache__", ".git", ".hg", ".svn", ".venv", ".cache", ".idea", ".vscode", "node_modules",
    ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis",
})  # fmt: skip

IGNORED_NAMES = re.compile(
    r".*\.py[cod]|.*\.sw[a-z]|.*~|\.#.*|#.*#|4913|\.DS_Store|Thumbs\.db|desktop\.ini|.*___jb_.*___|.*\.tmp",
    re.DOTALL,
)
"""Swap, lock and backup files of editors, and files that systems leave behind."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folders and files that a preview has to do with, all absolute."""

    root: Path
    content: Path
    output: Path

    @property
    def code_folder(self) -> Path:
        """Where the code is: a change needs a new builder."""
        return self.root / "plugins"

    @property
    def folders(self) -> tuple[Path, ...]:
        """What is watched with everything in it."""
        return (self.content, self.root / "theme", self.code_folder)

    @property
    def settings(self) -> tuple[Path, ...]:
        """The single files that are watched. They are code too."""
        return (self.root / "pelicanconf.py", self.root / "publishconf.py")

    def is_code(self, path: Path) -> bool:
        """Say whether a change of `path` needs a new builder."""
        return path in self.settings or path.is_relative_to(self.code_folder)

    def matters(self, path: Path) -> bool:
        """Say whether a change of `path` can change the site."""
        if path.is_relative_to(self.output) or IGNORED_NAMES.fullmatch(path.name):
            return False
        folder = next((each for each in self.folders if path.is_relative_to(each)), None)
        if folder is None:
            return path in self.settings
        return IGNORED_FOLDERS.isdisjoint(path.relative_to(folder).parts)

    def shown(self, path: Path) -> str:
        """Return a path as people know it: from the project's folder, with forward slashes."""
        base = self.root if path.is_relative_to(self.root) else self.content.parent
        return path.relative_to(base).as_posix() if path.is_relative_to(base) else str(path)


def words_for(paths: Iterable[Path], places: Places) -> str:
    """Return `content/a.md changed` for what changed, three files at most by name."""
    ordered = sorted(paths)
    words = [f"{places.shown(path)} {'changed' if path.exists() else 'removed'}" for path in ordered[:3]]
    more = len(ordered) - 3
    return ", ".join(words) + (f" and {more} more" if more > 0 else "")


class Watcher:
    """Watches in a thread of its own from `start` to `stop`.

    `changed` is called there with the paths of each burst of changes, and `say` with words for the
    user if the system's own watching cannot be had.
    """

    def __init__(
        self, places: Places, changed: Callable[[frozenset[Path]], None], say: Callable[[str], None]
    ) -> None:
        self._places = places
        self._changed = changed
        self._say = say
        self._stop = threading.Event()
        self._in_place = threading.Event()
        self._polling: bool | None = None
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def wait_until_in_place(self, seconds: float) -> bool:
        """Return True once every change is seen, False if that takes longer than `seconds`."""
        return self._in_place.wait(seconds)

    def stop(self) -> None:
        """End the thread."""
        self._stop.set()
        self._thread.join(5)

    def _run(self) -> None:
        marks: Mapping[Path, object] = _marks(self._places)
        missed: frozenset[Path] = frozenset()
        while not self._stop.is_set():
            try:
                marks, missed = self._watch(marks, missed)
            except FileNotFoundError:
                # A folder went away since the last look: see again what is there.
                self._stop.wait(LOOK_AGAIN / 1000)
            except (OSError, RuntimeError) as error:
                if self._polling:
                    self._say(f"Changes are no longer seen: {error}. Stop the preview and start it again.")
                    return
                self._polling = True
                self._say(f"Looking for changes the slow way, because the system cannot report them: {error}")

    def _watch(
        self, marks: Mapping[Path, object], missed: frozenset[Path]
    ) -> tuple[Mapping[Path, object], frozenset[Path]]:
        """Watch the folders that are there until another set is. Returns the marks and what changed last.

        What changed while no watch was in place (`missed`) is told when this one is.
        """
        folders = [folder for folder in self._places.folders if folder.is_dir()]
        for burst in watchfiles.watch(
            *folders, watch_filter=None, step=STEP, debounce=DEBOUNCE, rust_timeout=LOOK_AGAIN,
            yield_on_timeout=True, stop_event=self._stop, raise_interrupt=False,
            force_polling=self._polling, ignore_permission_denied=True,
        ):  # fmt: skip
            self._in_place.set()
            now = _marks(self._places)
            paths = {Path(path) for _, path in burst} | {path for path in now if now[path] != marks[path]}
            told = frozenset(path for path in paths if self._places.matters(path)) | missed
            marks, missed = now, frozenset()
            if not paths.isdisjoint(self._places.folders):
                # A watch belongs to the folder that was there when it began, not to its name.
                return marks, told
            if told:
                self._changed(told)
        return marks, missed


def _marks(places: Places) -> dict[Path, object]:
    """Return what tells a folder or a single file from another one of the same name."""
    marks: dict[Path, object] = {}
    for path in (*places.folders, *places.settings):
        try:
            found = path.stat()
        except OSError:
            marks[path] = None
            continue
        whole = path in places.folders
        marks[path] = (found.st_dev, found.st_ino, *(() if whole else (found.st_mtime_ns, found.st_size)))
    return marks
