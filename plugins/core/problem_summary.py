"""All problems as one Markdown text, grouped by file: the summary of a job on GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .problem_report import HEADINGS, counted
from .problems import Problem, in_reading_order
from .quoting import harmless

MOST_BYTES = 900_000
"""GitHub refuses a summary of more than 1 MiB, and shows none of it."""


def as_markdown(problems: Iterable[Problem]) -> str:
    """Return every problem as Markdown: a heading for each file, the worst file first, each fix ready to copy.

    What comes from the content is shown as it is and never read as Markdown or HTML.
    """
    found = in_reading_order(problems)
    if not found:
        return "## The content is good\n\nNo problems were found.\n"
    blocks = [f"## {_heading(found)}\n"]
    size, shown = 0, 0
    for path in dict.fromkeys(problem.path for problem in found):
        block = "\n".join([f"### {_plain(path)}\n", *(_entry(p) for p in found if p.path == path)])
        size += len(block.encode())
        if size > MOST_BYTES:
            blocks.append(f"… and {len(found) - shown} more, in other files.\n")
            break
        shown += sum(problem.path == path for problem in found)
        blocks.append(block)
    return "\n".join(blocks)


def _heading(found: list[Problem]) -> str:
    stops = any(problem.severity == "problem" for problem in found)
    return f"{counted(found, '')} {'It cannot be published like this.' if stops else 'It can be published.'}"


def _entry(problem: Problem) -> str:
    where = f"line {problem.line}" if problem.line else "the whole file"
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", problem.fix)), default=0))
    return (
        f"**{HEADINGS[problem.severity]}, {where}:** {_plain(problem.message)}\n\n"
        f"To fix it ({_plain(problem.code)}):\n\n{fence}text\n{harmless(problem.fix)}\n{fence}\n"
    )


def _plain(text: str) -> str:
    """Return a text that Markdown shows letter by letter, and in which nobody is mentioned."""
    escaped = re.sub(r"([\\`*_{}\[\]<>()#+\-.!|~&$])", r"\\\1", harmless(text).replace("\n", " "))
    return escaped.replace("@", "@\u200b").replace("://", ":\u200b//")
