"""The words of feed items: whole texts as safe HTML that stands alone, titles and summaries as plain text.

A feed is read far from its page, beside other items. So every address in it is whole, every id belongs
to its item, and nothing is left that a reader would run, load by itself or choke on.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from functools import lru_cache

import nh3
from markupsafe import Markup

from plugins.core.announcement import Announcement
from plugins.core.feed_item import FeedItem
from plugins.core.subscriptions import Publisher

from .calendar_text import plain

LONGEST_SUMMARY = 300
"""Of a description, in characters."""

# What our Markdown can make, and no more: see `plugins/core/markdown_rules.py`. Of the attributes that hold
# addresses (src, srcset, poster, cite, …) nh3 makes href and src whole, so only these stay.
_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "small", "span",
    "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"id", "lang", "dir", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
# Of these the content goes too; it is not text for people.
_WITH_CONTENT = {
    "iframe",
    "math",
    "noscript",
    "object",
    "script",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
}

UNSEEN = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
"""What XML 1.0 (2.2) forbids, and the control characters that it only advises against."""

_UNSEEN = re.compile(f"[{UNSEEN}]")
_WORDS = re.compile(r"(?:^|>)\s*[^\s<]|<img\s")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?')\]]")


# Remembered, since one text stands in several feeds, and in both forms of each.
@lru_cache(maxsize=1024)
def feed_html(html: str, page_url: str, prefix: str) -> str:
    """Return the text of a page as feeds carry it. `html` is any HTML, `page_url` where it stands (RFC 3986 5).

    Every id starts with `prefix`. Links to a part of the text lead to that part of the page, since readers
    show items where such ids cannot be reached.
    """
    cleaned = nh3.clean(
        _UNSEEN.sub("", html.replace("\r\n", "\n").replace("\r", "\n")),
        tags=_TAGS,
        clean_content_tags=_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        url_relative=("rewrite_with_base", page_url),
        id_prefix=prefix,
        link_rel=None,
    )
    # Again, since a reference such as &#1; has become the character itself.
    return _UNSEEN.sub("", cleaned)


def id_prefix(name: str) -> str:
    """Return what the ids of an item start with, by its name within the site: `event/open-day` gives `event.open-day:`.

    Two names never give the same, nor does a longer name with a shorter id: the colon ends it.
    """

    def escaped(found: re.Match[str]) -> str:
        return "." if found[0] == "/" else f"_{ord(found[0]):x}_"

    return f"{re.sub(r'[^A-Za-z0-9-]', escaped, name)}:"


def content_html(item: FeedItem, publisher: Publisher) -> str:
    """Return the whole text of an item: how it stands, the facts of an event, the text of its page.

    Where there is none of these, it is the summary.
    """
    announcement = item.announcement
    text = feed_html(str(item.html), publisher.whole(announcement.address), id_prefix(announcement.name))
    parts = [*_before(announcement), *([text] if says_something(text) else [])]
    whole = "\n".join(parts or [Markup("<p>{}</p>").format(summary(announcement) or title(announcement))])
    if announcement.lang and announcement.lang != publisher.lang:
        return Markup('<div lang="{}">\n').format(announcement.lang) + Markup(f"{whole}\n</div>")  # noqa: S704
    return whole


def says_something(html: str) -> bool:
    """Say whether safe HTML holds words or pictures, and not just lines and gaps."""
    return bool(_WORDS.search(html))


def _before(announcement: Announcement) -> Iterator[str]:
    lead = plain_words(announcement.lead)
    if lead:
        yield Markup("<p><strong>{}</strong></p>").format(_linked(lead, ()))
    facts = [(plain_words(label), plain_words(value)) for label, value in announcement.facts]
    if facts:
        # A list of points, because readers that know no lists of terms run their words together.
        lines = (
            Markup("<li><strong>{}:</strong> {}</li>").format(label, _linked(value, announcement.links))
            for label, value in facts
        )
        yield Markup("<ul>\n{}\n</ul>").format(Markup("\n").join(lines))


def _linked(words: str, links: tuple[str, ...]) -> Markup:
    """Return plain text as HTML, its web addresses as links: those that are known as they are, others as they look."""
    for link in links:
        before, there, after = words.partition(link)
        if there:
            made = Markup('<a href="{0}">{0}</a>').format(link)
            return _linked(before, ()) + made + _linked(after, ())
    made, end = Markup(""), 0
    for found in _WEB_ADDRESS.finditer(words):
        made += words[end : found.start()]
        made += Markup('<a href="{0}">{0}</a>').format(found[0])
        end = found.end()
    return made + words[end:]


def plain_words(text: str) -> str:
    """Return plain text as one line that means the same to programs that take it for HTML, as many do.

    Entities that somebody wrote become what they stand for, and tags are taken out.
    """
    before = None
    while text != before:
        before = text
        text = plain(_ENTITY.sub(lambda found: entities.unescape(found[0]), text))
    return text


def title(announcement: Announcement) -> str:
    """Return the title of an item. It is never empty: readers show items without a title as broken."""
    return plain_words(announcement.title) or announcement.name


def summary(announcement: Announcement) -> str:
    """Return the summary in at most 300 characters: whole words, and a sign where something is left out."""
    return shortened(plain_words(announcement.summary), LONGEST_SUMMARY)


def shortened(text: str, most: int) -> str:
    """Return at most `most` characters of a text, cut between words if there is a word to keep."""
    if len(text) <= most:
        return text
    words = text[:most].rpartition(" ")[0] or text[: most - 1]
    return f"{words.rstrip('.,;:–— ')}…"
