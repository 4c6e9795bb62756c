"""What should not be public: rooms, mailboxes and telephones of one person; and what may be."""

from __future__ import annotations

import pytest

from plugins.core.private_addresses import in_text

ROOMS = [
    "https://zoom.us/j/123456789?pwd=abc",
    "https://us02web.zoom.us/j/123456789",
    "zoom.us/my/fiona",
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_a/0",
    "https://teams.live.com/meet/9412",
    "https://meet.google.com/abc-defg-hij",
    "https://scotgov.webex.com/meet/fiona",
    "https://meet.jit.si/OurRoom",
    "https://whereby.com/our-room",
    "https://chat.whatsapp.com/AbC123",
]


@pytest.mark.parametrize("address", ROOMS)
def test_a_joining_link(address: str) -> None:
    for text in (f"Join at {address} at 10am.", f"[Join]({address})", f"<{address}>"):
        (found,) = in_text(text)
        assert (found.code, found.piece, found.severity) == ("joining-link", address, "problem")
        assert found.message.startswith("This link lets anybody into a meeting: ")


MAILBOXES = {
    "fiona.macleod@gov.scot": "fiona.macleod@gov.scot is the mailbox of one person, and everybody can read it here.",
    "will.power@example.org": None,
    "Iain_Mackay2@example.org": "Iain_Mackay2@example.org is the mailbox of one person, and everybody can read it here.",
    "ournetwork@gmail.com": "ournetwork@gmail.com is a mailbox at gmail.com, which is usually one person's.",
    "jo@hotmail.co.uk": "jo@hotmail.co.uk is a mailbox at hotmail.co.uk, which is usually one person's.",
}


@pytest.mark.parametrize(("address", "message"), MAILBOXES.items())
def test_a_mailbox(address: str, message: str | None) -> None:
    found = [
        (finding.code, finding.message, finding.severity) for finding in in_text(f"Write to <{address}>.")
    ]
    assert found == ([("mailbox-personal", message, "warning")] if message else [])


@pytest.mark.parametrize("number", ["07911 123456", "07911123456", "+44 7911 123456", "+44 (0)7911 123 456"])
def test_a_mobile(number: str) -> None:
    (found,) = in_text(f"Call {number}.")
    assert (found.code, found.severity) == ("phone-personal", "warning")
    assert found.message == f"{number} is a mobile number, and everybody can read it here."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Dial in: 0131 555 0199, PIN 123456#", "PIN 123456#"),
        ("You can dial 0131 555 0199.\nAccess code: 98 76 54", "Access code: 98 76 54"),
        ("Conference ID: 123 456 789", "Conference ID: 123 456 789"),
        ("We meet on Zoom. The passcode is 445566.", "passcode is 445566"),
        ("Dialling in? Your **PIN:** 4455", "PIN:** 4455"),
    ],
)
def test_the_number_of_a_call(text: str, shown: str) -> None:
    (found,) = in_text(text)
    assert (found.code, found.piece, found.severity) == ("joining-details", shown, "problem")
    assert found.message == f"With this number anybody can join the meeting: {shown}"
    assert text.startswith(shown, found.at)


@pytest.mark.parametrize(
    "text",
    [
        "The wifi in the meeting room has a passcode: 240118.",
        "Dial 0 from the lobby. The door access code is 4821.",
        "grant.funding@team.example, mark.scheme@team.example, ross.hall@team.example",
        "Never tell the PIN 1234 of your card. The access code 1234 opens the door of the meeting room.",
        "Dial in: 0131 555 0199. We send the PIN, and the postcode is EH1 1AA.",
        "Dial 0131 555 0199.\n\nThe lift has the access code 1234.",
        "Meeting ID: 312 456 789, passcode 123456",
        "A dialogue; PIN 1234. Spin 1234 and dial. A passcode of 6 digits, on Zoom.",
        "Our teams: passcode 1234",
        "Dial 0131 555 0199, office code EH12345",
        "team@gov.scot, peer.learning@gov.scot, press.office@example.org, data.protection@example.org",
        "collective.leadership@gov.scot and info@example.org and will.power@example.org",
        "Call 0131 555 0100, 0800 123 4567, +44 131 555 0100 or 07700 900123.",
        "We meet on Zoom, Teams or Google Meet; see https://zoom.us/ and https://teams.microsoft.com/",
        "https://support.zoom.us/hc/articles/123 and https://meet.google.com/ and https://zoom.us/join",
        "https://example.org/07911123456/ and EH1 1AA 2026-11-22",
        "git@example.org:a/b and @fiona",
    ],
)
def test_what_may_be_public(text: str) -> None:
    assert list(in_text(text)) == []
