"""The kinds of value a setting can have. Each turns the editor's text into a value, or says why not.

A kind raises `PydanticCustomError(code, message, {"fix": …})`; `{label}` in message and fix stands
for the name of the field as people see it. `schema.validate` turns these into problems.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

from .addresses import is_address, is_domain, is_slug, slug_from
from .clock import Moment
from .date_slips import month_meant
from .problems import cut, listed, nearest
from .spelling import same_name
from .written_dates import DateFault, parse_date, parse_moment


class OpenPlaceholder(str):
    """The marked text that stands where the owner still has to decide; `name` is the placeholder's."""

    __slots__ = ("name",)
    name: str

    def __new__(cls, name: str, shown: str) -> OpenPlaceholder:
        """Make the text `shown` that remembers its placeholder's name."""
        self = super().__new__(cls, shown)
        self.name = name
        return self

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        return (self.name, str(self))


@dataclass(frozen=True)
class Kind:
    """What sort of input a field is; guides and editing forms are made from it."""

    name: str


T = TypeVar("T")


def field(label: str, hint: str, example: Any, **more: Any) -> Any:
    """Declare a field once: its name for people, what to write, and an example that is right.

    `default=…` makes it optional, as in pydantic's `Field`.
    """
    return Field(title=label, description=hint, examples=[example], **more)


def fault(code: str, message: str, fix: str, right: str | None = None) -> PydanticCustomError:
    """Make the error that a kind raises. Braces in values are safe: nothing here is a template.

    `right` is what the whole value certainly has to become, if there is such a thing.
    """
    context = {"message": message, "fix": fix}
    if right is not None:
        context["right"] = right
    return PydanticCustomError(code, "{message}", context)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise fault(
            "text-expected",
            "{label} must be one piece of text.",
            "write the value on one line after the name; put it between double quotes if it starts with [ or {",
        )
    return value


def parse_text(value: object) -> str:
    """One or more lines of plain text, not empty."""
    text = _text(value)
    if isinstance(text, OpenPlaceholder):
        return text
    text = text.strip()
    if not text:
        raise fault("text-empty", "Enter {label:lower}.", "write it after the colon.")
    return text


def parse_line(value: object) -> str:
    """One line of plain text; a folded value becomes one line."""
    text = parse_text(value)
    return text if isinstance(text, OpenPlaceholder) else " ".join(text.split())


_CURLY = "“”‘’"


def _uncurled(value: object) -> str:
    """Refuse quotes that a word processor put round a value that is not prose."""
    text = _text(value).strip()
    if text and (text[0] in _CURLY or text[-1] in _CURLY):
        raise fault(
            "curly-quotes",
            "{label} has curly quotes round it, which usually come from a word processor.",
            f"write it without quotes: {text.strip(_CURLY)}",
        )
    return text


def _tidied(parse: Callable[[object], T]) -> Callable[[object], T]:
    """Return a parser that knows the right value where only quotes, spaces or a comma too many are wrong."""

    @wraps(parse)
    def parsed(value: object) -> T:
        try:
            return parse(value)
        except PydanticCustomError as error:
            context = error.context or {}
            right = _without_ends(value, parse) if "right" not in context else None
            if right is None:
                raise
            fix = context["fix"] if error.type == "curly-quotes" else f"write {right}"
            raise fault(error.type, context["message"], fix, right) from None

    return parsed


_ENDS = f"{_CURLY}\"'<> \u00a0"


def _without_ends(value: object, parse: Callable[[object], T]) -> str | None:
    text = value.strip(_ENDS).rstrip(f",;{_ENDS}") if isinstance(value, str) else ""
    if not text or text == value:
        return None
    try:
        parse(text)
    except PydanticCustomError as error:
        right = (error.context or {}).get("right")
        return right if isinstance(right, str) else None
    return text


def _dated(parse: Callable[[str], T]) -> Callable[[object], T]:
    def parsed(value: object) -> T:
        try:
            return parse(_uncurled(value))
        except DateFault as error:
            raise fault(error.code, error.message, error.fix, error.right) from None

    return _tidied(parsed)


