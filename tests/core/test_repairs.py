"""Repairs: what an edit names is changed, and every other byte stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.problems import Edit
from plugins.core.repairs import repair, repaired
from tests.builders import quick

MARK = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("data", "edits", "expected"),
    [
        (b"titel: A\n", [Edit(1, 1, "titel", "title")], b"title: A\n"),
        (b"a\r\nTitle: A\r\n", [Edit(2, 1, "Title", "title")], b"a\r\ntitle: A\r\n"),
        (MARK + b"Title: A", [Edit(1, 1, "Title", "title")], MARK + b"title: A"),
        ("é: “A”\n".encode(), [Edit(1, 4, "“A”", "A")], "é: A\n".encode()),
        ("👨‍👩‍👧 a\n".encode(), [Edit(1, 7, "a", "b")], "👨‍👩‍👧 b\n".encode()),
        (b"\r\n\r\n---\r\n", [Edit(1, 1, "\n\n", "")], b"---\r\n"),
        (b"a: 1\r\na: 1\r\nb: 2\r\n", [Edit(2, 1, "a: 1\n", "")], b"a: 1\r\nb: 2\r\n"),
        (b"a\r\nb", [Edit(2, 1, "b", "---\nb")], b"a\r\n---\r\nb"),
        (b"a\rb\r", [Edit(1, 1, "a\nb", "b\na")], b"b\ra\r"),
        (b"a", [Edit(1, 1, "a", "---\na")], b"---\na"),
        (b"ab\n", [Edit(1, 3, "", "c")], b"abc\n"),
        (b"ab\ncd\n", [Edit(2, 1, "c", "C"), Edit(1, 2, "b", "B")], b"aB\nCd\n"),
    ],
)
def test_an_edit_changes_what_it_names(data: bytes, edits: list[Edit], expected: bytes) -> None:
    assert repaired(data, edits) == expected
    assert repair(data, edits)[1] == set(edits)


@pytest.mark.parametrize(
    ("data", "edit"),
    [
        (b"title: A\n", Edit(1, 1, "titel", "title")),
        (b"title: A\n", Edit(3, 1, "title", "x")),
        (b"title: A\n", Edit(0, 1, "title", "x")),
        (b"title: A\n", Edit(1, 0, "title", "x")),
        (b"a\nb\n", Edit(1, 3, "b", "c")),
        (b"a\r\nb", Edit(1, 3, "", "c")),
        (b"title: A\n", Edit(1, 1, "title", "title")),
        (b"titel: caf\xe9\n", Edit(1, 1, "titel", "title")),
        (b"", Edit(1, 1, "a", "b")),
    ],
)
def test_an_edit_that_does_not_fit_changes_nothing(data: bytes, edit: Edit) -> None:
    assert repair(data, [edit]) == (data, set())


def test_of_two_that_overlap_the_first_is_made() -> None:
    first, second = Edit(1, 1, "abc", "x"), Edit(1, 3, "cd", "y")
    assert repair(b"abcd", [second, first]) == (b"xd", {first})
    assert repair(b"ab", [Edit(1, 2, "", "y"), Edit(1, 1, "a", "x")]) == (b"xb", {Edit(1, 1, "a", "x")})


LINES = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=8),
    min_size=1,
    max_size=6,
)


@quick
@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.data())
def test_every_byte_outside_an_edit_stays(
    lines: list[str], end: str, marked: bool, data: st.DataObject
) -> None:
    number = data.draw(st.integers(1, len(lines)))
    line = lines[number - 1]
    start = data.draw(st.integers(0, len(line)))
    stop = data.draw(st.integers(start, len(line)))
    new = data.draw(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=5))
    mark = MARK if marked else b""
    before = mark + end.join([*lines[: number - 1], line[:start]]).encode()
    after = (line[stop:] + "".join(end + other for other in lines[number:])).encode()
    if not marked and before.startswith(MARK):
        return  # a mark of its own
    whole = before + line[start:stop].encode() + after
    edit = Edit(number, start + 1, line[start:stop], new)

    found = repaired(whole, [edit])

    assert found.startswith(before)
    assert found.endswith(after)
    inside = found[len(before) : len(found) - len(after)].decode()
    assert inside.replace(end, "\n") == new or (len(lines) == 1 and inside == new)


@quick
@given(LINES, st.sampled_from(["\n", "\r\n"]), st.data())
def test_twice_is_as_good_as_once(lines: list[str], end: str, data: st.DataObject) -> None:
    """A repair of words by others that do not hold them finds nothing to do the second time."""
    whole = end.join(lines).encode()
    places = [
        (n, at) for n, line in enumerate(lines, 1) for at, sign in enumerate(line, 1) if sign not in "\ufeff!"
    ]
    chosen = data.draw(st.lists(st.sampled_from(places), max_size=4, unique=True)) if places else []
    edits = [Edit(n, at, lines[n - 1][at - 1], "!") for n, at in chosen]

    once = repaired(whole, edits)

    assert repaired(once, edits) == once
    assert once.count(b"!") == whole.count(b"!") + len(edits)
