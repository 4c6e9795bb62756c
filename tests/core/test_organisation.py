"""The organisation: site.yaml, redirects.yaml, and the placeholders that are read before all else."""

from __future__ import annotations

import pytest

from plugins.core.fields import OpenPlaceholder
from plugins.core.organisation import Organisation, Redirects, placeholders_of
from plugins.core.placeholders import is_open
from plugins.core.schema import validate
from tests.builders import SECTIONS, Found, check_settings, make_settings

TOP = f"name: A\nsummary: B\n{SECTIONS}"
NEXT = TOP.count("\n") + 1
"""The first line after TOP."""

NO_GROUP = "write its settings on the lines below, two spaces further in."
PEER = (
    f"{NO_GROUP[:-1]}:\n     peer:\n       name: Facilitation"
    "\n       summary: Helping groups to think and act together."
)


def unknown(line: int, column: int, name: str, close: str) -> Found:
    message = f"There is no setting called {name}. The nearest is {close}."
    return (line, column, "setting-unknown", message, f"write {close}")


NOTICE = "notices:\n  - text: A\n    start: {}\n    end: {}\n  - text: B\n    start: {}\n    end: {}\n"
NOTICE_FIX = "change one of the two dates: the notice is shown from the start until the end."

# In TOP's place, so lines count from 0.
INVALID: dict[str, tuple[str, list[Found]]] = {
    "a menu that leads nowhere": (
        "navigation:\n  - text: A\n    link: events",
        [
            (
                2, 11, "link-form",
                "Link must be an address on this site or an https address, but it is “events”.",
                "write /events/",
            )
        ],
    ),
    "a misspelt name in a menu": (
        "navigation:\n  - text: A\n    lnk: /events/", [unknown(2, 5, "lnk", "link")]
    ),
    "a misspelt name in a topic": (
        "topics:\n  peer:\n    nme: A\n    summary: B", [unknown(2, 5, "nme", "name")]
    ),
    "a topic without a summary": (
        "topics:\n  peer:\n    name: A",
        [
            (
                2, 5, "setting-missing", "Summary is missing.",
                "add a line to peer such as\n     summary: Helping groups to think and act together.",
            )
        ],
    ),
    "a word for a topic": (
        "series:\n  peer: A", [(1, 9, "group-expected", "Peer must have settings of its own.", PEER)]
    ),
    "a word for all topics": (
        "topics: A", [(0, 9, "group-expected", "Topics must have settings of its own.", NO_GROUP)]
    ),
    "a site address without https, and no mailbox": (
        "site_url: www.example.org\nmailbox: ask Ann",
        [
            (
                0, 11, "site-url-form",
                "Site address must be the web address of the site, but it is “www.example.org”.",
                "write it with https and without a path: https://www.example.org",
            ),
            (
                1, 10, "email-form", "Mailbox must be an e-mail address, but it is “ask Ann”.",
                "write one address, such as team@example.org",
            ),
        ],
    ),
    "a decision that does not fit": (
        "mailbox: '{placeholder:box}'\nplaceholders:\n  box:\n    shown: '[box]'\n    decide: D\n    value: Ann",
        [
            (
                0, 10, "email-form", "Mailbox must be an e-mail address, but it is “Ann”.",
                "write one address, such as team@example.org",
            )
        ],
    ),
    "an unknown placeholder": (
        "mailbox: '{placeholder:bx}'\nplaceholders:\n  box:\n    shown: '[box]'\n    decide: D",
        [(0, 10, "placeholder-unknown", "There is no placeholder called bx.", "write {placeholder:box}")],
    ),
    "a placeholder without a question": (
        "placeholders:\n  box:\n    shown: '[box]'",
        [
            (
                2, 5, "setting-missing", "Decision is missing.",
                "add a line to box such as\n     decide: Which mailbox answers the public?",
            )
        ],
    ),
    "a notice of a day that is not": (
        "notices:\n  - text: A\n    end: 2026-11-31",
        [
            (
                2, 10, "date-unreal", "End must be a real date. There is no 31 November 2026.",
                "check the day and the month; the form is year-month-day, such as 2026-12-03",
            )
        ],
    ),
    "notices that end before they start": (
        NOTICE.format("2026-12-01", "2026-11-25", "2026-12-01 10:00", "2026-12-01 10:00"),
        [
            (3, 10, "notice-dates", "End must be after the start, Tuesday 1 December 2026.", NOTICE_FIX),
            (6, 10, "notice-dates", "End must be after the start, Tuesday 1 December 2026 at 10am.", NOTICE_FIX),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), INVALID.values(), ids=INVALID)
def test_a_wrong_site_file(text: str, expected: list[Found]) -> None:
    moved = [(line + NEXT, *rest) for line, *rest in expected]
    assert check_settings(Organisation, TOP + text) == moved


@pytest.mark.parametrize("text", ["navigation: A", "navigation:\n  - A", "footer:\n  a: b", "notices: A"])
def test_a_menu_that_is_no_list_is_explained(text: str) -> None:
    problems = check_settings(Organisation, TOP + text)
    assert len(problems) == 1
    assert problems[0][0] in (NEXT, NEXT + 1)
    assert problems[0][2] in ("list-expected", "group-expected")


def test_a_topic_of_a_wrong_name_is_shown_at_its_name() -> None:
    problems = check_settings(Organisation, f"{TOP}topics:\n  Peer Learning:\n    name: A\n    summary: B\n")
    assert [(line, column, code, fix) for line, column, code, _, fix in problems] == [
        (NEXT + 1, 3, "name-form", "write peer-learning")
    ]
    assert "[key]" not in problems[0][3]


def test_a_topic_without_anything_is_a_problem() -> None:
    problems = check_settings(Organisation, f"{TOP}topics:\n  peer:\n")
    assert {problem[0] for problem in problems} == {NEXT + 1}


def test_a_section_is_needed_for_each_list() -> None:
    line = TOP[: TOP.index("  forms:")].count("\n") + 1
    assert check_settings(Organisation, TOP.replace("  forms:", "  form:")) == [
        unknown(line, 3, "form", "forms")
    ]


@pytest.mark.parametrize(
    "times",
    [
        "start: 2026-11-25\n    end: 2026-12-01",
        "start: 2026-11-25\n    end: 2026-11-25",  # the day is shown to its end
        "start: 2026-11-25 10:00\n    end: 2026-11-25",
        "start: 2026-11-25\n    end: 2026-11-25 10:00",
        "start: 2026-11-25",
        "end: 2026-11-25",
    ],
)
def test_a_notice_whose_times_are_in_order(times: str) -> None:
    assert check_settings(Organisation, f"{TOP}notices:\n  - text: A\n    {times}\n") == []


def test_a_right_site_file() -> None:
    text = f"""{TOP}language: gd
site_url: https://www.example.org/
navigation:
  - text: Events
    link: /events/
topics: []
series:
  peer-learning:
    name: Peer learning
    summary: B
notices:
"""
    organisation, problems = validate(make_settings(text), Organisation, placeholders_of(None))
    assert not problems
    assert organisation is not None
    assert (organisation.language, organisation.site_url) == ("gd", "https://www.example.org")
    assert [(link.text, link.link) for link in organisation.navigation] == [("Events", "/events/")]
    assert (organisation.topics, organisation.notices, organisation.mailbox) == ({}, (), None)
    assert organisation.series["peer-learning"].name == "Peer learning"


# Redirects


@pytest.mark.parametrize("text", ["# none\n", "redirects:\n", "redirects: []\n"])
def test_no_redirects(text: str) -> None:
    assert check_settings(Redirects, text) == []


def test_a_redirect() -> None:
    text = "redirects:\n  - from: /old/\n    to: /new/#part\n    reason: Renamed\n    date: 2026-11-22\n"
    redirects, problems = validate(make_settings(text), Redirects, placeholders_of(None))
    assert not problems
    assert redirects is not None
    assert [(redirect.old, redirect.to) for redirect in redirects.redirects] == [("/old/", "/new/#part")]


def test_a_redirect_from_another_site() -> None:
    text = "redirects:\n  - from: https://example.org/\n    to: /new/\n"
    assert check_settings(Redirects, text) == [
        (
            2, 11, "address-form",
            "From must be an address on this site such as /offers/, but it is “https://example.org/”.",
            "start and end it with a slash: /offers/facilitation/",
        )
    ]  # fmt: skip


def test_a_redirect_from_nowhere() -> None:
    problems = check_settings(Redirects, "redirects:\n  - to: /new/\n")
    assert [problem[:4] for problem in problems] == [(2, 5, "setting-missing", "From is missing.")]
    assert problems[0][4] == "add a line to redirects such as\n     from: /old/"


@pytest.mark.parametrize("name", ["form", "frm"])
def test_a_misspelt_from_is_told_once(name: str) -> None:
    text = f"redirects:\n  - {name}: /old/\n    to: /new/\n"
    assert check_settings(Redirects, text) == [unknown(2, 5, name, "from")]


def test_the_name_inside_is_no_name_for_editors() -> None:
    problems = check_settings(Redirects, "redirects:\n  - old: /old/\n    to: /new/\n")
    assert ("setting-unknown", "There is no setting called old.") in {problem[2:4] for problem in problems}
    assert not [problem for problem in problems if "old" in problem[4].replace("/old/", "").split()]


@pytest.mark.parametrize(
    "text", ["redirects: A", "redirects:\n  /old/: /new/", "redirects:\n  - /old/ /new/"]
)
def test_redirects_of_wrong_form_are_explained(text: str) -> None:
    problems = check_settings(Redirects, text)
    assert len(problems) == 1
    assert problems[0][0] in (1, 2)
    assert problems[0][2] in ("list-expected", "group-expected")


# Placeholders


def test_placeholders_are_open_until_they_have_a_value() -> None:
    values = placeholders_of(
        make_settings(
            "placeholders:\n  a:\n    shown: '[a]'\n  b:\n    shown: '[b]'\n    value: B\n  c:\n    shown: '[c]'\n    value:\n"
        )
    ).values
    assert values == {"a": "[a]", "b": "B", "c": "[c]"}
    assert [name for name, value in values.items() if is_open(value)] == ["a", "c"]
    assert isinstance(values["a"], OpenPlaceholder)
    assert values["a"].name == "a"


@pytest.mark.parametrize(
    "text", ["name: A", "placeholders:", "placeholders: A", "placeholders: [A]", "placeholders:\n  a: b"]
)
def test_placeholders_of_wrong_form_are_none(text: str) -> None:
    assert placeholders_of(make_settings(text)).values == {}


def test_placeholders_without_a_site_file() -> None:
    assert placeholders_of(None).values == {}
