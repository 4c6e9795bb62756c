"""Addresses in a text that are shown and lead nowhere: Markdown makes no link of them by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import private_addresses
from .markdown_slips import Found
from .problems import cut
from .prose import blank, without_addresses, without_code

_NO_TEXT = re.compile(
    r"\[(?:[^\[\]]++|\[[^\[\]]*\])*+\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\]\n]*\])"  # a link with its words
    r"|<[^<>\n]*>"  # a link that is written as its address
    r"|\{[^{}\n]*\}"
)
_ADDRESS = re.compile(
    r"(?<![\w@/.-])(?:(?P<web>https?://|www\.)[^\s<>\"“”]+"
    r"|[A-Za-z0-9][\w.+'-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?![\w@])",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"(?:https?://|[^@/]+@)?(?:[\w-]+\.)*(?:example\.(?:org|com|net)|[\w-]+\.example)(?:[:/?#].*)?",
    re.IGNORECASE,
)
"""Names that are kept for examples (RFC 2606 2 and 3): a text shows with them how an address looks."""

_AFTER = ".,;:!?'’*_~|…–—-"
"""Signs at the end of an address that belong to the sentence."""


def in_text(source: str) -> Iterator[Found]:
    """Yield each web or email address in the running text of a Markdown source that nobody can follow."""
    if not _holds_one(source):
        return
    text = _NO_TEXT.sub(blank, without_addresses(without_code(source)))
    if "](" in text or "][" in text:  # a link may hold an image, which is gone now
        text = _NO_TEXT.sub(blank, text)
    for match in _ADDRESS.finditer(text) if _holds_one(text) else ():
        address = _of_its_own(match[0])
        if "." not in address or _EXAMPLE.fullmatch(address) or any(private_addresses.in_text(address)):
            continue  # what should not be there at all is told of by itself
        secure = "" if "://" in address else "https://" if match["web"] else "mailto:"
        yield Found(
            "address-bare",
            f"This address is shown, and nobody can follow it: {cut(address)}",
            f"make it a link, such as [{'our report' if match['web'] else address}]({secure}{address})",
            address,
            severity="warning",
            at=match.start(),
        )


def _holds_one(text: str) -> bool:
    return "://" in text or "www." in text or "@" in text


def _of_its_own(address: str) -> str:
    """Return an address without what follows it in its sentence."""
    while True:
        shorter = address.rstrip(_AFTER)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter.endswith("]") and shorter.count("]") > shorter.count("["):
            shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter
