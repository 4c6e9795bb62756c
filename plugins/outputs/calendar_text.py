"""The words and addresses of an event as calendars show them: plain text, and nothing that could harm it.

RFC 5545 3.3.11 (TEXT) and 3.3.13 (URI), RFC 3986. What editors write can hold anything; none of it may
reach a client as markup, as a control character or as an address that is not ASCII.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

from plugins.core.calendar_event import CalendarEvent
from plugins.core.subscriptions import Publisher

LONGEST = 1500
"""Of a description, in characters."""

_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--[^<>]*-->")
_HOST = re.compile(r"(?<=^http://)[^/?#]+|(?<=^https://)[^/?#]+")

_MEDIA_TYPES = {
    "avif": "image/avif",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "md": "text/markdown",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rtf": "application/rtf",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "webp": "image/webp",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def one_line(text: str) -> str:
    """Return text as one line in Unicode's form NFC, without characters that cannot be seen."""
    line = unicodedata.normalize("NFC", " ".join(_UNSEEN.sub("", text).split()))
    # An accent with no letter of its own would join the n that a line break is escaped with.
    while line and unicodedata.combining(line[0]):
        line = line[1:].lstrip()
    return line


def _untagged(text: str) -> str:
    """Return text without anything that a client could take for HTML."""
    while (without := _TAG.sub("", text)) != text:
        text = without
    return text


def plain(text: str) -> str:
    """Return text as one line without characters that cannot be seen, and without HTML."""
    return one_line(_untagged(one_line(text)))


def description(event: CalendarEvent, publisher: Publisher) -> str:
    """Return all that people need to know, the most important first; the address of the page is never cut."""
    text = _untagged("\n\n".join(_paragraphs(event, publisher)))
    text = "\n\n".join(line for line in map(one_line, text.split("\n\n")) if line)
    # The page of a deleted event is gone.
    page = "" if event.deleted else f"Full details: {uri(event.address, publisher)}"
    gap = "\n\n" if text and page else ""
    return f"{_cut(text, LONGEST - len(gap) - len(page))}{gap}{page}"


def _paragraphs(event: CalendarEvent, publisher: Publisher) -> Iterator[str]:
    if event.state == "postponed":
        yield "Postponed, new date to follow."
    link = uri(event.join_link, publisher) if event.join_link else ""
    for label, words in (
        ("", event.alert),
        ("", event.summary),
        ("How to join: ", f"{event.joining} {link}"),
        ("Getting in and around: ", event.place.access if event.place else ""),
        ("Who it is for: ", event.audience),
    ):
        said = plain(words)
        if said:
            yield f"{label}{said}"
    for paper in event.papers:
        yield f"{plain(paper.text) or 'Paper'}: {uri(paper.address, publisher)}"


def _cut(text: str, most: int) -> str:
    """Return at most so many characters: whole words, unless one word is all there is."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    space = max(head.rfind(" "), head.rfind("\n"))
    return f"{head[: space if space > 0 else most - 2].rstrip()} …"


def uri(address: str, publisher: Publisher) -> str:
    """Return the whole address in ASCII (RFC 3986)."""
    whole = _HOST.sub(lambda host: _ascii_host(host[0]), publisher.whole(address), count=1)
    return quote(whole, safe="%/:?#[]@!$&'()*+,;=~", errors="ignore")


def _ascii_host(host: str) -> str:
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError:  # no host at all: what is left of it is escaped like the rest
        return host


def media_type(address: str) -> dict[str, str]:
    """Return the parameter FMTTYPE for the file at an address; nothing if its kind is not known (RFC 5545 3.2.8)."""
    known = _MEDIA_TYPES.get(address.rpartition(".")[2].lower(), "")
    return {"FMTTYPE": known} if known else {}


OCTETS = 74
"""The longest physical line, without its end. RFC 5545 3.1 allows 75; most programs stop before."""


def folded(line: str) -> bytes:
    """Return one content line as it stands in a file: in physical lines of few octets (RFC 5545 3.1).

    No character is cut, and neither is an escape such as `\\n`: some clients read a line before they join it.
    """
    data = line.encode()
    parts = []
    start, room = 0, OCTETS
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:
            end -= 1
        run = len(data[start:end]) - len(data[start:end].rstrip(b"\\"))
        if run % 2 or data[end - 1] == ord("^"):
            end -= 1
        parts.append(data[start:end])
        # What goes on starts with a space.
        start, room = end, OCTETS - 1
    return b"\r\n ".join([*parts, data[start:]]) + b"\r\n"
