"""An issue of the newsletter as feeds announce it."""

from __future__ import annotations

from plugins.core.announcement import Announcement
from plugins.core.site import Entry, Site
from plugins.core.subscriptions import item_name

from .feed_ids import feed_id
from .model import Newsletter


def announcement(entry: Entry[Newsletter], site: Site) -> Announcement:
    """Return what feeds say of an issue. Its name is its month, so a file can be renamed."""
    item = entry.item
    return Announcement(
        name=item_name("newsletter", feed_id(item)),
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
