"""What is odd about the place of an event, and about what an editor says of a change: seldom meant, or half said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.late_patterns import late
from plugins.core.problems import Severity, cut
from plugins.core.setting_repairs import Location

from .model import Event, Venue

Remark = tuple[Location, str, str, str, Severity]

_SAID = late(
    r"\W*(?P<first>cancelled|canceled|postponed)\s*[:!.–—)\]-].*|.*[(\[–—:-]\s*(?P<last>cancelled|canceled|postponed)\W*",
    re.IGNORECASE,
)
"""A title that says so of the event. `When plans are cancelled` is what an event is about."""

_BRITISH = late(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE)
_LIKE_BRITISH = late(r"[A-Z]{1,2}\d[A-Z\d ]{0,6}", re.IGNORECASE)
"""What starts like a postcode of the UK; those of other countries and of the forces do not."""

_TYPED_WITH_SHIFT = str.maketrans('!"£$%^&*()@', "12345678902")
"""What a British keyboard writes for a digit while the key for capitals is held down; `"` is @ on others."""

_IRISH = late(r"[A-Z]\d[\dW] ?[A-Z\d]{4}", re.IGNORECASE)


def remarks(item: Event) -> Iterator[Remark]:
    """Yield what an editor should check about the place of an event, and about its change."""
    yield from _change(item)
    if item.venue is not None:
        if item.format == "online" and item.previous_format is None:
            yield (
                ("venue",), "event-venue-online",
                f"The event is online, but it has a venue too: {cut(item.venue.name)}",
                "write format: hybrid if people can also come there, or take the venue out.", "warning",
            )  # fmt: skip
        yield from _place(item.venue)


def _change(item: Event) -> Iterator[Remark]:
    said = _SAID.fullmatch(item.title)
    if said and item.event_status == "confirmed" and item.previous_start is None:
        word = (said["first"] or said["last"]).lower().replace("canceled", "cancelled")
        yield (
            ("title",), "event-status-missing",
            f"The title says {word}, but calendars go on to show the event as planned.",
            f"add a line event_status: {word}, and take the word out of the title: it is put there for you.",
            "warning",
        )  # fmt: skip
    if item.event_status != "confirmed" and not item.status_note:
        yield (
            ("event_status",), "event-note-missing",
            f"The event is {item.event_status}, and nothing says why, or what people should do.",
            "add a line such as\n     status_note: The speaker is ill.", "advice",
        )  # fmt: skip


def _place(venue: Venue) -> Iterator[Remark]:
    if venue.geo is not None:
        north, east = venue.geo
        if -9 <= north <= 3 and 49 <= east <= 62:
            yield (
                ("venue", "geo"), "geo-swapped",
                f"The map position {north:g}, {east:g} is in the Indian Ocean.",
                f"write {east:g}, {north:g} if that is meant: north comes first.", "warning",
            )  # fmt: skip
    code = (venue.postcode or "").strip()
    if _LIKE_BRITISH.fullmatch(code) and not _BRITISH.fullmatch(code) and not _IRISH.fullmatch(code):
        yield (
            ("venue", "postcode"), "postcode-form",
            f"“{code}” is not a whole postcode.", "write it like EH1 1AA", "warning",
        )  # fmt: skip
    elif right := _without_signs(code):
        yield (
            ("venue", "postcode"), "postcode-form",
            f"“{code}” has a sign in it that no postcode has.", f"write {right} if that is meant.", "warning",
        )  # fmt: skip


def _without_signs(code: str) -> str:
    """Return the British postcode that a text with signs in it is nearly, or nothing."""
    signs = re.sub(r"[\w\s]", "", code)
    if not signs or len(signs) > 2:
        return ""
    for meant in (code.translate(_TYPED_WITH_SHIFT), *(re.sub(r"[^\w\s]", sign, code) for sign in (" ", ""))):
        if _BRITISH.fullmatch(meant.strip()):
            return meant.strip().upper()
    return ""
