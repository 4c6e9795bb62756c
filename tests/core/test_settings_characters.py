"""Signs in settings that look like others or like nothing: each is mended, and honest ones are left alone."""

from __future__ import annotations

import pytest

from plugins.core.documents import Document, read_document
from plugins.core.repairs import repaired

SLIPS: list[tuple[str, str]] = [
    ("\ttitle: A", "  title: A"),
    ("venue:\n\tname: A", "venue:\n  name: A"),
    ("title: \u00a0A", "title: A"),
    ("title:\u00a0A\nb: c", "title: A\nb: c"),
    ("title: A\n\u00a0b: c", "title: A\nb: c"),
    ("venue:\n\u00a0\u00a0name: A", "venue:\n  name: A"),
    ("ti\u200btle: A", "title: A"),
    ("\ufefftitle: A", "title: A"),
    ("title: A\u200b", "title: A"),
    ("title: Wo\u200brds", "title: Words"),
    ("start: \u200e2026-12-03", "start: 2026-12-03"),
    ("topics:\n  - \u00a0a", "topics:\n  - a"),
    ("topics:\n  • a\n  • b", "topics:\n  - a\n  - b"),
    ("topics:\n• a", "topics:\n- a"),
    ("topics:\n  – a", "topics:\n  - a"),
    ("topics:\n  - a\n  -b", "topics:\n  - a\n  - b"),
    ("title: Evidence: numbers", 'title: "Evidence: numbers"'),
    ("title: Evidence:", 'title: "Evidence:"'),
    ("title: Event #3 in Leith", 'title: "Event #3 in Leith"'),
    ("title:A\nb: c", "title: A\nb: c"),
    ("title:A", "title: A"),
    ("link:https://example.org/\nb: c", "link: https://example.org/\nb: c"),
    ('title: "A\nb: c', 'title: "A"\nb: c'),
    ('title: "A",\nb: c', 'title: "A"\nb: c'),
    ('title: "A" and more', "title: '\"A\" and more'"),
    ("title: @home", 'title: "@home"'),
    ("title: &Co", 'title: "&Co"'),
    ("title: !Now", 'title: "!Now"'),
    ("topics:\n  * a\n  * b", "topics:\n  - a\n  - b"),
    ("title: A\ntitle: A\nb: c", "title: A\nb: c"),
    ('title: "C:\\new"', 'title: "C:\\\\new"'),
]
"""Settings with a slip whose repair is certain, and what `check --fix` makes of them."""

SILENT = [
    "title: 👨‍👩‍👧 families",
    "title: 10\u00a0am to 11\u00a0am",
    "title: a\u00adlong word",
    "title: Fàilte • Welcome",
    "title: A – B",
    "title:\tA",
    "title: A\t",
    "title: C# and F#",
    "title: A # a note",
    "venue:\n  name: A",
    "summary: >\n  • not a list\n  of ours",
    'title: "Evidence: numbers"',
    "title: https://example.org/",
    "title: 10:00",
    "topics: []",
    "title: Men\u200c\u0627",
]
"""Near misses: none of these is a slip."""

MENDED_BY_HAND = [
    "title: A: b # c",
    "summary: 'Tis the season\nb: c",
    "title: A\n  summary: B",
    "title: A: b\n  and more",
    "title: A\ntitle: B",
    "words without a colon\nb: c",
    "title: [A, b\nc: d",
]


def settings(text: str) -> bytes:
    return f"---\n{text}\n---\nText.\n".encode()


def mended(data: bytes) -> bytes:
    for _ in range(10):
        found = read_document("content/pages/a.md", data)
        if isinstance(found, Document):
            break
        data = repaired(data, [problem.edit for problem in found if problem.edit])
    return data


@pytest.mark.parametrize(("text", "right"), SLIPS)
@pytest.mark.parametrize("windows", [False, True])
def test_a_slip_is_mended(text: str, right: str, windows: bool) -> None:
    found, expected = settings(text), settings(right)
    if windows:
        found, expected = (data.replace(b"\n", b"\r\n") for data in (found, expected))
    assert not isinstance(read_document("a.md", found), Document)
    assert mended(found) == expected
    assert mended(expected) == expected


