"""One submission, from the bytes of a POST to the one write that accepts it. Read `submit` from top to bottom."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote_to_bytes, urlsplit

from . import bookings, letters, pages, retention, subscribers, suspicion
from .definitions import TRAP, BookableEvent, Form
from .messages import Request, Response, page, see_other
from .settings import Desk
from .stores import Item, StoreDown
from .tokens import Keys
from .validation import Answer, address_key, check

MOST_BYTES = 64 * 1024
MOST_PAIRS = 50
MIDNIGHT = timedelta(minutes=15)
"""How long after midnight (UTC) the same answers are still yesterday's."""

_BACK = "The back button of your browser leads to them, if it has kept them."
_CONTROLS = bytes(32 if (code < 32 and code not in b"\t\n\r") or code == 127 else code for code in range(256))
"""Makes spaces of control characters; in UTF-8 their bytes stand for nothing else."""


def submit(request: Request, form: Form, desk: Desk) -> Response:
    """Judge and keep one submission.

    303 to the thank-you page only after it is written. Otherwise a page that says that nothing was sent:
    413 too long, 415 not a form, 400 unreadable, 409 closed, 403 from another site, 422 answers to correct,
    503 not kept (StoreDown); with the answers, wherever they could be read.
    """
    if len(request.body) > MOST_BYTES:
        return _not_sent(
            desk, form, 413, "too-long", f"Your answers are too long. Make them shorter. {_BACK}"
        )
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        why = f"The form came in a way that we do not take. Send it from its page, with its button. {_BACK}"
        return _not_sent(desk, form, 415, "content-type", why)
    try:
        given, fault = read(request.body, form)
    except ValueError:
        why = f"Your browser sent the form in a way that we could not read. {_BACK}"
        return _not_sent(desk, form, 400, "unreadable", why)
    event = desk.definitions.events.get(given.get("event", [""])[0])
    event = event if event and event.form == form.name else None
    if closed := _closed(form, event, desk.now):
        return _not_sent(desk, form, 409, "closed", closed, pages.answers(form, given))

    def again(status: int, outcome: str, lead: str, problems: Mapping[str, str]) -> Response:
        return page(status, pages.form(desk.definitions, form, event, given, problems, lead), outcome)

    if fault or not _is_ours(request.headers, desk):
        why = f"{fault or 'The form was not on our website.'} Check your answers, then send them again."
        lead = pages.paragraphs("Your answers have not been sent.", why)
        return again(400, "unreadable", lead, {}) if fault else again(403, "origin", lead, {})
    values, problems = check(form, given)
    if any(given.get(TRAP, ())):
        problems[TRAP] = pages.TRAP_ERROR
    if problems:
        return again(422, "trap" if [*problems] == [TRAP] else "invalid", "", problems)
    try:
        outcome = _keep(desk, form, event, values, given.get("form_version", [""])[0])
    except StoreDown:
        lead = pages.paragraphs(
            "Your answers have not been sent. Something is wrong on our side.",
            "Your answers are still in the form. Wait a few minutes, then send them again.",
        )
        return again(503, "store-down", lead + pages.write_to_us(desk.definitions), {})
    thanks = "check-your-email" if form.kind == "subscribe" else "thank-you"
    return see_other(f"{form.address}{thanks}/", outcome)


def read(body: bytes, form: Form) -> tuple[dict[str, list[str]], str]:
    """Read the answers of a form as they were typed, and what is wrong with them as a whole, or "".

    URL Standard, application/x-www-form-urlencoded; names that the form does not have are left out, as an
    older page may send them. Raises ValueError for what is not UTF-8 or more than MOST_PAIRS.
    """
    parts = [part for part in body.replace(b"+", b" ").split(b"&") if part]
    if len(parts) > MOST_PAIRS:
        raise ValueError("too many pairs")
    given: dict[str, list[str]] = {}
    fault = ""
    for part in parts:
        coded_name, _, coded_value = part.partition(b"=")
        raw_name = _decoded(coded_name) if b"%" in coded_name else coded_name
        name = raw_name.decode()
        raw = _decoded(coded_value) if b"%" in coded_value else coded_value
        clean = raw.translate(_CONTROLS)
        value = clean.decode()
        if clean != raw or raw_name.translate(_CONTROLS) != raw_name:
            fault = "They had a hidden character, which can come from copying. We have taken it out."
        if name not in form.names:
            continue
        if name in given and not form.names[name]:
            fault = "One of them came twice."
        else:
            given.setdefault(name, []).append(value)
    return given, fault


def identity(
    keys: Keys, form: Form, event: BookableEvent | None, values: Mapping[str, Answer], day: datetime
) -> str:
    """Return the id of a submission: the same answers on the same day (UTC) are the same submission.

    Bookings know no days: whoever books again next week has their place already.
    """
    when = f"event {event.name}" if event else f"day {day.astimezone(UTC).date()}"
    said = ["submission", form.name, when]
    for name in sorted(values):
        value = values[name]
        # No answer holds a control character but tabs and line ends, so that these tell parts apart.
        text = value if isinstance(value, str) else "\x02".join(value)
        said.append(f"{name}\x01{address_key(text) if name == form.email else text}")
    return keys.digest(*said)


