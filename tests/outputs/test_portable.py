"""Pages that open from a folder."""

from __future__ import annotations

import pytest

from plugins.outputs.portable import portable


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("index.html", '<a href="/events/">', '<a href="events/index.html">'),
        ("events/index.html", '<a href="/">', '<a href="../index.html">'),
        ("events/a/index.html", '<a href="/events/?page=2#b">', '<a href="../index.html?page=2#b">'),
        ("a/index.html", '<link href="/theme/site.css">', '<link href="../theme/site.css">'),
        ("a/index.html", '<img alt="/a/" src="/images/a.jpg">', '<img alt="/a/" src="../images/a.jpg">'),
        ("a/index.html", '<form action="/f/contact">', '<form action="../f/contact">'),
        (
            "a/index.html",
            '<source srcset="/images/a-1.avif 640w, /images/a-2.avif 1280w">',
            '<source srcset="../images/a-1.avif 640w, ../images/a-2.avif 1280w">',
        ),
    ],
)
def test_an_address_becomes_a_way(name: str, before: str, after: str) -> None:
    assert portable(before.encode(), name) == after.encode()


@pytest.mark.parametrize(
    "page",
    [
        '<a href="#part">', '<a href="https://example.org/">', '<a href="//example.org/">',
        '<a href="mailto:a@example.org">', '<p>href="/a/"</p>', '<a data-href="/a/">',
    ],
)  # fmt: skip
def test_nothing_else_changes(page: str) -> None:
    assert portable(page.encode(), "a/index.html") == page.encode()
