"""Addresses that do not belong on a public site: rooms for those who booked, mailboxes and telephones of one person.

What is not certain stays silent: a role's mailbox, a helpline, an example.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .late_patterns import late
from .markdown_slips import Found
from .problems import cut

_JOINING = late(
    r"(?:https?://)?(?:"
    r"(?:[\w-]+\.)*zoom\.(?:us|com)/(?:j|w|my|s|wc/join)/[\w.?=&%-]+"
    r"|teams\.(?:microsoft|live)\.com/(?:l/meetup-join|meet)/[^\s<>)\]\"']+"
    r"|meet\.google\.com/[a-z]{3}-[a-z]{4}-[a-z]{3}(?![\w-])"
    r"|(?:[\w-]+\.)*webex\.com/(?:meet|join|[\w-]+/j\.php)[^\s<>)\]\"']*"
    r"|meet\.jit\.si/[\w%-]+"
    r"|(?:[\w-]+\.)*whereby\.com/[\w-]+"
    r"|(?:[\w-]+\.)*gotomeeting\.com/join/\d+"
    r"|chat\.whatsapp\.com/[\w-]+"
    r")",
    re.IGNORECASE,
)
_MEETING_HOSTS = (
    "zoom.", "teams.", "meet.google.", "webex.", "meet.jit.si/", "whereby.", "gotomeeting.", "chat.whatsapp.",
)  # fmt: skip
"""One of these is in every such link: most texts hold none, and need not be searched."""
_PIN = late(
    r"(?:PIN|Pin|(?P<pass>[Pp]ass ?code)|[Aa]ccess [Cc]ode|[Pp]articipant [Cc]ode|[Cc]onference (?:ID|[Cc]ode))"
    r"(?: (?:is|number|code))?[:,]?[ \t*_]*\d[\d ]{2,12}\d\b#?"
)
_DIALLED = late(
    r"\bdial(?:ling)?(?![a-z])|\bconference (?:call|id|code|number)|\b(?:join|phone) (?:by phone|in)\b",
    re.IGNORECASE,
)
_MEETING = late(r"\b(?:zoom|webex|meeting|microsoft teams)\b", re.IGNORECASE)
"""What stands beside the number of a meeting: a door may have a code too, and a card a PIN."""
_OTHER_CODE = late(
    r"\b(?:door|gate|wi-?fi|building|entrance|lift|locker|car park|alarm|network)\b", re.IGNORECASE
)
_NEAR = 120
_MAILBOX = late(r"(?<![\w.+%/-])([A-Za-z][\w.+'-]*)@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
_OF_ONE_PERSON = late(
    r"(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|mac|aol|btinternet|virginmedia|talktalk|sky"
    r"|ntlworld|blueyonder|protonmail|proton|pm|gmx|mail)\.(?:com|co\.uk|uk|net|me|de)"
    r"|tiscali\.co\.uk|fsmail\.net",
    re.IGNORECASE,
)
_MOBILE = late(r"(?<![\d+/.-])(?:\+44[ ]?\(?0?\)?[ ]?7\d{3}|07\d{3})[ -]?\d{3}[ -]?\d{3}(?![\d/-])")
_EXAMPLE_MOBILE = late(r"(?:44|0)0?7700900")
"""Numbers that Ofcom keeps for examples and films."""

_OF_AN_OFFICE = late(
    "funding|grants?|applications?|scheme|hall|castle|house|harbour|centre|team|office|enquiries|support|library|school"
)
"""What stands behind `grant.` or `ross.` where it is no first name."""
_FIRST_NAME = late(
    "aaron|adam|agnes|aileen|ailsa|alan|alasdair|alastair|alec|alex|alexander|alice|alison|alistair"
    "|allan|amanda|amy|andrea|andrew|angela|angus|ann|anna|anne|annie|anthony|arthur|ashley|barbara"
    "|barry|ben|beth|brenda|brian|bruce|callum|calum|cameron|carol|caroline|carolyn|catherine|catriona"
    "|charles|charlotte|chris|christina|christine|christopher|claire|clare|colin|connor|craig|daniel"
    "|david|dawn|deborah|denise|derek|diana|diane|donald|donna|dorothy|dougal|douglas|duncan|edward"
    "|eilidh|elaine|eleanor|elizabeth|ellen|emily|emma|eric|erin|euan|ewan|ewen|fiona|fraser|gail|gareth"
    "|gary|gavin|gemma|george|gillian|gordon|graeme|graham|grant|gregor|hamish|hannah|harry|hazel"
    "|heather|helen|hugh|iain|ian|ines|innes|irene|isla|isobel|jack|jackie|jacqueline|james|jamie|jane"
    "|janet|janice|jason|jean|jenna|jennifer|jessica|jill|jim|joan|joanna|joanne|john|jonathan|joseph"
    "|josh|judith|julia|julie|karen|kate|katherine|kathleen|katie|katy|keith|kelly|kenneth|kerry|kevin"
    "|kirsten|kirsty|kyle|laura|lauren|leanne|lee|lesley|lewis|liam|linda|lindsay|lisa|liz|lorna"
    "|lorraine|louise|lucy|lynn|lynne|lynsey|mairi|malcolm|margaret|maria|marian|marie|marion|mark"
    "|martin|mary|matthew|maureen|megan|melanie|michael|michelle|mike|moira|morag|morven|natalie|neil"
    "|nicholas|nick|nicola|nicole|norman|olivia|pamela|patricia|patrick|paul|paula|pauline|peter|philip"
    "|rachel|rebecca|richard|robert|roddy|rona|ronald|rory|rosemary|ross|rowan|roy|russell|ruth|ryan"
    "|sally|sam|samantha|samuel|sandra|sara|sarah|scott|sean|shauna|sheena|sheila|shirley|shona|simon"
    "|sophie|stephanie|stephen|steve|steven|stewart|stuart|susan|susanna|suzanne|theresa|thomas|tim|tom"
    "|tony|tracey|tracy|valerie|vicky|victoria|walter|wendy|william|yvonne|zoe"
)
"""First names that are common in Scotland."""


def in_text(text: str) -> Iterator[Found]:
    """Yield what should not be public in a text: a Markdown source, or the value of a setting."""
    small = text.lower() if "/" in text else ""
    for match in _JOINING.finditer(text) if any(host in small for host in _MEETING_HOSTS) else ():
        yield Found(
            "joining-link",
            f"This link lets anybody into a meeting: {cut(match[0])}",
            "take it out, and send it to those who booked; an event says so with joining: under online:",
            match[0],
            at=match.start(),
        )
    if "PIN" in text or "Pin" in text or "ode" in text or "onference ID" in text:
        yield from _pins(text)
    if "@" in text:
        yield from _mailboxes(text)
    for match in _MOBILE.finditer(text) if "07" in text or "+44" in text else ():
        if not _EXAMPLE_MOBILE.match(re.sub(r"\D", "", match[0])):
            yield Found(
                "phone-personal",
                f"{match[0]} is a mobile number, and everybody can read it here.",
                "write the number of an office, or take it out; keep it if it belongs to a service and not to a person.",
                match[0],
                severity="warning",
                at=match.start(),
            )


def _pins(text: str) -> Iterator[Found]:
    for match in _PIN.finditer(text):
        start = max(text.rfind("\n\n", 0, match.start()), match.start() - _NEAR, 0)
        near = text[start : match.end()]
        is_told = "meeting id" in near.lower()  # with its passcode
        is_whole = not text[: match.start()][-1:].isalnum()
        is_of_a_call = _DIALLED.search(near) or (match["pass"] and _MEETING.search(near))
        if is_whole and is_of_a_call and not is_told and not _OTHER_CODE.search(near):
            yield Found(
                "joining-details",
                f"With this number anybody can join the meeting: {cut(match[0])}",
                "take it out, and send it with the number to dial to those who booked.",
                match[0],
                at=match.start(),
            )


def _mailboxes(text: str) -> Iterator[Found]:
    for match in _MAILBOX.finditer(text):
        name, domain = match[1], match[2]
        if _OF_ONE_PERSON.fullmatch(domain):
            why = f"a mailbox at {domain}, which is usually one person's"
        elif is_of_a_person(name):
            why = "the mailbox of one person, and everybody can read it here"
        else:
            continue
        yield Found(
            "mailbox-personal",
            f"{cut(match[0])} is {why}.",
            "write the mailbox of a team or a role; it stays when people change.",
            match[0],
            severity="warning",
            at=match.start(),
        )


def is_of_a_person(name: str) -> bool:
    """Say whether the part of an e-mail address before its @ is surely somebody's name: `fiona.macleod`."""
    parts = re.split(r"[._-]", name.lower())
    if len(parts) not in (2, 3) or not re.fullmatch(r"[a-z']{2,}\d*", parts[-1]):
        return False
    return (
        is_first_name(parts[0])
        and not _OF_AN_OFFICE.fullmatch(parts[-1])
        and all(re.fullmatch(r"[a-z']+", part) for part in parts[:-1])
    )


def is_first_name(word: str) -> bool:
    """Say whether a word is a common first name, in capitals or small letters."""
    return bool(_FIRST_NAME.fullmatch(word.lower()))
