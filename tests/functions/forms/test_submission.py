from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlencode

import pytest
from hypothesis import example
from hypothesis import given as drawn
from hypothesis import strategies as st

from functions.forms.submission import MOST_BYTES, identity, read
from functions.forms.tokens import Keys

from .builders import (
    DEFINITIONS,
    EVENTS,
    FORM_TYPE,
    FORMS,
    GOOD,
    KEYS,
    NOW,
    Visitor,
    definitions,
    header,
    text,
)  # fmt: skip

CONTACT = DEFINITIONS.forms["contact"]
NOT_SENT = "Your answers have not been sent"


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


@pytest.mark.parametrize("name", ["contact", "everything"])
def test_a_good_submission_is_one_write_and_a_303(visitor: Visitor, name: str) -> None:
    response = visitor.post(name, GOOD[name])
    assert (response.status, header(response, "Location")) == (303, f"/forms/{name}/thank-you/")
    assert response.body == b""
    assert visitor.store.calls == ["put_new"]


def test_the_item_has_everything_that_is_promised(visitor: Visitor) -> None:
    visitor.post("everything", GOOD["everything"] | {"form_version": "a" * 64})
    item = visitor.only
    shown = "You may write to me.\nConsent"
    assert {key: value for key, value in item.items() if key not in ("id", "outbox")} == {
        "kind": "submission", "form": "everything", "form_version": "a" * 64,
        "rules_version": DEFINITIONS.version, "received": NOW.isoformat(), "kept_from": NOW.isoformat(),
        "retention_days": 180, "email": "email", "score": 0, "reasons": [], "state": "accepted", "due": NOW.isoformat(),
        "expires": None, "version": 1,
        "fields": GOOD["everything"] | {"textarea": "a\nb", "checkboxes": ["a", "b"]},
        "consent": {
            "hash": hashlib.sha256(shown.encode()).hexdigest(), "shown": shown, "at": NOW.isoformat(),
        },
    }  # fmt: skip
    assert [(mail["kind"], mail["to"]) for mail in item["outbox"]] == [
        ("team-1", "team@team.example"), ("team-2", "programme@team.example"), ("visitor", "ann@mail.example"),
    ]  # fmt: skip


def test_no_consent_is_recorded_where_none_was_given(visitor: Visitor) -> None:
    visitor.post("everything", {"text": "four"})
    assert visitor.only["consent"] is None


def test_a_form_that_nobody_is_told_of_expires_by_itself() -> None:
    visitor = Visitor(
        definitions(site={"name": "N", "base_url": "https://n.example", "lang": "en", "mailbox": ""})
    )
    visitor.post("everything", {"text": "four"})
    assert [mail["to"] for mail in visitor.only["outbox"]] == ["programme@team.example"]
    visitor = Visitor(
        definitions(
            site={"name": "N", "base_url": "https://n.example", "lang": "en", "mailbox": ""},
            forms={"everything": FORMS["everything"] | {"recipients": []}}, events={},
        )
    )  # fmt: skip
    visitor.post("everything", {"text": "four"})
    assert visitor.only["outbox"] == []
    assert visitor.only["expires"] == int((NOW + timedelta(days=180)).timestamp())
    assert visitor.only["due"] is None


# The checks, in their order


@pytest.mark.parametrize(("size", "status"), [(MOST_BYTES, 422), (MOST_BYTES + 1, 413)])
def test_413(visitor: Visitor, size: int, status: int) -> None:
    response = visitor.send("POST", "/f/contact", b"name=" + b"x" * (size - 5))
    assert response.status == status
    if status == 413:
        assert NOT_SENT in text(response)
        assert "Your answers are too long. Make them shorter." in text(response)
        assert 'href="/forms/contact/"' in text(response)
        assert 'href="mailto:team@team.example"' in text(response)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/x-www-form-urlencoded", 422), ("Application/X-WWW-Form-Urlencoded; charset=UTF-8", 422),
        ("multipart/form-data; boundary=x", 415), ("application/json", 415), ("text/plain", 415), ("", 415),
        ("application/x-www-form-urlencoded-x", 415),
    ],
)  # fmt: skip
def test_415(visitor: Visitor, kind: str, status: int) -> None:
    response = visitor.send("POST", "/f/contact", b"name=x", {"content-type": kind})
    assert response.status == status
    assert (NOT_SENT in text(response)) is (status == 415)
    assert visitor.send("POST", "/f/contact", b"name=x", {}).status == 415