def _decoded(coded: bytes) -> bytes:
    """Undo percent-encoding; what is no code stays as it is (URL Standard, "percent-decode").

    `unquote_to_bytes` takes Python code for each sign: a message in Gaelic or Arabic is little else. Written
    as an escape of Python, a sign is decoded by the codec of those.
    """
    try:
        return coded.replace(b"\\", b"\\\\").replace(b"%", b"\\x").decode("unicode_escape").encode("latin-1")
    except UnicodeDecodeError:
        return unquote_to_bytes(coded)


def _is_ours(headers: Mapping[str, str], desk: Desk) -> bool:
    """Judge by Sec-Fetch-Site first: a page that sends no referrer makes browsers say `Origin: null`."""
    site = headers.get("sec-fetch-site", "").strip().lower()
    origin = headers.get("origin", "").strip().lower()
    if site in ("same-origin", "none") or not (site or origin):
        return True
    # "https://www.example.org:8443" (RFC 6454 section 6.1): what follows the slashes is host and port.
    own = urlsplit(desk.definitions.site.base_url)
    ours = origin == f"{own.scheme}://{own.netloc}".lower()
    return site in ("", "same-site") and (ours or origin.partition("://")[2] in desk.settings.hosts)


def _closed(form: Form, event: BookableEvent | None, now: datetime) -> str:
    """Say why this cannot be sent now, or "" where it can."""
    if why := _outside("This form", form, now):
        return why
    if event is None:
        missing = "Choose the event that you want to book, and use the button on its page."
        return missing if form.kind == "book" else ""
    if event.cancelled:
        return f"“{event.title}” is cancelled."
    return _outside(f"Booking for “{event.title}”", event, now)


def _outside(what: str, dated: Form | BookableEvent, now: datetime) -> str:
    if dated.opens and now < dated.opens:
        return f"{what} is not open yet."
    return f"{what} is closed." if dated.closes and now >= dated.closes else ""


def _keep(
    desk: Desk, form: Form, event: BookableEvent | None, values: dict[str, Answer], version: str
) -> str:
    """Write the submission, and say what became of it in one word. Raises StoreDown."""
    found = identity(desk.keys, form, event, values, desk.now)
    if form.kind == "subscribe":
        subscribers.ask(desk, form, _item(desk, form, event, values, version, found))
        return "asked"
    if desk.store.seen(found):  # a second click on the button: nothing needs to be made
        return "duplicate"
    earlier = desk.now - MIDNIGHT
    if earlier.astimezone(UTC).date() != desk.now.astimezone(UTC).date():
        yesterdays = identity(desk.keys, form, event, values, earlier)
        if yesterdays != found and desk.store.get(yesterdays):
            return "duplicate"
    item = _item(desk, form, event, values, version, found)
    if desk.store.put_new(item):
        return str(item["state"])
    if desk.store.get(found):
        return "duplicate"
    raise StoreDown("the same submission was deleted at the same time")


def _item(
    desk: Desk, form: Form, event: BookableEvent | None, values: dict[str, Answer], version: str, found: str
) -> Item:
    """Make the item `found` with all that will ever be sent for it, so that no later edit of the form changes it."""
    address = str(values.get(form.email, ""))
    points, reasons = suspicion.score(form, values, desk.definitions.site.base_url)
    item: Item = {
        "id": found, "kind": "submission", "form": form.name, "version": 1,
        "form_version": version if re.fullmatch("[0-9a-f]{64}", version) else "",  # the page's
        "rules_version": desk.definitions.version,  # of the rules that judged it
        "received": desk.at, "kept_from": desk.at, "retention_days": form.retention_days,
        "fields": values, "email": form.email, "consent": _consent(form, values, desk.at),
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
        if address:
            item["outbox"].append(letters.to_visitor(desk, form, address, found))
    if item["state"] == "held":
        item["outbox"] += letters.held(desk, form, found)
    if retention.unsent(item):
        item["due"] = desk.at
    else:
        item["expires"] = retention.expires(item)
    return item


def _consent(form: Form, values: Mapping[str, Answer], at: str) -> dict[str, str] | None:
    """Record what a person agreed to: the words above the box, and those beside it.

    Who asks for a mailing list that has no such box agrees to what the form says it is for.
    """
    if form.agreement and values[form.agreement.name]:
        shown = "\n".join(filter(None, (form.consent, form.agreement.label)))
    elif form.kind == "subscribe" and not form.agreement:
        shown = form.consent or form.purpose
    else:
        return None
    return {"hash": hashlib.sha256(shown.encode()).hexdigest(), "shown": shown, "at": at}


def _not_sent(desk: Desk, form: Form, status: int, outcome: str, why: str, answers: str = "") -> Response:
    body = pages.paragraphs(why) + answers + pages.link(form.address, f"Go to the form: {form.title}")
    body += pages.write_to_us(desk.definitions)
    return page(status, pages.message(desk.definitions, "Your answers have not been sent", body), outcome)
