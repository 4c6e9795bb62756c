"""Makes a built site open from a folder, without a server: for people who get a preview as a zip file.

Pages name each other by addresses such as `/events/`, which lead nowhere in a folder. Here each becomes the
way from the page to the file. Nothing else of a page changes.
"""

from __future__ import annotations

import posixpath
import re

_ATTRIBUTE = re.compile(
    rb'(?P<name>\s(?:href|src|action|poster|srcset|imagesrcset)=")(?P<value>[^"]*/[^"]*)"'
)
_ADDRESS = re.compile(r"/(?!/)[^?#]*")


def portable(page: bytes, name: str) -> bytes:
    """Return the HTML of a page whose addresses lead from its file `name`, such as `events/index.html`."""
    folder = posixpath.dirname(name) or "."

    def from_here(match: re.Match[bytes]) -> bytes:
        value = match["value"].decode("utf-8")
        if b"srcset" in match["name"]:
            # Pictures in several sizes: addresses, each with its size, between commas.
            value = ", ".join(_way(picture.strip(), folder) for picture in value.split(","))
        else:
            value = _way(value, folder)
        return match["name"] + f'{value}"'.encode()

    return _ATTRIBUTE.sub(from_here, page)


def _way(address: str, folder: str) -> str:
    """Return the way from a folder to an address of the site; another address stays as it is."""
    found = _ADDRESS.match(address)
    if not found:
        return address
    place, space, size = found[0].partition(" ")
    file = place.lstrip("/") + ("index.html" if place.endswith("/") else "")
    return posixpath.relpath(file, folder) + space + size + address[found.end() :]
