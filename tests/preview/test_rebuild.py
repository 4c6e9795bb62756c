"""Builds follow changes, one for each, and the builder lives as long as its code is the same."""

import os
import shutil
import signal
import sys
from pathlib import Path

from plugins.engine.result import BuildOptions
from plugins.preview.worker import Worker

from .conftest import Project, lives, until


def test_content_change_makes_one_build(project: Project) -> None:
    project.start()
    project.write("content/index.md", "second")
    assert project.await_builds(2).site == 2
    assert b"second" in project.ask("/")[2]
    assert "\ncontent/index.md changed." in project.said
    assert project.stays_at(2, 0.3)


def test_terminal_says_outcome_and_address(project: Project) -> None:
    project.start()
    until(lambda: len(project.said) > 2, "the address")
    assert project.said[0] == "Building the site …"
    assert project.said[1].startswith("Built 1 pages in 0.0 seconds: 1 files written, 0 removed.")
    assert project.said[2] == f"\nThe site is at {project.address}   Press Ctrl-C to stop."


def test_builder_is_kept_for_content_and_theme(project: Project) -> None:
    project.start()
    project.write("content/index.md", "second")
    project.await_builds(2)
    project.write("theme/base.html", "new")
    project.await_builds(3)
    assert len(set(project.builders)) == 1


def test_builder_is_replaced_for_code_and_settings(project: Project) -> None:
    project.start()
    project.write("plugins/code.py", "new = 1")
    project.await_builds(2)
    project.write("pelicanconf.py", "NEW = 1")
    project.await_builds(3)
    project.write("publishconf.py", "NEW = 1")
    project.await_builds(4)
    assert len(set(project.builders)) == 4
    until(lambda: not any(lives(pid) for pid in project.builders[:3]), "the end of the old builders")


def test_removed_and_renamed_files_are_noticed(project: Project) -> None:
    project.write("content/other.md", "other")
    project.start()
    (project.root / "content/other.md").rename(project.root / "content/new.md")
    project.await_builds(2)
    assert "\ncontent/new.md changed, content/other.md removed." in project.said
    (project.root / "content/new.md").unlink()
    project.await_builds(3)
    assert "\ncontent/new.md removed." in project.said


def test_editor_and_cache_files_are_ignored(project: Project) -> None:
    project.start()
    for name in ("content/.index.md.swp", "content/index.md~", "content/.#index.md", "content/4913"):
        project.write(name, "x")
    project.write("plugins/__pycache__/code.cpython-311.pyc", "x")
    project.write("output/other.html", "x")
    assert project.stays_at(1, 0.3)


def test_no_busy_loop_after_problem_and_fault(project: Project) -> None:
    project.start()
    project.write("content/index.md", "PROBLEM")
    state = project.await_builds(2)
    assert state.outcome is not None
    assert (state.outcome.status, state.site) == (1, 1)
    assert project.stays_at(2, 2.0)
    project.write("content/index.md", "FAULT")
    state = project.await_builds(3)
    assert state.outcome is not None
    assert state.outcome.status == 2
    assert "RuntimeError: a fault of the builder" in state.outcome.fault
    assert project.stays_at(3, 0.5)
    project.write("content/index.md", "good")
    assert project.await_builds(4).site == 2


def test_changes_during_a_build_make_one_more(project: Project) -> None:
    project.start()
    project.write("content/index.md", "WAIT")
    until((project.root / "waiting").exists, "the build that waits")
    for number in range(5):
        project.write(f"content/new-{number}.md", "new")
    project.write("content/index.md", "done")
    # The events must have come in before the build goes on, else they are a change after it.
    assert project.preview is not None
    until(lambda: project.preview.rebuilder._events.qsize(), "the news of the changes")  # type: ignore[union-attr]
    assert project.stays_at(2, 0.3)
    (project.root / "go").touch()
    project.await_builds(3)
    assert project.stays_at(3, 0.5)
    assert project.ask("/new-4/")[0] == 200


def test_progress_is_told_after_a_second(project: Project) -> None:
    project.start()
    project.write("content/index.md", "WAIT")
    until(lambda: project.state.progress == "Pages: 50 of 100", "progress")
    until(lambda: "  Pages: 50 of 100" in project.said, "progress on the terminal")
    (project.root / "go").touch()
    project.await_builds(2)
    assert project.state.progress == ""


def test_killed_builder_is_a_fault_and_the_next_change_starts_another(project: Project) -> None:
    project.start()
    project.write("content/index.md", "DIE")
    state = project.await_builds(2)
    assert state.outcome is not None
    assert state.outcome.fault == (
        "The builder's process was killed (signal 9). Perhaps the machine has too little memory.\n"
        "The next change starts a new one."
    )
    assert state.outcome.report.startswith("The website builder itself failed.")
    project.write("content/index.md", "good")
    assert project.await_builds(3).site == 2
    assert len(set(project.builders)) == 2


def test_builder_killed_while_idle_is_reported(project: Project) -> None:
    project.start()
    os.kill(project.builders[0], signal.SIGKILL)
    until(lambda: project.state.outcome and project.state.outcome.faulty, "the report")
    assert project.stays_at(1, 0.3)
    project.write("content/index.md", "second")
    until(lambda: project.state.site == 2, "the next build")
    assert len(set(project.builders)) == 2


def test_what_a_build_prints_and_reads_does_not_reach_the_protocol(project: Project) -> None:
    project.write("content/index.md", "NOISE")
    state = project.start().state
    assert state.outcome is not None
    assert state.outcome.good


def test_mistake_in_code_is_a_fault_until_mended(project: Project) -> None:
    project.start()
    project.write("plugins/code.py", "MISTAKE")
    state = project.await_builds(2)
    assert state.outcome is not None
    assert "SyntaxError: a mistake in the code" in state.outcome.fault
    project.write("plugins/code.py", "mended")
    state = project.await_builds(3)
    assert state.outcome is not None
    assert state.outcome.good


def test_builder_that_cannot_start_is_a_fault_with_its_last_lines(tmp_path: Path) -> None:
    worker = Worker(tmp_path, [sys.executable, "-c", "raise SystemExit('broken before the first request')"])
    outcome = worker.build(BuildOptions(), print)
    assert outcome.fault == (
        "The builder's process ended by itself with status 1.\nThe next change starts a new one.\n\n"
        "The last lines that it printed:\nbroken before the first request"
    )
    assert not worker.usable


def test_content_folder_may_go_and_come_back(project: Project) -> None:
    project.start()
    content, aside = project.root / "content", project.root / "aside"
    content.rename(aside)
    builds = project.await_builds(2).builds
    assert "\ncontent removed." in project.said
    aside.rename(content)
    until(
        lambda: project.state.builds > builds and not project.state.building, "the build after it came back"
    )
    shutil.rmtree(content)
    content.mkdir()
    project.write("content/index.md", "back")
    until(lambda: b"back" in project.ask("/")[2], "the new text")
    project.write("content/index.md", "back again")
    until(lambda: b"back again" in project.ask("/")[2], "the text after it")
