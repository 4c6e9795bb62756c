"""The words of every mail, as outbox entries: finished when a submission is accepted, so that no later edit
of a form changes them. Mail to a visitor repeats no free text, or the site would carry strangers' messages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any

from .definitions import BookableEvent, Form
from .settings import Desk
from .validation import Answer, mailbox_key

Entry = dict[str, Any]

HELD = "held"
"""The kind of the one mail that goes out while an item is held."""

PLACE = "place"
WAITING_LIST = "waiting list"
NO_PLACE = "no place"

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WORDS = {
    PLACE: (
        "Your place: {title}",
        "You have a place at this event.",
        "If you cannot come, tell us, so that someone else can have your place.",
    ),
    WAITING_LIST: (
        "You are on the waiting list: {title}",
        "All places at this event are taken. You are on the waiting list.",
        "We will write to you if a place becomes free. Until then you do not have a place.",
    ),
    NO_PLACE: (
        "No place: {title}",
        "You do not have a place at this event. It is cancelled, has another date, or is over.",
        "Its page on our website says how it stands.",
    ),
    "confirm": (
        "Confirm your subscription: {site}",
        "Someone typed this address in our form “{title}”.",
        "To subscribe, open this page and press the button on it:\n{url}",
        "The link works for 7 days.",
        "If it was not you, do nothing. You are not subscribed unless you press the button.",
    ),
    "already": (
        "You are already subscribed: {site}",
        "Someone typed this address in our form “{title}”. You are already subscribed.",
        "You do not need to do anything.",
        "To stop, open this page and press the button on it:\n{url}",
    ),
    "welcome": (
        "You are subscribed: {site}",
        "You are now subscribed to emails from {site}.",
        "To stop at any time, open this page and press the button on it:\n{url}",
    ),
}
"""Subject and paragraphs, by what a mail says."""


def to_team(
    desk: Desk, form: Form, values: Mapping[str, Answer], reply_to: str, identity: str,
    event: BookableEvent | None = None, place: str = "",
) -> list[Entry]:  # fmt: skip
    """Tell the team: one mail for each mailbox of the form's recipients, with all answers."""
    subject = f"{f'{event.title}: {place}' if event else form.title} ({reference(identity)})"
    body = (
        f"Someone sent the form “{form.title}”.",
        f"Event: {event.title}, {event.when}\nResult: {place}" if event else "",
        *_answers(form, values),
        _receipt(desk, identity),
        "Reply to this email to write to the person who sent the form." if reply_to else "",
        f"The website deletes these answers after {_days(form)}.",
        "Delete this email too when you no longer need it.",
    )
    headers = {"Reply-To": reply_to} if reply_to else {}
    return [
        _entry(desk, f"team-{number}", to, subject, body, headers)
        for number, to in enumerate(_mailboxes(desk, form), 1)
    ]


def held(desk: Desk, form: Form, identity: str) -> list[Entry]:
    """Tell the team that something waits for a person. A flood of it is few mails: they are counted (caps.py)."""
    decisions = ("show", "held --release", "held --discard")
    body = (
        f"Someone sent the form “{form.title}”. It looks like advertising, so no mail goes out for it yet.",
        _receipt(desk, identity),
        "To read it, and then to accept it or to delete it:",
        "\n".join(f"python3 tasks.py forms {what} {reference(identity)}" for what in decisions),
        "This mail is sent a few times a day at most. To see all that wait: python3 tasks.py forms held",
    )
    subject, cap = (
        f"Held for you to look at: {form.title} ({reference(identity)})",
        desk.keys.digest("mail", "held"),
    )
    return [_entry(desk, HELD, to, subject, body, {}) | {"cap": cap} for to in _mailboxes(desk, form)[:1]]


