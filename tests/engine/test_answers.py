"""The last answer of `check`: given again only while nothing has changed that it depends on."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.engine import answers, project
from plugins.engine.answers import Answer, Answers
from plugins.engine.project import state_file
from tests.conftest import NOW, SITES

ROOT = Path(__file__).parents[2]
GOOD = Answer("No problems.", 0)
PLAN = "pages/plan.md"
ALWAYS = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    shutil.copytree(SITES / "valid/full", tmp_path / "content")
    (tmp_path / "content/images").mkdir(exist_ok=True)
    (tmp_path / "content/images/a.png").write_bytes(b"picture")
    memory = state_file(tmp_path / "cache/checks", (tmp_path / "content").resolve())
    memory.parent.mkdir(parents=True)
    memory.write_bytes(b"the texts")
    return tmp_path / "content"


def asked(
    content: Path, form: str = "text", now: str | None = NOW, environ: Mapping[str, str] | None = None
) -> Answers:
    return Answers(content, form, now, environ or {}, content.parent / "cache")


def answer_file(content: Path) -> Path:
    (found,) = (content.parent / "cache/checks").glob("*.answer")
    return found


def test_an_answer_is_given_again(content: Path) -> None:
    assert asked(content).known() is None
    answer = Answer("content/a.md:1:1: “Ä”", 1, "## 1 problem\n")
    asked(content).keep(answer, ALWAYS)
    assert asked(content).known() == answer
    assert asked(content).known() == answer


def add(file: Path, words: str) -> None:
    file.write_text(file.read_text("utf-8") + words, "utf-8")


def in_place(file: Path, change: Callable[[bytes], bytes]) -> None:
    """Change bytes as nobody sees from size and time."""
    times = file.stat()
    file.write_bytes(change(file.read_bytes()))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a word": lambda content: add(content / PLAN, "More.\n"),
    "a letter, at the same size and time": lambda content: in_place(
        content / PLAN, lambda data: data[:-2] + b"?\n"
    ),
    "a setting of the site": lambda content: add(content / "site.yaml", "# new\n"),
    "a file more": lambda content: (content / "pages/more.md").write_text("x"),
    "a hidden file": lambda content: (content / "pages/.more.md").write_text("x"),
    "an empty file of another kind": lambda content: (content / "pages/more.txt").touch(),
    "a file fewer": lambda content: (content / PLAN).unlink(),
    "another name": lambda content: (content / PLAN).rename(content / "pages/other.md"),
    "an empty folder": lambda content: (content / "stories").mkdir(),
    "a folder in a folder": lambda content: (content / "pages/more").mkdir(),
    "a folder for a file": lambda content: ((content / PLAN).unlink(), (content / PLAN).mkdir()),
    "a picture, at the same size and time": lambda content: in_place(
        content / "images/a.png", lambda data: data[::-1]
    ),
    "the rights of a picture": lambda content: (content / "images/a.png").chmod(0o600),
    "a link": lambda content: (content / "pages/more.md").symlink_to(content / PLAN),
    "a pipe": lambda content: os.mkfifo(content / "pages/more.md"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_the_content_is_looked_at(content: Path, change: Callable[[Path], object]) -> None:
    asked(content).keep(GOOD, ALWAYS)
    assert asked(content).known() == GOOD
    change(content)
    assert asked(content).known() is None


@pytest.mark.parametrize("change", [CHANGES["a link"], CHANGES["a pipe"]], ids=["link", "pipe"])
def test_what_can_change_unseen_is_looked_at_each_time(
    content: Path, change: Callable[[Path], object]
) -> None:
    change(content)
    asked(content).keep(GOOD, ALWAYS)
    assert asked(content).known() is None


def test_what_is_asked_for_counts(content: Path, tmp_path: Path) -> None:
    asked(content).keep(GOOD, ALWAYS)
    assert asked(content, form="json").known() is None
    assert asked(content, now="tomorrow").known() is None
    assert asked(content, environ={"SOURCE_DATE_EPOCH": "soon"}).known() is None
    assert asked(content, environ={"OTHER": "1"}).known() == GOOD
    assert asked(content, now=None).known() == GOOD
    other = tmp_path / "other/content"
    shutil.copytree(content, other)
    assert Answers(other, "text", NOW, {}, tmp_path / "cache").known() is None


def test_an_answer_is_given_as_long_as_it_is_true(content: Path) -> None:
    since, until = datetime(2026, 11, 22, 9, 30, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC)
    asked(content).keep(GOOD, (since, until))
    for now, answer in {
        "2026-11-22T09:29:59.999999+00:00": None, "2026-11-22T09:30": GOOD,
        "2026-11-22T23:59:59.999999": GOOD, "2026-11-23": None,
    }.items():  # fmt: skip
        assert asked(content, now=now).known() == answer, now
        epoch = str(int(datetime.fromisoformat(now).replace(tzinfo=UTC).timestamp()))
        assert asked(content, now=None, environ={"SOURCE_DATE_EPOCH": epoch}).known() == answer, now


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of our code whose version counts."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "plugins", tmp_path / "project/plugins", ignore=ignored)
    for file in ROOT.glob("*.py"):
        shutil.copy(file, tmp_path / "project")
    monkeypatch.setattr(project, "ROOT", tmp_path / "project")
    monkeypatch.setattr(answers, "code_version", project.code_version.__wrapped__)
    return tmp_path / "project"


@pytest.mark.parametrize("file", ["plugins/core/wording.py", "tasks.py", "pelicanconf.py"])
def test_other_code_looks_again(content: Path, copied: Path, file: str) -> None:
    asked(content).keep(GOOD, ALWAYS)
    assert asked(content).known() == GOOD
    in_place(copied / file, lambda data: data[:-1] + b"#")
    assert asked(content).known() is None


def test_another_version_of_a_library_looks_again(
    content: Path, copied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "libraries/markdown-3.1.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "libraries")])
    asked(content).keep(GOOD, ALWAYS)
    assert asked(content).known() == GOOD
    (tmp_path / "libraries/markdown-3.1.dist-info").rename(tmp_path / "libraries/markdown-3.2.dist-info")
    assert asked(content).known() is None


def test_another_python_looks_again(content: Path, copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(content).keep(GOOD, ALWAYS)
    monkeypatch.setattr(sys, "version", "3.99.0")
    assert asked(content).known() is None


def test_without_the_memory_of_the_texts_there_is_no_answer(content: Path) -> None:
    asked(content).keep(GOOD, ALWAYS)
    state_file(content.parent / "cache/checks", content.resolve()).unlink()
    assert asked(content).known() is None


def test_an_answer_to_content_that_changed_meanwhile_is_not_kept(content: Path) -> None:
    checking = asked(content)
    add(content / PLAN, "More.\n")
    checking.keep(GOOD, ALWAYS)
    assert asked(content).known() is None


def sealed(data: bytes) -> Callable[[bytes], bytes]:
    """Return what puts other words into an answer, with the right hash."""
    return lambda kept: (
        kept.split(b"\n")[0] + b"\n" + hashlib.sha256(data).hexdigest().encode() + b"\n" + data
    )


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:100],
        lambda data: data[:-1] + b" ",
        lambda data: b"\xff" * 200,
        lambda data: b"\x80\n\n\n",
        sealed(b"\xff"),
        sealed(b"[]"),
        sealed(b"3"),
        sealed(b"[1, 2, 3, 4]"),
        sealed(b'["2026-01-01", "2027-01-01", "No problems.", 0]'),
        sealed(b'["2026-01-01T00:00+00:00", "2027-01-01T00:00+00:00"]'),
        sealed(b'{"text": 1}'),
    ],
)
def test_a_damaged_answer_is_none(content: Path, damage: Callable[[bytes], bytes]) -> None:
    asked(content).keep(GOOD, ALWAYS)
    file = answer_file(content)
    file.write_bytes(damage(file.read_bytes()))
    assert asked(content).known() is None
    asked(content).keep(GOOD, ALWAYS)
    assert asked(content).known() == GOOD


def test_an_answer_that_cannot_be_kept_is_no_fault(content: Path) -> None:
    checking = asked(content)
    shutil.rmtree(content.parent / "cache")
    checking.keep(GOOD, ALWAYS)
    assert asked(content).known() is None


def test_a_folder_that_is_not_there_has_no_answer(tmp_path: Path) -> None:
    nowhere = Answers(tmp_path / "nowhere", "text", NOW, {}, tmp_path)
    nowhere.keep(GOOD, ALWAYS)
    assert nowhere.known() is None


COMMAND = """
import sys
from pathlib import Path
from plugins.engine import project
project.CACHE = Path(sys.argv[1])
import tasks
status = tasks._check(content=sys.argv[2], fix=False, format=sys.argv[3], now=sys.argv[4], full=False)
print(*sorted({"pydantic", "markdown"} & set(sys.modules)), file=sys.stderr)
sys.exit(status)
"""


@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_the_command_says_the_same_again_and_loads_little(content: Path, tmp_path: Path, form: str) -> None:
    (content / "pages/failte.md").write_text("---\ntitle: A\nsummary: B.\n---\n[a](nowhere.md)\n", "utf-8")

    def check() -> tuple[int, str, str, str]:
        summary = tmp_path / "summary.md"
        summary.unlink(missing_ok=True)
        done = subprocess.run(
            [sys.executable, "-c", COMMAND, str(tmp_path / "kept"), str(content), form, NOW],
            cwd=ROOT, capture_output=True, text=True, check=False,
            env={**os.environ, "GITHUB_STEP_SUMMARY": str(summary)},
        )  # fmt: skip
        words = summary.read_text("utf-8") if summary.exists() else ""
        return done.returncode, done.stdout, words, done.stderr.strip()

    first, again = check(), check()
    assert first[:3] == again[:3]
    assert first[0] == 1
    assert "nowhere" in first[1]
    assert bool(first[2]) == (form == "github")
    assert (first[3], again[3]) == ("markdown pydantic", "")
