"""The way in: one request to one response. Pure but for the store; every GET leaves the store as it was."""

from __future__ import annotations

from dataclasses import replace
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


def handle(
    request: Request, definitions: Definitions, store: Store, now: datetime, keys: Keys, settings: Settings
) -> Response:
    """Answer a request. `now` is aware. Raises nothing: a store that is down is a page with status 503."""
    found = _route(request, Desk(definitions, store, now, keys, settings))
    return replace(found, body=b"") if request.method == "HEAD" else found


def _route(request: Request, desk: Desk) -> Response:
    allowed: tuple[str, ...] = (*_READ, "POST")
    match request.path.split("/"):
        case ["", "f", "health"]:
            allowed = _READ
            if request.method in _READ:
                return plain(200, "ok", "health")
        case ["", "f", ("confirm" | "unsubscribe") as purpose, text]:
            if request.method in allowed:
                return _link(request, desk, purpose, text)
        case ["", "f", name] if name in desk.definitions.forms:
            form = desk.definitions.forms[name]
            if request.method == "POST":
                return submit(request, form, desk)
            if request.method in _READ:
                return see_other(form.address, "to-form")
        case _:
            body = pages.paragraphs("If you typed the address, check that it is right.")
            return _say(desk, 404, "Page not found", "not-found", body)
    body = pages.paragraphs("Go back, and use the buttons and links of the page.")
    found = _say(desk, 405, "This page cannot be used in this way", "method", body)
    return replace(found, headers=(*found.headers, ("Allow", ", ".join(allowed))))


def _link(request: Request, desk: Desk, purpose: str, text: str) -> Response:
    """Answer a link from a mail: a GET shows a button, and a POST does what the link is for."""
    token = tokens.read(desk.keys, purpose, text, desk.now)
    if token is None or len(request.body) > MOST_BYTES:
        return _dead_link(desk, purpose)
    try:
        if request.method != "POST":
            return _button(desk, purpose, text, token)
        return _confirm(desk, token) if purpose == "confirm" else _unsubscribe(desk, token, request.body)
    except StoreDown:
        body = pages.paragraphs("Something is wrong on our side. Wait a few minutes, then try again.")
        return _say(desk, 503, "Nothing has changed", "store-down", body)


def _button(desk: Desk, purpose: str, text: str, token: Token) -> Response:
    found = subscribers.find(desk, token)
    if found is None or (purpose == "confirm" and not subscribers.may_confirm(found[0], token)):
        return _dead_link(desk, purpose)
    item, address = found
    title, words, action = _BUTTONS[purpose]
    about = desk.definitions.forms[item["form"]].title
    body = pages.paragraphs(f"{about}.", f"{words} {pages.masked(address)}.")
    return _say(desk, 200, title, "link-shown", body + pages.button(f"/f/{purpose}/{text}", action))


def _confirm(desk: Desk, token: Token) -> Response:
    if not subscribers.confirm(desk, token):
        return _dead_link(desk, "confirm")
    body = pages.paragraphs("We will send you an email that says so. It has a link to unsubscribe.")
    return _say(desk, 200, "You are subscribed", "confirmed", body)


def _unsubscribe(desk: Desk, token: Token, sent: bytes) -> Response:
    # Someone who is not there any more gets no mail either: to them it is the same.
    subscribers.leave(desk, token)
    # RFC 8058 section 3.1: the body is urlencoded or multipart, and the answer is for a machine.
    if b"List-Unsubscribe" in sent and b"One-Click" in sent:
        return plain(200, "You are unsubscribed.\n", "left")
    body = pages.paragraphs("We will not send you any more of these emails.")
    return _say(desk, 200, "You are unsubscribed", "left", body)


def _dead_link(desk: Desk, purpose: str) -> Response:
    lists = [form for form in desk.definitions.forms.values() if form.kind == "subscribe"]
    if purpose == "confirm":
        words = (
            "It may be more than 7 days old, or your email program may have cut it.",
            "To subscribe, send the form again. We will send you a new link.",
        )
        body = pages.paragraphs(*words) + "".join(pages.link(form.address, form.title) for form in lists)
    else:
        body = pages.paragraphs("Your email program may have cut it. Copy the whole link from the email.")
    # 410: unlike 404, no delivery network replaces its page with one of its own.
    return _say(desk, 410, "This link does not work", "dead-link", body + pages.write_to_us(desk.definitions))


def _say(desk: Desk, status: int, title: str, outcome: str, body: str) -> Response:
    """Make a page of HTML. Its address may hold a token, which no other site may see."""
    return page(status, pages.message(desk.definitions, title, body), outcome, private=True)
