# ruff: noqa: E501 (the tables are read across)
"""Signs of other programs are found; what only looks like them stays silent."""

from __future__ import annotations

import pytest

from .text_slips import FIRST, slips

FIELD = "write words that hold for every reader: a page says the same to all."
IMAGE = "take it out; an image is written ![what it shows](../images/workshop.jpg)"
OUT = "take it out, and write what it stood for."

FOUND = {
    "a field between stars": ("Dear *|FNAME|*, come.", "merge-field", 0, 6, "problem", "A field of a mailing is shown as it stands: *|FNAME|*", FIELD),
    "a field in brackets": ("Hello {{first_name}}!", "merge-field", 0, 7, "problem", "A field of a mailing is shown as it stands: {{first_name}}", FIELD),
    "a field with its default": ("Hello {{ contact.name | title }}!", "merge-field", 0, 7, "problem", "A field of a mailing is shown as it stands: {{ contact.name | title }}", FIELD),
    "a field between percent signs": ("A.\n\nHello %%name%%", "merge-field", 2, 7, "problem", "A field of a mailing is shown as it stands: %%name%%", FIELD),
    "a task list": ("A.\n\n- [ ] lunch\n- [x] a question", "sign-unknown", 2, 1, "warning", "The box [ ] is shown as it stands: - [ ] lunch", "write - lunch"),
    "a task that is done": ("- [x] lunch", "sign-unknown", 0, 1, "warning", "The box [x] is shown as it stands: - [x] lunch", "write - lunch"),
    "a box of GitHub": ("> [!NOTE]\n> Bring lunch.", "sign-unknown", 0, 3, "warning", "The sign [!NOTE] makes no box here, and is shown.", "write **Note:** in its place."),
    "a box with words": ("> [!tip] Bring lunch.", "sign-unknown", 0, 3, "warning", "The sign [!tip] makes no box here, and is shown.", "write **Tip:** in its place."),
    "a short code": ('[gallery ids="1,2"]', "sign-unknown", 0, 1, "problem", 'A sign of another program is shown as it stands: [gallery ids="1,2"]', IMAGE),
    "a short code with words": ('See [caption id="a"]x[/caption]', "sign-unknown", 0, 5, "problem", 'A sign of another program is shown as it stands: [caption id="a"]', IMAGE),
    "a short code that Word made curly": ("[button url=“/a/”]Book[/button]", "sign-unknown", 0, 1, "problem", "A sign of another program is shown as it stands: [button url=“/a/”]", OUT),
    "signs of a forum": ("Be [b]bold[/b].", "sign-unknown", 0, 4, "problem", "A sign of another program is shown as it stands: [b]", OUT),
    "an emoji": ("Welcome :smile:", "sign-unknown", 0, 9, "warning", "The name of an emoji is shown in its place: :smile:", "write 😄 or take it out."),
    "an emoji before a full stop": (":tada: We are here :wave:.", "sign-unknown", 0, 1, "warning", "The name of an emoji is shown in its place: :tada:", "write 🎉 or take it out."),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "severity", "message", "fix"), FOUND.values(), ids=FOUND
)
def test_what_is_found(
    text: str, code: str, line: int, column: int, severity: str, message: str, fix: str
) -> None:
    slip = slips(text)[0]
    assert (slip.code, slip.line, slip.column, slip.severity) == (code, FIRST + line, column, severity)
    assert (slip.message, slip.fix, slip.edit) == (message, fix, None)
    assert len(slip.message) < 100


def test_one_list_is_told_once_and_two_lists_twice() -> None:
    assert len(slips("- [ ] a\n- [ ] b\n- [x] c")) == 1
    assert len(slips("- [ ] a\n    more\n\n- [ ] b\n    - [x] c")) == 1
    assert len(slips("- [ ] a\n\nAnd:\n\n- [ ] b")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "`*|FNAME|*` and `{{first_name}}` and `%%name%%`",
        "```\n- [ ] lunch\n> [!NOTE]\n:smile:\n```",
        "Half of us (50%) and 100%% of them.",
        "| a | b |\n|---|---|\n|*A*|*C*|",
        "|*A*|NHS|*b*|\n|---|---|---|",
        "{placeholder:mailbox} and {: .note }",
        "- [x](/a/) and [ ]\n- [X-ray] of a group",
        "- [x] is a link.\n\n[x]: /a/",
        "> [!] and ![A picture](../images/a.jpg)",
        "> We ask [!] why.",
        "At 10:30:00, 3:2:1 and ::: and a:b:c.",
        "Note: this: and :that: too.",
        "It is :smiley or smile: and a:smile:b.",
        "Term\n: What it means",
        "[Book](/a/){: title=\"Book\" } and [a=b] and [x = 'y']",
        "[the b] and [b] and [/c]",
        "[a](/b/) [/a]",
        "(Our offer)[/offers/]",
    ],
)  # fmt: skip
def test_near_misses_stay_silent(text: str) -> None:
    assert [slip for slip in slips(text) if slip.code in ("merge-field", "sign-unknown")] == []
