"""The page in a real browser: it refreshes by itself, and shows what is wrong."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Project, until

pytestmark = pytest.mark.browser

expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def browser_page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def test_edit_and_problem_show_by_themselves(project: Project, browser_page: Page) -> None:
    page, heading = browser_page, browser_page.locator("body > h1")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    overlay = page.get_by_role("alertdialog")
    corner = page.locator("#site-preview .corner")

    project.start()
    page.goto(project.address)
    expect(heading).to_have_text("first")
    project.write("content/index.md", "second")
    expect(heading).to_have_text("second")

    # A problem: every part of it is shown, as text, with the focus inside.
    project.write("content/index.md", "a\n<i>PROBLEM</i>")
    expect(overlay).to_be_visible()
    expect(overlay.get_by_role("heading", level=2)).to_have_text("1 problem in 1 file.")
    expect(overlay.get_by_role("heading", level=2)).to_be_focused()
    item = overlay.get_by_role("listitem")
    expect(item.get_by_role("heading")).to_have_text("Problem: content/index.md, line 2")
    expect(item).to_contain_text("<b>There is a problem.</b>")
    expect(item.locator("pre")).to_have_text("2 | <i>PROBLEM</i>")
    expect(item).to_contain_text("To fix it: take the word out.")
    expect(heading).to_have_text("second")

    # Escape puts it away, also on the next page, and the button brings it back.
    page.keyboard.press("Escape")
    expect(overlay).to_be_hidden()
    page.reload()
    expect(corner).to_have_text("1 problem in 1 file.")
    expect(overlay).to_be_hidden()
    corner.click()
    expect(overlay).to_be_visible()
    overlay.get_by_role("button", name="Close").click()
    expect(overlay).to_be_hidden()

    # A fault shows again, and goes by itself when the file is as it was.
    project.write("content/index.md", "FAULT")
    expect(overlay.get_by_role("heading", level=2)).to_have_text("The website builder itself failed")
    overlay.locator("summary").click()
    expect(overlay.locator("details pre")).to_contain_text("RuntimeError: a fault of the builder")
    page.evaluate("window.kept = true")
    project.write("content/index.md", "second")
    expect(overlay).to_be_hidden()
    expect(corner).to_be_hidden()
    assert page.evaluate("window.kept") is True, "nothing was written, so there was nothing to reload"

    # Advice does not get in the way.
    project.write("content/index.md", "ADVICE")
    expect(heading).to_have_text("ADVICE")
    expect(corner).to_have_text("1 piece of advice in 1 file.")
    expect(overlay).to_be_hidden()

    # A long build is said to run.
    project.write("content/index.md", "WAIT")
    expect(page.locator("#site-preview > .status")).to_contain_text("Building…")
    (project.root / "go").touch()
    expect(heading).to_have_text("WAIT")
    assert errors == []


def test_first_build_fails_then_the_server_restarts(project: Project, browser_page: Page) -> None:
    page = browser_page
    project.write("content/index.md", "PROBLEM")
    project.start()
    response = page.goto(project.address)
    assert response is not None
    assert response.status == 503
    expect(page.get_by_role("alertdialog")).to_contain_text("There is no site to show yet.")
    project.write("content/index.md", "good")
    expect(page.locator("body > h1")).to_have_text("good")

    port = project.port
    project.stop()
    expect(page.locator("#site-preview > .status")).to_contain_text("The preview has stopped.")
    project.write("content/index.md", "after the stop")
    project.start(port)
    expect(page.locator("body > h1")).to_have_text("after the stop")
    until(lambda: project.state.builds == 1, "one build")
