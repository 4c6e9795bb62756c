"""Advice on style, as GOV.UK and the Scottish Government write: never more than advice.

One table holds the rules. What other people said (testimonials, quotations) is theirs and is not judged.
Each rule speaks once for a text, at its first place, and counts the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .blanks import is_blank
from .late_patterns import late
from .markdown_slips import Found
from .problems import cut
from .prose import prose, without_blocks_of_quotation, without_quotations


@dataclass(frozen=True, slots=True)
class Style:
    """A rule: what it finds, what it says of it, and the better words where they are always right.

    `{}` in `message` stands for what was found; `better` gives the new words, `is_meant` passes near misses.
    `signs`: one of them is in every text that the rule finds something in, in small letters; it is looked for
    first, because most texts hold none. `starts`: all that the rule finds starts with one.
    """

    code: str
    pattern: re.Pattern[str]
    message: str
    fix: str
    better: Callable[[re.Match[str]], str] | None = None
    is_meant: Callable[[re.Match[str]], bool] = lambda match: True
    signs: tuple[str, ...] = ("",)
    starts: bool = False

    def found_in(self, words: str) -> Iterator[re.Match[str]]:
        """Yield what the rule finds: where it starts with a sign, only the places of signs are looked at."""
        small = words.lower()
        if not self.starts or len(small) != len(words):
            yield from self.pattern.finditer(words)
            return
        after = 0
        for at in sorted({at for sign in self.signs for at in _places(small, sign)}):
            match = self.pattern.match(words, at) if at >= after else None
            if match:
                after = match.end()
                yield match


def _places(text: str, sign: str) -> Iterator[int]:
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)


def _words(pattern: str) -> re.Pattern[str]:
    return late(rf"(?<![\w@/.-])(?:{pattern})(?![\w@/-])", re.IGNORECASE)


def _like(match: re.Match[str], words: str) -> str:
    """Return the better words with a capital where the old ones had it."""
    return words[0].upper() + words[1:] if match[0][0].isupper() else words


def _plainer(pattern: str, words: str) -> Style:
    code = f"style-{words.split()[0]}"
    signs = tuple(part.partition("(")[0] for part in pattern.split("|"))
    return Style(
        code, _words(pattern), "“{}” has a plainer word.", f"write {words}",
        lambda match: _like(match, words), signs=signs, starts=True,
    )  # fmt: skip


_KNOWN_CAPITALS = late(
    "COSLA|UNESCO|UNICEF|NASUWT|UNISON|COVID|CIPFA|SOLACE|ACOSVO|IRISS|ALISS|MYGOV|ALLIANCE|ASCII|HTTPS|NASA|AIDS"
    "|GIRFEC|SHANARRI|SEEMIS|PECOS|ASIST|RIDDOR|EQHRIA|OFSTED|LGBTQIA|LGBTIQ"
)
"""Names that are written so, and can be said as a word."""


_SHOUTED = late(
    "ABOUT|AGENDA|ALWAYS|APOLOGIES|ATTENTION|BACKGROUND|BEFORE|BOOKING|CANCELLED|CLOSED|COLLECTIVE|CONCLUSION|CONTACT"
    "|DEADLINE|DETAILS|ESSENTIAL|EVENT|EVENTS|EVERYBODY|EVERYONE|FACILITATION|IMPORTANT|INTRODUCTION|INVITATION"
    "|LEADERSHIP|LEARNING|LIMITED|MANDATORY|MEETING|NEVER|NEWSLETTER|NOTICE|NOTICES|ONLINE|PLACES|PLEASE|POSTPONED"
    "|PROGRAMME|REGISTER|REGISTRATION|REMEMBER|REMINDER|REQUIRED|RESOURCES|SPEAKERS|SUMMARY|TOGETHER|TRAINING|UPDATE"
    "|UPDATES|URGENT|VENUE|WARNING|WELCOME|WITHOUT|WORKSHOP|WORKSHOPS"
)
"""Words that people stress or head a part with. Any other word alone may be a name made of first letters: GIRFEC."""


def _is_loud(words: str) -> bool:
    """Say whether words in capitals are ordinary words: one that people stress, or two long ones."""
    long = [word for word in words.split() if len(word) > 4 and not _KNOWN_CAPITALS.fullmatch(word)]
    return len(long) > 1 or any(_SHOUTED.fullmatch(word) for word in long)


_MARK_ALONE = late(r"(?:^|\n)[ \t]*(?:\d+[.)]|:|\[\^[^\]\n]*\]:)$")
"""What starts an item of a list stands apart from its words."""

_TIME = late(r"(?<![\d.:£$€])(1[0-2]|0?[1-9])[.:]00[ ]?([ap])(?:\.m\.|m\b)", re.IGNORECASE)
_SPACED_TIME = late(
    r"\d(?<![\d.:].)(?:(?<=1)[0-2]|(?<=0)[1-9]|(?<=[1-9]))(?:[.:][0-5]\d)?(?: [ap]m\b|[ ]?[apAP]\.[mM]\.|[ ]?[AP]M\b)"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


def _stop(match: re.Match[str]) -> str:
    """Return the full stop of a sentence that ends with `a.m.`: one stands for both."""
    goes_on = re.match(r"[^\S\n]+[a-z0-9(–-]|[,;:)]", match.string[match.end() :])
    return "." if match[0].endswith(".") and not goes_on else ""


def _full_hour(match: re.Match[str]) -> str:
    return f"{int(match[1])}{match[2].lower()}m{_stop(match)}"


def _plain_time(match: re.Match[str]) -> str:
    number, half = re.sub(r"[^\d.:]", "", match[0]).strip("."), "a" if "a" in match[0].lower() else "p"
    return f"{number}{half}m{_stop(match)}"


# Where a pattern starts with letters or digits, and looks behind the first of them, it is found many times faster.
STYLES: tuple[Style, ...] = (
    _plainer(r"in order to(?! \w+ing\b)", "to"),
    Style(
        "style-use",
        _words("utili[sz](?:e[sd]?|ing)"),
        "“{}” has a plainer word.",
        "write use",
        lambda match: _like(match, "us" + re.sub(".*utili[sz]", "", match[0].lower())),
        signs=("utili",),
        starts=True,
    ),
    _plainer("prior to", "before"),
    _plainer("at this moment in time|at this point in time", "now"),
    _plainer("due to the fact that|owing to the fact that", "because"),
    _plainer("in the event that", "if"),
    _plainer("a large number of|a great number of", "many"),
    Style(
        "style-leverage",
        _words("leverag(?:e[sd]?|ing)"),
        "“{}” says little to most readers.",
        "write use, or say what is done.",
        is_meant=lambda match: not re.match(r"\s+(?:point|ratio)", match.string[match.end() :]),
        signs=("leverag",),
        starts=True,
    ),
    Style(
        "style-going-forward",
        _words("going forwards?|moving forwards?"),
        "“{}” adds nothing: the future is ahead anyway.",
        "take it out, or say from when.",
        is_meant=lambda match: not re.match(r"\s+(?:from|with|to)\b", match.string[match.end() :]),
        signs=("going forward", "moving forward"),
        starts=True,
    ),
    Style(
        "style-eg",
        _words(r"e\.g\.|eg\.?|eg,"),
        "“{}” is read out letter by letter.",
        "write for example, or such as.",
        is_meant=lambda match: match[0].islower(),
        signs=("e.g.", "eg"),
        starts=True,
    ),
    Style(
        "style-ie",
        _words(r"i\.e\.|ie\.?|ie,"),
        "“{}” is read out letter by letter.",
        "write that is, or say it in other words.",
        is_meant=lambda match: match[0].islower(),
        signs=("i.e.", "ie"),
        starts=True,
    ),
    Style(
        "style-etc",
        _words(r"etc\b\.?"),
        "“{}” leaves readers to guess the rest.",
        "name what matters, after such as or including.",
        signs=("etc",),
        starts=True,
    ),
    Style(
        "style-via",
        _words("via"),
        "“{}” is a word that some readers do not know.",
        "write by, through or with.",
        is_meant=lambda match: match[0] == "via",
        signs=("via",),
        starts=True,
    ),
    Style(
        "style-click",
        _words("click(?: on)?"),
        "Not everybody clicks: some tap, type or speak.",
        "write select, or name what people do there.",
        is_meant=lambda match: not match.string[: match.start()].lower().endswith(("double-", "right-")),
        signs=("click",),
        starts=True,
    ),
    Style(
        "style-please",
        _words("please"),
        "Pages ask without “{}”: it makes the sentence longer.",
        "take it out.",
        is_meant=lambda match: (
            not re.match(r"\s+(?:everybody|everyone|people|all)\b", match.string[match.end() :])
        ),
        signs=("please",),
        starts=True,
    ),
    Style(
        "style-exclamation",
        late(r"\w(!{2,}|[!?]*\?![!?]*|!\?+)"),
        "More than one sign does not make it stronger: {}",
        "write one sign.",
        signs=("!",),
    ),
    Style(
        "style-capitals",
        late(r"[A-ZÀ-Þ](?<![\w-].)[A-ZÀ-Þ]{4,}(?:\s+[A-ZÀ-Þ]{2,})*(?![\w-])"),
        "Capitals are hard to read: {}",
        "write it in small letters.",
        is_meant=lambda match: not is_blank(match[0]) and _is_loud(match[0]),
    ),
    Style(
        "style-time",
        _TIME,
        "A full hour needs no minutes: {}",
        "write the hour alone, such as 10am",
        _full_hour,
        signs=(":00", ".00"),
    ),
    Style(
        "style-time-form",
        _SPACED_TIME,
        "The time is written without space, full stops and capitals: {}",
        "write it like this: 10.30am",
        _plain_time,
        is_meant=lambda match: not _TIME.match(match[0]),
        signs=("am", "pm", "a.m", "p.m"),
    ),
    Style(
        "style-date",
        late(rf"(\d(?<![\w.].)\d?)(?:st|nd|rd|th)(?: of)?[ ]({_MONTHS})(?!\w)"),
        "A date needs no letters after the day: {}",
        "write it like this: 3 December",
        lambda match: f"{match[1]} {match[2]}",
        signs=tuple(f" {month.lower()}" for month in _MONTHS.split("|")),
    ),
    Style(
        "style-spaces",
        late(r"(?<=[\w.,;:?!)’”])  +(?=[\w(“‘])"),
        "There are two spaces between words here.",
        "write one space.",
        lambda match: " ",
        is_meant=lambda match: not _MARK_ALONE.search(match.string, 0, match.start()),
        signs=("  ",),
    ),
    Style(
        "style-ampersand",
        late(r"(?<=[a-z,] )&(?= [a-z])"),
        "In a sentence, “{}” is harder to read than and.",
        "write and",
        lambda match: "and",
        signs=("&",),
    ),
    Style(
        "style-government",
        _words(r"Scottish Goverment|Scotish Government|Scottish Governement|Scottish Govt\.?"),
        "“{}” is written Scottish Government.",
        "write Scottish Government",
        lambda match: "Scottish Government",
        signs=("scottish gov", "scotish gov"),
        starts=True,
    ),
    Style(
        "style-quotes",
        late(r"“[^”\"\n]{1,200}\"|(?<![\w\"])\"[^\"“\n]{1,200}”"),
        "This quotation opens and closes with different signs: {}",
        "use the same kind of sign at both ends.",
        signs=("“", "”"),
    ),
)
"""Advice on words and signs, the one table of it."""

MOST_WORDS = 30
"""A longer sentence is hard to follow."""

SHORTEST_LONG = 2 * MOST_WORDS
"""Characters of the shortest such sentence: a word takes two at least, with what sets it apart."""

_APART = late(r"\n(?=[ \t]*(?:\n|[-*+][ \t]|\d+[.)][ \t]|[|:#]))")
"""Where another paragraph, item, row or heading starts."""

_SENTENCE_END = late(r"[.!?:](?:(?<=:)\s*$|(?<!:)[.!?]*[”’\"')]*(?=\s|$))")
_LETTER = late(r"\w")
LONGEST_SHORTENED = 8
"""Characters of what is looked for at the end of a sentence: `approx.`"""
_LAST_OF_SHORTENED = {".g", ".e", "Dr", "Mr", "rs", "Ms", "St", "of", "No", "vs", "tc", "ox", ".m"}
"""The two signs before the full stop of each of these, but for a letter alone: `J.`"""
_SHORTENED = late(r"(?:\b(?:e\.g|i\.e|Dr|Mr|Mrs|Ms|St|Prof|No|vs|etc|approx)|\b[A-Z]|\b[ap]\.m)\.$")


def in_text(source: str) -> Iterator[Found]:
    """Yield the advice on the words of a Markdown source, each rule at its first place."""
    running = prose(without_blocks_of_quotation(source))
    unquoted = without_quotations(running)
    for style in _worth_a_search(source.lower()):
        words = running if style.code == "style-quotes" else unquoted
        found = [
            match
            for match in style.found_in(words)
            # Where the source has something else there, code or the target of a link was left out.
            if source.startswith(match[0], match.start()) and style.is_meant(match)
        ]
        if found:
            yield _advice(style, found, source)
    yield from _long_sentences(running)


def _worth_a_search(small: str) -> Iterator[Style]:
    for style in STYLES:
        for sign in style.signs:
            if sign in small:
                yield style
                break


def _advice(style: Style, found: list[re.Match[str]], source: str) -> Found:
    first = found[0]
    more = f" ({len(found)} times in this text)" if len(found) > 1 else ""
    message = style.message.replace("{}", cut(" ".join(first[0].split())), 1) + more
    piece, new = first[0], None
    if style.better:
        # All of a paragraph are mended at once.
        paragraph = source.find("\n\n", first.start())
        near = [match for match in found if paragraph < 0 or match.end() <= paragraph]
        piece = source[first.start() : near[-1].end()]
        new, after = "", first.start()
        for match in near:
            new += source[after : match.start()] + style.better(match)
            after = match.end()
    return Found(style.code, message, style.fix, piece, new, "advice", first.start())


def _long_sentences(text: str) -> Iterator[Found]:
    found = []
    at = 0
    for part in _APART.split(text):
        if len(part) > SHORTEST_LONG and not part.lstrip().startswith(("|", "#")):
            found += [(at + start, number) for start, number in _sentences(part)]
        at += len(part) + 1
    if found:
        at, number = found[0]
        more = f" ({len(found)} such in this text)" if len(found) > 1 else ""
        yield Found(
            "style-long-sentence",
            f"This sentence has {number} words, which is hard to follow{more}.",
            "make two of it.",
            text[at : at + 10],
            severity="advice",
            at=at,
        )


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield place and number of words of each sentence that is too long."""
    start = 0
    for end in [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]:
        sentence = text[start:end]
        if end < len(text):
            said = sentence.rstrip("”’\"')")
            last = said[-3:-1]
            if (last in _LAST_OF_SHORTENED or last[-1:].isupper()) and _SHORTENED.search(
                said, max(0, len(said) - LONGEST_SHORTENED)
            ):
                continue
        words = sentence.split() if len(sentence) > SHORTEST_LONG else []
        if len(words) > MOST_WORDS:
            number = sum(1 for word in words if _LETTER.search(word))  # a dash alone is none
            if number > MOST_WORDS:
                yield start + len(sentence) - len(sentence.lstrip()), number
        start = end
