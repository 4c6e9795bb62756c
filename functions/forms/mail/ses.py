"""Mail through Amazon SES (API version 2)."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from . import Permanent, Temporary

FINAL = {"MessageRejected", "BadRequestException"}
"""Answers about this one message. All others are about our account, and the mail waits."""


class SESMailer:
    """Sends through SES with the account and region of the process, or with a client that is given."""

    def __init__(self, client: Any = None) -> None:
        if client is None:
            import boto3
            from botocore.config import Config

            settings = Config(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 2})
            client = boto3.client("sesv2", config=settings)
        self.client = client

    def send(self, message: EmailMessage, envelope_to: str) -> str:
        """Hand a message over and return its id at SES. Raises Temporary or Permanent, with the code."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            answer = self.client.send_email(
                FromEmailAddress=str(message["From"]),
                Destination={"ToAddresses": [envelope_to]},
                Content={"Raw": {"Data": message.as_bytes(policy=SMTP)}},
            )
        except ClientError as fault:
            error = fault.response.get("Error", {})
            code, ours = error.get("Code", ""), "not verified" in error.get("Message", "")
            raise (Permanent if code in FINAL and not ours else Temporary)(code) from fault
        except BotoCoreError as fault:
            raise Temporary(type(fault).__name__) from fault
        return str(answer["MessageId"])
