"""What feeds hold of a site over time: how items are dated, which notices go out, and what changes a file."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from plugins.core.calendar_event import CalendarEvent, StampedEvent, Stamps
from plugins.core.subscriptions import Calendar
from plugins.engine.build import build_site
from plugins.engine.result import BuildOptions
from plugins.engine.subscriptions import events_of
from tests.test_sites import valid

from .published_site import LATER, SITE_URL, Published
from .trees import tree, write

ISSUE = "---\ntitle: {title}\nsummary: S.\nissue: {issue}\ndate: {day}\n---\nText.\n"


def undated(file: Path) -> None:
    """Take the day out that an editor gave."""
    write(file, file.read_text("utf-8").replace("date: 2026-11-01\n", ""))


def issue(site: Published, title: str, month: str, day: str) -> None:
    write(site.content / f"newsletters/{title.lower()}.md", ISSUE.format(title=title, issue=month, day=day))


# When an item was announced


def test_an_item_has_the_day_that_its_editor_gives(site: Published) -> None:
    site.event()
    site.good()
    assert site.dates() == {"event/open-day": "2026-11-01T00:00:00+00:00"}


def test_an_item_without_a_day_has_the_time_of_the_build_that_brought_it(site: Published) -> None:
    undated(site.event())
    site.good()
    site.good(LATER)
    assert site.dates() == {"event/open-day": "2026-11-22T10:00:00+00:00"}


def test_a_day_to_come_does_not_move_by_the_clock(site: Published) -> None:
    """Readers that go by the date would show it twice."""
    issue(site, "December", "2026-12", "2026-12-03")
    site.good()
    site.good("2026-12-05T10:00")
    assert site.dates() == {"newsletter/2026-12": "2026-11-22T10:00:00+00:00"}
    issue(site, "December", "2026-12", "2026-12-04")
    site.good("2026-12-06T10:00")
    assert site.dates() == {"newsletter/2026-12": "2026-12-04T00:00:00+00:00"}, "the editor changed it"


def test_what_appears_later_is_announced_when_it_appears(site: Published) -> None:
    site.event(more="publish_from: 2026-11-25\n")
    site.event("steady", "Steady")
    site.good()
    assert set(site.dates()) == {"event/steady"}
    site.good("2026-11-26T10:00")
    assert site.dates() == {
        "event/open-day": "2026-11-25T00:00:00+00:00",
        "event/steady": "2026-11-01T00:00:00+00:00",
    }


def late(site: Published, day: str, start: str) -> dict[str, str]:
    """Add an event of that day to a published site, and return the dates of the feed."""
    site.event("steady", "Steady")
    site.good()
    file = site.event(start=start)
    write(file, file.read_text("utf-8").replace("date: 2026-11-01", f"date: {day}"))
    site.good(LATER)
    return site.dates()


def test_a_coming_event_with_a_day_of_long_ago_is_announced_now(site: Published) -> None:
    """Below all that readers have seen, it would never be found."""
    dates = late(site, "2026-10-24", "2026-12-03")
    assert dates["event/open-day"] == "2026-11-23T10:00:00+00:00"
    site.good("2026-11-24T10:00")
    assert site.dates() == dates, "and that is where it stays"


def test_a_day_of_the_last_month_stays(site: Published) -> None:
    assert late(site, "2026-10-26", "2026-12-03")["event/open-day"] == "2026-10-26T00:00:00+00:00"


def test_an_event_that_is_over_keeps_its_day(site: Published) -> None:
    """It is put into the archive, and no news."""
    assert late(site, "2026-01-02", "2026-02-03")["event/open-day"] == "2026-01-02T00:00:00+00:00"


def test_on_the_first_build_every_day_stays(site: Published) -> None:
    file = site.event()
    write(file, file.read_text("utf-8").replace("date: 2026-11-01", "date: 2025-01-01"))
    site.good()
    assert site.dates() == {"event/open-day": "2025-01-01T00:00:00+00:00"}


def test_an_old_issue_that_is_put_into_the_archive_keeps_its_day(site: Published) -> None:
    site.event()
    site.good()
    issue(site, "Old", "2025-01", "2025-01-03")
    site.good(LATER)
    assert site.dates()["newsletter/2025-01"] == "2025-01-03T00:00:00+00:00"


@pytest.mark.parametrize("more", ["", "event_status: cancelled\n", "previous_start: 2025-12-01\n"])
@pytest.mark.parametrize("first", [True, False], ids=["first build", "later"])
def test_an_event_that_is_over_and_that_nobody_was_told_of_is_in_no_feed(
    first: bool, more: str, site: Published
) -> None:
    site.event("steady", "Steady")
    if not first:
        site.good()
    undated(site.event("old", "Old", "2026-01-01", more=more))
    site.good(LATER)
    assert list(site.items()) == ["event/steady"]
    assert "old@example-network.alt" in site.records()["events"], "calendars of all events have it"


def test_an_event_that_people_were_told_of_stays_in_feeds_when_it_is_over(site: Published) -> None:
    undated(site.event())
    site.good()
    site.good("2026-12-04T10:00")
    assert site.dates() == {"event/open-day": "2026-11-22T10:00:00+00:00"}


# Notices


def test_each_notice_says_what_happened_then_and_the_newest_what_happened_now(site: Published) -> None:
    """Moved, cancelled, and on again: a reader who has seen all of it is told that it takes place."""
    moved = "previous_start: 2026-12-01\n"
    site.event()
    site.good("2026-11-22T10:00")
    site.event(more=moved)
    site.good("2026-11-22T10:00")
    assert list(site.items()) == ["event/open-day"], "no plan changed, so there is no notice"
    site.event(start="2026-12-04", more=moved)
    site.good("2026-11-23T10:00")
    site.event(start="2026-12-04", more=f"{moved}event_status: cancelled\n")
    site.good("2026-11-24T10:00")
    site.event(start="2026-12-04", more=moved)
    site.good("2026-11-25T10:00")

    assert site.items() == {
        "event/open-day/confirmed-3": "Going ahead: Open day (4 December 2026)",
        "event/open-day/cancelled": "Cancelled: Open day (4 December 2026)",
        "event/open-day/moved-1": "Moved: Open day (4 December 2026)",
        "event/open-day": "Moved: Open day (4 December 2026)",
    }
    texts = {item["title"]: item["content_html"] for item in site.feed()["items"][:3]}
    newer = "There is newer news of this event on its page."
    assert texts["Cancelled: Open day (4 December 2026)"] == (
        f"<p><strong>This event is cancelled. {newer}</strong></p>"
    )
    going = texts["Going ahead: Open day (4 December 2026)"]
    assert going.startswith(
        "<p><strong>This event will take place. This event has moved. "
        "It was to start on Tuesday 1 December 2026.</strong></p>"
    )
    assert "Bring a friend." in going
    assert newer not in going


def test_what_a_notice_said_does_not_change_when_the_event_does(site: Published) -> None:
    site.event()
    site.good()
    site.event(more="event_status: postponed\n")
    site.good("2026-11-23T10:00")
    site.event(title="Open house", start="2026-12-10")
    site.good("2026-11-24T10:00")
    before = {item["id"]: item for item in site.feed()["items"]}
    site.event(title="House of all", start="2026-12-11")
    site.good("2026-11-25T10:00")
    after = {item["id"]: item for item in site.feed()["items"]}
    (old,) = [guid for guid in after if guid.endswith("/postponed")]
    assert (before[old]["title"], before[old]["content_html"]) == (
        after[old]["title"], after[old]["content_html"],
    )  # fmt: skip
    assert after[old]["title"] == "Postponed: Open day (3 December 2026)"


def test_the_notice_of_one_event_is_never_another_event(site: Published) -> None:
    """An id may have a slash in it, and so has the id of a notice."""
    site.event("t", "T", more="event_status: cancelled\n")
    site.event("u", "U", more="uid: t/cancelled\n")
    site.good()
    assert set(site.items()) == {"event/t", "event/t/cancelled", "event/t%2Fcancelled"}


# What changes a file


def test_a_picture_of_another_size_changes_the_feeds_of_an_incremental_build_too(
    site: Published, tmp_path: Path
) -> None:
    picture = site.content / "images/p.png"
    picture.parent.mkdir()
    file = site.event()
    write(file, file.read_text("utf-8") + "\n![A hall](../images/p.png)\n")
    for width in (240, 300):
        Image.new("RGB", (width, 30)).save(picture)
        site.good("2026-11-22T10:00" if width == 240 else LATER)
        (item,) = site.feed()["items"]
        assert f'width="{width}"' in item["content_html"]
    assert item["date_modified"] == "2026-11-23T10:00:00+00:00"
    options: dict[str, Any] = {"publish": True, "site_url": SITE_URL, "now": LATER, "published": site.state}
    built = tree(site.site)
    for folder, full in (("clean", True), ("site", False)):
        assert site.build(site.content, output=tmp_path / folder, full=full, **options).exit_code == 0
    assert tree(tmp_path / "clean") == tree(site.site) == built


@pytest.mark.parametrize(
    ("old", "new"), [("name: Example Network", "name: Another Network"), ("", "")], ids=["name", "address"]
)
def test_another_publisher_is_a_change_of_every_item(old: str, new: str, site: Published) -> None:
    """Names and links in all of them differ, so whoever looks at the dates has to look again."""
    write(
        site.content / "site.yaml",
        (site.content / "site.yaml").read_text("utf-8")
        + "feed_identity:\n  domain: network.example.org\n  year: 2026\n",
    )
    issue(site, "November", "2026-11", "2026-11-03")
    site.event()
    site.good()
    url = SITE_URL if old else "https://www.example.net"
    if old:
        site.edit("site.yaml", old, new)
    result = site.build(site.content, publish=True, site_url=url, now=LATER, published=site.state)
    assert result.exit_code == 0, result.report()
    items = json.loads((site.site / "feeds/all.json").read_text("utf-8"))["items"]
    assert [item["date_modified"] for item in items] == ["2026-11-23T10:00:00+00:00"] * 2
    assert [item["date_published"][:10] for item in items] == ["2026-11-03", "2026-11-01"]
    rss = (site.site / "feeds/all.xml").read_text("utf-8")
    assert "<lastBuildDate>Mon, 23 Nov 2026 10:00:00 +0000</lastBuildDate>" in rss


# What a calendar holds

NOW = datetime(2026, 12, 2, 10, tzinfo=UTC)


def on(day: datetime, state: Any = "confirmed", series: str = "") -> StampedEvent:
    event = CalendarEvent(
        uid=f"{day:%Y-%m-%d}@x", name="a", title="A", summary="", address="/a/", file="/a.ics",
        start=day.date(), last=day.date(), state=state, series=series,
    )  # fmt: skip
    return StampedEvent(event, Stamps(NOW, NOW, 0))


@pytest.mark.parametrize(
    ("days", "months", "state", "there"),
    [
        (0, 0, "confirmed", True),
        (1, 0, "confirmed", True),
        (2, 0, "confirmed", True),
        (3, 0, "confirmed", False),
        (3, 0, "cancelled", True),
        (30, 0, "cancelled", True),
        (32, 0, "cancelled", False),
        (3, 0, "postponed", True),
        (31, 1, "confirmed", True),
        (40, 1, "cancelled", False),
    ],
)
def test_how_long_an_event_stays_in_the_calendar_of_what_is_coming(
    days: int, months: int, state: str, there: bool
) -> None:
    """What did not take place stays for a month, so that whoever looks seldom learns of it."""
    one = on(NOW - timedelta(days=days), state)
    main, archive = Calendar("/c.ics", "C", ""), Calendar("/d.ics", "D", "", whole=True)
    assert events_of(main, [one], NOW, months) == ([one] if there else [])
    assert events_of(archive, [one], NOW, months) == [one]
    assert events_of(Calendar("/e.ics", "E", "", series="s", whole=True), [one], NOW, months) == []


# Where whole addresses lead in a preview


@pytest.mark.parametrize(
    ("options", "decided", "expected"),
    [
        ({}, "", "http://localhost:8000"),
        ({}, "site_url: https://www.example.org\n", "https://www.example.org"),
        (
            {"local_url": "http://127.0.0.1:8123"},
            "site_url: https://www.example.org\n",
            "http://127.0.0.1:8123",
        ),
        ({"local_url": "http://127.0.0.1:8123", "site_url": SITE_URL}, "", SITE_URL),
    ],
)
def test_feeds_and_calendars_of_a_preview_lead_to_where_it_is_served(
    options: dict[str, str], decided: str, expected: str, tmp_path: Path
) -> None:
    content = valid("empty", tmp_path / "content")
    settings = content / "site.yaml"
    settings.write_text(settings.read_text("utf-8") + decided, "utf-8")
    output = tmp_path / "site"
    result = build_site(BuildOptions(content=content, output=output, now=LATER, **options))  # type: ignore[arg-type]
    assert not result.exit_code, result.report()
    assert f"<link>{expected}/</link>" in (output / "feeds/all.xml").read_text("utf-8")
    assert f":{expected}/calendar/events.ics" in (output / "calendar/events.ics").read_text("utf-8")
