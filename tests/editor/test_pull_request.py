"""The comment on a pull request, word by word."""

from __future__ import annotations

import io
import json
import re
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from plugins.core.problems import Edit, Problem
from plugins.editor.comment_text import LONGEST, block, plain, quiet
from plugins.editor.github import main
from plugins.editor.pull_request import MARKER, MOST_PROBLEMS, Change, comment
from plugins.outputs.outline import Outline, OutlinedPage, outlined
from plugins.outputs.published import PublishedAddress, PublishedEvent, PublishedIdentity, PublishedState
from tests.builders import quick

IDENTITY = PublishedIdentity(domain="network.example.org", year=2026)
JULY = datetime(2026, 7, 1, tzinfo=UTC)
EVENT = PublishedEvent(
    name="open-day", title="Open day", address="/events/open-day/", file="/events/open-day.ics",
    start=datetime(2026, 12, 3, 10, tzinfo=UTC), last=datetime(2026, 12, 3, 11, tzinfo=UTC),
    state="confirmed", format="in-person", place="Example Hall", scheduling="1", hash="1", sequence=0,
    created=JULY, changed=JULY,
)  # fmt: skip
MOVED = EVENT.model_copy(
    update={
        "start": datetime(2026, 12, 3, 11, tzinfo=UTC),
        "last": datetime(2026, 12, 3, 12, tzinfo=UTC),
        "scheduling": "2", "hash": "2", "sequence": 1,
    }
)  # fmt: skip

DOWNLOAD = "https://github.com/example/site/actions/runs/1/artifacts/2"
RUN = "https://github.com/example/site/actions/runs/1"
EDIT = "https://github.com/editor/site/edit/new-times/"
CLICK = "Its pages open with a double click."
PREVIEW = "https://preview.example.org/12"
FILE = "content/events/open-day.md"
PAGE = OutlinedPage(path=FILE, address="/events/open-day/", title="Open day")
TIME = Problem(
    FILE, 5, 6, "event-end-before-start",
    "End must be after the start, 10am on Thursday 3 December 2026.",
    "change line 5 to a time after 10:00, for example\n     end: 2026-12-03 12:00",
)  # fmt: skip


def outline(
    *pages: OutlinedPage, event: PublishedEvent | None = None, titles: dict[str, str] | None = None
) -> Outline:
    addresses = {
        address: PublishedAddress(kind="item", title=title, hash=title)
        for address, title in (titles or {}).items()
    }
    events = {"open-day@network.example.org": event} if event else {}
    state = PublishedState(identity=IDENTITY, site="", events=events, addresses=addresses)
    return Outline(published=state, pages=pages)


def changed(**values: Any) -> Change:
    return replace(Change(problems=(), download=DOWNLOAD, edit=EDIT, run=RUN), **values)


# Whole comments


def test_a_change_that_nobody_notices() -> None:
    assert comment(changed(before=outline(PAGE), after=outline(PAGE), changed=("README.md",))) == (
        f"""\
<!-- website-check -->
## Your change to the website

**No problems.**

### What to do next

1. Look at the pages below, as people will see them.
2. To change something, edit the file again. The checks run by themselves.
3. When it is as you want it: you need do nothing more. Somebody who looks after the website reads your change and publishes it.

### Pages to look at

[Download the preview]({DOWNLOAD}), a zip file, and unpack it. {CLICK}

No page of its own comes from the files that you changed.

### What people will notice

Nothing: no page, no feed item and no calendar entry changes.
"""
    )


def test_an_event_that_moves() -> None:
    made = comment(
        changed(before=outline(PAGE, event=EVENT), after=outline(PAGE, event=MOVED), changed=(FILE,))
    )
    assert made == (
        f"""\
<!-- website-check -->
## Your change to the website

**No problems.**

### What to do next

1. Look at the pages below, as people will see them.
2. To change something, edit the file again. The checks run by themselves.
3. When it is as you want it: you need do nothing more. Somebody who looks after the website reads your change and publishes it.

### Pages to look at

[Download the preview]({DOWNLOAD}), a zip file, and unpack it. {CLICK}

- Open day: `events/open-day/index.html`

### What people will notice

Nobody sees anything twice: every id that feeds and calendars know is as it was.

#### In people’s calendars

- “Open day” moves from 10am to 11am on Thursday 3 December 2026, and ends at midday.
"""
    )


