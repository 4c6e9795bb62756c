"""Addresses: what file names may look like and which address and output file they give."""

from __future__ import annotations

import re
import unicodedata

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
ADDRESS = re.compile(r"/(?:[A-Za-z0-9._~-]+/)*(?:[A-Za-z0-9._~-]+)?", re.ASCII)

# Names that cannot be a file on Windows, where a maintainer may work.
_RESERVED = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}


def is_slug(name: str) -> bool:
    """Say whether `name` can be part of an address: small letters, digits, single hyphens."""
    return bool(SLUG.fullmatch(name)) and name not in _RESERVED and len(name) <= 100


def slug_from(text: str) -> str:
    """Return the nearest name that can be part of an address: `Café  Talk!` gives `cafe-talk`, `!` gives ``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:100].strip("-")
    return slug if is_slug(slug) else ""


def is_address(text: str) -> bool:
    """Say whether `text` is an address on this site: starts with one slash, no dot folders."""
    parts = text.split("/")
    return bool(ADDRESS.fullmatch(text)) and "." not in parts and ".." not in parts


_DOMAIN = re.compile(
    r"(?!-)(?:[a-z0-9-]+\.)+(?:scot|uk|org|com|eu|net|info|io|ie|int|edu|wales|cymru|london)(?::\d+)?(?:[/?#][^\s<>\"]*)?",
    re.IGNORECASE | re.ASCII,
)


def is_domain(text: str) -> bool:
    """Say whether `text` surely is a web address without its start: `www.gov.scot`, `example.org/page`."""
    return bool(_DOMAIN.fullmatch(text))


def output_name(address: str) -> str:
    """Return the output file of an address: `/events/` gives `events/index.html`."""
    name = address.lstrip("/")
    return name + "index.html" if not name or name.endswith("/") else name


def absolute(site_url: str, address: str) -> str:
    """Return the whole web address. Raises ValueError without a site address, so none is relative."""
    if not site_url:
        raise ValueError("an absolute address needs the address of the site")
    return site_url.rstrip("/") + address
