"""A page: `content/pages/<name>.md` at `/<name>/`; `home.md` is the home page."""

from __future__ import annotations

from plugins.core.fields import Line, LinkTo, field
from plugins.core.item import Item
from plugins.core.model import Model

HOME = "home"
SUBSCRIBE = "subscribe"
SUBSCRIBE_ADDRESS = "/subscribe/"


class Signpost(Model):
    """A way into the site for one kind of reader."""

    title: Line = field("Signpost title", "Who or what it is for.", "You facilitate groups")
    text: Line = field("Signpost text", "One sentence.", "Practise with us and learn from each other.")
    link: LinkTo = field("Signpost link", "Where it leads.", "/offers/facilitation-pool/")


class Page(Item):
    """A text of its own."""

    nav_title: Line | None = field(
        "Short title", "A shorter title for menus and breadcrumbs.", "Who we are", default=None
    )
    signposts: tuple[Signpost, ...] = field(
        "Signposts",
        "Ways on, shown as cards under the text.",
        [{"title": "You facilitate groups", "text": "Practise with us.", "link": "/offers/"}],
        default=(),
    )


def address(name: str, page: Item | None) -> str:
    """Return the address of a page."""
    return "/" if name == HOME else f"/{name}/"
