"""Turns a Markdown body into HTML with open slots for links, and notes what it holds.

The HTML depends on the text alone, so it can be cached by content. What needs the rest of
the site (where a link leads, what a placeholder says) stays a numbered slot until the view is made.

Python-Markdown, with tables, footnotes, definition lists, abbreviations, fenced code and
attribute lists. Raw HTML is not part of the language here: it becomes a problem.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

import markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import HtmlInlineProcessor, InlineProcessor
from markdown.preprocessors import HtmlBlockPreprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from .addresses import slug_from

# Slots are written with two characters that no content file may hold (documents.decode refuses them).
SLOT = re.compile('\ue000([lp])(\\d+)\ue001|src="\ue000i(\\d+)\ue001"')

SAFE_ATTRIBUTES = {"id", "lang", "class", "title"}

_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or image in a text, at its line and column in the file (from 1)."""

    target: str
    text: str
    line: int
    column: int
    image: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text; `id` is its address within the page."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Slip:
    """Something in a text that the site does not allow: code, message, fix and place."""

    code: str
    message: str
    fix: str
    line: int
    column: int


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
        size: Callable[[str], tuple[int, int] | None],
    ) -> str:
        """Return the HTML with every slot filled: targets are escaped here, placeholders are HTML.

        `size` gives width and height of the image at an address, in pixels, or None.
        """

        def fill(match: re.Match[str]) -> str:
            if match[1] == "p":
                return placeholder(self.placeholders[int(match[2])][0])
            address = target(int(match[2] or match[3]))
            escaped = address.replace("&", "&amp;").replace('"', "&quot;")
            if match[1]:
                return escaped
            found = size(address)
            sizes = f' width="{found[0]}" height="{found[1]}"' if found else ""
            return f'src="{escaped}"{sizes} loading="lazy"'

        return SLOT.sub(fill, self.html)


def convert(text: str, first_line: int) -> Body:
    """Convert a Markdown text that starts at `first_line` of its file."""
    converter, notes = _converter()
    converter.reset()
    notes.clear()
    converted = converter.convert(text)
    places = _Places(text, first_line)
    return Body(
        html=converted,
        references=tuple(
            Reference(target, label, *places.find_target(target.removeprefix("mailto:")), image)
            for target, label, image in notes.references
        ),
        headings=tuple(notes.headings),
        placeholders=tuple((name, *places.find(f"{{placeholder:{name}}}")) for name in notes.placeholders),
        ids=tuple(notes.ids),
        slips=tuple(
            Slip(code, message, fix, *places.find(piece)) for code, message, fix, piece in notes.slips
        ),
    )


class _Places:
    """Finds where a piece of text stands; the second search for the same piece finds the next one."""

    def __init__(self, text: str, first_line: int) -> None:
        # What stands in a comment is not what is meant.
        self.text = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text)
        self.first_line = first_line
        self.after: dict[str, int] = {}

    def find_target(self, target: str) -> tuple[int, int]:
        """Find the target of a link: after a bracket, a definition or a sign, before the bare words."""
        after = self.after.get(target, 0)
        found = [
            (at + len(sign), sign)
            for sign in ("](", "](<", "]: ", "<")
            if (at := self.text.find(sign + target, after)) >= 0
        ]
        if found:
            self.after[target] = min(found)[0]
        return self.find(target)

    def find(self, piece: str) -> tuple[int, int]:
        start = self.text.find(piece, self.after.get(piece, 0))
        if start < 0:
            start = max(self.text.find(piece), 0)
        self.after[piece] = start + len(piece)
        before = self.text[:start]
        return self.first_line + before.count("\n"), len(before.rsplit("\n", 1)[-1]) + 1


