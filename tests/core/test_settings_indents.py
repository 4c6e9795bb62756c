"""Lines of settings with a space too many or too few: each is told with the right number, and honest ones pass."""

from __future__ import annotations

import pytest

from plugins.core.documents import Document, read_document, read_settings_file
from plugins.core.problems import Problem
from plugins.core.repairs import repaired

PATH = "content/pages/a.md"


def problem_of(text: str) -> Problem:
    result = read_document(PATH, f"---\n{text}\n---\nText.\n".encode())
    assert isinstance(result, list), result
    [problem] = result
    assert len(problem.message) < 100
    return problem


def mended(text: str) -> str:
    edit = problem_of(text).edit
    data = f"---\n{text}\n---\nText.\n".encode()
    return repaired(data, [edit] if edit else []).decode()[4:-11]


FIELDS = "fields:\n  - name: a\n    type: text\n    label: A\n  - name: b\n    type: email\n    label: B"
MENU = "menu:\n  - text: A\n    link: /a/\n  - text: B\n    link: /b/"

CERTAIN: list[tuple[str, str, tuple[int, int, str, str]]] = [
    (
        "topics:\n  - a\n   - b\ntitle: C", "topics:\n  - a\n  - b\ntitle: C",
        (4, 4, "Line 4 is indented further than the item above it.", "start line 4 with 2 spaces."),
    ),
    (
        "topics:\n- a\n - b", "topics:\n- a\n- b",
        (4, 2, "Line 4 is indented further than the item above it.", "take away the spaces at its start."),
    ),
    (
        "topics:\n  - a\n  - b\n - c\ntitle: C", "topics:\n  - a\n  - b\n  - c\ntitle: C",
        (5, 2, "Line 5 starts with 1 space, but the other items of its list start with 2.", "start line 5 with 2 spaces."),
    ),
    (
        FIELDS.replace("  - name: b", "   - name: b"), FIELDS,
        (6, 4, "Line 6 starts with 3 spaces, but the other items of its list start with 2.", "start line 6 with 2 spaces."),
    ),
    (
        FIELDS.replace("    label: B", "   label: B"), FIELDS,
        (8, 4, "Line 8 starts with 3 spaces, but the others of its group start with 4.", "start line 8 with 4 spaces."),
    ),
    (
        FIELDS.replace("    label: B", "     label: B"), FIELDS,
        (8, 6, "Line 8 starts with 5 spaces, but the others of its group start with 4.", "start line 8 with 4 spaces."),
    ),
    (
        MENU.replace("    link: /a/", "  link: /a/"), MENU,
        (4, 3, "link: stands below the hyphen of a list, where only another hyphen can stand.",
         "start line 4 with 4 spaces, so that link: belongs to the item above it."),
    ),
    (
        "  title: A\nsummary: B\nowner: C", "title: A\nsummary: B\nowner: C",
        (2, 3, "Line 2 starts with 2 spaces, but the others of its group start with none.",
         "take away the spaces at its start."),
    ),
    (
        "  title: A\nsummary: B", "title: A\nsummary: B",
        (2, 3, "Line 2 starts with 2 spaces, but the others of its group start with none.",
         "take away the spaces at its start."),
    ),
    (
        "title: A\n start: B\nowner: C", "title: A\nstart: B\nowner: C",
        (3, 2, "Line 3 starts with 1 space, but the others of its group start with none.",
         "take away the spaces at its start."),
    ),
    (
        "booking:\n    form: a\n  opens: b\n  closes: c", "booking:\n  form: a\n  opens: b\n  closes: c",
        (3, 5, "Line 3 starts with 4 spaces, but the others of its group start with 2.", "start line 3 with 2 spaces."),
    ),
    (
        FIELDS.replace("  - name: a", "    name: a"), FIELDS,
        (3, 5, "Line 3 starts the first item of a list, but it has no hyphen.", "write - name: a"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "right", "expected"), CERTAIN)
def test_a_line_that_stands_beside_its_group_is_moved(
    text: str, right: str, expected: tuple[int, int, str, str]
) -> None:
    problem = problem_of(text)
    assert (problem.line, problem.column, problem.message, problem.fix) == expected
    assert problem.code == "settings-indent"
    assert mended(text) == right


UNCERTAIN: list[tuple[str, tuple[int, int, str, str, str]]] = [
    (
        "title: A\n  summary: B",
        (3, 3, "settings-indent", "Line 3 is indented further than the line above it.",
         "take away the spaces at its start, so that summary: stands under title:"),
    ),
    (
        "menu:\n  - text: A\n      link: B",
        (4, 7, "settings-indent", "Line 4 is indented further than the line above it.",
         "start line 4 with 4 spaces, so that link: stands under text:"),
    ),
    (
        "title: A\n more: B",
        (3, 2, "settings-indent", "Line 3 starts with 1 space, but the others of its group start with none.",
         "take away the spaces at its start."),
    ),
    (
        "venue:\n  name: A\n  access: B\n places: 4",
        (5, 2, "settings-indent", "Line 5 starts with 1 space, but the lines above it start with none or 2.",
         "start line 5 with 2 spaces if it belongs to the line above it, else with none."),
    ),
    (
        "venue:\n  name: A\n access: B",
        (4, 2, "settings-indent", "Line 4 starts with 1 space, but the lines above it start with none or 2.",
         "start line 4 with 2 spaces if it belongs to the line above it, else with none."),
    ),
    (
        "recipients:\n  - Core team\n  submit: Book",
        (4, 3, "settings-indent", "submit: stands below the hyphen of a list, where only another hyphen can stand.",
         "take away the spaces at its start."),
    ),
    (
        "menu:\n  - text: A\n  owner: B",
        (4, 3, "settings-indent", "owner: stands below the hyphen of a list, where only another hyphen can stand.",
         "start line 4 with 4 spaces, if owner: belongs to the item above it; else with none."),
    ),
    (
        "event:\n    title: A\n-   summary: B",
        (4, 1, "settings-bullet", "Line 4 starts with a hyphen, but the lines above it are no list.",
         "put a space in the place of the hyphen."),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), UNCERTAIN)
def test_where_a_line_belongs_is_not_guessed(text: str, expected: tuple[int, int, str, str, str]) -> None:
    problem = problem_of(text)
    assert (problem.line, problem.column, problem.code, problem.message, problem.fix) == expected
    assert problem.edit is None


LISTS: list[tuple[str, str | None, str, str]] = [
    (
        "audience: - Anyone here\ntitle: A", "audience: Anyone here\ntitle: A",
        "A list starts on the line below audience: and not beside it.",
        "for a single value, take the hyphen away: audience: Anyone here",
    ),
    (
        "topics: - a\n  - b", "topics:\n  - a\n  - b",
        "A list starts on the line below topics: and not beside it.", "write\n     topics:\n       - a",
    ),
    (
        "fields: - name: a\n    type: text", None,
        "A list starts on the line below fields: and not beside it.", "write\n     fields:\n       - name: a",
    ),
    (
        "audience: - Anyone\n  here", None,
        "A list starts on the line below audience: and not beside it.",
        "for a single value, take the hyphen away: audience: Anyone",
    ),
    (
        "topics:\n  - a\n  -- b: c\ntitle: A", "topics:\n  - a\n  - b: c\ntitle: A",
        "The items of a list start with one hyphen here, not with --", "write - b: c",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "right", "message", "fix"), LISTS)
def test_a_list_that_starts_otherwise(text: str, right: str | None, message: str, fix: str) -> None:
    problem = problem_of(text)
    assert (problem.code, problem.message, problem.fix) == ("settings-bullet", message, fix)
    assert mended(text) == (right or text)


@pytest.mark.parametrize(
    "text",
    [
        "topics:\n- a\n- b\ntitle: A",
        "topics:\n   - a\n   - b\ntitle: A",
        "venue:\n    name: A\n    access: B\nonline:\n  public: false",
        "  title: A\n  summary: B",
        "fields:\n  -   name: a\n      type: text\n  - name: b",
        "summary: We talk\n  - and listen - together",
        "summary: >\n  We talk\n   - and listen\ntitle: A",
        "fields:\n  - A word\n    and more words\n  - b",
        'fields:\n  - "A word\n    - and more"',
        "audience: -Anyone",
        "audience: a - b",
        "menu:\n  - text: A\n    # note\n    link: /a/",
    ],
)
def test_a_near_miss_is_silent(text: str) -> None:
    assert isinstance(read_document(PATH, f"---\n{text}\n---\nText.\n".encode()), Document)


BORDER = "settings-border", "Line 2 is ---, but this file is settings from its first line to its last."


def test_a_file_of_settings_needs_no_lines_of_hyphens() -> None:
    result = read_settings_file("content/site.yaml", b"---\nname: A\n---\n")
    assert isinstance(result, list)
    [problem] = result
    assert (problem.line, problem.column, problem.code, problem.message, problem.fix) == (
        3, 1, "settings-border",
        "Line 3 is ---, but this file is settings from its first line to its last.", "delete the line.",
    )  # fmt: skip
    assert problem.edit
    assert repaired(b"---\nname: A\n---\n", [problem.edit]) == b"---\nname: A\n"

    result = read_settings_file("content/site.yaml", b"name: A\n---\nnew: B\n")
    assert isinstance(result, list)
    [problem] = result
    assert (problem.code, problem.message) == BORDER
    assert problem.fix == "delete the line, and move what is no setting into a file of its own."
    assert problem.edit is None


@pytest.mark.parametrize("text", ["---\nname: A\n", "# note\n---\nname: A\n", 'name: "a\n  --- b"\n'])
def test_hyphens_that_do_no_harm_are_silent(text: str) -> None:
    assert isinstance(read_settings_file("content/site.yaml", text.encode()), Document)
