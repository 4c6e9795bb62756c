"""The running text of a Markdown source: what is read as words, each at its place."""

from __future__ import annotations

import re
from functools import lru_cache

from .late_patterns import late

_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
_DEFINED = re.compile(r"^ {0,3}\[[^\]^\n][^\]\n]*\]:[^\n]*", re.MULTILINE)  # where a named link leads
_NAME_OF_ADDRESS = re.compile(r"\[[^\]^\n][^\]\n]*\]:")
_NOT_WORDS = (
    # where a link leads; what stands before a bracket is looked at once there is one, which is many times faster
    ("]", re.compile(r"\((?<=\]\()[^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[(?<=\]\[)[^\]\n]*\]")),
    ("{", re.compile(r"\{[^{}\n]*\}")),  # placeholders, and settings of a paragraph
)
_MARKS = (
    (">", re.compile(r"^[ \t]*>[> \t]*", re.MULTILINE)),
    ("*", re.compile(r"[*_]+")),
    ("_", re.compile(r"[*_]+")),
    ("&nbsp;", re.compile("&nbsp;")),
)
_ADDRESS = re.compile(
    r"<[^<>\s]{1,500}[:@][^<>\s]{1,500}>|\bhttps?://\S+|\bwww\.\S+|(?<!\S)[^\s@]{1,64}@\S{1,200}"
)
_LIST = re.compile(r" {0,3}(?:[-*+]|\d+[.)]|:|\[\^[^\]]+\]:)[ \t]")
_BLOCK = re.compile(r"^[^\S\n]*\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*", re.MULTILINE)
_NO_PARAGRAPH = re.compile(r"\s*(?:#|[-*+]\s|\d+[.)]\s|\||>|\[\^|:)")


@lru_cache(maxsize=2)
def without_code(source: str) -> str:
    """Return a Markdown source with spaces in the place of code and comments; the rest stays where it is."""
    text = _FENCED.sub(blank, source) if "```" in source or "~~~" in source else source
    text = _without_indented_code(text) if "\t" in text or "    " in text else text
    text = _COMMENT.sub(blank, text) if "<!--" in text else text
    return _INLINE_CODE.sub(blank, text) if "`" in text else text


def prose(source: str) -> str:
    """Return a Markdown source with spaces in the place of all that is not running text.

    Code, comments, addresses and marks go. Every word stays at its line and column.
    """
    text = without_code(source)
    text = without_addresses(text)
    for sign, pattern in _NOT_WORDS:
        if sign in text:
            text = pattern.sub(blank, text)
    if any(sign in text for sign in ("@", "://", "www.")):
        text = _ADDRESS.sub(blank, text)
    for sign, pattern in _MARKS:
        if sign in text:
            text = pattern.sub(blank, text)
    return text


def without_addresses(text: str) -> str:
    """Return a text with spaces in the place of the lines that say where named links lead."""
    return _DEFINED.sub(blank, text) if names_an_address(text) else text


def names_an_address(text: str) -> bool:
    """Say whether a text may say where a named link leads: `[name]: https://…`; notes look alike, and are none."""
    return "]:" in text and bool(_NAME_OF_ADDRESS.search(text))


SENTENCE_END = late(r"[.!?](?=\s|$)|\n[^\S\n]*\n")
"""Where a sentence of running text ends: at its sign, or with its paragraph."""

_BLOCK_OF_QUOTATION = re.compile(r"^ {0,3}>[^\n]*(?:\n[^\S\n]*\S[^\n]*)*", re.MULTILINE)
_QUOTED = re.compile(r"“[^”\n]*”|(?<!\w)\"[^\"\n]*\"(?!\w)")


def without_blocks_of_quotation(source: str) -> str:
    """Return a Markdown source with spaces in the place of the quotations that stand by themselves."""
    return _BLOCK_OF_QUOTATION.sub(blank, source) if ">" in source else source


def without_quotations(source: str) -> str:
    """Return a source with spaces in the place of all that others said."""
    unquoted = without_blocks_of_quotation(source)
    return _QUOTED.sub(blank, unquoted) if "“" in unquoted or '"' in unquoted else unquoted


def first_paragraph(source: str, words: str) -> tuple[int, int]:
    """Return where the first paragraph of a source starts and ends; `words` is its running text."""
    for block in _BLOCK.finditer(source):
        if words[block.start() : block.end()].strip() and not _NO_PARAGRAPH.match(block[0]):
            return block.span()
    return (0, 0)


def blank(found: re.Match[str]) -> str:
    """Return spaces in the place of what was found; line ends stay."""
    text = found[0]
    return "\n".join([" " * len(line) for line in text.split("\n")]) if "\n" in text else " " * len(text)


def _without_indented_code(text: str) -> str:
    lines, inside_list, after_gap = text.split("\n"), False, True
    for number, line in enumerate(lines):
        if not line.strip():
            after_gap = True
            continue
        if line.startswith(("    ", "\t")):
            if after_gap and not inside_list:
                lines[number] = " " * len(line)
                continue
        else:
            inside_list = bool(_LIST.match(line)) or (inside_list and not after_gap)
        after_gap = False
    return "\n".join(lines)
