"""An event as calendars, feeds and search engines know it, and the ids by which they do."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.calendar_event import CalendarEvent, Paper, Place
from plugins.core.problems import Problem
from plugins.core.site import Entry, Site

from .model import Event, Venue
from .wording import standing


def calendar_event(entry: Entry[Event], site: Site) -> CalendarEvent:
    """Return what calendars show of an event. Nothing in it is private, and nothing depends on now."""
    item = entry.item
    online = item.online
    series = site.organisation.series.get(item.series or "")
    names = [words for _, words in site.topic_names(item)] + ([series.name] if series else [])
    return CalendarEvent(
        uid=uid(entry.name, item, site),
        name=local_name(entry.name, item, site),
        title=item.title,
        summary=item.summary,
        address=entry.address,
        file=f"/events/{entry.name}.ics",
        start=item.start,
        last=item.last,
        state=item.event_status,
        alert=standing(item),
        previous_start=item.previous_start,
        format=item.format,
        previous_format=item.previous_format,
        place=_place(item.venue) if item.venue else None,
        join_link=(online.link or "") if online and online.public else "",
        joining=(online.joining or "") if online else "",
        audience=item.audience or "",
        series=item.series or "",
        topics=tuple(item.topics),
        categories=tuple(dict.fromkeys(names)),
        picture=site.picture(item),
        papers=tuple(Paper(paper.text, f"/files/{paper.file}") for paper in item.papers),
        free=item.free,
        lang=item.lang or site.lang,
    )


def _place(venue: Venue) -> Place:
    return Place(venue.name, venue.address or "", venue.postcode or "", venue.access or "", venue.geo)


def uid(name: str, event: Event, site: Site) -> str:
    """Return the UID of an event: by its setting `uid`, else by the name of its file (RFC 7986, 5.3)."""
    return site.publisher.identity.uid(event.uid or name)


def local_name(name: str, event: Event, site: Site) -> str:
    """Return the name of an event in the ids of feeds.

    With our own host written out or left out it is the same UID, so it must be the same name.
    """
    return (event.uid or name).removesuffix(f"@{site.publisher.identity.domain}")


def uid_problems(entry: Entry[Event], site: Site) -> Iterator[Problem]:
    """Yield the problem of an event whose UID is that of an earlier file: calendars would lose one of the two."""
    names = site.once("events by uid", lambda: _by_uid(site)).get(uid(entry.name, entry.item, site), [])
    if entry.name not in names[1:]:
        return
    other = f"{entry.path.rpartition('/')[0]}/{names[0]}.md"
    if entry.item.uid is None:
        line, column, fix = (
            0,
            0,
            f"add a line such as uid: {entry.name}-2, for the other event has had that id before",
        )
    else:
        (line, column), fix = entry.document.position(("uid",)), "take the line uid out, or write another id"
    yield Problem(
        entry.path, line, column, "calendar-id-twice",
        f"Two events have the calendar id {uid(entry.name, entry.item, site)}.", f"{fix}: it is {other}.",
    )  # fmt: skip


def _by_uid(site: Site) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, item in sorted(site.known.get("event", {}).items()):
        if isinstance(item, Event):
            found.setdefault(uid(name, item, site), []).append(name)
    # Who says the id outright has had it before; a new file gets it by its name.
    for names in found.values():
        names.sort(key=lambda name: (getattr(site.known["event"][name], "uid", None) is None, name))
    return found
