"""One submission, from the bytes of a POST to the one write that accepts it. Read `submit` from top to bottom."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote_to_bytes, urlsplit

from . import bookings, letters, pages, retention, subscribers, suspicion
from .definitions import BookableEvent, Form
from .messages import Request, Response, page, see_other
from .settings import Desk
from .stores import Item, StoreDown
from .tokens import Keys
from .validation import Answer, address_key, check

MOST_BYTES = 64 * 1024
MOST_PAIRS = 50
MIDNIGHT = timedelta(minutes=15)
"""How long after midnight (UTC) the same answers are still yesterday's."""

_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode
_CONTROLS = bytes(32 if (code < 32 and code not in b"\t\n\r") or code == 127 else code for code in range(256))
"""Makes spaces of control characters; in UTF-8 their bytes stand for nothing else."""

_VERSION = re.compile(r"[0-9a-f]{64}")
_LONG = "Your answers are too long. Make them shorter."
_KIND = "The form came in a way that we do not take. Send it from its page, with its button."
_BYTES = "Your browser sent the form in a way that we could not read."
_HIDDEN = "They had a hidden character, which can come from copying. We have taken it out."
_TWICE = "One of them came twice."
_ELSEWHERE = "The form was not on our website."
_DOWN = (
    "Your answers have not been sent. Something is wrong on our side.",
    "Your answers are still in the form. Wait a few minutes, then send them again.",
)


def submit(request: Request, form: Form, desk: Desk) -> Response:
    """Judge and keep one submission.

    303 to the thank-you page only after it is written. Otherwise a page that says that nothing was sent:
    413 too long, 415 not a form, 400 unreadable, 409 closed, 403 from another site, 422 answers to correct,
    503 not kept (StoreDown); with the answers, wherever they could be read.
    """
    if len(request.body) > MOST_BYTES:
        return _not_sent(desk, form, 413, _LONG, "too-long")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return _not_sent(desk, form, 415, _KIND, "content-type")
    try:
        given, fault = read(request.body, form)
    except ValueError:
        return _not_sent(desk, form, 400, _BYTES, "unreadable")
    event = desk.definitions.events.get(given.get("event", [""])[0]) if form.kind == "book" else None
    event = event if event and event.form == form.name else None
    closed = _closed(form, desk.now) or (bookings.refusal(event, desk.now) if form.kind == "book" else "")
    if closed:
        return _not_sent(desk, form, 409, closed, "closed", pages.answers(form, given))

    def again(status: int, outcome: str, *lead: str, problems: Mapping[str, str] | None = None) -> Response:
        said = pages.paragraphs(*lead) + (pages.write_to_us(desk.definitions) if status == 503 else "")
        return page(status, pages.form(desk.definitions, form, event, given, problems or {}, said), outcome)

    unread = fault or ("" if _is_ours(request.headers, desk) else _ELSEWHERE)
    if unread:
        lead = ("Your answers have not been sent.", f"{unread} Check your answers, then send them again.")
        return again(*((400, "unreadable") if fault else (403, "origin")), *lead)
    values, problems = check(form, given)
    if any(given.get(pages.TRAP, ())):
        problems[pages.TRAP] = pages.TRAP_ERROR
    if problems:
        outcome = "trap" if [*problems] == [pages.TRAP] else "invalid"
        return again(422, outcome, problems=problems)
    try:
        outcome = _keep(desk, form, event, values, given.get("form_version", [""])[0])
    except StoreDown:
        return again(503, "store-down", *_DOWN)
    thanks = "check-your-email" if form.kind == "subscribe" else "thank-you"
    return see_other(f"{form.address}{thanks}/", outcome)


def read(body: bytes, form: Form) -> tuple[dict[str, list[str]], str]:
    """Read the answers of a form as they were typed, and what is wrong with them as a whole, or "".

    URL Standard, application/x-www-form-urlencoded; names that the form does not have are left out, as an
    older page may send them. Raises ValueError for what is not UTF-8 or more than MOST_PAIRS.
    """
    if body.count(b"&") >= MOST_PAIRS:
        raise ValueError("too many pairs")
    pairs = [part.replace(b"+", b" ").partition(b"=") for part in body.split(b"&") if part]
    several = dict.fromkeys(("form_version", "event", pages.TRAP), False)
    several |= {field.name: field.type == "checkboxes" for field in form.fields}
    given: dict[str, list[str]] = {}
    fault = ""
    for coded_name, _, coded_value in pairs:
        name, raw = unquote_to_bytes(coded_name).decode("utf-8"), unquote_to_bytes(coded_value)
        clean = raw.translate(_CONTROLS)
        value = clean.decode("utf-8")
        if name not in several:
            continue
        if clean != raw:
            fault = _HIDDEN
        if name in given and not several[name]:
            fault = _TWICE
        else:
            given.setdefault(name, []).append(value)
    return given, fault


