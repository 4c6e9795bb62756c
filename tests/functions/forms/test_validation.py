from __future__ import annotations

import json
import re
import unicodedata
from email import message_from_bytes
from email.policy import SMTP
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.forms import outbox, validation
from functions.forms.definitions import Field
from functions.forms.validation import address_key, check, judge, length, mailbox_key, typed

from .builders import DEFINITIONS, NOW, choices, field, with_field


def one(kind: str = "text", **changes: Any) -> Field:
    return with_field(field("answer", kind, **changes)).forms["one"].fields[0]


def rule(found: Field, *given: str) -> str:
    return judge(found, given).rule


@pytest.mark.parametrize(
    "kind", ["text", "email", "tel", "textarea", "radios", "checkboxes", "select", "date", "consent"]
)
@pytest.mark.parametrize("blank", [(), ("",), (" ",), ("\t\r\n",), ("\u00a0",)])
def test_a_missing_or_blank_answer_is_wrong_only_where_one_is_required(
    kind: str, blank: tuple[str, ...]
) -> None:
    changes = {"choices": choices("yes", "no")} if kind in ("radios", "checkboxes", "select") else {}
    assert rule(one(kind, required=True, **changes), *blank) == "required"
    empty: object = [] if kind == "checkboxes" else ""
    assert judge(one(kind, min_length=2, **changes), blank).value == empty
    assert rule(one(kind, min_length=2, **changes), *blank) == ""


@pytest.mark.parametrize("kind", ["text", "tel", "textarea"])
def test_lengths_have_their_ends_exactly(kind: str) -> None:
    found = one(kind, min_length=3, max_length=5)
    assert [rule(found, "x" * size) for size in (2, 3, 5, 6)] == ["min_length", "", "", "max_length"]


def test_lengths_are_those_that_browsers_count() -> None:
    assert length("a") == 1
    assert length("é") == 1
    assert length("e\u0301") == 2
    assert length("\U0001f600") == 2
    found = one("textarea", max_length=3)
    assert rule(found, "a\r\nb") == ""  # a line end is one
    assert rule(found, "a\rb") == ""
    assert rule(found, "a\r\nbc") == "max_length"
    assert rule(found, "  a ") == "max_length"  # as it was typed, before it is trimmed


@given(st.text())
def test_length_is_the_number_of_utf_16_code_units(text: str) -> None:
    assert length(text) == sum(2 if ord(letter) > 0xFFFF else 1 for letter in text)


def test_answers_are_kept_trimmed_in_nfc() -> None:
    assert judge(one(), ["  Zoe\u0308  "]).value == "Zoë"
    assert judge(one("textarea"), ["\r\n a\r\nb\rc \n"]).value == "a\nb\nc"


def test_an_answer_of_one_line_is_one_line() -> None:
    """A header of a mail can have no line end, whatever was sent."""
    assert judge(one(), ["a\r\nBcc: x@y.example"]).value == "aBcc: x@y.example"
    assert typed(one("email"), " a@b.example\r\n") == "a@b.example"


@pytest.mark.parametrize(
    "address",
    [
        "ann@mail.example", "a@b.co", "a.b+c@mail.example", "o'neil@mail.example", "x@1.example",
        f"{'a' * 64}@mail.example", "a@xn--exmple-cua.example", "UPPER@Mail.Example", "a!#$%&*+/?=^_`{|}~-z@b.example",
    ],
)  # fmt: skip
def test_good_email_addresses(address: str) -> None:
    assert rule(one("email"), address) == ""


@pytest.mark.parametrize(
    "address",
    [
        "ann", "ann@", "@mail.example", "ann@localhost", "a@b.example, c@d.example", "a@b.example,c@d.example",
        "Ann <a@b.example>", "<a@b.example>", '"a b"@b.example', "a b@b.example", "a@b@c.example", "a@b..example",
        "a..b@b.example", ".a@b.example", "a.@b.example", "a@-b.example", "a@b-.example", "a@[192.0.2.1]",
        "a@b.example;c@d.example", "a@b.example\x7f", "é@b.example", "a@é.example", f"{'a' * 65}@mail.example",
        f"a@{'b' * 64}.example", f"a@{'.'.join(['b' * 60] * 5)}.example", "a@b.example.", "a(c)@b.example",
        "a@b.example\u0000", "a\\@b.example", "a@b_c.example",
        "=?us-ascii?q?boss=40gov=2escot=2c_x?=@b.example", "=?utf-8?b?Cg==?=@b.example", "a=?@b.example",
    ],
)  # fmt: skip
def test_bad_email_addresses(address: str) -> None:
    assert rule(one("email"), address) == "format"


ENCODED = st.builds(
    "{}=?{}?{}?{}?={}@b.example".format,
    *(st.sampled_from(choices) for choices in (["", "a"], ["utf-8", "us-ascii"], ["q", "b", "Q"])),
    st.text("aA=4023oC_+/g", max_size=8), st.sampled_from(["", "a", "_"]),
)  # fmt: skip


