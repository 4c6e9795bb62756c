"""What the engine knows of newsletters."""

from __future__ import annotations

from plugins.core.late_functions import later
from plugins.core.site import ContentType

from .model import Newsletter, address
from .references import references
from .sections import sections

TYPE = ContentType(
    name="newsletter",
    folder="newsletters",
    model=Newsletter,
    address=address,
    view=later("plugins.newsletters.view:view"),
    sections=sections,
    section_view=later("plugins.newsletters.view:section_view"),
    references=references,
    highlights=later("plugins.newsletters.view:highlights"),
    announcement=later("plugins.newsletters.announcement:announcement"),
)
