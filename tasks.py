"""The commands of the project: `python3 tasks.py NAME`, or `inv NAME` inside the environment.

Works on a machine with nothing but Python 3.11 or newer: it makes `.venv`, installs the locked
requirements, and runs the task there. Nothing outside the standard library is imported before that.
"""

from __future__ import annotations

import gc
import hashlib
import os
import re
import shutil
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plugins.engine.result import BuildOptions
    from plugins.outputs.published import PublishedState

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
FORMS_DATA = ROOT / ".forms"
"""What is sent to the forms of a preview, and the mail of it."""

CANNOT_START = "The website builder itself cannot start. This is not a mistake in your content."

TESTING = {"test", "tidy"}
"""Tasks that need the tools for testing too; the others do without a browser and checkers."""


def bootstrap() -> None:
    """Run this command in the project's own environment, making it first if need be."""
    if Path(sys.prefix).resolve() == VENV.resolve():
        _ensure(testing=_asks_for_tests())
        return
    if sys.version_info < OLDEST:
        _hand_over(_newer_python())
    python = _make_environment()
    _ensure(python, testing=_asks_for_tests())
    _hand_over(str(python))


def _asks_for_tests() -> bool:
    # The SDK of the cloud is with the tools for testing: the function finds its own where it runs.
    return any(word in TESTING or "dynamodb:" in word for word in sys.argv[1:])


def _hand_over(python: str) -> None:
    """Go on in another Python, with the same arguments; does not return."""
    command = [python, str(ROOT / "tasks.py"), *sys.argv[1:]]
    if os.name == "posix":
        os.execv(python, command)  # noqa: S606 (the point is to become that process)
    raise SystemExit(subprocess.run(command, check=False).returncode)


def _newer_python() -> str:
    for minor in range(20, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        # A version manager may leave names for versions that it does not have.
        if found and subprocess.run([found, "-V"], check=False, capture_output=True).returncode == 0:
            return found
    raise SystemExit(
        f"This project needs Python {OLDEST[0]}.{OLDEST[1]} or newer, but this is {sys.version.split()[0]}.\n"
        "Install a newer Python from https://www.python.org/downloads/ and run the command again."
    )


def _environment_python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _make_environment() -> Path:
    python = _environment_python()
    if python.exists() and _runs(python):
        return python
    _say("Making the environment in .venv (once, about a minute) …")
    shutil.rmtree(VENV, ignore_errors=True)
    if not _has_pip_for_environments() and not _install_debian_package("python3-venv"):
        raise SystemExit(
            "This Python cannot make environments: its venv module is not whole.\n"
            "On Debian and Ubuntu, install it with: sudo apt install python3-venv"
        )
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False)
    if made.returncode:
        raise SystemExit("The environment could not be made. Delete .venv and run the command again.")
    return python


def _runs(python: Path) -> bool:
    return (
        subprocess.run([str(python), "-m", "pip", "--version"], check=False, capture_output=True).returncode
        == 0
    )


def _has_pip_for_environments() -> bool:
    """Debian ships Python without ensurepip; then a new environment would have no pip."""
    try:
        import ensurepip
        import venv
    except ImportError:
        return False
    return bool(ensurepip.version() and venv)


