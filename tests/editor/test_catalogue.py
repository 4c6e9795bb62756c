"""The catalogue of messages, proved by running it: each example gives its message, and mended it gives none.

After a new rule or a change of wording: add the entry to `plugins/editor/catalogue.yaml`, and let the check say
its words: `pytest tests/editor/test_catalogue.py --update`. Read the difference, then write the guide anew:
`python -m plugins.editor.field_guide --write`.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.core.wording import STYLES
from plugins.editor import catalogue
from plugins.editor.catalogue import (
    CATALOGUE,
    Entry,
    entries,
    messages_explained,
)
from plugins.editor.catalogue import (
    catalogue as read_catalogue,
)
from plugins.engine.checking import check_content
from plugins.engine.project import ROOT
from tests.conftest import NOW, SITES
from tests.core.test_messages import JARGON, plain

from .evidence import base_site, mended_files, problems_of, said

ENTRIES = entries()
EXPLAINED = "pytest tests/editor/test_catalogue.py --update"


# Every code has an entry

CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
WITHOUT_RULES = ("editor", "outputs", "preview")
"""Packages of plugins/ that give no message of a check."""
NO_VALUES_OF = {
    "Kind",
    "Literal",
    "Section",
    "decode",
    "encode",
    "field",
    "one_of",
    "read_text",
    "write_text",
}
"""What is written inside these is no code: examples, choices, encodings."""

NOT_CODES = {
    # a format of events, a kind of offer, a pattern of answers, and how browsers fill answers in
    "in-person", "way-to-join", "web-address",
    "family-name", "given-name", "organization-title", "postal-code", "street-address",
    # names, parts of addresses, an encoding
    "a-short-name", "check-your-email", "thank-you", "utf-8",
}  # fmt: skip


def words_like_codes() -> Iterator[tuple[str, str]]:
    """Yield each word of the rules that is written like a code, with its place."""
    for file in sorted((ROOT / "plugins").glob("*/*.py")):
        if file.parent.name not in WITHOUT_RULES:
            for found, line in _words(ast.parse(file.read_text("utf-8"))):
                yield found, f"{file.relative_to(ROOT).as_posix()}, line {line}"


def _words(node: ast.AST) -> Iterator[tuple[str, int]]:
    if isinstance(node, ast.Call) and _name(node.func) in NO_VALUES_OF:
        return
    if isinstance(node, ast.Subscript) and _name(node.value) in NO_VALUES_OF:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
        yield node.value, node.lineno
    for inner in ast.iter_child_nodes(node):
        yield from _words(inner)


def _name(node: ast.AST) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


def test_every_code_of_the_rules_has_an_entry() -> None:
    missing = [
        f"{code} ({place})" for code, place in words_like_codes() if code not in {*ENTRIES, *NOT_CODES}
    ]
    assert not missing, (
        f"add an entry to plugins/editor/catalogue.yaml and run {EXPLAINED}, or, for a word that is no code, "
        "name it in NOT_CODES"
    )


def test_every_code_that_is_made_of_parts_has_an_entry() -> None:
    """Codes such as `style-…` stand in no source as a whole: the table and the tiny sites know them."""
    shown = {
        code
        for file in SITES.glob("invalid/*/expected.txt")
        for code in re.findall(r"^(?:  .*   | {2})\(([a-z-]+)\)$", file.read_text("utf-8"), re.MULTILINE)
    }
    assert len(shown) > 60
    assert ({style.code for style in STYLES} | shown) - set(ENTRIES) == set()


def test_no_word_is_passed_over_that_is_not_there_any_more() -> None:
    assert NOT_CODES - {word for word, _ in words_like_codes()} == set()
    assert NOT_CODES & set(ENTRIES) == set()


# Every entry is true


def test_the_tiny_site_is_good(tmp_path: Path) -> None:
    assert check_content(base_site(tmp_path / "content"), NOW).problems == ()


@pytest.mark.parametrize("code", ENTRIES)
def test_the_example_gives_its_message_and_mended_it_gives_none(
    code: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    entry = ENTRIES[code]
    found = problems_of(entry, "wrong", tmp_path)

    assert [problem.code for problem in found] == [code], "one slip gives one message"
    [problem] = found
    certain = problem.edit is not None
    if pytestconfig.getoption("--update"):
        record(code, said(problem), mended=certain)
        entry = entries()[code]
    assert (entry.says, entry.mended) == (said(problem), certain), f"run {EXPLAINED}, and read the difference"

    assert problems_of(entry, "right", tmp_path) == ()
    if certain:
        mended, right = mended_files(entry, tmp_path)
        assert mended == right


def record(code: str, says: str, *, mended: bool) -> None:
    """Write what a check said into the catalogue, and nothing else."""
    lines = CATALOGUE.read_text("utf-8").split("\n")
    at = lines.index(f"  {code}:") + 1
    while re.match("    (?:says|mended):", lines[at]):
        del lines[at]
    told = [f"    says: {json.dumps(says, ensure_ascii=False)}"]
    lines[at:at] = [*told, "    mended: true"] if mended else told
    CATALOGUE.write_text("\n".join(lines), "utf-8", newline="\n")


def test_what_a_check_said_is_written_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "catalogue.yaml"
    file.write_text(
        'Theme:\n  one:\n    says: "Problem: old"\n    mended: true\n    why: W.\n  two:\n    why: W.\n'
    )
    monkeypatch.setitem(globals(), "CATALOGUE", file)
    record("one", "Advice: “new”", mended=False)
    record("two", "Problem: A", mended=True)
    assert file.read_text("utf-8") == (
        'Theme:\n  one:\n    says: "Advice: “new”"\n    why: W.\n  two:\n    says: "Problem: A"\n    mended: true\n    why: W.\n'
    )


# Every entry is in plain words


@pytest.mark.parametrize("code", ENTRIES)
def test_the_reason_is_in_plain_words(code: str) -> None:
    entry = ENTRIES[code]
    assert entry.wrong != entry.right
    assert entry.why[0].isupper()
    assert entry.why.endswith(".")
    assert len(entry.why) < 160
    assert not JARGON.search(plain(entry.why))


def test_a_wrong_entry_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "catalogue.yaml"
    monkeypatch.setattr(catalogue, "CATALOGUE", file)
    for wrong in (
        "{why: W.}",
        "{why: W., wrong: a, right: {a.md: b}}",
        "{why: W., wrong: a, right: b, in: nowhere}",
        "{why: W., wrong: a, right: b, also: c}",
    ):
        file.write_text(f"Theme:\n  code: {wrong}\n", "utf-8")
        with pytest.raises(ValueError, match="validation error"):
            read_catalogue()


# How it is shown


def shown(**values: object) -> str:
    entry = Entry.model_validate({"says": "Problem: Start * must.", "why": "It matters.", **values})
    title, _, rest = messages_explained({"Times": {"time-form": entry}}).partition("\n\n> ")
    assert title == "### Times\n\n#### time-form"
    said, _, example = rest.partition("It matters.")
    assert said == "**Problem:** Start \\* must.\n\n"
    return example.strip()


def test_a_short_example_is_a_sentence() -> None:
    assert shown(wrong="a: b\n", right="a: c\n", mended=True) == (
        "This is mended for you.\n\nNot `a: b`, in the settings of a page, but `a: c`"
    )
    assert shown(wrong="check -a\n", right="check -b\n", when="command") == "Not `check -a`, but `check -b`"


def test_a_longer_example_stands_by_itself_and_signs_that_cannot_be_seen_are_shown() -> None:
    assert shown(**{"in": "event", "wrong": "a: b\tc\nd", "right": "```\na\n"}) == (
        "Not, in the settings of an event:\n\n```text\na: b⇥c\nd\n```\n\nBut:\n\n````text\n```\na\n````"
    )
    assert (
        shown(wrong="", right="(a long text)")
        == "Not, in the settings of a page: nothing at all.\n\nBut: a long text."
    )


def test_whole_files_are_named() -> None:
    assert shown(wrong={"a.jpg": "(a photograph)"}, right={"a.jpg": None, "b.md": "B\n"}) == (
        "Not, in `a.jpg`: a photograph.\n\nBut: no file `a.jpg`.\n\nBut, in `b.md`:\n\n```text\nB\n```"
    )
    assert shown(wrong={"a.md": "A\n"}, right={"a.md": "B\n"}) == (
        "Not, in `a.md`:\n\n```text\nA\n```\n\nBut:\n\n```text\nB\n```"
    )
