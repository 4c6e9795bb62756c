"""Folders as values: what tests compare before and after a build."""

from __future__ import annotations

import shutil
from pathlib import Path

from plugins.engine.project import ROOT

PAGE = "---\ntitle: {title}\nsummary: A page.\n---\n{body}\n"


def tree(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file by its name; empty folders end with a slash."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                found[f"{name}/"] = b""
        else:
            found[name] = path.read_bytes()
    return found


def marks(folder: Path) -> dict[str, tuple[int, int]]:
    """Return inode and time of each file: equal marks mean that it was not written."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def write(file: Path, text: str | bytes) -> None:
    """Write a file and the folders that it needs."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)


def page(content: Path, name: str, title: str = "A page", body: str = "Text.") -> Path:
    """Write a page."""
    file = content / f"pages/{name}.md"
    write(file, PAGE.format(title=title, body=body))
    return file


def theme_copy(folder: Path) -> Path:
    """Return a copy of the theme that a test may change."""
    return Path(shutil.copytree(ROOT / "theme", folder / "theme"))
