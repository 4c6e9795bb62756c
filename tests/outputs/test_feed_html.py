"""The words of feed items: safe HTML that stands alone, and plain text."""

from __future__ import annotations

import re
import unicodedata

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.body import convert
from plugins.outputs.feed_html import (
    content_html,
    feed_html,
    id_prefix,
    plain_words,
    shortened,
    summary,
    title,
)
from tests.builders import quick
from tests.outputs.feed_samples import PUBLISHER, event_item, issue, nasty_text

PAGE = "https://www.example.org/newsletters/2026/11/"


def clean(html: str) -> str:
    return feed_html(html, PAGE, "a:")


# Addresses


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("/offers/", "https://www.example.org/offers/"),
        ("../10/", "https://www.example.org/newsletters/2026/10/"),
        ("#fn:1", f"{PAGE}#fn:1"),
        ("?a=1&amp;b=2", f"{PAGE}?a=1&amp;b=2"),
        ("//cdn.example.net/a", "https://cdn.example.net/a"),
        ("https://example.net/a#b", "https://example.net/a#b"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("tel:+441310000000", "tel:+441310000000"),
        ("", PAGE),
    ],
)
def test_links_are_whole(written: str, whole: str) -> None:
    assert clean(f'<a href="{written}">x</a>') == f'<a href="{whole}">x</a>'


@pytest.mark.parametrize("written", ["javascript:alert(1)", "data:text/html,x", "ftp://a.org/", "vbscript:x"])
def test_links_of_other_kinds_lead_nowhere(written: str) -> None:
    assert clean(f'<a href="{written}">x</a>') == "<a>x</a>"


def test_images_are_whole_and_keep_their_words_and_sizes() -> None:
    assert clean('<img alt="Tea &amp; talk" src="/images/a b.png" width="3" height="4" loading="lazy">') == (
        '<img alt="Tea &amp; talk" src="https://www.example.org/images/a%20b.png" width="3" height="4" loading="lazy">'
    )


def test_other_addresses_go() -> None:
    assert clean('<blockquote cite="/a/"><p>x</p></blockquote><img src="/b.png" srcset="/c.png 2x">') == (
        '<blockquote><p>x</p></blockquote><img src="https://www.example.org/b.png">'
    )


# Ids


def test_ids_start_with_the_prefix_and_links_to_them_lead_to_the_page() -> None:
    assert clean('<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup><p id="fn:1">x</p>') == (
        f'<sup id="a:fnref:1"><a href="{PAGE}#fn:1">1</a></sup><p id="a:fn:1">x</p>'
    )


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("event/open-day", "event.open-day:"),
        ("event/open-day/moved-1", "event.open-day.moved-1:"),
        ("event/a.b@Example.org", "event.a_2e_b_40_Example_2e_org:"),
        ("event/a_b:c d", "event.a_5f_b_3a_c_20_d:"),
    ],
)
def test_prefixes(name: str, prefix: str) -> None:
    assert id_prefix(name) == prefix


@quick
@given(st.text("ab-_.:/@2e", max_size=6), st.text("ab-_.:/@2e", max_size=6), st.text("a:-", max_size=3))
def test_no_two_names_give_the_same_id(one: str, other: str, part: str) -> None:
    if one != other:
        assert not id_prefix(one).startswith(id_prefix(other))
        assert id_prefix(one) + part != id_prefix(other) + part


# What our Markdown makes


EVERYTHING = """\
## A heading

Text with *stress*, **more**, `code <b>`, a [link](/offers/) and a note.[^1] HTML is written HTML.

![A pot](pot.png)

- one
- two

3. three
4. four

> Quoted.

Term
:   Its meaning.

| a | b |
|--:|---|
| 1 | 2 |

    a <script> in code

- - -

Cymraeg
{: lang=cy title="In Welsh" .intro}

[^1]: The note.

*[HTML]: HyperText Markup Language
"""


