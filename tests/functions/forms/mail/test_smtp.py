"""Mail through a real SMTP server: what it takes, and what each of its refusals means to us."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from functions.forms.mail import Permanent, Temporary
from functions.forms.mail.smtp import SMTPMailer

from . import sink as sinks
from .sink import Sink


@pytest.fixture(scope="module")
def server() -> Iterator[Sink]:
    with sinks.sink() as made:
        yield made


@pytest.fixture
def sink(server: Sink) -> Sink:
    server.mood, server.moods, server.mails, server.recipients = "accept", {}, [], []
    return server


def letter(to: str = "ann@mail.example") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "website@team.example"
    made["To"] = to
    made["Subject"] = "Fàilte “Ann”"
    made["Message-ID"] = "<a@team.example>"
    made.set_content("Hello\n.\nÀine ☕\n", cte="quoted-printable")
    return made


def mailer(port: int, timeout: float = 5) -> SMTPMailer:
    return SMTPMailer("127.0.0.1", port, starttls=False, timeout=timeout)


def test_a_mail_arrives_whole_and_at_one_address(sink: Sink) -> None:
    assert mailer(sink.port).send(letter("other@mail.example"), "ann@mail.example") == "<a@team.example>"
    [mail] = sink.mails
    assert sink.recipients == ["ann@mail.example"]
    assert mail["Subject"] == "Fàilte “Ann”"
    assert mail.get_content().splitlines() == ["Hello", ".", "Àine ☕"]


@pytest.mark.parametrize(
    ("mood", "kind", "said"),
    [
        ("refuse", Permanent, "550"),
        ("reject", Permanent, "554"),
        ("defer", Temporary, "451"),
        ("busy", Temporary, "452"),
        ("sender", Temporary, "SMTPSenderRefused"),
        ("hang", Temporary, "SMTPServerDisconnected"),
        ("close", Temporary, "SMTPServerDisconnected"),
    ],
)
def test_what_a_refusal_means(sink: Sink, mood: str, kind: type[Exception], said: str) -> None:
    sink.mood = mood
    with pytest.raises(kind) as fault:
        mailer(sink.port, 0.3 if mood == "hang" else 5).send(letter(), "ann@mail.example")
    assert type(fault.value) is kind
    assert str(fault.value) == said
    assert sink.mails == []


def test_what_happens_after_it_was_taken_is_no_fault(sink: Sink) -> None:
    sink.mood = "mute"
    mailer(sink.port).send(letter(), "ann@mail.example")
    assert len(sink.mails) == 1


def test_nobody_there_is_temporary() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(Temporary, match="ConnectionRefusedError"):
            mailer(closed.getsockname()[1]).send(letter(), "ann@mail.example")


def test_a_server_that_says_nothing_is_temporary() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(Temporary, match="SMTPServerDisconnected"),
    ):
        mailer(silent.getsockname()[1], 0.2).send(letter(), "ann@mail.example")


def test_without_encryption_nothing_is_sent_where_it_is_asked_for(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[str, ...]] = []
    monkeypatch.setattr(smtplib.SMTP, "login", lambda _, *given: said.append(given))
    for name in ("", "website"):
        with pytest.raises(Temporary, match="SMTPNotSupportedError"):
            SMTPMailer("127.0.0.1", sink.port, user=name, password="secret").send(
                letter(), "ann@mail.example"
            )
    assert (sink.mails, said) == ([], [])
