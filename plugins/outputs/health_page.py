"""The page that shows the health of the content to people, in previews only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from plugins.core.concern import PERMISSION_SOON, REVIEW_SOON, ConcernKind
from plugins.core.site import Site
from plugins.core.view import Link, View

from .health import KINDS, Finding
from .health_addresses import ADDRESS, JSON_ADDRESS

WORDS: dict[ConcernKind, tuple[str, str]] = {
    "open-question": (
        "Open questions",
        "The site cannot be published while one of these is open. Its owner decides, or whoever is named.",
    ),
    "review-passed": (
        "Review dates that have passed",
        "Read each page again, correct what has changed, and give it a new review_by.",
    ),
    "review-soon": (
        "Reviews that are due soon",
        f"These are due within {REVIEW_SOON.days} days.",
    ),
    "review-missing": (
        "Pages without an owner or a review date",
        "Somebody has to notice when a page is out of date.",
    ),
    "permission": (
        "Permissions for testimonials",
        f"What has expired, what expires within {PERMISSION_SOON.days} days, and what is not known yet.",
    ),
    "over": ("Over, and still there", "Their day has passed, but their files look as if it had not."),
    "unlinked": (
        "Pages that nothing links to",
        "Visitors find these only in the site index. A link from the menu, a text, a setting, or a list of their kind counts.",
    ),
    "unused-image": (
        "Images that nothing shows",
        "They are not published, but everybody who works on the site downloads them.",
    ),
    "unused-file": ("Documents that nothing links to", "People may still have their addresses."),
    "draft": ("Drafts", "Only previews show these."),
    "sample": ("Examples", "Only previews show these."),
}
"""Each kind: its heading, and a sentence about it."""

BY_OWNER = ("review-passed", "review-soon")


@dataclass(frozen=True, slots=True)
class HealthPart:
    """The findings of one owner, or all of a group; then it has no title."""

    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class HealthGroup:
    """The findings of one kind. `id` is its address within the page."""

    id: str
    title: str
    summary: str
    parts: tuple[HealthPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthView(View):
    """The health of the content: how many findings there are of each kind, then all of them."""

    counts: tuple[Link, ...]
    groups: tuple[HealthGroup, ...]
    empty: str
    data: str


def health_view(site: Site, found: Iterable[Finding]) -> HealthView:
    """Make the page of these findings, which are in the order of their kinds."""
    by_kind = {kind: tuple(each) for kind, each in groupby(found, key=lambda finding: finding.kind)}
    return HealthView(
        template="health.html",
        address=ADDRESS,
        title="Content health",
        head_title="Content health",
        summary="What needs a look, and who looks after it. Only previews have this page.",
        lang=site.lang,
        robots="noindex",
        breadcrumbs=(site.home(), Link("Content health", ADDRESS, current=True)),
        counts=tuple(
            Link(f"{WORDS[kind][0]}: {len(by_kind[kind])}", f"#{kind}") for kind in KINDS if kind in by_kind
        ),
        groups=tuple(
            HealthGroup(kind, *WORDS[kind], tuple(_parts(kind, by_kind[kind])))
            for kind in KINDS
            if kind in by_kind
        ),
        empty="There is nothing to look at: every page is up to date, and nothing is left over.",
        data=JSON_ADDRESS,
    )


def _parts(kind: ConcernKind, found: tuple[Finding, ...]) -> Iterator[HealthPart]:
    if kind not in BY_OWNER:
        yield HealthPart("", found)
        return
    by_owner = sorted(found, key=lambda each: (each.owner == "", each.owner.casefold(), each.owner))
    for owner, each in groupby(by_owner, key=lambda finding: finding.owner):
        yield HealthPart(owner or "Without an owner", tuple(each))
