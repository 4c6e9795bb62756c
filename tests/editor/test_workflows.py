"""The workflows and forms on GitHub: safe by their shape, and true to the tasks and models that they name."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from plugins.core.problems import Edit, Problem
from plugins.editor.github import _parser
from plugins.editor.pull_request import MARKER
from plugins.events.model import Event

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[0-9]*.yml"))


def load(file: Path) -> dict[str, Any]:
    """Return a workflow; YAML 1.1 takes the word `on` for true."""
    found = yaml.safe_load(file.read_text("utf-8"))
    return {"on" if key is True else key: value for key, value in found.items()}


def jobs(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from load(file)["jobs"].items()


def steps(file: Path) -> Iterator[dict[str, Any]]:
    for _, job in jobs(file):
        yield from job["steps"]


by_name = pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)


# Safe by their shape


def test_there_are_two() -> None:
    assert [file.name for file in WORKFLOWS] == ["check.yml", "comment.yml"]


@by_name
def test_every_action_is_pinned_to_a_commit_with_its_version(file: Path) -> None:
    uses = re.findall(r"uses: (.*)", file.read_text("utf-8"))
    assert len(uses) == sum("uses" in step for step in steps(file))
    for line in uses:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


def test_an_action_has_one_version() -> None:
    uses = {line for file in WORKFLOWS for line in re.findall(r"uses: (.*)", file.read_text("utf-8"))}
    assert len({line.split("@")[0] for line in uses}) == len(uses)


@by_name
def test_rights_are_given_to_each_job_alone(file: Path) -> None:
    assert load(file)["permissions"] == {}
    rights = {name: job["permissions"] for name, job in jobs(file)}
    assert (
        rights
        == {
            "check.yml": {"content": {"contents": "read"}, "tests": {"contents": "read"}},
            "comment.yml": {"comment": {"actions": "read", "contents": "read", "pull-requests": "write"}},
        }[file.name]
    )


@by_name
def test_no_value_of_others_becomes_a_command(file: Path) -> None:
    for step in steps(file):
        assert "${{" not in step.get("run", ""), step["name"]


@by_name
def test_every_job_ends_and_checks_out_without_credentials(file: Path) -> None:
    for name, job in jobs(file):
        assert job["timeout-minutes"] <= 60, name
        assert re.fullmatch(r"ubuntu-\d\d\.04", job["runs-on"]), name
    for step in steps(file):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
    assert "group" in load(file)["concurrency"]


def test_the_check_may_run_the_code_of_a_stranger() -> None:
    file = ROOT / ".github/workflows/check.yml"
    assert set(load(file)["on"]) == {"pull_request", "push"}
    text = file.read_text("utf-8")
    assert "secrets." not in text
    assert "github.token" not in text


def test_what_may_write_runs_the_code_of_main_alone() -> None:
    file = ROOT / ".github/workflows/comment.yml"
    assert load(file)["on"] == {"workflow_run": {"workflows": ["Check"], "types": ["completed"]}}
    assert load(ROOT / ".github/workflows/check.yml")["name"] == "Check"
    [checkout] = [step for step in steps(file) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkout["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert "cache" not in file.read_text("utf-8").replace("No cache", "")
    for step in steps(file):
        has_token = "GH_TOKEN" in step.get("env", {})
        assert not (has_token and "tasks.py" in step.get("run", "")), step["name"]
        assert has_token == ("gh api" in step.get("run", "")), step
    assert MARKER in file.read_text("utf-8")


def test_zizmor_finds_nothing() -> None:
    """zizmor knows the ways in which workflows were broken into. Offline: it asks nobody."""
    command = [
        str(Path(sys.executable).parent / "zizmor"),
        "--offline",
        "--no-progress",
        "--persona",
        "pedantic",
    ]
    environment = {name: value for name, value in os.environ.items() if "TOKEN" not in name}
    done = subprocess.run(
        [*command, str(ROOT / ".github")], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings" in done.stdout


# True to what they name


def options_of_tasks() -> dict[str, set[str]]:
    """Map each task of tasks.py to its options."""
    return {
        node.name: {argument.arg.replace("_", "-") for argument in node.args.args[1:]}
        for node in ast.parse((ROOT / "tasks.py").read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and any("task" in ast.unparse(mark) for mark in node.decorator_list)
    }


def options_of_github() -> dict[str, set[str]]:
    """Map each command of `tasks.py github` to its options."""
    [commands] = [action for action in _parser()._actions if action.choices]
    return {
        name: {option.removeprefix("--") for action in parser._actions for option in action.option_strings}
        for name, parser in dict(commands.choices).items()  # type: ignore[arg-type, call-overload]
    }


@by_name
def test_every_task_and_option_exists(file: Path) -> None:
    found = 0
    for step in steps(file):
        script = step.get("run", "").replace("\\\n", " ")
        for line in re.findall(r"python3 tasks\.py ([^\n>|]+)", script):
            name, *words = line.split()
            if name == "github":
                name, *words = words
                known = options_of_github()[name]
            else:
                known = options_of_tasks()[name]
            found += 1
            assert {word.removeprefix("--") for word in words if word.startswith("--")} <= known, line
        for line in re.findall(r"set -- ([^\n;]*)", script):
            words = [word.strip('"') for word in line.split()]
            named = {word.removeprefix("--") for word in words if re.fullmatch(r"--[a-z]+", word)}
            assert named <= options_of_github()["comment"], line
    assert found >= 2


@by_name
def test_every_file_that_is_named_exists(file: Path) -> None:
    for step in steps(file):
        for pattern in step.get("with", {}).get("cache-dependency-path", "").split():
            assert list(ROOT.glob(pattern)), pattern


def test_the_facts_have_the_names_that_the_comment_looks_for() -> None:
    check, comment = (file.read_text("utf-8") for file in WORKFLOWS)
    assert set(re.findall(r"facts/(\w+)\.json", check)) == {"check", "before", "after"}
    assert comment.count("for name in check before after; do") == 2
    assert {"preview", "facts"} == {
        step["with"]["name"] for step in steps(WORKFLOWS[0]) if "upload-artifact" in step.get("uses", "")
    }
    assert set(re.findall(r"artefact (\w+) \d", comment)) == {"preview", "facts"}


def test_only_actions_are_updated_by_a_robot() -> None:
    found = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text("utf-8"))
    assert [each["package-ecosystem"] for each in found["updates"]] == ["github-actions"]


def test_the_code_owners_name_folders_that_exist() -> None:
    lines = (ROOT / ".github/CODEOWNERS").read_text("utf-8").splitlines()
    rules = [line for line in lines if re.match(r"#? ?(?:/|\*)\S*\s+@", line)]
    assert len(rules) > 5
    for line in rules:
        place = line.lstrip("# ").split()[0].lstrip("/")
        # Folders of the content may come and go; those of the house stay.
        assert place == "*" or (ROOT / place).exists(), line


# Issue forms

KINDS = {"markdown", "input", "textarea", "dropdown", "checkboxes"}


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.name)
def test_an_issue_form_has_the_form_that_github_asks_for(file: Path) -> None:
    form = yaml.safe_load(file.read_text("utf-8"))
    assert set(form) == {"name", "description", "title", "body"}
    assert {part["type"] for part in form["body"]} <= KINDS
    questions = [part for part in form["body"] if part["type"] != "markdown"]
    ids = [part["id"] for part in questions]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z_]+", name) for name in ids)
    for part in questions:
        assert set(part) <= {"type", "id", "attributes", "validations"}
        assert set(part["attributes"]) <= {"label", "description", "placeholder", "options"}
        assert part["attributes"]["label"]
        if part["type"] == "dropdown":
            assert all(isinstance(option, str) for option in part["attributes"]["options"])


def test_the_form_for_events_asks_for_what_an_event_needs() -> None:
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/1-event.yml").read_text("utf-8"))
    questions = {part["id"]: part for part in form["body"] if "id" in part}
    assert set(questions) - {"text", "access"} <= set(Event.model_fields)
    needed = {name for name, info in Event.model_fields.items() if info.is_required()}
    assert needed <= {name for name, part in questions.items() if part.get("validations", {}).get("required")}


@pytest.mark.parametrize(
    "file", [*FORMS, ROOT / ".github/pull_request_template.md"], ids=lambda file: file.name
)
def test_the_words_are_plain(file: Path) -> None:
    words = file.read_text("utf-8").lower()
    for word in ("please", "sorry", "invalid", "yaml", "markdown:", "git ", "commit", "branch", "repository"):
        assert word not in words, word


# The jobs, step by step, on this machine


def shell(script: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-e", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip


def step(file: str, name: str) -> str:
    return next(each["run"] for each in steps(ROOT / ".github/workflows" / file) if each.get("name") == name)


def git(folder: Path, *words: str) -> str:
    command = [
        "git",
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "-c",
        "core.quotePath=false",
        *words,
    ]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone as the runner has it: main, and above it a merge of a change by an editor."""
    work = tmp_path_factory.mktemp("runner") / "site"
    skip = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in ("plugins", "theme", "content", "functions", "requirements"):
        shutil.copytree(ROOT / name, work / name, ignore=skip)
    for name in ("tasks.py", "pelicanconf.py", "publishconf.py", "pyproject.toml", ".gitignore"):
        shutil.copy(ROOT / name, work / name)
    with (work / ".gitignore").open("a", encoding="utf-8") as ignored:
        ignored.write("/.venv\n")
    git(work, "init", "-q", "-b", "main")
    git(work, "add", ".")
    git(work, "commit", "-q", "-m", "The website")
    git(work, "switch", "-q", "-c", "change")
    contact = work / "content/pages/who-we-are.md"
    contact.write_text(contact.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    git(work, "commit", "-q", "-a", "-m", "A change")
    git(work, "switch", "-q", "main")
    git(work, "merge", "-q", "--no-ff", "-m", "Merge", "change")
    (work / ".venv").symlink_to(ROOT / ".venv")
    return work


@pytest.mark.slow
def test_the_steps_of_both_workflows_run(workspace: Path, tmp_path: Path) -> None:
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(tmp_path),
        "SOURCE_DATE_EPOCH": "1795341600", "RUNNER_TEMP": str(tmp_path), "PREVIEW": "7",
        "RUN": "https://github.com/example/site/actions/runs/1", "LANG": "C.UTF-8",
        "EDIT": "https://github.com/editor/site/edit/change/", "HEAD_SHA": "a" * 40,
    }  # fmt: skip
    for name in (
        "Note what the check finds", "Check the content", "Outline the website as it is",
        "Build the preview", "Say what people would lose",
    ):  # fmt: skip
        done = shell(step("check.yml", name), workspace, environment)
        assert done.returncode == 0, f"{name}\n{done.stdout}\n{done.stderr}"
    assert (workspace / "preview/who-we-are/index.html").is_file()
    facts = workspace / "facts"
    assert sorted(file.name for file in facts.iterdir()) == ["after.json", "before.json", "check.json"]

    shutil.copytree(facts, tmp_path / "facts")
    path = "content/pages/who-we-are.md"
    lines = (workspace / path).read_text("utf-8").count("\n")
    slip = Problem(path, lines, 1, "x", "A.", "B.", "advice", Edit(lines, 1, "One more", "Another"))
    (tmp_path / "facts/check.json").write_text(json.dumps([asdict(slip)]), "utf-8")
    (tmp_path / "pull.diff").write_text(git(workspace, "diff", "HEAD^1...HEAD^2"), "utf-8")
    (tmp_path / "existing.txt").write_text("", "utf-8")
    done = shell(step("comment.yml", "Make the comment and the suggestions"), workspace, environment)
    assert done.returncode == 0, done.stderr
    made = (tmp_path / "comment.md").read_text("utf-8")
    assert "**1 piece of advice in 1 file.**" in made
    assert "(https://github.com/example/site/actions/runs/1/artifacts/7)" in made
    assert "- Who we are: `who-we-are/index.html`" in made
    assert "- Changed: Who we are" in made
    review = json.loads((tmp_path / "review.json").read_text("utf-8"))
    [comment] = review["comments"]
    assert (comment["path"], comment["line"]) == (path, lines)
    assert "```suggestion\nAnother sentence.\n```" in comment["body"]
