"""A file in the folder of another type is told once, with where it belongs."""

from __future__ import annotations

from plugins.core.schema import validate
from plugins.engine.content_types import TYPES
from plugins.engine.misplaced import told_once
from tests.builders import BY_NAME, make_document, make_placeholders

EVENT = "title: A\nsummary: B\nstart: 2026-12-03\nformat: online\naudience: All\n"


def told(kind: str, text: str) -> list[tuple[int, str, str]]:
    document = make_document(text)
    _, problems = validate(document, BY_NAME[kind].model, make_placeholders())
    return [
        (found.line, found.code, found.message)
        for found in told_once(BY_NAME[kind], TYPES, document, problems)
    ]


def test_an_event_among_the_pages() -> None:
    assert told("page", EVENT) == [
        (1, "content-misplaced", "These are the settings of the folder events, but the file is in pages.")
    ]


def test_a_testimonial_among_the_events() -> None:
    text = "title: A\nsummary: B\nperson: C\npermission: 2026-01-02\n"
    assert told("event", text) == [
        (
            1,
            "content-misplaced",
            "These are the settings of the folder testimonials, but the file is in events.",
        )
    ]


def test_other_problems_of_the_file_are_told_too() -> None:
    assert [code for _, code, _ in told("page", f"{EVENT}review_by: soon\n")] == [
        "content-misplaced",
        "date-form",
    ]


def test_a_slip_of_the_fingers_is_told_as_such() -> None:
    # One setting too many, one that no type knows, and a file that may belong to none.
    assert [code for _, code, _ in told("page", "title: A\nsummary: B\nformat: online\n")] == [
        "setting-unknown"
    ]
    assert [code for _, code, _ in told("page", f"{EVENT}colour: red\n")] == ["setting-unknown"] * 4
    assert told("event", EVENT) == []
