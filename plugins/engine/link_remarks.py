"""What is to say of links that lead somewhere: their words, old addresses, and other sites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from plugins.core import alt_words, link_words, outside_addresses
from plugins.core.body import Reference
from plugins.core.documents import Document
from plugins.core.problems import Edit, Problem, cut


def of_body(
    document: Document, leads: Sequence[tuple[Reference, str]], moved: Mapping[str, str], own_url: str
) -> Iterator[Problem]:
    """Yield the remarks on the references of a text; `leads` has each with the address that it leads to.

    `moved` maps an old address to where it leads now, `own_url` is what whole addresses of this site start with.
    """
    for reference, address in leads:
        if reference.image:
            yield from _of_image(document, reference)
            continue
        yield from _of_words(document, reference)
        yield from _of_old_address(document, reference, address, moved)
        yield from _of_outside(document, reference, own_url)
    yield from _same_words(document, [lead for lead in leads if not lead[0].image])


def own_address(document: Document, reference: Reference, inside: str) -> Problem:
    """Return the advice on a link into this site that names the whole address: no preview can follow it."""
    return Problem(
        document.path, reference.line, reference.column, "link-own-address",
        f"The link “{cut(reference.text)}” goes to this site by its whole web address.",
        f"write {inside}", "advice", edit(document, reference, inside),
    )  # fmt: skip


def edit(document: Document, reference: Reference, new: str) -> Edit | None:
    """Return the edit that gives a reference another target, if it stands in the file as it was read."""
    line = document.body.split("\n")[reference.line - document.body_line]
    if not line.startswith(reference.target, reference.column - 1):
        return None
    return Edit(reference.line, reference.column, reference.target, new)


def _problem(document: Document, reference: Reference, code: str, message: str, fix: str) -> Problem:
    return Problem(document.path, reference.line, reference.column, code, message, fix, "advice")


def _of_image(document: Document, reference: Reference) -> Iterator[Problem]:
    found = alt_words.judged(reference.text, reference.target.rsplit("/", 1)[-1])
    if found and reference.text.strip():
        code, message, fix, severity = found
        yield Problem(document.path, reference.line, reference.column, code, message, fix, severity)


def _of_words(document: Document, reference: Reference) -> Iterator[Problem]:
    text, target = reference.text.strip(), reference.target
    if not text and target:
        yield Problem(
            document.path, reference.line, reference.column, "link-empty",
            f"The link to {cut(target)} has no words, so nobody sees it.",
            "write its words between the square brackets, or take it out.",
        )  # fmt: skip
    elif link_words.say_nothing(text):
        yield _problem(
            document, reference, "link-words",
            f"The link “{cut(text)}” does not say where it goes.",
            f"make words that do part of the link, such as [Register your interest]({cut(target)})",
        )  # fmt: skip
    elif link_words.is_address(text):
        yield _problem(
            document, reference, "link-words-address",
            f"The words of this link are an address: {cut(text)}",
            f"write what people find there: [words]({cut(target)})",
        )  # fmt: skip


def _of_old_address(
    document: Document, reference: Reference, address: str, moved: Mapping[str, str]
) -> Iterator[Problem]:
    page, hash_mark, fragment = address.partition("#")
    seen = [page]
    while moved.get(seen[-1], page) not in seen:
        seen.append(moved[seen[-1]])
    if len(seen) == 1:
        return
    new = seen[-1] + (hash_mark + fragment if "#" not in seen[-1] else "")
    yield Problem(
        document.path, reference.line, reference.column, "link-moved",
        f"The link “{cut(reference.text)}” goes to an old address: {page}",
        f"write {new}", "advice", edit(document, reference, new),
    )  # fmt: skip


def _of_outside(document: Document, reference: Reference, own_url: str) -> Iterator[Problem]:
    target = reference.target
    if own_url and (target + "/").startswith(own_url + "/"):
        return  # told where it is resolved
    for remark in outside_addresses.remarks(target):
        yield Problem(
            document.path, reference.line, reference.column, remark.code,
            f"The link “{cut(reference.text)}” {remark.words}.", remark.fix, remark.severity,
            None if remark.new is None else edit(document, reference, remark.new),
        )  # fmt: skip


def _same_words(document: Document, leads: Sequence[tuple[Reference, str]]) -> Iterator[Problem]:
    """Yield one remark for each wording that leads to two places: read aloud, the links sound the same."""
    first: dict[str, str] = {}
    told: set[str] = set()
    for reference, address in leads:
        words, page = link_words.plain_words(reference.text), address.partition("#")[0]
        if not words or link_words.say_nothing(words) or words in told:
            continue
        if page and first.setdefault(words, page) != page:
            told.add(words)
            yield _problem(
                document, reference, "link-same-words",
                f"Two links have the words “{cut(reference.text)}” and lead to two places.",
                f"give one of them words of its own: the other leads to {cut(first[words])}",
            )  # fmt: skip
