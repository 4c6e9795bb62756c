"""The way in: one request to one response. Pure but for the store; every GET leaves the store as it was."""

from __future__ import annotations

from datetime import datetime

from . import pages, subscribers, tokens
from .definitions import Definitions
from .messages import Request, Response, page, plain, see_other
from .settings import Desk, Settings
from .stores import Store, StoreDown
from .submission import MOST_BYTES, submit
from .tokens import Keys, Token

__all__ = ["Settings", "handle"]

_READ = ("GET", "HEAD")
_BUTTONS = {
    "confirm": ("Confirm your subscription", "Press the button to subscribe", "Confirm my subscription"),
    "unsubscribe": ("Unsubscribe", "Press the button to stop emails to", "Unsubscribe"),
}
"""Title, words before the address, and the button of the page behind a link, by purpose."""

_DEAD = {
    "confirm": (
        "It may be more than 7 days old, or your email program may have cut it.",
        "To subscribe, send the form again. We will send you a new link.",
    ),
    "unsubscribe": ("Your email program may have cut it. Copy the whole link from the email.",),
}


def handle(
    request: Request, definitions: Definitions, store: Store, now: datetime, keys: Keys, settings: Settings
) -> Response:
    """Answer a request. `now` is aware. Raises nothing: a store that is down is a page with status 503."""
    found = _route(request, Desk(definitions, store, now, keys, settings))
    return found._replace(body=b"") if request.method == "HEAD" else found


def _route(request: Request, desk: Desk) -> Response:
    allowed: tuple[str, ...] = (*_READ, "POST")
    match request.path.split("/"):
        case ["", "f", "health"]:
            allowed = _READ
            if request.method in allowed:
                return plain(200, "ok", "health")
        case ["", "f", ("confirm" | "unsubscribe") as purpose, text]:
            if request.method in allowed:
                return _link(request, desk, purpose, text)
        case ["", "f", name] if form := desk.definitions.forms.get(name):
            if request.method == "POST":
                return submit(request, form, desk)
            if request.method in allowed:
                return see_other(form.address, "to-form")
        case _:
            advice = "If you typed the address, check that it is right."
            return _say(desk, 404, "not-found", "Page not found", advice)
    advice = "Go back, and use the buttons and links of the page."
    found = _say(desk, 405, "method", "This page cannot be used in this way", advice)
    return found._replace(headers=(*found.headers, ("Allow", ", ".join(allowed))))


def _link(request: Request, desk: Desk, purpose: str, text: str) -> Response:
    """Answer a link from a mail: a GET shows a button, and a POST does what the link is for."""
    token = tokens.read(desk.keys, purpose, text, desk.now)
    if token is None or len(request.body) > MOST_BYTES:
        return _dead_link(desk, purpose)
    try:
        if request.method != "POST":
            return _button(desk, text, token)
        return _confirm(desk, token) if purpose == "confirm" else _unsubscribe(desk, token, request.body)
    except StoreDown:
        advice = "Something is wrong on our side. Wait a few minutes, then try again."
        return _say(desk, 503, "store-down", "Nothing has changed", advice)


def _button(desk: Desk, text: str, token: Token) -> Response:
    purpose, found = token.purpose, subscribers.find(desk, token)
    if found is None or (purpose == "confirm" and not subscribers.may_confirm(desk, found[0], token)):
        return _dead_link(desk, purpose)
    item, address = found
    title, words, action = _BUTTONS[purpose]
    form = desk.definitions.forms.get(item["form"])  # who leaves needs none
    button = pages.button(f"/f/{purpose}/{text}", action)
    about = f"{form.title}." if form else ""
    return _say(desk, 200, "link-shown", title, about, f"{words} {pages.masked(address)}.", html=button)


def _confirm(desk: Desk, token: Token) -> Response:
    if not subscribers.confirm(desk, token):
        return _dead_link(desk, "confirm")
    words = "We will send you an email that says so. It has a link to unsubscribe."
    return _say(desk, 200, "confirmed", "You are subscribed", words)


def _unsubscribe(desk: Desk, token: Token, sent: bytes) -> Response:
    # Someone who is not there any more gets no mail either: to them it is the same.
    subscribers.leave(desk, token)
    # RFC 8058 section 3.1: the body is urlencoded or multipart, and the answer is for a machine.
    if b"List-Unsubscribe" in sent and b"One-Click" in sent:
        return plain(200, "You are unsubscribed.\n", "left")
    words = "We will not send you any more of these emails."
    return _say(desk, 200, "left", "You are unsubscribed", words)


def _dead_link(desk: Desk, purpose: str) -> Response:
    forms = desk.definitions.forms.values() if purpose == "confirm" else ()
    links = "".join(pages.link(form.address, form.title) for form in forms if form.kind == "subscribe")
    links += pages.write_to_us(desk.definitions)
    # 410: unlike 404, no delivery network replaces its page with one of its own.
    return _say(desk, 410, "dead-link", "This link does not work", *_DEAD[purpose], html=links)


def _say(desk: Desk, status: int, outcome: str, title: str, *words: str, html: str = "") -> Response:
    """Make a page of paragraphs, and of HTML after them. Its address may hold a token: no other site may see it."""
    body = pages.paragraphs(*words) + html
    return page(status, pages.message(desk.definitions, title, body), outcome, private=True)
