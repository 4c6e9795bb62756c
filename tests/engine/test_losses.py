"""What is told before people lose it: ids that calendars and feeds know, and lists that come and go."""

from __future__ import annotations

from pathlib import Path

import pytest

from .published_site import LATER, Published, found, lines_of
from .test_publication import WITH_NAMES
from .trees import write

TIMED = "end: 2026-12-03 11:00\n"
ISSUE = "---\ntitle: {title}\nsummary: S.\nissue: {issue}\ndate: 2026-11-03\n{more}---\nText.\n"
GONE = "“Open day” leaves the site: people will see it as cancelled."


def problems(site: Published, now: str = LATER) -> list[tuple[str, str, str, str]]:
    """Return severity, code, file and fix of all that a build says."""
    return [
        (p.severity, p.code, p.path.rpartition("/")[2], p.fix.partition("\n")[0])
        for p in site.publish(now).problems
    ]


# Events that leave the site


def test_a_deleted_event_that_leads_elsewhere_is_told_once(site: Published) -> None:
    file = site.event()
    site.good()
    file.unlink()
    site.add_redirect("- from: /events/open-day/\n  to: /events/\n")
    result = site.publish(LATER)
    assert (result.exit_code, found(result, "advice")) == (0, [("event-gone", "open-day.md", GONE)])
    assert result.problems[0].fix == (
        "if it does take place, put it back; to say why it does not, put it back with event_status: cancelled."
    )
    assert site.publish("2026-11-24T10:00").problems == ()


def test_while_its_page_is_a_problem_nothing_else_is_said_of_an_event(site: Published) -> None:
    """One mistake is one problem."""
    file = site.event()
    site.good()
    file.unlink()
    assert found(site.publish(LATER), "advice") == []


@pytest.mark.parametrize("more", ["", "event_status: cancelled\n"], ids=["over", "over and cancelled"])
def test_an_event_that_is_over_goes_without_a_word(more: str, site: Published) -> None:
    file = site.event(more=more)
    site.good()
    file.unlink()
    site.add_redirect("- from: /events/open-day/\n  to: /events/past/\n")
    assert site.publish("2026-12-04T10:00").problems == ()


@pytest.mark.parametrize("setting", ["status: draft\n", "sample: true\n"])
def test_a_published_event_that_is_hidden_may_lead_elsewhere_and_is_told(
    setting: str, site: Published
) -> None:
    site.event()
    site.good()
    site.event(more=setting)
    (problem,) = site.publish(LATER).problems
    assert (problem.code, problem.severity, problem.line) == ("address-vanishes", "problem", 7)
    site.add_redirect(lines_of(problem.fix))
    result = site.publish(LATER)
    assert (result.exit_code, found(result, "advice")) == (0, [("event-gone", "open-day.md", GONE)])


def test_a_published_event_cannot_be_put_off_with_publish_from(site: Published) -> None:
    site.event()
    site.good()
    site.event(more="publish_from: 2026-12-01\n")
    result = site.publish(LATER)
    assert (result.exit_code, found(result)) == (
        1, [("address-vanishes", "open-day.md", "“Open day” would show as cancelled until 1 December 2026.")],
    )  # fmt: skip
    assert [(p.line, p.fix) for p in result.problems] == [(7, "take this line out.")]


def test_an_event_past_its_publish_until_stays_in_calendars(site: Published) -> None:
    """It takes place all the same: only its page had its time."""
    site.event(more="publish_until: 2026-11-23\naliases:\n  - /open/\n")
    site.good()
    before = site.records()["events"]
    data = (site.site / "calendar/events.ics").read_bytes()

    result = site.publish(LATER)

    assert (result.exit_code, found(result, "advice")) == (
        0,
        [
            ("address-vanishes", "open-day.md", "“Open day” disappears now, as publish_until says."),
            ("address-vanishes", "redirects.yaml", "The old address /open/ leads nowhere any more."),
        ],
    )
    assert not (site.site / "events/open-day").exists()
    assert (site.site / "calendar/events.ics").read_bytes() == data
    assert b"\r\nSTATUS:CONFIRMED\r\n" in (site.site / "events/open-day.ics").read_bytes()
    assert site.records()["events"] == before
    assert site.items() == {}
    assert [problem.code for problem in site.publish("2026-11-24T10:00").problems] == ["event-gone-early"]
    site.add_redirect("- from: /events/open-day/\n  to: /events/\n")
    assert [problem.code for problem in site.publish("2026-11-25T10:00").problems] == ["event-gone-early"]


