"""Suggested changes: the payload of each review, and that applying it is the same as `check --fix`."""

from __future__ import annotations

import difflib
import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.problems import Edit, Problem
from plugins.core.repairs import repaired
from plugins.editor.diffs import changed_files, hunks
from plugins.editor.github import main
from plugins.editor.suggestions import BODY, LONGEST, MOST, Suggestion, review, suggestions
from tests.builders import quick

FILE = "content/events/open-day.md"
COMMIT = "3d3c42e5aac5ba805825da76410c181273ba90b1"


def problem(line: int, column: int, old: str, new: str, message: str = "A.", path: str = FILE) -> Problem:
    return Problem(path, line, column, "x", message, "B.", edit=Edit(line, column, old, new))


def diff(text: str, path: str = FILE) -> str:
    """Return the diff of a new file."""
    lines = text.split("\n")
    end = "\n\\ No newline at end of file" if lines[-1] else ""
    lines = lines if lines[-1] else lines[:-1]
    added = "\n".join(f"+{line}" for line in lines)
    return (
        f"diff --git a/{path} b/{path}\nnew file mode 100644\n--- /dev/null\n+++ b/{path}\n"
        f"@@ -0,0 +1,{len(lines)} @@\n{added}{end}\n"
    )


def bodies(made: dict[str, Any] | None) -> list[str]:
    return [comment["body"] for comment in (made or {}).get("comments", [])]


# Payloads


def test_one_line() -> None:
    text = "---\ntitle: Open day\nstart: 25/12/2026\n---\n"
    start = problem(
        3, 8, "25/12/2026", "2026-12-25", "Start must be a date such as 2026-12-03, but it is “25/12/2026”."
    )
    assert review([start], diff(text), COMMIT) == {
        "commit_id": COMMIT,
        "event": "COMMENT",
        "body": BODY,
        "comments": [
            {
                "path": FILE,
                "line": 3,
                "side": "RIGHT",
                "body": (
                    "Start must be a date such as 2026-12-03, but it is “25/12/2026”.\n"
                    "\n"
                    "```suggestion\n"
                    "start: 2026-12-25\n"
                    "```\n"
                    "\n"
                    "<!-- website-suggestion: 56e9b327ae2d28c9 -->"
                ),
            }
        ],
    }


def test_edits_on_one_line_are_one_suggestion() -> None:
    text = "Title:  “Open day”\n"
    found = [problem(1, 1, "Title", "title", "One."), problem(1, 8, " “Open day”", "Open day", "Two.")]
    [made] = bodies(review(found, diff(text), COMMIT))
    assert made.startswith("One.\nTwo.\n\n```suggestion\ntitle: Open day\n```\n")


def test_lines_that_an_edit_joins_or_parts() -> None:
    joined = review([problem(1, 5, "\n\n", " ")], diff("one:\n\ntwo\nthree\n"), COMMIT)
    assert joined is not None
    [comment] = joined["comments"]  # type: ignore[misc]
    assert (comment["start_line"], comment["start_side"], comment["line"]) == (1, "RIGHT", 3)
    assert "```suggestion\none: two\n```" in comment["body"]
    [parted] = bodies(review([problem(1, 1, "", "---\n")], diff("title: A\n"), COMMIT))
    assert "```suggestion\n---\ntitle: A\n```" in parted


def test_a_line_that_goes_is_an_empty_suggestion() -> None:
    made = review([problem(2, 1, "\n", "")], diff("a\n\nb\n"), COMMIT)
    assert "```suggestion\n```" in bodies(made)[0]
    [emptied] = bodies(review([problem(2, 1, "  ", "")], diff("a\n  \nb\n"), COMMIT))
    assert "```suggestion\n\n```" in emptied


def test_a_line_after_the_last_one() -> None:
    [made] = suggestions([problem(3, 1, "", "---\n")], diff("---\ntitle: A\n"))
    assert (made.first, made.last, made.lines) == (2, 2, ("title: A", "---"))


def test_backticks_do_not_end_the_suggestion() -> None:
    [made] = bodies(review([problem(1, 1, "a", "b")], diff("a ```` c\n"), COMMIT))
    assert "`````suggestion\nb ```` c\n`````" in made


