"""The engine: the only package that imports Pelican. `generator.py` reads like a table of contents."""

from __future__ import annotations

from typing import Any


def get_generators(pelican: Any) -> Any:
    """Give Pelican our generator."""
    from .generator import SiteGenerator

    return SiteGenerator


def get_writer(pelican: Any) -> Any:
    """Give Pelican our writer."""
    from .writer import SiteWriter

    return SiteWriter


def connect(generators: list[Any]) -> None:
    """Connect the site after every generator has read: the last point before anything is written."""
    from .generator import SiteGenerator

    for generator in generators:
        if isinstance(generator, SiteGenerator):
            generator.connect()


def register() -> None:
    """Connect to Pelican's signals; handlers are module-level functions, since signals hold them weakly."""
    from pelican import signals

    signals.get_generators.connect(get_generators)
    signals.get_writer.connect(get_writer)
    signals.all_generators_finalized.connect(connect)
