"""The rules of the house, read from the code itself: who may import whom, and what is named how."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PLUGINS = ROOT / "plugins"
TYPES = ("pages", "offers", "testimonials", "events", "newsletters", "forms")
MODULES = sorted(PLUGINS.rglob("*.py"))
THIRD_PARTY_OF_OURS = {"plugins", "tests", "tasks", "functions", "pelicanconf", "publishconf"}

MAY_IMPORT = {
    "core": {"core"},
    **{name: {"core", name} for name in TYPES},
    "outputs": {"core", "outputs"},
    "editor": {
        "core",
        "engine",
        "outputs",
        "editor",
    },  # the engine for its list of types, and to read content
    "pictures": {"core", "pictures"},
    "engine": {"core", "outputs", "pictures", "engine", *TYPES},
    "preview": {"core", "engine", "preview"},
}
"""Package -> the packages of ours that it may import."""


def imports(module: Path, *, only_on_load: bool = False) -> Iterator[tuple[str, int]]:
    """Yield each imported module by its whole name, with its line; names imported from a package too."""
    package = module.relative_to(ROOT).with_suffix("").parts[:-1]
    tree = ast.parse(module.read_text("utf-8"))
    for node in _run_on_load(tree) if only_on_load else ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            whole = ".".join([*base, *([node.module] if node.module else [])])
            yield whole, node.lineno
            for name in node.names:
                yield f"{whole}.{name.name}", node.lineno


def _run_on_load(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what an import of the module runs: not the bodies of functions, nor imports for types only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield from _run_on_load(node)


def package_of(module: Path) -> str:
    """Return `core` for `plugins/core/body.py`."""
    parts = module.relative_to(PLUGINS).parts
    return parts[0] if len(parts) > 1 else ""


def named(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


def test_every_package_has_its_rule() -> None:
    packages = {package_of(module) for module in MODULES} - {""}
    # A new package needs a line in MAY_IMPORT: decide what it may know.
    assert packages <= set(MAY_IMPORT), packages - set(MAY_IMPORT)


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_packages_import_only_what_they_may(module: Path) -> None:
    package = package_of(module)
    allowed = MAY_IMPORT.get(package, set())
    for name, line in imports(module):
        parts = name.split(".")
        if parts[0] == "plugins" and len(parts) > 1:
            assert parts[1] in allowed, f"{named(module)}:{line}: {package or 'plugins'} imports {name}"


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_only_the_engine_imports_pelican(module: Path) -> None:
    if package_of(module) == "engine":
        return
    for name, line in imports(module):
        assert name.split(".")[0] != "pelican", f"{named(module)}:{line} imports {name}"


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_nothing_imports_the_commands_the_tests_or_the_function(module: Path) -> None:
    for name, line in imports(module):
        first = name.split(".")[0]
        assert first not in THIRD_PARTY_OF_OURS - {"plugins"}, f"{named(module)}:{line} imports {name}"


def test_functions_and_plugins_never_import_each_other() -> None:
    for module in sorted((ROOT / "functions").rglob("*.py")):
        for name, line in imports(module):
            assert name.split(".")[0] not in THIRD_PARTY_OF_OURS - {"functions"}, f"{named(module)}:{line}"


def test_core_is_pure() -> None:
    """No clock, file, environment, process, network or locale; `now_from` in clock.py is the one clock."""
    impure = {"os", "pathlib", "io", "time", "locale", "subprocess", "socket", "random", "secrets", "shutil"}
    allowed = {("clock.py", "os")}
    for module in sorted((PLUGINS / "core").glob("*.py")):
        for name, line in imports(module):
            used = name.split(".")[0]
            assert used not in impure or (module.name, used) in allowed, (
                f"{named(module)}:{line} imports {used}"
            )


CLOCKS = re.compile(
    r"\b(?:datetime\.(?:now|today|utcnow)|date\.today|time\.(?:time|localtime|strftime)|strftime|localtime)\("
)


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_only_one_place_reads_the_clock(module: Path) -> None:
    if package_of(module) == "preview":  # it serves, and makes no file of the site
        return
    for number, line in enumerate(module.read_text("utf-8").split("\n"), 1):
        if CLOCKS.search(line):
            assert named(module) == "plugins/core/clock.py", f"{named(module)}:{number} reads a clock: {line}"


def test_no_module_is_called_utils() -> None:
    for folder in ("plugins", "tests", "functions", "bench", "deploy"):
        for module in (ROOT / folder).rglob("*.py"):
            assert not re.search(r"(?:^|_)(?:utils?|misc|common)$", module.stem), named(module)


def test_the_commands_import_nothing_of_others_before_they_have_an_environment() -> None:
    """`python3 tasks.py` runs on a machine with nothing but Python, so `bootstrap()` comes first."""
    tree = ast.parse((ROOT / "tasks.py").read_text("utf-8"))
    calls = [
        node.lineno
        for node in _run_on_load(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "bootstrap"
    ]
    assert len(calls) == 1
    for name, line in imports(ROOT / "tasks.py", only_on_load=True):
        if line < calls[0]:
            assert name.split(".")[0] in sys.stdlib_module_names, f"tasks.py:{line} imports {name} too early"


def test_nothing_is_made_for_one_network_alone() -> None:
    """Other networks use the same engine and theme: their names are in content/ only."""
    found = [
        named(file)
        for folder in (PLUGINS, ROOT / "theme")
        for file in sorted(folder.rglob("*"))
        if file.suffix in {".py", ".html", ".css", ".js", ".svg", ".md", ".yaml", ".txt"}
        and re.search(r"collective[\s_-]*leadership", file.read_text("utf-8"), re.IGNORECASE)
    ]
    assert found == []


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_signal_handlers_are_functions_of_their_module(module: Path) -> None:
    """Pelican's signals hold their receivers weakly: a lambda or a method would be gone at once."""
    tree = ast.parse(module.read_text("utf-8"))
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "connect"
            and ast.unparse(node.func.value).startswith("signals.")
        ):
            [receiver, *_] = node.args
            assert isinstance(receiver, ast.Name), f"{named(module)}:{node.lineno}"
            assert receiver.id in functions, f"{named(module)}:{node.lineno}"
