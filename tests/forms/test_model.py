"""Forms: names and labels differ, choices are there, lengths are in order."""

from __future__ import annotations

import pytest

from plugins.forms.model import Form, address
from tests.builders import Found, check, make_item

TOP = "title: A\nsummary: B\nkind: store\npurpose: P\nlawful_basis: L\nretention_days: 30\n"
ONE = "fields:\n  - name: a\n    type: text\n    label: A\n"
"""One field: its name is on line 9, its type on 10, its label on 11."""
RADIOS = ONE.replace("type: text", "type: radios")
CHOICES = "    choices:\n      - value: x\n        text: X\n      - value: y\n        text: Y\n"


def unknown(line: int, column: int, name: str, close: str) -> Found:
    message = f"There is no setting called {name}. The nearest is {close}."
    return (line, column, "setting-unknown", message, f"write {close}")


NEEDS_CHOICES = (
    9,
    5,
    "form-choices",
    "A needs at least two choices.",
    "add choices, each with a value and a text.",
)

INVALID: dict[str, tuple[str, list[Found]]] = {
    "an empty list of fields": (
        "fields: []", [(8, 9, "form-empty", "A form needs at least one field.", "add a field.")]
    ),
    "a field with a name alone": (
        "fields:\n  - name: a",
        [
            (9, 5, "setting-missing", "Field type is missing.", "add a line to fields such as\n     type: email"),
            (
                9, 5, "setting-missing", "Field label is missing.",
                "add a line to fields such as\n     label: E-mail address",
            ),
        ],
    ),
    "a name with a capital and a space": (
        ONE.replace("name: a", "name: First name"),
        [
            (
                9, 11, "name-form",
                "Field name must be a name in small letters, digits and hyphens, but it is “First name”.",
                "write first-name",
            )
        ],
    ),
    "a misspelt setting of a field": (f"{ONE}    requred: true", [unknown(12, 5, "requred", "required")]),
    "required, perhaps": (
        f"{ONE}    required: sometimes",
        [
            (
                12, 15, "flag-form", "Required must be true or false, but it is “sometimes”.",
                "write true or false.",
            )
        ],
    ),
    "two fields of one name and label": (
        ONE + ONE.removeprefix("fields:\n"),
        [
            (12, 11, "form-name-twice", "Two fields are called a.", "give one of them another name."),
            (14, 12, "form-label-twice", "Two fields have the label “A”.", "give one of them another label."),
        ],
    ),
    "radios without choices": (RADIOS, [NEEDS_CHOICES]),
    "radios with one choice": (f"{RADIOS}    choices:\n      - value: x\n        text: X", [NEEDS_CHOICES]),
    "checkboxes without choices": (
        RADIOS.replace("radios", "checkboxes"),
        [(*NEEDS_CHOICES[:3], "A needs choices.", NEEDS_CHOICES[4])],
    ),
    "two choices of one value": (
        f"{RADIOS}{CHOICES}".replace("value: y", "value: x"),
        [(15, 9, "form-choice-twice", "Two choices have the value x.", "give one of them another value.")],
    ),
    "a misspelt setting of a choice": (
        f"{RADIOS}{CHOICES}".replace("value: y", "vlue: y"), [unknown(15, 9, "vlue", "value")]
    ),
    "choices of a text": (
        f"{ONE}{CHOICES}",
        [
            (
                13, 7, "form-choices", "A field of type text has no choices.",
                "take the choices out, or change the type.",
            )
        ],
    ),
    "the third field's first choice": (
        ONE
        + "  - name: b\n    type: text\n    label: B\n"
        + f"  - name: c\n    type: radios\n    label: C\n{CHOICES}".replace("value: x", "value: X Y"),
        [
            (
                19, 16, "name-form",
                "Choice value must be a name in small letters, digits and hyphens, but it is “X Y”.",
                "write x-y",
            )
        ],
    ),
    "lengths the wrong way round": (
        f"{ONE}    min_length: 5\n    max_length: 4",
        [
            (
                13, 17, "form-lengths", "Longest must not be less than shortest.",
                "change one of the two numbers.",
            )
        ],
    ),
    "a constant of nothing": (
        ONE.replace("type: text", "type: constant"),
        [(9, 5, "form-constant", "A constant needs a value.", "add a value.")],
    ),
    "words for a rule that is not": (
        f"{ONE}    errors:\n      requird: Enter it",
        [
            (
                13, 16, "form-error-rule", "There is no rule called requird.",
                "use one of these: required, min_length, max_length, pattern, choice, format",
            )
        ],
    ),
    "a misspelt pattern": (
        f"{ONE}    pattern: post-code",
        [
            (
                12, 14, "choice-unknown",
                "Pattern must be postcode, phone or web-address, but it is “post-code”.", "write postcode",
            )
        ],
    ),
    "a length of a choice": (
        f"{RADIOS}{CHOICES}    max_length: 5",
        [
            (
                17, 17, "form-setting-unused", "A field of type radios has no max_length.",
                "take this line out, or change the type.",
            )
        ],
    ),
    "a pattern of an email address": (
        f"{ONE}    pattern: phone".replace("type: text", "type: email"),
        [
            (
                12, 14, "form-setting-unused", "A field of type email has no pattern.",
                "take this line out, or change the type.",
            )
        ],
    ),
    "a value of a text": (
        f"{ONE}    value: x",
        [
            (
                12, 12, "form-setting-unused", "A field of type text has no value.",
                "take this line out, or change the type.",
            )
        ],
    ),
    "answers of no length": (
        f"{ONE}    max_length: 0",
        [(12, 17, "form-lengths", "Longest must be 1 or more.", "change the number.")],
    ),
    "a field that bookings add themselves": (
        ONE.replace("name: a", "name: event"),
        [
            (
                9, 11, "form-name-reserved",
                "A field cannot be called event: the page of a booking adds that by itself.",
                "give it another name, or take the field out.",
            )
        ],
    ),
    "more than can be sent": (
        f"{ONE}    max_length: 20001",
        [
            (
                9, 3, "form-too-long",
                "A form can send 20,000 characters, but the longest answers of this one have 20,001.",
                "make max_length of the longest fields smaller.",
            )
        ],
    ),
    "closes before it opens": (
        f"opens: 2026-12-02\ncloses: 2026-12-01\n{ONE}",
        [(9, 9, "form-dates", "Closes must not be before opens.", "change one of the two dates.")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), INVALID.values(), ids=INVALID)
def test_a_wrong_form(text: str, expected: list[Found]) -> None:
    assert check("form", TOP + text) == expected


EMAIL = "  - name: email\n    type: email\n    label: E\n    required: true\n"
OTHER = "  - name: other\n    type: email\n    label: F\n"
OPTIONAL = EMAIL.replace("    required: true\n", "")
AGREE = "  - name: agree\n    type: consent\n    label: C\n    required: true\n"


def needs_email(words: str, fix: str) -> Found:
    return (4, 7, "form-email", f"A form for a {words} needs exactly one field of type email.", fix)


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("subscribe", f"consent: Yes\nfields:\n{EMAIL}{AGREE}", []),
        ("book", f"fields:\n{EMAIL}", []),
        ("store", f"fields:\n{EMAIL}{OTHER}", []),
        ("book", f"fields:\n{OPTIONAL}", []),  # an address is needed without being asked for
        ("subscribe", f"fields:\n{EMAIL}{AGREE}", []),
        ("subscribe", f"consent: Yes\nfields:\n{EMAIL}", []),
        ("subscribe", f"consent: Yes\nfields:\n{EMAIL}{AGREE.replace('true', 'false')}", []),
        (
            "subscribe", f"consent: Yes\nfields:\n{AGREE}",
            [needs_email("mailing list", "add a field with type: email")],
        ),
        ("book", ONE, [needs_email("booking", "add a field with type: email")]),
        (
            "book",
            f"fields:\n{EMAIL}{OTHER}",
            [needs_email("booking", "take out the other fields of type email.")],
        ),
        (
            "book", f"fields:\n{EMAIL.replace('true', 'false')}",
            [
                (
                    9, 5, "form-email-required", "A form for a booking must require the email address.",
                    "add to this field\n     required: true",
                )
            ],
        ),
    ],
)  # fmt: skip
def test_a_list_and_a_booking_need_an_address(kind: str, more: str, expected: list[Found]) -> None:
    assert check("form", TOP.replace("kind: store", f"kind: {kind}") + more) == expected


