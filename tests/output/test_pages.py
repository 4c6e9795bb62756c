"""What must hold for every page of the real site, whatever it is about."""

from __future__ import annotations

import json
import re
import shutil
from itertools import pairwise
from urllib.parse import unquote, urldefrag

import pytest

from plugins.engine.project import ROOT
from tests.built_site import Page, build, pages_of, real_site, words_of


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return pages_of(real_site())


def faults(pages, find):
    """Collect `page: fault` over all pages, so that one run shows every fault."""
    return [f"{page.name}: {fault}" for page in pages for fault in find(page)]


def test_every_content_file_has_its_page(pages):
    """No file is silently missing: each has a page, or its part of the page of testimonials."""
    names = {page.name for page in pages}
    missing = []
    for path in sorted((ROOT / "content").glob("*/*.md")):
        kind, name = path.parent.name, path.stem
        expected = {
            "pages": "index.html" if name == "home" else f"{name}/index.html",
            "newsletters": f"newsletters/{name.replace('-', '/')}/index.html",
            "testimonials": "testimonials/index.html",
        }.get(kind, f"{kind}/{name}/index.html")
        if expected not in names:
            missing.append(f"{path.name} → {expected}")
    assert missing == []


def test_html_parses_without_errors(pages):
    assert faults(pages, lambda page: page.errors) == []


def test_one_main_heading(pages):
    assert faults(pages, lambda page: [] if len(page.all("h1")) == 1 else [f"{len(page.all('h1'))} h1"]) == []


def test_headings_skip_no_level(pages):
    def find(page):
        levels = [int(found[1]) for found in re.findall(r"<(h)([1-6])[\s>]", page.text)]
        for before, after in pairwise(levels):
            if after > before + 1:
                yield f"h{before} then h{after}"

    assert faults(pages, find) == []


def test_titles_are_unique_and_name_the_site(pages):
    titles = [words_of(page.all("title")[0]) for page in pages]
    assert len(set(titles)) == len(titles), sorted(title for title in titles if titles.count(title) > 1)
    assert all(title.endswith("Collective Leadership for Scotland") for title in titles)


def test_every_page_has_a_description_and_a_language(pages):
    def find(page):
        description = [
            meta.get("content", "") for meta in page.all("meta") if meta.get("name") == "description"
        ]
        if len(description) != 1 or len(description[0]) < 20:
            yield f"description {description}"
        if page.tree.get("lang") != "en-GB":
            yield f"lang {page.tree.get('lang')}"

    assert faults(pages, find) == []


def test_ids_are_unique(pages):
    def find(page):
        ids = [element.get("id") for element in page.tree.iter() if element.get("id")]
        return sorted({f"id {found}" for found in ids if ids.count(found) > 1})

    assert faults(pages, find) == []


def test_every_internal_link_and_fragment_leads_somewhere(pages):
    output = real_site()
    ids = {
        page.address: {element.get("id") for element in page.tree.iter() if element.get("id")}
        for page in pages
    }

    def find(page):
        for element in page.tree.iter():
            targets = [element.get(attribute) for attribute in ("href", "src", "poster")]
            # Pictures in several widths: addresses, each with its width, between commas.
            targets += [part.split()[0] for part in (element.get("srcset") or "").split(",") if part.strip()]
            for target in targets:
                if target is None or re.match(r"(https?|mailto|tel|webcal):", target):
                    continue
                address, fragment = urldefrag(target)
                address = unquote(address) or page.address
                if not address.startswith("/"):
                    yield f"relative address {target}"
                elif address.endswith("/") or address == page.address:
                    if address not in ids:
                        yield f"no page at {target}"
                    elif fragment and fragment not in ids[address]:
                        yield f"no part at {target}"
                elif not (output / address.lstrip("/")).is_file():
                    yield f"no file at {target}"

    assert faults(pages, find) == []


def test_nothing_unresolved_is_left(pages):
    left = re.compile(r"\{(?:filename|static|attach|placeholder)|[\ue000\ue001\x02\x03]|\{\{|\{%|>None<")
    assert faults(pages, lambda page: left.findall(page.text)) == []


