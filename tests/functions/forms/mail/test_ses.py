"""Mail through SES: what its answers mean, and a mail that two emulators take."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from functions.forms.mail import Permanent, Temporary
from functions.forms.mail.ses import SESMailer
from tests.functions.forms.stores import emulators

from .test_smtp import letter

exceptions = pytest.importorskip("botocore.exceptions", reason="boto3 is not installed")


class Client:
    """Answers as SES would."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.sent: list[dict[str, Any]] = []

    def send_email(self, **values: Any) -> dict[str, str]:
        if self.fault:
            raise self.fault
        self.sent.append(values)
        return {"MessageId": "id-1"}


def error(code: str, words: str = "no") -> Exception:
    return exceptions.ClientError({"Error": {"Code": code, "Message": words}}, "SendEmail")  # type: ignore[no-any-return]


def test_the_whole_message_goes_to_one_address() -> None:
    client = Client()
    assert SESMailer(client).send(letter("other@mail.example"), "ann@mail.example") == "id-1"
    [sent] = client.sent
    assert sent["Destination"] == {"ToAddresses": ["ann@mail.example"]}
    assert sent["FromEmailAddress"] == "website@team.example"
    assert b"Message-ID: <a@team.example>\r\n" in sent["Content"]["Raw"]["Data"]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (error("MessageRejected", "Illegal address"), Permanent),
        (error("BadRequestException"), Permanent),
        (error("MessageRejected", "Email address is not verified."), Temporary),
        (error("TooManyRequestsException"), Temporary),
        (error("SendingPausedException"), Temporary),
        (error("AccountSuspendedException"), Temporary),
        (exceptions.EndpointConnectionError(endpoint_url="x"), Temporary),
    ],
    ids=str,
)
def test_what_an_answer_means(fault: Exception, kind: type[Exception]) -> None:
    with pytest.raises(kind) as raised:
        SESMailer(Client(fault)).send(letter(), "ann@mail.example")
    assert type(raised.value) is kind
    assert "@" not in str(raised.value)


@pytest.mark.parametrize("emulator", ["moto", "ministack"])
def test_an_emulator_takes_a_mail(emulator: str, tmp_path: Path) -> None:
    with getattr(emulators, emulator)(tmp_path) as address:
        client = emulators.client("sesv2", address)
        client.create_email_identity(EmailIdentity="website@team.example")
        assert SESMailer(client).send(letter(), "ann@mail.example")
        client.close()