def test_a_form_that_keeps_nothing() -> None:
    assert check("form", TOP.replace("30", "0") + ONE) == [
        (
            7,
            17,
            "form-retention",
            "Days kept must be 1 or more.",
            "write for how many days answers are needed.",
        )
    ]


def test_a_form_of_too_many_answers() -> None:
    choices = "".join(f"      - value: x{number}\n        text: X {number}\n" for number in range(45))
    boxes = f"  - name: b\n    type: checkboxes\n    label: B\n    choices:\n{choices}"
    assert check("form", f"{TOP}fields:\n{boxes}") == []
    assert check("form", f"{TOP}{ONE}{boxes}") == [
        (
            9, 3, "form-too-many", "A form can send 45 answers, but this one has 46; each checkbox counts.",
            "take out fields, or make two forms of it.",
        )
    ]  # fmt: skip


def test_a_form_without_fields_says_so_at_the_place() -> None:
    missing, empty = check("form", TOP), check("form", f"{TOP}fields:\n")
    assert [problem[:4] for problem in missing] == [(1, 1, "setting-missing", "Fields is missing.")]
    assert [problem[:4] for problem in empty] == [(8, 1, "setting-missing", "Fields is missing.")]


def test_days_in_words() -> None:
    assert check("form", TOP.replace("30", "a year") + ONE) == [
        (
            7, 17, "number-form", "Days kept must be a whole number, but it is “a year”.",
            "write it in digits and nothing else, such as 365",
        )
    ]  # fmt: skip


