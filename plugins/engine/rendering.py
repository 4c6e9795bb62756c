"""Renders views with the theme's templates, and knows when nothing needs to be rendered.

A template sees two names, `page` and `site`, both frozen views of plain values. With
StrictUndefined and no dynamic template names, the page is a function of view, frame,
templates and code, so their hash is a complete fingerprint.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, meta

from plugins.core.view import Frame, View


class Renderer:
    """Turns views into HTML. Raises Jinja's errors for a fault in a template; those are ours."""

    def __init__(self, templates: Path, frame: Frame, code: str) -> None:
        self.environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        # Nothing of Jinja's own globals that could bring in chance or the clock.
        self.environment.globals = {}
        self.frame = frame
        self._base = hashlib.sha256(f"{code}\n{frame!r}".encode()).digest()
        self._closures: dict[str, bytes] = {}
        self._sources: dict[str, tuple[bytes, frozenset[str]]] = {}

    def fingerprint(self, view: View) -> str:
        """Return the hash of everything that the page of this view depends on."""
        digest = hashlib.sha256(self._base)
        digest.update(self._closure(view.template))
        # The repr of a frozen dataclass of plain values names every field and value, in order.
        digest.update(repr(view).encode())
        return digest.hexdigest()

    def render(self, view: View) -> bytes:
        """Return the page of a view as UTF-8."""
        template = self.environment.get_template(view.template)
        return template.render(page=view, site=self.frame).encode()

    def _closure(self, name: str) -> bytes:
        """Return the hash of a template and of every template that it includes, extends or imports."""
        if name not in self._closures:
            seen: set[str] = set()
            waiting = [name]
            while waiting:
                current = waiting.pop()
                if current not in seen:
                    seen.add(current)
                    waiting += self._source(current)[1]
            digest = hashlib.sha256()
            for part in sorted(seen):
                digest.update(part.encode() + b"\0" + self._source(part)[0])
            self._closures[name] = digest.digest()
        return self._closures[name]

    def _source(self, name: str) -> tuple[bytes, frozenset[str]]:
        if name not in self._sources:
            loader = self.environment.loader
            assert loader is not None
            source, file, _ = loader.get_source(self.environment, name)
            found = set(meta.find_referenced_templates(self.environment.parse(source, name, file)))
            if None in found:
                raise ValueError(
                    f"{name} chooses a template at run time, so its pages cannot be fingerprinted"
                )
            self._sources[name] = (source.encode(), frozenset(part for part in found if part))
        return self._sources[name]
