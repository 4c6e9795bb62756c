"""How much a submission looks like advertising. A high score holds it for a person; nothing is ever dropped."""

from __future__ import annotations

from collections.abc import Mapping

from .definitions import Form
from .validation import Answer

_LINKS = ("http://", "https://", "www.")
_MARKUP = ("<a ", "[url", "[link")


def score(form: Form, values: Mapping[str, Answer]) -> tuple[int, list[str]]:
    """Return a score and its reasons, in words without anything that the visitor sent.

    Markup of links, or a link in an answer of one line that asks for none: 3. Each link of a longer answer
    after the second: 1.
    """
    points = 0
    reasons: list[str] = []
    for field in form.fields:
        value = values.get(field.name, "")
        if field.type not in ("text", "textarea", "tel") or not isinstance(value, str):
            continue
        folded = value.casefold()
        links = sum(map(folded.count, _LINKS)) - folded.count("://www.")
        short = field.type != "textarea" and not field.pattern
        for found, reason in (
            (3 if any(mark in folded for mark in _MARKUP) else 0, "markup of links"),
            (3 if links and short else 0, "a link in a short answer"),
            (max(0, links - 2) if field.type == "textarea" else 0, "many links"),
        ):
            if found:
                points += found
                reasons.append(f"{reason}: {field.name}")
    return points, reasons
