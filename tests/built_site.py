"""The real site, built once for a whole test run, and read with an independent parser."""

from __future__ import annotations

import functools
import shutil
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import html5lib

from plugins.engine.build import build_site
from plugins.engine.result import BuildOptions

NOW = "2026-11-22T10:00"
"""The time that tests take as now: the examples hold past and coming events around it."""


@dataclass(frozen=True)
class Page:
    """A page of the output: its file name, its text and its tree (html5lib, no namespaces)."""

    name: str
    text: str
    tree: ElementTree.Element
    errors: list[str]

    @property
    def address(self) -> str:
        """The address that the file is served at."""
        return "/" + self.name.removesuffix("index.html")

    def all(self, tag: str) -> list[ElementTree.Element]:
        """Every element of that tag."""
        return list(self.tree.iter(tag))


def build(content: Path | None = None, **options: object) -> Path:
    """Build into a new folder and return it; it is deleted when the test run ends."""
    folder = Path(tempfile.mkdtemp(prefix="site-"))
    output = folder / "output"
    # What an editor adds later may not be right yet at that time, such as the day of a permission: then it is today.
    for now in (NOW, None):
        result = build_site(BuildOptions(content=content, output=output, now=now, full=True, **options))  # type: ignore[arg-type]
        if result.exit_code != 1:
            break
    assert result.exit_code == 0, result.report()
    _folders.append(folder)
    return output


_folders: list[Path] = []


def delete_built() -> None:
    """Delete every folder that `build` made."""
    while _folders:
        shutil.rmtree(_folders.pop(), ignore_errors=True)


@functools.cache
def real_site() -> Path:
    """The site of the project's own content, as a preview."""
    return build()


@functools.cache
def pages_of(output: Path) -> list[Page]:
    """Every page of an output folder, in the order of their names."""
    return [_read(output, path) for path in sorted(output.rglob("*.html"))]


def _read(output: Path, path: Path) -> Page:
    text = path.read_text("utf-8")
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    with warnings.catch_warnings():
        # html5lib complains of its own use of a deprecated feature.
        warnings.simplefilter("ignore")
        tree = parser.parse(text)
    errors = [f"line {position[0]}: {code}" for position, code, _ in parser.errors]
    return Page(path.relative_to(output).as_posix(), text, tree, errors)


def words_of(element: ElementTree.Element) -> str:
    """The text of an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())
