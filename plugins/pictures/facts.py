"""What is known of a picture from its bytes alone, so that it can be remembered by their hash."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from .kinds import USUAL_ENDING

MOST_PIXELS = 100_000_000
"""More are not decoded: a file of a few kilobytes can claim to be larger than all memory."""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a file is. `kind` is how people call it; empty: nothing known. Width and height in pixels, as seen.

    `damaged`: it is one of the kinds that browsers show, and cannot be decoded. `moving`: more than one
    picture in turn. `drawing`: a few plain colours. `transparent`: one can see through parts of it.
    `located`: it says where it was taken.
    """

    kind: str
    width: int = 0
    height: int = 0
    damaged: bool = False
    moving: bool = False
    drawing: bool = False
    transparent: bool = False
    located: bool = False

    @property
    def is_shown(self) -> bool:
        """Say whether it can be on a page."""
        return self.kind in USUAL_ENDING and not (self.damaged or self.moving or self.is_huge)

    @property
    def is_huge(self) -> bool:
        """Say whether it has more pixels than are decoded."""
        return self.width * self.height > MOST_PIXELS

    def to_json(self) -> bytes:
        """Return the facts for a cache."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, data: bytes) -> PictureFacts | None:
        """Return the facts from a cache, or None if they were written by another version of this code."""
        try:
            return cls(**json.loads(data))
        except (TypeError, ValueError):
            return None
