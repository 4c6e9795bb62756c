"""A real SMTP server on loopback that takes mail, refuses it, puts it off, hangs, or goes away."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from tests.functions.forms.stores.emulators import free_port


class Sink:
    """What the server does, by `mood`, and the mails it took. Mood by address goes before `mood`.

    Moods: accept, refuse (550 to RCPT), defer (451 to RCPT), reject (554 to DATA), busy (452 to DATA),
    sender (550 to MAIL), hang (no answer to DATA), close (away in the middle of DATA),
    mute (took it, and goes before it says goodbye).
    """

    def __init__(self) -> None:
        self.mood = "accept"
        self.moods: dict[str, str] = {}
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.port = 0
        self.ended: asyncio.Event | None = None

    def _mood(self, address: str) -> str:
        return self.moods.get(address, self.mood)

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.mood == "sender":
            return "550 5.7.1 not from you"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        answers = {"refuse": "550 5.1.1 no such mailbox", "defer": "451 4.3.0 later"}
        if self._mood(address) in answers:
            return answers[self._mood(address)]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        [address] = envelope.rcpt_tos
        mood = self._mood(address)
        answers = {"reject": "554 5.6.0 no", "busy": "452 4.2.2 full"}
        if mood in answers:
            return answers[mood]
        if mood == "hang":
            self.ended = self.ended or asyncio.Event()
            await self.ended.wait()
            return "451 too late"
        if mood == "close":
            server.transport.abort()
            return "451 gone"
        made = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(made, EmailMessage)
        self.mails.append(made)
        self.recipients.append(address)
        return "250 taken"

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.mood == "mute":
            server.transport.abort()
        return "221 bye"


@contextmanager
def sink() -> Iterator[Sink]:
    """Give a server that runs until the end of the block."""
    controllers = pytest.importorskip("aiosmtpd.controller", reason="aiosmtpd is not installed")
    made = Sink()
    made.port = free_port()
    controller = controllers.Controller(made, hostname="127.0.0.1", port=made.port)
    controller.start()
    try:
        yield made
    finally:
        if made.ended:
            controller.loop.call_soon_threadsafe(made.ended.set)
        controller.stop()
