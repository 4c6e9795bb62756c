"""The forms as the function that answers them reads them: plain values, and their hash, which every form carries."""

from __future__ import annotations

import hashlib
from typing import Any

from plugins.core.canonical_json import canonical_json
from plugins.core.site import Entry, Site

from .bookings import Booking, bookings, instant
from .error_words import error_texts, plain_label
from .model import PATTERNS, Form, FormField, address

FORMAT = 1
"""The number of this shape. It rises when a function that reads the old one would go wrong."""

CONSENT_VALUE = "yes"
"""What a ticked consent sends."""

LONG_AGO = "1970-01-01T00:00:00+00:00"


def definitions(site: Site) -> dict[str, Any]:
    """Return all that the function must know: the site, each form with its rules, each event to book."""
    publisher = site.publisher
    return {
        "format": FORMAT,
        "site": {
            "name": publisher.name,
            "base_url": publisher.base_url,
            "lang": publisher.lang,
            "mailbox": publisher.mailbox,
        },
        "forms": {entry.name: _form(entry) for entry in site.of("form", Form)},
        "events": {booking.name: _event(booking) for booking in bookings(site)},
    }


def form_version(site: Site) -> str:
    """Return the version of the forms: the SHA-256 of the definitions as they are written, in hexadecimal."""
    return site.once("form version", lambda: hashlib.sha256(canonical_json(definitions(site))).hexdigest())


def _form(entry: Entry[Form]) -> dict[str, Any]:
    item = entry.item
    return {
        "title": item.title,
        "address": address(entry.name, item),
        "kind": item.kind,
        "purpose": item.purpose,
        "lawful_basis": item.lawful_basis,
        "consent": item.consent or "",
        "recipients": list(item.recipients),
        "retention_days": item.retention_days,
        "opens": instant(item.opens),
        "closes": instant(item.closes, closing=True),
        "submit": item.submit,
        "confirmation": item.confirmation or "",
        "fields": [_field(found) for found in item.fields],
    }


def _field(found: FormField) -> dict[str, Any]:
    return {
        "name": found.name,
        "type": found.type,
        "label": plain_label(found),
        "hint": found.hint or "",
        "required": found.must_be_given,
        "min_length": found.min_length or 0,
        "max_length": found.max_length,
        "choices": [{"value": choice.value, "text": choice.text} for choice in found.choices],
        "pattern": found.pattern or "",
        "regex": PATTERNS[found.pattern][0] if found.pattern else "",
        "errors": error_texts(found),
        "personal": found.personal,
        "value": found.value or (CONSENT_VALUE if found.type == "consent" else ""),
    }


def _event(booking: Booking) -> dict[str, Any]:
    happening = booking.happening
    postponed = happening.state == "postponed"
    return {
        "title": happening.title,
        "when": booking.when,
        "address": happening.address,
        "form": booking.form.name,
        "opens": instant(booking.opens),
        # A postponed event has no date yet that anybody could book for.
        "closes": LONG_AGO if postponed else instant(booking.closes, closing=True),
        "places": booking.places,
        "cancelled": happening.state == "cancelled",
        "over": LONG_AGO if postponed else happening.over_at.isoformat(),
    }
