"""Reading: bytes of a file become a document with positions, or problems at their lines."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.core.documents import (
    MAX_BYTES,
    Document,
    read_document,
    read_settings_file,
)
from plugins.core.problems import Problem
from plugins.core.settings_tree import Mapping, Scalar, Sequence
from tests.builders import Found, found, make_document, quick

PATH = "content/pages/a.md"
WRITE_EACH = "write each setting as a name, a colon, a space and its value; put a value with { or [ between double quotes."
NO_COLON = (
    "write a name, a colon, a space and the value; indent a line that continues the one above by two spaces."
)
NOT_NAMED = (
    "settings-not-named",
    "Each of the settings at the top of the file needs a name, such as title:",
    "write each setting as a name, a colon, a space and its value, a line each.",
)
REFERENCE = (
    "settings-reference",
    "This value is used again elsewhere with & and *, which settings cannot do.",
    "write the value out at each place, without & and *.",
)
MISSING = (
    1, 1, "settings-missing",
    "The file must start with its settings, between two lines of ---.",
    "start the file with a line of three hyphens, then the settings (title: and so on), then another ---.",
)  # fmt: skip
UNCLOSED = (
    1, 1, "settings-unclosed",
    "The settings at the top have no closing --- line.",
    "put a line of three hyphens, ---, after the last setting and before the text.",
)  # fmt: skip
EMPTY = (0, 0, "file-empty", "This file is empty.", "write its settings and its text, or delete the file.")
DELETE = "delete the character at that place; it often comes from copying out of another program."


def not_utf8(line: int, column: int, message: str) -> Found:
    fix = "save it again with the encoding UTF-8 (in most editors: Save as, Encoding, UTF-8)."
    return (line, column, "file-not-utf8", message, fix)


WINDOWS = "This file is saved as Windows text, but it must be UTF-8: see the é on line 2."
UTF16 = "This file is saved as “Unicode” (UTF-16), but it must be saved as UTF-8."


def unreadable(line: int, column: int) -> Found:
    message = f"The settings cannot be understood at line {line}."
    return (line, column, "settings-unreadable", message, WRITE_EACH)


def control(line: int, column: int, code: str) -> Found:
    message = f"Line {line} holds a character that cannot be shown (U+{code})."
    return (line, column, "file-control-character", message, DELETE)


def tab(line: int, column: int = 1) -> Found:
    return (
        line,
        column,
        "settings-tab",
        f"Line {line} starts with a tab.",
        "use two spaces instead of each tab.",
    )


def colon(line: int, column: int, quoted: str) -> Found:
    message = "A value with a colon in it must be between double quotes."
    return (line, column, "settings-colon", message, f"write {quoted}")


def no_space(line: int, column: int, name: str) -> Found:
    return (
        line, column, "settings-no-space",
        f"There must be a space after {name}:", "put a space between the colon and the value.",
    )  # fmt: skip


def special(line: int, column: int, sign: str, quoted: str) -> Found:
    message = f"A value that starts with {sign} must be between double quotes."
    return (line, column, "settings-quote", message, f"write {quoted}")


def quote(line: int, column: int, words: str, sign: str) -> Found:
    message = f"The value starts with a {words} quote that is not closed."
    return (line, column, "settings-quote", message, f"put another {sign} at the end of the value.")


def twice(line: int, column: int, name: str, first: int) -> Found:
    return (
        line, column, "settings-repeated",
        f"{name} is set twice, on lines {first} and {line}.",
        f"keep one of the two {name} lines and delete the other.",
    )  # fmt: skip


def cut(line: int, column: int, rest: str, quoted: str) -> Found:
    return (
        line, column, "settings-cut",
        f"The value stops before {rest}, because # after a space starts a comment.",
        f"put the value between double quotes: {quoted}",
    )  # fmt: skip


DEEP = (
    "settings-too-deep",
    "The settings are nested too deeply.",
    "write the settings flat, as in the editing guide; text with [ or { goes between double quotes.",
)

INVALID: dict[str, tuple[bytes, list[Found]]] = {
    "empty": (b"", [EMPTY]),
    "only spaces": (b" \n\n", [EMPTY]),
    "no settings": (b"Hello\n", [MISSING]),
    "no opening line": (b"title: A\n---\n", [MISSING]),
    "empty line before the opening line": (
        b"\n\n---\ntitle: A\n---\n",
        [
            (
                1, 1, "settings-missing",
                "The file must start with ---, but it starts with an empty line.",
                "delete the empty lines above the first ---.",
            )
        ],
    ),
    "no closing line": (b"---\ntitle: A\n\nText\n", [UNCLOSED]),
    "indented closing line": (b"---\ntitle: A\n  ---\nText\n", [UNCLOSED]),
    "Windows-1252": (b"---\ntitle: caf\xe9\n---\n", [not_utf8(2, 11, WINDOWS)]),
    "Windows-1252 after UTF-8": ("---\ntitle: é".encode() + b"\xe9\n---\n", [not_utf8(2, 9, WINDOWS)]),
    "UTF-16": ("---\ntitle: A\n---\n".encode("utf-16"), [not_utf8(0, 0, UTF16)]),
    "no encoding at all": (
        b"---\ntitle: A\x81\n---\n", [not_utf8(2, 9, "This file is not saved as UTF-8 text.")]
    ),
    "zero character": (b"---\ntitle: A\x00\n---\n", [control(2, 9, "0000")]),
    "escape character in the text": (b"---\ntitle: A\n---\nx\n\x1b[0m", [control(5, 1, "001B")]),
    "the mark of a slot": ("---\ntitle: \ue000l0\ue001\n---\n".encode(), [control(2, 8, "E000")]),
    "tab": (b"---\ntitle: A\n\tsummary: B\n---\n", [tab(3)]),
    "two tabs": (b"---\n\ttitle: A\nimage:\n  \tfile: a\n---\n", [tab(2), tab(4, 3)]),
    "colon in a value": (b"---\ntitle: Go: on\n---\n", [colon(2, 8, '"Go: on"')]),
    "colon and quotes in a value": (b'---\ntitle: a: b "c"\n---\n', [colon(2, 8, r'"a: b \"c\""')]),
    "colon in a nested value": (
        b"---\nvenue:\n  - name: A: B\n---\n", [colon(3, 11, '"A: B"')]
    ),
    "colon at the end of a value": (b"---\nsummary: We ask:\n---\n", [colon(2, 10, '"We ask:"')]),
    "no space after the colon": (b"---\ntitle: A\nsummary:B\n---\n", [no_space(3, 9, "summary")]),
    "no space after the first colon": (b"---\ntitle:A\nsummary: B\n---\n", [no_space(2, 7, "title")]),
    "set twice": (b"---\ntitle: A\nsummary: B\ntitle: C\n---\n", [twice(4, 1, "title", 2)]),
    "set twice inside": (
        b"---\nvenue:\n  name: A\n  name: B\n---\n", [twice(4, 3, "name", 3)]
    ),
    "two of them set twice": (
        b"---\na: 1\na: 2\nb: 3\nb: 4\n---\n", [twice(3, 1, "a", 2), twice(5, 1, "b", 4)]
    ),
    "used again": (b"---\na: &x 1\nb: *x\n---\n", [(2, 4, *REFERENCE)]),
    "tag": (
        b"---\ntitle: !important A\n---\n",
        [(2, 8, "settings-tag", "A value cannot start with !important.", "put the whole value between double quotes.")],
    ),
    "list for a name": (
        b"---\n? [a]\n: b\n---\n",
        [
            (
                2, 3, "settings-name", "The name of a setting must be plain text.",
                "write a name, a colon, a space and the value; put text with { or [ between double quotes.",
            )
        ],
    ),
    "a list for settings": (b"---\n- a\n---\n", [(2, 1, *NOT_NAMED)]),
    "a word for settings": (b"---\ntitle\n---\n", [(2, 1, *NOT_NAMED)]),
    "nested too deeply": (b"---\na: " + b"[" * 20 + b"]" * 20 + b"\n---\n", [(2, 16, *DEEP)]),
    "cut by a number sign": (
        b"---\ntitle: Event #3 of 4\n---\n", [cut(2, 14, "#3 of 4", '"Event #3 of 4"')]
    ),
    "quotes inside a value that is cut": (
        b'---\ntitle: The "big" #3\n---\n', [cut(2, 18, "#3", r'"The \"big\" #3"')]
    ),
    "cut inside": (
        b"---\nvenue:\n  name: Room #4\n---\n", [cut(3, 14, "#4", '"Room #4"')]
    ),
    "at sign": (b"---\ntitle: @home\n---\n", [special(2, 8, "@", '"@home"')]),
    "percent sign in a list": (b"---\nalso:\n  - %s\n---\n", [special(3, 5, "%", '"%s"')]),
    "asterisk": (b"---\ntitle: *new* things\n---\n", [special(2, 8, "*", '"*new* things"')]),
    "double quote that is not closed": (b'---\ntitle: "A\nsummary: B\n---\n', [quote(2, 8, "double", '"')]),
    "single quote that is not closed": (b"---\ntitle: A\nowner: 'B\n---\n", [quote(3, 8, "single", "'")]),
    "indented further": (
        b"---\ntitle: A\n  summary: B\n---\n",
        [
            (
                3, 3, "settings-indent", "Line 3 is indented further than the line above it.",
                "take away the spaces at its start, so that summary: stands under title:",
            )
        ],
    ),
    "no sense at all": (b"---\ntitle: [A],\n---\n", [unreadable(2, 11)]),
    "text after a quoted value": (
        b'---\ntitle: "A" B\n---\n',
        [
            (
                2, 8, "settings-quote", "A value that starts with a double quote must end with it.",
                "write '\"A\" B'",
            )
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), INVALID.values(), ids=INVALID)
def test_a_file_of_wrong_form_is_explained_at_its_line(data: bytes, expected: list[Found]) -> None:
    problems = read_document(PATH, data)
    assert isinstance(problems, list)
    assert found(problems) == expected
    assert {problem.path for problem in problems} == {PATH}


def test_a_line_without_colon_is_named() -> None:
    problems = read_document(PATH, b"---\ntitle: A\njust some text\nsummary: B\n---\n")
    assert isinstance(problems, list)
    assert found(problems) == [
        (3, 1, "settings-no-colon", "Line 3 has no colon: just some text", NO_COLON)
    ]  # fmt: skip


@pytest.mark.parametrize("value", ["'A", '"A', "[a, b", "{a"])
def test_a_value_that_is_not_closed_is_shown_where_it_opens(value: str) -> None:
    problems = read_document(PATH, f"---\ntitle: {value}\n---\nText\n".encode())
    assert isinstance(problems, list)
    assert [(problem.line, problem.column) for problem in problems] == [(2, 8)]


def test_an_ampersand_does_not_eat_a_word() -> None:
    problems = read_document(PATH, b"---\ntitle: &more for all\n---\n")
    assert isinstance(problems, list)
    assert [(problem.line, problem.column) for problem in problems] == [(2, 8)]


def test_the_place_of_a_character_that_settings_cannot_hold_counts_characters() -> None:
    problems = read_document(PATH, "---\ntitle: éééé\nsummary: éé\nowner: A\ufffe\n---\n".encode())
    assert isinstance(problems, list)
    assert [problem.line for problem in problems] == [4]


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029"], ids=ascii)
def test_an_invisible_line_break_does_not_move_the_lines_below(character: str) -> None:
    result = read_document(PATH, f"---\ntitle: A{character}  B\nsummary: C\n---\n".encode())
    if isinstance(result, list):
        assert [problem.line for problem in result] == [2]
    else:
        assert result.position(("summary",)) == (3, 10)


def test_an_escape_cannot_bring_a_control_character_in() -> None:
    problems = read_document(PATH, b'---\ntitle: "A\\0B"\n---\n')
    assert isinstance(problems, list)
    assert [problem.line for problem in problems] == [2]


def test_a_file_that_is_too_big() -> None:
    data = b"---\ntitle: A\n---\n" + b"x" * 2_500_000
    problems = read_document(PATH, data)
    assert isinstance(problems, list)
    assert found(problems) == [
        (
            0, 0, "file-too-big",
            "This file is 2.5 MB. A content file must be under 1 MB.",
            "keep the text here and put pictures and documents into content/images or content/files.",
        )
    ]  # fmt: skip


def test_a_file_of_the_greatest_size_is_read() -> None:
    head = b"---\ntitle: A\n---\n"
    assert isinstance(read_document(PATH, head + b"x" * (MAX_BYTES - len(head))), Document)
    assert isinstance(read_document(PATH, head + b"x" * (MAX_BYTES - len(head) + 1)), list)


VALID: dict[str, tuple[bytes, dict[str, str], str, int]] = {
    "plain": (b"---\ntitle: A\n---\nText\n", {"title": "A"}, "Text\n", 4),
    "no settings between the lines": (b"---\n---\nText", {}, "Text", 3),
    "Windows line ends": (b"---\r\ntitle: A\r\n---\r\nText\r\n", {"title": "A"}, "Text\n", 4),
    "old Mac line ends": (b"---\rtitle: A\r---\rText\r", {"title": "A"}, "Text\n", 4),
    "byte order mark": (b"\xef\xbb\xbf---\ntitle: A\n---\n", {"title": "A"}, "", 4),
    "spaces after the lines of hyphens": (b"--- \ntitle: A\n---  \nText", {"title": "A"}, "Text", 4),
    "a rule in the text": (b"---\ntitle: A\n---\na\n\n---\nb", {"title": "A"}, "a\n\n---\nb", 4),
    "values stay text": (
        b"---\nonline: no\nstart: 10:00\nold: 010\nempty:\nno: ~\n---\n",
        {"online": "no", "start": "10:00", "old": "010", "empty": "", "no": "~"}, "", 8,
    ),
    "a time": (b"---\nstart: 2026-12-03 10:00+01:00\n---\n", {"start": "2026-12-03 10:00+01:00"}, "", 4),
    "quoted": (b"---\ntitle: 'It''s: #1'\nsub: \"a \\\"b\\\"\"\n---\n", {"title": "It's: #1", "sub": 'a "b"'}, "", 5),
    "folded": (b"---\nsummary: One\n  and two\n---\n", {"summary": "One and two"}, "", 5),
    "block": (b"---\nsummary: |\n  One #1\n  two\n---\n", {"summary": "One #1\ntwo\n"}, "", 6),
    "comments": (b"---\n# note\ntitle: A   # note\n---\n", {"title": "A"}, "", 5),
    "a number sign inside a word": (b"---\ntitle: C# and F#\n---\n", {"title": "C# and F#"}, "", 4),
    "an address": (b"---\nlink: https://x.org/a:b\n---\n", {"link": "https://x.org/a:b"}, "", 4),
    "other scripts": ("---\ntitle: Fàilte 😀\n---\n".encode(), {"title": "Fàilte 😀"}, "", 4),
}  # fmt: skip


@pytest.mark.parametrize(("data", "settings", "body", "line"), VALID.values(), ids=VALID)
def test_a_file_is_read_as_it_was_typed(data: bytes, settings: dict[str, str], body: str, line: int) -> None:
    document = read_document(PATH, data)
    assert isinstance(document, Document)
    values = {key.text: value.text for key, value in document.settings.entries if isinstance(value, Scalar)}
    assert values == settings
    assert (document.path, document.name) == (PATH, "a")
    assert (document.body, document.body_line) == (body, line)


NESTED = make_document("title: Née\nvenue:\n  name: Hall\n  tags: [a, bc]\nfields:\n  - name: x\n  - name: y")


@pytest.mark.parametrize(
    ("location", "place"),
    [
        (("title",), (2, 8)),
        (("venue",), (4, 3)),
        (("venue", "name"), (4, 9)),
        (("venue", "tags", 1), (5, 13)),
        (("fields", 1, "name"), (8, 11)),
        (("fields", 1, "label"), (8, 5)),
        (("fields", 7), (7, 3)),
        (("venue", "postcode"), (4, 3)),
        (("nothing",), (2, 1)),
        ((), (2, 1)),
    ],
    ids=str,
)
def test_position_of_a_value(location: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert NESTED.position(location) == place


@pytest.mark.parametrize(
    ("location", "place"),
    [
        (("title",), (2, 1)),
        (("venue", "tags"), (5, 3)),
        (("fields", 1, "name"), (8, 5)),
        (("nothing",), (2, 1)),
    ],
    ids=str,
)
def test_position_of_a_name(location: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert NESTED.key_position(location) == place


def test_the_tree_of_settings() -> None:
    assert NESTED.settings.get("venue") == Mapping(
        (
            (Scalar("name", 4, 3, "name"), Scalar("Hall", 4, 9, "Hall")),
            (
                Scalar("tags", 5, 3, "tags"),
                Sequence((Scalar("a", 5, 10, "a"), Scalar("bc", 5, 13, "bc")), 5, 9),
            ),
        ),
        4,
        3,
    )
    assert NESTED.settings.get("nothing") is None


def test_a_file_of_settings_counts_from_its_first_line() -> None:
    document = read_settings_file("content/site.yaml", b"# note\nname: A\n")
    assert isinstance(document, Document)
    assert (document.name, document.body) == ("site", "")
    assert document.position(("name",)) == (2, 7)


def test_a_file_of_settings_of_comments_alone_has_none() -> None:
    document = read_settings_file("content/redirects.yaml", b"# nothing moved yet\n")
    assert isinstance(document, Document)
    assert document.settings.entries == ()


# Pieces that make the reader's ways likely.
PIECES = st.sampled_from(
    ["---\n", "---", "title: ", "a: ", "\n", "  ", "- ", "[", "]", "{", "}", '"', "'", "&a ", "*a", "#", " #",
     ":", "!x ", "|\n", ">\n", "\t", "é", "\r\n", "?", "%", "@", "\x00", "\ufffe", "\u2028", "..."]
)  # fmt: skip
FILES = st.one_of(
    st.binary(max_size=60),
    st.lists(PIECES, max_size=14).map(lambda parts: "".join(parts).encode()),
    st.lists(PIECES, max_size=14).map(lambda parts: f"---\n{''.join(parts)}\n---\n".encode()),
)


@quick
@given(FILES)
@example(b"---\na: " + b"[" * 5000 + b"\n---\n")
@example(b"---\na: &x [*x]\n---\n")
def test_any_bytes_give_a_document_or_problems(data: bytes) -> None:
    result = read_document(PATH, data)
    if isinstance(result, Document):
        return
    assert result
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for problem in result:
        assert isinstance(problem, Problem)
        assert 0 <= problem.line <= lines
        assert problem.message
        assert problem.fix


TYPED = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"], exclude_characters="\u2028\u2029\ufeff"),
    max_size=40,
)


@quick
@given(TYPED)
def test_a_quoted_value_comes_back_as_typed(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    assert make_document(f'title: "{escaped}"').settings.get("title") == Scalar(text, 2, 8, f'"{escaped}"')
