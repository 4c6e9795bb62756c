"""Signs of other programs in a text: fields of mailings, task lists, boxes, short codes, names of emoji.

None of them is Markdown as the site reads it, so visitors would see the signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .late_patterns import late
from .markdown_slips import Found
from .problems import cut

CODE = "sign-unknown"

_FIELDS = (
    late(r"\*\|(?<![\w*|]\*\|)[A-Z][A-Z0-9_:]{0,40}\|\*(?![\w*|])"),  # not cells of a table, `|*A*|B|*C*|`
    # A name with hyphens may be a placeholder, of which other rules tell.
    late(r"\{\{[ ]?[#/^]?[A-Za-z]\w*(?:[ .|]{1,3}\w+){0,4}[ ]?\}\}"),
    late(r"%%[A-Za-z][\w.]*(?: \w+)?%%"),
)

_TASK = late(
    r"^(?P<start>[ ]*(?:[-*+]|\d{1,2}\.)[ \t]+)(?P<box>\[[ xX]\])[ \t]+(?P<words>\S[^\n]*)", re.MULTILINE
)
_OTHER_LINE = late(r"\n\S")
"""What ends a list: a line that is not indented."""
_BOX = late(r"^ {0,3}>[ ]?(?P<sign>\[!(?P<name>[A-Za-z]{3,20})\][+-]?)(?=[ \t]|$)", re.MULTILINE)
_SHORT_CODES = (
    late(r"\[[a-z][\w-]*[ ]+[\w-]+=[\"“”'‘’][^\]\n]*\](?![\[(:])"),
    late(r"\[(?P<name>[a-z][\w-]*)(?:=[^\]\s]+)?\](?!\()(?=[^\[\]]{1,500}\[/(?P=name)\])"),
)
"""Codes with settings, and pairs that hold words."""
_OF_PICTURES = ("[caption", "[gallery", "[img")
_EMOJI_NAME = late(r":(?<!\S:)(?P<name>[a-z0-9_+-]{2,30}):(?=[\s.,!?;)]|$)")
_EMOJI = {
    "+1": "👍", "blush": "😊", "bulb": "💡", "clap": "👏", "coffee": "☕", "eyes": "👀", "fire": "🔥",
    "grin": "😁", "grinning": "😀", "handshake": "🤝", "heart": "❤️", "heart_eyes": "😍", "heavy_check_mark": "✔️",
    "hugging_face": "🤗", "hugs": "🤗", "information_source": "ℹ️", "joy": "😂", "laughing": "😆", "loudspeaker": "📢",
    "mega": "📣", "muscle": "💪", "ok_hand": "👌", "partying_face": "🥳", "point_right": "👉", "pray": "🙏",
    "pushpin": "📌", "rainbow": "🌈", "raised_hands": "🙌", "rocket": "🚀", "round_pushpin": "📍", "seedling": "🌱",
    "slightly_smiling_face": "🙂", "smile": "😄", "smiley": "😃", "sparkles": "✨", "speech_balloon": "💬", "star": "⭐",
    "star2": "🌟", "sunny": "☀️", "sweat_smile": "😅", "tada": "🎉", "thinking": "🤔", "thumbsdown": "👎",
    "thumbsup": "👍", "warning": "⚠️", "wave": "👋", "white_check_mark": "✅", "wink": "😉",
}  # fmt: skip
"""The names that people use most; another word between two colons may be meant."""


def in_text(text: str) -> Iterator[Found]:
    """Yield the signs of other programs in a source without code and comments."""
    has_field = "*|" in text or "{{" in text or "%%" in text
    for pattern in _FIELDS if has_field else ():
        for match in pattern.finditer(text):
            yield Found(
                "merge-field",
                f"A field of a mailing is shown as it stands: {cut(match[0])}",
                "write words that hold for every reader: a page says the same to all.",
                match[0],
                at=match.start(),
            )
    if "[" in text:
        yield from _tasks(text)
        yield from _boxes(text)
        if "=" in text or "[/" in text:
            yield from _short_codes(text)
    for match in _EMOJI_NAME.finditer(text) if ":" in text else ():
        sign = _EMOJI.get(match["name"], "")
        if sign:
            yield Found(
                CODE,
                f"The name of an emoji is shown in its place: {match[0]}",
                f"write {sign} or take it out.",
                match[0],
                severity="warning",
                at=match.start(),
            )


def _tasks(text: str) -> Iterator[Found]:
    """Yield one for each list."""
    if not ("[ ]" in text or "[x]" in text or "[X]" in text) or "[x]:" in text.lower():
        return
    end = 0
    for match in _TASK.finditer(text):
        goes_on = end and not _OTHER_LINE.search(text, end, match.start())
        end = match.end()
        if goes_on:
            continue
        yield Found(
            CODE,
            f"The box {match['box']} is shown as it stands: {cut(match[0].strip())}",
            f"write {cut(match['start'].strip() + ' ' + match['words'])}",
            match[0].strip(),
            severity="warning",
            at=match.start() + len(match[0]) - len(match[0].lstrip()),
        )


def _boxes(text: str) -> Iterator[Found]:
    for match in _BOX.finditer(text) if "[!" in text else ():
        yield Found(
            CODE,
            f"The sign {match['sign']} makes no box here, and is shown.",
            f"write **{match['name'].capitalize()}:** in its place.",
            match["sign"],
            severity="warning",
            at=match.start("sign"),
        )


def _short_codes(text: str) -> Iterator[Found]:
    """Yield the codes of other website programs; of a pair that holds words, its start."""
    for match in (match for pattern in _SHORT_CODES for match in pattern.finditer(text)):
        is_picture = match[0].startswith(_OF_PICTURES)
        yield Found(
            CODE,
            f"A sign of another program is shown as it stands: {cut(match[0])}",
            "take it out; an image is written ![what it shows](../images/workshop.jpg)"
            if is_picture
            else "take it out, and write what it stood for.",
            match[0],
            at=match.start(),
        )
