"""The package of the function: the modules that its way in needs, and the site's two files for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from modulefinder import ModuleFinder
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

ROOT = Path(__file__).parents[1]
ENTRY = "deploy.entry"
FILES = ("f/forms.json", "f/pages.json")
FOLDER = "site"
"""Where the site's files are in the package; the template tells the function."""

MOST = 200_000
"""Bytes that a package may have: what is larger holds something that is not needed, and starts slowly."""


class Package(NamedTuple):
    """A zip, and whose site it answers for."""

    content: bytes
    names: tuple[str, ...]
    base_url: str


def package(site: Path, root: Path = ROOT) -> Package:
    """Make the package for the built site in `site`. The same files give the same bytes.

    Raises ValueError with a message for people: the site is not built, or something does not belong in there.
    """
    files = dict([*_modules(root), *_site(site)])
    base_url = str(json.loads(files[f"{FOLDER}/f/forms.json"])["site"]["base_url"])
    if not base_url.startswith("https://"):
        raise ValueError(
            f"{site} was built for {base_url}: build it with --site-url, or links in mails lead nowhere."
        )
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(files.items()):
            entry = ZipInfo(name)  # of 1 January 1980, whenever it is made
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o100644 << 16
            archive.writestr(entry, content)
    content = written.getvalue()
    if len(content) > MOST:
        raise ValueError(f"The package has {len(content):,} bytes; it may have {MOST:,}.")
    return Package(content, tuple(sorted(files)), base_url)


def _modules(root: Path) -> Iterator[tuple[str, bytes]]:
    """Read the modules of ours that the way in imports, wherever in a module the import is."""
    found = ModuleFinder([str(root)])  # it sees our folder alone: Lambda has the standard library and the SDK
    found.import_hook(ENTRY)
    files = (getattr(module, "__file__", None) for module in found.modules.values())
    for file in map(Path, filter(None, files)):
        name = file.relative_to(root).as_posix()
        if file.suffix != ".py":
            raise ValueError(f"{name} is compiled: the package is for any processor and any Python.")
        yield name, file.read_bytes()


def _site(site: Path) -> Iterator[tuple[str, bytes]]:
    for name in FILES:
        try:
            yield f"{FOLDER}/{name}", (site / name).read_bytes()
        except OSError:
            raise ValueError(f"{site / name} is not there: build the site first.") from None
