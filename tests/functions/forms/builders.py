"""A tiny site with a form of each kind, and a store in memory that does what every store promises."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from functions.forms import definitions as definitions_module
from functions.forms import outbox
from functions.forms.definitions import Definitions
from functions.forms.handler import Settings, handle
from functions.forms.messages import Request, Response
from functions.forms.settings import Desk
from functions.forms.stores import Added, Item, Store, StoreDown
from functions.forms.tokens import Keys

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
KEYS = Keys(b"c" * 32, b"p" * 32, b"l" * 32)
SETTINGS = Settings(
    hosts=frozenset({"localhost:8000", "127.0.0.1:8000"}),
    recipients={"Programme Manager": "programme@team.example"},
    sender="website@team.example",
)
FORM_TYPE = {"content-type": "application/x-www-form-urlencoded"}
CONSENT = "You agree that we may send you our newsletter."

ERRORS = {
    "required": "Enter {label}",
    "min_length": "{label} is too short",
    "max_length": "{label} is too long",
    "pattern": "{label} must look right",
    "choice": "Choose {label} from the list",
    "format": "{label} must be in the correct format",
}


def field(name: str, kind: str = "text", **changes: Any) -> dict[str, Any]:
    """Make a field of forms.json."""
    label = str(changes.get("label", name.capitalize()))
    return {
        "name": name, "type": kind, "label": label, "hint": "", "required": False, "min_length": 0,
        "max_length": None, "choices": [], "pattern": "", "regex": "", "personal": True, "value": "",
        "errors": {rule: text.format(label=label) for rule, text in ERRORS.items()},
    } | changes  # fmt: skip


def choices(*values: str) -> list[dict[str, str]]:
    return [{"value": value, "text": value.capitalize()} for value in values]


def form(name: str, kind: str, fields: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """Make a form of forms.json."""
    return {
        "title": name.capitalize(), "address": f"/forms/{name}/", "kind": kind, "purpose": "To answer.",
        "lawful_basis": "Public task", "consent": "", "recipients": ["Core team"], "retention_days": 180,
        "opens": None, "closes": None, "submit": "Send", "confirmation": "We have it.", "fields": fields,
    } | changes  # fmt: skip


EMAIL = field("email", "email", required=True, max_length=254)
FORMS = {
    "contact": form(
        "contact",
        "store",
        [
            field("name", required=True, max_length=100),
            EMAIL,
            field("message", "textarea", required=True, min_length=2, max_length=4000),
        ],
    ),
    "everything": form(
        "everything",
        "store",
        [
            field("text", min_length=2, max_length=10),
            field("email", "email", max_length=254),
            field("tel", "tel", pattern="phone", regex=r"[+0][0-9 \(\)\-]{6,24}"),
            field("textarea", "textarea", max_length=10),
            field("radios", "radios", choices=choices("yes", "no")),
            field("checkboxes", "checkboxes", choices=choices("a", "b", "c")),
            field("select", "select", choices=choices("x", "y")),
            field("date", "date"),
            field("consent", "consent", value="yes"),
            field("constant", "constant", value="website"),
        ],
        recipients=["Core team", "Programme Manager", "Facilitation Team"],
        consent="You may write to me.",
    ),
    "newsletter": form(
        "newsletter",
        "subscribe",
        [EMAIL, field("agree", "consent", value="yes", required=True, label="I agree")],
        consent=CONSENT,
        retention_days=30,
    ),
    "booking": form(
        "booking", "book", [field("name", required=True, max_length=100), EMAIL, field("access", "textarea")]
    ),
}
EVENTS = {
    "open-day": {
        "title": "Open day", "when": "Thursday 3 December 2026, 10am to 11am", "address": "/events/open-day/",
        "form": "booking", "opens": None, "closes": "2026-12-02T00:00:00+00:00", "places": 2,
        "cancelled": False, "over": "2026-12-03T11:00:00+00:00",
    },
}  # fmt: skip


def slot(name: str) -> str:
    return f"\ue000{name}\ue001"


def form_page(name: str, data: Mapping[str, Any]) -> str:
    """Make a page of pages.json, with every slot that a form can have."""
    rows = []
    for found in data["fields"]:
        own, kind = found["name"], found["type"]
        at = f'id="field_{own}" name="{own}"'
        about = f'aria-describedby="{slot(f"described:{own}")}hint"{slot(f"invalid:{own}")}'
        if kind == "textarea":
            control = f"<textarea {at} {about}>{slot(f'value:{own}')}</textarea>"
        elif kind in ("radios", "checkboxes", "consent"):
            values = [choice["value"] for choice in found["choices"]] or ["yes"]
            control = "".join(
                f'<input type="checkbox" value="{value}" {about}{slot(f"checked:{own}:{value}")}>'
                for value in values
            )
        elif kind == "select":
            options = "".join(
                f'<option value="{choice["value"]}"{slot("selected:" + own + ":" + choice["value"])}>'
                for choice in found["choices"]
            )
            control = f"<select {at} {about}>{options}</select>"
        else:
            control = f'<input {at} value="{slot(f"value:{own}")}" {about}>'
        rows.append(f"{slot(f'error:{own}')}{control}\n")
    return (
        f"<title>{slot('title_prefix')}{name}</title>{slot('summary')}\n<form>{''.join(rows)}"
        f'<div class="trap{slot("honeypot")}">{slot("error:trap")}<input name="company_site"></div></form>'
    )


def forms_json(**changes: Any) -> dict[str, Any]:
    return {
        "format": 1,
        "site": {
            "name": "Example Network", "base_url": "https://www.team.example", "lang": "en-GB",
            "mailbox": "team@team.example",
        },
        "forms": FORMS,
        "events": EVENTS,
    } | changes  # fmt: skip


def definitions(**changes: Any) -> Definitions:
    """Read the tiny site's definitions; `changes` replace whole parts of forms.json."""
    data = forms_json(**changes)
    pages = {
        "message": f'<html lang="{slot("lang")}"><title>{slot("title")}</title><h1>{slot("heading")}</h1>{slot("body")}',
        "forms": {name: form_page(name, found) for name, found in data["forms"].items()},
        "bookings": {
            name: form_page(f"book {name}", data["forms"][event["form"]])
            for name, event in data["events"].items()
        },
    }
    return definitions_module.read(json.dumps(data).encode(), json.dumps(pages).encode())


