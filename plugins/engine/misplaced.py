"""Files in the folder of another type: told once, and not once for each setting that the type does not know."""

from __future__ import annotations

from collections.abc import Sequence

from plugins.core.documents import Document
from plugins.core.model import fields_of
from plugins.core.problems import Problem
from plugins.core.site import ContentType

OF_SETTINGS = ("setting-unknown", "setting-missing")
"""What a file has too much of and too little of, in the wrong folder."""

FEWEST = 2
"""So many settings of another type are no slip of the fingers."""


def told_once(
    kind: ContentType, types: Sequence[ContentType], document: Document, problems: list[Problem]
) -> list[Problem]:
    """Return the problems of a document; one in place of those that its folder explains, if that is certain.

    It is where the settings are, one and all, those of one other type, and some are not of this one.
    """
    written = {key.text for key, _ in document.settings.entries}
    if len(written - set(fields_of(kind.model))) < FEWEST:
        return problems
    others = [
        other
        for other in types
        if other is not kind
        and written <= set(fields_of(other.model))
        and all(name in written for name, info in fields_of(other.model).items() if info.is_required())
    ]
    if len(others) != 1:
        return problems
    folder = others[0].folder
    message = f"These are the settings of the folder {folder}, but the file is in {kind.folder}."
    fix = f"move it there: where its name can be changed, write ../{folder}/ before it."
    there = Problem(document.path, 1, 1, "content-misplaced", message, fix)
    return [there, *(problem for problem in problems if problem.code not in OF_SETTINGS)]
