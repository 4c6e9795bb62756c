"""The edits of settings: a name or a value that certainly has to become another, as it stands in the file."""

from __future__ import annotations

import pytest

from plugins.core.repairs import repaired
from plugins.core.schema import validate
from tests.builders import BY_NAME, make_document, make_placeholders

NAMES = {
    "topics": {
        "peer-learning": "Peer Learning",
        "facilitation": "Facilitation",
        "learning": "Learning together",
    },
    "form": {"event-booking": "Book a place"},
    "offers": {"peer-offer": "Peer offer"},
}
TOP = "title: A\nsummary: B\n"
EVENT = f"{TOP}start: 2026-12-03 10:00\nend: 2026-12-03 12:00\nformat: online\n"


def mended(kind: str, text: str) -> str:
    """Return the settings after every certain repair."""
    document = make_document(text)
    _, problems = validate(document, BY_NAME[kind].model, make_placeholders(), NAMES)
    assert problems
    data = f"---\n{text.strip()}\n---\nText.\n".encode()
    return repaired(data, [problem.edit for problem in problems if problem.edit]).decode()[4:-10].strip()


@pytest.mark.parametrize(
    ("kind", "text", "right"),
    [
        ("page", "Title: A\nSummary: B", "title: A\nsummary: B"),
        ("page", "titel: A\nsumary: B", "title: A\nsummary: B"),
        ("page", f"{TOP}Review by: 2027-05-31", f"{TOP}review_by: 2027-05-31"),
        ("page", f"{TOP}image:\n  file: a.jpg\n  Alt: B", f"{TOP}image:\n  file: a.jpg\n  alt: B"),
        ("page", f"{TOP}status: Published", f"{TOP}status: published"),
        ("page", f'{TOP}status: "Draft"', f'{TOP}status: "draft"'),
        ("page", f"{TOP}review_by: “2027-05-31”", f"{TOP}review_by: 2027-05-31"),
        ("page", f"{TOP}review_by: 31/05/2027 # note", f"{TOP}review_by: 2027-05-31 # note"),
        ("page", f"{TOP}review_by: 2027-05-31,", f"{TOP}review_by: 2027-05-31"),
        ("page", f"{TOP}topics: Peer Learning", f"{TOP}topics: peer-learning"),
        ("page", f"{TOP}topics: [Facilitation, Peer Learning]", f"{TOP}topics: [facilitation, peer-learning]"),
        ("page", f"{TOP}topics: Learning together", f"{TOP}topics: learning"),
        ("page", f"{TOP}topics: facilitation learning", f"{TOP}topics: [facilitation, learning]"),
        ("page", f"{TOP}topics:\n  - Peer learning", f"{TOP}topics:\n  - peer-learning"),
        ("page", f"{TOP}topics: Facilitation, peer learning", f"{TOP}topics: [facilitation, peer-learning]"),
        ("page", f"{TOP}aliases: old", f"{TOP}aliases: /old/"),
        ("event", f"{EVENT}previous_format: In person", f"{EVENT}previous_format: in-person"),
        ("event", f"{EVENT}publish_from: 1 December 2026 at 9am", f"{EVENT}publish_from: 2026-12-01 09:00"),
        ("event", f"{EVENT}publish_from: '2026-12-01T09:00'", f"{EVENT}publish_from: '2026-12-01 09:00'"),
        ("event", f"{EVENT}booking:\n  form: ../forms/event-booking.md", f"{EVENT}booking:\n  form: event-booking"),
        ("event", f"{EVENT}booking:\n  form: Event booking", f"{EVENT}booking:\n  form: event-booking"),
    ],
)  # fmt: skip
def test_a_certain_repair(kind: str, text: str, right: str) -> None:
    assert mended(kind, text) == right


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        # The other is there as well; two slips for one name; a name too far.
        ("page", f"{TOP}Title: A"),
        ("page", "summary: B\ntitel: A\ntittle: A"),
        ("page", f"{TOP}colour: red"),
        ("page", f"{TOP}statuss: {{placeholder:mailbox}}".replace("statuss", "review_by")),
        # A name that nothing has, or that something else has; one that only looks near.
        ("page", f"{TOP}topics: Peer offer"),
        ("page", f"{TOP}topics: Something Else"),
        ("page", f"{TOP}topics: Facilitation, Something else"),
        ("page", f"{TOP}topics:\n  - Facilitation, peer learning"),
        ("page", f"{TOP}status: drafts"),
        ("page", f"{TOP}review_by: 03/04/2027"),
        ("page", f"{TOP}review_by: >\n  31/05/2027"),
        ("page", f"{TOP}sample: Yes please"),
    ],
)
def test_what_is_not_certain_is_not_touched(kind: str, text: str) -> None:
    assert mended(kind, text) == text.strip()


def test_a_name_that_is_there_already_is_not_offered() -> None:
    _, problems = validate(make_document(f"{TOP}titel: C"), BY_NAME["page"].model, make_placeholders())
    assert [(p.message, p.fix, p.edit) for p in problems] == [
        (
            "There is no setting called titel. The nearest is title.",
            "take the line out if it says the same as title, which is there already.",
            None,
        )
    ]
