"""What an installation decides, and all that is at hand to answer one request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from .definitions import Definitions
from .stores import Store
from .tokens import Keys


class Settings(NamedTuple):
    """Where forms may be sent from, who gets mail, and how much.

    `hosts`: hosts with their port, besides the site's own, whose pages may send forms ("127.0.0.1:8000").
    `recipients`: mailbox by role; a role that is missing has the site's mailbox.
    `team`: mailbox of the team where the site has none yet.
    `sender`: From of every mail; empty: the site's mailbox.
    `hold_at`: the content score that holds a submission for a person.
    """

    hosts: frozenset[str] = frozenset()
    recipients: Mapping[str, str] = {}
    team: str = ""
    sender: str = ""
    mails_per_address: int = 3
    mails_per_day: int = 1000
    hold_at: int = 3


class Desk:
    """What answers one request. `now` is aware, and `at` is the same as ISO text."""

    def __init__(
        self, definitions: Definitions, store: Store, now: datetime, keys: Keys, settings: Settings
    ) -> None:
        self.definitions, self.store, self.keys, self.settings = definitions, store, keys, settings
        self.now, self.at = now, now.isoformat()