@pytest.mark.parametrize(
    "body", [b"name=%ff", b"name=\xff", b"%C3%28=x", b"name=%ED%A0%80", b"&".join([b"a=b"] * 51)]
)
def test_400_for_what_cannot_be_read(visitor: Visitor, body: bytes) -> None:
    response = visitor.send("POST", "/f/contact", body)
    assert response.status == 400
    assert "could not read" in text(response)
    assert visitor.store.calls == []


def test_fifty_pairs_are_read() -> None:
    given, fault = read(b"&".join([b"name=b", b"", *[b"c=d"] * 49, b""]), CONTACT)
    assert (given, fault) == ({"name": ["b"]}, "")


@pytest.mark.parametrize("control", [*map(chr, range(9)), "\x0b", "\x0c", "\x0e", "\x1b", "\x1f", "\x7f"])
def test_400_for_control_characters_and_the_rest_is_kept(visitor: Visitor, control: str) -> None:
    response = visitor.post("contact", GOOD["contact"] | {"message": f"Hello{control}you"})
    assert response.status == 400
    assert "They had a hidden character" in text(response)
    assert ">Hello you</textarea>" in text(response)
    assert visitor.store.calls == []


def test_newlines_and_tabs_are_text(visitor: Visitor) -> None:
    assert visitor.post("contact", GOOD["contact"] | {"message": "a\r\n\tb\n"}).status == 303
    assert visitor.only["fields"]["message"] == "a\n\tb"


@pytest.mark.parametrize("name", ["name", "form_version", "event", "company_site"])
def test_400_for_an_answer_that_comes_twice(visitor: Visitor, name: str) -> None:
    response = visitor.send("POST", "/f/contact", f"{name}=a&{name}=b".encode())
    assert response.status == 400
    assert "One of them came twice." in text(response)


def test_names_that_the_form_does_not_have_are_left_out(visitor: Visitor) -> None:
    """A page that was cached before a question went away still works."""
    assert visitor.post("contact", GOOD["contact"] | {"old-question": ["a", "b"]}).status == 303
    assert "old-question" not in visitor.only["fields"]


@pytest.mark.parametrize("more", ["&old-question=%00", "&old-question=b%1F", "&%00=x"])
def test_400_for_control_characters_whatever_they_are_in(visitor: Visitor, more: str) -> None:
    body = urlencode(GOOD["contact"]) + more
    assert visitor.send("POST", "/f/contact", body.encode()).status == 400
    assert visitor.store.calls == []


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "https://www.team.example"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "same-site", "origin": "https://evil.team.example"}, False),
        ({"sec-fetch-site": "same-site", "origin": "https://www.team.example"}, True),
        ({"origin": "https://www.team.example"}, True),
        ({"origin": "HTTPS://WWW.Team.Example"}, True),
        ({"origin": "http://www.team.example"}, False),
        ({"origin": "ftp://www.team.example"}, False),
        ({"origin": "http://localhost:8000"}, True),
        ({"origin": "http://127.0.0.1:8000"}, True),
        ({"origin": "http://127.0.0.1:9000"}, False),
        ({"origin": "https://www.team.example.evil.example"}, False),
        ({"origin": "https://evil.example/www.team.example"}, False),
        ({"origin": "https://user@www.team.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "nonsense"}, False),
    ],
)
def test_403_from_elsewhere_and_the_answers_are_kept(
    visitor: Visitor, headers: dict[str, str], ours: bool
) -> None:
    response = visitor.post("contact", GOOD["contact"], **headers)
    assert response.status == (303 if ours else 403)
    if not ours:
        assert "The form was not on our website." in text(response)
        assert 'value="Ann Example"' in text(response)
        assert visitor.store.calls == []


