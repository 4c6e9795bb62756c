"""An issue of the newsletter as feeds announce it."""

from __future__ import annotations

from datetime import date

from plugins.core.announcement import Announcement
from plugins.core.view import Picture
from plugins.newsletters.type import TYPE
from tests.builders import found as found_in
from tests.builders import make_entry, make_site

TEXT = "title: N\nsummary: S\nissue: 2026-11\ndate: 2026-11-03\n"


def test_everything_of_an_announcement() -> None:
    entry = make_entry(
        "newsletter", "november",
        f"{TEXT}lang: gd\ntopics: facilitation\nimage:\n  file: a.png\n  alt: People\nsubject: Other words\n",
    )  # fmt: skip
    picture = {"a.png": ("/images/a.png", 20, 10)}
    assert TYPE.announcement(entry, make_site(entry, pictures=picture)) == Announcement(
        name="newsletter/2026-11",
        kind="newsletter",
        title="N",
        address="/newsletters/2026/11/",
        summary="S",
        lang="gd",
        day=date(2026, 11, 3),
        topics=("facilitation",),
        categories=("Facilitation",),
        picture=Picture("/images/a.png", "People", 20, 10),
    )


def test_an_issue_keeps_the_name_that_its_uid_says() -> None:
    entry = make_entry("newsletter", "2026-12", f"{TEXT}uid: 2026-10\n")
    found = TYPE.announcement(entry, make_site(entry))
    assert found is not None
    assert found.name == "newsletter/2026-10"


def test_a_repeated_id_is_told_on_the_issue_that_has_it_by_its_month() -> None:
    """Who says it outright has had it before; feeds know the newcomer by no id yet."""
    message, december = "Two issues have the feed id 2026-11.", TEXT.replace("2026-11", "2026-12", 1)
    mended = make_entry("newsletter", "a", f"{december}uid: 2026-11\n")
    another = make_entry("newsletter", "b", f"{december}uid: 2026-11\n")
    newcomer = make_entry("newsletter", "c", TEXT)
    site = make_site(mended, another, newcomer)
    other = "the other one is content/newsletters/a.md."
    assert list(TYPE.references(mended, site)) == []
    assert found_in(TYPE.references(another, site)) == [
        (6, 6, "feed-id-twice", message, f"write another uid: {other}")
    ]
    assert found_in(TYPE.references(newcomer, site)) == [
        (0, 0, "feed-id-twice", message, f"add a line such as uid: 2026-11-2: {other}")
    ]
    assert list(TYPE.references(newcomer, make_site(newcomer))) == []


def test_two_issues_of_one_month_are_told_by_their_address() -> None:
    one, two = (make_entry("newsletter", name, TEXT) for name in "ab")
    site = make_site(one, two)
    assert [*TYPE.references(one, site), *TYPE.references(two, site)] == []


def test_its_name_and_its_words_depend_on_neither_file_nor_clock() -> None:
    one, two = (make_entry("newsletter", name, TEXT) for name in ("2026-11", "renamed"))
    assert TYPE.announcement(one, make_site(one)) == TYPE.announcement(two, make_site(two, now="2036-01-01"))


def test_calendars_show_no_newsletter() -> None:
    entry = make_entry("newsletter", "2026-11", TEXT)
    assert TYPE.calendar_event(entry, make_site(entry)) is None
