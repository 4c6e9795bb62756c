"""Subscribers: none -> pending -> active -> left -> pending. One item for each address and form.

Asking to subscribe does the same to the store, in kind and number, whether or not the address is known:
put_new, get, save. Only the mail differs, and only the owner of the address reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from . import letters, retention, tokens
from .definitions import Form
from .settings import Desk
from .stores import Item, StoreDown
from .tokens import Keys, Token
from .validation import address_key

SOON = timedelta(minutes=5)
"""Asking again within this time is the same question (a double click): no second mail."""

_TRIES = 5
_LONGEST_LOG = 50
_KEPT = (
    "fields",
    "email",
    "consent",
    "form_version",
    "rules_version",
    "retention_days",
    "score",
    "reasons",
    "state",
)

_NOBODY = {
    "kind": "subscriber", "state": "accepted", "subscription": "none", "log": [], "asked": [], "mailed": 0,
    "outbox": [], "due": None, "fields": {}, "consent": None,
}  # fmt: skip
"""What an address is that has asked for nothing yet."""


def identity(keys: Keys, form: Form, address: str) -> str:
    """Return the id of the item of an address on the list of a form."""
    return keys.digest("subscriber", form.name, address_key(address))


def ask(desk: Desk, form: Form, asked: Item) -> None:
    """Ask to subscribe an address; nothing is sent to it but a question, until its owner says yes.

    `asked` is the submission as an item: its fields, consent, versions, score and state. Raises StoreDown.
    """
    address = str(asked["fields"][form.email])
    known = identity(desk.keys, form, address)
    nobody = asked | _NOBODY | {"id": known, "changed": desk.at}
    desk.store.put_new(nobody | {"expires": retention.expires(nobody)})
    for tried in range(_TRIES):
        item = desk.store.get(known)
        if item is None:
            break
        if tried and _same_question(item, desk.now):
            return  # another request with the same question was faster
        if desk.store.save(_asked(desk, item, form, address, asked), item["version"]):
            return
    raise StoreDown("a subscription changed under every try")


def find(desk: Desk, token: Token) -> tuple[Item, str] | None:
    """Return the subscriber that a token is about, and their address; None where there is none any more.

    Raises StoreDown.
    """
    item = desk.store.get(token.subject)
    address = address_of(item) if item else ""
    return (item, address) if item and address else None


def address_of(item: Item) -> str:
    """Return the address of a subscriber, or "" of one who was erased."""
    return str(item["fields"].get(item["email"], ""))


def may_confirm(desk: Desk, item: Item, token: Token) -> bool:
    """Say whether a link still stands: not where the list is gone, or the person left after it was made."""
    if item["form"] not in desk.definitions.forms:
        return False
    left = item.get("left")
    if item["subscription"] == "left" or not left:
        return not left
    # A link says no part of a second, so one that was made in the same second is taken for a newer one.
    return int(datetime.fromisoformat(left).timestamp()) <= token.issued.timestamp()


def confirm(desk: Desk, token: Token) -> bool:
    """Begin a subscription. Again is the same as once. False: the link does not stand. Raises StoreDown."""

    def begun(item: Item) -> Item | None:
        if item["subscription"] == "active":
            return item
        address = address_of(item)
        if not address or not may_confirm(desk, item, token):
            return None
        number = item["mailed"] + 1
        form = desk.definitions.forms[item["form"]]
        mail = _mail(desk, "welcome", form, address, item["id"], number)
        made = _step(item, "active", "confirmed", desk) | {"mailed": number, "outbox": [mail]}
        return made | {"state": "accepted", "due": desk.at, "expires": None}

    return _change(desk, token, begun)


def leave(desk: Desk, token: Token) -> None:
    """End a subscription, whatever became of its form; what was still to be sent is not. Raises StoreDown.

    Again is the same as once, and so is leaving where nobody is any more.
    """

    def ended(item: Item) -> Item:
        if item["subscription"] == "left":
            return item
        made = _step(item, "left", "left", desk) | {"outbox": [], "due": None, "left": desk.at}
        return made | {"expires": retention.expires(made)}

    _change(desk, token, ended)


def _change(desk: Desk, token: Token, change: Callable[[Item], Item | None]) -> bool:
    for _ in range(_TRIES):
        item = desk.store.get(token.subject)
        made = change(item) if item else None
        if item is None or made is None:
            return False
        if made is item or desk.store.save(made, item["version"]):
            return True
    raise StoreDown("a subscription changed under every try")


def _asked(desk: Desk, item: Item, form: Form, address: str, asked: Item) -> Item:
    """Return the subscriber after the question; unchanged where it was answered just now or too often.

    Who left, and asks too often, waits for their mail until tomorrow (caps.py).
    """
    day = timedelta(days=1)
    today = [moment for moment in item["asked"] if desk.now - datetime.fromisoformat(moment) < day]
    too_often = len(today) >= desk.settings.mails_per_address
    if _same_question(item, desk.now) or (too_often and item["subscription"] in ("pending", "active")):
        return item
    number = item["mailed"] + 1
    made = item | {"asked": [*today, desk.at], "mailed": number, "expires": None}
    if item["subscription"] == "active":
        # Anyone can type an address: what its owner agreed to stays as it is.
        mail = _mail(desk, "already", form, address, item["id"], number)
    else:
        made = _step(made, "pending", "asked", desk) | {name: asked[name] for name in _KEPT}
        mail = _mail(desk, "confirm", form, address, item["id"], number)
    first = [old for old in item["outbox"] if old["state"] == "waiting" and old["kind"].startswith("welcome")]
    notice = letters.held(desk, form, item["id"]) if made["state"] == "held" else []
    return made | {"outbox": [*first, mail, *notice], "due": desk.at}


def link(keys: Keys, base_url: str, purpose: str, subject: str, now: datetime) -> str:
    """Return the address behind which a subscriber, by the id of their item, finds a button."""
    return f"{base_url}/f/{purpose}/{tokens.make(keys, purpose, subject, now)}"


def _mail(desk: Desk, what: str, form: Form, address: str, subject: str, number: int) -> letters.Entry:
    purpose = "confirm" if what == "confirm" else "unsubscribe"
    url = link(desk.keys, desk.definitions.site.base_url, purpose, subject, desk.now)
    return letters.to_subscriber(desk, what, form, address, url, number)


def _same_question(item: Item, now: datetime) -> bool:
    known = item["subscription"] in ("pending", "active") and item["asked"]
    return bool(known) and now - datetime.fromisoformat(item["asked"][-1]) < SOON


def _step(item: Item, subscription: str, change: str, desk: Desk) -> Item:
    log = [*item["log"], {"at": desk.at, "change": change}][-_LONGEST_LOG:]
    return item | {"subscription": subscription, "log": log, "changed": desk.at}
