"""Pictures in whole builds: copies are published and never the original, and nothing is done twice."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path
from typing import Any

import pytest

from plugins.core.clock import now_from
from plugins.engine import checking, pictures, state
from plugins.engine.build_run import BuildRun
from plugins.engine.checking import check_content
from plugins.engine.connecting import Connector
from plugins.engine.content_types import TYPES
from plugins.engine.pictures import unused_images
from plugins.engine.reading import ContentReader
from plugins.engine.state import BuildState
from plugins.pictures import encoding, looking
from tests.conftest import Build
from tests.pictures.samples import PLACE, corners, exif, opened, saved, smooth

from .published_site import Published
from .trees import page, tree, write

PHOTO = saved(smooth(700, 500), "JPEG", exif=exif(held=6, place=PLACE))
WARNED = ["image-location"]


def with_image(content: Path, data: bytes = PHOTO, name: str = "team-day.jpg", text: str = "") -> None:
    write(content / "images" / name, data)
    page(content, "contact", "Contact us", text or f"![People in a hall](../images/{name})")


def images(site: Path) -> dict[str, bytes]:
    """Return the published images by their names without the hash."""
    found = tree(site / "images") if (site / "images").exists() else {}
    return {re.sub(r"\.[0-9a-f]{10}-", "-", name): data for name, data in found.items()}


def codes(result: Any) -> list[str]:
    return [problem.code for problem in result.problems]


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each time that a picture is looked at or copies are made."""
    done: list[str] = []
    look, make = looking.facts_of, encoding.make

    def looked(data: bytes) -> Any:
        done.append("looked")
        return look(data)

    def made(*given: Any) -> Any:
        done.append("made")
        return make(*given)

    monkeypatch.setattr(looking, "facts_of", looked)
    monkeypatch.setattr(encoding, "make", made)
    return done


def test_copies_are_published_and_the_original_never(build: Build, pages_only: Path, tmp_path: Path) -> None:
    with_image(pages_only)
    result = build(pages_only)
    assert codes(result) == WARNED
    files = tree(tmp_path / "site")
    assert PHOTO not in files.values()
    assert not [name for name, data in files.items() if b"A maker of cameras" in data or b"GPS" in data]
    assert sorted(images(tmp_path / "site")) == [
        f"team-day-{name}" for name in ("320.avif", "320.webp", "500.avif", "500.jpg", "500.webp")
    ]
    assert opened(images(tmp_path / "site")["team-day-500.jpg"]).size == (500, 700)


def test_the_page_lets_the_browser_choose(build: Build, pages_only: Path, tmp_path: Path) -> None:
    with_image(pages_only, text="![One](../images/team-day.jpg) and ![Two](/images/team-day.jpg)")
    build(pages_only)
    text = re.sub(r"\.[0-9a-f]{10}-", ".HASH-", (tmp_path / "site/contact/index.html").read_text("utf-8"))
    first, second = re.findall(r"<picture>.*?</picture>", text)
    address = "/images/team-day.HASH"
    sizes = 'sizes="(min-width: 532px) 500px, calc(100vw - 32px)"'
    assert first == (
        "<picture>"
        f'<source type="image/avif" srcset="{address}-320.avif 320w, {address}-500.avif 500w" {sizes}>'
        f'<source type="image/webp" srcset="{address}-320.webp 320w, {address}-500.webp 500w" {sizes}>'
        f'<img alt="One" src="{address}-500.jpg" width="500" height="700" decoding="async">'
        "</picture>"
    )
    assert second == first.replace('alt="One"', 'alt="Two"').replace("decoding", 'loading="lazy" decoding')


def test_the_picture_of_a_page_comes_first(build: Build, pages_only: Path, tmp_path: Path) -> None:
    write(pages_only / "images/team-day.jpg", PHOTO)
    for alt, shown in (("People in a hall", "People in a hall"), ("decorative", ""), ("Decorative", "")):
        settings = f"title: A\nsummary: B\nimage:\n  file: team-day.jpg\n  alt: {alt}"
        write(pages_only / "pages/contact.md", f"---\n{settings}\n---\n![Again](../images/team-day.jpg)\n")
        assert codes(build(pages_only)) == WARNED
        text = (tmp_path / "site/contact/index.html").read_text("utf-8")
        lead, again = re.findall(r"<img[^>]*>", text)
        assert f'alt="{shown}"' in lead
        assert 'fetchpriority="high"' in lead
        assert "lazy" not in lead
        assert 'loading="lazy"' in again
        assert text.count('type="image/avif"') == 2