def made_by_markdown() -> str:
    return convert(EVERYTHING, 1).fill(lambda _: "/offers/", lambda _: "", lambda _: None)


def elements(html: str) -> list[str]:
    root = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return [element.tag for element in root.iter()]


def test_all_that_our_markdown_makes_stays() -> None:
    before, after = made_by_markdown(), clean(made_by_markdown())
    assert elements(after) == elements(before)
    assert {
        "h2",
        "em",
        "strong",
        "code",
        "sup",
        "img",
        "ol",
        "blockquote",
        "dl",
        "table",
        "pre",
        "hr",
        "abbr",
    } <= set(elements(after))
    assert 'lang="cy"' in after
    assert 'title="In Welsh"' in after
    assert '<ol start="3">' in after
    assert '<abbr title="HyperText Markup Language">' in after
    assert "a &lt;script&gt; in code" in after
    assert " class=" not in after
    assert not re.search(r'(?:href|src)="(?!https://www\.example\.org/)', after)


# What never stays


@pytest.mark.parametrize(
    ("given_html", "left"),
    [
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ("<style>p{}</style>a", "a"),
        ('<iframe src="/x">x</iframe>a', "a"),
        ('<form action="/x"><input name="a"><button>Go</button></form>', "Go"),
        ('<p class="x" style="y" onclick="z()">a</p>', "<p>a</p>"),
        ('<img src="/a.png" srcset="/b.png 2x" onerror="x">', '<img src="https://www.example.org/a.png">'),
        ('<video poster="/a.png" src="/b.mp4"></video>a', "a"),
        ('<svg><a href="/x">b</a></svg>a', "a"),
        ("<!-- a note -->a", "a"),
        ("a&#1;b\x0bc\x7fd\x9fe\ufffef\ud800g&#x80;", "abcdefg€"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("]]>", "]]&gt;"),
    ],
)
def test_what_never_stays(given_html: str, left: str) -> None:
    assert clean(given_html) == left


@quick
@given(nasty_text)
def test_cleaning_twice_changes_no_words_and_leaves_nothing_unsafe(text: str) -> None:
    once = clean(text)
    # An id gets its prefix once more, and that is all.
    assert feed_html(once, PAGE, "") == feed_html(feed_html(once, PAGE, ""), PAGE, "")
    assert not re.search(
        r"<(?:script|style|iframe|form|input|svg|object)\b|<[^>]*\son\w+=", once, re.IGNORECASE
    )
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", once)


# Whole items


def test_an_event_says_how_it_stands_then_its_facts_then_its_text() -> None:
    assert content_html(event_item(), PUBLISHER) == (
        "<p><strong>This event is cancelled.</strong></p>\n"
        "<ul>\n"
        "<li><strong>When:</strong> Thursday 3 December 2026</li>\n"
        "<li><strong>How to join:</strong> Go to "
        '<a href="https://meet.example.net/a?b=1&amp;c=2">https://meet.example.net/a?b=1&amp;c=2</a>.</li>\n'
        "</ul>\n"
        '<p>Bring a <a href="https://www.example.org/offers/">friend</a>.</p>'
    )


def test_an_issue_is_its_text() -> None:
    assert (
        content_html(issue(html='<h2 id="a">A</h2>'), PUBLISHER) == '<h2 id="newsletter.issue-0000:a">A</h2>'
    )


def test_an_item_without_text_says_its_summary() -> None:
    assert content_html(issue(html=" \n", summary="A < B"), PUBLISHER) == "<p>A &lt; B</p>"
    assert content_html(issue(html="", summary=""), PUBLISHER) == "<p>Issue 0</p>"
    assert content_html(issue(html="<hr>", summary="A"), PUBLISHER) == "<p>A</p>"
    assert content_html(issue(html='<img src="/a.png">', summary="A"), PUBLISHER) == (
        '<img src="https://www.example.org/a.png">'
    )


def test_an_item_in_another_language_says_so() -> None:
    assert content_html(issue(lang="gd"), PUBLISHER) == '<div lang="gd">\n<p>News.</p>\n</div>'


def read_words(html: str) -> str:
    """Return the words of HTML as another parser reads them."""
    return " ".join("".join(html5lib.parse(html, namespaceHTMLElements=False).itertext()).split())


def test_facts_are_text_and_not_html() -> None:
    html = content_html(issue(html="", facts=(("A & B", 'x < y "z"'),), lead="1 > 0"), PUBLISHER)
    assert "<li><strong>A &amp; B:</strong> x &lt; y &#34;z&#34;</li>" in html
    assert "<strong>1 &gt; 0</strong>" in html


@pytest.mark.parametrize("end", [")", "!", "?", "'", "]", ".", "/", "1"])
def test_a_link_that_is_known_stays_whole_whatever_its_end(end: str) -> None:
    link = f"https://meet.example.org/room_(main){end}"
    shown = link.replace("'", "&#39;")
    html = content_html(issue(facts=(("How to join", f"We open at 9. {link}"),), links=(link,)), PUBLISHER)
    assert f'We open at 9. <a href="{shown}">{shown}</a></li>' in html


def test_other_links_beside_one_that_is_known() -> None:
    link = "https://meet.example.org/a!"
    words = f"See https://a.example.org/, or {link} or (https://b.example.org/)."
    html = content_html(issue(facts=(("How to join", words),), links=(link,)), PUBLISHER)
    assert html.count("<a ") == 3
    for address in ("https://a.example.org/", link, "https://b.example.org/"):
        assert f'<a href="{address}">{address}</a>' in html
    assert read_words(html) == f"How to join: {words} News."


# Plain text


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Tea & talk", "Tea & talk"),
        ("Tea &amp; talk", "Tea & talk"),
        ("Tea &amp;amp; talk", "Tea & talk"),
        ("5 < 6 > 4", "5 < 6 > 4"),
        ("I <3 tea", "I <3 tea"),
        ("<b>Tea</b>", "Tea"),
        ("&lt;b&gt;Tea&lt;/b&gt;", "Tea"),
        ("R&D; AT&T &copy 2026", "R&D; AT&T &copy 2026"),
        (" a \r\n b\x00\t\u00a0c ", "a b c"),
        ("a\rb\x85c\x0bd\x1ce\x01f", "a b c d ef"),
        ("&#0;&#1;a", "\ufffda"),
        ("e\u0301", "é"),
        ("🫖 שלום", "🫖 שלום"),
    ],
)
def test_plain_words(written: str, words: str) -> None:
    assert plain_words(written) == words


