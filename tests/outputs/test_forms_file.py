"""The files that the function reads: exact definitions, one version, and pages that hold every slot."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from functions.forms import definitions as function
from plugins.core.site import Site
from plugins.engine.project import ROOT
from plugins.forms.definitions import definitions, form_version
from plugins.outputs.forms_file import FaultySlots, forms_json, pages_json, slots_of
from tests.builders import make_entry, make_site
from tests.conftest import SITES, Build

FORM = """\
title: Book
kind: book
purpose: P
lawful_basis: L
retention_days: 30
recipients: [Core team]
opens: 2026-07-01
closes: 2026-12-31
fields:
  - name: email
    type: email
    label: Email
    required: true
  - name: code
    type: text
    label: Postcode (optional)
    pattern: postcode
    max_length: 10
  - name: way
    type: radios
    label: Way
    choices: [In person, Online]
  - name: agree
    type: consent
    label: I agree
  - name: source
    type: constant
    label: Source
    required: true
    value: website
"""
EVENT = """\
title: Open day
start: 2026-12-03 10:00
end: 2026-12-03 11:00
format: online
booking:
  form: book
  closes: 2026-12-01
  places: 20
"""


def site_of(event: str = EVENT) -> Site:
    return make_site(make_entry("form", "book", FORM), make_entry("event", "open-day", event))


def field_of(name: str) -> dict[str, Any]:
    return next(found for found in definitions(site_of())["forms"]["book"]["fields"] if found["name"] == name)


def test_a_form_as_the_function_reads_it() -> None:
    made = definitions(site_of())
    assert made["format"] == 1
    assert made["site"] == {
        "name": "Example Network", "base_url": "http://localhost:8000", "lang": "en-GB", "mailbox": "",
    }  # fmt: skip
    form = made["forms"]["book"]
    del form["fields"]
    assert form == {
        "title": "Book", "address": "/forms/book/", "kind": "book", "purpose": "P", "lawful_basis": "L",
        "consent": "", "recipients": ["Core team"], "retention_days": 30,
        "opens": "2026-06-30T23:00:00+00:00", "closes": "2027-01-01T00:00:00+00:00",
        "submit": "Send", "confirmation": "",
    }  # fmt: skip


def test_a_field_as_the_function_reads_it() -> None:
    assert field_of("code") == {
        "name": "code", "type": "text", "label": "Postcode", "hint": "", "required": False,
        "min_length": 0, "max_length": 10, "choices": [], "pattern": "postcode",
        "regex": "[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}",
        "errors": {
            "required": "Enter postcode", "choice": "Enter postcode",
            "min_length": "“Postcode” must be 0 characters or more",
            "max_length": "“Postcode” must be 10 characters or fewer",
            "pattern": "“Postcode” must be a UK postcode, such as EH1 1AA",
            "format": "“Postcode” must be plain text",
        },
        "personal": False, "value": "",
    }  # fmt: skip
    assert field_of("way")["choices"] == [
        {"value": "in-person", "text": "In person"}, {"value": "online", "text": "Online"}
    ]  # fmt: skip
    assert field_of("agree")["value"] == "yes"
    assert (field_of("source")["value"], field_of("source")["required"]) == ("website", False)


def test_an_event_as_the_function_reads_it() -> None:
    expected = {
        "title": "Open day", "when": "Thursday 3 December 2026, 10am to 11am", "address": "/events/open-day/",
        "form": "book", "opens": None, "closes": "2026-12-02T00:00:00+00:00", "places": 20, "cancelled": False,
        "over": "2026-12-03T11:00:00+00:00",
    }  # fmt: skip
    assert definitions(site_of())["events"] == {"open-day": expected}
    cancelled = definitions(site_of(f"{EVENT}event_status: cancelled"))["events"]["open-day"]
    assert cancelled == expected | {"cancelled": True}
    # It is not cancelled, but there is no date to book for.
    postponed = definitions(site_of(f"{EVENT}event_status: postponed"))["events"]["open-day"]
    long_ago = "1970-01-01T00:00:00+00:00"
    assert postponed == expected | {"closes": long_ago, "over": long_ago}
    unlimited = definitions(site_of(EVENT.replace("  closes: 2026-12-01\n  places: 20\n", "")))
    assert unlimited["events"]["open-day"]["places"] is None
    assert unlimited["events"]["open-day"]["closes"] == "2026-12-03T10:00:00+00:00"


def test_equal_definitions_are_equal_bytes() -> None:
    made = definitions(site_of())
    data = forms_json(dict(reversed(made.items())))
    assert data == forms_json(made)
    assert data.decode() == f"{json.dumps(made, indent=1, sort_keys=True, ensure_ascii=False)}\n"
    assert form_version(site_of()) == hashlib.sha256(data).hexdigest()


# Pages


def page_with(*names: str) -> str:
    return "".join(f"<p>\ue000{name}\ue001</p>" for name in names)


MESSAGE = page_with("title", "heading", "body", "lang")


def whole_page() -> str:
    form = definitions(site_of())["forms"]["book"]
    return page_with("title_prefix", "summary", "honeypot", "error:trap", *slots_of(form["fields"]))


def test_slots_of_every_type() -> None:
    def slots(kind: str, **more: Any) -> list[str]:
        return list(
            slots_of([{"name": "a", "type": kind, "choices": [{"value": "x"}], "value": "yes"} | more])
        )

    for kind in ("text", "email", "tel", "textarea", "date"):
        assert slots(kind) == ["error:a", "described:a", "value:a", "invalid:a"]
    assert slots("select") == ["error:a", "described:a", "selected:a:x", "invalid:a"]
    assert slots("radios") == slots("checkboxes") == ["error:a", "described:a", "checked:a:x"]
    assert slots("consent") == ["error:a", "described:a", "checked:a:yes", "invalid:a"]
    assert slots("constant") == []


def test_pages_are_written_as_they_are() -> None:
    made = definitions(site_of())
    data = pages_json(made, MESSAGE, {"book": whole_page()}, {"open-day": whole_page()})
    assert json.loads(data) == {
        "message": MESSAGE, "forms": {"book": whole_page()}, "bookings": {"open-day": whole_page()}
    }  # fmt: skip


@pytest.mark.parametrize(
    ("message", "form", "booking", "fault"),
    [
        (
            page_with("title", "heading", "body"),
            "",
            "",
            "the page for messages: slots missing: ['lang'], not known: []",
        ),
        (MESSAGE, page_with("x"), "", "not known: ['x']"),
        (MESSAGE, "\ue000", "", "the form book: a mark of a slot stands alone"),
        (
            MESSAGE,
            "",
            page_with("value:phone"),
            "the booking of open-day: slots missing: [], not known: ['value:phone']",
        ),
    ],
)
def test_a_slot_too_few_or_too_many(message: str, form: str, booking: str, fault: str) -> None:
    with pytest.raises(FaultySlots, match=re.escape(fault)):
        pages_json(
            definitions(site_of()), message,
            {"book": whole_page() + form}, {"open-day": whole_page() + booking},
        )  # fmt: skip


# The whole way: what a build writes, the function reads


@pytest.fixture
def built(build: Build, tmp_path: Path) -> Path:
    result = build(_content(tmp_path))
    assert not result.exit_code, result.report()
    return tmp_path / "site"


def _content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SITES / "valid/full", tmp_path / "content", dirs_exist_ok=True))


def test_the_function_reads_what_the_build_writes(built: Path) -> None:
    read = function.load(built)
    assert sorted(read.forms) == ["booking", "register", "subscribe"]
    assert list(read.events) == ["workshop"]
    assert sorted(read.pages.forms) == sorted(read.forms)
    assert sorted(read.pages.bookings) == sorted(read.events)
    for address in ("events/workshop/book", "forms/register", "forms/subscribe"):
        text = (built / address / "index.html").read_text("utf-8")
        assert f'name="form_version" value="{read.version}"' in text
        assert 'name="company_site"' in text


def test_a_page_with_slots_left_empty_is_the_page_itself(built: Path) -> None:
    """What a visitor sees after an error is the page that was sent, but for what the slots stand for."""
    read = function.load(built)
    for address, template in (
        ("events/workshop/book", read.pages.bookings["workshop"]),
        ("forms/register", read.pages.forms["register"]),
    ):
        page = (built / address / "index.html").read_text("utf-8")
        filled = re.sub("\ue000[^\ue001]*\ue001", "", template)
        filled = re.sub(r' aria-describedby=""| value=""(?=>\n)', "", filled)
        page = re.sub(r'<p class="page-foot">.*?</p>\n', "", page)
        main = [text[text.index("<form ") : text.index("</form>")] for text in (page, filled)]
        # The first choice of a select has no value either.
        assert main[0].replace(' value=""', "") == main[1].replace(' value=""', "")


def test_nothing_is_made_again_when_nothing_changed(build: Build, tmp_path: Path) -> None:
    content = _content(tmp_path)
    build(content)
    again = build(content)
    assert (again.written, again.removed) == (0, 0)
    form = content / "forms/register.md"
    form.write_text(form.read_text("utf-8").replace("retention_days: 365", "retention_days: 30"), "utf-8")
    before = (tmp_path / "site/f/pages.json").read_bytes()
    build(content)
    assert (tmp_path / "site/f/pages.json").read_bytes() != before


def test_steps_on_the_way_are_in_no_site_map_and_in_no_published_state(build: Build, tmp_path: Path) -> None:
    """So an event or a form can go without a redirect for each of its steps."""
    result = build(_content(tmp_path), publish=True, site_url="https://www.example.org")
    assert not result.exit_code, result.report()
    site = tmp_path / "site"
    for address in (
        "/forms/register/thank-you/",
        "/forms/subscribe/check-your-email/",
        "/events/workshop/book/",
    ):
        text = (site / address.strip("/") / "index.html").read_text("utf-8")
        assert '<meta name="robots" content="noindex">' in text
        for name in ("sitemap.xml", "published.json"):
            assert address not in (site / name).read_text("utf-8")


def test_every_booking_of_the_real_site_has_its_page(build: Build, tmp_path: Path) -> None:
    result = build(ROOT / "content")
    assert not result.exit_code, result.report()
    events = json.loads((tmp_path / "site/f/forms.json").read_bytes())["events"]
    if not events:
        pytest.xfail("no event of the content can be booked")
    assert all((tmp_path / f"site/events/{name}/book/index.html").is_file() for name in events)