def test_pages_ask_nothing_of_anybody_else(pages):
    """No script, no inline style, no handler, no resource from another host: the strict policy holds."""

    def find(page):
        for element in page.tree.iter():
            # What search engines read is data: browsers do not run it, and the policy allows it.
            if element.tag == "script" and element.attrib == {"type": "application/ld+json"}:
                continue
            if element.tag in ("script", "style", "iframe", "object", "embed", "base"):
                yield f"<{element.tag}>"
            for name, value in element.attrib.items():
                if name == "style" or name.startswith("on"):
                    yield f"{name}={value}"
                if name in ("src", "srcset") and not value.startswith("/"):
                    yield f"{name}={value}"
            if element.tag == "link" and not element.get("href", "").startswith("/"):
                yield f"link {element.get('href')}"

    assert faults(pages, find) == []


def graph_of(page):
    """Return what search engines read of a page; more than one block is a fault."""
    blocks = [script for script in page.all("script") if script.get("type") == "application/ld+json"]
    assert len(blocks) <= 1, page.name
    return json.loads("".join(blocks[0].itertext()))["@graph"] if blocks else []


def walk(value, key=""):
    """Yield each value of structured data with its key."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from walk(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner, key)
    else:
        yield key, value


def test_structured_data_is_sound(pages):
    """It parses, its addresses are whole ones that are there, and only pages that lead on have none."""
    known = {page.address for page in pages}

    def find(page):
        graph = graph_of(page)
        away = 'http-equiv="refresh"' in page.text or page.name == "404.html"
        if bool(graph) == away:
            yield f"{len(graph)} things"
        for key, value in walk(graph):
            if key in ("url", "item", "@id", "image") or key.endswith(("Status", "Mode")):
                if not re.match(r"https?://", value):
                    yield f"{key}: {value}"
                elif value.startswith("http://localhost:8000/") and key in ("url", "item"):
                    address = urldefrag(value.removeprefix("http://localhost:8000")).url
                    if address not in known:
                        yield f"{key}: no page at {value}"
            if value in ("", None):
                yield f"{key} is empty"

    assert faults(pages, find) == []


def test_structured_data_says_what_each_page_is(pages):
    kinds = {page.address: [node["@type"] for node in graph_of(page)] for page in pages}
    assert kinds["/"] == ["Organization", "WebSite"]
    assert kinds["/events/"] == ["BreadcrumbList"]
    for address, found in kinds.items():
        if re.fullmatch(r"/newsletters/\d{4}/\d{2}/", address):
            assert found == ["Article", "BreadcrumbList"], address
    events = [address for address in kinds if "Event" in kinds[address]]
    assert len(events) == len(list(real_site().glob("events/*.ics"))) > 0
    for page in pages:
        graph = graph_of(page)
        if "BreadcrumbList" in kinds[page.address]:
            trail = graph[-1]["itemListElement"]
            assert [step["position"] for step in trail] == list(range(1, len(trail) + 1))
            assert trail[-1]["item"].endswith(page.address), page.name


TYPES_OF_ALTERNATES = {
    ".xml": "application/rss+xml",
    ".json": "application/feed+json",
    ".ics": "text/calendar",
}


def alternates_of(page):
    return [link for link in page.all("link") if link.get("rel") == "alternate"]


def test_every_page_names_the_feeds_and_the_calendar(pages):
    output = real_site()
    general = [
        "/feeds/all.xml",
        "/feeds/newsletters.xml",
        "/feeds/events.xml",
        "/feeds/all.json",
        "/calendar/events.ics",
    ]

    def find(page):
        links = alternates_of(page)
        addresses = [link.get("href") for link in links]
        if addresses[-len(general) :] != general or len(set(addresses)) != len(addresses):
            yield f"alternates {addresses}"
        for link in links:
            href = link.get("href", "")
            if not (output / href.lstrip("/")).is_file():
                yield f"no file at {href}"
            if link.get("type") != TYPES_OF_ALTERNATES[href[href.rindex(".") :]] or not link.get("title"):
                yield f"type {link.get('type')} or title {link.get('title')!r} of {href}"

    assert faults(pages, find) == []


def test_pages_name_their_own_feed_or_calendar_first(pages):
    first = {page.address: alternates_of(page)[0].get("href") for page in pages}
    assert first["/site-index/"] == "/feeds/all.xml"
    found = set()
    for address, own in (
        (r"/events/([a-z0-9-]+)/", "/events/{}.ics"),
        (r"/events/series/([a-z0-9-]+)/", "/calendar/series/{}.ics"),
        (r"/events/topics/([a-z0-9-]+)/", "/feeds/topics/{}.xml"),
    ):
        for page in first:
            match = re.fullmatch(address, page)
            file = own.format(match[1]) if match else ""
            if file and (real_site() / file[1:]).is_file():
                assert first[page] == file
                found.add(own)
    assert len(found) == 3


def test_every_file_to_subscribe_to_is_on_the_page_to_follow(pages):
    output = real_site()
    page = next(page for page in pages if page.address == "/subscribe/")
    shown = {link.get("href") for link in page.all("a")}
    addresses = {words_of(code) for code in page.all("code")}
    for path in [*output.glob("feeds/**/*.*"), *output.glob("calendar/**/*.ics")]:
        address = "/" + path.relative_to(output).as_posix()
        if path.suffix == ".ics":
            assert f"http://localhost:8000{address}" in addresses
            assert f"webcal://localhost:8000{address}" in shown
        else:
            assert address in shown
    assert len(addresses) == len(list(output.glob("calendar/**/*.ics"))) > 2


def test_images_have_text_and_size(pages):
    def find(page):
        for image in page.all("img"):
            if image.get("alt") is None or not image.get("width") or not image.get("height"):
                yield image.get("src")

    assert faults(pages, find) == []


def test_every_form_field_has_its_label(pages):
    def find(page):
        labels = {label.get("for") for label in page.all("label")}
        for tag in ("input", "textarea", "select"):
            for field in page.all(tag):
                if field.get("type") not in ("hidden", "submit") and field.get("id") not in labels:
                    yield f"{tag} {field.get('name')}"
        ids = {element.get("id") for element in page.tree.iter()}
        for element in page.tree.iter():
            for name in (element.get("aria-describedby") or "").split():
                if name not in ids:
                    yield f"aria-describedby {name}"

    assert faults(pages, find) == []


def test_examples_say_so_and_are_not_indexed(pages):
    names = {
        f"{path.parent.name}/{path.stem}": path
        for path in (ROOT / "content").glob("events/*.md")
        if "sample: true" in path.read_text("utf-8")
    }
    if not names:
        pytest.xfail("the content has no example any more: this test has done its work")
    by_address = {page.address: page for page in pages}
    for name in names:
        page = by_address[f"/{name}/"]
        assert "This is an example." in page.text
        assert '<meta name="robots" content="noindex">' in page.text


def test_no_path_of_the_machine_is_in_the_output():
    output = real_site()
    for path in output.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert str(ROOT).encode() not in data, path
            assert str(output).encode() not in data, path


def test_a_published_site_holds_no_examples(tmp_path):
    """With every decision made, the real content publishes, and nothing that is an example is in it."""
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    site = content / "site.yaml"
    values = {"web-address": "https://www.example.org", "contact-mailbox": "team@example.org"}

    def decide(match):
        name = match[1]
        value = values.get(name, "2026-05-01" if name.startswith("permission") else "Decided words")
        return f"{match[0].rstrip()}\n    value: {value}\n"

    text = re.sub(r"(?m)^    value:.*\n", "", site.read_text("utf-8"))
    start = text.index("placeholders:")
    decided = re.sub(r"(?m)^  ([a-z-]+):\n(?:    .*\n?)+", decide, text[start:])
    site.write_text(text[:start] + decided, "utf-8")
    output = build(content, publish=True)
    pages = pages_of(output)
    assert len(pages) > 20
    samples = [
        path for path in content.glob("*/*.md") if re.search(r"(?m)^sample: true", path.read_text("utf-8"))
    ]
    gone = {address for path in samples for address in (f"/{path.parent.name}/{path.stem}/", _of_issue(path))}
    assert not [page.name for page in pages if page.address in gone]
    assert not [page.name for page in pages if "This is an example." in page.text]
    assert not [page.name for page in pages if "<mark" in page.text]
    for page in pages:
        if page.address.endswith("/") and "noindex" not in page.text:
            assert f'<link rel="canonical" href="https://www.example.org{page.address}">' in page.text
    assert "https://www.example.org/offers/" in (output / "sitemap.xml").read_text()
    if {*content.glob("events/*.md")} <= {*samples}:
        empty = next(page for page in pages if page.name == "events/index.html")
        assert "There are no events to show at the moment" in empty.text


def _of_issue(path):
    return f"/{path.parent.name}/{path.stem.replace('-', '/')}/"
