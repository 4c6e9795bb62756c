"""Events that people cannot get into: nothing says how to book, though places are counted, or how to join online.

A text may say it in its own words, and need not be understood: where it may, nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.clock import end_of, start_of
from plugins.core.late_patterns import late
from plugins.core.problems import Problem
from plugins.core.prose import SENTENCE_END, without_code
from plugins.core.site import Entry, Site

from .model import Booking, Event

_NO_NEED = late(
    r"\b(?:no (?:need|booking|registration|tickets?)|not need to|n['’]t need to|without (?:booking|registering)"
    r"|drop[- ]in|just (?:come|turn up)|first come|fully booked|sold out|waiting list|invit\w+"
    r"|anyone can come|your manager|booking opens|places (?:left|are (?:all )?(?:full|gone|taken)))\b",
    re.IGNORECASE,
)
_LINK = r"\]\(|\]\[|@|https?:|www\.|\{placeholder:"
_ADDRESS = late(rf"{_LINK}|\d{{3,}} ?\d{{3,}}")
"""A link, a mailbox or a telephone number: one of them may be the way to book."""
_BOOK = late(
    r"\b(?:book\w*|regist\w+|sign\w*[ -]up|reserv\w+|rsvp|places?|tickets?|appl[yi]\w*)\b", re.IGNORECASE
)
_WAY = late(
    rf"{_LINK}|\b(?:e-?mail|phone|telephone|call|ring|write|contact|speak|ask|tell|reply|let|through|via|using)\b",
    re.IGNORECASE,
)
_JOIN = late(
    rf"{_LINK}|\b(?:links?|join(?! us\b)\w*|zoom|teams|webex|skype|e-?mail\w*|dial\w*"
    r"|phone|call|book\w*|regist\w+|sign\w*[ -]up|rsvp|invit\w+|web ?address|broadcast|stream\w*|recording|sen[dt]\w*"
    r"|watch\w*|channel|tell you)\b",
    re.IGNORECASE,
)


def ways_in(entry: Entry[Event], site: Site) -> Iterator[Problem]:
    """Yield a warning where nothing says how people book, or how they join online, while that matters."""
    item = entry.item
    asked = item.booking is not None or entry.document.holds(("booking",))
    # Who writes no more than that an event is online may mean to say the rest later; who gives a place, too, has done.
    online = (item.format == "hybrid" or item.online) and not (item.booking or _says_how_to_join(item))
    if not (asked or online) or item.event_status != "confirmed" or item.status == "draft":
        return
    if item.over_at <= site.now:
        return
    if asked:
        yield from _booking(entry, site)
    elif online and not _JOIN.search(
        f"{item.summary}\n{item.status_note}\n{without_code(entry.document.body)}"
    ):
        yield _joining(entry)


def _booking(entry: Entry[Event], site: Site) -> Iterator[Problem]:
    booking = entry.item.booking
    if booking is not None and (booking.form or booking.link or not _is_open(booking, site)):
        return
    if _says_how_to_book(f"{entry.item.summary}\n\n{without_code(entry.document.body)}"):
        return
    forms = [form.name for form in site.entries.get("form", ()) if getattr(form.item, "kind", "") == "book"]
    way = f"form: {forms[0]}" if forms else "link: https://book.example.org/a"
    message, fix = (
        "Booking is empty, so nobody can book.",
        f"write below it\n       {way}\n     or take the line out.",
    )
    if booking is not None:
        places = f" the {booking.places} places" if booking.places and booking.places > 1 else ""
        message = f"Nobody can book{places}: booking has no form and no link."
        fix = f"add a line to booking such as\n     {way}"
    yield Problem(
        entry.path, *entry.document.key_position(("booking",)), "booking-way-missing", message, fix, "warning"
    )


def _is_open(booking: Booking, site: Site) -> bool:
    """Say whether people should be able to book now: what opens later may get its way then."""
    opened = booking.opens is None or start_of(booking.opens) <= site.now
    return opened and (booking.closes is None or end_of(booking.closes) > site.now)


def _says_how_to_book(text: str) -> bool:
    if _NO_NEED.search(text) or _ADDRESS.search(text):
        return True
    return any(_BOOK.search(part) and _WAY.search(part) for part in SENTENCE_END.split(text))


def _says_how_to_join(item: Event) -> bool:
    online = item.online
    return online is not None and bool(online.joining or (online.link and online.public))


def _joining(entry: Entry[Event]) -> Problem:
    online = "online" if entry.item.format == "online" else "in person and online"
    link = entry.item.online is not None and entry.item.online.link is not None
    example = "joining: We send the link the day before."
    return Problem(
        entry.path, *entry.document.position(("online",) if link else ("format",)), "joining-missing",
        f"The event is {online}, but nothing says how people join online.",
        f"add a line to online such as\n     {example}" if link else f"add\n     online:\n       {example}",
        "warning",
    )  # fmt: skip
