"""Shows problems to people, to GitHub and to programs. One renderer for each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict

from .problems import SEVERITIES, Problem, Severity, in_reading_order
from .quoting import harmless, quoted

HEADINGS: dict[Severity, str] = {"problem": "Problem", "warning": "Check this", "advice": "Advice"}
GITHUB_LEVELS: dict[Severity, str] = {"problem": "error", "warning": "warning", "advice": "notice"}

COUNTS: dict[Severity, tuple[str, str]] = {
    "problem": ("problem", "problems"),
    "warning": ("thing to check", "things to check"),
    "advice": ("piece of advice", "pieces of advice"),
}
"""Each severity in words: one, and many."""

GITHUB_MOST = 10
"""GitHub shows so many annotations of each level for a step, and drops the others without a word."""


def as_text(problems: Iterable[Problem], sources: Mapping[str, str] | None = None) -> str:
    """Return the problems as plain text for a person, each with the line it is about.

    `sources` maps a problem's path to the text of that file; a file that is not there is not quoted.
    """
    blocks = []
    for problem in in_reading_order(problems):
        lines = [f"{HEADINGS[problem.severity]}: {place(problem)}", "", f"  {problem.message}", ""]
        quote = quoted(problem, (sources or {}).get(problem.path))
        if quote:
            lines += [*quote, ""]
        # Lines to paste stand alone: whoever copies the last one gets nothing else.
        apart = "\n\n  " if "\n" in problem.fix else "   "
        lines.append(f"  To fix it: {problem.fix}{apart}({problem.code})")
        blocks.append(harmless("\n".join(lines)))
    return "\n\n".join(blocks)


def place(problem: Problem) -> str:
    """Return `path, line 4` or the path alone."""
    return harmless(f"{problem.path}, line {problem.line}" if problem.line else problem.path)


def as_github(problems: Iterable[Problem]) -> str:
    """Return the problems as GitHub Actions workflow commands, a line each: as many as GitHub shows.

    Each file has its say before a file has its second. The last of a level says how many are not shown.
    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    found = in_reading_order(problems)
    lines = []
    for severity in SEVERITIES:
        of_level = _one_of_each_file_first([problem for problem in found if problem.severity == severity])
        shown, more = of_level[:GITHUB_MOST], len(of_level) - GITHUB_MOST
        for number, problem in enumerate(shown, 1):
            fix = f"{problem.fix} ({problem.code})"
            if more > 0 and number == GITHUB_MOST:
                fix += f"\n\n… and {more} more: see the summary of this check."
            lines.append(
                f"::{GITHUB_LEVELS[severity]} file={_property(problem.path)}"
                f",line={max(problem.line, 1)},col={max(problem.column, 1)}"
                f",title={_property(problem.message)}::{_data(fix)}"
            )
    return "\n".join(lines)


def _one_of_each_file_first(problems: list[Problem]) -> list[Problem]:
    seen: dict[str, int] = {}
    rounds = []
    for problem in problems:
        seen[problem.path] = seen.get(problem.path, 0) + 1
        rounds.append(seen[problem.path])
    order = sorted(range(len(problems)), key=lambda number: rounds[number])
    return [problems[number] for number in order]


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_json(problems: Iterable[Problem]) -> str:
    """Return the problems as a JSON list of objects with the fields of `Problem`."""
    return json.dumps([asdict(p) for p in in_reading_order(problems)], indent=2, ensure_ascii=False)


Renderer = Callable[[Iterable[Problem], Mapping[str, str] | None], str]

FORMATS: dict[str, Renderer] = {
    "text": as_text,
    "github": lambda problems, _sources: as_github(problems),
    "json": lambda problems, _sources: as_json(problems),
}


def counted(problems: Iterable[Problem], outcome: str) -> str:
    """Return the closing line: `3 problems in 2 files. Nothing was written.`"""
    found = in_reading_order(problems)
    parts = list(_counts(found))
    if not parts:
        return f"No problems. {outcome}".strip()
    files = len({problem.path for problem in found})
    return f"{', '.join(parts)} in {files} {'file' if files == 1 else 'files'}. {outcome}".strip()


def _counts(found: list[Problem]) -> Iterator[str]:
    for severity, (one, many) in COUNTS.items():
        number = sum(problem.severity == severity for problem in found)
        if number:
            yield f"{number} {one if number == 1 else many}"
