"""An event whose text says that it is cancelled or postponed, while its settings say nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.late_patterns import late
from plugins.core.problems import Problem
from plugins.core.prose import prose, without_quotations
from plugins.core.site import Entry, Site

from .model import Event

CODE = "event-status-missing"

_EVENT = (
    "event|session|workshop|meeting|gathering|course|class|day|open day|talk|seminar|webinar|conversation|lunch"
    "|learning lunch|open space|retreat|conference"
)
_SAID = late(
    rf"(?:(?:unfortunately|sadly|update|important|note),?:?\s+|we (?:are sorry|regret) (?:to say )?that\s+)?"
    rf"(?:this\s+(?:{_EVENT})|(?P<which>the\s+(?:{_EVENT})|our\s+event))\s+(?:is|has\s+been|was|has\s+had\s+to\s+be|had\s+to\s+be)"
    rf"(?:\s+(?:now|unfortunately|sadly|also))?(?:\s+been)?\s+(?P<word>cancell?ed|postponed)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
"""A sentence that says so of this event, from its first word on."""

_ELSEWHERE = late(
    r"\b(?:if|unless|when(?:ever)?|should|might|could|would|only|but|once|not|never|or|last|previous|earlier|ago"
    r"|then|that time|first|second|planned for|in (?:19|20)\d\d|January|February|April|June|July|August|September"
    r"|October|November|December|(?:March|May) \d|yesterday|before|after|twice|go(?:es)?\s+ahead|to\s+\d)\b|n['’]t\b|\?",
    re.IGNORECASE,
)
"""What may stand in the rest of such a sentence if it is about another time, or about what might be."""

_SENTENCE = late(r"(?:(?![.!?](?:\s|$)|\n[^\S\n]*\n).)+[.!?]?", re.DOTALL)
_MARKS = " \t\n#:–—-"


def said_off(entry: Entry[Event], site: Site) -> Iterator[Problem]:
    """Yield a warning where summary or text of an event that is still to come says that it is off."""
    item, body = entry.item, entry.document.body
    summary = _is_named(item.summary)
    if not (summary or _is_named(body)) or item.over_at <= site.now:
        return
    if item.event_status != "confirmed" or item.previous_start is not None or _is_named(item.title):
        return
    if summary and (found := _first(item.summary)):
        yield _problem(entry, entry.document.position(("summary",)), "summary", found[1])
    elif found := _first(prose(without_quotations(body))):
        yield _problem(entry, entry.document.body_position(found[0]), "text", found[1])


def _is_named(text: str) -> bool:
    small = text.lower()
    return "cancel" in small or "postponed" in small


def _first(text: str) -> tuple[int, str] | None:
    """Return the place and the word of the first sentence that says of the event that it is off."""
    for sentence in _SENTENCE.finditer(text):
        words = sentence[0].lstrip(_MARKS)
        said = _SAID.match(words)
        # "The event was cancelled" tells of something that is over more often than of what is to come.
        if said and not _ELSEWHERE.search(said["rest"]) and not _is_history(said):
            word = said["word"].lower().replace("canceled", "cancelled")
            return sentence.start() + len(sentence[0]) - len(words), word
    return None


def _is_history(said: re.Match[str]) -> bool:
    return bool(said["which"]) and bool(re.search(r"\swas\s", said[0][: said.start("word")]))


def _problem(entry: Entry[Event], place: tuple[int, int], where: str, word: str) -> Problem:
    return Problem(
        entry.path, *place, CODE,
        f"The {where} says {word}, but calendars go on to show the event as planned.",
        f"add a line event_status: {word} and a line status_note: with the reason.", "warning",
    )  # fmt: skip
