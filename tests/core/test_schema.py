"""Validating: a document becomes a model, or every problem it has, each at its line."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from plugins.core.fields import OpenPlaceholder
from plugins.core.item import Item, opening_state
from plugins.core.model import label_of
from plugins.core.organisation import Organisation
from plugins.core.placeholders import Placeholders, is_open, unknown_placeholder
from plugins.core.schema import MOST_UNKNOWN, validate
from plugins.core.written_dates import parse_moment
from plugins.forms.model import Form
from plugins.pages.model import Page
from tests.builders import Found, check, found, make_document, make_item, make_placeholders, make_settings

TOP = "title: A\nsummary: B\n"
ALL_NAMES = (
    "use one of these: aliases, image, lang, nav_title, owner, publish_from, publish_until, "
    "review_by, sample, signposts, status, summary, title, topics"
)
NO_GROUP = (
    "write its settings on the lines below, two spaces further in:"
    "\n     image:\n       file: workshop.jpg\n       alt: People round a table"
)


def missing(label: str, line: int, column: int, shown: str, where: str = "the settings") -> Found:
    return (
        line,
        column,
        "setting-missing",
        f"{label} is missing.",
        f"add a line to {where} such as\n     {shown}",
    )


def empty(label: str, line: int, column: int, shown: str) -> Found:
    fix = f"write it after the colon, such as\n     {shown}"
    return (line, column, "setting-missing", f"{label} is missing.", fix)


TITLE = "title: Working together"
SUMMARY = "summary: How people from different services work on one problem."
TITLE_MISSING = missing("Title", 1, 1, TITLE)
SUMMARY_MISSING = missing("Summary", 1, 1, SUMMARY)


def unknown(line: int, column: int, name: str, close: str) -> Found:
    message = f"There is no setting called {name}. The nearest is {close}."
    return (line, column, "setting-unknown", message, f"write {close}")


def no_placeholder(line: int, column: int, name: str, fix: str) -> Found:
    return (line, column, "placeholder-unknown", f"There is no placeholder called {name}.", fix)


ADD_PLACEHOLDER = "add it to the placeholders in site.yaml, or write the text itself."

INVALID: dict[str, tuple[str, list[Found]]] = {
    "nothing set": ("owner: A", [TITLE_MISSING, SUMMARY_MISSING]),
    "a misspelt name explains the missing one": ("tittle: A\nsummary: B", [unknown(2, 1, "tittle", "title")]),
    "a misspelt name and another missing": ("tittle: A", [unknown(2, 1, "tittle", "title"), SUMMARY_MISSING]),
    "a misspelt optional name": (TOP + "statuss: draft", [unknown(4, 1, "statuss", "status")]),
    "a name like no other": (
        TOP + "xyzzy: A",
        [(4, 1, "setting-unknown", "There is no setting called xyzzy.", ALL_NAMES)],
    ),
    "a misspelt name inside": (TOP + "image:\n  file: a.jpg\n  atl: B", [unknown(6, 3, "atl", "alt")]),
    "a misspelt name in a list": (
        TOP + "signposts:\n  - title: A\n    text: B\n    link: /a/\n  - title: A\n    txt: B\n    link: /a/",
        [unknown(9, 5, "txt", "text")],
    ),
    "missing inside": (
        TOP + "image:\n  file: a.jpg",
        [missing("Image description", 5, 3, "alt: People round a table", "image")],
    ),
    "empty inside": (
        TOP + "image:\n  file: a.jpg\n  alt:",
        [empty("Image description", 6, 3, "alt: People round a table")],
    ),
    "missing in a list": (
        TOP + "signposts:\n  - title: A\n    text: B",
        [missing("Signpost link", 5, 5, "link: /offers/facilitation-pool/", "signposts")],
    ),
    "empty required values": ("title:\nsummary: ''", [empty("Title", 2, 1, TITLE), empty("Summary", 3, 1, SUMMARY)]),
    "spaces for a value": (
        'title: " "\nsummary: B', [(2, 8, "text-empty", "Enter title.", "write it after the colon.")]
    ),
    "a list for a text": (
        "title: [A]\nsummary: B",
        [
            (
                2, 8, "text-expected", "Title must be one piece of text.",
                "write the value on one line after the name; put it between double quotes if it starts with [ or {",
            )
        ],
    ),
    "a text for a group": (
        TOP + "image: a.jpg", [(4, 8, "group-expected", "Image must have settings of its own.", NO_GROUP)]
    ),
    "a group for a list": (
        TOP + "topics:\n  a: b",
        [
            (
                5, 3, "list-expected", "Topics must be a list.",
                "write each on a line of its own, after a hyphen, as in\n     topics:\n       - facilitation",
            )
        ],
    ),
    "one of a list": (
        TOP + "topics: [a, Peer Learning]",
        [
            (
                4, 13, "name-form",
                "Topics must be a name in small letters, digits and hyphens, but it is “Peer Learning”.",
                "write peer-learning",
            )
        ],
    ),
    "a choice": (
        TOP + "status: Drafts",
        [(4, 9, "choice-unknown", "Status must be published or draft, but it is “Drafts”.", "write draft")],
    ),
    "a date that is not": (
        TOP + "review_by: 2026-02-30",
        [
            (
                4, 12, "date-unreal", "Review by must be a real date. There is no 30 February 2026.",
                "check the day and the month; the form is year-month-day, such as 2026-12-03",
            )
        ],
    ),
    "a time that is skipped": (
        TOP + "publish_from: 2027-03-28 01:30",
        [
            (
                4, 15, "time-skipped",
                "Publish from is in the hour that the clocks skip: there is no 2027-03-28 01:30 in the UK.",
                (
                    "write 2027-03-28 02:30 (summer time) or 2027-03-28 00:30 (winter time): "
                    "the clocks go from 01:00 straight to 02:00 that night."
                ),
            )
        ],
    ),
    "an unknown placeholder": (
        'title: A\nsummary: "Write to {placeholder:nobody}."', [no_placeholder(3, 10, "nobody", ADD_PLACEHOLDER)]
    ),
    "a misspelt placeholder": (
        'title: "{placeholder:mailbx}"\nsummary: B',
        [no_placeholder(2, 8, "mailbx", "write {placeholder:mailbox}")],
    ),
    "an unknown placeholder alone, where a date belongs": (
        TOP + 'review_by: "{placeholder:nobody}"', [no_placeholder(4, 12, "nobody", ADD_PLACEHOLDER)]
    ),
    "published until it begins": (
        TOP + "publish_from: 2026-12-01\npublish_until: 2026-12-01",
        [(5, 16, "publish-order", "Publish until must be after publish from.", "change one of the two dates.")],
    ),
    "all at once": (
        "titel: A\nsummary: B\nsample: maybe\nlang: English\nimage:\n  file: a.jpg\n  alt: B\n  size: 3",
        [
            unknown(2, 1, "titel", "title"),
            (9, 3, "setting-unknown", "There is no setting called size.", "use one of these: alt, file"),
            (4, 9, "flag-form", "Example must be true or false, but it is “maybe”.", "write true or false."),
            (
                5, 7, "language-form", "Language must be a language such as en-GB or gd, but it is “English”.",
                "write en-GB for English, gd for Gaelic or sco for Scots.",
            ),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), INVALID.values(), ids=INVALID)
def test_a_wrong_document(text: str, expected: list[Found]) -> None:
    assert sorted(check("page", text)) == sorted(expected)


def test_an_unknown_name_without_value_is_a_problem_too() -> None:
    assert check("page", TOP + "statuss:") == [unknown(4, 1, "statuss", "status")]


def test_braces_in_a_value_are_not_a_template() -> None:
    assert [message for *_, message, _ in check("page", TOP + 'sample: "{label}"')] == [
        "Example must be true or false, but it is “{label}”."
    ]


def test_an_example_in_a_fix_is_not_written_as_python() -> None:
    problems = check("page", TOP + "signposts: A")
    assert [problem[:4] for problem in problems] == [(4, 12, "list-expected", "Signposts must be a list.")]
    assert "{'" not in problems[0][4]


def test_a_word_where_a_list_holds_groups() -> None:
    problems = check("page", TOP + "signposts:\n  - A")
    assert [problem[:3] for problem in problems] == [(5, 5, "group-expected")]
    assert "{'" not in problems[0][4]


@pytest.mark.parametrize("value", ["choices: x", "choices: ['!', '?']"])
def test_a_list_without_example_is_explained_too(value: str) -> None:
    text = f"""{TOP}kind: store\npurpose: P\nlawful_basis: L\nretention_days: 30
