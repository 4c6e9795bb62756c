"""What a file should be called: the name that an editor meant, as it can be part of an address."""

from __future__ import annotations

import re

from plugins.core.addresses import slug_from

_DASHES = re.compile("[\u2010-\u2015\u2212_]+")
_ENDINGS = re.compile(r"(?:\.(?:md|markdown|txt|docx?|odt|rtf|html?))+$", re.IGNORECASE)
"""Endings of texts: before another ending, each is one too many."""


def right_stem(stem: str) -> str:
    """Return the right name for a file, without its ending, or an empty text: `Lunch – menu.md` gives `lunch-menu`."""
    return slug_from(_DASHES.sub("-", _ENDINGS.sub("", stem))) or slug_from(stem)
