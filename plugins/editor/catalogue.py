"""The catalogue of messages: every message that a check can give, each with an example and what mends it.

The words stay near their rule. The catalogue holds why a message matters, the smallest example that gives
it, and what a check of that example said. A test checks each example and compares; see docs/decisions/0023.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

CATALOGUE = Path(__file__).with_name("catalogue.yaml")

Files = Mapping[str, str | None]
"""Whole files by name, in the content folder; None means that the file is not there."""

Code = Annotated[str, Field(pattern=r"^[a-z]+(?:-[a-z0-9]+)*$")]


class Entry(BaseModel):
    """A message: `says` is its first line as it is printed, `mended` whether `check --fix` mends the example.

    `into` names the file of the tiny site that the lines of `wrong` and `right` are put into; without it they
    stand in the settings of a page, or are whole files.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    says: str = ""
    mended: bool = False
    why: str
    into: str = Field(
        "page", alias="in", pattern=r"^(?:page|offer|event|newsletter|testimonial|form)(?: text)?$|^site$"
    )
    when: Literal["check", "publish", "publish again", "command"] = "check"
    wrong: str | Files
    right: str | Files

    @model_validator(mode="after")
    def _both_alike(self) -> Entry:
        if isinstance(self.wrong, str) is not isinstance(self.right, str):
            raise ValueError("wrong and right must both be lines, or both be files")
        return self


Themes = Mapping[str, Mapping[Code, Entry]]


class _Catalogue(BaseModel):
    model_config = ConfigDict(frozen=True)

    themes: Themes


def catalogue() -> Themes:
    """Return every message by theme and code, in the order of the file. Raises ValueError for an entry that is wrong."""
    return _Catalogue(themes=yaml.safe_load(CATALOGUE.read_text("utf-8"))).themes


def entries() -> dict[str, Entry]:
    """Return every message by its code."""
    return {code: entry for messages in catalogue().values() for code, entry in messages.items()}


def messages_explained(themes: Themes | None = None) -> str:
    """Return the catalogue as Markdown: a heading for each code, so that it can be linked to."""
    parts: list[str] = []
    for theme, messages in (themes or catalogue()).items():
        parts.append(f"### {theme}\n")
        for code, entry in messages.items():
            parts += [f"#### {code}\n", *_explained(entry)]
    return "\n".join(parts)


def _explained(entry: Entry) -> Iterator[str]:
    kind, _, message = entry.says.partition(": ")
    yield f"> **{_plain(kind)}:** {_plain(message)}\n"
    yield f"{_plain(entry.why)}{' This is mended for you.' if entry.mended else ''}\n"
    if isinstance(entry.wrong, str):
        where = f", {_WHERE[entry.into]}" if entry.when != "command" else ""
        wrong, right = entry.wrong, str(entry.right)
        if _is_short(wrong) and _is_short(right):
            yield f"Not `{_shown(wrong)}`{where}, but `{_shown(right)}`\n"
        else:
            yield from _example(f"Not{where}", wrong)
            yield from _example("But", right)
        return
    assert not isinstance(entry.right, str)
    alike = entry.wrong.keys() == entry.right.keys() and len(entry.wrong) == 1
    for name, text in entry.wrong.items():
        yield from _example_file("Not", name, text)
    for name, text in entry.right.items():
        yield from _example("But", text) if alike and text is not None else _example_file("But", name, text)


_ARTICLES = {"page": "a page", "offer": "an offer", "event": "an event", "newsletter": "a newsletter",
             "testimonial": "a testimonial", "form": "a form"}  # fmt: skip
_WHERE = {
    "site": "in `site.yaml`",
    **{kind: f"in the settings of {words}" for kind, words in _ARTICLES.items()},
    **{f"{kind} text": f"in the text of {words}" for kind, words in _ARTICLES.items()},
}


def _example_file(lead: str, name: str, text: str | None) -> Iterator[str]:
    if text is None:
        yield f"{lead}: no file `{name}`.\n"
    else:
        yield from _example(f"{lead}, in `{name}`", text.removeprefix("+"))


def _example(lead: str, text: str) -> Iterator[str]:
    if not text.strip():
        yield f"{lead}: nothing at all.\n"
    elif is_described(text):
        yield f"{lead}: {text[1:-1]}.\n"
    else:
        yield f"{lead}:\n\n{_fenced(text)}\n"


def _is_short(text: str) -> bool:
    """Say whether an example fits into a sentence: one line, with no sign of code in it."""
    line = text.removesuffix("\n")
    return (
        bool(line)
        and "\n" not in line
        and "`" not in line
        and line == line.strip()
        and not is_described(text)
    )


def is_described(text: str) -> bool:
    """Say whether an example is described in words, since it is no text or too long to show."""
    return text.startswith("(") and text.endswith(")") and "\n" not in text


_SHOWN = {"\t": "⇥", "\u00a0": "⍽", "\u200b": "⍽", "\x0b": "⍽"}


def _fenced(text: str) -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}text\n{_shown(text)}\n{fence}"


def _shown(text: str) -> str:
    return "".join(_SHOWN.get(sign, sign) for sign in text.rstrip("\n"))


def _plain(text: str) -> str:
    """Return words that Markdown shows letter by letter."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", text)
