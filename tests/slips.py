# ruff: noqa: E501 (the table is read across)
"""Slips that an editor may make in GitHub's web page, each in one file of the real content.

The table is what they do; `golden/slips.txt` is what they are told.
"""

from __future__ import annotations

from dataclasses import dataclass

GATHERING = "events/example-two-day-gathering-march-2027.md"
OPEN_DAY = "events/example-open-day-february-2027.md"
HOSTING = "events/example-introduction-to-hosting-december-2026.md"
POOL = "offers/facilitation-pool.md"
ISSUE = "newsletters/2026-11.md"
QUOTE = "testimonials/michael-west.md"
EVIDENCE = "pages/evidence.md"
WORDS = "pages/words-we-use.md"
FORM = "forms/facilitation-pool-application.md"

NEW_EVENT = """\
---
title: Learning lunch on listening
summary: An hour to practise listening with colleagues from other services.
start: 2026-12-08 12:00
end: 2026-12-08 13:00
format: online
online:
  joining: We send the link to those who book.
audience: Anyone in a public service
date: 2026-11-20
---
Bring your lunch, and one question that you carry.
"""


@dataclass(frozen=True, slots=True)
class Slip:
    """One thing that goes wrong: in `file`, `old` becomes `new`; or `new` is a whole file; or the file is renamed."""

    what: str
    file: str
    old: str = ""
    new: str = ""
    renamed: str = ""


def event(what: str, old: str, new: str) -> Slip:
    """A slip in an event that is being added."""
    assert NEW_EVENT.count(old) == 1, what
    return Slip(what, "events/learning-lunch.md", "", NEW_EVENT.replace(old, new))


