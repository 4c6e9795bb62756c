"""What is remembered of pictures."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plugins.pictures.cache import PictureCache

DAY = 24 * 60 * 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache/images"


def test_what_was_put_is_there_for_the_next_build(folder: Path) -> None:
    PictureCache(folder).put("a-640.avif", b"picture")
    assert PictureCache(folder).get("a-640.avif") == b"picture"
    assert PictureCache(folder).get("b-640.avif") is None


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 40])
def test_a_damaged_entry_is_none(folder: Path, damage: bytes) -> None:
    cache = PictureCache(folder)
    cache.put("a", b"picture")
    (folder / "a").write_bytes(damage)
    assert cache.get("a") is None
    cache.put("a", b"picture")
    whole = (folder / "a").read_bytes()
    (folder / "a").write_bytes(whole[:-1])
    assert cache.get("a") is None


def test_a_full_build_takes_nothing_and_leaves_what_it_made(folder: Path) -> None:
    PictureCache(folder).put("a", b"old")
    cache = PictureCache(folder, fresh=True)
    assert cache.get("a") is None
    cache.put("a", b"new")
    assert PictureCache(folder).get("a") == b"new"


def test_what_nobody_used_for_a_month_goes(folder: Path) -> None:
    cache = PictureCache(folder)
    for key, days in (("old", 31), ("kept", 31), ("read", 31), ("young", 29)):
        cache.put(key, b"picture")
        long_ago = (folder / key).stat().st_mtime - days * DAY
        os.utime(folder / key, (long_ago, long_ago))
    cache.keep("kept")
    cache.keep("missing")
    assert cache.get("read") == b"picture"
    cache.prune()
    assert sorted(path.name for path in folder.iterdir()) == [".now", "kept", "read", "young"]


def test_a_folder_that_cannot_be_written_remembers_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = PictureCache(tmp_path / "file/images")
    cache.put("a", b"picture")
    assert cache.get("a") is None
    cache.keep("a")
    cache.prune()
    PictureCache(Path(os.devnull)).put("a", b"picture")
