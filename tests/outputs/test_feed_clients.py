"""A real feed reader: newsboat follows a feed over HTTP and keeps to a folder of the test."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from plugins.outputs.rss import rss

from .feed_samples import FEED, PUBLISHER, event_item, issue

NEWSBOAT = shutil.which("newsboat")
pytestmark = pytest.mark.skipif(
    NEWSBOAT is None, reason="newsboat is not installed; Debian has it as a package of that name"
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class Reader:
    """Somebody who follows one feed with newsboat. `read` is what the program shows as unread."""

    def __init__(self, folder: Path) -> None:
        self.site = folder / "site"
        self.site.mkdir()
        self.home = folder / "home"
        self.home.mkdir()
        self.time = 1_700_000_000
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(self.site)))
        self.thread = Thread(target=partial(self.server.serve_forever, 0.02))
        self.thread.start()
        (self.home / "urls").write_text(f"http://127.0.0.1:{self.server.server_port}/feed.xml\n")
        (self.home / "config").write_text("reload-threads 1\n")

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def reload(self, data: bytes) -> None:
        """Let the program look for what is new, with this feed at the address."""
        file = self.site / "feed.xml"
        file.write_bytes(data)
        # The program asks what changed since the last time, in whole seconds.
        self.time += 10
        os.utime(file, (self.time, self.time))
        command = [
            str(NEWSBOAT), "-x", "reload", "-q", "-u", self.home / "urls", "-c", self.home / "cache.db",
            "-C", self.home / "config",
        ]  # fmt: skip
        environment = {**os.environ, "HOME": str(self.home), "LC_ALL": "C.UTF-8", "http_proxy": ""}
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=60)

    def rows(self, what: str) -> list[str]:
        with closing(sqlite3.connect(self.home / "cache.db")) as cache:
            return [
                row[0] for row in cache.execute(f"select {what} from rss_item order by pubDate desc, guid")
            ]

    def read_all(self) -> None:
        with closing(sqlite3.connect(self.home / "cache.db")) as cache:
            cache.execute("update rss_item set unread = 0")
            cache.commit()

    def unread(self) -> list[str]:
        with closing(sqlite3.connect(self.home / "cache.db")) as cache:
            return [
                row[0] for row in cache.execute("select title from rss_item where unread = 1 order by guid")
            ]


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    made = Reader(tmp_path)
    yield made
    made.close()


def test_a_reader_shows_each_item_once_and_a_cancelled_event_again(reader: Reader) -> None:
    event, letter = event_item(title="Open day (3 December 2026)", lead=""), issue()
    newest_first = sorted((event, letter), key=lambda item: -item.published.timestamp())
    reader.reload(rss(FEED, newest_first, PUBLISHER, "", ""))
    assert sorted(reader.rows("guid")) == sorted((event.guid, letter.guid))
    assert [int(at) for at in reader.rows("pubDate")] == [
        int(item.published.timestamp()) for item in newest_first
    ]
    assert event.announcement.title in reader.rows("title")
    assert all("https://www.example.org/" in text for text in reader.rows("content") if "href" in text)
    reader.read_all()

    # The same feed, and one in which the words of an item changed: nothing is new.
    words = replace(
        letter, html=letter.html + "<p>One more line.</p>", changed=letter.changed + timedelta(days=1)
    )
    for items in (newest_first, [words if item is letter else item for item in newest_first]):
        reader.reload(rss(FEED, items, PUBLISHER, "", ""))
        assert reader.unread() == []
    assert len(reader.rows("guid")) == 2

    # The event is cancelled: its item is marked, and a notice is new.
    title = f"Cancelled: {event.announcement.title}"
    marked = replace(event, announcement=replace(event.announcement, title=title))
    at = max(event.published, letter.published) + timedelta(days=2)
    name = f"{event.announcement.name}/cancelled"
    notice = replace(
        marked,
        guid=PUBLISHER.identity.guid(name),
        announcement=replace(marked.announcement, name=name, notice="cancelled"),
        published=at,
        changed=at,
    )
    reader.reload(
        rss(FEED, [notice, *[marked if item is event else item for item in newest_first]], PUBLISHER, "", "")
    )
    assert reader.unread() == [title]
    assert len(reader.rows("guid")) == 3


def test_an_empty_feed_is_no_error(reader: Reader) -> None:
    reader.reload(rss(FEED, [], PUBLISHER, "", ""))
    assert reader.rows("guid") == []
