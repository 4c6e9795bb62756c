"""What people would lose: addresses and ids that were published and are not there any more."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from plugins.core.site import Change
from plugins.engine.publication import item_digest, last_changed
from plugins.outputs.published import PublishedAddress, read_published
from tests.builders import make_entry, make_site

from .published_site import LATER, SITE_URL, Published, found, lines_of
from .trees import page, tree, write

# The first publish build, and one that changes nothing


def test_a_first_publish_build_needs_no_state(site: Published) -> None:
    site.event()
    site.good()
    state = read_published((site.site / "published.json").read_bytes())
    assert set(state.events) == {"open-day@example-network.alt"}
    assert state.site == SITE_URL
    assert state.addresses["/events/open-day/"].kind == "item"


def test_the_same_again_gives_the_same_bytes(site: Published) -> None:
    site.event()
    page(site.content, "about", "About us")
    site.good()
    before = tree(site.site)
    site.good("2026-11-22T22:00")
    assert tree(site.site) == before


def test_a_preview_leaves_no_state_and_takes_one(site: Published, tmp_path: Path) -> None:
    page(site.content, "about", "About us")
    site.good()
    result = site.build(site.content, output=tmp_path / "preview", published=site.state, now=LATER)
    assert (result.exit_code, [p for p in result.problems if p.code != "event-gone"]) == (0, [])
    assert not (tmp_path / "preview/published.json").exists()
    assert "Last changed 22 November 2026" in (tmp_path / "preview/about/index.html").read_text("utf-8")


def test_every_address_is_in_the_state(site: Published) -> None:
    write(site.content / "files/plan.pdf", b"%PDF-1.4\n")
    site.event(more="aliases:\n  - /old/\n")
    site.good()
    addresses = read_published(site.state.read_bytes()).addresses
    pages = {
        f"/{file.parent.relative_to(site.site).as_posix()}/".replace("/./", "/")
        for file in site.site.rglob("index.html")
    }
    pages |= {
        "/" + name for name in ("files/plan.pdf", "feeds/all.xml", "feeds/all.json", "calendar/events.ics")
    }
    pages |= {"/feeds/opml.xml", "/events/open-day.ics", "/calendar/archive.ics"}
    assert pages - set(addresses) == set()
    for address in addresses:
        file = site.site / address.lstrip("/")
        assert (file / "index.html" if address.endswith("/") else file).is_file(), address
    assert addresses["/old/"] == PublishedAddress(kind="redirect", target="/events/open-day/")


def test_nothing_private_is_in_the_state(site: Published) -> None:
    site.event(
        more="owner: A secret team\nonline:\n  link: https://meet.example.org/secret\n  joining: We send the link.\n"
    )
    page(site.content, "plan", "A plan").write_text(
        "---\ntitle: A secret plan\nsummary: Hidden.\nstatus: draft\n---\nText.\n", "utf-8"
    )
    site.good()
    text = site.state.read_text("utf-8")
    assert "secret" not in text
    assert str(site.folder) not in text


# Pages that vanish


def test_a_vanished_page_is_a_problem_and_the_lines_of_its_fix_mend_it(site: Published) -> None:
    file = page(site.content, "about", "About us")
    site.good()
    before = tree(site.site)
    file.unlink()

    result = site.publish(LATER)

    assert found(result) == [
        (
            "address-vanishes",
            "redirects.yaml",
            "“About us” was published, and now nothing is there.",
        )
    ]
    (problem,) = result.problems
    assert problem.fix == (
        "put it back, or say where it leads now; in redirects.yaml, under redirects:\n"
        "       - from: /about/\n         to: /"
    )
    assert tree(site.site) == before
    site.add_redirect(lines_of(problem.fix))
    site.good(LATER)
    assert 'href="/"' in (site.site / "about/index.html").read_text("utf-8")


def test_what_is_pasted_from_the_terminal_mends_it_too(site: Published) -> None:
    file = page(site.content, "about", "About us")
    site.good()
    file.unlink()
    report = site.publish(LATER).report()
    pasted = re.search(r"^ +- from: .*\n.*to: .*$", report, re.M)
    assert pasted
    site.add_redirect(textwrap.dedent(pasted[0]) + "\n")
    site.good(LATER)


def test_a_page_of_another_name_is_where_the_old_one_leads(site: Published) -> None:
    file = page(site.content, "about", "About us")
    site.good()
    file.rename(file.with_name("who-we-are.md"))
    (problem,) = site.publish(LATER).problems
    assert problem.fix.endswith("- from: /about/\n         to: /who-we-are/")
    site.add_redirect(lines_of(problem.fix))
    site.good(LATER)


def test_a_page_with_an_alias_is_no_problem(site: Published) -> None:
    file = page(site.content, "about", "About us")
    site.good()
    file.rename(file.with_name("who-we-are.md"))
    site.add_lines("pages/who-we-are.md", "aliases:\n  - /about/\n")
    site.good(LATER)


def test_a_redirect_that_vanishes_is_a_problem_too(site: Published) -> None:
    page(site.content, "about", "About us")
    site.add_redirect("- from: /who/\n  to: /about/\n")
    site.good()
    (site.content / "redirects.yaml").unlink()
    result = site.publish(LATER)
    assert found(result) == [
        (
            "address-vanishes",
            "redirects.yaml",
            "The old address /who/ leads nowhere any more.",
        )
    ]
    site.add_redirect(lines_of(result.problems[0].fix))
    site.good(LATER)


def test_the_second_publish_build_after_a_redirect_asks_for_nothing(site: Published) -> None:
    file = page(site.content, "about", "About us")
    site.good()
    file.unlink()
    site.add_redirect("- from: /about/\n  to: /\n")
    site.good(LATER)
    site.good("2026-11-24T10:00")


def test_a_document_that_vanishes_is_a_warning(site: Published) -> None:
    write(site.content / "files/plan.pdf", b"%PDF-1.4\n")
    site.good()
    (site.content / "files/plan.pdf").unlink()
    result = site.publish(LATER)
    assert result.exit_code == 0
    assert found(result, "warning") == [
        (
            "address-vanishes",
            "redirects.yaml",
            "The document /files/plan.pdf was published, and now nothing is there.",
        )
    ]


def test_many_pages_that_vanish_are_all_told(site: Published) -> None:
    files = [page(site.content, f"a{number}", f"Page {number}") for number in range(4)]
    site.good()
    for file in files:
        file.unlink()
    result = site.publish(LATER)
    assert len(found(result)) == 4
    for problem in result.problems:
        site.add_redirect(lines_of(problem.fix))
    site.good(LATER)


# Pages that are hidden


@pytest.mark.parametrize(
    ("setting", "words"),
    [("status: draft", "As a draft"), ("sample: true", "As an example")],
)
def test_a_page_that_becomes_a_draft_or_an_example(setting: str, words: str, site: Published) -> None:
    page(site.content, "about", "About us")
    site.good()
    site.add_lines("pages/about.md", f"{setting}\n")
    result = site.publish(LATER)
    assert found(result) == [
        ("address-vanishes", "about.md", f"“About us” was published. {words} it would disappear.")
    ]
    (problem,) = result.problems
    assert problem.line == 4
    site.add_redirect(lines_of(problem.fix))
    site.good(LATER)


def test_a_page_that_disappears_by_the_clock_is_an_advice(site: Published) -> None:
    page(site.content, "about", "About us")
    site.add_lines("pages/about.md", "publish_until: 2026-11-23\n")
    site.good()
    result = site.publish(LATER)
    assert result.exit_code == 0
    assert found(result, "advice") == [
        ("address-vanishes", "about.md", "“About us” disappears now, as publish_until says.")
    ]
    assert result.problems[0].line == 4
    assert not (site.site / "about").exists()
    # It is gone now, and nothing more is said of it.
    site.good("2026-11-24T10:00")


def test_a_page_that_disappears_by_the_clock_may_lead_elsewhere(site: Published) -> None:
    page(site.content, "about", "About us")
    site.add_lines("pages/about.md", "publish_until: 2026-11-23\n")
    site.good()
    (problem,) = site.publish(LATER).problems
    site.add_redirect(lines_of(problem.fix))
    site.good(LATER)


def test_a_page_that_is_to_appear_later_again(site: Published) -> None:
    page(site.content, "about", "About us")
    site.good()
    site.add_lines("pages/about.md", "publish_from: 2026-12-01\npublish_until: 2027-12-01\n")
    assert found(site.publish(LATER), "advice") == [
        (
            "address-vanishes",
            "about.md",
            "“About us” was published, and disappears until 1 December 2026.",
        )
    ]


# Feeds and calendars that vanish


WITH_NAMES = """\
topics:
  learning:
    name: Learning
    summary: Learning with others.
