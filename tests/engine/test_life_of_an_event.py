"""The life of an event, as those see it who follow the site: by feed reader, by calendar, on the page.

Five publish builds, each with the state of the last one and a clock of its own: the event is announced,
moved, renamed, cancelled and deleted. At each step, what subscribers get is read by programs that are not ours.
"""

from __future__ import annotations

import itertools
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import html5lib
import icalendar
import pytest
import vobject

from tests.built_site import words_of
from tests.conftest import Build, builds_in
from tests.test_sites import valid

from .trees import marks, page, tree, write

SITE_URL = "https://www.example.org"
UID = "open-day@network.example.org"
GUID = "tag:network.example.org,2026:event/open-day"
STEADY_UID = "steady@network.example.org"
STEADY_GUID = "tag:network.example.org,2026:event/steady"

OPEN_DAY = """\
---
title: Open day
summary: Come and see.
date: 2026-11-20
start: 2026-12-03 10:00
end: 2026-12-03 11:00
format: in-person
venue:
  name: Example Hall
  address: 1 Example Street, Leith
  postcode: EH1 1AA
---
Bring a friend.[^1]

[^1]: Or two.
"""
STEADY = """\
---
title: Steady
summary: An event that never changes.
date: 2026-11-01
start: 2027-01-14 14:00
end: 2027-01-14 15:30
format: online
online:
  link: https://meet.example.org/secret
  joining: We send the link.
---
Nothing happens here.[^1]

[^1]: Nothing at all.
"""
NEWSLETTER = "---\ntitle: November\nsummary: What we learnt.\nissue: 2026-11\ndate: 2026-11-03\n---\nText.\n"
FEED_IDENTITY = "feed_identity:\n  domain: network.example.org\n  year: 2026\n"
REDIRECTS = "redirects:\n" + "".join(
    f"  - from: /events/{name}/\n    to: /events/\n" for name in ("open-day", "open-house")
)


def announced(content: Path) -> None:
    write(content / "events/open-day.md", OPEN_DAY)


def moved(content: Path) -> None:
    text = OPEN_DAY.replace("03 11:00", "03 12:00").replace("03 10:00", "03 11:00")
    text = text.replace(
        "format:", "previous_start: 2026-12-03 10:00\nstatus_note: The hall was taken.\nformat:"
    )
    write(content / "events/open-day.md", text)


def renamed(content: Path) -> None:
    file = content / "events/open-day.md"
    text = file.read_text("utf-8").replace("title: Open day", "title: Open house")
    file.unlink()
    text = text.replace("format:", "uid: open-day\naliases:\n  - /events/open-day/\nformat:")
    write(content / "events/open-house.md", text)


def cancelled(content: Path) -> None:
    file = content / "events/open-house.md"
    text = file.read_text("utf-8").replace("format:", "event_status: cancelled\nformat:")
    write(file, text.replace("The hall was taken.", "The speaker is ill."))


def deleted(content: Path) -> None:
    (content / "events/open-house.md").unlink()
    write(content / "redirects.yaml", REDIRECTS)


STEPS: tuple[tuple[Callable[[Path], None], str], ...] = (
    (announced, "2026-11-22T10:00"),
    (moved, "2026-11-24T10:00"),
    (renamed, "2026-11-26T10:00"),
    (cancelled, "2026-11-28T10:00"),
    (deleted, "2026-11-30T10:00"),
)
NAMES = [step.__name__ for step, _ in STEPS]
AT = {step.__name__: datetime.fromisoformat(now).replace(tzinfo=UTC) for step, now in STEPS}
FILE = dict(zip(NAMES, ["open-day", "open-day", "open-house", "open-house", "open-house"], strict=True))
each_step = pytest.mark.parametrize("name", NAMES)


@dataclass(frozen=True)
class Step:
    """The site after one step: its files, their marks in the folder that all builds share, and a clean build's files."""

    files: dict[str, bytes]
    marks: dict[str, tuple[int, int]]
    clean: dict[str, bytes]


Life = dict[str, Step]


