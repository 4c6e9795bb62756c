"""The forms on one machine, through a real server: a visitor posts, opens the mail, and follows its link."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import shutil
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode

import pytest

from functions.forms import local, serve
from functions.forms.handler import handle
from functions.forms.local import LocalForms
from functions.forms.mail.smtp import SMTPMailer
from functions.forms.messages import Request, Response
from functions.forms.stores import sqlite
from functions.forms.stores.sqlite import SQLite

from . import builders
from .builders import FORM_TYPE, GOOD


def write_site(folder: Path, **changes: object) -> None:
    """Write the tiny site as a build would."""
    (folder / "f").mkdir(parents=True, exist_ok=True)
    data = builders.forms_json(**changes)
    (folder / "f" / "forms.json").write_text(json.dumps(data))
    pages = {
        "message": "<html><title>\ue000title\ue001</title><h1>\ue000heading\ue001</h1>\ue000body\ue001</html>",
        "forms": {name: builders.form_page(name, found) for name, found in data["forms"].items()},
        "bookings": {},
    }
    (folder / "f" / "pages.json").write_text(json.dumps(pages))
    (folder / "index.html").write_text("<h1>The site</h1>")


class Browser:
    """Talks to a server on loopback."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(
        self, method: str, path: str, answers: dict[str, object] | None = None, **headers: str
    ) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        body = urlencode(answers, doseq=True) if answers is not None else None
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {**(FORM_TYPE if body is not None else {}), **named})
        response = connection.getresponse()
        found = response.status, {k.lower(): v for k, v in response.getheaders()}, response.read().decode()
        connection.close()
        return found

    def connected(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def raw(self, *parts: bytes, pause: float = 0) -> bytes:
        """Send parts with pauses, and return all until the server ends the connection."""
        with self.connected() as connection:
            got = b""
            try:
                for part in parts:
                    connection.sendall(part)
                    time.sleep(pause)
                while piece := connection.recv(65536):
                    got += piece
            except ConnectionError:
                pass
            return got


class Running(Browser):
    """A server of a site, in this process."""

    def __init__(self, folder: Path, forms: LocalForms, port: int) -> None:
        super().__init__(port)
        self.folder, self.forms = folder, forms


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    write_site(folder / "site")
    started: Future[tuple[Running, asyncio.AbstractEventLoop, asyncio.Event]] = Future()
    ports = []

    def make(port: int) -> LocalForms:
        ports.append(port)
        return LocalForms(folder / "site", folder / "data", f"http://127.0.0.1:{port}")

    async def run() -> None:
        end = asyncio.Event()
        async with serve.listening(folder / "site", "127.0.0.1", 0, make) as forms:
            started.set_result((Running(folder, forms, *ports), asyncio.get_running_loop(), end))
            await end.wait()

    thread = Thread(target=asyncio.run, args=(run(),))
    thread.start()
    site, loop, end = started.result(10)
    try:
        yield site
    finally:
        loop.call_soon_threadsafe(end.set)
        thread.join()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path) as made:
        yield made


