"""A second block of settings in the text is told once, and what only looks like one passes."""

from __future__ import annotations

import pytest

from plugins.core.second_settings import second_settings
from tests.builders import BY_NAME, Found, found, make_document
from tests.core.text_slips import slips

BLOCK = "---\ntitle: B\nsummary: C\ntopics:\n  - learning\n---\nMore.\n"


def told(body: str) -> list[Found]:
    document = make_document("title: A\nsummary: B", body=body)
    return found(second_settings(document, BY_NAME["page"].model))


def twice(line: int) -> list[Found]:
    return [
        (
            line, 1, "settings-twice",
            f"A second block of settings starts at line {line}, and would be shown as words.",
            "keep one of the two blocks and delete the other; each file holds one item.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (f"Text.\n\n{BLOCK}", 7),
        (f"Text.\n{BLOCK}", 6),
        (BLOCK, 5),
        (f"\n{BLOCK}\n{BLOCK}", 6),
        ("Text.\n\n---\ntitle: B\nsummary: C\n\nMore.\n", 7),
        ("Text.\n\n---\nsummary: C\n# note\ntitle: B\n---\n", 7),
    ],
)
def test_a_second_block_is_told_where_it_starts(body: str, line: int) -> None:
    assert told(body) == twice(line)


@pytest.mark.parametrize(
    "body",
    [
        "Text.\n\n---\n\nMore.\n",
        "Text.\n\n---\nThe title: it matters.\n",
        "Text.\n\n---\ntitle: it matters.\n",
        "Text.\n\n---\ntitle: B\n\nsummary: C\n",
        "Text.\n\n---\ntitle: B\nsummary: C\nand a sentence of its own\n---\n",
        f"Text.\n\n```\n{BLOCK}```\n",
        f"Text.\n\n<!--\n{BLOCK}-->\n",
        "Text.\n\ntitle: B\nsummary: C\n",
        "Text.\n\n---\ntitle: B\nweather: C\n---\n",
        "| title: | summary: |\n| --- | --- |\n| a | b |\n",
    ],
)
def test_a_near_miss_is_silent(body: str) -> None:
    assert told(body) == []


def test_the_text_above_it_is_no_heading() -> None:
    assert slips(f"Bring your lunch.\n{BLOCK}", "heading-") == []
    assert [slip.code for slip in slips("Bring your lunch.\n---\nMore.\n", "heading-")] == ["heading-hyphens"]