def start(folder: Path) -> Path:
    """Make a small site around the event."""
    content = valid("empty", folder / "content")
    site = content / "site.yaml"
    site.write_text(site.read_text("utf-8") + FEED_IDENTITY, "utf-8")
    page(content, "about", "About us")
    write(content / "events/steady.md", STEADY)
    write(content / "newsletters/2026-11.md", NEWSLETTER)
    return content


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Life:
    folder = tmp_path_factory.mktemp("life")
    content, found = start(folder), {}
    state = folder / "published.json"
    with builds_in(folder) as build:
        for step, now in STEPS:
            step(content)
            options = {"publish": True, "site_url": SITE_URL, "now": now}
            options |= {"published": state} if state.exists() else {}
            for output, full in ((folder / "site", False), (folder / "clean", True)):
                shutil.rmtree(folder / "clean", ignore_errors=True)
                result = build(content, output=output, full=full, **options)
                assert (result.exit_code, [p for p in result.problems if p.code != "event-gone"]) == (
                    0,
                    [],
                ), result.report()
            found[step.__name__] = Step(tree(folder / "site"), marks(folder / "site"), tree(folder / "clean"))
            shutil.copy(folder / "site/published.json", state)
    return found


def pairs(life: Life) -> Iterator[tuple[Step, Step]]:
    steps = [life[name] for name in NAMES]
    return itertools.pairwise(steps)


# Feed readers


def entries(step: Step, name: str = "feeds/events.xml") -> list[Any]:
    read = feedparser.parse(step.files[name])
    assert not read.bozo, read.get("bozo_exception")
    return list(read.entries)


def new_ones(life: Life, name: str) -> list[tuple[str, str]]:
    """Return what a reader shows at a step that it has not shown before: ids and titles."""
    shown: set[str] = set()
    for step in NAMES[: NAMES.index(name)]:
        shown |= {entry.id for entry in entries(life[step])}
    return [(entry.id, entry.title) for entry in entries(life[name]) if entry.id not in shown]


def test_a_reader_shows_what_is_new_and_nothing_twice(life: Life) -> None:
    assert {name: new_ones(life, name) for name in NAMES} == {
        "announced": [(GUID, "Open day (3 December 2026)"), (STEADY_GUID, "Steady (14 January 2027)")],
        "moved": [(f"{GUID}/moved-1", "Moved: Open day (3 December 2026)")],
        "renamed": [],
        "cancelled": [(f"{GUID}/cancelled", "Cancelled: Open house (3 December 2026)")],
        "deleted": [],
    }


def test_no_id_ever_vanishes_before_the_event_is_over(life: Life) -> None:
    for before, after in pairs(life):
        assert {entry.id for entry in entries(before)} <= {entry.id for entry in entries(after)}


def test_what_a_new_reader_sees_says_how_the_event_stands(life: Life) -> None:
    def titles(name: str) -> set[str]:
        return {entry.title for entry in entries(life[name]) if entry.id.startswith(GUID)}

    assert titles("announced") == {"Open day (3 December 2026)"}
    assert titles("moved") == {"Moved: Open day (3 December 2026)"}
    assert titles("renamed") == {"Moved: Open house (3 December 2026)"}
    # What was overtaken goes on saying what it said then, in its last words.
    assert titles("cancelled") == {
        "Cancelled: Open house (3 December 2026)",
        "Moved: Open house (3 December 2026)",
    }
    assert titles("deleted") == {
        "Cancelled: Open house (Thursday 3 December 2026, 11am to midday)",
        "Moved: Open house (3 December 2026)",
    }


def test_items_are_dated_when_they_were_announced(life: Life) -> None:
    dates = {entry.id: entry.published for entry in entries(life["deleted"])}
    assert dates == {
        f"{GUID}/cancelled": "Sat, 28 Nov 2026 10:00:00 +0000",
        f"{GUID}/moved-1": "Tue, 24 Nov 2026 10:00:00 +0000",
        GUID: "Fri, 20 Nov 2026 00:00:00 +0000",
        STEADY_GUID: "Sun, 01 Nov 2026 00:00:00 +0000",
    }
    assert list(dates) == [f"{GUID}/cancelled", f"{GUID}/moved-1", GUID, STEADY_GUID], "newest first"


