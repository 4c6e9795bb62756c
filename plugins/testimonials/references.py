"""What is wrong with a testimonial: offers that are not there, words that it lacks, a permission that is over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from plugins.core.clock import UK
from plugins.core.date_words import date_words
from plugins.core.fields import OpenPlaceholder
from plugins.core.problems import Problem, cut
from plugins.core.site import Entry, Site, refer

from .model import Testimonial

_OPENING = '“"‘'


def references(entry: Entry[Any], site: Site) -> Iterator[Problem]:
    """Yield the offers that a testimonial names and that are not there, and the words that it lacks."""
    if not entry.body.html.strip():
        yield Problem(
            entry.path, entry.document.body_line, 1, "testimonial-empty",
            "This testimonial has no words.",
            "write the quotation under the settings, without quotation marks.",
        )  # fmt: skip
    yield from _as_quoted(entry)
    yield from _permission(entry, site)
    for number, name in enumerate(entry.item.offers):
        yield from refer(entry, site, ("offers", number), "offer", "offer", name)


def _as_quoted(entry: Entry[Testimonial]) -> Iterator[Problem]:
    """Yield what the site writes round a quotation itself: its quotation marks, and who said it."""
    text = entry.document.body.strip()
    lines = entry.document.body.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    inner = text[1:-1]
    opened = bool(text) and text[0] in _OPENING and not any(sign in inner for sign in '“”"')
    if opened or (text[-1:] == "”" and "“" not in text):
        yield Problem(
            entry.path, entry.document.body_line + first, 1 + len(lines[first]) - len(lines[first].lstrip()),
            "quotation-marks",
            f"The words of {cut(entry.item.person)} need no quotation marks: the page shows who said them.",
            "take the marks at the start and at the end away.",
            "warning",
        )  # fmt: skip
    last = text.split("\n")[-1].strip()
    if re.fullmatch(rf"[*_]*[-–—~]+ ?{re.escape(entry.item.person)}\b.{{0,80}}", last):
        line = entry.document.body_line + entry.document.body.rstrip().count("\n")
        yield Problem(
            entry.path, line, 1, "person-twice",
            f"The page shows the name of {cut(entry.item.person)} below the quotation already.",
            "take this line out.",
            "warning",
        )  # fmt: skip


def _permission(entry: Entry[Testimonial], site: Site) -> Iterator[Problem]:
    item, today = entry.item, site.now.astimezone(UK).date()
    if not isinstance(item.permission, OpenPlaceholder) and item.permission > today:
        yield Problem(
            entry.path, *entry.document.position(("permission",)), "permission-future",
            f"Permission is on {date_words(item.permission)}, a day that is still to come.",
            "write the day on which the person agreed.",
        )  # fmt: skip
    if item.expires is not None and item.expires < today:
        yield Problem(
            entry.path, *entry.document.position(("expires",)), "permission-expired",
            f"The permission of {cut(item.person)} expired on {date_words(item.expires)}: it is not shown.",
            "ask again and write both new dates, or delete the file.",
            "warning",
        )  # fmt: skip
