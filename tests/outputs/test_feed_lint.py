"""The lint of feeds: each rule finds its fault, and nothing else is one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from plugins.outputs.feed_lint import lint_json, lint_rss
from plugins.outputs.json_feed import json_feed
from plugins.outputs.rss import SYNDICATION, rss
from tests.outputs.feed_samples import (
    CHANGED,
    FEED,
    FILE,
    HOME,
    PUBLISHER,
    SELF,
    SELF_JSON,
    SIZES,
    event_item,
    issue,
)

EVENT = "Item 1 (tag:network.example.org,2026:event/open-day)"
ISSUE = "Item 2 (tag:network.example.org,2026:newsletter/issue-0000)"

ITEMS = [event_item('<h2 id="a">A</h2><p>Tea.</p>'), issue(html='<h2 id="a">A</h2><p>Talk.</p>')]
GOOD = rss(FEED, ITEMS, PUBLISHER, "/theme/feed.css", "/icon.png").decode()
GOOD_JSON = json_feed(FEED, ITEMS, PUBLISHER, "/icon.svg").decode()


def faults(text: str, sizes: dict[str, int] = SIZES) -> list[str]:
    return lint_rss(text.encode("utf-8", "surrogatepass"), self_url=SELF, home_url=HOME, sizes=sizes)


def json_faults(feed: Any, sizes: dict[str, int] = SIZES) -> list[str]:
    text = feed if isinstance(feed, str) else json.dumps(feed)
    return lint_json(text.encode(), self_url=SELF_JSON, home_url=HOME, sizes=sizes)


def swapped(old: str, new: str) -> str:
    assert GOOD.count(old) >= 1, old
    return GOOD.replace(old, new, 1)


def test_good_feeds_have_no_faults() -> None:
    assert faults(GOOD) == []
    assert json_faults(GOOD_JSON) == []


P = "<p>Tea.</p>"
TITLE = "<title>Tea &amp; Talk: everything new</title>"
SUMMARY = "<description>Meet us.</description>"
PUBLISHED = "<pubDate>Wed, 01 Jul 2026 10:00:00 +0100</pubDate>"
MISFIT = "The feed’s image has not the title and the link of the feed."
WHOLE = "a whole web address"
DECLARATION = "The feed does not start by saying that it is XML in UTF-8."


def written_otherwise(html: str) -> str:
    return f"{EVENT} has HTML that is not written as ours is: {html}."


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # The file
        ('encoding="UTF-8"', 'encoding="ISO-8859-1"', DECLARATION),
        ('<?xml version="1.0" encoding="UTF-8"?>\n', "", DECLARATION),
        ('version="2.0"', 'version="0.91"', "The feed is not RSS 2.0 with one channel."),
        ("</channel>", "</channel><channel/>", "The feed is not RSS 2.0 with one channel."),
        # The channel
        (
            f"<link>{HOME}</link>",
            f"<link>{SELF}</link>",
            [f"The feed says that it is of {SELF}, and not of {HOME}.", MISFIT],
        ),
        (
            f"<link>{HOME}</link>",
            "",
            ["The feed: link is missing.", f"The feed says that it is of nothing, and not of {HOME}.", MISFIT],
        ),
        (
            f'<atom:link href="{SELF}"',
            '<atom:link href="/feeds/all.xml"',
            f"The feed says that it is at /feeds/all.xml, and not at {SELF}.",
        ),
        (' rel="self"', ' rel="other"', f"The feed says that it is at no address, and not at {SELF}."),
        (TITLE, "", ["The feed: title is missing.", "The feed has no title.", MISFIT]),
        (TITLE, TITLE * 2, "The feed: title is there 2 times."),
        ("Tea &amp; Talk: everything", "Tea &amp;amp; Talk:", ["The feed has HTML in its title: Tea &amp; Talk: new.", MISFIT]),
        ("Tea &amp; Talk: everything", "&lt;b>All&lt;/b>", ["The feed has HTML in its title: <b>All</b> new.", MISFIT]),
        ("<description>All that is new.</description>", "", "The feed: description is missing."),
        (
            "<description>All that",
            "<description>&lt;br>All that",
            "The feed has HTML in its description: <br>All that is new..",
        ),
        ("<language>en-GB</language>", "", "The feed: language is missing."),
        (
            "<language>en-GB</language>",
            "<language>English</language>",
            "The feed: language is not a language tag: 'English'.",
        ),
        (
            "<managingEditor>hello@example.org (Tea &amp; Talk)",
            "<managingEditor>Tea &amp; Talk",
            "The feed: managingEditor is not an e-mail address with a name: 'Tea & Talk'.",
        ),
        ("<ttl>720</ttl>", "", "The feed: ttl is missing."),
        ("<ttl>720</ttl>", "<ttl>0</ttl>", "The feed: ttl is not a number: '0'."),
        (
            "<generator>feedgen",
            "<generator>feedgen 1.0.0",
            "The feed: generator is not a name without a version: 'feedgen 1.0.0'.",
        ),
        (
            "<sy:updatePeriod>daily</sy:updatePeriod>",
            "<sy:UpdatePeriod>daily</sy:UpdatePeriod>",
            ["The feed: sy:updatePeriod is missing.", "The feed: sy:UpdatePeriod has no place here."],
        ),
        (
            "<sy:updatePeriod>daily</sy:updatePeriod>",
            "<sy:updatePeriod>daily</sy:updatePeriod>" * 2,
            "The feed: sy:updatePeriod is there 2 times.",
        ),
        (
            "<sy:updatePeriod>daily",
            "<sy:updatePeriod>Daily",
            "The feed: sy:updatePeriod is not hourly or daily or weekly or monthly or yearly: 'Daily'.",
        ),
        (
            "<sy:updateFrequency>2",
            "<sy:updateFrequency>None",
            "The feed: sy:updateFrequency is not a number: 'None'.",
        ),
        (
            SYNDICATION,
            "http://purl.org/rss/1.0/modules/sy/",
            [
                "The feed: sy:updatePeriod is missing.",
                "The feed: sy:updateFrequency is missing.",
                "The feed: {http://purl.org/rss/1.0/modules/sy/}updatePeriod has no place here.",
                "The feed: {http://purl.org/rss/1.0/modules/sy/}updateFrequency has no place here.",
            ],
        ),
        ("<ttl>", "<cloud/><ttl>", "The feed: cloud has no place here."),
        ("<ttl>", '<ttl a="b">', "The feed: ttl: a has no place here."),
        ("/icon.png", "/icon.svg", f"The feed’s image: url is not the address of a GIF, JPEG or PNG: '{HOME}icon.svg'."),
        ("<width>144</width>", "<width>145</width>", "The feed’s image: width is not 1 to 144: '145'."),
        ("<height>144</height>", "<height>401</height>", "The feed’s image: height is not 1 to 400: '401'."),
        ("<height>144</height>", "", "The feed’s image: height is missing."),
        (f"<url>{HOME}", "<url>/", "The feed’s image: url is not the address of a GIF, JPEG or PNG: '/icon.png'."),
        (
            "<url>https://www.example.org/icon.png</url>\n      <title>Tea",
            "<url>https://www.example.org/icon.png</url>\n      <title>Coffee",
            MISFIT,
        ),
        (
            "<lastBuildDate>Sun, 01 Nov 2026 09:30:00 +0000",
            "<lastBuildDate>Sun, 22 Nov 2026 10:00:00 +0000",
            f"The feed’s lastBuildDate is Sun, 22 Nov 2026 10:00:00 +0000, but its newest item changed at {CHANGED}.",
        ),
        (
            "<lastBuildDate>Sun, 01 Nov",
            "<lastBuildDate>Mon, 01 Nov",
            "The feed has no real lastBuildDate: Mon, 01 Nov 2026 09:30:00 +0000.",
        ),
        # Ids
        (
            'isPermaLink="false">tag:network.example.org,2026:event/open-day',
            'isPermaLink="false">https://www.example.org/a/',
            "Item 1 (https://www.example.org/a/) needs a tag URI as its id.",
        ),
        (' isPermaLink="false"', "", f"{EVENT}: guid: isPermaLink is missing."),
        ('isPermaLink="false"', 'isPermaLink="true"', f"{EVENT}: guid: isPermaLink is not false: 'true'."),
        (
            '<guid isPermaLink="false">tag:network.example.org,2026:event/open-day</guid>',
            "",
            ["Item 1 (without guid): guid is missing.", "Item 1 (without guid) needs a tag URI as its id."],
        ),
        # Words
        ("<title>Cancelled: Open day (3 December 2026)</title>", "<title> </title>", f"{EVENT} has no title."),
        ("Cancelled: Open", "Tea &amp;amp; talk", f"{EVENT} has HTML in its title: Tea &amp; talk day (3 December 2026)."),
        ("Cancelled: Open", "&lt;b>A&lt;/b>", f"{EVENT} has HTML in its title: <b>A</b> day (3 December 2026)."),
        ("Cancelled", "Can\x7fcelled", "The feed holds control characters."),
        ("Cancelled", "Can\x85celled", "The feed holds control characters."),
        ("Cancelled", "Can&#127;celled", "The feed holds control characters."),
        ("Cancelled", "Can&#x85;celled", "The feed holds control characters."),
        (P, "<p>Tea&#7;</p>", "The feed holds control characters."),
        (P, "<p>Tea&#x1B;</p>", "The feed holds control characters."),
        (P, "<p>Tea&#xFFFFFF;</p>", "The feed holds control characters."),
        ("<title>Cancelled", "<title>A</title><title>Cancelled", f"{EVENT}: title is there 2 times."),
        (SUMMARY, "", [f"{EVENT}: description is missing.", f"{EVENT} has no plain description: none."]),
        (SUMMARY, "<description> </description>", f"{EVENT} has no plain description:  ."),
        (SUMMARY, SUMMARY * 2, f"{EVENT}: description is there 2 times."),
        (
            SUMMARY,
            "<description>&lt;p>Tea&lt;/p></description>",
            [f"{EVENT} has no plain description: <p>Tea</p>.", f"{EVENT} has HTML in its description: <p>Tea</p>."],
        ),
        (SUMMARY, "<description>R&amp;D</description>", f"{EVENT} has no plain description: R&D."),
        (
            SUMMARY,
            "<description>&amp;amp;lt;b&amp;amp;gt;</description>",
            f"{EVENT} has HTML in its description: &lt;b&gt;.",
        ),
        (SUMMARY, f"<description>{'x ' * 150}x</description>", f"{EVENT} has a description of 301 characters."),
        ("<dc:creator>Tea &amp; Talk</dc:creator>", "", f"{EVENT}: dc:creator is missing."),
        ("<dc:creator>Tea &amp; Talk", "<dc:creator> ", f"{EVENT}: dc:creator is not a text: ' '."),
        (
            "<dc:creator>",
            "<dc:language>Gaelic</dc:language><dc:creator>",
            f"{EVENT}: dc:language is not a language tag: 'Gaelic'.",
        ),
        ("<dc:creator>", "<author>Us</author><dc:creator>", f"{EVENT}: author has no place here."),
        (f' domain="{HOME}feeds/topics/facilitation.xml"', "", f"{EVENT}: category: domain is missing."),
        (f'domain="{HOME}feeds/topics/', 'domain="/', f"{EVENT}: category: domain is not {WHOLE}: '/facilitation.xml'."),
        (">facilitation</category>", "></category>", f"{EVENT}: category is not a text: ''."),
        # The event and its picture
        (
            "<ev:startdate>2026-12-03T10:00:00+00:00",
            "<ev:startdate>tomorrow",
            f"{EVENT} is of an event that runs from tomorrow to 2026-12-03T11:30:00+00:00.",
        ),
        (
            "<ev:startdate>2026-12-03T10:00:00+00:00",
            "<ev:startdate>2026-12-03",
            f"{EVENT} is of an event that runs from 2026-12-03 to 2026-12-03T11:30:00+00:00.",
        ),
        (
            "<ev:startdate>2026-12-03T10:00:00+00:00",
            "<ev:startdate>2026-12-03T10:00:00",
            f"{EVENT} is of an event that runs from 2026-12-03T10:00:00 to 2026-12-03T11:30:00+00:00.",
        ),
        (
            "<ev:enddate>2026-12-03T11:30:00+00:00",
            "<ev:enddate>2026-12-03T10:30:00+01:00",
            f"{EVENT} is of an event that runs from 2026-12-03T10:00:00+00:00 to 2026-12-03T10:30:00+01:00.",
        ),
        (
            "<ev:startdate>2026-12-03T10:00:00+00:00</ev:startdate>",
            "",
            f"{EVENT} is of an event that runs from no time to 2026-12-03T11:30:00+00:00.",
        ),
        (
            '<media:content url="https://www.example.org',
            '<media:content url="',
            f"{EVENT}: media:content: url is not a whole web address: '/images/a%20tea%20pot.png'.",
        ),
        (' medium="image"', "", f"{EVENT}: media:content: medium is missing."),
        (' width="640"', ' width="wide"', f"{EVENT}: media:content: width is not a whole number: 'wide'."),
        (
            "<link>https://www.example.org/events/open-day/</link>",
            "<link>/events/open-day/</link>",
            f"{EVENT} has no whole address of ours: /events/open-day/.",
        ),
        (
            "<link>https://www.example.org/events/open-day/</link>",
            "<link>http://localhost:8000/events/open-day/</link>",
            f"{EVENT} has no whole address of ours: http://localhost:8000/events/open-day/.",
        ),
        # Dates
        (
            "<pubDate>Wed, 01 Jul 2026 10:00:00 +0100",
            "<pubDate>Wed, 1 Jul 26 10:00 BST",
            f"{EVENT} does not say when it was published and changed.",
        ),
        (PUBLISHED, PUBLISHED * 2, f"{EVENT}: pubDate is there 2 times."),
        ("Wed, 01 Jul", "Thu, 01 Jul", f"{EVENT} does not say when it was published and changed."),
        (
            "<atom:updated>2026-11-01T09:30:00+00:00</atom:updated>",
            "",
            [
                f"{EVENT}: atom:updated is missing.",
                f"{EVENT} does not say when it was published and changed.",
            ],
        ),
        ("<atom:updated>2026-11-01T", "<atom:updated>2026-01-01T", f"{EVENT} changed before it was published."),
        # Files
        (
            'length="2055"',
            'length="2056"',
            f"{EVENT} says that {FILE} has 2056 bytes; it has 2055.",
        ),
        (
            ' length="2055"',
            "",
            [
                f"{EVENT}: enclosure: length is missing.",
                f"{EVENT} says that {FILE} has no bytes; it has 2055.",
            ],
        ),
        (' type="text/calendar"', "", f"{EVENT}: enclosure: type is missing."),
        (
            "/events/open-day.ics",
            "/events/other.ics",
            f"{EVENT} comes with a file that is not there: https://www.example.org/events/other.ics.",
        ),
        (
            "<enclosure ",
            f'<enclosure url="{FILE}" length="2055" type="a/b"/><enclosure ',
            f"{EVENT}: enclosure is there 2 times.",
        ),
        # Content
        ("newsletter.issue-0000:a", "event.open-day:a", f"{ISSUE} has the id event.open-day:a, which stands in the feed before."),
        (P, '<a href="/offers/">a</a>', f"{EVENT} has an address that is not whole: href=/offers/."),
        (P, '<a href="#fn:1">a</a>', f"{EVENT} has an address that is not whole: href=#fn:1."),
        (P, '<a href="">a</a>', f"{EVENT} has an address that is not whole: href=empty."),
        (P, '<img alt="a > b" src="a.png">', f"{EVENT} has an address that is not whole: src=a.png."),
        (P, '<img srcset="https://a.org/b 1x, /c 2x">', f"{EVENT} has an address that is not whole: srcset=/c."),
        (P, '<p poster="/a.png"></p>', f"{EVENT} has an address that is not whole: poster=/a.png."),
        (P, "<video></video>", f"{EVENT} holds a video element."),
        (P, "<a href='/x/'>a</a>", written_otherwise("<a href='/x/'>a")),
        (P, "<a href=/x/>a</a>", written_otherwise("<a href=/x/>a")),
        (P, '<A HREF="/x/">a</A>', written_otherwise('<A HREF="/x/">a</A>')),
        (P, '<a HREF="/x/">a</a>', written_otherwise('<a HREF="/x/">a')),
        (P, '<img src="https://a.org/b"/>', written_otherwise('<img src="https://a.org/b"/>')),
        (P, "<!-- a -->", written_otherwise("<!-- a -->")),
        (P, "<p>Tea <", written_otherwise("<")),
        (P, "<p>Tea", f"{EVENT} has HTML that is cut off or crossed: <p>."),
        (P, "<p><em>Tea</p></em>", f"{EVENT} has HTML that is cut off or crossed: </p>."),
        (P, "Tea</p>", f"{EVENT} has HTML that is cut off or crossed: </p>."),
        (P, "<p id=\"event.open-day:a\">Tea</p>", f"{EVENT} has the id event.open-day:a, which stands in the feed before."),
        (P, '<q cite="/a">a</q>', f"{EVENT} has an address that is not whole: cite=/a."),
        (P, '<a href="javascript:x">a</a>', f"{EVENT} has an address that is not whole: href=javascript:x."),
        (P, "<script>a</script>", f"{EVENT} holds a script element."),
        (P, "<iframe></iframe>", f"{EVENT} holds a iframe element."),
        (P, "<style>a</style>", f"{EVENT} holds a style element."),
        (P, '<p style="a">a</p>', f"{EVENT} has the attribute style."),
        (P, '<p onclick="a">a</p>', f"{EVENT} has the attribute onclick."),
        (
            '<![CDATA[<h2 id="newsletter.issue-0000:a">A</h2><p>Talk.</p>]]>',
            "<![CDATA[<p> </p>]]>",
            f"{ISSUE} has no content.",
        ),
        (
            "<content:encoded>",
            "<content:Encoded/><x>",
            "mismatched tag",
        ),
        ("</channel>", "&nbsp;</channel>", "undefined entity"),
        ("<ev:location>", "<evil:location>", "unbound prefix"),
    ],
)  # fmt: skip
def test_each_fault_is_found(old: str, new: str, expected: str | list[str]) -> None:
    found = faults(swapped(old, new))
    named = [expected] if isinstance(expected, str) else expected
    if named[0][0].islower():
        assert len(found) == 1
        assert found[0].startswith("The feed is not well-formed: ")
        return
    # The last build may be the change that was taken away; nothing else may be said.
    rest = [said for said in found if "lastBuildDate is" not in said or "lastBuildDate is" in named[0]]
    assert rest == named


def test_an_item_without_its_text() -> None:
    start, end = GOOD.index("<content:encoded>"), GOOD.index("</content:encoded>")
    assert faults(GOOD[:start] + GOOD[end + len("</content:encoded>") :]) == [
        f"{EVENT}: content:encoded is missing.",
        f"{EVENT} has no content.",
    ]


def test_a_feed_without_an_editor_or_an_image_is_right() -> None:
    nobody = replace(PUBLISHER, mailbox="")
    data = rss(FEED, [issue(1)], nobody, "", "")
    assert lint_rss(data, self_url=SELF, home_url=HOME, sizes={}) == []


def test_a_reference_to_a_sign_that_people_can_see_is_right() -> None:
    assert faults(swapped(P, "<p>&#39;&#x1F600;&amp;#7;</p>")) == []


def test_what_is_no_feed() -> None:
    assert faults("<rss/>") == ["The feed has no channel."]
    assert faults("") == ["The feed is not well-formed: no element found: line 1, column 0."]
    assert faults(GOOD.replace("Tea", "\ud800", 1))[0].startswith("The feed is not well-formed: ")
    assert faults(GOOD.replace("Cancelled", "\x01", 1))[0].startswith("The feed is not well-formed: ")


def test_two_items_with_one_id() -> None:
    one = issue(1)
    data = rss(FEED, [one, one], PUBLISHER, "", "")
    name = "Item 2 (tag:network.example.org,2026:newsletter/issue-0001)"
    assert lint_rss(data, self_url=SELF, home_url=HOME, sizes={}) == [f"{name} has the id of another item."]


def test_items_in_the_wrong_order() -> None:
    def order(*items: Any) -> list[str]:
        return lint_rss(rss(FEED, items, PUBLISHER, "", ""), self_url=SELF, home_url=HOME, sizes={})

    older = "Item 2 (tag:network.example.org,2026:newsletter/issue-0001) comes after an item that is older."
    assert order(issue(2), issue(1)) == [older]
    assert order(issue(1), issue(2)) == []
    # At the same time, the ids decide.
    same = replace(issue(2), published=issue(1).published, changed=CHANGED)
    assert order(same, issue(1)) == [older]
    assert order(issue(1), same) == []


def test_text_about_html_is_no_html() -> None:
    code = '<pre><code>&lt;a href="/x" id="a"&gt; &lt;script src="y"&gt; onclick="z"</code></pre>'
    data = rss(FEED, [issue(1, code), issue(2, code)], PUBLISHER, "", "")
    assert lint_rss(data, self_url=SELF, home_url=HOME, sizes={}) == []


def test_a_title_with_an_ampersand_is_no_html() -> None:
    data = rss(FEED, [issue(1, title="R&D; 5 < 6")], PUBLISHER, "", "")
    assert lint_rss(data, self_url=SELF, home_url=HOME, sizes={}) == []


def test_a_picture_alone_is_content() -> None:
    data = rss(FEED, [issue(1, '<p><img src="/a.png" alt=""></p>')], PUBLISHER, "", "")
    assert lint_rss(data, self_url=SELF, home_url=HOME, sizes={}) == []


# JSON

TEXT_SIZE = {"url": "x", "mime_type": "a/b", "size_in_bytes": "1"}


def change(path: str, value: Any) -> Callable[[Any], None]:
    def changed(feed: Any) -> None:
        *parts, last = [int(part) if part.isdigit() else part for part in path.split("/")]
        for part in parts:
            feed = feed[part]
        feed[last] = value

    return changed


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("version", "1", "The feed: version is not https://jsonfeed.org/version/1.1: '1'."),
        ("title", "", "The feed: title is not a text: ''."),
        ("title", "<b>A</b>", "The feed has HTML in its title: <b>A</b>."),
        ("description", "A &amp; B", "The feed has HTML in its description: A &amp; B."),
        ("language", "English", "The feed: language is not a language tag: 'English'."),
        ("icon", "/icon.svg", "The feed: icon is not a whole web address: '/icon.svg'."),
        ("favicon", 1, "The feed: favicon is not a whole web address: 1."),
        ("authors", {"name": "A"}, "The feed: authors is not a list of people: {'name': 'A'}."),
        ("authors", [{"name": ""}], "The feed: authors is not a list of people: [{'name': ''}]."),
        ("expired", True, "The feed: expired has no place here."),
        ("items", {}, "The feed: items is not a list of items: {}."),
        ("items", ["a"], "The feed: items is not a list of items: ['a']."),
        ("items/0/id", 3, "Item 1 (3): id is not a text: 3."),
        ("items/0/tags", "x", f"{EVENT}: tags is not a list of words: 'x'."),
        ("items/0/tags", ["x", 1], f"{EVENT}: tags is not a list of words: ['x', 1]."),
        ("items/0/authors", [], f"{EVENT}: authors is not a list of people: []."),
        ("items/0/language", "Gaelic", f"{EVENT}: language is not a language tag: 'Gaelic'."),
        ("items/0/title", None, f"{EVENT}: title is not a text: None."),
        ("items/0/summary", "<p>A</p>", f"{EVENT} has HTML in its description: <p>A</p>."),
        ("items/0/summary", "x" * 301, f"{EVENT} has a description of 301 characters."),
        ("items/0/content_text", "x", f"{EVENT}: content_text has no place here."),
        ("items/0/attachments", [], f"{EVENT}: attachments is not a list of files: []."),
        ("items/0/attachments", ["x"], f"{EVENT}: attachments is not a list of files: ['x']."),
        ("items/0/attachments", [{"url": "x"}], f"{EVENT}: attachments is not a list of files: [{{'url': 'x'}}]."),
        ("items/0/attachments", [TEXT_SIZE], f"{EVENT}: attachments is not a list of files: [{TEXT_SIZE}]."),
        ("items/0/_event", {"start": "2026-12-03"}, f"{EVENT}: _event is not an event: {{'start': '2026-12-03'}}."),
        ("items/0/_event/end", "2026-12-02", f"{EVENT} is of an event that runs from 2026-12-03T10:00:00+00:00 to 2026-12-02."),
        ("items/0/url", "http://localhost:8000/a/", f"{EVENT} has no whole address of ours: http://localhost:8000/a/."),
        ("items/0/content_html", "<p>Tea\x07</p>", "The feed holds control characters."),
        ("items/0/content_html", "<p>Tea&#7;</p>", "The feed holds control characters."),
        ("items/0/title", "Tea\ud800", "The feed holds control characters."),
        ("items/0/content_html", "<A HREF='/x'>a</A>", written_otherwise("<A HREF='/x'>a</A>")),
        ("home_page_url", SELF_JSON, f"The feed says that it is of {SELF_JSON}, and not of {HOME}."),
        ("feed_url", SELF, f"The feed says that it is at {SELF}, and not at {SELF_JSON}."),
        ("items/0/id", "x", "Item 1 (x) needs a tag URI as its id."),
        ("items/0/title", "A &amp; B", f"{EVENT} has HTML in its title: A &amp; B."),
        ("items/0/url", "/a/", f"{EVENT} has no whole address of ours: /a/."),
        ("items/0/image", "/a.png", f"{EVENT}: image is not a whole web address: '/a.png'."),
        ("items/0/content_html", "<p></p>", f"{EVENT} has no content."),
        ("items/0/content_html", '<a href="/a/">a</a>', f"{EVENT} has an address that is not whole: href=/a/."),
        ("items/0/date_published", "2026-07-01", f"{EVENT} does not say when it was published and changed."),
        ("items/0/date_modified", "2026-01-01T00:00:00Z", f"{EVENT} changed before it was published."),
        ("items/0/attachments/0/size_in_bytes", 1, f"{EVENT} says that {FILE} has 1 bytes; it has 2055."),
        ("items/0/attachments/0/url", "/x", f"{EVENT} comes with a file that is not there: /x."),
        ("items/0/date_published", "2026-01-01T00:00:00Z", f"{ISSUE} comes after an item that is older."),
    ],
)  # fmt: skip
def test_each_fault_of_a_json_feed_is_found(path: str, value: Any, fault: str) -> None:
    feed = json.loads(GOOD_JSON)
    change(path, value)(feed)
    assert json_faults(feed) == [fault]


@pytest.mark.parametrize(
    "name", ["version", "title", "home_page_url", "feed_url", "authors", "language", "items"]
)
def test_what_a_json_feed_needs(name: str) -> None:
    feed = json.loads(GOOD_JSON)
    del feed[name]
    assert json_faults(feed) == [f"The feed: {name} is missing."]


@pytest.mark.parametrize(
    "name", ["id", "url", "title", "content_html", "date_published", "date_modified", "authors", "language"]
)
def test_what_an_item_of_a_json_feed_needs(name: str) -> None:
    feed = json.loads(GOOD_JSON)
    del feed["items"][0][name]
    item = EVENT if name != "id" else "Item 1 (without id)"
    assert json_faults(feed) == [f"{item}: {name} is missing."]


def test_what_is_no_json_feed() -> None:
    assert json_faults("{")[0].startswith("The feed is not JSON: ")
    assert json_faults("[]") == ["The feed is not a JSON Feed."]
    assert json_faults(GOOD_JSON.replace("Tea", "Te\x7fa", 1)) == ["The feed holds control characters."]
