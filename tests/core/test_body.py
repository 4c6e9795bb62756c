"""Bodies: Markdown becomes HTML with open slots, and what the site does not allow becomes a slip."""

from __future__ import annotations

import re

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.core.body import Body, Heading, Reference, convert
from plugins.core.html_slips import slip as html_slip
from plugins.core.pictures import PublishedPicture
from tests.builders import quick

ATTRIBUTE_FIX = "take it out; only lang, id, class and title can stand between {: and }"


def filled(body: Body, sizes: dict[str, tuple[int, int]] | None = None) -> str:
    return body.fill(
        lambda number: body.references[number].target,
        lambda name: f"<b>{name}</b>",
        lambda address: PublishedPicture(address, *sizes[address]) if sizes and address in sizes else None,
    )


def html_of(text: str) -> str:
    return filled(convert(text, 1))


MARKDOWN = {
    "paragraph": ("A & B", "<p>A &amp; B</p>"),
    "emphasis": ("*a* **b**", "<p><em>a</em> <strong>b</strong></p>"),
    "entities": ("&lt;b&gt; &amp; &copy;", "<p>&lt;b&gt; &amp; &copy;</p>"),
    "signs": ("a < b > c, 5 <6", "<p>a &lt; b &gt; c, 5 &lt;6</p>"),
    "a tag in code": ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
    "a hashtag": ("#hashtag", "<p>#hashtag</p>"),
    "a list that starts at 3": ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
    "definitions": ("Term\n: What it is", "<dl>\n<dt>Term</dt>\n<dd>What it is</dd>\n</dl>"),
    "abbreviation": ("*[ABC]: A B C\n\nABC", '<p><abbr title="A B C">ABC</abbr></p>'),
    "code": ("```\n<script>\n```", "<pre><code>&lt;script&gt;\n</code></pre>"),
    "a comment is left out": ("<!-- hi -->\nText", "<p>Text</p>"),
    "a comment in code stays": ("```\n<!-- hi -->\n```", "<pre><code>&lt;!-- hi --&gt;\n</code></pre>"),
    "settings of a paragraph": (
        "a\n{: #b .c lang=gd title=t }", '<p class="c" id="b" lang="gd" title="t">a</p>'
    ),
    "a heading with an id": ("## A {#own}", '<h2 id="own">A</h2>'),
    "two headings of one name": ("## A B\n\n## A B", '<h2 id="a-b">A B</h2>\n<h2 id="a-b_1">A B</h2>'),
    "a heading without letters": ("## 日本", '<h2 id="part">日本</h2>'),
    "a link": ("[a](b.md)", '<p><a href="b.md">a</a></p>'),
    "a link by its name": ('[a][1]\n\n[1]: /x/ "T"', '<p><a href="/x/" title="T">a</a></p>'),
    "an address": ("<https://example.org>", '<p><a href="https://example.org">https://example.org</a></p>'),
    "an e-mail address": ("<a@example.org>", '<p><a href="mailto:a@example.org">a@example.org</a></p>'),
    "an ampersand in a target": ("[a](/x?a=1&b=2)", '<p><a href="/x?a=1&amp;b=2">a</a></p>'),
    "an entity in a target": ("[a](/x?a=1&amp;b=2)", '<p><a href="/x?a=1&amp;b=2">a</a></p>'),
    "a quote in a target": ('[a](b"c)', '<p><a href="b&quot;c">a</a></p>'),
    "an image": ("![A \"b\"](c.jpg)", '<p><img alt="A &quot;b&quot;" src="c.jpg" loading="lazy" decoding="async"></p>'),
    "a placeholder": ("Write to {placeholder:x}.", '<p>Write to <b>x</b>.</p>'),
    "a placeholder in code": ("`{placeholder:x}`", "<p><code>{placeholder:x}</code></p>"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "html"), MARKDOWN.values(), ids=MARKDOWN)
def test_markdown(text: str, html: str) -> None:
    body = convert(text, 1)
    assert filled(body) == html
    assert body.slips == ()


def test_tables_align_by_class() -> None:
    html = html_of("| a | b | c |\n|:--|--:|---|\n| 1 | 2 | 3 |")
    assert re.findall(r"<td.*?>", html) == ['<td class="align-left">', '<td class="align-right">', "<td>"]
    assert "style=" not in html


