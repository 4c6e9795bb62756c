"""Pages for visitors: the site's own pages with their slots filled. All that a visitor sent is escaped here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from .definitions import TRAP, BookableEvent, Definitions, Form

TRAP_ERROR = (
    "Leave the last box empty. Your browser may have filled it in. We have emptied it: send the form again."
)

_SLOT = "\ue000([^\ue000\ue001]*)\ue001"

Given = Mapping[str, Sequence[str]]
"""What a visitor sent, by field name, as it was typed."""


def fill(template: str, values: Mapping[str, str]) -> str:
    """Fill every slot of a template in one pass, so that no visitor's text is searched for slots.

    `values` are HTML. A slot without a value becomes empty.
    """
    return re.sub(_SLOT, lambda slot: values.get(slot[1], ""), template)


def message(definitions: Definitions, title: str, body: str) -> str:
    """Make a page that says one thing. `title` is text; `body` is HTML, made of escaped parts."""
    words, lang = escape(title), escape(definitions.site.lang)
    return fill(definitions.pages.message, {"title": words, "heading": words, "body": body, "lang": lang})


def form(
    definitions: Definitions, form: Form, event: BookableEvent | None, given: Given,
    problems: Mapping[str, str], lead: str,
) -> str:  # fmt: skip
    """Make the page of a form again, with the visitor's answers kept.

    `problems` are error texts by field name (or TRAP); `lead` is HTML, what is wrong besides them.
    """
    values = {"title_prefix": "Error: ", "summary": _summary(form, problems, lead)}
    if TRAP in problems:
        values |= {"honeypot": " honeypot-shown", "error:trap": _error("trap", TRAP_ERROR)}
    for field in form.fields:
        name, texts = field.name, given.get(field.name, ())
        if field.type in ("radios", "checkboxes", "consent", "select"):
            state = "selected" if field.type == "select" else "checked"
            values |= {f"{state}:{name}:{text}": f" {state}" for text in texts}
        elif texts and field.type != "constant":
            # HTML drops the first line end of a textarea.
            first = "\n" if field.type == "textarea" and texts[0].startswith(("\n", "\r")) else ""
            values[f"value:{name}"] = first + escape(texts[0])
        if name in problems:
            values[f"error:{name}"] = _error(name, problems[name])
            values[f"invalid:{name}"] = ' aria-invalid="true"'
            values[f"described:{name}"] = f"error_{name} "
    pages = definitions.pages
    return fill((event and pages.bookings.get(event.name)) or pages.forms[form.name], values)


def answers(form: Form, given: Given) -> str:
    """Show what was sent, for the visitor to copy. Returns HTML, empty where there is nothing."""
    rows = [
        f"<dt>{escape(field.label)}</dt>\n<dd>{'<br>'.join(escape(text) for text in shown)}</dd>\n"
        for field in form.fields
        if field.type not in ("consent", "constant")
        and (shown := [line for text in given.get(field.name, ()) for line in text.splitlines()])
    ]
    if not rows:
        return ""
    return f"<h2>Your answers</h2>\n<p>Copy them if you need them.</p>\n<dl>\n{''.join(rows)}</dl>\n"


def paragraphs(*texts: str) -> str:
    """Make paragraphs of texts, escaped."""
    return "".join(f"<p>{escape(text)}</p>\n" for text in texts if text)


def link(address: str, text: str) -> str:
    """Make a paragraph that holds one link."""
    return f'<p><a href="{escape(address)}">{escape(text)}</a></p>\n'


def write_to_us(definitions: Definitions) -> str:
    """Say how else to reach us, where the site has a mailbox. Returns HTML."""
    mailbox = escape(definitions.site.mailbox)
    return f'<p>You can also write to <a href="mailto:{mailbox}">{mailbox}</a>.</p>\n' if mailbox else ""


def button(address: str, text: str) -> str:
    """Make a form that holds one button and nothing else."""
    return (
        f'<form action="{escape(address)}" method="post">\n'
        f'<p><button class="button" type="submit">{escape(text)}</button></p>\n</form>\n'
    )


def masked(address: str) -> str:
    """Return an address with most of its first part hidden: enough for its owner, too little for others."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}•••@{domain}"


def _summary(form: Form, problems: Mapping[str, str], lead: str) -> str:
    # https://design-system.service.gov.uk/components/error-summary/; autofocus, as no script moves the focus
    rows = "".join(
        f'<li><a href="#{escape(target)}">{escape(text)}</a></li>\n'
        if target
        else f"<li>{escape(text)}</li>\n"
        for target, text in ((_target(form, name), text) for name, text in problems.items())
    )
    return (
        '<div class="error-summary" role="alert" tabindex="-1" autofocus aria-labelledby="error_summary">\n'
        f'<h2 id="error_summary">There is a problem</h2>\n{lead}{f"<ul>{rows}</ul>" if rows else ""}\n</div>\n'
    )


def _target(form: Form, name: str) -> str:
    """Return the id that an error leads to: of a group its first choice; a hidden field has none."""
    for field in form.fields:
        if field.name == name and field.type == "constant":
            return ""
        if field.name == name and field.type in ("radios", "checkboxes"):
            return f"field_{name}_{field.choices[0].value}"
    return f"field_{name}"


def _error(name: str, text: str) -> str:
    hidden = '<span class="visually-hidden">Error:</span>'
    return f'<p class="error" id="error_{escape(name)}">{hidden} {escape(text)}</p>'
