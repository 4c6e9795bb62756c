from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from functions.forms import pages

from .builders import DEFINITIONS, slot

FORM = DEFINITIONS.forms["everything"]
EVIL = "\"><script>alert('1')</script>&amp;"


def shown(given: dict[str, list[str]], problems: dict[str, str] | None = None, lead: str = "") -> str:
    return pages.form(DEFINITIONS, FORM, None, given, problems or {}, lead)


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_slots_are_filled_once_and_in_one_pass() -> None:
    assert (
        pages.fill(f"a{slot('x')}b{slot('y')}c{slot('z')}", {"x": slot("y"), "y": "2"}) == f"a{slot('y')}b2c"
    )


def test_a_visitor_cannot_name_a_slot() -> None:
    found = shown({"text": [slot("summary")], "email": ["a"]})
    assert f'value="{slot("summary")}"' in found
    assert found.count("There is a problem") == 1


def test_the_summary_comes_first_has_the_focus_and_leads_to_the_fields() -> None:
    found = shown(
        {},
        {
            "text": "Enter Text",
            "radios": "Choose",
            "checkboxes": "Choose",
            "consent": "Tick",
            "constant": "C",
        },
    )
    assert "<title>Error: everything</title>" in found
    [summary] = [attrs for _, attrs in Tags(found).found if attrs.get("class") == "error-summary"]
    assert (summary["role"], summary["tabindex"], "autofocus" in summary) == ("alert", "-1", True)
    assert summary["aria-labelledby"] == "error_summary"
    assert [attrs["href"] for tag, attrs in Tags(found).found if tag == "a"] == [
        "#field_text", "#field_radios_yes", "#field_checkboxes_a", "#field_consent",
    ]  # fmt: skip
    assert "<li>C</li>" in found
    assert (
        '<p class="error" id="error_text"><span class="visually-hidden">Error:</span> Enter Text</p>' in found
    )
    [field] = [attrs for _, attrs in Tags(found).found if attrs.get("id") == "field_text"]
    assert (field["aria-describedby"], field["aria-invalid"]) == ("error_text hint", "true")
    [other] = [attrs for _, attrs in Tags(found).found if attrs.get("id") == "field_email"]
    assert (other["aria-describedby"], "aria-invalid" in other) == ("hint", False)


def test_every_sort_of_answer_is_kept() -> None:
    found = shown(
        {
            "text": ["a b"], "textarea": ["\na\nb"], "checkboxes": ["a", "c"], "radios": ["no"], "select": ["y"],
            "consent": ["yes"], "date": ["2026-12-01"],
        }
    )  # fmt: skip
    assert 'name="text" value="a b"' in found
    assert ">\n\na\nb</textarea>" in found  # HTML drops one line end
    assert [attrs["value"] for _, attrs in Tags(found).found if "checked" in attrs] == ["no", "a", "c", "yes"]
    assert [attrs["value"] for _, attrs in Tags(found).found if "selected" in attrs] == ["y"]


def test_the_trap_is_shown_only_to_whom_it_caught() -> None:
    assert '<div class="trap">' in shown({}, {"text": "Enter Text"})
    found = shown({}, {pages.TRAP: pages.TRAP_ERROR})
    assert '<div class="trap honeypot-shown"><p class="error" id="error_trap">' in found
    assert '<a href="#field_company_site">Leave the last box empty.' in found


@given(st.text(max_size=40))
def test_nothing_that_was_sent_is_markup(text: str) -> None:
    sent = {field.name: [EVIL + text] for field in FORM.fields}
    found = shown(sent)
    assert [tag for tag, _ in Tags(found).found] == [tag for tag, _ in Tags(shown({})).found]
    assert EVIL not in found
    assert "<script" not in found + pages.answers(FORM, sent)


def test_answers_to_copy() -> None:
    assert pages.answers(
        FORM, {"text": ["<b>"], "textarea": ["a\r\nb"], "constant": ["website"], "tel": [""]}
    ) == (
        "<h2>Your answers</h2>\n<p>Copy them if you need them.</p>\n<dl>\n"
        "<dt>Text</dt>\n<dd>&lt;b&gt;</dd>\n<dt>Textarea</dt>\n<dd>a<br>b</dd>\n</dl>\n"
    )
    assert pages.answers(FORM, {}) == ""


def test_an_address_is_half_hidden() -> None:
    assert pages.masked("ann@mail.example") == "a•••@mail.example"


def test_a_message_says_one_thing() -> None:
    assert pages.message(DEFINITIONS, "A & B", pages.paragraphs("<x>", "")) == (
        '<html lang="en-GB"><title>A &amp; B</title><h1>A &amp; B</h1><p>&lt;x&gt;</p>\n'
    )
    assert pages.button("/f/x", "Go & do") == (
        '<form action="/f/x" method="post">\n<p><button class="button" type="submit">Go &amp; do</button></p>\n</form>\n'
    )
