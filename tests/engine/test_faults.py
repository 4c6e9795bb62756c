"""What is wrong with us, and not with the content, is said so; and nothing is changed by it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.engine.writer import SiteWriter
from tests.conftest import Build

from .trees import marks, page, theme_copy, tree, write

BLAME = (
    "The website builder itself failed. This is not a mistake in your content.\n"
    "Nothing was changed: the last good site is as it was."
)


def check_fault(result: object, output: Path, before: tuple[object, object], reason: str) -> None:
    report = result.report()  # type: ignore[attr-defined]
    assert result.exit_code == 2  # type: ignore[attr-defined]
    assert report.startswith(BLAME)
    assert reason in report
    assert (tree(output), marks(output)) == before
    assert not (output.parent / ".site.staging").exists()


@pytest.mark.parametrize(
    ("template", "text", "reason"),
    [
        ("page.html", "{% extends 'base.html' %}{% block main %}{{ page.nothing }}{% endblock %}", "nothing"),
        ("page.html", "{{ somewhere }}", "UndefinedError: 'somewhere' is undefined"),
        ("page.html", "{% if %}", "TemplateSyntaxError"),
        ("page.html", "{% include 'not_there.html' %}", "'not_there.html' not found"),
        ("page.html", "{% include page.title %}", "chooses a template at run time"),
        ("page.html", "{{ 1 / 0 }}", "ZeroDivisionError"),
        ("page.html", "{{ range(3) }}", "'range' is undefined"),
        ("page.html", None, "'page.html' not found"),
    ],
)
def test_a_fault_of_a_template(
    template: str, text: str | None, reason: str, build: Build, pages_only: Path, tmp_path: Path
) -> None:
    theme, output = theme_copy(tmp_path), tmp_path / "site"
    assert build(pages_only, theme=theme).exit_code == 0
    before = tree(output), marks(output)
    page(pages_only, "contact", "Get in touch")
    file = theme / "templates" / template
    if text is None:
        file.unlink()
    else:
        write(file, text)

    check_fault(build(pages_only, theme=theme), output, before, reason)


def _fail(*_: object, **__: object) -> None:
    raise KeyError("a fault of ours")


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("plugins.engine.reading.ContentReader", "read"),
        ("plugins.engine.connecting.Connector", "connect"),
        ("plugins.engine.generator", "theme_files"),
        ("plugins.engine.generator", "robots"),
        ("plugins.engine.rendering.Renderer", "render"),
        ("plugins.engine.writer.SiteWriter", "write_bytes"),
    ],
)
def test_a_fault_of_a_step(
    where: str, name: str, build: Build, pages_only: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "site"
    build(pages_only)
    before = tree(output), marks(output)
    page(pages_only, "contact", "Get in touch")
    with monkeypatch.context() as patch:
        patch.setattr(f"{where}.{name}", _fail)
        check_fault(build(pages_only), output, before, "KeyError: 'a fault of ours'")

    assert build(pages_only).exit_code == 0
    assert b"Get in touch" in (output / "contact/index.html").read_bytes()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda settings: settings.update(PLUGINS=[]), "Pelican could not load plugins.engine"),
        (lambda settings: settings.update(PLUGINS=["plugins.no_such"]), "Pelican could not load"),
        (lambda settings: settings.update(THEME="/no/such/theme"), "theme"),
    ],
)
def test_a_fault_of_the_settings(
    change: Callable[[dict[str, object]], None], reason: str, build: Build, pages_only: Path,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from plugins.engine import build as engine_build

    build(pages_only)
    before = tree(tmp_path / "site"), marks(tmp_path / "site")
    read = engine_build.read_settings

    def changed(path: str, override: dict[str, object]) -> object:
        values = dict(override)
        change(values)
        return read(path, override=values)

    monkeypatch.setattr(engine_build, "read_settings", changed)
    from pelican import signals

    # In one process the plugin would still be connected from the build before.
    for signal in (signals.get_generators, signals.get_writer, signals.all_generators_finalized):
        for receiver in list(signal.receivers_for(None)):
            signal.disconnect(receiver)

    check_fault(build(pages_only), tmp_path / "site", before, reason)


def test_a_fault_while_files_are_moved_is_finished_by_the_next_build(
    build: Build, pages_only: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    build(pages_only)
    page(pages_only, "contact", "Get in touch")
    page(pages_only, "coming")
    replace, moved = os.replace, []

    def broken_disk(source: object, target: object) -> None:
        moved.append(target)
        if len(moved) == 4:
            raise OSError(5, "Input/output error")
        replace(source, target)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", broken_disk)
        result = build(pages_only)
    assert result.exit_code == 2
    assert "Input/output error" in result.report()
    # Some files were moved already, so it must not say that nothing was.
    assert "Nothing was changed" not in result.report()

    assert build(pages_only).exit_code == 0
    build(pages_only, output=tmp_path / "clean", cache=tmp_path / "other")
    assert tree(tmp_path / "site") == tree(tmp_path / "clean")


def test_two_sources_of_one_file_are_a_fault(
    build: Build, pages_only: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    derived = "plugins.engine.generator.SiteGenerator._write_derived"

    def twice(self: object, site: object, views: object, writer: SiteWriter) -> None:
        writer.write_bytes("contact/index.html", b"", "a plugin of tests")

    monkeypatch.setattr(derived, twice)
    result = build(pages_only)
    assert result.exit_code == 2
    assert "contact/index.html is written by content/pages/contact.md and by a plugin" in result.report()


def test_problems_of_content_are_no_fault_even_with_a_broken_theme(
    build: Build, pages_only: Path, tmp_path: Path
) -> None:
    theme = theme_copy(tmp_path)
    write(theme / "templates/page.html", "{% if %}")
    page(pages_only, "contact", "Contact: us")
    assert build(pages_only, theme=theme).exit_code == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"now": "tomorrow"}, "--now must be a date or time such as 2026-11-22 or 2026-11-22T10:00"),
        ({"published": Path("no/such/published.json")}, "The published state published.json cannot be read"),
        ({"published": Path("tasks.py")}, "The published state tasks.py cannot be used: it is not whole"),
        ({"content": Path("no/such/folder")}, "There is no folder no/such/folder."),
    ],
)
def test_a_wrong_option_is_a_problem_with_words(
    options: dict[str, object], words: str, build: Build, pages_only: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from plugins.engine.project import ROOT

    monkeypatch.chdir(ROOT)
    result = build(**{"content": pages_only, **options})
    assert result.exit_code == 1
    assert words in result.report()
    assert "Traceback" not in result.report()
    assert not (tmp_path / "site").exists()


def test_source_date_epoch_goes_before_now(
    build: Build, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(content, now="2027-06-01", output=tmp_path / "later")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1811804400")  # 2027-06-01, midnight in the UK
    build(content, now="2026-11-22T10:00")
    assert tree(tmp_path / "site") == tree(tmp_path / "later")

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    result = build(content, output=tmp_path / "other")
    assert result.exit_code == 1
    assert "SOURCE_DATE_EPOCH must be a whole number of seconds since 1970" in result.report()
    # The fix must be for what is wrong.
    assert "--now 2026" not in result.report()
