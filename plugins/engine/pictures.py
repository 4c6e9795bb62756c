"""The pictures of a build: looked at before anything is written, and made into the copies that pages show.

What a file is and how a copy is made is in `plugins/pictures`; here is which files, and when it must be done.
"""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.core.pictures import PublishedPicture
from plugins.core.problems import Problem
from plugins.core.site import Entry, Site
from plugins.pictures.cache import PictureCache
from plugins.pictures.copies import Copies, Copy, copies_of
from plugins.pictures.facts import PictureFacts
from plugins.pictures.kinds import HEAD, kind_of
from plugins.pictures.rules import MOST_BYTES, problems_of_document, problems_of_picture, too_heavy

from .build_run import BuildRun, ContentProblems
from .project import code_version
from .state import BuildState, PictureRecord

if TYPE_CHECKING:
    from .reading import Reading
    from .writer import SiteWriter

IMAGES = "images/"
FILES = "files/"

PHOTOGRAPHS = ("HEIC", "TIFF", "AVIF", "GIF", "JPEG", "PNG", "WebP")
"""What may say where it was taken."""

LARGE = 25_000_000
"""Pixels. Of pictures larger than that, one at a time is decoded: each takes hundreds of megabytes."""


@dataclass(frozen=True, slots=True)
class KnownPicture:
    """A picture that can be shown: its file, what it is, and the copies that there can be of it."""

    path: Path
    digest: str
    facts: PictureFacts
    copies: Copies


def look_at_pictures(
    reading: Reading,
    shown: str,
    state: BuildState,
    cache: PictureCache,
    step: Callable[[str, int, int, str], None] = lambda *_: None,
) -> None:
    """Look at every image, and at the photographs among the documents; note the pictures and the problems.

    A file that is as it was when it was last looked at is not opened. `step` is told of each file.
    """
    looked = _Looking(state, cache)
    for number, (name, path) in enumerate(sorted(reading.assets.items()), 1):
        step("Looking at images", number, len(reading.assets), name.rpartition("/")[2])
        try:
            is_image = name.startswith(IMAGES)
            size, digest, facts = looked.at(name, path, is_image=is_image)
        except OSError as error:
            reading.problems.append(
                Problem(
                    f"{shown}/{name}", 0, 0, "file-unreadable",
                    f"This file cannot be opened: {error.strerror or error}.",
                    "check that it is a plain file and that you may read it.",
                )
            )  # fmt: skip
            continue
        if facts is None:
            if is_image:
                reading.problems.append(too_heavy(f"{shown}/{name}", size))
        elif not is_image:
            reading.problems += problems_of_document(f"{shown}/{name}", facts)
        else:
            reading.problems += problems_of_picture(f"{shown}/{name}", size, facts)
            if facts.is_shown:
                known = KnownPicture(path, digest, facts, copies_of(name, digest, facts))
                reading.pictures[name.removeprefix(IMAGES)] = known
    looked.forget_others(reading.assets)


class _Looking:
    """Looks at files, and remembers what it saw: by the marks of the file, and by the hash of its bytes."""

    def __init__(self, state: BuildState, cache: PictureCache) -> None:
        self.records = state.pictures
        self.cache = cache

    def at(self, name: str, path: Path, *, is_image: bool) -> tuple[int, str, PictureFacts | None]:
        """Return size, hash and facts of a file; no facts of what is too heavy, or no photograph.

        Raises OSError for what is not a plain file that can be read.
        """
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise OSError("it is not a plain file")
        # The time of the last change of any kind too: a copy may keep the time of what it was copied from.
        mark = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        known = self.records.get(name)
        if known is None or known.mark != mark:
            known = PictureRecord(mark, *self._seen(path, found.st_size, is_image=is_image))
            self.records[name] = known
        return found.st_size, known.digest, known.facts

    def _seen(self, path: Path, size: int, *, is_image: bool) -> tuple[str, PictureFacts | None]:
        if is_image and size > MOST_BYTES:
            return "", None
        with path.open("rb") as stream:
            head = stream.read(HEAD)
            if not is_image and kind_of(head) not in PHOTOGRAPHS:
                return "", None
            data = head + stream.read()
        digest = hashlib.sha256(data).hexdigest()
        key = f"{digest[:40]}-{code_version()[:16]}-facts"
        kept = self.cache.get(key)
        facts = PictureFacts.from_json(kept) if kept is not None else None
        if facts is None:
            from plugins.pictures.looking import facts_of

            facts = facts_of(data)
            self.cache.put(key, facts.to_json())
        return digest, facts

    def forget_others(self, assets: Mapping[str, Path]) -> None:
        for name in [name for name in self.records if name not in assets]:
            del self.records[name]


