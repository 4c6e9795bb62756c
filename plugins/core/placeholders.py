"""Placeholders: what stands where the owner has not decided yet, `{placeholder:name}` in any text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from .documents import Document
from .fields import OpenPlaceholder
from .problems import Edit, Problem, nearest
from .prose import without_code

PLACEHOLDER = re.compile(r"\{\s*placeholder\s*:\s*([^{}]*?)\s*\}", re.IGNORECASE)
"""Spaces and capitals are forgiven: what looks like a placeholder never reaches a page as it is."""

_WITHOUT_ITS_SIGNS = re.compile(r"\{\s*(?:placeholder[\s-]+)?([a-z0-9]+(?:-[a-z0-9]+)*)\s*\}", re.IGNORECASE)


class Placeholders:
    """What stands in for what the owner has not decided: `{placeholder:name}` in any text.

    `values` maps a name to the decided text or to an `OpenPlaceholder`; not `complete`: site.yaml
    could not be read, so nothing can be said of a name that is not there.
    """

    def __init__(self, values: Mapping[str, str], *, complete: bool = True) -> None:
        self.values = values
        self.complete = complete

    def fill(self, text: str, unknown: Callable[[str], None] = lambda name: None) -> str:
        """Return the text with placeholders filled in; calls `unknown` for a name that is not there.

        A text that is nothing but one open placeholder stays an `OpenPlaceholder`, so that a
        field of another kind (a date, an address) can tell.
        """
        if "{" not in text:
            return text
        whole = PLACEHOLDER.fullmatch(text.strip())
        if whole and whole[1] in self.values:
            return self.values[whole[1]]
        if whole and not self.complete:
            return OpenPlaceholder(whole[1], f"[{whole[1]}]")

        def replace(match: re.Match[str]) -> str:
            if match[1] not in self.values:
                if self.complete:
                    unknown(match[1])
                return match[0]
            return str(self.values[match[1]])

        return PLACEHOLDER.sub(replace, text)


def unknown_placeholder(path: str, line: int, column: int, name: str, known: Placeholders) -> Problem:
    """The problem of a text that names a placeholder which site.yaml does not have."""
    close = nearest(name.lower().replace(" ", "-"), known.values)
    return Problem(
        path, line, column, "placeholder-unknown",
        f"There is no placeholder called {name}." if name else "A placeholder needs a name.",
        f"write {{placeholder:{close}}}" if close else "add it to the placeholders in site.yaml, or write the text itself.",
    )  # fmt: skip


def written_otherwise(document: Document, known: Placeholders) -> Iterator[Problem]:
    """Yield the placeholders in a text that would be shown letter by letter: `{reply-time}`."""
    if "{" not in document.body:
        return
    for at, line in enumerate(without_code(document.body).split("\n"), document.body_line):
        for match in _WITHOUT_ITS_SIGNS.finditer(line):
            name = match[1].lower()
            if name not in known.values:
                continue
            right = f"{{placeholder:{name}}}"
            yield Problem(
                document.path, at, match.start() + 1, "placeholder-form",
                f"This is shown as it stands: {match[0]}",
                f"write {right}", edit=Edit(at, match.start() + 1, match[0], right),
            )  # fmt: skip


def is_open(value: object) -> bool:
    """Say whether a value still waits for the owner's decision."""
    return isinstance(value, OpenPlaceholder)
