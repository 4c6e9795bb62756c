"""HTML in a text: what an editor meant by each tag, and how it is written in Markdown.

The converter finds what is HTML. Here each tag gets its message; where opening and closing tag stand
for one thing, they are one slip, and its repair is certain where nothing but words is between them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .markdown_slips import Found
from .problems import cut

CODE = "html"


class _Meant(NamedTuple):
    """What people mean by a tag, and what they write instead."""

    message: str
    fix: str


_BOLD = _Meant("Bold words are written with two stars and not as HTML:", "write **words**")
_EMPHASIS = _Meant("Stressed words are written with a star and not as HTML:", "write *words*")
_UNDERLINE = _Meant("Only links are underlined, so this cannot be used:", "take it out, or write **words**")
_BREAK = _Meant("A new line is made without HTML:", "put an empty line there to start a new paragraph.")
_PLAIN = _Meant("Texts need no HTML round their parts:", "take it out; an empty line starts a new paragraph.")
_LINK = _Meant("A link is not written as HTML:", "write [words](address)")
_IMAGE = _Meant("An image is not written as HTML:", "write ![what it shows](../images/workshop.jpg)")
_FRAME = _Meant(
    "Nothing from another site is shown inside a page:",
    "link to it: [Watch the film](https://www.example.org/film)",
)
_SCRIPT = _Meant("A page cannot hold programs or styles:", "take it out, with all that belongs to it.")
_FORM = _Meant("A form is not part of a text:", "make a file in content/forms and link to it.")
_TABLE = _Meant(
    "A table is not written as HTML:",
    "write it like this:\n     | Place | Day |\n     |---|---|\n     | Perth | Friday |",
)
_LIST = _Meant(
    "A list is not written as HTML:", "start each item on a line of its own with a hyphen and a space."
)
_HEADING = _Meant("A heading is not written as HTML:", "write ## and a space before it.")
_RULE = _Meant("A line across the page is not written as HTML:", "use a heading to start a new part.")
_SMALL = _Meant("Letters have one size and height:", "write it in ordinary letters, such as 2nd.")
_OTHER = _Meant("HTML is not used in texts:", "write it in Markdown. For < as a character, write &lt;")

_MEANT: dict[str, _Meant] = {
    **dict.fromkeys(("b", "strong"), _BOLD),
    **dict.fromkeys(("i", "em"), _EMPHASIS),
    "u": _UNDERLINE,
    **dict.fromkeys(("br", "wbr"), _BREAK),
    **dict.fromkeys(("p", "div", "span", "center", "font", "section", "article", "main", "header", "footer"), _PLAIN),
    "a": _LINK,
    **dict.fromkeys(("img", "picture", "figure", "svg"), _IMAGE),
    **dict.fromkeys(("iframe", "video", "audio", "embed", "object"), _FRAME),
    **dict.fromkeys(("script", "style", "link", "meta", "noscript"), _SCRIPT),
    **dict.fromkeys(("form", "input", "button", "textarea", "select", "label"), _FORM),
    **dict.fromkeys(("table", "thead", "tbody", "tr", "td", "th"), _TABLE),
    **dict.fromkeys(("ul", "ol", "li"), _LIST),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _HEADING),
    "hr": _RULE,
    **dict.fromkeys(("sup", "sub", "small", "big"), _SMALL),
}  # fmt: skip

_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_PAIR = re.compile(r"<(?P<tag>b|strong|i|em)>(?P<words>[^<>\n*_`]+)</(?P=tag)>", re.IGNORECASE)
_LINKED = re.compile(
    r"""<a\s+href=(?P<quote>["']?)(?P<target>[^\s"'<>()]+)(?P=quote)(?:\s+(?:target|rel)=["'][\w -]*["'])*\s*>"""
    r"(?P<words>[^<>\n\[\]]+)</a>",
    re.IGNORECASE,
)
_BREAK_AT_END = re.compile(r"<br\s*/?>[ \t]*(?=\n|$)", re.IGNORECASE)
_WHOLE_LINE = re.compile(
    r"<(?P<tag>p|div|center|h[2-6])>[ \t]*(?P<words>[^<>\n]+?)[ \t]*</(?P=tag)>", re.IGNORECASE
)


def slip(raw: str) -> Found:
    """Return what to say of a tag, or of the first line of a block of HTML."""
    name = _NAME.match(raw)
    meant = _MEANT.get(name[1].lower(), _OTHER) if name else _OTHER
    return Found(CODE, f"{meant.message} {cut(raw)}", meant.fix, raw)


def joined(slips: Sequence[Found], text: str) -> Iterator[Found]:
    """Yield the slips of HTML, those of one pair of tags as one, with place and repair where they are certain.

    `text` is the source without code and comments: a tag that stands there once for each slip is found.
    """
    raws = [found.piece for found in slips]
    told: set[int] = set()
    for raw in dict.fromkeys(raws):
        places = [match.start() for match in re.finditer(re.escape(raw), text)]
        if len(places) != raws.count(raw):
            yield from (found for found in slips if found.piece == raw)
            continue
        told.update(places)
    opened: set[str] = set()
    after = 0
    for at, found in sorted(
        ((at, slip(raw)) for raw in dict.fromkeys(raws) for at in _places(raw, text) if at in told),
        key=lambda placed: placed[0],
    ):
        if at < after:
            continue  # the end of a pair that was mended as one
        name = _NAME.match(found.piece)
        if found.piece.startswith("</") and name and name[1].lower() in opened:
            continue  # its opening tag was told
        if name and not found.piece.startswith("</"):
            opened.add(name[1].lower())
        mended = _mended(text, at)
        if mended is None:
            yield found._replace(at=at)
        else:
            piece, new = mended
            after = at + len(piece)
            fix = f"write {new}" if new.strip() else found.fix
            yield Found(CODE, found.message, fix, piece, new, at=at)


def _places(raw: str, text: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(raw), text)]


