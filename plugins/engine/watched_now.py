"""A "now" that notes how long everything that was asked of it stays true.

A check asks few things of the time: whether something has begun or is over, and which day it is. Until one of these
answers changes, the whole check would say the same again, so `answers` may give its last answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, Self

_INSTANT = timedelta.resolution
_NOTHING = timedelta(0)
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Span:
    """The time from `since` until just before `until`, in UTC, in which `now` lies."""

    now: datetime
    since: datetime = _FIRST
    until: datetime = _LAST

    def end_at(self, border: datetime) -> None:
        """Let the span reach to a border at most: it starts there, or it ends there."""
        if border <= self.now:
            self.since = max(self.since, border)
        else:
            self.until = min(self.until, border)


class WatchedNow(datetime):
    """A point in time that is asked like any other, and narrows `span` with every answer.

    Comparing it and asking for its day leave the span as wide as they can; whatever else is asked
    narrows it to this very instant. What is made of it by a shift or in another zone narrows the same span.
    """

    _plain: datetime
    _shift: timedelta
    span: Span

    @classmethod
    def watching(cls, now: datetime) -> Self:
        """Return a watched form of an aware time."""
        return cls._made(now, Span(now.astimezone(UTC)), _NOTHING)

    @classmethod
    def _made(cls, plain: datetime, span: Span, shift: timedelta) -> Self:
        made = cls.combine(plain.date(), plain.time(), plain.tzinfo)
        made._plain, made.span, made._shift = plain, span, shift
        return made

    def _note(self, moment: datetime, after: timedelta = _NOTHING) -> None:
        try:
            border = moment.astimezone(UTC) - self._shift + after
        except OverflowError:
            return  # beyond all times, so it never comes
        self.span.end_at(border)

    def _compared(self, judge: Callable[[Any, Any], Any], other: object, after: timedelta) -> Any:
        answer = judge(self._plain, other)
        if answer is not NotImplemented and isinstance(other, datetime):
            self._note(other, after)
        return answer

    def __lt__(self, other: object) -> Any:
        return self._compared(datetime.__lt__, other, _NOTHING)

    def __ge__(self, other: object) -> Any:
        return self._compared(datetime.__ge__, other, _NOTHING)

    def __le__(self, other: object) -> Any:
        return self._compared(datetime.__le__, other, _INSTANT)

    def __gt__(self, other: object) -> Any:
        return self._compared(datetime.__gt__, other, _INSTANT)

    def __eq__(self, other: object) -> Any:
        self._narrow()
        return datetime.__eq__(self._plain, other)

    def __ne__(self, other: object) -> Any:
        self._narrow()
        return datetime.__ne__(self._plain, other)

    def __hash__(self) -> int:
        self._narrow()
        return hash(self._plain)

    def __add__(self, shift: timedelta) -> Self:
        return self._made(self._plain + shift, self.span, self._shift + shift)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, timedelta):
            return self + -other
        self._narrow()
        return self._plain - other

    def __rsub__(self, other: Any) -> Any:
        self._narrow()
        return other - self._plain

    def astimezone(self, tz: tzinfo | None = None) -> Self:
        """Return the same time in another zone."""
        return self._made(self._plain.astimezone(tz), self.span, self._shift)

    def date(self) -> date:
        """Return the day, which is the same from midnight to midnight."""
        day = self._plain.date()
        for midnight in (day, day + timedelta(days=1)):
            self._note(datetime(midnight.year, midnight.month, midnight.day, tzinfo=self._plain.tzinfo))
        return day

    def replace(self, *parts: Any, **named: Any) -> datetime:  # type: ignore[override]
        """Return a time of its own, of which nothing is noted any more."""
        return self._plain.replace(*parts, **named)

    def _narrow(self) -> None:
        self._note(self._plain)
        self._note(self._plain, _INSTANT)

    def __getattribute__(self, name: str) -> Any:
        if name not in _HARMLESS:
            object.__getattribute__(self, "_narrow")()
        return object.__getattribute__(self, name)

    # What Python reaches without asking for an attribute.

    def __repr__(self) -> str:
        self._narrow()
        return repr(self._plain)

    def __str__(self) -> str:
        self._narrow()
        return str(self._plain)

    def __format__(self, form: str) -> str:
        self._narrow()
        return format(self._plain, form)

    def __reduce_ex__(self, protocol: Any) -> Any:
        self._narrow()
        return self._plain.__reduce_ex__(protocol)


_HARMLESS = {
    "astimezone", "date", "span", "tzinfo", "utcoffset",
    "_compared", "_made", "_narrow", "_note", "_plain", "_shift", "__class__",
}  # fmt: skip
"""Attributes that tell nothing of the time, or note for themselves what they tell."""
