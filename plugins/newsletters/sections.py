"""The archive of newsletters: its order, and its pages."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.site import Entry, Section, Site

from .model import Newsletter


def newest_first(site: Site) -> list[Entry[Newsletter]]:
    """Return the live issues, the newest first."""
    return site.once(
        "newsletters",
        lambda: sorted(site.of("newsletter", Newsletter), key=lambda entry: entry.item.issue, reverse=True),
    )


def sections(site: Site) -> Iterator[Section]:
    """List the archive and its years."""
    yield Section("/newsletters/", "archive")
    for year in sorted({entry.item.issue.year for entry in newest_first(site)}):
        yield Section(f"/newsletters/{year:04}/", "year", f"{year:04}")