series:
  open-space:
    name: Open space
    summary: Open sessions.
"""


def test_a_topic_and_a_series_that_go_take_feeds_and_calendars_along(site: Published) -> None:
    plain = (site.content / "site.yaml").read_text("utf-8")
    (site.content / "site.yaml").write_text(plain + WITH_NAMES, "utf-8")
    site.event(more="topics: [learning]\nseries: open-space\n")
    site.good()
    (site.content / "site.yaml").write_text(plain, "utf-8")
    site.event()

    result = site.publish(LATER)

    assert [message for _, _, message in found(result)] == [
        "The calendar “Example Network: Open space” has subscribers, and would be gone.",
        "“Open space” was published, and now nothing is there.",
        "“Learning” was published, and now nothing is there.",
        *["The feed “Example Network: Learning” has subscribers, and would be gone."] * 2,
    ]
    for problem in result.problems:
        site.add_redirect(lines_of(problem.fix))
    site.good(LATER)
    files = tree(site.site)
    for old, new in (
        ("feeds/topics/learning.xml", "feeds/all.xml"),
        ("feeds/topics/learning.json", "feeds/all.json"),
        ("calendar/series/open-space.ics", "calendar/events.ics"),
    ):
        assert files[old] == files[new], old
    assert b"url=/events/" in files["events/topics/learning/index.html"]
    site.good("2026-11-24T10:00")


def test_a_feed_that_leads_elsewhere_stays_the_same_in_a_build_that_keeps_it(site: Published) -> None:
    """The copy comes from the output when the feed itself was not made again."""
    site.event()
    site.add_redirect("- from: /rss.xml\n  to: /feeds/all.xml\n")
    site.good()
    page(site.content, "about", "About us")
    site.good(LATER)
    files = tree(site.site)
    assert files["rss.xml"] == files["feeds/all.xml"]
    site.event(title="Another day")
    site.good("2026-11-24T10:00")
    assert tree(site.site)["rss.xml"] == tree(site.site)["feeds/all.xml"] != files["rss.xml"]


# Ids that calendars and feeds know


def renamed(site: Published, more: str = "", **values: str) -> None:
    (site.content / "events/open-day.md").unlink()
    site.event("open-house", more=more, **values)


def test_an_event_renamed_without_its_id_is_a_problem_and_the_lines_of_its_fix_mend_it(
    site: Published,
) -> None:
    site.event()
    site.good()
    (uid,) = site.records()["events"]
    renamed(site)

    result = site.publish(LATER)

    assert found(result) == [
        (
            "calendar-id-lost",
            "open-house.md",
            "“Open day” was published by another name, which calendars keep.",
        )
    ]
    (problem,) = result.problems
    assert problem.fix == (
        "add these lines, so that nobody gets it twice:\n"
        "     uid: open-day\n     aliases:\n       - /events/open-day/"
    )
    site.add_lines("events/open-house.md", lines_of(problem.fix))
    site.good(LATER)
    assert set(site.records()["events"]) == {uid}
    assert site.records()["events"][uid]["sequence"] == 0
    assert 'href="/events/open-house/"' in (site.site / "events/open-day/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    "values",
    [{"title": "Open house"}, {"start": "2026-12-10"}],
    ids=["another title", "another date"],
)
def test_an_event_renamed_and_changed_with_a_redirect_only(values: dict[str, str], site: Published) -> None:
    site.event()
    site.good()
    renamed(site, "aliases:\n  - /events/open-day/\n", **values)
    (problem,) = site.publish(LATER).problems
    assert (problem.code, problem.severity) == ("calendar-id-lost", "problem")
    assert problem.fix.endswith("\n     uid: open-day")
    site.add_lines("events/open-house.md", lines_of(problem.fix))
    site.good(LATER)


def test_an_event_renamed_with_its_id_is_the_same_event(site: Published) -> None:
    site.event()
    site.good()
    before = site.records()
    renamed(site, "uid: open-day\naliases:\n  - /events/open-day/\n")
    site.good(LATER)
    after = site.records()
    assert set(after["events"]) == set(before["events"])
    assert set(after["feed_items"]) == set(before["feed_items"])
    old, new = ((site.site / f"events/{name}.ics").read_bytes() for name in ("open-day", "open-house"))
    assert old == new, "whoever has the old file in a reader or a calendar gets the event"


def test_an_id_that_is_given_to_a_published_event_is_a_problem(site: Published) -> None:
    site.event()
    site.good()
    site.add_lines("events/open-day.md", "uid: a-better-name\n")
    (problem,) = site.publish(LATER).problems
    assert (problem.code, problem.severity) == ("calendar-id-lost", "problem")
    assert "aliases" not in problem.fix
    site.event()
    site.good(LATER)


@pytest.mark.parametrize("more", ["uid: a-better-name\n", ""], ids=["another id", "the same id"])
def test_another_event_in_the_file_of_a_published_one(more: str, site: Published) -> None:
    """Whether this is the same event is the editor's to say; it must not end in a fault of ours."""
    site.event()
    site.good()
    site.event(title="Something else", start="2027-03-01", more=more)
    assert site.publish(LATER).exit_code in (0, 1)


