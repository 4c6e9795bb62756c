"""Serves the output folder to browsers on this machine, over HTTP."""

from __future__ import annotations

import json
import os
import shutil
import socket
import socketserver
import sys
import time
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, quote, unquote, urlsplit

from .pages import page_without_site, plain_page, with_client
from .state import PreviewState, Snapshot

OWN = "/_preview/"
"""Addresses that begin so are the preview's own."""

OWN_FILES = ("client.js", "client.css")

HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""The names of this machine. A page elsewhere that got another name to lead here is refused."""

HOLD = 25.0
"""Seconds that the question for a newer state is held, below the time after which browsers give up."""

COMMIT_TRIES, COMMIT_PAUSE = 20, 0.02
"""How often, and after how many seconds each, a file is looked for that a build may be renaming."""

FORMS = "/f/"
"""Addresses that begin so are answered by the function for forms."""

MAIL = "/dev/mail"
"""Where the mail of the forms can be read; it is the function's page too."""

MOST_OF_A_BODY = 1 << 20
"""Bytes of a body that are read; what is longer is refused without reading all of it."""

BODY_WITHIN = 10.0
"""Seconds within which a body must have come."""

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".map": "application/json; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".vcf": "text/vcard; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".gz": "application/gzip",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".wasm": "application/wasm",
}
"""Ours, because those of the standard library depend on the machine."""


class Forms(Protocol):
    """Whatever answers forms. It is given from outside: the preview knows nothing of what it does."""

    def answer(
        self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes, source: str
    ) -> tuple[int, Sequence[tuple[str, str]], bytes]:
        """Answer a request with a status, headers and a body. Names of headers come in small letters."""

    def close(self) -> None:
        """End what works in the background."""


