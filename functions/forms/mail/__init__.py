"""How mail leaves: what every mailer can do, and the two ways in which it may not."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Protocol


class Temporary(Exception):
    """Not sent now: try again later."""


class Permanent(Exception):
    """This address or this message is refused for good: trying again is of no use."""


class Mailer(Protocol):
    """Sends one message to one address."""

    def send(self, message: EmailMessage, envelope_to: str) -> str:
        """Hand a message over and return its id there. Raises Temporary or Permanent."""
