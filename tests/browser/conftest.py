"""A real Chromium and a real server on loopback for the built site."""

from __future__ import annotations

import functools
import http.server
import threading

import pytest

from tests.built_site import real_site


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def site():
    """The address of the real site, served on loopback."""
    handler = functools.partial(_Quiet, directory=str(real_site()))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def open_page(browser, site):
    """A function that opens an address of the site in a window of its own: `open_page("/", width=320)`."""
    contexts = []

    def opened(address, *, width=1280, height=900, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.asked = []
        page.on(
            "console", lambda message: page.problems.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        answer = page.goto(site + address, wait_until="load")
        if answer.status == 404:
            # Not a fault of who changes the content; who works on the tests chooses another page.
            pytest.xfail(f"{address} is not in the content any more: name another page here")
        return page

    yield opened
    for context in contexts:
        context.close()
