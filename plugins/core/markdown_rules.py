"""The rules of this site on top of Python-Markdown: what a text may hold, and what is noted of it.

The converter writes a slot where a link, an image or a placeholder stands; `body.Body` fills it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from functools import cache
from xml.etree import ElementTree

import markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListExtension, AttrListTreeprocessor
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension, TableProcessor
from markdown.extensions.toc import (
    TocExtension,
    TocTreeprocessor,
    remove_fnrefs,
    render_inner_html,
    strip_tags,
    unique,
)
from markdown.inlinepatterns import HtmlInlineProcessor, InlineProcessor
from markdown.preprocessors import HtmlBlockPreprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from .addresses import slug_from
from .body import SLOT, Heading
from .html_slips import slip as html_slip
from .leftovers import open_signs, stars
from .markdown_slips import Found, any_sign, in_paragraph, in_words
from .markdown_speed import hasten
from .pictures import alternative_text
from .placeholders import PLACEHOLDER

SAFE_ATTRIBUTES = {"id", "lang", "class", "title"}
_ALLOWED = {
    "a": SAFE_ATTRIBUTES | {"href"},
    "img": SAFE_ATTRIBUTES | {"src", "alt"},
    "ol": SAFE_ATTRIBUTES | {"start"},
}

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)

_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")
_MARK = re.compile("\x02([^\x02\x03]*)\x03")
_STASHED = re.compile("\x02(?!amp\x03|\\d+\x03)[^\x02\x03]*\x03")
_NOTE_LINK = re.compile(r"#fn(?:ref\d*)?:.*")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:_\d+)?|fn(?:ref\d*)?:.*")
"""Ids of headings and footnotes; those of the theme hold an underscore and letters, so none can clash."""


class Notes:
    """What one conversion finds."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget the last conversion."""
        self.references: list[tuple[str, str, bool]] = []
        self.headings: list[Heading] = []
        self.placeholders: list[str] = []
        self.written: list[str] = []
        self.ids: list[str] = []
        self.slips: list[Found] = []
        self.level = 1  # of the heading before; the title is the first


@cache
def converter() -> tuple[markdown.Markdown, Notes]:
    """Return the one converter, and the notes of its last conversion: making one costs a tenth of its work."""
    notes = Notes()
    made = markdown.Markdown(
        extensions=[
            # As objects: for names the library asks every package that is installed.
            TableExtension(use_align_attribute=True), FootnoteExtension(BACKLINK_TEXT="↩︎"), DefListExtension(),
            AbbrExtension(), FencedCodeExtension(), AttrListExtension(), SaneListExtension(),
            _Headings(slugify=_heading_id, marker=""), _House(notes),
        ],
        output_format="html",
    )  # fmt: skip
    return made, notes


class _HeadingIds(TocTreeprocessor):
    """Gives headings their ids, as the library does, but without a list of contents, which no page shows."""

    def run(self, doc: ElementTree.Element) -> None:
        headings = [element for element in doc.iter() if element.tag in _HEADINGS]
        if not headings:
            return
        taken = {element.attrib["id"] for element in doc.iter() if "id" in element.attrib}
        counted: dict[str, int] = {}
        for heading in headings:
            if "id" not in heading.attrib:
                name = heading.text or ""
                if len(heading) or not _PLAIN_NAME.fullmatch(name):
                    name = html.unescape(strip_tags(render_inner_html(remove_fnrefs(heading), self.md)))
                heading.attrib["id"] = unique(_heading_id(name, ""), taken, counted)  # type: ignore[call-arg]


class _Headings(TocExtension):
    TreeProcessorClass = _HeadingIds


class _Attributes(AttrListTreeprocessor):
    """Looks for settings of an element where a text has a bracket that starts some."""

    def run(self, doc: ElementTree.Element) -> None:
        if any("{" in line for line in self.md.lines):  # type: ignore[attr-defined]
            super().run(doc)


_PLAIN_NAME = re.compile("[^<>&\\\\\x02\x03\ue000]+")
"""A heading's words that are the same as HTML."""


def _heading_id(value: str, separator: str) -> str:
    return slug_from(SLOT.sub("", value)) or "part"


