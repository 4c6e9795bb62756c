"""The running text of a Markdown source: what is read as words, each at its place."""

from __future__ import annotations

import re

_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
_NOT_WORDS = (
    re.compile(r"^ {0,3}\[[^\]^\n][^\]\n]*\]:[^\n]*", re.MULTILINE),  # where a named link leads
    re.compile(r"(?<=\])(?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\]\n]*\])"),  # where a link leads
    re.compile(r"\{[^{}\n]*\}"),  # placeholders, and settings of a paragraph
)
_MARKS = re.compile(r"[*_]+|^[ \t]*>[> \t]*|&nbsp;", re.MULTILINE)
_ADDRESS = re.compile(
    r"<[^<>\s]{1,500}[:@][^<>\s]{1,500}>|\bhttps?://\S+|\bwww\.\S+|(?<!\S)[^\s@]{1,64}@\S{1,200}"
)
_LIST = re.compile(r" {0,3}(?:[-*+]|\d+[.)]|:|\[\^[^\]]+\]:)[ \t]")
_BLOCK = re.compile(r"^[^\S\n]*\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*", re.MULTILINE)
_NO_PARAGRAPH = re.compile(r"\s*(?:#|[-*+]\s|\d+[.)]\s|\||>|\[\^|:)")


def without_code(source: str) -> str:
    """Return a Markdown source with spaces in the place of code and comments; the rest stays where it is."""
    text = _FENCED.sub(_blank, source)
    text = _without_indented_code(text)
    text = _COMMENT.sub(_blank, text)
    return _INLINE_CODE.sub(_blank, text) if "`" in text else text


def prose(source: str) -> str:
    """Return a Markdown source with spaces in the place of all that is not running text.

    Code, comments, addresses and marks go. Every word stays at its line and column.
    """
    text = without_code(source)
    for pattern in _NOT_WORDS:
        text = pattern.sub(_blank, text)
    if any(sign in text for sign in ("@", "://", "www.")):
        text = _ADDRESS.sub(_blank, text)
    return _MARKS.sub(_blank, text)


_BLOCK_OF_QUOTATION = re.compile(r"^ {0,3}>[^\n]*(?:\n[^\S\n]*\S[^\n]*)*", re.MULTILINE)
_QUOTED = re.compile(r"“[^”\n]*”|(?<!\w)\"[^\"\n]*\"(?!\w)")


def without_blocks_of_quotation(source: str) -> str:
    """Return a Markdown source with spaces in the place of the quotations that stand by themselves."""
    return _BLOCK_OF_QUOTATION.sub(_blank, source) if ">" in source else source


def without_quotations(source: str) -> str:
    """Return a source with spaces in the place of all that others said."""
    return _QUOTED.sub(_blank, without_blocks_of_quotation(source))


def first_paragraph(source: str, words: str) -> tuple[int, int]:
    """Return where the first paragraph of a source starts and ends; `words` is its running text."""
    for block in _BLOCK.finditer(source):
        if words[block.start() : block.end()].strip() and not _NO_PARAGRAPH.match(block[0]):
            return block.span()
    return (0, 0)


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


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