def test_many_pages() -> None:
    pages = [
        OutlinedPage(path=f"content/pages/p{n:02}.md", address=f"/p{n:02}/", title=f"Page {n}")
        for n in range(30)
    ]
    files = tuple(page.path for page in pages)
    served = changed(
        before=outline(*pages), after=outline(*pages), changed=files, preview=PREVIEW, download=""
    )
    lines = comment(served).split("### Pages to look at\n\n")[1].split("\n\n")[0].split("\n")
    assert lines[0] == "- [Page 0](https://preview.example.org/12/p00/)"
    assert lines[19] == "- [Page 19](https://preview.example.org/12/p19/)"
    assert lines[20:] == ["- … and 10 more"]


def test_problems_and_nothing_rendered() -> None:
    advice = Problem(FILE, 2, 8, "title-full-stop", "A title needs no full stop.", "take it out.", "advice")
    other = Problem(
        "content/pages/a.md", 1, 1, "settings-missing", "The file must start with its settings, between two lines of ---.",
        "start the file with a line of three hyphens.", edit=Edit(1, 1, "", "---\n"),
    )  # fmt: skip
    assert comment(changed(problems=(TIME, advice, other), changed=(FILE,), download="")) == (
        f"""\
<!-- website-check -->
## Your change to the website

**2 problems, 1 piece of advice in 2 files. The website stays as it is until they are mended.**

### What to mend

- **[content/events/open-day.md, line 5]({EDIT}content/events/open-day.md#L5):** {TIME.message}
  To fix it: change line 5 to a time after 10:00, for example

  ```
  end: 2026-12-03 12:00
  ```

- **[content/pages/a.md, line 1]({EDIT}content/pages/a.md#L1):** The file must start with its settings, between two lines of ---.
  To fix it: start the file with a line of three hyphens.

### What to do next

1. Open a file by its name above.
2. Where a comment in “Files changed” holds a suggestion, choose “Commit suggestion”. That mends it.
3. Change what the message names, and choose “Commit changes…”.
4. Wait a few minutes. The checks run again, and this comment is written anew.

### Pages to look at

There is no preview: the site could not be made of this change.

### Advice

- **[content/events/open-day.md, line 2]({EDIT}content/events/open-day.md#L2):** A title needs no full stop.
  To fix it: take it out.
"""
    )


def test_the_checker_itself_failed() -> None:
    assert comment(changed(problems=None)) == (
        f"""\
<!-- website-check -->
## Your change to the website

**The checker itself failed. This is not a mistake in your change.**

Somebody who maintains the website has to look at it. [See what it printed]({RUN}).
"""
    )


# Parts


def test_many_problems_are_counted() -> None:
    problems = tuple(replace(TIME, line=number) for number in range(1, MOST_PROBLEMS + 8))
    made = comment(changed(problems=problems))
    assert made.count("- **[") == MOST_PROBLEMS
    assert f"[… and 7 more]({RUN})." in made


def test_what_the_editor_touched_comes_first() -> None:
    others = tuple(replace(TIME, path=f"content/events/a{number}.md") for number in range(MOST_PROBLEMS + 1))
    made = comment(changed(problems=(*others, TIME), changed=(FILE,)))
    assert made.split("- **[")[1].startswith(f"{FILE}, line 5]")


def test_what_is_too_long_for_github_is_left_out_whole() -> None:
    long = replace(TIME, fix="\n".join(["x" * 200] * 12))
    problems = tuple(
        replace(long, line=line, severity=severity)
        for severity in ("problem", "warning", "advice")
        for line in range(MOST_PROBLEMS)
    )
    pages = [OutlinedPage(path=f"{FILE}{n}", address=f"/{'a' * 290}{n}/", title="y" * 200) for n in range(20)]
    files = tuple(page.path for page in pages)
    many = {f"/{'b' * 280}{n}/": "*" * 200 for n in range(40)}
    made = comment(
        changed(
            problems=tuple(replace(p, fix=p.fix * 2) for p in problems),
            before=outline(*pages, titles={address: f"{title}2" for address, title in many.items()}),
            after=outline(*pages, titles=many), changed=files, preview=PREVIEW,
        )
    )  # fmt: skip
    assert len(made) < 65_536
    assert made.endswith(f"There is more than fits here: [see all of it]({RUN}).\n")
    assert made.count("```") % 2 == 0


def test_a_preview_whose_pages_are_not_known_can_be_fetched() -> None:
    made = comment(changed(changed=(FILE,)))
    assert f"[Download the preview]({DOWNLOAD})" in made
    assert "Which pages of it have changed could not be told." in made


def test_what_people_would_lose_is_among_the_problems() -> None:
    lost = Problem(
        "content/redirects.yaml", 0, 0, "address-lost", "A was published, and now nothing is there.", "put it back."
    )  # fmt: skip
    after = outline(PAGE).model_copy(update={"problems": (lost,)})
    made = comment(changed(before=outline(PAGE), after=after, changed=(FILE,)))
    assert "**1 problem in 1 file." in made
    assert f"- **[content/redirects.yaml]({EDIT}content/redirects.yaml):** A was published" in made
    assert "- Open day: `events/open-day/index.html`" in made  # the preview was built all the same


