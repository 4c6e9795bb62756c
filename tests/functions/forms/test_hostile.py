"""Whatever is sent: no server error, no trace, nothing of it as markup, and the headers on every answer."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.forms.handler import handle
from functions.forms.messages import SECURITY, Request, Response

from .builders import DEFINITIONS, FORM_TYPE, GOOD, KEYS, NOW, SETTINGS, MemoryStore, Visitor

CANARY = "\"'><x-canary a=1>&lt;"
NAMES = sorted(
    {field.name for form in DEFINITIONS.forms.values() for field in form.fields}
    | {"form_version", "event", "company_site", "unknown"}
)

texts = st.text(max_size=60) | st.just(CANARY) | st.text(max_size=20).map(lambda text: CANARY + text)
near = st.sampled_from(
    [
        "ann@mail.example", "a@b.c,d@e.f", "yes", "a", "x", "2026-12-01", "2026-02-30", "website", "open-day",
        "0131 496 0000", "x" * 5000, "\ue000summary\ue001", "\ue000value:name\ue001", "https://a.example " * 9,
        "\r\nBcc: all@mail.example", "=cmd|' /C calc'!A0", "{{7*7}}", "%s%n", "../../etc/passwd", "\u202e", "😀" * 300,
    ]
)  # fmt: skip
pairs = st.lists(st.tuples(st.sampled_from(NAMES) | texts, texts | near), max_size=12)
bodies = (
    st.binary(max_size=300)
    | pairs.map(lambda found: urlencode(found).encode())
    | pairs.map(lambda found: "&".join(f"{name}={value}" for name, value in found).encode())
    | st.sampled_from(sorted(GOOD)).flatmap(
        lambda name: st.dictionaries(st.sampled_from(NAMES), texts | near, max_size=3).map(
            lambda changes: urlencode({**GOOD[name], **changes}, doseq=True).encode()
        )
    )
)
headers = st.fixed_dictionaries(
    {},
    optional={
        "content-type": st.sampled_from([*FORM_TYPE.values(), "text/plain"]) | st.text(max_size=20),
        "origin": st.sampled_from(["null", "https://www.team.example", "https://[", CANARY])
        | st.text(max_size=20),
        "sec-fetch-site": st.sampled_from(["same-origin", "cross-site", "same-site", "none", ""])
        | st.text(max_size=9),
    },
).map(lambda found: {**FORM_TYPE, **found})
paths = (
    st.sampled_from([f"/f/{name}" for name in (*DEFINITIONS.forms, "health", "unknown")])
    | st.text(max_size=30).map(lambda text: f"/f/confirm/{text}")
    | st.text(max_size=30).map(lambda text: f"/f/unsubscribe/{quote(text)}")
    | st.text(max_size=30)
)
methods = st.sampled_from(["POST"] * 8 + ["GET", "HEAD", "PUT"]) | st.text(max_size=8)
requests = st.builds(Request, methods, paths, st.text(max_size=9), headers, bodies, st.just("192.0.2.1"))

ALLOWED_TAGS = {
    "html", "title", "h1", "h2", "p", "a", "ul", "li", "dl", "dt", "dd", "br", "div", "span", "form", "input",
    "textarea", "select", "option", "button",
}  # fmt: skip


def judge(response: Response) -> None:
    body = response.body.decode("utf-8")
    assert response.status in {200, 303, 400, 403, 404, 405, 409, 410, 413, 415, 422}
    assert set(SECURITY) <= set(response.headers)
    assert not any(re.search(r"[\r\n\x00]", name + value) for name, value in response.headers)
    assert "Traceback" not in body
    assert "x-canary a=1>" not in body.replace("x-canary a=1&gt;", "")
    assert set(re.findall(r"<([a-z0-9-]+)", body)) <= ALLOWED_TAGS
    assert "\ue000summary\ue001" not in body or body.count("There is a problem") <= 1


def check(request: Request) -> None:
    store = MemoryStore()
    for _ in range(2):
        judge(handle(request, DEFINITIONS, store, NOW, KEYS, SETTINGS))
    if request.method != "POST":
        assert store.writes == []
    for item in store.items.values():
        for mail in item["outbox"]:
            assert "\n" not in mail["subject"] + mail["to"] + "".join(mail["headers"].values())
            assert mail["to"].count("@") == 1
            if mail["kind"] in ("visitor", "booking") or item["kind"] == "subscriber":
                assert "canary" not in mail["body"] + mail["subject"]


@settings(max_examples=300)
@given(requests)
def test_hostile_requests(request: Request) -> None:
    check(request)


@pytest.mark.slow
@settings(max_examples=10_000)
@given(requests)
def test_ten_thousand_hostile_requests(request: Request) -> None:
    check(request)


def test_a_canary_in_every_field_of_every_form_is_never_markup() -> None:
    for name, form in DEFINITIONS.forms.items():
        for field in form.fields:
            for down in (set[str](), {"put_new"}):
                visitor = Visitor()
                visitor.store.down = down
                response = visitor.post(name, GOOD[name] | {field.name: CANARY})
                body = response.body.decode()
                assert "<x-canary" not in body
                assert "\"'>" not in body
                if response.status in (422, 503) and field.type in (
                    "text",
                    "email",
                    "tel",
                    "textarea",
                    "date",
                ):
                    assert "&quot;&#x27;&gt;&lt;x-canary a=1&gt;&amp;lt;" in body
