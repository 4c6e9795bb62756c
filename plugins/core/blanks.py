"""Blanks: what a new file holds where its editor still has to write.

`BLANK` stands in each of them, so that nobody takes a blank for a text, and no blank is ever published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .documents import Document
from .model import Model, example_of, fields_of, label_of
from .problems import Problem, cut
from .settings_tree import scalars

BLANK = "WRITE HERE"

_BLANK = re.compile(rf"\[?\s*{BLANK}\s*\]?[.:]?", re.IGNORECASE)
_STAND_IN = re.compile(r"(?:TODO|Todo|todo|[Xx]{3,}|Untitled|untitled|lorem ipsum\b.*|Lorem ipsum\b.*)[.:]?")
"""What people write themselves where they mean to write something later."""

_ANY = (BLANK.lower(), "todo", "xxx", "lorem ipsum")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CODE = re.compile(r"^(```|~~~).*?(?:^\1|\Z)", re.DOTALL | re.MULTILINE)


def is_blank(text: str) -> bool:
    """Say whether a whole value, or a whole line of a text, is a blank as it was made.

    Inside a sentence the words mean what they say: `Write here about your group`.
    """
    return bool(_BLANK.fullmatch(text.strip()))


def _told(what: str, text: str) -> str | None:
    """Return what is wrong with a value or a line that stands for a text still to come, or None."""
    if is_blank(text):
        return f"Write the {what}: the blank is still as it was made."
    if _STAND_IN.fullmatch(text.strip()):
        return f"Write the {what}: it still says “{cut(text.strip())}”."
    return None


def blanks_left(document: Document, model: type[Model]) -> Iterator[Problem]:
    """Yield the problem of each blank in the settings and in the text of a document.

    No other problem of the same place should be told beside it: an unfilled date is no wrong date.
    """
    for location, scalar in scalars(document.settings):
        if not _told("", scalar.text):
            continue  # which is nearly every value, so its label is not looked up
        message = _told(_in_sentence(label_of(model, location)), scalar.text)
        if message:
            fix = _over(scalar.text, location, example_of(model, location))
            yield Problem(document.path, scalar.line, scalar.column, "blank-left", message, fix)
    yield from _in_text(document)
    yield from _settings_in_text(document, model)


def _in_text(document: Document) -> Iterator[Problem]:
    def spaces(hidden: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", hidden[0])

    small = document.body.lower()
    if not any(words in small for words in _ANY):
        return
    shown = _CODE.sub(spaces, _COMMENT.sub(spaces, document.body))
    for number, line in enumerate(shown.split("\n"), document.body_line):
        # A blank can stand in a list, a heading or a quotation too.
        words = line.strip().lstrip("-*>#").strip()
        message = _told("text", words)
        if message:
            column = line.index(words) + 1
            fix = f"write your text over {cut(words)}, or take the line out."
            yield Problem(document.path, number, column, "blank-left", message, fix)


def _settings_in_text(document: Document, model: type[Model]) -> Iterator[Problem]:
    """Yield the first setting that slipped below the settings: a page would show it."""
    lines = document.body.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    name, colon, _ = lines[first].partition(":")
    if colon and name in fields_of(model) and re.match(rf"{name}:(?: |$)", lines[first]):
        yield Problem(
            document.path, document.body_line + first, 1, "settings-in-text",
            f"{name}: stands below the second ---, so it is part of the text and no setting.",
            "move the line above the second line of ---",
        )  # fmt: skip


def _over(text: str, location: tuple[str | int, ...], example: Any) -> str:
    """Return what mends a blank in the settings: the line as its example has it."""
    if isinstance(example, list):
        example = example[0] if example else None
    if not isinstance(example, str):
        return f"write over {cut(text.strip())}."
    name = f"{location[-1]}: " if isinstance(location[-1], str) else "- "
    return f"write over {cut(text.strip())}, for example\n     {name}{example}"


def _in_sentence(label: str) -> str:
    """Return a label as it stands inside a sentence; an abbreviation keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
