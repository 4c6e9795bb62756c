"""An incremental build gives the bytes of a clean one, whatever was edited before it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.engine import state
from tests.conftest import Build

from .trees import marks, page, theme_copy, tree, write

TIMES = ("2026-11-22T10:00", "2026-12-03T00:00", "2026-12-04T00:00", "2027-06-01T12:00")


class Editor:
    """Makes random edits to a small site and its theme, the same ones for the same seed."""

    def __init__(self, content: Path, theme: Path, seed: int) -> None:
        self.content = content
        self.theme = theme
        self.chance = random.Random(seed)
        self.number = 0
        self.options: dict[str, object] = {}

    def edit(self) -> str:
        """Make one edit and return its name."""
        self.number += 1
        edits: list[Callable[[], None]] = [
            self.change_title, self.change_title, self.change_body, self.add_page, self.delete_page,
            self.rename_page, self.add_event, self.change_template, self.change_style, self.change_site,
            self.change_clock, self.change_file, self.add_redirect, self.change_mode, self.change_nothing,
            self.hide_page,
        ]  # fmt: skip
        chosen = self.chance.choice(edits)
        chosen()
        return chosen.__name__

    def extra(self) -> Path | None:
        """One of the pages that nothing links to."""
        pages = sorted(self.content.glob("pages/extra-*.md"))
        return self.chance.choice(pages) if pages else None

    def change_title(self) -> None:
        file = self.chance.choice(sorted(self.content.glob("*/*.md")))
        lines = file.read_text("utf-8-sig").split("\n")
        lines[1] = f"title: A title of edit {self.number}"
        write(file, "\n".join(lines))

    def change_body(self) -> None:
        file = self.chance.choice(sorted(self.content.glob("*/*.md")))
        write(file, file.read_bytes() + f"\nWords of edit {self.number}.\n".encode())

    def add_page(self) -> None:
        page(self.content, f"extra-{self.number}", f"Extra {self.number}", "See [us](contact.md).")

    def delete_page(self) -> None:
        if file := self.extra():
            file.unlink()

    def rename_page(self) -> None:
        if file := self.extra():
            file.rename(file.with_name(f"extra-{self.number}.md"))

    def hide_page(self) -> None:
        if (file := self.extra()) and "status:" not in file.read_text("utf-8"):
            write(file, file.read_text("utf-8").replace("summary:", "status: draft\nsummary:", 1))

    def add_event(self) -> None:
        day = self.chance.randint(1, 28)
        write(
            self.content / f"events/extra-{self.number}.md",
            f"---\ntitle: Event {self.number}\nsummary: Come.\nstart: 2026-12-{day:02}\nformat: online\n"
            f"topics: [learning]\nseries: open-space\n---\nText.\n",
        )

    def change_template(self) -> None:
        file = self.chance.choice(sorted(self.theme.glob("templates/*.html")))
        write(file, file.read_text("utf-8").replace("<h1", f'<h1 data-edit="{self.number}"', 1))

    def change_style(self) -> None:
        file = self.chance.choice(sorted(self.theme.glob("static/css/*.css")))
        write(file, file.read_text("utf-8") + f"\n.edit-{self.number} {{ color: inherit; }}\n")

    def change_site(self) -> None:
        file = self.content / "site.yaml"
        lines = file.read_text("utf-8").split("\n")
        number = self.chance.choice([i for i, line in enumerate(lines) if "summary: " in line])
        lines[number] = lines[number].split("summary: ")[0] + f"summary: Words of edit {self.number}."
        write(file, "\n".join(lines))

    def change_clock(self) -> None:
        self.options["now"] = self.chance.choice(TIMES)

    def change_file(self) -> None:
        write(self.content / f"files/{self.chance.choice('ab')}.txt", f"File of edit {self.number}.\n")

    def add_redirect(self) -> None:
        write(
            self.content / "redirects.yaml",
            f"redirects:\n  - from: /old-{self.number}/\n    to: /contact/\n",
        )

    def change_mode(self) -> None:
        publish = not self.options.get("publish")
        self.options |= {"publish": publish, "site_url": "https://www.example.org" if publish else None}

    def change_nothing(self) -> None:
        """Sometimes nothing happens between two builds."""


def check_edits(edits: int, seed: int, build: Build, content: Path, tmp_path: Path) -> None:
    editor = Editor(content, theme_copy(tmp_path), seed)
    output = tmp_path / "site"
    done: list[str] = []
    for turn in range(edits):
        if turn:
            done.append(editor.edit())
        if editor.chance.random() < 0.3:
            state._living.clear()  # as a new process: what is remembered comes from the disk
        before, kept = (tree(output), marks(output)) if turn else ({}, {})
        result = build(content, theme=editor.theme, **editor.options)
        assert not result.exit_code, (seed, done, result.report())

        shutil.rmtree(tmp_path / "clean", ignore_errors=True)
        shutil.copytree(content, tmp_path / "clean/content")
        state._living.clear()
        build(
            tmp_path / "clean/content", output=tmp_path / "clean/site", cache=tmp_path / "clean/cache",
            theme=editor.theme, **editor.options,
        )  # fmt: skip
        after, left = tree(output), marks(output)
        assert after == tree(tmp_path / "clean/site"), (seed, done)
        same = {name for name in after if before.get(name) == after[name]}
        assert all(left[name] == kept[name] for name in same), (seed, done)
        assert result.written == len(after.keys() - same - {".manifest.json"}), (seed, done)
        assert result.removed == len(before.keys() - after.keys()), (seed, done)


def test_incremental_is_clean(build: Build, content: Path, tmp_path: Path) -> None:
    check_edits(9, 20261122, build, content, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_incremental_is_clean_after_many_edits(
    seed: int, build: Build, content: Path, tmp_path: Path
) -> None:
    check_edits(60, seed, build, content, tmp_path)


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(b"not a pickle"),
        lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
        lambda file: file.write_bytes(file.read_bytes().replace(b"Contact us", b"CONTACT US")[:-1]),
        lambda file: file.write_bytes(b"cno.such.module\nThing\n."),
        lambda file: file.unlink(),
    ],
    ids=["empty", "garbage", "half", "no-end", "unknown-class", "gone"],
)
def test_a_damaged_cache_is_as_good_as_none(
    damage: Callable[[Path], None], build: Build, pages_only: Path, tmp_path: Path
) -> None:
    build(pages_only)
    state._living.clear()
    page(pages_only, "contact", "Contact us all")
    [file] = (tmp_path / "cache").glob("*.state")
    damage(file)

    assert build(pages_only).exit_code == 0

    site = tree(tmp_path / "site")
    build(pages_only, output=tmp_path / "clean", cache=tmp_path / "other", full=True)
    assert site == tree(tmp_path / "clean")


def test_a_cache_of_other_code_is_not_used(
    build: Build, pages_only: Path, monkeypatch: pytest.MonkeyPatch, renders: list[str]
) -> None:
    build(pages_only)
    renders.clear()
    build(pages_only)
    assert renders == []

    state._living.clear()
    monkeypatch.setattr("plugins.engine.state.code_version", lambda: "other")
    monkeypatch.setattr("plugins.engine.generator.code_version", lambda: "other")
    build(pages_only)
    assert "contact/index.html" in {name.lstrip("/") + "index.html" for name in renders}


def test_full_uses_no_cache(build: Build, pages_only: Path, renders: list[str], tmp_path: Path) -> None:
    pages = build(pages_only).pages
    before = marks(tmp_path / "site")
    renders.clear()

    result = build(pages_only, full=True)

    assert len(set(renders) - {"/f/"}) == pages
    assert (result.written, result.removed) == (0, 0)
    assert marks(tmp_path / "site") == before


def test_a_living_builder_is_as_good_as_a_fresh_one(build: Build, content: Path, tmp_path: Path) -> None:
    build(content)
    file = page(content, "contact", "Contact: us")
    assert build(content).exit_code == 1
    page(content, "contact", "Get in touch")
    assert build(content).exit_code == 0
    file.unlink()
    assert build(content).exit_code == 0
    page(content, "contact", "Back again", "## Head\n\nSee [this](#head).")
    assert build(content).exit_code == 0

    state._living.clear()
    build(content, output=tmp_path / "fresh", cache=tmp_path / "other")
    assert tree(tmp_path / "site") == tree(tmp_path / "fresh")


def test_a_failed_build_leaves_the_last_good_site(build: Build, content: Path, tmp_path: Path) -> None:
    build(content)
    before = tree(tmp_path / "site"), marks(tmp_path / "site")
    page(content, "contact", "Get in touch")
    page(content, "broken", "Broken: page")

    assert build(content).exit_code == 1

    assert (tree(tmp_path / "site"), marks(tmp_path / "site")) == before
    assert not (tmp_path / ".site.staging").exists()
