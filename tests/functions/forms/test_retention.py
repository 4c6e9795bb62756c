from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.forms import retention

from .builders import GOOD, NOW, Visitor


def sent(**changes: Any) -> dict[str, Any]:
    visitor = Visitor()
    visitor.post("contact", GOOD["contact"])
    outbox = [entry | {"state": "sent"} for entry in visitor.only["outbox"]]
    return visitor.only | {"outbox": outbox} | changes


@pytest.mark.parametrize(
    ("state", "kept"),
    [("waiting", True), ("dead", True), ("sent", False), ("bounced", False), ("dropped", False)],
)
def test_nothing_unsent_expires(state: str, kept: bool) -> None:
    item = sent()
    item["outbox"][1]["state"] = state
    assert (retention.expires(item) is None) is kept


def test_a_submission_is_kept_for_the_days_of_its_form() -> None:
    assert retention.expires(sent()) == int((NOW + timedelta(days=180)).timestamp())
    assert retention.expires(sent(retention_days=1)) == int((NOW + timedelta(days=1)).timestamp())


def test_what_is_held_waits_for_a_person() -> None:
    assert retention.expires(sent(state="held")) is None


def test_releasing_makes_mail_due() -> None:
    visitor = Visitor()
    visitor.post("contact", GOOD["contact"] | {"name": "www.a.example"})
    later = NOW + timedelta(hours=1)
    made = retention.released(visitor.only, later)
    assert (made["state"], made["due"], made["expires"]) == ("accepted", later.isoformat(), None)
    assert retention.released(sent(state="held"), later)["due"] is None
