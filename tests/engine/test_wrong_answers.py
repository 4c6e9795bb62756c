"""A decision of the owner that does not fit is told once, where it stands, and not where it is used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plugins.core.problems import in_reading_order
from plugins.engine.checking import check_content
from tests.builders import Found, found
from tests.conftest import NOW, SITES

DECIDED = "placeholders:\n  day:\n    shown: '[to come]'\n    decide: Which day?\n    value: {}\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    shutil.copytree(SITES / "valid/empty", tmp_path / "content")
    (tmp_path / "content/pages").mkdir()
    return tmp_path / "content"


def told(content: Path, value: str, *pages: str) -> list[Found]:
    site = content / "site.yaml"
    text = site.read_text("utf-8")
    assert "placeholders:" not in text
    site.write_text(text + DECIDED.format(value), "utf-8")
    for number, settings in enumerate(pages):
        page = f"---\ntitle: Page {number}\nsummary: It.\n{settings}\n---\nWe say it.\n"
        (content / f"pages/page-{number}.md").write_text(page, "utf-8")
    problems = check_content(content, NOW).problems
    assert {problem.edit for problem in problems} <= {None}
    assert {problem.path for problem in problems} <= {"content/site.yaml"}
    return found(problems)


REVIEW = 'review_by: "{placeholder:day}"'
LINE = 5 + (SITES / "valid/empty/site.yaml").read_text("utf-8").count("\n")


def wrong(fix: str) -> list[Found]:
    message = "Review by must be a date such as 2026-12-03, but it is “3 May 2027”."
    return [(LINE, 12, "date-form", message, f"write 2027-05-03; this answer is used in {fix}")]


def test_an_answer_that_does_not_fit_is_told_where_it_stands(content: Path) -> None:
    assert told(content, "3 May 2027", REVIEW) == wrong("content/pages/page-0.md (line 4)")


def test_an_answer_that_is_used_twice_is_told_once(content: Path) -> None:
    assert told(content, "3 May 2027", REVIEW, REVIEW) == wrong(
        "content/pages/page-0.md (line 4) and content/pages/page-1.md (line 4)"
    )


def test_an_answer_that_is_used_often_names_two_places(content: Path) -> None:
    assert told(content, "3 May 2027", REVIEW, REVIEW, f"owner: A\n{REVIEW}", REVIEW) == wrong(
        "content/pages/page-0.md (line 4), content/pages/page-1.md (line 4) and 2 more"
    )


def test_an_answer_that_fits_is_silent(content: Path) -> None:
    assert told(content, "2027-05-03", REVIEW, 'owner: "{placeholder:day}"') == []


def test_another_slip_stays_at_its_place(content: Path) -> None:
    (content / "site.yaml").write_text(
        (content / "site.yaml").read_text("utf-8") + DECIDED.format("2027-05-03"), "utf-8"
    )
    page = '---\ntitle: A\nsummary: "On {placeholder:day}"\nreview_by: 3 May 2027\nowner: "{placeholder:dya}"\n---\nText.\n'
    (content / "pages/page.md").write_text(page, "utf-8")
    problems = in_reading_order(check_content(content, NOW).problems)
    assert [(problem.path, problem.line, problem.code) for problem in problems] == [
        ("content/pages/page.md", 4, "date-form"),
        ("content/pages/page.md", 5, "placeholder-unknown"),
    ]