@pytest.mark.parametrize("value", ["x", "['!', '?']", "\n      a: b"])
def test_choices_of_wrong_form_are_explained(value: str) -> None:
    problems = check("form", f"{TOP}{RADIOS}    choices: {value}")
    assert problems
    assert {problem[0] for problem in problems} <= {12, 13}
    assert {problem[2] for problem in problems} <= {"list-expected", "group-expected"}


def test_a_choice_may_be_its_text_alone() -> None:
    form = make_item("form", f"{TOP}{RADIOS}    choices: [In person, Online]")
    assert isinstance(form, Form)
    assert [(choice.value, choice.text) for choice in form.fields[0].choices] == [
        ("in-person", "In person"),
        ("online", "Online"),
    ]


@pytest.mark.parametrize("type_name", ["mail", "drop-down"])
def test_a_field_of_no_known_type(type_name: str) -> None:
    problems = check("form", TOP + ONE.replace("type: text", f"type: {type_name}"))
    assert [problem[:3] for problem in problems] == [(10, 11, "choice-unknown")]


@pytest.mark.parametrize(
    "more",
    [
        ONE,
        f"{RADIOS}{CHOICES}",
        f"{RADIOS}    choices:\n      - value: x\n        text: X\n".replace("radios", "checkboxes"),
        f"{ONE}    errors:\n      required: Enter it\n      pattern: 'Enter a postcode'\n    pattern: postcode",
        f"{ONE}    min_length: 5\n    max_length: 5",
        f"{ONE}    choices: []\n    errors:\n    hint:",
        f"{ONE}    value: website".replace("type: text", "type: constant"),
        f"opens: 2026-12-01\ncloses: 2026-12-01\n{ONE}",
    ],
    ids=["text", "radios", "one checkbox", "errors", "exact length", "empty", "constant", "one day"],
)
def test_a_right_form(more: str) -> None:
    assert check("form", TOP + more) == []


def test_the_address_is_the_name() -> None:
    assert address("a", make_item("form", TOP + ONE)) == "/forms/a/"
