"""What an installation decides, and all that is at hand to answer one request: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .definitions import Definitions
from .stores import Store
from .tokens import Keys


@dataclass(frozen=True)
class Settings:
    """Where forms may be sent from, who gets mail, and how much.

    `hosts`: hosts with their port, besides the site's own, whose pages may send forms ("127.0.0.1:8000").
    `recipients`: mailbox by role; a role that is missing has the site's mailbox.
    `sender`: From of every mail; empty: the site's mailbox.
    `hold_at`: the content score that holds a submission for a person.
    """

    hosts: frozenset[str] = frozenset()
    recipients: Mapping[str, str] = field(default_factory=dict)
    sender: str = ""
    mails_per_address: int = 3
    mails_per_day: int = 1000
    hold_at: int = 3


@dataclass(frozen=True)
class Desk:
    """What answers one request. `now` is aware."""

    definitions: Definitions
    store: Store
    now: datetime
    keys: Keys
    settings: Settings
