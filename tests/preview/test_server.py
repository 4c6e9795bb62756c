"""What the preview answers over HTTP."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import Project, until

FILES = {
    "404.html": "<html><body>nothing here</body></html>",
    "style.css": "a{}",
    "all.ics": "BEGIN:VCALENDAR",
    "feed.xml": "<feed/>",
    "icon.svg": "<svg/>",
    "app.webmanifest": "{}",
    "a b/ü.txt": "ü",
}

HOLD = 0.2


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """One running site for the tests that only read."""
    project = Project(tmp_path_factory.mktemp("site") / "project")
    project.write("content/about.md", "about")
    for name, text in FILES.items():
        project.write(f"output/{name}", text)
    project.write("secret.txt", "secret")
    yield project.start(hold=HOLD)
    project.stop()


def test_pages_and_folders(site: Project) -> None:
    status, headers, body = site.ask("/about/")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert headers["Cache-Control"] == "no-store"
    assert b"<h1>about</h1>" in body
    status, headers, _ = site.ask("/about?a=1")
    assert (status, headers["Location"]) == (301, "/about/?a=1")
    status, headers, _ = site.ask("//about")
    assert (status, headers["Location"]) == (301, "/about/")
    assert site.ask("/a%20b")[0] == 404
    assert site.ask("/a%20b/%C3%BC.txt")[2] == "ü".encode()
    assert site.ask("/style.css/")[0] == 404


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("style.css", "text/css; charset=utf-8"),
        ("all.ics", "text/calendar; charset=utf-8"),
        ("feed.xml", "application/xml; charset=utf-8"),
        ("icon.svg", "image/svg+xml; charset=utf-8"),
        ("app.webmanifest", "application/manifest+json; charset=utf-8"),
    ],
)
def test_types(site: Project, name: str, type_: str) -> None:
    assert site.ask(f"/{name}")[1]["Content-Type"] == type_


def test_not_found_has_the_site_own_page(site: Project) -> None:
    status, headers, body = site.ask("/nowhere/")
    assert (status, headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert body.startswith(b"<html><body>nothing here<link")


def test_client_is_added_to_what_is_served_only(site: Project) -> None:
    body = site.ask("/")[2].decode()
    assert '<script src="/_preview/client.js" defer data-session="' in body
    assert '<link rel="stylesheet" href="/_preview/client.css">' in body
    assert body.endswith("</script></body></html>")
    assert "_preview" not in (site.root / "output/index.html").read_text()
    assert site.ask("/_preview/client.js")[1]["Content-Type"] == "text/javascript; charset=utf-8"
    assert site.ask("/_preview/client.css")[1]["Content-Type"] == "text/css; charset=utf-8"
    assert site.ask("/_preview/server.py")[0] == 404


def test_head_is_get_without_body(site: Project) -> None:
    for path in ("/", "/style.css", "/nowhere/"):
        status, headers, body = site.ask(path, "HEAD")
        got_status, got_headers, got = site.ask(path)
        assert (status, headers["Content-Length"], body) == (got_status, str(len(got)), b"")
        assert headers.keys() == got_headers.keys()


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/about/..%2f..%2fsecret.txt", "/..%5csecret.txt", "/link.txt",
     "//etc/passwd", "/%00", "/x%00.html", "/about//"],
)  # fmt: skip
def test_nothing_outside_the_site(site: Project, path: str) -> None:
    link = site.root / "output/link.txt"
    if not link.is_symlink():
        link.symlink_to(site.root / "secret.txt")
    status, _, body = site.ask(path)
    assert status == 404
    assert b"secret" not in body


def test_other_methods(site: Project) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        status, headers, _ = site.ask("/", method, b"a=1")
        assert (status, headers["Allow"]) == (405, "GET, HEAD")
    status, headers, body = site.ask("/f/contact", "POST", b"a=1" * 1000)
    assert (status, headers["Content-Type"]) == (501, "text/html; charset=utf-8")
    assert b"This preview does not answer forms. Nothing was sent and nothing was kept." in body


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("127.0.0.1", 200),
        ("[::1]:80", 200),
        ("LOCALHOST", 200),
        ("example.org", 403),
        ("127.0.0.1.example.org:8000", 403),
        ("localhost.example.org", 403),
        ("", 403),
    ],
)
def test_hosts(site: Project, host: str, status: int) -> None:
    assert site.ask("/", Host=host)[0] == status
    assert site.ask("/_preview/state", Host=host)[0] == status
    assert site.ask("/f/x", "POST", b"", Host=host)[0] == (501 if status == 200 else 403)


def test_state_is_held_until_there_is_news(project: Project) -> None:
    project.start()
    state = json.loads(project.ask("/_preview/state?after=-1")[2])
    assert (state["builds"], state["site"], state["building"]) == (1, 1, False)
    assert state["outcome"]["problems"] == []
    answers: list[bytes] = []
    path = f"/_preview/state?after={state['sequence']}&session={state['session']}"
    asking = threading.Thread(target=lambda: answers.append(project.ask(path)[2]))
    asking.start()
    project.write("content/index.md", "PROBLEM")
    asking.join(30)
    assert json.loads(answers[0])["sequence"] > state["sequence"]
    project.await_builds(2)
    state = json.loads(project.ask("/_preview/state?after=-1")[2])
    assert state["outcome"]["summary"] == "1 problem in 1 file."
    assert state["outcome"]["problems"] == [
        {
            "heading": "Problem",
            "severity": "problem",
            "path": "content/index.md",
            "line": 1,
            "message": "<b>There is a problem.</b>",
            "quoted": "PROBLEM",
            "fix": "take the word out.",
            "code": "fake-problem",
        }
    ]


def test_state_without_news_is_answered_the_same(site: Project) -> None:
    before = site.state
    began = time.monotonic()
    answer = json.loads(site.ask(f"/_preview/state?after={before.sequence}&session={before.session}")[2])
    assert time.monotonic() - began >= HOLD
    assert answer["sequence"] == before.sequence
    assert json.loads(site.ask(f"/_preview/state?after={before.sequence}&session=old")[2])["session"] != "old"


def test_no_site_yet_shows_the_problems(project: Project) -> None:
    project.write("content/index.md", "PROBLEM")
    project.start()
    for path in ("/", "/any/where/", "/x", "/x.html"):
        status, headers, body = project.ask(path)
        assert (status, headers["Content-Type"]) == (503, "text/html; charset=utf-8")
        assert b"<h1>The site could not be built</h1>" in body
        assert b"&lt;b&gt;There is a problem.&lt;/b&gt;" in body
        assert b'data-waiting="yes"' in body
    assert project.ask("/style.css")[0] == 503
    project.write("content/index.md", "good")
    until(lambda: project.ask("/")[0] == 200, "the site")


def test_file_that_a_build_renames_is_waited_for(project: Project) -> None:
    project.start()
    project.write("content/index.md", "WAIT")
    until((project.root / "waiting").exists, "the build that waits")
    page = project.root / "output/index.html"
    aside = page.with_name("aside")
    page.rename(aside)
    back = threading.Timer(0.1, aside.rename, (page,))
    back.start()
    assert project.ask("/")[0] == 200
    back.join()
    (project.root / "go").touch()


def test_browser_that_goes_away_is_ignored(site: Project, capfd: pytest.CaptureFixture[str]) -> None:
    (site.root / "output/big.bin").write_bytes(b"x" * 5_000_000)
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", site.port)) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            client.sendall(b"GET /big.bin HTTP/1.1\r\nHost: localhost\r\n\r\n")
            client.recv(10)
    assert site.ask("/")[0] == 200
    assert capfd.readouterr().err == ""


def test_package_has_the_files_of_the_client() -> None:
    import plugins.preview

    folder = Path(plugins.preview.__file__).parent
    assert {"client.js", "client.css"} <= {path.name for path in folder.iterdir()}
