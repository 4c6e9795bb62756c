"""What a build is asked for, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from plugins.core.problem_report import FORMATS, counted
from plugins.core.problems import Problem, stops_the_build

OK, PROBLEMS, FAULT = 0, 1, 2
"""Exit statuses: a site was built, the content has problems, the builder itself failed."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """One build: which content, where to, and how. None leaves a choice to the settings file.

    `local_url` is where a preview is served: feeds and calendars of it lead there, not to the published site.
    """

    content: Path | None = None
    output: Path | None = None
    publish: bool = False
    published: Path | None = None
    now: str | None = None
    site_url: str | None = None
    local_url: str | None = None
    full: bool = False


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What came of a build.

    `sources` maps the path of each problem to the text of that file. `fault` is the traceback of
    a failure of our own, else empty; `half_written`: it came while files were moved
    into the output. `seconds` is the time it took, for people only. `holds` is from when until before when a
    check of the same content says the same; None if nobody knows.
    """

    problems: tuple[Problem, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
    half_written: bool = False
    output: str = ""
    pages: int = 0
    written: int = 0
    removed: int = 0
    seconds: float = 0.0
    holds: tuple[datetime, datetime] | None = None

    @property
    def exit_code(self) -> int:
        """Return 0, 1 or 2."""
        if self.fault:
            return FAULT
        return PROBLEMS if stops_the_build(self.problems) else OK

    def report(self, form: str = "text") -> str:
        """Return the result for people (`text`), as GitHub annotations or as JSON."""
        if self.fault:
            message = FAULT_MESSAGE.format(output=HALF_WRITTEN if self.half_written else UNTOUCHED)
            return f"{message}\n\n{self.fault}"
        shown = FORMATS[form](self.problems, self.sources)
        if form != "text":
            return shown
        if not self.output:
            return f"{shown}\n\n{counted(self.problems, '')}".strip()
        if self.exit_code == PROBLEMS:
            return f"{shown}\n\n{counted(self.problems, 'Nothing was written.')}"
        built = (
            f"Built {self.pages} pages in {self.seconds:.1f} seconds: "
            f"{self.written} files written, {self.removed} removed. The site is in {self.output}"
        )
        return f"{shown}\n\n{counted(self.problems, '')}\n{built}" if self.problems else built


FAULT_MESSAGE = (
    "The website builder itself failed. This is not a mistake in your content.\n"
    "{output} Show the lines below to the people who maintain the website."
)
UNTOUCHED = "Nothing was changed: the last good site is as it was."
HALF_WRITTEN = "It failed while it wrote the site: run the build again, and it will finish what it began."
