"""Values of settings that a # cuts short or takes away: what follows a space and # is a comment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .late_patterns import late
from .problems import Edit, Problem
from .settings_quotes import in_quotes

if TYPE_CHECKING:
    import yaml

_CUT = late(r"\s+#(?:\S.*|\s*\d+\W*$)")
"""A # that may belong to the value: `Event #3`, `Event # 3`. Behind `# 6 months` stands a remark."""
_WHOLE = late(r"[\d :./TZ+-]+|true|false|yes|no", re.IGNORECASE)
"""A day, a time or a number: what stands behind it is none of it."""
_LOST = late(r"\s+(#(?P<space>\s*)(?P<words>[^\s#].*?))\s*$")
_REMARK = late(
    r"(?:see|to|todo|tbc|tba|tbd|note|nb|not|none|no|nothing|add|ask|check|change|later|optional|leave|left|keep|wait"
    r"|waiting|when|if|once|until|till|only|for|as|same|still|needs?|must|may|can|was|will|is|are|the|this|these|that"
    r"|we|i|you|please|do|don't|empty|blank|unknown|undecided|fill|write|put|use|set|say|delete|remove|below|above"
    r"|pending|open|n/a|fixme|xxx)(?![\w/-])",
    re.IGNORECASE,
)
"""The first word of remarks among editors, which are meant for comments."""
_NOTE = late(r"(?:see|todo|tbc|tba|tbd|fixme|xxx|note|nb|not|none|pending|n/a)(?![\w/-])", re.IGNORECASE)
"""The same where no space follows the #, as at the start of a value."""
_NAMES = late(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:,\s*[a-z0-9]+(?:-[a-z0-9]+)*)*")
"""Names of topics and files, as they are typed."""
_WORDS = 30


def cut_short(path: str, lines: list[str], node: yaml.ScalarNode) -> Problem | None:
    """Return the problem of a plain value that ` #` cuts short: `Event #3` would be read as `Event`."""
    line = lines[node.end_mark.line]
    cut = _CUT.match(line, node.end_mark.column) if "#" in line else None
    if not cut or _WHOLE.fullmatch(node.value):
        return None
    rest = cut[0].strip()
    one_line = node.start_mark.line == node.end_mark.line
    typed = line[node.start_mark.column :].rstrip() if one_line else ""
    whole = in_quotes(typed) if typed else ""
    # A number belongs to the value; words may be a remark whose space was left out.
    certain = typed and re.match(r"#\s*\d", rest)
    return Problem(
        path, node.end_mark.line + 1, cut.start() + 1 + len(cut[0]) - len(cut[0].lstrip()),
        "settings-cut",
        f"The value stops before {_shown(rest)}, because # after a space starts a comment.",
        f"put the value between double quotes: {whole}".rstrip(": "),
        edit=Edit(node.start_mark.line + 1, node.start_mark.column + 1, typed, whole) if certain else None,
    )  # fmt: skip


def taken_away(path: str, lines: list[str], line: int, column: int, name: str) -> Problem | None:
    """Return the problem of a value that is nothing but a comment: `audience: #everyone`.

    `line` counts from 0, and `column` is where the value would start; `name` is empty for an item of a list.
    A remark stays one: on something that is to come, or one that goes on below.
    """
    found = _LOST.match(lines[line], column)
    if not found or _is_remark(found) or _comment_below(lines, line):
        return None
    place = (path, line + 1, found.start(1) + 1, "settings-cut")
    message = f"{name or 'This item'} has no value, because # after a space starts a comment."
    words = found["words"]
    quotes = words[0] in "\"'"
    apart = found["space"] and not quotes and not words[0].isdigit()
    if apart and not _NAMES.fullmatch(words):
        return None  # a hint on what belongs here
    if quotes or apart:
        fix = f"write {f'{name}:' if name else '-'} {words} without the #, or take the line out."
        return Problem(*place, message, fix)
    whole = in_quotes(found[1])
    # A value that starts with a number is one; other words may have been taken out for a while.
    certain = not found["space"] and re.match(r"\d+ \w", words)
    edit = Edit(line + 1, found.start(1) + 1, found[1], whole) if certain else None
    return Problem(*place, message, f"put the value between double quotes: {whole}", edit=edit)


def start_taken_away(path: str, lines: list[str], line: int, column: int) -> Problem | None:
    """Return the problem of a value of several lines whose first line is a comment: `summary: #1 way`."""
    found = _LOST.match(lines[line], column)
    if not found or found["space"] or not found["words"][0].isdigit():
        return None
    return Problem(
        path, line + 1, found.start(1) + 1, "settings-cut",
        f"{_shown(found[1])} is lost, because # after a space starts a comment.",
        "write the value on one line, between double quotes.",
    )  # fmt: skip


def _is_remark(found: re.Match[str]) -> bool:
    return bool((_REMARK if found["space"] else _NOTE).match(found["words"]))


def _comment_below(lines: list[str], line: int) -> bool:
    return any(text.lstrip().startswith("#") for text in lines[line + 1 : line + 2])


def _shown(rest: str) -> str:
    return rest if len(rest) <= _WORDS else f"{rest[: _WORDS - 1]}…"
