"""What came of a build, in the form that goes from the builder's process to the server and the browser.

It holds finished texts only, so that the server need not know the rules of the code that built.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from plugins.core.problem_report import HEADINGS, counted
from plugins.core.problems import Problem, in_reading_order
from plugins.engine.result import FAULT, OK, BuildResult


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """One problem as a person reads it. `quoted` is the line of the file, or empty."""

    heading: str
    severity: str
    path: str
    line: int
    message: str
    quoted: str
    fix: str
    code: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One finished build. `status` is its exit status, `report` the text for the terminal."""

    status: int
    report: str
    summary: str = ""
    changed_files: int = 0
    problems: tuple[ShownProblem, ...] = ()
    fault: str = ""

    @property
    def good(self) -> bool:
        """Say whether there is a new site, or one that needed no change."""
        return self.status == OK

    @property
    def faulty(self) -> bool:
        """Say whether the builder itself failed."""
        return self.status == FAULT

    def as_data(self) -> dict[str, Any]:
        """Return the outcome as plain data for JSON."""
        return asdict(self)


def outcome_of(result: BuildResult) -> Outcome:
    """Return what to show of a build's result."""
    problems = in_reading_order(result.problems)
    return Outcome(
        status=result.exit_code,
        report=result.report(),
        summary=counted(problems, "") if problems else "",
        changed_files=result.written + result.removed,
        problems=tuple(_shown(problem, result.sources) for problem in problems),
        fault=result.fault,
    )


def outcome_of_fault(text: str) -> Outcome:
    """Return the outcome of a build that failed by no mistake in the content. `text` says how."""
    return outcome_of(BuildResult(fault=text))


def outcome_from(data: Mapping[str, Any]) -> Outcome:
    """Make an outcome of what `as_data` returned. Raises KeyError or TypeError for anything else."""
    return Outcome(**{**data, "problems": tuple(ShownProblem(**each) for each in data["problems"])})


def _shown(problem: Problem, sources: Mapping[str, str]) -> ShownProblem:
    lines = sources.get(problem.path, "").splitlines()
    quoted = lines[problem.line - 1] if 0 < problem.line <= len(lines) else ""
    return ShownProblem(
        heading=HEADINGS[problem.severity],
        severity=problem.severity,
        path=problem.path,
        line=problem.line,
        message=problem.message,
        quoted=quoted,
        fix=problem.fix,
        code=problem.code,
    )
