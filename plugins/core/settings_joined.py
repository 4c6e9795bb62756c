"""Two settings that were written in one line, as a sentence has its parts: `format: online, audience: All`."""

from __future__ import annotations

from .late_patterns import late
from .problems import Problem

NAMES = frozenset([
    "aliases", "also_known_as", "audience", "booking", "call_to_action", "closes", "commitment", "confirmation", "consent",
    "date", "end", "event_status", "expires", "fields", "format", "free", "image", "issue", "kind", "lang", "lawful_basis",
    "nav_title", "offers", "online", "opens", "order", "owner", "papers", "parent", "permission", "person", "preview",
    "previous_format", "previous_start", "publish_from", "publish_until", "purpose", "recipients", "retention_days",
    "review_by", "role", "sample", "series", "signposts", "source", "start", "state", "status", "status_note", "subject",
    "submit", "summary", "title", "topics", "uid", "venue",
])  # fmt: skip
"""Settings that stand at the top of files, whatever their type."""

_JOINED = late(
    r"^(?P<lead>\s*(?:- )?)(?P<name>[\w-]+): +(?P<value>\"[^\"]*\"(?=[,; ])|[^\s\"'\[{|>#].*?(?=[,;]| {2}))"
    r"[,;]? *(?P<second>[a-z_]+):(?: +(?P<rest>\S.*)|\s*)$"
)

_LONGEST = 1_000
"""A longer line is a text."""


def two_in_line(path: str, lines: list[str], at: int) -> Problem | None:
    """Return the problem of a line that holds a second setting after a comma or a gap."""
    found = _JOINED.match(lines[at]) if len(lines[at]) < _LONGEST else None
    if not found or found["name"] == found["second"]:
        return None
    # Behind a value in quotes there can be nothing else; in a sentence, a word can have a colon after it.
    if found["second"] not in NAMES and not found["value"].startswith('"'):
        return None
    first = f"{found['name']}: {found['value'].rstrip()}"
    second = f"{found['second']}: {found['rest'] or ''}".rstrip()
    lead = " " * (5 + len(found["lead"]))
    return Problem(
        path, at + 1, found.start("second") + 1, "settings-joined",
        f"{found['name']}: and {found['second']}: are two settings in one line.",
        f"write each setting on its own line:\n{lead}{first}\n{lead}{second}",
    )  # fmt: skip