def _install_debian_package(name: str) -> bool:
    """Install a Debian package where that can be done without asking: as root, with apt."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    _say(f"Installing the Debian package {name} …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", name]):
        done = subprocess.run(["apt-get", *command], env=environment, check=False, stdout=subprocess.DEVNULL)
        if done.returncode:
            return False
    return True


def _ensure(python: Path | None = None, *, testing: bool) -> None:
    """Install the locked requirements unless they are there: every file is checked against its hash."""
    lock = ROOT / "requirements" / ("test.txt" if testing else "site.txt")
    build = (ROOT / "requirements" / "build.txt").read_bytes()
    wanted = hashlib.sha256(build + lock.read_bytes()).hexdigest()
    stamps = VENV / ".installed"
    installed = stamps.read_text().split() if stamps.exists() else []
    if wanted in installed:
        return
    _say(f"Installing what {'the tests need' if testing else 'the site needs'} …")
    for file in (ROOT / "requirements" / "build.txt", lock):
        command = [
            str(python or sys.executable), "-m", "pip", "install", "--quiet", "--require-hashes",
            "--disable-pip-version-check", "--no-build-isolation", "--use-pep517", "--requirement", str(file),
        ]  # fmt: skip
        if subprocess.run(command, check=False).returncode:
            raise SystemExit(
                "The requirements could not be installed; the lines above say why.\n"
                "Check the connection to the package registry and run the command again."
            )
    # The lock for tests holds everything of the lock for the site.
    others = [hashlib.sha256(build + (lock.parent / "site.txt").read_bytes()).hexdigest()]
    stamps.write_text("\n".join([wanted, *others]) + "\n")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _print(text: str) -> None:
    """Print what is for standard output; where nobody reads on, as in `check | head`, that is no fault."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # What Python writes when it ends would fail in the same way.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _check(*, content: str, fix: bool, format: str, now: str, full: bool) -> int:  # noqa: A002 (the name of the option)
    """Check the content and print what is to be said. Returns the exit status."""
    folder = Path(content) if content else ROOT / "content"
    try:
        from plugins.engine.answers import Answer, Answers
        from plugins.engine.job_summary import append_summary

        answers = None if fix or full else Answers(folder, format, now or None, os.environ)
        answer = answers.known() if answers else None
        if answer is None:
            from plugins.core.problem_report import FORMATS
            from plugins.core.problem_summary import as_markdown
            from plugins.engine.checking import check_content
            from plugins.engine.mending import mend
            from plugins.engine.project import CACHE
    except Exception:  # noqa: BLE001 (whatever keeps the code from loading)
        traceback.print_exc()
        _say(CANNOT_START)
        return 2

    if answer is None:
        if format not in FORMATS:
            _say(f"--format must be {', '.join(FORMATS)}, but it is {format}.")
            return 1
        cache = None if full else CACHE
        if fix:
            mending = mend(folder, lambda: check_content(folder, now or None, _say, cache))
            result = mending.remaining
            # What programs read stays what the check found; what was done is for people.
            (_print if format == "text" else _say)(mending.report())
        else:
            result = check_content(folder, now or None, _say, cache)
        if result.fault:
            _say(result.report(format))
            return result.exit_code
        printed = result.report(format)
        if format == "text" and result.problems:
            printed += "\nEach is explained in docs/editing-guide.md, under its name in brackets."
        summary = as_markdown(result.problems) if format == "github" else ""
        answer = Answer(printed, result.exit_code, summary)
        if answers and result.holds:
            answers.keep(answer, result.holds)
    _print(answer.printed)
    append_summary(answer.summary, os.environ)
    return answer.status


def _plain_check(words: list[str]) -> dict[str, Any] | None:
    """Read the options of `check` where they are written in full; the runner of tasks reads all others.

    To load the runner takes a fifth of the time of a check that finds nothing new.
    """
    found: dict[str, Any] = {"content": "", "fix": False, "format": "text", "now": "", "full": False}
    left = iter(words)
    for word in left:
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or name not in found:
            return None
        if isinstance(found[name], bool):
            if equals:
                return None
            found[name] = True
            continue
        if not equals:
            value = next(left, "")
            if not value or value.startswith("-"):
                return None
        found[name] = value
    return found


if __name__ == "__main__":
    try:
        bootstrap()
    except KeyboardInterrupt:
        raise SystemExit("Stopped. The next command goes on from here.") from None
    if sys.argv[1:2] == ["check"] and (_plain := _plain_check(sys.argv[2:])) is not None:
        # The process ends with the check: to look for garbage, and to take apart at the end what it holds, would
        # each take a twentieth of its time.
        gc.disable()
        try:
            _status = _check(**_plain)
        except KeyboardInterrupt:
            raise SystemExit("Stopped.") from None
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_status)
    try:
        import invoke  # noqa: F401 (only to see whether the environment is whole)
    except ImportError:
        raise SystemExit(
            "The environment in .venv is not whole. Delete the folder .venv and run the command again."
        ) from None

from invoke.collection import Collection  # noqa: E402 (only in the environment)
from invoke.exceptions import Exit  # noqa: E402
from invoke.program import Program  # noqa: E402
from invoke.tasks import task  # noqa: E402


def _options(
    content: str,
    output: str,
    *,
    publish: bool = False,
    published: str = "",
    now: str = "",
    site_url: str = "",
    full: bool = False,
) -> BuildOptions:
    from plugins.engine.result import BuildOptions

    return BuildOptions(
        content=Path(content) if content else None,
        output=Path(output) if output else None,
        publish=publish,
        published=Path(published) if published else None,
        now=now or None,
        site_url=site_url or None,
        full=full,
    )