def test_the_words_of_the_notices(life: Life) -> None:
    def text(name: str, guid: str) -> str:
        (entry,) = (entry for entry in entries(life[name]) if entry.id == guid)
        html = html5lib.parse(entry.content[0].value, namespaceHTMLElements=False)
        return words_of(html)

    assert text("moved", f"{GUID}/moved-1").startswith(
        "This event has moved. It was to start on Thursday 3 December 2026 at 10am. The hall was taken. "
        "When: Thursday 3 December 2026, 11am to midday (UK time)"
    )
    assert text("cancelled", f"{GUID}/cancelled").startswith(
        "This event is cancelled. The speaker is ill. When: "
    )
    moved = "This event has moved. It was to start on Thursday 3 December 2026 at 10am. The hall was taken."
    for name in ("cancelled", "deleted"):
        assert text(name, f"{GUID}/moved-1") == f"{moved} There is newer news of this event on its page."
    assert text("deleted", f"{GUID}/cancelled").startswith(
        "This event is cancelled. Its page is no longer on the website. When: "
    )


@each_step
def test_the_file_of_an_item_is_there_and_has_the_size_that_the_feed_says(name: str, life: Life) -> None:
    for entry in entries(life[name]):
        (enclosure,) = entry.enclosures
        data = life[name].files[urlsplit(enclosure.href).path.lstrip("/")]
        assert (enclosure.type, int(enclosure.length)) == ("text/calendar", len(data))


@each_step
def test_the_page_of_an_item_is_there_or_leads_on(name: str, life: Life) -> None:
    for entry in entries(life[name]):
        assert f"{urlsplit(entry.link).path.lstrip('/')}index.html" in life[name].files


@each_step
@pytest.mark.parametrize("feed", ["events", "all"])
def test_json_feed_says_the_same(feed: str, name: str, life: Life) -> None:
    read = json.loads(life[name].files[f"feeds/{feed}.json"])
    rss = entries(life[name], f"feeds/{feed}.xml")
    assert [(item["id"], item["title"], item["url"]) for item in read["items"]] == [
        (entry.id, entry.title, entry.link) for entry in rss
    ]
    assert [item["content_html"] for item in read["items"]] == [
        re.sub(r"^<!\[CDATA\[|\]\]>$", "", raw)
        for raw in re.findall(
            r"<content:encoded>(.*?)</content:encoded>", life[name].files[f"feeds/{feed}.xml"].decode(), re.S
        )
    ]
    assert [item["_event"]["start"] for item in read["items"] if item["id"] == GUID] == [
        "2026-12-03T10:00:00+00:00" if name == "announced" else "2026-12-03T11:00:00+00:00"
    ]


@each_step
def test_last_build_date_is_the_newest_change_not_the_clock(name: str, life: Life) -> None:
    read = feedparser.parse(life[name].files["feeds/events.xml"]).feed
    expected = datetime(2026, 11, 20, tzinfo=UTC) if name == "announced" else AT[name]
    assert datetime(*read.updated_parsed[:6], tzinfo=UTC) == expected
    newsletters = feedparser.parse(life[name].files["feeds/newsletters.xml"]).feed
    assert datetime(*newsletters.updated_parsed[:6], tzinfo=UTC) == datetime(2026, 11, 3, tzinfo=UTC)


# Calendars


def events(data: bytes) -> dict[str, Any]:
    read = icalendar.Calendar.from_ical(data)
    assert not read.errors
    found = {str(event["UID"]): event for event in read.walk("VEVENT")}
    assert all(not event.errors for event in found.values())
    return found