def published_pictures(reading: Reading) -> dict[str, PublishedPicture]:
    """Return the pictures as pages show them, by their name in content/images."""
    return {name: known.copies.picture for name, known in reading.pictures.items()}


def picture_names(entry: Entry[Any], targets: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Yield each picture that an item names, and whether it is shown there or only linked to."""
    if entry.item.image is not None:
        yield entry.item.image.file, True
    for reference, target in zip(entry.body.references, targets, strict=False):
        if target.startswith(f"/{IMAGES}"):
            yield target.removeprefix(f"/{IMAGES}"), reference.image


def unused_images(
    assets: Mapping[str, Path], entries: Iterable[Entry[Any]], targets: Mapping[str, tuple[str, ...]]
) -> list[str]:
    """Return the images that nobody names, not even a draft: `images/old.jpg`. They are not published."""
    named = {
        f"{IMAGES}{name}"
        for entry in entries
        for name, _ in picture_names(entry, targets.get(entry.path, ()))
    }
    return sorted(name for name in assets if name.startswith(IMAGES) and name not in named)


def write_pictures(site: Site, reading: Reading, shown: str, writer: SiteWriter, run: BuildRun) -> None:
    """Give the writer the copies that this site shows or links to.

    Copies that are in the output or in the cache are not made again. Raises ContentProblems for a picture
    that cannot be decoded whole.
    """
    jobs = []
    for name, files in _wanted(site, reading).items():
        known = reading.pictures[name]
        missing = [file for file in files if not writer.keep(file.name, _key(known, file), str(known.path))]
        for file in files:
            if file not in missing:
                run.pictures.keep(_key(known, file))
        left = []
        for file in missing:
            data = run.pictures.get(_key(known, file))
            if data is None:
                left.append(file)
            else:
                writer.write_bytes(file.name, data, str(known.path), _key(known, file))
        if left:
            jobs.append((name, left))
    _make(jobs, reading, shown, writer, run)
    if reading.pictures:
        run.pictures.prune()


def _wanted(site: Site, reading: Reading) -> dict[str, list[Copy]]:
    """Return the copies that the site needs of each picture; two files with the same bytes may share theirs."""
    wanted: dict[str, dict[str, Copy]] = {}
    taken: set[str] = set()
    for _, entry in site.all_entries():
        for name, is_shown in picture_names(entry, site.targets.get(entry.path, ())):
            known = reading.pictures.get(name)
            if known is None:
                continue
            for file in known.copies.shown if is_shown else (known.copies.linked,):
                if file.name not in taken:
                    taken.add(file.name)
                    wanted.setdefault(name, {})[file.name] = file
    return {name: list(files.values()) for name, files in sorted(wanted.items())}


def _key(known: KnownPicture, file: Copy) -> str:
    from plugins.pictures.encoding import encoders

    return f"{known.digest[:40]}-{encoders()}-{file.width}.{file.ending}"


def _make(
    jobs: list[tuple[str, list[Copy]]], reading: Reading, shown: str, writer: SiteWriter, run: BuildRun
) -> None:
    """Make copies, as many pictures at once as there are cores: the encoders let other threads run."""
    if not jobs:
        return
    from concurrent.futures import Future, ThreadPoolExecutor

    from plugins.pictures.looking import quiet

    problems: list[Problem] = []
    pool = ThreadPoolExecutor(max_workers=os.cpu_count() or 1)
    one_at_a_time = threading.Lock()
    try:
        with quiet():
            made: list[Future[dict[str, bytes]]] = [
                pool.submit(_made, reading.pictures[name], files, one_at_a_time) for name, files in jobs
            ]
            for number, ((name, files), future) in enumerate(zip(jobs, made, strict=True), 1):
                run.say(f"Preparing images {number} of {len(jobs)}: {name.rpartition('/')[2]}")
                known = reading.pictures[name]
                try:
                    copies = future.result()
                except Exception:  # noqa: BLE001 (a damaged picture makes the library raise whatever it likes)
                    problems += problems_of_picture(
                        f"{shown}/{IMAGES}{name}", 1, PictureFacts(known.facts.kind, damaged=True)
                    )
                    continue
                for file in files:
                    run.pictures.put(_key(known, file), copies[file.name])
                    writer.write_bytes(file.name, copies[file.name], str(known.path), _key(known, file))
    finally:
        pool.shutdown(cancel_futures=True)
    if problems:
        raise ContentProblems(problems)


def _made(known: KnownPicture, files: list[Copy], one_at_a_time: threading.Lock) -> dict[str, bytes]:
    from plugins.pictures.encoding import make

    data = known.path.read_bytes()
    if hashlib.sha256(data).hexdigest() != known.digest:
        raise OSError("it changed while the site was built")
    if known.facts.width * known.facts.height > LARGE:
        with one_at_a_time:
            return make(data, known.facts, files)
    return make(data, known.facts, files)
