"""What a testimonial's page writes itself need not be in its text."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.engine.checking import check_content
from tests.conftest import NOW, SITES

SETTINGS = "---\ntitle: A\nsummary: B.\nperson: A Name\npermission: 2026-05-01\n---\n"


def codes(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    content = tmp_path / "content"
    (content / "testimonials").mkdir(parents=True)
    (content / "site.yaml").write_bytes((SITES / "site.yaml").read_bytes())
    (content / "testimonials/a-name.md").write_text(SETTINGS + text, "utf-8", newline="\n")
    result = check_content(content, NOW)
    assert not result.fault
    return [
        (problem.line, problem.code)
        for problem in result.problems
        if problem.code in ("quotation-marks", "person-twice")
    ]


@pytest.mark.parametrize(
    "text", ["“It helped.”\n", '"It helped."\n', "“It helped.\n", "It helped.”\n", "\n  “It helped.”\n"]
)
def test_quotation_marks_round_the_words(tmp_path: Path, text: str) -> None:
    assert [code for _, code in codes(tmp_path, text)] == ["quotation-marks"]


@pytest.mark.parametrize("last", ["— A Name", "- A Name, facilitator", "– *A Name*", "*— A Name*"])
def test_the_name_below_the_words(tmp_path: Path, last: str) -> None:
    found = codes(tmp_path, f"It helped.\n\n{last}\n")
    assert found == ([(9, "person-twice")] if "*A" not in last else [])


@pytest.mark.parametrize(
    "text",
    [
        "It helped.\n",
        "“Listen” is what we learnt.\n",
        "We learnt to “listen”.\n",
        "“Listen”, they said, and “wait”.\n",
        'We say "yes" and "no"\n',
        "A Name helped me.\n",
        "We met A Name — A Name listened.\n",
    ],
)
def test_words_that_only_look_like_it(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, text) == []
