"""What all tests share: their options, and builds that leave no trace in the project."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from jinja2 import Environment

SITES = Path(__file__).parent / "sites"
NOW = "2026-11-22T10:00"
"""The time that tests build at, unless they say otherwise."""

Build = Callable[..., Any]

# How fast a machine is says nothing of the code, and no run knows of another.
settings.register_profile("tests", deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the long tests too")
    parser.addoption("--update", action="store_true", help="write what is expected anew; read the difference")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--slow"):
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="takes long: runs with --slow"))


@pytest.fixture
def pelican_signals() -> Iterator[None]:
    """Leave Pelican's signals as they were: plugins connect to them for the life of the process."""
    from blinker import NamedSignal
    from pelican import signals

    names = ("receivers", "_by_receiver", "_by_sender", "_weak_senders")
    found = [signal for signal in vars(signals).values() if isinstance(signal, NamedSignal)]
    kept = [
        {name: {key: _copy(value) for key, value in getattr(signal, name).items()} for name in names}
        for signal in found
    ]
    yield
    for signal, values in zip(found, kept, strict=True):
        for name, value in values.items():
            mapping = getattr(signal, name)
            mapping.clear()
            mapping.update(value)


def _copy(value: Any) -> Any:
    return set(value) if isinstance(value, set) else value


@pytest.fixture
def build(tmp_path: Path, pelican_signals: None) -> Iterator[Build]:
    """Give `build(content, output=…, theme=…, cache=…, **BuildOptions)`, which returns a BuildResult.

    Output and cache are in `tmp_path` unless they are named.
    """
    with builds_in(tmp_path) as run:
        yield run


@contextmanager
def builds_in(folder: Path) -> Iterator[Build]:
    """Give the function of the fixture `build`, for fixtures that live longer than a test."""
    from plugins.engine import build as engine_build
    from plugins.engine import state
    from plugins.engine.result import BuildOptions

    settings: dict[str, Any] = {}
    read = engine_build.read_settings

    def run(
        content: Path, output: Path | None = None, *, theme: Path | None = None,
        cache: Path | None = None, **options: Any,
    ) -> Any:  # fmt: skip
        settings.clear()
        settings["CACHE_PATH"] = str(cache or folder / "cache")
        if theme:
            settings["THEME"] = str(theme)
        return engine_build.build_site(
            BuildOptions(content=content, output=output or folder / "site", **{"now": NOW, **options})
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            engine_build,
            "read_settings",
            lambda path, override: read(path, override={**override, **settings}),
        )
        patch.setattr(state, "_living", {})
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        # Most of a small site's build is parsing the same templates: once is enough for all tests.
        patch.setattr(Environment, "compile", _compile)
        patch.setattr(Environment, "parse", _parse)
        yield run


def _remembered(method: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method of Jinja's that does its work once for each template's text and name."""
    done: dict[tuple[Any, ...], Any] = {}

    def call(self: Environment, *template: Any) -> Any:
        if template not in done:
            done[template] = method(self, *template)
        return done[template]

    return call


_compile, _parse = _remembered(Environment.compile), _remembered(Environment.parse)


@pytest.fixture(scope="session", autouse=True)
def built_sites() -> Iterator[None]:
    """Delete the sites that tests built for all of a process, at its very end: other files may still read them."""
    yield
    if built := sys.modules.get("tests.built_site"):
        built.delete_built()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A Chromium, one for all tests of a process: Playwright runs once in each. Its absence is a failure, not a skip."""
    from playwright.sync_api import sync_playwright

    from tests.browser.chromium import FLAGS, find_chromium, playwright_browser

    path = find_chromium() or playwright_browser(install=False)
    if not path:
        pytest.fail(
            "There is no Chromium to test with: run python3 tasks.py test, or set CHROMIUM to its path."
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()
