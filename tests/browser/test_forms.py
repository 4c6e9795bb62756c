"""Every form as a visitor meets it, in a real browser without JavaScript: sent, wrong, kept, confirmed, left.

The site is served by the preview, with the function itself behind it. Mail is read where a newcomer reads it.
"""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

import axe_playwright_python
import pytest

from functions.forms.definitions import load
from functions.forms.local import LocalForms
from functions.forms.messages import Request
from functions.forms.stores import StoreDown
from plugins.engine.project import ROOT
from plugins.preview.server import PreviewServer
from plugins.preview.state import PreviewState
from tests.browser.test_templates import axe_faults
from tests.built_site import build

pytestmark = pytest.mark.browser

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")

EVENT = """\
---
title: A day with one place
summary: For tests alone.
start: 2190-12-03 10:00
end: 2190-12-03 16:00
format: online
booking:
  form: event-booking
  places: 1
---
Come.
"""

NAMES = sorted(path.stem for path in (ROOT / "content/forms").glob("*.md") if path.stem != "event-booking")
HOSTILE = "\n\"'><script>alert(1)</script>&amp;\ue000value:email\ue001 <b>\r\nsecond line"


class Answerer:
    """The function as the preview asks it."""

    def __init__(self, site, data, address):
        self.forms = LocalForms(site, data, address)

    def answer(self, *request):
        found = self.forms.answer(Request(*request))
        return found.status, found.headers, found.body

    def close(self):
        self.forms.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The real site with one event more, its forms answered. Gives address and answerer."""
    folder = tmp_path_factory.mktemp("forms")
    content = folder / "content"
    shutil.copytree(ROOT / "content", content)
    (content / "events/one-place.md").write_text(EVENT, "utf-8")
    output = build(content)
    server = PreviewServer("127.0.0.1", 0, output, PreviewState())
    address = f"http://127.0.0.1:{server.server_port}"
    server.forms = Answerer(output, folder / "data", address)
    server.address = address
    server.definitions = load(output)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
    server.forms.close()


@pytest.fixture
def visit(browser, served):
    """A function that opens an address without JavaScript: `visit("/forms/contact/")`."""
    contexts = []

    def opened(address, *, scripts=False, width=1280):
        context = browser.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.goto(served.address + address)
        return page

    yield opened
    for context in contexts:
        assert context.cookies() == []
        context.close()


def fill(page, form, address):
    """Answer every question of a form."""
    for field in form.fields:
        places = page.locator(f'main [name="{field.name}"]')
        if field.type == "email":
            places.fill(address)
        elif field.type in ("text", "textarea", "tel"):
            places.fill(f"Words about {field.name}")
        elif field.type == "select":
            places.select_option(field.choices[-1].value)
        elif field.type in ("radios", "checkboxes", "consent"):
            places.first.check()
        elif field.type == "date":
            places.fill("2027-03-27")


def send(page):
    """Press the button, and return the answer."""
    with page.expect_navigation() as sent:
        page.locator("main form button").click()
    return sent.value


def start_of(form):
    return "/events/one-place/book/" if form.kind == "book" else form.address


def no_faults(page, when):
    """Look with axe in both schemes and two widths; pages of the function take no script, so it comes from outside."""
    page.evaluate(AXE)
    faults = []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            faults += axe_faults(page, f"{when}, {width} px, {scheme}")
    assert faults == []


@pytest.mark.parametrize("name", [*NAMES, "event-booking"])
def test_an_empty_form_comes_back_with_what_is_wrong(served, visit, name):
    form = served.definitions.forms[name]
    page = visit(start_of(form))
    answer = send(page)
    assert answer.status == 422
    assert page.title().startswith("Error: ")
    summary = page.locator(".error-summary")
    assert summary.get_attribute("role") == "alert"
    assert summary.locator("h2").inner_text() == "There is a problem"
    assert page.evaluate("document.activeElement === document.querySelector('.error-summary')")
    missing = [field for field in form.fields if field.required]
    wanted = [(target_of(field), field.errors["required"]) for field in missing]
    links = summary.locator("a")
    assert [(link.get_attribute("href"), link.inner_text()) for link in links.all()] == wanted
    for field, link in zip(missing, links.all(), strict=True):
        inline = page.locator(f"#error_{field.name}")
        assert inline.text_content() == f"Error: {field.errors['required']}"
        link.press("Enter")
        # What a screen reader says of the field begins with the error.
        focused = page.locator(":focus")
        assert f"#{focused.get_attribute('id')}" == target_of(field)
        told = focused if field.type != "checkboxes" else page.locator("fieldset", has=focused)
        assert told.get_attribute("aria-describedby").split()[0] == inline.get_attribute("id")


def target_of(field):
    """Where an error leads: to the field, or to the first of several boxes."""
    first = f"_{field.choices[0].value}" if field.type in ("radios", "checkboxes") else ""
    return f"#field_{field.name}{first}"


@pytest.mark.parametrize("name", [*NAMES, "event-booking"])
def test_a_form_that_is_right_is_thanked_for(served, visit, name):
    form = served.definitions.forms[name]
    page = visit(start_of(form))
    fill(page, form, f"{name}@example.org")
    answer = send(page)
    last = "check-your-email" if form.kind == "subscribe" else "thank-you"
    assert (answer.status, page.url) == (200, f"{served.address}{form.address}{last}/")
    assert page.locator("h1").inner_text() == (
        "Check your email" if form.kind == "subscribe" else "Thank you"
    )
    assert form.confirmation in page.locator("main").inner_text()
    # Sent again, as people do with the back button, it is the same.
    page.go_back()
    assert (send(page).status, page.url) == (200, f"{served.address}{form.address}{last}/")


def test_answers_are_kept_as_they_were(visit):
    page = visit("/forms/contact/")
    page.locator("#field_name").fill(HOSTILE.strip())
    page.locator("#field_message").fill(HOSTILE)
    page.locator("#field_about").select_option("my-information")
    typed = {name: page.locator(f"#field_{name}").input_value() for name in ("name", "message", "about")}
    for _ in range(3):
        assert send(page).status == 422
        assert {name: page.locator(f"#field_{name}").input_value() for name in typed} == typed
    assert page.locator("main script").count() == 0
    assert page.locator("main b").count() == 0
    assert page.locator("#field_message").get_attribute("aria-invalid") is None
    assert page.locator("#field_email").get_attribute("aria-invalid") == "true"


def test_choices_are_kept_as_they_were(visit):
    page = visit("/forms/register-interest/")
    page.locator('[name="interests"]').nth(1).check()
    page.locator('[name="interests"]').nth(2).check()
    page.locator('[name="agree"]').check()
    assert send(page).status == 422
    kept = [box.is_checked() for box in page.locator('[name="interests"], [name="agree"]').all()]
    assert kept == [False, True, True, True]


def test_a_box_that_a_browser_filled_in_is_shown_to_the_person(served, visit):
    page = visit("/forms/contact/")
    box = page.locator("#field_company_site")
    assert not box.is_visible()
    fill(page, served.definitions.forms["contact"], "trap@example.org")
    page.evaluate("document.querySelector('#field_company_site').value = 'Example Ltd'")
    assert send(page).status == 422
    assert box.is_visible()
    assert page.get_by_label("Leave this box empty").get_attribute("id") == "field_company_site"
    assert page.locator("#error_trap").is_visible()
    box.fill("")
    send(page)
    assert page.url.endswith("/forms/contact/thank-you/")


def test_when_nothing_can_be_kept_the_page_says_so(served, visit, monkeypatch):
    def down(_):
        raise StoreDown

    page = visit("/forms/contact/")
    fill(page, served.definitions.forms["contact"], "down@example.org")
    with monkeypatch.context() as patch:
        patch.setattr(served.forms.forms._store, "put_new", down)
        assert send(page).status == 503
    assert "Your answers have not been sent." in page.locator(".error-summary").inner_text()
    assert page.locator("#field_message").input_value() == "Words about message"
    send(page)
    assert page.url.endswith("/forms/contact/thank-you/")


def open_mail(page, served, words, address):
    """Open the newest mail to an address with these words in its subject, as a newcomer does."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        page.goto(f"{served.address}/dev/mail")
        found = page.locator("main li", has_text=words).filter(has_text=f"To {address},")
        if found.count():
            found.first.locator("a").click()
            return
        time.sleep(0.3)
    pytest.fail(f"There is no mail called {words!r}:\n{page.locator('main').inner_text()}")


