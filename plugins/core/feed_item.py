"""An item of a feed, stamped and whole: what RSS and JSON Feed are written from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from .announcement import Announcement


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with an item: its address on the site, its media type and its size in bytes."""

    address: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class FeedItem:
    """`guid` is its tag URI; `published` and `changed` are UTC; `html` is the text of the page as it stands there.

    Addresses in `html` are those of the page: `/offers/`, `#part`.
    """

    guid: str
    announcement: Announcement
    published: datetime
    changed: datetime
    html: Markup
    attachment: Attachment | None = None
