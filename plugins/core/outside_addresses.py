"""Addresses outside the site: those that only one person can open, and those that carry more than they need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from .late_patterns import late
from .problems import Severity

_DRIVE = late(r"(?:file:|[A-Za-z]:[\\/]|\\\\)", re.IGNORECASE)
_OWN_COMPUTER = late(
    r"localhost|.+\.local(?:host)?|0\.0\.0\.0|\[::1\]|127(?:\.\d+){3}|10(?:\.\d+){3}|192\.168(?:\.\d+){2}"
    r"|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}",
    re.IGNORECASE,
)
_PREVIEW = late(
    r".+\.(?:github\.dev|gitpod\.io|ngrok(?:-free)?\.(?:io|app)|loca\.lt|netlify\.app)", re.IGNORECASE
)
_NEEDS_ACCOUNT = late(
    r"(?:[\w-]+\.)*sharepoint\.com/.*|onedrive\.live\.com/.*|1drv\.ms/.*"
    r"|docs\.google\.com/.*/edit.*|drive\.google\.com/.*|(?:www\.)?dropbox\.com/home.*"
    r"|teams\.(?:microsoft|live)\.com/l/(?:file|channel|team|message|chat)/.*|(?:[\w-]+\.)*objective\.com/.*",
    re.IGNORECASE,
)
_SAFE_LINKS = late(r"https?://[\w.-]*safelinks\.protection\.outlook\.com/.*", re.IGNORECASE)
_SOURCE = late(
    r"(?:www\.)?github\.com/[^/]+/[^/]+/(?:edit|blob|tree|raw)/(?:[^/]+/)+?content/(?P<file>\w+/[\w.-]+\.md)(?:[?#].*)?",
    re.IGNORECASE,
)
_DRAGGED = late(r"(?:www\.)?github\.com/(?:user-attachments|[^/]+/[^/]+/(?:files|assets))/.*", re.IGNORECASE)
_DISCUSSION = late(r"(?:www\.)?github\.com/[^/]+/[^/]+/(?:pull|issues)/\d+(?:[/?#].*)?", re.IGNORECASE)
_EDITORS = late(
    r"[^/]+/(?:.*/)?(?:wp-admin|wp-login\.php|user/login|admin/(?:content|structure))(?:[/?#].*)?|(?:www\.)?github\.com/[^/]+/[^/]+/edit/.*",
    re.IGNORECASE,
)
_TRACKING = late(
    r"(?:utm_\w+|mc_[ce]id|fbclid|gclid|gclsrc|dclid|msclkid|mkt_tok|_hsenc|_hsmi|igshid|twclid|yclid|oly_\w+_id)"
)


class Remark(NamedTuple):
    """What is to say of an address: `words` go on from “The link …”; `new` is the address mended for certain."""

    code: str
    words: str
    fix: str
    new: str | None = None
    severity: Severity = "problem"


@lru_cache(maxsize=4096)
def unusable(address: str) -> Remark | None:
    """Return why an address opens on nobody else's computer, or None."""
    if _DRIVE.match(address):
        fix = "put the file into content/files, and link to ../files/ and its name."
        return Remark("link-local", "goes to a file on one computer", fix)
    host = _host(address)
    if host and _OWN_COMPUTER.fullmatch(host):
        fix = "link to the file of the page, such as ../offers/facilitation.md"
        return Remark("link-local", "works on one computer alone", fix)
    if host and _PREVIEW.fullmatch(host):
        return Remark("link-local", "goes to a preview", "link to the page on the published site.")
    place = address.partition("://")[2]
    if _DRAGGED.fullmatch(place):
        fix = "put the file into content/files, and link to ../files/ and its name."
        return Remark("link-dragged", "goes to a file that is kept on GitHub", fix)
    source = _SOURCE.fullmatch(place)
    if source:
        return Remark(
            "link-source",
            "goes to the file of a page on GitHub, and not to the page",
            f"write ../{source['file']}",
        )
    if _EDITORS.fullmatch(place):
        return Remark(
            "link-needs-account", "goes to a page for editors", "link to the page that everybody sees."
        )
    return None


def remarks(address: str) -> Iterator[Remark]:
    """Yield what is to say of an address that can be opened."""
    if not re.match(r"https?://", address, re.IGNORECASE):
        return
    if _NEEDS_ACCOUNT.fullmatch(address.partition("://")[2]):
        yield Remark(
            "link-needs-account",
            "may open only for people who are signed in",
            "put the document into content/files as a PDF, or try the link in a private window of your browser.",
            severity="warning",
        )
    if _DISCUSSION.fullmatch(address.partition("://")[2]):
        yield Remark(
            "link-discussion",
            "goes to a discussion among colleagues on GitHub",
            "link to the page that it is about, or take the link out.",
            severity="advice",
        )
    safe = _SAFE_LINKS.fullmatch(address)
    behind = parse_qs(urlsplit(address).query).get("url", [""])[0] if safe else ""
    if behind.startswith(("http://", "https://")):
        yield Remark(
            "link-wrapped", "goes through Outlook's check of links", f"write {behind}", behind, "warning"
        )
        return
    plain = without_tracking(address)
    if plain != address:
        yield Remark(
            "link-tracking", "tells the other site who sent it", f"write {plain}", plain, severity="advice"
        )
    if address.lower().startswith("http://"):
        secure = f"https{address[4:]}"
        yield Remark(
            "link-http",
            "is not secret on its way",
            f"write {secure}, if that opens the same page.",
            severity="advice",
        )


def without_tracking(address: str) -> str:
    """Return an address without the parts that only tell who sent a reader."""
    page, hash_mark, fragment = address.partition("#")
    place, question_mark, query = page.partition("?")
    if not question_mark:
        return address
    kept = [part for part in query.split("&") if not _TRACKING.fullmatch(part.partition("=")[0].lower())]
    if len(kept) == query.count("&") + 1:
        return address
    return place + ("?" + "&".join(kept) if kept else "") + hash_mark + fragment


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or "" if "://" in address else ""
    except ValueError:
        return ""
