"""Testimonials: permission, and until when they are shown."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from plugins.core.placeholders import is_open
from plugins.testimonials.model import address
from tests.builders import Found, check, make_item

TOP = "title: A\nsummary: B\nperson: C\n"
RIGHT = f"{TOP}permission: 2026-05-01\n"

DATE_FIX = "write the year, month and day as numbers, with a hyphen between them: 2026-12-03"

INVALID: dict[str, tuple[str, list[Found]]] = {
    "nothing": (
        "title: A\nsummary: B",
        [
            (
                1, 1, "setting-missing", "Person is missing.",
                "add a line to the settings such as\n     person: Margaret Wheatley",
            ),
            (
                1, 1, "setting-missing", "Permission is missing.",
                "add a line to the settings such as\n     permission: 2026-05-01",
            ),
        ],
    ),
    "permission in words": (
        f"{TOP}permission: yes",
        [(5, 13, "date-form", "Permission must be a date such as 2026-12-03, but it is “yes”.", DATE_FIX)],
    ),
    "a permission that is decided wrongly": (
        f"{TOP}permission: '{{placeholder:web}}'",
        [
            (
                5, 13, "date-form",
                "Permission must be a date such as 2026-12-03, but it is “https://www.example.org”.", DATE_FIX,
            )
        ],
    ),
    "an offer that cannot be one": (
        f"{RIGHT}offers: [a, The Pool]",
        [
            (
                6, 13, "name-form",
                "Offers must be a name in small letters, digits and hyphens, but it is “The Pool”.",
                "write the-pool",
            )
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), INVALID.values(), ids=INVALID)
def test_a_wrong_testimonial(text: str, expected: list[Found]) -> None:
    assert check("testimonial", text) == expected


def test_a_permission_may_be_open() -> None:
    item = make_item("testimonial", f"{TOP}permission: '{{placeholder:mailbox}}'")
    assert is_open(item.permission)
    assert make_item("testimonial", RIGHT).permission == date(2026, 5, 1)


@pytest.mark.parametrize(
    ("more", "now", "live"),
    [
        ("", "2100-01-01", True),
        ("expires: 2026-12-01", "2026-12-01T23:59:59", True),
        ("expires: 2026-12-01", "2026-12-02T00:00:00", False),
        ("expires: 2026-06-30", "2026-06-30T22:59:59", True),
        ("expires: 2026-06-30", "2026-06-30T23:00:00", False),
        ("publish_until: 2026-06-01\nexpires: 2026-06-30", "2026-06-15", False),
    ],
)
def test_a_testimonial_is_shown_to_the_end_of_its_last_day(more: str, now: str, live: bool) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert make_item("testimonial", RIGHT + more).is_live(at, publish=True) is live


def test_examples_are_not_published() -> None:
    item = make_item("testimonial", f"{RIGHT}sample: true\nexpires: 2030-01-01")
    assert not item.is_live(datetime(2026, 11, 22, tzinfo=UTC), publish=True)
    assert item.is_live(datetime(2026, 11, 22, tzinfo=UTC), publish=False)


def test_the_address_is_a_part_of_the_list() -> None:
    assert address("c", make_item("testimonial", RIGHT)) == "/testimonials/#c"
