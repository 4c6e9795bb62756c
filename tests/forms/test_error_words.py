"""Every rule of every field has a text, made from its label where an editor gives none."""

from __future__ import annotations

import pytest

from plugins.forms.error_words import error_texts
from plugins.forms.model import ERROR_RULES, FIELD_TYPES, FormField


def made(**settings: object) -> dict[str, str]:
    return error_texts(
        FormField.model_validate({"name": "a", "type": "text", "label": "Full name", **settings})
    )


@pytest.mark.parametrize("kind", FIELD_TYPES)
def test_every_rule_has_a_text(kind: str) -> None:
    texts = made(type=kind)
    assert list(texts) == list(ERROR_RULES)
    assert all(text and not text.endswith(".") for text in texts.values())


def test_what_an_editor_wrote_comes_first() -> None:
    texts = made(errors={"required": "Say who you are"}, max_length="5")
    assert texts["required"] == "Say who you are"
    assert texts["max_length"] == "“Full name” must be 5 characters or fewer"


@pytest.mark.parametrize(
    ("settings", "rule", "text"),
    [
        ({}, "required", "Enter full name"),
        ({"label": "NHS number"}, "required", "Enter NHS number"),
        ({"label": "I am"}, "required", "Enter I am"),
        ({"label": "Partners (optional)"}, "required", "Enter partners"),
        ({"label": "How do you come?"}, "required", "Answer the question “How do you come?”"),
        ({"type": "radios", "label": "Way"}, "required", "Choose an answer for “Way”"),
        ({"type": "select", "label": "Way"}, "choice", "Choose an answer for “Way”"),
        ({"type": "checkboxes", "label": "Ways"}, "required", "Choose at least one answer for “Ways”"),
        ({"type": "consent", "label": "I agree"}, "required", "Tick the box “I agree”"),
        ({"min_length": "1"}, "min_length", "“Full name” must be 1 character or more"),
        ({"max_length": "4000"}, "max_length", "“Full name” must be 4,000 characters or fewer"),
        ({"pattern": "postcode"}, "pattern", "“Full name” must be a UK postcode, such as EH1 1AA"),
        ({"type": "date", "label": "Day"}, "format", "“Day” must be a real date, like 2027-03-27"),
        (
            {"type": "email"}, "format",
            "Enter an email address in the correct format, like name@example.com",
        ),
    ],
)  # fmt: skip
def test_texts_say_what_to_do(settings: dict[str, object], rule: str, text: str) -> None:
    assert made(**settings)[rule] == text
