"""Slips beyond the list of rules, each in a copy of the real content: what its editor is told, word for word.

`golden/slips.txt` holds what is printed. After a change: `pytest tests/test_slips.py --update`, and read each message
as its editor would.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from plugins.engine.checking import check_content

from .conftest import NOW
from .slips import SLIPS, Slip

CONTENT = Path(__file__).parents[1] / "content"
GOLDEN = Path(__file__).parent / "golden/slips.txt"
ROUGH = re.compile(
    r"\b(?:please|sorry|(?:in)?valid|forbidden|oops|YAML|None|null|string|schema|regex|parse|front matter|Traceback)\b",
    re.I,
)


def make(slip: Slip, content: Path) -> None:
    """Do what the editor does."""
    file = content / slip.file
    if slip.renamed:
        file.rename(content / slip.renamed)
    elif slip.new == "DELETE":
        file.unlink()
    elif slip.old:
        text = file.read_text("utf-8")
        assert text.count(slip.old) == 1, slip.what
        file.write_text(text.replace(slip.old, slip.new), "utf-8", newline="\n")
    else:
        file.parent.mkdir(exist_ok=True)
        copied = slip.new.removeprefix("COPY:")
        file.write_text(
            slip.new if copied == slip.new else (content / copied).read_text("utf-8"), "utf-8", newline="\n"
        )


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
    assert check_content(content, NOW, cache=folder / "cache").problems == ()
    for slip in SLIPS:
        make(slip, content)
        result = check_content(content, NOW, cache=folder / "cache")
        found[slip.what] = result.report()
        assert result.problems, f"Nobody is told of: {slip.what}"
        # The number of files is that of the slip: one slip makes no cascade.
        assert len(result.problems) < 10, found[slip.what]
        for problem in result.problems:
            assert len(problem.message) < 130, problem.message
            assert not ROUGH.search(re.sub("“[^”]*”", "", problem.message)), problem.message
            assert problem.fix.strip(), slip.what
        undo(slip, content)
    assert check_content(content, NOW, cache=folder / "cache").problems == ()
    return found


def test_there_are_enough_of_them() -> None:
    assert len({slip.what for slip in SLIPS}) == len(SLIPS) >= 30


def test_each_slip_is_told_in_these_words(reports: dict[str, str], pytestconfig: pytest.Config) -> None:
    printed = "".join(f"## {what}\n\n{report}\n\n" for what, report in reports.items()).rstrip() + "\n"
    if pytestconfig.getoption("--update"):
        GOLDEN.write_text(printed, "utf-8", newline="\n")
    assert printed == GOLDEN.read_text("utf-8")
