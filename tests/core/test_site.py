"""The connected site: finding, wording and linking of what it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from plugins.core.site import Change, change_since, nearest_by_topics, refer, unknown_name
from plugins.core.view import Badge, Card, Link, Picture
from tests.builders import Found, found, make_entry, make_site


def test_today_is_the_day_in_the_uk() -> None:
    assert make_site(now="2026-07-03T23:30Z").today == date(2026, 7, 4)
    assert make_site(now="2026-12-03T23:30Z").today == date(2026, 12, 3)


def test_entries_are_found_by_type_and_name() -> None:
    who, how = make_entry("page", "who", ""), make_entry("page", "how", "")
    offer = make_entry("offer", "who", "kind: area")
    site = make_site(who, how, offer)
    assert site.of("page") == (who, how)
    assert site.find("offer", "who") is offer
    assert site.find("page", "who") is who
    assert site.find("page", "none") is None
    assert site.of("nothing") == ()
    assert who.path == "content/pages/who.md"


def test_once_makes_a_thing_once() -> None:
    site, made = make_site(), []
    for _ in range(2):
        assert site.once("key", lambda: made.append(1) or "thing") == "thing"  # type: ignore[func-returns-value]
    assert made == [1]


# Words that every item has


@pytest.mark.parametrize(
    ("settings", "badges", "notes", "robots"),
    [
        ("", (), 0, ""),
        ("sample: true", (Badge("Example", "sample"),), 1, "noindex"),
        ("status: draft", (Badge("Draft", "sample"),), 1, "noindex"),
        (
            "status: draft\nsample: true", (Badge("Example", "sample"), Badge("Draft", "sample")), 2, "noindex"
        ),
    ],
    ids=["published", "example", "draft", "both"],
)  # fmt: skip
def test_examples_and_drafts_say_so(
    settings: str, badges: tuple[Badge, ...], notes: int, robots: str
) -> None:
    entry = make_entry("page", "a", settings)
    values = make_site(entry).page_values(entry, "Page")
    assert (values["badges"], len(values["notes"]), values["robots"]) == (badges, notes, robots)


def test_values_of_a_page() -> None:
    entry = make_entry("page", "a", "title: A\nsummary: B\nlang: gd\nimage:\n  file: c.jpg\n  alt: D")
    site = make_site(entry, pictures={"c.jpg": ("/images/c.jpg", 640, 480)})
    site.changes = {entry.path: Change("Last changed 3 December 2026", "2026-12-03")}
    values = site.page_values(entry, "Page")
    assert (values["title"], values["head_title"], values["summary"]) == ("A", "A", "B")
    assert (values["address"], values["lang"]) == ("/a/", "gd")
    assert values["picture"] == Picture("/images/c.jpg", "D", 640, 480)
    assert (values["changed"], values["changed_at"]) == ("Last changed 3 December 2026", "2026-12-03")


def test_an_image_that_is_not_there_is_no_picture() -> None:
    entry = make_entry("page", "a", "image:\n  file: c.jpg\n  alt: D")
    assert make_site(entry).picture(entry.item) is None


def test_a_card() -> None:
    site = make_site()
    plain = make_entry("page", "a", "title: A\nsummary: B\nlang: en-GB")
    assert site.card(plain, "Page") == Card("A", "/a/", "B", "Page")
    other = make_entry("page", "a", "title: A\nsummary: B\nlang: gd\nsample: true")
    assert site.card(other, badges=(Badge("New"),)) == Card(
        "A", "/a/", "B", badges=(Badge("New"), Badge("Example", "sample")), lang="gd"
    )


def test_topics_that_are_known_have_names() -> None:
    entry = make_entry("page", "a", "topics: [systems-change, nothing]")
    assert make_site().topic_names(entry.item) == (("systems-change", "Systems change"),)


def test_highlights_of_a_type_that_is_not_there() -> None:
    assert make_site().highlights("nothing") == ()


# Bodies


def test_html_has_links_images_and_placeholders() -> None:
    entry = make_entry("page", "a", "", "[a](b.md) ![c](d.jpg) {placeholder:web} {placeholder:mailbox}\n")
    site = make_site(entry, pictures={"d.jpg": ("/images/d.jpg", 640, 480)})
    site.targets = {entry.path: ("/b/?x=1&y=2", "/images/d.jpg")}
    assert str(site.html(entry)) == (
        '<p><a href="/b/?x=1&amp;y=2">a</a> '
        '<img alt="c" src="/images/d.jpg" width="640" height="480" decoding="async"> '
        '<a href="https://www.example.org">https://www.example.org</a> '
        "<mark>[e-mail address to be confirmed]</mark></p>"
    )


@pytest.mark.parametrize(
    ("value", "html"),
    [
        ("team@example.org", '<a href="mailto:team@example.org">team@example.org</a>'),
        ("https://a.org/?b=1&c=2", '<a href="https://a.org/?b=1&amp;c=2">https://a.org/?b=1&amp;c=2</a>'),
        ("A <b> & c", "A &lt;b&gt; &amp; c"),
        ("Meet @ noon", "Meet @ noon"),
    ],
)
def test_what_a_decided_placeholder_becomes(value: str, html: str) -> None:
    site = make_site()
    site.placeholders.values = {"x": value}
    assert str(site.placeholder_html("x")) == html


def test_an_open_placeholder_is_escaped() -> None:
    site = make_site(site=make_open("<b>"))
    assert str(site.placeholder_html("x")) == "<mark>&lt;b&gt;</mark>"


def make_open(shown: str) -> str:
    from tests.builders import SITE

    return SITE.replace("placeholders:\n", f"placeholders:\n  x:\n    shown: '{shown}'\n    decide: D\n")


# Changes and neighbours


def test_change_since() -> None:
    at = datetime(2026, 7, 3, 23, 30, tzinfo=UTC)
    assert change_since("Last changed", at) == Change("Last changed 4 July 2026", "2026-07-04")
    assert change_since("Not published yet", None) == Change("Not published yet")


def test_nearest_by_topics() -> None:
    here = make_entry("page", "here", "topics: [a, b, c]")
    one = make_entry("page", "one", "topics: [c, x]")
    two = make_entry("page", "two", "topics: [a, b]")
    other_one = make_entry("page", "other-one", "topics: [a]")
    none = make_entry("page", "none", "topics: [x]")
    everything = [one, here, none, two, other_one]
    assert nearest_by_topics(here, everything) == [two, one, other_one]
    assert nearest_by_topics(here, everything, 1) == [two]
    assert nearest_by_topics(none, [here, two]) == []


# References


OFFER = make_entry("offer", "facilitation", "kind: area")
DRAFT = make_entry("offer", "planned", "kind: area\nstatus: draft")
SAMPLE = make_entry("offer", "example", "kind: area\nsample: true")


def references(name: str, ours: str = "") -> list[Found]:
    entry = make_entry("testimonial", "a", f"person: A\npermission: 2026-05-01\noffers:\n  - {name}\n{ours}")
    site = make_site(OFFER, DRAFT, SAMPLE, broken=[("offer", "torn")])
    return found(refer(entry, site, ("offers", 0), "offer", "offer", name))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("facilitation", []),
        ("torn", []),
        (
            "facilitatio",
            [(7, 5, "reference-unknown", "There is no offer called facilitatio.", "write facilitation")],
        ),
        (
            "xyz",
            [
                (
                    7, 5, "reference-unknown", "There is no offer called xyz.",
                    "use one of these: example, facilitation, planned, torn",
                )
            ],
        ),
        (
            "planned",
            [
                (
                    7, 5, "reference-hidden", "planned is a draft, so a published page cannot use it.",
                    "name another offer, or take the line out.",
                )
            ],
        ),
        (
            "example",
            [
                (
                    7, 5, "reference-hidden", "example is an example, so a published page cannot use it.",
                    "name another offer, or take the line out.",
                )
            ],
        ),
    ],
)  # fmt: skip
def test_what_an_item_may_name(name: str, expected: list[Found]) -> None:
    assert references(name) == expected


@pytest.mark.parametrize("ours", ["status: draft", "sample: true"])
@pytest.mark.parametrize("name", ["planned", "example"])
def test_drafts_may_name_drafts(name: str, ours: str) -> None:
    assert references(name, ours) == []


def test_a_name_where_nothing_is_there_yet() -> None:
    entry = make_entry("event", "a", "start: 2026-12-03\nformat: online\nseries: talks")
    problem = unknown_name(entry, ("series",), "series", "talks", {}, "site.yaml")
    assert found([problem]) == [
        (
            6, 9, "reference-unknown", "There is no series called talks.",
            "take the line out, or add talks to site.yaml first.",
        )
    ]  # fmt: skip
    assert problem.path == "content/events/a.md"


def test_the_first_breadcrumb() -> None:
    assert make_site().home() == Link("Home", "/")


def test_an_entry_is_a_value() -> None:
    assert replace(OFFER) == OFFER