def test_footnotes_lead_there_and_back() -> None:
    body = convert("A[^1] b[^1].\n\n[^1]: See [c](d.md).", 1)
    assert [reference.target for reference in body.references] == ["d.md"]
    assert set(re.findall(r'href="#(.*?)"', body.html)) <= set(body.ids)


def test_an_image_of_known_size() -> None:
    body = convert("![A](b.jpg)", 1)
    assert filled(body, {"b.jpg": (640, 480)}) == (
        '<p><img alt="A" src="b.jpg" width="640" height="480" loading="lazy" decoding="async"></p>'
    )


def test_references_have_their_places() -> None:
    body = convert("[a](b.md) and [c](b.md)\n\n* ![d](e.jpg) <https://f.org>\n* <g@h.org>", 10)
    assert body.references == (
        Reference("b.md", "a", 10, 5),
        Reference("b.md", "c", 10, 19),
        Reference("e.jpg", "d", 12, 8, image=True),
        Reference("https://f.org", "https://f.org", 12, 16),
        Reference("mailto:g@h.org", "g@h.org", 13, 4),
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("See offers: [a](offers)", (1, 17)),
        ("[offers](offers)", (1, 10)),
        ("<!-- [a](b) -->\n[a](b)", (2, 5)),
        ("a <!-- b\nc --> d [e](f)", (2, 13)),
        ("[a][b]\n\n[b]: /c/", (3, 6)),
    ],
)
def test_the_place_of_a_link_is_its_target(text: str, place: tuple[int, int]) -> None:
    (reference,) = convert(text, 1).references
    assert (reference.line, reference.column) == place


def test_headings_and_ids() -> None:
    body = convert("# A `b` & *c*\n\n## [D](e.md)\n\ntext\n{: #f }", 1)
    assert body.headings == (Heading(1, "a-b-c", "A b & c"), Heading(2, "d", "D"))
    assert body.ids == ("a-b-c", "d", "f")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("## Questions &amp; answers", "Questions & answers"),
        ("## A &lt; B", "A < B"),
        ("## 3 \\* 4", "3 * 4"),
        ("## Write to <a@b.org>", "Write to a@b.org"),
        ("## See <https://b.org>", "See https://b.org"),
        ("## `<b>`", "<b>"),
    ],
)
def test_a_heading_is_plain_text(text: str, words: str) -> None:
    assert [heading.text for heading in convert(text, 1).headings] == [words]


def test_placeholders_have_their_places() -> None:
    body = convert("a {placeholder:x}\n\n**{placeholder:y}** {placeholder:x}{placeholder:}", 4)
    assert body.placeholders == (("x", 4, 3), ("y", 6, 3), ("x", 6, 21), ("", 6, 36))


Slips = list[tuple[int, int, str, str, str]]


def html(line: int, column: int, piece: str, after: str = "") -> tuple[int, int, str, str, str]:
    found = html_slip(piece)
    return (line, column, "html", found.message, after or found.fix)


def attribute(line: int, column: int, name: str) -> tuple[int, int, str, str, str]:
    return (line, column, "attribute", f"The setting {name} cannot be used in a text.", ATTRIBUTE_FIX)


SLIPS: dict[str, tuple[str, Slips]] = {
    "a block": ("Text\n\n<div>\n\nb\n\n</div>", [html(9, 1, "<div>")]),
    "a script": ("<script>a()</script>", [html(7, 1, "<script>a()</script>")]),
    "a script in a line": ("a <script>b()</script>", [html(7, 3, "<script>")]),
    "a line break": ("a <br> b", [html(7, 3, "<br>")]),
    "twice the same": ("a <br> b\nc <br>", [html(7, 3, "<br>"), html(8, 3, "<br>")]),
    "an image": ("<img src=x onerror=a()>", [html(7, 1, "<img src=x onerror=a()>")]),
    "in a table": ("| a |\n|---|\n| <b>c</b> |", [html(9, 3, "<b>", "write **c**")]),
    "in a list": ("* a\n\n    <b>c", [html(9, 5, "<b>")]),
    "in a link": ("[<b>a](b)", [html(7, 2, "<b>")]),
    "a processing instruction": ("<?php a() ?>", [html(7, 1, "<?php a() ?>")]),
    "a long one is cut": (f"a <b title={'x' * 80}>", [html(7, 3, f"<b title={'x' * 80}>")]),
    "a handler": ("a\n{: onclick=b }", [attribute(8, 4, "onclick")]),
    "a style of a link": ("[a](b){: style=c }", [attribute(7, 10, "style")]),
    "a target of a link": ("[a](b){: target=_blank }", [attribute(7, 10, "target")]),
}


