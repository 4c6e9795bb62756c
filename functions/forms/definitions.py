"""The forms as the build defines them: `f/forms.json` and the pages of `f/pages.json`, read once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1
TRAP = "company_site"
"""The name of the box that people leave empty."""


class Site(NamedTuple):
    """The site that the forms belong to. `mailbox` may be empty."""

    name: str
    base_url: str
    lang: str
    mailbox: str


class Choice(NamedTuple):
    """One answer to choose."""

    value: str
    text: str


class Field(NamedTuple):
    """One question. `errors` has a text for every rule that it can break."""

    name: str
    type: str
    label: str
    hint: str
    required: bool
    min_length: int
    max_length: int | None
    choices: tuple[Choice, ...]
    pattern: str
    regex: str
    errors: Mapping[str, str]
    personal: bool
    value: str


class Form(NamedTuple):
    """One form. `opens` and `closes` are instants; it can be sent from the first until before the second.

    Made of its fields: `email`, the name of the first question for an address, or ""; `agreement`, its first
    consent; `names`, all that its page may send, and whether a name may come several times.
    """

    name: str
    title: str
    address: str
    kind: str
    purpose: str
    lawful_basis: str
    consent: str
    recipients: tuple[str, ...]
    retention_days: int
    opens: datetime | None
    closes: datetime | None
    submit: str
    confirmation: str
    fields: tuple[Field, ...]
    email: str
    agreement: Field | None
    names: Mapping[str, bool]


class BookableEvent(NamedTuple):
    """One event with places to book. `places` is None where there is no limit; at `over`, nobody can come any more."""

    name: str
    title: str
    when: str
    address: str
    form: str
    opens: datetime | None
    closes: datetime | None
    places: int | None
    cancelled: bool
    over: datetime | None


class Pages(NamedTuple):
    """Whole pages of the site with slots: one for messages, one a form, one a bookable event."""

    message: str
    forms: Mapping[str, str]
    bookings: Mapping[str, str]


class Definitions(NamedTuple):
    """All that the function knows of the site. `version` is the SHA-256 of forms.json, in hexadecimal."""

    site: Site
    forms: Mapping[str, Form]
    events: Mapping[str, BookableEvent]
    version: str
    pages: Pages


def load(folder: Path) -> Definitions:
    """Read `f/forms.json` and `f/pages.json` of the built site in `folder`.

    Raises OSError where one is missing, ValueError or KeyError where one is not of our format.
    """
    return read((folder / "f" / "forms.json").read_bytes(), (folder / "f" / "pages.json").read_bytes())


def read(forms: bytes, pages: bytes) -> Definitions:
    """Make definitions of the bytes of the two files. Raises ValueError, KeyError or TypeError."""
    data = json.loads(forms)
    if data["format"] != FORMAT:
        raise ValueError(f"forms.json has format {data['format']}, and this function reads {FORMAT}.")
    return Definitions(
        site=Site(**data["site"]),
        forms={name: _form(name, value) for name, value in data["forms"].items()},
        events={name: _event(name, value) for name, value in data["events"].items()},
        version=hashlib.sha256(forms).hexdigest(),
        pages=Pages(**json.loads(pages)),
    )


def _event(name: str, data: Mapping[str, Any]) -> BookableEvent:
    return BookableEvent(name, **{**_dated(data), "over": _instant(data.get("over"))})


def _form(name: str, data: Mapping[str, Any]) -> Form:
    fields = tuple(
        Field(**{**field, "choices": tuple(Choice(**choice) for choice in field["choices"])})
        for field in data["fields"]
    )
    names = dict.fromkeys(("form_version", "event", TRAP), False)
    return Form(
        name,
        **{**_dated(data), "fields": fields, "recipients": tuple(data["recipients"])},
        email=next((field.name for field in fields if field.type == "email"), ""),
        agreement=next((field for field in fields if field.type == "consent"), None),
        names=names | {field.name: field.type == "checkboxes" for field in fields},
    )


def _dated(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "opens": _instant(data["opens"]), "closes": _instant(data["closes"])}


def _instant(text: str | None) -> datetime | None:
    found = datetime.fromisoformat(text) if text else None
    if found and found.tzinfo is None:
        raise ValueError(f"{text} has no time zone.")
    return found
