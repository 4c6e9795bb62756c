"""Views of forms: fields with all that their HTML needs, and whether a form is open."""

from __future__ import annotations

from typing import Any

import pytest

from plugins.core.site import Section
from plugins.core.view import Badge, Fact, Link
from plugins.forms.sections import sections
from plugins.forms.view import FieldView, FormView, section_view, view
from tests.builders import NOW, SITE, make_entry, make_site

TOP = """\
title: A
kind: store
purpose: To answer you.
lawful_basis: Consent
retention_days: 30
"""
EMAIL = "  - name: email\n    type: email\n    label: E-mail\n"


def form(name: str, more: str = "", fields: str = EMAIL) -> Any:
    return make_entry("form", name, f"{TOP}{more}\nfields:\n{fields}")


def seen(more: str = "", fields: str = EMAIL, now: str = NOW, site: str = SITE) -> FormView:
    entry = form("a", more, fields)
    return view(entry, make_site(entry, now=now, site=site))


def one(fields: str) -> FieldView:
    (field,) = seen(fields=fields).fields
    return field


DATES = "opens: 2026-06-01\ncloses: 2026-06-30"


@pytest.mark.parametrize(
    ("now", "closed"),
    [
        ("2026-05-31T22:59:59Z", "This form opens on 1 June 2026."),
        ("2026-05-31T23:00Z", ""),
        ("2026-06-30T22:59:59Z", ""),
        ("2026-06-30T23:00Z", "This form closed on 30 June 2026."),
    ],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_a_form_is_open_between_its_days(now: str, closed: str) -> None:
    assert seen(DATES, now=now).closed == closed
    site = make_site(form("a", DATES), now=now)
    (card,) = section_view(Section("/forms/", "all"), site).cards
    assert card.badges == ((Badge("Closed", "closed"),) if closed else ())


def test_a_form_without_days_is_open() -> None:
    assert seen().closed == ""


def test_the_facts_of_a_form() -> None:
    made = seen("recipients:\n  - Core team\n  - Editors\nconsent: Yes\nsubmit: Send it\n")
    assert made.facts == (
        Fact("Why we ask", "To answer you."),
        Fact("Our lawful basis", "Consent"),
        Fact("Who reads your answers", "Core team, Editors"),
        Fact("How long we keep them", "30 days"),
    )
    assert (made.template, made.action, made.submit, made.consent) == ("form.html", "/f/a", "Send it", "Yes")
    assert made.breadcrumbs == (
        Link("Home", "/"), Link("Forms", "/forms/"), Link("A", "/forms/a/", current=True)
    )  # fmt: skip


def test_one_day_is_one_day() -> None:
    entry = make_entry("form", "a", f"{TOP}fields:\n{EMAIL}".replace("30", "1"))
    assert view(entry, make_site(entry)).facts[-1] == Fact("How long we keep them", "1 day")


def test_a_field() -> None:
    field = one(f"{EMAIL}    hint: H\n    required: true\n    max_length: 200\n    autocomplete: email\n")
    assert (field.name, field.type, field.label) == ("email", "email", "E-mail")
    assert (field.required, field.min_length, field.max_length) == (True, None, 200)
    assert (field.autocomplete, field.inputmode, field.hint) == ("email", "email", "H")
    assert field.hint_id
    assert field.hint_id in field.described_by.split()
    assert field.choices == ()


def test_a_field_without_a_hint_is_described_by_nothing() -> None:
    field = one(EMAIL)
    assert (field.hint, field.hint_id, field.described_by, field.required) == ("", "", "", False)


@pytest.mark.parametrize(
    ("pattern", "right", "wrong"),
    [
        ("postcode", ["EH1 1AA", "eh11aa", "SW1A 1AA"], ["EH1", "11AA EH1", "EH1  1AA"]),
        ("phone", ["0131 496 0000", "+44 (0)131 496-0000"], ["131", "call me", "0131 496 0000 ext 5"]),
        (
            "web-address",
            ["https://example.org", "http://example.org/a"],
            ["example.org", "https://x", "ftp://a.org"],
        ),
    ],
)
def test_patterns(pattern: str, right: list[str], wrong: list[str]) -> None:
    import re

    field = one(f"  - name: a\n    type: text\n    label: A\n    pattern: {pattern}\n")
    assert all(re.fullmatch(field.pattern, text) for text in right)
    assert not any(re.fullmatch(field.pattern, text) for text in wrong)
    assert field.pattern_words.startswith("a ")


def test_choices_have_ids_of_their_own() -> None:
    choices = "    choices:\n      - value: x\n        text: X\n        hint: H\n      - value: y\n        text: Y\n"
    fields = f"  - name: a\n    type: radios\n    label: A\n{choices}  - name: a-x\n    type: text\n    label: B\n    hint: H\n"
    made = seen(fields=fields).fields
    first, second = made[0].choices
    assert (first.value, first.text, first.hint) == ("x", "X", "H")
    # The function leads errors of the question here.
    assert first.id == "field_a_x"
    assert (second.value, second.hint, second.hint_id) == ("y", "", "")
    ids = [field.id for field in made] + [field.hint_id for field in made if field.hint_id]
    ids += [choice.id for choice in made[0].choices] + [first.hint_id]
    assert len(set(ids)) == len(ids)


def test_the_mailbox_says_whether_it_is_decided() -> None:
    assert (seen().mailbox, seen().mailbox_is_open) == ("", False)
    open_box = seen(site=f"mailbox: '{{placeholder:mailbox}}'\n{SITE}")
    assert (open_box.mailbox, open_box.mailbox_is_open) == ("[e-mail address to be confirmed]", True)
    decided = seen(site=f"mailbox: team@example.org\n{SITE}")
    assert (decided.mailbox, decided.mailbox_is_open) == ("team@example.org", False)


def test_the_page_of_all_forms() -> None:
    site = make_site(form("b"), form("a"))
    assert list(sections(site)) == [
        Section("/forms/", "all"),
        Section("/forms/b/thank-you/", "sent", "b", lasting=False),
        Section("/forms/a/thank-you/", "sent", "a", lasting=False),
    ]
    made = section_view(Section("/forms/", "all"), site)
    assert [card.href for card in made.cards] == ["/forms/b/", "/forms/a/"]
    assert (made.title, made.empty) == ("Forms", "There are no forms.")
