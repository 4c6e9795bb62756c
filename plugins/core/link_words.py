"""The words of links: whether they say where a link goes, alone and beside the other links of a text."""

from __future__ import annotations

import re

USELESS = frozenset(
    [
        "here",
        "click here",
        "click",
        "click this",
        "click this link",
        "click on this link",
        "this",
        "this link",
        "this page",
        "this website",
        "this site",
        "the link",
        "link",
        "a link",
        "link here",
        "more",
        "more here",
        "read more",
        "read more here",
        "read on",
        "see more",
        "see here",
        "find out more",
        "find out more here",
        "learn more",
        "more info",
        "more information",
        "further information",
        "information",
        "info",
        "details",
        "more details",
        "page",
        "website",
        "web page",
        "webpage",
        "go",
        "go here",
        "press here",
        "tap here",
        "download",
        "download here",
        "view",
        "view here",
        "visit",
        "open",
        "start",
        "follow this link",
        "use this link",
        "at this link",
        "over here",
        "available here",
    ]
)
"""Words that say nothing by themselves, as a screen reader's list of links reads them out."""

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def plain_words(text: str) -> str:
    """Return the words of a link as they sound: small letters, single spaces, no signs round them."""
    return " ".join(text.casefold().split()).strip(" .,:;!?…»›→>«‹<-–—()[]\"'“”‘’")


def say_nothing(text: str) -> bool:
    """Say whether the words of a link do not tell where it goes."""
    return plain_words(text) in USELESS


def is_address(text: str) -> bool:
    """Say whether the words of a link are nothing but a web address."""
    return bool(_ADDRESS.fullmatch(text.strip()))
