"""The workflows and forms on GitHub: safe by their shape, and true to the tasks and models that they name."""

from __future__ import annotations

import ast
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
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


def test_there_are_three() -> None:
    assert [file.name for file in WORKFLOWS] == ["check.yml", "comment.yml", "tests.yml"]


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
            "check.yml": {"content": {"contents": "read"}},
            "tests.yml": {"tests": {"contents": "read"}},
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


@pytest.mark.parametrize("name", ["check.yml", "tests.yml"])
def test_these_may_run_the_code_of_a_stranger(name: str) -> None:
    file = ROOT / ".github/workflows" / name
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


def test_a_comment_waits_for_no_test_and_is_made_of_a_finished_check() -> None:
    """A run that waits for a maintainer's leave ends with "action_required", and has found nothing yet."""
    assert [name for name, _ in jobs(ROOT / ".github/workflows/check.yml")] == ["content"]
    [(_, job)] = jobs(ROOT / ".github/workflows/comment.yml")
    assert """contains(fromJSON('["success", "failure", "timed_out"]')""" in job["if"]


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
    assert found >= 1


@by_name
def test_every_file_that_is_named_exists(file: Path) -> None:
    for step in steps(file):
        for pattern in step.get("with", {}).get("cache-dependency-path", "").split():
            assert list(ROOT.glob(pattern)), pattern


def test_the_facts_have_the_names_that_the_comment_looks_for() -> None:
    check, comment = (file.read_text("utf-8") for file in WORKFLOWS[:2])
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


GH = """\
#!{python}
import json, os, subprocess, sys
from pathlib import Path
words, here = sys.argv[2:], Path(os.environ["ANSWERS"])
with (here / "calls").open("a") as calls:
    calls.write(json.dumps(words) + chr(10))
address = next(word for word in words if word.startswith("repos/")).removeprefix("repos/example/site/")
kind = "diff" if "Accept: application/vnd.github.diff" in words else "json"
answer = here / (address.replace("/", "-") + "." + kind)
if "POST" in words or "PATCH" in words:
    sys.exit(0)
if not answer.exists():
    print('{{"message": "Not available"}}')
    sys.exit(1)
if "--jq" in words:
    sys.exit(subprocess.run(["jq", "-r", words[words.index("--jq") + 1], answer]).returncode)
sys.stdout.buffer.write(answer.read_bytes())
"""
"""In place of GitHub's own command: answers from files, and notes what it was asked for."""

CHANGED = "content/pages/contact.md"


@pytest.fixture
def github(tmp_path: Path) -> dict[str, str]:
    """GitHub as the steps of comment.yml see it: a pull request of a fork, what its check left, and two comments."""
    if not (shutil.which("jq") and shutil.which("unzip")):
        pytest.skip("needs jq and unzip, which GitHub's machines have")
    answers = tmp_path / "answers"
    answers.mkdir()
    gh = tmp_path / "bin/gh"
    gh.parent.mkdir()
    gh.write_text(GH.format(python=sys.executable), "utf-8")
    gh.chmod(0o755)
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("check.json", "[]")
        archive.writestr("../../before.json", "{}")
        archive.writestr("other.sh", "exit 1")
    bot, person = {"login": "github-actions[bot]"}, {"login": "somebody"}
    marker = "<!-- website-check -->"
    found: dict[str, Any] = {
        "pulls": [
            {"number": 3, "head": {"sha": "b" * 40}},
            {"number": 7, "head": {"sha": "a" * 40}},
        ],
        "actions-runs-5-artifacts": {
            "artifacts": [
                {"id": 11, "name": "facts", "size_in_bytes": 100},
                {"id": 12, "name": "preview", "size_in_bytes": 100},
            ]
        },
        "pulls-7-files": [
            {"filename": CHANGED, "status": "modified"},
            {"filename": "content/images/new.jpg", "status": "added"},
            {"filename": "content/pages/gone.md", "status": "removed"},
        ],
        "pulls-7-comments": [
            {"user": bot, "line": 3, "body": "stands"},
            {"user": bot, "line": None, "body": "of a line that has changed"},
            {"user": person, "line": 3, "body": "of a person"},
            {"user": None, "line": 3, "body": "of nobody"},
        ],
        "issues-7-comments": [
            {"id": 20, "user": person, "body": f"{marker} copied"},
            {"id": 21, "user": bot, "body": f"{marker}\n## Your change"},
        ],
    }
    for name, answer in found.items():
        (answers / f"{name}.json").write_text(json.dumps(answer), "utf-8")
    (answers / "actions-artifacts-11-zip.json").write_bytes(zipped.getvalue())
    return {
        "PATH": f"{gh.parent}:{os.environ['PATH']}", "HOME": str(tmp_path), "LANG": "C.UTF-8",
        "ANSWERS": str(answers), "RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(tmp_path / "said"),
        "GITHUB_REPOSITORY": "example/site", "HEAD": "editor:change", "HEAD_SHA": "a" * 40,
        "NUMBER": "7", "RUN_ID": "5",
    }  # fmt: skip


