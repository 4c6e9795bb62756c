"""What the engine knows of offers."""

from __future__ import annotations

from plugins.core.late_functions import later
from plugins.core.site import ContentType

from .model import Offer, address
from .references import references
from .sections import sections

TYPE = ContentType(
    name="offer",
    folder="offers",
    model=Offer,
    address=address,
    view=later("plugins.offers.view:view"),
    sections=sections,
    section_view=later("plugins.offers.view:section_view"),
    references=references,
    highlights=later("plugins.offers.view:highlights"),
    call=later("plugins.offers.call:call"),
    concerns=later("plugins.offers.concerns:concerns"),
)
