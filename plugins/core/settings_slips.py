"""Slips in the form of settings, explained at the line as the editor sees it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .problems import Edit, Problem
from .settings_indents import indented, list_in_line, many_hyphens, out_of_line
from .settings_joined import two_in_line
from .settings_quotes import VALUE, after_bracket, after_quote, goes_on, in_quotes, quoted_whole

if TYPE_CHECKING:
    import yaml

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000\ue001\ufffe\uffff]")
"""Characters that no content file may hold; two of them mark the slots of a converted text."""

BREAKS = re.compile("[\x85\u2028\u2029]")
"""YAML takes these for line ends; editors, who cannot see them, do not."""


def unshowable(path: str, text: str, characters: re.Pattern[str]) -> Problem | None:
    """Return the problem of the first such character in a text, or None."""
    # Most texts hold nothing but what is printed: that is many times faster to see.
    found = None if text.replace("\n", "").isprintable() else characters.search(text)
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
    if opened is not None and opened.line < len(lines):
        line, column = lines[opened.line], opened.column
        if line[column : column + 1] in ('"', "'"):
            found = _open_quote(path, line, opened.line, column)
            if found:
                return found
        if line[column : column + 1] in ("[", "{"):
            return Problem(
                path, opened.line + 1, column + 1, "settings-bracket",
                f"The value starts with {line[column]} and does not end with its partner.",
                f"put the value between double quotes: {in_quotes(line[column:])}",
            )  # fmt: skip
    if opened is not None and opened.line < len(lines):
        found = _closing_line(path, lines, opened.line)
        if found:
            return found
    # The parser may notice a slip one line late: look back for the line that is not finished.
    for at in (number, number - 1):
        if not 0 <= at < len(lines):
            continue
        for slip in (
            _closing_line, two_in_line, after_quote, after_bracket, _marked_name, _special_start, list_in_line,
            _value_and_list, many_hyphens, out_of_line, indented, _colon_in_value, no_space, _no_colon,
        ):  # fmt: skip
            found = slip(path, lines, at)
            if found:
                return found
    return _quote_above(path, lines, number) or cannot_read(
        path, number + 1, (mark.column if mark else 0) + 1
    )


def doubled(source: str) -> str:
    """Return a value between double quotes with each backslash twice that stands for itself."""
    return re.sub(r'\\(["\\/])|\\', lambda found: found[0] if found[1] else "\\\\", source)


CLOSING = re.compile(r"^(?:-{2}|-{4,}|[-—–]*[—–][-—–]*)[ \t]*$")
"""A line that was meant for the three hyphens; a word processor makes dashes of them."""


def closing_problem(path: str, line: str, number: int, *, certain: bool) -> Problem:
    """The problem of a line that nearly ends the settings."""
    return Problem(
        path, number, 1, "settings-closing",
        "The line that ends the settings must be exactly three hyphens.",
        "write --- and nothing else on that line.",
        edit=Edit(number, 1, line, "---") if certain else None,
    )  # fmt: skip


def _closing_line(path: str, lines: list[str], at: int) -> Problem | None:
    line = lines[at]
    if CLOSING.match(line):
        return closing_problem(path, line, at + 1, certain=True)
    if re.match(r"^--- +\S", line):
        return closing_problem(path, line, at + 1, certain=False)
    return None


def _open_quote(path: str, line: str, index: int, column: int) -> Problem | None:
    quote = line[column]
    if line.count(quote, column) > 1:
        return None
    value = line[column:].rstrip()
    if quote == "'":
        # It may be an apostrophe: then another one at the end would take it away.
        shortened = re.match(r"'(?:tis|twas|til|em|cause|n'?|\d\ds?)\b", value, re.IGNORECASE)
        return Problem(
            path, index + 1, column + 1, "settings-quote",
            "The value starts with a single quote that is not closed.",
            f"if it is an apostrophe, write {in_quotes(value)}"
            if shortened
            else "put another ' at the end of the value.",
        )  # fmt: skip
    return Problem(
        path, index + 1, column + 1, "settings-quote",
        "The value starts with a double quote that is not closed.",
        'put another " at the end of the value.',
        edit=None if " #" in value or value.endswith("\\") else Edit(index + 1, column + 1, value, f'{value}"'),
    )  # fmt: skip


def _quote_above(path: str, lines: list[str], number: int) -> Problem | None:
    """A double quote further up that is not closed in its line; what it takes in ends at the quote of another value."""
    for at in range(number - 1, -1, -1):
        found = re.match(rf'{VALUE}"[^"]*$', lines[at])
        if found and re.match(r"\s*(?:- )?[\w-]+:(?:\s|$)", lines[at + 1]):
            return _open_quote(path, lines[at], at, len(found[1]))
    return None


def _marked_name(path: str, lines: list[str], at: int) -> Problem | None:
    """A name written as texts are: in bold, as code, or as a heading's line."""
    found = re.match(r"^(\s*(?:- )?)((\*\*|\*|__|_|`)([A-Za-z][\w-]*)(:?)\3(:?)(?=\s|$))", lines[at])
    if not found or not (found[5] or found[6]):
        return None
    right = f"{found[4]}:"
    return Problem(
        path, at + 1, len(found[1]) + 1, "settings-marks",
        f"The name of a setting is written without {found[3]}",
        f"write {right}",
        edit=Edit(at + 1, len(found[1]) + 1, found[2], right),
    )  # fmt: skip


