"""JSON with one form for each value, so that equal values have equal bytes and one hash."""

from __future__ import annotations

import json
from typing import Any


def canonical_json(value: Any) -> bytes:
    """Return a value as JSON (RFC 8259) in UTF-8: keys in order, one space of indent, a line end at the end."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"
