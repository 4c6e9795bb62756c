"""Items without their hyphen, and hyphens where one group belongs."""

from __future__ import annotations

import pytest

from plugins.core.documents import Document, read_document, read_settings_file
from plugins.core.problems import Problem
from plugins.core.repairs import repaired
from plugins.core.schema import validate
from tests.builders import BY_NAME, found, make_document, make_placeholders

MENU = "navigation:\n  - text: A\n    link: /a/\n  - text: B\n    link: /b/\n  - text: C\n    link: /c/\n"


def problems_of(text: str) -> list[Problem]:
    result = read_settings_file("content/site.yaml", text.encode())
    assert isinstance(result, list), result
    return result


def test_an_item_that_lost_its_hyphen_is_told_once_and_gets_it_back() -> None:
    text = MENU.replace("  - text: B", "    text: B")
    [problem] = problems_of(text)
    assert found([problem]) == [
        (
            4, 5, "settings-repeated",
            "text is set twice in one item of the list, on lines 2 and 4.",
            "start another item with a hyphen: write - text: B",
        )
    ]  # fmt: skip
    assert problem.edit
    assert repaired(text.encode(), [problem.edit]).decode() == MENU


def test_each_of_two_items_without_hyphen_is_told() -> None:
    text = MENU.replace("  - text: B", "    text: B").replace("  - text: C", "    text: C")
    problems = problems_of(text)
    assert [(problem.line, problem.message) for problem in problems] == [
        (4, "text is set twice in one item of the list, on lines 2 and 4."),
        (6, "text is set twice in one item of the list, on lines 4 and 6."),
    ]
    assert repaired(text.encode(), [problem.edit for problem in problems if problem.edit]).decode() == MENU


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a:\n  - text: A\n    text: B\n", "text is set twice in one item of the list, on lines 2 and 3."),
        ("a:\n  - text: A\n    link: B\n    link: C\n", "link is set twice, on lines 3 and 4."),
        ("a:\n  - {text: A, text: B}\n", "text is set twice, on lines 2 and 2."),
        ("a:\n  text: A\n  link: B\n  text: C\n", "text is set twice, on lines 2 and 4."),
        (
            "a:\n  b:\n    c: 1\n    value:\n    d:\n    c: 2\n    value:\n",
            "c is set twice, on lines 3 and 6.",
        ),
    ],
)
def test_a_name_that_is_there_twice_is_not_taken_for_another_item(text: str, message: str) -> None:
    problems = problems_of(text)
    assert problems[0].message == message
    assert [problem.edit for problem in problems] == [None] * len(problems)


EVENT = "title: A\nsummary: B\nstart: 2026-12-08 12:00\nend: 2026-12-08 13:00\nformat: in-person\n"


def in_event(text: str) -> Problem:
    document = make_document(EVENT + text)
    [problem] = validate(document, BY_NAME["event"].model, make_placeholders())[1]
    return problem


def test_one_group_has_no_hyphen() -> None:
    text = "venue:\n  - name: Example Hall\n    access: Step-free\n"
    problem = in_event(text)
    assert found([problem]) == [
        (
            8, 3, "group-expected", "Venue is one group, so its settings have no hyphen before them.",
            "put a space in the place of the hyphen before name:",
        )
    ]  # fmt: skip
    assert problem.edit
    data = f"---\n{EVENT}{text}---\nText.\n".encode()
    after = read_document("content/events/a.md", repaired(data, [problem.edit]))
    assert isinstance(after, Document)
    assert not validate(after, BY_NAME["event"].model, make_placeholders())[1]


def test_several_groups_where_one_belongs_are_left_to_the_editor() -> None:
    problem = in_event("venue:\n  - name: Example Hall\n  - access: Step-free\n")
    assert problem.message == "Venue is one group, so its settings have no hyphen before them."
    assert problem.edit is None
    assert in_event("venue:\n  - Example Hall\n").message == "Venue must have settings of its own."
