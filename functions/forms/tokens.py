"""Tokens in links: signed, bound to one purpose, and for most purposes with an end.

A token is `v1.PURPOSE.SUBJECT.ISSUED.MAC`: ISSUED in seconds since 1970, MAC is HMAC-SHA-256 in base64url
without padding (RFC 2104, RFC 4648 section 5). SUBJECT is the id of an item; no address is in it.
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LIFETIMES: dict[str, timedelta | None] = {"confirm": timedelta(days=7), "unsubscribe": None}
"""How long a token works, by purpose. None: for as long as the item is there."""


@dataclass(frozen=True)
class Keys:
    """Secrets of at least 32 bytes. `current` signs; `previous` still reads, so that keys can rotate.

    `lasting` makes ids of submissions and addresses. It must never change, or people on a list would be
    taken for new ones. It is `current` where an installation does not rotate its keys.
    """

    current: bytes
    previous: bytes | None = None
    lasting: bytes = b""

    def digest(self, *parts: str) -> str:
        """Return 128 bits, in hexadecimal, that stand for these parts and cannot be guessed from them."""
        text = "\x00".join(parts).encode("utf-8", "surrogatepass")
        return hmac.digest(self.lasting or self.current, b"id\x00" + text, "sha256").hex()[:32]


@dataclass(frozen=True)
class Token:
    """What a token says."""

    purpose: str
    subject: str
    issued: datetime


def make(keys: Keys, purpose: str, subject: str, issued: datetime) -> str:
    """Return the token for a purpose of LIFETIMES and the id of an item."""
    said = f"v1.{purpose}.{subject}.{int(issued.timestamp())}"
    return f"{said}.{_mac(keys.current, said)}"


def read(keys: Keys, purpose: str, token: str, now: datetime) -> Token | None:
    """Return what a token says, or None where it is not ours, not for this purpose, or too old."""
    if not token.isascii():
        return None
    said, _, mac = token.rpartition(".")
    # The text of the MAC is compared: base64 has several texts for the same bytes.
    good = [
        hmac.compare_digest(_mac(key, said), mac) for key in (keys.current, keys.previous) if key is not None
    ]
    if not any(good):
        return None
    version, found, subject, seconds = said.split(".")
    if version != "v1" or found != purpose:
        return None
    issued = datetime.fromtimestamp(int(seconds), UTC)
    lifetime = LIFETIMES[purpose]
    if lifetime is not None and now - issued > lifetime:
        return None
    return Token(purpose, subject, issued)


def _mac(key: bytes, said: str) -> str:
    made = hmac.digest(key, b"token\x00" + said.encode("ascii"), "sha256")
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode("ascii")
