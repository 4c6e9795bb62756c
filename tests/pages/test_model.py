"""Pages: signposts, and the address that the name gives."""

from __future__ import annotations

import pytest

from plugins.pages.model import address
from tests.builders import Found, check, make_item

TOP = "title: A\nsummary: B\n"
SIGNPOST = "signposts:\n  - title: A\n    text: B\n    link: /a/\n"

INVALID: dict[str, tuple[str, list[Found]]] = {
    "a signpost to nowhere": (
        SIGNPOST.replace("/a/", "a"),
        [
            (
                7, 11, "link-form",
                "Signpost link must be an address on this site or an https address, but it is “a”.",
                "write /a/",
            )
        ],
    ),
    "the second signpost without words": (
        f"{SIGNPOST}  - title: C\n    link: /c/\n",
        [
            (
                8, 5, "setting-missing", "Signpost text is missing.",
                "add a line to signposts such as\n     text: Practise with us and learn from each other.",
            )
        ],
    ),
    "a short title of two lines' list": (
        "nav_title: [A, B]",
        [
            (
                4, 12, "text-expected", "Short title must be one piece of text.",
                "write the value on one line after the name; put it between double quotes if it starts with [ or {",
            )
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), INVALID.values(), ids=INVALID)
def test_a_wrong_page(text: str, expected: list[Found]) -> None:
    assert check("page", TOP + text) == expected


@pytest.mark.parametrize("more", ["", SIGNPOST, "signposts:\nnav_title:\n", "signposts: []"])
def test_a_right_page(more: str) -> None:
    assert check("page", TOP + more) == []


def test_the_address_is_the_name_and_home_is_the_root() -> None:
    page = make_item("page", TOP)
    assert address("who-we-are", page) == "/who-we-are/"
    assert address("home", page) == "/"
