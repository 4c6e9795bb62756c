"""What comes in and what goes out: HTTP requests and responses as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

# No script runs on a page of the function: only the theme's own stylesheet and pictures load.
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY = (
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", _POLICY),
    ("Strict-Transport-Security", "max-age=31536000"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Robots-Tag", "noindex"),
)
"""Headers that every response has, besides Referrer-Policy."""


class Request(NamedTuple):
    """One HTTP request. Names of headers are lower-case; `source` is the visitor's address, never stored."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    source: str


class Response(NamedTuple):
    """One HTTP response. `outcome` is one word for logs and counters; it holds nothing that a visitor sent."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    outcome: str = ""


def page(status: int, html: str, outcome: str, *, private: bool = False) -> Response:
    """Answer with an HTML page. `private`: its address holds a token, which no other site may see.

    Other pages send their origin with the form on them, so that browsers without Sec-Fetch-Site can be judged.
    """
    return _response(status, ("Content-Type", "text/html; charset=utf-8"), html, outcome, private=private)


def plain(status: int, text: str, outcome: str) -> Response:
    """Answer with plain text."""
    return _response(status, ("Content-Type", "text/plain; charset=utf-8"), text, outcome, private=True)


def see_other(address: str, outcome: str) -> Response:
    """Send the browser on with a GET (303, RFC 9110 section 15.4.4)."""
    return _response(303, ("Location", address), "", outcome, private=False)


def _response(status: int, own: tuple[str, str], text: str, outcome: str, *, private: bool) -> Response:
    referrer = ("Referrer-Policy", "no-referrer" if private else "same-origin")
    return Response(status, (own, referrer, *SECURITY), text.encode(), outcome)
