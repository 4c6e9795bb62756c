"""Slips in the form of settings, explained at the line as the editor sees it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .problems import Problem

if TYPE_CHECKING:
    import yaml

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000\ue001\ufffe\uffff]")
"""Characters that no content file may hold; two of them mark the slots of a converted text."""

BREAKS = re.compile("[\x85\u2028\u2029]")
"""YAML takes these for line ends; editors, who cannot see them, do not."""


def unshowable(path: str, text: str, characters: re.Pattern[str]) -> Problem | None:
    """Return the problem of the first such character in a text, or None."""
    found = characters.search(text)
    if not found:
        return None
    before = text[: found.start()]
    line = before.count("\n") + 1
    return Problem(
        path, line, len(before.rsplit("\n", 1)[-1]) + 1, "file-control-character",
        f"Line {line} holds a character that cannot be shown (U+{ord(found[0]):04X}).",
        "delete the character at that place; it often comes from copying out of another program.",
    )  # fmt: skip


def too_deep(path: str, line: int, column: int) -> Problem:
    """The problem of groups within groups within groups."""
    return Problem(
        path, line, column, "settings-too-deep",
        "The settings are nested too deeply.",
        "write the settings flat, as in the editing guide; text with [ or { goes between double quotes.",
    )  # fmt: skip


def cannot_read(path: str, line: int, column: int) -> Problem:
    """The problem of a line that nothing more can be said of."""
    return Problem(
        path, line, column, "settings-unreadable",
        f"The settings cannot be understood at line {line}.",
        "write each setting as a name, a colon, a space and its value; put a value with { or [ between double quotes.",
    )  # fmt: skip


def unreadable(path: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    """Turn a YAML error into a message about the line as the editor sees it."""
    mark = error.problem_mark or error.context_mark
    lines = text.split("\n")
    number = min(mark.line if mark else 0, len(lines) - 1)
    opened = error.context_mark
    if (
        opened is not None
        and opened.line < len(lines)
        and lines[opened.line][opened.column :][:1] in ('"', "'")
    ):
        found = _open_quote(path, lines[opened.line], opened.line, opened.column)
        if found:
            return found
    if (
        opened is not None
        and opened.line < len(lines)
        and lines[opened.line][opened.column :][:1] in ("[", "{")
    ):
        return Problem(
            path, opened.line + 1, opened.column + 1, "settings-bracket",
            f"The value starts with {lines[opened.line][opened.column]} and does not end with its partner.",
            f"put the value between double quotes: {in_quotes(lines[opened.line][opened.column :])}",
        )  # fmt: skip
    # The parser may notice a slip one line late: look back for the line that is not finished.
    for at in (number, number - 1):
        line = lines[at] if 0 <= at < len(lines) else ""
        above = lines[at - 1] if at > 0 else ""
        for slip in (
            _closing_line, _after_quote, _special_start, _indented, _colon_in_value, _no_space, _no_colon
        ):  # fmt: skip
            found = slip(path, line, at + 1, above)
            if found:
                return found
    return cannot_read(path, number + 1, (mark.column if mark else 0) + 1)


def _no_colon(path: str, line: str, number: int, _: str) -> Problem | None:
    if not re.match(r"^\s*[^\s:#\-\[{\"'][^:]*$", line):
        return None
    return Problem(
        path, number, 1, "settings-no-colon",
        f"Line {number} has no colon: {line.strip()[:40]}",
        "write a name, a colon, a space and the value; indent a line that continues the one above by two spaces.",
    )  # fmt: skip


def in_quotes(value: str) -> str:
    """Return a value as it must be typed between double quotes."""
    return '"' + value.rstrip().replace("\\", "\\\\").replace('"', '\\"') + '"'


def _closing_line(path: str, line: str, number: int, _: str) -> Problem | None:
    if not re.match(r"^(?:-{2}|-{4,}|[—–]+|--- +\S.*)\s*$", line):
        return None
    return Problem(
        path, number, 1, "settings-closing",
        "The line that ends the settings must be exactly three hyphens.",
        "write --- and nothing else on that line.",
    )  # fmt: skip


def _after_quote(path: str, line: str, number: int, _: str) -> Problem | None:
    found = re.match(r"^(\s*(?:- )?(?:[\w-]+:\s+)?)(\"[^\"]*\"\s*[^\s#].*)$", line)
    if not found:
        return None
    value = found[2].rstrip()
    whole = f"'{value}'" if "'" not in value else in_quotes(value)
    return Problem(
        path, number, len(found[1]) + 1, "settings-quote",
        "A value that starts with a double quote must end with it.",
        f"write {whole}",
    )  # fmt: skip


def _open_quote(path: str, line: str, index: int, column: int) -> Problem | None:
    quote = line[column]
    if line.count(quote, column) > 1:
        return None
    words = "double quote" if quote == '"' else "single quote"
    return Problem(
        path, index + 1, column + 1, "settings-quote",
        f"The value starts with a {words} that is not closed.",
        f"put another {quote} at the end of the value.",
    )  # fmt: skip


def _special_start(path: str, line: str, number: int, _: str) -> Problem | None:
    found = re.match(r"^(\s*(?:- )?(?:[\w-]+:\s+)?)([@`%&*!|>].*)$", line)
    if not found or re.fullmatch(r"[|>][+-]?\d?", found[2].strip()):
        return None
    if found[2].startswith("* "):
        return Problem(
            path, number, len(found[1]) + 1, "settings-quote",
            "The items of a list start with a hyphen here, not with *.",
            f"write - {found[2][2:].strip()}",
        )  # fmt: skip
    return Problem(
        path, number, len(found[1]) + 1, "settings-quote",
        f"A value that starts with {found[2][0]} must be between double quotes.",
        f"write {in_quotes(found[2])}",
    )  # fmt: skip


def _indented(path: str, line: str, number: int, above: str) -> Problem | None:
    inner = re.match(r"^( +)([\w-]+:)(?:\s|$)", line)
    outer = re.match(r"^( *)([\w-]+:)\s+\S", above)
    if not inner or not outer or len(inner[1]) <= len(outer[1]):
        return None
    return Problem(
        path, number, len(inner[1]) + 1, "settings-indent",
        f"Line {number} is indented further than the line above it.",
        f"take away the spaces at its start, so that {inner[2]} stands under {outer[2]}",
    )  # fmt: skip


def _colon_in_value(path: str, line: str, number: int, _: str) -> Problem | None:
    found = re.match(r"^(\s*(?:- )?[\w-]+:\s+)([^\"'\[{|>#].*?:(?:\s.*|))$", line)
    if not found:
        return None
    return Problem(
        path, number, len(found[1]) + 1, "settings-colon",
        "A value with a colon in it must be between double quotes.",
        f"write {in_quotes(found[2])}",
    )  # fmt: skip


def _no_space(path: str, line: str, number: int, _: str) -> Problem | None:
    found = re.match(r"^\s*(?:- )?([A-Za-z_][\w-]*):\S", line)
    if not found:
        return None
    return Problem(
        path, number, line.index(":") + 2, "settings-no-space",
        f"There must be a space after {found[1]}:",
        "put a space between the colon and the value.",
    )  # fmt: skip
