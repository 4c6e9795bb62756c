from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from functions.forms import letters

from .builders import DEFINITIONS, GOOD, NOW, Visitor

SECRET = {"name": "Secret Name", "message": "Secret words https://x.example"}


def mails(form: str, **changes: str) -> list[letters.Entry]:
    visitor = Visitor()
    assert visitor.post(form, GOOD[form] | changes).status == 303
    return visitor.take_mail()


def test_the_team_reads_every_answer_and_can_reply() -> None:
    [team, _] = mails("contact", message="One\r\nTwo")
    identity = re.search(r"Contact \((\w{4}-\w{4})\)", team["subject"])
    assert identity
    assert team["headers"] == {"Reply-To": "ann@mail.example"}
    assert team["body"] == (
        "Someone sent the form “Contact”.\n\nName\nAnn Example\n\nEmail\nann@mail.example\n\n"
        f"Message\nOne\nTwo\n\nReference: {identity[1]}\nReceived: 22 November 2026 at 10:00 UTC\n\n"
        "Reply to this email to write to the person who sent the form.\n\n"
        "The website deletes these answers after 180 days.\n\n"
        "Delete this email too when you no longer need it.\n\nExample Network\nhttps://www.team.example\n"
    )


def test_choices_are_in_the_words_that_people_read_and_constants_are_left_out() -> None:
    [team, *_] = mails("everything")
    assert "Radios\nYes\n" in team["body"]
    assert "Checkboxes\nA, B\n" in team["body"]
    assert "website\n\n" not in team["body"]


def test_the_visitor_is_told_without_any_of_their_words() -> None:
    """Or the site would carry anyone's message to anyone's mailbox."""
    [_, visitors] = mails("contact", **SECRET)
    assert (visitors["to"], visitors["subject"]) == ("ann@mail.example", "We have your answers: Contact")
    whole = visitors["subject"] + visitors["body"] + str(visitors["headers"])
    assert "Secret" not in whole
    assert "x.example" not in whole
    assert "ann@" not in visitors["body"]
    assert visitors["body"].startswith("We have it.\n\nForm: Contact\nReference: ")
    assert "We keep your answers for 180 days." in visitors["body"]
    assert "write to team@team.example" in visitors["body"]


@pytest.mark.parametrize("form", ["contact", "everything", "newsletter"])
def test_entries_are_complete_and_told_apart(form: str) -> None:
    found = mails(form)
    for mail in found:
        assert set(mail) - {"cap"} == {
            "kind", "to", "subject", "body", "headers", "tries", "next", "state",
        }  # fmt: skip
        assert (mail["tries"], mail["next"]) == (0, NOW.isoformat())
        assert "\n" not in mail["subject"] + mail["to"] + "".join(mail["headers"].values())
        assert not re.search(r"[\x00-\x09\x0b-\x1f]", mail["body"])
    assert len({mail["kind"] for mail in found}) == len(found)


def test_only_mail_to_what_a_visitor_typed_is_counted() -> None:
    team, visitors = mails("contact")
    [confirm] = mails("newsletter")
    assert "cap" not in team
    assert visitors["cap"] == confirm["cap"]
    assert "ann" not in visitors["cap"]
    [_, other] = mails("contact", email="bob@mail.example")
    assert other["cap"] != visitors["cap"]


def test_only_mail_to_a_list_has_the_headers_of_lists() -> None:
    for form in ("contact", "everything", "newsletter"):
        assert not any("List-Unsubscribe" in mail["headers"] for mail in mails(form))
    visitor = Visitor()
    url, form = "https://www.team.example/f/unsubscribe/x", DEFINITIONS.forms["newsletter"]
    mail = letters.to_subscriber(visitor.desk, "welcome", form, "ann@mail.example", url, 2)
    assert mail["headers"] == {
        "List-Unsubscribe": "<https://www.team.example/f/unsubscribe/x>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_moments_and_days_are_in_words() -> None:
    visitor = Visitor()
    visitor.now = datetime.fromisoformat("2026-06-01T00:05:00+01:00")
    mail = letters.to_visitor(visitor.desk, DEFINITIONS.forms["contact"], "a@b.example", "ab" * 16)
    assert "Received: 31 May 2026 at 23:05 UTC" in mail["body"]
    assert letters.reference("ab12cd34" + "0" * 24) == "AB12-CD34"
    assert visitor.now.astimezone(UTC).year == 2026