@contextmanager
def _ours() -> Iterator[None]:
    """Tell a fault in the code apart from mistakes in the content: exit status 2."""
    try:
        yield
    except Exception:  # noqa: BLE001 (whatever keeps the code from loading)
        traceback.print_exc()
        raise Exit(CANNOT_START, code=2) from None


def _named(words: list[str]) -> list[str]:
    """Give the words of `new` their names: invoke has no words that can be left out, as a title can.

    The first is the type, all others are the title: whoever leaves out its quotes is understood too.
    """
    options: list[str] = []
    plain: list[str] = []
    is_value = False
    for word in words:
        # A title may begin with a hyphen; an option has a letter after it, and no space before its value.
        is_option = bool(re.match(r"--?[a-z][a-z-]*(?:=|$)", word)) and not is_value
        (options if is_option or is_value else plain).append(word)
        is_value = is_option and "=" not in word and word not in ("--examples", "-e", "--help", "-h")
    names = zip(("--type", "--title"), (plain[:1], plain[1:]), strict=True)
    return [*options, *(f"{name}={' '.join(found)}" for name, found in names if found)]


def _published_state(option: str, name: str) -> PublishedState:
    """Read a published state that an option names."""
    with _ours():
        from plugins.outputs.published import PublishedStateDamaged, read_published
    try:
        return read_published(Path(name).read_bytes())
    except OSError as error:
        raise Exit(f"{option}: {name} cannot be read: {error.strerror}.", code=1) from None
    except PublishedStateDamaged as error:
        raise Exit(f"{option}: {name} cannot be used: {error}.", code=1) from None


_BUILD_HELP = {
    "content": "the folder with the content (default: content)",
    "output": "the folder for the site (default: output)",
    "publish": "the site for the public: no drafts, no examples, nothing undecided",
    "published": "the published.json of the last published site",
    "now": "the time that the build takes as now, such as 2026-11-22T10:00",
    "site-url": "the web address of the site, such as https://www.example.org",
    "full": "use no cache",
}


@task(help=_BUILD_HELP)
def build(  # type: ignore[no-untyped-def]
    c, content="", output="", publish=False, published="", now="", site_url="", full=False
):
    """Build the site once. Exit status: 0 built, 1 problems in the content, 2 the builder failed."""
    with _ours():
        from plugins.engine.build import build_site

    options = _options(
        content, output, publish=publish, published=published, now=now, site_url=site_url, full=full
    )
    result = build_site(options, progress=_say)
    print(result.report(), file=sys.stderr if result.exit_code else sys.stdout)
    raise Exit(code=result.exit_code)


@task(
    help={
        "content": "the folder with the content (default: content); all of it is looked at",
        "fix": "make every repair that is certain, and say what was mended",
        "format": "text for people, github for annotations and the job's summary, json for programs",
        "now": "the time that the check takes as now, such as 2026-11-22T10:00",
        "full": "use no cache",
    }
)
def check(c, content="", fix=False, format="text", now="", full=False):  # type: ignore[no-untyped-def]  # noqa: A002 (the name of the option)
    """Check every rule of the content, without building. Exit status: 0 good, 1 problems, 2 the checker failed."""
    raise Exit(code=_check(content=content, fix=fix, format=format, now=now, full=full))


@task(
    help={
        "type": "page, offer, testimonial, event, newsletter or form",
        "title": "the title, between quotes; a newsletter can do without",
        "content": "the folder with the content (default: content)",
        "file": "the name of the file, such as open-day (default: made from the title)",
        "issue": "newsletter: its month, such as 2026-12 (default: the month after the last issue)",
        "published": "newsletter: the published.json of the site as it is, which tells what is new on it",
        "examples": "newsletter: take examples too, and make the issue an example",
        "now": "the time that is taken as now",
    },
)
def new(  # type: ignore[no-untyped-def]
    c,
    type="",  # noqa: A002 (the name of the option)
    title="",
    content="",
    file="",
    issue="",
    published="",
    examples=False,
    now="",
):
    """Make a new content file that says what to write where: new event "Open day"."""
    with _ours():
        from plugins.editor.new_file import Refused, Wanted, make_file

    state = _published_state("--published", published) if published else None
    folder = Path(content) if content else ROOT / "content"
    wanted = Wanted(type, title, folder, now or None, file, issue, state, examples)
    try:
        made = make_file(wanted)
    except Refused as error:
        raise Exit(str(error), code=1) from None
    print(f"Made {made.path}")
    for step in made.steps:
        print(f"  {step}")


