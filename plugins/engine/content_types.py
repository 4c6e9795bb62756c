"""The content types of the site. A new type is one line here, a package and its templates."""

from __future__ import annotations

from plugins.core.site import ContentType
from plugins.events.type import TYPE as EVENT
from plugins.forms.type import TYPE as FORM
from plugins.newsletters.type import TYPE as NEWSLETTER
from plugins.offers.type import TYPE as OFFER
from plugins.pages.type import TYPE as PAGE
from plugins.testimonials.type import TYPE as TESTIMONIAL

TYPES: tuple[ContentType, ...] = (PAGE, OFFER, TESTIMONIAL, EVENT, NEWSLETTER, FORM)
