"""One build under way: its clock, its memory, and what it has found so far."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from plugins.core.clock import now_from
from plugins.core.fields import parse_site_url
from plugins.core.problems import Problem, cut
from plugins.pictures.cache import PictureCache

from .project import ROOT, code_version
from .reading import shown_path
from .state import BuildState, load_state

if TYPE_CHECKING:
    from plugins.outputs.published import PublishedState

    from .writer import SiteWriter

Progress = Callable[[str], None]


class ContentProblems(Exception):
    """The content cannot become a site. Carries every problem; `exitcode` is for Pelican."""

    exitcode = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(f"{len(self.problems)} problems in the content")


@dataclass(slots=True)
class BuildRun:
    """What the steps of one build share. Made by the build, found by the steps in the setting BUILD."""

    publish: bool
    published_file: Path | None
    now_option: str | None
    site_url: str
    local_url: str
    full: bool
    state_file: Path
    tell: Progress | None = None
    pictures: PictureCache = field(default_factory=lambda: PictureCache(Path(os.devnull)))
    now: datetime = field(init=False)
    state: BuildState = field(init=False)
    published: PublishedState | None = None
    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    writer: SiteWriter | None = None
    pages: int = 0
    written: int = 0
    removed: int = 0
    _started: float = field(default_factory=time.perf_counter)
    _told: float = 0.0

    def start(self) -> None:
        """Set the clock and read what earlier builds left. Raises ContentProblems for a bad option."""
        try:
            self.now = now_from(os.environ, self.now_option)
        except ValueError as error:
            epoch = str(error).startswith("SOURCE_DATE_EPOCH")
            problem = (
                option_problem("SOURCE_DATE_EPOCH", str(error), "set it to such a number, or unset it.")
                if epoch
                else option_problem("--now", str(error), "write the time like this: --now 2026-11-22T10:00")
            )
            raise ContentProblems([problem]) from None
        if self.site_url:
            try:
                self.site_url = parse_site_url(self.site_url)
            except PydanticCustomError:
                message = f"--site-url must be the web address of the site, but it is “{cut(self.site_url)}”."
                fix = "write it with https and without a path: --site-url https://www.example.org"
                raise ContentProblems([option_problem("--site-url", message, fix)]) from None
        self.state = BuildState(code_version()) if self.full else load_state(self.state_file)
        if self.published_file is not None:
            self.published = self._read_published(self.published_file)

    def _read_published(self, file: Path) -> PublishedState:
        # Not for a check, which has a second at most.
        from plugins.outputs.published import PublishedStateDamaged, read_published

        try:
            return read_published(file.read_bytes())
        except OSError as error:
            fault = f"The published state {file.name} cannot be read: {error.strerror}."
        except PublishedStateDamaged as error:
            fault = f"The published state {file.name} cannot be used: {error}."
        raise ContentProblems(
            [option_problem("--published", fault, "name the published.json of the last published site.")]
        )

    def add(self, problems: Iterable[Problem], content: Path) -> None:
        """Note problems, and the texts of their files for quoting."""
        shown = shown_path(content)
        for problem in problems:
            self.problems.append(problem)
            if problem.path in self.sources or not problem.path.startswith(f"{shown}/"):
                continue
            if problem.code == "file-not-utf8":
                continue  # what cannot be read cannot be quoted
            file = content / problem.path.removeprefix(f"{shown}/")
            if file.is_file():
                self.sources[problem.path] = file.read_text("utf-8", "replace").replace("\r\n", "\n")

    def progress(self, what: str, done: int, total: int) -> None:
        """Tell a waiting person how far the build is, once it takes longer than a second."""
        if self.tell is None or done % 50:
            return
        gone = time.perf_counter() - self._started
        if gone > 1 and gone - self._told > 0.5:
            self._told = gone
            self.tell(f"{what}: {done} of {total}")

    def step(self, what: str, number: int, total: int, name: str) -> None:
        """Tell a waiting person which file is being worked on, once the build takes longer than a second."""
        gone = time.perf_counter() - self._started
        if gone > 1 and gone - self._told > 0.5:
            self._told = gone
            self.say(f"{what} {number} of {total}: {name}")

    def say(self, words: str) -> None:
        """Tell a waiting person at once: what comes now takes long."""
        if self.tell is not None:
            self.tell(words)

    @property
    def seconds(self) -> float:
        """How long the build has taken, for people; it is part of no output."""
        return time.perf_counter() - self._started


def option_problem(option: str, message: str, fix: str) -> Problem:
    """The problem of what a build was asked for, not of a file."""
    return Problem(option, 0, 0, "option", message, fix)


def forgotten_state(output: Path) -> Problem:
    """The advice to a publish build that was not told what was published last, though it is there."""
    name = f"{relative_to_project(output)}/published.json"
    problem = option_problem(
        "--published",
        "The site was published before, but this build is not told what was published.",
        f"keep a copy of {name} and build with --published; else stamps start anew, and nobody is told what moved.",
    )
    return replace(problem, severity="advice")


def missing_folder(content: Path) -> Problem:
    """The problem of a content folder that is not there, or is no folder."""
    if content.is_file():
        return option_problem(
            "--content",
            f"{relative_to_project(content)} is a file, but --content names the folder with all content.",
            "leave --content out, or name the folder: every file in it is looked at.",
        )
    return option_problem(
        "--content",
        f"There is no folder {relative_to_project(content)}.",
        "name a folder that holds content.",
    )


def relative_to_project(path: Path) -> str:
    """Return a path as people see it: relative to the project where it is inside."""
    try:
        return path.resolve().relative_to(ROOT).as_posix()
    except ValueError:
        return str(path)
