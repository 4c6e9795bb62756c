"""What the lints read from tables: how often a part may stand in a place, and what its value looks like.

With the standard library alone, and quick: the lints run over thousands of parts in each build.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple


class Form(NamedTuple):
    """What a value has to be: the question that it must pass, and the words for that."""

    fits: Callable[[Any], bool]
    words: str


Fields = Mapping[str, Form]
"""What stands under which name. A name that ends in `?` may be missing; others than these may not be there."""


class Counts(NamedTuple):
    """How often each part stands in a place, at least and at most; and which have to be there."""

    ranges: Mapping[str, tuple[int, int]]
    needed: frozenset[str]


def like(pattern: str, words: str) -> Form:
    """Return the form of a text that matches all of a pattern."""
    match = re.compile(pattern, re.ASCII).fullmatch
    return Form(lambda value: isinstance(value, str) and match(value) is not None, words)


def among(*values: str) -> Form:
    """Return the form of a value that is one of a few."""
    return Form(lambda value: value in values, " or ".join(values))


def counts(table: str) -> Counts:
    """Read a table such as `title image? item*`: once, at most once, any number. Others have no place there."""
    marks = {"?": (0, 1), "*": (0, 1_000_000)}
    ranges = {name.rstrip("?*"): marks.get(name[-1], (1, 1)) for name in table.split()}
    return Counts(ranges, frozenset(name for name, (least, _) in ranges.items() if least))


def count_faults(found: Mapping[str, int], allowed: Counts) -> Iterator[str]:
    """Yield the parts that are missing, repeated or out of place."""
    if allowed.needed <= found.keys() <= allowed.ranges.keys() and max(found.values(), default=0) < 2:
        return  # the quick answer, and nearly always the right one
    for name, (least, most) in allowed.ranges.items():
        number = found.get(name, 0)
        if number < least:
            yield f"{name} is missing"
        elif number > most:
            yield f"{name} is there {number} times"
    yield from (f"{name} has no place here" for name in found if name not in allowed.ranges)


def form_faults(name: str, value: object, form: Form) -> Iterator[str]:
    """Yield it if a value does not have its form."""
    if not form.fits(value):
        yield f"{name} is not {form.words}: {repr(value)[:80]}"


def field_faults(found: Mapping[str, object], fields: Fields) -> Iterator[str]:
    """Yield the fields that are missing, out of place, or not of their form."""
    for key, form in fields.items():
        name = key.removesuffix("?")
        if name in found:
            yield from form_faults(name, found[name], form)
        elif name == key:
            yield f"{name} is missing"
    yield from (f"{name} has no place here" for name in found if not {name, f"{name}?"} & fields.keys())


# Forms that feeds and calendars share

TEXT = like(r"\s*\S[\s\S]*", "a text")
WEB = like(r"https?://[^/\s]+(?:/\S*)?", "a whole web address")
LANGUAGE = like(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", "a language tag")
MEDIA_TYPE = like(r"[a-z]+/[a-z0-9][a-z0-9.+-]*", "a media type")
NUMBER = like(r"\d{1,9}", "a whole number")
