"""Views of forms: one form as accessible HTML, and the list of all forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from plugins.core.date_words import date_words
from plugins.core.item import opening_state
from plugins.core.placeholders import is_open
from plugins.core.site import ContentType, Entry, Section, Site
from plugins.core.view import Badge, Card, Fact, Link, View

from .model import PATTERNS, Form, FormField, address

DEFAULT_INPUTMODES = {"email": "email", "tel": "tel"}


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One answer to choose; `id` is unique within the page."""

    id: str
    value: str
    text: str
    hint: str
    hint_id: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """One question, with every attribute that its HTML needs. `described_by` joins the ids of its hints."""

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
    """One form. Until forms are answered, `unavailable` says how to get in touch instead."""

    html: Markup
    action: str
    fields: tuple[FieldView, ...]
    submit: str
    consent: str
    facts: tuple[Fact, ...]
    closed: str
    unavailable: str
    mailbox: str
    mailbox_is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FormsView(View):
    """Every form."""

    cards: tuple[Card, ...]
    empty: str


def view(entry: Entry[Form], site: Site) -> FormView:
    """Make the view of a form."""
    item = entry.item
    words = site.organisation.sections.forms
    mailbox = site.organisation.mailbox
    return FormView(
        template="form.html",
        html=site.html(entry),
        action=f"/f/{entry.name}",
        fields=tuple(field_view(found) for found in item.fields),
        submit=item.submit,
        consent=item.consent or "",
        facts=tuple(_facts(item)),
        closed=_closed(item, site),
        unavailable="This form cannot be sent from the website yet.",
        mailbox=str(mailbox or ""),
        mailbox_is_open=is_open(mailbox),
        breadcrumbs=(
            site.home(), Link(words.title, "/forms/"), Link(item.title, entry.address, current=True)
        ),
        **site.page_values(entry, apart="Form"),
    )  # fmt: skip


def field_view(found: FormField) -> FieldView:
    """Make the view of one question. Its ids hold `_`, which no name and no heading can."""
    hint = found.hint or ""
    pattern, words = PATTERNS.get(found.pattern or "", ("", ""))
    identity = f"field_{found.name}"
    hint_id = f"hint_{found.name}" if hint else ""
    return FieldView(
        id=identity,
        name=found.name,
        type=found.type,
        label=found.label,
        hint=hint,
        hint_id=hint_id,
        described_by=hint_id,
        required=found.required,
        min_length=found.min_length,
        max_length=found.max_length,
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
        value=found.value or "",
    )


def _facts(item: Form) -> Iterator[Fact]:
    yield Fact("Why we ask", item.purpose)
    yield Fact("Our lawful basis", item.lawful_basis)
    if item.recipients:
        yield Fact("Who reads your answers", ", ".join(item.recipients))
    yield Fact("How long we keep them", _days_words(item.retention_days))


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


def sections(site: Site) -> Iterator[Section]:
    """List the one page of all forms."""
    yield Section("/forms/", "all")


def section_view(section: Section, site: Site) -> FormsView:
    """Make the page of all forms."""
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


TYPE = ContentType(
    name="form",
    folder="forms",
    model=Form,
    address=address,
    view=view,
    sections=sections,
    section_view=section_view,
)
