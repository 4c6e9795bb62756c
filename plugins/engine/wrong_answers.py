"""Decisions of the owner that do not fit where they are used: told once, where the decision stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from plugins.core.documents import Document
from plugins.core.placeholders import PLACEHOLDER
from plugins.core.problems import Problem, in_reading_order, listed
from plugins.core.settings_tree import Mapping, Scalar, scalars

MOST_NAMED = 2
"""So many places are named one by one."""


def at_their_answers(
    problems: list[Problem], site: Document | None, documents: Iterable[Document]
) -> list[Problem]:
    """Return the problems of a check; those of a value that is an answered placeholder stand at the answer.

    Whoever mends such a value at its place would take the placeholder away. `documents` are those beside `site`.
    """
    answers = dict(_answers(site)) if site and problems else {}
    if site is None or not answers:
        return problems
    places = {(problem.path, problem.line, problem.column) for problem in problems}
    used = {
        place: name
        for document in (site, *documents)
        for place, name in _uses(document, answers)
        if place in places
    }
    told: list[Problem] = []
    wrong: dict[str, list[Problem]] = {}
    for problem in problems:
        name = used.get((problem.path, problem.line, problem.column))
        if name is None or problem.severity != "problem" or problem.code.startswith("placeholder-"):
            told.append(problem)
        else:
            wrong.setdefault(name, []).append(problem)
    return [*told, *(_at(answers[name], site, found) for name, found in wrong.items())]


def _answers(site: Document) -> Iterator[tuple[str, Scalar]]:
    declared = site.settings.get("placeholders")
    for key, entry in declared.entries if isinstance(declared, Mapping) else ():
        value = entry.get("value") if isinstance(entry, Mapping) else None
        if isinstance(value, Scalar) and value.text:
            yield key.text, value


def _uses(document: Document, answers: dict[str, Scalar]) -> Iterator[tuple[tuple[str, int, int], str]]:
    for _, scalar in scalars(document.settings):
        if "{" in scalar.text:
            found = PLACEHOLDER.fullmatch(scalar.text.strip())
            if found and found[1] in answers:
                yield (document.path, scalar.line, scalar.column), found[1]


def _at(answer: Scalar, site: Document, found: list[Problem]) -> Problem:
    """Return one problem in place of those that an answer makes where it is used."""
    found = in_reading_order(found)
    places = list(dict.fromkeys(f"{problem.path} (line {problem.line})" for problem in found))
    shown = listed(places, "and")
    if len(places) > MOST_NAMED:
        shown = f"{', '.join(places[:MOST_NAMED])} and {len(places) - MOST_NAMED} more"
    fix = found[0].fix
    used = f"this answer is used in {shown}"
    fix = f"{used}: {fix}" if "\n" in fix else f"{fix.rstrip('.')}; {used}"
    return replace(found[0], path=site.path, line=answer.line, column=answer.column, fix=fix, edit=None)
