"""Slips beyond the list of rules, each in a copy of the real content: what its editor is told, word for word.

`golden/slips.txt` holds what is printed. After a change: `pytest tests/test_slips.py --update`, and read each message
as its editor would. Where an editor has changed the content since, the words may differ: the test says so (xfail)
and stays green. What it must find, it must find all the same.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest

from plugins.engine.checking import check_content

from .conftest import NOW
from .slips import SLIPS, Slip

CONTENT = Path(__file__).parents[1] / "content"
GOLDEN = Path(__file__).parent / "golden/slips.txt"
OF_CONTENT = "The content that this was made from: "
ROUGH = re.compile(
    r"\b(?:please|sorry|(?:in)?valid|forbidden|oops|YAML|None|null|string|schema|regex|parse|front matter|Traceback)\b",
    re.I,
)


def make(slip: Slip, content: Path) -> bool:
    """Do what the editor does; False if the content has changed so that it cannot be done any more."""
    file = content / slip.file
    copied = content / slip.new.removeprefix("COPY:") if slip.new.startswith("COPY:") else None
    needed = copied or (file if slip.renamed or slip.new == "DELETE" or slip.old else None)
    if needed and not needed.exists():
        return False
    if slip.renamed:
        file.rename(content / slip.renamed)
    elif slip.new == "DELETE":
        file.unlink()
    elif slip.old:
        text = file.read_text("utf-8")
        if text.count(slip.old) != 1:
            return False
        file.write_text(text.replace(slip.old, slip.new), "utf-8", newline="\n")
    else:
        file.parent.mkdir(exist_ok=True)
        file.write_text(copied.read_text("utf-8") if copied else slip.new, "utf-8", newline="\n")
    return True


def undo(slip: Slip, content: Path) -> None:
    (content / (slip.renamed or slip.file)).unlink(missing_ok=True)
    if not (CONTENT / slip.file).parent.exists():
        (content / slip.file).parent.rmdir()
    if (CONTENT / slip.file).exists():
        shutil.copy(CONTENT / slip.file, content / slip.file)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("slips")
    content, found = folder / "content", {}
    shutil.copytree(CONTENT, content)
    before = check_content(content, NOW, cache=folder / "cache").problems
    for slip in SLIPS:
        if not make(slip, content):
            continue
        result = check_content(content, NOW, cache=folder / "cache")
        found[slip.what] = result.report()
        assert {*result.problems} - {*before}, f"Nobody is told of: {slip.what}"
        # The number of files is that of the slip: one slip makes no cascade.
        assert len(result.problems) < len(before) + 10, found[slip.what]
        for problem in {*result.problems} - {*before}:
            assert len(problem.message) < 130, problem.message
            assert not ROUGH.search(re.sub("“[^”]*”", "", problem.message)), problem.message
            assert problem.fix.strip(), slip.what
        undo(slip, content)
    assert check_content(content, NOW, cache=folder / "cache").problems == before
    return found


def test_there_are_enough_of_them() -> None:
    assert len({slip.what for slip in SLIPS}) == len(SLIPS) >= 30


def test_each_slip_is_told_in_these_words(reports: dict[str, str], pytestconfig: pytest.Config) -> None:
    content = f"{OF_CONTENT}{_digest()}"
    printed = "".join(f"## {what}\n\n{report}\n\n" for what, report in reports.items())
    if pytestconfig.getoption("--update"):
        GOLDEN.write_text(f"{printed}{content}\n", "utf-8", newline="\n")
    expected, _, made_from = GOLDEN.read_text("utf-8").rpartition(OF_CONTENT)
    if printed != expected and made_from.strip() != _digest():
        pytest.xfail(
            "the content has changed since: pytest tests/test_slips.py --update, and read the difference"
        )
    assert printed == expected


def _digest() -> str:
    """Return a digest of the names and texts of the content."""
    digest = hashlib.sha256()
    for file in sorted(path for path in CONTENT.rglob("*.*") if path.suffix in (".md", ".yaml")):
        digest.update(f"{file.relative_to(CONTENT).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
