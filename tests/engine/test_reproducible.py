"""The same content and the same now give the same bytes on any machine, by any of the commands."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.engine.project import ROOT
from tests.conftest import NOW, Build
from tests.test_sites import valid

from .trees import page, theme_copy, tree, write

EPOCH = "1795341600"  # NOW, in seconds since 1970
SCRIPT = (
    "import sys; sys.path.insert(0, sys.argv[1])\n"
    "from pathlib import Path; from tests.conftest import builds_in\n"
    "content, output = map(Path, sys.argv[2:4])\n"
    "with builds_in(output.parent) as build:\n"
    "    result = build(content, output=output, publish=sys.argv[4] == 'publish')\n"
    "print(result.report()); sys.exit(result.exit_code)\n"
)

MACHINES: dict[str, dict[str, str]] = {
    "utc": {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
    "tokyo": {"PYTHONHASHSEED": "2", "LC_ALL": "C", "TZ": "Asia/Tokyo", "PYTHONUTF8": "0"},
    "new-york": {
        "PYTHONHASHSEED": "random", "LC_ALL": "POSIX", "TZ": "America/New_York", "PYTHONCOERCECLOCALE": "0",
    },
}  # fmt: skip


@pytest.mark.parametrize("mode", ["publish", pytest.param("preview", marks=pytest.mark.slow)])
def test_every_machine_gives_the_same_bytes(mode: str, tmp_path: Path) -> None:
    builders = {}
    for number, (name, variables) in enumerate(MACHINES.items()):
        home = tmp_path / name
        content = valid("full", home / ("content" if number % 2 else "a copy of the content"))
        if number == 1:
            _in_other_order(content)
        builders[name] = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(ROOT), str(content), str(home / "site"), mode],
            cwd=[ROOT, home][number % 2], env={**_environment(), **variables},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
    for name, builder in builders.items():
        said = builder.communicate(timeout=200)[0].decode("utf-8", "replace")
        assert builder.returncode == 0, f"{name}: {said}"

    for name in MACHINES:
        assert tree(tmp_path / name / "site") == tree(tmp_path / "utc/site"), name


def _in_other_order(content: Path) -> None:
    """Make the folder's files anew, the last name first: folders list them in the order of their making."""
    for file in sorted((path for path in content.rglob("*") if path.is_file()), reverse=True):
        data = file.read_bytes()
        file.unlink()
        write(file.with_name(f"{file.name}.new"), data)
        os.utime(file.with_name(f"{file.name}.new"), (0, 0))
        file.with_name(f"{file.name}.new").rename(file)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}


# The commands


class Commands:
    """Runs `tasks.py build` and `pelican` on a content folder; their outputs go to `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.unique = f"test-{uuid.uuid4().hex}"

    def tasks(self, content: Path, *options: str) -> subprocess.CompletedProcess[str]:
        return self._run(
            "tasks.py", "build", "--content", str(content), "--output", str(self.tasks_site), *options
        )

    def pelican(self, content: Path, *options: str) -> subprocess.CompletedProcess[str]:
        cache = f"CACHE_PATH={json.dumps(str(self.folder / 'cache'))}"
        return self._run(
            "-m", "pelican", str(content), "-o", str(self.pelican_site), *options, "-e", cache
        )  # fmt: skip

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**_environment(), "SOURCE_DATE_EPOCH": EPOCH, "COLUMNS": "80"}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def tasks_site(self) -> Path:
        return self.folder / self.unique

    @property
    def pelican_site(self) -> Path:
        return self.folder / "pelican-site"


@pytest.fixture
def commands(tmp_path: Path) -> Iterator[Commands]:
    found = Commands(tmp_path)
    yield found
    # tasks.py keeps its cache in the project.
    for file in (ROOT / ".cache").glob(f"{found.unique}-*"):
        file.unlink()


def test_the_time_of_these_tests_is_one() -> None:
    from plugins.core.clock import now_from

    assert now_from({}, NOW) == now_from({"SOURCE_DATE_EPOCH": EPOCH})


@pytest.mark.parametrize(
    ("ours", "pelicans"), [([], []), (["--publish"], ["-s", "publishconf.py"])], ids=["preview", "publish"]
)
def test_pelican_and_tasks_give_the_same_bytes(
    ours: list[str], pelicans: list[str], commands: Commands, build: Build, tmp_path: Path
) -> None:
    content = valid("full", tmp_path / "content")

    first, second = commands.tasks(content, *ours), commands.pelican(content, *pelicans)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "Built " in first.stdout
    assert "Built " in second.stdout
    build(content, publish=bool(ours))
    assert tree(commands.tasks_site) == tree(commands.pelican_site) == tree(tmp_path / "site")


def test_pelican_and_tasks_report_the_same_problems(commands: Commands, build: Build, tmp_path: Path) -> None:
    content = valid("minimal", tmp_path / "content")
    page(content, "windows", "Learning: a beginning")
    page(content, "more", body="See [us](cuntact.md).<br>")

    first, second = commands.tasks(content), commands.pelican(content)

    report = build(content).report()
    assert (first.returncode, second.returncode) == (1, 1)
    assert first.stderr.strip() == report.strip()
    assert second.stderr.strip() == report.strip()
    assert not commands.tasks_site.exists()
    assert not commands.pelican_site.exists()


def test_pelican_ends_with_2_for_a_fault(commands: Commands, tmp_path: Path) -> None:
    theme = theme_copy(tmp_path)
    write(theme / "templates/page.html", "{{ somewhere }}")

    done = commands.pelican(valid("minimal", tmp_path / "content"), "-t", str(theme))

    assert done.returncode == 2
    assert "This is not a mistake in your content." in done.stderr
    assert "'somewhere' is undefined" in done.stderr
    assert not commands.pelican_site.exists()


@pytest.mark.slow
def test_tasks_end_with_2_for_a_fault(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(ROOT / "plugins", project / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("theme", "requirements"):
        shutil.copytree(ROOT / name, project / name)
    for name in ("pelicanconf.py", "publishconf.py", "tasks.py"):
        shutil.copy(ROOT / name, project)
    valid("minimal", project / "content")
    write(project / "theme/templates/page.html", "{{ somewhere }}")
    # In the environment of these tests, not one of the copy's own.
    script = (
        "import sys, runpy; sys.argv = ['inv', *sys.argv[1:]]; from invoke.main import program; program.run()"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, "build"], cwd=project, env={**_environment(), "PYTHONPATH": str(project)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 2, done.stdout + done.stderr
    assert "This is not a mistake in your content." in done.stderr


@pytest.mark.slow
def test_the_plain_commands_build_the_real_site(commands: Commands, tmp_path: Path) -> None:
    first, second = commands.tasks(ROOT / "content"), commands.pelican(Path("content"))
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert tree(commands.tasks_site) == tree(commands.pelican_site)
