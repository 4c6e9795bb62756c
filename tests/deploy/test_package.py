"""The package of the function: what is in it, that it runs alone, and that it is the same each time."""

from __future__ import annotations

import os
import py_compile
import random
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from deploy.package import MOST, ROOT, package
from tests import built_site
from tests.functions.forms.test_local import write_site


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write_site(tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the code, to damage."""
    for folder in ("deploy", "functions"):
        shutil.copytree(
            ROOT / folder, tmp_path / "root" / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    return tmp_path / "root"


def test_it_holds_what_the_functions_need_and_nothing_else(site: Path) -> None:
    names = package(site).names
    for wanted in ("aws", "handler", "outbox", "stores/dynamo", "mail/ses"):
        assert f"functions/forms/{wanted}.py" in names
    for other in ("serve", "local", "letterbox", "admin", "stores/sqlite", "mail/smtp", "mail/file"):
        assert f"functions/forms/{other}.py" not in names
    assert [name for name in names if not name.endswith(".py")] == ["site/f/forms.json", "site/f/pages.json"]
    assert {name.split("/")[0] for name in names} == {"deploy", "functions", "site"}
    assert "deploy/package.py" not in names


def test_the_same_files_give_the_same_bytes(site: Path, root: Path) -> None:
    first = package(site)
    for folder in (site, root):
        for file in folder.rglob("*"):
            os.utime(file, (1, 1))
            file.chmod(0o700)
    assert package(site, root) == first
    with zipfile.ZipFile(BytesIO(first.content)) as archive:
        assert archive.namelist() == sorted(first.names)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}


def test_the_real_sites_package_is_small(tmp_path: Path) -> None:
    shutil.copytree(built_site.real_site() / "f", tmp_path / "f")
    forms = tmp_path / "f" / "forms.json"
    forms.write_text(forms.read_text("utf-8").replace("http://localhost:8000", "https://www.team.example"))
    made = package(tmp_path)
    print(f"package: {len(made.content):,} bytes (at most {MOST:,})")
    assert len(made.content) <= MOST


def test_it_runs_from_the_zip_with_nothing_else_of_ours(site: Path, tmp_path: Path) -> None:
    (tmp_path / "forms.zip").write_bytes(package(site).content)
    code = (
        "import sys; sys.path.insert(0, 'forms.zip')\n"
        "import deploy.entry, functions.forms.outbox, functions.forms.mail.ses\n"
        "assert deploy.entry.__file__.startswith('forms.zip'), deploy.entry.__file__\n"
        "print(deploy.entry.work({})['failed'])"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "KeyError\n"), done.stderr  # it has no settings here


def test_compiled_files_are_refused(site: Path, root: Path) -> None:
    module = root / "functions" / "forms" / "caps.py"
    py_compile.compile(str(module), str(module.with_suffix(".pyc")))
    module.unlink()
    with pytest.raises(ValueError, match=r"functions/forms/caps\.pyc is compiled"):
        package(site, root)


def test_what_is_too_large_is_refused(site: Path) -> None:
    noise = random.Random(1).randbytes(MOST).hex()
    (site / "f" / "pages.json").write_text(f'"{noise}"')
    with pytest.raises(ValueError, match="it may have 200,000"):
        package(site)


def test_a_site_that_is_not_built_or_is_a_preview_is_refused(site: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="build the site first"):
        package(tmp_path / "nothing")
    forms = site / "f" / "forms.json"
    forms.write_text(forms.read_text().replace("https://www.team.example", "http://localhost:8000"))
    with pytest.raises(ValueError, match="built for http://localhost:8000"):
        package(site)
