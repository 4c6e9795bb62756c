"""The published state: what each publish build leaves for the next, so that changes can be told.

`published.json` holds every address, feed item and event of the published site, with the hash of what people
see of it and when that last changed. It is public, so it holds nothing that the site does not show.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from plugins.core.canonical_json import canonical_json
from plugins.core.clock import UK, Moment, start_of
from plugins.core.fields import CALENDAR_ID

VERSION = 2
LISTS = ("addresses", "feed_items", "events")
"""They are there even if they are empty: a state that lost one must not be taken for a new start."""


class PublishedStateDamaged(ValueError):
    """The file is not a published state that this project wrote. The message says what is wrong."""


_TIME = re.compile(r"(?:19|2[0-4])\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", re.ASCII)
_DAY = re.compile(r"(?:19|2[0-4])\d\d-\d\d-\d\d", re.ASCII)


def _time(value: object) -> object:
    """Take a time as `published` writes it, and no other form that stands for one."""
    if isinstance(value, str) and _TIME.fullmatch(value):
        return datetime.fromisoformat(value)
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError("this is not a time in UTC")
    return value.astimezone(UTC)


def _day(value: object) -> object:
    return date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else value


def _moment(value: object) -> object:
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    return value if isinstance(value, date) and not isinstance(value, datetime) else _time(value)


Time = Annotated[datetime, BeforeValidator(_time)]
DayOrTime = Annotated[datetime | date, BeforeValidator(_moment)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PublishedIdentity(_Record):
    """Who the site was to feed readers and calendars."""

    domain: str
    year: int


class PublishedAddress(_Record):
    """One address: what is there, and of an item its title, the hash of what people see, and its last change.

    A redirect has the `target` that it leads to.
    """

    kind: Literal["item", "list", "redirect", "feed", "calendar", "event file", "file"]
    title: str = ""
    target: str = ""
    hash: str = ""
    changed: Time | None = None


class PublishedFeedItem(_Record):
    """One feed item, by its guid: where it leads, the hash of all it says, its date, and its last change.

    `day` is when it was announced as the editor said then.
    """

    title: str
    address: str
    hash: str
    published: Time
    changed: Time
    day: Annotated[date | None, BeforeValidator(_day)] = None


class PublishedNotice(_Record):
    """A feed item that told of a change of an event: `cancelled`, `moved-1`. `title` and `lead` are what it said."""

    name: str = Field(pattern=r"^[a-z]+(?:-\d{1,10})?$")
    at: Time
    title: str = ""
    lead: str = ""


class PublishedEvent(_Record):
    """One event, by its UID: its stamps, the hashes they depend on, and what a cancelled copy of it needs.

    `scheduling` is the hash of start, end, place, format, online link and state; `hash` that of all its fields.
    `deleted`: its page is gone; calendars are told that it is cancelled until it is over.
    """

    name: str = Field(pattern=CALENDAR_ID.pattern)
    title: str = Field(min_length=1)
    address: str = Field(pattern=r"^(?:/[a-z0-9-]{1,100})+/$")
    file: str = Field(pattern=r"^(?:/[a-z0-9-]{1,100})+\.ics$")
    start: DayOrTime
    last: DayOrTime
    state: Literal["confirmed", "cancelled", "postponed"]
    format: Literal["in-person", "online", "hybrid"]
    place: str = ""
    series: str = ""
    topics: tuple[str, ...] = ()
    lang: str = Field("", pattern=r"^[A-Za-z-]{0,20}$")
    scheduling: str
    hash: str
    sequence: int = Field(ge=0, lt=2**31 - 1000)
    created: Time
    changed: Time
    deleted: bool = False
    notices: tuple[PublishedNotice, ...] = ()

    @property
    def starts(self) -> Moment:
        """When it starts: a day, or a time in UK time."""
        return _uk(self.start)

    @property
    def ends(self) -> Moment:
        """Its end as given: the last day, or a time in UK time."""
        return _uk(self.last)


class PublishedState(_Record):
    """All of it. Made by a publish build, written by `published`, read by `read_published`."""

    version: Literal[2] = 2
    identity: PublishedIdentity
    site: str
    addresses: Mapping[Annotated[str, Field(pattern=r"^/\S*$")], PublishedAddress] = {}
    feed_items: Mapping[Annotated[str, Field(pattern=r"^tag:\S+$")], PublishedFeedItem] = {}
    events: Mapping[Annotated[str, Field(pattern=CALENDAR_ID.pattern)], PublishedEvent] = {}


def _uk(moment: Moment) -> Moment:
    return moment.astimezone(UK) if isinstance(moment, datetime) else moment


def published(state: PublishedState) -> bytes:
    """Return the published state as JSON; everything is sorted by its name."""
    found = state.model_dump(mode="python", exclude_defaults=True)
    found = {"version": VERSION, **{name: {} for name in LISTS}, **found}
    return canonical_json(_plain(found))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def read_published(data: bytes) -> PublishedState:
    """Read what `published` wrote. Raises PublishedStateDamaged; never starts afresh silently."""
    try:
        found = json.loads(data.decode("utf-8"), object_pairs_hook=_once)
    except PublishedStateDamaged:
        raise
    except (ValueError, RecursionError):
        raise PublishedStateDamaged(
            "it is not whole: it is not the JSON that a publish build writes"
        ) from None
    version = found.get("version") if isinstance(found, dict) else None
    if version is None:
        raise PublishedStateDamaged("it is not whole: it has no version")
    if version != VERSION:
        raise PublishedStateDamaged(
            f"it has version {json.dumps(version)[:20]}, and this project reads {VERSION}"
        )
    for name in LISTS:
        if name not in found:
            raise PublishedStateDamaged(f"it is not whole: {name} is missing")
    try:
        # As JSON again: a list stands for a tuple there, and nothing else is bent to fit.
        state = PublishedState.model_validate_json(json.dumps(found))
    except (ValidationError, UnicodeEncodeError) as error:
        where = "a text"
        if isinstance(error, ValidationError):
            where = " → ".join(str(part) for part in error.errors(include_url=False)[0]["loc"]) or "all of it"
        raise PublishedStateDamaged(
            f"it is not whole: {where[:100]} is not as a publish build writes it"
        ) from None
    for uid, event in state.events.items():
        if not _fits_together(event):
            raise PublishedStateDamaged(f"it is not whole: what it says of {uid[:80]} does not fit together")
    return state


def _fits_together(event: PublishedEvent) -> bool:
    return (
        isinstance(event.start, datetime) == isinstance(event.last, datetime)
        and start_of(event.start) <= start_of(event.last)
        and event.created <= event.changed
        and len({notice.name for notice in event.notices}) == len(event.notices)
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise PublishedStateDamaged(f"it holds {twice[:80]} twice")
    return found


def fingerprint(*values: Any) -> str:
    """Return the hash of plain values: dataclasses, texts, numbers, days and times, and lists of such.

    A field that has its default takes no part, so that a new field of a dataclass changes no hash.
    """
    text = json.dumps(values, default=_fields, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _fields(value: Any) -> Any:
    """Return what JSON cannot show by itself as what it can: a time as text, a record as its own fields."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return {
        name: inner for name, default in _shape(type(value)) if (inner := getattr(value, name)) != default
    }


