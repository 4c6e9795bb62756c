"""Views of forms: a form as accessible HTML, the booking of an event, what follows a form, and the list of all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from plugins.core.date_words import date_words
from plugins.core.item import opening_state
from plugins.core.placeholders import is_open
from plugins.core.site import Entry, Section, Site
from plugins.core.view import Badge, Card, Fact, Link, View

from .bookings import Booking, bookings
from .definitions import CONSENT_VALUE, form_version
from .model import LENGTH_TYPES, PATTERNS, Form, FormField
from .sections import sent_address

DEFAULT_INPUTMODES = {"email": "email", "tel": "tel"}


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One answer to choose; `id` is unique within the page. An error of the question leads to the first one."""

    id: str
    value: str
    text: str
    hint: str
    hint_id: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """One question, with every attribute that its HTML needs. `described_by` joins the ids of its hints.

    `min_length` and `max_length` count as browsers do, in UTF-16 code units (HTML Living Standard 4.10.18.3).
    """

    id: str
    name: str
    type: str
    label: str
    hint: str
    hint_id: str
    described_by: str
    required: bool
    min_length: int | None
    max_length: int | None
    pattern: str
    pattern_words: str
    autocomplete: str
    inputmode: str
    choices: tuple[ChoiceView, ...]
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView(View):
    """One form.

    `asks` says whether its questions are on the page; `closed` why it cannot be sent now. On the page of a booking,
    `event` is the event's name and `about` what it is; the page of a form for bookings lists `events` instead.
    `slots` makes it the page that is filled in when something is wrong with the answers.
    """

    html: Markup
    action: str
    version: str
    fields: tuple[FieldView, ...]
    submit: str
    consent: str
    facts: tuple[Fact, ...]
    closed: str
    asks: bool
    slots: bool
    mailbox: str
    mailbox_is_open: bool
    event: str
    about: tuple[Fact, ...]
    events: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSentView(View):
    """What a visitor reads after sending: `words` is what the form confirms, `steps` what to do next."""

    words: str
    steps: tuple[str, ...]
    mailbox: str
    mailbox_is_open: bool
    back: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class FormsView(View):
    """Every form."""

    cards: tuple[Card, ...]
    empty: str


def view(entry: Entry[Form], site: Site) -> FormView:
    """Make the view of a form. One for bookings asks nothing here: it leads to the pages of the events."""
    words = site.organisation.sections.forms
    books = entry.item.kind == "book"
    closed = _closed(entry.item, site)
    return FormView(
        **_form_values(entry, site),
        closed=closed,
        asks=not (books or closed),
        event="",
        about=(),
        events=tuple(_events(entry, site)) if books and not closed else (),
        breadcrumbs=(
            site.home(), Link(words.title, "/forms/"), Link(entry.item.title, entry.address, current=True)
        ),
        **site.page_values(entry, apart="Form"),
    )  # fmt: skip


def booking_view(booking: Booking, site: Site) -> FormView:
    """Make the page where one event is booked: its form, with the event as a hidden field."""
    title = f"Book a place: {booking.happening.title}"
    closed = _closed(booking.form.item, site) or booking.closed(site.now)
    values = {
        **site.page_values(booking.form, apart=booking.when),
        "address": booking.address,
        "title": title,
        "head_title": title,
        "changed": "",
        "changed_at": "",
        "robots": "noindex",
        "badges": site.badges(booking.event.item),
        "notes": site.notes(booking.event.item),
    }
    return FormView(
        **_form_values(booking.form, site),
        closed=closed,
        asks=not closed,
        event=booking.name,
        about=tuple(_event_facts(booking)),
        events=(),
        breadcrumbs=(
            site.home(),
            Link(site.organisation.sections.events.title, "/events/"),
            Link(booking.happening.title, booking.happening.address),
            Link("Book a place", booking.address, current=True),
        ),
        **values,
    )


def _form_values(entry: Entry[Form], site: Site) -> dict[str, Any]:
    item = entry.item
    mailbox = site.organisation.mailbox
    return {
        "template": "form.html",
        "html": site.html(entry),
        "action": f"/f/{entry.name}",
        "version": form_version(site),
        "fields": tuple(field_view(found) for found in item.fields),
        "submit": item.submit,
        "consent": item.consent or "",
        "facts": tuple(_facts(item)),
        "slots": False,
        "mailbox": str(mailbox or ""),
        "mailbox_is_open": is_open(mailbox),
    }


def _events(entry: Entry[Form], site: Site) -> Iterator[Card]:
    """Yield the events that can be booked with a form now."""
    for booking in bookings(site):
        if booking.form.path == entry.path and not booking.closed(site.now):
            happening = booking.happening
            yield Card(
                happening.title, booking.address, happening.summary, booking.when,
                badges=site.badges(booking.event.item),
                lang=happening.lang if happening.lang != site.lang else "",
            )  # fmt: skip


