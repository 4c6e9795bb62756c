"""What a form says when an answer does not fit: one text for each rule, made from the label where none is given."""

from __future__ import annotations

from .model import ERROR_RULES, PATTERNS, FormField


def error_texts(found: FormField) -> dict[str, str]:
    """Return the text of every rule. What an editor wrote comes first; the rest fits the type of the field."""
    made = _made(found)
    return {rule: found.errors.get(rule) or made[rule] for rule in ERROR_RULES}


def _made(found: FormField) -> dict[str, str]:
    name = plain_label(found)
    quoted = f"“{name}”"
    _, pattern = PATTERNS.get(found.pattern or "", ("", "an answer in the right form"))
    if found.type in ("radios", "select"):
        required = choice = f"Choose an answer for {quoted}"
    elif found.type == "checkboxes":
        required = choice = f"Choose at least one answer for {quoted}"
    elif found.type == "consent":
        required = choice = f"Tick the box {quoted}"
    elif found.type == "constant":
        required = choice = "Something went wrong with this form. Open its page again and send it from there"
    elif name.endswith("?"):
        required = choice = f"Answer the question {quoted}"
    else:
        required = choice = f"Enter {_inside_a_sentence(name)}"
    return {
        "required": required,
        "choice": choice,
        "min_length": f"{quoted} must be {_characters(found.min_length or 0)} or more",
        "max_length": f"{quoted} must be {_characters(found.max_length or 0)} or fewer",
        "pattern": f"{quoted} must be {pattern}",
        "format": _format(found, quoted),
    }


def _format(found: FormField, quoted: str) -> str:
    if found.type == "email":
        return "Enter an email address in the correct format, like name@example.com"
    if found.type == "date":
        return f"{quoted} must be a real date, like 2027-03-27"
    if found.type == "tel":
        return f"{quoted} must be a phone number, like 0131 496 0000"
    return f"{quoted} must be plain text"


def plain_label(found: FormField) -> str:
    """Return the label without “(optional)” at its end."""
    return found.label.removesuffix("(optional)").strip()


def _characters(number: int) -> str:
    return "1 character" if number == 1 else f"{number:,} characters"


def _inside_a_sentence(label: str) -> str:
    """Return a label as it stands inside a sentence: `Email address` is `email address`, `NHS number` stays."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
