"""A testimonial: `content/testimonials/<name>.md` at `/testimonials/#<name>`. The body is the quotation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from plugins.core.clock import start_of
from plugins.core.fields import Day, Line, OpenDay, Slugs, field
from plugins.core.item import Item
from plugins.core.model import Rule


class Testimonial(Item):
    """What somebody said, in their own words."""

    person: Line = field("Person", "Who said it.", "Margaret Wheatley")
    role: Line | None = field("Role", "What they do.", "Writer, speaker and teacher", default=None)
    source: Line | None = field(
        "Source", "Where the words come from.", "Our annual gathering, 2025", default=None
    )
    permission: OpenDay = field("Permission", "The day they agreed to be quoted.", "2026-05-01")
    expires: Day | None = field("Expires", "The last day it is shown.", "2028-05-01", default=None)
    offers: Slugs = field("Offers", "The offers it is about.", ["facilitation-pool"], default=())

    def rules(self) -> Iterator[Rule]:
        """Permission comes before its end."""
        yield from super().rules()
        if self.expires and isinstance(self.permission, date) and self.expires < self.permission:
            yield (
                ("expires",),
                "testimonial-dates",
                "Expires must not be before the permission.",
                "change one of the two dates.",
            )

    def is_live(self, now: datetime, *, publish: bool) -> bool:
        """A testimonial is also gone after the day its permission expires."""
        if self.expires is not None and now >= start_of(self.expires + timedelta(days=1)):
            return False
        return super().is_live(now, publish=publish)


def address(name: str, testimonial: Item | None) -> str:
    """Return the address of a testimonial."""
    return f"/testimonials/#{name}"
