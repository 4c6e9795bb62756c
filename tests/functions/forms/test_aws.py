"""The front door on AWS: its events, its secret header, and the real runtime client around it."""

from __future__ import annotations

import base64
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from functions.forms import aws
from functions.forms.installation import new_keys, read_keys, read_settings
from functions.forms.messages import Response
from functions.forms.stores import StoreDown

from . import builders
from .builders import DEFINITIONS, FORM_TYPE, GOOD, MemoryStore
from .stores import emulators
from .stores.emulators import ROOT
from .test_local import write_site
from .test_outbox import Letterbox


def event(method: str, path: str, answers: dict[str, object] | None = None, **headers: str) -> dict[str, Any]:
    """Make an event as an HTTP API sends it (payload format version 2.0)."""
    body = urlencode(answers or {}, doseq=True)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {
        "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": "",
        "headers": {"host": "api.example", "x-origin-secret": "new", **FORM_TYPE, **named},
        "requestContext": {
            "accountId": "1", "apiId": "a", "stage": "$default", "requestId": "r", "time": "now",
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "x"},
        },
        "body": base64.b64encode(body.encode()).decode(), "isBase64Encoded": True,
    }  # fmt: skip


class Counting(MemoryStore):
    def counted(self, key: str) -> int:
        return self.counts.get(key, 0)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
    made = Counting()
    home = aws.Home(DEFINITIONS, made, builders.KEYS, builders.SETTINGS, ("new", "old"))  # type: ignore[arg-type]
    monkeypatch.setattr(aws, "home", lambda: home)
    monkeypatch.setattr(aws, "_mailer", Letterbox)
    return made


def test_a_form_is_kept_and_the_browser_sent_on(store: MemoryStore) -> None:
    answer = aws.answer(event("POST", "/f/contact", GOOD["contact"]))
    assert answer["statusCode"] == 303
    assert answer["headers"]["Location"] == "/forms/contact/thank-you/"
    assert (answer["body"], answer["isBase64Encoded"]) == ("", False)
    assert len(store.items) == 1
    assert "cookies" not in answer


def test_a_body_that_is_not_base64_is_text(store: MemoryStore) -> None:
    made = event("POST", "/f/contact") | {"body": urlencode(GOOD["contact"]), "isBase64Encoded": False}
    assert aws.answer(made)["statusCode"] == 303
    made = event("POST", "/f/contact") | {"body": "%%%"}
    assert aws.answer(made)["statusCode"] == 422
    made = event("GET", "/f/health")
    del made["body"], made["isBase64Encoded"]
    assert aws.answer(made)["body"] == "ok"


@pytest.mark.parametrize("secret", ["new", "old"])
def test_our_own_front_may_ask_with_either_secret(store: MemoryStore, secret: str) -> None:
    assert aws.answer(event("GET", "/f/health", x_origin_secret=secret))["statusCode"] == 200


@pytest.mark.parametrize("secret", ["", "ne", "new,old", "neẁ", "NEW"])
def test_nobody_else_may(store: MemoryStore, secret: str) -> None:
    answer = aws.answer(event("POST", "/f/contact", GOOD["contact"], x_origin_secret=secret))
    assert answer["statusCode"] == 403
    assert store.calls == []


def test_without_a_secret_nobody_may(monkeypatch: pytest.MonkeyPatch) -> None:
    home = aws.Home(DEFINITIONS, MemoryStore(), builders.KEYS, builders.SETTINGS, ())  # type: ignore[arg-type]
    monkeypatch.setattr(aws, "home", lambda: home)
    assert aws.answer(event("GET", "/f/health", x_origin_secret=""))["statusCode"] == 403


def test_a_header_that_comes_twice_is_joined() -> None:
    found = aws.written(Response(200, (("Allow", "GET"), ("Allow", "POST")), "Àine".encode()))
    assert found["headers"] == {"Allow": "GET, POST"}
    assert found["body"] == "Àine"


