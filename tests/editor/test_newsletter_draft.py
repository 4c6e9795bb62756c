"""The next issue of the newsletter, put together from what is on the site."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from plugins.core.fields import Month
from plugins.core.model import fields_of
from plugins.editor.new_file import Refused, Wanted, make_file
from plugins.editor.newsletter_draft import SINCE, next_issue
from plugins.engine.checking import check_content
from plugins.outputs.published import PublishedAddress, PublishedIdentity, PublishedState
from tests.builders import BY_NAME
from tests.conftest import NOW, SITES

from .test_new_file import filled

FORM = """\
kind: store
purpose: To plan.
lawful_basis: Consent
retention_days: 365
fields:
  - name: email
    type: email
    label: E-mail
"""

NEWSLETTER = "title: November\nissue: 2026-11\ndate: 2026-11-03"

FILES = {
    "pages/home.md": "title: Example Network",
    "newsletters/2026-11.md": NEWSLETTER,
    "newsletters/2026-10.md": "title: October\nissue: 2026-10\ndate: 2026-10-02",
    # What was published since 3 November
    "pages/new-page.md": 'title: "Working [now] & 2 * 3_4"\nsummary: How we work.\npublish_from: 2026-11-10',
    "pages/old-page.md": "title: An old page\npublish_from: 2026-11-03",
    "pages/timeless.md": "title: A page without a day",
    "testimonials/ann.md": "title: Ann on trust\nsummary: Ann on trust.\nperson: Ann\npermission: 2026-11-20",
    "testimonials/bob.md": "title: Bob on trust\nperson: Bob\npermission: 2026-10-20",
    # Events: the six weeks end on 3 January 2027
    "events/over.md": "title: Over\nformat: online\nstart: 2026-11-22 08:00\nend: 2026-11-22 10:00",
    "events/now.md": "title: On now\nformat: online\nstart: 2026-11-22 09:00\nend: 2026-11-22 11:00",
    "events/second.md": "title: Second\nformat: online\nstart: 2026-12-10 14:00\nend: 2026-12-10 16:00",
    "events/first.md": (
        "title: First\nformat: in-person\nvenue:\n  name: Example Hall\n  postcode: EH1 1AA\n"
        "start: 2026-12-03 10:00\nend: 2026-12-03 12:00"
    ),
    "events/off.md": (
        "title: Off\nformat: online\nevent_status: cancelled\nstatus_note: The speaker is ill.\nstart: 2026-12-04"
    ),
    "events/last-day.md": "title: Last day\nformat: online\nstart: 2027-01-03",
    "events/too-late.md": "title: Too late\nformat: online\nstart: 2027-01-04",
    "events/announced.md": "title: Announced\nformat: online\nstart: 2027-03-01\ndate: 2026-11-20",
    "events/draft.md": "title: A draft\nformat: online\nstart: 2026-12-05\nstatus: draft",
    "events/sample.md": "title: An example\nformat: online\nstart: 2026-12-06\nsample: true",
    # Calls
    "offers/pool.md": (
        "title: Join the Pool\nsummary: Facilitate with us.\nkind: way-to-join\n"
        "call_to_action:\n  text: Apply\n  form: apply"
    ),
    "offers/course.md": (
        "title: A course\nsummary: Learn.\nkind: learning\ncloses: 2026-12-31\n"
        "call_to_action:\n  text: Apply\n  form: contact"
    ),
    "offers/always.md": "title: Always\nkind: learning\ncall_to_action:\n  text: Ask\n  form: contact",
    "offers/closed.md": (
        "title: Closed\nkind: way-to-join\ncloses: 2026-11-21\ncall_to_action:\n  text: Ask\n  form: contact"
    ),
    "offers/planned.md": (
        "title: Planned\nkind: way-to-join\nstate: planned\ncall_to_action:\n  text: Ask\n  form: contact"
    ),
    "forms/apply.md": f"title: Apply\n{FORM}closes: 2026-12-05",
    "forms/contact.md": f"title: Contact\n{FORM}",
    "forms/survey.md": f"title: Survey\nsummary: Tell us.\n{FORM}closes: 2026-11-22",
    "forms/late.md": f"title: Late\n{FORM}closes: 2026-11-21",
}  # fmt: skip


def content_of(tmp_path: Path, files: dict[str, str]) -> Path:
    content = tmp_path / "content"
    for name, settings in files.items():
        if "summary:" not in settings:
            settings += f"\nsummary: All about {name.partition('/')[2].removesuffix('.md')}."
        file = content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{settings}\n---\nWords of {name}.\n", "utf-8")
    shutil.copy(SITES / "site.yaml", content)
    return content


def drafted(content: Path, **more: object) -> str:
    made = make_file(Wanted("newsletter", content=content, **{"now": NOW, **more}))  # type: ignore[arg-type]
    return (content.parent / made.path).read_text("utf-8")


def text_of(draft: str) -> str:
    return draft.split("-->\n", 1)[1]


def setting(draft: str, name: str) -> str:
    found = re.search(rf"(?m)^{name}: (.*)$", draft)
    return found[1] if found else ""


def test_the_draft_holds_what_is_new_what_comes_and_what_is_open(tmp_path: Path) -> None:
    content = content_of(tmp_path, FILES)
    assert [p for p in check_content(content, NOW).problems if p.severity == "problem"] == []

    draft = drafted(content)

    assert (
        text_of(draft)
        == """\

WRITE HERE

## New on the site

- [Working \\[now\\] &amp; 2 \\* 3\\_4](../pages/new-page.md). How we work.
- [Ann on trust](../testimonials/ann.md). Ann on trust.

