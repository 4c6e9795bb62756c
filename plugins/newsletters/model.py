"""An issue of the newsletter: `content/newsletters/2026-11.md` at `/newsletters/2026/11/`."""

from __future__ import annotations

from plugins.core.documents import Document
from plugins.core.fields import Day, Line, MonthOf, field
from plugins.core.problems import Problem
from plugins.core.schema import Item


class Newsletter(Item):
    """One issue. Its address comes from `issue` and never changes."""

    issue: MonthOf = field("Issue", "The month of the issue.", "2026-11")
    date: Day = field("Date", "The day it was sent.", "2026-11-03")
    subject: Line | None = field(
        "Subject",
        "The subject of the e-mail, 30 to 60 characters.",
        "What we learnt this month",
        default=None,
    )
    preview: Line | None = field(
        "Preview",
        "The line that mail programs show beside the subject.",
        "Three events to join",
        default=None,
    )


def address(name: str, newsletter: Item) -> str:
    """Return the address of an issue."""
    assert isinstance(newsletter, Newsletter)
    return f"/newsletters/{newsletter.issue.year:04}/{newsletter.issue.month:02}/"


def file_name(document: Document, newsletter: Item) -> Problem | None:
    """The file must be called after its issue, so that two issues of a month are seen at once."""
    assert isinstance(newsletter, Newsletter)
    if document.name == str(newsletter.issue):
        return None
    line, column = document.position(("issue",))
    return Problem(
        document.path, line, column, "newsletter-name",
        f"The issue is {newsletter.issue}, but the file is called {document.name}.md.",
        f"rename the file to {newsletter.issue}.md, or change the issue.",
    )  # fmt: skip
