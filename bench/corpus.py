"""A made-up site of a given size: the same files on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

NOW = "2026-11-22T10:00"
"""The time that the builds take as now: half of the events are before it."""

TODAY = date(2026, 11, 22)
MONTHS_BACK = 20
"""How far events reach back and ahead: the main calendar, which holds two years of the past, has all of them."""

TOPICS = ("facilitation", "hosting", "learning", "listening", "power", "research", "systems", "wellbeing")
SERIES = ("coaching-circle", "open-space", "peer-learning", "reading-group", "summer-school", "webinars")
TOWNS = ("Aberdeen", "Dumfries", "Dundee", "Edinburgh", "Glasgow", "Inverness", "Perth", "Stirling")

# Words enough that two texts are never alike, of the lengths that English has.
_STARTS = ("co", "de", "in", "pro", "re", "sur", "trans", "under", "over", "inter", "con", "per", "be", "en")
_MIDDLES = (
    "gath",
    "lead",
    "list",
    "learn",
    "mak",
    "serv",
    "shar",
    "change",
    "form",
    "mind",
    "reach",
    "work",
    "tend",
)
_ENDS = ("er", "ing", "ed", "ers", "ful", "ment", "ly", "", "s")
_SMALL = (
    "a",
    "and",
    "as",
    "at",
    "by",
    "for",
    "in",
    "is",
    "it",
    "of",
    "on",
    "or",
    "so",
    "that",
    "the",
    "to",
    "we",
    "with",
)


def make_site(folder: Path, items: int, newsletters: int | None = None) -> None:
    """Write the content of a site with so many events, half as many newsletters if no number is given, and a page."""
    random = Random(20261122)  # noqa: S311 (the same files every time are the point)
    files = {"site.yaml": _settings(), "pages/about.md": page("About us", _text(random, 300))}
    files |= dict(_events(random, items))
    files |= dict(_newsletters(random, items // 2 if newsletters is None else newsletters))
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")


def _settings() -> str:
    lines = [
        "name: Example Network",
        "summary: A network for colleagues.",
        "site_url: https://www.example.org",
    ]
    lines += [
        "mailbox: team@example.org",
        "feed_identity:",
        "  domain: network.example.org",
        "  year: 2026",
        "sections:",
    ]
    for name in ("offers", "events", "testimonials", "newsletters", "forms"):
        lines += [
            f"  {name}:",
            f"    title: {name.title()}",
            f"    summary: All {name}.",
            "    empty: None yet.",
        ]
    for heading, names in (("topics", TOPICS), ("series", SERIES)):
        lines.append(f"{heading}:")
        for name in names:
            words = name.replace("-", " ").capitalize()
            lines += [f"  {name}:", f"    name: {words}", f"    summary: What we do about {words.lower()}."]
    return "\n".join(lines) + "\n"


def page(title: str, text: str) -> str:
    """Return the file of a page."""
    return f"---\ntitle: {title}\nsummary: A page of its own.\n---\n{text}\n"


def _events(random: Random, number: int) -> Iterator[tuple[str, str]]:
    span = MONTHS_BACK * 30
    for index in range(number):
        day = TODAY + timedelta(days=-span + index * 2 * span // max(number, 1))
        announced = min(day, TODAY) - timedelta(days=random.randint(0, 60))
        hour = random.randint(9, 17)
        form = random.choice(("in-person", "online", "hybrid"))
        lines = [
            "---", f"title: {_title(random)}", f"summary: {_sentence(random, 18)}", f"date: {announced}",
            f"start: {day} {hour:02}:00", f"end: {day} {hour + 2:02}:30", f"format: {form}",
            f"topics: [{', '.join(random.sample(TOPICS, 2))}]", f"audience: {_sentence(random, 6)}",
        ]  # fmt: skip
        if form != "online":
            street = f"{random.randint(1, 200)} {_word(random).capitalize()} Street"
            lines += [
                "venue:",
                f"  name: {_title(random)} Hall",
                f"  address: {street}, {random.choice(TOWNS)}",
            ]
            lines += [f"  access: {_sentence(random, 8)}"]
        if form != "in-person":
            lines += ["online:", f"  joining: {_sentence(random, 8)}"]
        if random.random() < 0.5:
            lines.append(f"series: {random.choice(SERIES)}")
        if random.random() < 0.04:
            lines.append(f"event_status: {random.choice(('cancelled', 'postponed'))}")
            lines.append("status_note: The speaker is ill.")
        yield (
            f"events/event-{index:04}.md",
            "\n".join([*lines, "---", _text(random, random.randint(150, 250))]) + "\n",
        )


def _newsletters(random: Random, number: int) -> Iterator[tuple[str, str]]:
    # One for each month, as the site has it; so many of them are many years.
    for index in range(number):
        year, month = divmod(TODAY.year * 12 + TODAY.month - 1 - index, 12)
        issue = f"{year:04}-{month + 1:02}"
        settings = (
            f"title: {_title(random)}\nsummary: {_sentence(random, 20)}\nissue: {issue}\ndate: {issue}-03"
        )
        topics = f"topics: [{random.choice(TOPICS)}]"
        yield (
            f"newsletters/{issue}.md",
            f"---\n{settings}\n{topics}\n---\n{_text(random, random.randint(600, 900))}\n",
        )


# Words


def _word(random: Random) -> str:
    if random.random() < 0.45:
        return random.choice(_SMALL)
    start = random.choice(_STARTS) if random.random() < 0.4 else ""
    return f"{start}{random.choice(_MIDDLES)}{random.choice(_ENDS)}"


def _title(random: Random) -> str:
    return " ".join(random.choice(_MIDDLES) + random.choice(_ENDS) for _ in range(4)).capitalize()


def _sentence(random: Random, words: int) -> str:
    return " ".join(_word(random) for _ in range(words)).capitalize() + "."


def _text(random: Random, words: int) -> str:
    """Return Markdown of about so many words: paragraphs, headings, lists, links and a footnote."""
    blocks: list[str] = []
    left = words
    while left > 0:
        kind = random.random()
        if blocks and kind < 0.12:
            blocks.append(f"## {_title(random)}")
            left -= 4
        elif kind < 0.25:
            blocks.append("\n".join(f"- {_sentence(random, 10)}" for _ in range(4)))
            left -= 40
        else:
            link = f"[{_title(random)}](https://www.example.com/{_word(random)})"
            blocks.append(f"{_sentence(random, 25)} **{_word(random)}** {link} {_sentence(random, 20)}")
            left -= 50
    return "\n\n".join([*blocks, f"{_sentence(random, 10)}[^1]", f"[^1]: {_sentence(random, 8)}"])
