"""Builds that are cut off, and builds at the same time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.engine.project import ROOT
from plugins.engine.writer import JOURNAL, staging_folder
from tests.conftest import Build
from tests.test_sites import valid

from .trees import page, tree

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be forked")

LAST_POINT = 40
"""Greater than the number of changes that the second build makes."""


@pytest.fixture
def contents(tmp_path: Path) -> tuple[Path, Path]:
    """Give the content of a site before and after some work: a change, a new item, three that go."""
    before, after = tmp_path / "before/content", tmp_path / "after/content"
    for folder in (before, after):
        valid("empty", folder)
        page(folder, "home", "Welcome")
    for number in range(3):
        page(before, f"going-{number}")
    page(before, "contact", "Contact us")
    page(after, "contact", "Get in touch")
    page(after, "coming")
    return before, after


def killed(folder: Path, points: list[int]) -> list[int]:
    command = [sys.executable, "-m", "tests.engine.killed_builds", str(folder), *map(str, points)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=500)
    return [int(line) for line in done.stdout.split()]


def check_points(points: list[int], contents: tuple[Path, Path], build: Build, tmp_path: Path) -> None:
    before, after = contents
    build(before, output=tmp_path / "clean-before")
    build(after, output=tmp_path / "clean-after")
    clean_before, clean_after = tree(tmp_path / "clean-before"), tree(tmp_path / "clean-after")
    ends = killed(tmp_path, points)

    for point, end in zip(points, ends, strict=True):
        output = tmp_path / f"{point}"
        if end == -9 and not (staging_folder(output) / JOURNAL).exists():
            assert tree(output) in (clean_before, clean_after), f"a half-made site after change {point}"
        result = build(after, output=output)
        assert not result.exit_code, result.report()
        assert tree(output) == clean_after, f"killed at change {point}"
        assert not staging_folder(output).exists()
    assert ends[0] == -9


def test_a_killed_build_is_finished_by_the_next(
    contents: tuple[Path, Path], build: Build, tmp_path: Path
) -> None:
    check_points([3, 9], contents, build, tmp_path)


@pytest.mark.slow
def test_a_build_may_be_killed_at_any_change(
    contents: tuple[Path, Path], build: Build, tmp_path: Path
) -> None:
    check_points(list(range(1, LAST_POINT)), contents, build, tmp_path)


def test_a_killed_build_is_finished_even_if_the_content_has_problems_now(
    contents: tuple[Path, Path], build: Build, tmp_path: Path
) -> None:
    _, after = contents
    build(after, output=tmp_path / "clean")
    assert killed(tmp_path, [4]) == [-9]
    assert (staging_folder(tmp_path / "4") / JOURNAL).exists()
    broken = shutil.copytree(after, tmp_path / "broken/content")
    page(broken, "contact", "Contact: us")

    assert build(broken, output=tmp_path / "4").exit_code == 1

    assert tree(tmp_path / "4") == tree(tmp_path / "clean")


def test_two_builds_at_once_do_not_mix(contents: tuple[Path, Path], build: Build, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.conftest import builds_in\n"
        "folder = Path(sys.argv[1])\n"
        "with builds_in(folder) as build:\n"
        "    for turn in range(2):\n"
        "        result = build(Path(sys.argv[2]), output=folder / 'shared')\n"
        "        assert not result.exit_code, result.report()\n"
    )
    builders = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path), str(content)], cwd=ROOT, stderr=subprocess.PIPE
        )
        for content in contents
    ]
    said = [builder.communicate(timeout=200)[1].decode() for builder in builders]
    assert [builder.returncode for builder in builders] == [0, 0], said

    clean = []
    for number, content in enumerate(contents):
        build(content, output=tmp_path / f"clean-{number}")
        clean.append(tree(tmp_path / f"clean-{number}"))
    assert tree(tmp_path / "shared") in clean
    assert not staging_folder(tmp_path / "shared").exists()
    # What the last of them remembers fits what is there: the next build has nothing to do.
    build(contents[0], output=tmp_path / "shared")
    assert tree(tmp_path / "shared") == clean[0]
