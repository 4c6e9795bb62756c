"""An offer: `content/offers/<name>.md` at `/offers/<name>/`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal

from plugins.core.fields import Day, Line, Lines, LinkTo, OpenEmail, Slug, Whole, field, one_of
from plugins.core.item import Item, opening_state
from plugins.core.model import Model, Rule

Kind = Literal["area", "programme", "way-to-join", "learning"]
State = Literal["open", "planned", "closed", "archived"]

KINDS: dict[str, tuple[str, str]] = {
    "area": ("Area of work", "Areas of work"),
    "programme": ("Programme", "Programmes"),
    "way-to-join": ("Way to join", "Ways to join"),
    "learning": ("Learning", "Learning and development"),
}
"""Each kind in words: one, and many."""


class CallToAction(Model):
    """What a reader can do: exactly one of a form, a link or an e-mail address."""

    text: Line = field("Button text", "What happens, starting with a verb.", "Register your interest")
    form: Slug | None = field("Form", "The name of a form.", "register-interest", default=None)
    link: LinkTo | None = field("Link", "An address.", "/events/", default=None)
    email: OpenEmail | None = field("E-mail", "A mailbox.", "team@example.org", default=None)


class Offer(Item):
    """Something that people can take part in or ask for."""

    kind: Annotated[Kind, one_of(*KINDS)] = field("Kind", "What sort of offer it is.", "programme")
    parent: Slug | None = field("Parent", "The offer that this one belongs to.", "pioneering", default=None)
    order: Whole = field("Order", "Its place among its neighbours: 1 comes first.", "1", default=0)
    audience: Line | None = field("Audience", "Who it is for.", "Teams in public services", default=None)
    commitment: Line | None = field("Commitment", "What it takes.", "Two hours a month", default=None)
    state: Annotated[State, one_of("open", "planned", "closed", "archived")] = field(
        "State", "Whether people can take part now.", "open", default="open"
    )
    opens: Day | None = field("Opens", "The first day to take part or apply.", "2026-12-01", default=None)
    closes: Day | None = field("Closes", "The last day to take part or apply.", "2027-01-31", default=None)
    also_known_as: Lines = field(
        "Also known as", "Other names people may look for.", ["Leading Together"], default=()
    )
    call_to_action: CallToAction | None = field(
        "Call to action",
        "What a reader can do next.",
        {"text": "Register your interest", "form": "register-interest"},
        default=None,
    )

    def rules(self) -> Iterator[Rule]:
        """Dates in order; one way to act; something open can be acted on."""
        yield from super().rules()
        if self.opens and self.closes and self.closes < self.opens:
            yield (
                ("closes",),
                "offer-dates",
                "Closes must not be before opens.",
                "change one of the two dates.",
            )
        action = self.call_to_action
        if action is not None:
            ways = [way for way in (action.form, action.link, action.email) if way is not None]
            if len(ways) != 1:
                yield (
                    ("call_to_action",),
                    "action-ways",
                    f"The call to action must lead to one place, but it names {len(ways) or 'none'}.",
                    "give it one of form, link or email.",
                )

    def state_at(self, now: datetime) -> State:
        """Return the state that the dates give an offer that is open by its setting."""
        if self.state != "open":
            return self.state
        return {"before": "planned", "open": "open", "after": "closed"}[  # type: ignore[return-value]
            opening_state(self.opens, self.closes, now)
        ]


def address(name: str, offer: Item | None) -> str:
    """Return the address of an offer; the tree of offers is not part of it, so it can change."""
    return f"/offers/{name}/"
