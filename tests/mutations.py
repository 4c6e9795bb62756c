# ruff: noqa: E501 (the tables are read across)
"""Random damage to valid files, the same from the same number: what a slip, a merge or another program may leave."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

VALUES = (
    "", "null", "~", "yes", "no", "true", "10:00", "1e999", "0x1F", "007", "-1", "12345678901234567890", ".inf", ".nan",
    "2026-02-31", "2026-13-01", "03/04/2026", "2026-12-03", "2026-12-03 10:00", "2026-12-03 24:00", "2026-12-03 25:61",
    "0001-01-01", "9999-12-31 23:59", "10000-01-01", "2026-03-29 01:30", "2026-10-25 01:30", "2026-12-03T10:00:00Z",
    "2026-12-03 10:00+14:00", "2026-12-03 10:00-99:99", "３ December 2026", "٢٠٢٦-١٢-٠٣", "3 December 2026", "10am",
    "12 noon", "tomorrow", "[]", "{}", "[a, b", "{a: b", "{a: b}", "[[[[[a]]]]]", "- a", "? a", ": a", "a: b", "a:b",
    "|", ">", "|9", ">-", "!!binary aGVsbG8=", "!!python/object:os.system x", "!x y", "&a b", "*a", "<<: *a", "%TAG", "@a",
    "`a`", "'", '"', "'a", '"a', '"\\x00"', '"\\ud800"', '"\\u2028"', '"\\q"', "#", "a # b", "a #b", "\ta", "a\tb",
    "draft", "published", "Draft", "online", "in-person", "peer-learning", "../../etc/passwd", "/", "//", "/../", "#a",
    "https://", "http://[", "https://[::1", "https://a b", "javascript:alert(1)", "mailto:", "mailto:a@b@c", "tel:", "file:///c:/a",
    "{placeholder:mailbox}", "{placeholder:nothing}", "{placeholder:", "{filename}/pages/home.md", "x" * 3000, "🎉" * 50,
    "\u202eabc", "e\u0301", "\u00a0", "\u2028", "\ufeff", "“2026-12-03”", "<b>a</b>", "&amp;", "&#0;", "%00", "%zz",
)  # fmt: skip
"""What a setting may be set to."""

FRAGMENTS = (
    "[", "]", "](", "![", "![](", "[a](", "[a](b", "[a](<b", "[a]()", "[](a)", "[a](b c)", "[a][", "[a][b]", "[a]: b", "[a]:",
    "[^1]", "[^1]: note", "[^1]: a[^1]", "*[a]: b", "*[]: ", "*", "**", "***a**", "_", "__a_", "`", "``", "```", "```python\n",
    "~~~", "~~~\n", "<", "<!--", "-->", "<a", "<b>", "</b>", "<br>", "<script>", "<style>", "<![CDATA[", "<?php", "<!DOCTYPE", "<a@b>",
    "<https://x>", "&", "&amp", "&#", "&#x110000;", "&#xD800;", "&#0;", "{", "}", "{:", "{: }", "{: #a .b c=d}", "{: onclick=x }",
    "{: style='a' }", "{: id= }", "{: #a #a }", "{placeholder:", "{placeholder:mailbox}", "{placeholder: nothing }",
    "{filename}", "|filename|a.md", "[a]({filename}/pages/home.md)", "[a]({static}/files/plan.pdf)", "[a](../pages/home.md#x)",
    "[a](//b)", "[a](https://[)", "[a](http://[::1)", "[a](javascript:x)", "[a](data:text/html,x)", "[a](mailto:)", "[a](#)", "[a](%zz)",
    "[a](/\\\\b)", "![a](../images/talk.jpg)", "![](../images/talk.jpg)", "![a](../files/plan.pdf)", "![a](../images/)",
    "# a", "## a", "###### a", "####### a", "#", "##", "#a", "a\n===", "a\n---", "---", "***", "===", "- a", "    - a", "1. a", "1) a", "- - - a",
    "> a", "> > > a", "    code", "\tcode", "| a | b |\n|---|---|\n| c | d |", "|", "|---|", "a | b\n--|--\nc | d | e", ":   a", "a\n:   b", "\\", "\\[",
    "[TOC]", "wzxhzdk:0", "klzzwxh:0000", "\x02wzxhzdk:0\x03", "\x02", "\x03", "\ue000l0\ue001", "\ue000", "qq", "\x1a", "\x85", "\x0c", "\u2028",
    "\u200b", "\u00ad", "\ufeff", "\u202e", "•  a", "• a", "–", "…", "<<<<<<< HEAD", "=======", ">>>>>>> main", "WRITE HERE", "TODO", "gov.scot",
    "www.example.org", "https://example.org/a_b_c", "a@example.org", "07911 123456", "10.00am", "utilise", "CAPITALS LETTERS", "3rd of May",
)  # fmt: skip
"""Pieces of Markdown, whole and broken."""

LINES = (
    "---", "----", "...", "--- # a", "%YAML 1.1", "<<: *a", "? a", "? - a\n: b", ": a", "- a", "  a: b", "\ta: b", "a", "a:", "a:b", "title: Again",
    "titel: A", "Title: A", "title : A", "status: draft", "sample: yes", "publish_from: 2030-01-01", "publish_until: 2020-01-01", "aliases: [/a/]",
    "aliases: /a/", "aliases: [/events/]", "uid: a", "a: &a [*a]", "a: &a {b: *a}", "a: |\n b", "a: >\n\n  b", "topics: [learning, learning]",
    "image: {file: talk.jpg}", "image:\n  file: talk.jpg\n  alt:", "date: 2026-11-20", "owner: {a: {b: {c: {d: {e: {f: {g: h}}}}}}}", "# a",
    "<<<<<<< HEAD", "=======", ">>>>>>> branch", "!!str a: b", "'a': b", '"a": b', "\u00a0title: A", "“title”: A", "title：A", "null: a", "~: a", "1: a",
)  # fmt: skip
"""Lines for the settings."""

NAMES = (
    "{}.txt", "{}.MD", "{}.md.md", "{}", "{} copy.md", "{}-copy.md", "{}_1.md", "{}é.md", "É{}.md", "-{}.md", "{}-.md", "{}..md", ".{}.md", "{}.markdown",
    "{}\u00a0a.md", "index.md", "health.md", "CON.md", "feeds.md", "a" * 120 + ".md", "{}%20a.md", "{}#a.md", "{}?.md", "~{}.md", "{}~", "#{}#", "{}\u200b.md",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutation:
    """A damaged file: how it was damaged, where it was, where it is, and its bytes."""

    number: int
    kind: str
    old: str
    new: str
    data: bytes

    def __str__(self) -> str:
        return f"mutation {self.number} ({self.kind}) of {self.old}, as {self.new}:\n{self.data!r}"


def mutation(number: int, files: dict[str, bytes]) -> Mutation:
    """Return the mutation of that number: the same one from the same files, on every machine."""
    random = Random(number)
    old = random.choice(sorted(files))
    data, new, kinds = files[old], old, []
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        kind = random.choice(sorted(KINDS))
        kinds.append(kind)
        if kind == "name" and old.endswith(".md"):
            folder, _, name = new.rpartition("/")
            new = f"{folder}/{random.choice(NAMES).format(name.rpartition('.')[0] or name)}"
        else:
            data = KINDS[kind](data, random)
    return Mutation(number, "+".join(kinds), old, new, data)


def _of_bytes(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    end = min(len(data), at + random.choice((1, 1, 2, 5, 40)))
    return random.choice(
        (
            lambda: data[:at] + random.randbytes(random.choice((1, 1, 3, 20))) + data[at:],
            lambda: data[:at] + data[end:],
            lambda: data[:at] + data[at:end] * 2 + data[end:],
            lambda: data[:at] + data[at:end][::-1] + data[end:],
            lambda: data[:at] + bytes(byte ^ 1 << random.randrange(8) for byte in data[at:end]) + data[end:],
            lambda: data[:at],
            lambda: data[at:],
            lambda: (
                data[:at]
                + random.choice((b"\0", b"\r", b"\x1b", b"\x7f", b"\x85", b"\xa0", b"\xff", b"\n"))
                + data[at:]
            ),
        )
    )()


def _of_encoding(data: bytes, random: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return random.choice(
        (
            lambda: b"\xef\xbb\xbf" + data,
            lambda: b"\xef\xbb\xbf" * 2 + data,
            lambda: text.encode("utf-16"),
            lambda: text.encode("utf-16-le"),
            lambda: text.replace("a", "é").encode("cp1252", "replace"),
            lambda: text.replace("a", "é").encode().decode("cp1252", "replace").encode(),
            lambda: data.replace(b"\n", b"\r\n"),
            lambda: data.replace(b"\n", b"\r"),
            lambda: data.replace(b"\n", b"\n\r"),
            lambda: data.replace(b" ", b"\xc2\xa0"),
            lambda: data.replace(b"-", "–".encode()),
            lambda: data.replace(b'"', "“".encode()),
            lambda: data.replace(b"\n", b""),
            lambda: b"",
        )
    )()


def _of_lines(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    other = random.randrange(len(lines))
    what = random.randrange(10)
    if what == 0:
        del lines[at]
    elif what == 1:
        lines.insert(at, lines[at])
    elif what == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif what == 3:
        lines[at : at + 2] = [b" ".join(lines[at : at + 2])]
    elif what == 4:
        lines[at] = random.choice((b" ", b"  ", b"    ", b"\t", b"> ", b"# ", b"- ")) + lines[at]
    elif what == 5:
        lines[at] = lines[at].strip()
    elif what == 6:
        middle = random.randrange(len(lines[at]) + 1)
        lines[at : at + 1] = [lines[at][:middle], lines[at][middle:]]
    elif what == 7:
        lines.insert(at, b"")
    elif what == 8:
        lines.insert(at, lines.pop(other))
    else:
        lines[min(at, other) : max(at, other)] = []
    return b"\n".join(lines)


def _in_settings(change: Callable[[list[str], Random], None]) -> Callable[[bytes, Random], bytes]:
    def changed(data: bytes, random: Random) -> bytes:
        lines = data.decode("utf-8", "replace").split("\n")
        end = next((number for number, line in enumerate(lines[1:], 1) if line == "---"), len(lines))
        settings = lines[1:end] or [""]
        change(settings, random)
        return "\n".join([lines[0], *settings, *lines[end:]]).encode("utf-8", "replace")

    return changed


def _key(lines: list[str], random: Random) -> None:
    at = random.randrange(len(lines))
    name, colon, value = lines[at].partition(":")
    letter = random.randrange(len(name) + 1)
    lines[at] = random.choice(
        (
            name[:letter] + name[letter + 1 :] + colon + value,
            name[:letter] + "x" + name[letter:] + colon + value,
            name.upper() + colon + value,
            name + value,
            name + ":" + value.strip(),
            name + " :" + value,
            name + "=" + value,
            name + "::" + value,
            name + ":",
            value + ":" + name,
            f'"{name}":{value}',
            f"{name}-{name}:{value}",
            f"{name}\u00a0:{value}",
        )
    )


def _value(lines: list[str], random: Random) -> None:
    at = random.randrange(len(lines))
    name, colon, _ = lines[at].partition(":")
    lines[at] = f"{name}{colon} {random.choice(VALUES)}"


def _line(lines: list[str], random: Random) -> None:
    lines.insert(random.randrange(len(lines) + 1), random.choice(LINES))


def _of_text(data: bytes, random: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    start = text.find("\n---\n")
    at = random.randrange(max(start + 5, 0), len(text) + 1) if start + 5 < len(text) else len(text)
    piece = random.choice(FRAGMENTS)
    around = random.choice(("{}", "{}", " {} ", "\n{}\n", "\n\n{}\n\n", "\n\n    {}\n"))
    return (text[:at] + around.replace("{}", piece) + text[at:]).encode("utf-8", "replace")


def _much_of_it(data: bytes, random: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    piece = "".join(random.choice(FRAGMENTS) for _ in range(random.choice((1, 1, 2, 3))))
    piece += random.choice(("", " ", "\n", "\n\n", "a"))
    return (text + "\n\n" + piece * random.choice((10, 100, 1000, 5000))).encode("utf-8", "replace")


def _deep_settings(lines: list[str], random: Random) -> None:
    number = random.choice((5, 50, 500, 5000))
    lines.append(
        random.choice(
            (
                f"a: {'[' * number}",
                f"a: {'[' * number}{']' * number}",
                f"a: {'{b: ' * number}c{'}' * number}",
                "\n".join(f"{'  ' * depth}a:" for depth in range(min(number, 500))),
                "\n".join(f"a{turn}: &a{turn} [*a{turn - 1}, *a{turn - 1}]" if turn else "a0: &a0 b" for turn in range(min(number, 50))),
                "\n".join(f"a{turn}: b" for turn in range(number)),
                f"summary: {'x ' * number}",
                f"topics: [{', '.join(f't{turn}' for turn in range(number))}]",
                f"a: {'- ' * number}b",
                f"{'? ' * number}a",
                f'a: "{chr(92) * number}"',
            )
        )
    )  # fmt: skip


KINDS: dict[str, Callable[[bytes, Random], bytes]] = {
    "bytes": _of_bytes,
    "encoding": _of_encoding,
    "lines": _of_lines,
    "key": _in_settings(_key),
    "value": _in_settings(_value),
    "line in the settings": _in_settings(_line),
    "text": _of_text,
    "much of it": _much_of_it,
    "deep settings": _in_settings(_deep_settings),
    "name": lambda data, random: data,
}
"""Kind of damage -> what does it to the bytes of a file."""


def kinds_of(mutations: Sequence[Mutation]) -> dict[str, int]:
    """Return how many mutations there are of each kind, for those of one kind alone, and of several."""
    found: dict[str, int] = {}
    for one in mutations:
        kind = "several" if "+" in one.kind else one.kind
        found[kind] = found.get(kind, 0) + 1
    return dict(sorted(found.items()))


def words_of_nobody(report: str) -> list[str]:
    """Return what no report may hold: the words of programs."""
    return re.findall(r"Traceback|pydantic|yaml\.(?=\w)|<class|\bNoneType\b|0x[0-9a-f]{8}", report)
