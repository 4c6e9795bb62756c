"""What people call a setting that has another name here, or write in another place: what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from .documents import Document
from .model import Model, fields_of, model_in, names_at
from .spelling import same_name

Location = tuple[str | int, ...]

_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("heading", "headline", "name", "page_title", "subject"),
    "summary": ("abstract", "blurb", "description", "excerpt", "intro", "introduction", "subtitle", "teaser"),
    "topics": ("categories", "category", "keywords", "tag", "tags"),
    "owner": ("author", "authors", "contact", "editor", "responsible"),
    "lang": ("language", "locale"),
    "image": ("photo", "photograph", "picture", "thumbnail"),
    "review_by": ("check_by", "review", "review_date"),
    "expires": ("expiry", "expiry_date", "permission_expires"),
    "publish_from": ("publish_date", "publish_on", "published_on"),
    "publish_until": ("expires_on", "expiry", "expiry_date", "unpublish"),
    "venue": ("location", "place", "room", "where"),
    "start": ("begin", "begins", "start_date", "starts", "when"),
    "end": ("end_date", "ends", "finish", "finishes"),
    "free": ("charge", "cost", "fee", "price"),
    "papers": ("agenda", "attachment", "attachments", "documents"),
    "audience": ("for", "for_whom", "who"),
    "status_note": ("note", "notice", "reason"),
    "person": ("author", "name", "who"),
    "closes": ("close", "closing_date", "deadline"),
    "opens": ("open", "opening_date"),
}
"""Settings, and what else people call them: in other systems, on forms, in conversation."""

_LINES: dict[str, tuple[str, str]] = {
    "draft": ("status", "write status: draft to keep it out of the published site, or take the line out."),
    "published": ("status", "write status: draft to keep it out of the published site, or take the line out."),
    "cancelled": ("event_status", "write event_status: cancelled"),
    "canceled": ("event_status", "write event_status: cancelled"),
    "postponed": ("event_status", "write event_status: postponed"),
    "time": ("start", "write the time after the day in start, such as 2026-12-03 10:00, and take this line out."),
    "times": ("start", "write the time after the day in start, such as 2026-12-03 10:00, and take this line out."),
    "start_time": ("start", "write the time after the day in start, such as 2026-12-03 10:00, and take this line out."),
    "end_time": ("end", "write it after the day in end, such as 2026-12-03 12:00, and take this line out."),
    "deadline": ("booking", "write the day after closes: under booking:"),
    "booking_deadline": ("booking", "write the day after closes: under booking:"),
    "capacity": ("booking", "write the number after places: under booking:"),
    "spaces": ("booking", "write the number after places: under booking:"),
    "slug": ("title", "take the line out: the address is made from the name of the file."),
    "permalink": ("title", "take the line out: the address is made from the name of the file."),
    "url": ("title", "take the line out: the address is made from the name of the file."),
    "layout": ("title", "take the line out: the folder says what sort of page it is."),
    "template": ("title", "take the line out: the folder says what sort of page it is."),
}  # fmt: skip
"""Names for which another line is written: the setting that a model must have for it, and what to write."""


def called_otherwise(document: Document, model: type[Model], location: Location) -> str | None:
    """Return the setting that people mean by another name at a place, or None.

    Where the setting is there already, and a group has one of that name, the group is meant.
    """
    word, known = _plain(location[-1]), names_at(model, location[:-1])
    found = next((name for name, others in _NAMES.items() if word in others and name in known), None)
    if found and document.holds((*location[:-1], found)) and belongs_to(document, model, location):
        return None
    return found


def written_otherwise(model: type[Model], location: Location) -> str | None:
    """Return what to write instead of a setting that there is not, where that is another line; or None."""
    needed, fix = _LINES.get(_plain(location[-1]), ("", ""))
    return fix if needed in fields_of(model) and len(location) == 1 else None


def belongs_to(document: Document, model: type[Model], location: Location) -> tuple[str, ...]:
    """Return the groups that hold a setting of the name that stands outside them: `venue` for `postcode`.

    Those that the document has come alone, if it has any.
    """
    if len(location) != 1:
        return ()
    groups = [name for name, inner in _groups(model) if str(location[0]) in fields_of(inner)]
    there = [name for name in groups if document.holds((name,))]
    return tuple(there or groups)


def other_setting(model: type[Model], location: Location, value: object) -> tuple[str, str] | None:
    """Return the setting and its word where a value is a choice of another setting beside it.

    `status: cancelled` is nothing, and `event_status: cancelled` is meant.
    """
    if not isinstance(value, str) or len(location) != 1:
        return None
    found = [
        (name, word)
        for name, info in fields_of(model).items()
        if name != location[0] and (word := same_name(value, tuple(_choices(info.annotation))))
    ]
    return found[0] if len(found) == 1 else None


def _groups(model: type[Model]) -> Iterator[tuple[str, type[Model]]]:
    for name, info in fields_of(model).items():
        inner = model_in(info.annotation)
        if inner is not None and not _is_many(info.annotation):
            yield name, inner


def _is_many(annotation: Any) -> bool:
    return get_origin(annotation) in (tuple, list, dict) or any(
        _is_many(part) for part in get_args(annotation)
    )


def _choices(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
        return
    for part in get_args(annotation):
        yield from _choices(part)


def _plain(name: object) -> str:
    return re.sub(r"[\s-]+", "_", str(name).strip().lower())
