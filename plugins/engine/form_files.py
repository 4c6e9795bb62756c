"""Writes what the function for forms reads: the definitions, and the site's own pages with slots to fill in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from plugins.core.canonical_json import canonical_json
from plugins.core.site import Site
from plugins.core.view import View
from plugins.forms.bookings import bookings
from plugins.forms.definitions import definitions
from plugins.forms.model import Form
from plugins.forms.slots import message_view, slotted
from plugins.forms.view import FormView
from plugins.outputs.forms_file import FORMS_FILE, PAGES_FILE, forms_json, pages_json

from .rendering import Renderer
from .writer import SiteWriter


def write_form_files(site: Site, views: Iterable[View], renderer: Renderer, writer: SiteWriter) -> None:
    """Write both files. `views` are the pages of the site; those of forms are rendered again, with slots.

    Raises FaultySlots if a template breaks the agreement with the function.
    """
    defined = definitions(site)
    writer.write_bytes(FORMS_FILE, forms_json(defined), "the forms")
    at = {view.address: slotted(view) for view in views if isinstance(view, FormView)}
    pages: dict[str, dict[str, View]] = {
        "message": {"": message_view(site)},
        "forms": {entry.name: at[entry.address] for entry in site.of("form", Form)},
        "bookings": {booking.name: at[booking.address] for booking in bookings(site)},
    }
    prints = {
        kind: {name: renderer.fingerprint(view) for name, view in of.items()} for kind, of in pages.items()
    }
    mark = hashlib.sha256(canonical_json([defined, prints])).hexdigest()
    if writer.keep(PAGES_FILE, mark, "the pages of forms"):
        return
    made = {
        kind: {name: renderer.render(view).decode() for name, view in of.items()}
        for kind, of in pages.items()
    }
    data = pages_json(defined, made["message"][""], made["forms"], made["bookings"])
    writer.write_bytes(PAGES_FILE, data, "the pages of forms", mark)