OPENS = datetime(2026, 11, 23, tzinfo=UTC)
CLOSES = datetime(2026, 11, 25, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "status", "words"),
    [
        (OPENS - SECOND, 409, "This form is not open yet."), (OPENS, 303, ""), (CLOSES - SECOND, 303, ""),
        (CLOSES, 409, "This form is closed."),
    ],
)  # fmt: skip
def test_409_outside_the_days_of_a_form_with_the_answers_to_copy(
    now: datetime, status: int, words: str
) -> None:
    dated = FORMS["contact"] | {"opens": OPENS.isoformat(), "closes": CLOSES.isoformat()}
    visitor = Visitor(definitions(forms={"contact": dated}, events={}))
    visitor.now = now
    response = visitor.post("contact", GOOD["contact"])
    assert response.status == status
    if words:
        assert words in text(response)
        assert "<dt>Message</dt>\n<dd>Hello</dd>" in text(response)
        assert visitor.store.calls == []


def test_422_says_what_to_correct_in_the_words_of_the_form(visitor: Visitor) -> None:
    response = visitor.post("contact", {"name": "Ann <Example>", "email": "ann"})
    assert response.status == 422
    assert "<title>Error: contact</title>" in text(response)
    assert '<a href="#field_email">Email must be in the correct format</a>' in text(response)
    assert '<a href="#field_message">Enter Message</a>' in text(response)
    assert 'value="Ann &lt;Example&gt;"' in text(response)
    assert visitor.store.calls == []


def test_422_for_a_filled_trap_which_is_then_shown(visitor: Visitor) -> None:
    response = visitor.post("contact", GOOD["contact"] | {"company_site": "https://spam.example"})
    assert (response.status, response.outcome) == (422, "trap")
    assert "trap honeypot-shown" in text(response)
    assert ">Hello</textarea>" in text(response)
    assert "spam.example" not in text(response)
    assert visitor.store.calls == []
    assert visitor.post("contact", GOOD["contact"] | {"company_site": ""}).status == 303


@pytest.mark.parametrize("version", ["", "0" * 64, "not a version", "<script>", "A" * 64, "0" * 65])
def test_an_older_page_is_judged_by_the_rules_of_today(visitor: Visitor, version: str) -> None:
    assert visitor.post("contact", {"form_version": version}).status == 422
    assert visitor.post("contact", GOOD["contact"] | {"form_version": version}).status == 303
    assert visitor.only["form_version"] == (version if version == "0" * 64 else "")


@pytest.mark.parametrize("name", ["contact", "booking", "newsletter"])
def test_503_says_that_nothing_was_sent_and_keeps_the_answers(visitor: Visitor, name: str) -> None:
    visitor.store.down = {"put_new"}
    response = visitor.post(name, GOOD[name])
    assert (response.status, response.outcome) == (503, "store-down")
    for words in (
        NOT_SENT,
        "There is a problem",
        "Error: ",
        'value="ann@mail.example"',
        "mailto:team@team.example",
    ):
        assert words in text(response)
    visitor.store.down = set()
    assert visitor.post(name, GOOD[name]).status == 303
    assert len(visitor.store.items) == 1


def test_a_write_that_timed_out_but_landed_is_found_again(visitor: Visitor) -> None:
    put_new = visitor.store.put_new

    def lands_and_fails(item: dict[str, Any]) -> bool:
        put_new(item)
        visitor.store.down = {"put_new"}
        return put_new(item)

    visitor.store.put_new = lands_and_fails  # type: ignore[method-assign]
    assert visitor.post("contact", GOOD["contact"]).status == 503
    visitor.store.put_new = put_new  # type: ignore[method-assign]
    visitor.store.down = set()
    assert visitor.post("contact", GOOD["contact"]).outcome == "duplicate"
    assert len(visitor.store.items) == 1


# The same answers are the same submission


