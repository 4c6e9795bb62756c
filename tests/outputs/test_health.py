"""The health of the content: what somebody should look at is found, and what is well is left alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from plugins.core.concern import ConcernKind
from plugins.core.site import Entry
from plugins.outputs.health import KINDS, Content, Finding, findings, health_json
from plugins.outputs.health_page import WORDS, health_view
from tests.builders import SITE, make_entry, make_settings, make_site
from tests.conftest import Build
from tests.test_sites import valid

KEPT = "owner: Core team\nreview_by: 2027-11-22\n"
"""What a page that is looked after has; its review is more than 60 days away."""

QUIET = SITE.replace("mailbox:\n    shown", "mailbox:\n    value: team@example.org\n    shown")
"""A site without open questions."""

FORM = (
    "kind: store\npurpose: To plan.\nlawful_basis: Consent\nretention_days: 365\n"
    "fields:\n  - name: email\n    type: email\n    label: E-mail\n"
)


def content_of(*entries: Entry[Any], site: str = QUIET, **more: Any) -> Content:
    given = {"settings": make_settings(site), "moved": frozenset(), "files": (), "unused_images": ()}
    return Content(site=make_site(*entries, site=site), entries=entries, **{**given, **more}, shown="content")


def told(*entries: Entry[Any], **more: Any) -> list[tuple[ConcernKind, str, str]]:
    """Return kind, path (without its folder content/) and words of each finding."""
    found = findings(content_of(*entries, **more))
    return [(each.kind, each.path.removeprefix("content/"), each.words) for each in found]


def page(name: str = "home", text: str = "", body: str = "Text.\n") -> Entry[Any]:
    return make_entry("page", name, f"{text}\n{KEPT}" if "owner" not in text else text, body)


def event(text: str, name: str = "open-day") -> Entry[Any]:
    return make_entry("event", name, f"format: online\n{text}")


def test_a_site_that_is_looked_after_has_nothing_to_look_at() -> None:
    assert told(page(), event("start: 2026-12-03")) == []
    view = health_view(make_site(), [])
    assert (view.counts, view.groups) == ((), ())


# Reviews


@pytest.mark.parametrize(
    ("day", "kind", "words"),
    [
        ("2026-11-21", "review-passed", "It was to be read again by 21 November 2026."),
        ("2026-11-22", "review-soon", "Read it again by 22 November 2026."),
        ("2027-01-21", "review-soon", "Read it again by 21 January 2027."),
    ],
)
def test_a_review_is_told_when_it_is_due(day: str, kind: str, words: str) -> None:
    assert told(page(text=f"owner: Core team\nreview_by: {day}")) == [(kind, "pages/home.md", words)]


def test_a_review_that_is_far_away_is_not_told() -> None:
    assert told(page(text="owner: Core team\nreview_by: 2027-01-22")) == []


def test_what_lasts_needs_an_owner_and_a_review_date() -> None:
    assert told(make_entry("page", "home", "")) == [
        ("review-missing", "pages/home.md", "It has no owner and no review date. Add owner and review_by.")
    ]
    assert told(make_entry("page", "home", "owner: Core team")) == [
        ("review-missing", "pages/home.md", "It has no review date. Add review_by.")
    ]
    assert told(make_entry("page", "home", "review_by: 2027-11-22")) == [
        ("review-missing", "pages/home.md", "It has no owner. Add owner.")
    ]


def test_what_has_a_day_of_its_own_needs_no_review() -> None:
    letter = make_entry("newsletter", "2026-11", "issue: 2026-11\ndate: 2026-11-03")
    assert told(event("start: 2026-12-03"), letter) == []


# Permissions


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "permission: 2026-05-01\nexpires: 2026-11-21",
            "Permission expired on 21 November 2026, so it is no longer shown. Ask Ann again, or delete the file.",
        ),
        (
            "permission: 2026-05-01\nexpires: 2026-11-22",
            "Permission expires on 22 November 2026. Ask Ann whether the words may stay.",
        ),
        (
            "permission: 2026-05-01\nexpires: 2027-02-20",
            "Permission expires on 20 February 2027. Ask Ann whether the words may stay.",
        ),
        (
            'permission: "{placeholder:mailbox}"',
            "The day of permission is not known yet. Ask Ann, and note the day.",
        ),
    ],
)
def test_a_permission_is_told_when_it_ends(text: str, words: str) -> None:
    entry = make_entry("testimonial", "ann", f"person: Ann\n{text}\n{KEPT}")
    found = findings(content_of(entry, site=SITE))
    assert [each.words for each in found if each.kind == "permission"] == [words]
    # What is no longer shown has no page to lead to.
    shown = "expired" not in words
    assert [each.address for each in found if each.kind == "permission"] == [
        "/testimonials/#ann" if shown else ""
    ]


@pytest.mark.parametrize("text", ["", "expires: 2027-02-21"])
def test_a_permission_that_holds_is_not_told(text: str) -> None:
    entry = make_entry("testimonial", "ann", f"person: Ann\npermission: 2026-05-01\n{text}\n{KEPT}")
    assert told(entry) == []


# Over


OPEN_OFFER = f"kind: area\n{KEPT}"


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (
            event("start: 2026-11-20\nevent_status: postponed"),
            (
                "It was postponed, and its old date, 20 November 2026, has passed. "
                "Give it its new date, or set event_status to cancelled."
            ),
        ),
        (
            make_entry("offer", "course", f"{OPEN_OFFER}closes: 2026-11-21"),
            "It closed on 21 November 2026. Give it new dates, or set its state to closed or archived.",
        ),
        (
            make_entry("form", "survey", f"{FORM}{KEPT}closes: 2026-11-21"),
            "It closed on 21 November 2026. Give it new dates, or take it away with the links to it.",
        ),
        (
            page("old", "publish_until: 2026-11-22"),
            "It disappeared from the site on 22 November 2026. Delete the file, or let it come back.",
        ),
    ],
    ids=["postponed", "offer", "form", "page"],
)
def test_what_is_over_is_told(entry: Entry[Any], words: str) -> None:
    home = page(body="[Offers](/offers/) [Forms](/forms/) [Old](/old/)\n")
    assert [(kind, text) for kind, _, text in told(home, entry)] == [("over", words)]


def test_an_event_that_is_over_and_still_open_for_booking_is_told() -> None:
    # The check may refuse such dates before it comes to this; a link can be booked for a recording, too.
    entry = event("start: 2026-11-20\nbooking:\n  link: https://book.example.org/a\n  closes: 2026-11-22")
    assert told(entry) == [
        (
            "over",
            "events/open-day.md",
            (
                "It took place on 20 November 2026, but booking closes on 22 November 2026. "
                "Correct the day on which booking closes."
            ),
        )
    ]


@pytest.mark.parametrize(
    "entry",
    [
        event("start: 2026-11-22\nevent_status: postponed"),
        event("start: 2026-11-20\nevent_status: cancelled"),
        event("start: 2026-11-20\nbooking:\n  link: https://book.example.org/a"),
        event("start: 2026-11-20\nbooking:\n  link: https://book.example.org/a\n  closes: 2026-11-20"),
        make_entry("offer", "course", f"{OPEN_OFFER}closes: 2026-11-22"),
        make_entry("offer", "course", f"{OPEN_OFFER}closes: 2026-11-21\nstate: closed"),
        make_entry("form", "survey", f"{FORM}{KEPT}closes: 2026-11-22"),
        page("old", "publish_until: 2026-11-23"),
        page("old", "publish_from: 2026-11-23"),
    ],
)
def test_what_is_not_over_or_says_so_is_not_told(entry: Entry[Any]) -> None:
    home = page(body="[Offers](/offers/) [Forms](/forms/) [Old](/old/)\n")
    assert told(home, entry) == []


def notice(end: str) -> str:
    return f"{QUIET}notices:\n  - text: The office is closed.\n    {end}\n"


def test_a_notice_that_is_over_is_told() -> None:
    words = "This notice ended on 21 November 2026. Take it out of the notices."
    assert told(site=notice("end: 2026-11-21")) == [("over", "site.yaml", words)]
    assert told(site=notice("end: 2026-11-22")) == []
    assert told(site=notice("start: 2026-12-01")) == []


# Links


def test_pages_forms_and_offers_that_nothing_links_to_are_told() -> None:
    words = "Link to it from a page where people need it, or delete it."
    entries = [
        page(body="[Home](/) and [people](/people/#team)\n"),
        page("people"),
        page("subscribe"),
        page("alone", body="[Myself](/alone/)\n"),
        make_entry("form", "survey", f"{FORM}{KEPT}"),
        make_entry("form", "apply", f"{FORM}{KEPT}"),
        make_entry("form", "news", f"{FORM}{KEPT}".replace("store", "subscribe")),
        make_entry("offer", "course", f"{OPEN_OFFER}call_to_action:\n  text: Apply\n  form: apply"),
        make_entry("offer", "part", f"{OPEN_OFFER}parent: whole"),
        make_entry("offer", "whole", OPEN_OFFER),
        make_entry("testimonial", "ann", f"person: Ann\npermission: 2026-05-01\n{KEPT}"),
        event("start: 2026-12-03"),
    ]
    assert told(*entries) == [
        ("unlinked", "forms/survey.md", words),
        ("unlinked", "offers/course.md", words),
        ("unlinked", "offers/part.md", words),
        ("unlinked", "pages/alone.md", words),
    ]


@pytest.mark.parametrize(
    "menu",
    [
        "navigation:\n  - text: About\n    link: /alone/\n",
        "footer:\n  - text: About\n    link: /alone/#part\n",
        "notices:\n  - text: New\n    link: /alone/\n",
    ],
)
def test_a_link_from_a_menu_or_a_notice_counts(menu: str) -> None:
    assert told(page(), page("alone"), site=QUIET + menu) == []


def test_a_signpost_counts_and_so_does_the_list_of_a_kind() -> None:
    sign = page(text="signposts:\n  - title: You\n    text: Come.\n    link: /alone/")
    assert told(sign, page("alone")) == []
    offer = make_entry("offer", "course", OPEN_OFFER)
    assert [kind for kind, _, _ in told(page(), offer)] == ["unlinked"]
    assert told(page(body="[What we offer](/offers/)\n"), offer) == []


# Drafts, examples, questions


def test_drafts_and_examples_are_told_once_each() -> None:
    assert told(
        page("plan", "status: draft\nowner: Core team\nreview_by: 2020-01-01"),
        event("sample: true\nstart: 2026-11-01"),
    ) == [
        ("draft", "pages/plan.md", "Finish it and set status to published, or delete it."),
        ("sample", "events/open-day.md", "Delete it when there is something real to show in its place."),
    ]


def test_an_open_question_names_who_decides_and_where_it_stands() -> None:
    site = SITE.replace("mailbox:\n    shown", "mailbox:\n    who: Core team\n    shown")
    entries = [
        page(body="[a](/a/) [b](/b/) [c](/c/) Write to {placeholder:mailbox}.\n"),
        *(page(name, 'summary: "Write to {placeholder:mailbox}."') for name in "abc"),
    ]
    [found] = findings(content_of(*entries, site=site))
    assert found == Finding(
        "open-question",
        "Which mailbox answers the public?",
        "",
        "content/site.yaml",
        "Core team",
        "It stands in content/pages/a.md, content/pages/b.md, content/pages/c.md and 1 more file. "
        "Write the answer after value: under mailbox.",
    )
    assert told(site=SITE) == [
        (
            "open-question",
            "site.yaml",
            "Nothing uses it at the moment. Write the answer after value: under mailbox.",
        )
    ]


# Files


def test_documents_and_images_that_nothing_uses_are_told() -> None:
    entries = [
        page(body="[Plan](/files/plan.pdf)\n"),
        event("start: 2026-12-03\npapers:\n  - text: Agenda\n    file: agenda.pdf"),
    ]
    found = told(
        *entries,
        files=("files/agenda.pdf", "files/moved.pdf", "files/old.pdf", "files/plan.pdf"),
        moved=frozenset({"/files/moved.pdf"}),
        unused_images=("images/old.jpg",),
    )
    assert found == [
        (
            "unused-image",
            "images/old.jpg",
            "Nothing shows it, so it is not published. Delete it, or put it where it is needed.",
        ),
        (
            "unused-file",
            "files/old.pdf",
            "It is published, but nothing leads to it. Link to it, or delete it if nobody needs it.",
        ),
    ]


# The page and the JSON


def test_the_page_counts_groups_and_sorts_reviews_by_owner() -> None:
    entries = [
        make_entry("page", name, f"{owner}review_by: {day}")
        for name, owner, day in (
            ("home", "owner: Core team\n", "2026-11-20"),
            ("subscribe", "owner: Core team\n", "2026-11-01"),
            ("a", "owner: A team\n", "2026-11-20"),
            ("b", "", "2026-11-20"),
        )
    ]
    content = content_of(
        *entries, site=f"{QUIET}navigation:\n  - text: A\n    link: /a/\n  - text: B\n    link: /b/\n"
    )
    view = health_view(content.site, findings(content))

    assert [(link.text, link.href) for link in view.counts] == [
        ("Review dates that have passed: 4", "#review-passed"),
        ("Pages without an owner or a review date: 1", "#review-missing"),
    ]
    passed, missing = view.groups
    assert [(part.title, [found.path for found in part.findings]) for part in passed.parts] == [
        ("A team", ["content/pages/a.md"]),
        ("Core team", ["content/pages/subscribe.md", "content/pages/home.md"]),
        ("Without an owner", ["content/pages/b.md"]),
    ]
    assert [part.title for part in missing.parts] == [""]


def test_every_kind_has_its_words() -> None:
    assert set(WORDS) == set(KINDS)


def test_the_json_says_the_same_to_programs() -> None:
    site = f"{QUIET}repository: https://git.example.org/network/website/\n"
    content = content_of(page(text="owner: Core team\nreview_by: 2026-11-20"), site=site)
    found = json.loads(health_json(content.site, findings(content)))
    assert found == {
        "format": 1,
        "name": "Example Network",
        "day": "2026-11-22",
        "counts": {**dict.fromkeys(KINDS, 0), "review-passed": 1},
        "findings": [
            {
                "kind": "review-passed",
                "title": "The title of home",
                "address": "/",
                "path": "content/pages/home.md",
                "owner": "Core team",
                "words": "It was to be read again by 20 November 2026.",
                "due": "2026-11-20",
                "edit": "https://git.example.org/network/website/edit/main/content/pages/home.md",
            }
        ],
    }


def test_a_repository_on_this_site_is_no_place_to_edit() -> None:
    entry = page(text="owner: Core team\nreview_by: 2026-11-20")
    for repository in ("", "repository: /code/\n"):
        [found] = findings(content_of(entry, site=f"{QUIET}{repository}"))
        assert found.edit == ""


# Builds


def test_a_preview_has_it_and_a_published_site_has_nothing_of_it(build: Build, tmp_path: Path) -> None:
    content = valid("full", tmp_path / "content")
    preview, public = tmp_path / "preview", tmp_path / "public"
    build(content, output=preview)
    result = build(content, output=public, publish=True, site_url="https://www.example.org")
    assert result.exit_code == 0, result.report()

    shown = (preview / "health/index.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex">' in shown
    assert "A secret plan" in shown
    assert json.loads((preview / "health.json").read_bytes())["counts"]["draft"] > 0
    for name in ("index.html", "404.html"):
        assert 'This is a preview. <a href="/health/">Content health</a>' in (preview / name).read_text(
            "utf-8"
        )
    assert [path for path in public.rglob("*") if "health" in path.name] == []
    for path in public.rglob("*"):
        if path.is_file():
            assert b"/health" not in path.read_bytes(), path


def test_it_follows_a_change_and_the_clock(build: Build, tmp_path: Path) -> None:
    content, site = valid("minimal", tmp_path / "content"), tmp_path / "site"
    kept = content / "pages/kept.md"
    kept.write_text(f"---\ntitle: Kept\nsummary: Kept.\n{KEPT}---\nText.\n", "utf-8")

    def kinds(path: str) -> list[str]:
        found = json.loads((site / "health.json").read_bytes())["findings"]
        return [each["kind"] for each in found if each["path"] == path]

    build(content)
    assert kinds("content/pages/kept.md") == ["unlinked"]
    build(content, now="2027-11-01T10:00")
    assert kinds("content/pages/kept.md") == ["review-soon", "unlinked"]
    assert "Read it again by 22 November 2027." in (site / "health/index.html").read_text("utf-8")
    with (content / "pages/windows.md").open("ab") as file:
        file.write(b"\r\nSee [what is kept](kept.md).\r\n")
    build(content)
    assert kinds("content/pages/kept.md") == []

    build(content, output=tmp_path / "clean", cache=tmp_path / "other-cache")
    for name in ("health.json", "health/index.html"):
        assert (site / name).read_bytes() == (tmp_path / "clean" / name).read_bytes()


def test_its_address_is_taken_in_previews_and_leads_nowhere(build: Build, tmp_path: Path) -> None:
    content = valid("minimal", tmp_path / "content")
    (content / "pages/links.md").write_text(
        "---\ntitle: Links\nsummary: Links.\naliases:\n  - /health.json\n---\n[Health](/health/)\n", "utf-8"
    )
    problems = [problem for problem in build(content).problems if problem.path.endswith("/links.md")]
    codes = [(problem.code, problem.line) for problem in problems]
    assert codes == [("redirect-taken", 5), ("link-nowhere", 7)]
    (content / "pages/links.md").rename(content / "pages/health.md")
    result = build(content)
    assert "address-twice" in [problem.code for problem in result.problems]
    assert result.exit_code == 1
