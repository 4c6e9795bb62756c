"""A Markdown body as HTML with open slots for links, and what it holds; `conversion` makes it.

The HTML depends on the text alone, so it can be cached by content. What needs the rest of
the site (where a link leads, what a placeholder says) stays a numbered slot until the view is made.

Python-Markdown, with tables, footnotes, definition lists, abbreviations, fenced code and
attribute lists. Raw HTML is not part of the language here: it becomes a problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .pictures import PublishedPicture, escaped, picture_html
from .problems import Edit, Problem, Severity

# Slots are written with two characters that no content file may hold (settings_slips.CONTROL).
SLOT = re.compile('\ue000([lp])(\\d+)\ue001|src="\ue000i(\\d+)\ue001"')
_IMAGE = re.compile('<img([^>]*?) src="\ue000i(\\d+)\ue001"([^>]*)>')


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text; `id` is its address within the page."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or image in a text, at its line and column in the file (from 1)."""

    target: str
    text: str
    line: int
    column: int
    image: bool = False

    def __reduce__(self) -> tuple[type[Reference], tuple[str, str, int, int, bool]]:
        # The way of dataclasses takes three times as long, and a check keeps thousands.
        return Reference, (self.target, self.text, self.line, self.column, self.image)


@dataclass(frozen=True, slots=True)
class Slip:
    """Something in a text that the site does not allow, or advises against, at its place in the file."""

    code: str
    message: str
    fix: str
    line: int
    column: int
    severity: Severity = "problem"
    edit: Edit | None = None

    def in_file(self, path: str) -> Problem:
        """Return the problem that it is in the file at `path`."""
        return Problem(
            path, self.line, self.column, self.code, self.message, self.fix, self.severity, self.edit
        )


@dataclass(frozen=True, slots=True)
class Body:
    """A converted text.

    In `html`, slot `l3` or `i3` is `references[3]`, a link or an image; `p0` is `placeholders[0]`.
    """

    html: str
    references: tuple[Reference, ...]
    headings: tuple[Heading, ...]
    placeholders: tuple[tuple[str, int, int], ...]
    ids: tuple[str, ...]
    slips: tuple[Slip, ...]

    def fill(
        self,
        target: Callable[[int], str],
        placeholder: Callable[[str], str],
        picture: Callable[[str], PublishedPicture | None],
        *,
        lazy: bool = True,
    ) -> str:
        """Return the HTML with every slot filled: targets are escaped here, placeholders are HTML.

        `picture` gives the published form of the image at an address, or None. Browsers fetch an image when it
        comes near the screen, all of them if `lazy`, else all but the first.
        """
        first = not lazy

        def image(match: re.Match[str]) -> str:
            nonlocal first
            address = target(int(match[2]))
            found = picture(address) or PublishedPicture(address)
            first, lazily = False, not first
            return picture_html(found, match[1], match[3], lazy=lazily)

        def fill(match: re.Match[str]) -> str:
            if match[1] == "p":
                return placeholder(self.placeholders[int(match[2])][0])
            return escaped(target(int(match[2])))

        return SLOT.sub(fill, _IMAGE.sub(image, self.html))


def convert(text: str, first_line: int) -> Body:
    """Convert a Markdown text that starts at `first_line` of its file."""
    from .conversion import converted

    return converted(text, first_line)
