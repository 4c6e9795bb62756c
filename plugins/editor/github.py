"""What the workflows on GitHub ask for: `python3 tasks.py github NAME`. Works offline, on files.

The comment and the suggestions are made with the code of the main branch from files that a pull request's own
run left, so nothing in those files is taken on trust: what is too big or not of the right form is refused.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from plugins.core.problem_report import FORMATS
from plugins.core.problems import Problem, stops_the_build
from plugins.outputs.outline import Outline, OutlineDamaged, outlined, read_outline, read_problems
from plugins.outputs.portable import portable

from .diffs import changed_files
from .pull_request import Change, comment
from .suggestions import review

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 20_000_000
"""The longest file that is read: an outline of 10,000 items has a quarter of it."""

_WEB = re.compile(r"https?://[\w.:-]+(?:/[\w./~%@:+=&?-]*)?", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class Refused(ValueError):
    """An option or a file cannot be used. The message says which and why."""


class Options(argparse.ArgumentParser):
    """Options whose faults are ours to show."""

    def error(self, message: str) -> NoReturn:
        """Raise Refused."""
        raise Refused(f"{message[:1].upper()}{message[1:]}. {self.prog} --help shows how it is written.")


def main(arguments: Sequence[str], out: TextIO, err: TextIO | None = None) -> int:
    """Run one of the commands. Returns 0, or 1 if something would be lost or cannot be used."""
    try:
        options = _parser().parse_args(arguments)
        status: int = options.run(options, out, err or sys.stderr)
    except Refused as error:
        print(error, file=err or sys.stderr)
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = Options(
        prog="python3 tasks.py github",
        description="What the workflows on GitHub ask for.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(required=True, metavar="NAME")

    def command(name: str, run: object, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words, allow_abbrev=False)
        made.set_defaults(run=run)
        return made

    outline = command(
        "outline", _outline, "Write what the public would see, and the pages of a preview, as JSON."
    )
    outline.add_argument("--content", default="", help="the folder with the content (default: content)")
    outline.add_argument("--now", default="", help="the time that is taken as now")
    outline.add_argument(
        "--before", default="", help="the outline of the site as it is: name what would be lost"
    )
    outline.add_argument("--format", default="text", choices=FORMATS, help="how problems are shown")
    outline.add_argument("--to", required=True, help="the file to write")

    copy = command(
        "portable", _portable, "Copy a built site so that its pages open from a folder, without a server."
    )
    copy.add_argument("--site", default="output", help="the folder of the built site (default: output)")
    copy.add_argument("--to", required=True, help="the folder to make")

    said = command("comment", _comment, "Print the comment on a pull request, as Markdown.")
    said.add_argument("--check", default="", help="what check --format json printed; none: the check failed")
    said.add_argument("--before", default="", help="the outline, or published.json, of the site as it is")
    said.add_argument(
        "--after", default="", help="the outline, or published.json, of the site with the change"
    )
    said.add_argument("--diff", default="", help="the diff of the pull request")
    said.add_argument(
        "--changed", nargs="*", default=[], metavar="FILE", help="files that changed, beside the diff"
    )
    said.add_argument("--names", default="", help="a file that names files that changed, one in each line")
    said.add_argument("--download", default="", help="the web address of the preview as a zip file")
    said.add_argument("--preview", default="", help="the web address where the preview is served")
    said.add_argument(
        "--edit", default="", help="the web address for editing, to which a file's path is added"
    )
    said.add_argument("--run", dest="seen", default="", help="the web address of the run of the checks")

    mend = command(
        "suggestions", _suggestions, "Print a review with suggested changes, as GitHub's API takes it."
    )
    mend.add_argument("--check", required=True, help="what check --format json printed")
    mend.add_argument("--diff", required=True, help="the diff of the pull request")
    mend.add_argument("--commit", required=True, help="the newest commit of the pull request")
    mend.add_argument("--existing", default="", help="the texts of the comments that are there already")
    return parser


def _outline(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    # Imported here: the other commands need nothing of the engine.
    from plugins.engine.build_run import ContentProblems, missing_folder
    from plugins.engine.outlining import outline

    content = Path(options.content) if options.content else ROOT / "content"
    before = None
    if options.before:
        before = read_outline_file("--before", options.before)
    show = FORMATS[options.format]
    try:
        if not content.is_dir():
            raise ContentProblems([missing_folder(content)])
        made = outline(content, options.now or None, before)
    except ContentProblems as error:
        print(show(error.problems, None), file=out)
        return 1
    except ValueError as error:
        raise Refused(f"--now: {error}") from None
    Path(options.to).write_bytes(outlined(made))
    if made.problems:
        print(show(made.problems, None), file=out)
    return 1 if stops_the_build(made.problems) else 0


def _portable(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    site, target = Path(options.site), Path(options.to)
    if not (site / "index.html").is_file():
        raise Refused(f"--site: {site} holds no site. Build one first.")
    if target.exists():
        raise Refused(f"--to: {target} is there already. Name a new folder.")
    shutil.copytree(site, target, ignore=shutil.ignore_patterns(".*"))
    pages = sorted(target.rglob("*.html"))
    for page in pages:
        page.write_bytes(portable(page.read_bytes(), page.relative_to(target).as_posix()))
    print(f"{len(pages)} pages are in {target}. Open {target}/index.html.", file=out)
    return 0


def _comment(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    diff = _text("--diff", options.diff) if options.diff else ""
    names = _text("--names", options.names).split("\n") if options.names else []
    change = Change(
        problems=_problems_if_whole(options.check, err),
        before=_outline_if_whole("--before", options.before, err),
        after=_outline_if_whole("--after", options.after, err),
        changed=tuple(sorted({*changed_files(diff), *options.changed, *names} - {""})),
        download=_web("--download", options.download, err),
        preview=_web("--preview", options.preview, err),
        edit=_web("--edit", options.edit, err),
        run=_web("--run", options.seen, err),
    )
    print(comment(change), end="", file=out)
    return 0


def _suggestions(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    if not _COMMIT.fullmatch(options.commit):
        raise Refused(f"--commit must be the whole name of a commit, but it is {options.commit[:80]}.")
    existing = _text("--existing", options.existing) if options.existing else ""
    made = review(_problems(options.check), _text("--diff", options.diff), options.commit, existing)
    if made is not None:
        json.dump(made, out, ensure_ascii=False, indent=1)
        print(file=out)
    return 0


# What is read


def read_outline_file(option: str, name: str) -> Outline:
    """Read an outline that an option names. Raises Refused."""
    try:
        return read_outline(_bytes(option, name))
    except OutlineDamaged as error:
        raise Refused(f"{option}: {name} cannot be used: {error}.") from None


def _outline_if_whole(option: str, name: str, err: TextIO) -> Outline | None:
    """Return an outline, or None: a comment that lacks the report is better than none."""
    if not name:
        return None
    try:
        return read_outline_file(option, name)
    except Refused as error:
        print(error, file=err)
        return None


def _problems_if_whole(name: str, err: TextIO) -> tuple[Problem, ...] | None:
    """Return the problems, or None: then the comment says that the check failed, and the old one does not stay."""
    if not name:
        return None
    try:
        return _problems(name)
    except Refused as error:
        print(error, file=err)
        return None


def _problems(name: str) -> tuple[Problem, ...]:
    try:
        return read_problems(_bytes("--check", name))
    except OutlineDamaged as error:
        raise Refused(f"--check: {name} cannot be used: {error}.") from None


def _text(option: str, name: str) -> str:
    """Return the text of a file; bytes that are no text stay what they are, and match nothing."""
    return _bytes(option, name).decode("utf-8", "surrogateescape")


def _bytes(option: str, name: str) -> bytes:
    try:
        with Path(name).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused(f"{option}: {name} cannot be read: {error.strerror}.") from None
    if len(data) > MOST_BYTES:
        raise Refused(f"{option}: {name} is longer than {MOST_BYTES // 1_000_000} MB.")
    return data


def _web(option: str, address: str, err: TextIO) -> str:
    """Return a web address, or nothing if it is none: a branch may have a name that no link can hold."""
    if address and not _WEB.fullmatch(address):
        print(f"{option} must be a web address, but it is {address[:80]}.", file=err)
        return ""
    return address
