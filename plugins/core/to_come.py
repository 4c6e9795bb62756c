"""Values, numbers and words that are still to come: `TBC` for a place, `XX working days` in a sentence.

Words such as `to be confirmed` tell visitors the truth, so they pass; only a decision of the owner cannot say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .documents import Document
from .late_patterns import late
from .markdown_slips import Found
from .model import Model, label_of
from .problems import Problem, cut, fitted
from .settings_tree import scalars
from .written_dates import is_undecided

CODE = "to-come"

_SHORT = late(r"[\[(]?t\.?b\.?[acd]\.?[\])]?", re.IGNORECASE)
_LONG = 12
_NUMBER = late(
    r"(?<![\w£])(?:£(?:XX+|xx+)(?!\w)|(?:XX+|xx+)(?:%|[ \u00a0](?:(?:working|calendar|business)[ \u00a0])?"
    r"(?:minutes?|hours?|days?|weeks?|months?|years?|people|places|pounds)(?!\w)))"
)
_WORD = late(
    # Capitals before it, or a word such as these, make a number of it: Chapter XXX.
    r"(?<![\w£-])XXX+(?: XXX+)*(?![\w-])(?! (?:century|syndrome|days|hours|weeks|months|years|people|places|pounds|minutes)\b)"
)
_BEFORE_IT = late(r"(?:(?:(?<!\S)(?P<word>[a-z]+|\d+)|:) |(?:^|[.!?] |\n)(?P<first>))\Z")
_NUMBERED = late(
    "act|article|book|canto|chapter|figure|love|no|number|page|part|psalm|schedule|section|table|volume"
)


def in_text(text: str) -> Iterator[Found]:
    """Yield the numbers and words in a source without code and comments that are still to come: `XX working days`."""
    for match in _NUMBER.finditer(text) if "XX" in text or "xx" in text else ():
        yield Found(
            CODE,
            f"A number is still to come here: {match[0]}",
            "write the number, or words that hold without it.",
            match[0],
            severity="warning",
            at=match.start(),
        )
    for match in _WORD.finditer(text) if "XXX" in text else ():
        before = _BEFORE_IT.search(text, max(match.start() - 30, 0), match.start())
        is_name = before and (before["first"] is None or re.match(" [a-z]", text[match.end() :]))
        if before and is_name and not _NUMBERED.fullmatch(before["word"] or ""):
            yield Found(
                CODE,
                f"A word is still to come here: {match[0]}",
                "write it, or words that hold without it.",
                match[0],
                severity="warning",
                at=match.start(),
            )


def in_settings(document: Document, model: type[Model]) -> Iterator[Problem]:
    """Yield the settings of a document that say no more than that something is still to come."""
    for location, scalar in scalars(document.settings):
        place = (document.path, scalar.line, scalar.column)
        if location[:1] == ("placeholders",):
            # What a preview shows meanwhile, and the question to the owner, may say what is missing.
            if location[2:] == ("value",) and is_undecided(scalar.text):
                yield Problem(
                    *place, CODE,
                    fitted(f"The decision on {location[1]} is still to come: it says “{cut(scalar.text)}”."),
                    "leave value: empty until it is made; what stands after shown: is there for that time.",
                )  # fmt: skip
        elif len(scalar.text) < _LONG and _SHORT.fullmatch(scalar.text.strip()):
            yield Problem(
                *place, CODE,
                f"{label_of(model, location)} is still to come: it says “{scalar.text.strip()}”.",
                "write it, or say in words when people will hear of it.",
                "warning",
            )  # fmt: skip
        else:
            for found in in_text(scalar.text):
                yield Problem(*place, found.code, found.message, found.fix, found.severity)
