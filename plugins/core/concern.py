"""What somebody should look at: not wrong, but out of date, unfinished or forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

ConcernKind = Literal[
    "review-passed", "review-soon", "review-missing", "permission", "over", "unlinked",
    "open-question", "unused-image", "unused-file", "draft", "sample",
]  # fmt: skip

REVIEW_SOON = timedelta(days=60)
"""A review date is told so long before."""

PERMISSION_SOON = timedelta(days=90)
"""A permission takes longer to renew: somebody else has to answer."""


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing to look at: of which kind, what is the matter and what to do, and the day that it is about."""

    kind: ConcernKind
    words: str
    due: date | None = None
