"""What every item is looked at for: signs that would be shown, times of other zones, titles and summaries."""

from __future__ import annotations

import pytest

from plugins.core.problems import Problem
from plugins.core.remarks import no_text, remarks
from tests.builders import make_entry


def found(settings: str, kind: str = "page") -> list[Problem]:
    entry = make_entry(kind, "a", settings)
    return list(remarks(entry.document, entry.item))


def told(settings: str, kind: str = "page") -> list[tuple[str, str, str, str]]:
    return [(p.severity, p.code, p.message, p.fix) for p in found(settings, kind)]


MARKS = {
    'title: "**Open day**"': ("**Open day**", "Open day"),
    'title: "Open *day* in May"': ("*day*", "Open day in May"),
    "title: Open __day__": ("__day__", "Open day"),
    "title: The _open_ day": ("_open_", "The open day"),
    'title: "`Open` day"': ("`Open`", "Open day"),
    "title: Open <b>day</b>": ("<b>", "Open day"),
    "title: Open<br>day": ("<br>", "Open day"),
    "title: Trust &amp; hope": ("&amp;", "Trust & hope"),
    "title: Open&nbsp;day": ("&nbsp;", "Open day"),
    'title: "Tom &#38; Ann"': ("&#38;", "Tom & Ann"),
}


@pytest.mark.parametrize("settings", MARKS)
def test_signs_of_markdown_and_html_in_a_setting(settings: str) -> None:
    shown, right = MARKS[settings]
    message = f"Title would show {shown} with its signs."
    assert told(settings) == [("problem", "marks-shown", message, f"write {right}")]
    problem = found(settings)[0]
    assert problem.edit is not None
    assert problem.edit.new.strip('"') == right
    assert problem.edit.old == settings.partition(": ")[2]


def test_signs_of_other_programs_in_a_setting() -> None:
    field = "A field of a mailing is shown as it stands: "
    fix = "write words that hold for every reader: a page says the same to all."
    for sign in ("*|FNAME|*", "{{first_name}}", "%%name%%"):
        [problem] = found(f"title: Hello {sign}")
        assert (problem.severity, problem.code, problem.message, problem.fix) == (
            "problem", "merge-field", field + sign, fix,
        )  # fmt: skip
        assert (problem.line, problem.column, problem.edit) == (3, 8, None)
    assert told('title: "Welcome :wave:"') == [
        (
            "warning",
            "sign-unknown",
            "The name of an emoji is shown in its place: :wave:",
            "write 👋 or take it out.",
        )
    ]


def test_a_note_among_colleagues_in_a_setting() -> None:
    [(severity, code, message, _)] = told("title: Open day (check with Fiona)")
    assert (severity, code) == ("warning", "note-left")
    assert message == "This looks like a note among colleagues: (check with Fiona)"


def test_a_link_in_a_setting_is_moved_by_the_editor() -> None:
    problems = found('summary: "See [our events](/events/)."')
    assert [(p.code, p.fix, p.edit) for p in problems] == [
        ("marks-shown", "write the words alone; the link belongs into the text below.", None)
    ]


@pytest.mark.parametrize(
    "settings",
    [
        "title: 5 * 3 * 2",
        "title: 5*3*2",
        "title: Pay what you can*",
        "title: snake_case_name",
        "title: Research & development",
        "title: AT&T; and others",
        "title: a < b and c > d",
        "title: Draft [of March] (revised)",
        'title: "#SystemsChange"',
        "title: C++ and `",
        "owner: team_one@example.org",
        "aliases: [/a__b__c/]",
        "title: NHS GGC",
        "title: GDPR FAQ",
        "title: OPEN day in MAY",
        "title: What we do. And why.",
        "title: Example Ltd.",
        "title: Trees, birds etc.",
        "title: And so on...",
        "title: Who are you?",
        "title: A U.K.",
        "title:   Spaces before are fine",
        "summary: Text.  # a note",
        f"summary: {'a' * 200}",
        "publish_from: 2026-12-01 09:00Z",
        "publish_from: 2026-06-01 09:00+01:00",
        "publish_from: 2026-06-01 09:00",
        "publish_from: 2026-10-25 01:30+00:00",
        "publish_from: 2026-10-25 01:30+01:00",
    ],
)
def test_a_near_miss_is_silent(settings: str) -> None:
    assert told(settings) == []


ZONES = {
    "2026-06-10 10:00Z": (
        "10:00Z on 10 June 2026 is 11am in Scotland.",
        "write 2026-06-10 11:00 if that is right, or 2026-06-10 10:00 for 10:00 in Scotland.",
    ),
    "2026-06-10 10:00+00:00": (
        "10:00+00:00 on 10 June 2026 is 11am in Scotland.",
        "write 2026-06-10 11:00 if that is right, or 2026-06-10 10:00 for 10:00 in Scotland.",
    ),
    "2026-12-03 10:00+01:00": (
        "10:00+01:00 on 3 December 2026 is 9am in Scotland.",
        "write 2026-12-03 09:00 if that is right, or 2026-12-03 10:00 for 10:00 in Scotland.",
    ),
    "2026-06-10 23:30Z": (
        "23:30Z on 10 June 2026 is 12:30am in Scotland on 11 June 2026.",
        "write 2026-06-11 00:30 if that is right, or 2026-06-10 23:30 for 23:30 in Scotland.",
    ),
}


@pytest.mark.parametrize("text", ZONES)
def test_a_time_of_another_zone_is_told(text: str) -> None:
    assert told(f"publish_from: {text}") == [("warning", "time-zone", *ZONES[text])]


def test_titles() -> None:
    assert told("title: OPEN DAY IN MAY") == [
        ("advice", "title-capitals", "Title is all in capitals, which are harder to read.",
         "write it in small letters, such as Open day in may"),
    ]  # fmt: skip
    assert told("title: Working together.") == [
        ("advice", "title-full-stop", "Title ends with a full stop.", "write Working together")
    ]


def test_summaries() -> None:
    message = "Summary has {} characters. Lists, feeds and search show it as a whole."
    fix = "say it in one or two short sentences, of 200 characters at most."
    assert told(f"summary: {'a' * 201}") == [("advice", "summary-long", message.format(201), fix)]
    assert told(f"summary: {'a' * 401}") == [("warning", "summary-long", message.format(401), fix)]


def test_double_spaces_are_advice_with_a_repair() -> None:
    problems = found("title: Working  together")
    assert [(p.severity, p.code, p.message) for p in problems] == [
        ("advice", "double-space", "Title has more than one space between words.")
    ]
    edit = problems[0].edit
    assert edit is not None
    assert (edit.old, edit.new) == ("Working  together", "Working together")


def test_text_that_is_missing() -> None:
    entry = make_entry("page", "a", "", body=" \n")
    assert [(p.line, p.code, p.severity) for p in no_text(entry.document, "\n")] == [
        (4, "text-missing", "problem")
    ]
    assert list(no_text(entry.document, "<p>Text.</p>")) == []
