"""Pictures as HTML."""

from __future__ import annotations

import pytest

from plugins.core.pictures import PublishedPicture, Source, alternative_text, picture_html, shown_sizes


@pytest.mark.parametrize(
    ("description", "alt"),
    [("People round a table", "People round a table"), ("decorative", ""), (" Decorative ", ""),
     ("A decorative plate", "A decorative plate"), ("Decorative arts", "Decorative arts")],
)  # fmt: skip
def test_decorative_is_said_on_purpose(description: str, alt: str) -> None:
    assert alternative_text(description) == alt


def test_a_picture_is_never_wider_than_the_text() -> None:
    assert shown_sizes(1280) == "(min-width: 754px) 722px, calc(100vw - 32px)"
    assert shown_sizes(300) == "(min-width: 332px) 300px, calc(100vw - 32px)"


def test_html() -> None:
    wide = Source("image/avif", "/a-1.avif 1w, /a-2.avif 2w")
    single = Source("image/webp", '/a"&.webp')
    picture = PublishedPicture("/a.jpg", 2, 1, (wide, single))
    assert picture_html(picture, ' alt="A"', ' class="b"', lazy=True) == (
        '<picture><source type="image/avif" srcset="/a-1.avif 1w, /a-2.avif 2w"'
        ' sizes="(min-width: 34px) 2px, calc(100vw - 32px)">'
        '<source type="image/webp" srcset="/a&quot;&amp;.webp">'
        '<img alt="A" src="/a.jpg" width="2" height="1" loading="lazy" decoding="async" class="b"></picture>'
    )
    assert (
        picture_html(PublishedPicture("/a.jpg"), "", "", lazy=False) == '<img src="/a.jpg" decoding="async">'
    )
