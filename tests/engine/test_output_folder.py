"""Outputs in odd places, and options that would spoil a site."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from plugins.engine.project import ROOT
from tests.conftest import Build

from .trees import page, tree


def test_what_starts_with_a_dot_is_left_alone(build: Build, pages_only: Path, tmp_path: Path) -> None:
    """A checkout for publishing keeps its .git, a host its .nojekyll."""
    build(pages_only)
    (tmp_path / "site/.nojekyll").touch()
    (tmp_path / "site/.git").mkdir()
    (tmp_path / "site/.git/HEAD").write_text("ref")
    (tmp_path / "site/stray.html").write_text("stray")
    assert build(pages_only).removed == 1
    assert (tmp_path / "site/.git/HEAD").read_text() == "ref"
    assert (tmp_path / "site/.nojekyll").exists()


def test_an_output_on_another_disk(build: Build, pages_only: Path) -> None:
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == pages_only.stat().st_dev:
        pytest.skip("this machine has no second disk at /dev/shm")
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        link = pages_only.parent / "linked"
        link.symlink_to(folder)
        assert build(pages_only, output=link).exit_code == 0
        page(pages_only, "more")
        assert build(pages_only, output=link).exit_code == 0
        assert (Path(folder) / "more/index.html").is_file()


def test_an_output_that_is_a_disk_is_staged_inside(
    build: Build, pages_only: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mount point cannot be had in a test, so its sign is given: files do not move in from beside it."""
    from plugins.engine import build as build_module
    from plugins.engine import writer

    inside = tmp_path / "site" / writer.STAGING_INSIDE
    (tmp_path / "site").mkdir()
    with monkeypatch.context() as patch:
        for module in (writer, build_module):
            patch.setattr(module, "staging_folder", lambda output: output / writer.STAGING_INSIDE)
        assert build(pages_only).exit_code == 0
        page(pages_only, "more")
        assert build(pages_only).exit_code == 0
    assert (tmp_path / "site/more/index.html").is_file()
    assert not inside.exists()
    build(pages_only, output=tmp_path / "clean", cache=tmp_path / "other")
    assert tree(tmp_path / "site") == tree(tmp_path / "clean")


def test_deleting_the_output_first_does_not_lose_the_last_good_site(pages_only: Path, tmp_path: Path) -> None:
    output = tmp_path / "site"
    command = [sys.executable, "-m", "pelican", str(pages_only), "-o", str(output), "-d"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0
    before = tree(output)
    (pages_only / "pages/contact.md").write_text("no settings")
    assert subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 1
    assert tree(output) == before


@pytest.mark.parametrize(
    "address", ["javascript:x", "foo bar", "http://x.example/?a", "https://x.example/sub"]
)
def test_an_address_of_the_site_that_is_none(
    address: str, build: Build, pages_only: Path, tmp_path: Path
) -> None:
    result = build(pages_only, publish=True, site_url=address)
    assert result.exit_code == 1
    assert f"--site-url must be the web address of the site, but it is “{address}”." in result.report()
    assert not (tmp_path / "site").exists()


def test_a_full_disk_is_told_in_words(
    build: Build, pages_only: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(pages_only)
    before = tree(tmp_path / "site")
    page(pages_only, "more")
    write = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if ".staging" in str(self):
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(self, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        result = build(pages_only)
    assert result.exit_code == 1
    assert "The site cannot be written: No space left on device." in result.report()
    assert tree(tmp_path / "site") == before


def test_a_cache_that_cannot_be_written_costs_time_alone(
    build: Build, pages_only: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("plugins.engine.build.save_state", full)
    result = build(pages_only)
    assert result.exit_code == 0
    assert "The cache cannot be written: No space left on device." in result.report()


def test_the_rules_of_the_clocks_are_the_locked_ones(pages_only: Path, tmp_path: Path) -> None:
    """A machine whose file for London is another city's changes nothing."""
    import tzdata

    wrong = tmp_path / "zones/Europe/London"
    wrong.parent.mkdir(parents=True)
    shutil.copy(Path(tzdata.__file__).parent / "zoneinfo/Europe/Paris", wrong)
    code = "from plugins.core.written_dates import parse_moment; print(parse_moment('2026-12-03 10:00').isoformat())"
    environment = {**os.environ, "PYTHONTZPATH": str(tmp_path / "zones")}
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "2026-12-03T10:00:00+00:00"


def test_other_code_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One letter in one plugin makes everything that is remembered worth nothing."""
    from plugins.engine import project

    shutil.copytree(ROOT / "plugins", tmp_path / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(project, "ROOT", tmp_path)
    before = project.code_version.__wrapped__()
    assert project.code_version.__wrapped__() == before
    file = tmp_path / "plugins/core/body.py"
    file.write_text(file.read_text("utf-8") + "#", "utf-8")
    assert project.code_version.__wrapped__() != before
