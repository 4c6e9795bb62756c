"""A builder process with the real protocol and a build of its own: `fake_builder.py`, in a project's folder.

It makes a page of each `content/*.md`. A file that contains one of these words makes it do so:
PROBLEM, ADVICE, FAULT (it raises), DIE (it is killed), NOISE (it prints), WAIT (until `go` exists).
Each build adds its process id to `builds.log`.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from html import escape
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

# The engine's package loads Pelican, which takes long and has no part in this.
sys.modules["plugins.engine"] = ModuleType("plugins.engine")
sys.modules["plugins.engine"].__path__ = [str(ROOT / "plugins/engine")]

from plugins.core.problems import Problem  # noqa: E402
from plugins.engine.result import BuildOptions, BuildResult  # noqa: E402
from plugins.preview.builder import Build, answer_requests  # noqa: E402


def build(options: BuildOptions, progress: object) -> BuildResult:
    """Build the project in the current folder."""
    with Path("builds.log").open("a") as log:
        log.write(f"{os.getpid()}\n")
    assert options.output is not None
    texts = {path.stem: path.read_text() for path in sorted(Path("content").glob("*.md"))}
    words = "\n".join(texts.values())
    if "NOISE" in words:
        print("noise from the build", sys.stdin.read())
        os.write(1, b'{"outcome": "noise"}\n')
    if "WAIT" in words:
        Path("waiting").touch()
        while not Path("go").exists():
            time.sleep(0.02)
            if callable(progress):
                progress("Pages: 50 of 100")
    if "DIE" in words:
        os.kill(os.getpid(), signal.SIGKILL)
    if "FAULT" in words:
        raise RuntimeError("a fault of the builder")
    problems = [problem for name, text in texts.items() for problem in problems_of(name, text)]
    sources = {f"content/{name}.md": text for name, text in texts.items()}
    if any(problem.severity == "problem" for problem in problems):
        return BuildResult(problems=tuple(problems), sources=sources)
    pages = {
        ("index.html" if name == "index" else f"{name}/index.html"): (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fake</title></head>'
            f"<body><h1>{escape(text)}</h1><input></body></html>"
        )
        for name, text in texts.items()
    }
    written = sum(write(options.output / name, page) for name, page in pages.items())
    return BuildResult(
        problems=tuple(problems), sources=sources, output="output", pages=len(pages), written=written
    )


def problems_of(name: str, text: str) -> list[Problem]:
    """Return the problem and the advice that a text asks for."""
    return [
        Problem(
            f"content/{name}.md", number, 1, f"fake-{severity}", f"<b>There is a {severity}.</b>",
            "take the word out.", severity,
        )
        for number, line in enumerate(text.splitlines(), 1)
        for severity in ("problem", "advice")
        if severity.upper() in line
    ]  # fmt: skip


def write(path: Path, page: str) -> bool:
    """Write a page unless it is there. Returns whether it was written."""
    if path.exists() and path.read_text() == page:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page)
    return True


def load() -> Build:
    """Return the build, or fail as code with a mistake does."""
    if "MISTAKE" in Path("plugins/code.py").read_text():
        raise SyntaxError("a mistake in the code")
    return build


if __name__ == "__main__":
    sys.exit(answer_requests(load))
