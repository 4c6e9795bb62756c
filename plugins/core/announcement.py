"""What feeds say of an item: its announcement, before it has its stamps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from .clock import Moment

if TYPE_CHECKING:
    from .view import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One item as a feed announces it. All is plain text.

    `name` is its id within the site (`event/open-day`), `kind` the content type. `title` says how the
    item stands (`Cancelled: …`), `lead` says so in a sentence before the text; `facts` are shown under it.
    `day` is when it was announced, if the editor says. An event has `start`, `last` (the end as given) and
    `location`, and its calendar file as `enclosure`. `notice`: how this item differs from the first announcement
    (`cancelled`, `moved-1`), empty for the first. `categories` are the names of its topics for people, in
    their order; `links` are web addresses that stand in the facts, to be made links as they are.
    """

    name: str
    kind: str
    title: str
    address: str
    summary: str
    lang: str
    day: date | None = None
    topics: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    lead: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    start: Moment | None = None
    last: Moment | None = None
    location: str = ""
    enclosure: str = ""
    picture: Picture | None = None
    notice: str = ""
