"""The summary of a job on GitHub: every problem, where annotations show only some."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from plugins.core.problem_summary import as_markdown

from .result import BuildResult


def append_summary(result: BuildResult, environ: Mapping[str, str]) -> None:
    """Add the problems to the summary of the job, if there is one; that it cannot be written is no failure.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions#adding-a-job-summary
    """
    name = environ.get("GITHUB_STEP_SUMMARY")
    if not name or result.fault:
        return
    try:
        with Path(name).open("a", encoding="utf-8", newline="\n") as summary:
            summary.write(as_markdown(result.problems))
    except OSError:
        return
