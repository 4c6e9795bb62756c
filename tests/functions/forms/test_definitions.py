from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from functions.forms.definitions import load, read

from .builders import FORMS, forms_json

PAGES = json.dumps({"message": "m", "forms": {"contact": "c"}, "bookings": {"open-day": "o"}}).encode()


def encoded(**changes: Any) -> bytes:
    return json.dumps(forms_json(**changes)).encode()


def test_reads_the_two_files_of_the_build(tmp_path: Path) -> None:
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "forms.json").write_bytes(encoded())
    (tmp_path / "f" / "pages.json").write_bytes(PAGES)
    found = load(tmp_path)
    assert found.version == hashlib.sha256(encoded()).hexdigest()
    assert found.site.mailbox == "team@team.example"
    assert [field.name for field in found.forms["contact"].fields] == ["name", "email", "message"]
    assert found.forms["everything"].fields[4].choices[1].text == "No"
    assert found.events["open-day"].closes == datetime(2026, 12, 2, tzinfo=UTC)
    assert (found.pages.message, found.pages.forms, found.pages.bookings) == (
        "m", {"contact": "c"}, {"open-day": "o"},
    )  # fmt: skip


def test_another_format_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match=r"forms\.json has format 2, and this function reads 1\."):
        read(encoded(format=2), PAGES)


def test_an_instant_without_its_zone_is_refused() -> None:
    contact = FORMS["contact"] | {"closes": "2026-12-01T00:00:00"}
    with pytest.raises(ValueError, match="has no time zone"):
        read(encoded(forms={"contact": contact}), PAGES)


def test_an_unknown_key_of_a_form_is_refused() -> None:
    """A build and a function that do not fit together are found at once, not by a visitor."""
    with pytest.raises(TypeError, match="colour"):
        read(encoded(forms={"contact": FORMS["contact"] | {"colour": "red"}}), PAGES)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"forms\.json"):
        load(tmp_path)
