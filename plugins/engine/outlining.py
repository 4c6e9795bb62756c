"""Makes the outline of a site: reads and connects its content, and writes nothing.

The content is connected twice, as a preview shows it and as the public would see it. An open question to the
owner keeps a site from being published, but not from being outlined: its shown text stands for the answer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from plugins.core.clock import now_from
from plugins.core.item import Item
from plugins.core.problems import in_reading_order, stops_the_build
from plugins.outputs.outline import Outline, OutlinedPage, Shown
from plugins.pictures.cache import PictureCache

from .build_run import ContentProblems
from .checking import PICTURES, find_files
from .connecting import Connection, Connector
from .content_types import TYPES
from .losses import losses
from .pictures import look_at_pictures
from .project import code_version
from .publication import publication
from .reading import ContentReader, Reading, shown_path
from .state import BuildState
from .subscriptions import gather

UNDECIDED = frozenset({"placeholder-open", "site-url-missing"})
"""What is for the owner to decide, whatever a change of the content does."""


def outline(content: Path, now: str | None, before: Outline | None = None) -> Outline:
    """Return the outline of a content folder. Raises ContentProblems if no site can be made of it,
    and ValueError, worded for people, for a `now` that is no time.

    `before` is the outline of the site as it is: then the problems name what people would lose.
    """
    at = now_from(os.environ, now)
    state = BuildState(code_version())
    reading = ContentReader(content, TYPES, state, lambda folder: find_files(content, folder), _silent).read()
    look_at_pictures(reading, shown_path(content), state, PictureCache(PICTURES))
    preview = _connected(reading, content, at, publish=False)
    if stops_the_build(preview.problems):
        raise ContentProblems(preview.problems)
    public = _connected(reading, content, at, publish=True)
    assert public.site is not None  # what makes a site impossible is a problem in a preview too
    was = before.published if before else None
    after = publication(public.site, public, was, shown_path(content), at, reading.assets)
    subscriptions = gather(public.site, was, public)
    problems = {problem for problem in public.problems if problem.code not in UNDECIDED}
    problems -= {*preview.problems, *(before.problems if before else ())}
    problems.update(losses(after, subscriptions))
    return Outline(
        published=after.state(subscriptions),
        pages=tuple(sorted(_pages(preview), key=lambda page: page.path)),
        problems=tuple(in_reading_order(problems)),
    )


def _connected(reading: Reading, content: Path, now: datetime, *, publish: bool) -> Connection:
    return Connector(reading, shown_path(content), TYPES, now, "", publish=publish).connect()


def _silent(what: str, done: int, total: int) -> None:
    """Tell nobody how far it is: an outline takes a moment."""


def _pages(preview: Connection) -> Iterator[OutlinedPage]:
    assert preview.site is not None
    for _, entry in preview.site.all_entries():
        yield OutlinedPage(
            path=entry.path, address=entry.address, title=entry.item.title, shown=_shown(entry.item)
        )


def _shown(item: Item) -> Shown:
    if item.sample:
        return "example"
    return "draft" if item.status == "draft" else "published"