@pytest.mark.parametrize(("text", "expected"), SLIPS.values(), ids=SLIPS)
def test_what_a_text_cannot_hold(text: str, expected: Slips) -> None:
    body = convert(text, 7)
    assert [(slip.line, slip.column, slip.code, slip.message, slip.fix) for slip in body.slips] == expected
    assert not re.search("<(?:script|div|img|b|br)[ >]|<[?]|onclick|style=|target=", filled(body))


@pytest.mark.parametrize("name", ["style", "x=", "", "id=", "class=", "title=", "lang", "#", "."])
@pytest.mark.parametrize("before", ["a\n", "```\n", "# a ", "[a](b)", "![a](b)"])
def test_a_setting_without_a_value(before: str, name: str) -> None:
    body = convert(f"{before}{{: {name} }}", 1)
    assert "None" not in filled(body)
    if name in ("style", "x=") and before == "a\n":
        assert [slip.message for slip in body.slips] == [
            f"The setting {name.rstrip('=')} cannot be used in a text."
        ]


@pytest.mark.parametrize(
    "text",
    [
        "[a](javascript:b)",
        '[a](javascript:b){: class="footnote-ref" }',
        "[a](javascript:b){: .footnote-backref }",
        "[a](c){: href=javascript:b }",
        "[a](&#106;avascript:b)",
        "[a](&#x6a;avascript:b)",
        "[a][1]\n\n[1]: javascript:b",
    ],
)
def test_no_link_goes_past_the_check_of_links(text: str) -> None:
    body = convert(text, 1)
    assert "script:b" not in body.html
    assert [reference.target for reference in body.references] == ["javascript:b"]


@pytest.mark.parametrize("number", ["99999999999", "1114112", "55296", "0", "x110000"])
def test_a_number_that_is_no_character(number: str) -> None:
    assert len(convert(f"[a](b&#{number};) &#{number};", 1).references) == 1


def test_one_text_leaves_nothing_for_the_next() -> None:
    first = convert("[a](b)\n\n# H\n\n<b>\n\n{placeholder:x}\n\n[^1] *[A]: b\n\n[^1]: c", 1)
    assert first.slips
    assert convert("A\n\n## H", 1) == convert("A\n\n## H", 1)
    second = convert("A\n\n## H", 1)
    assert (second.references, second.placeholders, second.slips) == ((), (), ())
    assert second.ids == ("h",)


PIECES = st.sampled_from(
    ["<script>", "</script>", "<script", "<b>", "<!--", "-->", "&#60;script>", "&lt;", "`", "```\n", "\n", "\n\n",
     "# ", "* ", "1. ", "> ", "    ", "[a]", "(b)", "[a](b)", "![", "](javascript:x)", "{: ", "onclick=x", " }",
     "{placeholder:x}", "|", "\n|--|\n", "[^1]", "[^1]: ", "*[A]: ", "<a@b.c>", "<https://a.b>", "&#1114112;", "\\",
     "a", "é", '"', "<?", "<![CDATA[", "</", ">", "*", "_", ":", "\n: "]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=14).map("".join),
    st.text(
        st.characters(
            exclude_categories=["Cs", "Cc"], include_characters="\n", exclude_characters="\ue000\ue001"
        ),
        max_size=60,
    ),
)


@quick
@given(TEXTS)
@example("<script>alert(1)</script>")
@example("<div>\n<script>\n</div>")
@example("```\n{:  }")
def test_any_text_is_converted_without_a_script(text: str) -> None:
    body = convert(text, 3)
    assert "<script" not in filled(body)
    last = 3 + text.count("\n")
    for line, column in [
        *((reference.line, reference.column) for reference in body.references),
        *((slip.line, slip.column) for slip in body.slips),
        *(place for _, *place in body.placeholders),
    ]:
        assert 3 <= line <= last
        assert column >= 1


