"""What one build remembers for the next: read documents, and what each output file was made from.

A build without it gives the same bytes, only later. It is one file per output folder in the
cache folder, and it is dropped whole when the code that made it differs.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from dataclasses import dataclass, field
from pathlib import Path

from plugins.core.body import Body
from plugins.core.documents import Document
from plugins.pictures.facts import PictureFacts

from .project import code_version


@dataclass(frozen=True, slots=True)
class OutputRecord:
    """An output file as it was left: what it was made from, its hash, and its size and mtime on disk."""

    fingerprint: str
    digest: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class PictureRecord:
    """A file of content/images or content/files as it was looked at: its marks on disk, its hash, and what it is."""

    mark: tuple[int, ...]
    digest: str
    facts: PictureFacts | None


@dataclass(slots=True)
class BuildState:
    """`documents`: path -> (hash of the file, document, body). `outputs`: name -> record.

    `settings`: `site.yaml` and `redirects.yaml` -> (hash of the file, document).
    `vevents`: UID -> (what it was made from, the event as calendars get it).
    `pictures`: name of an image or document -> record.
    """

    code: str
    documents: dict[str, tuple[str, Document, Body]] = field(default_factory=dict)
    settings: dict[str, tuple[str, Document]] = field(default_factory=dict)
    outputs: dict[str, OutputRecord] = field(default_factory=dict)
    vevents: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    pictures: dict[str, PictureRecord] = field(default_factory=dict)


# A living builder keeps its last states here, so that a rebuild reads none from disk.
_living: dict[Path, BuildState] = {}


def load_state(file: Path) -> BuildState:
    """Return the remembered state, or an empty one if there is none that is whole and fits this code."""
    code = code_version()
    if file in _living:
        return _living[file]
    try:
        made_by, digest, kept = file.read_bytes().split(b"\n", 2)
        if made_by.decode() == code and digest.decode() == hashlib.sha256(kept).hexdigest():
            state = pickle.loads(kept)  # noqa: S301 (our own file in our own cache)
            if isinstance(state, BuildState):
                return state
    except Exception:  # noqa: BLE001 (a damaged cache is as good as none, whatever is wrong with it)
        return BuildState(code)
    return BuildState(code)


def save_state(file: Path, state: BuildState) -> None:
    """Keep the state for the next build. Losing it costs time and nothing else."""
    _living[file] = state
    file.parent.mkdir(parents=True, exist_ok=True)
    kept = pickle.dumps(state, protocol=pickle.HIGHEST_PROTOCOL)
    fresh = file.with_suffix(f".{os.getpid()}")
    with fresh.open("wb") as stream:
        stream.writelines((f"{state.code}\n{hashlib.sha256(kept).hexdigest()}\n".encode(), kept))
    fresh.replace(file)
