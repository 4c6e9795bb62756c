from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from functions.forms.suspicion import score

from .builders import DEFINITIONS

FORM = DEFINITIONS.forms["contact"]


@given(st.text(), st.text())
def test_reasons_and_points_go_together_and_tell_nothing_that_was_sent(name: str, message: str) -> None:
    points, reasons = score(FORM, {"name": name, "message": message})
    assert bool(points) is bool(reasons)
    assert all(reason.rpartition(": ")[2] in ("name", "message") for reason in reasons)


def test_ordinary_words_in_any_script_are_no_advertising() -> None:
    for words in (
        "Dè mar a tha sibh?",
        "您好，我想报名",
        "مرحبا",
        "See example.com or write to a@b.example",
        "FREE!!!",
    ):
        assert score(FORM, {"name": "Ann", "message": words}) == (0, [])


def test_an_address_of_a_website_is_expected_where_it_is_asked_for() -> None:
    from .builders import field, with_field

    form = with_field(field("site", pattern="web-address", regex="https?://.+")).forms["one"]
    assert score(form, {"site": "https://a.example"}) == (0, [])
