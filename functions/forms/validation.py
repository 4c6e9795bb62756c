"""The rules of answers: the same that the HTML of the page declares, judged on the server.

Where the server is stricter than a browser's own check: a blank answer is a missing one; an email address
needs a full stop in its domain, is ASCII, has no quotes and no `=?`, which begins an encoded word in a header
(RFC 2047), and fits in the lengths of RFC 5321 section 4.5.3; checkboxes can be required.

Lengths are counted as browsers count them: UTF-16 code units of the answer as it was typed, with each line
end as one (HTML, "minlength" and "maxlength"). Line breaks are dropped from answers of one line, and space
around an email address too, as browsers do. Only then is an answer trimmed and brought to Unicode NFC.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from .definitions import Field, Form

Answer = str | list[str]
"""What is stored for a question: a list for checkboxes, else text."""

# HTML, "valid email address", with a domain of at least two labels and no encoded word.
_WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = rf"(?!.*=\?)(?=.{{1,254}}\Z)(?=[^@]{{1,64}}@){_WORD}(?:\.{_WORD})*@{_LABEL}(?:\.{_LABEL})+"


class Verdict(NamedTuple):
    """The answer as it is stored, and the rule that it breaks, or ""."""

    value: Answer
    rule: str = ""


def check(form: Form, given: Mapping[str, Sequence[str]]) -> tuple[dict[str, Answer], dict[str, str]]:
    """Judge the answers of a form. Returns the answers to store and the error texts, both by field name."""
    values: dict[str, Answer] = {}
    problems: dict[str, str] = {}
    for field in form.fields:
        values[field.name], rule = judge(field, given.get(field.name, ()))
        if rule:
            problems[field.name] = field.errors.get(rule) or f"Check your answer: {field.label}"
    return values, problems


def judge(field: Field, given: Sequence[str]) -> Verdict:
    """Judge what was given for one field: one text, or several for checkboxes, or none."""
    if field.type == "checkboxes":
        chosen = {text for text in given if text.strip()}
        known = [choice.value for choice in field.choices if choice.value in chosen]
        if len(known) < len(chosen):
            return Verdict(known, "choice")
        return Verdict(known, "required" if field.required and not known else "")
    text = typed(field, given[0] if given else "")
    if field.type == "constant":
        # A page that is older than the field does not send it.
        return Verdict(field.value, "" if text in ("", field.value) else "choice")
    kept = text.strip()
    if not kept:
        return Verdict("", "required" if field.required else "")
    return Verdict(unicodedata.normalize("NFC", kept), _broken(field, text))


def typed(field: Field, text: str) -> str:
    """Return an answer as the browser sees it: no line breaks in one line, `\\n` as line end in a textarea."""
    if field.type == "textarea":
        return text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\r", "").replace("\n", "")
    return text.strip(" \t\f") if field.type == "email" else text


def length(text: str) -> int:
    """Count UTF-16 code units, as browsers do."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def address_key(address: str) -> str:
    """Return an address with its domain in one case: the part before the @ may tell cases apart."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.casefold()}"


def mailbox_key(address: str) -> str:
    """Return what most mail servers take for one mailbox: an address in one case, without its `+tag`."""
    local, _, domain = address.casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def is_address(text: str) -> bool:
    """Say whether a text is one email address by the rules above."""
    return re.fullmatch(_EMAIL, text) is not None


def _broken(field: Field, text: str) -> str:
    size = length(text)
    if field.max_length is not None and size > field.max_length:
        return "max_length"
    if size < field.min_length:
        return "min_length"
    if field.type == "email" and not is_address(text):
        return "format"
    if field.type == "date" and not _is_date(text):
        return "format"
    if field.type in ("radios", "select") and text not in [choice.value for choice in field.choices]:
        return "choice"
    if field.type == "consent" and text != (field.value or "yes"):
        return "choice"
    return "pattern" if field.regex and not re.fullmatch(field.regex, text) else ""


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