@_tidied
def parse_flag(value: object) -> bool:
    """true or false (yes and no mean the same)."""
    text = _uncurled(value).lower()
    if text in ("true", "yes"):
        return True
    if text in ("false", "no"):
        return False
    raise fault(
        "flag-form",
        f"{{label}} must be true or false, but it is “{cut(_text(value).strip())}”.",
        "write true"
        if text.startswith("yes")
        else "write false"
        if text.startswith("no")
        else "write true or false.",
    )


@_tidied
def parse_whole(value: object) -> int:
    """A whole number, 0 or more."""
    text = _uncurled(value)
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        counted = re.fullmatch(r"(\d{1,9})\s+(?:people|places?|spaces?|days?)", text, re.ASCII)
        raise fault(
            "number-form",
            f"{{label}} must be a whole number, but it is “{cut(text)}”.",
            f"write {counted[1]}" if counted else "write it in digits and nothing else, such as {example}",
            counted[1] if counted else None,
        )
    return int(text)


@_tidied
def parse_slug(value: object) -> str:
    """The name of something: small letters, digits and hyphens."""
    text = _uncurled(value)
    if not is_slug(text):
        message = f"{{label}} must be a name in small letters, digits and hyphens, but it is “{cut(text)}”."
        text = re.sub(r"^[\w./-]*/(?=[\w-]+\.md$)", "", text)  # the file of that name, as a link has it
        parts = [part for part in map(slug_from, re.split(r"[,;&]|\band\b", text)) if part]
        if len(parts) > 1 and ("," in text or len(parts) < len(text.split())):
            names = f"[{', '.join(parts)}]"
            raise fault("name-form", message, f"write a list: {names}", names)
        close = slug_from(text.removesuffix(".md"))
        # Other letters are another name; capitals, spaces and underscores are the same one.
        certain = close and close == re.sub(r"[\s_-]+", "-", text.removesuffix(".md").lower())
        fix = f"write {close}" if close else "write it like this: peer-learning-network"
        raise fault("name-form", message, fix, close if certain else None)
    return text


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


@_tidied
def parse_month(value: object) -> Month:
    """A month such as 2026-11."""
    text = _uncurled(value)
    match = re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII)
    if not match or not 1 <= int(match[2]) <= 12 or not 1900 <= int(match[1]) <= 2200:
        right = month_meant(text)
        raise fault(
            "month-form",
            f"{{label}} must be a month such as 2026-11, but it is “{cut(text)}”.",
            f"write {right}" if right else "write the year, a hyphen and the month in two digits: 2026-11",
            right,
        )
    return Month(int(match[1]), int(match[2]))


LONGEST_PART = 100
"""Of an address, in characters: each part is the name of a folder, too."""


@_tidied
def parse_address(value: object) -> str:
    """An address on this site: /offers/facilitation/."""
    text = _uncurled(value)
    if not _is_whole_address(text):
        # The address of a page on the old site, or the name of its file: what is after the host, and no ending.
        plain = re.sub(r"^https?://[^/\s]+", "", text).removesuffix(".md").strip("/")
        right = f"/{plain}" if "." in plain.rsplit("/", 1)[-1] else f"/{plain}/"
        possible = bool(plain) and _is_whole_address(right)
        fix = f"write {right}" if possible else "start and end it with a slash: /offers/facilitation/"
        if "?" in text:
            fix = "take it out: an address with a ? in it cannot lead elsewhere."
        if "*" in text:
            fix = "write each old address in an entry of its own: a * stands for nothing here."
        raise fault(
            "address-form",
            f"{{label}} must be an address on this site such as /offers/, but it is “{cut(text)}”.",
            fix,
            right if possible and plain == text.strip("/") else None,
        )
    return text


def _is_whole_address(text: str) -> bool:
    hidden = any(part.startswith(".") or len(part) > LONGEST_PART for part in text.split("/"))
    return is_address(text) and not hidden and (text.endswith("/") or "." in text.rsplit("/", 1)[-1])


