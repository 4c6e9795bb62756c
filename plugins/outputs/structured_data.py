"""What search engines read of a page: JSON-LD in the words of schema.org.

https://www.w3.org/TR/json-ld11/, https://schema.org/Event
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from plugins.core.announcement import Announcement
from plugins.core.calendar_event import CalendarEvent, Place
from plugins.core.clock import Moment
from plugins.core.date_words import machine_moment
from plugins.core.organisation import Organisation
from plugins.core.site import Entry, Site
from plugins.core.subscriptions import Publisher
from plugins.core.view import NOTHING, Link, Picture, RedirectView, View

Node = dict[str, Any]
"""One thing: its type, and what is known of it."""

SCHEMA = "https://schema.org"

ATTENDANCE = {
    "in-person": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}


def with_structured_data(view: View, site: Site, entry: Entry[Any] | None = None) -> View:
    """Return the view of a page with its structured data. `entry` is the item that the page is of, if any.

    Pages that lead on and the page for addresses that are not there have none: there is nothing to find.
    """
    if isinstance(view, RedirectView) or not view.address.endswith("/"):
        return view
    return replace(view, structured_data=script(nodes(view, site, entry)))


def nodes(view: View, site: Site, entry: Entry[Any] | None) -> Iterator[Node]:
    """Yield what a page is about, and where it is."""
    publisher = site.publisher
    if view.address == "/":
        yield organisation(publisher, site.organisation)
        yield website(publisher, site.organisation)
    if entry is not None:
        happening = site.calendar_events().get(entry.path)
        if happening is not None:
            yield event(happening, publisher)
        elif (announced := entry.type.announcement(entry, site)) is not None:
            change = site.changes.get(entry.path)
            yield article(announced, publisher, change.at if change else "")
    if view.breadcrumbs:
        yield breadcrumbs(view.breadcrumbs, publisher)


def script(found: Iterable[Node]) -> Markup:
    """Return the element that holds these things, or nothing.

    No text in it can end the element or begin a comment: HTML Living Standard, 4.12.1.3.
    """
    graph = list(found)
    if not graph:
        return NOTHING
    text = json.dumps({"@context": SCHEMA, "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704 (escaped above)


def _known(**values: Any) -> Node:
    """Return a thing without what is not known of it. `type_` and `id_` stand for `@type` and `@id`."""
    return {
        f"@{name[:-1]}" if name.endswith("_") else name: value
        for name, value in values.items()
        if value not in ("", None, [], ())
    }


def _publisher_id(publisher: Publisher) -> str:
    return publisher.whole("/#organisation")


def _publisher(publisher: Publisher) -> Node:
    """The organisation on a page other than its own: enough to know it by."""
    return _known(
        type_="Organization", id_=_publisher_id(publisher), name=publisher.name, url=publisher.whole("/")
    )


def organisation(publisher: Publisher, words: Organisation) -> Node:
    """The organisation behind the site (schema.org/Organization)."""
    return {
        **_publisher(publisher),
        **_known(description=words.summary, email=publisher.mailbox),
    }


def website(publisher: Publisher, words: Organisation) -> Node:
    """The site as a whole (schema.org/WebSite)."""
    return _known(
        type_="WebSite",
        id_=publisher.whole("/#website"),
        name=publisher.name,
        url=publisher.whole("/"),
        description=words.summary,
        inLanguage=publisher.lang,
        publisher={"@id": _publisher_id(publisher)},
    )


def breadcrumbs(trail: Iterable[Link], publisher: Publisher) -> Node:
    """Where a page is within the site, the page itself last (schema.org/BreadcrumbList)."""
    return _known(
        type_="BreadcrumbList",
        itemListElement=[
            _known(type_="ListItem", position=number, name=link.text, item=publisher.whole(link.href))
            for number, link in enumerate(trail, 1)
        ],
    )


def article(announcement: Announcement, publisher: Publisher, changed: str = "") -> Node:
    """An item that was sent or written on a day (schema.org/Article). `changed`: the day of its last change."""
    day = announcement.day.isoformat() if announcement.day else ""
    return _known(
        type_="Article",
        id_=publisher.whole(f"{announcement.address}#article"),
        headline=announcement.title,
        description=announcement.summary,
        url=publisher.whole(announcement.address),
        datePublished=day,
        # What is put on the site later than it was sent did not change before it was sent.
        dateModified=max(day, changed) if changed else "",
        inLanguage=announcement.lang,
        image=_image(announcement.picture, publisher),
        author=_publisher(publisher),
        publisher={"@id": _publisher_id(publisher)},
    )


def event(event: CalendarEvent, publisher: Publisher) -> Node:
    """An event as it stands (schema.org/Event). Days alone mean all day, and the end day is part of it."""
    return _known(
        type_="Event",
        id_=publisher.whole(f"{event.address}#event"),
        name=event.title,
        description=event.summary,
        url=publisher.whole(event.address),
        startDate=_time(event.start),
        endDate=_time(event.last),
        previousStartDate=_time(event.previous_start) if _rescheduled(event) else "",
        eventStatus=_status(event),
        eventAttendanceMode=f"{SCHEMA}/{ATTENDANCE[event.format]}",
        location=_location(event, publisher),
        image=_image(event.picture, publisher),
        isAccessibleForFree=event.free,
        inLanguage=event.lang,
        organizer=_publisher(publisher),
    )


def _time(moment: Moment | None) -> str:
    """`2026-12-03T10:00:00+00:00`, with the offset of that day in the UK; a day alone is `2026-12-03`."""
    return machine_moment(moment) if moment else ""


def _rescheduled(event: CalendarEvent) -> bool:
    return event.state == "confirmed" and event.previous_start is not None


def _status(event: CalendarEvent) -> str | list[str]:
    """How it stands. One that has a new time and went online as well says both."""
    if event.state != "confirmed":
        return f"{SCHEMA}/Event{event.state.capitalize()}"
    found = []
    if _rescheduled(event):
        found.append(f"{SCHEMA}/EventRescheduled")
    if event.previous_format == "in-person" or (event.previous_format and event.format == "online"):
        found.append(f"{SCHEMA}/EventMovedOnline")
    if len(found) > 1:
        return found
    return found[0] if found else f"{SCHEMA}/EventScheduled"


def _location(event: CalendarEvent, publisher: Publisher) -> Node | list[Node] | None:
    found = []
    if event.format != "online" and event.place is not None:
        found.append(_place(event.place))
    if event.format != "in-person":
        # A link to join that is not public stands nowhere; the page says how people get in.
        found.append(_known(type_="VirtualLocation", url=publisher.whole(event.join_link or event.address)))
    return found if len(found) > 1 else found[0] if found else None


def _place(place: Place) -> Node:
    address = _known(type_="PostalAddress", streetAddress=place.address, postalCode=place.postcode)
    latitude, longitude = place.geo or (None, None)
    return _known(
        type_="Place",
        name=place.name,
        address=address if len(address) > 1 else place.name,
        geo=_known(type_="GeoCoordinates", latitude=latitude, longitude=longitude) if place.geo else None,
    )


def _image(picture: Picture | None, publisher: Publisher) -> str:
    return publisher.whole(picture.src) if picture else ""
