"""Words of links, descriptions of images and addresses of other sites: what is told of them, and what is not."""

from __future__ import annotations

import pytest

from plugins.core.alt_words import judged
from plugins.core.link_words import is_address, plain_words, say_nothing
from plugins.core.outside_addresses import remarks, unusable, without_tracking


@pytest.mark.parametrize(
    "words", ["here", "Click here", "HERE", "read more…", "More »", "this page", "link", "Find out more"]
)
def test_words_that_say_nothing(words: str) -> None:
    assert say_nothing(words)


@pytest.mark.parametrize(
    "words",
    [
        "Read more about facilitation",
        "Contact us",
        "Here and Now",
        "How to join",
        "The Link Centre",
        "Home",
        "Offers",
    ],
)
def test_words_that_say_something(words: str) -> None:
    assert not say_nothing(words)


def test_an_address_as_words() -> None:
    assert all(map(is_address, ["https://example.org/a", "www.gov.scot"]))
    assert not any(map(is_address, ["gov.scot", "team@example.org", "See https://example.org"]))
    assert plain_words("  The  Offers. ") == "the offers"


USELESS = [
    "image",
    "Photo",
    "picture.",
    "IMG_2031.jpg",
    "IMG_2031",
    "DSC00123",
    "20261122_101010",
    "team-day.jpg",
    "team-day",
    "none",
    "None.",
    "N/A",
    "n/a",
    "na",
    "-",
    "–",
    ".",
    "...",
]


@pytest.mark.parametrize("words", USELESS)
def test_a_description_that_says_nothing(words: str) -> None:
    found = judged(words, "team-day.jpg")
    assert found
    assert found[:2] == (
        "image-alt-useless",
        f"The description “{words}” does not say what team-day.jpg shows.",
    )
    assert found[3] == "problem"


@pytest.mark.parametrize(
    ("words", "start", "better"),
    [
        ("Picture of people round a table", "Picture of", "People round a table"),
        ("A photo showing a hall", "A photo showing", "A hall"),
        ("Image: a map", "Image:", "A map"),
    ],
)
def test_a_description_that_says_picture_of(words: str, start: str, better: str) -> None:
    assert judged(words, "a.jpg") == (
        "image-alt-picture-of",
        f"A description needs no “{start}”: people are told that it is an image.",
        f"write {better}",
        "advice",
    )


@pytest.mark.parametrize(
    "words",
    ["People round a table", "Decorative", "decorative", "A photographer at work", "Photo frames on a wall", "Workshop",
     "Picture this: our new exhibition", "Figure 1: the cycle of action inquiry", "The cover of our report, 2026",
     "None of the chairs is taken", "A4", "?: a question mark", "Nothing but sand"],
)  # fmt: skip
def test_a_good_description_passes(words: str) -> None:
    assert judged(words, "workshop.jpg") is None


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("file:///C:/Users/a.docx", "goes to a file on one computer"),
        ("C:\\Users\\a.docx", "goes to a file on one computer"),
        ("\\\\server\\a.docx", "goes to a file on one computer"),
        ("http://localhost:8000/offers/", "works on one computer alone"),
        ("http://127.0.0.1/", "works on one computer alone"),
        ("http://192.168.1.2:8000/a", "works on one computer alone"),
        ("https://abc-8000.app.github.dev/", "goes to a preview"),
    ],
)
def test_an_address_that_nobody_else_can_open(address: str, words: str) -> None:
    found = unusable(address)
    assert found
    assert (found.code, found.words, found.severity) == ("link-local", words, "problem")


REMARKS = {
    "https://a.sharepoint.com/:w:/s/x/abc": [("link-needs-account", "warning", None)],
    "https://docs.google.com/document/d/abc/edit?usp=sharing": [("link-needs-account", "warning", None)],
    "https://example.org/a?utm_source=x&b=1#c": [("link-tracking", "advice", "https://example.org/a?b=1#c")],
    "https://example.org/?fbclid=1": [("link-tracking", "advice", "https://example.org/")],
    "http://example.org/": [("link-http", "advice", None)],
}


@pytest.mark.parametrize(("address", "expected"), REMARKS.items())
def test_remarks_on_other_sites(address: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert [(remark.code, remark.severity, remark.new) for remark in remarks(address)] == expected


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a?b=1&c=utm_source", "https://docs.google.com/forms/d/e/abc/viewform", "mailto:team@example.org",
     "/offers/", "../offers/a.md", "https://www.gov.scot/local/", "https://localhost.example.org/", "https://10.example.org/"],
)  # fmt: skip
def test_an_address_of_which_nothing_is_said(address: str) -> None:
    assert unusable(address) is None
    assert list(remarks(address)) == []
    assert without_tracking(address) == address
