"""Who the site is to subscribers, and what they can subscribe to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.organisation import Organisation
from plugins.core.subscriptions import Identity, calendars, identity, item_name, subscription_addresses
from tests.builders import SITE, make_site, quick

IDENTITY = Identity("network.example.org", 2026)


def organisation(more: str = "") -> Organisation:
    return make_site(site=f"{SITE}{more}").organisation


# Ids


@pytest.mark.parametrize(
    ("name", "uid"),
    [
        ("open-day", "open-day@network.example.org"),
        ("open-day@network.example.org", "open-day@network.example.org"),
        ("123@calendar.example.com", "123@calendar.example.com"),
    ],
)
def test_the_id_of_an_event(name: str, uid: str) -> None:
    assert IDENTITY.uid(name) == uid


@pytest.mark.parametrize(
    ("name", "guid"),
    [
        ("open-day", "tag:network.example.org,2026:event/open-day"),
        ("123@calendar.example.com", "tag:network.example.org,2026:event/123@calendar.example.com"),
        ("t/cancelled", "tag:network.example.org,2026:event/t%2Fcancelled"),
        ("t%2Fcancelled", "tag:network.example.org,2026:event/t%252Fcancelled"),
        ("2026.10_a~b!c+d=e:f", "tag:network.example.org,2026:event/2026.10_a~b!c+d=e:f"),
    ],
)
def test_the_id_of_an_item_in_feeds(name: str, guid: str) -> None:
    assert IDENTITY.guid(item_name("event", name)) == guid


@quick
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=9), st.data())
def test_no_item_has_the_name_of_a_notice_or_of_another_item(name: str, data: st.DataObject) -> None:
    """Notices are `<name>/<notice>`, so an item's own name has no slash in it."""
    other = data.draw(st.sampled_from([name, f"{name}/cancelled", f"{name}%2Fcancelled", name.upper()]))
    assert item_name("event", name).count("/") == 1
    assert (item_name("event", name) == item_name("event", other)) is (name == other)


def test_the_identity_is_what_the_site_fixes_else_it_comes_from_its_name() -> None:
    assert identity(organisation()) == Identity("example-network.alt", 2026)
    fixed = organisation("feed_identity:\n  domain: network.example.org\n  year: 2024\n")
    assert identity(fixed) == Identity("network.example.org", 2024)


# Calendars


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (0, "Coming events."),
        (1, "Coming events, and those of the last month."),
        (6, "Coming events, and those of the last 6 months."),
        (12, "Coming events, and those of the last year."),
        (18, "Coming events, and those of the last 18 months."),
        (24, "Coming events, and those of the last 2 years."),
        (60, "Coming events, and those of the last 5 years."),
    ],
)
def test_the_calendar_says_how_far_back_it_goes(months: int, words: str) -> None:
    main, *others = calendars(organisation(f"calendar_months: {months}\n"))
    assert (main.address, main.summary) == ("/calendar/events.ics", words)
    assert [one.whole for one in (main, *others)] == [False, True, True]
    assert [one.summary for one in others] == ["Learning from each other.", "Every event, however long ago."]


def test_every_feed_and_calendar_has_an_address_of_its_own() -> None:
    assert sorted(subscription_addresses(organisation())) == [
        "/calendar/archive.ics",
        "/calendar/events.ics",
        "/calendar/series/peer-learning.ics",
        "/feeds/all.json",
        "/feeds/all.xml",
        "/feeds/events.json",
        "/feeds/events.xml",
        "/feeds/newsletters.json",
        "/feeds/newsletters.xml",
        "/feeds/opml.xml",
        "/feeds/topics/facilitation.json",
        "/feeds/topics/facilitation.xml",
        "/feeds/topics/systems-change.json",
        "/feeds/topics/systems-change.xml",
    ]
