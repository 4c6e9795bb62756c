"""`check --fix`: every certain repair is made, nothing else is touched, and it comes to an end."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from plugins.core.problems import Edit, Problem
from plugins.engine.checking import check_content
from plugins.engine.mending import MOST_ROUNDS, Mending, mend
from plugins.engine.result import BuildResult
from tests.conftest import NOW, SITES

EVENT = b"""---\r
Title: Open space: a beginning\r
summary: \xe2\x80\x9cQuoted\xe2\x80\x9d words.\r
start: Thursday 3 December 2026 at 10am\r
end: "2026-12-03T12:00:00Z"\r
format: Online\r
topics: Learning\r
statsu: Published\r
---\r
Text with its own\ttabs, and spaces at the end.   \r
Line ends of two kinds.\n
"""
MENDED = b"""---\r
title: "Open space: a beginning"\r
summary: \xe2\x80\x9cQuoted\xe2\x80\x9d words.\r
start: 2026-12-03 10:00\r
end: "2026-12-03 12:00"\r
format: online\r
topics: learning\r
status: published\r
---\r
Text with its own\ttabs, and spaces at the end.   \r
Line ends of two kinds.\n
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "events").mkdir(parents=True)
    shutil.copy(SITES / "site.yaml", folder)
    return folder


def fix(content: Path) -> Mending:
    return mend(content, lambda: check_content(content, NOW))


def codes(result: BuildResult) -> list[str]:
    return [problem.code for problem in result.problems]


def test_every_certain_repair_is_made_and_no_other_byte_is_touched(content: Path) -> None:
    file = content / "events/open-space.md"
    data = b"\xef\xbb\xbf" + EVENT
    file.write_bytes(data)
    file.chmod(0o640)

    mending = fix(content)

    assert file.read_bytes() == b"\xef\xbb\xbf" + MENDED
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [problem for problem in mending.remaining.problems if problem.severity == "problem"] == []
    assert mending.remaining.exit_code == 0
    assert mending.report().split("\n")[:2] == [
        "Mended: content/events/open-space.md, line 2: A value with a colon in it must be between double quotes.",
        "Mended: content/events/open-space.md, line 2: There is no setting called Title. The nearest is title.",
    ]
    assert [path.name for path in content.glob("events/*")] == ["open-space.md"]


def test_a_second_time_there_is_nothing_to_do(content: Path) -> None:
    file = content / "events/open-space.md"
    file.write_bytes(EVENT)
    fix(content)
    before = file.stat()

    mending = fix(content)

    assert mending.mended == ()
    assert mending.report() == "There is nothing that can be mended for certain.\n"
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_what_is_not_certain_stays_and_is_told(content: Path) -> None:
    file = content / "events/open-space.md"
    text = (
        "---\ntitle: A\nsummary: B\nstart: 03/04/2026 10:00\nend: 2026-04-03 12am\n"
        "format: online\ntopics: Nothing Here\n---\nText.\n"
    )
    file.write_text(text, "utf-8")

    mending = fix(content)

    assert file.read_text("utf-8") == text
    assert sorted(codes(mending.remaining)) == ["date-ambiguous", "name-form", "time-ambiguous"]
    assert mending.remaining.exit_code == 1


@pytest.mark.parametrize("data", [b"\xff\xfet\x00", b"---\ntitle: caf\xe9\n---\n", b""])
def test_a_file_that_cannot_be_read_is_left_alone(content: Path, data: bytes) -> None:
    file = content / "events/open-space.md"
    file.write_bytes(data)
    assert fix(content).mended == ()
    assert file.read_bytes() == data


def test_a_file_that_cannot_be_written_is_told(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (content / "events/open-space.md").write_bytes(EVENT)

    def refuse(self: Path, data: bytes) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    mending = fix(content)

    last = mending.remaining.problems[-1]
    assert (last.path, last.message) == (
        "--fix", "content/events/open-space.md cannot be mended: Permission denied.",
    )  # fmt: skip
    assert mending.remaining.exit_code == 1


def test_repairs_that_undo_each_other_come_to_an_end(content: Path) -> None:
    file = content / "events/a.md"
    file.write_bytes(b"a")
    asked = []

    def check() -> BuildResult:
        asked.append(1)
        old = file.read_text()
        edit = Edit(1, 1, old, "b" if old == "a" else "a")
        return BuildResult((Problem("content/events/a.md", 1, 1, "c", "M", "F", edit=edit),))

    mending = mend(content, check)
    assert len(asked) <= MOST_ROUNDS + 1
    assert (len(mending.mended), file.read_bytes()) == (1, b"b")


def test_nothing_outside_the_content_is_written(content: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_bytes(b"a")
    (content / "events/link.md").symlink_to(outside)
    edit = Edit(1, 1, "a", "b")
    paths = ("content/events/link.md", "content/../outside.md", "outside.md", "--now")

    mend(content, lambda: BuildResult(tuple(Problem(path, 1, 1, "c", "M", "F", edit=edit) for path in paths)))

    assert outside.read_bytes() == b"a"


INVALID = sorted(folder.name for folder in (SITES / "invalid").iterdir())


def _mended_copy(name: str, folder: Path) -> tuple[dict[str, bytes], dict[str, bytes], Mending]:
    shutil.copytree(SITES / "invalid" / name, folder, ignore=shutil.ignore_patterns("expected.txt"))
    if not (folder / "site.yaml").exists():
        shutil.copy(SITES / "site.yaml", folder)
    before = _files(folder)
    mending = fix(folder)
    return before, _files(folder), mending


def _files(folder: Path) -> dict[str, bytes]:
    return {
        os.fspath(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


@pytest.mark.parametrize("start", range(4))
def test_every_invalid_site_can_be_mended_and_none_gets_worse(start: int, tmp_path: Path) -> None:
    for name in INVALID[start::4]:
        folder = tmp_path / name / "content"
        before, after, mending = _mended_copy(name, folder)
        changed = {path for path in before if before[path] != after[path]}
        assert set(before) == set(after), name
        assert changed == {problem.path.removeprefix("content/") for problem in mending.mended}, name
        assert not mending.remaining.fault
        again = fix(folder)
        assert again.mended == (), name
        assert _files(folder) == after, name
