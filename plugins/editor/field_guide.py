"""The parts of docs/editing-guide.md that are made: the tables of settings, and every message explained.

The tables come from the models, the messages from the catalogue. `python -m plugins.editor.field_guide`
prints them; with `--write` it puts each into the guide, between its two marker lines. A test compares
the guide with what this module makes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import PlainValidator
from pydantic_core import PydanticCustomError

from plugins.core.fields import Kind
from plugins.core.item import Item
from plugins.core.model import Model
from plugins.core.organisation import Organisation, Redirects
from plugins.core.problems import listed
from plugins.core.site import ContentType
from plugins.engine.content_types import TYPES

from .catalogue import messages_explained

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "editing-guide.md"
START = "<!-- {}: start; made by python -m plugins.editor.field_guide --write -->"
END = "<!-- {}: end -->"

KINDS = {
    "text": "text, one line or more",
    "line": "one line of text",
    "date": "date",
    "moment": "date, or date and time",
    "flag": "true or false",
    "number": "whole number",
    "name": "name in small letters, digits and hyphens",
    "month": "month",
    "address": "address on this site",
    "link": "address on this site, or an https address",
    "language": "language",
    "email": "e-mail address",
    "site-url": "web address without a path",
    "domain": "name like a domain, in small letters",
    "year": "year",
    "calendar-id": "one word, without spaces or commas",
    "geo": "two numbers with a comma between them",
}
"""The words for each kind of value (`core.fields`)."""


def field_guide(types: Iterable[ContentType] = TYPES) -> str:
    """Return every table as Markdown: what all types share, each type, and the two files of settings."""
    parts = [
        "### Every type\n",
        "These settings can stand at the top of every content file.\n",
        *_tables(Item, lambda name: True),
    ]
    for kind in types:
        shared = {name: repr(info) for name, info in Item.model_fields.items()}
        own = {name for name, info in kind.model.model_fields.items() if repr(info) != shared.get(name)}
        parts += [
            f"### Type: {kind.name}\n",
            f"Files in `content/{kind.folder}/`. {_first_line(kind.model)}\n",
            *_tables(kind.model, own.__contains__),
        ]
    for file, model in (("site.yaml", Organisation), ("redirects.yaml", Redirects)):
        parts += [f"### File: {file}\n", f"`content/{file}`\n", *_tables(model, lambda name: True)]
    return "\n".join(parts)


def parts() -> dict[str, str]:
    """Return each made part of the guide, by the name in its marker lines."""
    return {"settings": field_guide(), "messages": messages_explained()}


def with_parts(guide: str, made: Mapping[str, str]) -> str:
    """Return the guide with each part between its markers. Raises ValueError if a marker is missing."""
    for name, part in made.items():
        start, end = START.format(name), END.format(name)
        before, found, rest = guide.partition(start)
        _, closed, after = rest.partition(end)
        if not found or not closed:
            raise ValueError(f"The guide must hold the lines {start} and {end}")
        guide = f"{before}{start}\n\n{part}\n{end}{after}"
    return guide


def _first_line(model: type[Model]) -> str:
    return (model.__doc__ or "").strip().split("\n")[0]


def _tables(model: type[Model], wanted: Callable[[str], bool], places: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the table of a model, then those of the models inside it; `places` is where it stands."""
    fields = {info.alias or name: info for name, info in model.model_fields.items() if wanted(name)}
    if places:
        yield f"#### Inside {listed((f'`{place}`' for place in places), 'and')}\n"
    yield "| Setting | Needed | What to write | Form | Example |\n|---|---|---|---|---|"
    for name, info in fields.items():
        cells = (f"`{name}`", _needed(info), _words(info), form_words(info), _example(info))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""
    inside: dict[type[Model], list[str]] = {}
    for name, info in fields.items():
        inner = _model_in(info.annotation)
        if inner is not None:
            inside.setdefault(inner, []).extend(
                f"{place}.{name}" if place else name for place in places or ("",)
            )
    for inner, names in inside.items():
        yield from _tables(inner, lambda name: True, tuple(names))


def _needed(info: Any) -> str:
    if info.is_required():
        return "yes"
    default = info.default
    if isinstance(default, bool):
        default = str(default).lower()
    plain = isinstance(default, str) or (isinstance(default, int) and default != 0)
    return f"no, `{default}`" if plain else "no"


def _words(info: Any) -> str:
    return f"**{info.title}.** {info.description}"


def form_words(info: Any) -> str:
    """Return in words what sort of value a field takes: `date`, `online or hybrid`, `list: one line of text`."""
    annotation = info.annotation
    inner = _model_in(annotation)
    words = "settings of its own, below" if inner is not None else _kind(annotation, info.metadata)
    if _holds(annotation, tuple):
        return f"list: {words}"
    if _holds(annotation, dict):
        return f"names, each with {words}"
    return words


def _kind(annotation: Any, metadata: Iterable[Any]) -> str:
    marks = [*metadata, *_marks(annotation)]
    kind = next((mark for mark in marks if isinstance(mark, Kind)), None)
    return KINDS[kind.name] if kind else _choices(annotation, marks)


def _choices(annotation: Any, marks: list[Any]) -> str:
    """Return the words of a short list, as the rule of the field itself gives them."""
    for rule in marks:
        if isinstance(rule, PlainValidator):
            try:
                rule.func("?")  # type: ignore[call-arg]  # its rule takes the value alone
            except PydanticCustomError as error:
                return str((error.context or {})["fix"]).removeprefix("write ")
    raise TypeError(f"{annotation} has no kind and no choices")


def _marks(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        yield from _marks(part)


def _holds(annotation: Any, origin: type) -> bool:
    return get_origin(annotation) is origin or any(
        _holds(part, origin) for part in get_args(annotation) if get_origin(part) is not Literal
    )


def _model_in(annotation: Any) -> type[Model] | None:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)


def _example(info: Any) -> str:
    example = info.examples[0] if info.examples else None
    if isinstance(example, list) and example and isinstance(example[0], str):
        return f"`- {example[0]}`"
    return f"`{example}`" if isinstance(example, str) else ""


def main(arguments: list[str]) -> int:
    """Print the made parts, or write them into the guide. Returns the exit status."""
    if arguments == ["--write"]:
        GUIDE.write_text(with_parts(GUIDE.read_text("utf-8"), parts()), "utf-8")
        return 0
    if arguments:
        print("usage: python -m plugins.editor.field_guide [--write]", file=sys.stderr)
        return 1
    print(*parts().values(), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
