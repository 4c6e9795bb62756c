"""Functions that are loaded when they are first called: a check makes no page, so it loads nothing that makes one."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


def later(reference: str) -> Callable[..., Any]:
    """Return what calls a function by its reference, such as `plugins.events.view:view`.

    The form is that of entry points (https://packaging.python.org/specifications/entry-points/). A wrong one shows
    when it is called, as an ImportError or AttributeError.
    """
    module, _, name = reference.partition(":")

    def call(*given: Any) -> Any:
        return getattr(import_module(module), name)(*given)

    return call
