"""The organisation's name in texts: one name, always written the same."""

from __future__ import annotations

import re

from .markdown_slips import Found
from .problems import cut
from .prose import prose, without_quotations

_SMALL_WORDS = "for|of|in|the|and|&|at|on"


def other_name(source: str, name: str) -> Found | None:
    """Return the advice on the organisation's name written otherwise: with other small words, or capitals."""
    parts = [part for part in name.split() if not re.fullmatch(_SMALL_WORDS, part.lower())]
    if len(parts) < 3:
        return None  # two words together may mean the thing and not the organisation
    between = rf"\s+(?:(?:{_SMALL_WORDS})\s+){{0,2}}"
    pattern = re.compile(rf"(?<!\w){between.join(map(re.escape, parts))}(?!\w)", re.IGNORECASE)
    text = prose(without_quotations(source)) if pattern.search(source) else ""
    for match in pattern.finditer(text):
        if " ".join(match[0].split()) != name and all(
            word[0].isupper() for word in re.findall(r"\w{4,}", match[0])
        ):
            message = (
                f"The name of the organisation is written otherwise here: {cut(' '.join(match[0].split()))}"
            )
            return Found("style-name", message, f"write {name}", match[0], name, "advice", match.start())
    return None