def test_a_deleted_event_with_a_redirect_is_cancelled_in_calendars(site: Published) -> None:
    site.event()
    site.good()
    (uid,) = site.records()["events"]
    (site.content / "events/open-day.md").unlink()
    result = site.publish(LATER)
    assert [p.code for p in result.problems] == ["address-vanishes"]
    site.add_redirect(lines_of(result.problems[0].fix))
    result = site.publish(LATER)
    assert (result.exit_code, found(result, "advice")) == (
        0, [("event-gone", "open-day.md", "“Open day” leaves the site: people will see it as cancelled.")],
    )  # fmt: skip
    record = site.records()["events"][uid]
    assert (record["deleted"], record["state"], record["sequence"]) == (True, "cancelled", 1)
    assert b"\r\nSTATUS:CANCELLED\r\n" in (site.site / "calendar/events.ics").read_bytes()
    assert b"\r\nSTATUS:CANCELLED\r\n" in (site.site / "events/open-day.ics").read_bytes()
    # It stays until it is over, and says nothing new.
    site.good("2026-12-03T10:00")
    assert b"\r\nSTATUS:CANCELLED\r\n" in (site.site / "calendar/events.ics").read_bytes()
    assert site.records()["events"][uid] == record
    site.good("2026-12-04T10:00")
    assert b"BEGIN:VEVENT" not in (site.site / "calendar/events.ics").read_bytes()
    assert site.records()["events"][uid]["sequence"] == 1


