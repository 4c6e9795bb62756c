"""Advice on style: what each rule finds, what it lets pass, and that it never does more than advise."""

from __future__ import annotations

import pytest

from plugins.core.own_name import other_name
from plugins.core.wording import STYLES

from .text_slips import mended, slips

FOUND = {
    "style-to": ("We meet in order to learn.", "“in order to” has a plainer word.", "We meet to learn."),
    "style-use": ("Teams utilised it.", "“utilised” has a plainer word.", "Teams used it."),
    "style-before": (
        "Prior to the day, read this.",
        "“Prior to” has a plainer word.",
        "Before the day, read this.",
    ),
    "style-now": (
        "It is full at this moment in time.",
        "“at this moment in time” has a plainer word.",
        "It is full now.",
    ),
    "style-because": (
        "Due to the fact that it rained.",
        "“Due to the fact that” has a plainer word.",
        "Because it rained.",
    ),
    "style-if": (
        "In the event that it rains, stay.",
        "“In the event that” has a plainer word.",
        "If it rains, stay.",
    ),
    "style-many": (
        "A large number of people came.",
        "“A large number of” has a plainer word.",
        "Many people came.",
    ),
    "style-leverage": ("We leverage what we know.", "“leverage” says little to most readers.", None),
    "style-going-forward": (
        "Going forward, we meet online.",
        "“Going forward” adds nothing: the future is ahead anyway.",
        None,
    ),
    "style-eg": ("Bring food, e.g. fruit.", "“e.g.” is read out letter by letter.", None),
    "style-ie": ("The host, i.e. Ann, speaks.", "“i.e.” is read out letter by letter.", None),
    "style-etc": ("Pens, paper etc.", "“etc.” leaves readers to guess the rest.", None),
    "style-via": ("Join via the link.", "“via” is a word that some readers do not know.", None),
    "style-click": ("Click the button.", "Not everybody clicks: some tap, type or speak.", None),
    "style-please": (
        "Please book a place.",
        "Pages ask without “Please”: it makes the sentence longer.",
        None,
    ),
    "style-exclamation": ("Join us!!", "More than one sign does not make it stronger: s!!", None),
    "style-capitals": ("This is VERY IMPORTANT today.", "Capitals are hard to read: IMPORTANT", None),
    "style-time": (
        "From 10.00am to 2:00 pm.",
        "A full hour needs no minutes: 10.00am (2 times in this text)",
        "From 10am to 2pm.",
    ),
    "style-time-form": (
        "From 9.30 A.M. on.",
        "The time is written without space, full stops and capitals: 9.30 A.M.",
        "From 9.30am on.",
    ),
    "style-date": (
        "On 3rd December 2026.",
        "A date needs no letters after the day: 3rd December",
        "On 3 December 2026.",
    ),
    "style-spaces": ("One.  Two.", "There are two spaces between words here.", "One. Two."),
    "style-ampersand": (
        "We listen & learn.",
        "In a sentence, “&” is harder to read than and.",
        "We listen and learn.",
    ),
    "style-government": (
        "The Scottish Goverment.",
        "“Scottish Goverment” is written Scottish Government.",
        "The Scottish Government.",
    ),
    "style-quotes": (
        'She said “yes" to it.',
        'This quotation opens and closes with different signs: “yes"',
        None,
    ),
    "style-long-sentence": (
        "Word " * 30 + "ends.",
        "This sentence has 31 words, which is hard to follow.",
        None,
    ),
}


@pytest.mark.parametrize(
    ("code", "text", "message", "better"), [(code, *case) for code, case in FOUND.items()]
)
def test_what_is_advised(code: str, text: str, message: str, better: str | None) -> None:
    found = slips(text)
    assert [(slip.code, slip.message, slip.severity) for slip in found] == [(code, message, "advice")]
    assert mended(text) == (better or text)
    assert slips(better or "") == []


def test_every_rule_has_its_test() -> None:
    assert {style.code for style in STYLES} | {"style-long-sentence"} == set(FOUND)


@pytest.mark.parametrize(
    "text",
    [
        "We facilitate groups and use what works.",
        "The leverage point of a system.",
        "EG is a code, and so are IE and Via Ferrata.",
        "Moving forward from here takes courage.",
        "Efforts to please everybody fail.",
        "COSLA, UNISON NHS and the NHS met in COVID times. GIRFEC and SHANARRI. The PDF is here.",
        "From 10am to 10.30am, and 10:00 in a table.",
        "At 12 noon, 3 people; version 10.00 of it.",
        "The 3rd of them. On December 3rd Street.",
        "Research & Development, Marks & Spencer, R&D.",
        "A line  \nand another.",
        "| a   | b  |\n|-----|----|\n| c   | d  |",
        "1.  One\n2.  Two",
        "Term\n:   What it means",
        "Stop! What? Yes.",
        "“Please utilise it,” she said.",
        "> We should utilise this in order to go forward!!",
        "`in order to` and <https://example.org/click/via/please>",
        "[a](../pages/in-order-to.md) and ![b](../images/please.jpg)",
        "```\nplease utilise  this\n```",
        "Short. " * 40,
        "- " + "\n- ".join(["an item of a list"] * 12),
        "| " + " | ".join(["a cell"] * 20) + " |\n|" + "---|" * 20,
        '“Straight” and "curly" quotations each whole.',
        'It is 5" wide.',
        "etcetera, viaduct, clicker, pleased",
        "WRITE HERE",
    ],
)
def test_what_is_well_written_passes(text: str) -> None:
    assert [(slip.code, slip.message) for slip in slips(text)] == []


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("We meet at 10.00am.", "We meet at 10am."),
        ("We meet at 10.00 a.m. and eat.", "We meet at 10am and eat."),
        ("We meet at 10.30 a.m. Then we eat.", "We meet at 10.30am. Then we eat."),
        ("We meet at 10.30 a.m.", "We meet at 10.30am."),
    ],
)
def test_a_sentence_keeps_its_full_stop(text: str, better: str) -> None:
    assert mended(text) == better


def test_one_advice_for_a_rule_mends_all_of_a_paragraph() -> None:
    text = "In order to see. In order to hear.\n\nIn order to know."
    assert [slip.message for slip in slips(text)] == [
        "“In order to” has a plainer word. (3 times in this text)"
    ]
    assert mended(text) == "To see. To hear.\n\nIn order to know."


NAME = "Collective Leadership for Scotland"


@pytest.mark.parametrize(
    "text",
    [
        "Collective Leadership Scotland",
        "Collective Leadership in Scotland",
        "Collective\nLeadership Scotland",
    ],
)
def test_the_name_written_otherwise(text: str) -> None:
    found = other_name(f"We are {text}.", NAME)
    assert found
    assert (
        found.message == f"The name of the organisation is written otherwise here: {' '.join(text.split())}"
    )
    assert (found.piece, found.new, found.severity) == (text, NAME, "advice")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (NAME, NAME),
        ("Collective\nLeadership for\nScotland", NAME),
        ("collective leadership across Scotland and collective leadership in Scotland", NAME),
        ("“Collective Leadership Scotland”, as it was called", NAME),
        ("Example the Network", "Example Network"),
    ],
)
def test_what_is_not_the_name(text: str, name: str) -> None:
    assert other_name(text, name) is None
