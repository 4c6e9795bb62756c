"""Makes every certain repair in the content: what the edits of the problems say, and nothing else."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from plugins.core.problem_report import place
from plugins.core.problems import Problem, in_reading_order
from plugins.core.quoting import harmless
from plugins.core.repairs import repair

from .build_run import option_problem
from .reading import shown_path
from .result import BuildResult

MOST_ROUNDS = 10
"""One repair can uncover the next slip; more rounds than this no file needs."""


@dataclass(frozen=True, slots=True)
class Mending:
    """What was mended, and what remains: the result of the check after the last repair."""

    mended: tuple[Problem, ...]
    remaining: BuildResult

    def report(self) -> str:
        """Return a line for each repair: `Mended: content/pages/contact.md, line 4: …`."""
        lines = [harmless(f"Mended: {place(problem)}: {problem.message}") for problem in self.mended]
        return "\n".join([*lines, ""]) if lines else "There is nothing that can be mended for certain.\n"


def mend(content: Path, check: Callable[[], BuildResult]) -> Mending:
    """Check, repair what is certain, and check again until nothing certain is left.

    A file is written whole or not at all, with the rights that it had, and only where a repair changes it.
    A repair that would bring back what a file was before is not made.
    """
    mended: list[Problem] = []
    seen: dict[Path, set[bytes]] = defaultdict(set)
    result = check()
    for _ in range(MOST_ROUNDS):
        before = len(mended)
        for file, problems in _by_file(content, result):
            try:
                data = file.read_bytes()
                new, made = repair(data, [problem.edit for problem in problems if problem.edit])
                if new == data or new in seen[file]:
                    continue
                _write(file, new)
            except OSError as error:
                return Mending(tuple(mended), _cannot_write(result, problems[0].path, error))
            seen[file] |= {data, new}
            # One that overlaps another waits for the next round.
            mended += [problem for problem in problems if problem.edit in made]
        if len(mended) == before:
            break
        result = check()
    return Mending(tuple(mended), result)


def _by_file(content: Path, result: BuildResult) -> Iterator[tuple[Path, list[Problem]]]:
    """Yield each file of the content that has certain repairs, and the problems that they mend."""
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in in_reading_order(result.problems):
        if problem.edit is not None:
            found[problem.path].append(problem)
    shown = shown_path(content)
    for path, problems in sorted(found.items()):
        # A link is written where it leads to, and never outside the content.
        file = (content / path.removeprefix(f"{shown}/")).resolve()
        if path.startswith(f"{shown}/") and file.is_file() and file.is_relative_to(content.resolve()):
            yield file, problems


def _write(file: Path, data: bytes) -> None:
    fresh = file.with_name(f".{file.name}.{os.getpid()}~")
    try:
        fresh.write_bytes(data)
        shutil.copymode(file, fresh)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


def _cannot_write(result: BuildResult, path: str, error: OSError) -> BuildResult:
    message = f"{path} cannot be mended: {error.strerror or 'it cannot be written'}."
    problem = option_problem(
        "--fix", message, "check that you may write the file, and run the command again."
    )
    return BuildResult((*result.problems, problem), result.sources, result.fault, seconds=result.seconds)
