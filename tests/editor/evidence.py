"""Runs the examples of the catalogue: puts each into a tiny site, checks it, and says what was printed."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from plugins.core.problem_report import HEADINGS
from plugins.core.problems import Problem
from plugins.editor.catalogue import Entry, Files, is_described
from plugins.engine.checking import check_content
from plugins.engine.mending import mend
from plugins.engine.outlining import outline
from tests.conftest import NOW, builds_in

BASE = Path(__file__).parent / "base"

PLACES = {
    "page": "pages/contact.md",
    "offer": "offers/facilitation.md",
    "event": "events/open-day.md",
    "newsletter": "newsletters/2026-11.md",
    "testimonial": "testimonials/a-name.md",
    "form": "forms/ask.md",
    "site": "site.yaml",
}


# The tiny site


def base_site(content: Path) -> Path:
    """Copy the tiny site; every check of it is good."""
    shutil.copytree(BASE, content)
    _put(content / "images/team-day.jpg", photograph())
    _put(content / "files/plan.pdf", b"%PDF-1.7\n")
    return content


def site_with(example: str | Files, other: str | Files, into: str, content: Path) -> Path:
    """Make the tiny site with an example in it. `other` is the other side: its settings make way too."""
    base_site(content)
    if isinstance(example, str):
        name, _, part = into.partition(" ")
        file = content / PLACES[name]
        text = SAMPLES[example]() if is_described(example) else example
        assert isinstance(text, str)
        file.write_text(_joined(file.read_text("utf-8"), text, str(other), part), "utf-8", newline="")
        return content
    for name, sample in example.items():
        file = content / name
        if sample is None:
            file.unlink(missing_ok=True)
        elif is_described(sample):
            made = SAMPLES[sample]()
            if isinstance(made, Path):
                file.symlink_to(file.name if made == Path() else made)
            else:
                _put(file, made.encode() if isinstance(made, str) else made)
        else:
            if name in ("files", "images"):
                shutil.rmtree(file)
            before = (BASE / name).read_text("utf-8") if sample.startswith("+") else ""
            _put(file, (before + sample.removeprefix("+")).encode())
    return content


def _put(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


_NAME = re.compile(r"^\W*([a-z_]+)", re.MULTILINE)


def _joined(file: str, example: str, other: str, part: str) -> str:
    """Return a file with an example as its text, or with its settings last, in place of those of the same name."""
    if not file.startswith("---\n"):
        return _without(file, example + other) + example
    _, settings, text = file.split("---\n", 2)
    if part == "text":
        return f"---\n{settings}---\n{example}"
    return f"---\n{_without(settings, example + other)}{example}---\n{text}"


def _without(settings: str, examples: str) -> str:
    names = {
        match[1]
        for line in examples.split("\n")
        if not line.startswith(" ")
        for match in [_NAME.match(line)]
        if match
    }
    names |= {"site_url"} if "site_url" in examples else set()
    names |= {"summary"} if "\n  summary" in examples else set()
    kept, keep = [], True
    for line in settings.splitlines(keepends=True):
        if not line.startswith((" ", "-")):
            keep = line.partition(":")[0] not in names
        if keep:
            kept.append(line)
    return "".join(kept)


# What a check says


def problems_of(entry: Entry, side: str, folder: Path) -> tuple[Problem, ...]:
    """Return what a check, or a publish build, says of one side of an entry."""
    example, other = (entry.wrong, entry.right) if side == "wrong" else (entry.right, entry.wrong)
    content = folder / side / "content"
    if entry.when == "command":
        words = shlex.split(str(example))
        base_site(content)
        return check_content(content, words[words.index("--now") + 1]).problems
    site_with(example, other, entry.into, content)
    if entry.when == "publish":
        with builds_in(folder / side) as build:
            return tuple(build(content, publish=True).problems)
    if entry.when == "publish again":
        before = outline(base_site(folder / side / "before" / "content"), NOW)
        return outline(content, NOW, before).problems
    return check_content(content, NOW).problems


def said(problem: Problem) -> str:
    """Return the first line of a problem as people read it."""
    return f"{HEADINGS[problem.severity]}: {problem.message}"


def mended_files(entry: Entry, folder: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the files of an example after `check --fix`, and those that it should have become."""
    content = folder / "wrong" / "content"
    mend(content, lambda: check_content(content, NOW))
    return _files(content), _files(folder / "right" / "content")


def _files(content: Path) -> dict[str, bytes]:
    return {
        path.relative_to(content).as_posix(): path.read_bytes()
        for path in sorted(content.rglob("*"))
        if path.is_file()
    }


# What is no text, or too long to show


def photograph(size: tuple[int, int] = (640, 427), kind: str = "JPEG", **options: Any) -> bytes:
    into = io.BytesIO()
    Image.new("RGB", size, "#5b2a86").save(into, kind, **options)
    return into.getvalue()


def _with_its_place() -> bytes:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (55.0, 57.0, 1.0), 3: "W", 4: (3.0, 11.0, 1.0)}
    return photograph(exif=exif.tobytes())


def _moving() -> bytes:
    into = io.BytesIO()
    first, second = (Image.new("RGB", (240, 160), color) for color in ("black", "white"))
    first.save(into, "GIF", save_all=True, append_images=[second])
    return into.getvalue()


def _of_huge_size() -> bytes:
    png = photograph(kind="PNG")
    header = b"IHDR\x00\x00\x4e\x20\x00\x00\x3a\x98" + png[24:29]
    return png[:12] + header + zlib.crc32(header).to_bytes(4, "big") + png[33:]


def _many_questions() -> str:
    questions = "".join(f"  - name: q{n}\n    type: text\n    label: Question {n}\n" for n in range(120))
    return f"fields:\n{questions}"


PAGE = "---\ntitle: About us\nsummary: Who we are.\n---\n"

SAMPLES: Mapping[str, Callable[[], str | bytes | Path]] = {
    "(a photograph)": photograph,
    "(half a photograph)": lambda: photograph()[: len(photograph()) // 2],
    "(a HEIC photograph of a telephone)": lambda: b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
    "(an image that moves)": _moving,
    "(an image of 20,000 by 15,000 pixels)": _of_huge_size,
    "(a photograph of 9 MB)": lambda: photograph() + b"\0" * 9_000_000,
    "(a photograph 120 pixels wide)": lambda: photograph((120, 80)),
    "(a photograph with its place)": _with_its_place,
    "(a text of 1.2 MB)": lambda: PAGE + "Text.\n" * 200_000,
    "(a text saved by a Windows program)": lambda: f"{PAGE}Meet us at the café.\n".encode("cp1252"),
    "(a link to itself)": Path,
    "(a link to a file elsewhere)": lambda: Path(os.devnull),
    "(a text of 120,000 characters)": lambda: "Words of a text.\n\n" * 6_667,
    "(500 lines without an empty line)": lambda: "Some words.\n" * 500,
    "(a paragraph of 12,000 characters)": lambda: "A short one. " * 924 + "\n",
    "(a paragraph with 300 stars)": lambda: "*" * 300 + "\n",
    "(a quotation within eleven others)": lambda: "> " * 12 + "A quotation.\n",
    "(a page with settings of 30,000 characters)": lambda: (
        PAGE.replace("summary: ", "summary: " + "Who we are. " * 2_500, 1) + "We meet in Leith.\n"
    ),
    "(a form with 120 questions)": _many_questions,
}