def follow(page, part):
    """Follow the link of a mail that holds this part."""
    with page.expect_navigation() as opened:
        page.locator(f'main a[href*="{part}"]').first.click()
    return opened.value


@pytest.mark.parametrize("scripts", [False, True], ids=["plain", "axe"])
def test_a_subscription_from_beginning_to_end(served, visit, scripts):
    """Without JavaScript; then once more with axe, which needs it."""

    def seen(when):
        if scripts:
            no_faults(page, when)

    address = f"reader{'-axe' if scripts else ''}@example.org"
    page = visit("/forms/subscribe-to-the-newsletter/", scripts=scripts)
    fill(page, served.definitions.forms["subscribe-to-the-newsletter"], address)
    send(page)
    open_mail(page, served, "Confirm your subscription", address)
    assert address in page.locator("main").inner_text()
    seen("mail")
    for _ in range(3):
        # Looking changes nothing.
        assert follow(page, "/f/confirm/").status == 200
        page.go_back()
    follow(page, "/f/confirm/")
    assert address not in page.locator("main").inner_text()
    assert "@example.org" in page.locator("main").inner_text()
    seen("confirm")
    assert send(page).status == 200
    assert page.locator("h1").inner_text() == "You are subscribed"
    seen("confirmed")
    open_mail(page, served, "You are subscribed", address)
    assert follow(page, "/f/unsubscribe/").status == 200
    seen("unsubscribe")
    assert send(page).status == 200
    assert page.locator("h1").inner_text() == "You are unsubscribed"
    seen("unsubscribed")


