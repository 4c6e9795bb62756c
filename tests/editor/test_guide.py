"""The editing guide, compared with the code: its made parts, its examples, and the limits that it names."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from plugins.core import documents, fields, remarks, text_limits, wording
from plugins.core.model import Model
from plugins.core.problems import Problem
from plugins.editor import field_guide
from plugins.editor.catalogue import catalogue
from plugins.editor.pull_request import SUGGESTED
from plugins.engine.checking import check_content
from plugins.engine.content_types import TYPES
from plugins.engine.project import ROOT
from plugins.events import remarks as event_remarks
from plugins.forms import model as forms
from plugins.pictures import facts, rules
from tests.conftest import NOW

GUIDE = field_guide.GUIDE.read_text("utf-8")
WRITTEN = GUIDE.partition(field_guide.START.format("settings"))[0]
RENEW = "run: python -m plugins.editor.field_guide --write"


# What is made


def test_the_made_parts_are_those_of_the_models_and_of_the_catalogue() -> None:
    for name, part in field_guide.parts().items():
        assert field_guide.with_parts(GUIDE, {name: part}) == GUIDE, RENEW


def models_in(model: type[Model], seen: set[type[Model]]) -> set[type[Model]]:
    if model not in seen:
        seen.add(model)
        for info in model.model_fields.values():
            inner = field_guide._model_in(info.annotation)
            if inner is not None:
                models_in(inner, seen)
    return seen


def test_every_type_and_every_field_of_every_model_is_in_the_tables() -> None:
    tables = field_guide.field_guide()
    for kind in TYPES:
        assert f"### Type: {kind.name}\n" in tables
        assert f"`content/{kind.folder}/`" in tables
        for model in models_in(kind.model, set()):
            for name, info in model.model_fields.items():
                row = f"| `{info.alias or name}` | {'yes' if info.is_required() else 'no'}"
                assert row in tables, f"{model.__name__}.{name}"
                assert f"**{info.title}.** {info.description}" in tables, f"{model.__name__}.{name}"


def test_a_setting_with_few_choices_lists_them() -> None:
    tables = field_guide.field_guide()
    assert "| in-person, online or hybrid |" in tables
    assert "| off, name, given-name," in tables


def test_every_message_has_a_heading_of_its_own_to_link_to() -> None:
    headings = re.findall(r"^#{2,6} (.+)$", re.sub(r"^(`{3,}).*?^\1$", "", GUIDE, flags=re.M | re.S), re.M)
    for messages in catalogue().values():
        for code in messages:
            assert headings.count(code) == 1


def test_a_guide_without_its_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="must hold the lines"):
        field_guide.with_parts("# Guide\n", {"settings": "table"})


def test_the_parts_are_printed_and_nothing_else_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    assert field_guide.main([]) == 0
    assert capsys.readouterr().out == "\n".join([*field_guide.parts().values(), ""])
    assert field_guide.main(["--wrong"]) == 1


def test_the_guide_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = tmp_path / "editing-guide.md"
    marks = [
        f"{field_guide.START.format(name)}\nstale\n{field_guide.END.format(name)}"
        for name in ("settings", "messages")
    ]
    guide.write_text("\n".join(["before", *marks, "after\n"]), "utf-8")
    monkeypatch.setattr(field_guide, "GUIDE", guide)
    assert field_guide.main(["--write"]) == 0
    written = guide.read_text("utf-8")
    assert written.startswith("before\n")
    assert written.endswith("after\n")
    assert "stale" not in written
    for part in field_guide.parts().values():
        assert part in written


# What is written

FILES = re.findall(r"^\*\*(content/[\w./-]+)\*\*\n\n```markdown\n(.*?)^```$", WRITTEN, re.M | re.S)
LINES = re.findall(r"^```\n([a-z_]+:.*?)^```$", WRITTEN, re.M | re.S)
HOME_OF = {
    "online": "events/example-open-day-february-2027.md",
    "event_status": "events/example-open-day-february-2027.md",
    "start": "events/example-systems-change-morning-moved.md",
    "booking": "events/example-peer-learning-december-2026.md",
    "closes": "forms/contact.md",
    "aliases": "pages/contact.md",
    "image": "pages/contact.md",
}
"""Where the lines of an example fit in the real content, by the first setting."""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    copy: Path = shutil.copytree(ROOT / "content", tmp_path / "content")
    (copy / "images").mkdir(exist_ok=True)
    Image.linear_gradient("L").resize((1280, 960)).convert("RGB").save(copy / "images/team-day.jpg")
    return copy


@pytest.fixture
def before(content: Path) -> set[Problem]:
    """What is found in the content as it is: that an editor is advised is no fault of the guide."""
    return set(check_content(content, NOW).problems)


def test_examples_of_whole_files_are_good(content: Path, before: set[Problem]) -> None:
    assert [name.split("/")[1] for name, _ in FILES] == ["events", "newsletters", "testimonials"]
    for name, text in FILES:
        (content.parent / name).write_text(text, "utf-8")
    assert {*check_content(content, NOW).problems} <= before


@pytest.mark.parametrize("lines", LINES, ids=[lines.partition(":")[0] for lines in LINES])
def test_examples_of_lines_are_good(lines: str, content: Path, before: set[Problem]) -> None:
    names = re.findall(r"^([a-z_]+):", lines, re.M)
    file = content / HOME_OF[names[0]]
    if not file.exists():
        pytest.xfail(f"{HOME_OF[names[0]]} is not in the content any more: name another file in HOME_OF")
    kept, keep = [], True
    opening, settings, text = file.read_text("utf-8").split("---\n", 2)
    for line in settings.splitlines(keepends=True):
        if not line.startswith((" ", "-")):
            keep = line.partition(":")[0] not in names
        kept += [line] if keep else []
    file.write_text(f"{opening}---\n{''.join(kept)}{lines}---\n{text}", "utf-8")
    # Lines that are added above others move what was found there.
    old = {(problem.path, problem.message) for problem in before}
    assert {(problem.path, problem.message) for problem in check_content(content, NOW).problems} <= old


def test_the_limits_are_those_of_the_code() -> None:
    mega = 1_000_000
    for row in (
        f"| A content file | {documents.MAX_BYTES // mega} MB |",
        f"| The text of a page | {text_limits.LONGEST_TEXT:,} characters, {text_limits.MOST_LINES:,} lines, ",
        f"{text_limits.MOST_LINES:,} lines, {text_limits.MOST_PARTS} headings |",
        f"| A paragraph | {text_limits.LONGEST_PARAGRAPH:,} characters |",
        f"| Lines without an empty line between them, such as a table | {text_limits.MOST_TOGETHER} |",
        f"| Lists within lists | {text_limits.DEEPEST} levels |",
        f"| A summary | {remarks.LONG_SUMMARY} characters, then it is advised against |",
        f"| A sentence | {wording.MOST_WORDS} words, then it is advised against |",
        f"| An image | {rules.MOST_BYTES // mega} MB, {facts.MOST_PIXELS // mega} million pixels. At least ",
        f"At least {rules.USEFUL_WIDTH} pixels wide, else it is advised against |",
        f"| A part of an address | {fields.LONGEST_PART} characters |",
        f"| A form | {forms.MOST_ANSWERS} answers, {forms.LONGEST_ANSWERS:,} characters in all |",
        f"| An event | {event_remarks.LONG} days, then you are asked to check |",
    ):
        assert row in WRITTEN


def test_the_guide_and_the_comment_name_the_same_buttons() -> None:
    for button in re.findall("“([A-Z][^”]+)”", SUGGESTED):
        assert f"**{button}**" in WRITTEN
