"""The ids of issues in feeds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from plugins.core.problems import Problem
from plugins.core.site import Entry, Site

from .model import Newsletter


def feed_id(item: Newsletter) -> str:
    """Return the id of an issue in feeds: its month, so a file can be renamed, if it says no other."""
    return item.uid or str(item.issue)


def uid_problems(entry: Entry[Newsletter], site: Site) -> Iterator[Problem]:
    """Yield the problem of an issue whose id in feeds is that of another: readers would show one of the two.

    Who says the id outright has had it before, so it is told on the other one.
    """
    others = site.once("newsletters by feed id", lambda: _by_feed_id(site)).get(feed_id(entry.item), [])
    if others and others[0].item.uid is None:
        return  # two issues of one month have one address, which is told by itself
    if entry.path not in [other.path for other in others[1:]]:
        return
    line, column = entry.document.position(("uid",)) if entry.item.uid else (0, 0)
    fix = "write another uid" if entry.item.uid else f"add a line such as uid: {entry.item.issue}-2"
    yield Problem(
        entry.path, line, column, "feed-id-twice",
        f"Two issues have the feed id {feed_id(entry.item)}.", f"{fix}: the other one is {others[0].path}.",
    )  # fmt: skip


def _by_feed_id(site: Site) -> dict[str, list[Entry[Newsletter]]]:
    found: dict[str, list[Entry[Newsletter]]] = defaultdict(list)
    for entry in site.of("newsletter", Newsletter):
        found[feed_id(entry.item)].append(entry)
    for others in found.values():
        others.sort(key=lambda other: (other.item.uid is None, other.path))
    return found
