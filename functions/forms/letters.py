"""The words of every mail, as outbox entries: finished when a submission is accepted, so that no later edit
of a form changes them. Mail to a visitor repeats no free text, or the site would carry strangers' messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from .definitions import BookableEvent, Form
from .pages import in_words
from .settings import Desk
from .validation import Answer, address_key

Entry = dict[str, Any]

PLACE = "place"
WAITING_LIST = "waiting list"

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_BOOKED = {
    PLACE: (
        "Your place",
        "You have a place at this event.",
        "If you cannot come, tell us, so that someone else can have your place.",
    ),
    WAITING_LIST: (
        "You are on the waiting list",
        "All places at this event are taken. You are on the waiting list.",
        "We will write to you if a place becomes free. Until then you do not have a place.",
    ),
}


def to_team(
    desk: Desk, form: Form, values: Mapping[str, Answer], reply_to: str, identity: str,
    event: BookableEvent | None = None, place: str = "",
) -> list[Entry]:  # fmt: skip
    """Tell the team: one mail for each mailbox of the form's recipients, with all answers."""
    mailbox = desk.definitions.site.mailbox
    found = dict.fromkeys(desk.settings.recipients.get(role, mailbox) for role in form.recipients or ("",))
    body = (
        f"Someone sent the form “{form.title}”.",
        f"Event: {event.title}, {event.when}\nResult: {place}" if event else "",
        *(f"{label}\n{words}" for label, words in in_words(form, values)),
        f"Reference: {reference(identity)}\nReceived: {_moment(desk.now)}",
        "Reply to this email to write to the person who sent the form." if reply_to else "",
        f"The website deletes these answers after {_days(form.retention_days)}.",
        "Delete this email too when you no longer need it.",
    )
    subject = f"{f'{event.title}: {place}' if event else form.title} ({reference(identity)})"
    headers = {"Reply-To": reply_to} if reply_to else {}
    return [
        _entry(desk, f"team-{number}", to, subject, body, headers)
        for number, to in enumerate(filter(None, found), 1)
    ]


def to_visitor(desk: Desk, form: Form, address: str, identity: str) -> Entry:
    """Tell a visitor that we have what they sent."""
    body = (
        form.confirmation or "We have your answers.",
        f"Form: {form.title}\nReference: {reference(identity)}\nReceived: {_moment(desk.now)}",
        f"We keep your answers for {_days(form.retention_days)}. This email does not repeat them.",
        _not_you(desk),
    )
    return _capped(desk, "visitor", address, f"We have your answers: {form.title}", body)


def booked(desk: Desk, event: BookableEvent, place: str, address: str, identity: str) -> Entry:
    """Tell a visitor that they have a place, or that they are on the waiting list."""
    subject, opening, advice = _BOOKED[place]
    about = f"{event.title}\n{event.when}\n{desk.definitions.site.base_url}{event.address}"
    body = (opening, about, f"Reference: {reference(identity)}", advice, _not_you(desk))
    return _capped(desk, "booking", address, f"{subject}: {event.title}", body)


def confirm(desk: Desk, form: Form, address: str, url: str, number: int) -> Entry:
    """Ask the owner of an address whether they want to subscribe."""
    body = (
        f"Someone typed this address in our form “{form.title}”.",
        f"To subscribe, open this page and press the button on it:\n{url}",
        "The link works for 7 days.",
        "If it was not you, do nothing. You are not subscribed unless you press the button.",
    )
    subject = f"Confirm your subscription: {desk.definitions.site.name}"
    return _capped(desk, f"confirm-{number}", address, subject, body)


def already(desk: Desk, form: Form, address: str, url: str, number: int) -> Entry:
    """Tell someone on the list that they are on it."""
    body = (
        f"Someone typed this address in our form “{form.title}”. You are already subscribed.",
        "You do not need to do anything.",
        f"To stop, open this page and press the button on it:\n{url}",
    )
    subject = f"You are already subscribed: {desk.definitions.site.name}"
    return _capped(desk, f"already-{number}", address, subject, body)


def welcome(desk: Desk, address: str, url: str, number: int) -> Entry:
    """Say that a subscription has begun. The person has just pressed a button, so it has no cap."""
    body = (
        f"You are now subscribed to emails from {desk.definitions.site.name}.",
        f"To stop at any time, open this page and press the button on it:\n{url}",
    )
    subject = f"You are subscribed: {desk.definitions.site.name}"
    return _entry(desk, f"welcome-{number}", address, subject, body, list_headers(url))


def list_headers(url: str) -> dict[str, str]:
    """Return the headers of mail to a list (RFC 2369 section 3.2, RFC 8058 section 3.1)."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def reference(identity: str) -> str:
    """Return the reference of a submission, as people read it out."""
    return f"{identity[:4]}-{identity[4:8]}".upper()


def _capped(desk: Desk, kind: str, to: str, subject: str, body: tuple[str, ...]) -> Entry:
    """Make an entry for an address that anyone can have typed: its mails are counted (caps.py)."""
    return _entry(desk, kind, to, subject, body, {}) | {"cap": desk.keys.digest("mail", address_key(to))}


def _entry(
    desk: Desk, kind: str, to: str, subject: str, body: tuple[str, ...], headers: dict[str, str]
) -> Entry:
    """Make an outbox entry. `kind` is unlike that of every other entry of its item."""
    site = desk.definitions.site
    text = "\n\n".join(part for part in (*body, f"{site.name}\n{site.base_url}") if part) + "\n"
    return {
        "kind": kind, "to": to, "subject": subject, "body": text, "headers": headers,
        "tries": 0, "next": desk.now.isoformat(), "state": "waiting",
    }  # fmt: skip


def _not_you(desk: Desk) -> str:
    mailbox = desk.definitions.site.mailbox
    how = f"write to {mailbox}" if mailbox else "reply to this email"
    return f"If you did not send this form, someone may have mistyped their address: {how}."


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def _moment(now: datetime) -> str:
    found = now.astimezone(UTC)
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year} at {found.hour:02}:{found.minute:02} UTC"
