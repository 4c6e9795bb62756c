"""The two files that the function for forms reads: the definitions, and the pages that it fills in.

Definitions are plain values; pages are whole pages of the site with slots. A slot is a name between
U+E000 and U+E001, which stand in no page otherwise. Nothing here is for browsers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plugins.core.canonical_json import canonical_json

FORMS_FILE = "f/forms.json"
PAGES_FILE = "f/pages.json"

MESSAGE_SLOTS = frozenset({"title", "heading", "body", "lang"})
FORM_SLOTS = frozenset({"title_prefix", "summary", "honeypot", "error:trap"})

_SLOT = re.compile("\ue000([^\ue000\ue001]*)\ue001")
_MARK = re.compile("[\ue000\ue001]")


class FaultySlots(ValueError):
    """A page has a slot too few or too many. A fault of the theme, never of the content."""


def forms_json(definitions: Mapping[str, Any]) -> bytes:
    """Return the definitions as canonical JSON; the SHA-256 of these bytes is the version of the forms."""
    return canonical_json(definitions)


def pages_json(
    definitions: Mapping[str, Any], message: str, forms: Mapping[str, str], bookings: Mapping[str, str]
) -> bytes:
    """Return the pages with slots: one for messages, one for each form, one for each event to book.

    Raises FaultySlots unless each page has the slots of its form, and no others.
    """
    _check("the page for messages", message, MESSAGE_SLOTS)
    for name, page in forms.items():
        _check(f"the form {name}", page, FORM_SLOTS | set(slots_of(definitions["forms"][name]["fields"])))
    for name, page in bookings.items():
        form = definitions["forms"][definitions["events"][name]["form"]]
        _check(f"the booking of {name}", page, FORM_SLOTS | set(slots_of(form["fields"])))
    return canonical_json({"message": message, "forms": dict(forms), "bookings": dict(bookings)})


def slots_of(fields: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the slots that the fields of a form have in its page."""
    for field in fields:
        name, kind = field["name"], field["type"]
        if kind == "constant":
            continue
        yield f"error:{name}"
        yield f"described:{name}"
        if kind in ("radios", "checkboxes", "select"):
            word = "selected" if kind == "select" else "checked"
            yield from (f"{word}:{name}:{choice['value']}" for choice in field["choices"])
        elif kind == "consent":
            yield f"checked:{name}:{field['value']}"
        else:
            yield f"value:{name}"
        if kind not in ("radios", "checkboxes"):
            yield f"invalid:{name}"


def _check(what: str, page: str, wanted: Iterable[str]) -> None:
    found = set(_SLOT.findall(page))
    if _MARK.search(_SLOT.sub("", page)):
        raise FaultySlots(f"{what}: a mark of a slot stands alone")
    missing, unknown = set(wanted) - found, found - set(wanted)
    if missing or unknown:
        raise FaultySlots(f"{what}: slots missing: {sorted(missing)}, not known: {sorted(unknown)}")
