"""The page of testimonials, and quotations for other pages."""

from __future__ import annotations

from typing import Any

from plugins.core.site import Section
from plugins.core.view import Badge, Link, Quote
from plugins.testimonials.references import references
from plugins.testimonials.type import TYPE, sections
from plugins.testimonials.view import quotes, section_view
from tests.builders import found, make_entry, make_site


def said(name: str, more: str = "", permission: str = "2026-05-01", body: str = "Good.\n") -> Any:
    return make_entry("testimonial", name, f"person: P\npermission: {permission}\n{more}", body)


OFFER = make_entry("offer", "pool", "title: The pool\nkind: way-to-join")


def test_a_quotation() -> None:
    entry = said("a", "role: R\nsource: S\nlang: gd\noffers: [pool, gone]", body="*Very* good.\n")
    (quote,) = quotes(make_site(entry, OFFER), "")
    assert quote == Quote(
        id="a", html=quote.html, person="P", role="R", source="S", lang="gd", href="/testimonials/#a",
        about=(Link("The pool", "/offers/pool/"),),
    )  # fmt: skip
    assert str(quote.html) == "<p><em>Very</em> good.</p>"


def test_what_is_open_or_an_example_says_so() -> None:
    entry = said("a", "sample: true", "'{placeholder:mailbox}'")
    (quote,) = quotes(make_site(entry), "")
    assert quote.badges == (Badge("Example", "sample"), Badge("Permission to be confirmed", "alert"))


def test_quotations_about_one_offer() -> None:
    site = make_site(said("a", "offers: pool"), said("b"), OFFER)
    assert [quote.id for quote in quotes(site, "pool")] == ["a"]
    assert [quote.id for quote in quotes(site, "")] == ["a", "b"]
    assert quotes(site, "nothing") == ()


def test_the_page_of_all() -> None:
    site = make_site(said("a"), said("b", "expires: 2026-11-21"))
    assert list(sections(site)) == [Section("/testimonials/", "all", fragments=("a",))]
    made = section_view(Section("/testimonials/", "all"), site)
    assert [quote.id for quote in made.quotes] == ["a"]
    assert (made.template, made.title, made.empty) == (
        "testimonials.html", "Testimonials", "There are no testimonials."
    )  # fmt: skip
    assert made.breadcrumbs == (Link("Home", "/"), Link("Testimonials", "/testimonials/", current=True))


def test_a_testimonial_has_no_page_of_its_own() -> None:
    entry = said("a")
    assert TYPE.view(entry, make_site(entry)) is None


def test_each_offer_must_be_there() -> None:
    entry = said("a", "offers:\n  - pool\n  - pol\n  - zzz")
    assert found(references(entry, make_site(entry, OFFER))) == [
        (8, 5, "reference-unknown", "There is no offer called pol.", "write pool"),
        (9, 5, "reference-unknown", "There is no offer called zzz.", "use one of these: pool"),
    ]


def test_permission_of_the_future_and_of_the_past() -> None:
    def told(more: str, permission: str = "2026-05-01") -> list[tuple[str, int, str, str]]:
        entry = said("a", more, permission)
        return [(p.severity, p.line, p.code, p.message) for p in references(entry, make_site(entry))]

    future = "Permission is on 23 November 2026, a day that is still to come."
    assert [found[2:] for found in told("", "2026-11-23")] == [("permission-future", future)]
    expired = "The permission of P expired on 21 November 2026: it is not shown."
    assert [(found[0], *found[2:]) for found in told("expires: 2026-11-21")] == [
        ("warning", "permission-expired", expired)
    ]
    assert told("", "2026-11-22") == told("expires: 2026-11-22") == told("", "'{placeholder:mailbox}'") == []