EXPECTED = {
    "announced": (0, "Open day", "CONFIRMED", "OPAQUE", 10, datetime(2026, 11, 20, tzinfo=UTC)),
    "moved": (1, "Moved: Open day", "CONFIRMED", "OPAQUE", 11, AT["moved"]),
    "renamed": (1, "Moved: Open house", "CONFIRMED", "OPAQUE", 11, AT["renamed"]),
    "cancelled": (2, "Cancelled: Open house", "CANCELLED", "TRANSPARENT", 11, AT["cancelled"]),
    "deleted": (2, "Cancelled: Open house", "CANCELLED", "TRANSPARENT", 11, AT["deleted"]),
}


@each_step
def test_calendars_have_the_event_by_its_one_id(name: str, life: Life) -> None:
    found = events(life[name].files["calendar/events.ics"])
    assert set(found) == {UID, STEADY_UID}
    event = found[UID]
    sequence, summary, status, transparency, hour, changed = EXPECTED[name]
    assert event["SEQUENCE"] == sequence
    assert str(event["SUMMARY"]) == summary
    assert (str(event["STATUS"]), str(event["TRANSP"])) == (status, transparency)
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2026, 12, 3, hour, tzinfo=UTC)
    assert event["DTEND"].dt.astimezone(UTC) == datetime(2026, 12, 3, hour + 1, tzinfo=UTC)
    assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt == changed
    assert event["CREATED"].dt == datetime(2026, 11, 20, tzinfo=UTC)
    assert str(event["LOCATION"]) == "Example Hall, 1 Example Street, Leith, EH1 1AA"
    assert str(event["URL"]) == f"{SITE_URL}/events/{FILE[name]}/"


@each_step
def test_the_event_says_in_words_how_it_stands(name: str, life: Life) -> None:
    words = str(events(life[name].files["calendar/events.ics"])[UID]["DESCRIPTION"])
    full = f"Full details: {SITE_URL}/events/{FILE[name]}/"
    was = "This event has moved. It was to start on Thursday 3 December 2026 at 10am. The hall was taken."
    assert (
        words
        == {
            "announced": f"Come and see.\n\n{full}",
            "moved": f"{was}\n\nCome and see.\n\n{full}",
            "renamed": f"{was}\n\nCome and see.\n\n{full}",
            "cancelled": f"This event is cancelled. The speaker is ill.\n\nCome and see.\n\n{full}",
            "deleted": "This event is cancelled. Its page is no longer on the website.",
        }[name]
    )


