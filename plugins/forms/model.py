"""A form: `content/forms/<name>.md` at `/forms/<name>/`. Its fields are settings of the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, model_validator

from plugins.core.addresses import slug_from
from plugins.core.fields import Day, Flag, Line, Lines, Slug, Text, Whole, field, one_of
from plugins.core.item import Item
from plugins.core.model import Model, Rule

FIELD_TYPES = (
    "text", "email", "tel", "textarea", "radios", "checkboxes", "select", "date", "consent", "constant",
)  # fmt: skip
CHOICE_TYPES = ("radios", "checkboxes", "select")
LENGTH_TYPES = ("text", "email", "tel", "textarea")
PATTERN_TYPES = ("text", "tel")

RESERVED = {"event"}
"""Names of hidden fields that the pages add themselves; no field of an editor can be called like that."""

MOST_ANSWERS = 45
"""The most values that one sending can hold: the function reads 50, and some are the page's own."""

LONGEST_ANSWERS = 20_000
"""The most characters of all answers together: a sending is at most 64 KiB, and a letter takes up to three bytes."""

PATTERNS: dict[str, tuple[str, str]] = {
    "postcode": (r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}", "a UK postcode, such as EH1 1AA"),
    "phone": (r"[+0][0-9 \(\)\-]{6,24}", "a phone number, such as 0131 496 0000"),
    "web-address": (
        r"https?:\/\/[^ \/.?#]+(?:\.[^ \/.?#]+)+(?:[\/?#][^ ]*)?",
        "a web address that starts with https://",
    ),
}
"""The patterns that a field can ask for by name: the regular expression and its meaning in words.

Each is read alike by Python and by browsers (HTML Living Standard 4.10.5.3.6, flag v: so `(`, `-` and `/` are
escaped, and classes are spelled out), and takes a time that grows with the length of the text alone.
"""

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

    @property
    def must_be_given(self) -> bool:
        """Whether a visitor has to answer: a constant is always sent by the page itself."""
        return self.required and self.type != "constant"


ERROR_RULES = ("required", "min_length", "max_length", "pattern", "choice", "format")


class Form(Item):
    """Questions, why they are asked, and what happens to the answers."""

    @model_validator(mode="before")
    @classmethod
    def _address_is_needed(cls, value: Any) -> Any:
        """A list and a booking cannot do without an address, so its field need not say that it is required."""
        if not isinstance(value, dict) or value.get("kind") not in ("subscribe", "book"):
            return value
        fields = value.get("fields")
        if not isinstance(fields, list):
            return value
        needed = [
            {"required": "true", **found}
            if isinstance(found, dict) and found.get("type") == "email"
            else found
            for found in fields
        ]
        return {**value, "fields": needed}

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
        if self.retention_days == 0:
            yield (
                ("retention_days",),
                "form-retention",
                "Days kept must be 1 or more.",
                "write for how many days answers are needed.",
            )
        if not self.fields:
            yield ("fields",), "form-empty", "A form needs at least one field.", "add a field."
        yield from _kind_rules(self)
        yield from _size_rules(self)
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
            if found.name in RESERVED:
                yield (
                    (*place, "name"), "form-name-reserved",
                    f"A field cannot be called {found.name}: the page of a booking adds that by itself.",
                    "give it another name, or take the field out.",
                )  # fmt: skip
            names.add(found.name)
            labels.add(found.label)
            yield from _field_rules(found, place)


def _kind_rules(form: Form) -> Iterator[Rule]:
    """A list and a booking need an address to write to."""
    if form.kind == "store" or not form.fields:
        return
    asks = "mailing list" if form.kind == "subscribe" else "booking"
    emails = [(number, found) for number, found in enumerate(form.fields) if found.type == "email"]
    if len(emails) != 1:
        yield (
            ("kind",), "form-email", f"A form for a {asks} needs exactly one field of type email.",
            "add a field with type: email" if not emails else "take out the other fields of type email.",
        )  # fmt: skip
    elif not emails[0][1].required:
        yield (
            ("fields", emails[0][0]), "form-email-required",
            f"A form for a {asks} must require the email address.", "add to this field\n     required: true",
        )  # fmt: skip


def _size_rules(form: Form) -> Iterator[Rule]:
    """What the longest answers can be fits into what the function reads."""
    values = sum(len(found.choices) if found.type == "checkboxes" else 1 for found in form.fields)
    if values > MOST_ANSWERS:
        yield (
            ("fields",), "form-too-many",
            f"A form can send {MOST_ANSWERS} answers, but this one has {values}; each checkbox counts.",
            "take out fields, or make two forms of it.",
        )  # fmt: skip
    length = sum(found.max_length or 0 for found in form.fields)
    if length > LONGEST_ANSWERS:
        yield (
            ("fields",), "form-too-long",
            f"A form can send {LONGEST_ANSWERS:,} characters, but the longest answers of this one have {length:,}.",
            "make max_length of the longest fields smaller.",
        )  # fmt: skip


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
    for name, types in (
        ("min_length", LENGTH_TYPES), ("max_length", LENGTH_TYPES),
        ("pattern", PATTERN_TYPES), ("value", ("constant",)),
    ):  # fmt: skip
        if getattr(found, name) is not None and found.type not in types:
            yield (
                (*place, name), "form-setting-unused", f"A field of type {found.type} has no {name}.",
                "take this line out, or change the type.",
            )  # fmt: skip
    if found.max_length == 0:
        yield (*place, "max_length"), "form-lengths", "Longest must be 1 or more.", "change the number."
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
