from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.forms import suspicion
from functions.forms.definitions import Form
from functions.forms.validation import Answer

from .builders import DEFINITIONS

FORM = DEFINITIONS.forms["contact"]


def score(
    form: Form, values: dict[str, Answer], base_url: str = "https://www.team.example"
) -> tuple[int, list[str]]:
    return suspicion.score(form, values, base_url)


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


@pytest.mark.parametrize(
    "page",
    [
        "https://www.team.example/events/", "http://team.example/", "www.team.example", "WWW.TEAM.example/a?b#c",
        "See https://www.team.example/events/. And (https://www.team.example)", "[link to www.team.example]",
    ],
)  # fmt: skip
def test_people_report_a_page_of_ours_by_its_address(page: str) -> None:
    assert score(FORM, {"name": page, "message": f"{page} " * 5}) == (0, [])


@pytest.mark.parametrize(
    "page",
    [
        "https://www.team.example.evil.example", "https://x-team.example", "https://team.example@evil.example",
        "https://www.team.example:8080/", "https://evil.example/https://www.team.example", "www.evil.example",
    ],
)  # fmt: skip
def test_what_only_looks_like_ours_is_not_ours(page: str) -> None:
    assert score(FORM, {"name": page})[0] == 3


def test_a_preview_is_at_home_on_its_port() -> None:
    assert score(FORM, {"name": "http://127.0.0.1:8000/events/"}, "http://127.0.0.1:8000") == (0, [])