# Lists


def test_the_list_of_a_year_goes_and_comes_back_by_itself(site: Published) -> None:
    """A redirect from it would stop the build as soon as the next event of that year is past."""
    file = site.event("old", "Old", "2026-10-01")
    site.event()
    site.good()
    file.unlink()
    site.add_redirect("- from: /events/old/\n  to: /events/past/\n")
    result = site.publish(LATER)
    assert (result.exit_code, found(result, "advice")) == (
        0,
        [
            (
                "address-vanishes",
                "redirects.yaml",
                "The list /events/past/2026/ is gone, since nothing is on it.",
            )
        ],
    )
    assert result.problems[0].fix == "nothing; it comes back with the next item of that year."
    assert site.publish("2026-12-12T10:00").problems == ()
    assert (site.site / "events/past/2026/index.html").exists()


def test_the_list_of_a_year_of_newsletters_goes_too(site: Published) -> None:
    file = site.content / "newsletters/2025-11.md"
    write(file, ISSUE.format(title="Old", issue="2025-11", more="").replace("2026-11-03", "2025-11-03"))
    site.good()
    file.unlink()
    site.add_redirect("- from: /newsletters/2025/11/\n  to: /newsletters/\n")
    assert problems(site) == [
        (
            "advice",
            "address-vanishes",
            "redirects.yaml",
            "nothing; it comes back with the next item of that year.",
        )
    ]


def test_what_belongs_to_a_renamed_topic_or_series_leads_to_its_new_name(site: Published) -> None:
    plain = (site.content / "site.yaml").read_text("utf-8")
    (site.content / "site.yaml").write_text(plain + WITH_NAMES, "utf-8")
    site.event(more="topics: [learning]\nseries: open-space\n")
    site.good()
    names = WITH_NAMES.replace("learning:", "lessons:").replace("open-space:", "open-spaces:")
    (site.content / "site.yaml").write_text(plain + names, "utf-8")
    site.event(more="topics: [lessons]\nseries: open-spaces\n")

    result = site.publish(LATER)

    assert [lines_of(p.fix) for p in result.problems] == [
        f"- from: /{old}\n  to: /{new}\n"
        for old, new in (
            ("calendar/series/open-space.ics", "calendar/series/open-spaces.ics"),
            ("events/series/open-space/", "events/series/open-spaces/"),
            ("events/topics/learning/", "events/topics/lessons/"),
            ("feeds/topics/learning.json", "feeds/topics/lessons.json"),
            ("feeds/topics/learning.xml", "feeds/topics/lessons.xml"),
        )
    ]
    for problem in result.problems:
        site.add_redirect(lines_of(problem.fix))
    site.good(LATER)


# Ids of events


def test_an_id_taken_over_from_another_event_is_a_problem_of_the_one_that_takes_it(site: Published) -> None:
    """Else the entry of one would turn into the other, and the other would be shown as cancelled."""
    alpha = site.event("a", "Alpha", "2026-12-03")
    site.event("b", "Beta", "2026-12-10")
    site.good()
    alpha.unlink()
    site.event("b", "Beta", "2026-12-10", more="uid: a\naliases:\n  - /events/a/\n")
    result = site.publish(LATER)
    assert found(result) == [
        ("calendar-id-lost", "b.md", "With another id, people would get “Beta” twice in their calendars.")
    ]
    assert [(p.line, p.fix) for p in result.problems] == [(7, "take the line uid out.")]


def test_an_id_that_was_changed_is_to_be_what_it_was(site: Published) -> None:
    site.event(more="uid: first\n")
    site.good()
    site.event(more="uid: second\n")
    assert [(p.code, p.line, p.fix) for p in site.publish(LATER).problems] == [
        ("calendar-id-lost", 7, "write uid: first")
    ]


