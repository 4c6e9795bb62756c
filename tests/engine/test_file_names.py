"""The name that is suggested for a file, and what it leaves alone."""

from __future__ import annotations

import pytest

from plugins.engine.file_names import right_stem


@pytest.mark.parametrize(
    ("stem", "right"),
    [
        ("learning-lunch.md", "learning-lunch"),
        ("learning-lunch.md.md", "learning-lunch"),
        ("Learning Lunch.docx", "learning-lunch"),
        ("learning–lunch", "learning-lunch"),
        ("learning‑lunch — 2026", "learning-lunch-2026"),
        ("learning_lunch", "learning-lunch"),
        ("Café Talk!", "cafe-talk"),
        ("v1.2 notes", "v1-2-notes"),
        ("readme.first", "readme-first"),
        (".md", "md"),
        ("–", ""),
    ],
)
def test_the_name_that_was_meant(stem: str, right: str) -> None:
    assert right_stem(stem) == right