def test_pages_are_those_that_the_preview_has() -> None:
    draft = OutlinedPage(path="content/pages/new.md", address="/new/", title="New", shown="draft")
    said = OutlinedPage(path="content/testimonials/a.md", address="/testimonials/#a", title="A")
    files = (draft.path, said.path, "content/pages/deleted.md", "content/site.yaml", "content/images/a.jpg")
    made = comment(changed(after=outline(draft, said, PAGE), before=outline(), changed=files))
    assert made.split("double click.\n\n")[1].split("\n\n")[0].split("\n") == [
        "- Every page may have changed. Begin with the home page: `index.html`",
        "- New (draft: the public does not see it): `new/index.html`",
        "- A: `testimonials/index.html`",
    ]


def test_without_the_site_as_it_is_nothing_is_told_of_people() -> None:
    assert "This cannot be told: the website as it is could not be read." in comment(
        changed(after=outline(PAGE))
    )


def test_a_path_that_is_no_file_is_no_link() -> None:
    made = comment(changed(problems=(Problem("--now", 0, 0, "option", "A.", "b."),)))
    assert "- **--now:** A." in made


# What others typed


HOSTILE = [
    "@everyone look", "Fixes #12", "GH-12", "[a link](https://evil.example)", "https://evil.example/x",
    "www.evil.example", "<img src=x onerror=alert(1)>", "<!-- hidden", "--> shown", "![x](https://evil.example)",
    "# Heading", "**bold** `code`", "a | b", "```\nblock", "a@b.example", "line\n\n## two", "\u202eright to left",
    "&lt;b&gt;", "~~gone~~", "\\", "x" * 5000, "<details>", "javascript:alert(1)", "]( x",
]  # fmt: skip


def rendered(made: str) -> str:
    return str(MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(made))


def read(made: str) -> Any:
    return html5lib.parse(rendered(made), namespaceHTMLElements=False)


def tags(made: str) -> list[str]:
    return [element.tag for element in read(made).iter() if isinstance(element.tag, str)]