class PreviewServer(ThreadingHTTPServer):
    """The HTTP server of one preview. Raises OSError if the address cannot be had.

    `forms` answers `/f/` and `/dev/mail`; without it, the preview says that forms are not answered.
    """

    daemon_threads = True
    # On Windows this would let two servers have the same port.
    allow_reuse_address = os.name == "posix"

    def __init__(self, host: str, port: int, output: Path, state: PreviewState, hold: float = HOLD) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.output = output
        self.state = state
        self.hold = hold
        self.forms: Forms | None = None
        super().__init__((host, port), _Handler)

    def server_bind(self) -> None:
        """Bind without asking the network for the name of this machine, which can take long."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore browsers that go away. Everything else is shown."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    server: PreviewServer

    def do_GET(self) -> None:
        """Answer with a file of the site or with something of the preview's own."""
        if self._refused():
            return
        parts = urlsplit(self.path)
        if self._is_for_forms(parts.path):
            self._answer_forms(parts.path, parts.query)
        elif parts.path == f"{OWN}state":
            self._answer_state(parse_qs(parts.query))
        elif parts.path.startswith(OWN):
            self._answer_own(parts.path.removeprefix(OWN))
        else:
            self._answer_site(parts.path, parts.query)

    do_HEAD = do_GET  # noqa: N815 (http.server looks for these names)

    def do_POST(self) -> None:
        """Hand forms to what answers them, and refuse every other POST."""
        parts = urlsplit(self.path)
        if self._is_for_forms(parts.path):
            if not self._refused():
                self._answer_forms(parts.path, parts.query)
            return
        self._drop_body()
        if self._refused():
            return
        if parts.path.startswith(FORMS):
            words = "This preview does not answer forms. Nothing was sent and nothing was kept."
            self._send_html(HTTPStatus.NOT_IMPLEMENTED, plain_page("Forms are not answered", words))
        else:
            self._refuse_method()

    def _other_method(self) -> None:
        parts = urlsplit(self.path)
        if self._is_for_forms(parts.path):
            if not self._refused():
                self._answer_forms(parts.path, parts.query)
            return
        self._drop_body()
        if not self._refused():
            self._refuse_method()

    do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_TRACE = _other_method  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Keep the terminal for what the builds say."""

    def version_string(self) -> str:
        """Name no version."""
        return "preview"

    # What is asked for

    def _answer_state(self, query: dict[str, list[str]]) -> None:
        try:
            after = int(query.get("after", ["-1"])[0])
        except ValueError:
            after = -1
        state = self.server.state.snapshot()
        session = query.get("session", [state.session])[0]
        state = self.server.state.wait(after, session, self.server.hold)
        self._send(HTTPStatus.OK, TYPES[".json"], json.dumps(state.as_data()).encode())

    def _answer_own(self, name: str) -> None:
        if name in OWN_FILES:
            path = Path(__file__).with_name(name)
            self._send(HTTPStatus.OK, TYPES[path.suffix], path.read_bytes())
        else:
            self._send(HTTPStatus.NOT_FOUND, TYPES[".txt"], b"The preview has nothing at this address.\n")

    def _is_for_forms(self, path: str) -> bool:
        return self.server.forms is not None and (path == MAIL or path.startswith((FORMS, f"{MAIL}/")))

    def _answer_forms(self, path: str, query: str) -> None:
        body = self._body()
        if body is None:
            return
        if not self._site_is_there():
            state = self.server.state.snapshot()
            self._send_html(HTTPStatus.SERVICE_UNAVAILABLE, page_without_site(state))
            return
        headers: dict[str, str] = {}
        for name, value in self.headers.items():
            key = name.lower()
            headers[key] = f"{headers[key]}, {value}" if key in headers else value
        assert self.server.forms is not None  # whoever calls has looked
        status, given, answer = self.server.forms.answer(
            self.command, path, query, headers, body, str(self.client_address[0])
        )
        self.send_response(status)
        for name, value in given:
            if name.lower() not in ("content-length", "connection", "strict-transport-security"):
                self.send_header(name, value)
        if self.command != "HEAD":
            self.send_header("Content-Length", str(len(answer)))
        if self.close_connection or self.server.state.snapshot().stopping:
            self.close_connection = True
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer)

    def _body(self) -> bytes | None:
        """Return what was sent, or None where that was refused; of what is too long, only the beginning."""
        if "Transfer-Encoding" in self.headers:
            self._refuse_body(HTTPStatus.LENGTH_REQUIRED, "The length of what is sent must be given.")
            return None
        given = (self.headers.get("Content-Length") or "0").strip()
        if not (given.isascii() and given.isdecimal()):
            self._refuse_body(HTTPStatus.BAD_REQUEST, "The length of what is sent is not a number.")
            return None
        left = min(int(given[:20]), MOST_OF_A_BODY)
        self.close_connection = self.close_connection or int(given[:20]) > left
        until = time.monotonic() + BODY_WITHIN
        parts = []
        while left:
            self.connection.settimeout(max(until - time.monotonic(), 0.001))
            part = self.rfile.read1(left)
            if not part:
                self.close_connection = True
                return None
            parts.append(part)
            left -= len(part)
        self.connection.settimeout(self.timeout)
        return b"".join(parts)

    def _refuse_body(self, status: HTTPStatus, words: str) -> None:
        self.close_connection = True
        self._send_html(status, plain_page("Not possible", words))

    def _answer_site(self, path: str, query: str) -> None:
        # Before the file is read, so that a page is at worst taken for older than it is.
        state = self.server.state.snapshot()
        names = _names(path)
        for left in reversed(range(COMMIT_TRIES)):
            if names is not None and self._answer_file(names, query, state, as_folder=path.endswith("/")):
                return
            if not left or not self._may_be_renaming(state):
                break
            time.sleep(COMMIT_PAUSE)
        if self._site_is_there():
            self._answer_not_found(state)
        elif _is_page(path):
            state = self.server.state.snapshot()
            self._send_html(HTTPStatus.SERVICE_UNAVAILABLE, page_without_site(state))
        else:
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, TYPES[".txt"], b"There is no site yet.\n")

    def _answer_file(self, names: list[str], query: str, state: Snapshot, *, as_folder: bool) -> bool:
        """Answer with the file or folder of that address. Returns False if there is none."""
        try:
            output = self.server.output.resolve()
            path = output.joinpath(*names).resolve()
            if not path.is_relative_to(output):
                return False
            if path.is_dir():
                if not (path / "index.html").is_file():
                    return False
                if not as_folder:
                    self._redirect("/" + "/".join(quote(name) for name in names) + "/", query)
                    return True
                path = path / "index.html"
            elif as_folder:
                return False
            file = path.open("rb")
        except (OSError, ValueError):
            return False
        with file:
            type_ = TYPES.get(path.suffix.lower(), "application/octet-stream")
            if type_ == TYPES[".html"]:
                self._send_html(HTTPStatus.OK, with_client(file.read(), state))
            else:
                self._start(HTTPStatus.OK, type_, os.fstat(file.fileno()).st_size)
                if self.command != "HEAD":
                    shutil.copyfileobj(file, self.wfile)
        return True

    def _answer_not_found(self, state: Snapshot) -> None:
        try:
            page = (self.server.output / "404.html").read_bytes()
        except OSError:
            page = plain_page("Page not found", "The site has no page at this address.")
        self._send_html(HTTPStatus.NOT_FOUND, with_client(page, state))

    def _may_be_renaming(self, before: Snapshot) -> bool:
        now = self.server.state.snapshot()
        return not now.stopping and (now.building or now.builds != before.builds)

    def _site_is_there(self) -> bool:
        return (self.server.output / "index.html").is_file()

    # Refusals

    def _refused(self) -> bool:
        """Refuse a request that was meant for another host. Returns whether it was."""
        if self._host() in HOSTS:
            return False
        words = "This preview answers only as localhost or 127.0.0.1."
        self._send_html(HTTPStatus.FORBIDDEN, plain_page("Refused", words))
        return True

    def _host(self) -> str:
        host = (self.headers.get("Host") or "").strip().lower()
        name, colon, port = host.rpartition(":")
        return name if colon and port.isdigit() else host

    def _refuse_method(self) -> None:
        page = plain_page("Not possible", "Pages of this preview can be read and nothing else.")
        self._send_html(HTTPStatus.METHOD_NOT_ALLOWED, page, {"Allow": "GET, HEAD"})

    def _drop_body(self) -> None:
        """Read what was sent: a browser whose words are not read does not listen to the answer."""
        self.close_connection = True
        try:
            length = int(self.headers.get("Content-Length", "0"))
        except ValueError:
            return
        if length > 0:
            self.rfile.read(min(length, MOST_OF_A_BODY))

    # Sending

    def _redirect(self, address: str, query: str) -> None:
        location = f"{address}?{query}" if query else address
        self._start(HTTPStatus.MOVED_PERMANENTLY, TYPES[".txt"], 0, {"Location": location})

    def _send_html(self, status: HTTPStatus, page: bytes, more: dict[str, str] | None = None) -> None:
        self._send(status, TYPES[".html"], page, more)

    def _send(self, status: HTTPStatus, type_: str, body: bytes, more: dict[str, str] | None = None) -> None:
        self._start(status, type_, len(body), more)
        if self.command != "HEAD":
            self.wfile.write(body)

    def _start(self, status: HTTPStatus, type_: str, length: int, more: dict[str, str] | None = None) -> None:
        headers = {
            "Content-Type": type_,
            "Content-Length": str(length),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            **(more or {}),
        }
        if self.server.state.snapshot().stopping:
            self.close_connection = True
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()


def _names(path: str) -> list[str] | None:
    """Return the names in an address, one for each folder and the file; None if it can have no file."""
    names = unquote(path, errors="surrogateescape").split("/")[1:]
    if names and names[-1] == "":
        names.pop()
    unusable = any(name in ("", ".", "..") or "\\" in name or "\0" in name for name in names)
    return None if unusable or not path.startswith("/") else names


def _is_page(path: str) -> bool:
    last = path.rpartition("/")[2]
    return "." not in last or last.endswith(".html")
