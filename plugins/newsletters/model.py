"""An issue of the newsletter: `content/newsletters/2026-11.md` at `/newsletters/2026/11/`."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.date_words import date_words
from plugins.core.fields import CalendarId, Day, Line, MonthOf, field
from plugins.core.item import Item
from plugins.core.model import Rule


class Newsletter(Item):
    """One issue. Its address comes from `issue`, so two issues of one month are seen as a clash."""

    issue: MonthOf = field("Issue", "The month of the issue.", "2026-11")
    date: Day = field("Date", "The day it was sent.", "2026-11-03")
    subject: Line | None = field(
        "Subject",
        "The subject of the e-mail; 30 to 60 characters read best.",
        "What we learnt this month",
        default=None,
    )
    preview: Line | None = field(
        "Preview",
        "The line that mail programs show beside the subject.",
        "Three events to join",
        default=None,
    )

    uid: CalendarId | None = field(
        "Feed id",
        "Only for an issue that feed readers already know by another id.",
        "2026-10",
        default=None,
    )

    def rules(self) -> Iterator[Rule]:
        """An issue is sent in its month, or near it."""
        yield from super().rules()
        months = (self.date.year - self.issue.year) * 12 + self.date.month - self.issue.month
        if abs(months) > 1:
            yield (
                ("date",),
                "newsletter-date",
                f"The issue is {self.issue}, but the date is {date_words(self.date)}.",
                "correct the one that is wrong.",
            )


def address(name: str, newsletter: Item | None) -> str:
    """Return the address of an issue: from its month, whatever its file is called."""
    if not isinstance(newsletter, Newsletter):
        return "/newsletters/"
    return f"/newsletters/{newsletter.issue.year:04}/{newsletter.issue.month:02}/"