def _mended(text: str, at: int) -> tuple[str, str] | None:
    """Return the piece and what it has to become, where that is certain."""
    pair = _PAIR.match(text, at)
    if pair and pair["words"] == pair["words"].strip() and not _is_glued(text, pair):
        mark = "**" if pair["tag"].lower() in ("b", "strong") else "*"
        return pair[0], f"{mark}{pair['words']}{mark}"
    link = _LINKED.match(text, at)
    if link and link["words"].strip():
        return link[0], f"[{link['words'].strip()}]({html.unescape(link['target'])})"
    whole = _WHOLE_LINE.match(text, at)
    if whole and _is_alone(text, *whole.span()):
        tag = whole["tag"].lower()
        sign = "#" * int(tag[1]) + " " if tag[0] == "h" else ""
        return whole[0], sign + whole["words"]
    line_end = _BREAK_AT_END.match(text, at)
    if line_end and text[:at].rpartition("\n")[2].strip() and not _in_table(text, at):
        following = text[line_end.end() :].partition("\n")[2].partition("\n")[0]
        return line_end[0], "  " if following.strip() else ""
    return None


def _is_glued(text: str, pair: re.Match[str]) -> bool:
    """Say whether letters touch the pair: stars inside a word do not always mean what the tags did."""
    return bool(re.match(r"\w", text[pair.end() :][:1]) or re.search(r"\w$", text[: pair.start()][-1:]))


def _is_alone(text: str, start: int, end: int) -> bool:
    """Say whether a piece stands between empty lines."""
    above = text[:start].rpartition("\n")
    below = text[end:].partition("\n")
    return not (
        above[2].strip()
        or above[0].rpartition("\n")[2].strip()
        or below[0].strip()
        or below[2].partition("\n")[0].strip()
    )


def _in_table(text: str, at: int) -> bool:
    return "|" in text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]
