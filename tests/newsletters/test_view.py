"""Views of newsletters: an issue, the archive, and a year."""

from __future__ import annotations

from typing import Any

from plugins.core.site import Section
from plugins.core.view import Card, Link
from plugins.newsletters.references import references
from plugins.newsletters.sections import newest_first, sections
from plugins.newsletters.view import highlights, section_view, view
from tests.builders import make_entry, make_site


def issue(month: str, date: str, more: str = "") -> Any:
    return make_entry(
        "newsletter", month, f"title: N {month}\nsummary: S\nissue: {month}\ndate: {date}\n{more}"
    )


# The issue of December was sent after that of February.
ISSUES = (
    issue("2025-11", "2025-11-04"),
    issue("2025-12", "2026-01-10", "topics: facilitation"),
    issue("2026-02", "2026-02-03"),
    issue("2026-03", "2026-03-03"),
)
SITE = make_site(*ISSUES)


def hrefs(links: Any) -> list[str | None]:
    return [link and link.href for link in links]


def test_an_issue() -> None:
    made = view(ISSUES[1], SITE)
    assert (made.template, made.address, made.issue) == (
        "newsletter.html", "/newsletters/2025/12/", "December 2025"
    )  # fmt: skip
    assert (made.sent, made.sent_at) == ("10 January 2026", "2026-01-10")
    assert made.breadcrumbs == (
        Link("Home", "/"),
        Link("Newsletters", "/newsletters/"),
        Link("2025", "/newsletters/2025/"),
        Link("December 2025", "/newsletters/2025/12/", current=True),
    )


def test_neighbours_go_by_the_issue() -> None:
    made = [view(entry, SITE) for entry in ISSUES]
    assert [hrefs((one.previous, one.next)) for one in made] == [
        [None, "/newsletters/2025/12/"],
        ["/newsletters/2025/11/", "/newsletters/2026/02/"],
        ["/newsletters/2025/12/", "/newsletters/2026/03/"],
        ["/newsletters/2026/02/", None],
    ]


def test_the_newest_are_first() -> None:
    assert [entry.name for entry in newest_first(SITE)] == ["2026-03", "2026-02", "2025-12", "2025-11"]
    assert hrefs(highlights(SITE, "")) == [
        "/newsletters/2026/03/", "/newsletters/2026/02/", "/newsletters/2025/12/"
    ]  # fmt: skip
    assert highlights(SITE, "")[2] == Card(
        "N 2025-12", "/newsletters/2025/12/", "S", "10 January 2026", "2026-01-10"
    )


def test_the_addresses_of_lists() -> None:
    assert [section.address for section in sections(SITE)] == [
        "/newsletters/", "/newsletters/2025/", "/newsletters/2026/"
    ]  # fmt: skip
    assert [section.address for section in sections(make_site())] == ["/newsletters/"]


def test_the_archive() -> None:
    made = section_view(Section("/newsletters/", "archive"), SITE)
    assert [(group.title, hrefs(group.cards)) for group in made.groups] == [
        ("2026", ["/newsletters/2026/03/", "/newsletters/2026/02/"]),
        ("2025", ["/newsletters/2025/12/", "/newsletters/2025/11/"]),
    ]
    assert made.years == (Link("2026", "/newsletters/2026/"), Link("2025", "/newsletters/2025/"))
    assert made.title == "Newsletters"


def test_a_year() -> None:
    made = section_view(Section("/newsletters/2025/", "year", "2025"), SITE)
    assert [group.title for group in made.groups] == ["2025"]
    assert made.years == (
        Link("2026", "/newsletters/2026/"),
        Link("2025", "/newsletters/2025/", current=True),
    )
    assert (made.title, made.head_title) == ("Newsletters of 2025", "Newsletters of 2025")
    assert made.breadcrumbs[-1] == Link("2025", "/newsletters/2025/", current=True)


def test_an_empty_archive() -> None:
    made = section_view(Section("/newsletters/", "archive"), make_site())
    assert (made.groups, made.years, made.empty, made.subscribe) == (
        (),
        (),
        "There are no newsletters.",
        None,
    )


FORM = """\
title: Subscribe
kind: {kind}
purpose: P
lawful_basis: L
retention_days: 30
consent: You may write to me.
fields:
  - name: email
    type: email
    label: E-mail
    required: true
  - name: agree
    type: consent
    label: I agree
    required: true
"""


def test_the_way_to_subscribe_is_the_form_of_that_kind() -> None:
    contact = make_entry("form", "contact", FORM.format(kind="store"))
    subscribe = make_entry("form", "letter", FORM.format(kind="subscribe"))
    site = make_site(ISSUES[0], contact, subscribe)
    assert view(ISSUES[0], site).subscribe == Link("Subscribe", "/forms/letter/")
    assert view(ISSUES[0], make_site(ISSUES[0], contact)).subscribe is None


def test_related_events_share_a_topic() -> None:
    event = make_entry("event", "e", "format: online\nstart: 2026-12-03\ntopics: facilitation")
    site = make_site(*ISSUES, event)
    assert hrefs(view(ISSUES[1], site).related) == ["/events/e/"]
    assert view(ISSUES[0], site).related == ()


def test_a_file_called_after_another_month_and_an_empty_issue() -> None:
    def told(name: str, body: str = "Text.\n", more: str = "") -> list[tuple[str, str, str]]:
        entry = make_entry("newsletter", name, f"issue: 2026-11\ndate: 2026-11-03\n{more}", body)
        return [(p.severity, p.code, p.message) for p in references(entry, make_site(entry))]

    message = "The file is called 2026-10.md, but the issue is 2026-11."
    assert told("2026-10") == [("warning", "newsletter-file", message)]
    assert told("2026-11", "") == [("problem", "text-missing", "There is no text under the settings.")]
    assert told("2026-11", "", "status: draft") == told("2026-11") == told("autumn-special") == []
