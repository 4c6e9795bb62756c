"""Settings that are in a file twice: a second block, below the first, would be shown as words."""

from __future__ import annotations

from collections.abc import Iterator

from .documents import FENCE, Document
from .late_patterns import late
from .model import Model, fields_of
from .problems import Problem
from .prose import without_code

_NAME = late(r"([A-Za-z]\w*):(?: |$)")
_TITLE = "title"


def second_settings(document: Document, model: type[Model]) -> Iterator[Problem]:
    """Yield the problem of a second block of settings in the text of a document: where it starts, and once.

    It starts with a line of hyphens and holds a title and another setting of the type right below it.
    """
    body = document.body
    if f"{_TITLE}:" not in body or FENCE not in body:
        return
    lines = without_code(body).split("\n")
    for number, line in enumerate(lines):
        if line.rstrip() == FENCE and _are_settings(lines, number + 1, model):
            at = document.body_line + number
            yield Problem(
                document.path, at, 1, "settings-twice",
                f"A second block of settings starts at line {at}, and would be shown as words.",
                "keep one of the two blocks and delete the other; each file holds one item.",
            )  # fmt: skip
            return


def _are_settings(lines: list[str], start: int, model: type[Model]) -> bool:
    names = set()
    for number in range(start, len(lines)):
        line = lines[number]
        if not line.strip() or line.rstrip() == FENCE:
            break
        found = _NAME.match(line)
        if found:
            names.add(found[1])
        elif not line.startswith((" ", "- ", "#")):
            return False
    return _TITLE in names and len(names & set(fields_of(model))) > 1
