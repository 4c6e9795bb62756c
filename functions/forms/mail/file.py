"""Mail as `.eml` files in a folder, to read on this machine."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from datetime import UTC
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parsedate_to_datetime
from pathlib import Path

from . import Temporary


class FileMailer:
    """Writes each message into `folder`; names sort by the date of the message."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage, envelope_to: str) -> str:
        """Write the whole file or none. Returns its name; raises Temporary where it cannot be written."""
        date = parsedate_to_datetime(message["Date"]).astimezone(UTC)
        name = f"{date:%Y%m%dT%H%M%SZ}-{secrets.token_hex(6)}.eml"
        unfinished = self.folder / f".{name}.part"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(message.as_bytes(policy=SMTP))
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, self.folder / name)
        except OSError as fault:
            with suppress(OSError):
                unfinished.unlink()
            raise Temporary(type(fault).__name__) from fault
        return name
