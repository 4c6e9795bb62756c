"""Patterns that are made when something is first looked for with them.

To make all patterns of rare slips takes a tenth of the time of a check, and most texts need few of them.
"""

from __future__ import annotations

import re
from typing import Any, cast


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that `re.compile` makes on its first use. An error in it shows then, not before."""
    return cast("re.Pattern[str]", _Late(pattern, flags))


class _Late:
    def __init__(self, pattern: str, flags: int) -> None:
        self._asked = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._asked), name)
        setattr(self, name, found)  # the next time it is there
        return found