DEFINITIONS = definitions()


class MemoryStore:
    """Items in memory. `calls` are the names of the methods that were called; `down` are those that fail."""

    def __init__(self) -> None:
        self.items: dict[str, Item] = {}
        self.sets: dict[str, set[str]] = {}
        self.counts: dict[str, int] = {}
        self.calls: list[str] = []
        self.down: set[str] = set()
        self.lock = threading.Lock()

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if name in self.down:
            raise StoreDown(name)

    @property
    def writes(self) -> list[str]:
        return [name for name in self.calls if name not in ("get", "scan", "due", "size")]

    def put_new(self, item: Item) -> bool:
        self._called("put_new")
        with self.lock:
            if item["id"] in self.items:
                return False
            self.items[item["id"]] = cast("Item", json.loads(json.dumps(item)))
            return True

    def seen(self, id: str) -> bool:  # noqa: A002
        return False  # as in the cloud: put_new tells

    def get(self, id: str) -> Item | None:  # noqa: A002
        self._called("get")
        return deepcopy(self.items.get(id))

    def due(self, now: datetime, limit: int) -> list[str]:
        self._called("due")
        found = [item for item in self.items.values() if item["due"] and item["due"] <= now.isoformat()]
        return [item["id"] for item in sorted(found, key=lambda item: str(item["due"]))][:limit]

    def claim(self, id: str, owner: str, now: datetime, lease: float) -> Item | None:  # noqa: A002
        self._called("claim")
        return deepcopy(self.items.get(id))

    def save(self, item: Item, expect: int) -> bool:
        self._called("save")
        with self.lock:
            known = self.items.get(item["id"])
            if known is None or known["version"] != expect:
                return False
            self.items[item["id"]] = json.loads(json.dumps(item)) | {"version": expect + 1}
            return True

    def add_if(self, key: str, member: str, cap: int | None, seconds: float | None = None) -> Added:
        self._called("add_if")
        with self.lock:
            members = self.sets.setdefault(key, set())
            if member in members:
                return "there"
            if cap is not None and len(members) >= cap:
                return "full"
            members.add(member)
            return "added"

    def size(self, key: str) -> int:
        self._called("size")
        return len(self.sets.get(key, ()))

    def remove(self, key: str, member: str) -> None:
        self._called("remove")
        self.sets.get(key, set()).discard(member)

    def count_if(self, key: str, cap: int) -> bool:
        self._called("count_if")
        with self.lock:
            if self.counts.get(key, 0) >= cap:
                return False
            self.counts[key] = self.counts.get(key, 0) + 1
            return True

    def scan(self, form: str, since: datetime | None) -> Iterator[Item]:
        self._called("scan")
        yield from (deepcopy(item) for item in self.items.values() if form in ("", item["form"]))

    def delete(self, id: str, expect: int | None = None) -> bool:  # noqa: A002
        self._called("delete")
        return self.items.pop(id, None) is not None

    def expired(self, now: datetime, limit: int) -> list[str]:
        return [item["id"] for item in self.items.values() if (item["expires"] or 1e99) <= now.timestamp()][
            :limit
        ]

    def unsent(self) -> tuple[int, float | None]:
        return 0, None