def test_the_same_answers_are_kept_once_and_thanked_twice(visitor: Visitor) -> None:
    first = visitor.post("contact", GOOD["contact"])
    again = visitor.post("contact", {**dict(reversed(GOOD["contact"].items())), "form_version": "b" * 64})
    assert (again.status, again.headers, again.body) == (first.status, first.headers, first.body)
    assert (first.outcome, again.outcome) == ("accepted", "duplicate")
    assert len(visitor.store.items) == 1
    assert len(visitor.take_mail()) == 2


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"email": "ann@MAIL.example"}, True), ({"email": "Ann@mail.example"}, False), ({"message": "Hello\r\n"}, True),
        ({"message": "Hello!"}, False), ({"name": " Ann Example"}, True),
    ],
)  # fmt: skip
def test_what_the_same_answers_are(visitor: Visitor, changes: dict[str, str], *, same: bool) -> None:
    visitor.post("contact", GOOD["contact"])
    visitor.post("contact", GOOD["contact"] | changes)
    assert len(visitor.store.items) == (1 if same else 2)


@pytest.mark.parametrize(
    ("first", "again", "items"),
    [
        ("2026-11-22T00:01", "2026-11-22T23:59", 1), ("2026-11-22T23:59", "2026-11-23T00:14", 1),
        ("2026-11-22T23:59", "2026-11-23T00:15", 2), ("2026-11-22T00:01", "2026-11-23T00:14", 1),
        ("2026-11-22T00:14", "2026-11-23T00:16", 2),
    ],
)  # fmt: skip
def test_the_day_is_that_of_utc_and_a_little_of_yesterday(
    visitor: Visitor, first: str, again: str, items: int
) -> None:
    for moment in (first, again):
        visitor.now = datetime.fromisoformat(f"{moment}:00+00:00")
        visitor.post("contact", GOOD["contact"])
    assert len(visitor.store.items) == items


@pytest.mark.parametrize("days", [0, 1])
def test_answers_that_were_erased_can_be_sent_again(visitor: Visitor, days: int) -> None:
    visitor.now = NOW.replace(hour=0)
    visitor.post("contact", GOOD["contact"])
    visitor.store.delete(visitor.only["id"])
    visitor.wait(days=days)
    assert visitor.post("contact", GOOD["contact"]).outcome == "accepted"
    assert visitor.only["fields"]["email"] == "ann@mail.example"
    assert visitor.post("contact", GOOD["contact"]).outcome == "duplicate"


def test_a_submission_that_vanishes_meanwhile_is_not_thanked_for(visitor: Visitor) -> None:
    visitor.store.put_new = lambda item: False  # type: ignore[method-assign]
    assert visitor.post("contact", GOOD["contact"]).status == 503


def test_an_id_tells_nothing_and_needs_the_key() -> None:
    values: dict[str, str | list[str]] = {"name": "Ann", "email": "ann@mail.example"}
    found = identity(KEYS, CONTACT, None, values, NOW)
    assert found == identity(KEYS, CONTACT, None, dict(reversed(values.items())), NOW)
    assert found == identity(Keys(b"n" * 32, None, KEYS.lasting), CONTACT, None, values, NOW)
    assert len({
        found, identity(Keys(b"n" * 32), CONTACT, None, values, NOW),
        identity(KEYS, DEFINITIONS.forms["booking"], None, values, NOW),
        identity(KEYS, CONTACT, DEFINITIONS.events["open-day"], values, NOW),
        identity(KEYS, CONTACT, None, values, NOW + timedelta(days=1)),
    }) == 5  # fmt: skip
    assert len(found) == 32


@drawn(
    st.lists(
        st.dictionaries(st.sampled_from("abc"), st.text("ab\n") | st.lists(st.sampled_from("ab"))), max_size=9
    )
)
@example([{"a": ""}, {"a": []}])
def test_other_answers_have_another_id(sent: list[dict[str, Any]]) -> None:
    """Unless they look the same to people too: one box ticked, and the same as text; and nothing at all."""

    def key(values: dict[str, Any]) -> str:
        return repr(
            sorted((name, value if len(value) > 1 else "".join(value)) for name, value in values.items())
        )

    ids = {key(values): identity(KEYS, CONTACT, None, values, NOW) for values in sent}
    assert len(set(ids.values())) == len(ids)


