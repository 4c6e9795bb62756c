"""Settings under other names, and in other places than their own: one message, and what to write."""

from __future__ import annotations

import pytest

from plugins.core.repairs import repaired
from plugins.core.schema import validate
from tests.builders import BY_NAME, check, make_document, make_placeholders

TOP = "title: A\nsummary: B\n"
EVENT = f"{TOP}start: 2026-12-03 10:00\nend: 2026-12-03 12:00\nformat: online\n"
OFFER = f"{TOP}kind: area\n"


def said(kind: str, text: str) -> list[tuple[str, str]]:
    """Return message and fix of each problem."""
    return [(message, fix) for _, _, _, message, fix in check(kind, text)]


@pytest.mark.parametrize(
    ("kind", "text", "message", "fix"),
    [
        # Other names for the same thing.
        ("page", "title: A\ndescription: B", "There is no setting called description. The nearest is summary.", "write summary"),
        ("page", f"{TOP}Tags: a", "There is no setting called Tags. The nearest is topics.", "write topics"),
        (
            "page", f"{TOP}expiry: 2027-01-01", "There is no setting called expiry. The nearest is publish_until.",
            "write publish_until",
        ),
        (
            "event", f"{EVENT}location: Perth", "There is no setting called location. The nearest is venue.",
            "write\n     venue:\n       name: Example Hall",
        ),
        ("offer", f"{OFFER}deadline: 2027-01-01", "There is no setting called deadline. The nearest is closes.", "write closes"),
        (
            "page", f"{TOP}description: C", "There is no setting called description. The nearest is summary.",
            "take the line out if it says the same as summary, which is there already.",
        ),
        # What is said by another line.
        (
            "event", f"{EVENT}time: 10am", "There is no setting called time.",
            "write the time after the day in start, such as 2026-12-03 10:00, and take this line out.",
        ),
        ("event", f"{EVENT}cancelled: true", "There is no setting called cancelled.", "write event_status: cancelled"),
        (
            "page", f"{TOP}draft: true", "There is no setting called draft.",
            "write status: draft to keep it out of the published site, or take the line out.",
        ),
        (
            "page", f"{TOP}slug: a", "There is no setting called slug.",
            "take the line out: the address is made from the name of the file.",
        ),
        # What belongs to a group: one message for all of it.
        (
            "event", f"{EVENT}venue:\nname: Hall\naddress: Perth\npostcode: PH1 1AA",
            "name, address and postcode belong to venue, and cannot stand alone.",
            "put them below venue: and start their lines with two spaces.",
        ),
        (
            "event", f"{EVENT}closes: 2026-12-01", "closes belongs to booking, and cannot stand alone.",
            "put it below booking: and start the line with two spaces.",
        ),
        (
            "event", f"{EVENT}venue:\n  name: Hall\n  topics: a", "The setting topics does not belong to venue.",
            "take away the spaces at the start of its line, and put it below the settings of the group.",
        ),
    ],
)  # fmt: skip
def test_a_setting_that_is_called_otherwise_or_stands_elsewhere(
    kind: str, text: str, message: str, fix: str
) -> None:
    assert said(kind, text) == [(message, fix)]


@pytest.mark.parametrize(
    ("kind", "wrong", "right"),
    [
        ("event", f"{EVENT}status: cancelled", f"{EVENT}event_status: cancelled"),
        ("event", f"{EVENT}status: Postponed", f"{EVENT}event_status: Postponed"),
        ("offer", f"{OFFER}status: closed", f"{OFFER}state: closed"),
        ("offer", f"{OFFER}state: draft", f"{OFFER}status: draft"),
    ],
)
def test_a_word_of_another_setting_gives_it_its_name(kind: str, wrong: str, right: str) -> None:
    _, problems = validate(make_document(wrong), BY_NAME[kind].model, make_placeholders())
    data = repaired(f"---\n{wrong}\n---\n".encode(), [problem.edit for problem in problems if problem.edit])
    assert data.decode() == f"---\n{right}\n---\n"


def test_a_word_of_another_setting_that_is_there_is_for_the_editor_to_mend() -> None:
    text = f"{EVENT}status: cancelled\nevent_status: confirmed"
    _, problems = validate(make_document(text), BY_NAME["event"].model, make_placeholders())
    assert [(problem.fix, problem.edit) for problem in problems] == [
        ("write event_status: cancelled, and take this line out.", None)
    ]


def test_a_word_of_no_setting_is_told_the_choices() -> None:
    assert said("event", f"{EVENT}status: nearly ready") == [
        ("Status must be published or draft, but it is “nearly ready”.", "write published or draft")
    ]
