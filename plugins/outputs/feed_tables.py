"""What our feeds hold, for the lint: what stands where, how often, and what it looks like.

What is not in these tables has no place in our feeds. RSS 2.0, JSON Feed 1.1.
"""

from __future__ import annotations

from collections.abc import Mapping

from .lint_tables import (
    LANGUAGE,
    MEDIA_TYPE,
    NUMBER,
    TEXT,
    WEB,
    Fields,
    Form,
    among,
    counts,
    field_faults,
    like,
)
from .rss import ATOM, EVENT, MEDIA, SYNDICATION

CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"

# RSS: what stands where, how often and in which form

PREFIXES = {
    ATOM: "atom", CONTENT: "content", DUBLIN_CORE: "dc", EVENT: "ev", MEDIA: "media", SYNDICATION: "sy",
}  # fmt: skip
CHANNEL = counts(
    "title link description atom:link* docs? generator language lastBuildDate ttl sy:updatePeriod"
    " sy:updateFrequency image? managingEditor? item*"
)
IMAGE = counts("url title link width height")
ITEM = counts(
    "title link description content:encoded guid pubDate atom:updated dc:creator dc:language? category*"
    " enclosure? media:content? ev:startdate? ev:enddate? ev:location?"
)
_POSITIVE = like(r"[1-9]\d*", "a number")
TEXTS: Fields = {
    "docs": WEB,
    "generator": like(r"[A-Za-z ]+", "a name without a version"),
    "language": LANGUAGE,
    "dc:language": LANGUAGE,
    "ttl": _POSITIVE,
    "sy:updatePeriod": among("hourly", "daily", "weekly", "monthly", "yearly"),
    "sy:updateFrequency": _POSITIVE,
    "managingEditor": like(r"[!-~]+@[!-~]+ \(.*\)", "an e-mail address with a name"),
    "url": like(r"https?://\S+\.(?:gif|jpe?g|png)", "the address of a GIF, JPEG or PNG"),
    # RSS 2.0 allows no larger image.
    "width": like(r"[1-9]\d?|1[0-3]\d|14[0-4]", "1 to 144"),
    "height": like(r"[1-9]\d?|[1-3]\d\d|400", "1 to 400"),
    "dc:creator": TEXT,
    "category": TEXT,
    "ev:location": TEXT,
}
ATTRIBUTES: Mapping[str, Fields] = {
    "atom:link": {"href": TEXT, "rel": TEXT, "type?": MEDIA_TYPE},
    "guid": {"isPermaLink": among("false")},
    "category": {"domain": WEB},
    "enclosure": {"url": TEXT, "length": NUMBER, "type": MEDIA_TYPE},
    "media:content": {
        "url": WEB, "type?": MEDIA_TYPE, "medium": among("image"), "width": NUMBER, "height": NUMBER,
    },
}  # fmt: skip

# JSON Feed: which fields there are, and what each is


def _list_of(fields: Fields, words: str) -> Form:
    return Form(
        lambda value: (
            isinstance(value, list)
            and bool(value)
            and all(isinstance(one, dict) and not any(field_faults(one, fields)) for one in value)
        ),
        words,
    )


_AUTHORS = _list_of({"name": TEXT, "url": WEB}, "a list of people")
FEED_FIELDS: Fields = {
    "version": among("https://jsonfeed.org/version/1.1"),
    "title": TEXT, "home_page_url": TEXT, "feed_url": TEXT, "description?": TEXT, "user_comment?": TEXT,
    "icon?": WEB, "favicon?": WEB, "authors": _AUTHORS, "language": LANGUAGE,
    "items": Form(
        lambda value: isinstance(value, list) and all(isinstance(one, dict) for one in value), "a list of items"
    ),
}  # fmt: skip
_EVENT_FIELDS: Fields = {"about": among(EVENT), "start": TEXT, "end?": TEXT, "location?": TEXT}
ITEM_FIELDS: Fields = {
    "id": TEXT, "url": TEXT, "title": TEXT, "content_html": TEXT, "summary?": TEXT, "image?": WEB,
    "date_published": TEXT, "date_modified": TEXT, "authors": _AUTHORS, "language": LANGUAGE,
    "tags?": Form(
        lambda value: isinstance(value, list) and bool(value) and all(map(TEXT.fits, value)), "a list of words"
    ),
    "attachments?": _list_of(
        {"url": TEXT, "mime_type": MEDIA_TYPE, "size_in_bytes": Form(lambda size: type(size) is int, "a number")},
        "a list of files",
    ),
    "_event?": Form(
        lambda value: isinstance(value, dict) and not any(field_faults(value, _EVENT_FIELDS)), "an event"
    ),
}  # fmt: skip
