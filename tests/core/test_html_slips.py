"""HTML in texts: each tag has its message, a pair of tags is one slip, and what is certain is mended."""

from __future__ import annotations

import pytest

from .text_slips import mended, slips, told

PLAIN = "take it out; an empty line starts a new paragraph."
TABLE = "write it like this:\n     | Place | Day |\n     |---|---|\n     | Perth | Friday |"

FOUND = {
    "bold": (
        "a <b>c d</b> e",
        [(7, 3, "Bold words are written with two stars and not as HTML: <b>", "write **c d**")],
    ),
    "emphasis": (
        "<em>c</em>",
        [(7, 1, "Stressed words are written with a star and not as HTML: <em>", "write *c*")],
    ),
    "bold without its end": (
        "a <b>c",
        [(7, 3, "Bold words are written with two stars and not as HTML: <b>", "write **words**")],
    ),
    "an end alone": (
        "c</i> d",
        [(7, 2, "Stressed words are written with a star and not as HTML: </i>", "write *words*")],
    ),
    "underlined": (
        "a <u>b</u>",
        [(7, 3, "Only links are underlined, so this cannot be used: <u>", "take it out, or write **words**")],
    ),
    "a link": (
        'See <a href="/x/" target="_blank">our offers</a>.',
        [(7, 5, 'A link is not written as HTML: <a href="/x/" target="_blank">', "write [our offers](/x/)")],
    ),
    "an image": (
        '<img src="a.jpg">',
        [
            (
                7,
                1,
                'An image is not written as HTML: <img src="a.jpg">',
                "write ![what it shows](../images/workshop.jpg)",
            )
        ],
    ),
    "a film": (
        '<iframe src="https://example.org"></iframe>',
        [
            (
                7,
                1,
                'Nothing from another site is shown inside a page: <iframe src="https://example.org"></ifr…',
                "link to it: [Watch the film](https://www.example.org/film)",
            )
        ],
    ),
    "a script": (
        "<script>a()</script>",
        [
            (
                7,
                1,
                "A page cannot hold programs or styles: <script>a()</script>",
                "take it out, with all that belongs to it.",
            )
        ],
    ),
    "a form": (
        "<form>",
        [(7, 1, "A form is not part of a text: <form>", "make a file in content/forms and link to it.")],
    ),
    "a table": (
        "<table><tr><td>a</td></tr></table>",
        [(7, 1, "A table is not written as HTML: <table><tr><td>a</td></tr></table>", TABLE)],
    ),
    "a list": (
        "<ul><li>a</li></ul>",
        [
            (
                7,
                1,
                "A list is not written as HTML: <ul><li>a</li></ul>",
                "start each item on a line of its own with a hyphen and a space.",
            )
        ],
    ),
    "a centred line": (
        "a\n\n<center>b</center>\n\nc",
        [(9, 1, "Texts need no HTML round their parts: <center>b</center>", "write b")],
    ),
    "a heading": (
        "a\n\n<h3>b</h3>\n\nc",
        [(9, 1, "A heading is not written as HTML: <h3>b</h3>", "write ### b")],
    ),
    "a raised word": (
        "2<sup>nd</sup>",
        [(7, 2, "Letters have one size and height: <sup>", "write it in ordinary letters, such as 2nd.")],
    ),
    "a line across": (
        "a\n\n<hr>",
        [(9, 1, "A line across the page is not written as HTML: <hr>", "use a heading to start a new part.")],
    ),
    "another": (
        "<blink>a",
        [
            (
                7,
                1,
                "HTML is not used in texts: <blink>",
                "write it in Markdown. For < as a character, write &lt;",
            )
        ],
    ),
    "a block": (
        "Text\n\n<div>\n\nb\n\n</div>",
        [(9, 1, "Texts need no HTML round their parts: <div>", PLAIN)],
    ),
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND)
def test_each_tag_has_its_message(text: str, expected: list[tuple[int, int, str, str]]) -> None:
    assert [
        (line, column, message.replace("<b>c d</b>", "<b>"), fix)
        for line, column, message, fix in told(text, "html")
    ] == expected


MENDED = {
    "a <b>c d</b> e": "a **c d** e",
    "<strong>A</strong> and <b>B</b>": "**A** and **B**",
    "<i>a</i> `<i>a</i>`": "*a* `<i>a</i>`",
    'See <a href="/x/?a=1&amp;b=2">our offers</a>.': "See [our offers](/x/?a=1&b=2).",
    "One.<br>\nTwo.": "One.  \nTwo.",
    "One.<br/>\n\nTwo.<br>": "One.\n\nTwo.",
    "a\n\n<p>b</p>\n\nc": "a\n\nb\n\nc",
    "a\n\n<h2>b</h2>\n\nc": "a\n\n## b\n\nc",
}


@pytest.mark.parametrize(("text", "expected"), MENDED.items())
def test_what_is_certain_is_mended(text: str, expected: str) -> None:
    assert mended(text, "html") == expected
    assert slips(expected, "html") == []


@pytest.mark.parametrize(
    "text",
    [
        "a <b> c </b>",  # stars with spaces inside are no bold
        "un<b>believ</b>able",
        "<b>a*b</b>",
        "<b>a <i>b</i></b>",
        '<a href="/x/" onclick="a()">b</a>',
        "| a<br>b | c |\n|---|---|",
        "a <br> b",
        "<h1>a</h1>",
    ],
)
def test_what_is_not_certain_is_left_to_people(text: str) -> None:
    found = slips(text, "html")
    assert found
    assert mended(text, "html").count("<") >= 1
    assert all(slip.edit is None or "<i>" in text for slip in found)


@pytest.mark.parametrize("text", ["`<b>`", "a < b and c > d", "5 <6", "&lt;b&gt;", "<https://example.org>", "<a@example.org>",
                                  "<!-- <b> -->", "```\n<b>\n```", "    <b>"])  # fmt: skip
def test_what_only_looks_like_html_passes(text: str) -> None:
    assert slips(text, "html") == []
