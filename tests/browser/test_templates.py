"""Every template in a real browser: accessible in both schemes and widths, whole without JavaScript."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest
from pypdf import PdfReader

from plugins.engine.project import ROOT

pytestmark = pytest.mark.browser

ADDRESSES = {
    "home.html": ["/"],
    "page.html": ["/who-we-are/", "/accessibility-statement/", "/words-we-use/"],
    "subscribe.html": ["/subscribe/"],
    "site_index.html": ["/site-index/"],
    "health.html": ["/health/"],
    "not_found.html": ["/404.html"],
    "offers.html": ["/offers/"],
    "offer.html": ["/offers/pioneering-collaborative-leadership/", "/offers/facilitation-pool/"],
    "testimonials.html": ["/testimonials/"],
    "events.html": [
        "/events/",
        "/events/past/",
        "/events/past/2025/",
        "/events/series/peer-learning-network/",
    ],
    "event.html": [
        "/events/example-peer-learning-december-2026/",
        "/events/example-two-day-gathering-march-2027/",
    ],
    "newsletters.html": ["/newsletters/", "/newsletters/2025/"],
    "newsletter.html": ["/newsletters/2026/11/"],
    "forms.html": ["/forms/"],
    "form.html": [
        "/forms/register-interest/",
        "/forms/contact/",
        "/forms/event-booking/",
        "/events/example-peer-learning-december-2026/book/",
    ],
    "form_sent.html": ["/forms/contact/thank-you/", "/forms/subscribe-to-the-newsletter/check-your-email/"],
    "redirect.html": ["/pioneer-programme/"],
}
"""Template -> the addresses that show it. Redirects leave at once, so axe cannot look at them."""

MOST_WORDS = 450
"""So many words of a page fit on a sheet of paper."""

SHOWN = [address for name, found in ADDRESSES.items() if name != "redirect.html" for address in found]
MAIN = [found[0] for name, found in ADDRESSES.items() if name != "redirect.html"]

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")


def test_every_template_is_shown():
    """A new template must be named above, so that it is looked at."""
    # The page for messages is filled in by the function: test_forms.py looks at it.
    templates = {path.name for path in (ROOT / "theme/templates").glob("*.html")} - {
        "base.html",
        "message.html",
    }
    assert templates == set(ADDRESSES)


def axe_faults(page, when):
    """Run axe with all of its rules, best practices too, and return what it finds."""
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{when}: {violation['id']}: {node['html'][:120]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("address", SHOWN)
def test_axe_finds_nothing(open_page, address):
    """In both schemes, at 320 and at 1280 px."""
    page = open_page(address)
    page.evaluate(AXE)
    faults = []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            faults += axe_faults(page, f"{width} px, {scheme}")
    assert faults == []


@pytest.mark.parametrize("address", MAIN)
def test_axe_finds_nothing_in_forced_colours(open_page, address):
    page = open_page(address, width=320, forced_colors="active")
    page.evaluate(AXE)
    assert axe_faults(page, "forced colours") == []


TEXT_SPACING = """* {
  line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
} p { margin-bottom: 2em !important; }"""


@pytest.mark.parametrize("address", SHOWN)
def test_nothing_is_cut_off_at_320_px(open_page, address):
    """Reflow (WCAG 1.4.10), also with the text spacing of WCAG 1.4.12."""
    page = open_page(address, width=320)
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wider)
    page.add_style_tag(content=TEXT_SPACING)
    assert not page.evaluate(wider)


@pytest.mark.parametrize("address", MAIN)
def test_pages_are_whole_without_javascript(open_page, address):
    plain = open_page(address, java_script_enabled=False)
    assert plain.locator("h1").count() == 1
    assert plain.locator("main").is_visible()
    assert plain.locator("nav a").first.is_visible()
    with_scripts = open_page(address)
    assert plain.locator("body").inner_text() == with_scripts.locator("body").inner_text()


@pytest.mark.parametrize("address", SHOWN)
def test_pages_ask_this_site_only_and_store_nothing(open_page, site, address):
    page = open_page(address)
    assert [url for url in page.asked if not url.startswith(site)] == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    # The browser asks for no icon but the one that the page names, so nothing is missing.
    missing = [problem for problem in page.problems if "404" not in problem or address != "/404.html"]
    assert missing == []


@pytest.mark.parametrize("address", MAIN)
def test_targets_are_large_enough(open_page, address):
    """Target size (WCAG 2.5.8): 24 px for what is not within a sentence, 44 px high for buttons and fields."""
    page = open_page(address, width=320)
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
          .filter(element => element.checkVisibility() && element.type !== 'hidden')
          .map(element => ({element, box: element.getBoundingClientRect()}))
          .filter(({element, box}) => {
             if (box.width === 0) return false;
             if (element.matches('button, select, textarea, input:not([type=radio]):not([type=checkbox])'))
               return box.height < 44;
             if (element.closest('p, dd, li, figcaption, td, h1, h2, h3, h4') && element.matches('a')
                 && getComputedStyle(element).display === 'inline') return false;
             return box.height < 24 || box.width < 24;
          })
          .map(({element, box}) => `${element.outerHTML.slice(0, 90)} ${box.width}x${box.height}`)"""
    )
    assert small == []


