"""The web server, as raw sockets find it: strict in what it reads, and never for long with anyone."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from functions.forms import serve

from . import builders
from .builders import GOOD
from .stores.emulators import ROOT, answers, free_port
from .test_local import Browser, Running, site, write_site

__all__ = ["site"]

POST = b"POST /f/contact HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ([POST, b"\r\n"], b"411"),
        ([POST, b"Content-Length: -1\r\n\r\n"], b"411"),
        ([POST, b"Content-Length: 1e3\r\n\r\n"], b"411"),
        ([POST, b"Content-Length: \xb2\r\n\r\n"], b"411"),
        ([POST, b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n"], b"411"),
        ([POST, b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc"], b"411"),
        ([POST, b"Content-Length: 10000000\r\n\r\n", *[b"x" * 100_000] * 100], b"413"),
        ([POST, b"Content-Length: 99999999999999999999\r\n\r\n", b"x" * 1000], b"413"),
        (
            [
                b"GET /f/health HTTP/1.1\r\nHost: a\r\nContent-Length: 26\r\n\r\nGET /f/nothing HTTP/1.1\r\n\r\n"
            ],
            b"200",
        ),
        ([b"GET /f/health HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n"], b"431"),
        ([b"nonsense\r\n\r\n"], b"400"),
        ([POST, b"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"], b"400"),
        ([POST, b"Content-Length : 3\r\n\r\nabc"], b"400"),
        ([POST, b"Content-Length: 3\r\nX: folded\r\n line\r\n\r\nabc"], b"400"),
        ([POST, b"Content-Length: 3\nTransfer-Encoding: chunked\r\n\r\nabc"], b"400"),
        ([POST, b"Content-Length: 3\rX: y\r\n\r\nabc"], b"400"),
        ([POST, b"X: \x00\r\nContent-Length: 3\r\n\r\nabc"], b"400"),
        ([b"GET /f/health HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n"], b"400"),
        ([b"GET /f/health HTTP/1.1\nHost: localhost\r\n\r\n"], b"400"),
        ([b"GET /f/health HTTP/2.0\r\n\r\n"], b"400"),
        ([b"GET /f/health\r\n\r\n"], b"400"),
        ([b"GET  /f/health HTTP/1.1\r\n\r\n"], b"400"),
        ([b"GET http://localhost/f/health HTTP/1.1\r\n\r\n"], b"400"),
        ([b"get /f/health HTTP/1.1\r\n\r\n"], b"400"),
        ([b"GET /f/health HTTP/1.1\r\nX: " + b"y" * 70_000 + b"\r\n\r\n"], b"431"),
        ([b"GET /f/health HTTP/1.1\r\nX: " + b"y" * 9_000_000], b"431"),
        ([b"GET /f/health HTTP/1.0\r\n\r\n"], b"200"),
        ([b"DELETE /f/contact HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"], b"405"),
        ([b"GET /f/health HTTP/1.1\r\n\r\n"], b"400"),
        ([b"GET /f/health HTTP/1.1\r\nHost: a\r\nConnection: TE, Close\r\n\r\n"], b"200"),
        ([b"GET /\\evil.example/../about HTTP/1.1\r\nHost: a\r\n\r\n"], b"400"),
    ],
    ids=range(31),
)
def test_requests_that_are_wrong_get_an_answer_and_an_end(
    site: Running, parts: list[bytes], status: bytes
) -> None:
    began = time.monotonic()
    got = site.raw(*parts)
    assert got[:40].split(b" ")[1:2] == [status]
    assert got.count(b"HTTP/1.1 ") == 1
    assert time.monotonic() - began < serve.SECONDS
    assert site.ask("GET", "/f/health")[2] == "ok"


def test_a_body_that_comes_slowly_is_given_up(site: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "SECONDS", 0.5)
    dripping = [POST, b"Content-Length: 1000\r\n\r\n", *[b"x"] * 30]
    for parts in (dripping, [POST[:10], *[b"y"] * 30]):
        began = time.monotonic()
        assert site.raw(*parts, pause=0.1) == b""
        assert time.monotonic() - began < 5
    assert site.ask("GET", "/f/health")[2] == "ok"


def test_requests_that_come_at_once_are_answered_one_after_the_other(site: Running) -> None:
    body = urlencode(GOOD["contact"]).encode()
    post = POST + b"Content-Length: %020d\r\n\r\n" % len(body) + body
    asked = [post, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"HEAD /f/health HTTP/1.1\r\nHost: a\r\n\r\n"]
    got = site.raw(b"".join(asked) * 3 + b"GET /f/contact HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    lines = [line for line in got.split(b"\r\n") if b"HTTP/1.1 " in line]
    statuses = [line.rpartition(b"HTTP/1.1 ")[2].split()[0] for line in lines]
    assert statuses == [b"303", b"200", b"200"] * 3 + [b"303"]


@pytest.mark.parametrize("path", ["/", "/nothing", "/f/health", "/f/nothing", "/dev/mail", "/dev/mail/none"])
def test_an_answer_to_head_has_no_body(site: Running, path: str) -> None:
    asked = "HEAD {} HTTP/1.1\r\nHost: localhost\r\n\r\nGET /f/health HTTP/1.0\r\n\r\n"
    for _ in range(2):
        _, second, third = site.raw(asked.format(path).encode()).split(b"\r\n\r\n")
        assert second.startswith(b"HTTP/1.1 200 OK\r\n")
        assert third == b"ok"
        (site.folder / "site" / "404.html").write_text("<h1>Not here</h1>")


def test_a_page_that_is_missing_is_the_sites_own(site: Running) -> None:
    assert site.ask("GET", "/nothing")[2] == "There is no such page.\n"
    (site.folder / "site" / "404.html").write_text("<h1>Not here</h1>")
    for path in ("/nothing", "/index.html/", "/%5cevil.example"):
        status, headers, page = site.ask("GET", path)
        assert (status, headers["content-type"], page) == (
            404,
            "text/html; charset=utf-8",
            "<h1>Not here</h1>",
        )
        assert site.ask("GET", path, If_Modified_Since=headers["last-modified"])[0] == 404


def test_a_file_that_goes_meanwhile_ends_the_connection(
    site: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = serve._static

    def gone(*values: Any) -> Any:
        response, file = found(*values)
        return response, file and file.with_name("gone")

    monkeypatch.setattr(serve, "_static", gone)
    began = time.monotonic()
    assert site.raw(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").count(b"HTTP/1.1") < 2
    assert time.monotonic() - began < serve.SECONDS


def test_a_body_may_wait_until_it_is_asked_for(site: Running) -> None:
    body = urlencode(GOOD["contact"]).encode()
    head = b"Content-Length: %d\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n" % len(body)
    got = site.raw(POST + head, body, pause=0.1)
    assert got.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 303 See Other\r\n")


def test_files_of_the_site_are_served_and_no_others(site: Running) -> None:
    (site.folder / "secret.txt").write_text("secret")
    built = site.folder / "site"
    (built / "about").mkdir()
    (built / "about" / "index.html").write_text("<h1>About</h1>")
    (built / "large é.bin").write_bytes(b"x" * 3_000_000)
    (built / "out").symlink_to(site.folder)
    status, headers, page = site.ask("GET", "/about/?a=b")
    assert (status, headers["content-type"], page) == (200, "text/html; charset=utf-8", "<h1>About</h1>")
    status, again, page = site.ask("GET", "/about/", If_Modified_Since=headers["last-modified"])
    assert (status, page) == (304, "")
    assert "content-length" not in again
    assert headers["x-content-type-options"] == "nosniff"
    status, headers, page = site.ask("HEAD", "/about/")
    assert (status, headers["content-length"], page) == (200, "14", "")
    assert site.ask("GET", "/large%20%C3%A9.bin")[2] == "x" * 3_000_000
    for address, to in (("/about", "/about/"), ("//about", "/about/"), ("/about?a=b", "/about/?a=b")):
        status, headers, _ = site.ask("GET", address)
        assert (status, headers["location"]) == (301, to)
    for path in (
        "/nothing", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/out/secret.txt", "/a%00b",
        "/%66/forms.json", "/./f/forms.json", "/about/../f/pages.json", "//f/forms.json", "/" + "a" * 5000,
    ):  # fmt: skip
        assert site.ask("GET", path)[0] == 404, path


def test_a_store_that_hangs_is_down_for_who_waits(site: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "PATIENCE", 0.3)
    with ThreadPoolExecutor(1) as threads, site.forms._store.together():
        asked = threads.submit(
            site.ask, "POST", "/f/contact", {**GOOD["contact"], "message": "Do not lose me"}
        )
        status, _, page = asked.result(10)
        assert (status, "Do not lose me" in page) == (503, True)
        assert site.ask("GET", "/")[0] == 200


def test_who_resets_the_connection_keeps_nobody_waiting(site: Running) -> None:
    """A visitor that closes with an answer unread makes every later word to it fail, the last one too."""
    body = urlencode({"name": "x"}).encode()
    sent = POST + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    end = time.monotonic() + 2

    def rude() -> None:
        while time.monotonic() < end:
            with suppress(OSError), site.connected() as connection:
                connection.sendall(sent)
                connection.recv(1)

    def good(number: int) -> None:
        for index in range(20):
            answers = {**GOOD["contact"], "message": f"{number} {index}"}
            assert site.ask("POST", "/f/contact", answers)[0] == 303

    with ThreadPoolExecutor(6) as threads:
        for done in [
            threads.submit(rude),
            threads.submit(rude),
            *(threads.submit(good, n) for n in range(4)),
        ]:
            done.result(60)


def test_a_connection_that_was_told_that_the_store_is_down_ends_like_others(
    site: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "PATIENCE", 0.3)
    monkeypatch.setattr(serve, "SECONDS", 1.0)
    body = urlencode(GOOD["contact"]).encode()
    with site.connected() as connection:
        connection.settimeout(10)
        with site.forms._store.together():
            connection.sendall(POST + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            assert b" 503 " in connection.recv(100)
        while connection.recv(70_000):
            pass  # until the server ends it


def test_who_goes_away_leaves_the_others_in_peace(site: Running) -> None:
    body = urlencode(GOOD["contact"]).encode()
    for sent in (POST[:20], POST, POST + b"Content-Length: %d\r\n\r\n" % len(body) + body):
        with site.connected() as connection:
            connection.sendall(sent)
    assert site.ask("POST", "/f/contact", GOOD["contact"])[0] == 303


def started(monkeypatch: pytest.MonkeyPatch, folder: Path, *more: str) -> str:
    """Start the server with arguments that it must refuse, and return what it says."""
    monkeypatch.setattr(
        "sys.argv", ["serve", "--site", str(folder / "site"), "--data", str(folder / "data"), *more]
    )
    with ThreadPoolExecutor(1) as thread, pytest.raises(SystemExit) as end:
        thread.submit(serve.main).result(20)  # in this thread the loop of a browser may be running
    return str(end.value)


def test_it_does_not_start_where_it_could_not_serve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "No such file or directory" in started(monkeypatch, tmp_path)
    write_site(tmp_path / "site", site={**builders.forms_json()["site"], "mailbox": ""})
    settings = tmp_path / "settings.json"
    given = ("--settings", str(settings), "--port", "0")
    assert "settings.json" in started(monkeypatch, tmp_path, *given)
    settings.write_text('{"sender": "website@team.example"}')
    assert "the site names no mailbox" in started(monkeypatch, tmp_path, *given, "--smtp", "127.0.0.1:9")
    settings.write_text('{"team": "a@team.example, b@team.example"}')
    assert "The setting team is unknown, or not of its kind." in started(monkeypatch, tmp_path, *given)
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        taken = str(other.getsockname()[1])
        assert "address already in use" in started(monkeypatch, tmp_path, "--port", taken)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "keys.json").write_text('{"current": "aa", "lasting": ""}')
    assert "A key has less than" in started(monkeypatch, tmp_path, "--port", "0")
    assert started(monkeypatch, tmp_path, "--smtp", "mail.example.org:smtp") == "2"
    assert "--smtp: invalid _mail_server value: 'mail.example.org:smtp'" in capsys.readouterr().err


def test_it_says_that_no_mail_leaves_and_which_recipient_no_form_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write_site(tmp_path / "site")
    settings = tmp_path / "settings.json"
    settings.write_text('{"recipients": {"core team": "a@team.example"}}')

    def stop(*_: object) -> object:
        raise ValueError("enough")

    monkeypatch.setattr(serve, "LocalForms", stop)
    base = ("--base-url", "https://www.team.example", "--settings", str(settings), "--port", "0")
    assert "enough" in started(monkeypatch, tmp_path, *base)
    assert "no mail is sent without --smtp" in caplog.text
    assert "no form has the recipient core team of the settings" in caplog.text


@contextmanager
def in_its_own_process(folder: Path) -> Iterator[tuple[Browser, int]]:
    """Give a server and the id of its process."""
    write_site(folder / "site")
    port = free_port()
    command = [
        sys.executable, "-m", "functions.forms.serve", "--site", str(folder / "site"),
        "--data", str(folder / "data"), "--port", str(port),
    ]  # fmt: skip
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, **quiet)  # type: ignore[call-overload]
    try:
        while not answers(port):
            time.sleep(0.05)
        yield Browser(port), process.pid
    finally:
        process.kill()
        process.wait()


BAD = {
    "lengths": [POST, b"Content-Length: -1\r\n\r\n"],
    "chunked": [POST, b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n"],
    "10 MB": [POST, b"Content-Length: 10000000\r\n\r\n", *[b"x" * 1_000_000] * 10],
    "10 MB of head": [POST, b"X: ", *[b"x" * 1_000_000] * 10],
    "20 MB that were said to be 1 TB": [POST, b"Content-Length: 1099511627776\r\n\r\n", *[b"x" * 1_000_000] * 20],
}  # fmt: skip
SLOW = {
    "slow body": [POST, b"Content-Length: 1000\r\n\r\n", *[b"x"] * 30],
    "slow head": [POST[:10], *[b"y"] * 30],
}


@pytest.mark.parametrize("slow", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_bad_requests_end_in_ten_seconds_and_take_little_memory(tmp_path: Path, slow: bool) -> None:
    """Twenty of each kind at once, against a server in a process of its own."""
    kinds = [(name, parts, 0.0) for name, parts in BAD.items()]
    kinds += [(name, parts, 0.5) for name, parts in SLOW.items()] if slow else []
    with in_its_own_process(tmp_path) as (browser, process):

        def one(parts: list[bytes], pause: float) -> float:
            began = time.monotonic()
            browser.raw(*parts, pause=pause)
            return time.monotonic() - began

        with ThreadPoolExecutor(200) as threads:
            ends = [threads.submit(one, parts, pause) for _, parts, pause in kinds for _ in range(20)]
            longest = max(end.result() for end in ends)
        assert browser.ask("GET", "/f/health")[2] == "ok"
        assert browser.ask("POST", "/f/contact", GOOD["contact"])[0] == 303
        status = Path(f"/proc/{process}/status").read_text()
    most = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print(f"20 each of {', '.join(name for name, _, _ in kinds)}: at most {most:.0f} MB (limit 100),")
    print(f"the last connection ended after {longest:.1f} s (limit 10), and the server answers")
    assert most < 100
    assert longest < 10