@task
def github(c):  # type: ignore[no-untyped-def]
    """Make what the workflows on GitHub ask for: outline, portable, comment, suggestions."""
    raise Exit(code=_for_github(c.remainder.split()))


def _for_github(arguments: list[str]) -> int:
    """Run a command of the workflows. They have options of their own, so it reads the whole line."""
    with _ours():
        from plugins.editor.github import main
    return main(arguments, sys.stdout)


@task(
    help={
        "before": "the published.json of the site as it is",
        "after": "the published.json of the site as it will be",
    }
)
def report(c, before="", after=""):  # type: ignore[no-untyped-def]
    """Say what a change means for visitors and subscribers, as Markdown, from two published.json."""
    with _ours():
        from plugins.outputs.report import report as report_of
    states = []
    for option, name in (("--before", before), ("--after", after)):
        if not name:
            raise Exit(f"{option} is missing: name the published.json of a publish build.", code=1)
        states.append(_published_state(option, name))
    with _ours():
        print(report_of(states[0], states[1]), end="")


@task(
    help={
        **{name: _BUILD_HELP[name] for name in ("content", "output", "now")},
        "port": "the port to listen on (default: 8000)",
    }
)
def serve(c, port="8000", content="", output="", now=""):  # type: ignore[no-untyped-def]
    """Build the site, serve it on this machine, and refresh the page on every change."""
    if not port.isdecimal():
        raise Exit(f"--port must be a number such as 8001, but it is {port}.", code=1)
    with _ours():
        from functions.forms.local import LocalForms
        from functions.forms.messages import Request
        from plugins.preview import serve as serve_site

    class Forms:
        """Answers the preview's forms with the function's own code."""

        def __init__(self, site: Path, address: str) -> None:
            self._forms = LocalForms(site, FORMS_DATA, address)

        def answer(
            self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes, source: str
        ) -> tuple[int, Sequence[tuple[str, str]], bytes]:
            found = self._forms.answer(Request(method, path, query, headers, body, source))
            return found.status, found.headers, found.body

        def close(self) -> None:
            self._forms.close()

    options = _options(content, output, now=now)
    raise Exit(code=serve_site(options, port=int(port), make_forms=Forms))


@task
def forms(c):  # type: ignore[no-untyped-def]
    """Look after what people sent: list, export, show, erase, redrive, held, subscribers."""
    raise Exit(code=_administer(c.remainder.split()))


def _administer(arguments: list[str]) -> int:
    """Run the administration of the forms. It has options of its own, so it reads the whole line."""
    with _ours():
        from functions.forms.admin import main
    return main(arguments[1:] if arguments[:1] == ["--"] else arguments, sys.stdout)


@task(
    help={
        "site": "the folder of the built site (default: output)",
        "to": "the file to write (default: .cache/forms.zip)",
    }
)
def package(c, site="output", to=".cache/forms.zip"):  # type: ignore[no-untyped-def]
    """Make the package of the function that answers forms, for the cloud, from a built site."""
    with _ours():
        from deploy.package import package as package_of
    try:
        made = package_of(Path(site))
    except ValueError as problem:
        raise Exit(str(problem), code=1) from None
    Path(to).parent.mkdir(parents=True, exist_ok=True)
    Path(to).write_bytes(made.content)
    print(f"{to}: {len(made.content):,} bytes, {len(made.names)} files, for {made.base_url}")
    print(f"Name it forms-{hashlib.sha256(made.content).hexdigest()[:16]}.zip in the bucket.")


