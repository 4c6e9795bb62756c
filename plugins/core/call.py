"""A call that is open: something that people can apply for or join now, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Call:
    """What a reader can answer now. `closes` is the last day, if there is one; `form` the address of its form."""

    title: str
    closes: date | None = None
    form: str = ""
