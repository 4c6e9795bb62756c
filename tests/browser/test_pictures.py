"""Pictures in a real browser: the lightest copy that is fine enough, and a page that does not move while it comes."""

from __future__ import annotations

import functools
import http.server
import re
import threading
import time

import pytest

from plugins.core.pictures import BESIDE_TEXT, TEXT_WIDTH
from plugins.pictures.copies import WIDTHS
from tests.built_site import build
from tests.engine.trees import page as write_page
from tests.engine.trees import write
from tests.pictures.samples import corners, saved, smooth
from tests.test_sites import valid

from .test_templates import AXE, axe_faults

pytestmark = pytest.mark.browser

LEAD = "image:\n  file: team-day.jpg\n  alt: People in a hall\n"
TEXT = f"{'Words before it. ' * 300}\n\n![Another hall](../images/open-day.jpg)\n\n![A plan](../images/plan.png)\n"


@pytest.fixture(scope="module")
def gallery(tmp_path_factory):
    """The address of a small site: a page with a lead picture, a page without, and a small plan."""
    content = valid("empty", tmp_path_factory.mktemp("gallery") / "content")
    write(content / "images/team-day.jpg", saved(smooth(3000, 2000), "JPEG", quality=95))
    write(content / "images/open-day.jpg", saved(smooth(2000, 3000), "JPEG", quality=95))
    write(content / "images/plan.png", saved(corners(400, 300), "PNG"))
    write(content / "pages/lead.md", f"---\ntitle: With a picture\nsummary: A page.\n{LEAD}---\n{TEXT}")
    write_page(content, "plain", "Without a picture", TEXT)

    class Slow(http.server.SimpleHTTPRequestHandler):
        def do_GET(self):
            if self.path.startswith("/images/"):
                time.sleep(0.3)  # so that a page that moves is caught
            super().do_GET()

        def log_message(self, *_):
            pass

    handler = functools.partial(Slow, directory=str(build(content)))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def look(browser, gallery):
    """A function that opens a page: `look("/lead/", width=320, scale=2)`. The page notes what moved and what it fetched."""
    contexts = []

    def opened(address, *, width=1280, height=900, scale=1):
        context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=scale)
        contexts.append(context)
        page = context.new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url.removeprefix(gallery)))
        page.add_init_script(
            "window.moved = 0; new PerformanceObserver(list => {"
            "  for (const entry of list.getEntries()) window.moved += entry.value"
            "}).observe({type: 'layout-shift', buffered: true})"
        )
        page.goto(gallery + address, wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()


def shown(page, alt):
    """What the browser chose for a picture, once it is there."""
    image = page.locator(f"img[alt='{alt}']")
    image.scroll_into_view_if_needed()
    image.evaluate("image => image.decode()")
    return image.evaluate(
        "image => ({file: image.currentSrc, width: image.getBoundingClientRect().width,"
        " height: image.getBoundingClientRect().height})"
    )


def _file_width(found):
    return int(re.search(r"-(\d+)\.(?:avif|webp|jpg|png)$", found["file"])[1])


@pytest.mark.parametrize(
    ("width", "scale"), [(320, 1), (320, 2), (390, 3), (768, 1), (768, 2), (1280, 1), (1280, 2)]
)
def test_the_browser_takes_the_lightest_that_is_fine_enough(look, width, scale):
    page = look("/lead/", width=width, scale=scale)
    for alt in ("People in a hall", "Another hall"):
        found = shown(page, alt)
        assert found["file"].endswith(".avif")
        enough = min(found["width"] * scale, WIDTHS[-1])
        fitting = [known for known in WIDTHS if known >= enough]
        # One step wider at most: `sizes` does not know what stands beside the text.
        assert _file_width(found) in fitting[:2], (found, enough)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_width_of_a_text_is_what_the_sizes_say(look):
    page = look("/lead/", width=1920)
    assert page.evaluate("document.querySelector('.prose').getBoundingClientRect().width") == TEXT_WIDTH
    page = look("/lead/", width=320)
    assert (
        page.evaluate("document.querySelector('.prose').getBoundingClientRect().width") == 320 - BESIDE_TEXT
    )


def test_a_small_picture_is_not_blown_up(look):
    found = shown(look("/lead/"), "A plan")
    assert (found["width"], found["height"]) == (400, 300)


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_while_pictures_come(look, width):
    page = look("/lead/", width=width)
    for alt in ("People in a hall", "Another hall", "A plan"):
        found = shown(page, alt)
        sides = {"People in a hall": 3 / 2, "Another hall": 2 / 3, "A plan": 4 / 3}[alt]
        assert found["width"] / found["height"] == pytest.approx(sides, rel=0.01)
    page.wait_for_timeout(100)
    assert page.evaluate("window.moved") == 0


def test_what_is_far_below_is_fetched_later(look):
    # A browser fetches early what is within a few thousand pixels of the screen.
    page = look("/lead/", height=300)
    assert page.locator("img[alt='People in a hall']").get_attribute("loading") is None
    assert page.locator("img[alt='Another hall']").get_attribute("loading") == "lazy"
    assert page.locator("img[alt='Another hall']").get_attribute("decoding") == "async"
    plain = look("/plain/")
    assert [image.get_attribute("loading") for image in plain.locator("main img").all()] == [None, "lazy"]


def test_the_first_view_of_a_telephone_is_light(look):
    page = look("/lead/", width=390, height=800, scale=3)
    first = shown(page, "People in a hall")["file"]
    assert (
        page.evaluate(
            "performance.getEntriesByType('resource').filter(entry => entry.name.includes('team-day'))"
            ".reduce((sum, entry) => sum + entry.encodedBodySize, 0)"
        )
        < 40_000
    )
    fetched = [address for address in page.asked if "team-day" in address]
    assert len(fetched) == 1
    assert first.endswith(fetched[0])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(look, scheme):
    page = look("/lead/", width=320)
    page.emulate_media(color_scheme=scheme)
    page.evaluate(AXE)
    assert axe_faults(page, scheme) == []
