"""The forms as the build defines them: `f/forms.json` and the pages of `f/pages.json`, read once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1


@dataclass(frozen=True)
class Site:
    """The site that the forms belong to. `mailbox` may be empty."""

    name: str
    base_url: str
    lang: str
    mailbox: str


@dataclass(frozen=True)
class Choice:
    """One answer to choose."""

    value: str
    text: str


@dataclass(frozen=True)
class Field:
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


@dataclass(frozen=True)
class Form:
    """One form. `opens` and `closes` are instants; it can be sent from the first until before the second."""

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

    def of_type(self, kind: str) -> Field | None:
        """Return the first field of a type."""
        return next((found for found in self.fields if found.type == kind), None)


@dataclass(frozen=True)
class BookableEvent:
    """One event with places to book. `places` is None where there is no limit."""

    name: str
    title: str
    when: str
    address: str
    form: str
    opens: datetime | None
    closes: datetime | None
    places: int | None
    cancelled: bool


@dataclass(frozen=True)
class Pages:
    """Whole pages of the site with slots: one for messages, one a form, one a bookable event."""

    message: str
    forms: Mapping[str, str]
    bookings: Mapping[str, str]


@dataclass(frozen=True)
class Definitions:
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
    frames = json.loads(pages)
    return Definitions(
        site=Site(**data["site"]),
        forms={name: _form(name, value) for name, value in data["forms"].items()},
        events={name: _event(name, value) for name, value in data["events"].items()},
        version=hashlib.sha256(forms).hexdigest(),
        pages=Pages(frames["message"], frames["forms"], frames["bookings"]),
    )


def _form(name: str, data: Mapping[str, Any]) -> Form:
    changed = {
        "recipients": tuple(data["recipients"]),
        "opens": _instant(data["opens"]),
        "closes": _instant(data["closes"]),
        "fields": tuple(_field(found) for found in data["fields"]),
    }
    return Form(name=name, **{**data, **changed})


def _field(data: Mapping[str, Any]) -> Field:
    return Field(**{**data, "choices": tuple(Choice(**choice) for choice in data["choices"])})


def _event(name: str, data: Mapping[str, Any]) -> BookableEvent:
    changed = {"opens": _instant(data["opens"]), "closes": _instant(data["closes"])}
    return BookableEvent(name=name, **{**data, **changed})


def _instant(text: str | None) -> datetime | None:
    found = datetime.fromisoformat(text) if text else None
    if found and found.tzinfo is None:
        raise ValueError(f"{text} has no time zone.")
    return found
