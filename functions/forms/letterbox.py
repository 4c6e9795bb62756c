"""The pages at /dev/mail: mails that were written as files, for someone at this machine."""

from __future__ import annotations

import ipaddress
import re
from email import message_from_bytes, policy
from html import escape
from pathlib import Path

from . import pages
from .definitions import Definitions
from .messages import Request, Response, page, plain

MAIL = "/dev/mail"
HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""The names of this machine."""

TEAM = "team@localhost"
"""Where mail to the team goes in a preview, while the site names no mailbox."""

_NAME = re.compile(r"[0-9TZ]{16}-[0-9a-f]{12}\.eml")
_LINK = re.compile(r"(https?://[^\s<>\"]+)")
_SHOWN = ("From", "To", "Reply-To", "Date", "List-Unsubscribe")


def answer(request: Request, definitions: Definitions, folder: Path) -> Response:
    """Show the list of the mails in a folder, or one of them; to anyone elsewhere there is no such page."""
    name = request.path.removeprefix(MAIL).strip("/")
    if not is_here(request) or (name and not _NAME.fullmatch(name)):
        return plain(404, "There is no such page.\n", "not-found")
    if request.method not in ("GET", "HEAD"):
        return plain(405, "This page can only be read.\n", "method")
    try:
        title, body = _one(folder / name) if name else _all(folder, definitions)
    except OSError:
        return plain(404, "There is no such mail.\n", "not-found")
    return page(200, pages.message(definitions, title, body), "mail", private=True)


def is_here(request: Request) -> bool:
    """Say whether a request comes from this machine, neither through a proxy nor by a name of someone else's."""
    name = re.sub(r":\d*\Z", "", request.headers.get("host", "").lower())
    passed_on = {"forwarded", "x-forwarded-for"} & set(request.headers)
    try:
        return name in HOSTS and not passed_on and ipaddress.ip_address(request.source).is_loopback
    except ValueError:
        return False


def _all(folder: Path, definitions: Definitions) -> tuple[str, str]:
    files = [file for file in folder.glob("*.eml") if _NAME.fullmatch(file.name)]
    rows = []
    for file in sorted(files, key=lambda file: file.stat().st_mtime_ns, reverse=True)[:200]:
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
        about = escape(f"To {mail['To']}, {mail['Date']}")
        rows.append(f'<li><a href="{MAIL}/{file.name}">{escape(str(mail["Subject"]))}</a><br>{about}</li>\n')
    words = "These mails were not sent. They are files on this machine, newest first."
    if not definitions.site.mailbox:
        words += f" Mail to the team goes to {TEAM}, because site.yaml names no mailbox yet."
    nothing = pages.paragraphs("There is no mail yet. Send a form, wait a second, then load this page again.")
    return "Mail", pages.paragraphs(words) + (f"<ul>\n{''.join(rows)}</ul>\n" if rows else nothing)


def _one(file: Path) -> tuple[str, str]:
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    shown = [(header, str(mail[header])) for header in _SHOWN if mail[header]]
    rows = "".join(f"<dt>{header}</dt>\n<dd>{_linked(value)}</dd>\n" for header, value in shown)
    text = "".join(
        f"<p>{'<br>'.join(map(_linked, part.splitlines()))}</p>\n"
        for part in re.split(r"(?:\r?\n){2,}", str(mail.get_content()).strip())
    )
    return str(mail["Subject"]), f'<dl>\n{rows}</dl>\n{text}<p><a href="{MAIL}">All mail</a></p>\n'


def _linked(text: str) -> str:
    return "".join(
        f'<a href="{escape(part)}">{escape(part)}</a>' if _LINK.fullmatch(part) else escape(part)
        for part in _LINK.split(text)
    )