ALLOWED = {
    "a": {"href"}, "img": {"src", "alt", "loading", "width", "height", "decoding"}, "ol": {"start"},
}  # fmt: skip


@quick
@given(TEXTS)
def test_a_text_without_slips_has_only_what_the_site_allows(text: str) -> None:
    body = convert(text, 1)
    if body.slips:
        return
    for element in html5lib.parseFragment(filled(body), namespaceHTMLElements=False).iter():
        if isinstance(element.tag, str) and element.tag != "DOCUMENT_FRAGMENT":
            assert element.tag not in ("script", "style", "iframe", "object", "form", "input")
            assert set(element.attrib) <= {"id", "lang", "class", "title"} | ALLOWED.get(element.tag, set())


NOT_MEANT: dict[str, tuple[str, list[tuple[int, int, str]]]] = {
    "a row with too many cells": ("| A | B |\n|---|---|\n| a | b | c |", [(9, 1, "table-cells")]),
    "a list without a gap": ("We do:\n- one\n- two", [(8, 1, "list-gap")]),
    "a numbered list without a gap": ("We do:\n1) one", [(8, 1, "list-gap")]),
    "a table without a gap": ("See:\n| A | B |\n|---|---|", [(8, 1, "table-gap")]),
    "an item too little indented": ("- one\n  - inner", [(8, 1, "list-indent")]),
    "a space in a link": ("[Contact] (contact.md)", [(7, 1, "link-form")]),
    "a link that is not closed": ("See [Contact](contact.md for", [(7, 5, "link-form")]),
    "a link without address": ("[x][nope]", [(7, 1, "link-undefined")]),
    "a note that is not there": ("Text[^1]", [(7, 5, "footnote-undefined")]),
    "a link with its brackets inside": ("See [words(../a.md)", [(7, 5, "link-form")]),
    "a main heading with a line below": ("Text\n\nTitle\n=====", [(9, 1, "heading-main")]),
    "a main heading with marks in it": ("Text\n\n#  A *b* `c`", [(9, 1, "heading-main")]),
    "text that became code": ("    four spaces", [(7, 5, "code-indented")]),
    "a comment that is not closed": ("<!-- note", [(7, 1, "comment-open")]),
    "code that is not closed": ("```\ncode", [(7, 1, "code-open")]),
    "a heading without its space": ("##Heading", [(7, 1, "heading-space")]),
    "a second main heading": ("Text\n\n# Title", [(9, 1, "heading-main")]),
    "a level left out": ("## A\n\n#### B", [(9, 1, "heading-skip")]),
    "a heading of nothing": ("## ", [(7, 1, "heading-empty")]),
    "an id with an underscore": ("## A {: #main_content }", [(7, 9, "id-form")]),
    "an id twice": ("## A {: #a }\n\n## B {: #a }", [(7, 9, "id-twice")]),
}


@pytest.mark.parametrize(("text", "expected"), NOT_MEANT.values(), ids=NOT_MEANT)
def test_what_was_not_meant_is_told(text: str, expected: list[tuple[int, int, str]]) -> None:
    assert [(slip.line, slip.column, slip.code) for slip in convert(text, 7).slips] == expected


@pytest.mark.parametrize(
    "text",
    [
        "A word [sic] (2020) and more.",
        "- a\n- b\n\n    - inner",
        "1. a\n\n    more of a\n\n2. b",
        "In\n2026. Then it was over.",
        "| a | b |\n|:-:|---|\n| `x|y` | z |",
        "```\ncode with - and [x](y z\n```",
        "See [a note (2020)], [the law (Act)] and [a guide (PDF)](../files/a.pdf).",
        "Title [with](/a/)\n-----\n\n### *Next*",
        "`[x][y]` and `##a` and `<!--`",
        "#hashtag and # alone",
        "```\n- a\n  - b\n[x] (y/z)\n```",
    ],
)
def test_what_was_meant_passes(text: str) -> None:
    assert convert(text, 1).slips == ()
