"""What on the site leads where: which addresses and documents something names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from plugins.core.documents import Document
from plugins.core.settings_tree import scalars
from plugins.core.site import ContentType, Entry, Site


class Linked:
    """What the items and `site.yaml` name. Drafts and examples count: they may become public.

    `addresses` holds the pages that something other than themselves leads to, without fragments; `names` every
    value of a setting, so that a file is used if its name or its address is among them.
    """

    def __init__(self, site: Site, entries: Iterable[Entry[Any]], settings: Document) -> None:
        self.addresses: set[str] = set()
        self.names: set[str] = set()
        types = {name: kind for kind in site.types for name in (kind.name, kind.folder)}
        for entry in entries:
            for target in site.targets.get(entry.path, ()):
                self._leads_to(target, entry.address)
            for setting, text in _values(entry.document):
                # A setting that is called like a type names an item of it.
                kind = entry.type if setting == "parent" else types.get(setting)
                self._leads_to(kind.address(text, None) if kind else text, entry.address)
                self.names.add(text)
        for _, text in _values(settings):
            self._leads_to(text, "")
            self.names.add(text)
        letters = site.mailing_list()
        if letters is not None:
            self.addresses.add(letters.href)

    def _leads_to(self, target: str, source: str) -> None:
        if target.startswith("/"):
            address = target.partition("#")[0]
            if address != source:
                self.addresses.add(address)

    def reaches(self, kind: ContentType, address: str) -> bool:
        """Say whether something leads to a page, or to the list that its type is shown in."""
        return address in self.addresses or f"/{kind.folder}/" in self.addresses

    def uses(self, asset: str) -> bool:
        """Say whether a document (`files/agenda.pdf`) is named by an item or a setting, by its address or its name."""
        return f"/{asset}" in self.addresses or asset.partition("/")[2] in self.names


def _values(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the value of each setting with the setting's name; a value of a list has the name of the list."""
    for location, scalar in scalars(document.settings):
        name = next((part for part in reversed(location) if isinstance(part, str)), "")
        yield name, scalar.text
