# ruff: noqa: E501 (the tables are read across)
"""What other programs and people leave in texts is found; what only looks like it stays silent."""

from __future__ import annotations

import pytest

from plugins.core.leftovers import merge_conflict

from .text_slips import FIRST, mended, slips, told


def test_two_versions_of_a_part_are_found_before_anything_else_is_read() -> None:
    problem = merge_conflict(
        "content/pages/a.md", "---\ntitle: A\n<<<<<<< HEAD\ntitle: B\n=======\n>>>>>>> main\n---\n"
    )
    assert problem is not None
    assert (problem.line, problem.code) == (3, "merge-conflict")
    assert problem.message == "Two people changed this part, and the file holds both versions."


@pytest.mark.parametrize(
    "text",
    [
        "=======\n",
        "A title\n=======\n",
        "<<<<<< six\n",
        "a <<<<<<< b\n",
        "> > > > > > > deep\n",
        "<<<<<<<<<\n",
    ],
)
def test_signs_that_are_no_conflict(text: str) -> None:
    assert merge_conflict("content/pages/a.md", text) is None


@pytest.mark.parametrize(
    ("text", "code", "line", "message"),
    [
        ("A.\n\n```suggestion\nB.\n```", "suggestion-left", 2, "A suggested change was pasted here with the line that marks it."),
        ("@@ -1,2 +1,3 @@\nA.", "diff-left", 0, "This line comes from a list of changes: @@ -1,2 +1,3 @@"),
        ("A.\n\nSigned-off-by: A B", "commit-line", 2, "This line belongs to the description of a change: Signed-off-by: A B"),
        ("A {++new++} word.", "change-left", 0, "A proposed change was left here, and is shown as it stands: {++new++}"),
        ("At [insert venue here].", "note-left", 0, "This looks like a note among colleagues: [insert venue here]"),
        ("At the hall [TBC].", "note-left", 0, "This looks like a note among colleagues: [TBC]"),
        ("At the hall.[FM1]", "note-left", 0, "This looks like a note among colleagues: [FM1]"),
        ("Meeting ID: 312 456 789", "joining-details", 0, "With this number anybody can join the meeting: Meeting ID: 312 456 789"),
        ("We **meet here.", "stars-open", 0, "The two stars here make nothing bold, and are shown: **meet here."),
        ("The __core team.", "signs-open", 0, "The signs __ make nothing bold here, and are shown: __core team."),
        ("If *you use it", "signs-open", 0, "The sign * stresses nothing here, and is shown: *you use it"),
        ("Bring _lunch and more", "signs-open", 0, "The sign _ stresses nothing here, and is shown: _lunch and more"),
        ("A (_quiet lunch", "signs-open", 0, "The sign _ stresses nothing here, and is shown: _quiet lunch"),
        ("A ==quiet lunch== here", "signs-open", 0, "The signs == highlight nothing here, and are shown: ==quiet lunch=="),
        ("Dial in: 0131 555 0199, PIN 123456#", "joining-details", 0, "With this number anybody can join the meeting: PIN 123456#"),
        ("See [[contact]].", "link-form", 0, "This is not written as a link must be: [[contact]]"),
        ("See ![[lunch.jpg]].", "link-form", 0, "This is not written as an image must be: ![[lunch.jpg]]"),
        ("At [[add the venue]].", "note-left", 0, "This looks like a note among colleagues: [add the venue]"),
        ("Tell ~~us now", "signs-open", 0, "The signs ~~ cross nothing out here, and are shown: ~~us now"),
        ("Tell ~~us~~ now", "signs-open", 0, "The signs ~~ cross nothing out here, and are shown: ~~us~~ now"),
        ("It\ufffds here.", "letter-lost", 0, "A letter was lost here when the text was copied: It\ufffds"),
        ("It isnâ€™t.", "letters-mangled", 0, "Another program made â€™ of ’ here."),
        ("A cafÃ©.", "letters-mangled", 0, "Another program made Ã© of é here."),
        ("Costs Â£5.", "letters-mangled", 0, "Another program made Â£ of £ here."),
        ("    Indented.", "code-indented", 0, "This is shown as code, because it starts with four spaces or more: Indented."),
        ("A.\n\n[^1]: B.", "footnote-unused", 2, "Nothing in the text leads to the note [^1]"),
        ("(Our offer)[/offers/]", "link-form", 0, "The brackets of this link are the wrong way round: (Our offer)[/offers/]"),
    ],
)  # fmt: skip
def test_what_is_left_is_found(text: str, code: str, line: int, message: str) -> None:
    found = slips(text, code)
    assert [(slip.code, slip.line, slip.message) for slip in found] == [(code, FIRST + line, message)]


