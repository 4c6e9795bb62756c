"""Remarks on links of whole sites: their words, old addresses, our own address, and what is mended for certain."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from plugins.core.problems import Problem
from plugins.core.repairs import repaired
from plugins.engine.checking import check_content
from tests.conftest import NOW, SITES

from .trees import page, write

Found = tuple[str, str, str, str]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    shutil.copy(SITES / "site.yaml", folder)
    page(folder, "home", "Home", "## Who we are\n\nText.")
    page(folder, "contact-us", "Contact us")
    write(folder / "redirects.yaml", "redirects:\n  - from: /old/\n    to: /contact-us/\n")
    shutil.copy(SITES / "invalid/image-alt/images/table.png", _made(folder / "images"))
    return folder


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def problems(content: Path, body: str) -> list[Problem]:
    page(content, "a", "A page", body)
    result = check_content(content, NOW)
    assert not result.fault
    return [problem for problem in result.problems if problem.path.endswith("/a.md")]


def found(content: Path, body: str) -> list[Found]:
    return [(found.code, found.message, found.fix, found.severity) for found in problems(content, body)]


FOUND: dict[str, tuple[str, Found]] = {
    "useless words": (
        "Book [here](contact-us.md).",
        (
            "link-words",
            "The link “here” does not say where it goes.",
            "make words that do part of the link, such as [Register your interest](contact-us.md)",
            "advice",
        ),
    ),
    "an address as words": (
        "See <https://www.example.org/a>.",
        (
            "link-words-address",
            "The words of this link are an address: https://www.example.org/a",
            "write what people find there: [words](https://www.example.org/a)",
            "advice",
        ),
    ),
    "no words": (
        "See [](contact-us.md).",
        (
            "link-empty",
            "The link to contact-us.md has no words, so nobody sees it.",
            "write its words between the square brackets, or take it out.",
            "problem",
        ),
    ),
    "the same words twice": (
        "[Our team](contact-us.md) and [our team](home.md).",
        (
            "link-same-words",
            "Two links have the words “our team” and lead to two places.",
            "give one of them words of its own: the other leads to /contact-us/",
            "advice",
        ),
    ),
    "a mailbox without mailto": (
        "[Write to us](team@example.org)",
        (
            "link-nowhere",
            "The link “Write to us” goes to something that does not exist: team@example.org",
            "write mailto:team@example.org",
            "problem",
        ),
    ),
    "a site without https": (
        "[A site](www.example.org)",
        (
            "link-nowhere",
            "The link “A site” goes to something that does not exist: www.example.org",
            "write https://www.example.org",
            "problem",
        ),
    ),
    "a slash that is missing": (
        "[Contact](/contact-us)",
        (
            "link-nowhere",
            "The link “Contact” goes to something that does not exist: /contact-us",
            "end it with a slash: /contact-us/",
            "problem",
        ),
    ),
    "an old address": (
        "[Contact](/old/)",
        ("link-moved", "The link “Contact” goes to an old address: /old/", "write /contact-us/", "advice"),
    ),
    "a file on one computer": (
        "[The form](file:///C:/form.docx)",
        (
            "link-local",
            "The link “The form” goes to a file on one computer.",
            "put the file into content/files, and link to ../files/ and its name.",
            "problem",
        ),
    ),
    "our own computer": (
        "[Contact](http://localhost:8000/contact-us/)",
        (
            "link-local",
            "The link “Contact” works on one computer alone.",
            "link to the file of the page, such as ../offers/facilitation.md",
            "problem",
        ),
    ),
    "an image on one computer": (
        "![People round a table](C:\\table.png)",
        (
            "image-nowhere",
            "There is no image at C:\\table.png",
            "put the image into content/images and name it there.",
            "problem",
        ),
    ),
    "a long link": (
        "[The whole story of how we began](../a/very/long/way/through/many/folders/to/the/very-story.md)",
        (
            "link-nowhere",
            "The link “The whole story of how…” goes to something that does not exist: …rs/to/the/very-story.md",
            "link to a file that is there, such as contact-us.md, or to an address, such as /contact-us/",
            "problem",
        ),
    ),
    "tracking": (
        "[A site](https://www.example.org/?utm_source=x)",
        (
            "link-tracking",
            "The link “A site” tells the other site who sent it.",
            "write https://www.example.org/",
            "advice",
        ),
    ),
    "an image under another name": (
        "![People round a table](../image/tabel.png)",
        (
            "image-nowhere",
            "There is no image at ../image/tabel.png",
            "write ../images/table.png, if that is what you mean.",
            "problem",
        ),
    ),
    "an image that is not there": (
        "![People round a table](../images/lunch.png)",
        (
            "image-nowhere",
            "There is no image at ../images/lunch.png",
            "put the image into content/images and name it there.",
            "problem",
        ),
    ),
    "a discussion among colleagues": (
        "[Our list](https://github.com/example/site/pull/12)",
        (
            "link-discussion",
            "The link “Our list” goes to a discussion among colleagues on GitHub.",
            "link to the page that it is about, or take the link out.",
            "advice",
        ),
    ),
    "a useless description": (
        "![IMG_2031.jpg](../images/table.png)",
        (
            "image-alt-useless",
            "The description “IMG_2031.jpg” does not say what table.png shows.",
            "write what people see in it, such as People round a table; or the word decorative, if it only adorns.",
            "problem",
        ),
    ),
    "a room": (
        "[Join us](https://zoom.us/j/123)",
        (
            "joining-link",
            "This link lets anybody into a meeting: https://zoom.us/j/123",
            "take it out, and send it to those who booked; an event says so with joining: under online:",
            "problem",
        ),
    ),
}


@pytest.mark.parametrize(("body", "expected"), FOUND.values(), ids=FOUND)
def test_what_is_said_of_a_link(content: Path, body: str, expected: Found) -> None:
    assert found(content, body) == [expected]


MENDED = {
    "[Write to us](team@example.org)": "[Write to us](mailto:team@example.org)",
    "[A site](www.example.org)": "[A site](https://www.example.org)",
    "[Contact](/contact-us)": "[Contact](/contact-us/)",
    "[Contact](/old/)": "[Contact](/contact-us/)",
    "[A site](https://www.example.org/?utm_source=x)": "[A site](https://www.example.org/)",
    "[A site](https://https://www.example.org/)": "[A site](https://www.example.org/)",
    "[A site](https:/www.example.org/)": "[A site](https://www.example.org/)",
    "[A site](https//www.example.org/)": "[A site](https://www.example.org/)",
    "[Contact](content/pages/contact-us.md)": "[Contact](contact-us.md)",
    "![People round a table](../images/Table.PNG)": "![People round a table](../images/table.png)",
    "![People round a table](../images/table.png “Lunch”)": '![People round a table](../images/table.png "Lunch")',
    "[Contact](contact-us.md ‘How to’)": '[Contact](contact-us.md "How to")',
    "[Contact](Contact-Us.md)": "[Contact](contact-us.md)",
    "[Home](../../content/pages/Home.md#who-we-are)": "[Home](home.md#who-we-are)",
    "[Contact](/content/pages/contact-us.md)": "[Contact](contact-us.md)",
    "[Contact](pages/contact-us.md)": "[Contact](contact-us.md)",
    "[Contact](..\\pages\\contact-us.md)": "[Contact](contact-us.md)",
    "[Contact](“../pages/contact-us.md”)": "[Contact](contact-us.md)",
    "[Us](/content/pages/home.md#who-we-are)": "[Us](home.md#who-we-are)",
    "![People round a table](content/images/table.png)": "![People round a table](../images/table.png)",
}


@pytest.mark.parametrize(("body", "expected"), MENDED.items())
def test_what_is_certain_is_mended(content: Path, body: str, expected: str) -> None:
    edits = [problem.edit for problem in problems(content, body) if problem.edit]
    file = content / "pages/a.md"
    mended = repaired(file.read_bytes(), edits).decode()
    assert mended.endswith(f"---\n{expected}\n")
    assert found(content, expected) == []


@pytest.mark.parametrize(
    "body",
    [
        "[Contact us](contact-us.md) and [contact us](/contact-us/).",
        "[Contact us](contact-us.md) and again [Contact us](contact-us.md#no).".replace("#no", ""),
        "[Who we are](home.md#who-we-are) and [who we are](home.md)",
        "<team@example.org> and [team@example.org](mailto:team@example.org)",
        "[![People round a table](../images/table.png)](contact-us.md)",
        "![decorative](../images/table.png)",
        "![People round a table](../images/table.png)",
        "[gov.scot](https://www.gov.scot/)",
        "[Read more about us](contact-us.md)",
        "A note[^1] and another[^2].\n\n[^1]: One.\n[^2]: Two.",
    ],
)
def test_links_that_are_right(content: Path, body: str) -> None:
    assert found(content, body) == []


def test_a_link_to_this_site_by_its_whole_address(content: Path) -> None:
    site = content / "site.yaml"
    write(
        site, "site_url: https://network.example.org\n" + re.sub("(?m)^site_url:.*\n", "", site.read_text())
    )
    for whole, inside in (("/contact-us/", "/contact-us/"), ("", "/"), ("/#who-we-are", "/#who-we-are")):
        (problem,) = problems(content, f"[Us](https://network.example.org{whole})")
        assert (problem.code, problem.severity, problem.fix) == (
            "link-own-address",
            "advice",
            f"write {inside}",
        )
        assert problem.message == "The link “Us” goes to this site by its whole web address."
        assert problem.edit
        assert problem.edit.new == inside
    (problem,) = problems(content, "[Us](https://network.example.org/contact/)")
    assert problem.code == "link-nowhere"
    assert found(content, "[Us](https://network.example.org.uk/contact/)") == []


def test_where_a_link_may_mean_two_things_nothing_is_mended(content: Path) -> None:
    (problem,) = problems(content, "[Contact](contact.md)")
    assert problem.fix == "write contact-us.md, if that is what you mean."
    assert problem.edit is None


def test_files_of_one_name_are_all_named(content: Path) -> None:
    settings = "title: A\nsummary: B.\nperson: C\npermission: 2026-01-02\n"
    write(content / "testimonials/help.md", f"---\n{settings}---\nIt helped.\n")
    page(content, "help", "Help")
    page(content, "b", "B", "[Help](../events/help.md)")
    told = [p for p in check_content(content, NOW).problems if p.code == "link-nowhere"]
    assert [(p.fix, p.edit) for p in told] == [
        ("write help.md or ../testimonials/help.md, if that is what you mean.", None)
    ]


def test_what_follows_an_image_that_is_not_there_is_no_title(content: Path) -> None:
    (problem,) = problems(content, "![People round a table](../images/tabel.png “Lunch”)")
    assert (problem.fix, problem.edit) == ("write ../images/table.png, if that is what you mean.", None)


def test_an_address_that_opens_nowhere_stays_so_with_a_title(content: Path) -> None:
    (problem,) = problems(content, "[Us](http://localhost:8000/ “Us”)")
    assert (problem.code, problem.fix) == (
        "link-local",
        "link to the file of the page, such as ../offers/facilitation.md",
    )


def test_an_image_among_the_pages(content: Path) -> None:
    for name in ("Our Lunch.PNG", "circles.heic", "report.pdf"):
        write(content / "pages" / name, "x")
    told = [(p.message, p.fix) for p in check_content(content, NOW).problems if p.code == "file-ending"]
    assert told == [
        (
            "Our Lunch.PNG is an image, so it cannot become a page.",
            "put it into content/images, and show it in a text: ![What it shows](../images/our-lunch.png)",
        ),
        (
            "circles.heic is an image, so it cannot become a page.",
            "save it as a JPEG in content/images, and show it in a text: ![What it shows](../images/circles.jpg)",
        ),
        (
            "report.pdf is not a text file, so it cannot become a page.",
            "copy its words into a new file report.md, or put it into content/files.",
        ),
    ]


def test_a_copy_of_a_file(content: Path) -> None:
    for name in ("contact-us-copy", "copy-of-home", "photocopy", "home-2"):
        page(content, name, name)
    page(content, "Contact us (1)")
    told = [
        (p.path[len("content/pages/") :], p.code, p.message, p.fix)
        for p in check_content(content, NOW).problems
    ]
    assert [found for found in told if found[1].startswith("file-")] == [
        (
            "Contact us (1).md",
            "file-name",
            "The file name Contact us (1).md must be in small letters, digits and hyphens.",
            "rename it to contact-us-1.md; the address of the page comes from it.",
        ),
        (
            "contact-us-copy.md",
            "file-copy",
            "contact-us-copy.md looks like a copy of contact-us.md, and both would be published.",
            "delete it, or give it a name of its own.",
        ),
        (
            "copy-of-home.md",
            "file-copy",
            "copy-of-home.md looks like a copy of home.md, and both would be published.",
            "delete it, or give it a name of its own.",
        ),
    ]


def test_files_that_systems_leave(content: Path) -> None:
    for name in ("pages/desktop.ini", "files/Thumbs.db", "Desktop.ini"):
        write(content / name, "x")
    told = check_content(content, NOW).problems
    assert [(p.path.removeprefix("content/"), p.code, p.fix) for p in sorted(told, key=lambda p: p.path)] == [
        (name, "file-of-system", "delete it.")
        for name in ("Desktop.ini", "files/Thumbs.db", "pages/desktop.ini")
    ]
    assert told[0].message == "Desktop.ini was left here by Windows or macOS, and nobody needs it."


def test_a_link_to_a_file_with_two_endings_is_not_told_too(content: Path) -> None:
    write(content / "pages/story.md.txt", "x")
    page(content, "a", "A page", "[Our story](story.md)")
    assert [p.code for p in check_content(content, NOW).problems] == ["file-ending"]


def test_the_right_name_of_a_file_is_given(content: Path) -> None:
    write(content / "files/Our plan (new).PDF", "x")
    write(content / "files/old plans/plan.pdf", "x")
    assert [(p.code, p.fix) for p in check_content(content, NOW).problems] == [
        ("asset-name", "rename it to our-plan-new.PDF; spaces become hyphens."),
        ("asset-name", "rename its folder to a name of letters, digits and hyphens."),
    ]


def test_a_front_page_that_is_gone(content: Path) -> None:
    (content / "pages/home.md").unlink()
    assert not check_content(content, NOW).problems  # a site that begins
    for name in ("b", "c", "d", "e"):
        page(content, name, name.upper())
    (problem,) = check_content(content, NOW).problems
    assert (problem.path, problem.code, problem.message, problem.fix, problem.severity) == (
        "content/pages",
        "home-missing",
        "There is no home.md, so the front page is a plain one that is made by itself.",
        "bring back pages/home.md, or write it anew.",
        "warning",
    )


def test_a_placeholder_without_its_word(content: Path) -> None:
    site = content / "site.yaml"
    write(
        site,
        f"{site.read_text()}\nplaceholders:\n  reply-time:\n    decide: How long an answer takes\n    value: two days\n",
    )
    for wrong in ("{reply-time}", "{Placeholder reply-time}", "{ reply-time }"):
        (problem,) = problems(content, f"We answer in {wrong}.")
        assert (problem.code, problem.message, problem.fix) == (
            "placeholder-form",
            f"This is shown as it stands: {wrong}",
            "write {placeholder:reply-time}",
        )
        assert problem.edit
        assert problem.edit.old == wrong
    for right in (
        "{placeholder:reply-time}",
        "{ placeholder: reply-time }",
        "`{reply-time}`",
        "{reply}",
        "{a b}",
    ):
        assert problems(content, f"We answer in {right}.") == []


PLACEHOLDERS = """
placeholders:
  reply-time:
    decide: How long an answer takes
    value: two days
