"""What the tests of texts share: what is found in one, and the text once every certain repair is made."""

from __future__ import annotations

from plugins.core.body import Slip, convert
from plugins.core.repairs import repaired

FIRST = 7
"""The line of the file on which the texts of these tests start."""


def slips(text: str, start: str = "") -> list[Slip]:
    """Return what is found in a text, of the codes that start so."""
    return [slip for slip in convert(text, FIRST).slips if slip.code.startswith(start)]


def told(text: str, start: str = "") -> list[tuple[int, int, str, str]]:
    """Return line, column, message and fix of what is found."""
    return [(slip.line, slip.column, slip.message, slip.fix) for slip in slips(text, start)]


def mended(text: str, start: str = "") -> str:
    """Return a text after one round of certain repairs."""
    above = "\n" * (FIRST - 1)
    edits = [slip.edit for slip in slips(text, start) if slip.edit]
    return repaired((above + text).encode(), edits).decode().removeprefix(above)
