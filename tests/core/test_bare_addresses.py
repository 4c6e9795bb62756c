"""Addresses that nobody can follow, and all the ways in which an address may stand in a text."""

from __future__ import annotations

import pytest

from plugins.core.bare_addresses import in_text


@pytest.mark.parametrize(
    ("text", "address", "link"),
    [
        ("Read https://www.example.org/report.", "https://www.example.org/report", "[our report](https://www.example.org/report)"),
        ("See www.example.org/a_b for more", "www.example.org/a_b", "[our report](https://www.example.org/a_b)"),
        ("(It is at http://example.org/x(y).)", "http://example.org/x(y)", "[our report](http://example.org/x(y))"),
        ("**https://example.org/a**, and", "https://example.org/a", "[our report](https://example.org/a)"),
        ("Ask network@example.org.", "network@example.org", "[network@example.org](mailto:network@example.org)"),
        ("[^1]: Smith, https://example.org/b", "https://example.org/b", "[our report](https://example.org/b)"),
        ("> They say www.example.org!", "www.example.org", "[our report](https://www.example.org)"),
        ("| Where |\n|---|\n| https://example.org/c |", "https://example.org/c", "[our report](https://example.org/c)"),
    ],
)  # fmt: skip
def test_an_address_that_is_no_link_is_found_with_its_place(text: str, address: str, link: str) -> None:
    [found] = in_text(text)
    assert found.message == f"This address is shown, and nobody can follow it: {address}"
    assert found.fix == f"make it a link, such as {link}"
    assert text[found.at :].startswith(address)
    assert (found.code, found.severity) == ("address-bare", "warning")


@pytest.mark.parametrize(
    "text",
    [
        "Read [the report](https://www.example.org/report).",
        "Read [the report](https://www.example.org/report 'Its title').",
        "[www.example.org](https://www.example.org)",  # its words are told of by another rule
        "[https://example.org/a][b]\n\n[b]: https://example.org/a",
        "Read <https://www.example.org/report>, or write to <network@example.org>.",
        "Write to [network@example.org](mailto:network@example.org).",
        "Type `https://www.example.org/report` into the bar.",
        "    https://example.org/code",
        "```\nwww.example.org\n```",
        "<!-- https://example.org/note -->",
        "![Four people](../images/www.jpg)",
        "Example.org and example.org/a may be words: and/or, 9.30/10.30, GOV.UK, e.g. this.",
        "The sign @ stands in every address; @home is a group, and me@home has no dot.",
        "https:// begins an address.",
        "www. begins many.",
        "Join at https://zoom.us/j/123456789",  # told of as a link that lets anybody in
        "Write to fiona.macleod@example.org",  # told of as the mailbox of one person
        "{{ placeholder: https://example.org }}",
    ],
)
def test_what_is_a_link_or_no_address_is_passed(text: str) -> None:
    assert list(in_text(text)) == []