"""
AS_IT_STANDS = {
    # what is typed: what is shown of it, and the text once it is mended
    "in {placeholder:reply-time. Come.": ("{placeholder:reply-time", "in {placeholder:reply-time}. Come."),
    "in {placeholder: reply-time and {placeholder:reply-time}": (
        "{placeholder: reply-time", "in {placeholder:reply-time} and {placeholder:reply-time}",
    ),
    "in [placeholder:reply-time] or so": ("[placeholder:reply-time]", "in {placeholder:reply-time} or so"),
    "in (Placeholder: reply-time).": ("(Placeholder: reply-time)", "in {placeholder:reply-time}."),
    "in [placeholder:reply-time}": ("[placeholder:reply-time}", "in {placeholder:reply-time}"),
    "in {placeholder:reply-time]": ("{placeholder:reply-time", None),
    "in {placeholder:reply-tme": ("{placeholder:reply-tme", None),
    "in [placeholder:reply-tme]": ("[placeholder:reply-tme]", None),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), AS_IT_STANDS.items(), ids=AS_IT_STANDS)
def test_a_placeholder_with_other_brackets(
    content: Path, text: str, expected: tuple[str, str | None]
) -> None:
    write(content / "site.yaml", f"{(content / 'site.yaml').read_text()}{PLACEHOLDERS}")
    (problem,) = problems(content, text)
    shown, mended = expected
    assert (problem.code, problem.message, problem.fix, problem.severity) == (
        "placeholder-form", f"This is shown as it stands: {shown}", "write {placeholder:reply-time}", "problem",
    )  # fmt: skip
    made = text.replace(problem.edit.old, problem.edit.new, 1) if problem.edit else None
    assert made == mended


@pytest.mark.parametrize(
    "text",
    [
        "`{placeholder:reply-time` and `[placeholder:reply-time]`", "{placeholder:reply\n-time\n}".replace("\n", ""),
        "A hint (placeholder: your name) helps.", "[placeholder: a word for another]", "A placeholder: reply-time",
    ],
)  # fmt: skip
def test_words_on_placeholders(content: Path, text: str) -> None:
    write(content / "site.yaml", f"{(content / 'site.yaml').read_text()}{PLACEHOLDERS}")
    assert problems(content, text) == []


@pytest.mark.parametrize("text", ["in {placeholder:", "in {placeholder:something-quite-different"])
def test_an_open_placeholder_of_no_name(content: Path, text: str) -> None:
    write(content / "site.yaml", f"{(content / 'site.yaml').read_text()}{PLACEHOLDERS}")
    (problem,) = problems(content, text)
    assert (problem.code, problem.edit) == ("placeholder-form", None)
    assert problem.fix == "end it with } after the name of a placeholder in site.yaml."


def test_an_open_placeholder_in_settings(content: Path) -> None:
    write(content / "site.yaml", f"{(content / 'site.yaml').read_text()}{PLACEHOLDERS}")
    page(content, "a", "A page")
    file = content / "pages/a.md"
    write(file, file.read_text().replace("A page.", '"We answer in {placeholder:reply-time"'))
    (problem,) = [
        problem for problem in check_content(content, NOW).problems if problem.path.endswith("/a.md")
    ]
    assert (problem.line, problem.message) == (3, "This is shown as it stands: {placeholder:reply-time")


@pytest.mark.parametrize(
    ("target", "right"),
    [
        ("contactscotland-bsl.org", "https://contactscotland-bsl.org"),
        ("nhs.scot/page#part", "https://nhs.scot/page#part"),
        ("learn.gov.uk/a.pdf?b=c", "https://learn.gov.uk/a.pdf?b=c"),
        ("www.gov.scot", "https://www.gov.scot"),
    ],
)
def test_a_domain_without_its_start(content: Path, target: str, right: str) -> None:
    (problem,) = problems(content, f"Read [this]({target}).")
    assert problem.code == "link-nowhere"
    assert problem.message == f"The link “this” goes to something that does not exist: {target}"
    assert problem.fix == f"write {right}"
    assert problem.edit
    assert (problem.edit.old, problem.edit.new) == (target, right)


@pytest.mark.parametrize(
    "target", ["a.md", "report.pdf", "table.png", "event.ics", "../gov.scot/a.md", "a.b/c"]
)
def test_a_file_is_no_domain(content: Path, target: str) -> None:
    (problem,) = problems(content, f"Read [this]({target}).")
    assert "https://" not in problem.fix
    assert problem.edit is None


def test_a_link_is_never_advised_to_what_is_not_for_all(content: Path) -> None:
    for name, setting in (("a-draft", "status: draft"), ("b-example", "sample: true")):
        page(content, name, "A page")
        file = content / f"pages/{name}.md"
        write(file, file.read_text().replace("---\n", f"---\n{setting}\n", 1))
    (problem,) = [
        found for found in problems(content, "[More](../nowhere/else.md)") if found.code == "link-nowhere"
    ]
    assert problem.fix == (
        "link to a file that is there, such as contact-us.md, or to an address, such as /contact-us/"
    )


def test_a_private_address_in_settings(content: Path) -> None:
    page(content, "a", "A page")
    file = content / "pages/a.md"
    write(file, file.read_text().replace("A page.", "Write to fiona.macleod@example.org"))
    (problem,) = [
        problem for problem in check_content(content, NOW).problems if problem.path.endswith("/a.md")
    ]
    assert (problem.line, problem.code, problem.severity) == (3, "mailbox-personal", "warning")
