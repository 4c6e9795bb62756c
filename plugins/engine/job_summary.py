"""The summary of a job on GitHub: every problem, where annotations show only some."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def append_summary(words: str, environ: Mapping[str, str]) -> None:
    """Add words to the summary of the job, if there is one; that it cannot be written is no failure.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions#adding-a-job-summary
    """
    name = environ.get("GITHUB_STEP_SUMMARY")
    if not name or not words:
        return
    try:
        with Path(name).open("a", encoding="utf-8", newline="\n") as summary:
            summary.write(words)
    except OSError:
        return