def test_a_message_is_text() -> None:
    [made] = bodies(review([problem(1, 1, "a", "b", "<!-- @you [x](y)\n```")], diff("a\n"), COMMIT))
    assert made.startswith("\\<!-- @\u200byou \\[x\\](y) \\`\\`\\`\n\n```suggestion\n")


def test_a_windows_file_gets_lines_without_its_line_ends() -> None:
    made = review([problem(2, 1, "b", "c")], diff("a\r\nb\r\n"), COMMIT)
    assert "```suggestion\nc\n```" in bodies(made)[0]


def test_what_the_diff_does_not_show_is_left_out() -> None:
    shown = (
        "diff --git a/content/events/open-day.md b/content/events/open-day.md\n"
        "index 1..2 100644\n--- a/content/events/open-day.md\n+++ b/content/events/open-day.md\n"
        "@@ -10,3 +11,4 @@ title: x\n ten\n-eleven\n+eleven a\n+eleven b\n twelve\n"
        "@@ -30 +32 @@\n-thirty\n+forty\n"
    )
    edits = [
        problem(line, 1, old, "new")
        for line, old in ((10, "x"), (11, "ten"), (12, "eleven a"), (14, "twelve"), (15, "x"), (32, "forty"))
    ]
    assert [(made.first, made.last) for made in suggestions(edits, shown)] == [
        (11, 11), (12, 12), (14, 14), (32, 32),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "edit",
    [
        problem(1, 1, "not there", "x"),
        problem(1, 1, "a", "a"),
        problem(1, 1, "a", "b", path="plugins/core/body.py"),
        problem(1, 1, "a", "b", path="content/events/other.md"),
        problem(1, 1, "a", "b\ufeff"),
        problem(1, 1, "a", "b\x85c"),
        problem(9, 1, "", "x\n"),
        problem(1, 9, "", "x"),
        Problem(FILE, 1, 1, "x", "A.", "B."),
    ],
)
def test_no_suggestion(edit: Problem) -> None:
    assert review([edit], diff("a\nb\n"), COMMIT) is None


def test_a_mark_before_the_text_stays_or_nothing_is_suggested() -> None:
    text = "\ufeffa\nb\n"
    assert suggestions([problem(1, 1, "a", "x")], diff(text)) == []
    assert [made.lines for made in suggestions([problem(2, 1, "b", "x")], diff(text))] == [("x",)]


def test_a_long_suggestion_is_left_to_the_editor() -> None:
    text = "a\n" * 40
    [whole] = suggestions([problem(1, 1, "a\n" * LONGEST, "b\n")], diff(text))
    assert (whole.first, whole.last) == (1, LONGEST)
    assert suggestions([problem(1, 1, "a\n" * (LONGEST + 1), "b\n")], diff(text)) == []


def test_only_files_of_the_content_are_suggested_for() -> None:
    path = "plugins/core/body.py"
    assert suggestions([problem(1, 1, "a", "b", path=path)], diff("a\n", path)) == []


def test_a_review_holds_so_many_and_the_next_one_the_rest() -> None:
    text = "".join(f"a{number}\n" for number in range(50))
    edits = [problem(number + 1, 1, f"a{number}", f"b{number}") for number in range(50)]
    seen, sizes = "", []
    while made := review(edits, diff(text), COMMIT, seen):
        sizes.append(len(bodies(made)))
        seen += "\n".join(bodies(made))
    assert sizes == [MOST, MOST, 10]


def test_a_suggestion_is_known_again_where_its_line_moved() -> None:
    first = bodies(review([problem(1, 1, "a", "b")], diff("a\n"), COMMIT))
    assert review([problem(3, 1, "a", "b")], diff("x\ny\na\n"), COMMIT, first[0]) is None


# Diffs


def test_the_names_of_files() -> None:
    text = (
        diff("a\n", "content/pages/b c.md").replace(
            "+++ b/content/pages/b c.md", "+++ b/content/pages/b c.md\t"
        )
        + diff("+++ b/content/pages/inside.md\n@@ -1 +1 @@\n", "content/pages/a.md")
        + 'diff --git "a/content/pages/f\\303\\240ilte.md" "b/content/pages/f\\303\\240ilte.md"\n'
        '--- "a/content/pages/f\\303\\240ilte.md"\n+++ "b/content/pages/f\\303\\240ilte.md"\n@@ -1 +1 @@\n-a\n+b\n'
        "diff --git a/old.md b/new.md\nsimilarity index 100%\nrename from old.md\nrename to new.md\n"
        "diff --git a/gone.md b/gone.md\ndeleted file mode 100644\n--- a/gone.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"
        "diff --git a/x.jpg b/x.jpg\nBinary files a/x.jpg and b/x.jpg differ\n"
    )
    assert changed_files(text) == (
        "content/pages/a.md", "content/pages/b c.md", "content/pages/fàilte.md", "new.md",
    )  # fmt: skip