class _House(Extension):
    """The rules of this site on top of Markdown."""

    def __init__(self, notes: Notes) -> None:
        super().__init__()
        self.notes = notes

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (the library's name)
        md.preprocessors.register(_HtmlBlocks(md, self.notes), "html_block", 20)
        md.inlinePatterns.register(_InlineHtml(md, self.notes), "html", 90)
        md.inlinePatterns.register(_Placeholder(self.notes), "placeholder", 185)
        md.treeprocessors.register(_Attributes(md), "attr_list", 8)
        # After attr_list (8) and before toc (5), which takes an empty id for a name.
        md.treeprocessors.register(_Emptied(md), "emptied", 6)
        md.treeprocessors.register(_Tidy(md, self.notes), "house", -10)
        md.parser.blockprocessors.register(
            _Table(md.parser, {"use_align_attribute": True}, self.notes), "table", 75
        )
        # "#hashtag" at the start of a line is a word: a heading has a space after its hashes.
        HashHeaderProcessor.RE = re.compile(
            r"(?:^|\n)(?P<level>#{1,6}) +(?P<header>(?:\\.|[^\\])*?)#*(?:\n|$)"
        )
        hasten(md)


class _HtmlBlocks(HtmlBlockPreprocessor):
    def __init__(self, md: markdown.Markdown, notes: Notes) -> None:
        super().__init__(md)
        self.notes = notes

    def run(self, lines: list[str]) -> list[str]:
        if not any("<" in line or "&" in line for line in lines):
            return lines
        stashed = self.md.htmlStash.html_counter
        result = super().run(lines)
        blocks = self.md.htmlStash.rawHtmlBlocks
        for number in range(stashed, len(blocks)):
            block, blocks[number] = str(blocks[number]).strip(), ""
            # A comment is a note among editors: it is left out, and no slip.
            if COMMENT.sub("", block).strip():
                piece = block.split("\n")[0]
                self.notes.slips.append(html_slip(piece))
            mark = self.md.htmlStash.get_placeholder(number)
            result = [line.replace(mark, "") for line in result]
        return result


class _InlineHtml(HtmlInlineProcessor):
    def __init__(self, md: markdown.Markdown, notes: Notes) -> None:
        super().__init__(r"(<(\/?[a-zA-Z][^<>@ ]*( [^<>]*)?|!--(?:(?!<!--|-->).)*--)>)", md)
        self.notes = notes

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        if not COMMENT.fullmatch(m[1]):
            self.notes.slips.append(html_slip(m[1]))
        return "", m.start(0), m.end(0)


class _Placeholder(InlineProcessor):
    def __init__(self, notes: Notes) -> None:
        super().__init__(PLACEHOLDER.pattern)
        self.compiled_re = PLACEHOLDER
        self.notes = notes

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        number = len(self.notes.placeholders)
        self.notes.placeholders.append(m[1])
        self.notes.written.append(m[0])
        return f"\ue000p{number}\ue001", m.start(0), m.end(0)


class _Table(TableProcessor):
    """A table whose rows lose nothing: the library drops cells beyond those of the heading row."""

    def __init__(
        self, parser: markdown.blockparser.BlockParser, config: dict[str, bool], notes: Notes
    ) -> None:
        super().__init__(parser, config)
        self.notes = notes

    def _build_row(self, row: str, parent: ElementTree.Element, align: Sequence[str | None]) -> None:
        if len(self._split_row(row.strip(" "))) > len(align):  # type: ignore[attr-defined]
            self.notes.slips.append(
                Found(
                    "table-cells",
                    f"This row has more cells than the first row of its table: {row.strip()[:40]}",
                    "take the cells out, or give the first row as many.",
                    row.strip(),
                )
            )
        super()._build_row(row, parent, align)  # type: ignore[misc]


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

    def __init__(self, md: markdown.Markdown, notes: Notes) -> None:
        super().__init__(md)
        self.notes = notes

    def run(self, root: ElementTree.Element) -> None:
        self.walk(root)

    def walk(self, parent: ElementTree.Element) -> None:
        if parent.text and parent.tag not in ("code", "pre"):
            self.words(parent.text, parent.tag == "p")
        for element in parent:
            if element.tail:
                self.words(element.tail, is_paragraph=False)
            if element.attrib:
                self.attributes(element)
            if element.tag == "a" and "href" in element.attrib:
                self.link(element)
            elif element.tag == "img":
                self.image(element)
            if element.get("id"):
                self.notes.ids.append(element.get("id", ""))
            if element.tag == "pre":
                self.indented(element)
            self.walk(element)
            if element.tag in _HEADINGS:
                self.heading(element)

    def indented(self, element: ElementTree.Element) -> None:
        """Tell of a paragraph that became code: a block between ``` never comes here."""
        line = self.plain(_text_of(element)).strip().split("\n")[0]
        self.notes.slips.append(
            Found(
                "code-indented",
                f"This is shown as code, because it starts with four spaces or more: {line[:40]}",
                "take the spaces away; what is meant as code goes between two lines of ```",
                line,
                severity="warning",
            )
        )

    def words(self, text: str, is_paragraph: bool) -> None:  # noqa: FBT001
        # What is stashed, such as a block of code, is not running text.
        plain = self.plain(_STASHED.sub(" ", text)) if "\x02" in text else text
        if any_sign(plain):
            self.notes.slips += in_words(plain)
            self.notes.slips += stars(plain)
        if "*" in plain or "_" in plain or "~~" in plain:
            self.notes.slips += open_signs(plain)
        if is_paragraph:
            self.notes.slips += in_paragraph(plain)

    def attributes(self, element: ElementTree.Element) -> None:
        align = element.attrib.pop("align", None)
        if align in ("left", "center", "right"):
            element.set("class", f"align-{align}")
        allowed = _ALLOWED.get(element.tag, SAFE_ATTRIBUTES)
        for name in [name for name in element.attrib if name not in allowed]:
            value = element.attrib.pop(name)
            self.notes.slips.append(
                Found(
                    "attribute",
                    f"The setting {name} cannot be used in a text.",
                    "take it out; only lang, id, class and title can stand between {: and }",
                    name if not value or name in value else f"{name}=",
                )
            )
        identity = element.get("id")
        if identity and not _ID.fullmatch(identity):
            self.notes.slips.append(
                Found(
                    "id-form",
                    f"An id must be in small letters, digits and hyphens, but it is “{identity}”.",
                    f"write #{slug_from(identity)}" if slug_from(identity) else "take it out.",
                    f"#{identity}",
                )
            )
        if identity in self.notes.ids:
            self.notes.slips.append(
                Found(
                    "id-twice",
                    f"Two parts of this text have the id {identity}.",
                    "give one of them another id.",
                    f"#{identity}",
                )
            )

    def link(self, element: ElementTree.Element) -> None:
        if _NOTE_LINK.fullmatch(element.get("href", "")):
            return  # the library's own way between a footnote and its mark
        target = _ENTITY.sub(lambda entity: html.unescape(entity[0]), self.plain(element.get("href", "")))
        if "\x02amp\x03#" in (element.text or ""):
            # An e-mail address in < > is written by the library as numbers: give it back as text.
            element.text = AtomicString(target.removeprefix("mailto:"))
        target = SLOT.sub(self._named, target)
        text = SLOT.sub(self._named, self.plain(_text_of(element)))
        if not text.strip():  # a link round an image is known by its description
            text = " ".join(image.get("alt", "") for image in element.iter("img"))
        element.set("href", self.slot(target, text, image=False))

    def image(self, element: ElementTree.Element) -> None:
        description = element.get("alt", "")
        element.set("src", self.slot(element.get("src", ""), description, image=True))
        element.set("alt", alternative_text(description))

    def slot(self, target: str, text: str, *, image: bool) -> str:
        number = len(self.notes.references)
        self.notes.references.append((target, text, image))
        return f"\ue000{'i' if image else 'l'}{number}\ue001"

    def heading(self, element: ElementTree.Element) -> None:
        text = SLOT.sub(self._named, self.plain(_text_of(element)))
        level = int(element.tag[1])
        self.notes.headings.append(Heading(level, element.get("id", ""), text))
        self.notes.slips += self.heading_slips(level, text)
        self.notes.level = level

    def heading_slips(self, level: int, text: str) -> Iterator[Found]:
        piece = f"{'#' * level} {text}".strip()
        if not text.strip():
            yield Found(
                "heading-empty",
                "This heading has no words.",
                "write them after the # signs, or take it out.",
                piece,
            )
        elif level == 1:
            yield Found(
                "heading-main",
                f"The title is the main heading, so a text cannot have another: {text[:40]}",
                "start the heading with ##",
                piece,
            )
        elif level > self.notes.level + 1:
            yield Found(
                "heading-skip",
                f"This heading skips a level: {text[:40]}",
                f"start it with {'#' * (self.notes.level + 1)}",
                piece,
            )

    def _named(self, slot: re.Match[str]) -> str:
        return f"{{placeholder:{self.notes.placeholders[int(slot[2])]}}}" if slot[1] == "p" else ""

    def plain(self, text: str) -> str:
        """Return a text without the marks that the library leaves in it while it works."""
        if "\x02" not in text:
            return text

        def replace(mark: re.Match[str]) -> str:
            if mark[1] == "amp":
                return "&"
            if mark[1].isdigit():
                return chr(int(mark[1]))
            number = mark[1].partition(":")[2]
            stashed = self.md.htmlStash.rawHtmlBlocks
            found = str(stashed[int(number)]) if number and int(number) < len(stashed) else ""
            return html.unescape(re.sub("<[^>]*>", "", found))

        return _MARK.sub(replace, text)


def _text_of(element: ElementTree.Element) -> str:
    """Return the words of an element; the library has escaped those of code already."""
    text = element.text or ""
    if element.tag == "code":
        text = html.unescape(text)
    return text + "".join(_text_of(inner) + (inner.tail or "") for inner in element)
