"""The preview hands forms to what answers them, and to nobody else."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from .conftest import Project, until


class Echo:
    """Answers with what it was asked."""

    def __init__(self, site: Path, address: str) -> None:
        self.site, self.address, self.closed = site, address, False

    def answer(
        self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes, source: str
    ) -> tuple[int, Sequence[tuple[str, str]], bytes]:
        said = {
            "method": method, "path": path, "query": query, "headers": dict(headers),
            "length": len(body), "body": body[:50].decode(), "source": source,
        }  # fmt: skip
        return (
            422,
            (("Content-Type", "text/html"), ("X-Own", "1"), ("Content-Length", "7")),
            json.dumps(said).encode(),
        )

    def close(self) -> None:
        self.closed = True


@pytest.fixture(scope="module")
def made() -> list[Echo]:
    return []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, made: list[Echo]) -> Iterator[Project]:
    def make(output: Path, address: str) -> Echo:
        made.append(Echo(output, address))
        return made[-1]

    project = Project(tmp_path_factory.mktemp("site") / "project")
    yield project.start(make_forms=make)
    project.stop()
    assert made[0].closed


def test_it_is_made_of_the_output_and_the_address(site: Project, made: list[Echo]) -> None:
    assert made[0].site == (site.root / "output").resolve()
    assert made[0].address == site.address.rstrip("/")
    until(lambda: any("/dev/mail" in words for words in site.said), "the words about mail")
    assert f"Forms can be sent. Their mail goes nowhere else; read it at {site.address}dev/mail" in site.said


def test_a_request_is_handed_over_whole(site: Project) -> None:
    status, headers, body = site.ask("/f/contact?a=1", "POST", b"name=A", Origin="http://localhost")
    said = json.loads(body)
    assert (status, headers["Content-Type"], headers["X-Own"]) == (422, "text/html", "1")
    assert headers["Content-Length"] == str(len(body))
    assert (said["method"], said["path"], said["query"]) == ("POST", "/f/contact", "a=1")
    assert (said["body"], said["source"], said["headers"]["origin"]) == (
        "name=A",
        "127.0.0.1",
        "http://localhost",
    )
    # Nothing of the preview is in the answer.
    assert b"_preview" not in body


@pytest.mark.parametrize("path", ["/f/contact", "/f/confirm/x", "/dev/mail", "/dev/mail/a.eml"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS"])
def test_what_is_for_forms(site: Project, method: str, path: str) -> None:
    status, _, body = site.ask(path, method)
    assert (status, json.loads(body)["method"], json.loads(body)["path"]) == (422, method, path)


@pytest.mark.parametrize("path", ["/f", "/forms/", "/dev/", "/dev/mailing", "/x/f/"])
def test_what_is_not(site: Project, path: str) -> None:
    assert site.ask(path)[0] in (301, 404)


def test_head_has_no_body(site: Project) -> None:
    status, headers, body = site.ask("/f/contact", "HEAD")
    assert (status, body) == (422, b"")
    assert headers["X-Own"] == "1"


def test_other_hosts_are_refused(site: Project) -> None:
    assert site.ask("/f/contact", "POST", b"a=1", Host="evil.example")[0] == 403


def test_what_is_too_long_comes_as_its_beginning(site: Project) -> None:
    status, headers, body = site.ask("/f/contact", "POST", b"a" * (1 << 21))
    assert (status, json.loads(body)["length"], headers["Connection"]) == (422, 1 << 20, "close")


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        (b"Transfer-Encoding: chunked\r\n", b"HTTP/1.1 411 "),
        (b"Content-Length: many\r\n", b"HTTP/1.1 400 "),
        (b"Content-Length: -1\r\n", b"HTTP/1.1 400 "),
        (b"Content-Length: 10\r\n", b""),
    ],
    ids=["chunked", "no number", "negative", "cut off"],
)
def test_a_body_of_unknown_length(site: Project, head: bytes, answer: bytes) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as connection:
        connection.sendall(b"POST /f/contact HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\nabc")
        connection.shutdown(socket.SHUT_WR)
        found = b""
        while part := connection.recv(65536):
            found += part
    assert found.startswith(answer)
    assert bool(found) == bool(answer)


def test_before_there_is_a_site_nothing_is_handed_over(tmp_path: Path) -> None:
    project = Project(tmp_path / "project")
    project.write("content/index.md", "first")
    try:
        project.start(make_forms=Echo)
        (project.root / "output/index.html").unlink()
        assert project.ask("/f/contact", "POST", b"a=1")[0] == 503
    finally:
        project.stop()


def test_a_preview_goes_on_where_forms_cannot_be_answered(tmp_path: Path) -> None:
    def refuse(output: Path, address: str) -> Echo:
        raise OSError("no space")

    project = Project(tmp_path / "project")
    try:
        project.start(make_forms=refuse)
        assert "Forms cannot be sent from this preview: no space" in project.said
        assert project.ask("/f/contact", "POST", b"a=1")[0] == 501
    finally:
        project.stop()
