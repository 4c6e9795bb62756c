"""Lines of settings that start with a space too many or too few."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .late_patterns import late
from .problems import Edit, Problem, cut, listed
from .settings_joined import NAMES

if TYPE_CHECKING:
    import yaml

CODE = "settings-indent"

_LINE = late(r"(?P<lead> *)(?P<hyphen>- +)?(?P<name>[\w-]+:(?=\s|$))?")
_IN_LINE = late(r"^(?P<lead>\s*(?:- )?)(?P<name>[\w-]+:)(?P<space> +)- +(?P<item>\S.*)$")


def _levels(lines: list[str], at: int) -> tuple[set[int], set[int]]:
    """Return where the names, and where the hyphens of lists, stand that are open above a line."""
    names: set[int] = set()
    hyphens: set[int] = set()
    edge = max(map(len, lines[:at]), default=0) + 1
    for line in reversed(lines[:at]):
        found = _line(line)
        if not found:
            continue
        if found["name"] and found.start("name") < edge:
            names.add(found.start("name"))
        lead = len(found["lead"])
        if found["hyphen"] and lead < edge:
            hyphens.add(lead)
        edge = min(edge, lead)
    return names, hyphens


def _line(line: str) -> re.Match[str] | None:
    """Return what a line of settings starts with: a name, a hyphen, or both."""
    found = None if line.lstrip().startswith("#") else _LINE.match(line)
    return found if found and (found["hyphen"] or found["name"]) else None


def out_of_line(path: str, lines: list[str], at: int) -> Problem | None:
    """Return the problem of a name or an item that stands beside the others of its group."""
    found = _line(lines[at])
    if not found:
        return None
    lead = len(found["lead"])
    names, hyphens = _levels(lines, at)
    if found["hyphen"]:
        levels = hyphens
        if lead not in hyphens and found.start("hyphen") + len(found["hyphen"]) in names:
            return _hyphens_differ(path, lines, at, found)
    else:
        levels = names
        if lead in hyphens and lead not in names:
            return _under_hyphen(path, lines, at, found, names)
    if lead in levels or not levels:
        return None
    inner = min((level for level in levels if level > lead), default=None)
    outer = max((level for level in levels if level < lead), default=None)
    if inner is None:
        # Far further in than a name with a value: that is another slip.
        return _beside(path, lines, at, found, [outer]) if outer == lead - 1 else None
    above, below = _of_group(lines, at, inner, lead)
    items = bool(found["hyphen"])
    # Of two lines either may be wrong, but the first setting of a file starts at the edge.
    alone = len(above) == 1 and (len(below) > 1 or (not lead and not items))
    first = _first_beside(path, lines, above[0], lead, items=items) if alone else None
    if first:
        return first
    near = [
        level for level in (outer, inner) if level is not None and not (found["hyphen"] and level < inner - 1)
    ]
    far = outer is None or inner - lead < lead - outer
    return _beside(path, lines, at, found, [inner] if far else near, certain=len(below) == 1 < len(above))


def _of_group(lines: list[str], at: int, inner: int, lead: int) -> tuple[list[int], list[int]]:
    """Return the lines of a group above a line, which start at `inner`, and those from it on, which start at `lead`."""
    above, below = [], []
    for number in range(at - 1, -1, -1):
        found = _line(lines[number])
        if not found:
            continue
        if inner in (len(found["lead"]), found.start("name")):
            above.append(number)
        if len(found["lead"]) < inner:
            break
    item = lines[at].startswith("- ", lead)
    for number in range(at, len(lines)):
        found = _line(lines[number])
        if found and len(found["lead"]) < lead:
            break
        if found and len(found["lead"]) == lead and bool(found["hyphen"]) == item:
            below.append(number)
    return above, below


def _beside(
    path: str,
    lines: list[str],
    at: int,
    found: re.Match[str],
    levels: Iterable[int | None],
    *,
    certain: bool = True,
) -> Problem:
    """A line that starts at no place where a line can start there; `levels` are the places that it may belong to."""
    lead, places = len(found["lead"]), sorted(level for level in levels if level is not None)
    others = "the other items of its list start" if found["hyphen"] else "the others of its group start"
    if len(places) > 1:
        others = "the lines above it start"
    level = places[-1]
    fix = f"{_start(at, level)}."
    if len(places) > 1:
        fix = f"{_start(at, level)} if it belongs to the line above it, else with {_number(places[0])}."
    certain = certain and len(places) == 1 and abs(level - lead) == 1 and _belongs(lines, found, level)
    return Problem(
        path, at + 1, lead + 1, CODE,
        f"Line {at + 1} starts with {_spaces(lead)}, but {others} with {listed(map(_number, places))}.",
        fix, edit=_moved(lines, at, level) if certain else None,
    )  # fmt: skip


def _first_beside(path: str, lines: list[str], first: int, lead: int, *, items: bool) -> Problem | None:
    """The first line of a group stands further in than all the others of the group."""
    found = _line(lines[first])
    if not found:
        return None
    own, right, others = len(found["lead"]), lead, "the others of its group"
    if found["hyphen"]:
        others = "the other items of its list"
        right = lead if items else lead - len(found["hyphen"])
        if not any(re.match(rf" {{{right}}}- ", line) for line in lines if right >= 0):
            return None
    return Problem(
        path, first + 1, own + 1, CODE,
        f"Line {first + 1} starts with {_spaces(own)}, but {others} start with {_number(right)}.",
        f"{_start(first, right)}.",
        edit=_moved(lines, first, right),
    )  # fmt: skip


def _hyphens_differ(path: str, lines: list[str], at: int, found: re.Match[str]) -> Problem:
    """An item of a list below names without a hyphen: either the first item has lost its own, or this one is too many."""
    lead, column = len(found["lead"]), found.end("hyphen")
    above, below = _of_group(lines, at, column, lead)
    first = min(above, default=at)
    start = lines[first].strip()
    if found["name"] and len(below) > 0 and start.startswith(found["name"]) and column >= 2:
        old = lines[first][: column + 1]
        return Problem(
            path, first + 1, column + 1, CODE,
            f"Line {first + 1} starts the first item of a list, but it has no hyphen.",
            f"write - {start}",
            edit=Edit(first + 1, 1, old, f"{' ' * lead}{found['hyphen']}{old[-1]}"),
        )  # fmt: skip
    return Problem(
        path, at + 1, lead + 1, "settings-bullet",
        f"Line {at + 1} starts with a hyphen, but the lines above it are no list.",
        "put a space in the place of the hyphen.",
    )  # fmt: skip


def many_hyphens(path: str, lines: list[str], at: int) -> Problem | None:
    """Return the problem of an item of a list that starts with more than one hyphen, or with a dash."""
    found = re.match(r"( *)((?:--+|[–—]+) +)(\S.*)$", lines[at])
    if not found or len(found[1]) not in _levels(lines, at)[1]:
        return None
    return Problem(
        path, at + 1, len(found[1]) + 1, "settings-bullet",
        f"The items of a list start with one hyphen here, not with {cut(found[2].strip())}",
        f"write - {found[3].rstrip()}",
        edit=Edit(at + 1, len(found[1]) + 1, found[2], "- "),
    )  # fmt: skip


def _belongs(lines: list[str], found: re.Match[str], level: int) -> bool:
    """Say whether a line certainly has its place at a level: further in, it may be more words of the value above."""
    name, lead = found["name"], len(found["lead"])
    if found["hyphen"] or lead < level:
        return True
    return (not level and name[:-1] in NAMES) or any(
        line.startswith(name, level) and not line[:level].strip(" -") for line in lines
    )


def _under_hyphen(path: str, lines: list[str], at: int, found: re.Match[str], names: set[int]) -> Problem:
    """A name right below a hyphen: it belongs under the name behind it, if other items have it there."""
    lead, name = len(found["lead"]), found["name"]
    right = min((level for level in names if level > lead), default=lead + 2)
    item = re.compile(rf" {{{lead}}}- +{re.escape(name)}| {{{right}}}{re.escape(name)}")
    of_items = any(item.match(line) for line in lines)
    groups = any(level > lead for level in names)
    message = f"{cut(name)} stands below the hyphen of a list, where only another hyphen can stand."
    if not groups:
        fix = f"{_start(at, max((level for level in names if level < lead), default=0))}."
    elif of_items:
        fix = f"start line {at + 1} with {_spaces(right)}, so that {name} belongs to the item above it."
    else:
        fix = f"start line {at + 1} with {_spaces(right)}, if {name} belongs to the item above it; else with none."
    edit = _moved(lines, at, right) if groups and of_items else None
    return Problem(path, at + 1, lead + 1, CODE, message, fix, edit=edit)


def indented(path: str, lines: list[str], at: int) -> Problem | None:
    """Return the problem of a name that stands further in than the one above it, which has a value."""
    inner = re.match(r"^( +)([\w-]+:)(?:\s|$)", lines[at])
    outer = re.match(r"^( *(?:- +)?)([\w-]+:)\s+\S", lines[at - 1] if at else "")
    if not inner or not outer or len(inner[1]) <= len(outer[1]):
        return None
    return Problem(
        path, at + 1, len(inner[1]) + 1, CODE,
        f"Line {at + 1} is indented further than the line above it.",
        f"{_start(at, len(outer[1]))}, so that {inner[2]} stands under {outer[2]}",
    )  # fmt: skip


def items_within(path: str, lines: list[str], node: yaml.ScalarNode) -> Iterator[Problem]:
    """Yield the items of a list that would be read as more words of the item above them, being further in."""
    start = node.start_mark
    lead = len(lines[start.line]) - len(lines[start.line].lstrip(" "))
    if node.style or not lines[start.line].startswith("- ", lead):
        return
    for at in range(start.line + 1, min(node.end_mark.line + 1, len(lines))):
        line = lines[at].lstrip(" ")
        if line.startswith("- ") and lines[at][: -len(line)]:
            yield Problem(
                path, at + 1, len(lines[at]) - len(line) + 1, CODE,
                f"Line {at + 1} is indented further than the item above it.",
                f"{_start(at, lead)}.",
                edit=_moved(lines, at, lead),
            )  # fmt: skip


def list_in_line(path: str, lines: list[str], at: int) -> Problem | None:
    """Return the problem of a list that starts in the line of its name: `audience: - Anyone`."""
    found = _IN_LINE.match(lines[at])
    if not found:
        return None
    below = lines[at + 1] if at + 1 < len(lines) else ""
    more = re.match(r"( *)- ", below)
    group = re.match(r"[\w-]+:(?:\s|$)", found["item"])
    old = lines[at][found.start("space") :]
    outer = len(found["lead"])
    lead = len(more[1]) if more and len(more[1]) >= outer else outer + 2
    message = f"A list starts on the line below {found['name']} and not beside it."
    if (more and len(more[1]) >= outer) or group:
        deeper = bool(below.strip()) and len(below) - len(below.lstrip()) > outer
        edit = Edit(at + 1, found.start("space") + 1, old, f"\n{' ' * lead}- {found['item']}")
        fix = f"write\n     {found['name']}\n       - {found['item'].rstrip()}"
        return Problem(
            path, at + 1, found.end("space") + 1, "settings-bullet", message, fix,
            edit=edit if more or not deeper else None,
        )  # fmt: skip
    goes_on = bool(below.strip()) and len(below) - len(below.lstrip()) > outer
    edit = Edit(at + 1, found.end("space") + 1, lines[at][found.end("space") : found.start("item")], "")
    return Problem(
        path, at + 1, found.end("space") + 1, "settings-bullet", message,
        f"for a single value, take the hyphen away: {found['name']} {found['item'].rstrip()}",
        edit=None if goes_on or ": " in found["item"] else edit,
    )  # fmt: skip


def _moved(lines: list[str], at: int, lead: int) -> Edit:
    """Return the edit that makes a line start with so many spaces."""
    line = lines[at]
    old = line[: len(line) - len(line.lstrip(" ")) + 1]
    return Edit(at + 1, 1, old, " " * lead + old[-1])


def _start(at: int, lead: int) -> str:
    return f"start line {at + 1} with {_spaces(lead)}" if lead else "take away the spaces at its start"


def _spaces(number: int) -> str:
    return f"{number or 'no'} space{'s' * (number != 1)}"


def _number(number: int) -> str:
    return str(number) if number else "none"