@each_step
def test_the_files_of_one_event_hold_the_same_event(name: str, life: Life) -> None:
    files = life[name].files
    single = files[f"events/{FILE[name]}.ics"]
    calendar = vobject.readOne(single.decode())
    assert calendar.vevent.uid.value == UID
    assert calendar.vevent.sequence.value == str(EXPECTED[name][0])
    assert calendar.vevent.status.value == EXPECTED[name][2]
    assert calendar.vevent.dtstart.value.astimezone(UTC).hour == EXPECTED[name][4]
    vevent = re.search(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", single, re.S)
    assert vevent
    for whole in ("calendar/events.ics", "calendar/archive.ics"):
        assert vevent[0] in files[whole]


@pytest.mark.parametrize("name", ["renamed", "cancelled"])
def test_whoever_follows_the_file_of_the_old_name_gets_the_event(name: str, life: Life) -> None:
    files = life[name].files
    assert files["events/open-day.ics"] == files["events/open-house.ics"]


class CarefulCalendar:
    """A client that takes a change only if a stamp says that there is one, as GNOME's does; and never goes back."""

    def __init__(self) -> None:
        self.events: dict[str, Any] = {}

    def refresh(self, data: bytes) -> None:
        new = events(data)
        for uid, event in new.items():
            known = self.events.get(uid)
            if known is None or self._stamps(event) > self._stamps(known):
                self.events[uid] = event
        self.events = {uid: event for uid, event in self.events.items() if uid in new}

    @staticmethod
    def _stamps(event: Any) -> tuple[int, datetime]:
        return int(event["SEQUENCE"]), event["DTSTAMP"].dt


@pytest.mark.parametrize("source", ["calendar/events.ics", "calendar/archive.ics"])
def test_a_careful_client_follows_every_change(source: str, life: Life) -> None:
    client = CarefulCalendar()
    for name in NAMES:
        client.refresh(life[name].files[source])
        offered = events(life[name].files[source])
        assert {uid: event.to_ical() for uid, event in client.events.items()} == {
            uid: event.to_ical() for uid, event in offered.items()
        }


@each_step
def test_the_calendar_itself_changed_when_its_newest_event_did(name: str, life: Life) -> None:
    read = icalendar.Calendar.from_ical(life[name].files["calendar/events.ics"])
    assert read["LAST-MODIFIED"].dt == EXPECTED[name][5]


# The website


def html(step: Step, name: str) -> Any:
    return html5lib.parse(step.files[name], namespaceHTMLElements=False)


def event_data(step: Step, name: str) -> dict[str, Any]:
    """Return the event in the structured data of a page."""
    (script,) = (
        element.text
        for element in html(step, f"events/{name}/index.html").iter("script")
        if element.get("type") == "application/ld+json"
    )
    (found,) = (node for node in json.loads(script)["@graph"] if node["@type"] == "Event")
    return dict(found)


@pytest.mark.parametrize("name", NAMES[:-1])
def test_search_engines_read_how_it_stands(name: str, life: Life) -> None:
    data = event_data(life[name], FILE[name])
    status, hour, before = {
        "announced": ("EventScheduled", 10, None),
        "moved": ("EventRescheduled", 11, "2026-12-03T10:00:00+00:00"),
        "renamed": ("EventRescheduled", 11, "2026-12-03T10:00:00+00:00"),
        "cancelled": ("EventCancelled", 11, None),
    }[name]
    assert data["eventStatus"] == f"https://schema.org/{status}"
    assert data["startDate"] == f"2026-12-03T{hour}:00:00+00:00"
    assert data.get("previousStartDate") == before
    assert data["url"] == f"{SITE_URL}/events/{FILE[name]}/"


@pytest.mark.parametrize("name", NAMES[:-1])
def test_people_read_how_it_stands(name: str, life: Life) -> None:
    page_words = words_of(html(life[name], f"events/{FILE[name]}/index.html").find("body"))
    list_words = words_of(html(life[name], "events/index.html").find("body"))
    for label, alert, steps in (
        (
            "Moved",
            "This event has moved. It was to start on Thursday 3 December 2026 at 10am.",
            ("moved", "renamed"),
        ),
        ("Cancelled", "This event is cancelled. The speaker is ill.", ("cancelled",)),
    ):
        assert (alert in page_words) is (name in steps)
        assert (label in list_words) is (name in steps)
    title = "Open day" if name in ("announced", "moved") else "Open house"
    hours = "10am to 11am" if name == "announced" else "11am to midday"
    assert f"Thursday 3 December 2026, {hours}" in page_words
    assert title in list_words
    assert f"Thursday 3 December 2026, {hours}" in list_words


def test_the_old_page_leads_to_the_new_one_and_at_last_to_the_list(life: Life) -> None:
    def leads(name: str, file: str) -> str:
        refresh = [
            element.get("content") or ""
            for element in html(life[name], f"events/{file}/index.html").iter("meta")
            if element.get("http-equiv") == "refresh"
        ]
        return refresh[0].removeprefix("0; url=") if refresh else ""

    assert [leads(name, "open-day") for name in NAMES] == ["", "", *["/events/open-house/"] * 2, "/events/"]
    assert leads("deleted", "open-house") == "/events/"
    assert "Open house" not in words_of(html(life["deleted"], "events/index.html").find("body"))


# What did not change


def part(data: bytes, start: bytes, end: bytes, mark: str) -> bytes:
    """Return the one part of a file that holds a mark."""
    found = [one for one in re.findall(start + rb".*?" + end, data, re.S) if mark.encode() in one]
    assert len(found) == 1
    return bytes(found[0])


def test_other_items_stay_byte_for_byte(life: Life) -> None:
    for name, start_mark, end_mark, mark in (
        ("feeds/events.xml", b"<item>", b"</item>", f">{STEADY_GUID}<"),
        ("feeds/all.xml", b"<item>", b"</item>", f">{STEADY_GUID}<"),
        ("feeds/events.json", rb"\n  \{", rb"\n  \}", f'"{STEADY_GUID}"'),
        ("calendar/events.ics", b"BEGIN:VEVENT", b"END:VEVENT", STEADY_UID),
        ("calendar/archive.ics", b"BEGIN:VEVENT", b"END:VEVENT", STEADY_UID),
    ):
        assert len({part(life[step].files[name], start_mark, end_mark, mark) for step in NAMES}) == 1, name


SAME = ["events/steady.ics", "feeds/newsletters.xml", "feeds/newsletters.json", "feeds/opml.xml", "about/index.html",
        "newsletters/2026/11/index.html", "subscribe/index.html"]  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_files_that_have_no_part_in_it_are_never_written_again(name: str, life: Life) -> None:
    assert len({life[step].files[name] for step in NAMES}) == 1
    assert len({life[step].marks[name] for step in NAMES}) == 1, (
        "servers tell clients by its time that it is the same"
    )


def test_the_state_keeps_what_did_not_change(life: Life) -> None:
    states = [json.loads(life[name].files["published.json"]) for name in NAMES]
    for found in states:
        assert found["events"][STEADY_UID] == states[0]["events"][STEADY_UID]
        assert found["feed_items"][STEADY_GUID] == states[0]["feed_items"][STEADY_GUID]
        assert found["addresses"]["/about/"] == states[0]["addresses"]["/about/"]


@each_step
def test_a_clean_build_gives_the_same_bytes(name: str, life: Life) -> None:
    assert life[name].clean == life[name].files


@each_step
def test_the_private_link_is_nowhere(name: str, life: Life) -> None:
    assert [file for file, data in life[name].files.items() if b"meet.example.org" in data] == []


# Two shorter lives


def published_twice(build: Build, folder: Path, second: Callable[[Path], None], now: str) -> tuple[Any, Any]:
    content, state = start(folder), folder / "published.json"
    announced(content)
    options = {"publish": True, "site_url": SITE_URL}
    assert build(content, now="2026-11-22T10:00", **options).exit_code == 0
    before = tree(folder / "site")
    state.write_bytes(before["published.json"])
    second(content)
    result = build(content, now=now, published=state, **options)
    assert (result.exit_code, [p for p in result.problems if p.code != "event-gone"]) == (0, []), (
        result.report()
    )
    return Step(before, {}, {}), Step(tree(folder / "site"), {}, {})


def removed(content: Path) -> None:
    (content / "events/open-day.md").unlink()
    write(content / "redirects.yaml", "redirects:\n  - from: /events/open-day/\n    to: /events/\n")


def test_deleted_without_a_word(build: Build, tmp_path: Path) -> None:
    before, after = published_twice(build, tmp_path, removed, "2026-11-24T10:00")
    known = {entry.id for entry in entries(before)}
    (new,) = (entry for entry in entries(after) if entry.id not in known)
    assert new.id == f"{GUID}/cancelled"
    assert new.title.startswith("Cancelled: Open day (")
    assert new.published == "Tue, 24 Nov 2026 10:00:00 +0000"
    event = events(after.files["calendar/events.ics"])[UID]
    assert (event["SEQUENCE"], str(event["STATUS"])) == (1, "CANCELLED")
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2026, 12, 3, 10, tzinfo=UTC)


def test_deleted_when_it_was_over(build: Build, tmp_path: Path) -> None:
    before, after = published_twice(build, tmp_path, removed, "2026-12-04T10:00")
    assert {entry.id for entry in entries(after)} == {STEADY_GUID}
    for name in ("events", "archive"):
        assert set(events(after.files[f"calendar/{name}.ics"])) == {STEADY_UID}
    assert "events/open-day.ics" not in after.files
    assert set(events(before.files["calendar/events.ics"])) == {UID, STEADY_UID}
