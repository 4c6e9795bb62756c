"""Checks the content without building: reads, validates and connects, and writes nothing."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from .build_run import BuildRun, ContentProblems, missing_folder
from .connecting import Connector
from .content_types import TYPES
from .reading import ContentReader, shown_path
from .result import BuildResult
from .state import BuildState, code_version

IGNORED = (".*", "*~", "#*#", "__pycache__")
"""File names that are nobody's content: the same as Pelican's IGNORE_FILES in pelicanconf.py."""


def check_content(content: Path, now: str | None) -> BuildResult:
    """Return every problem of a content folder. Never raises for content, nor for a fault of ours."""
    if not content.is_dir():
        return BuildResult(problems=(missing_folder(content),))
    run = BuildRun(
        publish=False,
        published_file=None,
        now_option=now,
        site_url="",
        local_url="",
        full=True,
        state_file=Path(os.devnull),
    )
    fault = ""
    try:
        run.start()
        reading = ContentReader(
            content, TYPES, BuildState(code_version()), lambda folder: _find(content, folder), run.progress
        ).read()
        connector = Connector(reading, shown_path(content), TYPES, run.now, "", publish=False)
        run.add(connector.connect().problems, content)
    except ContentProblems as error:
        run.problems = error.problems
    except Exception:  # noqa: BLE001 (the border: whatever fails here is a fault of ours)
        fault = traceback.format_exc()
    return BuildResult(tuple(run.problems), run.sources, fault, seconds=run.seconds)


def _find(content: Path, folder: str) -> Iterator[str]:
    for place, folders, files in os.walk(content / folder, followlinks=True):
        folders[:] = [name for name in folders if not _is_ignored(name)]
        for name in files:
            if not _is_ignored(name):
                yield (Path(place) / name).relative_to(content).as_posix()


def _is_ignored(name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in IGNORED)
