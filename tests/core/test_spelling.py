"""Which name was certainly meant, and where nothing is certain."""

from __future__ import annotations

import pytest

from plugins.core.model import fields_of
from plugins.core.spelling import certain_name, distance, same_name
from tests.builders import TYPES


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("title", "title", 0), ("titel", "title", 1), ("tittle", "title", 1), ("tilte", "title", 1), ("", "ab", 2),
     ("summery", "summary", 1), ("kitten", "sitting", 3)],
)  # fmt: skip
def test_distance(one: str, other: str, slips: int) -> None:
    assert distance(one, other) == distance(other, one) == slips


LABELS = {
    "review_by": "Review by",
    "start": "Start",
    "date": "Announced",
    "end": "End",
    "venue": "Venue",
    "topics": "Topics",
}


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Start", "start"),
        ("REVIEW_BY", "review_by"),
        ("review-by", "review_by"),
        ("Review by", "review_by"),
        ("reviewby", "review_by"),
        ("Announced", "date"),
        ("strat", "start"),
        ("topcs", "topics"),
        ("vennue", "venue"),
        # Not certain: too short, too far, or a word of its own.
        ("en", None),
        ("dt", None),
        ("place", None),
        ("time", None),
        ("", None),
        ("x" * 200, None),
    ],
)
def test_a_name_that_was_meant(word: str, name: str | None) -> None:
    assert certain_name(word, list(LABELS), LABELS) == name


def test_between_two_names_nothing_is_certain() -> None:
    assert certain_name("publish_fom", ["publish_from", "publish_form"], {}) is None


@pytest.mark.parametrize("kind", [kind.name for kind in TYPES])
def test_no_name_of_a_setting_is_a_slip_of_another(kind: str) -> None:
    model = next(found.model for found in TYPES if found.name == kind)
    names = list(fields_of(model))
    for name in names:
        others = [other for other in names if other != name]
        found = certain_name(name, others, {})
        assert found is None or distance(name, found) > 0, (name, found)


def test_the_same_name_written_in_another_way() -> None:
    assert same_name("In Person", ["in-person", "online"]) == "in-person"
    assert same_name("Published", ["published", "draft"]) == "published"
    assert same_name("drafts", ["published", "draft"]) is None
    assert same_name("unconfirmed", ["confirmed"]) is None
