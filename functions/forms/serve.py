"""A web server for a site that is built and for its forms: `python -m functions.forms.serve`.

It is for this machine. With `--base-url` and `--smtp` it also serves a real site, behind a proxy that
speaks TLS.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import os
import re
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from email.utils import formatdate
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple, cast
from urllib.parse import unquote

from . import definitions, installation
from .local import LocalForms
from .mail.smtp import SMTPMailer
from .messages import Request, Response, plain
from .submission import MOST_BYTES

SECONDS = 8.0
"""How long a request may take to arrive, and an answer to leave."""

PATIENCE = 5.0
"""After how many seconds a visitor is told that the store is down."""

FILE_SECONDS = 600.0
"""How long a file of the site may take to leave."""

GROUP, MOST_HEADERS, MOST_HEAD = 32, 100, 64 * 1024

TEXT = "; charset=utf-8"
TYPES = {
    ".html": f"text/html{TEXT}", ".css": f"text/css{TEXT}", ".js": f"text/javascript{TEXT}", ".txt": f"text/plain{TEXT}",
    ".ics": f"text/calendar{TEXT}", ".xml": "application/xml", ".json": "application/json", ".pdf": "application/pdf",
    ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".avif": "image/avif",
    ".ico": "image/x-icon", ".woff2": "font/woff2",
}  # fmt: skip

# RFC 9112 sections 3 and 5: no line is folded, no space stands before a colon, and every line ends with CR LF.
# No address has a backslash: browsers take it for a slash.
_REQUEST = re.compile(rb"([A-Z]{1,20}) (/[!-\[\]-~]*) HTTP/1\.([01])")
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00-\x08\n-\x1f\x7f]*?)[ \t]*")
_ONCE = ("host", "content-length", "content-type", "transfer-encoding")


class Server:
    """Answers /f/* and /dev/* from `forms`, and all else from the files in `folder`.

    Requests that have arrived meanwhile are answered as one group, in a thread of its own: they share a commit.
    """

    forms: LocalForms

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._waiting: list[tuple[Visitor, Request]] = []
        self._desk = ThreadPoolExecutor(1, "forms-desk")
        self._at_work: asyncio.Task[None] | None = None
        self.visitors: set[Visitor] = set()

    def ask(self, visitor: Visitor, request: Request) -> None:
        """Have a request answered: `visitor.answer` is called, now or later."""
        if request.method in ("GET", "HEAD") and not request.path.startswith(("/f/", "/dev/")):
            visitor.answer(request, *_static(self.folder, request))
            return
        self._waiting.append((visitor, request))
        if not self._at_work:
            self._at_work = asyncio.create_task(self._work())

    async def _work(self) -> None:
        """Answer all that wait, group after group."""
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                group, self._waiting = self._waiting[:GROUP], self._waiting[GROUP:]
                requests = [request for _, request in group]
                answers = await loop.run_in_executor(self._desk, self.forms.answer_all, requests)
                for (visitor, request), answer in zip(group, answers, strict=True):
                    try:
                        visitor.answer(request, answer)
                    except Exception as fault:  # noqa: BLE001 (the others of its group are to be answered)
                        installation.LOG.error("an answer could not be given: %s", type(fault).__name__)
                        visitor.transport.abort()
        finally:
            self._at_work = None


class _Head(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    length: int
    stays: bool


class Visitor(asyncio.Protocol):
    """One connection. Its requests are read and answered one after the other."""

    transport: asyncio.Transport

    def __init__(self, server: Server) -> None:
        self.server, self.received, self.goes = server, bytearray(), False
        self.head: _Head | None = None
        self.asked: Request | None = None
        self.loop = asyncio.get_running_loop()
        self.end = self.loop.time() + SECONDS
        self.timer = self.loop.call_at(self.end, self._late)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:  # noqa: D102
        self.transport = cast("asyncio.Transport", transport)
        self.server.visitors.add(self)

    def connection_lost(self, fault: Exception | None) -> None:  # noqa: D102
        self.timer.cancel()
        self.server.visitors.discard(self)

    def eof_received(self) -> bool:  # noqa: D102
        self.goes = True
        return self.asked is not None  # who waits for an answer has it first

    def data_received(self, data: bytes) -> None:  # noqa: D102
        if self.goes:
            return
        self.received += data
        if not self.asked:
            self._read()
        elif len(self.received) > MOST_HEAD:
            self.transport.pause_reading()

    def answer(self, request: Request, response: Response, file: Path | None = None) -> None:
        """Send the answer to what was asked, unless that was answered already."""
        if self.asked is not request or not self.head or self.transport.is_closing():
            return
        stays, self.head = self.head.stays, None
        self.transport.write(_written(response, stays=stays, head=request.method == "HEAD"))
        if file:
            self._wait(FILE_SECONDS)
            self.sending = self.loop.create_task(self._send(file, stays=stays))
        else:
            self._next(stays=stays)

    async def _send(self, file: Path, *, stays: bool) -> None:
        try:
            with file.open("rb") as opened:
                await self.loop.sendfile(self.transport, opened)
        except (OSError, RuntimeError):  # the file or the visitor went away
            self.transport.abort()
        else:
            self._next(stays=stays)

    def _next(self, *, stays: bool) -> None:
        self.asked = None
        self._wait(SECONDS)
        self.transport.resume_reading()
        if self.goes:
            self.transport.close()
        elif not stays:
            self._leave()
        elif self.received:
            self.loop.call_soon(self._read)

    def _leave(self) -> None:
        """End the connection, but read for a while what still comes: who is sending would miss the answer."""
        self.goes = True
        self.received.clear()
        try:
            self.transport.write_eof()
        except OSError:  # the visitor has gone already
            self.transport.abort()

    def _wait(self, seconds: float) -> None:
        self.end = self.loop.time() + seconds
        if self.end < self.timer.when():  # a timer that comes too early looks again
            self.timer.cancel()
            self.timer = self.loop.call_at(self.end, self._late)

    def _late(self) -> None:
        if self.end <= self.loop.time() and self.asked and self.head:
            self.answer(self.asked, self.server.forms.store_down(self.asked))  # it sets the next end
        if self.end > self.loop.time():
            self.timer = self.loop.call_at(self.end, self._late)
        else:
            self.transport.abort()

    def _read(self) -> None:
        """Take the next request from what was received, once it is whole."""
        if not self.head:
            raw, end, rest = self.received.partition(b"\r\n\r\n")
            if not end and len(raw) <= MOST_HEAD:
                return
            head = _head_of(raw) if len(raw) <= MOST_HEAD else _refusal(431)
            if isinstance(head, Response):
                self.transport.write(_written(head, stays=False, head=False))
                self._leave()
                return
            self.head, self.received = head, rest
            if head.headers.get("expect", "").lower() == "100-continue":
                self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        method, path, headers, length, _ = self.head
        if length > MOST_BYTES:
            self.head, body = self.head._replace(stays=False), bytes(MOST_BYTES + 1)
        elif len(self.received) < length:
            return
        else:
            body = bytes(self.received[:length])
        del self.received[:length]
        address, _, query = path.partition("?")
        source = str(self.transport.get_extra_info("peername")[0])
        self.asked = Request(method, address, query, headers, body, source)
        self._wait(PATIENCE)
        self.server.ask(self, self.asked)


def _head_of(raw: bytes | bytearray) -> _Head | Response:
    """Read the first line and the headers of a request, strictly. Returns a refusal where they are wrong."""
    first, *lines = bytes(raw).split(b"\r\n")
    start, headers = _REQUEST.fullmatch(first), dict[str, str]()
    if not start or len(lines) > MOST_HEADERS:
        return _refusal(431 if start else 400)
    for line in lines:
        header = _HEADER.fullmatch(line)
        name = header[1].decode().lower() if header else ""
        if not header or (name in headers and name in _ONCE):
            return _refusal(400)
        value = header[2].decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    if start[3] == b"1" and "host" not in headers:
        return _refusal(400)
    method, wishes = start[1].decode(), re.split(r"[ \t,]+", headers.get("connection", "").lower())
    length = headers.get("content-length", "" if method == "POST" else "0")
    if "transfer-encoding" in headers or not (length.isascii() and length.isdecimal()):
        return plain(411, "Nothing was sent: the request does not say how long it is.\n", "length")
    stays = "keep-alive" in wishes if start[3] == b"0" else "close" not in wishes
    stays = stays and (method == "POST" or "content-length" not in headers)
    digits = length.lstrip("0")[:9] or "0"  # more of them are too many in any case
    return _Head(method, start[2].decode(), headers, int(digits), stays)


def _static(folder: Path, request: Request) -> tuple[Response, Path | None]:
    """Find a file of the site, or its page about what is missing, and return what stands before it."""
    with suppress(OSError, ValueError):  # ValueError: a null byte
        root = folder.resolve()
        file = (root / unquote(request.path).lstrip("/")).resolve()
        if file.is_relative_to(root) and file.relative_to(root).parts[:1] != ("f",):
            if file.is_dir() == request.path.endswith("/"):
                return _file(200, file / "index.html" if file.is_dir() else file, request)
            if file.is_dir():
                # "//" at its beginning would be another site
                to = f"/{request.path.strip('/')}/" + (f"?{request.query}" if request.query else "")
                return Response(301, (("Location", to),), b""), None
    with suppress(OSError):
        return _file(404, folder / "404.html", request)
    return plain(404, "There is no such page.\n", "not-found"), None


def _file(status: int, file: Path, request: Request) -> tuple[Response, Path | None]:
    stat = file.stat()
    modified = formatdate(stat.st_mtime, usegmt=True)
    if status == 200 and request.headers.get("if-modified-since") == modified:
        return Response(304, (("Last-Modified", modified),), b""), None
    headers = (
        ("Last-Modified", modified),
        ("Content-Type", TYPES.get(file.suffix, "application/octet-stream")),
        ("Content-Length", str(stat.st_size)),
        ("X-Content-Type-Options", "nosniff"),
    )
    return Response(status, headers, b""), file if request.method == "GET" else None


def _refusal(status: int) -> Response:
    return plain(status, f"{HTTPStatus(status).phrase}\n", "bad-request")


def _written(response: Response, *, stays: bool, head: bool) -> bytes:
    """Write a response in one piece: the second of two would wait for the visitor's system.

    An answer to HEAD has no body (RFC 9110 section 9.3.2).
    """
    lines = [f"HTTP/1.1 {response.status} {HTTPStatus(response.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in response.headers]
    lines.append(f"Date: {formatdate(usegmt=True)}")
    if not head and response.status != 304 and "Content-Length" not in dict(response.headers):
        lines.append(f"Content-Length: {len(response.body)}")
    if not stays:
        lines.append("Connection: close")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + (b"" if head else response.body)


@asynccontextmanager
async def listening(
    folder: Path, host: str, port: int, make: Callable[[int], LocalForms]
) -> AsyncIterator[LocalForms]:
    """Answer at a host and port (0 takes a free one), with the forms that are made for it, until the block ends."""
    server = Server(folder)
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_fault)
    door = await loop.create_server(lambda: Visitor(server), host, port, backlog=128, start_serving=False)
    async with door:
        server.forms = make(door.sockets[0].getsockname()[1])
        try:
            await door.start_serving()
            yield server.forms
        finally:
            door.close()
            for visitor in server.visitors:
                visitor.transport.abort()
            await asyncio.sleep(0)
            server.forms.close()


def _fault(_: object, context: dict[str, Any]) -> None:
    """Log the name of a fault alone: a traceback may show what was sent."""
    installation.LOG.error("a request failed: %s", type(context.get("exception")).__name__)


def main() -> None:
    """Serve a site that is built, with its forms."""
    read = argparse.ArgumentParser(prog="python -m functions.forms.serve", description=main.__doc__)
    read.add_argument("--site", type=Path, default="output", help="the folder of the built site (output)")
    read.add_argument("--data", type=Path, default=".forms", help="where forms and mail are kept (.forms)")
    read.add_argument("--host", default="127.0.0.1", help="the address to listen at (127.0.0.1)")
    read.add_argument("--port", type=int, default=8000, help="the port; 0 takes a free one (8000)")
    read.add_argument("--base-url", help="where visitors reach the site, if not at this host and port")
    read.add_argument("--settings", type=Path, help="a JSON file of settings, such as recipients and sender")
    read.add_argument(
        "--smtp", metavar="HOST:PORT", type=_mail_server, help="send mail for real, through this server with STARTTLS; "
        "name and password are in FORMS_SMTP_USER and FORMS_SMTP_PASSWORD",
    )  # fmt: skip
    shown = logging.StreamHandler()
    shown.setFormatter(_EveryLine())
    logging.basicConfig(level=logging.INFO, handlers=[shown])
    given = read.parse_args()
    try:
        asyncio.run(_serve(given))
    except KeyboardInterrupt:
        pass
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise SystemExit(f"This cannot be served: {fault}") from fault


class _EveryLine(logging.Formatter):
    """Puts the time before each line of a record."""

    def format(self, record: logging.LogRecord) -> str:
        at = self.formatTime(record)
        return "\n".join(f"{at} {line}" for line in super().format(record).split("\n"))


def _mail_server(server: str) -> SMTPMailer:
    host, _, port = server.partition(":")
    name, password = os.environ.get("FORMS_SMTP_USER", ""), os.environ.get("FORMS_SMTP_PASSWORD", "")
    return SMTPMailer(host, int(port or 587), user=name, password=password)


async def _serve(given: argparse.Namespace) -> None:
    settings = installation.read_settings(given.settings.read_text() if given.settings else "")
    found = definitions.load(given.site)
    if given.smtp and not (found.site.mailbox or (settings.sender and settings.team)):
        raise ValueError(
            "the site names no mailbox. To send mail, set sender and team in the file of --settings."
        )
    if given.base_url and not given.smtp:
        installation.LOG.warning("no mail is sent without --smtp: it is kept in %s", given.data / "mail")
    for role in set(settings.recipients).difference(*(form.recipients for form in found.forms.values())):
        installation.LOG.warning("no form has the recipient %s of the settings", role)

    def forms(port: int) -> LocalForms:
        base_url = given.base_url or f"http://{given.host}:{port}"
        print(f"Serving {given.site} at {base_url}/; what is sent is kept in {given.data}", flush=True)
        return LocalForms(given.site, given.data, base_url, given.smtp, settings)

    async with listening(given.site, given.host, given.port, forms):
        # What is here now stays, and what a request makes goes with it: there is next to nothing to look for.
        gc.freeze()
        gc.set_threshold(50_000)
        await asyncio.Event().wait()


if __name__ == "__main__":
    main()
