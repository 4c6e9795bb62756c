"""The lint of calendars: what no tool checks, or no two tools check alike, in what we wrote.

It runs in every build. A fault that it finds is ours: editors can write nothing that causes one.
RFC 5545, RFC 7986.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from .calendar_lines import (
    Component,
    character_faults,
    components,
    cut_out,
    list_faults,
    physical_faults,
    raw_line,
    raw_value,
    text_faults,
    unfolded,
)
from .calendar_times import ZONE_NAME, real_stamp, sorting_time, time_faults, zone_faults
from .css_colours import CSS_COLOURS
from .lint_tables import NUMBER, Counts, Fields, Form, among, count_faults, counts, form_faults, like

_EVENT = counts(
    "UID DTSTAMP CREATED LAST-MODIFIED SEQUENCE DTSTART DTEND SUMMARY DESCRIPTION STATUS TRANSP CLASS URL"
    " ORGANIZER LOCATION? GEO? CONFERENCE? IMAGE? CATEGORIES? ATTACH*"
)
_CALENDAR = counts(
    "VERSION PRODID CALSCALE NAME X-WR-CALNAME DESCRIPTION X-WR-CALDESC X-WR-TIMEZONE REFRESH-INTERVAL"
    " X-PUBLISHED-TTL SOURCE URL LAST-MODIFIED COLOR"
)

# TEXT: how many characters, at least and at most.
_ANY_LENGTH, _SOME = (0, 1_000_000), (1, 1_000_000)
_EVENT_TEXTS = {"SUMMARY": _SOME, "DESCRIPTION": (1, 1500), "LOCATION": _ANY_LENGTH}
_CALENDAR_TEXTS = {
    "PRODID": _SOME, "NAME": _SOME, "X-WR-CALNAME": _SOME, "DESCRIPTION": _ANY_LENGTH, "X-WR-CALDESC": _ANY_LENGTH,
}  # fmt: skip

_STAMP = Form(lambda value: real_stamp(value), "a time in UTC")
_WEB = like(r"https?://[!-~]+", "a whole web address")
_DURATION = like(
    r"P(?!$)(?:\d+W|(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)", "a duration of RFC 5545 3.3.6"
)
_GEO = re.compile(r"(-?\d{1,2}(?:\.\d+)?);(-?\d{1,3}(?:\.\d+)?)", re.ASCII)


def _on_earth(value: str) -> bool:
    match = _GEO.fullmatch(value)
    return match is not None and abs(float(match[1])) <= 90 and abs(float(match[2])) <= 180


_EVENT_FORMS: Fields = {
    "UID": like(r"[!-~]+", "one word"),
    "DTSTAMP": _STAMP,
    "CREATED": _STAMP,
    "LAST-MODIFIED": _STAMP,
    "SEQUENCE": NUMBER,
    "STATUS": among("CONFIRMED", "CANCELLED"),
    "TRANSP": among("OPAQUE", "TRANSPARENT"),
    "CLASS": among("PUBLIC"),
    "ORGANIZER": like(r"mailto:[!-~]+@[!-~]+", "a mailto address"),
    "GEO": Form(_on_earth, "a place on earth"),
    "URL": _WEB,
    "CONFERENCE": _WEB,
    "IMAGE": _WEB,
    "ATTACH": _WEB,
}
_CALENDAR_FORMS: Fields = {
    "VERSION": among("2.0"),
    "CALSCALE": among("GREGORIAN"),
    "PRODID": like(r"-//.*//[A-Za-z ]+//[A-Z]{2}", "a name of what made it, without a version"),
    "X-WR-TIMEZONE": among(ZONE_NAME),
    "REFRESH-INTERVAL": _DURATION,
    "X-PUBLISHED-TTL": _DURATION,
    "SOURCE": _WEB,
    "URL": _WEB,
    "LAST-MODIFIED": _STAMP,
    "COLOR": Form(CSS_COLOURS.__contains__, "the name of a colour in CSS"),
}
_TWINS = (
    ("NAME", "X-WR-CALNAME"),
    ("DESCRIPTION", "X-WR-CALDESC"),
    ("REFRESH-INTERVAL", "X-PUBLISHED-TTL"),
)

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--[^<>]*-->")
_ORIGIN = re.compile(rb"https?://[^/]+/")
_ZONE_NAMED = re.compile(rb";TZID=([^;:\r\n]+)")
_ZONE_USED = re.compile(rb"^[A-Z-]+(?:;[^:\r\n;\"]*)*;TZID=([^;:\r\n]+)", re.MULTILINE)


def lint_event(vevent: bytes) -> list[str]:
    """Return the faults of one VEVENT, given with its BEGIN and END lines; none if it is right."""
    faults = list(physical_faults(vevent))
    text = unfolded(vevent)
    faults += character_faults(text)
    found = components(text, faults)
    if [component.name for component in found] != ["VEVENT"]:
        return [*faults, "there is not one VEVENT"]
    faults += _event_faults(found[0])
    uid = found[0].value("UID")
    return [f"{uid or 'an event'}: {fault}" for fault in faults]


def _property_faults(
    found: Component, allowed: Counts, forms: Fields, texts: Mapping[str, tuple[int, int]]
) -> Iterator[str]:
    """Yield what is wrong with each property by itself: how often it is there, and its value."""
    properties = found.properties
    yield from count_faults({name: len(lines) for name, lines in properties.items()}, allowed)
    for name, lines in properties.items():
        form, lengths = forms.get(name), texts.get(name)
        for line in lines:
            if form and not form.fits(line.value):
                yield from form_faults(name, line.value, form)
            if lengths:
                yield from text_faults(name, line.value, *lengths)
            elif name == "CATEGORIES":
                yield from list_faults(name, line.value)


def _event_faults(event: Component) -> Iterator[str]:
    yield from _property_faults(event, _EVENT, _EVENT_FORMS, _EVENT_TEXTS)
    yield from (f"there is a {inner.name} inside" for inner in event.components)
    if event.value("DTSTAMP") != event.value("LAST-MODIFIED"):
        yield "DTSTAMP and LAST-MODIFIED differ"
    if event.value("CREATED") > event.value("LAST-MODIFIED"):
        yield "it was changed before it was created"
    if event.value("STATUS") == "CANCELLED" and event.value("TRANSP") != "TRANSPARENT":
        yield "it is cancelled, but keeps people's time (TRANSP)"
    yield from time_faults(event)
    description = event.value("DESCRIPTION")
    tag = _TAG.search(description.replace("\\n", "\n")) if "<" in description else None
    if tag:
        yield f"DESCRIPTION has what looks like HTML: {tag[0][:40]}"


def lint_calendar(data: bytes, known: Container[bytes] = frozenset()) -> list[str]:
    """Return the faults of a calendar file; none if it is right.

    `known` are VEVENTs that `lint_event` has passed, BEGIN and END lines included: the same bytes
    stand in several files, and once is enough.
    """
    blocks, rest = cut_out(data, b"VEVENT")
    zones, frame = cut_out(rest, b"VTIMEZONE")
    faults = [fault for block in blocks if block not in known for fault in lint_event(block)]
    faults += physical_faults(frame)
    text = unfolded(frame)
    faults += character_faults(text)
    found = components(text, faults)
    if [component.name for component in found] != ["VCALENDAR"]:
        return [*faults, "there is not one VCALENDAR"]
    faults += _frame_faults(found[0])
    faults += _zones_faults(zones, data)
    uids = [raw_value(block, b"UID") for block in blocks]
    faults += _repeated(uids)
    faults += _order_faults(blocks, uids)
    faults += _site_faults(found[0].value("SOURCE").encode(), blocks)
    newest = max((raw_value(block, b"LAST-MODIFIED") for block in blocks), default=b"").decode(
        errors="replace"
    )
    if newest and newest != found[0].value("LAST-MODIFIED"):
        faults.append("LAST-MODIFIED of the calendar is not that of its newest event")
    return faults


def _frame_faults(calendar: Component) -> Iterator[str]:
    """Yield what is wrong with a calendar itself. It has no METHOD and no UID of its own."""
    yield from _property_faults(calendar, _CALENDAR, _CALENDAR_FORMS, _CALENDAR_TEXTS)
    for inner in calendar.components:
        yield f"there is a {inner.name} that is cut off or unknown"
    for name, twin in _TWINS:
        if calendar.value(name) != calendar.value(twin):
            yield f"{name} and {twin} differ"


def _order_faults(blocks: list[bytes], uids: list[bytes]) -> Iterator[str]:
    """Yield the first event that stands after one that starts later, or at the same time with a greater UID."""
    starts = [sorting_time(raw_line(block, b"DTSTART").decode(errors="replace")) for block in blocks]
    told = [(start, uid) for start, uid in zip(starts, uids, strict=True) if start]
    if told != sorted(told):
        uid = next(after[1] for before, after in pairwise(told) if after < before)
        yield f"{uid.decode(errors='replace')} is not in its place: events are sorted by start and UID"


def _site_faults(source: bytes, blocks: list[bytes]) -> Iterator[str]:
    """Yield the pages of events that are on another site than the calendar."""
    origin = _ORIGIN.match(source)
    for block in blocks if origin else ():
        page = raw_value(block, b"URL")
        if origin and page and not page.startswith(origin[0]):
            yield f"URL leads to another site than SOURCE: {page.decode(errors='replace')}"


def _zones_faults(zones: list[bytes], data: bytes) -> Iterator[str]:
    names = []
    for zone in zones:
        name, faults = _zone(zone)
        names.append(name)
        yield from faults
    used = {name.decode(errors="replace") for name in _ZONE_NAMED.findall(data)}
    if not used <= set(names):
        # It may have been words in somebody's name, or in a text.
        whole = data.replace(b"\r\n ", b"")
        used = {name.decode(errors="replace") for name in _ZONE_USED.findall(whole)}
    for name in sorted({*names, *used}):
        if names.count(name) != 1:
            yield f"the time zone {name} has {names.count(name)} definitions"
    if not names:
        yield "there is no time zone"


@lru_cache(maxsize=8)
def _zone(zone: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the name of a VTIMEZONE and its faults. It is the same in every file."""
    faults = list(physical_faults(zone))
    found = components(unfolded(zone), faults)
    if [component.name for component in found] != ["VTIMEZONE"]:
        return "", (*faults, "a VTIMEZONE is broken")
    return found[0].value("TZID"), (*faults, *zone_faults(found[0]))


