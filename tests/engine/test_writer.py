"""The one writer: what it refuses, what it writes, what it takes away."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from plugins.engine.state import BuildState
from plugins.engine.writer import MANIFEST, OutputClash, SiteWriter, staging_folder
from tests.conftest import Build

from .trees import marks, page, tree, write


class Site:
    """An output folder, written to by one build after the other."""

    def __init__(self, folder: Path) -> None:
        self.output = folder / "site"
        self.state = BuildState("code")

    def writer(self) -> SiteWriter:
        return SiteWriter(str(self.output), {"BUILD": SimpleNamespace(state=self.state)})

    def make(self, files: dict[str, str]) -> tuple[int, int]:
        writer = self.writer()
        for name, text in files.items():
            writer.write_bytes(name, text.encode(), "a test")
        return writer.commit()

    @property
    def files(self) -> dict[str, bytes]:
        return {name: data for name, data in tree(self.output).items() if name != MANIFEST}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_two_sources_of_one_file_are_refused(site: Site) -> None:
    writer = site.writer()
    writer.write_bytes("a/index.html", b"1", "the page a")

    with pytest.raises(OutputClash, match=r"^a/index\.html is written by the page a and by the list /a/$"):
        writer.write_bytes("a/index.html", b"1", "the list /a/")


def test_two_sources_of_one_file_are_refused_where_one_is_kept(site: Site) -> None:
    writer = site.writer()
    writer.write_bytes("a.html", b"1", "the page a", "print")
    writer.commit()

    writer = site.writer()
    assert writer.keep("a.html", "print", "the page a")
    with pytest.raises(OutputClash):
        writer.write_bytes("a.html", b"2", "the page b")


@pytest.mark.parametrize("name", ["/etc/a", "../a", "a/../../b", ".htaccess", "a\\b"])
def test_nothing_is_written_outside_or_hidden(site: Site, name: str) -> None:
    with pytest.raises(ValueError, match="the page a would write outside the output folder"):
        site.writer().write_bytes(name, b"1", "the page a")


def test_pelicans_own_ways_to_write_are_closed(site: Site) -> None:
    writer = site.writer()
    with pytest.raises(RuntimeError, match=r"a\.html: a plugin writes past the one writer"):
        writer.write_file("a.html", None, {})
    with pytest.raises(RuntimeError, match=r"a\.xml: a plugin writes past the one writer"):
        writer.write_feed([], {}, "a.xml")


def test_only_what_differs_is_written(site: Site) -> None:
    assert site.make({"a.html": "one", "b/index.html": "two", "c.txt": "three"}) == (3, 0)
    before = marks(site.output)

    assert site.make({"a.html": "one", "b/index.html": "TWO", "c.txt": "three"}) == (1, 0)

    after = marks(site.output)
    assert {name for name in after if before[name] != after[name]} == {"b/index.html", MANIFEST}
    assert site.files == {"a.html": b"one", "b/index.html": b"TWO", "c.txt": b"three"}


def test_nothing_at_all_is_written_where_nothing_differs(site: Site) -> None:
    site.make({"a.html": "one"})
    before = marks(site.output)

    assert site.make({"a.html": "one"}) == (0, 0)
    assert marks(site.output) == before


def test_a_file_that_somebody_changed_is_mended(site: Site) -> None:
    site.make({"a.html": "one", "b.html": "two"})
    write(site.output / "a.html", "ONE")
    (site.output / "b.html").unlink()

    assert site.make({"a.html": "one", "b.html": "two"}) == (2, 0)
    assert site.files == {"a.html": b"one", "b.html": b"two"}


def test_what_nobody_made_goes_and_so_do_empty_folders(site: Site) -> None:
    site.make({"a.html": "one", "deep/er/b.html": "two", "deep/c.html": "three"})
    write(site.output / "stray.txt", "stray")
    (site.output / "empty/folder").mkdir(parents=True)
    (site.output / "link").symlink_to(site.output / "a.html")

    assert site.make({"a.html": "one", "deep/c.html": "three"}) == (0, 3)
    assert site.files == {"a.html": b"one", "deep/c.html": b"three"}


def test_a_link_in_the_output_never_leads_the_writer_outside(site: Site, tmp_path: Path) -> None:
    site.make({"a/index.html": "one"})
    outside = tmp_path / "outside"
    write(outside / "index.html", "theirs")
    (site.output / "a/index.html").unlink()
    (site.output / "a").rmdir()
    (site.output / "a").symlink_to(outside)

    site.make({"a/index.html": "one"})

    assert site.files == {"a/index.html": b"one"}
    assert tree(outside) == {"index.html": b"theirs"}


def test_a_file_becomes_a_folder_and_a_folder_a_file(site: Site) -> None:
    site.make({"a": "file", "b/c/d.txt": "deep", "b/e.txt": "beside"})

    site.make({"a/b/c.txt": "deep", "b": "file"})
    assert site.files == {"a/b/c.txt": b"deep", "b": b"file"}

    site.make({"a": "file", "b/c/d.txt": "deep"})
    assert site.files == {"a": b"file", "b/c/d.txt": b"deep"}


def test_an_abandoned_build_changes_nothing(site: Site) -> None:
    site.make({"a.html": "one"})
    before = tree(site.output), marks(site.output)

    writer = site.writer()
    writer.write_bytes("b.html", b"two", "a test")
    writer.abandon()

    assert (tree(site.output), marks(site.output)) == before
    assert not staging_folder(site.output).exists()


def test_what_an_abandoned_build_would_leave_empty_stays(site: Site) -> None:
    writer = site.writer()
    writer.write_bytes("b.html", b"two", "a test")
    writer.abandon()
    assert not site.output.exists()


def test_what_is_staged_without_a_journal_is_thrown_away(site: Site) -> None:
    site.make({"a.html": "one"})
    write(staging_folder(site.output) / "a.html", "half")
    write(staging_folder(site.output) / ".journal.json.new", '{"move": ["a.ht')

    site.writer().abandon()

    assert site.files == {"a.html": b"one"}
    assert not staging_folder(site.output).exists()


def test_a_journal_is_played_to_its_end(site: Site) -> None:
    site.make({"a.html": "one", "b.html": "two", "c.html": "three"})
    staging = staging_folder(site.output)
    write(staging / "a.html", "ONE")
    write(staging / ".journal.json", json.dumps({"move": ["a.html", "moved.html"], "remove": ["b.html"]}))
    write(site.output / "moved.html", "moved before the end")

    site.writer().abandon()

    assert site.files == {"a.html": b"ONE", "c.html": b"three", "moved.html": b"moved before the end"}
    assert not staging.exists()


def test_pages_are_moved_after_what_they_use_and_the_manifest_last(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[str] = []
    replace = os.replace

    def noted(source: str | Path, target: str | Path) -> None:
        moved.append(Path(target).name)
        replace(source, target)

    monkeypatch.setattr(os, "replace", noted)
    site.make({"a.html": "page", "z.css": "style", "b.png": "image"})

    assert moved[moved.index("b.png") :] == ["b.png", "z.css", "a.html", MANIFEST]


def test_the_manifest_names_every_file_with_its_hash(site: Site) -> None:
    site.make({"b.html": "", "a.html": "one"})
    manifest = json.loads((site.output / MANIFEST).read_text())
    assert list(manifest["files"]) == ["a.html", "b.html"]
    assert manifest["files"]["b.html"].startswith("e3b0c44298fc1c14")


# The output folder of a whole build


def test_a_folder_with_files_of_others_is_refused(build: Build, pages_only: Path, tmp_path: Path) -> None:
    write(tmp_path / "site/thesis.txt", "ten years of work")

    result = build(pages_only)

    assert result.exit_code == 1
    assert tree(tmp_path / "site") == {"thesis.txt": b"ten years of work"}
    assert result.report() == (
        "Problem: --output\n\n"
        f"  The output folder {tmp_path / 'site'} holds files that this project did not make.\n\n"
        "  To fix it: name a new or empty folder, or delete what is in it.   (option)\n\n"
        "1 problem in 1 file. Nothing was written."
    )


def test_an_empty_folder_is_taken(build: Build, pages_only: Path, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    assert build(pages_only).exit_code == 0


def test_a_file_as_output_folder_is_refused(build: Build, pages_only: Path, tmp_path: Path) -> None:
    write(tmp_path / "site", "theirs")

    result = build(pages_only)

    assert result.exit_code == 1
    assert f"The output {tmp_path / 'site'} is a file, not a folder." in result.report()
    assert (tmp_path / "site").read_text() == "theirs"


@pytest.mark.parametrize("where", ["content/site", "content", "."])
def test_output_and_content_inside_each_other_are_refused(
    where: str, build: Build, pages_only: Path, tmp_path: Path
) -> None:
    before = tree(pages_only)

    result = build(pages_only, output=tmp_path / where)

    assert result.exit_code == 1
    assert f"The output folder {tmp_path / where} and content are inside each other." in result.report()
    # Who follows this advice would delete the content.
    assert "delete what is in it" not in result.report()
    assert tree(pages_only) == before


def test_pages_that_are_gone_leave_nothing(build: Build, pages_only: Path, tmp_path: Path) -> None:
    build(pages_only)
    file = page(pages_only, "gone")
    assert build(pages_only).removed == 0
    assert (tmp_path / "site/gone/index.html").exists()
    file.unlink()

    result = build(pages_only)

    assert result.removed == 1
    assert not (tmp_path / "site/gone").exists()


def test_a_file_of_content_becomes_a_folder(build: Build, pages_only: Path, tmp_path: Path) -> None:
    write(pages_only / "files/report", "a file")
    build(pages_only)
    (pages_only / "files/report").unlink()
    write(pages_only / "files/report/2026.txt", "inside")

    assert build(pages_only).exit_code == 0

    assert (tmp_path / "site/files/report/2026.txt").read_text() == "inside"
