"""What `check` says to options that make no sense, and the summary of a job that it writes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.core.problem_summary import as_markdown
from plugins.core.problems import Problem
from plugins.engine.checking import check_content
from plugins.engine.job_summary import append_summary
from plugins.engine.project import ROOT
from plugins.engine.result import BuildResult
from tests.conftest import NOW, SITES


def test_a_single_file_is_no_content_folder(tmp_path: Path) -> None:
    file = tmp_path / "home.md"
    file.write_text("---\n", "utf-8")
    result = check_content(file, NOW)
    assert result.exit_code == 1
    assert [(p.path, p.message, p.fix) for p in result.problems] == [
        (
            "--content",
            f"{file} is a file, but --content names the folder with all content.",
            "leave --content out, or name the folder: every file in it is looked at.",
        )
    ]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    result = check_content(tmp_path / "nowhere", NOW)
    assert [problem.message for problem in result.problems] == [f"There is no folder {tmp_path / 'nowhere'}."]


def test_a_time_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    shutil.copy(SITES / "site.yaml", tmp_path)
    result = check_content(tmp_path, "tomorrow")
    assert (result.exit_code, result.problems[0].path, result.problems[0].fix) == (
        1, "--now", "write the time like this: --now 2026-11-22T10:00",
    )  # fmt: skip


@pytest.mark.parametrize("severity", ["warning", "advice"])
def test_what_is_no_problem_stops_nothing(severity: str) -> None:
    problem = Problem("a.md", 1, 1, "c", "M", "F", severity)  # type: ignore[arg-type]
    assert BuildResult((problem,)).exit_code == 0


def test_the_summary_is_added_where_github_asks_for_it(tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    file.write_text("Before.\n", "utf-8")
    words = as_markdown([Problem("a.md", 1, 1, "c", "M", "F")])

    append_summary(words, {"GITHUB_STEP_SUMMARY": str(file)})
    append_summary(words, {})
    append_summary(words, {"GITHUB_STEP_SUMMARY": str(tmp_path / "no/where.md")})
    append_summary("", {"GITHUB_STEP_SUMMARY": str(file)})

    assert file.read_text("utf-8").startswith("Before.\n## 1 problem in 1 file.")
    assert file.read_text("utf-8").count("1 problem") == 1
    assert "good" not in file.read_text("utf-8")


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    shutil.copy(SITES / "site.yaml", tmp_path)
    reads, writes = os.pipe()
    os.close(reads)
    try:
        command = [sys.executable, "tasks.py", "check", "--content", str(tmp_path), "--now", NOW]
        done = subprocess.run(
            command, cwd=ROOT, stdout=writes, stderr=subprocess.PIPE, text=True, check=False
        )
    finally:
        os.close(writes)
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
    assert done.returncode in (0, 1)
