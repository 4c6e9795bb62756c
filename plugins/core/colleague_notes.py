"""Notes among colleagues without brackets of their own: `TODO: agenda`, `(check with Fiona)`, `NB … before we publish`.

Words such as `to be confirmed` tell visitors the truth, and what somebody said is theirs: both pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .late_patterns import late
from .leftovers import own_words
from .markdown_slips import Found
from .private_addresses import is_first_name
from .problems import cut

CODE = "note-left"

_MARK = late(
    r"(?<![\w.#/|-])(?<!\| )(?:TODO|FIXME)(?=:|[ ](?!lists?\b|and\b|or\b)[a-z]|[ ]*$)[^\n\]]{0,60}",
    re.MULTILINE,
)
_OFFICE = (
    "(?:Council|Harbour|Hall|House|Castle|Centre|Board|Trust|College|University|School|Library|Scotland)\\b"
)
_ASKED = late(
    rf"\((?:(?:[Tt]o )?(?:[Cc]heck|[Cc]onfirm|[Aa]gree)(?: this)? with (?P<name>[A-Z][a-z]+)(?: (?!{_OFFICE})[A-Z][a-z]+)?\??"
    r"|(?P<asked>[A-Z][a-z]+)(?: [A-Z][a-z]+)? to (?:check|confirm|advise|agree)\b[^()\n]{0,40})\)"
)
"""Names of offices pass: `(check with Angus Council)` is for visitors."""
_BEFORE = r"before (?:we publish|we go live|this goes live|publishing|publication)\b"
_UNTIL_THEN = late(_BEFORE)
_SENTENCE = late(
    r"(?:^[ ]*|(?<=[.!?] ))(?:(?:NB|N\.B\.|Note to (?:self|editors?|team))(?!\w)"
    r"|(?P<asked>[A-Z][a-z]+)(?: [A-Z][a-z]+)? to (?:check|confirm|advise|agree|send|add|write)\b)"
    rf"(?:(?![.!?] )[^\n])*?{_BEFORE}",
    re.MULTILINE,
)
"""`We check all facts before we publish` is for visitors too."""


def in_text(text: str) -> Iterator[Found]:
    """Yield the notes in a source without code and comments."""
    is_marked = "TODO" in text or "FIXME" in text
    is_asked = "(" in text and bool(_ASKED.search(text))
    is_sentence = bool(_UNTIL_THEN.search(text))
    if not (is_marked or is_asked or is_sentence):
        return
    own = own_words(text)
    found = list(_MARK.finditer(own)) if is_marked else []
    if is_asked:
        found += [match for match in _ASKED.finditer(own) if is_first_name(match["name"] or match["asked"])]
    if is_sentence:
        found += [
            match
            for match in _SENTENCE.finditer(own)
            if (is_first_name(match["asked"]) if match["asked"] else not match[0].endswith("publication"))
        ]
    for match in found:
        shown = text[match.start() : match.end()].strip()  # with the quotations that are left out of `own`
        yield Found(
            CODE,
            f"This looks like a note among colleagues: {cut(shown)}",
            "write what it asks for, or take it out; what stands between <!-- and --> is never shown.",
            shown,
            severity="warning",
            at=match.start() + len(match[0]) - len(match[0].lstrip()),
        )
