"""A form: `content/forms/<name>.md` at `/forms/<name>/`. Its fields are settings of the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator

from plugins.core.addresses import slug_from
from plugins.core.fields import Day, Flag, Line, Lines, Slug, Text, Whole, field, one_of
from plugins.core.item import Item, Rule
from plugins.core.model import Model

FIELD_TYPES = (
    "text", "email", "tel", "textarea", "radios", "checkboxes", "select", "date", "consent", "constant",
)  # fmt: skip
CHOICE_TYPES = ("radios", "checkboxes", "select")

PATTERNS: dict[str, tuple[str, str]] = {
    "postcode": (r"[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}", "a UK postcode, such as EH1 1AA"),
    "phone": (r"[+0][\d ()\-]{6,24}", "a phone number, such as 0131 496 0000"),
    "web-address": (r"https?://[^\s/]+\.[^\s]+", "a web address that starts with https://"),
}
"""The patterns that a field can ask for by name: the regular expression and its meaning in words."""

# https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill-field
AUTOCOMPLETE = (
    "off", "name", "given-name", "family-name", "email", "tel", "organization", "organization-title",
    "street-address", "postal-code", "url",
)  # fmt: skip
INPUTMODES = ("text", "email", "tel", "numeric", "url")


class Choice(Model):
    """One answer to choose."""

    value: Slug = field("Choice value", "A short name that is stored.", "bring-your-team")
    text: Line = field("Choice text", "What people read.", "Bring your team")
    hint: Line | None = field(
        "Choice hint", "A few more words.", "For groups of organisations.", default=None
    )


def _from_text(value: object) -> object:
    """A choice may be written as its text alone; its value is made from it."""
    if isinstance(value, str) and slug_from(value):
        return {"value": slug_from(value), "text": value}
    return value


class FormField(Model):
    """One question of a form."""

    name: Slug = field("Field name", "A short name that is stored.", "email")
    type: Annotated[
        Literal[
            "text",
            "email",
            "tel",
            "textarea",
            "radios",
            "checkboxes",
            "select",
            "date",
            "consent",
            "constant",
        ],
        one_of(*FIELD_TYPES),
    ] = field("Field type", "What sort of answer it takes.", "email")
    label: Line = field("Field label", "The question.", "E-mail address")
    hint: Line | None = field(
        "Field hint", "Help under the question.", "We only use it to reply.", default=None
    )
    required: Flag = field("Required", "true where an answer is needed.", "true", default=False)
    min_length: Whole | None = field("Shortest", "The least number of characters.", "2", default=None)
    max_length: Whole | None = field("Longest", "The greatest number of characters.", "200", default=None)
    choices: tuple[Annotated[Choice, BeforeValidator(_from_text)], ...] = field(
        "Choices",
        "The answers to choose from.",
        [{"value": "yes", "text": "Yes"}, {"value": "no", "text": "No"}],
        default=(),
    )
    pattern: (
        Annotated[Literal["postcode", "phone", "web-address"], one_of("postcode", "phone", "web-address")]
        | None
    ) = field("Pattern", "What the answer must look like.", "postcode", default=None)
    autocomplete: Annotated[str, one_of(*AUTOCOMPLETE)] | None = field(
        "Autocomplete", "What browsers may fill in.", "email", default=None
    )
    inputmode: Annotated[str, one_of(*INPUTMODES)] | None = field(
        "Keyboard", "Which keyboard a phone shows.", "email", default=None
    )
    errors: dict[str, Line] = field(
        "Error texts", "What to say, by rule.", {"required": "Enter your e-mail address"}, default={}
    )
    personal: Flag = field("Personal", "true for personal data.", "true", default=False)
    value: Line | None = field("Value", "What a constant sends.", "website", default=None)


ERROR_RULES = ("required", "min_length", "max_length", "pattern", "choice", "format")


class Form(Item):
    """Questions, why they are asked, and what happens to the answers."""

    kind: Annotated[Literal["store", "subscribe", "book"], one_of("store", "subscribe", "book")] = field(
        "Kind", "store keeps answers, subscribe runs a mailing list, book gives places.", "store"
    )
    purpose: Line = field("Purpose", "Why we ask.", "To answer your question.")
    lawful_basis: Line = field("Lawful basis", "The lawful basis of UK GDPR.", "Consent")
    consent: Text | None = field(
        "Consent", "The words that people agree to.", "You may e-mail me.", default=None
    )
    recipients: Lines = field("Recipients", "The roles that read the answers.", ["Core team"], default=())
    retention_days: Whole = field("Days kept", "How many days answers are kept.", "365")
    opens: Day | None = field("Opens", "The first day it can be sent.", "2026-12-01", default=None)
    closes: Day | None = field("Closes", "The last day it can be sent.", "2027-01-31", default=None)
    submit: Line = field("Button", "The words on the button.", "Send", default="Send")
    confirmation: Text | None = field(
        "Confirmation", "What people read after sending.", "Thank you. We reply within a week.", default=None
    )
    fields: tuple[FormField, ...] = field(
        "Fields", "The questions.", [{"name": "email", "type": "email", "label": "E-mail address"}]
    )

    def rules(self) -> Iterator[Rule]:
        """Names and labels differ, choices are there, lengths are in order."""
        yield from super().rules()
        if self.opens and self.closes and self.closes < self.opens:
            yield (
                ("closes",),
                "form-dates",
                "Closes must not be before opens.",
                "change one of the two dates.",
            )
        if not self.fields:
            yield ("fields",), "form-empty", "A form needs at least one field.", "add a field."
        names: set[str] = set()
        labels: set[str] = set()
        for number, found in enumerate(self.fields):
            place = ("fields", number)
            if found.name in names:
                yield (
                    (*place, "name"), "form-name-twice",
                    f"Two fields are called {found.name}.", "give one of them another name.",
                )  # fmt: skip
            if found.label in labels:
                yield (
                    (*place, "label"), "form-label-twice",
                    f"Two fields have the label “{found.label}”.", "give one of them another label.",
                )  # fmt: skip
            names.add(found.name)
            labels.add(found.label)
            yield from _field_rules(found, place)


def _field_rules(found: FormField, place: tuple[str | int, ...]) -> Iterator[Rule]:
    if found.type in CHOICE_TYPES and len(found.choices) < (1 if found.type == "checkboxes" else 2):
        yield (
            place, "form-choices",
            f"{found.label} needs {'choices' if found.type == 'checkboxes' else 'at least two choices'}.",
            "add choices, each with a value and a text.",
        )  # fmt: skip
    if found.choices and found.type not in CHOICE_TYPES:
        yield (
            (*place, "choices"), "form-choices",
            f"A field of type {found.type} has no choices.", "take the choices out, or change the type.",
        )  # fmt: skip
    values = [choice.value for choice in found.choices]
    for number, value in enumerate(values):
        if value in values[:number]:
            yield (
                (*place, "choices", number), "form-choice-twice",
                f"Two choices have the value {value}.", "give one of them another value.",
            )  # fmt: skip
    if found.min_length is not None and found.max_length is not None and found.max_length < found.min_length:
        yield (
            (*place, "max_length"), "form-lengths",
            "Longest must not be less than shortest.", "change one of the two numbers.",
        )  # fmt: skip
    if found.type == "constant" and not found.value:
        yield place, "form-constant", "A constant needs a value.", "add a value."
    for rule in found.errors:
        if rule not in ERROR_RULES:
            yield (
                (*place, "errors", rule), "form-error-rule",
                f"There is no rule called {rule}.", f"use one of these: {', '.join(ERROR_RULES)}",
            )  # fmt: skip


def address(name: str, form: Item | None) -> str:
    """Return the address of a form's page; it is sent to `/f/<name>`."""
    return f"/forms/{name}/"