@pytest.mark.parametrize("text", SILENT)
def test_a_near_miss_is_silent(text: str) -> None:
    assert isinstance(read_document("a.md", settings(text)), Document)


@pytest.mark.parametrize("text", MENDED_BY_HAND)
def test_what_is_not_certain_is_left_to_the_editor(text: str) -> None:
    found = read_document("a.md", settings(text))
    assert isinstance(found, list)
    assert [problem.edit for problem in found] == [None]
    assert mended(settings(text)) == settings(text)


BORDERS = {
    "\n\n---\ntitle: A\n---\nx\n": "---\ntitle: A\n---\nx\n",
    " \n---\ntitle: A\n---\nx\n": "---\ntitle: A\n---\nx\n",
    "—\ntitle: A\n---\nx\n": "---\ntitle: A\n---\nx\n",
    "----\ntitle: A\n---\nx\n": "---\ntitle: A\n---\nx\n",
    "---\ntitle: A\n----\nx\n": "---\ntitle: A\n---\nx\n",
    "---\ntitle: A\n—-\nx\n": "---\ntitle: A\n---\nx\n",
    "---\ntitle: A\ntopics:\n  - b\n--\nx\n\n---\n\ny\n": "---\ntitle: A\ntopics:\n  - b\n---\nx\n\n---\n\ny\n",
    "title: A\nsummary: B\n---\nx\n": "---\ntitle: A\nsummary: B\n---\nx\n",
}
UNCERTAIN_BORDERS = [
    "---\ntitle: A\n\nSome text, and a table:\n\n-----\nx\n",
    "Some text: and more\n\n---\nx\n",
    "-\ntitle: A\n---\nx\n",
    "title: A\n\nText without any border.\n",
    "---\ntitle: A\n\nText.\n",
]


@pytest.mark.parametrize(("text", "right"), BORDERS.items())
def test_the_lines_round_the_settings_are_mended(text: str, right: str) -> None:
    assert mended(text.encode()).decode() == right
    assert mended(right.encode()).decode() == right


@pytest.mark.parametrize("text", UNCERTAIN_BORDERS)
def test_where_the_settings_end_is_not_guessed(text: str) -> None:
    assert not isinstance(read_document("a.md", text.encode()), Document)
    assert mended(text.encode()).decode() == text


@pytest.mark.parametrize("text", ["---  \ntitle: A\n--- \t\nx\n", "---\r\ntitle: A\r\n---\r\nx\r\n"])
def test_spaces_after_the_hyphens_and_line_ends_of_windows_are_fine(text: str) -> None:
    assert isinstance(read_document("a.md", text.encode()), Document)


def test_what_is_said_of_a_character_that_cannot_be_seen() -> None:
    found = read_document("a.md", settings("title: A\nowner: B\u200b"))
    assert isinstance(found, list)
    assert [(p.line, p.column, p.code, p.message) for p in found] == [
        (3, 9, "settings-invisible", "Line 3 holds a zero-width space, which cannot be seen.")
    ]


@pytest.mark.parametrize(
    "sign", ["- ", "? ", "[", "{", "a: [", "- ? ", "\u00a0", "\u200b", "- \u00a0", "• ", "&a ", "a: "]
)
def test_a_line_without_end_neither_hangs_nor_ends_the_process(sign: str) -> None:
    for text in (f"title: A\nb: {sign * 50_000}", sign * 50_000):
        assert isinstance(read_document("a.md", settings(text)), Document | list)


@pytest.mark.parametrize("sign", ["- ", "? ", "[", "a: [", "{a: "])
def test_what_is_nested_without_end_is_told(sign: str) -> None:
    found = read_document("a.md", settings(f"title: A\nb:\n  {sign * 2_000}"))
    assert isinstance(found, list)
    assert [problem.code for problem in found] == ["settings-too-deep"]
    assert [problem.line for problem in found] == [4]
