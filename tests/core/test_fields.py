"""The kinds of value: what each makes of a text, and how it refuses one."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from pydantic_core import PydanticCustomError

from plugins.core import fields
from plugins.core.fields import Month, OpenPlaceholder
from tests.builders import quick

LINK_FIX = "write /offers/ for a page of this site or https://www.example.org/ for another."
PARSERS: dict[str, Callable[[object], object]] = {
    "text": fields.parse_text,
    "line": fields.parse_line,
    "flag": fields.parse_flag,
    "whole": fields.parse_whole,
    "slug": fields.parse_slug,
    "month": fields.parse_month,
    "address": fields.parse_address,
    "link": fields.parse_link,
    "email": fields.parse_email,
    "site-url": fields.parse_site_url,
    "language": fields.parse_language,
}

VALID: list[tuple[str, str, object]] = [
    ("text", " a\n\n b ", "a\n\n b"),
    ("text", "“Quoted”", "“Quoted”"),
    ("line", " a\n  b\tc ", "a b c"),
    ("flag", "true", True),
    ("flag", "Yes", True),
    ("flag", "FALSE", False),
    ("flag", "no", False),
    ("whole", "0", 0),
    ("whole", "007", 7),
    ("whole", " 20 ", 20),
    ("whole", "999999999", 999_999_999),
    ("slug", "peer-learning", "peer-learning"),
    ("month", "2026-11", Month(2026, 11)),
    ("address", "/", "/"),
    ("address", "/offers/facilitation/", "/offers/facilitation/"),
    ("address", "/files/report.pdf", "/files/report.pdf"),
    ("link", "/offers/", "/offers/"),
    ("link", "/offers/#area", "/offers/#area"),
    ("link", "/files/report.pdf", "/files/report.pdf"),
    ("link", "https://www.example.org", "https://www.example.org"),
    ("link", "https://www.example.org/a?b=c#d", "https://www.example.org/a?b=c#d"),
    ("link", "https://www.example.org/fàilte", "https://www.example.org/fàilte"),
    ("email", "Team.One+web@mail.example.org", "Team.One+web@mail.example.org"),
    ("site-url", "https://www.example.org/", "https://www.example.org"),
    ("site-url", "http://localhost:8000", "http://localhost:8000"),
    ("language", "en-GB", "en-GB"),
    ("language", "gd", "gd"),
    ("language", "sco", "sco"),
]


@pytest.mark.parametrize(("kind", "text", "value"), VALID)
def test_a_value(kind: str, text: str, value: object) -> None:
    assert PARSERS[kind](text) == value


def curly(shown: str) -> tuple[str, str, str]:
    message = "{label} has curly quotes round it, which usually come from a word processor."
    return ("curly-quotes", message, f"write it without quotes: {shown}")


def flag(text: str) -> tuple[str, str, str]:
    return ("flag-form", f"{{label}} must be true or false, but it is “{text}”.", "write true or false.")


def whole(text: str) -> tuple[str, str, str]:
    message = f"{{label}} must be a whole number, but it is “{text}”."
    return ("number-form", message, "write it in digits and nothing else, such as {example}")


def slug(text: str, fix: str) -> tuple[str, str, str]:
    message = f"{{label}} must be a name in small letters, digits and hyphens, but it is “{text}”."
    return ("name-form", message, fix)


MONTH_FIX = "write the year, a hyphen and the month in two digits: 2026-11"
ADDRESS_FIX = "start and end it with a slash: /offers/facilitation/"


def month(text: str, fix: str = MONTH_FIX) -> tuple[str, str, str]:
    return ("month-form", f"{{label}} must be a month such as 2026-11, but it is “{text}”.", fix)


def address(text: str, fix: str = ADDRESS_FIX) -> tuple[str, str, str]:
    message = f"{{label}} must be an address on this site such as /offers/, but it is “{text}”."
    return ("address-form", message, fix)


def link(text: str) -> tuple[str, str, str]:
    message = f"{{label}} must be an address on this site or an https address, but it is “{text}”."
    return ("link-form", message, LINK_FIX)


def email(text: str, fix: str = "write one address, such as team@example.org") -> tuple[str, str, str]:
    return ("email-form", f"{{label}} must be an e-mail address, but it is “{text}”.", fix)


def site_url(text: str) -> tuple[str, str, str]:
    message = f"{{label}} must be the web address of the site, but it is “{text}”."
    return ("site-url-form", message, "write it with https and without a path: https://www.example.org")


def language(text: str) -> tuple[str, str, str]:
    message = f"{{label}} must be a language such as en-GB or gd, but it is “{text}”."
    return ("language-form", message, "write en-GB for English, gd for Gaelic or sco for Scots.")


ENTER = ("text-empty", "Enter {label:lower}.", "write it after the colon.")
ONE_TEXT = (
    "text-expected",
    "{label} must be one piece of text.",
    "write the value on one line after the name; put it between double quotes if it starts with [ or {",
)

INVALID: list[tuple[str, object, tuple[str, str, str]]] = [
    ("text", "", ENTER),
    ("text", " \n ", ENTER),
    ("text", ["a"], ONE_TEXT),
    ("line", {"a": "b"}, ONE_TEXT),
    ("flag", ["true"], ONE_TEXT),
    ("flag", "“true”", curly("true")),
    ("flag", "on", flag("on")),
    ("flag", "1", flag("1")),
    ("whole", "-1", whole("-1")),
    ("whole", "1.5", whole("1.5")),
    ("whole", "1,000", whole("1,000")),
    ("whole", "twenty", whole("twenty")),
    ("whole", "٣", whole("٣")),
    ("whole", "1234567890", whole("1234567890")),
    ("slug", "Peer Learning", slug("Peer Learning", "write peer-learning")),
    ("slug", "first_name", slug("first_name", "write first-name")),
    ("slug", "日本", slug("日本", "write it like this: peer-learning-network")),
    ("slug", "‘a’", curly("a")),
    ("month", "November 2026", month("November 2026", "write 2026-11")),
    ("month", "2026-1", month("2026-1", "write 2026-01")),
    ("month", "2026-00", month("2026-00")),
    ("month", "2026-13", month("2026-13")),
    ("month", "1899-12", month("1899-12")),
    ("address", "offers/", address("offers/", "write /offers/")),
    ("address", "/offers", address("/offers", "write /offers/")),
    ("address", "/offers/#a", address("/offers/#a")),
    (
        "address",
        "/old/*",
        address("/old/*", "write each old address in an entry of its own: a * stands for nothing here."),
    ),
    ("address", "/a/../b/", address("/a/../b/")),
    ("address", "https://www.example.org/", address("https://www.example.org/")),
    ("link", "offers", (*link("offers")[:2], "write /offers/")),
    ("link", "#part", link("#part")),
    ("link", "//example.org/", link("//example.org/")),
    ("link", "http://example.org/", (*link("http://example.org/")[:2], "write https://example.org/")),
    ("link", "../pages/evidence.md#a", (*link("../pages/evidence.md#a")[:2], "write /evidence/#a")),
    ("link", "../offers/pool.md", (*link("../offers/pool.md")[:2], "write /offers/pool/")),
    ("link", "https://example", link("https://example")),
    ("link", "https://team@example.org/", link("https://team@example.org/")),
    ("link", "https://example.org/a b", link("https://example.org/a b")),
    ("link", "javascript:alert(1)", link("javascript:alert(1)")),
    ("link", "mailto:team@example.org", link("mailto:team@example.org")),
    ("link", "”/offers/”", curly("/offers/")),
    ("email", "team", email("team")),
    ("email", "team@example", email("team@example")),
    ("email", "a@example.org, b@example.org", email("a@example.org, b@example.org")),
    ("email", "<team@example.org>", email("<team@example.org>", "write team@example.org")),
    ("email", "team@example..org", email("team@example..org")),
    ("site-url", "www.example.org", site_url("www.example.org")),
    ("site-url", "https://www.example.org/a", site_url("https://www.example.org/a")),
    ("site-url", "https://www.example.org/a/", site_url("https://www.example.org/a/")),
    ("site-url", "ftp://example.org", site_url("ftp://example.org")),
    ("site-url", "https://...", site_url("https://...")),
    ("language", "English", language("English")),
    ("language", "en-gb", language("en-gb")),
]


@pytest.mark.parametrize(("kind", "value", "expected"), INVALID)
def test_a_value_that_is_refused(kind: str, value: object, expected: tuple[str, str, str]) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        PARSERS[kind](value)
    context = caught.value.context or {}
    assert (caught.value.type, context["message"], context["fix"]) == expected


CERTAIN: list[tuple[str, str, str]] = [
    ("flag", "true,", "true"),
    ("flag", "“Yes”", "Yes"),
    ("whole", "20,", "20"),
    ("slug", "Peer Learning", "peer-learning"),
    ("slug", "peer_learning", "peer-learning"),
    ("slug", "‘Peer Learning’", "peer-learning"),
    ("slug", "facilitation-pool.md", "facilitation-pool"),
    ("slug", "facilitation, systems change", "[facilitation, systems-change]"),
    ("month", "November 2026", "2026-11"),
    ("month", "Nov 2026", "2026-11"),
    ("month", "2026-1", "2026-01"),
    ("month", "11/2026", "2026-11"),
    ("address", "offers", "/offers/"),
    ("address", "files/report.pdf", "/files/report.pdf"),
    ("link", "“/offers/”", "/offers/"),
    ("email", "<team@example.org>", "team@example.org"),
    ("email", "team@example.org;", "team@example.org"),
    ("email", "mailto:team@example.org", "team@example.org"),
    ("link", "www.example.org", "https://www.example.org"),
    ("whole", "20 people", "20"),
    ("slug", "../forms/event-booking.md", "event-booking"),
    ("language", "en_gb", "en-GB"),
    ("language", "GD", "gd"),
]
UNCERTAIN = [
    ("flag", "on"),
    ("flag", "Yes please"),
    ("whole", "1,000"),
    ("slug", "Café talk"),
    ("slug", "what's on"),
    ("month", "2026-11-03"),
    ("month", "13/2026"),
    ("address", "https://www.example.org/"),
    ("link", "offers"),
    ("link", "http://www.example.org/"),
    ("link", "../pages/evidence.md"),
    ("address", "old-page.md"),
    ("address", "/?page_id=12"),
    ("whole", "20-25"),
    ("whole", "1 year"),
    ("email", "a@example.org, b@example.org"),
    ("language", "English"),
]


@pytest.mark.parametrize(("kind", "text", "right"), CERTAIN)
def test_a_slip_with_a_certain_repair(kind: str, text: str, right: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        PARSERS[kind](text)
    assert (caught.value.context or {})["right"] == right
    if not right.startswith("["):
        PARSERS[kind](right)


@pytest.mark.parametrize(("kind", "text"), UNCERTAIN)
def test_a_slip_that_an_editor_has_to_mend(kind: str, text: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        PARSERS[kind](text)
    assert (caught.value.context or {}).get("right") is None


@quick
@given(st.sampled_from(sorted(PARSERS)), st.text(max_size=30))
def test_any_text_is_a_value_or_refused(kind: str, text: str) -> None:
    try:
        PARSERS[kind](text)
    except PydanticCustomError as error:
        context = error.context or {}
        assert str(context["message"]).startswith(("{label} ", "Enter {label:lower}."))
        assert context["fix"]


@pytest.mark.parametrize("name", ["con", "CON", "nul"])
def test_a_name_that_is_refused_is_not_what_the_fix_says(name: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        fields.parse_slug(name)
    assert (caught.value.context or {})["fix"] != f"write {name.lower()}"


def test_months_are_in_order_and_show_as_written() -> None:
    assert sorted([Month(2026, 11), Month(2025, 12), Month(2026, 2)])[0] == Month(2025, 12)
    assert str(Month(2026, 2)) == "2026-02"


OPEN = OpenPlaceholder("mailbox", "[to be confirmed]")


@pytest.mark.parametrize(
    "kind", [fields.OpenDay, fields.OpenEmail, fields.OpenSiteUrl, fields.Line, fields.Text]
)
def test_an_open_placeholder_stays_one(kind: Any) -> None:
    value = TypeAdapter(kind).validate_python(OPEN)
    assert isinstance(value, OpenPlaceholder)
    assert (value.name, str(value)) == ("mailbox", "[to be confirmed]")


def test_an_open_placeholder_survives_the_cache() -> None:
    again = pickle.loads(pickle.dumps(OPEN))
    assert isinstance(again, OpenPlaceholder)
    assert (again.name, again) == ("mailbox", "[to be confirmed]")


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (fields.Slugs, "a", ("a",)),
        (fields.Slugs, ["a", "b"], ("a", "b")),
        (fields.Slugs, [], ()),
        (fields.Lines, "One name", ("One name",)),
        (fields.Addresses, "/old/", ("/old/",)),
        (fields.Day, "2026-12-03", date(2026, 12, 3)),
    ],
)
def test_one_value_where_a_list_may_stand(kind: Any, value: object, expected: object) -> None:
    assert TypeAdapter(kind).validate_python(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pizza", ("{label} must be apple, pear or plum, but it is “pizza”.", "write apple, pear or plum")),
        ("Aple", ("{label} must be apple, pear or plum, but it is “Aple”.", "write apple")),
        ("", ("{label} must be apple, pear or plum, but it is “”.", "write apple, pear or plum")),
    ],
)
def test_a_value_that_is_not_on_the_list(text: str, expected: tuple[str, str]) -> None:
    rule = fields.one_of("apple", "pear", "plum")
    with pytest.raises(PydanticCustomError) as caught:
        rule.func(text)  # type: ignore[call-arg]
    context = caught.value.context or {}
    assert caught.value.type == "choice-unknown"
    assert (context["message"], context["fix"]) == expected


def test_a_value_on_the_list() -> None:
    assert fields.one_of("apple", "pear").func(" pear ") == "pear"  # type: ignore[call-arg]