class Visitor:
    """Sends requests to the core, with a clock that stands still until it is moved."""

    def __init__(self, definitions: Definitions = DEFINITIONS, settings: Settings = SETTINGS) -> None:
        self.definitions = definitions
        self.settings = settings
        self.store = MemoryStore()
        self.now = NOW
        self.keys = KEYS

    @property
    def desk(self) -> Desk:
        return Desk(self.definitions, cast("Store", self.store), self.now, self.keys, self.settings)

    def send(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] = FORM_TYPE
    ) -> Response:
        request = Request(method, path, "", headers, body, "192.0.2.1")
        return handle(
            request, self.definitions, cast("Store", self.store), self.now, self.keys, self.settings
        )

    def post(self, name: str, answers: Mapping[str, object], **headers: str) -> Response:
        body = urlencode(answers, doseq=True).encode()
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        return self.send("POST", f"/f/{name}", body, {**FORM_TYPE, **named})

    def get(self, path: str) -> Response:
        return self.send("GET", path)

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)

    def take_mail(self) -> list[dict[str, Any]]:
        """Take what is due from the outboxes, as a worker would, without caps."""
        mails: list[dict[str, Any]] = []
        for id_ in self.store.due(self.now, 1000):
            item = self.store.items[id_]
            for entry in item["outbox"]:
                if outbox.goes(item, entry):
                    entry["state"] = "sent"
                    mails.append(deepcopy(entry))
            item["due"] = None
        self.store.calls.clear()
        return mails

    @property
    def only(self) -> Item:
        [item] = self.store.items.values()
        return item


GOOD: dict[str, dict[str, object]] = {
    "contact": {"name": "Ann Example", "email": "ann@mail.example", "message": "Hello"},
    "newsletter": {"email": "ann@mail.example", "agree": "yes"},
    "booking": {"name": "Ann Example", "email": "ann@mail.example", "event": "open-day"},
    "everything": {
        "text": "four", "email": "ann@mail.example", "tel": "0131 496 0000", "textarea": "a\r\nb",
        "radios": "yes", "checkboxes": ["b", "a"], "select": "x", "date": "2026-12-01", "consent": "yes",
        "constant": "website",
    },
}  # fmt: skip
"""Answers that each form takes."""


def text(response: Response) -> str:
    return response.body.decode()


def header(response: Response, name: str) -> str:
    [value] = [value for key, value in response.headers if key.lower() == name.lower()]
    return value


def with_field(definition: dict[str, Any]) -> Definitions:
    """Definitions with one form, `one`, that has one field."""
    return definitions(forms={"one": form("one", "store", [definition])}, events={})


def hosted(definitions: Definitions, base_url: str) -> Definitions:
    return definitions._replace(site=definitions.site._replace(base_url=base_url))