def hostile_change(text: str) -> Change:
    problem = Problem(FILE, 4, 1, "x", text, f"{text}\n  {text}", "warning")
    page = PAGE.model_copy(update={"title": text})
    joined = "".join(text.split())
    event = EVENT.model_copy(update={"title": text or "x", "place": text})
    now = MOVED.model_copy(update={"title": text or "x", "place": f"{text}2"})
    return changed(
        problems=(problem, replace(problem, path=f"content/{text}.md", severity="advice")),
        before=outline(page, event=event, titles={"/a/": text, f"/{joined}": ""}),
        after=outline(page, event=now, titles={"/b/": text, f"/{joined}/x": ""}),
        changed=(FILE,),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_what_others_typed_stays_text(text: str) -> None:
    made = comment(hostile_change(text))
    ordinary = comment(hostile_change("Ordinary"))
    assert {*tags(made)} <= {*tags(ordinary)}
    links = [element.get("href") for element in read(made).iter("a")]
    assert all(link.startswith("https://github.com/") for link in links)
    assert not re.search(r"@\w|www\.|://", _prose(made))
    assert not re.search(r"#\d|GH-\d", _prose(made))
    assert made.startswith(MARKER)
    assert rendered(made).count("<!--") == 1


def _prose(made: str) -> str:
    """Return what GitHub looks through for mentions: texts outside of code and of links."""
    tree = read(made)
    parts = []

    def walk(element: Any) -> None:
        if element.tag not in ("code", "a"):
            parts.append(element.text or "")
            for inner in element:
                walk(inner)
        parts.append(element.tail or "")

    walk(tree)
    return "".join(parts)


@quick
@given(st.text(max_size=300))
def test_no_text_makes_a_comment_that_github_refuses(text: str) -> None:
    made = comment(hostile_change(text))
    assert len(made) < 60_000
    made.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain words, 10am (UK time).", "Plain words, 10am (UK time)."),
        ("A_b *c*", r"A\_b \*c\*"),
        ("me@example.org", "me@\u200bexample.org"),
        ("No. #3", "No. \\#\u200b3"),
        ("issue # three", r"issue \# three"),
        ("https://a.example", "https:\u200b//a.example"),
        ("a\u200bb\nc", "a b c"),
    ],
)
def test_plain_text(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_long_text_is_cut() -> None:
    assert quiet("x" * 5000) == "x" * (LONGEST - 1) + "…"
    assert len(block("\n".join(["y" * 5000] * 50))) == 14


def test_a_fence_is_longer_than_any_inside() -> None:
    assert block("a\n````\nb") == ["`````", "a", "````", "b", "`````"]


# The command


def written(folder: Path, name: str, data: bytes | str) -> str:
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return str(file)


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = main(arguments, out, err)
    return status, out.getvalue(), err.getvalue()


DIFF = """\
diff --git a/content/events/open-day.md b/content/events/open-day.md
--- a/content/events/open-day.md
+++ b/content/events/open-day.md
@@ -3,2 +3,2 @@
 summary: A.
-start: 2026-12-03 10:00
+start: 2026-12-03 11:00
"""


def test_the_command_makes_the_comment_of_files(tmp_path: Path) -> None:
    before, after = outline(PAGE, event=EVENT), outline(PAGE, event=MOVED)
    status, out, err = run(
        "comment",
        "--check", written(tmp_path, "check.json", json.dumps([asdict(TIME)])),
        "--before", written(tmp_path, "before.json", outlined(before)),
        "--after", written(tmp_path, "after.json", outlined(after)),
        "--diff", written(tmp_path, "pull.diff", DIFF),
        "--download", DOWNLOAD, "--edit", EDIT, "--run", RUN,
    )  # fmt: skip
    assert (status, err) == (0, "")
    assert out == comment(changed(problems=(TIME,), before=before, after=after, changed=(FILE,)))


def test_without_the_list_of_problems_the_check_failed() -> None:
    status, out, _ = run("comment", "--run", RUN)
    assert status == 0
    assert "The checker itself failed" in out


@pytest.mark.parametrize(
    "data", ["", "[", "{}", "[]", '{"format": 2, "published": {}}', '{"published": 1}', "[" * 100_000, "\x00", b"\xff"]
)  # fmt: skip
def test_an_outline_that_is_none_is_left_out(data: bytes | str, tmp_path: Path) -> None:
    check = written(tmp_path, "check.json", "[]")
    status, out, err = run("comment", "--check", check, "--after", written(tmp_path, "after.json", data))
    assert status == 0
    assert err.startswith("--after: ")
    assert "There is no preview" in out


@pytest.mark.parametrize(
    "data", ["", "{}", "[1]", '[{"path": 1}]', "[" * 100_000, b"\xff", "[{}]", "null"]
)  # fmt: skip
def test_a_list_of_problems_that_is_none_is_refused(data: bytes | str, tmp_path: Path) -> None:
    """The comment is written anew all the same: what an older one says is not true any more."""
    check = written(tmp_path, "check.json", data)
    refused = f"--check: {check} cannot be used: it is not the list that check --format json prints.\n"
    assert run("comment", "--check", check) == (0, comment(Change(problems=None)), refused)
    diff = written(tmp_path, "pull.diff", DIFF)
    assert run("suggestions", "--check", check, "--diff", diff, "--commit", "a" * 40) == (1, "", refused)


def test_files_can_be_named_in_a_file(tmp_path: Path) -> None:
    """GitHub gives no diff of more than 300 files."""
    check = written(tmp_path, "check.json", "[]")
    after = written(tmp_path, "after.json", outlined(outline(PAGE)))
    names = written(tmp_path, "names.txt", f"content/images/a.jpg\n{FILE}\n")
    status, out, err = run(
        "comment", "--check", check, "--after", after, "--names", names, "--download", DOWNLOAD
    )
    assert (status, err) == (0, "")
    assert "- Open day: `events/open-day/index.html`" in out


def test_what_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.editor.github.MOST_BYTES", 1_000_000)
    check = written(tmp_path, "check.json", " " * 1_000_001)
    diff = written(tmp_path, "pull.diff", DIFF)
    refused = f"--check: {check} is longer than 1 MB.\n"
    assert run("suggestions", "--check", check, "--diff", diff, "--commit", "a" * 40) == (1, "", refused)


def test_a_web_address_that_is_none_makes_no_link(tmp_path: Path) -> None:
    check = written(tmp_path, "check.json", json.dumps([asdict(TIME)]))
    status, out, err = run("comment", "--check", check, "--edit", "https://github.com/a/b/edit/odd)name(/")
    assert status == 0
    assert err == "--edit must be a web address, but it is https://github.com/a/b/edit/odd)name(/.\n"
    assert "- **content/events/open-day.md, line 5:** End must" in out


@pytest.mark.parametrize("arguments", [[], ["coment"], ["comment", "--cheese"], ["suggestions"]])
def test_a_wrong_command_is_named(arguments: list[str]) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (1, "")
    assert err.endswith("--help shows how it is written.\n")
