"""The comment on a pull request: what the checks found, what people will notice, and what to do next.

It is for somebody who changes texts on GitHub's web page and knows no git. Made from files alone, so that
it can be tried and tested without GitHub. The workflow keeps one comment and writes it anew on each change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from plugins.core.problem_report import counted
from plugins.core.problems import Problem, Severity, in_reading_order, stops_the_build
from plugins.outputs.outline import Outline, OutlinedPage
from plugins.outputs.published import PublishedState
from plugins.outputs.report import report

from .comment_text import block, plain, quiet

MARKER = "<!-- website-check -->"
"""The first line: by it the workflow finds its comment again."""

MOST_CHARACTERS = 60_000
"""GitHub refuses a comment of more than 65,536."""

MOST_PAGES = 20
MOST_PROBLEMS = 5
EVERYWHERE = ("content/site.yaml", "theme/", "plugins/")
"""What stands behind every page: a change of it has no page of its own."""

SUGGESTED = (
    "Where a comment in “Files changed” holds a suggestion, choose “Commit suggestion”. That mends it."
)
DONE = "You need do nothing more. Somebody who looks after the website reads your change and publishes it."
MEND = (
    "Open a file by its name above.",
    SUGGESTED,
    "Change what the message names, and choose “Commit changes…”.",
    "Wait a few minutes. The checks run again, and this comment is written anew.",
)
LOOK = (
    "Look at the pages below, as people will see them.",
    "To change something, edit the file again. The checks run by themselves.",
    f"When it is as you want it: {DONE[0].lower()}{DONE[1:]}",
)

_FILE = re.compile(r"content/[\w./ -]+")
_ADDRESS = re.compile(r"(?!.*(?:~~|www\.|GH-\d))/[\w./~%-]*(?:#[\w-]+)?", re.ASCII | re.IGNORECASE)
"""An address that stays as it is in a text, and of which GitHub makes nothing else."""

_TARGET = re.compile(r"[\w./~%:?=&#+,-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Change:
    """What is known of a pull request.

    `problems` is None if the checker itself failed; `before` and `after` are None where no site could be made.
    `changed` names the files. The rest are web addresses, empty if there is none: `download` of the preview,
    `preview` where it is served, `edit` to which the path of a file is added, `run` of the checks.
    """

    problems: tuple[Problem, ...] | None
    before: Outline | None = None
    after: Outline | None = None
    changed: tuple[str, ...] = ()
    download: str = ""
    preview: str = ""
    edit: str = ""
    run: str = ""


def comment(change: Change) -> str:
    """Return the comment as Markdown."""
    return "\n".join([MARKER, "## Your change to the website", "", *_sections(change)]).rstrip() + "\n"


def _sections(change: Change) -> Iterator[str]:
    if change.problems is None:
        yield "**The checker itself failed. This is not a mistake in your change.**"
        yield ""
        seen = f" {_link('See what it printed', change.run)}." if change.run else ""
        yield f"Somebody who maintains the website has to look at it.{seen}"
        return
    found = in_reading_order([*change.problems, *(change.after.problems if change.after else ())])
    # What the editor touched comes first.
    found.sort(key=lambda problem: problem.path not in change.changed)
    stops = stops_the_build(found)
    yield f"**{counted(found, 'The website stays as it is until they are mended.' if stops else '')}**"
    yield ""
    room = MOST_CHARACTERS
    for section in (
        _list("What to mend", found, "problem", change),
        _next(found, change),
        _pages(change),
        _report(change),
        _list("Check this", found, "warning", change),
        _list("Advice", found, "advice", change),
    ):
        lines = list(section)
        room -= sum(len(line) + 1 for line in lines)
        if room < 0:
            yield f"There is more than fits here: {_link('see all of it', change.run)}."
            return
        yield from lines


# What was found


def _list(title: str, found: Sequence[Problem], severity: Severity, change: Change) -> Iterator[str]:
    listed = [problem for problem in found if problem.severity == severity]
    if not listed:
        return
    yield from (f"### {title}", "")
    for problem in listed[:MOST_PROBLEMS]:
        yield f"- **{_place(problem, change.edit)}:** {plain(problem.message)}"
        first, _, rest = problem.fix.partition("\n")
        yield f"  To fix it: {plain(first)}"
        if rest.strip():
            yield ""
            yield from (f"  {line}".rstrip() for line in block(_dedented(rest)))
        yield ""
    if len(listed) > MOST_PROBLEMS:
        more = f"… and {len(listed) - MOST_PROBLEMS} more"
        yield from (f"{_link(more, change.run)}.", "")


def _place(problem: Problem, edit: str) -> str:
    if not _FILE.fullmatch(problem.path) or not edit:
        return f"{plain(problem.path)}, line {problem.line}" if problem.line else plain(problem.path)
    anchor = f"#L{problem.line}" if problem.line else ""
    words = f"{plain(problem.path)}, line {problem.line}" if problem.line else plain(problem.path)
    return _link(words, f"{edit}{quote(problem.path)}{anchor}")


def _dedented(text: str) -> str:
    lines = text.split("\n")
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    return "\n".join(line[margin:] for line in lines).strip("\n")


# What to do


def _next(found: Sequence[Problem], change: Change) -> Iterator[str]:
    yield from ("### What to do next", "")
    if stops_the_build(found):
        steps = [*MEND]
        if not any(problem.edit for problem in found):
            steps.remove(SUGGESTED)
    else:
        steps = [*LOOK] if change.after and (change.download or change.preview) else [DONE]
    yield from (f"{number}. {step}" for number, step in enumerate(steps, 1))
    yield ""


# What to look at


def _pages(change: Change) -> Iterator[str]:
    yield from ("### Pages to look at", "")
    if not (change.download or change.preview):
        yield from ("There is no preview: the site could not be made of this change.", "")
        return
    known = change.after.pages if change.after else ()
    pages = [page for page in known if page.path in change.changed]
    everywhere = any(path.startswith(EVERYWHERE) for path in change.changed)
    if change.download:
        yield (
            f"{_link('Download the preview', change.download)}, a zip file, and unpack it. "
            "Its pages open with a double click."
        )
        yield ""
    if everywhere:
        yield f"- Every page may have changed. Begin with the home page{_where('/', change)}"
    for page in pages[:MOST_PAGES]:
        yield f"- {_page(page, change)}"
    if len(pages) > MOST_PAGES:
        yield f"- … and {len(pages) - MOST_PAGES} more"
    if change.after is None:
        yield "Which pages of it have changed could not be told."
    elif not pages and not everywhere:
        yield "No page of its own comes from the files that you changed."
    yield ""


def _page(page: OutlinedPage, change: Change) -> str:
    label = "" if page.shown == "published" else f" ({page.shown}: the public does not see it)"
    if change.preview:
        return f"{_link(plain(page.title), _served(change.preview, page.address))}{label}"
    return f"{plain(page.title)}{label}{_where(page.address, change)}"


def _where(address: str, change: Change) -> str:
    """Return where a page is: in the folder that was downloaded, or in the preview that is served."""
    if change.preview:
        return f": {_link('see it', _served(change.preview, address))}"
    return f": `{address.partition('#')[0].lstrip('/')}index.html`"


def _served(preview: str, address: str) -> str:
    return f"{preview.rstrip('/')}{address}"


# What people will notice


def _report(change: Change) -> Iterator[str]:
    if change.after is None:
        return
    if change.before is None:
        yield from ("### What people will notice", "")
        yield from ("This cannot be told: the website as it is could not be read.", "")
        return
    here = {page.address for page in change.after.pages}

    def linked(title: str, address: str) -> str:
        served = change.preview and address in here
        return _link(title, _served(change.preview, address)) if served else title

    made = report(_inert(change.before.published), _inert(change.after.published), linked)
    yield from (f"##{line}" if line.startswith("#") else line for line in made.rstrip().split("\n"))
    yield ""


def _inert(state: PublishedState) -> PublishedState:
    """Return a published state whose texts are nothing but text; what is no address of a site is left out."""
    return state.model_copy(
        update={
            "site": quiet(state.site),
            "addresses": {
                address: page.model_copy(
                    update={
                        "title": quiet(page.title),
                        "target": quiet(page.target) if _TARGET.fullmatch(page.target) else "another address",
                    }
                )
                for address, page in state.addresses.items()
                if _ADDRESS.fullmatch(address)
            },
            "feed_items": {
                guid: item.model_copy(update={"title": quiet(item.title)})
                for guid, item in state.feed_items.items()
            },
            "events": {
                uid: event.model_copy(update={"title": quiet(event.title), "place": quiet(event.place)})
                for uid, event in state.events.items()
            },
        }
    )


def _link(words: str, address: str) -> str:
    return f"[{words}]({address})" if address else words
