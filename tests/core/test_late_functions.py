"""Functions that are loaded when they are first called."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from plugins.core.late_functions import later
from plugins.engine.content_types import TYPES

ROOT = Path(__file__).parents[2]


def test_a_function_is_called_by_its_reference() -> None:
    assert later("posixpath:join")("a", "b") == "a/b"


def test_a_wrong_reference_shows_when_it_is_called() -> None:
    with pytest.raises(AttributeError):
        later("posixpath:joined")("a")
    with pytest.raises(ImportError):
        later("plugins.nowhere:view")()


LATE = [
    (kind.name, reference)
    for kind in TYPES
    for reference in re.findall(
        r'later\("([\w.:]+)"\)', (ROOT / f"plugins/{kind.folder}/type.py").read_text()
    )
]


@pytest.mark.parametrize(("kind", "reference"), LATE, ids=[reference for _, reference in LATE])
def test_every_reference_of_a_type_leads_to_a_function(kind: str, reference: str) -> None:
    module, _, name = reference.partition(":")
    assert callable(getattr(import_module(module), name))


def test_a_check_loads_nothing_that_makes_pages() -> None:
    code = "import sys, plugins.engine.checking; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "plugins.events.type" in loaded
    made = [
        name for name in loaded if name.rpartition(".")[2] in ("view", "concerns", "announcement", "listing")
    ]
    assert made == []
    assert {"markdown", "jinja2", "pelican", "feedgen"} & set(loaded) == set()