@task(
    help={
        "slow": "the long tests too",
        "only": "what pytest should run, such as tests/core or 'tests -k dates'",
        "check-only": "the checkers (ruff, mypy) without the tests",
    }
)
def test(c, slow=False, only="", check_only=False):  # type: ignore[no-untyped-def]
    """Run the checkers and every test, in a real browser too. Finds or installs a Chromium."""
    failed = []
    for name, command in (
        ("ruff", ["ruff", "check", "."]),
        ("ruff format", ["ruff", "format", "--check", "."]),
        ("mypy", ["mypy"]),
    ):
        _say(f"— {name}")
        if subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False).returncode:
            failed.append(name)
    if not check_only:
        chromium = _chromium()
        # A feed reader to test with; without it those tests are skipped, and say so.
        _ = shutil.which("newsboat") or _install_debian_package("newsboat")
        _say("— pytest")
        command = [sys.executable, "-m", "pytest", *(["--slow"] if slow else []), *only.split()]
        environment = {**os.environ, "CHROMIUM": chromium}
        if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
            failed.append("pytest")
    if failed:
        raise Exit(f"Not all is well: {', '.join(failed)}. The lines above say where.", code=1)
    _say("All is well.")


def _chromium() -> str:
    """Return the path of a Chromium: one that is there, else one that can be installed."""
    from tests.browser.chromium import find_chromium, playwright_browser

    found = find_chromium() or playwright_browser(install=False)
    if not found:
        _say("Looking for a browser to test with …")
        found = playwright_browser(install=True)
    if not found and _install_debian_package("chromium"):
        found = find_chromium()
    if not found:
        raise Exit(
            "There is no Chromium to test with, and none could be installed: "
            "install Chromium or Chrome, or set CHROMIUM to its path.",
            code=1,
        )
    return found


@task(
    help={
        "items": "how many events the made-up site has; it has half as many newsletters (default: 1000)",
        "files": "how many files the made-up content has that is checked (default: 500)",
        "runs": "how often each of them is measured (default: 3)",
        "only": "check, or feeds (default: both)",
    }
)
def bench(c, items="1000", files="500", runs="3", only=""):  # type: ignore[no-untyped-def]
    """Measure what a check, feeds and calendars cost, on a made-up site. Takes minutes; prints Markdown."""
    for option, number in (("--items", items), ("--files", files), ("--runs", runs)):
        if not number.isdecimal() or int(number) < 1:
            raise Exit(f"{option} must be a number from 1 on, but it is {number}.", code=1)
    if only not in ("", "check", "feeds"):
        raise Exit(f"--only must be check or feeds, but it is {only}.", code=1)
    with _ours():
        from bench import checking, subscriptions

        if only != "feeds":
            print(checking.bench(int(files), int(runs), _say))
        if only != "check":
            print(subscriptions.bench(int(items), int(runs), _say), end="")


@task
def tidy(c):  # type: ignore[no-untyped-def]
    """Format the code and mend what ruff can mend by itself."""
    for command in (["check", "--fix", "--quiet", "."], ["format", "."]):
        subprocess.run([sys.executable, "-m", "ruff", *command], cwd=ROOT, check=False)


@task
def lock(c):  # type: ignore[no-untyped-def]
    """Resolve the requirements of pyproject.toml anew and lock them with hashes (needs uv)."""
    uv = shutil.which("uv")
    if not uv:
        raise Exit("Locking needs uv: install it with pip install uv, and run the task again.", code=1)
    for name, sources in LOCKS.items():
        command = [
            uv, "pip", "compile", *sources, "--universal", "--generate-hashes", "--upgrade", "--quiet",
            "--python-version", "3.11", "--no-header", "--no-emit-index-url", "--no-emit-find-links",
            "--output-file", f"requirements/{name}.txt",
        ]  # fmt: skip
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            raise Exit(f"requirements/{name}.txt could not be locked.", code=1)


LOCKS = {
    "build": ["--group", "build"],
    "site": ["pyproject.toml"],
    "test": ["pyproject.toml", "--group", "test", "--constraint", "requirements/site.txt"],
    "ministack": ["requirements/ministack.in"],
}


if __name__ == "__main__":
    program = Program(
        name="tasks.py", namespace=Collection.from_module(sys.modules["__main__"]), binary="python3 tasks.py"
    )
    if sys.argv[1:2] == ["forms"]:
        sys.exit(_administer(sys.argv[2:]))
    if sys.argv[1:2] == ["github"]:
        sys.exit(_for_github(sys.argv[2:]))
    arguments = sys.argv if len(sys.argv) > 1 else [sys.argv[0], "--list"]
    if arguments[1] == "new":
        arguments = [*arguments[:2], *_named(arguments[2:])]
    program.run(arguments)
    sys.exit(0)
