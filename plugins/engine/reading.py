"""Reads the content folder: every file becomes a document, an asset, or a problem. None is passed over."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.core.addresses import is_slug
from plugins.core.body import Body, convert
from plugins.core.documents import Document, read_document, read_settings_file
from plugins.core.problems import Problem, cut, listed, nearest
from plugins.core.site import ContentType
from plugins.pictures.kinds import ENDINGS

from .file_names import right_stem
from .project import ROOT
from .state import BuildState

if TYPE_CHECKING:
    from .pictures import KnownPicture

ASSET_FOLDERS = ("images", "files")
ACTIVE = {".htm", ".html", ".js", ".mjs", ".svg", ".xhtml", ".xml", ".xsl"}
"""Endings of files that browsers may run: texts are Markdown, and no editor publishes a script."""
PICTURES = {*ENDINGS, ".heic"}
PROGRAMS = {
    ".doc", ".docx", ".odt", ".pdf", ".ppt", ".pptx", ".rtf", ".pages", ".xls", ".xlsx", ".ods", ".msg", ".eml", ".zip",
    *PICTURES,
}  # fmt: skip
"""Endings of files that are no texts, whatever they are renamed to."""
MADE_BY_SYSTEMS = {"desktop.ini", "thumbs.db", "ehthumbs.db", "icon\r", "__macosx"}
"""What Windows and macOS leave in folders."""
FRONT_PAGE = "home"
GROWN = 5
"""Pages of a site that has begun: somebody has written its front page."""
SITE_FILE = "site.yaml"
REDIRECTS_FILE = "redirects.yaml"

_COPY = re.compile(r"copy-of-(.+)|(.+?)(?:-copy(?:-\d+)?|-kopie|-copia)")
_ADDRESSES = re.compile(r"(?<![\w./])/[\w~-][\w./~-]*/")


@dataclass(slots=True)
class Reading:
    """What the content folder holds.

    `documents`: type name -> (document, body) in the order of file names; `names`: type name -> every
    file's name, read or not; `assets`: `images/x.jpg` -> path on disk; `hashes`: path -> SHA-256;
    `pictures`: name in content/images -> picture that can be shown;
    `claimed`: addresses that unreadable files name, which may be their aliases; `redirect_addresses`: every
    address that the redirects name, for when they cannot be read.
    """

    documents: dict[str, list[tuple[Document, Body]]] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    site: Document | None = None
    redirects: Document | None = None
    assets: dict[str, Path] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, KnownPicture] = field(default_factory=dict)
    claimed: set[str] = field(default_factory=set)
    redirect_addresses: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def shown_path(folder: Path) -> str:
    """Return how people see a folder: relative to the project, or by its name alone."""
    try:
        return folder.resolve().relative_to(ROOT).as_posix()
    except ValueError:
        return folder.resolve().name


def copied_from(name: str) -> str | None:
    """Return the name of the file that one with such a name is a copy of, as programs name copies."""
    found = _COPY.fullmatch(name)
    return (found[1] or found[2]) if found else None


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a symbolic link that leads to itself
        return False


class ContentReader:
    """Reads one content folder. `find` is Pelican's discovery: folder names in, relative paths out."""

    def __init__(
        self,
        folder: Path,
        types: Iterable[ContentType],
        state: BuildState,
        find: Callable[[str], Iterable[str]],
        progress: Callable[[str, int, int], None],
    ) -> None:
        self.folder = folder
        self.shown = shown_path(folder)
        self.types = tuple(types)
        self.state = state
        self.find = find
        self.progress = progress
        self.reading = Reading()
        self.misnamed: dict[str, list[str]] = {}

    def read(self) -> Reading:
        """Read everything."""
        self._check_top()
        self.reading.site = self._settings(SITE_FILE, needed=True)
        self.reading.redirects = self._settings(REDIRECTS_FILE, needed=False)
        found = [(kind, name) for kind in self.types for name in self._files(kind.folder)]
        for number, (kind, name) in enumerate(found):
            self.progress("Reading", number, len(found))
            self._document(kind, name)
        for folder in ASSET_FOLDERS:
            for name in self._files(folder, nested=True):
                self._asset(name)
        self._forget_deleted()
        self._copies()
        self._front_page()
        # What is misnamed counts as there: a link to it is not a second problem.
        for kind in self.types:
            names = self.reading.names.setdefault(kind.name, [])
            names += [name for name in self.misnamed.get(kind.folder, ()) if name not in names]
        return self.reading

    def _problem(self, name: str, code: str, message: str, fix: str) -> None:
        path = f"{self.shown}/{name}" if name else self.shown
        self.reading.problems.append(Problem(path, 0, 0, code, message, fix))

    def _check_top(self) -> None:
        folders = [kind.folder for kind in self.types] + list(ASSET_FOLDERS)
        files = [SITE_FILE, REDIRECTS_FILE]
        for entry in sorted(os.scandir(self.folder), key=lambda entry: entry.name):
            if entry.name.startswith(".") or entry.name.endswith("~") or self._made_by_a_system(entry.name):
                continue
            is_folder = _is_folder(entry)
            known = folders if is_folder else files
            if entry.name in known:
                continue
            if is_folder and entry.name in files:
                self._problem(
                    entry.name, "folder-for-file",
                    f"{entry.name} is a folder, but it must be a file.",
                    "rename the folder, and make a file of that name.",
                )  # fmt: skip
                continue
            if not is_folder and entry.name in folders:
                self._problem(
                    entry.name, "file-for-folder",
                    f"{entry.name} is a file, but it must be a folder.",
                    "rename the file, and make a folder of that name.",
                )  # fmt: skip
                continue
            close = nearest(entry.name, known)
            if is_folder:
                message = f"There is no kind of content called {entry.name}."
                fix = (
                    f"rename the folder to {close}" if close else f"use one of the folders {listed(folders)}"
                )
            else:
                message = f"{entry.name} is not in a folder of content, so it would not be published."
                fix = (
                    f"rename it to {close}"
                    if close
                    else "move it into the folder of its kind, such as pages."
                )
            self._problem(entry.name, "content-misplaced", message, fix)

    def _files(self, folder: str, *, nested: bool = False) -> list[str]:
        root = self.folder / folder
        if not root.is_dir():
            return []
        if not nested:
            for entry in os.scandir(root):
                if _is_folder(entry) and not entry.name.startswith("."):
                    self.misnamed.setdefault(folder, []).append(right_stem(entry.name))
                    self._problem(
                        f"{folder}/{entry.name}", "folder-for-file",
                        f"{entry.name} is a folder, but only files can be in {folder}.",
                        f"move its files into {folder} and delete it.",
                    )  # fmt: skip
                if entry.name.startswith(".") and entry.name.endswith(".md"):
                    self._hidden(f"{folder}/{entry.name}")
        names = sorted(name.replace(os.sep, "/") for name in self.find(folder))
        return names if nested else [name for name in names if name.count("/") == 1]

    def _hidden(self, name: str) -> None:
        """A page that nothing would look at; the files that systems and editors leave beside others are meant so."""
        folder, _, shown = name.partition("/")
        stem = right_stem(shown)
        if shown.startswith(("._", ".#", "..")):
            return
        self.misnamed.setdefault(folder, []).append(stem)
        self._problem(
            name, "file-hidden",
            f"The file name {shown} starts with a full stop, so it would not be published.",
            f"rename it to {stem or 'a-short-name'}.md",
        )  # fmt: skip

    def _made_by_a_system(self, name: str) -> bool:
        """Tell of a file that nobody wrote."""
        shown = name.rsplit("/", 1)[-1]
        if shown.lower() not in MADE_BY_SYSTEMS:
            return False
        message = f"{shown.strip()} was left here by Windows or macOS, and nobody needs it."
        self._problem(name, "file-of-system", message, "delete it.")
        return True

    def _leads_outside(self, name: str) -> bool:
        """Say whether a symbolic link on the way to a file leads out of the content folder."""
        parts = name.split("/")
        way = ["/".join(parts[:number]) for number in range(1, len(parts) + 1)]
        if not any(os.path.islink(f"{self.folder}/{part}") for part in way):
            return False
        try:
            target = (self.folder / name).resolve()
        except (OSError, RuntimeError):  # a link that leads to itself; reading it says so
            return False
        if target.is_relative_to(self.folder.resolve()):
            return False
        self._problem(
            name, "file-outside",
            f"{parts[-1]} is a link to a file outside {self.shown}.",
            "put the file itself there.",
        )  # fmt: skip
        return True

    def _bytes(self, name: str) -> bytes | None:
        try:
            if self._leads_outside(name):
                return None
            file = f"{self.folder}/{name}"
            if not stat.S_ISREG(os.stat(file).st_mode):
                raise OSError("it is not a plain file")
            with open(file, "rb") as stream:
                return stream.read()
        except OSError as error:
            self._problem(
                name, "file-unreadable",
                f"This file cannot be opened: {error.strerror or error}.",
                "check that it is a plain file and that you may read it.",
            )  # fmt: skip
            return None

    def _settings(self, name: str, *, needed: bool) -> Document | None:
        path = self.folder / name
        if path.is_dir():
            return None  # already a problem
        if not path.exists():
            if needed:
                self._problem(
                    name, "site-missing",
                    f"There is no {name} in {self.shown}.",
                    "add the file; it holds the name of the organisation, the menus, topics and series.",
                )  # fmt: skip
            return None
        data = self._bytes(name)
        if data is None:
            return None
        if name == REDIRECTS_FILE:
            self.reading.redirect_addresses = set(_ADDRESSES.findall(data.decode("utf-8", "replace")))
        digest = hashlib.sha256(data).hexdigest()
        remembered = self.state.settings.get(name)
        if remembered and remembered[0] == digest:
            return remembered[1]
        found = read_settings_file(f"{self.shown}/{name}", data)
        if isinstance(found, list):
            self.reading.problems += found
            return None
        self.state.settings[name] = (digest, found)
        return found

    def _document(self, kind: ContentType, name: str) -> None:
        if self._made_by_a_system(name):
            return
        path = f"{self.shown}/{name}"
        stem, ending = os.path.splitext(name.rsplit("/", 1)[-1])
        if ending.lower() in PROGRAMS:
            right = right_stem(stem) or "a-short-name"
            is_picture, is_heic = ending.lower() in PICTURES, ending.lower() == ".heic"
            self._problem(
                name, "file-ending",
                f"{stem}{ending} is {'an image' if is_picture else 'not a text file'}, so it cannot become a page.",
                f"{'save it as a JPEG in' if is_heic else 'put it into'} content/images, and show it in a text: "
                f"![What it shows](../images/{right}{'.jpg' if is_heic else ending.lower()})"
                if is_picture
                else f"copy its words into a new file {right}.md, or put it into content/files.",
            )  # fmt: skip
            return
        if ending != ".md":
            self.misnamed.setdefault(kind.folder, []).append(right_stem(stem))
            self._problem(
                name, "file-ending",
                f"{stem}{ending} does not end in .md, so it would not be published.",
                f"rename it to {right_stem(stem) or 'a-short-name'}.md, or move it to content/files.",
            )  # fmt: skip
            return
        self.reading.names.setdefault(kind.name, []).append(stem)
        if not is_slug(stem):
            self.misnamed.setdefault(kind.folder, []).append(right_stem(stem))
            right = right_stem(stem) or "a-short-name"
            self._problem(
                name, "file-name",
                f"The file name {stem}.md must be in small letters, digits and hyphens.",
                f"rename it to {right}.md; the address of the page comes from it."
                if copied_from(right) is None
                else f"delete it, if it is a copy of another file; else rename it, such as to {right}.md",
            )  # fmt: skip
        data = self._bytes(name)
        if data is None:
            return
        digest = hashlib.sha256(data).hexdigest()
        self.reading.hashes[path] = digest
        remembered = self.state.documents.get(path)
        if remembered and remembered[0] == digest:
            self.reading.documents.setdefault(kind.name, []).append(remembered[1:])
            return
        found = read_document(path, data)
        if isinstance(found, list):
            self.reading.problems += found
            self.reading.claimed |= set(_ADDRESSES.findall(data.decode("utf-8", "replace")))
            return
        try:
            body = convert(found.body, found.body_line)
        except RecursionError:
            self._problem(
                name, "text-too-deep",
                "Lists or definitions in this text are nested too deeply, or follow each other without empty lines.",
                "put an empty line between them.",
            )  # fmt: skip
            return
        self.state.documents[path] = (digest, found, body)
        self.reading.documents.setdefault(kind.name, []).append((found, body))

    def _copies(self) -> None:
        """Tell of files that a program seems to have copied: nobody means to publish a text twice."""
        for kind in self.types:
            names = self.reading.names.get(kind.name, [])
            for name in names:
                original = copied_from(name)
                if original in names and is_slug(name):
                    self.reading.problems.append(
                        Problem(
                            f"{self.shown}/{kind.folder}/{name}.md", 0, 0, "file-copy",
                            f"{name}.md looks like a copy of {original}.md, and both would be published.",
                            "delete it, or give it a name of its own.", "warning",
                        )
                    )  # fmt: skip

    def _front_page(self) -> None:
        """Tell of a front page that is gone: the plain one that stands in for it is meant for the start of a site."""
        for kind in self.types:
            names = {*self.reading.names.get(kind.name, ()), *self.misnamed.get(kind.folder, ())}
            if kind.address(FRONT_PAGE, None) == "/" and FRONT_PAGE not in names and len(names) >= GROWN:
                self.reading.problems.append(
                    Problem(
                        f"{self.shown}/{kind.folder}", 0, 0, "home-missing",
                        f"There is no {FRONT_PAGE}.md, so the front page is a plain one that is made by itself.",
                        f"bring back {kind.folder}/{FRONT_PAGE}.md, or write it anew.", "warning",
                    )
                )  # fmt: skip

    def _asset(self, name: str) -> None:
        if self._made_by_a_system(name):
            return
        if not all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", part) for part in name.split("/")):
            shown = name.rsplit("/", 1)[-1]
            stem, ending = os.path.splitext(shown)
            right = (right_stem(stem) or "a-short-name") + (
                ending if re.fullmatch(r"\.\w+", ending, re.ASCII) else ""
            )
            self._problem(
                name, "asset-name",
                f"The file name {cut(shown)} must be in letters, digits, dots and hyphens.",
                f"rename it to {right}; spaces become hyphens."
                if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", shown)
                else "rename its folder to a name of letters, digits and hyphens.",
            )  # fmt: skip
            return
        if name.startswith("files/") and Path(name).suffix.lower() in ACTIVE:
            self._problem(
                name, "asset-kind",
                f"A file that ends in {Path(name).suffix} can run code in a browser, so it is not published.",
                "make it a page in Markdown, or save it as another kind, such as PDF or PNG.",
            )  # fmt: skip
            return
        if not self._leads_outside(name):
            self.reading.assets[name] = self.folder / name

    def _forget_deleted(self) -> None:
        for path in [path for path in self.state.documents if path not in self.reading.hashes]:
            del self.state.documents[path]
