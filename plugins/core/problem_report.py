"""Shows problems to people, to GitHub and to programs. One renderer for each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict

from .problems import Problem, Severity, in_reading_order

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

HEADINGS: dict[Severity, str] = {"problem": "Problem", "warning": "Check this", "advice": "Advice"}
GITHUB_LEVELS: dict[Severity, str] = {"problem": "error", "warning": "warning", "advice": "notice"}


def as_text(problems: Iterable[Problem], sources: Mapping[str, str] | None = None) -> str:
    """Return the problems as plain text for a person, each with the line it is about.

    `sources` maps a problem's path to the text of that file; a file that is not there is not quoted.
    """
    blocks = []
    for problem in in_reading_order(problems):
        lines = [f"{HEADINGS[problem.severity]}: {place(problem)}", "", f"  {problem.message}", ""]
        quoted = _quoted(problem, (sources or {}).get(problem.path))
        if quoted:
            lines += [*quoted, ""]
        # Lines to paste stand alone: whoever copies the last one gets nothing else.
        apart = "\n\n  " if "\n" in problem.fix else "   "
        lines.append(f"  To fix it: {problem.fix}{apart}({problem.code})")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def place(problem: Problem) -> str:
    """Return `path, line 4` or the path alone."""
    return f"{problem.path}, line {problem.line}" if problem.line else problem.path


def _quoted(problem: Problem, source: str | None) -> list[str]:
    if not source or not problem.line:
        return []
    lines = source.split("\n")
    if problem.line > len(lines):
        return []
    # A tab has a width of its own, and a control character could do anything to a terminal.
    text = _CONTROL.sub("�", lines[problem.line - 1].replace("\t", "→"))
    width = 100
    start = max(0, problem.column - 1 - width // 2) if len(text) > width else 0
    number = str(problem.line)
    shown = text[start : start + width]
    caret = " " * max(0, problem.column - 1 - start) + "^"
    return [f"    {number} | {shown}", f"    {' ' * len(number)} | {caret}"]


def as_github(problems: Iterable[Problem]) -> str:
    """Return the problems as GitHub Actions workflow commands, a line each.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    return "\n".join(
        f"::{GITHUB_LEVELS[problem.severity]} file={_property(problem.path)}"
        f",line={max(problem.line, 1)},col={max(problem.column, 1)}"
        f",title={_property(problem.message)}::{_data(f'{problem.fix} ({problem.code})')}"
        for problem in in_reading_order(problems)
    )


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
    parts = []
    for severity, one, many in (
        ("problem", "problem", "problems"),
        ("warning", "thing to check", "things to check"),
        ("advice", "piece of advice", "pieces of advice"),
    ):
        number = sum(problem.severity == severity for problem in found)
        if number:
            parts.append(f"{number} {one if number == 1 else many}")
    if not parts:
        return f"No problems. {outcome}".strip()
    files = len({problem.path for problem in found})
    return f"{', '.join(parts)} in {files} {'file' if files == 1 else 'files'}. {outcome}".strip()