def _repeated(uids: list[bytes]) -> Iterator[str]:
    if len(set(uids)) != len(uids):
        for uid in sorted({uid for uid in uids if uids.count(uid) > 1}):
            yield f"two events have the UID {uid.decode(errors='replace')}"


def events_in(data: bytes) -> dict[str, bytes]:
    """Return the VEVENTs of a calendar file by their UIDs."""
    return {raw_value(block, b"UID").decode(errors="replace"): block for block in cut_out(data, b"VEVENT")[0]}


def lint_across(calendars: Mapping[str, bytes]) -> list[str]:
    """Return the faults of calendar files, given by their names, that only show when they are compared.

    An event has the same bytes in each of them.
    """
    faults: list[str] = []
    first: dict[str, tuple[str, bytes]] = {}
    for name, data in calendars.items():
        for uid, block in events_in(data).items():
            where, known = first.setdefault(uid, (name, block))
            if known != block:
                faults.append(f"{uid} is not the same in {where} and {name}")
    return faults


def lint_sequence(before: Mapping[str, tuple[int, str]], after: Mapping[str, tuple[int, str]]) -> list[str]:
    """Return what subscribers would get wrong between two states of a site, each given by UID.

    A state has the SEQUENCE of each event, and a hash of what it is rescheduled by (RFC 5545 3.8.7.4).
    Events whose files vanished are in `after` too, as cancelled copies, as long as clients may show them.
    """
    faults = []
    for uid, (number, plan) in before.items():
        if uid not in after:
            faults.append(f"{uid} was published, and is lost without being cancelled")
            continue
        new_number, new_plan = after[uid]
        if new_number < number:
            faults.append(f"{uid}: SEQUENCE falls from {number} to {new_number}")
        elif new_plan != plan and new_number == number:
            faults.append(f"{uid} is rescheduled, but its SEQUENCE stays {number}")
    return faults