def test_the_log_holds_no_answer_no_address_and_no_token(
    store: MemoryStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "forms")
    aws.answer(event("POST", "/f/contact", GOOD["contact"]))
    aws.answer(event("GET", "/f/confirm/v1.confirm.secret.1.secret"))
    aws.answer(event("GET", "/f/ann@mail.example"))
    aws.work({})
    said = [json.loads(record.getMessage()) for record in caplog.records]
    assert [(line.get("route"), line.get("outcome")) for line in said[:3]] == [
        ("contact", "accepted"), ("confirm", "dead-link"), ("", "not-found"),
    ]  # fmt: skip
    said_in_all = " ".join(record.getMessage() for record in caplog.records)
    for words in ("ann@", "Ann", "secret", "192.0.2.1", "Hello"):
        assert words not in said_in_all


def test_the_worker_sends_and_says_what_it_did(store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    mailer = Letterbox()
    monkeypatch.setattr(aws, "_mailer", lambda: mailer)
    aws.answer(event("POST", "/f/contact", GOOD["contact"]))
    figures = {"oldest_unsent_seconds": 0, "unsent": 0, "cap_used_percent": 0}
    assert aws.work({"Records": []}) == {"sent": 2, **figures}
    assert len(mailer.mails) == 2
    for number in range(builders.SETTINGS.mails_per_day // 2):
        store.count_if(f"mails:{datetime.now(UTC).date()}", 1000 + number)
    assert aws.work({}) == figures | {"cap_used_percent": 50}
    assert aws.work({"task": "expire"}) == {"expired": 0}


@pytest.mark.parametrize("made", [{}, {"Records": [{"bad": 1}]}, {"task": "expire"}])
def test_the_worker_never_raises(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch, made: dict[str, Any]
) -> None:
    def down(*_: object) -> object:
        raise StoreDown("ann@mail.example")

    monkeypatch.setattr(store, "due", down)
    monkeypatch.setattr(store, "expired", down)
    assert aws.work(made) == {"failed": "StoreDown"}
    monkeypatch.setattr(aws, "home", lambda: {}["FORMS_TABLE"])
    assert aws.work(made) == {"failed": "KeyError"}


def test_keys_and_settings_are_read_from_text() -> None:
    keys = read_keys(new_keys())
    assert (len(keys.current), keys.previous, len(keys.lasting)) == (32, None, 32)
    both = {**json.loads(new_keys()), "previous": "bb" * 32}
    assert read_keys(json.dumps(both)).previous == b"\xbb" * 32
    for short in ("current", "previous", "lasting"):
        with pytest.raises(ValueError, match="A key has less than 64 hexadecimal digits"):
            read_keys(json.dumps({**both, short: "bb" * 31}))
    assert read_settings("").hosts == frozenset()
    found = read_settings(
        '{"hosts": ["a.example"], "recipients": {"Core team": "core@team.example"}, "hold_at": 5}'
    )
    assert (found.hosts, found.recipients, found.hold_at) == (
        frozenset({"a.example"}), {"Core team": "core@team.example"}, 5,
    )  # fmt: skip
    for sender in ("website@localhost", "Example Network <website@team.example>"):
        assert read_settings(json.dumps({"sender": sender})).sender == sender


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mail_per_day", 5), ("mails_per_day", "5"), ("hold_at", 3.5), ("hold_at", True), ("hold_at", -1),
        ("hosts", "www.a.example"), ("hosts", [1]), ("recipients", ["a@b.example"]), ("recipients", ""),
        ("recipients", {"Core team": "a@b.example, c@d.example"}), ("recipients", {"Core team": "Ann <a@b.example>"}),
        ("team", "team"), ("team", None), ("sender", "Team"), ("sender", "a@b.example, c@d.example"), ("sender", None),
        ("sender", "a@b.example <c@d.example>"),
    ],
)  # fmt: skip
def test_settings_that_are_not_right_are_named(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"The setting {name} is unknown, or not of its kind"):
        read_settings(json.dumps({name: value}))


