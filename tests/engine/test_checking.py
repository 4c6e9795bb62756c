"""What checks remember: the same answers with it and without, from a memory that is damaged, old or cannot be kept."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.engine import checking, reading, state
from plugins.engine.checking import check_content
from tests.conftest import NOW, SITES

ROOT = Path(__file__).parents[2]


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(SITES / "valid/full", tmp_path / "content")
    monkeypatch.setattr(state, "_living", {})
    return tmp_path / "content"


@pytest.fixture
def read_anew(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the texts that are read, and not remembered."""
    found: list[str] = []
    read = reading.read_document

    def noted(path: str, data: bytes) -> object:
        found.append(path)
        return read(path, data)

    monkeypatch.setattr(reading, "read_document", noted)
    return found


def memories(cache: Path) -> list[Path]:
    return sorted((cache / "checks").glob("*"))


def forget_process() -> None:
    state._living.clear()


def test_a_text_that_did_not_change_is_not_read_again(
    content: Path, tmp_path: Path, read_anew: list[str]
) -> None:
    first = check_content(content, NOW, cache=tmp_path / "cache")
    assert len(read_anew) == len(list(content.glob("*/*.md")))
    read_anew.clear()
    forget_process()
    assert check_content(content, NOW, cache=tmp_path / "cache").problems == first.problems
    assert read_anew == []
    (content / "pages/plan.md").write_text(
        "---\ntitle: Plan\nsummary: It.\n---\nText [a](nowhere.md).\n", "utf-8"
    )
    forget_process()
    changed = check_content(content, NOW, cache=tmp_path / "cache")
    assert read_anew == ["content/pages/plan.md"]
    assert changed.problems == check_content(content, NOW).problems
    assert [problem.code for problem in changed.problems if problem.severity == "problem"] == ["link-nowhere"]


def test_what_is_wrong_is_told_every_time(content: Path, tmp_path: Path) -> None:
    (content / "pages/plan.md").write_bytes(b"---\ntitle: Plan\nsummary It.\n---\nText.\n")
    (content / "pages/failte.md").write_bytes(b"---\ntitle: A\nsummary: B.\n---\n<b>Text</b>\n")
    whole = check_content(content, NOW)
    for _ in range(3):
        forget_process()
        assert check_content(content, NOW, cache=tmp_path / "cache").problems == whole.problems


@pytest.mark.parametrize(
    "damage",
    [lambda data: b"", lambda data: data[:100], lambda data: data[:-1] + b"x"],
)
def test_a_damaged_memory_is_made_anew(
    content: Path, tmp_path: Path, read_anew: list[str], damage: object
) -> None:
    first = check_content(content, NOW, cache=tmp_path / "cache")
    (memory,) = memories(tmp_path / "cache")
    good = memory.read_bytes()
    memory.write_bytes(damage(good))  # type: ignore[operator]
    forget_process()
    read_anew.clear()
    assert check_content(content, NOW, cache=tmp_path / "cache").problems == first.problems
    assert read_anew
    assert memory.read_bytes()[:64] == good[:64]
    forget_process()
    read_anew.clear()
    check_content(content, NOW, cache=tmp_path / "cache")
    assert read_anew == []


def test_nothing_is_kept_unless_it_is_asked_for(content: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*.state"))
    check_content(content, NOW)
    assert sorted(tmp_path.rglob("*.state")) == before == []


def test_a_memory_that_cannot_be_kept_is_no_fault(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: Path, kept: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checking, "save_state", full)
    result = check_content(content, NOW, cache=tmp_path / "cache")
    assert not result.fault
    assert result.problems == check_content(content, NOW).problems


def test_a_check_loads_nothing_that_only_builds_need(content: Path, tmp_path: Path) -> None:
    """Loading takes most of the time of a check that finds nothing new."""
    check = (
        "import sys; from pathlib import Path; from plugins.engine.checking import check_content;"
        f"check_content(Path({str(content)!r}), {NOW!r}, cache=Path({str(tmp_path / 'cache')!r}));"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )

    def loaded() -> set[str]:
        done = subprocess.run(
            [sys.executable, "-c", check], cwd=ROOT, check=True, capture_output=True, text=True
        )
        return set(done.stdout.split())

    builds = {"pelican", "jinja2", "icalendar", "feedgen", "lxml", "nh3", "blinker", "invoke"}
    assert not loaded() & builds
    assert not loaded() & (builds | {"markdown", "yaml", "PIL"})