def test_the_first_tab_skips_to_the_content(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.is_visible()
    target = focused.get_attribute("href")
    focused.press("Enter")
    assert page.url.endswith(target)
    assert page.locator(f"main{target}, {target}").count() == 1


def test_every_link_of_the_menu_can_be_reached_by_keyboard(open_page):
    page = open_page("/", width=320)
    wanted = page.locator("header nav a").all_inner_texts()
    reached = []
    for _ in range(len(wanted) + 6):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle !== 'none' || s.boxShadow !== 'none' })()"
        )
        assert outline, page.evaluate("document.activeElement.outerHTML")
        reached.append(page.evaluate("document.activeElement.innerText"))
    assert set(wanted) <= set(reached)


def test_everything_that_folds_away_is_sound_when_it_is_open(open_page):
    """The ways into calendars stand in parts that are closed at first, where the other tests do not look."""
    for address in ("/subscribe/", "/events/example-peer-learning-december-2026/"):
        page = open_page(address, width=320)
        page.evaluate(AXE)
        closed = page.locator("main details:not([open]) > summary")
        assert closed.count() > 0
        for summary in reversed(closed.all()):
            summary.click()
        assert page.locator("main details:not([open])").count() == 0
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert axe_faults(page, f"{address}, {scheme}") == []
        assert not page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )


def test_one_click_chooses_the_whole_address_of_a_calendar(open_page):
    page = open_page("/subscribe/", java_script_enabled=True)
    page.locator("code.address").first.click()
    chosen = page.evaluate("getSelection().toString()")
    assert chosen.strip().endswith("/calendar/events.ics")
    assert chosen.strip() == page.locator("code.address").first.inner_text()


def test_links_of_the_page_to_follow_differ_by_their_names(open_page):
    """Whoever goes from link to link hears where each one leads (WCAG 2.4.9)."""
    page = open_page("/subscribe/")
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    found = page.evaluate(
        """[...document.querySelectorAll('main a')].map(link =>
             [link.getAttribute('aria-label') || link.innerText, link.innerText, link.href])"""
    )
    targets = {}
    for name, shown, target in found:
        assert shown in name
        targets.setdefault(name, set()).add(target)
    assert {name: leads for name, leads in targets.items() if len(leads) > 1} == {}


def test_an_old_address_leads_on(open_page, site):
    page = open_page("/pioneer-programme/")
    page.wait_for_url(f"{site}/offers/pioneering-collaborative-leadership/")
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("address", ["/events/example-peer-learning-december-2026/", "/newsletters/2026/11/"])
def test_prints_on_one_page(open_page, address, tmp_path):
    page = open_page(address)
    words = len(page.locator("main").inner_text().split())
    if words > MOST_WORDS:
        pytest.xfail(f"{address} has grown to {words} words: name another page here")
    page.pdf(format="A4", path=tmp_path / "page.pdf")
    assert len(PdfReader(tmp_path / "page.pdf").pages) == 1