@pytest.mark.parametrize("more", ["aliases:\n  - /events/peer-1/\n", ""], ids=["alias", "redirect"])
def test_the_next_meeting_of_a_title_is_no_old_one_by_another_name(more: str, site: Published) -> None:
    """Its id would move the entry of what is over to the new date."""
    first = site.event("peer-1", "Peer", "2026-11-10")
    site.event("other", "Other", "2026-11-11")
    site.good()
    first.unlink()
    site.event("peer-2", "Peer", "2026-12-10", more=more)
    if not more:
        site.add_redirect("- from: /events/peer-1/\n  to: /events/peer-2/\n")
    assert site.publish(LATER).problems == ()
    assert set(site.records()["events"]) == {
        f"{name}@example-network.alt" for name in ("peer-1", "peer-2", "other")
    }


def test_an_event_that_is_over_and_renamed_keeps_its_id(site: Published) -> None:
    first = site.event("peer-1", "Peer", "2026-11-10")
    site.good()
    first.unlink()
    site.event("peer-of-november", "Peer", "2026-11-10")
    assert [p.code for p in site.publish(LATER).problems] == ["calendar-id-lost"]


def test_a_vanished_event_had_best_lead_to_a_new_one_of_the_same_start(site: Published) -> None:
    """File name and title changed together: only the time is as it was. The second build sees that it is the same."""
    file = site.event(start="2026-12-03 10:00", more=TIMED)
    site.event("steady", "Steady", "2026-12-03 10:00", more=TIMED)
    site.good()
    file.unlink()
    site.event("open-house", "Open house", "2026-12-03 10:00", more=TIMED)
    (problem,) = site.publish(LATER).problems
    assert (problem.code, lines_of(problem.fix)) == (
        "address-vanishes",
        "- from: /events/open-day/\n  to: /events/open-house/\n",
    )
    site.add_redirect(lines_of(problem.fix))
    (problem,) = site.publish(LATER).problems
    assert (problem.code, lines_of(problem.fix)) == ("calendar-id-lost", "uid: open-day\n")
    site.add_lines("events/open-house.md", lines_of(problem.fix))
    assert site.publish(LATER).problems == ()


# Ids of newsletters


@pytest.fixture
def issue(site: Published) -> Path:
    file = site.content / "newsletters/november.md"
    write(file, ISSUE.format(title="November", issue="2026-11", more=""))
    site.good()
    return file


def test_an_issue_of_another_month_keeps_its_id_with_the_lines_of_the_fix(
    site: Published, issue: Path
) -> None:
    before = site.dates()
    write(issue, ISSUE.format(title="November", issue="2026-10", more=""))
    (problem,) = [p for p in site.publish(LATER).problems if p.severity == "problem"]
    assert (problem.code, problem.path.rpartition("/")[2]) == ("feed-id-lost", "november.md")
    assert problem.message == "“November” was published before, and feed readers would show it again."
    assert lines_of(problem.fix) == "uid: 2026-11\naliases:\n  - /newsletters/2026/11/\n"
    site.add_lines("newsletters/november.md", lines_of(problem.fix))
    site.good(LATER)
    assert site.dates() == before == {"newsletter/2026-11": "2026-11-03T00:00:00+00:00"}


def test_an_issue_with_another_title_and_month_that_leads_on_is_the_same(
    site: Published, issue: Path
) -> None:
    more = "aliases:\n  - /newsletters/2026/11/\n"
    write(issue, ISSUE.format(title="October", issue="2026-10", more=more))
    (problem,) = site.publish(LATER).problems
    assert (problem.code, lines_of(problem.fix)) == ("feed-id-lost", "uid: 2026-11\n")


@pytest.mark.usefixtures("issue")
def test_a_new_issue_of_another_month_is_none_of_the_old_ones(site: Published) -> None:
    write(site.content / "newsletters/october.md", ISSUE.format(title="October", issue="2026-10", more=""))
    assert site.publish(LATER).problems == ()


def test_the_true_issue_of_a_month_gets_an_id_of_its_own(site: Published, issue: Path) -> None:
    """The one that was put right keeps the id by which readers know it."""
    write(issue, ISSUE.format(title="November", issue="2026-10", more="uid: 2026-11\n"))
    write(site.content / "newsletters/true.md", ISSUE.format(title="True", issue="2026-11", more=""))
    assert found(site.publish(LATER)) == [
        ("feed-id-twice", "true.md", "Two issues have the feed id 2026-11.")
    ]
    site.add_lines("newsletters/true.md", "uid: 2026-11-2\n")
    site.good(LATER)
    assert site.items() == {"newsletter/2026-11": "November", "newsletter/2026-11-2": "True"}