def field_view(found: FormField) -> FieldView:
    """Make the view of one question. Its ids hold `_`, which no name and no heading can."""
    hint = found.hint or ""
    pattern, words = PATTERNS.get(found.pattern or "", ("", ""))
    identity = f"field_{found.name}"
    hint_id = f"hint_{found.name}" if hint else ""
    described = [
        hint_id,
        f"{identity}_pattern" if words else "",
        f"{identity}_length" if found.type == "textarea" and found.max_length else "",
    ]
    return FieldView(
        id=identity,
        name=found.name,
        type=found.type,
        label=found.label,
        hint=hint,
        hint_id=hint_id,
        described_by=" ".join(part for part in described if part),
        required=found.must_be_given,
        min_length=found.min_length if found.type in LENGTH_TYPES else None,
        max_length=found.max_length if found.type in LENGTH_TYPES else None,
        pattern=pattern,
        pattern_words=words,
        autocomplete=found.autocomplete or "",
        inputmode=found.inputmode or DEFAULT_INPUTMODES.get(found.type, ""),
        choices=tuple(
            ChoiceView(
                id=f"{identity}_{choice.value}",
                value=choice.value,
                text=choice.text,
                hint=choice.hint or "",
                hint_id=f"hint_{found.name}_{choice.value}" if choice.hint else "",
            )
            for choice in found.choices
        ),
        value=found.value or (CONSENT_VALUE if found.type == "consent" else ""),
    )


def _facts(item: Form) -> Iterator[Fact]:
    yield Fact("Why we ask", item.purpose)
    yield Fact("Our lawful basis", item.lawful_basis)
    if item.recipients:
        yield Fact("Who reads your answers", ", ".join(item.recipients))
    yield Fact("How long we keep them", _days_words(item.retention_days))


def _event_facts(booking: Booking) -> Iterator[Fact]:
    """Yield what a visitor should see of an event before booking."""
    happening = booking.happening
    yield Fact("Event", happening.title, happening.address)
    yield Fact("When", booking.when)
    if happening.location:
        yield Fact("Where", happening.location)
    if booking.places:
        yield Fact("Places", str(booking.places))


def _days_words(days: int) -> str:
    years, rest = divmod(days, 365)
    number, noun = (years, "year") if years and not rest else (days, "day")
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _closed(item: Form, site: Site) -> str:
    state = opening_state(item.opens, item.closes, site.now)
    if state == "before" and item.opens:
        return f"This form opens on {date_words(item.opens)}."
    if state == "after" and item.closes:
        return f"This form closed on {date_words(item.closes)}."
    return ""


def section_view(section: Section, site: Site) -> View:
    """Make the page of all forms, the page after one, or the page of a booking."""
    if section.kind == "sent":
        entry = site.find("form", section.key)
        assert entry is not None  # the section was made from it
        return _sent_view(entry, site)
    if section.kind == "book":
        return booking_view(next(one for one in bookings(site) if one.name == section.key), site)
    words = site.organisation.sections.forms
    cards = tuple(
        site.card(entry, badges=(Badge("Closed", "closed"),) if _closed(entry.item, site) else ())
        for entry in site.of("form", Form)
    )
    return FormsView(
        template="forms.html",
        address=section.address,
        title=words.title,
        head_title=words.title,
        summary=words.summary,
        lang=site.lang,
        breadcrumbs=(site.home(), Link(words.title, section.address, current=True)),
        cards=cards,
        empty=words.empty,
    )


CONFIRMED = "We have what you sent."
CONFIRMED_LIST = "We have sent you an email. Follow the link in it to start your subscription."
NO_MAIL = (
    "The email should come within a few minutes. If it does not, look in your junk or spam folder.",
    "The link in it works for 7 days. If nothing has come, send the form again.",
)


def _sent_view(entry: Entry[Form], site: Site) -> FormSentView:
    item = entry.item
    words = site.organisation.sections.forms
    subscribes = item.kind == "subscribe"
    title = "Check your email" if subscribes else "Thank you"
    at = sent_address(entry)
    mailbox = site.organisation.mailbox
    return FormSentView(
        template="form_sent.html",
        address=at,
        title=title,
        head_title=f"{title}: {item.title}",
        summary=item.confirmation or (CONFIRMED_LIST if subscribes else CONFIRMED),
        lang=item.lang or site.lang,
        robots="noindex",
        breadcrumbs=(
            site.home(),
            Link(words.title, "/forms/"),
            Link(item.title, entry.address),
            Link(title, at, current=True),
        ),
        words=f"If something is wrong with {'your subscription' if subscribes else 'what you sent'}, write to us.",
        steps=NO_MAIL if subscribes else (),
        mailbox=str(mailbox or ""),
        mailbox_is_open=is_open(mailbox),
        back=site.home(),
    )
