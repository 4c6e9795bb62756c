"""What `check` costs: seconds of the processor for 500 files, the first time and again, beside Python's own start.

Each run is a process of its own, started as people start it. Seconds of the processor are what the operating system
counts for it: the clock also measures what else the machine does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.engine.project import CACHE, state_file

from .corpus import NOW, make_site, page

Say = Callable[[str], None]

ROOT = Path(__file__).resolve().parents[1]

NEWSLETTERS, OTHERS = 60, 2
"""Five years of issues, and `site.yaml` and a page: with the events, files of the size that the real ones have."""

FIRST, AGAIN = "The first time", "Again, nothing changed"
LATER, PAGE = "Again, a minute later", "Again, a page changed"
MOST = {FIRST: 2.0, AGAIN: 0.7}
"""Seconds of the processor, on a machine where Python starts in some 20 milliseconds."""

PYTHON = "Python alone"
RUNNER = "Python and the runner of tasks"
CODE = "Python and the code of a check"

GROUPS = 12
"""How many rows the table of imports has."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a start costs: the whole of it, and the code that it runs while it loads, by package."""

    seconds: dict[str, float]
    imports: dict[str, float]


def bench(files: int, runs: int, say: Say) -> str:
    """Measure, and return the figures as Markdown. Leaves nothing behind."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        content = Path(name) / "content"
        say(f"Making {files} files …")
        make_site(content, max(files - NEWSLETTERS - OTHERS, 1), newsletters=NEWSLETTERS)
        size = sum(file.stat().st_size for file in content.rglob("*.*"))
        memory = state_file(CACHE / "checks", content.resolve())
        try:
            checks = dict(_checks(content, memory, runs, say))
        finally:
            for file in memory.parent.glob(f"{memory.stem}.*"):
                file.unlink()
    start = Start(dict(_starts(runs, say)), _imports())
    return "\n".join(_tables(files, size, runs, checks, start)) + "\n"


def _checks(content: Path, memory: Path, runs: int, say: Say) -> Iterator[tuple[str, float]]:
    command = [sys.executable, "tasks.py", "check", "--content", str(content), "--now"]
    about = content / "pages/about.md"

    def forget(run: int) -> None:
        memory.unlink(missing_ok=True)

    def nothing(run: int) -> None:
        pass

    def edit(run: int) -> None:
        about.write_text(page("About us", f"We meet {run + 2} times a year."), "utf-8")

    for kind, prepare in ((FIRST, forget), (AGAIN, nothing), (LATER, nothing), (PAGE, edit)):
        found = []
        for run in range(runs):
            say(f"{kind}: {run + 1} of {runs} …")
            prepare(run)
            found.append(_processor([*command, f"{NOW[:-2]}{run + 1:02}" if kind == LATER else NOW]))
        yield kind, min(found)


def _starts(runs: int, say: Say) -> Iterator[tuple[str, float]]:
    say("Starting Python …")
    for kind, arguments in (
        (PYTHON, ["-c", "pass"]),
        (RUNNER, ["tasks.py", "--list"]),
        (CODE, ["-c", "import plugins.engine.checking"]),
    ):
        yield kind, min(_processor([sys.executable, *arguments]) for _ in range(runs))


def _processor(command: Sequence[str]) -> float:
    """Return the seconds of the processor that a command takes. Raises RuntimeError if it fails."""
    # As Python does by itself: a module is compiled once, and kept.
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=output, stderr=output)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise RuntimeError(output.read().decode("utf-8", "replace"))
    return used.ru_utime + used.ru_stime


_MEASURE = """
import importlib.machinery, json, sys, time
spent, inner = {}, []
def timed(loader):
    load = loader.exec_module
    def exec_module(self, module):
        start = time.process_time()
        inner.append(0.0)
        try:
            load(self, module)
        finally:
            took = time.process_time() - start
            spent[module.__name__] = took - inner.pop()
            if inner:
                inner[-1] += took
    loader.exec_module = exec_module
for loader in (importlib.machinery.SourceFileLoader, importlib.machinery.ExtensionFileLoader):
    timed(loader)
import plugins.engine.checking
json.dump(spent, sys.stdout)
"""


def _imports() -> dict[str, float]:
    """Return the seconds that the code of each package takes to load: ours by its packages, others as a whole."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE], cwd=ROOT, check=True, capture_output=True, text=True
    )
    found: dict[str, float] = {}
    for name, seconds in json.loads(done.stdout).items():
        parts = name.split(".")
        ours = parts[0] == "plugins" and len(parts) > 1
        group = (
            ".".join(parts[:2]) if ours
            else "Python's own" if parts[0] in sys.stdlib_module_names
            else parts[0]
        )  # fmt: skip
        found[group] = found.get(group, 0) + seconds
    return dict(sorted(found.items(), key=lambda item: -item[1]))


# What is printed


def _tables(files: int, size: int, runs: int, checks: dict[str, float], start: Start) -> Iterator[str]:
    python = start.seconds[PYTHON]
    yield f"`check` of {files} files, {size / 1e6:.2f} MB; the best of {runs} runs, in seconds of the processor."
    yield ""
    yield "| What | processor | starts of Python | at most | |"
    yield "|---|---|---|---|---|"
    for kind, seconds in (*checks.items(), *start.seconds.items()):
        most = MOST.get(kind)
        holds = "" if most is None else "holds" if seconds <= most else "**does not hold**"
        limit = "" if most is None else f"{most} s"
        yield f"| {kind} | {seconds:.2f} s | {seconds / python:.0f} | {limit} | {holds} |"
    yield ""
    yield "| Code that a check loads | processor |"
    yield "|---|---|"
    shown = list(start.imports.items())
    for name, seconds in shown[:GROUPS]:
        yield f"| {name} | {seconds * 1000:.0f} ms |"
    yield f"| all others | {sum(seconds for _, seconds in shown[GROUPS:]) * 1000:.0f} ms |"
