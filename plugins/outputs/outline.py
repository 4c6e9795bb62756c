"""The outline of a site: what the public would see of it and which pages a preview shows, as one JSON file.

A report of a change needs it of both sides. A publish build cannot give it: it stops while a question to
the owner is open, and a preview has no published state.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from plugins.core.canonical_json import canonical_json
from plugins.core.problems import Problem

from .published import PublishedState, PublishedStateDamaged, published, read_published

FORMAT = 1
Path = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]{1,300}$")]
Address = Annotated[str, Field(pattern=r"^/[a-z0-9/-]{0,300}(?:#[a-z0-9-]{1,100})?$")]

Shown = Literal["published", "draft", "example"]


class OutlineDamaged(ValueError):
    """The file is not an outline that this project wrote. The message says what is wrong."""


class OutlinedPage(BaseModel):
    """A page of the preview, by the file it is made from. `shown` says whether the public sees it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    path: Path
    address: Address
    title: str
    shown: Shown = "published"


class Outline(BaseModel):
    """All of it. `problems` are what keeps the public site from being built, or what people would lose."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    published: PublishedState
    pages: tuple[OutlinedPage, ...] = ()
    problems: tuple[Problem, ...] = ()


_PAGES = TypeAdapter(tuple[OutlinedPage, ...])
_PROBLEMS = TypeAdapter(tuple[Problem, ...])


def outlined(outline: Outline) -> bytes:
    """Return the outline as JSON: format, pages, problems, published state."""
    return canonical_json(
        {
            "format": FORMAT,
            "pages": [page.model_dump() for page in outline.pages],
            "problems": _PROBLEMS.dump_python(outline.problems, mode="json"),
            "published": json.loads(published(outline.published)),
        }
    )


def read_outline(data: bytes) -> Outline:
    """Read what `outlined` wrote; raises OutlineDamaged.

    A `published.json` is one too, of a site whose pages are not known.
    """
    try:
        found = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise OutlineDamaged("it is not whole") from None
    if isinstance(found, Mapping) and "published" not in found:
        return Outline(published=_state(data))
    if not isinstance(found, Mapping) or found.get("format") != FORMAT:
        raise OutlineDamaged(f"it is not an outline of format {FORMAT}")
    try:
        return Outline(
            published=_state(json.dumps(found["published"]).encode()),
            pages=_PAGES.validate_json(json.dumps(found.get("pages")), strict=True),
            problems=_PROBLEMS.validate_json(json.dumps(found.get("problems")), strict=True),
        )
    except (ValidationError, UnicodeEncodeError):
        raise OutlineDamaged("it is not as an outline is written") from None


def read_problems(data: bytes) -> tuple[Problem, ...]:
    """Read the list that `check --format json` prints; raises OutlineDamaged."""
    try:
        return _PROBLEMS.validate_json(data, strict=True)
    except ValidationError:
        raise OutlineDamaged("it is not the list that check --format json prints") from None


def _state(data: bytes) -> PublishedState:
    try:
        return read_published(data)
    except PublishedStateDamaged as error:
        raise OutlineDamaged(str(error)) from None