@given(st.emails() | st.text(max_size=80) | ENCODED | st.from_regex(validation._EMAIL, fullmatch=True))
def test_an_address_that_is_taken_is_exactly_one_address(address: str) -> None:
    if rule(one("email", required=True), address) == "":
        kept = str(judge(one("email"), [address]).value)
        assert kept.count("@") == 1
        assert kept.isascii()
        assert len(kept) <= 254
        assert not re.search(r'[\s,;:<>()\[\]\\"]', kept)
        entry = {"kind": "x", "to": kept, "subject": "s", "body": "b", "headers": {"Reply-To": kept}}
        sent = outbox.message({"id": "1"}, entry, "website@team.example", NOW).as_bytes(policy=SMTP)
        read = message_from_bytes(sent, policy=SMTP)
        for name in ("To", "Reply-To"):
            assert [found.addr_spec for found in read[name].addresses] == [kept]


def test_spellings_that_reach_one_mailbox() -> None:
    for address in ("vic@mail.example", "Vic@MAIL.example", "VIC+1@mail.example", "vic+a+b@mail.example"):
        assert mailbox_key(address) == "vic@mail.example"
    assert mailbox_key("v.ic@mail.example") != "vic@mail.example"


def test_two_spellings_of_a_domain_are_one_address() -> None:
    assert address_key("Ann@MAIL.Example") == "Ann@mail.example"


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        ("2026-02-28", ""), ("2024-02-29", ""), ("0001-01-01", ""), ("2026-02-29", "format"), ("2026-13-01", "format"),
        ("2026-1-1", "format"), ("20260101", "format"), ("01/02/2026", "format"), ("٢٠٢٦-٠١-٠١", "format"),
        ("2026-W01-1", "format"), ("0000-01-01", "format"),
    ],
)  # fmt: skip
def test_days(day: str, verdict: str) -> None:
    assert rule(one("date"), day) == verdict


@pytest.mark.parametrize("kind", ["radios", "select"])
def test_one_of_the_choices(kind: str) -> None:
    found = one(kind, choices=choices("yes", "no"))
    assert [rule(found, text) for text in ("yes", "Yes", "maybe", " yes")] == [
        "",
        "choice",
        "choice",
        "choice",
    ]


def test_checkboxes_are_kept_in_the_order_of_the_form_and_once() -> None:
    found = one("checkboxes", choices=choices("a", "b", "c"))
    assert judge(found, ["c", "a", "a"]).value == ["a", "c"]
    assert rule(found, "a", "d") == "choice"
    assert rule(found, "c", "a") == ""


def test_a_consent_is_given_or_not() -> None:
    found = one("consent", value="agreed")
    assert [rule(found, text) for text in ("agreed", "", "yes")] == ["", "", "choice"]
    assert rule(one("consent"), "yes") == ""


def test_a_constant_is_what_it_is_and_an_older_page_may_lack_it() -> None:
    found = one("constant", value="website")
    assert judge(found, ["website"]) == judge(found, [])
    assert judge(found, []).value == "website"
    assert rule(found, "elsewhere") == "choice"


def test_a_pattern_is_for_the_whole_answer() -> None:
    found = one(pattern="postcode", regex=r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}")
    assert [rule(found, text) for text in ("EH1 1AA", "eh11aa", "EH1 1AA!", "x EH1 1AA", "")] == [
        "", "", "pattern", "pattern", "",
    ]  # fmt: skip


def test_a_length_is_said_before_a_pattern() -> None:
    assert rule(one(max_length=3, pattern="phone", regex="[0-9]+"), "abcd") == "max_length"


def test_problems_are_the_words_of_the_form() -> None:
    form = DEFINITIONS.forms["contact"]
    values, problems = check(form, {"email": ["ann"], "message": ["x"], "unknown": ["y"]})
    assert values == {"name": "", "email": "ann", "message": "x"}
    assert problems == {
        "name": "Enter Name",
        "email": "Email must be in the correct format",
        "message": "Message is too short",
    }


def test_a_rule_without_words_has_some() -> None:
    form = with_field(field("answer", required=True, errors={}, label="Your answer")).forms["one"]
    assert check(form, {})[1] == {"answer": "Check your answer: Your answer"}


@settings(max_examples=300)
@given(st.data())
def test_any_text_is_judged_the_same_twice_and_stays_what_it_is(data: st.DataObject) -> None:
    """What is stored would be taken again: trimming and NFC make no answer wrong (but for its length)."""
    form = DEFINITIONS.forms["everything"]
    sent = {found.name: [data.draw(st.text(max_size=30))] for found in form.fields}
    values, problems = check(form, sent)
    assert check(form, sent) == (values, problems)
    assert set(problems) <= set(values) == {found.name for found in form.fields}
    for value in values.values():
        for text in [value] if isinstance(value, str) else value:
            assert text == unicodedata.normalize("NFC", text.strip())
    json.dumps(values)
