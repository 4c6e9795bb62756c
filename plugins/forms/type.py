"""What the engine knows of forms."""

from __future__ import annotations

from plugins.core.late_functions import later
from plugins.core.site import ContentType

from .bookings import reference_problems
from .model import Form, address
from .sections import sections

TYPE = ContentType(
    name="form",
    folder="forms",
    model=Form,
    address=address,
    view=later("plugins.forms.view:view"),
    sections=sections,
    section_view=later("plugins.forms.view:section_view"),
    references=reference_problems,
    call=later("plugins.forms.call:call"),
    concerns=later("plugins.forms.concerns:concerns"),
)
