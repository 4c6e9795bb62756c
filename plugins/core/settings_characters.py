"""Signs in settings that look like others, or like nothing: tabs, invisible characters, typed bullets.

They are looked for before the settings are read, because what is read with them in it makes no sense.
"""

from __future__ import annotations

from collections.abc import Iterator

from .late_patterns import late
from .problems import Edit, Problem

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NOTHING = "\u200b\u2060\ufeff\u180e"
"""These are never meant, wherever they are."""
_EDGE = "\u00ad\u200c-\u200f\u202a-\u202e\u2066-\u2069"
"""Inside words and emoji these have a meaning; round a name or a value they have none."""

_UNSEEN = late(f"[{_SPACES}{_NOTHING}{_EDGE}]")
_ALWAYS = late(f"[{_NOTHING}]")
_COLON = late(rf":(?=[\s{_SPACES}{_NOTHING}{_EDGE}]|$)")
_NAME = late(rf"[\w\s{_SPACES}{_NOTHING}{_EDGE}-]*")
_LEAD = late(rf"[\s{_SPACES}{_NOTHING}{_EDGE}]*")
_START = late(rf"[\s{_SPACES}{_NOTHING}{_EDGE}-]*")

NAMES = {
    "\u00a0": "a no-break space",
    "\u00ad": "a soft hyphen",
    "\u200b": "a zero-width space",
    "\ufeff": "a byte order mark",
}

LONGEST_LINE = 10_000
"""Nobody writes a longer one: what is in it need not be mended sign by sign."""

_GROUP = late(r"^\s*(?:- )?[\w-]+:\s*$")
_ITEM = late(r"^\s*- ")
_BULLET = late(r"^(\s*)([•·▪◦‣●○–—])(\s*)(?=\S)")
_HYPHEN = late(r"^(\s*)-(?=[^\W\d_])")
_TYPED = late(r"\n\s*(?:[•·▪◦‣●○–—]|-(?=[^\W\d_]))")
"""Either of them, in a whole text: most have none."""


def slips_in_characters(path: str, text: str) -> list[Problem]:
    """Return the problems of signs in a text of settings, each with the edit that mends it."""
    lines = text.split("\n")
    return (
        (list(_tabs(path, lines)) if "\t" in text else [])
        or (list(_unseen(path, lines)) if not text.isascii() and _UNSEEN.search(text) else [])
        or (list(_bullets(path, lines)) if _TYPED.search(f"\n{text}") else [])
    )


def _tabs(path: str, lines: list[str]) -> Iterator[Problem]:
    for number, line in enumerate(lines, 1):
        lead = line[: len(line) - len(line.lstrip())]
        if "\t" not in lead:
            continue
        yield Problem(
            path, number, lead.index("\t") + 1, "settings-tab",
            f"Line {number} starts with a tab.",
            "use two spaces instead of each tab.",
            edit=Edit(number, 1, lead, lead.replace("\t", "  ")) if line.strip() else None,
        )  # fmt: skip


def _unseen(path: str, lines: list[str]) -> Iterator[Problem]:
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE or not _UNSEEN.search(line):
            continue
        new = _seen(line, inside=_is_inside(lines[:number]))
        changed = [at for at, sign in enumerate(new) if sign != line[at]]
        if not changed:
            continue
        first, last = changed[0], changed[-1]
        name = NAMES.get(line[first], "a hidden mark")
        yield Problem(
            path, number, first + 1, "settings-invisible",
            f"Line {number} holds {name}, which cannot be seen.",
            "delete it, or write a plain space; it often comes with text that is copied from another program.",
            edit=Edit(number, first + 1, line[first : last + 1], "".join(new[first : last + 1])),
        )  # fmt: skip


def _is_inside(lines: list[str]) -> bool:
    """Say whether the last of these lines may be indented, by what stands above it."""
    above = next((line for line in reversed(lines[:-1]) if line.strip()), "")
    return above.startswith((" ", "-")) or bool(_GROUP.match(above))


def _seen(line: str, *, inside: bool) -> list[str]:
    """Return what each character of a line has to become: nothing, a space, or itself."""
    new = [_plain(sign) if _ALWAYS.match(sign) else sign for sign in line]
    colon = _COLON.search(line)
    key = colon is not None and bool(_NAME.fullmatch(line, 0, colon.start()))
    lead = colon.end() if colon is not None and key else 0
    start = _START.match(line, lead).end()  # type: ignore[union-attr]
    end = len(line)
    while end > start and (line[end - 1].isspace() or _UNSEEN.match(line[end - 1])):
        end -= 1
    for at in (*range(start), *range(end, len(line))):
        new[at] = _plain(line[at])
    if not inside and key:
        for at in range(_LEAD.match(line).end()):  # type: ignore[union-attr]
            new[at] = ""
    if key and start > lead and not any(new[at].isspace() for at in range(lead, start)):
        new[lead] = " "
    for at in range(lead + 1, start):
        if (key or "-" in line[:at]) and line[at] != " " and new[at - 1].isspace():
            new[at] = ""
    return new


def _plain(sign: str) -> str:
    if not _UNSEEN.match(sign):
        return sign
    return " " if sign.isspace() else ""


def _bullets(path: str, lines: list[str]) -> Iterator[Problem]:
    in_list = in_items = False
    for number, line in enumerate(lines, 1):
        bullet, hyphen = _BULLET.match(line), _HYPHEN.match(line)
        # A dash without a space may begin a text, except among the items of a list.
        if in_list and bullet and (bullet[3] or in_items or bullet[2] not in "–—"):
            in_items = True
            yield Problem(
                path, number, len(bullet[1]) + 1, "settings-bullet",
                f"The items of a list start with a hyphen here, not with {bullet[2]}.",
                f"write - {line[bullet.end() :].strip()}",
                edit=Edit(number, len(bullet[1]) + 1, bullet[2] + bullet[3], "- "),
            )  # fmt: skip
        elif in_list and hyphen:
            at, in_items = len(hyphen[1]), True
            yield Problem(
                path, number, at + 1, "settings-bullet",
                "There must be a space after the hyphen of a list.",
                f"write - {line[at + 1 :].strip()}",
                edit=Edit(number, at + 1, line[at : at + 2], f"- {line[at + 1]}"),
            )  # fmt: skip
        elif line.strip():
            in_items = in_list and bool(_ITEM.match(line))
            in_list = in_items or bool(_GROUP.match(line))