def fetched(github: dict[str, str], folder: Path) -> str:
    """Run the steps that ask GitHub, and return what they said to the steps after them."""
    for name in ("Find the pull request", "Fetch what is known of the change"):
        done = shell(step("comment.yml", name), folder, github)
        assert done.returncode == 0, f"{name}\n{done.stderr}"
    return (folder / "said").read_text("utf-8")


def test_what_the_comment_is_made_of_is_fetched(github: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "answers/pulls-7.diff").write_text("diff --git a/a b/a\n", "utf-8")
    assert fetched(github, tmp_path) == "number=7\npreview=12\n"
    assert sorted(file.name for file in (tmp_path / "facts").iterdir()) == ["check.json"]
    assert (tmp_path / "pull.diff").read_text("utf-8") == "diff --git a/a b/a\n"
    assert (tmp_path / "names.txt").read_text("utf-8") == f"{CHANGED}\ncontent/images/new.jpg\n"
    assert (tmp_path / "existing.txt").read_text("utf-8") == "stands\n"


def test_a_change_too_large_for_a_diff_is_fetched_too(github: dict[str, str], tmp_path: Path) -> None:
    assert fetched(github, tmp_path) == "number=7\npreview=12\n"
    assert (tmp_path / "pull.diff").read_bytes() == b""
    assert CHANGED in (tmp_path / "names.txt").read_text("utf-8")


def test_a_check_that_left_nothing_is_told_too(github: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "answers/actions-runs-5-artifacts.json").write_text('{"artifacts": []}', "utf-8")
    assert fetched(github, tmp_path) == "number=7\npreview=\n"
    assert list((tmp_path / "facts").iterdir()) == []


def test_a_pull_request_that_went_on_gets_no_comment(github: dict[str, str], tmp_path: Path) -> None:
    done = shell(step("comment.yml", "Find the pull request"), tmp_path, {**github, "HEAD_SHA": "c" * 40})
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "said").read_text("utf-8") == "number=\n"


@pytest.mark.parametrize(
    ("there", "method", "place"), [(True, "PATCH", "comments/21"), (False, "POST", "7/comments")]
)
def test_there_is_one_comment(
    there: bool, method: str, place: str, github: dict[str, str], tmp_path: Path
) -> None:
    if not there:
        (tmp_path / "answers/issues-7-comments.json").write_text("[]", "utf-8")
    done = shell(step("comment.yml", "Write the comment, or write it anew"), tmp_path, github)
    assert done.returncode == 0, done.stderr
    last = json.loads((tmp_path / "answers/calls").read_text("utf-8").splitlines()[-1])
    assert method in last
    assert any(word.endswith(f"issues/{place}") for word in last)
    assert f"body=@{tmp_path}/comment.md" in last


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
    (tmp_path / "names.txt").write_text(f"{path}\n", "utf-8")
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