class Runtime:
    """The loop that Lambda runs around a function (Runtime API, 2018-06-01)."""

    def __init__(self) -> None:
        self.events: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.answers: queue.Queue[tuple[str, Any]] = queue.Queue()

    def ask(self, made: dict[str, Any]) -> Any:
        self.events.put(made)
        kind, answer = self.answers.get(timeout=60)
        assert kind == "response", answer
        return answer


@contextmanager
def lambda_function(handler: str, environment: dict[str, str], folder: Path) -> Iterator[Runtime]:
    """Run a handler in the runtime client that Lambda itself uses for Python."""
    pytest.importorskip("awslambdaric", reason="awslambdaric is not installed")
    runtime = Runtime()

    class Loop(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            made = runtime.events.get()
            headers = {
                "Lambda-Runtime-Aws-Request-Id": "request-1",
                "Lambda-Runtime-Deadline-Ms": "9999999999999",
                "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-west-2:1:function:forms",
            }
            if made is not None:
                self.say(200, json.dumps(made).encode(), headers)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            runtime.answers.put((self.path.rpartition("/")[2], json.loads(body)))
            self.say(202, b"{}", {})

        def say(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            lines = [
                f"HTTP/1.1 {status} OK",
                "Content-Type: application/json",
                f"Content-Length: {len(body)}",
            ]
            lines += [f"{name}: {value}" for name, value in headers.items()]
            self.wfile.write("\r\n".join([*lines, "", ""]).encode() + body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Loop) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        given = {
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{server.server_address[1]}", "AWS_REGION": "eu-west-2",
            "AWS_DEFAULT_REGION": "eu-west-2", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        }  # fmt: skip
        with (folder / "lambda.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "awslambdaric", handler], cwd=ROOT, env={**kept, **given, **environment},
                stdout=log, stderr=log,
            )  # fmt: skip
        try:
            yield runtime
        finally:
            process.kill()
            process.wait()
            runtime.events.put(None)
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("emulator", ["moto", "ministack"])
def test_the_real_runtime_runs_both_functions(emulator: str, tmp_path: Path) -> None:
    write_site(tmp_path / "site")
    with getattr(emulators, emulator)(tmp_path) as address:
        from functions.forms.stores.dynamo import TABLE, DynamoDB

        client = emulators.client("dynamodb", address)
        client.create_table(TableName="forms", **TABLE)
        emails = emulators.client("sesv2", address)
        emails.create_email_identity(EmailIdentity="website@team.example")
        environment = {
            "FORMS_TABLE": "forms", "FORMS_SITE": str(tmp_path / "site"), "FORMS_KEYS": new_keys(),
            "FORMS_ORIGIN": "new,old", "FORMS_SETTINGS": '{"sender": "website@team.example"}',
            "AWS_ENDPOINT_URL_DYNAMODB": address, "AWS_ENDPOINT_URL_SESV2": address,
        }  # fmt: skip
        with lambda_function("functions.forms.aws.answer", environment, tmp_path) as door:
            answer = door.ask(event("POST", "/f/contact", GOOD["contact"]))
            assert (answer["statusCode"], answer["headers"]["Location"]) == (303, "/forms/contact/thank-you/")
            again = door.ask(event("POST", "/f/contact", GOOD["contact"]))
            assert again == answer
            wrong = door.ask(event("POST", "/f/contact", {"name": "<b>"}))
            assert wrong["statusCode"] == 422
            assert "&lt;b&gt;" in wrong["body"]
        with lambda_function("functions.forms.aws.work", environment, tmp_path) as worker:
            assert worker.ask({"Records": []}) == {
                "sent": 2, "oldest_unsent_seconds": 0, "unsent": 0, "cap_used_percent": 0,
            }  # fmt: skip
            assert worker.ask({"task": "expire"}) == {"expired": 0}
        [item] = DynamoDB("forms", client).scan("", None)
        assert [entry["state"] for entry in item["outbox"]] == ["sent", "sent"]
        client.close()
        emails.close()
