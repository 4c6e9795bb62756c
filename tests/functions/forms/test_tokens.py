from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from functions.forms.tokens import LIFETIMES, Keys, make, read

from .builders import KEYS, NOW

SUBJECT = "0123456789abcdef0123456789abcdef"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \x00é"


@pytest.mark.parametrize("purpose", LIFETIMES)
def test_a_token_says_what_it_was_made_of(purpose: str) -> None:
    token = read(KEYS, purpose, make(KEYS, purpose, SUBJECT, NOW), NOW)
    assert token
    assert (token.purpose, token.subject, token.issued) == (purpose, SUBJECT, NOW)


def test_its_parts_are_those_that_are_written_down() -> None:
    version, purpose, subject, issued, mac = make(KEYS, "confirm", SUBJECT, NOW).split(".")
    assert (version, purpose, subject, issued) == ("v1", "confirm", SUBJECT, str(int(NOW.timestamp())))
    assert len(mac) == 43


def test_a_confirmation_lasts_seven_days_to_the_second() -> None:
    token = make(KEYS, "confirm", SUBJECT, NOW)
    end = NOW + timedelta(days=7)
    assert read(KEYS, "confirm", token, end - timedelta(seconds=1))
    assert read(KEYS, "confirm", token, end)
    assert read(KEYS, "confirm", token, end + timedelta(seconds=1)) is None


def test_unsubscribing_has_no_end() -> None:
    token = make(KEYS, "unsubscribe", SUBJECT, NOW)
    assert read(KEYS, "unsubscribe", token, NOW + timedelta(days=36_500))


@pytest.mark.parametrize(("made", "asked"), [("confirm", "unsubscribe"), ("unsubscribe", "confirm")])
def test_a_token_is_for_one_purpose(made: str, asked: str) -> None:
    token = make(KEYS, made, SUBJECT, NOW)
    assert read(KEYS, asked, token, NOW) is None
    assert read(KEYS, asked, token.replace(made, asked), NOW) is None


def test_keys_rotate() -> None:
    token = make(KEYS, "confirm", SUBJECT, NOW)
    next_keys = Keys(b"n" * 32, KEYS.current, KEYS.lasting)
    assert read(next_keys, "confirm", token, NOW)
    assert read(Keys(b"m" * 32, next_keys.current), "confirm", token, NOW) is None
    assert read(Keys(b"n" * 32, None), "confirm", token, NOW) is None
    assert read(KEYS, "confirm", make(Keys(b"p" * 32), "confirm", SUBJECT, NOW), NOW)


def test_ids_outlive_keys() -> None:
    assert KEYS.digest("a", "b") == Keys(b"n" * 32, None, KEYS.lasting).digest("a", "b")
    assert Keys(b"n" * 32).digest("a") != Keys(b"m" * 32).digest("a")
    assert KEYS.digest("ab", "c") != KEYS.digest("a", "bc")
    assert len(KEYS.digest("a")) == 32


def test_every_change_of_one_character_is_refused() -> None:
    """The last character too, though base64 would read several as the same bytes."""
    token = make(KEYS, "confirm", SUBJECT, NOW)
    for place, letter in enumerate(token):
        for other in ALPHABET:
            if other != letter:
                changed = token[:place] + other + token[place + 1 :]
                assert read(KEYS, "confirm", changed, NOW) is None, changed


@pytest.mark.parametrize("count", [2_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_no_mutation_is_accepted(count: int) -> None:
    source = random.Random(4)
    tokens = [make(KEYS, purpose, SUBJECT, NOW) for purpose in LIFETIMES]
    accepted = 0
    for _ in range(count):
        token = list(source.choice(tokens))
        for _ in range(source.randint(1, 4)):
            place = source.randrange(len(token))
            match source.randrange(4):
                case 0:
                    token[place] = source.choice(ALPHABET)
                case 1:
                    token.insert(place, source.choice(ALPHABET))
                case 2:
                    del token[place]
                case _:
                    other = source.randrange(len(token))
                    token[place], token[other] = token[other], token[place]
        text = "".join(token)
        if text not in tokens:
            accepted += sum(read(KEYS, purpose, text, NOW) is not None for purpose in LIFETIMES)
    assert accepted == 0


@pytest.mark.parametrize(
    "text", ["", ".", "....", "v1.confirm", "é" * 50, "\ud800", "v1.confirm.x.y.z", "." * 9999]
)
def test_what_is_no_token(text: str) -> None:
    assert read(KEYS, "confirm", text, datetime(2026, 1, 1, tzinfo=UTC)) is None