_shapes: dict[type[Any], tuple[tuple[str, Any], ...]] = {}


def _shape(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    """Return the fields of a dataclass or a model with their defaults."""
    if kind not in _shapes:
        _shapes[kind] = (
            tuple((name, info.default) for name, info in kind.model_fields.items())
            if issubclass(kind, BaseModel)
            else tuple((part.name, part.default) for part in fields(kind))
        )
    return _shapes[kind]


@dataclass(frozen=True, slots=True)
class Clocked:
    """When something was made and last changed."""

    created: datetime
    changed: datetime


def clocked(
    digest: str, before: tuple[str, datetime, datetime] | None, day: datetime | None, now: datetime
) -> Clocked:
    """Return the stamps of something by its hash and what was known of it: (hash, created, changed).

    What is new starts from `day`, when it was announced (UTC), but not later than `now`. What changed
    gets `now`, and always a later time than before. What is as it was keeps its stamps.
    """
    if before is None:
        start = min(day or now, now)
        return Clocked(start, start)
    known, created, changed = before
    if known == digest:
        return Clocked(created, changed)
    return Clocked(created, later(changed, now))


def later(before: datetime, now: datetime) -> datetime:
    """Return `now`, but later than `before` even if a clock went back: clients compare these times."""
    return max(now, before.replace(microsecond=0) + SECOND)


SECOND = timedelta(seconds=1)