def test_a_deleted_event_and_a_new_one_of_its_name(site: Published) -> None:
    """The name is the id: it is the same event, changed, whatever happened in between."""
    site.event()
    site.good()
    (uid,) = site.records()["events"]
    (site.content / "events/open-day.md").unlink()
    site.add_redirect("- from: /events/open-day/\n  to: /events/\n")
    site.good(LATER)
    (site.content / "redirects.yaml").unlink()
    site.event(title="Another open day", start="2027-03-01")
    site.good("2026-11-24T10:00")
    record = site.records()["events"][uid]
    assert (record["sequence"], record["state"], record.get("deleted")) == (2, "confirmed", None)


def test_a_new_name_for_a_deleted_event_while_calendars_still_show_it(site: Published) -> None:
    """A new event with an id of its own at the address of a deleted one: both have a calendar file."""
    site.event()
    site.good()
    (site.content / "events/open-day.md").unlink()
    site.add_redirect("- from: /events/open-day/\n  to: /events/\n")
    site.good(LATER)
    (site.content / "redirects.yaml").unlink()
    site.event(title="Another open day", start="2027-03-01", more="uid: another\n")
    result = site.publish("2026-11-24T10:00")
    assert result.exit_code in (0, 1), result.report()


# The feed identity


IDENTITY = "feed_identity:\n  domain: {domain}\n  year: {year}\n"


def identified(site: Published, domain: str = "network.example.org", year: int = 2026) -> None:
    file = site.content / "site.yaml"
    plain = re.sub(r"feed_identity:\n(  .*\n)+", "", file.read_text("utf-8"))
    file.write_text(plain + (IDENTITY.format(domain=domain, year=year) if domain else ""), "utf-8")


@pytest.mark.parametrize(("domain", "year"), [("another.example.org", 2026), ("network.example.org", 2025)])
def test_another_feed_identity_is_a_problem(domain: str, year: int, site: Published) -> None:
    identified(site)
    site.event()
    site.good()
    identified(site, domain, year)
    result = site.publish(LATER)
    assert found(result)[0] == (
        "feed-identity-changed",
        "site.yaml",
        "With another feed identity, every reader would see everything again.",
    )
    assert "domain: network.example.org\n       year: 2026" in result.problems[0].fix
    assert len(result.problems) == 1, "one mistake is one problem"
    identified(site)
    site.good(LATER)


def test_a_feed_identity_that_was_taken_out_comes_back_with_the_lines_of_the_fix(site: Published) -> None:
    identified(site)
    site.event()
    site.good()
    identified(site, "")
    (problem,) = site.publish(LATER).problems
    file = site.content / "site.yaml"
    file.write_text(file.read_text("utf-8") + lines_of(problem.fix), "utf-8")
    site.good(LATER)


