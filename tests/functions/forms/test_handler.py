from __future__ import annotations

import re

import pytest

from functions.forms import tokens
from functions.forms.messages import Response

from .builders import GOOD, KEYS, NOW, Visitor, header, text

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


def links(visitor: Visitor) -> list[str]:
    """Every address that a mail or a page may lead a scanner to."""
    visitor.post("newsletter", GOOD["newsletter"])
    subject = visitor.only["id"]
    return [
        *(f"/f/{purpose}/{tokens.make(KEYS, purpose, subject, NOW)}" for purpose in tokens.LIFETIMES),
        "/f/confirm/v1.confirm.x.1.y", "/f/unsubscribe/nonsense", "/f/confirm/", "/f/contact", "/f/newsletter",
        "/f/booking", "/f/health", "/f/", "/f/unknown", "/f/contact/", "/",
    ]  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_following_links_changes_nothing(visitor: Visitor, method: str) -> None:
    """Mail scanners follow every link: three times each, and the store is as it was."""
    found = links(visitor)
    visitor.store.calls.clear()
    for link in found * 3:
        visitor.send(method, link, b"List-Unsubscribe=One-Click")
    assert visitor.store.writes == []
    assert visitor.only["subscription"] == "pending"


def test_head_is_get_without_its_body(visitor: Visitor) -> None:
    for link in links(visitor):
        got, headed = visitor.get(link), visitor.send("HEAD", link)
        assert (headed.status, headed.headers, headed.body) == (got.status, got.headers, b"")


@pytest.mark.parametrize("name", ["contact", "newsletter", "booking"])
def test_the_address_of_a_form_leads_to_its_page(visitor: Visitor, name: str) -> None:
    response = visitor.get(f"/f/{name}")
    assert (response.status, header(response, "Location")) == (303, f"/forms/{name}/")


def test_health_asks_nothing_of_the_store(visitor: Visitor) -> None:
    visitor.store.down = {"get", "put_new", "save"}
    response = visitor.get("/f/health")
    assert (response.status, text(response)) == (200, "ok")
    assert visitor.store.calls == []


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/f",
        "/f/",
        "/f/unknown",
        "/f/contact/",
        "/f/confirm",
        "/f/x/y",
        "/f/confirm/a/b",
        "",
        "é",
        "/f/\ud800",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_404_in_the_house_style(visitor: Visitor, path: str, method: str) -> None:
    response = visitor.send(method, path)
    assert response.status == 404
    assert text(response).startswith(
        '<html lang="en-GB"><title>Page not found</title><h1>Page not found</h1>'
    )


@pytest.mark.parametrize(
    ("path", "methods", "allow"),
    [
        ("/f/contact", ["PUT", "DELETE", "OPTIONS", "PATCH", "post", ""], "GET, HEAD, POST"),
        ("/f/confirm/x", ["PUT", "OPTIONS"], "GET, HEAD, POST"),
        ("/f/unsubscribe/x", ["PUT", "OPTIONS"], "GET, HEAD, POST"),
        ("/f/health", ["POST", "PUT"], "GET, HEAD"),
    ],
)
def test_405_says_what_is_allowed(visitor: Visitor, path: str, methods: list[str], allow: str) -> None:
    for method in methods:
        response = visitor.send(method, path)
        assert (response.status, header(response, "Allow")) == (405, allow)
        assert "<h1>This page cannot be used in this way</h1>" in text(response)


def responses(visitor: Visitor) -> list[Response]:
    found = [visitor.get(link) for link in links(visitor)]
    found += [visitor.post(name, answers) for name, answers in GOOD.items()]
    found += [visitor.post(name, {}) for name in GOOD]
    found += [visitor.send("PUT", "/f/contact"), visitor.send("POST", "/f/contact", b"%ff")]
    found += [visitor.send("POST", "/f/contact", b"x" * 70_000), visitor.send("POST", "/f/contact", b"", {})]
    visitor.store.down = {"get", "put_new"}
    return found + [visitor.post(name, answers) for name, answers in GOOD.items()]


def test_every_response_has_the_headers(visitor: Visitor) -> None:
    found = responses(visitor)
    assert {response.status for response in found} == {200, 303, 400, 404, 405, 409, 410, 413, 415, 422, 503}
    for response in found:
        assert header(response, "Cache-Control") == "no-store"
        assert header(response, "Content-Security-Policy") == POLICY
        assert header(response, "X-Content-Type-Options") == "nosniff"
        assert header(response, "X-Robots-Tag") == "noindex"
        assert header(response, "Strict-Transport-Security") == "max-age=31536000"
        assert header(response, "Referrer-Policy") in ("no-referrer", "same-origin")
        assert not [name for name, _ in response.headers if name.lower() == "set-cookie"]
        names = [name for name, _ in response.headers]
        assert len(names) == len(set(names))
        if response.status != 303:
            assert re.fullmatch(r"text/(html|plain); charset=utf-8", header(response, "Content-Type"))


def test_pages_with_a_token_in_their_address_tell_no_other_site(visitor: Visitor) -> None:
    for link in links(visitor)[:4]:
        assert header(visitor.get(link), "Referrer-Policy") == "no-referrer"


def test_a_page_with_a_form_sends_its_origin(visitor: Visitor) -> None:
    """Or browsers would say `Origin: null` when it is sent again."""
    assert header(visitor.post("contact", {}), "Referrer-Policy") == "same-origin"


@pytest.mark.parametrize("purpose", tokens.LIFETIMES)
def test_a_large_body_on_a_link_does_nothing(visitor: Visitor, purpose: str) -> None:
    link = links(visitor)[0 if purpose == "confirm" else 1]
    assert visitor.send("POST", link, b"List-Unsubscribe=One-Click" + b"x" * 70_000).status == 410
    assert visitor.only["subscription"] == "pending"


def test_outcomes_hold_nothing_of_the_visitor(visitor: Visitor) -> None:
    assert {response.outcome for response in responses(visitor)} == {
        "accepted", "asked", "closed", "content-type", "dead-link", "invalid", "link-shown", "method",
        "not-found", "health", "store-down", "to-form", "too-long", "unreadable",
    }  # fmt: skip
