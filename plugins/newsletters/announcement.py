"""An issue of the newsletter as feeds announce it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from plugins.core.announcement import Announcement
from plugins.core.problems import Problem
from plugins.core.site import Entry, Site
from plugins.core.subscriptions import item_name

from .model import Newsletter


def announcement(entry: Entry[Newsletter], site: Site) -> Announcement:
    """Return what feeds say of an issue. Its name is its month, so a file can be renamed."""
    item = entry.item
    return Announcement(
        name=item_name("newsletter", item.uid or str(item.issue)),
        kind=entry.type.name,
        title=item.title,
        address=entry.address,
        summary=item.summary,
        lang=item.lang or site.lang,
        day=item.date,
        topics=tuple(item.topics),
        categories=tuple(words for _, words in site.topic_names(item)),
        picture=site.picture(item),
    )


def uid_problems(entry: Entry[Newsletter], site: Site) -> Iterator[Problem]:
    """Yield the problem of an issue whose id in feeds is that of another: readers would show one of the two.

    Who says the id outright has had it before, so it is told on the other one.
    """
    others = site.once("newsletters by feed id", lambda: _by_feed_id(site)).get(_feed_id(entry.item), [])
    if others and others[0].item.uid is None:
        return  # two issues of one month have one address, which is told by itself
    if entry.path not in [other.path for other in others[1:]]:
        return
    line, column = entry.document.position(("uid",)) if entry.item.uid else (0, 0)
    fix = "write another uid" if entry.item.uid else f"add a line such as uid: {entry.item.issue}-2"
    yield Problem(
        entry.path, line, column, "feed-id-twice",
        f"Two issues have the feed id {_feed_id(entry.item)}.", f"{fix}: the other one is {others[0].path}.",
    )  # fmt: skip


def _feed_id(item: Newsletter) -> str:
    return item.uid or str(item.issue)


def _by_feed_id(site: Site) -> dict[str, list[Entry[Newsletter]]]:
    found: dict[str, list[Entry[Newsletter]]] = defaultdict(list)
    for entry in site.of("newsletter", Newsletter):
        found[_feed_id(entry.item)].append(entry)
    for others in found.values():
        others.sort(key=lambda other: (other.item.uid is None, other.path))
    return found