def test_a_link_to_a_picture_leads_to_a_large_copy(build: Build, pages_only: Path, tmp_path: Path) -> None:
    plan = saved(corners(3000, 1000), "PNG")
    with_image(pages_only, plan, "plan.png", "See [the plan](../images/plan.png).")
    assert codes(build(pages_only)) == []
    text = (tmp_path / "site/contact/index.html").read_text("utf-8")
    (href,) = re.findall(r'href="(/images/[^"]*)"', text)
    assert re.fullmatch(r"/images/plan\.[0-9a-f]{10}-2560\.png", href)
    assert list(images(tmp_path / "site")) == ["plan-2560.png"]
    assert opened((tmp_path / "site" / href.lstrip("/")).read_bytes()).size == (2560, 853)


def test_only_what_the_site_shows_is_published(build: Build, pages_only: Path, tmp_path: Path) -> None:
    with_image(pages_only)
    write(pages_only / "images/nobody.png", saved(corners(300, 200), "PNG"))
    write(pages_only / "images/draft.png", saved(corners(400, 200), "PNG"))
    draft = "---\ntitle: A\nsummary: B\nstatus: draft\n---\n![A draft](../images/draft.png)\n"
    write(pages_only / "pages/draft.md", draft)
    build(pages_only)
    assert {name.rpartition("-")[0] for name in images(tmp_path / "site")} == {"team-day", "draft"}
    build(pages_only, output=tmp_path / "public", publish=True, site_url="https://www.example.org")
    assert {name.rpartition("-")[0] for name in images(tmp_path / "public")} == {"team-day"}


def test_images_that_nobody_names(pages_only: Path) -> None:
    with_image(pages_only, text="![A](../images/team-day.jpg) and [b](../images/plan.png)")
    for name in ("plan.png", "lead.png", "old/nobody.png", "draft.png"):
        write(pages_only / "images" / name, saved(corners(300, 200), "PNG"))
    lead = "image:\n  file: lead.png\n  alt: A room"
    write(
        pages_only / "pages/draft.md",
        f"---\ntitle: A\nsummary: B\nstatus: draft\n{lead}\n---\n![C](/images/draft.png)\n",
    )
    reading = ContentReader(
        pages_only,
        TYPES,
        BuildState(""),
        lambda folder: checking.find_files(pages_only, folder),
        lambda *_: None,
    ).read()
    connection = Connector(
        reading, "content", TYPES, now_from({}, "2026-11-22T10:00"), "", publish=False
    ).connect()
    assert connection.site is not None
    unused = unused_images(reading.assets, connection.entries, connection.site.targets)
    assert unused == ["images/old/nobody.png"]


# Nothing is done twice


def test_an_unchanged_picture_is_not_opened(
    build: Build, pages_only: Path, work: list[str], tmp_path: Path
) -> None:
    with_image(pages_only)
    build(pages_only)
    assert work == ["looked", "made"]
    os.chmod(pages_only / "images/team-day.jpg", 0o600)  # a mark changes, the bytes do not
    state._living.clear()
    before = tree(tmp_path / "site")
    page(pages_only, "other", "Another page")
    build(pages_only)
    assert work == ["looked", "made"]
    (pages_only / "pages/other.md").unlink()
    build(pages_only)
    assert tree(tmp_path / "site") == before


def test_the_cache_outlives_the_output(
    build: Build, pages_only: Path, work: list[str], tmp_path: Path
) -> None:
    with_image(pages_only)
    build(pages_only)
    build(pages_only, output=tmp_path / "second")
    (pages_only / "images/team-day.jpg").rename(pages_only / "images/people.jpg")
    page(pages_only, "contact", "Contact us", "![People](../images/people.jpg)")
    build(pages_only, output=tmp_path / "second")
    assert work == ["looked", "made"]
    assert {name.rpartition("-")[0] for name in images(tmp_path / "second")} == {"people"}


def test_a_full_build_makes_all_anew_and_the_same(
    build: Build, pages_only: Path, work: list[str], tmp_path: Path
) -> None:
    with_image(pages_only)
    build(pages_only)
    before = tree(tmp_path / "site")
    result = build(pages_only, full=True)
    assert work == ["looked", "made"] * 2
    assert result.written == 0
    assert tree(tmp_path / "site") == before
    build(pages_only, output=tmp_path / "clean", cache=tmp_path / "other")
    assert tree(tmp_path / "clean") == before


def test_another_picture_by_the_same_name(build: Build, pages_only: Path, tmp_path: Path) -> None:
    with_image(pages_only)
    build(pages_only)
    was = set(tree(tmp_path / "site/images"))
    with_image(pages_only, saved(corners(700, 500), "JPEG"))
    assert codes(build(pages_only)) == []
    now = tree(tmp_path / "site/images")
    assert not was & set(now)
    build(pages_only, output=tmp_path / "clean", cache=tmp_path / "other")
    assert tree(tmp_path / "clean") == tree(tmp_path / "site")


