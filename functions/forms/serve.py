"""A web server for a site that is built and for its forms: `python -m functions.forms.serve`.

It is for this machine. With `--base-url` and `--smtp` it also serves a real site, behind a proxy that
speaks TLS.
"""

from __future__ import annotations

import argparse
import logging
import os
import socket
import sys
import time
from contextlib import suppress
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedReader
from logging.handlers import QueueHandler, QueueListener
from pathlib import Path
from queue import SimpleQueue

from . import installation
from .local import LocalForms
from .mail.smtp import SMTPMailer
from .messages import Request, Response, plain
from .submission import MOST_BYTES

SECONDS = 10.0
"""How long a request may take to arrive."""

MOST_DROPPED = 16 * 1024 * 1024


class _Arrival(socket.SocketIO):
    """Reads from a visitor until a deadline, however slowly the bytes come."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__(connection, "r")
        self.connection, self.deadline, self.set = connection, 0.0, 0.0

    def readinto(self, buffer: bytearray | memoryview) -> int | None:  # type: ignore[override]
        left = max(0.001, self.deadline - time.monotonic())
        if not left <= self.set <= left + SECONDS / 10:  # each change costs a call of the system
            self.set = left
            self.connection.settimeout(left)
        return super().readinto(buffer)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    forms: LocalForms

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of visitors that go away, and of all else its name alone."""
        fault = sys.exc_info()[1]
        if not isinstance(fault, (ConnectionError, TimeoutError)):
            installation.LOG.error("a request failed: %s", type(fault).__name__)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = SECONDS
    disable_nagle_algorithm = True
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.arrival = _Arrival(self.connection)
        self.rfile = BufferedReader(self.arrival)

    def handle_one_request(self) -> None:
        self.arrival.deadline = time.monotonic() + SECONDS
        super().handle_one_request()

    def do_GET(self) -> None:
        self._expect_no_body()
        if self.path.startswith(("/f/", "/dev/")):
            self._answer(b"")
        else:
            super().do_GET()

    def do_HEAD(self) -> None:
        self._expect_no_body()
        if self.path.startswith(("/f/", "/dev/")):
            self._answer(b"")
        else:
            super().do_HEAD()

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "" if self.command == "POST" else "0")
        if "Transfer-Encoding" in self.headers or not (length.isascii() and length.isdecimal()):
            self.close_connection = True
            self._send(plain(411, "Nothing was sent: the request does not say how long it is.\n", "length"))
        elif len(length) > 9 or int(length) > MOST_BYTES:
            self.close_connection = True
            self._drop(int(length[:9]))
            self._answer(bytes(MOST_BYTES + 1))
        else:
            body = self.rfile.read(int(length))
            if len(body) == int(length):
                self._answer(body)
            else:
                self.close_connection = True

    do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_POST  # noqa: N815

    def list_directory(self, path: object) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, *_: object) -> None:
        """Addresses may hold tokens: what is logged is in `installation.log`."""

    def _expect_no_body(self) -> None:
        """Let no body of a GET be taken for the next request."""
        if {"content-length", "transfer-encoding"} & {name.lower() for name in self.headers}:
            self.close_connection = True

    def _drop(self, length: int) -> None:
        """Read what is too long, within reason: a browser shows an answer only once it has sent its own."""
        left = length if length <= MOST_DROPPED else 0
        with suppress(OSError):
            while left > 0 and (piece := self.rfile.read1(min(left, MOST_BYTES))):
                left -= len(piece)

    def _answer(self, body: bytes) -> None:
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        source = str(self.client_address[0])
        self._send(self.server.forms.answer(Request(self.command, path, query, headers, body, source)))

    def _send(self, response: Response) -> None:
        """Write a response in one piece: the second of two would wait for the visitor's system."""
        headers = [
            f"HTTP/1.1 {response.status} {HTTPStatus(response.status).phrase}",
            f"Date: {self.date_time_string()}",
        ]
        headers += [f"{name}: {value}" for name, value in response.headers]
        if self.command != "HEAD":
            headers.append(f"Content-Length: {len(response.body)}")
        if self.close_connection:
            headers.append("Connection: close")
        self.wfile.write("\r\n".join([*headers, "", ""]).encode("latin-1") + response.body)


def main() -> None:
    """Serve a site that is built, with its forms."""
    read = argparse.ArgumentParser(prog="python -m functions.forms.serve", description=main.__doc__)
    read.add_argument(
        "--site", type=Path, default=Path("output"), help="the folder of the built site (output)"
    )
    read.add_argument(
        "--data", type=Path, default=Path(".forms"), help="where forms and mail are kept (.forms)"
    )
    read.add_argument("--host", default="127.0.0.1", help="the address to listen at (127.0.0.1)")
    read.add_argument(
        "--port", type=int, default=8000, help="the port to listen at; 0 takes a free one (8000)"
    )
    read.add_argument("--base-url", help="where visitors reach the site, if not at this host and port")
    read.add_argument("--settings", type=Path, help="a JSON file of settings, such as recipients and sender")
    read.add_argument(
        "--smtp", metavar="HOST:PORT", help="send mail for real, through this server with STARTTLS; "
        "name and password are in FORMS_SMTP_USER and FORMS_SMTP_PASSWORD",
    )  # fmt: skip
    given = read.parse_args()
    records: SimpleQueue[logging.LogRecord] = SimpleQueue()  # so that no visitor waits for the screen
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(message)s", handlers=[QueueHandler(records)]
    )
    QueueListener(records, logging.StreamHandler()).start()
    mailer = None
    if given.smtp:
        host, _, port = given.smtp.rpartition(":")
        name, password = os.environ.get("FORMS_SMTP_USER", ""), os.environ.get("FORMS_SMTP_PASSWORD", "")
        mailer = SMTPMailer(host, int(port), user=name, password=password)
    settings = installation.read_settings(given.settings.read_text()) if given.settings else None
    with _Server((given.host, given.port), lambda *values: _Handler(*values, directory=given.site)) as server:
        base_url = given.base_url or f"http://{given.host}:{server.server_address[1]}"
        server.forms = LocalForms(given.site, given.data, base_url, mailer, settings)
        print(f"Serving {given.site} at {base_url}/; what is sent is kept in {given.data}", flush=True)
        with suppress(KeyboardInterrupt):
            server.serve_forever()
        server.forms.close()


if __name__ == "__main__":
    main()
