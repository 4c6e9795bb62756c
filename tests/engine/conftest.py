"""A small site that engine tests change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Build
from tests.test_sites import valid

from .published_site import Published
from .trees import page


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Give a folder with one valid item of each type."""
    return valid("minimal", tmp_path / "content")


@pytest.fixture
def pages_only(tmp_path: Path) -> Path:
    """Give a folder with `site.yaml` and two pages."""
    folder = valid("empty", tmp_path / "content")
    page(folder, "home", "Welcome")
    page(folder, "contact", "Contact us")
    return folder


@pytest.fixture
def site(build: Build, tmp_path: Path) -> Published:
    """Give an almost empty site, to be published again and again."""
    return Published(build, tmp_path)


@pytest.fixture
def renders(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the address of each page that is rendered."""
    from plugins.core.view import View
    from plugins.engine.rendering import Renderer

    noted: list[str] = []
    render = Renderer.render

    def counted(self: Renderer, view: View) -> bytes:
        noted.append(view.address)
        return render(self, view)

    monkeypatch.setattr(Renderer, "render", counted)
    return noted
