"""What both homes of the function share: keys and settings as text, and one line of a log."""

from __future__ import annotations

import json
import logging
import secrets
from typing import Any

from .messages import Request, Response
from .settings import Settings
from .tokens import Keys

LOG = logging.getLogger("forms")


def new_keys() -> str:
    """Make keys for a new installation, as JSON of hexadecimal texts."""
    return json.dumps({"current": secrets.token_hex(32), "lasting": secrets.token_hex(32)})


def read_keys(text: str) -> Keys:
    """Read the JSON of `new_keys`; it may have `previous` too. Raises ValueError, KeyError or TypeError."""
    found = {name: bytes.fromhex(value) for name, value in json.loads(text).items()}
    return Keys(found["current"], found.get("previous"), found["lasting"])


def read_settings(text: str) -> Settings:
    """Read settings from JSON with the names of Settings. Raises ValueError or TypeError."""
    found: dict[str, Any] = json.loads(text or "{}")
    return Settings(**{**found, "hosts": frozenset(found.get("hosts", ()))})


def log(request: Request, response: Response, seconds: float) -> None:
    """Write what became of a request: no address, no answer, no token."""
    if not LOG.isEnabledFor(logging.INFO):
        return
    found = request.path.split("/")
    route = found[2] if len(found) > 2 and response.outcome != "not-found" else ""
    said = {
        "method": request.method if request.method.isalpha() else "", "route": route, "outcome": response.outcome,
        "status": response.status, "ms": round(seconds * 1000, 1), "in": len(request.body), "out": len(response.body),
    }  # fmt: skip
    LOG.info("%s", json.dumps(said))