@quick
@given(nasty_text)
def test_plain_words_hold_no_html_and_stay_as_they_are(text: str) -> None:
    words = plain_words(text)
    assert plain_words(words) == words
    assert words == unicodedata.normalize("NFC", " ".join(words.split()))
    assert not re.search(r"</?[A-Za-z][A-Za-z0-9]*>|&amp;|&lt;", words)


def test_a_title_is_never_empty() -> None:
    assert title(issue(title="Tea &amp; talk").announcement) == "Tea & talk"
    assert title(issue(title="<br>").announcement) == "newsletter/issue-0000"


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two three", 7, "one…"),
        ("one, two three", 6, "one…"),
        ("onetwothree", 6, "onetw…"),
        ("one two", 3, "on…"),
    ],
)
def test_shortened(text: str, most: int, short: str) -> None:
    assert shortened(text, most) == short


@quick
@given(st.text(min_size=1), st.integers(2, 40))
def test_what_is_shortened_is_never_longer(text: str, most: int) -> None:
    assert len(shortened(text, most)) <= max(most, 1)


def test_a_summary_has_at_most_300_characters() -> None:
    assert summary(issue(summary="word " * 100).announcement) == "word " * 59 + "word…"
    assert summary(issue(summary="words " * 100).announcement) == "words " * 49 + "words…"
    assert summary(issue(summary="w" * 300).announcement) == "w" * 300
