"""The problems of pictures: the exact words, and what must stay silent. Those of kinds are in tests/sites/invalid/image-kinds."""

from __future__ import annotations

import pytest

from plugins.core.problems import Problem
from plugins.pictures.facts import PictureFacts
from plugins.pictures.rules import (
    _OTHER_KINDS,
    HEAVY,
    megabytes,
    problems_of_document,
    problems_of_picture,
    too_heavy,
)
from tests.core.test_messages import JARGON

PATH = "content/images/team-day.jpg"
PHOTO = PictureFacts("JPEG", 4000, 3000)
WITHOUT_PLACE = (
    "save a copy without its location (on a phone: Share, then Options), and put it in place of this one."
)
SMALLER = "save a copy about 2,500 pixels wide, and put it in place of this one."

FOUND = {
    "a photograph with a place": (
        PATH, 3_000_000, PictureFacts("JPEG", 4000, 3000, located=True),
        Problem(
            PATH, 0, 0, "image-location",
            "team-day.jpg says where it was taken. The site leaves that out, but the file keeps it.",
            WITHOUT_PLACE, severity="warning",
        ),
    ),
    "a heavy photograph": (
        PATH, 12_400_000, PHOTO,
        Problem(
            PATH, 0, 0, "image-heavy",
            "team-day.jpg has 12.4 MB. Visitors get small copies; who works on the site fetches all of it.",
            SMALLER, severity="advice",
        ),
    ),
    "a thumbnail": (
        PATH, 4000, PictureFacts("JPEG", 150, 100),
        Problem(
            PATH, 0, 0, "image-small",
            "team-day.jpg is only 150 pixels wide, so it will look tiny on a page.",
            "use the whole picture, 1,280 pixels wide or more, if you have it.", severity="advice",
        ),
    ),
    "another kind than its name says": (
        "content/images/team-day.png", 4000, PHOTO,
        Problem(
            "content/images/team-day.png", 0, 0, "image-mistyped",
            "team-day.png is really a JPEG, but its name says something else.",
            "add it again as team-day.jpg, and delete this one.",
        ),
    ),
    "a name without an ending": (
        "content/images/photo", 4000, PictureFacts("AVIF", 400, 300),
        Problem(
            "content/images/photo", 0, 0, "image-mistyped",
            "photo is really an AVIF, but its name says something else.",
            "add it again as photo.avif, and delete this one.",
        ),
    ),
    "nothing known": (
        PATH, 20, PictureFacts(""),
        Problem(
            PATH, 0, 0, "image-unreadable",
            "team-day.jpg is not an image that browsers can show.",
            "save it as JPEG or PNG, and add that file in its place.",
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("path", "size", "facts", "problem"), FOUND.values(), ids=FOUND)
def test_found(path: str, size: int, facts: PictureFacts, problem: Problem) -> None:
    assert list(problems_of_picture(path, size, facts)) == [problem]
    assert len(problem.message) < 100


SILENT = {
    "what a telephone takes": (PATH, 7_900_000, PHOTO),
    "an ending in capitals": ("content/images/DSC_0042.JPG", 100_000, PHOTO),
    "a long ending": ("content/images/team-day.jpeg", 100_000, PHOTO),
    "the ending that Windows gives": ("content/images/team-day.jfif", 100_000, PHOTO),
    "a name with a dot": ("content/images/team.day.jpg", 100_000, PHOTO),
    "just wide enough": (PATH, 10_000, PictureFacts("JPEG", 200, 40)),
    "just light enough": (PATH, HEAVY, PHOTO),
    "just few enough pixels": (PATH, 100_000, PictureFacts("JPEG", 10_000, 10_000)),
    "a GIF that stands still": ("content/images/plan.gif", 100_000, PictureFacts("GIF", 600, 400, drawing=True)),
}  # fmt: skip


@pytest.mark.parametrize(("path", "size", "facts"), SILENT.values(), ids=SILENT)
def test_silent(path: str, size: int, facts: PictureFacts) -> None:
    assert list(problems_of_picture(path, size, facts)) == []


def test_a_long_name_is_cut() -> None:
    path = f"content/images/{'a' * 300}.jpg"
    for facts in (
        PictureFacts("HEIC"),
        PictureFacts("JPEG", damaged=True),
        PictureFacts("JPEG", 150, 100, located=True),
    ):
        for problem in problems_of_picture(path, 9_000_000, facts):
            assert len(problem.message) < 130


def test_documents() -> None:
    (problem,) = problems_of_document("content/files/way.heic", PictureFacts("HEIC", located=True))
    assert problem == Problem(
        "content/files/way.heic", 0, 0, "file-location",
        "way.heic says where it was taken, and would be published with that.", WITHOUT_PLACE,
    )  # fmt: skip
    for facts in (
        PictureFacts("HEIC"),
        PictureFacts("JPEG", damaged=True),
        PictureFacts("JPEG", 20_000, 9_000),
    ):
        assert list(problems_of_document("content/files/way.jpg", facts)) == []


def test_what_is_too_much_never_looks_like_enough() -> None:
    assert megabytes(20_000_001) == "20.1 MB"
    assert megabytes(20_000_000) == "20 MB"
    assert too_heavy(PATH, 20_000_001).message == "team-day.jpg has 20.1 MB; the most is 20 MB."


@pytest.mark.parametrize("kind", ["", *_OTHER_KINDS])
def test_every_message_is_short_and_plain(kind: str) -> None:
    (problem,) = problems_of_picture(PATH, 4000, PictureFacts(kind))
    assert len(problem.message) < 100
    assert not JARGON.search(problem.message + problem.fix)
    assert problem.fix.endswith(".")