@_tidied
def parse_link(value: object) -> str:
    """An address on this site, with or without a #part, or a whole https address."""
    text = _uncurled(value)
    page, _, part = text.partition("#")
    if page.startswith("/") and is_address(page) and re.fullmatch(r"[\w:.-]*", part, re.ASCII):
        return text
    if re.fullmatch(r"https://[^\s/<>\"@]+\.[^\s/<>\"@]+(?:/[^\s<>\"]*)?", text):
        return text
    close, certain = _link_meant(text)
    raise fault(
        "link-form",
        f"{{label}} must be an address on this site or an https address, but it is “{cut(text)}”.",
        f"write {close}"
        if close
        else "write /offers/ for a page of this site or https://www.example.org/ for another.",
        close if certain else None,
    )


_FILE = re.compile(r"(?:\.\./|/?content/)?/?(?:(\w+)/)?([a-z0-9-]+)\.md(#[\w:.-]*)?", re.ASCII)


def _link_meant(text: str) -> tuple[str, bool]:
    """Return the link that a text most likely means, and whether that is certain; or nothing."""
    if text.startswith("http://"):
        return f"https{text[4:]}", False
    if is_domain(text) or re.fullmatch(r"www\.(?:[\w-]+\.)+[A-Za-z]{2,}(?:[/?#][^\s<>\"]*)?", text):
        return f"https://{text}", True
    file = _FILE.fullmatch(text)
    if file:  # the file of a page, as a link in a text names it
        folder = f"{file[1]}/" if file[1] and file[1] != "pages" else ""
        return f"/{folder}{file[2]}/{file[3] or ''}", False
    if re.fullmatch(r"[a-z0-9-]+(?:/[a-z0-9-]+)*/?", text, re.ASCII):
        return f"/{text.strip('/')}/", False
    return "", False


@_tidied
def parse_email(value: object) -> str:
    """One e-mail address."""
    text = _uncurled(value)
    if not re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", text):
        raise fault(
            "email-form",
            f"{{label}} must be an e-mail address, but it is “{cut(text)}”.",
            "write one address, such as team@example.org",
            text.removeprefix("mailto:").strip() if text.startswith("mailto:") else None,
        )
    return text


@_tidied
def parse_site_url(value: object) -> str:
    """The address of the whole site, without a path."""
    written = _uncurled(value)
    text = written.rstrip("/")
    if not re.fullmatch(r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d+)?", text):
        raise fault(
            "site-url-form",
            f"{{label}} must be the web address of the site, but it is “{cut(written)}”.",
            "write it with https and without a path: https://www.example.org",
        )
    return text


@_tidied
def parse_domain(value: object) -> str:
    """A name in the form of a domain, in small letters: network.example.org."""
    text = _uncurled(value)
    if not re.fullmatch(r"(?=.{4,100}$)[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)+", text):
        raise fault(
            "domain-form",
            f"{{label}} must be a name like a domain, but it is “{cut(text)}”.",
            "write it in small letters, without https and slashes: network.example.org",
        )
    return text


@_tidied
def parse_year(value: object) -> int:
    """A year such as 2026."""
    text = _uncurled(value)
    if not re.fullmatch(r"\d{4}", text, re.ASCII) or not 1990 <= int(text) <= 2200:
        raise fault(
            "year-form",
            f"{{label}} must be a year such as 2026, but it is “{cut(text)}”.",
            "write the year in four digits, such as 2026",
        )
    return int(text)


CALENDAR_ID = re.compile(r"^[A-Za-z0-9!#$&'*+./:=?@^_`{|}~-]{1,200}$")


@_tidied
def parse_calendar_id(value: object) -> str:
    """The id by which calendars know an event: printable ASCII without spaces (RFC 7986 5.3)."""
    text = _uncurled(value)
    if not CALENDAR_ID.fullmatch(text):
        raise fault(
            "calendar-id-form",
            f"{{label}} must be one word without spaces or commas, but it is “{cut(text)}”.",
            "write the id that calendars know, such as open-day or open-day@example.org",
        )
    return text


_GEO = re.compile(r"(-?\d{1,2}(?:\.\d{1,8})?), ?(-?\d{1,3}(?:\.\d{1,8})?)", re.ASCII)


