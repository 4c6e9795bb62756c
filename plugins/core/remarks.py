"""What every item is looked at for once its settings are understood: signs that would be shown, times of other zones, style."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any, get_args

from . import colleague_notes, foreign_signs
from .clock import UK, day_of
from .date_slips import zone_agrees
from .date_words import date_words, time_words
from .documents import Document
from .fields import Kind
from .item import Item
from .late_patterns import late
from .model import Model, field_at, label_of
from .problems import Problem, Severity, cut
from .setting_repairs import Location, value_edit
from .settings_tree import Scalar, scalars
from .written_dates import DateFault, parse_moment

LONG_SUMMARY, TOO_LONG_SUMMARY = 200, 400
"""Search engines show about 160 characters; lists and feeds show all of it."""

_MARK = late(r"[*_`<&\[]")
"""One of these is in every piece of Markdown or HTML."""

_MARKS = (
    late(r"(?<![\w*])(?P<mark>\*\*|__)(?=\S)(?P<words>.+?)(?<=\S)(?P=mark)(?![\w*])"),
    late(r"(?<![\w*])\*(?=[^\s*])(?P<words>[^*]+?)(?<=[^\s*])\*(?![\w*])"),
    late(r"(?<![\w_])_(?=[^\s_])(?P<words>[^_]+?)(?<=[^\s_])_(?![\w_])"),
    late(r"`(?P<words>[^`]+)`"),
    late(
        r"</?(?:a|b|big|br|center|div|em|font|h[1-6]|i|p|small|span|strong|su[bp]|u)\b[^<>]*>(?P<words>)",
        re.I,
    ),
    late(r"(?P<entity>&(?:amp|nbsp|lt|gt|quot|apos|[mn]dash|[lr][sd]quo|hellip|pound|#\d{1,5});)(?P<words>)"),
)
_LINK = late(r"\[[^\[\]]+\]\([^()\s]+\)")
_ZONED = late(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d)(Z|[+-]\d\d:\d\d)")


def remarks(document: Document, item: Item) -> Iterator[Problem]:
    """Yield what is to be said of the settings of an item, whatever its type."""
    for location, scalar in scalars(document.settings):
        yield from _zone(document, type(item), location, scalar)
        if is_line(type(item), location):
            signs = [*foreign_signs.in_text(scalar.text), *colleague_notes.in_text(scalar.text)]
            for found in signs:
                place = (document.path, scalar.line, scalar.column)
                yield Problem(*place, found.code, found.message, found.fix, found.severity)
            if not signs:
                yield from _marks(document, type(item), location, scalar)
            yield from _spaces(document, type(item), location, scalar)
    yield from _title(document, item.title)
    yield from _summary(document, item.summary)


def is_line(model: type[Model], location: Location) -> bool:
    """Say whether the setting at a place is one line of text for people."""
    return _is_line(model, tuple(part for part in location if isinstance(part, str)))


@cache
def _is_line(model: type[Model], location: tuple[str, ...]) -> bool:
    info = field_at(model, location)
    return info is not None and Kind("line") in (*info.metadata, *_kinds(info.annotation))


def _kinds(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        yield from _kinds(part)


def _marks(document: Document, model: type[Model], location: Location, scalar: Scalar) -> Iterator[Problem]:
    text, first = scalar.text, None
    if not _MARK.search(text):
        return
    for pattern in _MARKS:
        found = pattern.search(text)
        first = first or found
        text = pattern.sub(_plain, text)
    if first is None and not _LINK.search(scalar.text):
        return
    label, link = label_of(model, location), _LINK.search(scalar.text)
    shown = first or link
    assert shown is not None
    right = " ".join(text.split())
    yield Problem(
        document.path, scalar.line, scalar.column, "marks-shown",
        f"{label} would show {cut(shown[0])} with its signs.",
        "write the words alone; the link belongs into the text below." if link else f"write {right}",
        edit=None if link or not right else value_edit(document, location, scalar.text, right, ()),
    )  # fmt: skip


def _plain(match: re.Match[str]) -> str:
    entity = match.groupdict().get("entity")
    if entity:
        return html.unescape(entity).replace("\u00a0", " ")
    return " " if match[0].lower().startswith("<br") else match["words"]


def _spaces(document: Document, model: type[Model], location: Location, scalar: Scalar) -> Iterator[Problem]:
    if "  " not in scalar.source or not re.search(r"\S {2,}\S", scalar.source):
        return
    right = re.sub(r"(?<=\S) {2,}(?=\S)", " ", scalar.text)
    yield Problem(
        document.path, scalar.line, scalar.column, "double-space",
        f"{label_of(model, location)} has more than one space between words.",
        "write one space between words.",
        "advice",
        value_edit(document, location, scalar.text, right, ()),
    )  # fmt: skip


def _title(document: Document, title: str) -> Iterator[Problem]:
    line, column = document.position(("title",))
    words = re.findall(r"[^\W\d_]+", title)
    letters = sum(map(len, words))
    if title == title.upper() and (len(words) > 2 or letters > 13) and letters > 9 and len(words) > 1:
        yield Problem(
            document.path, line, column, "title-capitals",
            "Title is all in capitals, which are harder to read.",
            f"write it in small letters, such as {title[:1]}{cut(title[1:].lower())}",
            "advice",
        )  # fmt: skip
    last = title.rpartition(" ")[2]
    if title.endswith(".") and len(last) > 4 and "." not in last[:-1] and not re.search(r"[.!?]\s", title):
        yield Problem(
            document.path, line, column, "title-full-stop",
            "Title ends with a full stop.",
            f"write {title[:-1]}",
            "advice",
            value_edit(document, ("title",), title, title[:-1], ()),
        )  # fmt: skip


def _summary(document: Document, summary: str) -> Iterator[Problem]:
    if len(summary) <= LONG_SUMMARY:
        return
    severity: Severity = "warning" if len(summary) > TOO_LONG_SUMMARY else "advice"
    yield Problem(
        document.path, *document.position(("summary",)), "summary-long",
        f"Summary has {len(summary)} characters. Lists, feeds and search show it as a whole.",
        f"say it in one or two short sentences, of {LONG_SUMMARY} characters at most.",
        severity,
    )  # fmt: skip


def _zone(document: Document, model: type[Model], location: Location, scalar: Scalar) -> Iterator[Problem]:
    """Tell what a time of another zone is here: 10:00Z in June is 11am."""
    found = _ZONED.fullmatch(scalar.text.strip())
    info = field_at(model, tuple(part for part in location if isinstance(part, str))) if found else None
    if not found or info is None:
        return
    try:
        moment = parse_moment(scalar.text.strip())
    except DateFault:
        return  # in a line of text it need not be a time
    if not isinstance(moment, datetime) or zone_agrees(moment, found[3]):
        return
    local = moment.astimezone(UK)
    typed = f"{found[2]}{found[3]}"
    yield Problem(
        document.path, scalar.line, scalar.column, "time-zone",
        f"{typed} on {date_words(day_of(parse_moment(found[1])))} is {time_words(local)} in Scotland"
        + (f" on {date_words(local.date())}." if local.date().isoformat() != found[1] else "."),
        f"write {local:%Y-%m-%d %H:%M} if that is right, or {found[1]} {found[2]} for {found[2]} in Scotland.",
        "warning",
    )  # fmt: skip


def no_text(document: Document, body: str) -> Iterator[Problem]:
    """Yield the problem of an item whose text is empty; `body` is the text as HTML."""
    if not body.strip():
        yield Problem(
            document.path, document.body_line - 1, 1, "text-missing",
            "There is no text under the settings.",
            "write the text below the second line of ---, or add status: draft until it is there.",
        )  # fmt: skip
