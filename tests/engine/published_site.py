"""A published site whose content tests change, and what the builds that come after say."""

from __future__ import annotations

import json
import shutil
import textwrap
from pathlib import Path
from typing import Any

from plugins.engine.result import BuildResult
from tests.conftest import Build
from tests.test_sites import valid

from .trees import write

SITE_URL = "https://www.example.org"
LATER = "2026-11-23T10:00"
EVENT = """\
---
title: {title}
summary: Come and see.
start: {start}
format: online
date: 2026-11-01
{more}---
Bring a friend.
"""

Found = tuple[str, str, str]


class Published:
    """A published site, its content, and the builds that come after."""

    def __init__(self, build: Build, folder: Path) -> None:
        self.build = build
        self.folder = folder
        self.content = valid("empty", folder / "content")
        self.state = folder / "published.json"
        self.site = folder / "site"

    def publish(self, now: str = "2026-11-22T10:00") -> BuildResult:
        """Build for the public with the last state, and keep the new one if the build is good."""
        published = self.state if self.state.exists() else None
        result: BuildResult = self.build(
            self.content, publish=True, site_url=SITE_URL, now=now, published=published
        )
        if not result.exit_code:
            shutil.copy(self.site / "published.json", self.state)
        return result

    def good(self, now: str = "2026-11-22T10:00") -> None:
        result = self.publish(now)
        assert (
            result.exit_code,
            [
                p
                for p in result.problems
                if p.code not in ("event-gone", "event-gone-early", "event-note-missing")
            ],
        ) == (0, []), result.report()

    def event(
        self, name: str = "open-day", title: str = "Open day", start: str = "2026-12-03", more: str = ""
    ) -> Path:
        file = self.content / f"events/{name}.md"
        write(file, EVENT.format(title=title, start=start, more=more))
        return file

    def edit(self, name: str, old: str, new: str) -> None:
        file = self.content / name
        text = file.read_text("utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), "utf-8", newline="\n")

    def add_redirect(self, lines: str) -> None:
        """Paste lines of a fix into redirects.yaml, under `redirects:`."""
        file = self.content / "redirects.yaml"
        before = file.read_text("utf-8") if file.exists() else "redirects:\n"
        file.write_text(before + textwrap.indent(lines, "  "), "utf-8", newline="\n")

    def add_lines(self, name: str, lines: str) -> None:
        """Paste lines of a fix into the settings of an item."""
        file = self.content / name
        start, settings, body = file.read_text("utf-8").split("---\n", 2)
        file.write_text(f"{start}---\n{settings}{lines}---\n{body}", "utf-8", newline="\n")

    def items(self) -> dict[str, str]:
        """Return what the feed of everything holds, the newest first: the end of each id, and the title."""
        return {item["id"].split(":", 2)[2]: item["title"] for item in self.feed()["items"]}

    def dates(self) -> dict[str, str]:
        """Return when each item of that feed was announced."""
        return {item["id"].split(":", 2)[2]: item["date_published"] for item in self.feed()["items"]}

    def feed(self) -> dict[str, Any]:
        feed: dict[str, Any] = json.loads((self.site / "feeds/all.json").read_text("utf-8"))
        return feed

    def records(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.state.read_text("utf-8"))
        return found


def found(result: BuildResult, severity: str = "problem") -> list[Found]:
    """Return code, place and message of each problem of that severity."""
    return [(p.code, p.path.rpartition("/")[2], p.message) for p in result.problems if p.severity == severity]


def lines_of(fix: str) -> str:
    """Return the lines of a fix that are to be pasted, as they stand in a file."""
    _, newline, lines = fix.partition("\n")
    assert newline, f"nothing to paste: {fix}"
    return textwrap.dedent(lines).rstrip() + "\n"
