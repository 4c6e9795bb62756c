"""Pages that are filled in when somebody sends a form: the site's own pages, with slots for what differs.

A slot is a name between two characters that stand in no page otherwise. The function that answers
forms puts the visitor's answers and the errors there; it has no templates of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from plugins.core.site import Site
from plugins.core.view import NOTHING, View

from .view import FormView

SLOT = "\ue000{}\ue001"


def slot(name: str) -> str:
    """Return the slot of that name."""
    return SLOT.format(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView(View):
    """A page that only says something. `html` is the slot of its body."""

    html: Markup


def message_view(site: Site) -> MessageView:
    """Make the page with slots for everything that it says: `title`, `heading`, `body` and `lang`."""
    return MessageView(
        template="message.html",
        address="/f/",
        title=slot("heading"),
        head_title=slot("title"),
        summary="",
        lang=slot("lang"),
        robots="noindex",
        breadcrumbs=(site.home(),),
        html=Markup(slot("body")),  # noqa: S704 (the function's own HTML, made of escaped parts)
    )


def slotted(view: FormView) -> FormView:
    """Return the page of a form, open and with slots, as it is shown again when something is wrong with the answers.

    Slots: `title_prefix`, `summary`, `honeypot`, `error:trap`, and for each field what its HTML needs.
    """
    return replace(
        view,
        slots=True,
        asks=True,
        closed="",
        changed="",
        head_title=f"{slot('title_prefix')}{view.head_title}",
        robots="noindex",
        structured_data=NOTHING,
    )
