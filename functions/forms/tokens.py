"""Tokens in links: signed, bound to one purpose, and for most purposes with an end.

A token is `v1.PURPOSE.SUBJECT.ISSUED.MAC`: ISSUED in seconds since 1970, MAC is HMAC-SHA-256 in base64url
without padding (RFC 2104, RFC 4648 section 5). SUBJECT is the id of an item; no address is in it.
"""

from __future__ import annotations

import base64
import functools
import hmac
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

LIFETIMES: dict[str, timedelta | None] = {"confirm": timedelta(days=7), "unsubscribe": None}
"""How long a token works, by purpose. None: for as long as the item is there."""


class Keys(NamedTuple):
    """Secrets of at least 32 bytes. `current` signs; `previous` still reads, so that keys can rotate.

    `lasting` makes ids of submissions and addresses. It must never change, or people on a list would be
    taken for new ones. It is `current` where an installation does not rotate its keys.
    """

    current: bytes
    previous: bytes | None = None
    lasting: bytes = b""

    def digest(self, *parts: str) -> str:
        """Return 128 bits, in hexadecimal, that stand for these parts and cannot be guessed from them."""
        return _signed(self.lasting or self.current, "\x00".join(("id", *parts))).hex()[:32]


class Token(NamedTuple):
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
    said, _, mac = token.rpartition(".")
    if not (token.isascii() and said.startswith(f"v1.{purpose}.")):
        return None
    # The text of the MAC is compared: base64 has several texts for the same bytes.
    if not any(
        hmac.compare_digest(_mac(key, said), mac) for key in (keys.current, keys.previous) if key is not None
    ):
        return None
    _, _, subject, seconds = said.split(".")
    issued = datetime.fromtimestamp(int(seconds), UTC)
    lifetime = LIFETIMES[purpose]
    return None if lifetime and now - issued > lifetime else Token(purpose, subject, issued)


def _mac(key: bytes, said: str) -> str:
    return base64.urlsafe_b64encode(_signed(key, f"token\x00{said}")).rstrip(b"=").decode()


def _signed(key: bytes, said: str) -> bytes:
    made = _hmac(key).copy()
    made.update(said.encode("utf-8", "surrogatepass"))
    return made.digest()


@functools.lru_cache(maxsize=8)
def _hmac(key: bytes) -> hmac.HMAC:
    """Return an HMAC to copy, which takes a fraction of the time that a new one takes."""
    return hmac.new(key, digestmod="sha256")
