"""Mail through an SMTP server (RFC 5321)."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage

from . import Permanent, Temporary


@dataclass(frozen=True)
class SMTPMailer:
    """Sends through one server, a connection a message. With `starttls`, never without encryption.

    Only a final refusal of the recipient or of the message is Permanent: one of our name, password or
    sender is ours to mend, and the mail waits for that.
    """

    host: str
    port: int = 587
    starttls: bool = True
    user: str = ""
    password: str = ""
    timeout: float = 10.0

    def send(self, message: EmailMessage, envelope_to: str) -> str:
        """Hand a message over and return its Message-ID. Raises Temporary or Permanent, with the code."""
        try:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        except (smtplib.SMTPException, OSError) as fault:
            raise Temporary(type(fault).__name__) from fault
        try:
            if self.starttls:
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message, to_addrs=[envelope_to])
        except smtplib.SMTPRecipientsRefused as fault:
            [(code, _)] = fault.recipients.values()
            raise _refusal(code) from fault
        except smtplib.SMTPDataError as fault:
            raise _refusal(fault.smtp_code) from fault
        except (smtplib.SMTPException, OSError) as fault:
            raise Temporary(type(fault).__name__) from fault
        finally:
            server.close()  # without QUIT: a server that fails at that has the message all the same
        return str(message["Message-ID"])


def _refusal(code: int) -> Exception:
    return Permanent(str(code)) if 500 <= code <= 599 else Temporary(str(code))
