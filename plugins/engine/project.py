"""The project on this machine: its folder, the folder of what it remembers, and which version of the code it is.

Imports nothing but Python's own: a check that finds nothing changed needs this and little else.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The folder of the project."""

CACHE = ROOT / ".cache"
"""What builds and checks remember. Losing it costs time and nothing else."""


def state_file(cache_folder: Path, folder: Path) -> Path:
    """Return where what is remembered of a folder is kept."""
    key = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return cache_folder / f"{folder.name}-{key}.state"


@cache
def code_version() -> str:
    """Return a hash of everything but content and theme that has a say in the output: Python, libraries, our code."""
    digest = hashlib.sha256(sys.version.encode())
    for source in sorted([*_files(ROOT / "plugins"), *map(str, ROOT.glob("*.py"))]):
        digest.update(os.path.relpath(source, ROOT).encode())
        digest.update(Path(source).read_bytes())
    digest.update("\n".join(sorted(_libraries())).encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (os.path.join(place, name) for name in names)


def _libraries() -> Iterator[str]:
    """Yield name and version of every library, as their folders are called: to ask each for its own takes long."""
    for folder in sys.path:
        if os.path.isdir(folder):
            yield from (name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info")))