# Suspicion holds, and never drops


SPAM = "Visit https://a.example and https://b.example https://c.example https://d.example http://e.example"


@pytest.mark.parametrize(
    ("changes", "score", "reasons"),
    [
        ({}, 0, []),
        ({"message": "Our plan is at https://a.example and www.b.example."}, 0, []),
        ({"message": SPAM}, 3, ["many links: message"]),
        ({"message": "<a href='https://a.example'>x</a>"}, 3, ["markup of links: message"]),
        ({"message": "[url=https://a.example]x[/url]"}, 3, ["markup of links: message"]),
        ({"name": "WIN www.a.example"}, 3, ["a link in a short answer: name"]),
        ({"message": SPAM.replace("http://e", "https://www.e")}, 3, ["many links: message"]),
        ({"name": "None", "message": "None"}, 0, []),
    ],
)
def test_what_looks_like_advertising_is_held_for_a_person(
    visitor: Visitor, changes: dict[str, str], score: int, reasons: list[str]
) -> None:
    response = visitor.post("contact", GOOD["contact"] | changes)
    assert (response.status, header(response, "Location")) == (303, "/forms/contact/thank-you/")
    item = visitor.only
    assert (item["score"], item["reasons"]) == (score, reasons)
    held = score >= 3
    assert (item["state"], item["due"]) == ("held" if held else "accepted", NOW.isoformat())
    kinds = [entry["kind"] for entry in item["outbox"]]
    assert kinds == [
        "team-1",
        "visitor",
        *(["held"] if held else []),
    ]  # the first two for when it is released
    assert item["expires"] is None
    assert [mail["kind"] for mail in visitor.take_mail()] == (["held"] if held else ["team-1", "visitor"])


def test_the_answers_of_a_booking_page_stay_on_the_booking_page(visitor: Visitor) -> None:
    response = visitor.post("booking", {"event": "open-day", "name": "Ann"})
    assert response.status == 422
    assert "<title>Error: book open-day</title>" in text(response)


def test_a_byte_order_of_pairs_and_plus_signs_is_read_as_browsers_write_it() -> None:
    given, _ = read(f"name=a+b%20c%2B&email=&message={quote('é😀')}&&=x&event".encode(), CONTACT)
    assert given == {"name": ["a b c+"], "email": [""], "message": ["é😀"], "event": [""]}
    assert read("name=é".encode(), CONTACT)[0] == {"name": ["é"]}


coded = st.lists(
    st.sampled_from([b"%", b"\\", b"x", b"41", b"%41", b"%5c", b"%c3%A9", b"\xc3\xa9", b"\n"]) | st.binary()
)


@drawn(coded.map(b"".join).filter(lambda found: b"&" not in found))
def test_every_answer_is_decoded_as_the_standard_library_does(answer: bytes) -> None:
    wanted = unquote_to_bytes(answer.replace(b"+", b" "))
    try:
        text = wanted.decode()
    except UnicodeDecodeError:
        with pytest.raises(UnicodeDecodeError):
            read(b"message=" + answer, CONTACT)
        return
    given, fault = read(b"message=" + answer, CONTACT)
    hidden = [letter for letter in text if (letter < " " and letter not in "\t\n\r") or letter == "\x7f"]
    assert bool(fault) is bool(hidden)
    if not hidden:
        assert given == {"message": [text]}


def test_events_are_only_those_of_the_form() -> None:
    other = EVENTS | {"talk": EVENTS["open-day"] | {"form": "contact"}}
    visitor = Visitor(definitions(events=other))
    assert visitor.post("booking", GOOD["booking"] | {"event": "talk"}).status == 409


def test_the_content_type_is_named_in_the_builders() -> None:
    assert FORM_TYPE["content-type"] == "application/x-www-form-urlencoded"
