"""Notes among colleagues that have no brackets of their own are found; what is meant for visitors passes."""

from __future__ import annotations

import pytest

from .text_slips import FIRST, slips

FIX = "write what it asks for, or take it out; what stands between <!-- and --> is never shown."


@pytest.mark.parametrize(
    ("text", "column", "shown"),
    [
        ("TODO: agenda.", 1, "TODO: agenda."),
        ("The agenda: TODO", 13, "TODO"),
        ("- FIXME the times", 3, "FIXME the times"),
        ("[TODO: agenda]", 2, "TODO: agenda"),
        ("Lunch (check with Fiona) is free.", 7, "(check with Fiona)"),
        ("Lunch (to confirm with Fiona Smith?)", 7, "(to confirm with Fiona Smith?)"),
        ("In Leith (Fiona to confirm the room).", 10, "(Fiona to confirm the room)"),
        ("NB Fiona to ask the hall before we publish.", 1, "NB Fiona to ask the hall before we publ…"),
        ("Come. Fiona to add it before publication.", 7, "Fiona to add it before publication"),
        ("Note to self: ask before we go live", 1, "Note to self: ask before we go live"),
    ],
)
def test_a_note_is_found(text: str, column: int, shown: str) -> None:
    [slip] = slips(text)
    assert (slip.code, slip.severity, slip.line, slip.column) == ("note-left", "warning", FIRST, column)
    assert (slip.message, slip.fix) == (f"This looks like a note among colleagues: {shown}", FIX)


@pytest.mark.parametrize(
    "text",
    [
        "The venue is to be confirmed. Venue TBC.",
        "We have a to do list, and a TODO list, and to do: lunch.",
        "`TODO` and <!-- TODO: agenda -->",
        "METODO and TODOS and ../TODO.md and #TODO",
        "She said “TODO: lunch” and “lunch (check with Fiona)”.",
        "> TODO, he wrote.",
        "The board has columns: TODO, DOING and DONE.",
        "| TODO | DOING | DONE |",
        "Rates differ (check with Angus Council).",
        "NB: applicants see the results before publication.",
        "> Note to self: ask before we publish",
        "Bring a friend (check with your manager).",
        "Rates differ (check with Social Security Scotland).",
        "Places are few (check with Fiona before you travel).",
        "Ask Fiona to confirm. (Partners to confirm numbers.)",
        "We check all facts before we publish them.",
        "We ask for permission before publishing a photograph.",
        "Colleagues to confirm the text before publication.",
        "NB The hall has steps. We ask everybody before we publish.",
    ],
)
def test_what_is_for_visitors_passes(text: str) -> None:
    assert slips(text, "note-left") == []
