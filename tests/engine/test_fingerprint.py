"""What is rendered again, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.view import Frame, View
from plugins.engine.rendering import Renderer
from tests.conftest import Build

from .trees import page, theme_copy, write

FRAME = Frame("A", "B", "en-GB", "", (), (), "/a.css", "", "", False, (), False)


def view(template: str, title: str = "Title") -> View:
    return View(
        template=template, address="/a/", title=title, head_title=title, summary="", lang="en-GB"
    )  # fmt: skip


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """Give templates that use each other in every way that Jinja has."""
    for name, text in {
        "page.html": '{% extends "base.html" %}{% block main %}{% include "part.html" %}{% endblock %}',
        "base.html": '{% from "parts/macro.html" import words %}{{ words() }}{% block main %}{% endblock %}',
        "part.html": '{% import "parts/other.html" as other %}{{ other.more() }}',
        "parts/macro.html": "{% macro words() %}words{% endmacro %}",
        "parts/other.html": '{% macro more() %}{% include "parts/deep.html" %}{% endmacro %}',
        "parts/deep.html": "deep",
        "alone.html": "{{ page.title }}",
    }.items():
        write(tmp_path / "templates" / name, text)
    return tmp_path / "templates"


@pytest.mark.parametrize(
    "part", ["page.html", "base.html", "part.html", "parts/macro.html", "parts/other.html", "parts/deep.html"]
)
def test_a_fingerprint_covers_every_template_that_takes_part(templates: Path, part: str) -> None:
    def prints() -> list[str]:
        renderer = Renderer(templates, FRAME, "code")
        return [renderer.fingerprint(view(name)) for name in ("page.html", "alone.html")]

    before = prints()
    write(templates / part, (templates / part).read_text() + "{# a comment #}")
    after = prints()

    assert before[0] != after[0]
    assert before[1] == after[1]


def test_a_fingerprint_covers_view_frame_and_code(templates: Path) -> None:
    other_frame = Frame("Z", "B", "en-GB", "", (), (), "/a.css", "", "", False, (), False)
    prints = [
        Renderer(templates, FRAME, "code").fingerprint(view("alone.html")),
        Renderer(templates, FRAME, "code").fingerprint(view("alone.html", "Other")),
        Renderer(templates, FRAME, "other").fingerprint(view("alone.html")),
        Renderer(templates, other_frame, "code").fingerprint(view("alone.html")),
        Renderer(templates, FRAME, "code").fingerprint(view("page.html")),
    ]
    assert len(set(prints)) == len(prints)
    assert prints[0] == Renderer(templates, FRAME, "code").fingerprint(view("alone.html"))


def test_a_template_chosen_at_run_time_is_refused(templates: Path) -> None:
    write(templates / "part.html", "{% include page.title %}")
    with pytest.raises(ValueError, match=r"part\.html chooses a template at run time"):
        Renderer(templates, FRAME, "code").fingerprint(view("page.html"))


def test_a_template_has_no_chance_and_no_clock(templates: Path) -> None:
    assert Renderer(templates, FRAME, "code").environment.globals == {}


def test_nothing_is_rendered_again_where_nothing_changed(
    build: Build, content: Path, renders: list[str]
) -> None:
    pages = build(content).pages
    # The page for messages is no page of the site: it is in a file for the function that answers forms.
    assert len(set(renders) - {"/f/"}) == pages
    renders.clear()

    result = build(content)

    assert renders == []
    assert (result.pages, result.written, result.removed) == (pages, 0, 0)


def test_a_change_of_text_renders_its_page_alone(build: Build, content: Path, renders: list[str]) -> None:
    build(content)
    renders.clear()
    page(content, "windows", "Saved on Windows", "Other words.")
    build(content)
    assert "/windows/" in renders
    # A page's summary is in no other page of this site, its text neither.
    assert set(renders) <= {"/windows/"}


def test_a_change_of_title_renders_what_shows_it(build: Build, content: Path, renders: list[str]) -> None:
    build(content)
    renders.clear()
    page(content, "windows", "Another title")
    build(content)
    assert sorted(renders) == ["/health/", "/site-index/", "/windows/"]


def test_a_change_in_a_component_renders_the_pages_with_it(
    build: Build, content: Path, tmp_path: Path, renders: list[str]
) -> None:
    theme = theme_copy(tmp_path)
    pages = build(content, theme=theme).pages
    renders.clear()
    component = theme / "templates/components/field.html"
    write(component, component.read_text("utf-8") + "{# a comment #}")

    build(content, theme=theme)
    assert set(renders) == {"/forms/contact/", "/f/"}

    component = theme / "templates/components/mark.html"
    write(component, component.read_text("utf-8") + "{# a comment #}")
    renders.clear()
    build(content, theme=theme)
    assert len(set(renders) - {"/f/"}) == pages, "the mark is in the header, which is in every page"


def test_a_file_that_was_changed_by_hand_is_made_again(
    build: Build, content: Path, tmp_path: Path, renders: list[str]
) -> None:
    build(content)
    file = tmp_path / "site/windows/index.html"
    whole = file.read_bytes()
    renders.clear()
    file.write_bytes(whole.replace(b"Windows", b"WINDOWS"))

    build(content)

    assert renders == ["/windows/"]
    assert file.read_bytes() == whole