def test_rows_of_a_spreadsheet_are_shown_as_a_table() -> None:
    assert told("Time\tWhat\n12:00\tWelcome\n12:10\tTalk", "table-tabs") == [
        (
            FIRST,
            1,
            "These rows come from a table, and would run on as one paragraph: Time What",
            "write them with | between the columns:\n     | Time | What |\n     |---|---|\n     | 12:00 | Welcome |",
        )
    ]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("It isnâ€™t, heâ€™ll say.", "It isn’t, he’ll say."),
        ("See (our offer)[/offers/].", "See [our offer](/offers/)."),
        ("✅ listen\n✅ eat", "- listen\n- eat"),
    ],
)
def test_what_is_certain_is_mended(text: str, right: str) -> None:
    assert mended(text) == right


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("See [[contact]].", "write [Contact](../pages/contact.md), with the folder and the name of its file."),
        ("See [[Contact us|our page]].", "write [our page](../pages/contact-us.md), with the folder and the name of its file."),
        ("See ![[lunch.jpg]].", "write ![what it shows](../images/workshop.jpg), with the name of the image."),
        ("A ==quiet== lunch", "write **quiet** if it matters most, or take them out."),
        ("Bring _lunch.", "write _ before the first word and after the last one, or take it out."),
    ],
)  # fmt: skip
def test_what_mends_it_is_said(text: str, fix: str) -> None:
    [slip] = slips(text)
    assert (slip.column, slip.fix, slip.edit) == (text.index(text.split()[1]) + 1, fix, None)


CODES = (
    "suggestion", "diff", "commit", "change-left", "note-left", "joining-details", "stars", "signs", "letter", "table-tabs", "code-indented",
    "footnote-unused", "link-form", "list-typed",
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "```\n<<<<<<< HEAD\n[insert]\n```",
        "Write `[insert venue]` there.",
        "It works [time and again], as does a [link in brackets].",
        "[Add an event](/events/) and [date](/events/).",
        "She said “[the network] listens”, and [sic] they agreed.",
        "See [the note][date].\n\n[date]: /events/",
        "We are adding [a venue in Leith] soon.",
        "A footnote.[^1]\n\n[^1]: Its note.",
        "2 ** 3 is 8, and f(**options) is code.",
        "Bold **words** and ***more***, and **whole sentences.**",
        r"Two stars: \*\* as they are.",
        r"We type \*you and \_\_core as they are.",
        "Bold __words__, *slanted* and _more_; a__b and snake_case.",
        "Name: ____ and __",
        "5 *6 and 2 * 3",
        "A lunch * is free *",
        "Lunch is free *if you book.\n\n*Until May.",
        "*Terms apply",
        "`*a` and `__b` and ~~ and x ~~~ y",
        "The file __init__.py",
        "snake_case and _both_ and a_ and _ and ____ and the file _config.yml and `_code`",
        "https://example.org/_a and [a](/_a/) and me_too@example.org and x/_y",
        r"We type \_this as it is.",
        "Two _open and _open signs",
        "a == b == c and a==b==c and `==hi==` and {: .x }\n\nTitle\n=====",
        "[[1]](https://www.example.org/a) and [[note]][ref] and [[x]] and [[ref]].\n\n[ref]: /b/",
        "`[[contact]]` and [a [b]]",
        "Â is a letter, and so is Ã. São Paulo, Übermut, naïve, fàilte.",
        "The meeting ID is sent to you. Meeting 12 is on Friday.",
        "- An item\n\n    Its second paragraph.\n\n    - Deeper",
        "1. An item\n\n    More of it.",
        "```\n    indented code\n```",
        "A word\twith a tab.\nAnother line.",
        "A\tb\n\nC\td",
        "{placeholder:mailbox} and {: .note }",
        "Options (here)[^1] too.\n\n[^1]: Note.",
        "f(x)[0] and (see below)[1]",
        "★ rated",
        "✅ Done",
    ],
)
def test_near_misses_stay_silent(text: str) -> None:
    assert [slip for slip in slips(text) if slip.code.startswith(CODES)] == []
