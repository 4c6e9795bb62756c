"""What both homes of the function share: keys and settings as text, and one line of a log."""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Iterable
from typing import Any

from .messages import Request, Response
from .settings import Settings
from .tokens import Keys

LOG = logging.getLogger("forms")

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""Methods that a log may name: others are words of the visitor's."""


def new_keys() -> str:
    """Make keys for a new installation, as JSON of hexadecimal texts."""
    return json.dumps({"current": secrets.token_hex(32), "lasting": secrets.token_hex(32)})


def read_keys(text: str) -> Keys:
    """Read the JSON of `new_keys`; it may have `previous` too. Raises ValueError, KeyError or TypeError."""
    found = {name: bytes.fromhex(value) for name, value in json.loads(text).items()}
    if any(len(key) < 32 for key in found.values()):
        raise ValueError("A key has less than 64 hexadecimal digits.")
    return Keys(found["current"], found.get("previous"), found["lasting"])


_ADDRESS = r"[^\s@,;:<>]+@[^\s@,;:<>]+"


def read_settings(text: str) -> Settings:
    """Read settings from JSON with the names of Settings. Raises ValueError, which names what is wrong."""
    found: dict[str, Any] = json.loads(text or "{}")
    recipients, hosts = found.get("recipients", {}), found.get("hosts", [])
    right = {
        "hosts": isinstance(hosts, list) and all(isinstance(host, str) for host in hosts),
        "recipients": isinstance(recipients, dict) and all(map(_is_mailbox, recipients.values())),
        "team": _is_mailbox(found.get("team")),
        "sender": re.fullmatch(rf"{_ADDRESS}|[^@,;:<>]*<{_ADDRESS}>", str(found.get("sender"))),
    }
    for name, value in found.items():
        if not right.get(name, name in Settings._fields and type(value) is int and value >= 0):
            raise ValueError(f"The setting {name} is unknown, or not of its kind.")
    return Settings(**{**found, "hosts": frozenset(hosts)})


def _is_mailbox(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(_ADDRESS, value))


def log(answered: Iterable[tuple[Request, Response]], seconds: float) -> None:
    """Write what became of requests that took `seconds` together: no address, no answer, no token.

    It is one record of a line each: every record waits for the screen.
    """
    if LOG.isEnabledFor(logging.INFO):
        LOG.info("%s", "\n".join(_line(request, response, seconds) for request, response in answered))


def _line(request: Request, response: Response, seconds: float) -> str:
    found = request.path.split("/")
    route = found[2] if len(found) > 2 and response.outcome != "not-found" else ""
    said = {
        "method": request.method if request.method in _METHODS else "", "route": route, "outcome": response.outcome,
        "status": response.status, "ms": round(seconds * 1000, 1), "in": len(request.body), "out": len(response.body),
    }  # fmt: skip
    return json.dumps(said)