@_tidied
def parse_geo(value: object) -> tuple[float, float]:
    """Latitude and longitude in degrees: 55.9533, -3.1883."""
    text = _uncurled(value)
    match = _GEO.fullmatch(text)
    if not match or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
        raise fault(
            "geo-form",
            f"{{label}} must be latitude and longitude, but it is “{cut(text)}”.",
            "write two numbers with a comma between them, north first: 55.9533, -3.1883",
        )
    return float(match[1]), float(match[2])


@_tidied
def parse_language(value: object) -> str:
    """A language tag (BCP 47): en-GB, gd, sco."""
    text = _uncurled(value)
    if not re.fullmatch(r"[a-z]{2,3}(?:-[A-Z]{2})?", text):
        raise fault(
            "language-form",
            f"{{label}} must be a language such as en-GB or gd, but it is “{cut(text)}”.",
            "write en-GB for English, gd for Gaelic or sco for Scots.",
            _language_meant(text),
        )
    return text


def _language_meant(text: str) -> str | None:
    """Return a tag whose capitals or hyphen are wrong as it must be: `en_gb` means en-GB."""
    match = re.fullmatch(r"([a-z]{2,3})(?:[-_]([a-z]{2}))?", text, re.ASCII | re.IGNORECASE)
    if not match:
        return None
    return match[1].lower() + (f"-{match[2].upper()}" if match[2] else "")


def _or_open(parse: Callable[[object], T]) -> Callable[[object], T | OpenPlaceholder]:
    return lambda value: value if isinstance(value, OpenPlaceholder) else parse(value)


def _as_list(value: object) -> object:
    """One name where a list may stand means a list of one; what is there twice counts once."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return list(dict.fromkeys(value))
    return value


Text = Annotated[str, PlainValidator(parse_text), Kind("text")]
Line = Annotated[str, PlainValidator(parse_line), Kind("line")]
Day = Annotated[date, PlainValidator(_dated(parse_date)), Kind("date")]
When = Annotated[Moment, PlainValidator(_dated(parse_moment)), Kind("moment")]
Flag = Annotated[bool, PlainValidator(parse_flag), Kind("flag")]
Whole = Annotated[int, PlainValidator(parse_whole), Kind("number")]
Slug = Annotated[str, PlainValidator(parse_slug), Kind("name")]
MonthOf = Annotated[Month, PlainValidator(parse_month), Kind("month")]
Address = Annotated[str, PlainValidator(parse_address), Kind("address")]
LinkTo = Annotated[str, PlainValidator(parse_link), Kind("link")]
Language = Annotated[str, PlainValidator(parse_language), Kind("language")]
Domain = Annotated[str, PlainValidator(parse_domain), Kind("domain")]
Year = Annotated[int, PlainValidator(parse_year), Kind("year")]
CalendarId = Annotated[str, PlainValidator(parse_calendar_id), Kind("calendar-id")]
Geo = Annotated[tuple[float, float], PlainValidator(parse_geo), Kind("geo")]
OpenDay = Annotated[date | OpenPlaceholder, PlainValidator(_or_open(_dated(parse_date))), Kind("date")]
OpenEmail = Annotated[str | OpenPlaceholder, PlainValidator(_or_open(parse_email)), Kind("email")]
OpenSiteUrl = Annotated[str | OpenPlaceholder, PlainValidator(_or_open(parse_site_url)), Kind("site-url")]

Slugs = Annotated[tuple[Slug, ...], BeforeValidator(_as_list)]
Lines = Annotated[tuple[Line, ...], BeforeValidator(_as_list)]
Addresses = Annotated[tuple[Address, ...], BeforeValidator(_as_list)]


FEW = 4
"""A message names the choices where there are so few; else the fix does."""


def one_of(*choices: str) -> PlainValidator:
    """Return the rule for a value from a short list, for use as `Annotated[Literal[…], one_of(…)]`."""

    def parse(value: object) -> str:
        text = _uncurled(value)
        if text in choices:
            return text
        same = same_name(text, choices)
        close = same or nearest(text.lower(), choices)
        few = len(choices) <= FEW
        raise fault(
            "choice-unknown",
            f"{{label}} must be {listed(choices)}, but it is “{cut(text)}”."
            if few
            else f"{{label}} cannot be “{cut(text)}”.",
            f"write {close}" if close else f"write {listed(choices)}",
            same,
        )

    return PlainValidator(_tidied(parse))