# Redirects of files


@pytest.mark.parametrize(
    ("old", "new"),
    [("/rss.xml", "/feeds/all.xml"), ("/rss.rss", "/feeds/all.xml"), ("/news.atom", "/feeds/newsletters.xml"),
     ("/feed.json", "/feeds/all.json"), ("/dates.ics", "/calendar/events.ics")],
)  # fmt: skip
def test_a_feed_or_calendar_at_an_old_address_is_a_copy(old: str, new: str, site: Published) -> None:
    site.event()
    site.add_redirect(f"- from: {old}\n  to: {new}\n")
    site.good()
    copy = (site.site / old.lstrip("/")).read_bytes()
    assert copy == (site.site / new.lstrip("/")).read_bytes()
    assert b"http-equiv" not in copy


@pytest.mark.parametrize(
    ("old", "new", "what", "near"),
    [
        ("/dates.ics", "/events/", "calendar", "/calendar/events.ics"),
        ("/dates.ics", "https://www.example.net/x.ics", "calendar", "/calendar/events.ics"),
        ("/dates.ics", "/feeds/all.xml", "calendar", "/calendar/events.ics"),
        ("/rss.xml", "/newsletters/", "feed", "/feeds/all.xml"),
        ("/rss.xml", "/feeds/all.json", "feed", "/feeds/all.xml"),
        ("/rss.rss", "/feeds/all.json", "feed", "/feeds/all.xml"),
        ("/news.atom", "/newsletters/", "feed", "/feeds/all.xml"),
        ("/feed.json", "/feeds/all.xml", "feed", "/feeds/all.json"),
    ],
)
def test_a_feed_or_calendar_cannot_lead_on_to_a_page(
    old: str, new: str, what: str, near: str, site: Published
) -> None:
    site.add_redirect(f"- from: {old}\n  to: {new}\n")
    (problem,) = site.publish().problems
    assert (problem.code, problem.severity, problem.path.rpartition("/")[2], problem.line) == (
        "redirect-unread", "problem", "redirects.yaml", 2,
    )  # fmt: skip
    assert problem.message == f"A {what} cannot lead on to a page: programs do not follow."
    assert problem.fix == f"lead to a {what} of this site, such as {near}"
    site.edit("redirects.yaml", f"to: {new}", f"to: {near}")
    site.good()


def test_the_calendar_file_of_a_deleted_event_may_lead_to_a_calendar(site: Published) -> None:
    file = site.event()
    site.good()
    file.unlink()
    site.add_redirect("- from: /events/open-day/\n  to: /events/\n")
    site.add_redirect("- from: /events/open-day.ics\n  to: /calendar/events.ics\n")
    site.good(LATER)
    files = [(site.site / name).read_bytes() for name in ("events/open-day.ics", "calendar/events.ics")]
    assert files[0] == files[1]
    assert b"\r\nSTATUS:CANCELLED\r\n" in files[1]


# The state that was forgotten


def test_a_publish_build_that_is_not_told_what_was_published_says_so(site: Published) -> None:
    site.event()
    site.good()
    result = site.build(site.content, publish=True, site_url="https://www.example.org", now=LATER)
    (problem,) = result.problems
    assert (result.exit_code, problem.severity, problem.path, problem.code) == (
        0, "advice", "--published", "option",
    )  # fmt: skip
    assert problem.message == (
        "The site was published before, but this build is not told what was published."
    )
    assert problem.fix == (
        f"keep a copy of {site.site}/published.json and build with --published; "
        "else stamps start anew, and nobody is told what moved."
    )


def test_a_preview_and_another_folder_need_no_state(site: Published, tmp_path: Path) -> None:
    site.event()
    site.good()
    options = {"publish": True, "site_url": "https://www.example.org", "now": LATER}
    assert site.build(site.content, output=tmp_path / "another", **options).problems == ()
    assert site.build(site.content, now=LATER).problems == ()
