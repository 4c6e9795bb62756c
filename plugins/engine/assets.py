"""Files that are published as they are: the stylesheet, icons and documents."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ThemeFiles:
    """The theme's own files: output name -> bytes, and the addresses that pages name."""

    files: dict[str, bytes]
    stylesheet: str
    icon: str
    feed_style: str = ""
    feed_icon: str = ""


def theme_files(theme: Path) -> ThemeFiles:
    """Join the stylesheets in the order of their names and give each file a name with its hash in it."""
    static = theme / "static"
    sheets = sorted((static / "css").glob("*.css"))
    css = "\n".join(_without_comments(sheet.read_text("utf-8")) for sheet in sheets).encode()
    files = {f"theme/site.{_hash(css)}.css": css}
    stylesheet = "/" + next(iter(files))
    feed_style = ""
    for path in sorted(static.glob("feed.css")):
        data = _without_comments(path.read_text("utf-8")).encode()
        name = f"theme/feed.{_hash(data)}.css"
        files[name] = data
        feed_style = f"/{name}"
    icon = feed_icon = ""
    for path in sorted((static / "icons").glob("*")):
        if path.is_file() and not path.name.startswith("."):
            data = path.read_bytes()
            name = f"theme/{path.stem}.{_hash(data)}{path.suffix}"
            files[name] = data
            if path.stem == "icon":
                icon = f"/{name}"
            elif path.stem == "feed":
                feed_icon = f"/{name}"
    return ThemeFiles(files, stylesheet, icon, feed_style, feed_icon)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:10]


def _without_comments(css: str) -> str:
    """Take out comments and indents; strings in our stylesheets hold neither."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return "\n".join(line.strip() for line in css.splitlines() if line.strip())


def documents(assets: dict[str, Path]) -> Iterator[tuple[str, Path]]:
    """Yield output name and source of each document. Pictures are never published as they are."""
    yield from sorted((name, path) for name, path in assets.items() if name.startswith("files/"))
