"""What other programs and other people leave in a text: conflicts of two changes, notes, letters that went wrong.

Nobody means to publish any of it, and none of it is Markdown, so it would be shown as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .addresses import slug_from
from .late_patterns import late
from .markdown_slips import Found
from .problems import Problem, cut
from .prose import blank, without_blocks_of_quotation

_CONFLICT = late(r"^(?:<{7}|>{7})(?: [^\n]*)?$", re.MULTILINE)
_SUGGESTION = late(r"^ {0,3}```suggestion\b[^\n]*$", re.MULTILINE)
_DIFF = late(r"^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@[^\n]*$", re.MULTILINE)
_COMMIT = late(r"^(?:Co-authored-by|Signed-off-by|Reviewed-by): [^\n]*$", re.MULTILINE | re.IGNORECASE)
_CHANGE = late(r"\{\+\+.+?\+\+\}|\{--.+?--\}|\{~~.+?~~\}|\{>>.+?<<\}|\{==.+?==\}", re.DOTALL)
_WORD_COMMENT = late(r"(?<=[\w.,!?])\[[A-Z]{1,3}\d{1,3}\](?![\[(:])")
_NOTE = late(
    r"(?<![!\]\\])\[(?P<words>(?:insert|enter|add|your|check|confirm|tbc|tbd|to be confirmed|to follow|xx+)\b[^\]\n]{0,60}"
    # `[time and again]` is a remark: a noun alone, or of something, stands for what is to come.
    r"|(?:date|time|venue|place|name|title|address|link)(?: (?:here|goes|of|to|for)\b[^\]\n]{0,60})?"
    r"|[^\]\n]{1,60}\b(?:tbc|tbd|to be confirmed|to check|to confirm|to follow"
    r"|please check)\b[^\]\n]{0,40})\](?![\[(:])",
    re.IGNORECASE,
)
_BRACKETED = late(r"\[[^\]\n]*\](?![\[(:])")
"""Words in brackets that are no link: most texts hold none."""
_QUOTED = late(r"“(?:(?!\n[ \t]*\n)[^”])*”|(?<!\w)\"[^\"\n]*\"(?!\w)")
"""What somebody said, over the ends of lines: `[name removed]` in it is honest."""
_MEETING = late(r"\bmeeting ID:?[ \t*_]*\d{3}[ \d]{6,14}\d", re.IGNORECASE)
_MANGLED = late("[ÂÃâð][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,3}")
_LOST = "\ufffd"
_TURNED = late(
    r"(?<![\w\])])\((?P<words>[^()\[\]\n]{2,80})\)\[(?P<target>(?:https?://|mailto:|\.{0,2}/)[^\]\s]+|[\w./-]+\.md(?:#[\w-]+)?)\]"
)
_STARS = late(r"(?<![\w*\\])(?<!\w\()\*\*(?=[^\W\d_])|(?<=[^\W\d_])\*\*(?![\w*])")
_SPACED_STARS = late(
    r"(?<![\w*\\])(?<!\d )\*\*(?P<words>[ ]+[^\W\d_][^*\n]*|(?=[^\W\d_])[^*\n]*[^*\s][ ]+)\*\*(?![\w*])"
)
_OPEN_SIGNS = (
    ("__", late(r"(?<![\w_])__(?=[^\W\d_])"), "make nothing bold",
     "write ** before the first word and after the last one, or take them out."),
    ("*", late(r"(?<=[\w,] )\*(?=[^\W\d_])"), "stresses nothing",
     "write * before the first word and after the last one, or take it out."),
    ("_", late(r"(?<![^\s(“‘])_(?=[^\W\d_](?![\w-]*\.\w))"), "stresses nothing",
     "write _ before the first word and after the last one, or take it out."),
    ("~~", late(r"(?<![\w~])~~(?=[^\W\d_])"), "cross nothing out", "take them out, and the words that no longer hold."),
)  # fmt: skip
"""Sign, where it opens, what it does not do, and what mends it. A star that starts a line may mark a note."""
_HIGHLIGHT = late(r"==(?<![=\w{]==)(?=[^\W_])[^=\n]{1,80}(?<=\S)==(?![=\w}])")
_WIKI_LINK = late(
    r"!?\[\[(?<![\w\]\\]\[\[)(?P<page>[^\W\d_][^\[\]|\n]{1,60})(?:\|(?P<words>[^\[\]|\n]{1,60}))?\]\](?![\[(:])"
)
_STARRED_NOTE = late(r"^[ >]*\\?\*(?=[^\s*\[])", re.MULTILINE)
"""A line such as `*Terms apply`: a star in the words above leads to it."""
_COLUMNS = late(r"^[^\t\n|]+(?:\t+[^\t\n|]+)+$")


def merge_conflict(path: str, text: str) -> Problem | None:
    """Return the problem of a file that holds two versions of a part, or None.

    It is looked for before the settings are read: the signs can stand anywhere.
    """
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return None
    found = _CONFLICT.search(text)
    if found is None:
        return None
    return Problem(
        path, text[: found.start()].count("\n") + 1, 1, "merge-conflict",
        "Two people changed this part, and the file holds both versions.",
        "keep the lines that are right, and delete those that start with <<<<<<<, ======= and >>>>>>>",
    )  # fmt: skip


def in_text(source: str, text: str) -> Iterator[Found]:
    """Yield what was left in a Markdown source; `text` is the same without code and comments."""
    for match in _SUGGESTION.finditer(source) if "```suggestion" in source else ():
        yield Found(
            "suggestion-left",
            "A suggested change was pasted here with the line that marks it.",
            "take out the line ```suggestion, and the line ``` after it.",
            match[0],
            at=match.start(),
        )
    yield from _of_programs(text)
    yield from _of_people(text)
    yield from _letters(text)
    yield from _columns(text)


def _of_programs(text: str) -> Iterator[Found]:
    small = text.lower()
    for match in _DIFF.finditer(text) if "@@ -" in text else ():
        message = f"This line comes from a list of changes: {cut(match[0])}"
        yield Found(
            "diff-left",
            message,
            "take it out, and the signs + and - before the lines below it.",
            match[0],
            at=match.start(),
        )
    for match in _COMMIT.finditer(text) if "-by: " in small else ():
        yield Found(
            "commit-line",
            f"This line belongs to the description of a change: {cut(match[0])}",
            "take it out.",
            match[0],
            severity="warning",
            at=match.start(),
        )
    for match in _CHANGE.finditer(text) if "{" in text else ():
        message = f"A proposed change was left here, and is shown as it stands: {cut(match[0])}"
        yield Found(
            "change-left",
            message,
            "write the words as they should be, without { and }",
            match[0],
            at=match.start(),
        )
    for match in _HIGHLIGHT.finditer(text) if "==" in text else ():
        yield Found(
            "signs-open",
            f"The signs == highlight nothing here, and are shown: {cut(match[0])}",
            f"write **{cut(match[0][2:-2])}** if it matters most, or take them out.",
            match[0],
            severity="warning",
            at=match.start(),
        )
    for match in _MEETING.finditer(text) if "meeting id" in small else ():
        yield Found(
            "joining-details",
            f"With this number anybody can join the meeting: {cut(match[0])}",
            "take it out with its passcode, and send both to those who booked.",
            match[0],
            at=match.start(),
        )


def _of_people(text: str) -> Iterator[Found]:
    own = own_words(text) if _BRACKETED.search(text) else ""
    bracketed = [match.span() for match in _BRACKETED.finditer(own)]
    found = (pattern.search(own, *span) for pattern in (_NOTE, _WORD_COMMENT) for span in bracketed)
    for match in filter(None, found):
        yield Found(
            "note-left",
            f"This looks like a note among colleagues: {cut(match[0])}",
            "write what it asks for, or take it out; what stands between <!-- and --> is never shown.",
            match[0],
            severity="warning",
            at=match.start(),
        )
    for match in _TURNED.finditer(text) if ")[" in text else ():
        new = f"[{match['words']}]({match['target']})"
        yield Found(
            "link-form",
            f"The brackets of this link are the wrong way round: {cut(match[0])}",
            f"write {new}",
            match[0],
            new,
            at=match.start(),
        )
    for match in _WIKI_LINK.finditer(text) if "[[" in text else ():
        yield from _wiki_link(match, text)


def _wiki_link(match: re.Match[str], text: str) -> Iterator[Found]:
    """Yield a link or an image in the way of a wiki: `[[contact|Contact us]]`."""
    page = match["page"].strip()
    if f"[{page}]:".lower() in text.lower() or _NOTE.match(f"[{page}]"):
        return
    fix = "write ![what it shows](../images/workshop.jpg), with the name of the image."
    if match[0][0] != "!":
        name = slug_from(page.removesuffix(".md")) or "contact"
        words = (match["words"] or f"{page[0].upper()}{page[1:]}").strip()
        fix = f"write [{words}](../pages/{name}.md), with the folder and the name of its file."
    yield Found(
        "link-form",
        f"This is not written as a link must be: {cut(match[0])}"
        if match[0][0] != "!"
        else f"This is not written as an image must be: {cut(match[0])}",
        fix,
        match[0],
        at=match.start(),
    )


def own_words(text: str) -> str:
    """Return a text with spaces in the place of what somebody said."""
    unquoted = without_blocks_of_quotation(text)
    return _QUOTED.sub(blank, unquoted) if "“" in unquoted or '"' in unquoted else unquoted


def stars(text: str) -> Iterator[Found]:
    """Yield the two stars that are left in running text once all Markdown in it was understood."""
    if "**" not in text:
        return
    for spaced in _SPACED_STARS.finditer(text):
        new = f"**{spaced['words'].strip()}**"
        yield Found(
            "stars-open",
            f"The two stars make nothing bold beside a space, and are shown: {cut(spaced[0])}",
            f"write {new}",
            spaced[0],
            new,
            "warning",
        )
    text = _SPACED_STARS.sub(" ", text)
    match = _STARS.search(text)
    if match:
        yield Found(
            "stars-open",
            f"The two stars here make nothing bold, and are shown: {cut(text[match.start() :].strip())}",
            "write ** before the first word and after the last one, or take them out.",
            text[match.start() : match.start() + 12].split("\n")[0],
            severity="warning",
        )


def open_signs(text: str) -> Iterator[Found]:
    """Yield the signs that are left in running text once all Markdown in it was understood, and nothing closes them."""
    for sign, pattern, undone, fix in _OPEN_SIGNS:
        match = pattern.search(text) if sign in text else None
        if match is None or (len(sign) == 1 and text.count(sign) > 1):
            continue
        shown = text[match.start() :].split("\n")[0].strip()
        word = re.match(r"\W*\w+", shown)
        many = len(sign) > 1
        yield Found(
            "signs-open",
            f"The sign{'s' if many else ''} {sign} {undone} here, and {'are' if many else 'is'} shown: {cut(shown)}",
            fix,
            word[0] if word else sign,
            severity="warning",
        )


def is_typed(found: Found, source: str) -> bool:
    """Say whether an open sign stands in the source as it is shown: one behind \\ is meant to be shown."""
    if found.code != "signs-open":
        return True
    is_mark = found.piece[0] == "*" and _STARRED_NOTE.search(source)
    return not is_mark and bool(re.search(rf"(?<!\\){re.escape(found.piece)}", source))


def _letters(text: str) -> Iterator[Found]:
    """Yield letters that another program wrote in one way and read in another: `thatâ€™s`."""
    if text.isascii():
        return
    for match in _MANGLED.finditer(text):
        right = _as_meant(match[0])
        if right:
            yield Found(
                "letters-mangled",
                f"Another program made {match[0]} of {right} here.",
                f"write {right}",
                match[0],
                right,
                at=match.start(),
            )
    at = text.find(_LOST)
    if at >= 0:
        start = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
        word = text[start:].split(maxsplit=1)[0]
        message = f"A letter was lost here when the text was copied: {cut(word)}"
        yield Found(
            "letter-lost", message, f"write the letter or sign that {_LOST} stands for.", _LOST, at=at
        )


def _as_meant(mangled: str) -> str | None:
    """Return the one character that some letters were, if they certainly were one."""
    data = b""
    for letter in mangled:
        try:
            data += letter.encode("cp1252")
        except UnicodeEncodeError:
            data += letter.encode("latin-1", "ignore")
    try:
        right = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return right if len(right) == 1 and right.isprintable() else None


def _columns(text: str) -> Iterator[Found]:
    """Yield rows that were copied from a table: columns are set apart with tabs, which no page shows."""
    if "\t" not in text:
        return
    lines, at = [*text.split("\n"), ""], 0
    run: list[str] = []
    for line in lines:
        if _COLUMNS.match(line) and (not run or line.count("\t") == run[0].count("\t")):
            run.append(line)
        else:
            if len(run) > 1:
                cells = [" | ".join(re.split(r"\t+", row.strip())) for row in run]
                rule = "---|" * len(re.split(r"\t+", run[0].strip()))
                yield Found(
                    "table-tabs",
                    f"These rows come from a table, and would run on as one paragraph: {cut(' '.join(run[0].split()))}",
                    f"write them with | between the columns:\n     | {cells[0]} |\n     |{rule}\n     | {cells[1]} |",
                    run[0],
                    at=at - sum(len(row) + 1 for row in run),
                )
            run = [line] if _COLUMNS.match(line) else []
        at += len(line) + 1
