"""Addresses: names that may be part of one, and the file behind it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.core.addresses import absolute, is_address, is_slug, output_name, slug_from
from tests.builders import quick


@pytest.mark.parametrize("name", ["a", "peer-learning-network", "2026-11", "0", "a" * 100, "com", "con-1"])
def test_a_slug(name: str) -> None:
    assert is_slug(name)


@pytest.mark.parametrize(
    "name",
    ["", "A", "a_b", "a b", "-a", "a-", "a--b", "é", "٣", "a.b", "a/b", "a\n", "a" * 101,
     "con", "prn", "aux", "nul", "com1", "lpt9"],
)  # fmt: skip
def test_no_slug(name: str) -> None:
    assert not is_slug(name)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Café  Talk!", "cafe-talk"),
        ("Peer Learning Network", "peer-learning-network"),
        ("Event #3: what's next?", "event-3-what-s-next"),
        ("--a__b--", "a-b"),
        ("Fàilte", "failte"),
        ("½", "12"),
        ("日本", ""),
        ("", ""),
        ("a" * 150, "a" * 100),
        ("a" * 99 + "-b", "a" * 99),
    ],
)
def test_slug_from(text: str, slug: str) -> None:
    assert slug_from(text) == slug


@quick
@given(st.text())
@example("CON")
@example("nul.")
def test_what_slug_from_gives_is_a_slug_or_nothing(text: str) -> None:
    slug = slug_from(text)
    assert slug == "" or is_slug(slug)


@quick
@given(st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,4}", fullmatch=True).filter(is_slug))
def test_a_slug_stays_as_it_is(slug: str) -> None:
    assert slug_from(slug) == slug


@pytest.mark.parametrize("text", ["/", "/a", "/a/", "/offers/facilitation/", "/a.html", "/files/A_b~1.pdf"])
def test_an_address(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a/",
        "//a/",
        "/a//b/",
        "/./",
        "/..",
        "/a/../b/",
        "/a b/",
        "/é/",
        "/a?b",
        "/a#b",
        "/a\n",
        "/a\\b",
    ],
)
def test_no_address(text: str) -> None:
    assert not is_address(text)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/", "index.html"),
        ("/events/", "events/index.html"),
        ("/newsletters/2026/11/", "newsletters/2026/11/index.html"),
        ("/404.html", "404.html"),
        ("/feeds/all.xml", "feeds/all.xml"),
    ],
)
def test_output_name(address: str, name: str) -> None:
    assert output_name(address) == name


def test_absolute() -> None:
    assert absolute("https://www.example.org", "/events/") == "https://www.example.org/events/"
    assert absolute("https://www.example.org/", "/") == "https://www.example.org/"


def test_absolute_without_a_site_is_refused() -> None:
    with pytest.raises(ValueError, match="an absolute address needs the address of the site"):
        absolute("", "/events/")
