"""The summary of a job: every problem, by file, and nothing of the content read as Markdown."""

from __future__ import annotations

from plugins.core.problem_summary import MOST_BYTES, as_markdown
from plugins.core.problems import Problem


def test_by_file_with_each_fix_ready_to_copy() -> None:
    problems = [
        Problem("content/b.md", 0, 0, "file-empty", "This file is empty.", "delete the file."),
        Problem("content/a.md", 7, 2, "old", "It is old.", "look.", "advice"),
        Problem("content/a.md", 2, 1, "unknown", "There is no setting called titel.", "write\n  title: A"),
    ]
    assert as_markdown(problems) == (
        "## 2 problems, 1 piece of advice in 2 files. It cannot be published like this.\n"
        "\n"
        "### content/a\\.md\n"
        "\n"
        "**Problem, line 2:** There is no setting called titel\\.\n"
        "\n"
        "To fix it (unknown):\n"
        "\n"
        "```text\nwrite\n  title: A\n```\n"
        "\n"
        "**Advice, line 7:** It is old\\.\n"
        "\n"
        "To fix it (old):\n"
        "\n"
        "```text\nlook.\n```\n"
        "\n"
        "### content/b\\.md\n"
        "\n"
        "**Problem, the whole file:** This file is empty\\.\n"
        "\n"
        "To fix it (file\\-empty):\n"
        "\n"
        "```text\ndelete the file.\n```\n"
    )


def test_nothing_found_and_nothing_in_the_way() -> None:
    assert as_markdown([]) == "## The content is good\n\nNo problems were found.\n"
    advice = Problem("a.md", 1, 1, "c", "M", "F", "advice")
    assert as_markdown([advice]).startswith("## 1 piece of advice in 1 file. It can be published.\n")


def test_what_an_editor_wrote_is_neither_markup_nor_mention() -> None:
    shown = as_markdown(
        [Problem("a.md", 1, 1, "c", "<b>@all</b> [x](https://evil.example) `c`", "write ```\n# x")]
    )
    assert "<b>" not in shown.replace("\\<b", "")
    assert "@all" not in shown
    assert "](https" not in shown
    assert "````text\nwrite ```\n# x\n````" in shown


def test_a_summary_stays_below_what_github_takes() -> None:
    problems = [
        Problem(f"{n}.md", line, 1, "c", "M" * 90, "F" * 900) for n in range(20) for line in range(1, 60)
    ]
    shown = as_markdown(problems)
    assert len(shown.encode()) < MOST_BYTES + 1000
    assert "… and " in shown[-60:]
