"""The pages of forms: the list of all, what follows each, and where each event is booked."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.site import Entry, Section, Site

from .bookings import booked_with, booking_address
from .model import Form


def sections(site: Site) -> Iterator[Section]:
    """List the page of all forms, the page that follows each form, and the page where each event is booked."""
    yield Section("/forms/", "all")
    for entry in site.of("form", Form):
        yield Section(sent_address(entry), "sent", entry.name, lasting=False)
    for event, _ in booked_with(site):
        yield Section(booking_address(event.name), "book", event.name, lasting=False)


def sent_address(entry: Entry[Form]) -> str:
    """Return where a visitor is led after sending a form."""
    last = "check-your-email" if entry.item.kind == "subscribe" else "thank-you"
    return f"{entry.address}{last}/"
