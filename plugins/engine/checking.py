"""Checks the content without building: reads, validates and connects, and writes nothing."""

from __future__ import annotations

import contextlib
import os
import re
import traceback
from collections.abc import Iterator
from fnmatch import translate
from pathlib import Path

from plugins.pictures.cache import PictureCache

from .build_run import BuildRun, ContentProblems, Progress, missing_folder
from .connecting import Connector
from .content_types import TYPES
from .pictures import look_at_pictures
from .project import CACHE, state_file
from .reading import ContentReader, shown_path
from .result import BuildResult
from .state import BuildState, save_state
from .watched_now import WatchedNow

IGNORED = (".*", "*~", "#*#", "__pycache__")
"""File names that are nobody's content: the same as Pelican's IGNORE_FILES in pelicanconf.py."""


PICTURES = CACHE / "images"
"""What builds and checks remember of pictures, so that an unchanged one is not decoded again."""


def check_content(
    content: Path, now: str | None, tell: Progress | None = None, cache: Path | None = None
) -> BuildResult:
    """Return every problem of a content folder. Never raises for content, nor for a fault of ours.

    `tell` is told how far a check is that takes long. `cache` is a folder for what this check leaves to the
    next one: the answer is the same with it and without.
    """
    if not content.is_dir():
        return BuildResult(problems=(missing_folder(content),))
    memory = Path(os.devnull) if cache is None else state_file(cache / "checks", content.resolve())
    run = BuildRun(
        publish=False,
        published_file=None,
        now_option=now,
        site_url="",
        local_url="",
        full=cache is None,
        state_file=memory,
        pictures=PictureCache(PICTURES),
        tell=tell,
    )
    fault, holds = "", None
    try:
        run.start()
        watched = WatchedNow.watching(run.now)
        known = _marks(run.state)
        reading = ContentReader(
            content, TYPES, run.state, lambda folder: find_files(content, folder), run.progress
        ).read()
        look_at_pictures(reading, shown_path(content), run.state, run.pictures, run.step)
        connector = Connector(reading, shown_path(content), TYPES, watched, "", publish=False)
        run.add(connector.connect().problems, content)
        holds = (watched.span.since, watched.span.until)
        if cache is not None and _marks(run.state) != known:
            _remember(memory, run.state)
    except ContentProblems as error:
        run.problems = error.problems
    except Exception:  # noqa: BLE001 (the border: whatever fails here is a fault of ours)
        fault = traceback.format_exc()
    return BuildResult(tuple(run.problems), run.sources, fault, seconds=run.seconds, holds=holds)


def _marks(state: BuildState) -> list[object]:
    """Return what tells whether a memory has changed."""
    texts = (*state.documents.items(), *state.settings.items())
    return [*((path, known[0]) for path, known in texts), *state.pictures.items()]


def _remember(file: Path, state: BuildState) -> None:
    # A disk that is full or cannot be written to makes checks slower, and no worse.
    with contextlib.suppress(OSError):
        save_state(file, state)


def find_files(content: Path, folder: str) -> Iterator[str]:
    """Yield the files of a folder of the content, relative to the content, without what is nobody's content."""
    for place, folders, files in os.walk(content / folder, followlinks=True):
        folders[:] = [name for name in folders if not _is_ignored(name)]
        inside = Path(place).relative_to(content).as_posix()
        for name in files:
            if not _is_ignored(name):
                yield f"{inside}/{name}"


# We have no plugins of pydantic, and to look for some it would read about every package that is installed.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

_IGNORED = re.compile("|".join(map(translate, IGNORED)))


def _is_ignored(name: str) -> bool:
    return bool(_IGNORED.match(name))