def test_damage_to_cache_or_output_is_mended(
    build: Build, pages_only: Path, work: list[str], tmp_path: Path
) -> None:
    with_image(pages_only)
    build(pages_only)
    before = tree(tmp_path / "site")
    for entry in (tmp_path / "cache/images").iterdir():
        entry.write_bytes(b"damage")
    (small, *_) = (tmp_path / "site/images").glob("*-320.avif")
    small.write_bytes(b"also damaged")
    build(pages_only)
    assert tree(tmp_path / "site") == before
    assert work.count("made") == 2


def test_pictures_of_the_same_bytes(build: Build, pages_only: Path, tmp_path: Path) -> None:
    for name in ("a.jpg", "a.jpeg", "b.jpg"):
        write(pages_only / "images" / name, PHOTO)
    body = " ".join(f"![People of {name[0]}](../images/{name})" for name in ("a.jpg", "a.jpeg", "b.jpg"))
    page(pages_only, "contact", "Contact us", body)
    assert build(pages_only).exit_code == 0
    assert len(images(tmp_path / "site")) == 10


# What goes wrong


def test_a_damaged_picture_leaves_the_last_good_site(build: Build, pages_only: Path, tmp_path: Path) -> None:
    with_image(pages_only)
    build(pages_only)
    before = tree(tmp_path / "site")
    write(pages_only / "images/team-day.jpg", PHOTO[:2000])
    result = build(pages_only)
    assert (result.exit_code, codes(result)) == (1, ["image-damaged"])
    assert tree(tmp_path / "site") == before


def test_damage_that_shows_late_is_a_problem_too(
    build: Build, pages_only: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise OSError("broken data stream")

    monkeypatch.setattr(encoding, "make", fails)
    with_image(pages_only)
    result = build(pages_only)
    assert (result.exit_code, result.fault) == (1, "")
    assert "image-damaged" in codes(result)
    assert not (tmp_path / "site").exists()


def test_a_picture_that_changes_meanwhile_is_no_copy_of_the_old_one(
    build: Build, pages_only: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copies are kept by the hash of the picture that was looked at."""
    look = pictures.look_at_pictures

    def looked(*arguments: Any, **named: Any) -> None:
        look(*arguments, **named)
        with_image(pages_only, saved(smooth(900, 600), "JPEG"))

    monkeypatch.setattr("plugins.engine.generator.look_at_pictures", looked)
    with_image(pages_only)
    result = build(pages_only)
    assert (result.exit_code, result.fault) == (1, "")
    monkeypatch.undo()
    assert build(pages_only).exit_code == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
@pytest.mark.parametrize("folder", ["images", "files"])
def test_what_is_no_plain_file_is_not_waited_for(folder: str, build: Build, pages_only: Path) -> None:
    (pages_only / folder).mkdir()
    os.mkfifo(pages_only / folder / "pipe.jpg")
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.extend(codes(build(pages_only))), daemon=True)
    thread.start()
    thread.join(20)
    assert found == ["file-unreadable"]


def test_check_says_the_same_and_remembers(
    build: Build, pages_only: Path, work: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "PICTURES", tmp_path / "cache/images")
    with_image(pages_only)
    result = check_content(pages_only, "2026-11-22T10:00")
    assert (result.exit_code, codes(result)) == (0, WARNED)
    assert check_content(pages_only, "2026-11-22T10:00").problems == result.problems
    assert build(pages_only).problems == result.problems
    assert work == ["looked", "made"]


def test_long_work_is_told(build: Build, pages_only: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(BuildRun, "say", lambda _, words: told.append(words))
    for name in ("team-day.jpg", "open-day.jpg"):
        write(pages_only / "images" / name, PHOTO + name.encode())
    body = "![A](../images/team-day.jpg) ![B](../images/open-day.jpg)"
    page(pages_only, "contact", "Contact us", body)
    build(pages_only)
    assert [words for words in told if "images" in words] == [
        "Preparing images 1 of 2: open-day.jpg",
        "Preparing images 2 of 2: team-day.jpg",
    ]
    build(pages_only)
    assert len([words for words in told if "images" in words]) == 2


def test_feeds_and_calendars_name_one_copy_that_every_reader_can_show(site: Published) -> None:
    write(site.content / "images/hall.jpg", saved(smooth(700, 500), "JPEG"))
    file = site.event()
    text = file.read_text("utf-8").replace("---\n", "---\nimage:\n  file: hall.jpg\n  alt: The hall\n", 1)
    write(file, f"{text}\n![The hall at night](../images/hall.jpg)\n")
    site.good()
    (item,) = site.feed()["items"]
    (address,) = (name for name in tree(site.site) if name.endswith("-700.jpg"))
    whole = f"https://www.example.org/{address}"
    assert item["image"] == whole
    assert f'src="{whole}"' in item["content_html"]
    assert not re.search("<picture|<source|avif|webp", item["content_html"])
    assert whole in re.sub(r"\r\n ", "", (site.site / "calendar/events.ics").read_bytes().decode())
    assert b"/images/" not in (site.site / "published.json").read_bytes()