SLIPS = (
    # Dates and times
    event("American date", "start: 2026-12-08 12:00", "start: 12/25/2026 12:00"),
    event("12 noon", "start: 2026-12-08 12:00", "start: 2026-12-08 12 noon"),
    event("midnight", "end: 2026-12-08 13:00", "end: 2026-12-08 midnight"),
    event("to be confirmed", "start: 2026-12-08 12:00", "start: TBC"),
    event("start and end in one line", "start: 2026-12-08 12:00", "start: 8 December 2026, 12-1pm"),
    event("only hours at the end", "end: 2026-12-08 13:00", "end: 13:00"),
    event("start and end changed about", "start: 2026-12-08 12:00\nend: 2026-12-08 13:00", "start: 2026-12-08 13:00\nend: 2026-12-08 12:00"),
    event("last year's year at New Year", "start: 2026-12-08 12:00\nend: 2026-12-08 13:00", "start: 2026-01-08 12:00\nend: 2026-01-08 13:00"),
    event("end in the new year, year left", "start: 2026-12-08 12:00\nend: 2026-12-08 13:00", "start: 2026-12-31 18:00\nend: 2026-01-01 01:00"),
    event("two-digit year", "start: 2026-12-08 12:00", "start: 08/12/26 12:00"),
    event("weekday of another year", "Bring your lunch", "We meet on Wednesday 8 December. Bring your lunch"),
    event("date of the event that was copied", "Bring your lunch", "We meet on 10 November. Bring your lunch"),
    event("a day that does not exist", "start: 2026-12-08 12:00", "start: 2026-11-31 12:00"),
    event("week commencing", "start: 2026-12-08 12:00", "start: w/c 7 December"),
    event("date with a full stop", "start: 2026-12-08 12:00", "start: 8.12.2026 12.00"),
    event("time zone in words", "start: 2026-12-08 12:00", "start: 2026-12-08 12:00 GMT"),
    # Copies and leftovers
    Slip("copy of an event with its old uid", "events/open-day-copy.md", "", "COPY:" + OPEN_DAY),
    event("title left as it was", "title: Learning lunch on listening", "title: Untitled"),
    event("title left empty", "title: Learning lunch on listening", "title:"),
    event("merge conflict", "date: 2026-11-20\n", "<<<<<<< HEAD\ndate: 2026-11-20\n=======\ndate: 2026-11-21\n>>>>>>> main\n"),
    event("merge conflict in the text", "Bring your lunch", "<<<<<<< patch-1\nBring a lunch\n=======\nBring your lunch\n>>>>>>> main\nBring your lunch"),
    event("suggestion block left", "Bring your lunch, and one question that you carry.", "```suggestion\nBring your lunch.\n```"),
    event("line of the commit message", "Bring your lunch, and one question that you carry.", "Bring your lunch.\n\nCo-authored-by: A Person <12345+aperson@users.noreply.github.com>"),
    event("diff pasted", "Bring your lunch, and one question that you carry.", "- Bring your lunch.\n+ Bring your lunch, and one question.\n@@ -1,2 +1,2 @@"),
    event("comment to a colleague", "Bring your lunch", "[Fiona to check this before Friday] Bring your lunch"),
    event("tracked change from Word", "Bring your lunch", "Bring your {++own ++}{--packed --}lunch"),
    # Form of the file
    event("closing line deleted", "date: 2026-11-20\n---\n", "date: 2026-11-20\n\n"),
    event("settings below the text", "audience: Anyone in a public service\ndate: 2026-11-20\n---\n", "date: 2026-11-20\n---\naudience: Anyone in a public service\n"),
    event("two colons", "format: online\n", "format:: online\n"),
    event("equals sign for a colon", "format: online\n", "format = online\n"),
    event("bold setting", "format: online\n", "**format**: online\n"),
    event("setting twice", "format: online\n", "format: online\nformat: hybrid\n"),
    event("setting without its group", "online:\n  joining: We send", "joining: We send"),
    event("indent lost", "  joining: We send", "joining: We send"),
    event("list as words with commas", "date: 2026-11-20", "topics: learning, facilitation\ndate: 2026-11-20"),
    event("list with and", "date: 2026-11-20", "topics: learning and facilitation\ndate: 2026-11-20"),
    event("topic as people write it", "date: 2026-11-20", "topics:\n  - Systems Change\ndate: 2026-11-20"),
    event("list without spaces", "date: 2026-11-20", "topics:\n  -learning\ndate: 2026-11-20"),
    event("yes please", "  joining: We send", "  public: Yes please\n  joining: We send"),
    event("in person with a space", "format: online", "format: In Person"),
    event("a value of another setting", "format: online", "format: Teams"),
    event("question and colon in a title", "title: Learning lunch on listening", "title: Learning lunch: what do we hear?"),
    event("apostrophe that starts a title", "title: Learning lunch on listening", "title: 'Tis the season to listen"),
    event("a title that ends with a star", "title: Learning lunch on listening", "title: *Learning lunch* on listening"),
    event("an @ at the start", "audience: Anyone in a public service", "audience: @everyone"),
    event("per cent at the start", "audience: Anyone in a public service", "audience: 100% of you: come"),
    Slip("ending .txt", "events/learning-lunch.txt", "", NEW_EVENT),
    Slip("no ending", "events/learning-lunch", "", NEW_EVENT),
    Slip("spaces in the name", "events/Learning lunch December.md", "", NEW_EVENT),
    Slip("saved into the wrong folder", "pages/learning-lunch.md", "", NEW_EVENT),
    Slip("saved above the folders", "learning-lunch.md", "", NEW_EVENT),
    Slip("a folder of its own", "Events/learning-lunch.md", "", NEW_EVENT),
    Slip("uploaded Word document", "events/learning-lunch.docx", "", "PK\x03\x04 (a Word document)"),
    Slip("renamed by GitHub", "events/learning-lunch (1).md", "", NEW_EVENT),
    # Links and images
    event("e-mail address in a link", "Bring your lunch", "[Write to us](learning@example.org). Bring your lunch"),
    event("link to GitHub's editor", "Bring your lunch", "[Read more about it](https://github.com/example/site/edit/main/content/pages/evidence.md). Bring your lunch"),
    event("link to a file on GitHub", "Bring your lunch", "[The evidence](https://github.com/example/site/blob/main/content/pages/evidence.md). Bring your lunch"),
    event("link to a preview", "Bring your lunch", "[The evidence](http://localhost:8000/evidence/). Bring your lunch"),
    event("image dragged into GitHub", "Bring your lunch", "![image](https://github.com/user-attachments/assets/0a1b2c3d-1111-2222-3333-444455556666)\n\nBring your lunch"),
    event("image of GitHub as HTML", "Bring your lunch", '<img width="602" alt="image" src="https://github.com/user-attachments/assets/0a1b2c3d" />\n\nBring your lunch'),
    event("image that was not uploaded", "Bring your lunch", "![People round a table](lunch.jpg)\n\nBring your lunch"),
    event("document dragged into GitHub", "Bring your lunch", "[Programme.pdf](https://github.com/user-attachments/files/123/Programme.pdf)\n\nBring your lunch"),
    event("Windows path", "Bring your lunch", r"[Programme](C:\Users\me\Documents\Programme.pdf). Bring your lunch"),
    event("path of a shared drive", "Bring your lunch", r"[Programme](\\sharedrive\team\Programme.pdf). Bring your lunch"),
    event("link that Outlook made safe", "Bring your lunch", "[Programme](https://gbr01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.gov.scot%2F&data=05%7C01). Bring your lunch"),
    event("address and words changed about", "Bring your lunch", "[/evidence/](The evidence). Bring your lunch"),
    event("round before square", "Bring your lunch", "(The evidence)[/evidence/]. Bring your lunch"),
    event("link not closed", "Bring your lunch", "Read [the evidence](/evidence/ first. Bring your lunch"),
    event("two web addresses run together", "Bring your lunch", "[Programme](https://https://www.gov.scot/). Bring your lunch"),
    event("web address with a slip", "Bring your lunch", "[Programme](htps://www.gov.scot/). Bring your lunch"),
    event("a comma for a full stop", "Bring your lunch", "[Programme](https://www,gov.scot/). Bring your lunch"),
    event("link to a draft of the old site", "Bring your lunch", "[Programme](https://wp.example.org/wp-admin/post.php?post=12&action=edit). Bring your lunch"),
    Slip("action with an e-mail address", POOL, "  form: facilitation-pool-application", "  link: pool@example.org"),
    Slip("action with the name of a page", POOL, "  form: facilitation-pool-application", "  form: Facilitation Pool application"),
    Slip("deleted page that is linked", EVIDENCE, "", "DELETE"),
    Slip("renamed page that is linked", "pages/action-inquiry.md", renamed="pages/action-enquiry.md"),
    # Text
    event("emoji as bullets", "Bring your lunch, and one question that you carry.", "You will:\n\n✅ listen\n✅ be heard\n✅ eat\n"),
    event("table from Excel", "Bring your lunch, and one question that you carry.", "Time\tWhat\n12:00\tWelcome\n12:10\tListening in pairs\n"),
    event("table with a row too long", "Bring your lunch, and one question that you carry.", "| Time | What |\n|---|---|\n| 12:00 | Welcome | Hall |\n"),
    event("table without its line", "Bring your lunch, and one question that you carry.", "| Time | What |\n| 12:00 | Welcome |\n"),
    event("footnote without its note", "one question that you carry.", "one question that you carry.[^1]"),
    event("note without its mark", "one question that you carry.", "one question that you carry.\n\n[^1]: Or two."),
    event("HTML from Outlook", "Bring your lunch, and one question that you carry.", '<p class="MsoNormal"><span style="font-size:11pt">Bring your lunch</span><o:p></o:p></p>'),
    event("numbered list in brackets", "Bring your lunch, and one question that you carry.", "Bring:\n1) lunch\n2) a question\n"),
    event("heading without a space", "Bring your lunch", "##What to bring\n\nBring your lunch"),
    event("stars that do not close", "Bring your lunch", "**Bring your lunch"),
    event("text indented from Word", "Bring your lunch", "     Bring your lunch"),
    event("signature of an e-mail", "one question that you carry.", "one question that you carry.\n\nKind regards,\nFiona\nfiona.macleod@gov.scot | 07700 111222\n"),
    event("joining link of Teams", "Bring your lunch", "Join on your computer: https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc/0?context=x\n\nBring your lunch"),
    event("address without a link", "Bring your lunch", "Read www.gov.scot/listening before. Bring your lunch"),
    event("meeting ID and passcode", "Bring your lunch", "Meeting ID: 312 456 789 012\nPasscode: aB3dEf\n\nBring your lunch"),
    event("mangled characters", "one question that you carry.", "one question thatâ€™s yours to carry â€“ café."),
    event("question marks for letters", "one question that you carry.", "one question that�s yours to carry."),
    event("placeholder in brackets", "Bring your lunch", "[Insert venue here]. Bring your lunch"),
    event("angle brackets left", "Bring your lunch", "Dear <name>, bring your lunch"),
    event("comment of Word", "Bring your lunch", "Bring your lunch[FM1]"),
    # Newsletters, testimonials and forms
    Slip("month in words", ISSUE, "issue: 2026-11", "issue: November 2026"),
    Slip("an issue twice", "newsletters/november.md", "", "COPY:" + ISSUE),
    Slip("quote without permission date", QUOTE, 'permission: "{placeholder:permission-michael-west}"\n', ""),
    Slip("permission as yes", QUOTE, 'permission: "{placeholder:permission-michael-west}"', "permission: yes, by email"),
    Slip("quotation marks inside", QUOTE, "The approach to collective", "“The approach to collective"),
    Slip("quotation marks on both sides", QUOTE, "---\nThe approach", '---\n"The approach'),
    Slip("person's name in the text", QUOTE, "inclusive leadership.", "inclusive leadership.\n\n— Professor Michael West"),
    Slip("topic that was renamed", ISSUE, "  - collective-leadership", "  - leadership"),
    Slip("event linked by its title", ISSUE, "](../events/example-systems-change-day-2027.md)", "](Learning day on systems change)"),
    Slip("form of another name", POOL, "  form: facilitation-pool-application", "  form: facilitation-pool"),
    Slip("state in other words", POOL, "state: open", "state: currently open"),
    Slip("choice without its name", FORM, "fields:", "fields: none yet"),
    # Tried by others
    event("a day that does not exist, in the text", "Bring your lunch", "Book by 31 November. Bring your lunch"),
    event("cancelled in the text alone", "Bring your lunch", "This event has been cancelled. Bring your lunch"),
    event("places and no way to book", "date: 2026-11-20\n", "date: 2026-11-20\nbooking:\n  # form: event-booking\n  places: 40\n"),
    event("pasted below itself", "one question that you carry.\n", "one question that you carry.\n\n" + NEW_EVENT),
    event("hash at the start", "audience: Anyone in a public service", "audience: #everyone in public services"),
    event("two settings in one line", "format: online\n", "format: online, audience: All\n"),
    event("quotes inside quotes", "title: Learning lunch on listening", 'title: "Learning lunch on "listening""'),
    event("one space too many", "date: 2026-11-20\n", "date: 2026-11-20\ntopics:\n  - learning\n   - facilitation\n"),
    event("field of a mail merge", "Bring your lunch", "Dear *|FNAME|*, bring your lunch"),
    event("task list of GitHub", "Bring your lunch, and one question that you carry.", "Bring:\n\n- [ ] lunch\n- [x] a question\n"),
    event("table without lines at its sides", "Bring your lunch, and one question that you carry.", "Time | What\n12:00 | Welcome\n12:10 | Listening\n"),
    event("note to do", "Bring your lunch", "TODO: agenda. Bring your lunch"),
    event("number to dial with its PIN", "Bring your lunch", "Dial in: 0131 555 0199, PIN 123456#. Bring your lunch"),
    event("alternative text that is none", "Bring your lunch", "![n/a](../images/example-two-circles.png)\n\nBring your lunch"),
    Slip("weekday of another year in a newsletter", ISSUE, "10 December 2026", "Friday 10 December 2026"),
    Slip("newsletter of a month to come", ISSUE, "date: 2026-11", "date: 2026-12"),
    Slip("longest answer changed, its words not", "forms/event-booking.md", "max_length: 1000", "max_length: 500"),
    Slip("ending twice", "events/learning-lunch.md.md", "", NEW_EVENT),
)  # fmt: skip
"""What is done, by what is on the editor's mind."""