fields:
  - name: a
    type: radios
    label: A
    {value}"""
    problems = check("form", text)
    assert {problem[0] for problem in problems} == {12}
    assert {problem[2] for problem in problems} <= {"list-expected", "group-expected"}


def test_time_order_in_the_hour_that_happens_twice() -> None:
    first, second = "2026-10-25 01:30+01:00", "2026-10-25 01:30+00:00"
    assert not check("page", f"{TOP}publish_from: {first}\npublish_until: {second}")
    order = check("page", f"{TOP}publish_from: {second}\npublish_until: 2026-10-25 01:45+01:00")
    assert [problem[2] for problem in order] == ["publish-order"]


def test_a_right_document() -> None:
    page = make_item(
        "page",
        "title: '  Working\n  together '\nsummary: B\nsample: yes\ntopics: facilitation\nowner:\nimage:\n"
        "review_by:\naliases:\n  - /old/\n  - /older/\nsignposts: []\npublish_from: 2026-12-01 09:00",
    )
    assert isinstance(page, Page)
    assert page.title == "Working together"
    assert (page.sample, page.status, page.topics) == (True, "published", ("facilitation",))
    assert (page.owner, page.image, page.review_by, page.signposts) == (None, None, None, ())
    assert page.aliases == ("/old/", "/older/")
    assert page.publish_from == parse_moment("2026-12-01 09:00")


def test_a_model_cannot_be_changed() -> None:
    page = make_item("page", TOP)
    with pytest.raises(ValueError, match="frozen"):
        page.title = "B"


def test_a_problem_names_its_file() -> None:
    document = make_document("summary: B", "content/pages/who.md")
    _, problems = validate(document, Page, make_placeholders())
    assert [problem.path for problem in problems] == ["content/pages/who.md"]
    assert [problem.severity for problem in problems] == ["problem"]


# Placeholders


PLACEHOLDERS = Placeholders({"mail": OpenPlaceholder("mail", "[to come]"), "web": "https://example.org"})


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("plain {braces}", "plain {braces}"),
        ("{placeholder:web}", "https://example.org"),
        (
            "Write to {placeholder:mail} or see {placeholder:web}.",
            "Write to [to come] or see https://example.org.",
        ),
        ("{ Placeholder: web }", "https://example.org"),
        ("{place: web}", "{place: web}"),
    ],
)
def test_placeholders_in_a_text(text: str, filled: str) -> None:
    result = PLACEHOLDERS.fill(text, pytest.fail)
    assert result == filled
    assert not is_open(result)


def test_an_open_placeholder_alone_stays_open() -> None:
    result = PLACEHOLDERS.fill(" {placeholder:mail} ", pytest.fail)
    assert is_open(result)
    assert result == "[to come]"


@pytest.mark.parametrize("text", ["{placeholder:zzz}", "a {placeholder:zzz} b"])
def test_an_unknown_placeholder_stays_and_is_told(text: str) -> None:
    names: list[str] = []
    assert PLACEHOLDERS.fill(text, names.append) == text
    assert names == ["zzz"]


def test_a_placeholder_in_a_setting_is_open_until_it_is_decided() -> None:
    page = make_item("page", 'title: "{placeholder:mailbox}"\nsummary: "See {placeholder:web}"')
    assert is_open(page.title)
    assert page.summary == "See https://www.example.org"


def test_the_problem_of_a_placeholder_in_a_body() -> None:
    problem = unknown_placeholder("content/pages/a.md", 7, 3, "wed", PLACEHOLDERS)
    assert problem.path == "content/pages/a.md"
    assert found([problem]) == [
        (7, 3, "placeholder-unknown", "There is no placeholder called wed.", "write {placeholder:web}")
    ]


# What is live, and when


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("settings", "now", "live"),
    [
        ("", "1990-01-01", True),
        ("publish_from: 2026-12-01", "2026-11-30T23:59:59", False),
        ("publish_from: 2026-12-01", "2026-12-01T00:00", True),
        ("publish_from: 2026-07-01", "2026-06-30T22:59:59", False),
        ("publish_from: 2026-07-01", "2026-06-30T23:00", True),
        ("publish_from: 2026-07-01 09:00", "2026-07-01T07:59:59", False),
        ("publish_from: 2026-07-01 09:00", "2026-07-01T08:00", True),
        ("publish_until: 2026-07-01", "2026-06-30T22:59:59", True),
        ("publish_until: 2026-07-01", "2026-06-30T23:00", False),
        ("publish_until: 2026-12-01 09:00", "2026-12-01T08:59:59", True),
        ("publish_until: 2026-12-01 09:00", "2026-12-01T09:00", False),
    ],
)
def test_from_when_and_until_when_an_item_is_live(settings: str, now: str, live: bool) -> None:
    item = make_item("page", TOP + settings)
    assert item.is_live(at(now), publish=True) is live
    assert item.is_live(at(now), publish=False) is live


@pytest.mark.parametrize("setting", ["status: draft", "sample: true"])
def test_drafts_and_examples_are_for_previews(setting: str) -> None:
    item: Item = make_item("page", TOP + setting)
    assert item.is_live(at("2026-11-22"), publish=False)
    assert not item.is_live(at("2026-11-22"), publish=True)


@pytest.mark.parametrize(
    ("opens", "closes", "now", "state"),
    [
        (None, None, "2026-11-22", "open"),
        ("2026-12-01", None, "2026-11-30T23:59:59", "before"),
        ("2026-12-01", None, "2026-12-01", "open"),
        (None, "2026-12-01", "2026-12-01T23:59:59", "open"),
        (None, "2026-12-01", "2026-12-02", "after"),
        ("2026-07-01", "2026-07-01", "2026-06-30T22:59:59", "before"),
        ("2026-07-01", "2026-07-01", "2026-06-30T23:00", "open"),
        ("2026-07-01", "2026-07-01", "2026-07-01T22:59:59", "open"),
        ("2026-07-01", "2026-07-01", "2026-07-01T23:00", "after"),
        # The last day of summer time is 25 hours long.
        (None, "2026-10-25", "2026-10-25T23:59:59", "open"),
        (None, "2026-10-25", "2026-10-26", "after"),
        ("2026-07-01 09:00", "2026-07-01 12:00", "2026-07-01T07:59:59", "before"),
        ("2026-07-01 09:00", "2026-07-01 12:00", "2026-07-01T10:59:59", "open"),
        ("2026-07-01 09:00", "2026-07-01 12:00", "2026-07-01T11:00", "after"),
    ],
)
def test_opening_state(opens: str | None, closes: str | None, now: str, state: str) -> None:
    first, last = (parse_moment(text) if text else None for text in (opens, closes))
    assert opening_state(first, last, at(now)) == state


@pytest.mark.parametrize(
    ("location", "label"),
    [
        (("title",), "Title"),
        (("fields", 2, "choices", 0, "value"), "Choice value"),
        (("fields", 2), "Fields"),
        (("fields", 0, "errors", "required"), "Required"),
        (("no_such",), "No such"),
        ((), "This value"),
    ],
    ids=str,
)
def test_the_name_of_a_field_for_people(location: tuple[str | int, ...], label: str) -> None:
    assert label_of(Form, location) == label


def test_a_text_among_the_settings_is_told_at_once_and_in_no_time() -> None:
    """Each unknown name was compared with each other one: 5,000 of them took minutes."""
    lines = "".join(f"a{number}: b\n" for number in range(2_000))
    document = make_document(f"title: A\nsummary: B.\n{lines}")
    start = time.process_time()
    problems = validate(document, Page, make_placeholders())[1]
    assert time.process_time() - start < 1
    assert len(problems) == MOST_UNKNOWN + 1
    assert problems[-1].message == "There are 1,980 more settings that do not exist, from here on."


def test_a_missing_group_of_groups_is_shown_as_it_is_written() -> None:
    document = make_settings("name: A\nsummary: B.\n")
    shown = [problem.fix for problem in validate(document, Organisation, make_placeholders())[1]]
    assert len(shown) == 1
    assert shown[0].startswith("add a line to the settings such as\n     sections:\n       ")
    assert "\n         title: " in shown[0]