@quick
@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    list(hunks(text))
    list(hunks(f"+++ b/{FILE}\n@@ -1,9 +1,9 @@\n{text}"))


# The same as check --fix


def applied(data: bytes, made: list[Suggestion]) -> bytes:
    """Apply suggestions as GitHub does: whole lines become whole lines, with the line end of the file."""
    text = data.decode()
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(end)
    for suggestion in sorted(made, key=lambda each: -each.first):
        lines[suggestion.first - 1 : suggestion.last] = suggestion.lines
    return end.join(lines).encode()


LINES = st.lists(st.text("ab: -`“é\u00a0", max_size=6), min_size=1, max_size=8)


@st.composite
def repairs(draw: st.DrawFn) -> tuple[str, list[Problem]]:
    """A text, and edits that fit it, some on one line, some over several."""
    text = "\n".join(draw(LINES)) + draw(st.sampled_from(["", "\n"]))
    lines = text.split("\n")
    found = []
    for _ in range(draw(st.integers(1, 4))):
        line = draw(st.integers(1, len(lines)))
        column = draw(st.integers(1, len(lines[line - 1]) + 1))
        rest = "\n".join(lines[line - 1 :])[column - 1 :]
        old = rest[: draw(st.integers(0, 8))]
        found.append(problem(line, column, old, draw(st.text("xy\n", max_size=4))))
    return text, found


@quick
@given(repairs(), st.booleans())
def test_applying_every_suggestion_is_the_repair(made: tuple[str, list[Problem]], windows: bool) -> None:
    text, found = made
    text = text.replace("\n", "\r\n") if windows else text
    offered = suggestions(found, diff(text))
    mends = {each for suggestion in offered for each in suggestion.why}
    assert applied(text.encode(), offered) == repaired(
        text.encode(), [each.edit for each in mends if each.edit]
    )


@quick
@given(repairs(), st.lists(st.text("ab", max_size=3), max_size=30))
def test_suggestions_stay_within_the_lines_of_the_diff(
    made: tuple[str, list[Problem]], above: list[str]
) -> None:
    text, found = made
    whole = [*above, *text.split("\n")]
    moved = [
        problem(each.line + len(above), each.column, each.edit.old, each.edit.new)
        for each in found
        if each.edit
    ]
    compared = [line.rstrip("\n") for line in difflib.unified_diff(above, whole, n=1)][2:]
    shown = "\n".join([f"diff --git a/{FILE} b/{FILE}", f"--- a/{FILE}", f"+++ b/{FILE}", *compared])
    lines = {number for hunk in hunks(shown) for number in range(hunk.first, hunk.last + 1)}
    for suggestion in suggestions(moved, shown):
        assert {suggestion.first, suggestion.last} <= lines


# The command


def test_the_command_prints_a_review_or_nothing(tmp_path: Path) -> None:
    check, pull = tmp_path / "check.json", tmp_path / "pull.diff"
    found = [problem(1, 1, "a", "b")]
    check.write_text(json.dumps([asdict(each) for each in found]), "utf-8")
    pull.write_text(diff("a\n"), "utf-8")
    options = ["suggestions", "--check", str(check), "--diff", str(pull), "--commit", COMMIT]
    out = io.StringIO()
    assert main(options, out) == 0
    assert json.loads(out.getvalue()) == review(found, diff("a\n"), COMMIT)
    existing = tmp_path / "existing.txt"
    existing.write_text(out.getvalue(), "utf-8")
    again = io.StringIO()
    assert main([*options, "--existing", str(existing)], again) == 0
    assert again.getvalue() == ""


def test_a_commit_has_a_whole_name(tmp_path: Path) -> None:
    err = io.StringIO()
    assert main(["suggestions", "--check", "a", "--diff", "b", "--commit", "main"], io.StringIO(), err) == 1
    assert err.getvalue() == "--commit must be the whole name of a commit, but it is main.\n"
