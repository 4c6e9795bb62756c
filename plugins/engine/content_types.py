"""The content types of the site. A new type is one line here, a package and its templates."""

from __future__ import annotations

from plugins.core.site import ContentType
from plugins.events.view import TYPE as EVENT
from plugins.forms.view import TYPE as FORM
from plugins.newsletters.view import TYPE as NEWSLETTER
from plugins.offers.view import TYPE as OFFER
from plugins.pages.view import TYPE as PAGE
from plugins.testimonials.view import TYPE as TESTIMONIAL

TYPES: tuple[ContentType, ...] = (PAGE, OFFER, TESTIMONIAL, EVENT, NEWSLETTER, FORM)