def identity(
    keys: Keys, form: Form, event: BookableEvent | None, values: Mapping[str, Answer], day: datetime
) -> str:
    """Return the id of a submission: the same answers on the same day (UTC) are the same submission.

    Bookings know no days: whoever books again next week has their place already.
    """
    address = _email(form, values)
    same = {
        name: address_key(address) if address and value == address else value
        for name, value in values.items()
    }
    said = _canonical([form.name, event.name if event else "", same])
    return keys.digest("submission", said, "" if event else day.astimezone(UTC).date().isoformat())


def _is_ours(headers: Mapping[str, str], desk: Desk) -> bool:
    """Judge by Sec-Fetch-Site first: a page that sends no referrer makes browsers say `Origin: null`."""
    site = headers.get("sec-fetch-site", "").strip().lower()
    origin = headers.get("origin", "").strip().lower()
    if site in ("same-origin", "none") or not (site or origin):
        return True
    if site not in ("", "same-site"):
        return False
    # "https://www.example.org:8443" (RFC 6454 section 6.1): what follows the slashes is host and port.
    own = urlsplit(desk.definitions.site.base_url).netloc.lower()
    return origin.partition("://")[2] in desk.settings.hosts | {own} - {""}


def _closed(form: Form, now: datetime) -> str:
    if form.opens and now < form.opens:
        return "This form is not open yet."
    return "This form is closed." if form.closes and now >= form.closes else ""


def _keep(
    desk: Desk, form: Form, event: BookableEvent | None, values: dict[str, Answer], version: str
) -> str:
    """Write the submission, and say what became of it in one word. Raises StoreDown."""
    item = _item(desk, form, event, values, version)
    if form.kind == "subscribe":
        subscribers.ask(desk, form, _email(form, values), item)
        return "asked"
    earlier = desk.now - MIDNIGHT
    if earlier.astimezone(UTC).date() != desk.now.astimezone(UTC).date():
        yesterdays = desk.store.get(identity(desk.keys, form, event, values, earlier))
        if yesterdays and yesterdays["state"] != "erased" and yesterdays["id"] != item["id"]:
            return "duplicate"
    if desk.store.put_new(item):
        return str(item["state"])
    known = desk.store.get(item["id"])
    if known and known["state"] != "erased":
        return "duplicate"
    # Erased since: these are new answers, though they are the same.
    if known is None or not desk.store.save(item | {"version": known["version"] + 1}, known["version"]):
        raise StoreDown("the same submission was erased at the same time")
    return str(item["state"])


def _item(
    desk: Desk, form: Form, event: BookableEvent | None, values: dict[str, Answer], version: str
) -> Item:
    """Make the item with all that will ever be sent for it, so that no later edit of the form changes it."""
    found = identity(desk.keys, form, event, values, desk.now)
    address = _email(form, values)
    points, reasons = suspicion.score(form, values)
    now = desk.now.isoformat()
    item: Item = {
        "id": found, "kind": "submission", "form": form.name, "version": 1,
        "form_version": version if _VERSION.fullmatch(version) else "",  # the page's
        "rules_version": desk.definitions.version,  # of the rules that judged it
        "received": now, "kept_from": now, "retention_days": form.retention_days,
        "fields": values, "consent": _consent(form, values, now),
        "score": points, "reasons": reasons,
        "state": "held" if points >= desk.settings.hold_at else "accepted",
        "outbox": [], "due": None, "expires": None,
    }  # fmt: skip
    if form.kind == "subscribe":
        return item
    if event:
        item |= bookings.details(desk, form, event, values, address, found)
    else:
        item["outbox"] = letters.to_team(desk, form, values, address, found)
        item["outbox"] += [letters.to_visitor(desk, form, address, found)] if address else []
    item["due"] = now if item["state"] == "accepted" and retention.unsent(item) else None
    return item | {"expires": retention.expires(item)}


def _consent(form: Form, values: Mapping[str, Answer], now: str) -> dict[str, str] | None:
    """Record what a person agreed to: the words above the box, and those beside it.

    Who asks for a mailing list that has no such box agrees to what the form says it is for.
    """
    field = form.of_type("consent")
    if field is None and form.kind == "subscribe":
        shown = form.consent or form.purpose
    elif field is None or not values.get(field.name):
        return None
    else:
        shown = "\n".join(text for text in (form.consent, field.label) if text)
    return {"hash": hashlib.sha256(shown.encode()).hexdigest(), "shown": shown, "at": now}


def _email(form: Form, values: Mapping[str, Answer]) -> str:
    field = form.of_type("email")
    return str(values.get(field.name, "")) if field else ""


def _not_sent(desk: Desk, form: Form, status: int, why: str, outcome: str, answers: str = "") -> Response:
    body = pages.paragraphs(why) + answers + pages.link(form.address, f"Go to the form: {form.title}")
    body += pages.write_to_us(desk.definitions)
    return page(status, pages.message(desk.definitions, "Your answers have not been sent", body), outcome)