class _Notes:
    """What one conversion finds."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.references: list[tuple[str, str, bool]] = []
        self.headings: list[Heading] = []
        self.placeholders: list[str] = []
        self.ids: list[str] = []
        self.slips: list[tuple[str, str, str, str]] = []


@cache
def _converter() -> tuple[markdown.Markdown, _Notes]:
    # One converter for all texts: making one costs a tenth of a conversion.
    notes = _Notes()
    converter = markdown.Markdown(
        extensions=[
            "tables", "footnotes", "def_list", "abbr", "fenced_code", "attr_list", "sane_lists",
            TocExtension(slugify=_heading_id, marker=""), _House(notes),
        ],
        extension_configs={"tables": {"use_align_attribute": True}, "footnotes": {"BACKLINK_TEXT": "↩︎"}},
        output_format="html",
    )  # fmt: skip
    return converter, notes


def _heading_id(value: str, separator: str) -> str:
    return slug_from(SLOT.sub("", value)) or "part"


class _House(Extension):
    """The rules of this site on top of Markdown."""

    def __init__(self, notes: _Notes) -> None:
        super().__init__()
        self.notes = notes

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (the library's name)
        md.preprocessors.register(_HtmlBlocks(md, self.notes), "html_block", 20)
        md.inlinePatterns.register(_InlineHtml(md, self.notes), "html", 90)
        md.inlinePatterns.register(_Placeholder(self.notes), "placeholder", 185)
        # After attr_list (8) and before toc (5), which takes an empty id for a name.
        md.treeprocessors.register(_Emptied(md), "emptied", 6)
        md.treeprocessors.register(_Tidy(md, self.notes), "house", -10)
        # "#hashtag" at the start of a line is a word: a heading has a space after its hashes.
        HashHeaderProcessor.RE = re.compile(
            r"(?:^|\n)(?P<level>#{1,6}) +(?P<header>(?:\\.|[^\\])*?)#*(?:\n|$)"
        )


_HTML_FIX = "write it in Markdown; the editing guide shows how. For < as a character, write &lt;"


class _HtmlBlocks(HtmlBlockPreprocessor):
    def __init__(self, md: markdown.Markdown, notes: _Notes) -> None:
        super().__init__(md)
        self.notes = notes

    def run(self, lines: list[str]) -> list[str]:
        stashed = self.md.htmlStash.html_counter
        result = super().run(lines)
        blocks = self.md.htmlStash.rawHtmlBlocks
        for number in range(stashed, len(blocks)):
            block, blocks[number] = str(blocks[number]).strip(), ""
            # A comment is a note among editors: it is left out, and no slip.
            if _COMMENT.sub("", block).strip():
                piece = block.split("\n")[0]
                self.notes.slips.append(
                    ("html", f"HTML is not used in texts: {piece[:50]}", _HTML_FIX, piece)
                )
            mark = self.md.htmlStash.get_placeholder(number)
            result = [line.replace(mark, "") for line in result]
        return result


class _InlineHtml(HtmlInlineProcessor):
    def __init__(self, md: markdown.Markdown, notes: _Notes) -> None:
        super().__init__(r"(<(\/?[a-zA-Z][^<>@ ]*( [^<>]*)?|!--(?:(?!<!--|-->).)*--)>)", md)
        self.notes = notes

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        if not _COMMENT.fullmatch(m[1]):
            self.notes.slips.append(("html", f"HTML is not used in texts: {m[1][:50]}", _HTML_FIX, m[1]))
        return "", m.start(0), m.end(0)


class _Placeholder(InlineProcessor):
    def __init__(self, notes: _Notes) -> None:
        super().__init__(r"\{placeholder:([^{}\s]*)\}")
        self.notes = notes

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        number = len(self.notes.placeholders)
        self.notes.placeholders.append(m[1])
        return f"\ue000p{number}\ue001", m.start(0), m.end(0)


class _Emptied(Treeprocessor):
    """Takes out the settings that were written without a value: `{: id= }`."""

    def run(self, root: ElementTree.Element) -> None:
        for element in root.iter():
            for name in [name for name, value in element.attrib.items() if not value]:
                if name in SAFE_ATTRIBUTES:
                    del element.attrib[name]
                else:
                    element.set(name, "")  # the library says None; the policy below judges the name


class _Tidy(Treeprocessor):
    """Notes links, images, headings and ids; takes out what the policy of the site refuses."""

    def __init__(self, md: markdown.Markdown, notes: _Notes) -> None:
        super().__init__(md)
        self.notes = notes

    def run(self, root: ElementTree.Element) -> None:
        self.walk(root)

    def walk(self, parent: ElementTree.Element) -> None:
        for element in parent:
            self.attributes(element)
            if element.tag == "a" and "href" in element.attrib:
                self.link(element)
            elif element.tag == "img":
                self.image(element)
            if element.get("id"):
                self.notes.ids.append(element.get("id", ""))
            self.walk(element)
            if re.fullmatch("h[1-6]", element.tag):
                self.heading(element)

    def attributes(self, element: ElementTree.Element) -> None:
        align = element.attrib.pop("align", None)
        if align in ("left", "center", "right"):
            element.set("class", f"align-{align}")
        allowed = SAFE_ATTRIBUTES | {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}}.get(
            element.tag, set()
        )
        for name in [name for name in element.attrib if name not in allowed]:
            value = element.attrib.pop(name)
            self.notes.slips.append(
                (
                    "attribute",
                    f"The setting {name} cannot be used in a text.",
                    "take it out; only lang, id, class and title can stand between {: and }",
                    name if not value or name in value else f"{name}=",
                )
            )
        identity = element.get("id")
        if identity in self.notes.ids:
            self.notes.slips.append(
                (
                    "id-twice",
                    f"Two parts of this text have the id {identity}.",
                    "give one of them another id.",
                    f"#{identity}",
                )
            )

    def link(self, element: ElementTree.Element) -> None:
        if re.fullmatch(r"#fn(?:ref\d*)?:.*", element.get("href", "")):
            return  # the library's own way between a footnote and its mark
        target = _ENTITY.sub(lambda entity: html.unescape(entity[0]), self.plain(element.get("href", "")))
        if "\x02amp\x03#" in (element.text or ""):
            # An e-mail address in < > is written by the library as numbers: give it back as text.
            element.text = AtomicString(target.removeprefix("mailto:"))
        target = SLOT.sub(self._named, target)
        text = SLOT.sub(self._named, self.plain(_text_of(element)))
        element.set("href", self.slot(target, text, image=False))

    def image(self, element: ElementTree.Element) -> None:
        element.set("src", self.slot(element.get("src", ""), element.get("alt", ""), image=True))

    def slot(self, target: str, text: str, *, image: bool) -> str:
        number = len(self.notes.references)
        self.notes.references.append((target, text, image))
        return f"\ue000{'i' if image else 'l'}{number}\ue001"

    def heading(self, element: ElementTree.Element) -> None:
        text = SLOT.sub(self._named, self.plain(_text_of(element)))
        self.notes.headings.append(Heading(int(element.tag[1]), element.get("id", ""), text))

    def _named(self, slot: re.Match[str]) -> str:
        return f"{{placeholder:{self.notes.placeholders[int(slot[2])]}}}" if slot[1] == "p" else ""

    def plain(self, text: str) -> str:
        """Return a text without the marks that the library leaves in it while it works."""

        def replace(mark: re.Match[str]) -> str:
            if mark[1] == "amp":
                return "&"
            if mark[1].isdigit():
                return chr(int(mark[1]))
            number = mark[1].partition(":")[2]
            stashed = self.md.htmlStash.rawHtmlBlocks
            found = str(stashed[int(number)]) if number and int(number) < len(stashed) else ""
            return html.unescape(re.sub("<[^>]*>", "", found))

        return re.sub("\x02([^\x02\x03]*)\x03", replace, text)


def _text_of(element: ElementTree.Element) -> str:
    """Return the words of an element; the library has escaped those of code already."""
    text = element.text or ""
    if element.tag == "code":
        text = html.unescape(text)
    return text + "".join(_text_of(inner) + (inner.tail or "") for inner in element)
