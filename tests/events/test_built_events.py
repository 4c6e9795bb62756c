"""Events in whole small sites: what is private is in no file, and a warning stops no build."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.engine.checking import check_content
from tests.builders import SITE
from tests.conftest import NOW, Build

SITE_URL = "https://www.example.org"
TOKEN = "zq7secretroom"
PUBLIC = "zq7publicroom"

ONLINE = """\
online:
  link: https://meet.example.org/{token}?pwd={token}
  public: {public}
  joining: We send the link.
"""
TIMES = "start: 2026-12-03 10:00\nend: 2026-12-03 12:00\n"
PRIVATE = {
    "confirmed": f"{TIMES}format: online\ndate: 2026-11-01\ntopics: facilitation\nseries: peer-learning\n",
    "cancelled": f"{TIMES}format: online\nevent_status: cancelled\n",
    "postponed": f"{TIMES}format: online\nevent_status: postponed\n",
    "moved": f"{TIMES}format: online\nprevious_start: 2026-11-26\n",
    "moved-online": f"{TIMES}format: online\nprevious_format: in-person\n",
    "hybrid": f"{TIMES}format: hybrid\nvenue:\n  name: Hall\n",
    "all-day": "start: 2026-12-03\nformat: online\n",
    "long-over": "start: 2026-01-03\nformat: online\n",
    "sample": f"{TIMES}format: online\nsample: true\n",
}


def write(content: Path, token: str = TOKEN) -> Path:
    """Write a site whose events have each a private link, and one a public link."""
    (content / "events").mkdir(parents=True, exist_ok=True)
    (content / "site.yaml").write_text(SITE[: SITE.index("placeholders:")], "utf-8")
    for name, text in PRIVATE.items():
        online = ONLINE.format(token=token, public="false")
        save(content, name, f"title: The {name} event\nsummary: S\n{text}{online}")
    online = ONLINE.format(token=PUBLIC, public="true")
    save(content, "public", f"title: Public\nsummary: S\nformat: online\n{TIMES}{online}")
    return content


def save(content: Path, name: str, settings: str, body: str = "We meet.\n") -> None:
    (content / f"events/{name}.md").write_text(f"---\n{settings}---\n{body}", "utf-8")


def files(output: Path) -> dict[str, bytes]:
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }


def holding(output: dict[str, bytes], token: str) -> list[str]:
    return [name for name, data in output.items() if token.encode() in data.lower() or token in name.lower()]


@pytest.mark.parametrize("publish", [False, True], ids=["preview", "publish"])
def test_a_private_joining_link_is_in_no_output(publish: bool, build: Build, tmp_path: Path) -> None:
    options = {"publish": True, "site_url": SITE_URL} if publish else {}
    result = build(write(tmp_path / "content"), full=True, **options)
    assert result.exit_code == 0, result.report()
    output = files(tmp_path / "site")
    assert holding(output, TOKEN) == []
    # The search does find a link that is public, where it is expected.
    assert {"events/public/index.html", "events/public.ics", "calendar/events.ics"} <= set(
        holding(output, PUBLIC)
    )
    assert ("published.json" in output) is publish


def test_another_private_link_changes_no_byte(build: Build, tmp_path: Path) -> None:
    """Nor a hash of it: what is published tells nobody that it changed."""
    outputs = []
    for token in (TOKEN, "another-room"):
        content = write(tmp_path / "content", token)
        result = build(content, publish=True, site_url=SITE_URL, full=True)
        assert result.exit_code == 0, result.report()
        outputs.append(files(tmp_path / "site"))
    assert outputs[0] == outputs[1]


def test_a_published_event_that_vanishes_takes_its_private_link_along(build: Build, tmp_path: Path) -> None:
    content = write(tmp_path / "content")
    assert build(content, publish=True, site_url=SITE_URL).exit_code == 0
    state = tmp_path / "before.json"
    state.write_bytes((tmp_path / "site/published.json").read_bytes())
    (content / "events/confirmed.md").unlink()
    (content / "redirects.yaml").write_text(
        "redirects:\n  - {from: /events/confirmed/, to: /events/}\n", "utf-8"
    )
    result = build(content, publish=True, site_url=SITE_URL, published=state)
    assert result.exit_code == 0, result.report()
    assert holding(files(tmp_path / "site"), TOKEN) == []


WRONG = "title: A workshop on Friday\nsummary: S\nformat: online\nstart: 2026-12-03\nstatus: draft\n"


def test_a_wrong_weekday_is_shown_by_check_and_build_and_stops_neither(build: Build, tmp_path: Path) -> None:
    content = write(tmp_path / "content")
    save(content, "a-draft", WRONG, "Text.\n\nOn Monday 30 November, or on Friday 3 December.\n")
    checked = check_content(content, NOW)
    built = build(content)
    for result in (checked, built):
        assert result.exit_code == 0, result.report()
        found = [problem for problem in result.problems if problem.path.endswith("a-draft.md")]
        assert [(problem.line, problem.column, problem.code) for problem in found] == [
            (2, 8, "weekday-contradiction"),
            (10, 30, "weekday-contradiction"),
        ]
        assert "Check this: " in result.report()
        assert "3 December 2026 is a Thursday, but the text says Friday." in result.report()
    assert (tmp_path / "site/events/a-draft/index.html").exists()


def test_a_paper_is_published_and_a_missing_one_is_told(build: Build, tmp_path: Path) -> None:
    content = write(tmp_path / "content")
    (content / "files").mkdir()
    (content / "files/agenda.pdf").write_bytes(b"%PDF-1.4\n")
    papers = f"title: A\nsummary: S\nformat: online\n{TIMES}papers:\n  - text: The agenda\n    file: {{}}\n"
    save(content, "papers", papers.format("agenda.pdf"))
    assert build(content).exit_code == 0
    page = (tmp_path / "site/events/papers/index.html").read_text("utf-8")
    assert 'href="/files/agenda.pdf"' in page
    assert "The agenda" in page
    save(content, "papers", papers.format("agenda.pfd"))
    [problem] = [found for found in build(content).problems if found.severity == "problem"]
    assert (problem.line, problem.code, problem.fix) == (9, "file-nowhere", "write agenda.pdf")


def test_the_projects_own_events_have_no_wrong_weekday() -> None:
    result = check_content(Path(__file__).parents[2] / "content", NOW)
    assert [problem for problem in result.problems if problem.code == "weekday-contradiction"] == []