def _special_start(path: str, lines: list[str], at: int) -> Problem | None:
    found = re.match(rf"{VALUE}([@`%&*!|>].*)$", lines[at])
    if not found or re.fullmatch(r"[|>][+-]?\d?", found[2].strip()):
        return None
    column = len(found[1]) + 1
    if found[2].startswith("* "):
        return Problem(
            path, at + 1, column, "settings-quote",
            "The items of a list start with a hyphen here, not with *.",
            f"write - {found[2][2:].strip()}",
            edit=None if found[1].strip() else Edit(at + 1, column, "* ", "- "),
        )  # fmt: skip
    certain = found[2][0] not in "|>" and not goes_on(lines, at)
    return Problem(
        path, at + 1, column, "settings-quote",
        f"A value that starts with {found[2][0]} must be between double quotes.",
        f"write {in_quotes(found[2])}",
        edit=quoted_whole(at + 1, column, found[2]) if certain else None,
    )  # fmt: skip


def _value_and_list(path: str, lines: list[str], at: int) -> Problem | None:
    above = re.match(r"^( *)([\w-]+): +(?![|>#&*!])(\S.*)$", lines[at - 1] if at else "")
    if not above or not re.match(rf"^{above[1]} *- \S", lines[at]):
        return None
    return Problem(
        path, at, len(above[1]) + len(above[2]) + 3, "settings-value-and-list",
        f"{above[2]} has a value on its line and a list below it.",
        f"take out {above[3][:40].rstrip()}, or the list.",
    )  # fmt: skip


def _colon_in_value(path: str, lines: list[str], at: int) -> Problem | None:
    found = re.match(r"^(\s*(?:- )?[\w-]+:\s+)([^\"'\[{|>#].*?:(?:\s.*|))$", lines[at])
    if not found:
        return None
    column = len(found[1]) + 1
    return Problem(
        path, at + 1, column, "settings-colon",
        "A value with a colon in it must be between double quotes.",
        f"write {in_quotes(found[2])}",
        edit=None if goes_on(lines, at) else quoted_whole(at + 1, column, found[2]),
    )  # fmt: skip


def no_space(path: str, lines: list[str], at: int) -> Problem | None:
    """Return the problem of a name whose colon touches its value; an address has such a colon too."""
    found = re.match(r"^(\s*(?:- )?)(?!https?:|mailto:|tel:)([A-Za-z_][\w-]*:)\S", lines[at])
    if not found:
        return None
    column = len(found[1]) + 1
    return Problem(
        path, at + 1, column + len(found[2]), "settings-no-space",
        f"There must be a space after {found[2]}",
        "put a space between the colon and the value.",
        edit=Edit(at + 1, column, found[2], f"{found[2]} "),
    )  # fmt: skip


def _no_colon(path: str, lines: list[str], at: int) -> Problem | None:
    if not re.match(r"^\s*[^\s:#\-\[{\"'][^:]*$", lines[at]):
        return None
    equals = re.match(r"^(\s*(?:- )?)([A-Za-z_][\w-]*)( *=+ *)(?=\S)", lines[at])
    if equals:
        column = len(equals[1]) + 1
        return Problem(
            path, at + 1, column + len(equals[2]), "settings-no-colon",
            f"A setting has a colon after its name, not {equals[3].strip()}",
            f"write {equals[2]}: {lines[at][equals.end():].strip()[:60]}",
            edit=Edit(at + 1, column, equals[2] + equals[3], f"{equals[2]}: "),
        )  # fmt: skip
    return Problem(
        path, at + 1, 1, "settings-no-colon",
        f"Line {at + 1} has no colon: {lines[at].strip()[:40]}",
        "write a name, a colon, a space and the value; indent a line that continues the one above by two spaces.",
    )  # fmt: skip
