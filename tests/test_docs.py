"""The documents, checked against the code."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from plugins.editor import field_guide
from plugins.engine.content_types import TYPES

ROOT = Path(__file__).resolve().parents[1]
HIDDEN = (".ci", ".github")
"""Hidden folders that are part of the house; the others belong to tools."""
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob(".github/**/*.md")],
    key=lambda path: path.relative_to(ROOT).as_posix(),
)


def text(name):
    return (ROOT / name).read_text("utf-8")


def section(name, heading):
    """Return the part of a document under a heading, up to the next one of its level or above."""
    level = heading.split(" ", 1)[0]
    _, found, rest = f"\n{text(name)}".partition(f"\n{heading}\n")
    assert found, f"{name} has no heading {heading}"
    fenced = re.split(rf"(?m)^#{{1,{len(level)}}} ", FENCE.sub(lambda m: m[0].replace("#", "\0"), rest))[0]
    return fenced.replace("\0", "#")


# Tasks


def tasks():
    """Return the names of the functions of tasks.py that invoke takes as tasks."""
    return {
        node.name.replace("_", "-")
        for node in ast.parse(text("tasks.py")).body
        if isinstance(node, ast.FunctionDef)
        and any(
            getattr(mark.func if isinstance(mark, ast.Call) else mark, "id", "") == "task"
            for mark in node.decorator_list
        )
    }


def test_every_task_is_in_the_readme_and_the_reverse():
    assert set(re.findall(r"tasks\.py ([a-z][a-z-]*)", text("README.md"))) == tasks()


def test_every_option_of_a_task_that_a_document_names_exists():
    options = set()
    for node in ast.walk(ast.parse(text("tasks.py"))):
        if isinstance(node, ast.FunctionDef):
            options |= {argument.arg.replace("_", "-") for argument in node.args.args}
    for path in DOCUMENTS:
        for task, rest in re.findall(r"`(?:python3 )?tasks\.py ([a-z]+)([^`]*)`", path.read_text("utf-8")):
            assert task in tasks(), f"{path.name}: {task}"
            assert set(re.findall(r"--([a-z-]+)", rest)) <= options, f"{path.name}: {task}{rest}"


# The map of the house


def folders_on_the_map():
    """Return the folders of the tree in the README, as paths."""
    tree = re.search(r"```\n(.*?)```", section("README.md", "## The map of the house"), re.DOTALL)
    assert tree
    found, above = set(), []
    for line in tree[1].splitlines():
        depth = (len(line) - len(line.lstrip(" "))) // 2
        names = re.match(r"\s*((?:[\w.-]+/ ?)*)", line)[1].split()
        for name in names:
            found.add("/".join([*above[:depth], name.rstrip("/")]))
        if names:
            above[depth:] = [names[-1].rstrip("/")]
    return found


def top_level_folders():
    ignored = {line.strip("/\n") for line in text(".gitignore").splitlines()}
    return {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir()
        and path.name not in ignored
        and (not path.name.startswith(".") or path.name in HIDDEN)
        and any(file.is_file() for file in path.rglob("*"))
    }


def packages():
    return {path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("plugins/*/__init__.py")}


def test_every_folder_on_the_map_exists():
    assert {name for name in folders_on_the_map() if not (ROOT / name).is_dir()} == set()


def test_every_top_level_folder_every_package_and_every_type_is_on_the_map():
    wanted = top_level_folders() | packages() | {f"content/{kind.folder}" for kind in TYPES}
    assert wanted - folders_on_the_map() == set(), "put these folders on the map of the house in README.md"


# Dependencies


def dependencies():
    project = tomllib.loads(text("pyproject.toml"))
    groups = project.get("dependency-groups", {})
    listed = [*project["project"]["dependencies"], *(name for group in groups.values() for name in group)]
    return {re.match(r"[\w.-]+", name)[0].lower() for name in listed}


def test_every_dependency_has_its_reason_and_the_reverse():
    rows = re.findall(r"^\| `([\w.-]+)` \| (.+) \|$", text("docs/decisions/0012-dependencies.md"), re.M)
    assert {name for name, _ in rows} == dependencies()
    for name, cells in rows:
        assert all(cell.strip() for cell in cells.split(" | ")), f"{name} has an empty cell"


def test_decisions_are_numbered_without_gaps_and_listed():
    names = sorted(path.name for path in (ROOT / "docs/decisions").glob("*.md"))
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    page = text("docs/maintainers.md")
    assert [name for name in names if f"(decisions/{name})" not in page] == []


# Links and paths


def links_of(path):
    """Return the targets of the links and images of a document that lead to files of this project."""
    prose = re.sub(r"`[^`\n]*`", "", FENCE.sub("", path.read_text("utf-8")))
    targets = re.findall(r"\]\(([^()\s]+)(?: \"[^\"]*\")?\)|^\[[^\]]+\]: (\S+)", prose, re.M)
    found = [first or second for first, second in targets]
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def anchors_of(path):
    """Return the ids that GitHub gives the headings of a document."""
    ids = set()
    for heading in re.findall(r"^#{1,6} (.+)$", FENCE.sub("", path.read_text("utf-8")), re.M):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        slug = base = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        number = 0
        while slug in ids:
            number += 1
            slug = f"{base}-{number}"
        ids.add(slug)
    return ids


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_relative_link_leads_somewhere(path):
    for target in links_of(path):
        name, _, anchor = unquote(target).partition("#")
        file = (path.parent / name).resolve() if name else path
        assert file.is_relative_to(ROOT), f"{target} leads out of the project"
        assert file.exists(), f"{target} does not exist"
        if anchor:
            assert anchor in anchors_of(file), f"{target} names a heading that is not there"


def looks_like_path(words):
    """Say whether words in backticks name a file or a folder of the project."""
    return bool(re.fullmatch(r"(?:[\w.-]+/)+(?:[\w-]+\.\w+)?|[\w-]+\.(?:py|md|toml|yaml)", words))


def test_every_path_that_the_architecture_names_exists():
    before, heading, _ = text("docs/architecture.md").partition("## How to add a content type")
    assert heading
    named = {words for words in re.findall(r"`([^`\n]+)`", FENCE.sub("", before)) if looks_like_path(words)}
    generic = {"model.py", "view.py", "type.py", "site.yaml"} | {
        name for name in named if name.startswith(".cache/")
    }
    assert len(named) > 20
    assert {name for name in named - generic if not (ROOT / name).exists()} == set()


@pytest.mark.parametrize("name", ["docs/editing-guide.md", "docs/maintainers.md", "README.md"])
def test_every_path_with_a_folder_that_a_guide_names_exists(name):
    page = text(name).partition(field_guide.START.format("settings"))[0]
    named = {words for words in re.findall(r"`([^`\n]+)`", FENCE.sub("", page)) if looks_like_path(words)}
    made = {"output/", ".venv/", ".cache/"}
    missing = {each for each in named - made if "/" in each and not (ROOT / each).exists()}
    assert missing == set()


# Decisions about the content


def test_the_open_decisions_are_the_placeholders():
    rows = re.findall(
        r"^\| `([\w-]+)` \| (.*?) \|",
        section("docs/content-decisions.md", "## Open decisions for the owner"),
        re.M,
    )
    declared = yaml.safe_load(text("content/site.yaml"))["placeholders"]
    assert sorted(name for name, _ in rows) == sorted(declared)
    assert {name: question for name, question in rows if question != declared[name]["decide"]} == {}


# The example of a new content type


def steps():
    """Return (file, language, block) for each block of the example that stands under the name of a file."""
    part = section("docs/architecture.md", "## How to add a content type")
    found, file = [], ""
    for name, language, block in re.findall(
        r"^\*\*([\w./\\-]+)\*\*$|^```(\w+)\n(.*?)^```$", part, re.M | re.DOTALL
    ):
        if name:
            file = name.replace("\\", "")
        elif language:
            found.append((file, language, block))
    return found


def patched(before, diff):
    """Apply a little diff: lines that start with a space or a minus must be there, in that order, once."""
    lines = diff.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    assert before.count(old) == 1, f"The example expects this once:\n{old}"
    return before.replace(old, new)


def test_the_example_of_a_new_content_type_works_as_written(tmp_path):
    if (ROOT / "plugins/stories").exists():
        pytest.skip("the example has come true: choose another one for docs/architecture.md")
    copy = tmp_path / "copy"
    skip = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in ("plugins", "theme", "content", "docs"):
        shutil.copytree(ROOT / name, copy / name, ignore=skip)
    for name in ("pelicanconf.py", "publishconf.py", "pyproject.toml"):
        shutil.copy(ROOT / name, copy / name)
    (copy / "tests/sites").mkdir(parents=True)
    for name in ("tests/__init__.py", "tests/conftest.py", "tests/sites/site.yaml"):
        shutil.copy(ROOT / name, copy / name)
    for name, language, block in steps():
        file = copy / name
        if language == "diff":
            file.write_text(patched(file.read_text("utf-8"), block), "utf-8")
        else:
            assert not file.exists()
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block, "utf-8")

    def run(*command):
        done = subprocess.run(
            [sys.executable, *command], cwd=copy, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"

    run("-m", "pytest", "-n", "0", "-p", "no:cacheprovider", "tests")
    run("-m", "plugins.editor.field_guide", "--write")
    assert "### Type: story" in (copy / "docs/editing-guide.md").read_text("utf-8")
    run("-m", "pelican", "content")
    assert (copy / "output/stories/example-shared-rota/index.html").is_file()
    written = [name for name, language, _ in steps() if language == "python"]
    run("-m", "ruff", "check", *written)
    run("-m", "ruff", "format", "--check", *written)