def eventually(said: Callable[[], object]) -> object:
    """Wait until something is so, for ten seconds at most."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if found := said():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come")


def mails(site: Running) -> list[str]:
    return re.findall(r'href="(/dev/mail/[^"]+)"', site.ask("GET", "/dev/mail")[2])


def test_a_newcomer_subscribes_opens_the_mail_confirms_and_leaves(site: Running) -> None:
    assert site.ask("GET", "/")[2] == "<h1>The site</h1>"
    assert "There is no mail yet." in site.ask("GET", "/dev/mail")[2]
    assert "team@localhost" not in site.ask("GET", "/dev/mail")[2]
    status, headers, _ = site.ask("POST", "/f/newsletter", GOOD["newsletter"])
    assert (status, headers["location"]) == (303, "/forms/newsletter/check-your-email/")
    [mail] = eventually(lambda: mails(site))  # type: ignore[misc]
    link = _link(site, mail, "confirm")
    status, _, page = site.ask("GET", link)
    assert (status, "Confirm your subscription" in page) == (200, True)
    assert "You are subscribed" in site.ask("POST", link, {})[2]
    newest = eventually(lambda: mails(site)[0] if len(mails(site)) == 2 else None)
    assert "You are unsubscribed" in site.ask("POST", _link(site, str(newest), "unsubscribe"), {})[2]


def _link(site: Running, mail: str, purpose: str) -> str:
    page = site.ask("GET", mail)[2]
    [whole] = set(re.findall(rf'<a href="http://127\.0\.0\.1:{site.port}(/f/{purpose}/[^"]+)"', page))
    return str(whole)


def test_a_preview_shows_the_mail_to_a_team_that_has_no_mailbox_yet(site: Running) -> None:
    own = builders.forms_json()["site"]
    write_site(site.folder / "site", site={**own, "mailbox": ""})
    time.sleep(2 * local.LOOK)
    assert site.ask("POST", "/f/contact", GOOD["contact"])[0] == 303
    both = eventually(lambda: len(mails(site)) == 2 and [site.ask("GET", mail)[2] for mail in mails(site)])
    assert sorted(re.findall(r"<dt>To</dt>\n<dd>([^<]*)", "".join(both))) == [
        "ann@mail.example",
        "team@localhost",
    ]
    assert "Mail to the team goes to team@localhost" in site.ask("GET", "/dev/mail")[2]


def test_forms_may_be_sent_from_every_name_of_this_machine(site: Running) -> None:
    for host in ("localhost", "127.0.0.1", "[::1]"):
        assert site.ask("POST", "/f/contact", GOOD["contact"], origin=f"http://{host}:{site.port}")[0] == 303
    assert site.ask("POST", "/f/contact", GOOD["contact"], origin="http://elsewhere.example")[0] == 403


def test_mail_is_shown_escaped_and_to_this_machine_alone(site: Running) -> None:
    words = "<script>alert(1)</script> & http://x.example/?a=1&b"
    site.ask("POST", "/f/contact", {**GOOD["contact"], "message": words})
    found = eventually(lambda: mails(site) if len(mails(site)) == 2 else None)
    pages = [site.ask("GET", mail)[2] for mail in found]  # type: ignore[attr-defined]
    [page] = [page for page in pages if "alert(1)" in page]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; " in page
    assert '<a href="http://x.example/?a=1&amp;b">http://x.example/?a=1&amp;b</a>' in page
    for host in ("LOCALHOST", f"127.0.0.1:{site.port}", "[::1]:80", "[::1]"):
        assert site.ask("GET", "/dev/mail", Host=host)[0] == 200, host
    for host in ("evil.example", "[::1]x", "127.0.0.1:1@x", "localhost.evil.example", "127.0.0.1.x", ""):
        assert site.ask("GET", "/dev/mail", Host=host)[0] == 404, host
    assert site.ask("GET", "/dev/mail", X_Forwarded_For="192.0.2.1")[0] == 404
    for name in ("../forms.sqlite", "%2e%2e/keys.json", "x.eml", "20261122T100000Z-000000000000.eml"):
        assert site.ask("GET", f"/dev/mail/{name}")[0] == 404
    assert site.ask("POST", "/dev/mail", {})[0] == 405
    elsewhere = Request("GET", "/dev/mail", "", {"host": "localhost"}, b"", "192.0.2.1")
    assert site.forms.answer(elsewhere).status == 404


def test_a_real_site_has_no_page_of_mails(tmp_path: Path) -> None:
    write_site(tmp_path)
    forms = LocalForms(tmp_path, tmp_path / "data", "https://www.team.example")
    here = Request("GET", "/dev/mail", "", {"host": "localhost"}, b"", "127.0.0.1")
    assert forms.answer(here).status == 404
    forms.close()


def test_a_preview_that_sends_its_mail_has_no_page_of_mails(tmp_path: Path) -> None:
    write_site(tmp_path)
    forms = LocalForms(tmp_path, tmp_path / "data", "http://127.0.0.1:8000", SMTPMailer("127.0.0.1", 9))
    here = Request("GET", "/dev/mail", "", {"host": "localhost"}, b"", "127.0.0.1")
    assert forms.answer(here).status == 404
    forms.close()


def test_a_new_build_is_noticed_and_a_broken_one_changes_nothing(site: Running) -> None:
    assert site.ask("GET", "/f/feedback")[0] == 404
    more = {**builders.FORMS, "feedback": builders.FORMS["contact"]}
    write_site(site.folder / "site", forms=more)
    eventually(lambda: site.ask("GET", "/f/feedback")[0] == 303)
    for broken in (
        "{",
        "[]",
        '{"format": 1, "site": {}, "forms": []}',
        json.dumps(builders.forms_json() | {"forms": []}),
    ):
        (site.folder / "site" / "f" / "forms.json").write_text(broken)
        time.sleep(2 * local.LOOK)
        assert site.ask("GET", "/f/feedback")[0] == 303
    (site.folder / "site" / "f" / "forms.json").unlink()
    assert site.ask("POST", "/f/contact", GOOD["contact"])[0] == 303


def test_before_the_first_build_nothing_is_taken(tmp_path: Path) -> None:
    forms = LocalForms(tmp_path / "none", tmp_path / "data", "http://127.0.0.1:8000")
    response = forms.answer(Request("POST", "/f/contact", "", FORM_TYPE, b"", "127.0.0.1"))
    assert (response.status, response.body) == (503, b"The site is not built yet. Nothing was sent.\n")
    forms.close()


def test_keys_are_made_once_for_their_owner_alone(tmp_path: Path) -> None:
    first, second = local._keys(tmp_path / "data"), local._keys(tmp_path / "data")
    assert first == second
    assert len(first.current) == len(first.lasting) == 32
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["keys.json"]
    assert (tmp_path / "data" / "keys.json").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_a_store_that_is_down_is_a_page_with_the_answers(
    site: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(SQLite, "_connect", full)
    status, _, page = site.ask("POST", "/f/contact", {**GOOD["contact"], "message": "Do not lose me"})
    assert status == 503
    assert "Your answers have not been sent." in page
    assert "Do not lose me" in page


def posts(number: int) -> list[Request]:
    """Make posts that differ, and a question that needs no store."""
    bodies = [urlencode({**GOOD["contact"], "message": f"Message {n}"}).encode() for n in range(number)]
    made = [Request("POST", "/f/contact", "", FORM_TYPE, body, "127.0.0.1") for body in bodies]
    return [*made, Request("GET", "/f/health", "", {}, b"", "127.0.0.1")]


def test_a_group_is_answered_once_all_of_it_is_kept_and_else_nobody_is_thanked(
    site: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "SECONDS", 0.05)
    with closing(sqlite3.connect(site.folder / "data" / "forms.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answers = site.forms.answer_all(posts(3))
        assert [answer.status for answer in answers] == [503, 503, 503, 200]
        assert [f"Message {n}".encode() in answers[n].body for n in range(3)] == [True] * 3
        other.execute("ROLLBACK")
    answers = site.forms.answer_all(posts(3))
    assert [answer.status for answer in answers] == [303, 303, 303, 200]
    assert len(list(site.forms._store.scan("contact", None))) == 3


class Full(sqlite3.Connection):
    """A connection to a disk on which nothing can be committed."""

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if sql == "COMMIT":
            raise sqlite3.OperationalError("database or disk is full")
        return super().execute(sql, *values)


def test_nobody_is_thanked_where_the_commit_of_the_group_fails(
    site: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.forms._end.set()
    site.forms._worker.join()
    site.forms._store._let_go()
    with monkeypatch.context() as changed:
        changed.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Full))
        answers = site.forms.answer_all(posts(3))
        assert [answer.status for answer in answers] == [503, 503, 503, 200]
    assert list(site.forms._store.scan("", None)) == []
    assert [answer.status for answer in site.forms.answer_all(posts(3))] == [303, 303, 303, 200]


def test_what_is_sent_after_the_data_was_deleted_is_kept(site: Running) -> None:
    site.forms._end.set()
    site.forms._worker.join()
    assert site.ask("POST", "/f/contact", GOOD["contact"])[0] == 303
    shutil.rmtree(site.folder / "data")
    assert site.ask("POST", "/f/contact", GOOD["contact"])[0] == 303
    with closing(SQLite(site.folder / "data" / "forms.sqlite")) as other:
        assert len(list(other.scan("", None))) == 1


def test_the_end_does_not_wait_for_a_mail_server_that_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "LAST_MAIL", 0.2)
    sending, answered = Event(), Event()

    class Hanging:
        def send(self, message: EmailMessage, envelope_to: str) -> str:
            sending.set()
            answered.wait()
            return ""

    write_site(tmp_path)
    forms = LocalForms(tmp_path, tmp_path / "data", "https://team.example", Hanging())
    assert forms.answer(posts(1)[0]).status == 303
    assert sending.wait(10)
    began = time.monotonic()
    forms.close()
    assert time.monotonic() - began < 2
    answered.set()
    forms._worker.join(10)
    assert not forms._worker.is_alive()


def test_a_fault_in_one_request_is_not_the_others(site: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(request: Request, *values: Any) -> Response:
        if b"Message+1" in request.body:
            raise ZeroDivisionError
        return handle(request, *values)

    monkeypatch.setattr(local, "handle", faulty)
    assert [answer.status for answer in site.forms.answer_all(posts(3))] == [303, 500, 303, 200]
