"""Fields of a form that contradict themselves: what they tell visitors is not what their settings ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.late_patterns import late
from plugins.core.problems import Problem
from plugins.core.setting_repairs import Location
from plugins.core.site import Entry

from .model import Form, FormField

_NUMBER = r"(?<![\w.,-])(?P<{}>\d{{1,3}}(?:,\d{{3}})+|\d+) characters?\b"
_CHARACTERS = late(_NUMBER.format("number"))
_AT_MOST = late(
    rf"\b(?:up to|at most|no more than|maximum(?: of)?) {_NUMBER.format('first')}"
    rf"|{_NUMBER.format('last')} (?:or (?:fewer|less)|at most|maximum)\b",
    re.IGNORECASE,
)
_LABEL = late(r"\((optional|required)\)", re.IGNORECASE)


def remarks(entry: Entry[Form]) -> Iterator[Problem]:
    """Yield a warning for each length that is not the field's, and each label that is wrong on what must be given."""
    for number, found in enumerate(entry.item.fields):
        for location, code, message, fix in (*_lengths(found), *_needed(found, entry.item.kind)):
            place = entry.document.position(("fields", number, *location))
            yield Problem(entry.path, *place, code, message, fix, "warning")


Found = tuple[Location, str, str, str]


def _lengths(found: FormField) -> Iterator[Found]:
    for rule, limit in (("max_length", found.max_length), ("min_length", found.min_length)):
        said = [match["number"] for match in _CHARACTERS.finditer(found.errors.get(rule, ""))]
        if said and limit is not None and not any(_agrees(words, found) for words in said):
            yield _length(("errors", rule), "error text", said[0], rule, limit)
    hint = _AT_MOST.search(found.hint) if found.hint and "character" in found.hint else None
    if hint and found.max_length is not None:
        words = hint["first"] or hint["last"]
        if not _agrees(words, found):
            yield _length(("hint",), "hint", words, "max_length", found.max_length)


def _agrees(words: str, found: FormField) -> bool:
    """Say whether a number is one of the limits of a field: `500 or fewer` and `fewer than 501` are the same."""
    number = int(words.replace(",", ""))
    most, least = found.max_length, found.min_length
    return (most is not None and number in (most, most + 1)) or (
        least is not None and number in (least, least - 1)
    )


def _length(location: Location, where: str, words: str, rule: str, limit: int) -> Found:
    characters = "1 character" if words == "1" else f"{words} characters"
    return (
        location, "form-length-told", f"The {where} says {characters}, but {rule} is {limit:,}.",
        f"write {limit:,} in the text, or correct {rule}.",
    )  # fmt: skip


def _needed(found: FormField, kind: str) -> Iterator[Found]:
    said = _LABEL.search(found.label) if "(" in found.label else None
    if said is None or found.type == "constant" or (said[1].lower() == "required") == found.required:
        return
    message = f"The label says {said[0]}, but the field can be left empty."
    fix = f"add to this field\n     required: true\n     or take {said[0]} out of the label."
    if found.required:
        message = f"The label says {said[0]}, but the form cannot be sent without an answer."
        fix = f"take {said[0]} out of the label, or write required: false"
        if found.type == "email" and kind != "store":
            fix = f"take {said[0]} out of the label: this form writes to the address."
    yield ("label",), "form-optional-told", message, fix
