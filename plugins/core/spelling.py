"""Which known name a name was certainly meant to be. What is only likely is for people to decide."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

FAR = 2
"""So many slips of the fingers make a name another one: a letter more, less, wrong, or two changed about."""


def distance(one: str, other: str) -> int:
    """Return how many slips lead from one word to the other (optimal string alignment)."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b)))
            if i > 1 and j > 1 and (a, b) == (other[j - 2], one[i - 2]):
                row[-1] = min(row[-1], rows[-2][j - 2] + 1)
        rows.append(row)
    return rows[-1][-1]


def same_name(word: str, known: Collection[str]) -> str | None:
    """Return the known name that a word is but for capitals, spaces, hyphens and underscores, if there is one."""
    plain = _plain(word)
    found = [name for name in known if _plain(name) == plain]
    return found[0] if plain and len(found) == 1 else None


def certain_name(word: str, known: Collection[str], labels: Mapping[str, str]) -> str | None:
    """Return the name that `word` must have been meant for: it, or its label, written in another way, or a slip.

    `labels` maps names to what people see. Where two names are near, or the word is short, nothing is certain.
    """
    same = same_name(word, known)
    if same:
        return same
    labelled = [name for name in known if _plain(labels.get(name, "")) == _plain(word)]
    if len(labelled) == 1:
        return labelled[0]
    if len(word) > 60:
        return None
    near = [name for name in known if distance(word.lower(), name) <= FAR]
    return near[0] if len(near) == 1 and distance(word.lower(), near[0]) * 3 <= len(word) else None


def _plain(word: str) -> str:
    return re.sub(r"[\s_-]+", "", word).lower()