def to_visitor(desk: Desk, form: Form, address: str, identity: str) -> Entry:
    """Tell a visitor that we have what they sent."""
    body = (
        form.confirmation or "We have your answers.",
        f"Form: {form.title}\n{_receipt(desk, identity)}",
        f"We keep your answers for {_days(form)}. This email does not repeat them.",
        _not_you(desk),
    )
    return _capped(desk, "visitor", address, f"We have your answers: {form.title}", body)


def booked(desk: Desk, event: BookableEvent, place: str, address: str, identity: str) -> Entry:
    """Tell a visitor that they have a place, or that they are on the waiting list."""
    subject, opening, advice = _WORDS[place]
    about = f"{event.title}\n{event.when}\n{desk.definitions.site.base_url}{event.address}"
    body = (opening, about, f"Reference: {reference(identity)}", advice, _not_you(desk))
    return _capped(desk, "booking", address, subject.format(title=event.title), body)


def to_subscriber(desk: Desk, what: str, form: Form, address: str, url: str, number: int) -> Entry:
    """Write to an address of a list: "confirm" asks its owner, "already" says that they are on it.

    "welcome" says that a subscription has begun.
    """
    site = desk.definitions.site.name
    subject, *body = (text.format(site=site, title=form.title, url=url) for text in _WORDS[what])
    made = _capped(desk, f"{what}-{number}", address, subject, body)
    if what == "welcome":
        # RFC 2369 section 3.2, RFC 8058 section 3.1
        headers = {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        made["headers"] = headers
    return made


def _mailboxes(desk: Desk, form: Form) -> list[str]:
    """Return the mailboxes of a form's recipients: where a role has none, that of the team."""
    mailbox = desk.definitions.site.mailbox or desk.settings.team
    found = (desk.settings.recipients.get(role, mailbox) for role in form.recipients or ("",))
    return list(dict.fromkeys(filter(None, found)))


def reference(identity: str) -> str:
    """Return the reference of a submission, as people read it out."""
    return f"{identity[:4]}-{identity[4:8]}".upper()


def _capped(desk: Desk, kind: str, to: str, subject: str, body: Sequence[str]) -> Entry:
    """Make an entry for an address that anyone can have typed: its mails are counted (caps.py)."""
    made = _entry(desk, kind, to, subject, body, {})
    made["cap"] = desk.keys.digest("mail", mailbox_key(to))
    return made


def _entry(
    desk: Desk, kind: str, to: str, subject: str, body: Sequence[str], headers: dict[str, str]
) -> Entry:
    """Make an outbox entry. `kind` is unlike that of every other entry of its item."""
    site = desk.definitions.site
    return {
        "kind": kind, "to": to, "subject": subject, "headers": headers,
        "body": "\n\n".join(filter(None, (*body, f"{site.name}\n{site.base_url}\n"))),
        "tries": 0, "next": desk.at, "state": "waiting",
    }  # fmt: skip


def _answers(form: Form, values: Mapping[str, Answer]) -> Iterator[str]:
    """Give each question that was answered with its answer, choices in the words that people read."""
    for field in form.fields:
        value = values.get(field.name)
        if value and field.type != "constant":
            texts = [value] if isinstance(value, str) else value
            if field.choices:
                words = {choice.value: choice.text for choice in field.choices}
                texts = [words.get(text, text) for text in texts]
            yield f"{field.label}\n{', '.join(texts)}"


def _receipt(desk: Desk, identity: str) -> str:
    at = desk.now.astimezone(UTC)
    moment = f"{at.day} {_MONTHS[at.month - 1]} {at.year} at {at.hour:02}:{at.minute:02} UTC"
    return f"Reference: {reference(identity)}\nReceived: {moment}"


def _not_you(desk: Desk) -> str:
    mailbox = desk.definitions.site.mailbox
    how = f"write to {mailbox}" if mailbox else "reply to this email"
    return f"If you did not send this form, someone may have mistyped their address: {how}."


def _days(form: Form) -> str:
    return f"{form.retention_days} day{'' if form.retention_days == 1 else 's'}"
