"""Makes a new content file: its name from the title, its text from the model. Never writes over a file."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from plugins.core.addresses import is_slug, slug_from
from plugins.core.clock import UK, now_from
from plugins.core.fields import Month, parse_month
from plugins.core.problems import cut, listed, nearest
from plugins.core.site import ContentType, Site
from plugins.engine.build_run import missing_folder
from plugins.engine.checking import find_files
from plugins.engine.connecting import Connection, Connector
from plugins.engine.content_types import TYPES
from plugins.engine.project import code_version
from plugins.engine.reading import ContentReader, shown_path
from plugins.engine.state import BuildState
from plugins.outputs.published import PublishedState

from .blank import blank
from .newsletter_draft import newsletter_draft, next_issue

WITHOUT_ACCENT = str.maketrans(
    {"æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ß": "ss", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d"}
)
"""Letters that do not come apart into a plain letter and an accent."""


class Refused(ValueError):
    """The file cannot be made; the message says why and what to do instead, in two sentences or less."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. `file` is a name without folder and ending; `issue` and `examples` are for newsletters."""

    type: str
    title: str = ""
    content: Path = Path("content")
    now: str | None = None
    file: str = ""
    issue: str = ""
    published: PublishedState | None = None
    examples: bool = False


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that was made: how people see its path, and what they do next."""

    path: str
    steps: tuple[str, ...]


def make_file(wanted: Wanted) -> NewFile:
    """Write the new file. Raises Refused where that cannot be done, and then nothing was written."""
    kind = type_called(wanted.type)
    title = _title(wanted.title)
    if not wanted.content.is_dir():
        problem = missing_folder(wanted.content)
        raise Refused(f"{problem.message} {problem.fix.capitalize()}")
    try:
        now = now_from(os.environ, wanted.now)
    except ValueError as error:
        raise Refused(str(error)) from None
    connection = connected(wanted.content, now)
    today = now.astimezone(UK).date()
    if kind.name == "newsletter":
        return _newsletter(wanted, title, kind, connection, today)
    if not title:
        raise Refused(f'The title is missing. Write it between quotes: new {kind.name} "Open day".')
    name = wanted.file.removesuffix(".md") or file_name(title)
    _check_name(wanted, kind, name, kind.address(name, None), connection)
    values = {"title": title}
    if kind.lasts:
        values["review_by"] = _in_a_year(today).isoformat()
    elif not kind.model.model_fields["date"].is_required():
        values["date"] = today.isoformat()  # an event is announced on the day that it is written
    return _write(wanted, kind, name, blank(kind, values, _choices(connection.site)))


def connected(content: Path, now: datetime) -> Connection:
    """Return what is on the site already; what has problems is left out, and `check` is where they are told."""
    reading = ContentReader(
        content, TYPES, BuildState(code_version()), lambda folder: find_files(content, folder),
        lambda what, done, total: None,
    ).read()  # fmt: skip
    return Connector(reading, shown_path(content), TYPES, now, "", publish=False).connect()


def type_called(name: str) -> ContentType:
    """Return the type of that name; its folder's name will do. Raises Refused with the nearest one."""
    if not name:
        raise Refused('The type is missing. Write it before the title: new event "Open day".')
    plain = name.strip().lower()
    for kind in TYPES:
        if plain in (kind.name, kind.folder):
            return kind
    names = [kind.name for kind in TYPES]
    close = nearest(plain, [*names, *(kind.folder for kind in TYPES)])
    if close:
        nearly = next(kind.name for kind in TYPES if close in (kind.name, kind.folder))
        raise Refused(f"There is no type called {cut(name)}. The nearest is {nearly}.")
    raise Refused(f"There is no type called {cut(name)}. Use one of these: {listed(names)}.")


def file_name(title: str) -> str:
    """Return the name of the file for a title, without its ending: `Còmhradh: 'S e do bheatha!` → `comhradh-s-e-do-bheatha`.

    Empty if the title has no letter or digit that a name can hold.
    """
    plain = re.sub(r"(?<=\w)['’](?=\w)", "", title).replace("&", " and ").translate(WITHOUT_ACCENT)
    return slug_from(plain)


