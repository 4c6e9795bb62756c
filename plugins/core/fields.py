"""The kinds of value a setting can have. Each turns the editor's text into a value, or says why not.

A kind raises `PydanticCustomError(code, message, {"fix": …})`; `{label}` in message and fix stands
for the name of the field as people see it. `schema.validate` turns these into problems.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

from .addresses import is_address, is_slug, slug_from
from .clock import DateFault, Moment, parse_date, parse_moment
from .problems import cut, listed, nearest


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


def fault(code: str, message: str, fix: str) -> PydanticCustomError:
    """Make the error that a kind raises. Braces in values are safe: nothing here is a template."""
    return PydanticCustomError(
        code,
        "{message}",
        {"message": message, "fix": fix},
    )


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


def _dated(parse: Callable[[str], T]) -> Callable[[object], T]:
    def parsed(value: object) -> T:
        try:
            return parse(_uncurled(value))
        except DateFault as error:
            raise fault(error.code, error.message, error.fix) from None

    return parsed


def parse_flag(value: object) -> bool:
    """true or false (yes and no mean the same)."""
    text = _uncurled(value).lower()
    if text in ("true", "yes"):
        return True
    if text in ("false", "no"):
        return False
    raise fault(
        "flag-form", f"{{label}} must be true or false, but it is “{cut(text)}”.", "write true or false."
    )


def parse_whole(value: object) -> int:
    """A whole number, 0 or more."""
    text = _uncurled(value)
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise fault(
            "number-form",
            f"{{label}} must be a whole number, but it is “{cut(text)}”.",
            "write it in digits, such as 20",
        )
    return int(text)


def parse_slug(value: object) -> str:
    """The name of something: small letters, digits and hyphens."""
    text = _uncurled(value)
    if not is_slug(text):
        close = slug_from(text.removesuffix(".md"))
        parts = [slug_from(part) for part in text.split(",")]
        fix = f"write {close}" if close else "write it like this: peer-learning-network"
        raise fault(
            "name-form",
            f"{{label}} must be a name in small letters, digits and hyphens, but it is “{cut(text)}”.",
            f"write a list: [{', '.join(part for part in parts if part)}]" if len(parts) > 1 else fix,
        )
    return text


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


def parse_month(value: object) -> Month:
    """A month such as 2026-11."""
    text = _uncurled(value)
    match = re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII)
    if not match or not 1 <= int(match[2]) <= 12 or not 1900 <= int(match[1]) <= 2200:
        raise fault(
            "month-form",
            f"{{label}} must be a month such as 2026-11, but it is “{cut(text)}”.",
            "write the year, a hyphen and the month in two digits: 2026-11",
        )
    return Month(int(match[1]), int(match[2]))


LONGEST_PART = 100
"""Of an address, in characters: each part is the name of a folder, too."""


def parse_address(value: object) -> str:
    """An address on this site: /offers/facilitation/."""
    text = _uncurled(value)
    hidden = any(part.startswith(".") or len(part) > LONGEST_PART for part in text.split("/"))
    if not is_address(text) or hidden or not (text.endswith("/") or "." in text.rsplit("/", 1)[-1]):
        raise fault(
            "address-form",
            f"{{label}} must be an address on this site such as /offers/, but it is “{cut(text)}”.",
            "start and end it with a slash: /offers/facilitation/",
        )
    return text


def parse_link(value: object) -> str:
    """An address on this site, with or without a #part, or a whole https address."""
    text = _uncurled(value)
    page, _, part = text.partition("#")
    if page.startswith("/") and is_address(page) and re.fullmatch(r"[\w:.-]*", part, re.ASCII):
        return text
    if re.fullmatch(r"https://[^\s/<>\"@]+\.[^\s/<>\"@]+(?:/[^\s<>\"]*)?", text):
        return text
    raise fault(
        "link-form",
        f"{{label}} must be an address on this site or an https address, but it is “{cut(text)}”.",
        "write /offers/ for a page of this site or https://www.example.org/ for another.",
    )


def parse_email(value: object) -> str:
    """One e-mail address."""
    text = _uncurled(value)
    if not re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", text):
        raise fault(
            "email-form",
            f"{{label}} must be an e-mail address, but it is “{cut(text)}”.",
            "write one address, such as team@example.org",
        )
    return text


def parse_site_url(value: object) -> str:
    """The address of the whole site, without a path."""
    text = _uncurled(value).rstrip("/")
    if not re.fullmatch(r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d+)?", text):
        raise fault(
            "site-url-form",
            f"{{label}} must be the web address of the site, but it is “{cut(text)}”.",
            "write it with https and without a path: https://www.example.org",
        )
    return text


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


def parse_language(value: object) -> str:
    """A language tag (BCP 47): en-GB, gd, sco."""
    text = _uncurled(value)
    if not re.fullmatch(r"[a-z]{2,3}(?:-[A-Z]{2})?", text):
        raise fault(
            "language-form",
            f"{{label}} must be a language such as en-GB or gd, but it is “{cut(text)}”.",
            "write en-GB for English, gd for Gaelic or sco for Scots.",
        )
    return text


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
        close = nearest(text.lower(), choices)
        few = len(choices) <= FEW
        raise fault(
            "choice-unknown",
            f"{{label}} must be {listed(choices)}, but it is “{cut(text)}”."
            if few
            else f"{{label}} cannot be “{cut(text)}”.",
            f"write {close}" if close else f"write {listed(choices)}",
        )

    return PlainValidator(parse)
