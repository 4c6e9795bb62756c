"""Reads iCalendar as strictly as it can be read: physical lines, content lines, components.

RFC 5545 3.1, RFC 6868. With the standard library alone, since the library that wrote a file cannot judge it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from .lint_tables import LANGUAGE, MEDIA_TYPE, Fields, Form, among, field_faults

_LINE = re.compile(
    r"([A-Za-z0-9-]+)"
    r'((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*)'
    r":(.*)",
    re.DOTALL,
)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:])*)')
# Tabs too: RFC 5545 allows them in texts, but ours have none.
_CONTROLS = bytes([*range(10), 11, 12, *range(14, 32), 127])
_HIGH_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
_UNSEEN = [character.encode() for character in "\u2028\u2029\ufeff\ufffe\uffff"]
_CUT_ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\\r\n ")
LONGEST_LINE = 75
"""In octets, without the line's end: RFC 5545 3.1."""

_ANY = Form(lambda value: True, "")
_LANGUAGE: Fields = {"LANGUAGE?": LANGUAGE}
_MOMENT: Fields = {"TZID?": _ANY, "VALUE?": among("DATE")}
_PARAMETERS: Mapping[str, Fields] = {
    "SUMMARY": _LANGUAGE,
    "DESCRIPTION": _LANGUAGE,
    "DTSTART": _MOMENT,
    "DTEND": _MOMENT,
    "ORGANIZER": {"CN": _ANY},
    "CONFERENCE": {
        "VALUE": among("URI"),
        "FEATURE": among("VIDEO"),
        "LABEL": Form(lambda value: value != "", "a name"),
    },
    "IMAGE": {"VALUE": among("URI"), "DISPLAY": among("BADGE"), "FMTTYPE?": MEDIA_TYPE},
    "ATTACH": {"FMTTYPE?": MEDIA_TYPE},
    "SOURCE": {"VALUE": among("URI")},
    "REFRESH-INTERVAL": {"VALUE": among("DURATION")},
}
"""What our properties have; the others have none."""


@dataclass(slots=True)
class Property:
    """One content line: its name, its parameters and its value as they stand there; names in capitals."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass(slots=True)
class Component:
    """What stands between BEGIN and END."""

    name: str
    properties: dict[str, list[Property]] = field(default_factory=dict)
    components: list[Component] = field(default_factory=list)

    def value(self, name: str) -> str:
        """Return the value of the first property of that name, or nothing."""
        found = self.properties.get(name)
        return found[0].value if found else ""


# The quick question first, in every rule: the lint runs over thousands of events in each build.


def physical_faults(data: bytes) -> Iterator[str]:
    """Yield what is wrong with lines as they stand in the file: their ends, lengths and characters."""
    if data.startswith(b"\xef\xbb\xbf"):
        yield "the file starts with a byte order mark"
    if not data.endswith(b"\r\n"):
        yield "the last line does not end in CRLF"
    if not data.count(b"\r\n") == data.count(b"\r") == data.count(b"\n"):
        yield "a line ends in CR or LF alone"
    lines = data.split(b"\r\n")
    if max(map(len, lines)) > LONGEST_LINE:
        yield f"a line is longer than {LONGEST_LINE} octets: {max(lines, key=len)[:40]!r}"
    high = not data.isascii()
    if len(data.translate(None, _CONTROLS)) != len(data) or (
        high and (_HIGH_CONTROL.search(data) or any(one in data for one in _UNSEEN))
    ):
        yield "there is a control character"
    if b"\\\r\n " in data and _CUT_ESCAPE.search(data):
        yield "a fold cuts an escape in two"
    if high:
        try:
            # With its folds, so that a fold inside a character shows.
            data.decode()
        except UnicodeDecodeError as error:
            yield f"a line is not UTF-8 by itself: {data[max(error.start - 20, 0) : error.start + 20]!r}"


def unfolded(data: bytes) -> str:
    """Return the text with its folds undone; what is not UTF-8 is replaced."""
    return data.replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode(errors="replace")


def character_faults(text: str) -> Iterator[str]:
    """Yield it if unfolded text is not in Unicode's form NFC."""
    if not unicodedata.is_normalized("NFC", text):
        yield "the text is not in Unicode's form NFC"


def property_of(line: str) -> Property:
    """Return a content line without quotes before its value, as it stands."""
    head, _, value = line.partition(":")
    name, parameters, _ = _head(head)
    return Property(name, parameters, value)


