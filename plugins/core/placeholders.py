"""Placeholders: what stands where the owner has not decided yet, `{placeholder:name}` in any text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from .documents import Document
from .fields import OpenPlaceholder
from .problems import Edit, Problem, cut, nearest
from .prose import without_code
from .settings_tree import scalars

PLACEHOLDER = re.compile(r"\{\s*placeholder\s*:\s*([^{}]*?)\s*\}", re.IGNORECASE)
"""Spaces and capitals are forgiven: what looks like a placeholder never reaches a page as it is."""

_WITHOUT_ITS_SIGNS = re.compile(r"\{\s*(?:placeholder[\s-]+)?([a-z0-9]+(?:-[a-z0-9]+)*)\s*\}", re.IGNORECASE)
_NOT_CLOSED = re.compile(
    r"(?<!\\)\{\s*placeholder\s*:[ \t]*(?P<name>[\w-]*)(?=(?P<after>(?:(?!\n[ \t]*\n)[^{}])*)(?:\{|\n[ \t]*\n|\Z))",
    re.IGNORECASE,
)
_OTHER_BRACKETS = re.compile(
    r"(?<![\]\\{])[\[(]\s*placeholder\s*:\s*(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)\s*[\])}](?![(\[:])",
    re.IGNORECASE,
)
"""Round brackets after square ones hold where a link leads, which other rules judge."""


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
    """Yield the placeholders in settings and text that would be shown letter by letter: `{reply-time}`."""
    for _, scalar in scalars(document.settings):
        for _, piece, fix, _ in _shown(scalar.text, known):
            yield _form_problem(document.path, scalar.line, scalar.column, piece, fix)
    text = without_code(document.body)
    for start, piece, fix, right in _shown(text, known):
        line, column = document.body_position(start)
        edit = Edit(line, column, piece, right) if right else None
        yield _form_problem(document.path, line, column, piece, fix, edit)


def _form_problem(
    path: str, line: int, column: int, piece: str, fix: str, edit: Edit | None = None
) -> Problem:
    message = f"This is shown as it stands: {cut(piece)}"
    return Problem(path, line, column, "placeholder-form", message, fix, edit=edit)


def _shown(text: str, known: Placeholders) -> Iterator[tuple[int, str, str, str | None]]:
    """Yield the start of what would be shown as it stands, its letters, what mends it, and its certain right form."""
    if "{" in text:
        for match in _WITHOUT_ITS_SIGNS.finditer(text):
            name = match[1].lower()
            if name in known.values:
                right = f"{{placeholder:{name}}}"
                yield match.start(), match[0], f"write {right}", right
    if "placeholder" not in text.lower():
        return
    for match in _NOT_CLOSED.finditer(text):
        name = match["name"].lower()
        close = name if name in known.values else nearest(name, known.values)
        right = f"{{placeholder:{close}}}"
        fix = f"write {right}" if close else "end it with } after the name of a placeholder in site.yaml."
        # Another bracket, or more of the line, may be what should have been the end.
        certain = name in known.values and not match["after"].lstrip().startswith((")", "]", ">"))
        yield match.start(), match[0], fix, right if certain else None
    for match in _OTHER_BRACKETS.finditer(text):
        name = match["name"].lower()
        close = name if name in known.values else nearest(name, known.values)
        if close:  # else it may be a remark on something else that is called so
            right = f"{{placeholder:{close}}}"
            yield match.start(), match[0], f"write {right}", right if name == close else None


def is_open(value: object) -> bool:
    """Say whether a value still waits for the owner's decision."""
    return isinstance(value, OpenPlaceholder)
