"""The forms on one machine: SQLite, mail as files or through SMTP, and a worker, all in one process."""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from . import definitions, installation, letterbox, outbox
from .definitions import Definitions
from .handler import handle
from .mail import Mailer
from .mail.file import FileMailer
from .messages import Request, Response, plain
from .settings import Settings
from .stores import StoreDown
from .stores.sqlite import SQLite
from .tokens import Keys

LOOK = 0.2
"""For how many seconds the definitions that were read are taken to be the newest."""

LAST_MAIL = 5.0
"""For how many seconds the end of the forms waits for a mail that is being sent. It may then be sent again."""

ITEMS, FEW = 20, 5
"""How many items the worker does in one go, once a second; few while forms come: mail can wait, visitors cannot."""


class LocalForms:
    """Answers the forms of the site in `folder`, keeps what they get in `data`, and sends their mail.

    `base_url` is where visitors reach the site; links in mails begin with it. Without a `mailer`, mails are
    files in `data`/mail. A site that is built anew is noticed at the next request.
    """

    def __init__(
        self, folder: Path, data: Path, base_url: str, mailer: Mailer | None = None, settings: Settings | None = None
    ) -> None:  # fmt: skip
        self.folder, self.mails, self.base_url = folder, data / "mail", base_url.rstrip("/")
        self._keys = _keys(data)
        self._store, self._closed = SQLite(data / "forms.sqlite"), SQLite(data / "forms.sqlite")
        self._closed.close()  # every call of it raises StoreDown
        self._mailer = mailer or FileMailer(self.mails)
        self._read: tuple[object, Definitions] | None = None
        self._looked = self._posted = float("-inf")
        where = urlsplit(self.base_url)
        self._is_local = where.hostname in ("localhost", "127.0.0.1", "::1")
        own = {where.netloc}
        if self._is_local:
            own |= {f"{name}:{where.port}" if where.port else name for name in letterbox.HOSTS}
        given = settings or Settings()
        self._shows_mail = self._is_local and not mailer
        if self._shows_mail:  # mail to a team without a mailbox can be read, too
            given = given._replace(team=given.team or letterbox.TEAM)
        self._settings = given._replace(hosts=given.hosts | own)
        self._end = threading.Event()
        self._worker = threading.Thread(target=self._work, name="forms-worker", daemon=True)
        self._worker.start()

    def close(self) -> None:
        """Let the worker finish the mail that it is sending, for a while, and let go of the files."""
        self._end.set()
        self._worker.join(LAST_MAIL)
        self._store.close()

    def answer(self, request: Request) -> Response:
        """Answer a request to /f/* or /dev/mail. Raises nothing."""
        [answer] = self.answer_all([request])
        return answer

    def answer_all(self, requests: Sequence[Request]) -> list[Response]:
        """Answer requests that came at about the same time: what they write is one commit. Raises nothing."""
        started = time.monotonic()
        try:
            with self._store.together():
                answers = [self._answer(request, self._store) for request in requests]
        except StoreDown:  # nothing of it is kept
            answers = [self.store_down(request) for request in requests]
        ended = time.monotonic()
        if any(request.method == "POST" for request in requests):
            self._posted = ended
        installation.log(zip(requests, answers, strict=True), ended - started)
        return answers

    def store_down(self, request: Request) -> Response:
        """Answer a request as while the store is down."""
        return self._answer(request, self._closed)

    def _answer(self, request: Request, store: SQLite) -> Response:
        found = self._definitions()
        if found is None:
            return plain(503, "The site is not built yet. Nothing was sent.\n", "no-site")
        if self._shows_mail and f"{request.path}/".startswith(f"{letterbox.MAIL}/"):
            return letterbox.answer(request, found, self.mails)
        try:
            return handle(request, found, store, datetime.now(UTC), self._keys, self._settings)
        except Exception as fault:  # noqa: BLE001 (the others of its group are to be answered)
            installation.LOG.error("a request failed: %s", type(fault).__name__)
            return plain(500, "Something is wrong on our side. Wait a few minutes, then try again.\n", "bug")

    def _definitions(self) -> Definitions | None:
        """Return the newest definitions that could be read; while a build swaps folders, the last ones."""
        if time.monotonic() < self._looked + LOOK:
            return self._read[1] if self._read else None
        with suppress(Exception):  # whatever is wrong with a build
            stats = [(self.folder / "f" / name).stat() for name in ("forms.json", "pages.json")]
            seen = [(stat.st_ino, stat.st_mtime_ns, stat.st_size) for stat in stats]
            if self._read is None or self._read[0] != seen:
                found = definitions.load(self.folder)
                self._read = (seen, found._replace(site=found.site._replace(base_url=self.base_url)))
            self._looked = time.monotonic()
        return self._read[1] if self._read else None

    def _work(self) -> None:
        owner, minute = f"{os.getpid()}-{secrets.token_hex(4)}", 0.0
        while not self._end.wait(1):
            try:
                now = datetime.now(UTC)
                if found := self._definitions():
                    most = FEW if time.monotonic() < self._posted + 1 else ITEMS
                    done = outbox.drain(self._store, self._mailer, found, now, self._settings, owner, most)
                    if done.counts:
                        said = "mail: %s; oldest unsent: %d s"
                        installation.LOG.info(said, done.counts, done.oldest_unsent_seconds)
                if time.monotonic() > minute:
                    minute = time.monotonic() + 60
                    outbox.expire(self._store, now)
            except Exception as fault:  # noqa: BLE001 (the worker never ends; what is due waits)
                installation.LOG.warning("the worker could not go on: %s", type(fault).__name__)


def _keys(data: Path) -> Keys:
    """Read the keys of `data`; make them once, for their owner alone. Raises OSError or ValueError."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    file, made = data / "keys.json", data / f".keys.{secrets.token_hex(4)}"
    if not file.exists():
        with open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(installation.new_keys())
        with suppress(FileExistsError):  # another process was first: its keys are the keys
            os.link(made, file)
        made.unlink()
    return installation.read_keys(file.read_text())
