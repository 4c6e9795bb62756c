"""Pictures as pages show them: the files that a browser chooses from, and the HTML that lets it choose."""

from __future__ import annotations

from dataclasses import dataclass

DECORATIVE = "decorative"
"""The description that says on purpose: nobody misses anything who can't see this picture."""

TEXT_WIDTH = 722
"""How wide a text gets at most, in pixels: `--measure` of the theme. `tests/browser` holds the two together."""

BESIDE_TEXT = 32
"""The least that stands beside a text on a narrow screen, in pixels: twice `--gutter` of the theme."""


@dataclass(frozen=True, slots=True)
class Source:
    """The files of a picture in one format: its media type, and a `srcset` (HTML, 4.8.4.2.1)."""

    type: str
    srcset: str

    @property
    def has_widths(self) -> bool:
        """Say whether there is a choice of widths, for which a browser needs `sizes`."""
        return " " in self.srcset


@dataclass(frozen=True, slots=True)
class PublishedPicture:
    """A picture of the content as it is published. It is never the file that the editor put there.

    `src` is the address of the copy for every browser, feed and search engine, `width` and `height` its size
    in pixels, `sources` the lighter ones in the order in which a browser tries them. `large` is what a link
    to the picture leads to. `digest` is the hash of the editor's file.
    """

    src: str
    width: int = 0
    height: int = 0
    sources: tuple[Source, ...] = ()
    large: str = ""
    digest: str = ""


def alternative_text(description: str) -> str:
    """Return what `alt` says for the description of an image: nothing, if it is decorative on purpose."""
    return "" if description.strip().casefold() == DECORATIVE else description


def shown_sizes(width: int) -> str:
    """Return `sizes` (HTML, 4.8.4.2.1) for a picture of that width in a text: how wide it stands on a screen."""
    widest = min(width, TEXT_WIDTH)
    return f"(min-width: {widest + BESIDE_TEXT}px) {widest}px, calc(100vw - {BESIDE_TEXT}px)"


def picture_html(picture: PublishedPicture, before: str, after: str, *, lazy: bool) -> str:
    """Return the HTML of a picture in a text. `before` and `after` are the attributes round its address."""
    loading = ' loading="lazy"' if lazy else ""
    size = f' width="{picture.width}" height="{picture.height}"' if picture.width else ""
    image = f'<img{before} src="{escaped(picture.src)}"{size}{loading} decoding="async"{after}>'
    if not picture.sources:
        return image
    sizes = f' sizes="{shown_sizes(picture.width)}"'
    sources = "".join(
        f'<source type="{source.type}" srcset="{escaped(source.srcset)}"{sizes if source.has_widths else ""}>'
        for source in picture.sources
    )
    return f"<picture>{sources}{image}</picture>"


def escaped(address: str) -> str:
    """Return an address as the value of an attribute."""
    return address.replace("&", "&amp;").replace('"', "&quot;")
