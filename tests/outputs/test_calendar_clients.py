"""Real clients: vdirsyncer subscribes over HTTP, khal shows what it got. Both keep to a folder of the test."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from plugins.core.calendar_event import CalendarEvent

from .calendar_parsers import utc
from .calendar_samples import CHANGED, alone, calendar_of, event

BIN = Path(sys.executable).parent
FIELDS = "{url}\t{start-long-full}\t{end-long-full}\t{all-day}\t{status}\t{title}"


class Host:
    """A web server on this machine alone, for one calendar that can change."""

    def __init__(self) -> None:
        self.data = b""
        self.requests = 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        self.url = f"http://127.0.0.1:{self.server.server_port}/calendar/events.ics"
        self.thread = Thread(target=partial(self.server.serve_forever, 0.02))
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, host: Host, *arguments: object) -> None:
        self.host = host
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.host.requests += 1
        self.send_response(200)
        self.send_header("Content-Type", "text/calendar; charset=utf-8")
        self.send_header("Content-Length", str(len(self.host.data)))
        self.end_headers()
        self.wfile.write(self.host.data)

    def log_message(self, *arguments: object) -> None:
        pass


class Subscriber:
    """Somebody with khal, whose clock is in UTC, and vdirsyncer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.vdir = folder / "calendars" / "network"
        self.vdir.mkdir(parents=True)
        (folder / "khal.conf").write_text(
            f"[calendars]\n[[network]]\npath = {self.vdir}\n"
            "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
            f"[sqlite]\npath = {folder / 'khal.db'}\n"
        )

    def run(self, program: str, *arguments: str) -> str:
        environment = {
            "HOME": str(self.folder), "PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC",
            **{f"XDG_{name}_HOME": str(self.folder / name.lower()) for name in ("CONFIG", "CACHE", "DATA", "STATE")},
        }  # fmt: skip
        done = subprocess.run(
            [str(BIN / program), *arguments],
            env=environment, cwd=self.folder, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{program} {arguments}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def subscribe(self, url: str) -> None:
        (self.folder / "vdirsyncer.conf").write_text(
            f'[general]\nstatus_path = "{self.folder / "status"}"\n'
            '[pair network]\na = "web"\nb = "here"\ncollections = null\n'
            f'[storage web]\ntype = "http"\nurl = "{url}"\n'
            f'[storage here]\ntype = "filesystem"\npath = "{self.vdir}"\nfileext = ".ics"\n'
        )
        self.run("vdirsyncer", "-c", "vdirsyncer.conf", "discover")

    def sync(self) -> None:
        self.run("vdirsyncer", "-c", "vdirsyncer.conf", "sync")

    def sees(
        self, since: str = "2026-01-01", until: str = "2030-01-01"
    ) -> dict[str, tuple[str, str, str, str]]:
        """Return start, end, status and title of each event that khal shows, by its name.

        The name is from its address: vdirsyncer replaces UIDs of what it fetched by HTTP.
        """
        shown = self.run(
            "khal", "-c", "khal.conf", "list", "--once", "--notstarted",
            "--day-format", "", "--format", FIELDS, since, until,
        )  # fmt: skip
        rows = [line.split("\t") for line in shown.splitlines() if "\t" in line]
        assert len({row[0] for row in rows}) == len(rows), rows
        return {
            url.split("/")[-2]: (
                *((start[:10], end[:10]) if days == "True" else (start, end)),
                status.strip(),
                title,
            )
            for url, start, end, days, status, title in rows
        }


def shown(one: CalendarEvent) -> tuple[str, str]:
    """Return how khal shows start and end: times in UTC; days as days, and the last one as part of it."""
    if one.all_day:
        return one.start.isoformat(), one.last.isoformat()
    start, end = (utc(moment) for moment in (one.start, one.last))
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    return start.strftime("%Y-%m-%d %H:%M"), end.strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def subscriber(tmp_path: Path) -> Subscriber:
    return Subscriber(tmp_path)


@pytest.fixture
def host() -> Iterator[Host]:
    made = Host()
    yield made
    made.close()


EVENTS = (
    event("winter", "2026-12-03 10:00", "2026-12-03 12:00"),
    event("summer", "2027-07-01 10:00", "2027-07-01 11:30", title="Art, craft; and é 😀"),
    event("night", "2026-12-31 22:00", "2027-01-01 01:00"),
    event("before-spring", "2027-03-28 00:30", "2027-03-28 02:30"),
    event("over-autumn", "2026-10-24 22:00", "2026-10-25 10:00"),
    event("first-hour", "2026-10-25 01:15+01:00", "2026-10-25 01:45+01:00"),
    event("second-hour", "2026-10-25 01:15+00:00", "2026-10-25 02:30"),
    event("leap-day", "2028-02-29", "2028-02-29"),
    event("three-days", "2026-12-30", "2027-01-01"),
)


def test_khal_imports_the_files_of_single_events(subscriber: Subscriber, tmp_path: Path) -> None:
    for one in EVENTS[:3]:
        file = tmp_path / f"{one.name}.ics"
        file.write_bytes(alone(one))
        subscriber.run("khal", "-c", "khal.conf", "import", "--batch", "-a", "network", str(file))
    seen = subscriber.sees()
    assert {name: row[:2] for name, row in seen.items()} == {one.name: shown(one) for one in EVENTS[:3]}
    assert seen[EVENTS[1].name][3] == "Art, craft; and é 😀"


def test_a_subscriber_sees_every_event_at_its_time(subscriber: Subscriber, host: Host) -> None:
    host.data = calendar_of(*EVENTS)
    subscriber.subscribe(host.url)
    subscriber.sync()
    assert {name: row[:2] for name, row in subscriber.sees().items()} == {
        one.name: shown(one) for one in EVENTS
    }


def test_changes_arrive_with_the_next_sync(subscriber: Subscriber, host: Host) -> None:
    stays, moves, ends, goes = (event(name) for name in ("stays", "moves", "ends", "goes"))
    host.data = calendar_of(stays, moves, ends, goes)
    subscriber.subscribe(host.url)
    subscriber.sync()
    before = subscriber.sees()
    assert set(before) == {one.name for one in (stays, moves, ends, goes)}
    assert {row[2] for row in before.values()} == {"CONFIRMED"}
    files = {file.name: file.stat().st_mtime_ns for file in subscriber.vdir.iterdir()}

    subscriber.sync()
    # The same bytes: nothing is written anew.
    assert {file.name: file.stat().st_mtime_ns for file in subscriber.vdir.iterdir()} == files

    moved = event("moves", "2027-07-01 10:00", "2027-07-01 12:00", previous_start=moves.start)
    cancelled = event("ends", state="cancelled")
    later = CHANGED + timedelta(days=1)
    assert later.tzinfo is UTC
    host.data = calendar_of(stays, moved, cancelled, sequence=1, changed=later)
    subscriber.sync()
    after = subscriber.sees()
    assert set(after) == {"stays", "moves", "ends"}
    assert after[moves.name] == ("2027-07-01 09:00", "2027-07-01 11:00", "CONFIRMED", "Moved: Open day")
    assert after[ends.name][2:] == ("CANCELLED", "Cancelled: Open day")
    assert after[stays.name] == before[stays.name]
    assert host.requests >= 3


def test_an_empty_calendar_takes_nothing_and_breaks_nothing(subscriber: Subscriber, host: Host) -> None:
    host.data = calendar_of()
    subscriber.subscribe(host.url)
    subscriber.sync()
    assert subscriber.sees() == {}
    host.data = calendar_of(EVENTS[0])
    subscriber.sync()
    assert set(subscriber.sees()) == {EVENTS[0].name}
