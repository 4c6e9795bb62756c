"""How much a submission looks like advertising. A high score holds it for a person; nothing is ever dropped."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from .definitions import Form
from .validation import Answer


def score(form: Form, values: Mapping[str, Answer], base_url: str) -> tuple[int, list[str]]:
    """Return a score and its reasons, in words without anything that the visitor sent.

    Markup of links, or a link in an answer of one line that asks for none: 3. Each link of a longer answer
    after the second: 1. Addresses of our own site at `base_url` are no links: people report pages by them.
    """
    reasons: dict[str, int] = {}
    for field in form.fields:
        if field.type not in ("text", "textarea", "tel"):
            continue
        text = str(values.get(field.name, "")).casefold()
        if "<a " in text or "[url" in text or "[link=" in text:
            reasons[f"markup of links: {field.name}"] = 3
        if "://" not in text and "www." not in text:  # nearly always; the pattern takes long
            continue
        text = _own_addresses(base_url).sub("", text)
        links = text.count("://") + text.count("www.") - text.count("://www.")
        if links and field.type != "textarea" and not field.pattern:
            reasons[f"a link in a short answer: {field.name}"] = 3
        if links > 2 and field.type == "textarea":
            reasons[f"many links: {field.name}"] = links - 2
    return sum(reasons.values()), list(reasons)


@functools.lru_cache(maxsize=8)
def _own_addresses(base_url: str) -> re.Pattern[str]:
    host = re.escape(urlsplit(base_url).netloc.casefold().removeprefix("www."))
    return re.compile(rf"(?<![\w.@-])(https?://)?(www\.)?{host}(?![\w@-]|[.:]\w)")
