"""A worker that kills itself with SIGKILL after its mail number COUNT is sent and before that is noted.

Run as: python -m tests.functions.forms.killed_worker STORE MAILS NOW COUNT
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from functions.forms.mail.file import FileMailer
from functions.forms.outbox import drain
from functions.forms.stores.sqlite import SQLite
from tests.functions.forms import builders


class Dying(FileMailer):
    """Dies after its last mail."""

    def __init__(self, folder: Path, count: int) -> None:
        super().__init__(folder)
        self.count = count

    def send(self, message: EmailMessage, envelope_to: str) -> str:
        sent = super().send(message, envelope_to)
        self.count -= 1
        if not self.count:
            os.kill(os.getpid(), signal.SIGKILL)
        return sent


if __name__ == "__main__":
    path, mails, now, count = sys.argv[1:]
    settings = builders.SETTINGS._replace(mails_per_day=1_000_000, mails_per_address=1_000_000)
    drain(
        SQLite(Path(path)), Dying(Path(mails), int(count)), builders.DEFINITIONS, datetime.fromisoformat(now),
        settings, str(os.getpid()), limit=1_000_000,
    )  # fmt: skip