def _title(title: str) -> str:
    """Return a title on one line, without signs that nobody can see."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in title).split())


def _in_a_year(today: date) -> date:
    last = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year + 1, day=28) if last else today.replace(year=today.year + 1)


def _choices(site: Site | None) -> dict[str, tuple[str, ...]]:
    """Return what a setting can name on this site: its topics, series, offers and forms."""
    if site is None:
        return {}
    offers = tuple(site.known.get("offer", ()))
    found = {
        "topics": tuple(site.organisation.topics),
        "series": tuple(site.organisation.series),
        "offers": offers,
        "parent": offers,
    }
    return {name: names for name, names in found.items() if names}


def _check_name(wanted: Wanted, kind: ContentType, name: str, address: str, connection: Connection) -> None:
    if not name:
        raise Refused("The title gives no name for the file. Name it yourself, such as --file open-day.")
    if not is_slug(name):
        close = file_name(name)
        raise Refused(
            f"--file must be in small letters, digits and hyphens, but it is {cut(name)}."
            + (f" Write --file {close}." if close else "")
        )
    folder = wanted.content / kind.folder
    path = f"{shown_path(wanted.content)}/{kind.folder}/{name}.md"
    if os.path.lexists(folder / f"{name}.md"):
        raise Refused(
            f"There is already a file {path}. Give the new one another name: --file {_free(folder, name)}."
        )
    if address in _taken(connection):
        raise Refused(f"There is already a page at {address}. Give the new file another name with --file.")


def _free(folder: Path, name: str) -> str:
    number = 2
    while os.path.lexists(folder / f"{name}-{number}.md"):
        number += 1
    return f"{name}-{number}"


def _taken(connection: Connection) -> set[str]:
    return {
        *(section.address for _, section in connection.sections if section.kind not in ("home", "subscribe")),
        *(entry.address for entry in connection.entries),
        *(redirect.address for redirect in connection.redirects),
    }


def _newsletter(
    wanted: Wanted, title: str, kind: ContentType, connection: Connection, today: date
) -> NewFile:
    site = connection.site
    if site is None:
        raise Refused("The content has problems that must be mended first. Run the task check to see them.")
    items: list[Any] = [item for item in site.known.get(kind.name, {}).values() if item is not None]
    issues = [item.issue for item in items]
    issue = _issue(wanted.issue) if wanted.issue else next_issue(issues, today)
    name = wanted.file.removesuffix(".md") or str(issue)
    if issue in issues:
        raise Refused(
            f"There is already an issue {issue}. Ask for another month, such as --issue {next_issue(issues, today)}."
        )
    _check_name(wanted, kind, name, f"/{kind.folder}/{issue.year:04}/{issue.month:02}/", connection)
    draft = newsletter_draft(site, issue, wanted.published, examples=wanted.examples)
    values = {**draft.settings, **({"title": title} if title else {})}
    made = _write(wanted, kind, name, blank(kind, values, _choices(site), draft.text))
    left_out = sum(entry.item.sample for _, entry in site.all_entries() if entry.type is not kind)
    if left_out and not wanted.examples:
        were = (
            "1 example was left out, since it is"
            if left_out == 1
            else f"{left_out} examples were left out, since they are"
        )
        note = f"{were} not published; --examples takes examples too."
        return NewFile(made.path, (*made.steps, note))
    return made


def _issue(text: str) -> Month:
    try:
        return parse_month(text)
    except PydanticCustomError:
        raise Refused(f"--issue must be a month such as 2026-12, but it is {cut(text)}.") from None


def _write(wanted: Wanted, kind: ContentType, name: str, text: str) -> NewFile:
    folder = wanted.content / kind.folder
    path = f"{shown_path(wanted.content)}/{kind.folder}/{name}.md"
    try:
        folder.mkdir(exist_ok=True)
        # "x": whoever was quicker keeps the file.
        with (folder / f"{name}.md").open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from None
    return NewFile(
        path,
        (
            "Open it, and write over each WRITE HERE. The lines with # say what belongs there.",
            "Run the task check: it names each blank that is left.",
        ),
    )
