"""What the engine knows of events."""

from __future__ import annotations

from plugins.core.late_functions import later
from plugins.core.site import ContentType

from .calendar import calendar_event
from .model import Event, address
from .references import references
from .sections import sections

TYPE = ContentType(
    name="event",
    folder="events",
    model=Event,
    address=address,
    view=later("plugins.events.view:view"),
    sections=sections,
    section_view=later("plugins.events.listing:section_view"),
    references=references,
    highlights=later("plugins.events.cards:highlights"),
    calendar_event=calendar_event,
    announcement=later("plugins.events.announcement:announcement"),
    concerns=later("plugins.events.concerns:concerns"),
)
