"""Damaged files: whatever is in a file, it is a page of the site or has a problem that says why not.

Each mutation damages one file of a valid site in one to three ways, by its number alone. `--slow` runs ten thousand
and prints the figures; `pytest tests/test_mutations.py -k one_mutation --mutation 123` runs that one.
"""

from __future__ import annotations

import shutil
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from plugins.engine import checking, state
from plugins.engine.checking import check_content
from plugins.engine.connecting import Connection
from plugins.engine.result import OK, PROBLEMS, BuildResult

from .conftest import NOW, SITES, Build
from .mutations import Mutation, kinds_of, mutation, words_of_nobody

FULL = SITES / "valid/full"
QUICK, ALL = 400, 10_000
MOST_SECONDS = 1.0
"""Of the processor, for the check of a whole site with one damaged file."""

# What a person decided, and no damage: the page is not there because a setting says so.
NOT_NOW = ("publish_from", "publish_until", "expires")


@dataclass
class Site:
    """A copy of a valid site, in which one file at a time is damaged."""

    content: Path
    cache: Path
    files: dict[str, bytes]
    connections: list[Connection] = field(default_factory=list)

    def check(self, mutant: Mutation) -> tuple[BuildResult, float]:
        """Put the damaged file in, check all, and put the good one back."""
        broken, good = self.content / mutant.new, self.content / mutant.old
        good.unlink()
        broken.write_bytes(mutant.data)
        try:
            start = time.process_time()
            result = check_content(self.content, NOW, cache=self.cache)
            return result, time.process_time() - start
        finally:
            broken.unlink()
            good.write_bytes(self.files[mutant.old])


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    content = tmp_path / "content"
    shutil.copytree(FULL, content)
    files = {
        file.relative_to(content).as_posix(): file.read_bytes()
        for file in content.rglob("*.*")
        if file.suffix in (".md", ".yaml")
    }
    found = Site(content, tmp_path / "cache", files)

    class Connector(checking.Connector):
        def connect(self) -> Connection:
            found.connections = [super().connect()]
            return found.connections[0]

    monkeypatch.setattr(checking, "Connector", Connector)
    monkeypatch.setattr(checking, "save_state", lambda file, kept: state._living.__setitem__(file, kept))
    monkeypatch.setattr(state, "_living", {})
    return found


def judged(site: Site, mutant: Mutation) -> tuple[BuildResult, float, str]:
    """Check one mutation and return the outcome: `problem`, `page`, or `not now`. Fails with the file's bytes."""
    result, seconds = site.check(mutant)
    assert not result.fault, f"{result.fault}\n{mutant}"
    assert result.exit_code in (OK, PROBLEMS), mutant
    for form in ("text", "github", "json"):
        report = result.report(form)
        assert not words_of_nobody(report.replace(mutant.data.decode("utf-8", "replace"), "")), (
            f"{report}\n{mutant}"
        )
    assert seconds < MOST_SECONDS, f"{seconds:.1f} s\n{mutant}"
    if result.exit_code == PROBLEMS:
        return result, seconds, "problem"
    if not mutant.new.endswith(".md"):
        return result, seconds, "page"  # site.yaml and redirects.yaml, and what no content file is called
    entries = {entry.path: entry for entry in site.connections[0].entries}
    entry = entries.get(f"content/{mutant.new}")
    assert entry is not None, f"The page is missing, and nobody says so.\n{mutant}"
    made = site.connections[0].site
    assert made is not None
    live = {other.path for others in made.entries.values() for other in others}
    if entry.path not in live:
        assert any(name.encode() in mutant.data for name in NOT_NOW), mutant
        return result, seconds, "not now"
    return result, seconds, "page"


def run(site: Site, numbers: range) -> tuple[str, list[Mutation]]:
    """Judge mutations; return the figures, and those that are pages still."""
    outcomes: Counter[str] = Counter()
    mutants, pages, longest = [], [], (0.0, "")
    for number in numbers:
        mutant = mutation(number, site.files)
        if mutant.old == mutant.new and mutant.data == site.files[mutant.old]:
            outcomes["as it was"] += 1
            continue
        _, seconds, outcome = judged(site, mutant)
        mutants.append(mutant)
        outcomes[outcome] += 1
        longest = max(longest, (seconds, f"mutation {number} ({mutant.kind})"))
        if outcome == "page" and mutant.new.endswith(".md"):
            pages.append(mutant)
    kinds = ", ".join(f"{number} {kind}" for kind, number in kinds_of(mutants).items())
    found = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items()))
    return f"{len(numbers)} mutations: {found}; longest {longest[0]:.2f} s, {longest[1]}\n({kinds})", pages


def test_a_damaged_file_is_a_page_or_has_a_problem(site: Site, build: Build, tmp_path: Path) -> None:
    figures, pages = run(site, range(QUICK))
    assert "problem" in figures, figures
    built(site, build, pages, tmp_path, sites=2)


@pytest.mark.slow
def test_ten_thousand_damaged_files(
    site: Site, build: Build, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures, pages = run(site, range(ALL))
    number = built(site, build, pages, tmp_path, sites=40)
    with capsys.disabled():
        print(f"\n{figures}\n{number} of the damaged files built for real: each has its page.")


def built(site: Site, build: Build, pages: list[Mutation], folder: Path, sites: int) -> int:
    """Build sites of damaged files without a problem, and look for the page of each. Return how many there were."""
    found = 0
    for turn in range(sites):
        # One mutation for each file, so that no two have the same address.
        chosen = {mutant.old: mutant for mutant in pages[turn::sites]}
        content, output = folder / f"built-{turn}/content", folder / f"built-{turn}/site"
        shutil.copytree(FULL, content)
        for mutant in chosen.values():
            (content / mutant.old).unlink()
            (content / mutant.new).write_bytes(mutant.data)
        result = build(content, output=output)
        if result.exit_code == PROBLEMS:
            continue  # two of them do not agree, such as a link to a heading that is gone
        assert not result.fault, result.fault
        check_content(content, NOW)
        entries = {entry.path: entry for entry in site.connections[0].entries}
        for mutant in chosen.values():
            address = entries[f"content/{mutant.new}"].address.partition("#")[0]
            page = output / address.strip("/") / "index.html"
            assert page.is_file(), f"There is no {address}.\n{mutant}"
            found += 1
    return found
