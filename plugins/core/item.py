"""What every content type has: title, summary, and when it is part of the site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal

from .clock import Moment, end_of, start_of
from .fields import Addresses, Day, Flag, Language, Line, Slugs, When, field, one_of
from .model import Model, Rule


class Image(Model):
    """A picture that goes with an item."""

    file: Line = field("Image file", "The file's name in content/images.", "workshop.jpg")
    alt: Line = field(
        "Image description",
        "What the picture shows, for people who can't see it. decorative: nobody misses anything without it.",
        "People round a table",
    )


UNSEEN = {"status", "sample", "owner", "review_by", "publish_from", "publish_until", "aliases"}
"""Fields that say how the site is kept, not what it says."""


class Item(Model):
    """What every content type has. `name` is the file's name; the address is made from it."""

    title: Line = field("Title", "What the page is called. It is the main heading.", "Working together")
    summary: Line = field(
        "Summary",
        "One or two sentences in plain text. Lists, feeds and search show them.",
        "How people from different services work on one problem.",
    )
    status: Annotated[Literal["published", "draft"], one_of("published", "draft")] = field(
        "Status",
        "draft keeps the item out of the published site; a preview shows it.",
        "published",
        default="published",
    )
    sample: Flag = field(
        "Example", "true marks an example: labelled on the page, never published.", "true", default=False
    )
    lang: Language | None = field(
        "Language", "The language of the text, if it is not the site's.", "gd", default=None
    )
    topics: Slugs = field(
        "Topics", "What it is about: names of topics from site.yaml.", ["facilitation"], default=()
    )
    image: Image | None = field(
        "Image",
        "A picture and its description.",
        {"file": "workshop.jpg", "alt": "People round a table"},
        default=None,
    )
    owner: Line | None = field(
        "Owner", "The role or team that keeps it up to date.", "Core team", default=None
    )
    review_by: Day | None = field("Review by", "The day to look at it again.", "2027-05-31", default=None)
    publish_from: When | None = field(
        "Publish from", "It appears from this day or time on.", "2026-12-01 09:00", default=None
    )
    publish_until: When | None = field(
        "Publish until", "It disappears on this day or at this time.", "2027-12-01", default=None
    )
    aliases: Addresses = field("Aliases", "Old addresses that lead here.", ["/old-name/"], default=())

    def seen(self) -> dict[str, object]:
        """Return what people see on the site: a change of any other field is no change to them.

        A field that has its default is left out, so that a new field changes no item.
        """
        return {
            name: value
            for name, info in type(self).model_fields.items()
            if name not in UNSEEN and (value := getattr(self, name)) != info.default
        }

    def rules(self) -> Iterator[Rule]:
        """Yield what is wrong between fields. Types add to this; each rule names its field."""
        first, last = self.publish_from, self.publish_until
        if first and last and start_of(last) <= start_of(first):
            yield (
                ("publish_until",),
                "publish-order",
                "Publish until must be after publish from.",
                "change one of the two dates.",
            )

    def is_live(self, now: datetime, *, publish: bool) -> bool:
        """Say whether the item is part of the site: drafts and examples only in a preview."""
        if publish and (self.sample or self.status == "draft"):
            return False
        if self.publish_from is not None and start_of(self.publish_from) > now:
            return False
        return self.publish_until is None or start_of(self.publish_until) > now


def opening_state(
    opens: Moment | None, closes: Moment | None, now: datetime
) -> Literal["before", "open", "after"]:
    """Say where `now` lies; a closing day is open until its end, UK time."""
    if opens is not None and now < start_of(opens):
        return "before"
    if closes is not None and now >= end_of(closes):
        return "after"
    return "open"