def test_places_go_to_those_who_come_first(served, visit):
    form = served.definitions.forms["event-booking"]
    page = visit("/events/one-place/")
    page.get_by_role("link", name="Book a place").click()
    # Whoever asked in the tests above may have the place already: then both wait.
    for number in range(2):
        page.goto(f"{served.address}/events/one-place/book/")
        assert "A day with one place" in page.locator("h1").inner_text()
        fill(page, form, f"guest-{number}@example.org")
        send(page)
        assert page.url == f"{served.address}/forms/event-booking/thank-you/"
    open_mail(page, served, "waiting list", "guest-1@example.org")


def test_pages_that_are_not_there(visit):
    for address in ("/f/nowhere", "/f/confirm/v1.confirm.x.1.y", "/f/unsubscribe/abc"):
        page = visit(address, scripts=True)
        assert page.locator("h1").count() == 1
        no_faults(page, address)


@pytest.mark.parametrize("name", [*NAMES, "event-booking"])
def test_axe_finds_nothing_in_a_form_with_errors(served, visit, name):
    """Every field wrong at once, the box shown; in both schemes, at 320 and at 1280 px."""
    page = visit(start_of(served.definitions.forms[name]), scripts=True)
    page.evaluate("document.querySelector('#field_company_site').value = 'x'")
    assert send(page).status == 422
    no_faults(page, name)


def test_errors_are_seen_in_forced_colours_and_without_colour(browser, served):
    context = browser.new_context(java_script_enabled=True, forced_colors="active")
    page = context.new_page()
    page.goto(f"{served.address}/forms/contact/")
    send(page)
    page.evaluate(AXE)
    assert axe_faults(page, "forced colours") == []
    # Not by colour alone (WCAG 1.4.1): a thick line, and the word for those who hear it.
    width = page.evaluate(
        "parseInt(getComputedStyle(document.querySelector('.field:has(.error)')).borderInlineStartWidth)"
    )
    assert width >= 4
    context.close()


def test_nothing_loads_but_the_site(browser, served):
    context = browser.new_context()
    page = context.new_page()
    faults, asked = [], []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served.address}/f/nowhere")
    assert [url for url in asked if not url.startswith(served.address)] == []
    # The policy of the function's pages stops nothing that they need; the status itself is one line.
    assert [fault for fault in faults if "404" not in fault] == []
    context.close()
