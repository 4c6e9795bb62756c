"""Suggested changes: the certain repairs of a pull request, as a review that GitHub can apply with one click.

Made from the list that `check --format json` prints and from the diff of the pull request. GitHub takes a
review comment only on a line that the diff shows, so a repair elsewhere is left to the list of problems.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from plugins.core.problems import Edit, Problem, in_reading_order
from plugins.core.repairs import MARK, repaired

from .comment_text import fenced, plain
from .diffs import Hunk, hunks

MOST = 20
"""Suggestions in one review; the next run offers more."""

LONGEST = 20
"""Lines that one suggestion may replace."""

BODY = (
    "The check knows how to mend these lines. Choose “Commit suggestion” under each, "
    "or “Add suggestion to batch” to mend several at once."
)
_LOST = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff\ud800-\udfff]")
"""What a comment may lose on its way: the mark before a text, a stray line end, bytes that are no text."""

_MARKER = re.compile(r"<!-- website-suggestion: ([0-9a-f]{16}) -->")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Lines `first` to `last` of a file become `lines`. `why` holds the problems that it mends."""

    path: str
    first: int
    last: int
    old: tuple[str, ...]
    lines: tuple[str, ...]
    why: tuple[Problem, ...]

    @property
    def key(self) -> str:
        """What tells it from others, wherever the lines stand by now."""
        text = json.dumps([self.path, self.old, self.lines])
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def payload(self) -> dict[str, object]:
        """Return the comment as GitHub's API takes it."""
        where: dict[str, object] = {"path": self.path, "line": self.last, "side": "RIGHT"}
        if self.first < self.last:
            where |= {"start_line": self.first, "start_side": "RIGHT"}
        return {**where, "body": self.body()}

    def body(self) -> str:
        """Return the words of the comment: what is wrong, the suggestion, and the mark to know it by."""
        messages = dict.fromkeys(plain(problem.message) for problem in self.why)
        lines = [*messages, "", *fenced(list(self.lines), "suggestion"), ""]
        return "\n".join([*lines, f"<!-- website-suggestion: {self.key} -->"])


def review(
    problems: Iterable[Problem], diff: str, commit: str, existing: str = ""
) -> dict[str, object] | None:
    """Return what POST /repos/{owner}/{repo}/pulls/{number}/reviews takes, or None if there is nothing new.

    `commit` is the newest of the pull request, `existing` the texts of the comments that are there already.
    https://docs.github.com/rest/pulls/reviews#create-a-review-for-a-pull-request
    """
    known = set(_MARKER.findall(existing))
    new = [suggestion for suggestion in suggestions(problems, diff) if suggestion.key not in known]
    if not new:
        return None
    comments = [suggestion.payload() for suggestion in new[:MOST]]
    return {"commit_id": commit, "event": "COMMENT", "body": BODY, "comments": comments}


def suggestions(problems: Iterable[Problem], diff: str) -> list[Suggestion]:
    """Return every repair that the diff has room for, in the order of files and lines."""
    by_path: dict[str, list[Problem]] = {}
    for problem in in_reading_order(problems):
        if problem.edit is not None and problem.path.startswith("content/"):
            by_path.setdefault(problem.path, []).append(problem)
    found = [suggestion for hunk in hunks(diff) for suggestion in _in_hunk(hunk, by_path.get(hunk.path, ()))]
    return sorted(found, key=lambda suggestion: (suggestion.path, suggestion.first))


def _in_hunk(hunk: Hunk, problems: Sequence[Problem]) -> Iterator[Suggestion]:
    """Yield one suggestion for all edits that share lines."""
    groups: list[tuple[int, int, list[Problem]]] = []
    placed = [(span, problem) for problem in problems if (span := _span(hunk, problem)) is not None]
    for (first, last), problem in sorted(placed, key=lambda item: item[0]):
        # What is put in right below lines that go may be left out with them.
        below = problem.edit is not None and not problem.edit.old and problem.edit.column == 1
        if groups and first <= groups[-1][1] + below:
            start, end, together = groups[-1]
            groups[-1] = (start, max(end, last), [*together, problem])
        else:
            groups.append((first, last, [problem]))
    for first, last, together in groups:
        old = hunk.between(first, last)
        mended = _mended(old, first, [problem.edit for problem in together if problem.edit])
        if (
            mended is not None
            and mended != old
            and last - first < LONGEST
            and not any(_LOST.search(line) for line in mended)
        ):
            yield Suggestion(hunk.path, first, last, tuple(old), tuple(mended), tuple(together))


def _span(hunk: Hunk, problem: Problem) -> tuple[int, int] | None:
    """Return the lines that an edit touches; None if the diff does not show all of them as the edit knows them."""
    edit = problem.edit
    assert edit is not None
    inserts = not edit.old and edit.column == 1 and edit.new.endswith("\n")
    if inserts and edit.line == hunk.last + 1 and hunk.lines:
        return hunk.last, hunk.last  # below a line is as good as above the next one
    removed = edit.old.split("\n")
    last = edit.line + len(removed) - 1
    if (
        len(removed) > 1
        and not removed[-1]
        and edit.column == 1
        and (not edit.new or edit.new.endswith("\n"))
    ):
        last -= 1  # whole lines become whole lines: the one after them is left alone
    if edit.line < hunk.first or last > hunk.last or any("\r" in line for line in hunk.lines):
        return None
    text = "\n".join(hunk.between(edit.line, last)) + "\n"
    if edit.line == 1:
        text = text.removeprefix(MARK)
    return (edit.line, last) if text[edit.column - 1 :].startswith(edit.old) else None


def _mended(old: Sequence[str], first: int, edits: Sequence[Edit]) -> list[str] | None:
    """Return whole lines with their edits; None where the last of them would run into the line after it."""
    moved = [replace(edit, line=edit.line - first + 1) for edit in edits]
    data = ("\n".join(old) + "\n").encode("utf-8", "surrogatepass")
    text = repaired(data, moved).decode("utf-8", "surrogatepass")
    if text and not text.endswith("\n"):
        return None
    return text.removesuffix("\n").split("\n") if text else []