def test_another_name_of_the_organisation_changes_no_id_when_the_identity_is_fixed(site: Published) -> None:
    identified(site)
    site.event()
    site.good()
    before = site.records()
    site.edit("site.yaml", "name: Example Network", "name: Another Network")
    site.good(LATER)
    after = site.records()
    assert set(after["events"]) == set(before["events"])
    assert set(after["feed_items"]) == set(before["feed_items"])


def test_another_address_of_the_site_changes_no_id_and_shows_nothing_again(site: Published) -> None:
    identified(site)
    site.event()
    site.good()
    before = site.records()
    result = site.build(
        site.content, publish=True, site_url="https://www.example.net", now=LATER, published=site.state
    )
    assert (result.exit_code, [p for p in result.problems if p.code != "event-gone"]) == (0, [])
    after = json.loads((site.site / "published.json").read_text("utf-8"))
    assert after["site"] == "https://www.example.net"
    assert set(after["events"]) == set(before["events"])
    assert set(after["feed_items"]) == set(before["feed_items"])
    assert [item["published"] for item in after["feed_items"].values()] == [
        item["published"] for item in before["feed_items"].values()
    ]


# When an item last changed


NOW, JULY = datetime(2026, 11, 22, 10, tzinfo=UTC), datetime(2026, 7, 3, 23, 30, tzinfo=UTC)
KNOWN = PublishedAddress(kind="item", title="A", hash="same", changed=JULY)
LAST = Change("Last changed 4 July 2026", "2026-07-04")
TODAY = Change("Last changed 22 November 2026", "2026-11-22")
SINCE = Change("Changed since it was last published on 4 July 2026", "2026-07-04")
NEW = Change("Not published yet")


@pytest.mark.parametrize(
    ("digest", "known", "publish", "expected"),
    [
        ("same", KNOWN, True, (LAST, JULY)),
        ("same", KNOWN, False, (LAST, JULY)),
        ("other", KNOWN, True, (TODAY, NOW)),
        ("other", KNOWN, False, (SINCE, JULY)),
        ("same", None, True, (TODAY, NOW)),
        ("same", None, False, (NEW, None)),
        ("same", PublishedAddress(kind="redirect", target="/b/"), True, (TODAY, NOW)),
        ("same", PublishedAddress(kind="redirect", target="/b/"), False, (NEW, None)),
    ],
    ids=[
        "published, unchanged", "previewed, unchanged", "published, changed", "previewed, changed",
        "published, new", "previewed, new", "published where a redirect was", "previewed where a redirect was",
    ],
)  # fmt: skip
def test_when_an_item_last_changed(
    digest: str, known: PublishedAddress | None, publish: bool, expected: tuple[Change, datetime | None]
) -> None:
    entry = make_entry("page", "a", "")
    assert last_changed(entry.item, digest, known, NOW, publish=publish) == expected


@pytest.mark.parametrize("setting", ["sample: true", "status: draft"])
def test_examples_and_drafts_have_no_change(setting: str) -> None:
    entry = make_entry("page", "a", setting)
    assert last_changed(entry.item, "same", KNOWN, NOW, publish=False) == (Change(""), None)


def digest_of(settings: str, body: str = "Text.\n", make: Callable[..., Any] = make_entry) -> str:
    entry = make("event", "a", f"start: 2026-12-03\nformat: online\n{settings}", body)
    return item_digest(entry, make_site(entry))


@pytest.mark.parametrize(
    "settings",
    ["owner: A team", "review_by: 2027-01-01", "publish_until: 2028-01-01", "aliases:\n  - /old/", "uid: b",
     "online:\n  link: https://meet.example.org/secret\n  public: false"],
)  # fmt: skip
def test_what_nobody_sees_is_no_change(settings: str) -> None:
    plain = "online:\n  public: false" if settings.startswith("online") else ""
    assert digest_of(settings) == digest_of(plain)


@pytest.mark.parametrize(
    ("settings", "body"),
    [
        ("title: B", "Text.\n"),
        ("summary: B", "Text.\n"),
        ("audience: All", "Text.\n"),
        ("event_status: cancelled", "Text.\n"),
        ("online:\n  link: https://meet.example.org/a\n  public: true", "Text.\n"),
        ("", "Text. More text.\n"),
        ("", "[Text](https://www.example.org/).\n"),
    ],
)
def test_what_people_see_is_a_change(settings: str, body: str) -> None:
    assert digest_of(settings, body) != digest_of("")


def test_a_setting_with_its_default_written_out_is_no_change() -> None:
    """So a new setting of a type changes no page that does not use it."""
    assert digest_of("event_status: confirmed\ntopics: []") == digest_of("")
