"""The site map and the rules for robots.

https://www.sitemaps.org/protocol.html, RFC 9309 (Robots Exclusion Protocol)
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from plugins.core.addresses import absolute
from plugins.core.view import View


def sitemap(views: Iterable[View], site_url: str) -> bytes:
    """Return the site map of all pages that may be indexed, in the order of their addresses."""
    pages = sorted((view.address, view.changed_at) for view in views if not view.robots)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ]
    for address, changed in pages:
        modified = f"<lastmod>{changed}</lastmod>" if changed else ""
        lines.append(f"<url><loc>{escape(absolute(site_url, address))}</loc>{modified}</url>")
    lines.append("</urlset>\n")
    return "\n".join(lines).encode()


def robots(site_url: str, *, publish: bool) -> bytes:
    """Return robots.txt: a published site may be indexed, a preview may not."""
    if not publish:
        return b"User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nDisallow:\n\nSitemap: {absolute(site_url, '/sitemap.xml')}\n".encode()
