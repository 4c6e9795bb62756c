"""Addresses that nobody can follow, and all the ways in which an address may stand in a text."""

from __future__ import annotations

import pytest

from plugins.core.bare_addresses import in_text


@pytest.mark.parametrize(
    ("text", "address", "link"),
    [
        ("Read https://www.gov.scot/report.", "https://www.gov.scot/report", "[our report](https://www.gov.scot/report)"),
        ("See www.gov.scot/a_b for more", "www.gov.scot/a_b", "[our report](https://www.gov.scot/a_b)"),
        ("(It is at http://nhs.scot/x(y).)", "http://nhs.scot/x(y)", "[our report](http://nhs.scot/x(y))"),
        ("**https://nhs.scot/a**, and", "https://nhs.scot/a", "[our report](https://nhs.scot/a)"),
        ("Ask network@gov.scot.", "network@gov.scot", "[network@gov.scot](mailto:network@gov.scot)"),
        ("[^1]: Smith, https://nhs.scot/b", "https://nhs.scot/b", "[our report](https://nhs.scot/b)"),
        ("> They say www.gov.scot!", "www.gov.scot", "[our report](https://www.gov.scot)"),
        ("| Where |\n|---|\n| https://nhs.scot/c |", "https://nhs.scot/c", "[our report](https://nhs.scot/c)"),
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
        "Read [the report](https://www.gov.scot/report).",
        "[![poster](../images/x.png)](https://www.gov.scot/)",
        "[![poster][pic]](https://www.gov.scot/)",
        "[The policy on www.gov.scot [PDF]](https://www.gov.scot/a.pdf)",
        "Write it in the form name@example.com.",
        "Use the format https://www.example.org, or http://learning.example/a.",
        "Read [the report](https://www.gov.scot/report 'Its title').",
        "[www.gov.scot](https://www.gov.scot)",  # its words are told of by another rule
        "[https://nhs.scot/a][b]\n\n[b]: https://nhs.scot/a",
        "Read <https://www.gov.scot/report>, or write to <network@nhs.scot>.",
        "Write to [network@nhs.scot](mailto:network@nhs.scot).",
        "Type `https://www.gov.scot/report` into the bar.",
        "    https://nhs.scot/code",
        "```\nwww.example.org\n```",
        "<!-- https://nhs.scot/note -->",
        "![Four people](../images/www.jpg)",
        "Example.org and example.org/a may be words: and/or, 9.30/10.30, GOV.UK, e.g. this.",
        "The sign @ stands in every address; @home is a group, and me@home has no dot.",
        "https:// begins an address.",
        "www. begins many.",
        "Join at https://zoom.us/j/123456789",  # told of as a link that lets anybody in
        "Write to fiona.macleod@example.org",  # told of as the mailbox of one person
        "{{ placeholder: https://nhs.scot }}",
    ],
)
def test_what_is_a_link_or_no_address_is_passed(text: str) -> None:
    assert list(in_text(text)) == []


@pytest.mark.parametrize("address", ["https://www.notexample.org/a", "www.example.scot", "ask@myexample.com"])
def test_what_only_looks_like_an_example_is_found(address: str) -> None:
    assert [found.piece for found in in_text(f"See {address}.")] == [address]
