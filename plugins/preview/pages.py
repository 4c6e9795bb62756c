"""The pages of the preview itself, and what it adds to the pages of the site."""

from __future__ import annotations

from html import escape

from .state import Snapshot

CLOSING_TAG = b"</body"


def with_client(page: bytes, state: Snapshot, *, waiting: bool = False) -> bytes:
    """Return an HTML page with the preview's style sheet and script before its `</body>`.

    The script is told which state the page belongs to. `waiting` is for a page that stands in for the
    site until there is one.
    """
    added = (
        '<link rel="stylesheet" href="/_preview/client.css">'
        f'<script src="/_preview/client.js" defer data-session="{state.session}" data-site="{state.site}"'
        f' data-sequence="{state.sequence}" data-waiting="{"yes" if waiting else "no"}"></script>'
    ).encode()
    at = page.lower().rfind(CLOSING_TAG)
    return page[:at] + added + page[at:] if at >= 0 else page + added


def page_without_site(state: Snapshot) -> bytes:
    """Return the page to show while there is no site: what is wrong, or that it is being built."""
    if state.outcome is None or state.building:
        words = "<p>This page shows the site as soon as it is ready.</p>"
        return _page("The site is being built", words, state)
    if state.outcome.good:
        words = "<p>The last build wrote no page for this address. Save a file to build again.</p>"
        return _page("There is no page yet", words, state)
    return _page(
        "The site could not be built",
        "<p>There is no site to show yet. This page shows it as soon as what is below is mended.</p>"
        f"<pre>{escape(state.outcome.report)}</pre>",
        state,
    )


def plain_page(title: str, words: str) -> bytes:
    """Return a page of the preview that only says something. `words` is plain text."""
    return _html(title, f"<p>{escape(words)}</p>")


def _page(title: str, content: str, state: Snapshot) -> bytes:
    return with_client(_html(title, content), state, waiting=True)


def _html(title: str, content: str) -> bytes:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><style>'
        "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}"
        "pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:1rem}</style>"
        f"<title>{escape(title)}</title></head><body><main><h1>{escape(title)}</h1>{content}</main></body></html>"
    ).encode(errors="replace")
