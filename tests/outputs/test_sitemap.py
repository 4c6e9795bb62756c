"""The site map and robots.txt."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from plugins.core.view import View
from plugins.outputs.sitemap import robots, sitemap

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def page(address: str, changed_at: str = "", marked: str = "") -> View:
    return View(
        template="page.html", address=address, title="A", head_title="A", summary="B", lang="en-GB",
        changed_at=changed_at, robots=marked,
    )  # fmt: skip


def test_the_site_map_is_in_order_and_whole() -> None:
    views = [page("/b/", "2026-11-22"), page("/"), page("/a/"), page("/hidden/", marked="noindex")]
    assert sitemap(views, "https://www.example.org").decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<url><loc>https://www.example.org/</loc></url>\n"
        "<url><loc>https://www.example.org/a/</loc></url>\n"
        "<url><loc>https://www.example.org/b/</loc><lastmod>2026-11-22</lastmod></url>\n"
        "</urlset>\n"
    )


def test_the_site_map_is_the_same_for_any_order() -> None:
    views = [page("/b/"), page("/a/"), page("/c/")]
    assert sitemap(views, "https://a.org") == sitemap(reversed(views), "https://a.org")


def test_the_site_map_escapes() -> None:
    root = ElementTree.fromstring(sitemap([page("/a&b/")], "https://www.example.org"))
    assert [found.text for found in root.iter(f"{NAMESPACE}loc")] == ["https://www.example.org/a&b/"]


def test_a_site_map_needs_the_address_of_the_site() -> None:
    with pytest.raises(ValueError, match="needs the address of the site"):
        sitemap([page("/")], "")


def test_robots() -> None:
    assert robots("https://www.example.org", publish=True) == (
        b"User-agent: *\nDisallow:\n\nSitemap: https://www.example.org/sitemap.xml\n"
    )
    assert robots("", publish=False) == b"User-agent: *\nDisallow: /\n"
    assert robots("https://www.example.org", publish=False) == b"User-agent: *\nDisallow: /\n"
