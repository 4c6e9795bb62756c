"""One rule, two judges: what Chromium says of an answer by the HTML, and what the function says, agree.

Where they may differ is listed in `function_is_stricter`, and nowhere else. Lengths count only after a person
typed, so answers are typed into the fields; what the browser would send then goes to the function.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from functions.forms.definitions import Field, read
from functions.forms.validation import judge
from plugins.engine.project import ROOT
from plugins.forms.definitions import definitions
from plugins.forms.view import view
from plugins.outputs.forms_file import forms_json
from tests.builders import make_entry, make_site

pytestmark = pytest.mark.browser

FORM = """\
kind: store
purpose: P
lawful_basis: L
retention_days: 30
consent: Words
fields:
"""

TYPED = {
    "text": "type: text",
    "text-required": "type: text\n    required: true",
    "text-lengths": "type: text\n    min_length: 3\n    max_length: 6",
    "text-exact": "type: text\n    min_length: 4\n    max_length: 4\n    required: true",
    "postcode": "type: text\n    pattern: postcode",
    "phone": "type: tel\n    pattern: phone\n    required: true\n    max_length: 25",
    "web": "type: text\n    pattern: web-address\n    max_length: 300",
    "tel": "type: tel\n    max_length: 30",
    "email": "type: email\n    max_length: 254",
    "email-required": "type: email\n    required: true",
    "area": "type: textarea\n    required: true",
    "area-lengths": "type: textarea\n    min_length: 3\n    max_length: 8",
}
"""Fields that people type into, by name."""

CHOSEN = {
    "radios": "type: radios\n    choices: [X, Y]",
    "radios-required": "type: radios\n    required: true\n    choices: [X, Y]",
    "boxes": "type: checkboxes\n    choices: [X, Y]",
    "boxes-required": "type: checkboxes\n    required: true\n    choices: [X, Y]",
    "select": "type: select\n    choices: [X, Y]",
    "select-required": "type: select\n    required: true\n    choices: [X, Y]",
    "agree": "type: consent",
    "agree-required": "type: consent\n    required: true",
    "date": "type: date",
    "date-required": "type: date\n    required: true",
    "source": "type: constant\n    required: true\n    value: website",
}

ENTRY = make_entry(
    "form",
    "a",
    FORM
    + "".join(
        f"  - name: {name}\n    label: L {name}\n    {rules}\n" for name, rules in (TYPED | CHOSEN).items()
    ),
)
SITE = make_site(ENTRY)
FIELDS: dict[str, Field] = {
    found.name: found
    for found in read(forms_json(definitions(SITE)), b'{"message": "", "forms": {}, "bookings": {}}')
    .forms["a"]
    .fields
}


@pytest.fixture(scope="module")
def form(browser):
    """A window with all of the fields, as the theme writes them."""
    environment = Environment(
        loader=FileSystemLoader(ROOT / "theme/templates"),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    template = environment.from_string(
        '{% from "components/field.html" import field %}<!DOCTYPE html><title>x</title><form>'
        "{% for item in page.fields %}{{ field(item, page.consent) }}{% endfor %}</form>"
    )
    page = browser.new_page()
    page.set_content(template.render(page=view(ENTRY, SITE)))
    yield page
    page.close()


TYPE_IN = """([name, texts]) => texts.map(text => {
  const field = document.querySelector(`[name="${name}"]`);
  field.value = '';
  field.focus();
  field.select();
  document.execCommand('insertText', false, text);
  return {sent: new FormData(document.forms[0]).get(name), valid: field.checkValidity()};
})"""


def by_browser(page: Any, name: str, texts: list[str]) -> list[tuple[str, bool]]:
    """Type texts into a field; return what would be sent, and whether the browser takes it."""
    if FIELDS[name].min_length:
        return [_by_hand(page, name, text) for text in texts[:8]]
    return [(found["sent"], found["valid"]) for found in page.evaluate(TYPE_IN, [name, texts])]


READ = "name => [new FormData(document.forms[0]).get(name), document.querySelector(`[name=${name}]`).checkValidity()]"


def _by_hand(page: Any, name: str, text: str) -> tuple[str, bool]:
    """Type as a person does: only then a browser asks whether an answer is too short."""
    page.locator(f"[name={name}]").select_text()
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)
    sent, valid = page.evaluate(READ, name)
    return sent, valid


def by_function(name: str, sent: str) -> str:
    """Return the rule that an answer breaks, or nothing. Line ends travel as CRLF."""
    return judge(FIELDS[name], [sent.replace("\n", "\r\n")]).rule


EMAIL_AS_MAIL_HAS_IT = re.compile(r"[^@]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{1,63}", re.ASCII)


def function_is_stricter(field: Field, sent: str) -> bool:
    """Say where the function may refuse what the browser takes."""
    local = sent.partition("@")[0]
    return (
        # A blank answer is none.
        not sent.strip()
        # Addresses that no mail server takes: no dot in the domain, parts too long, dots at the wrong places.
        or (
            field.type == "email"
            and (
                len(sent) > 254
                or not EMAIL_AS_MAIL_HAS_IT.fullmatch(sent)
                or local.startswith(".")
                or local.endswith(".")
                or ".." in local
            )
        )
        # A long text is not cut while it is typed: that would lose words without a sign.
        or (
            field.type == "textarea"
            and field.max_length is not None
            and len(sent.encode("utf-16-le")) // 2 > field.max_length
        )
        # A pattern is not tried on pages of text.
        or (bool(field.pattern) and len(sent) > 2000)
        # Years that no calendar of ours has.
        or (field.type == "date" and len(sent) > 10)
    )


def disagreement(field: Field, sent: str, *, browser: bool) -> str:
    """Return what the two judges disagree on, or nothing."""
    rule = by_function(field.name, sent)
    if browser and rule and not function_is_stricter(field, sent):
        return f"{field.name}: the browser takes {sent!r}, the function says {rule}"
    # A blank answer to an optional question is none, whatever its length and pattern.
    if not browser and not rule and sent.strip():
        return f"{field.name}: the browser refuses {sent!r}, the function takes it"
    return ""


# What can be typed: no lone surrogates (they are no text) and no controls (they are refused before any rule).
anything = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t 😀é\u200d"), max_size=12
)
near_emails = st.from_regex(r"[a-z.+'\"é ]{1,4}@[a-z0-9.-]{1,6}(\.[a-z-]{1,4})?", fullmatch=True)
near_patterns = st.from_regex(
    r"[A-Za-z]{1,3}[0-9][A-Z0-9]? ?[0-9][A-Za-z]{2,3}|[+0x][0-9 ()٣\-]{4,26}|"
    r"(https?|ftp):/{1,3}[a-zü .?#/:]{0,8}\.[a-z /?#.]{0,6}",
    fullmatch=True,
)
lines = st.lists(anything, max_size=4).map("\n".join)

many = settings(
    max_examples=8, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@pytest.mark.parametrize("name", TYPED)
@many
@given(texts=st.lists(anything | near_emails | near_patterns | lines, min_size=20, max_size=40))
@example(texts=["EH1 1AA", "EH1  1AA", "eh11aa", " EH1 1AA", "0131 496 0000", "+44 (0)131 496-0000"])
@example(
    texts=["https://example.org", "http://a.b/c d", "https://x", "https://a..b", "HTTPS://a.b", "ftp://a.b"]
)
@example(
    texts=["a@b.org", "a@b", "a@b.org,c@d.org", '"a b"@c.org', "a@-b.org", f"{'a' * 65}@b.org", "é@b.org"]
)
@example(texts=["😀😀", "😀😀😀", "😀😀😀😀", "abc", "ab", "é", "e\u0301bc", "a\nb", "a\n\nb\n\n\n\n", "   "])
def test_browser_and_function_agree_on_what_is_typed(form, name, texts):
    field = FIELDS[name]
    found = [disagreement(field, sent, browser=valid) for sent, valid in by_browser(form, name, texts)]
    assert [words for words in found if words] == []


@pytest.mark.parametrize("name", ["text-lengths", "text-exact", "email", "phone", "web", "tel"])
def test_nothing_longer_can_be_typed_and_nothing_longer_is_taken(form, name):
    field = FIELDS[name]
    assert field.max_length
    [(sent, _)] = by_browser(form, name, ["0" * (field.max_length + 1)])
    assert len(sent) == field.max_length
    assert by_function(name, sent + "0") == "max_length"
    assert by_function(name, sent) != "max_length"


def test_a_long_text_is_not_cut_but_refused(form):
    [(sent, _)] = by_browser(form, "area-lengths", ["123456789"])
    assert sent == "123456789"
    assert by_function("area-lengths", sent) == "max_length"


CHOOSE = """([name, values]) => {
  const fields = [...document.querySelectorAll(`[name="${name}"]`)];
  for (const field of fields) {
    if (field.type === 'radio' || field.type === 'checkbox') field.checked = values.includes(field.value);
    else if (field.type !== 'hidden') field.value = values.length ? values[0] : '';
  }
  return {sent: new FormData(document.forms[0]).getAll(name), valid: fields.every(f => f.checkValidity())};
}"""

DATES = ["2026-12-03", "2024-02-29", "2023-02-29", "0001-01-01", "0000-01-01", "12026-01-01", "2026-1-3", "x"]


@pytest.mark.parametrize("name", CHOSEN)
@pytest.mark.parametrize("values", [[], ["x"], ["y"], ["x", "y"], ["yes"], ["z"], *([day] for day in DATES)])
def test_browser_and_function_agree_on_what_is_chosen(form, name, values):
    field = FIELDS[name]
    found = form.evaluate(CHOOSE, [name, values])
    rule = judge(field, found["sent"]).rule
    if field.type == "checkboxes" and field.required and not found["sent"]:
        # HTML cannot require one of several boxes.
        assert (found["valid"], rule) == (True, "required")
    elif not (found["sent"] and function_is_stricter(field, found["sent"][0])):
        assert found["valid"] == (not rule), (found, rule)


@pytest.mark.parametrize("name", ["radios", "select", "agree", "boxes", "source", "date"])
def test_what_no_browser_sends_is_refused(name):
    rule = judge(FIELDS[name], ["<script>"]).rule
    assert rule == ("format" if name == "date" else "choice")
