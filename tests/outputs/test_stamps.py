"""Stamps: what each change of an event does to SEQUENCE, to its times and to what feeds tell of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from plugins.core.announcement import Announcement
from plugins.core.calendar_event import CalendarEvent, Place, Stamps
from plugins.core.clock import UK
from plugins.outputs.published import (
    PublishedEvent,
    PublishedIdentity,
    PublishedNotice,
    PublishedState,
    published,
    read_published,
)
from plugins.outputs.stamps import (
    as_calendars_get_it,
    cancelled_announcement,
    cancelled_copy,
    gone,
    notice_of,
    older_notice,
    scheduling,
    stamped,
)
from tests.builders import quick

UID = "open-day@network.example.org"
FIRST = datetime(2026, 11, 22, 10, tzinfo=UTC)
SECOND, THIRD, FOURTH, FIFTH = (FIRST + timedelta(days=days) for days in (1, 2, 3, 4))
AFTER = datetime(2026, 12, 4, tzinfo=UTC)
HALL = Place("Example Hall", "1 Example Street, Leith", "EH1 1AA")

EVENT = CalendarEvent(
    uid=UID,
    name="open-day",
    title="Open day",
    summary="Come and see.",
    address="/events/open-day/",
    file="/events/open-day.ics",
    start=datetime(2026, 12, 3, 10, tzinfo=UK),
    last=datetime(2026, 12, 3, 11, tzinfo=UK),
    place=HALL,
)
CANCELLED = replace(EVENT, state="cancelled", alert="This event is cancelled.")
POSTPONED = replace(EVENT, state="postponed", alert="This event is postponed.")
LATER = replace(
    EVENT, start=datetime(2026, 12, 10, 10, tzinfo=UK), last=datetime(2026, 12, 10, 11, tzinfo=UK)
)
ONLINE = replace(EVENT, format="online", place=None, join_link="https://meet.example.org/a")

Seen = tuple[int, datetime, datetime, tuple[tuple[str, datetime], ...]]
"""What counts of a record: SEQUENCE, created, last changed, and what feeds told and when."""


def seen(record: PublishedEvent) -> Seen:
    notices = tuple((notice.name, notice.at) for notice in record.notices)
    return record.sequence, record.created, record.changed, notices


def written(record: PublishedEvent) -> PublishedEvent:
    """Return a record as the next build reads it."""
    state = PublishedState(
        identity=PublishedIdentity(domain="network.example.org", year=2026), site="", events={UID: record}
    )
    return read_published(published(state)).events[UID]


def build(
    event: CalendarEvent | None, before: PublishedEvent | None, now: datetime, day: date | None = None
) -> PublishedEvent:
    """One publish build: the record of an event, or of one whose file vanished (None)."""
    if event is not None:
        return written(stamped(event, before, day, now, "around"))
    assert before is not None
    (_, record), *more = gone({UID: before}, [], now, "around")
    assert not more
    return written(record)


def life(*builds: tuple[CalendarEvent | None, datetime]) -> list[Seen]:
    """Return what is seen after each of these builds."""
    record, found = None, []
    for event, now in builds:
        record = build(event, record, now)
        found.append(seen(record))
    return found


# Announced


@pytest.mark.parametrize(
    ("day", "created"),
    [
        (None, FIRST),
        (date(2026, 11, 1), datetime(2026, 11, 1, tzinfo=UTC)),
        (date(2026, 7, 1), datetime(2026, 6, 30, 23, tzinfo=UTC)),
        (date(2026, 11, 23), FIRST),
    ],
    ids=["no day", "a day before", "a day in summer", "a day to come"],
)
def test_announced(day: date | None, created: datetime) -> None:
    assert seen(build(EVENT, None, FIRST, day)) == (0, created, created, ())


def test_announced_record() -> None:
    event = replace(EVENT, series="open-space", topics=("learning",), lang="gd")
    record = build(event, None, FIRST)
    assert record == PublishedEvent(
        name="open-day", title="Open day", address="/events/open-day/", file="/events/open-day.ics",
        start=datetime(2026, 12, 3, 10, tzinfo=UTC), last=datetime(2026, 12, 3, 11, tzinfo=UTC),
        state="confirmed", format="in-person", place="Example Hall, 1 Example Street, Leith, EH1 1AA",
        series="open-space", topics=("learning",), lang="gd", scheduling=scheduling(event), hash=record.hash,
        sequence=0, created=FIRST, changed=FIRST,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("event", "notice"),
    [
        (CANCELLED, "cancelled"),
        (POSTPONED, "postponed"),
        (replace(EVENT, previous_start=date(2026, 12, 1)), "moved-0"),
        (replace(ONLINE, previous_format="in-person"), "online-0"),
        (replace(EVENT, previous_format="online"), "format-0"),
        (replace(CANCELLED, previous_start=date(2026, 12, 1)), "cancelled"),
    ],
)
def test_announced_with_a_change_behind_it(event: CalendarEvent, notice: str) -> None:
    assert life((event, FIRST), (event, SECOND)) == [(0, FIRST, FIRST, ((notice, FIRST),))] * 2


# Changes, one by one


UNCHANGED = (0, FIRST, FIRST, ())


def test_unchanged() -> None:
    assert life((EVENT, FIRST), (EVENT, SECOND), (EVENT, FIFTH)) == [UNCHANGED] * 3


@pytest.mark.parametrize(
    "other",
    [
        replace(EVENT, title="Open house"),
        replace(EVENT, summary="Come and hear."),
        replace(EVENT, joining="Ring the bell."),
        replace(EVENT, audience="Everybody"),
        replace(EVENT, topics=("learning",)),
        replace(EVENT, series="open-space"),
        replace(EVENT, free=True),
        replace(EVENT, lang="gd"),
        replace(EVENT, alert="Bring boots."),
        replace(EVENT, place=replace(HALL, access="Step-free.")),
        replace(EVENT, place=replace(HALL, geo=(55.0, -3.0))),
    ],
)
def test_text_only(other: CalendarEvent) -> None:
    assert life((EVENT, FIRST), (other, SECOND), (other, THIRD)) == [
        UNCHANGED,
        (0, FIRST, SECOND, ()),
        (0, FIRST, SECOND, ()),
    ]


@pytest.mark.parametrize(
    ("other", "notice"),
    [
        (replace(EVENT, start=EVENT.start.replace(hour=9)), "moved"),  # type: ignore[call-arg]
        (replace(EVENT, last=EVENT.last.replace(hour=12)), "moved"),  # type: ignore[call-arg]
        (replace(EVENT, start=date(2026, 12, 3), last=date(2026, 12, 3)), "moved"),
        (LATER, "moved"),
        (replace(LATER, place=Place("Another Hall")), "moved"),
        (ONLINE, "online"),
        (replace(EVENT, place=Place("Another Hall")), "place"),
        (replace(EVENT, place=replace(HALL, postcode="EH1 1AB")), "place"),
    ],
    ids=["start", "end", "all day", "date", "date and place", "online", "place", "postcode"],
)
def test_rescheduled(other: CalendarEvent, notice: str) -> None:
    assert life((EVENT, FIRST), (other, SECOND), (other, THIRD)) == [
        UNCHANGED,
        (1, FIRST, SECOND, ((f"{notice}-1", SECOND),)),
        (1, FIRST, SECOND, ((f"{notice}-1", SECOND),)),
    ]


def test_moved_twice_and_back() -> None:
    first, second = (f"moved-{number}" for number in (1, 2))
    assert life((EVENT, FIRST), (LATER, SECOND), (EVENT, THIRD)) == [
        UNCHANGED,
        (1, FIRST, SECOND, ((first, SECOND),)),
        (2, FIRST, THIRD, ((first, SECOND), (second, THIRD))),
    ]


def test_moved_by_an_hour_that_has_the_same_name() -> None:
    """In the night when the clocks go back, half past one happens twice."""
    first, second = (datetime(2026, 10, day, 10, tzinfo=UTC) for day in (1, 2))
    once = datetime(2026, 10, 25, 1, 30, tzinfo=UK)
    event = replace(EVENT, start=once, last=datetime(2026, 10, 25, 4, tzinfo=UK))
    assert life((event, first), (replace(event, start=once.replace(fold=1)), second))[1] == (
        1, first, second, (("moved-1", second),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "notice"),
    [
        (ONLINE, replace(ONLINE, join_link="https://meet.example.org/b"), "joining-1"),
        (replace(ONLINE, join_link=""), ONLINE, "joining-1"),
        (EVENT, replace(EVENT, format="hybrid", join_link="https://meet.example.org/a"), "format-1"),
        (ONLINE, replace(ONLINE, format="hybrid", place=HALL), "format-1"),
    ],
    ids=["another link", "a link at last", "online as well", "in a place as well"],
)
def test_another_way_to_join_is_a_change_of_plans_but_no_new_place(
    before: CalendarEvent, after: CalendarEvent, notice: str
) -> None:
    assert life((before, FIRST), (after, SECOND), (after, THIRD)) == [
        UNCHANGED,
        *[(1, FIRST, SECOND, ((notice, SECOND),))] * 2,
    ]


def test_a_link_that_was_taken_away_is_a_change_of_plans_but_no_news() -> None:
    """Nobody can do anything with it; the page says how to join now."""
    private = replace(ONLINE, join_link="")
    assert life((ONLINE, FIRST), (private, SECOND), (private, THIRD)) == [
        UNCHANGED,
        *[(1, FIRST, SECOND, ())] * 2,
    ]


def test_to_online_and_back() -> None:
    assert life((EVENT, FIRST), (ONLINE, SECOND), (EVENT, THIRD))[-1] == (
        2, FIRST, THIRD, (("online-1", SECOND), ("format-2", THIRD)),
    )  # fmt: skip


# Cancelled, postponed


def test_cancelled_and_on_again_and_cancelled_again() -> None:
    one = ("cancelled", SECOND)
    two = ("confirmed-2", THIRD)
    three = ("cancelled-3", FOURTH)
    assert life(
        (EVENT, FIRST), (CANCELLED, SECOND), (EVENT, THIRD), (CANCELLED, FOURTH), (CANCELLED, FIFTH)
    ) == [
        UNCHANGED,
        (1, FIRST, SECOND, (one,)),
        (2, FIRST, THIRD, (one, two)),
        (3, FIRST, FOURTH, (one, two, three)),
        (3, FIRST, FOURTH, (one, two, three)),
    ]


def test_cancelled_with_other_words() -> None:
    other = replace(CANCELLED, alert="This event is cancelled. The speaker is ill.")
    assert life((EVENT, FIRST), (CANCELLED, SECOND), (other, THIRD))[-1] == (
        1, FIRST, THIRD, (("cancelled", SECOND),),
    )  # fmt: skip


@pytest.mark.parametrize("first", [CANCELLED, POSTPONED], ids=["cancelled", "postponed"])
@pytest.mark.parametrize(
    "change",
    [
        {"start": LATER.start, "last": LATER.last},
        {"place": Place("Another Hall")},
        {"format": "online", "place": None, "join_link": "https://meet.example.org/a"},
    ],
    ids=["date", "place", "format"],
)
def test_what_does_not_take_place_is_put_right_without_news(
    first: CalendarEvent, change: dict[str, Any]
) -> None:
    told = ((first.state, SECOND),)
    assert life((EVENT, FIRST), (first, SECOND), (replace(first, **change), THIRD)) == [
        UNCHANGED,
        (1, FIRST, SECOND, told),
        (2, FIRST, THIRD, told),
    ]


@pytest.mark.parametrize(
    "other",
    [
        replace(EVENT, last=datetime(2026, 12, 3, 11, 30, tzinfo=UK)),
        replace(EVENT, place=Place("Another Hall")),
        replace(CANCELLED),
        ONLINE,
    ],
    ids=["end", "place", "cancelled", "online"],
)
def test_what_is_over_is_put_right_without_news(other: CalendarEvent) -> None:
    """The archive is put right: calendars get it, and nobody is called to look."""
    assert life((EVENT, FIRST), (other, AFTER)) == [UNCHANGED, (1, FIRST, AFTER, ())]


@pytest.mark.parametrize(
    ("first", "other"), [(EVENT, LATER), (LATER, EVENT)], ids=["out of the past", "into the past"]
)
def test_a_move_between_past_and_future_is_news(first: CalendarEvent, other: CalendarEvent) -> None:
    """Whoever waits for the old date has to know, and whoever missed it too."""
    assert life((first, FIRST), (other, AFTER)) == [UNCHANGED, (1, FIRST, AFTER, (("moved-1", AFTER),))]


def test_postponed_then_a_new_date() -> None:
    assert life((EVENT, FIRST), (POSTPONED, SECOND), (LATER, THIRD)) == [
        UNCHANGED,
        (1, FIRST, SECOND, (("postponed", SECOND),)),
        (2, FIRST, THIRD, (("postponed", SECOND), ("moved-2", THIRD))),
    ]


def test_postponed_then_cancelled() -> None:
    assert life((EVENT, FIRST), (POSTPONED, SECOND), (CANCELLED, THIRD))[-1] == (
        2, FIRST, THIRD, (("postponed", SECOND), ("cancelled", THIRD)),
    )  # fmt: skip


def test_moved_then_cancelled() -> None:
    assert life((EVENT, FIRST), (LATER, SECOND), (replace(LATER, state="cancelled"), THIRD))[-1] == (
        2, FIRST, THIRD, (("moved-1", SECOND), ("cancelled", THIRD)),
    )  # fmt: skip


# Deleted, renamed


def test_deleted_before_it_is_over() -> None:
    builds = life(
        (EVENT, FIRST), (None, SECOND), (None, THIRD), (None, AFTER), (None, AFTER + timedelta(days=99))
    )
    assert builds == [UNCHANGED, *[(1, FIRST, SECOND, (("cancelled", SECOND),))] * 4]


def test_deleted_record_is_cancelled_and_keeps_what_a_copy_needs() -> None:
    before = build(EVENT, None, FIRST)
    record = build(None, before, SECOND)
    assert (record.deleted, record.state) == (True, "cancelled")
    kept = (
        "name",
        "title",
        "address",
        "file",
        "start",
        "last",
        "format",
        "place",
        "series",
        "topics",
        "lang",
    )
    assert [getattr(record, name) for name in kept] == [getattr(before, name) for name in kept]
    assert record.hash != before.hash


@pytest.mark.parametrize("event", [EVENT, CANCELLED])
def test_deleted_when_it_is_over(event: CalendarEvent) -> None:
    before = build(event, None, FIRST)
    record = build(None, before, AFTER)
    assert record == before.model_copy(update={"deleted": True})


def test_an_event_is_over_at_its_end_not_before() -> None:
    before = build(EVENT, None, FIRST)
    end = datetime(2026, 12, 3, 11, tzinfo=UTC)
    assert build(None, before, end - timedelta(seconds=1)).sequence == 1
    assert build(None, before, end).sequence == 0


def test_deleted_when_it_was_cancelled() -> None:
    assert life((EVENT, FIRST), (CANCELLED, SECOND), (None, THIRD), (None, FOURTH)) == [
        UNCHANGED,
        (1, FIRST, SECOND, (("cancelled", SECOND),)),
        *[(1, FIRST, THIRD, (("cancelled", SECOND),))] * 2,
    ]


def test_deleted_then_restored() -> None:
    told = (("cancelled", SECOND), ("confirmed-2", THIRD))
    assert life((EVENT, FIRST), (None, SECOND), (EVENT, THIRD), (EVENT, FOURTH)) == [
        UNCHANGED,
        (1, FIRST, SECOND, (("cancelled", SECOND),)),
        (2, FIRST, THIRD, told),
        (2, FIRST, THIRD, told),
    ]


def test_deleted_then_restored_with_another_date() -> None:
    assert life((EVENT, FIRST), (None, SECOND), (LATER, THIRD))[-1] == (
        2, FIRST, THIRD, (("cancelled", SECOND), ("moved-2", THIRD)),
    )  # fmt: skip


def test_deleted_then_restored_then_deleted() -> None:
    assert life((EVENT, FIRST), (None, SECOND), (EVENT, THIRD), (None, FOURTH))[-1] == (
        3, FIRST, FOURTH, (("cancelled", SECOND), ("confirmed-2", THIRD), ("cancelled-3", FOURTH)),
    )  # fmt: skip


@pytest.mark.parametrize("first", [EVENT, CANCELLED], ids=["it was on", "it was cancelled"])
def test_deleted_then_restored_as_cancelled_is_told_once(first: CalendarEvent) -> None:
    """Calendars and feeds said already that it is cancelled."""
    record = build(None, build(first, None, FIRST), SECOND)
    assert [notice.name for notice in record.notices] == ["cancelled"]
    after = build(CANCELLED, record, THIRD)
    assert [notice.name for notice in after.notices] == ["cancelled"]
    assert after.changed == THIRD
    assert after.sequence >= record.sequence


def test_over_deleted_and_restored() -> None:
    assert life((EVENT, FIRST), (None, AFTER), (EVENT, AFTER)) == [UNCHANGED] * 3


def test_renamed_with_uid() -> None:
    renamed = replace(EVENT, address="/events/open-house/", file="/events/open-house.ics")
    assert life((EVENT, FIRST), (renamed, SECOND), (renamed, THIRD)) == [
        UNCHANGED,
        *[(0, FIRST, SECOND, ())] * 2,
    ]


def test_what_stands_round_all_events_changes() -> None:
    """Another name of the organisation is in each event: clients must see that it changed."""
    before = stamped(EVENT, None, None, FIRST, "around")
    assert seen(stamped(EVENT, before, None, SECOND, "another")) == (0, FIRST, SECOND, ())
    ((_, record),) = gone({UID: build(None, before, SECOND)}, [], THIRD, "another")
    assert seen(record) == (1, FIRST, THIRD, (("cancelled", SECOND),))


def test_a_clock_that_went_back() -> None:
    back = FIRST - timedelta(days=300)
    record = build(EVENT, None, FIRST)
    assert seen(build(LATER, record, back)) == (
        1, FIRST, FIRST + timedelta(seconds=1), (("moved-1", FIRST + timedelta(seconds=1)),),
    )  # fmt: skip
    assert seen(build(None, record, back)) == (
        1, FIRST, FIRST + timedelta(seconds=1), (("cancelled", FIRST + timedelta(seconds=1)),),
    )  # fmt: skip


def test_only_what_has_no_file_is_gone() -> None:
    record = build(EVENT, None, FIRST)
    known = dict.fromkeys(("c", "a", "b"), record)
    assert [event.uid for event, _ in gone(known, ["b", "d"], SECOND, "")] == ["a", "c"]
    assert list(gone({}, ["b"], SECOND, "")) == []


# What calendars and feeds get


def test_the_cancelled_copy_of_an_event() -> None:
    event = cancelled_copy(UID, build(replace(EVENT, topics=("learning",), series="open-space"), None, FIRST))
    assert event == CalendarEvent(
        uid=UID, name="open-day", title="Open day", summary="", address="/events/open-day/",
        file="/events/open-day.ics", start=EVENT.start, last=EVENT.last, state="cancelled",
        alert="This event is cancelled. Its page is no longer on the website.",
        place=Place("Example Hall, 1 Example Street, Leith, EH1 1AA"), series="open-space",
        topics=("learning",), deleted=True,
    )  # fmt: skip
    assert event.titled == "Cancelled: Open day"
    assert event.location == EVENT.location
    assert event.start.tzinfo is UK  # type: ignore[union-attr]


@pytest.mark.parametrize("moment", [date(2026, 12, 3), datetime(2026, 12, 3, tzinfo=UK)])
def test_days_stay_days_in_the_copy(moment: Any) -> None:
    record = build(replace(EVENT, start=moment, last=moment), None, FIRST)
    copy = cancelled_copy(UID, record)
    assert (copy.start, type(copy.start), copy.all_day) == (
        moment, type(moment), not isinstance(moment, datetime),
    )  # fmt: skip


def test_stamps_of_a_record() -> None:
    record = build(LATER, build(EVENT, None, FIRST), SECOND)
    assert as_calendars_get_it(LATER, record).stamps == Stamps(FIRST, SECOND, 1)


ANNOUNCEMENT = Announcement(
    name="event/open-day", kind="event", title="Open day (3 December 2026)", address="/events/open-day/",
    summary="Come and see.", lang="en-GB", enclosure="/events/open-day.ics",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "title", "lead"),
    [
        ("moved-1", "Moved: Open day (3 December 2026)", "This event has a new date or time."),
        ("online-2", "Online: Open day (3 December 2026)", "This event is now online."),
        ("place-3", "New place: Open day (3 December 2026)", "This event has a new place."),
        ("format-4", "In person: Open day (3 December 2026)", "This event is now in person."),
        ("joining-5", "New link: Open day (3 December 2026)", "There is a new way to join this event."),
        ("confirmed-6", "Going ahead: Open day (3 December 2026)", "This event will take place."),
    ],
)
def test_a_notice_is_an_item_of_its_own_and_says_what_changed(name: str, title: str, lead: str) -> None:
    made = notice_of(ANNOUNCEMENT, EVENT, PublishedNotice(name=name, at=FIRST))
    assert made == replace(ANNOUNCEMENT, name=f"event/open-day/{name}", notice=name, title=title, lead=lead)


def test_a_notice_of_an_event_that_is_hybrid_now() -> None:
    event = replace(EVENT, format="hybrid")
    made = notice_of(ANNOUNCEMENT, event, PublishedNotice(name="format-1", at=FIRST))
    assert made.title == "In person and online: Open day (3 December 2026)"
    assert made.lead == "You can come in person or join online."


@pytest.mark.parametrize(
    ("name", "title", "lead"),
    [
        ("confirmed-2", "Going ahead: Open day (3 December 2026)", "This event will take place. It has moved."),
        ("place-2", "New place: Open day (3 December 2026)", "This event has a new place. It has moved."),
        ("joining-2", "New link: Open day (3 December 2026)", "There is a new way to join this event. It has moved."),
        ("format-2", "In person: Open day (3 December 2026)", "This event is now in person. It has moved."),
        ("moved-2", "Moved: Open day (3 December 2026)", "It has moved."),
    ],
)  # fmt: skip
def test_the_newest_notice_says_what_happened_even_if_the_event_had_moved_before(
    name: str, title: str, lead: str
) -> None:
    event = replace(EVENT, previous_start=date(2026, 12, 1))
    said = replace(ANNOUNCEMENT, title="Moved: Open day (3 December 2026)", lead="It has moved.")
    made = notice_of(said, event, PublishedNotice(name=name, at=FIRST))
    assert (made.title, made.lead) == (title, lead)


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_a_notice_of_what_does_not_take_place_says_what_the_event_says(state: Any) -> None:
    event = replace(EVENT, state=state)
    said = replace(ANNOUNCEMENT, title=f"{state.title()}: Open day", lead=f"This event is {state}.")
    made = notice_of(said, event, PublishedNotice(name=f"{state}-3", at=FIRST))
    assert made == replace(said, name=f"event/open-day/{state}-3", notice=f"{state}-3")


def test_what_the_editor_says_follows_what_happened() -> None:
    said = replace(ANNOUNCEMENT, lead="The hall is too small.")
    made = notice_of(said, EVENT, PublishedNotice(name="place-1", at=FIRST))
    assert made.lead == "This event has a new place. The hall is too small."


def test_a_notice_that_is_overtaken_says_what_it_said_and_no_more() -> None:
    said = replace(
        ANNOUNCEMENT,
        title="Cancelled: Open day (3 December 2026)",
        lead="This event is cancelled.",
        facts=(("When", "Never"),),
    )
    told = PublishedNotice(
        name="moved-1", at=FIRST, title="Moved: Open day (3 December 2026)", lead="This event has moved."
    )
    made = older_notice(said, told)
    assert made == replace(
        said,
        name="event/open-day/moved-1",
        notice="moved-1",
        title="Moved: Open day (3 December 2026)",
        lead="This event has moved. There is newer news of this event on its page.",
        facts=(),
    )


def test_what_feeds_say_of_a_deleted_event() -> None:
    event = cancelled_copy(UID, build(EVENT, None, FIRST))
    words = "This event is cancelled. Its page is no longer on the website."
    assert cancelled_announcement(event) == Announcement(
        name="event/open-day", kind="event",
        title="Cancelled: Open day (Thursday 3 December 2026, 10am to 11am)",
        address="/events/open-day/", summary=words, lang="en-GB", lead=words,
        facts=(
            ("When", "Thursday 3 December 2026, 10am to 11am"),
            ("Where", "Example Hall, 1 Example Street, Leith, EH1 1AA"),
        ),
        start=EVENT.start, last=EVENT.last, location="Example Hall, 1 Example Street, Leith, EH1 1AA",
        enclosure="/events/open-day.ics",
    )  # fmt: skip


# Whatever happens


class AnyLife(RuleBasedStateMachine):
    """One event, edited at random, published by a clock that may go back."""

    @initialize(event=st.sampled_from([EVENT, CANCELLED, ONLINE]), day=st.none() | st.just(date(2026, 11, 1)))
    def announced(self, event: CalendarEvent, day: date | None) -> None:
        self.now = FIRST
        self.day = day
        self.event: CalendarEvent | None = event
        self.file = event
        self.record = build(event, None, self.now, day)
        self.before = self.record
        self.history = [self.record]

    @rule(
        name=st.sampled_from(
            ["title", "summary", "start", "last", "state", "place", "join_link", "format", "lang"]
        ),
        choice=st.integers(0, 1),
    )
    def edited(self, name: str, choice: int) -> None:
        values: dict[str, tuple[Any, Any]] = {
            "title": ("Open day", "Open house"),
            "summary": ("Come and see.", "Come and hear."),
            "start": (EVENT.start, EVENT.start - timedelta(hours=1)),
            "last": (EVENT.last, LATER.last),
            "state": ("confirmed", "cancelled"),
            "place": (HALL, Place("Another Hall")),
            "join_link": ("", "https://meet.example.org/b"),
            "format": ("in-person", "hybrid"),
            "lang": ("en-GB", "gd"),
        }
        self.file = replace(self.file, **{name: values[name][choice]})
        self.event = self.file

    @rule()
    def deleted(self) -> None:
        self.event = None

    @rule()
    def restored(self) -> None:
        self.event = self.file

    @rule(seconds=st.sampled_from([0, 1, 60, 86_400, 30 * 86_400, -1, -86_400]))
    def published(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.before = self.record
        self.record = build(self.event, self.before, self.now, self.day)
        self.history.append(self.record)

    @invariant()
    def sequence_never_falls(self) -> None:
        if self.history:
            assert self.record.sequence - self.before.sequence in (0, 1)
            if self.record.scheduling != self.before.scheduling and not self.record.deleted:
                assert self.record.sequence > self.before.sequence

    @invariant()
    def created_never_changes(self) -> None:
        assert len({record.created for record in self.history}) <= 1

    @invariant()
    def changed_moves_when_the_hash_does_and_only_then_and_never_back(self) -> None:
        if self.history:
            if self.record.hash == self.before.hash:
                assert self.record.changed == self.before.changed
                assert self.record.sequence == self.before.sequence
                assert self.record.notices == self.before.notices
            else:
                assert self.record.changed > self.before.changed

    @invariant()
    def what_feeds_told_stays_and_no_name_comes_twice(self) -> None:
        if self.history:
            old, new = self.before.notices, self.record.notices
            assert new[: len(old)] == old
            assert len(new) - len(old) <= 1
            assert len({notice.name for notice in new}) == len(new)
            # A notice goes out when plans change, and is dated by that change.
            assert [notice.at for notice in new[len(old) :]] in ([], [self.record.changed])
            if len(new) > len(old):
                assert self.record.sequence == self.before.sequence + 1

    @invariant()
    def one_more_build_changes_nothing(self) -> None:
        if self.history:
            event = None if self.record.deleted else self.event_of_record()
            if event is not None:
                assert build(event, self.record, self.now + timedelta(seconds=5), self.day) == self.record

    def event_of_record(self) -> CalendarEvent | None:
        known = stamped(self.file, None, None, self.now, "around")
        return self.file if known.hash == self.record.hash else None


TestAnyLife = AnyLife.TestCase
TestAnyLife.settings = settings(quick, max_examples=40, stateful_step_count=25)