## Coming events

- [On now](../events/now.md), Sunday 22 November 2026, 9am to 11am, online.
- [First](../events/first.md), Thursday 3 December 2026, 10am to midday, Example Hall, EH1 1AA.
- [Off](../events/off.md), Friday 4 December 2026. This event is cancelled. The speaker is ill.
- [Second](../events/second.md), Thursday 10 December 2026, 2pm to 4pm, online.
- [Last day](../events/last-day.md), Sunday 3 January 2027, online.

## Save the date

- [Announced](../events/announced.md), Monday 1 March 2027, online.

## Open now

- [Survey](../forms/survey.md). Tell us. It closes on Sunday 22 November 2026.
- [Join the Pool](../offers/pool.md). Facilitate with us. It closes on Saturday 5 December 2026.
- [A course](../offers/course.md). Learn. It closes on Thursday 31 December 2026.
"""
    )
    assert {name: setting(draft, name) for name in ("title", "issue", "subject", "preview", "status")} == {
        "title": '"Newsletter: December 2026"',
        "issue": "2026-12",
        "subject": "On now and more",
        "preview": '"In this issue: 5 events to come, 2 things that are new and 3 open calls."',
        "status": "draft",
    }


def test_the_draft_passes_when_its_blanks_are_filled(tmp_path: Path) -> None:
    content = content_of(tmp_path, FILES)
    before = check_content(content, NOW).problems
    draft = drafted(content)
    file = content / "newsletters/2026-12.md"

    assert {p.code for p in check_content(content, NOW).problems if p.path.endswith(file.name)} == {
        "blank-left"
    }
    file.write_text(filled("newsletter", draft), "utf-8")
    assert check_content(content, NOW).problems == before
    # And when it is published.
    file.write_text(filled("newsletter", draft).replace("status: draft", "status: published"), "utf-8")
    assert [p for p in check_content(content, NOW).problems if p.severity == "problem"] == []


def test_parts_without_anything_in_them_are_left_out(tmp_path: Path) -> None:
    content = content_of(tmp_path, {"pages/home.md": "title: Example Network"})
    draft = drafted(content)
    assert text_of(draft) == "\nWRITE HERE\n"
    assert setting(draft, "subject") == setting(draft, "preview") == "WRITE HERE"
    assert setting(draft, "issue") == "2026-11"


def test_examples_are_taken_only_if_they_are_asked_for(tmp_path: Path) -> None:
    content = content_of(tmp_path, FILES)
    made = make_file(Wanted("newsletter", content=content, now=NOW))
    assert made.steps[-1] == (
        "1 example was left out, since it is not published; --examples takes examples too."
    )
    draft = drafted(content, examples=True, issue="2027-01")
    assert "[An example](../events/sample.md)" in draft
    assert "A draft" not in draft
    assert setting(draft, "sample") == "true"


def test_the_published_state_tells_what_is_new_where_the_files_do_not(tmp_path: Path) -> None:
    content = content_of(
        tmp_path,
        {
            "newsletters/2026-11.md": NEWSLETTER,
            "pages/never.md": "title: Never published",
            "pages/changed.md": "title: Changed",
            "pages/as-it-was.md": "title: As it was",
            "pages/without-day.md": "title: Without a day",
        },
    )

    def at(*day: int) -> PublishedAddress:
        return PublishedAddress(kind="item", title="A", hash="1", changed=datetime(*day, tzinfo=UTC))  # type: ignore[arg-type]

    state = PublishedState(
        identity=PublishedIdentity(domain="a.example", year=2026),
        site="https://www.example.org",
        addresses={
            "/changed/": at(2026, 11, 4, 10, 0, 0),
            "/as-it-was/": at(2026, 11, 3, 10, 0, 0),
            "/without-day/": PublishedAddress(kind="item"),
        },
        feed_items={},
        events={},
    )

    draft = drafted(content, published=state)

    assert re.findall(r"\.\./pages/([\w-]+)\.md", draft) == ["changed", "never"]


def test_the_issue_is_the_month_after_the_last_one() -> None:
    today = date(2026, 11, 22)
    assert next_issue([], today) == Month(2026, 11)
    assert next_issue([Month(2026, 10)], today) == Month(2026, 11)
    assert next_issue([Month(2026, 9), Month(2026, 11)], today) == Month(2026, 12)
    assert next_issue([Month(2026, 12)], today) == Month(2027, 1)
    # Issues that were left out are not made up for.
    assert next_issue([Month(2026, 3)], today) == Month(2026, 11)


def test_a_month_can_be_asked_for_once(tmp_path: Path) -> None:
    content = content_of(tmp_path, {"newsletters/2026-11.md": NEWSLETTER, "newsletters/odd-name.md": (
        "title: January\nissue: 2027-01\ndate: 2027-01-05"
    )})  # fmt: skip
    assert setting(drafted(content, title="Hope: a start", issue="2026-12"), "title") == '"Hope: a start"'
    for issue, message in {
        "2026-11": "There is already an issue 2026-11. Ask for another month, such as --issue 2027-02.",
        "2027-01": "There is already an issue 2027-01. Ask for another month, such as --issue 2027-02.",
        "2026/12": "--issue must be a month such as 2026-12, but it is 2026/12.",
    }.items():
        with pytest.raises(Refused) as error:
            drafted(content, issue=issue)
        assert str(error.value) == message


def test_the_settings_that_tell_what_is_new_are_there() -> None:
    every = {name for kind in BY_NAME.values() for name in fields_of(kind.model)}
    assert set(SINCE) <= every
