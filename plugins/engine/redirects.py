"""Old addresses that lead elsewhere: which are free, which lead on and on, and the page that stands there."""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import splitext
from typing import TYPE_CHECKING

from plugins.core.addresses import output_name

if TYPE_CHECKING:
    from plugins.core.view import RedirectView

GENERATED = {"robots.txt", "sitemap.xml", "published.json", "theme", "f"}
"""Files and folders at the top of the output that the engine makes itself."""


def output_file(address: str) -> str:
    """Return the output file of an address, as disks compare names that take no heed of capitals."""
    # Folders that differ in capitals alone are one folder on macOS and Windows.
    return output_name(address).casefold()


class Taken:
    """The output files that are given away, and the folders on the way to them."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self.files: set[str] = set()
        self.folders: set[str] = set()
        for address in addresses:
            self.add(address)

    def add(self, address: str) -> None:
        """Give an address away."""
        name = output_file(address)
        self.files.add(name)
        self.folders.update(_folders(name))

    def __contains__(self, address: str) -> bool:
        """Say whether the file of an address would be another one, or in the way of one."""
        name = output_file(address)
        return (
            name in self.files
            or name in self.folders
            or name.split("/")[0] in GENERATED
            or any(folder in self.files for folder in _folders(name))
        )


def _folders(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[:number]) for number in range(1, len(parts))]


def chain(old: str, asked: dict[str, tuple[str, str, int, int]]) -> tuple[str, str] | None:
    """Return what is wrong with a redirect that leads to another one, and what mends it. A loop is told once."""
    target = asked[old][0].partition("#")[0]
    if target == old:
        return f"{old} leads to itself.", "take this line out, or write another address after to:"
    if target not in asked:
        return None
    seen = [old]
    while target in asked and target not in seen:
        seen.append(target)
        target = asked[target][0].partition("#")[0]
    further = asked[seen[1]][0]
    message = f"{old} leads to {seen[1]}, which leads on to {further}."
    if target == old:
        first = old == min(seen, key=list(asked).index)
        return (message, "take one of the two out: they lead to each other.") if first else None
    return message, f"let {old} lead straight to the last address."


FOLLOWED = {".ics": (".ics",), ".xml": (".xml",), ".rss": (".xml",), ".atom": (".xml",), ".json": (".json",)}
"""What programs follow, by ending: they read no page that leads on, so only a file of the same kind will do."""


def leads_to_file(redirect: RedirectView) -> bool:
    """Say whether a file moved to another file of the site: a feed, a calendar, a document."""
    old, new = (splitext(address)[1].casefold() for address in (redirect.address, redirect.target))
    if not redirect.target.startswith("/") or old in ("", ".html", ".htm", ".php", ".aspx"):
        return False
    return new in FOLLOWED.get(old, (old,))


def cannot_follow(redirect: RedirectView) -> tuple[str, str] | None:
    """Return what is wrong with leading a feed or calendar on to a page, and what mends it."""
    kinds = FOLLOWED.get(splitext(redirect.address)[1].casefold())
    if kinds is None or leads_to_file(redirect):
        return None
    what = "calendar" if kinds == (".ics",) else "feed"
    near = {".ics": "/calendar/events.ics", ".xml": "/feeds/all.xml", ".json": "/feeds/all.json"}[kinds[0]]
    return (
        f"A {what} cannot lead on to a page: programs do not follow.",
        f"lead to a {what} of this site, such as {near}",
    )


def redirect_view(old: str, target: str, lang: str) -> RedirectView:
    """Make the page that stands at an old address, in the language of the site."""
    from plugins.core.view import RedirectView

    return RedirectView(
        template="redirect.html",
        address=old,
        title="This page has moved",
        head_title=f"Moved: {old}",
        summary=f"This page is now at {target}",
        lang=lang,
        robots="noindex",
        target=target,
    )
