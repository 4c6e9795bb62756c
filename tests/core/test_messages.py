"""Messages are part of the product: short, in plain words, without our own jargon."""

from __future__ import annotations

import re

import pytest

from plugins.core.documents import read_document
from plugins.core.organisation import Organisation
from plugins.core.problems import Problem
from tests.builders import Found, check, check_settings, found
from tests.core import test_clock, test_documents, test_fields, test_organisation, test_schema
from tests.events import test_model as events
from tests.events import test_weekdays as weekdays
from tests.forms import test_model as forms
from tests.newsletters import test_model as newsletters
from tests.offers import test_model as offers
from tests.pages import test_model as pages
from tests.testimonials import test_model as testimonials

JARGON = re.compile(
    r"\bNone\b|\bnull\b|(?i:invalid|(?<!\.)yaml|schema|pars(?:e|ing)|regex|please|sorry|pydantic)"
)
LONGEST = 130


def of_documents() -> list[Found]:
    collected: list[Found] = []
    for data, _ in test_documents.INVALID.values():
        problems = read_document("content/pages/a.md", data)
        assert isinstance(problems, list)
        collected += found(problems)
    return collected


def of_values() -> list[Found]:
    faults = [*test_clock.INVALID_DATES.values(), *test_clock.INVALID_MOMENTS.values()]
    faults += [fault for _, _, fault in test_fields.INVALID]
    return [
        (1, 1, code, message.replace("{label}", "Publish until").replace("{label:lower}", "title"), fix)
        for code, message, fix in faults
    ]


def of_types() -> list[Found]:
    return [
        problem
        for kind, cases, top in (
            ("page", test_schema.INVALID, ""),
            ("page", pages.INVALID, pages.TOP),
            ("event", events.INVALID, ""),
            ("offer", offers.INVALID, ""),
            ("testimonial", testimonials.INVALID, ""),
            ("newsletter", newsletters.INVALID, ""),
            ("form", forms.INVALID, forms.TOP),
        )
        for text, _ in cases.values()
        for problem in check(kind, top + text)
    ]


def of_weekdays() -> list[Found]:
    return found(
        problem
        for when in (weekdays.THURSDAY, weekdays.THREE_DAYS)
        for problem in weekdays.warnings(
            when=when, title="Sunday workshop", status_note="On Sunday 3 December."
        )
    )


def of_the_site() -> list[Found]:
    return [
        problem
        for text, _ in test_organisation.INVALID.values()
        for problem in check_settings(Organisation, test_organisation.TOP + text)
    ]


MESSAGES = {
    f"{code}: {message}": (message, fix)
    for _, _, code, message, fix in [
        *of_documents(),
        *of_values(),
        *of_types(),
        *of_weekdays(),
        *of_the_site(),
    ]
}


def test_many_messages_are_looked_at() -> None:
    assert len(MESSAGES) > 120
    assert len({name.partition(":")[0] for name in MESSAGES}) > 45


def plain(text: str) -> str:
    """Leave out what the editor wrote: it may hold any word."""
    return re.sub("“[^”]*”", "“”", text)


@pytest.mark.parametrize("name", MESSAGES)
def test_style(name: str) -> None:
    message, fix = MESSAGES[name]
    assert not JARGON.search(plain(message))
    assert not JARGON.search(plain(fix))
    assert len(message) < LONGEST
    for text in (message, fix):
        assert text == text.strip()
        assert "  " not in plain(text).replace("\n     ", "\n").replace("\n  ", "\n")
        assert "{label" not in text
        assert "[key]" not in text
    assert message[0].isupper() or re.match(r"\w+ is set twice|\d+ [A-Z]", message)
    assert message[-1] in ".:" or message.startswith(("Line", "HTML", "There must be a space"))
    assert message[-1] not in "! "


@pytest.mark.parametrize("setting", ["review_by", "sample", "lang", "topics", "aliases", "publish_from"])
def test_a_long_value_does_not_make_a_long_message(setting: str) -> None:
    problems = check("page", f"title: A\nsummary: B\n{setting}: {'Long words. ' * 40}")
    assert len(problems) == 1
    assert len(problems[0][3]) < LONGEST


@pytest.mark.parametrize(
    "setting", ["autocomplete: mail", "inputmode: mail", "type: dropdown-list", "pattern: x"]
)
def test_a_long_list_of_choices_does_not_make_a_long_message(setting: str) -> None:
    field = forms.ONE.replace("    type: text\n", "") if setting.startswith("type") else forms.ONE
    problems = check("form", f"{forms.TOP}{field}    {setting}")
    assert len(problems) == 1
    assert len(problems[0][3]) < LONGEST


def test_a_problem_is_a_problem_by_default() -> None:
    assert Problem("a.md", 1, 1, "c", "M", "F").severity == "problem"