def components(text: str, faults: list[str]) -> list[Component]:
    """Return the components of unfolded text; what breaks the structure is added to `faults`."""
    top: list[Component] = []
    open_ones: list[Component] = []
    for line in text.removesuffix("\r\n").split("\r\n"):
        head, colon, value = line.partition(":")
        if '"' in head:  # the colon may be inside the quotes
            match = _LINE.fullmatch(line)
            head, colon, value = (match[1] + match[2], ":", match[3]) if match else ("", "", "")
        name, parameters, wrong = _head(head) if colon else ("", {}, ())
        if not name:
            faults.append(f"this is not a line of a calendar: {line[:60]!r}")
            continue
        if name == "BEGIN":
            made = Component(value.upper())
            (open_ones[-1].components if open_ones else top).append(made)
            open_ones.append(made)
        elif name == "END":
            if not open_ones or open_ones[-1].name != value.upper():
                faults.append(f"END:{value} without its BEGIN")
            else:
                open_ones.pop()
        elif not open_ones:
            faults.append(f"{name} stands outside of any component")
        else:
            faults += wrong
            found = Property(name, parameters, value)
            open_ones[-1].properties.setdefault(name, []).append(found)
    faults += [f"BEGIN:{left.name} without its END" for left in open_ones]
    return top


@lru_cache(maxsize=1024)
def _head(text: str) -> tuple[str, dict[str, str], tuple[str, ...]]:
    """Return what stands before a value: name, parameters, faults. It is the same on many lines. No name: it is none."""
    match = _LINE.fullmatch(f"{text}:")
    if not match:
        return "", {}, ()
    name, found, faults = match[1].upper(), {}, []
    for one in _PARAMETER.finditer(match[2]):
        key = one[1].upper()
        if key in found:
            faults.append(f"{name} has {key} twice")
        if "," in re.sub('"[^"]*"', "", one[2]):
            faults.append(f"{name} has a comma outside of quotes: {key}={one[2]}")
        found[key] = one[2].removeprefix('"').removesuffix('"')
    faults += (f"{name}: {fault}" for fault in field_faults(found, _PARAMETERS.get(name, {})))
    return name, found, (*faults,)


def text_faults(name: str, value: str, least: int, most: int) -> Iterator[str]:
    """Yield what is wrong with a TEXT: its escapes (RFC 5545 3.3.11), or its length in characters."""
    rest = _without_escapes(value)
    if "," in rest or ";" in rest or "\\" in rest:
        yield f"{name} has a comma, semicolon or backslash that is not escaped: {value[:60]!r}"
    if not least <= len(rest) <= most:
        yield f"{name} has {len(rest)} characters"


def list_faults(name: str, value: str) -> Iterator[str]:
    """Yield what is wrong with a list of TEXT, between whose parts there are commas."""
    for part in _without_escapes(value).split(","):
        if not part.strip() or ";" in part or "\\" in part:
            yield f"{name} has an empty part, or a semicolon or backslash that is not escaped: {value[:60]!r}"
            return


def _without_escapes(value: str) -> str:
    """Return a TEXT with one character in the place of each escape."""
    if "\\" in value:
        # Pairs of backslashes first, so that what is left of them escapes what follows it.
        for escape in ("\\\\", "\\n", "\\,", "\\;", "\\N"):
            value = value.replace(escape, "_")
    return value


def raw_line(block: bytes, name: bytes) -> bytes:
    """Return the first line of a property with its name, its folds undone; nothing if it is not there."""
    start = block.find(b"\r\n" + name) + 2
    while start > 1 and block[start + len(name) : start + len(name) + 1] not in b":;":
        start = block.find(b"\r\n" + name, start) + 2
    if start < 2:
        return b""
    end = block.find(b"\r\n", start)
    while block[end + 2 : end + 3] == b" ":
        end = block.find(b"\r\n", end + 2)
    return block[start:end].replace(b"\r\n ", b"")


def raw_value(block: bytes, name: bytes) -> bytes:
    """Return the value of the first property of that name, if there are no quotes before it."""
    return raw_line(block, name).partition(b":")[2]


def cut_out(data: bytes, name: bytes) -> tuple[list[bytes], bytes]:
    """Return each component of that name with its BEGIN and END lines, and what is left of the file."""
    begin, end = b"\nBEGIN:" + name + b"\r\n", b"\r\nEND:" + name + b"\r\n"
    found, rest, here = [], [], 0
    while (start := data.find(begin, max(here - 1, 0)) + 1) and (stop := data.find(end, start)) >= 0:
        rest.append(data[here:start])
        here = stop + len(end)
        found.append(data[start:here])
    return found, b"".join((*rest, data[here:]))
