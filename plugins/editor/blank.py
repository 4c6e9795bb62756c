"""The blank of a type: a new file that says what to write where, made from the type's model.

Lines that start with `##` explain the setting below them. A setting that can be left out stands there
with a single `#` before it and its example as value: without the `#` it is right as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plugins.core.blanks import BLANK
from plugins.core.item import Item
from plugins.core.model import Model, fields_of, model_in
from plugins.core.problems import listed
from plugins.core.settings_quotes import in_quotes
from plugins.core.settings_tree import Scalar, read_settings
from plugins.core.site import ContentType

from .field_guide import form_words

NEEDED = {"event": ("end",)}
"""What a type needs besides its required fields, by a rule between fields."""

KEPT = ("owner", "review_by")
"""Who looks after what lasts, and when: a type whose items have no day of their own asks for them."""

LATER = {
    "status", "sample", "lang", "publish_from", "publish_until", "aliases", "uid",
    "event_status", "status_note", "previous_start", "previous_format",
}  # fmt: skip
"""Settings that a new item seldom needs. The guide for editors explains them."""

TOP = """\
## Lines that start with # are notes for you: they are never published.
## Write over each {blank}. To use a setting that has a single # before it, take the # and the space out.
"""

TEXTS = {
    "page": ("Say the most important thing first, then what people can do.", "## What you can do"),
    "offer": (
        "Say in two or three sentences what it is. Then answer what people ask.",
        "## Who it is for", "## What happens", "## How to join",
    ),
    "event": ("Say in two or three sentences why people should come.", "## What will happen", "## Who can come"),
    "testimonial": ("The exact words, without quotation marks round them.",),
    "form": ("Say what the form is for and what happens next.",),
}  # fmt: skip
"""What the text of a type begins with: a note for the editor, and headings with a blank under each."""


def blank(
    kind: ContentType,
    values: Mapping[str, str],
    choices: Mapping[str, tuple[str, ...]],
    text: Iterable[str] = (),
) -> str:
    """Return the blank of a type as text.

    `values` are the settings that are known already, as text; `choices` are the names that some settings
    can take on this site (`topics`: names of topics), which their notes then list. `text` are the lines
    under the settings, if there are others than those of the type.
    """
    needed, useful = _sorted_fields(kind, values)
    lines = ["---", *TOP.format(blank=BLANK).splitlines(), ""]
    for name, info in needed.items():
        value = values.get(name, BLANK)
        lines += [*_notes(name, info, choices, example=value == BLANK), *_setting(name, info, value), ""]
    if useful:
        lines += ["## From here on, everything can be left out.", ""]
    for name, info in useful.items():
        lines += [*_notes(name, info, choices, example=False), *_left_out(name, info), ""]
    lines += ["---", *(text or text_of(kind))]
    return "\n".join(lines) + "\n"


def text_of(kind: ContentType) -> Iterator[str]:
    """Yield the lines of the text that a blank begins with."""
    note, *headings = TEXTS.get(kind.name, ("Write the text here.",))
    yield f"<!-- {note} -->"
    yield BLANK
    for heading in headings:
        yield from ("", heading, "", BLANK)


def typed(value: str) -> str:
    """Return a value as it must be typed after its colon: as it is, or between double quotes."""
    read = read_settings("", f"a: {value}")
    found = read if isinstance(read, list) else read.get("a")
    return value if isinstance(found, Scalar) and found.text == value else in_quotes(value)


def _sorted_fields(kind: ContentType, values: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields that a blank fills in, and those that it leaves to the editor."""
    fields = fields_of(kind.model)
    wanted = {
        name
        for name, info in fields.items()
        if info.is_required()
        or name in values
        or name in NEEDED.get(kind.name, ())
        or (name in KEPT and kind.lasts)
    }
    left = {name for name in fields if name not in wanted and name not in LATER and name not in KEPT}
    # What is the type's own says more than what all types have.
    own = [name for name in fields if name not in Item.model_fields]
    order = ["title", "summary", *own, *(name for name in Item.model_fields if name in fields)]
    places = dict.fromkeys(order)
    return (
        {name: fields[name] for name in places if name in wanted},
        {name: fields[name] for name in places if name in left},
    )


def _notes(name: str, info: Any, choices: Mapping[str, tuple[str, ...]], *, example: bool) -> Iterator[str]:
    """Yield what a person has to know of a setting. Its example is left out where it stands there anyway."""
    yield f"## {info.title}: {info.description}"
    words, inner = form_words(info), model_in(info.annotation)
    if name in choices:
        yield f"## On this site: {listed(choices[name])}"
    elif (
        inner is None and info.annotation is not None and _has_choices(info) and words not in info.description
    ):
        yield f"## One of: {words}"
    shown = info.examples[0]
    if example and isinstance(shown, str) and shown not in info.description:
        yield f"## Such as: {shown}"
    if inner is not None:
        more = [
            other for other in fields_of(inner) if other not in _keys(shown) and other not in _needed(inner)
        ]
        if more:
            yield f"## Inside it there can also be: {listed(more, 'and')}"


def _has_choices(info: Any) -> bool:
    return "Literal" in str(info.annotation)


def _keys(example: Any) -> tuple[str, ...]:
    first = example[0] if isinstance(example, list) and example else example
    return tuple(first) if isinstance(first, Mapping) else ()


def _needed(model: type[Model]) -> tuple[str, ...]:
    return tuple(name for name, info in fields_of(model).items() if info.is_required())


def _setting(name: str, info: Any, value: str) -> Iterator[str]:
    """Yield the lines of a setting with its value, or with blanks."""
    inner = model_in(info.annotation)
    if inner is None:
        yield f"{name}: {typed(value)}"
        return
    yield f"{name}:"
    starts = "  - " if isinstance(info.examples[0], list) else "    "
    for number, key in enumerate(_needed(inner)):
        about = fields_of(inner)[key]
        yield f"{'    ' if number else '  '}## {about.title}: {about.description}"
        if _has_choices(about):
            yield f"    ## One of: {form_words(about)}"
        yield f"{starts if number == 0 else '    '}{key}: {BLANK}"


def _left_out(name: str, info: Any) -> Iterator[str]:
    """Yield the lines of a setting that is not used yet: its example behind a `#`."""
    for line in _example_lines(name, info.examples[0]):
        yield f"# {line}"


def _example_lines(name: str, example: Any) -> Iterator[str]:
    if isinstance(example, str):
        yield f"{name}: {typed(example)}"
        return
    yield f"{name}:"
    if isinstance(example, Mapping):
        for key, value in example.items():
            yield f"  {key}: {typed(str(value))}"
        return
    for item in example:
        if isinstance(item, Mapping):
            for number, (key, value) in enumerate(item.items()):
                yield f"  {'- ' if number == 0 else '  '}{key}: {typed(str(value))}"
        else:
            yield f"  - {typed(str(item))}"
