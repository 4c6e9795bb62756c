"""Readers of calendars that are not the writer, each asked the same questions."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from plugins.core.calendar_event import CalendarEvent
from plugins.core.clock import Moment

ROOT = Path(__file__).parents[2]
ICAL_JS = Path(__file__).with_name("ical_js")


@dataclass(frozen=True, slots=True)
class Seen:
    """An event as a reader sees it: times in UTC, days as days, the end as it stands in the file."""

    uid: str
    start: Moment
    end: Moment
    summary: str
    description: str
    location: str
    status: str
    sequence: int


def utc(value: Moment) -> Moment:
    if not isinstance(value, datetime):
        return value
    assert value.tzinfo is not None, f"a time without a zone: {value}"
    return value.astimezone(UTC)


def times(seen: dict[str, Seen]) -> dict[str, tuple[Moment, Moment]]:
    return {uid: (one.start, one.end) for uid, one in seen.items()}


def expected(*events: CalendarEvent) -> dict[str, tuple[Moment, Moment]]:
    """Return what any reader must see as start and end."""
    return {one.uid: (utc(one.start), utc(one.end)) for one in events}


def by_icalendar(data: bytes) -> dict[str, Seen]:
    """Read with icalendar, and refuse what it only notes."""
    from icalendar import Calendar

    found = Calendar.from_ical(data, multiple=True)
    assert len(found) == 1
    [calendar] = found
    for component in calendar.walk():
        assert component.errors == [], (component.name, component.errors)
    calendar.validate()
    return _unique(
        Seen(
            str(one["UID"]), utc(one.decoded("DTSTART")), utc(one.decoded("DTEND")), str(one["SUMMARY"]),
            str(one["DESCRIPTION"]), str(one.get("LOCATION", "")), str(one["STATUS"]), int(one["SEQUENCE"]),
        )
        for one in calendar.walk("VEVENT")
    )  # fmt: skip


def by_vobject(data: bytes) -> dict[str, Seen]:
    """Read with vobject, which judges required properties; its zone is the one in the file."""
    import vobject

    [calendar] = vobject.readComponents(data.decode())
    # Raises for what is missing or repeated.
    calendar.validate(raiseException=True)
    return _unique(
        Seen(
            one.uid.value, utc(one.dtstart.value), utc(one.dtend.value), one.summary.value,
            one.description.value, one.location.value if "location" in one.contents else "",
            one.status.value, int(one.sequence.value),
        )
        for one in calendar.contents.get("vevent", [])
    )  # fmt: skip


def by_ical(data: bytes) -> dict[str, Seen]:
    """Read with ical (the one of Home Assistant), which has strict types."""
    from ical.calendar_stream import IcsCalendarStream

    calendar = IcsCalendarStream.calendar_from_ics(data.decode())
    return _unique(
        Seen(
            str(one.uid), utc(one.dtstart), utc(one.dtend), one.summary or "", one.description or "",
            one.location or "", str(getattr(one.status, "value", one.status)), one.sequence or 0,
        )
        for one in calendar.events
    )  # fmt: skip


def by_ical_js(data: bytes) -> dict[str, Seen]:
    """Read with ical.js, the reader in Thunderbird. Skips the test where it cannot be had."""
    folder = _ical_js_folder()
    run = subprocess.run(
        ["node", str(folder / "read.js")], input=data, capture_output=True, timeout=120, check=False
    )
    assert run.returncode == 0, run.stderr.decode()
    return _unique(
        Seen(**{**one, "start": _js_moment(one["start"]), "end": _js_moment(one["end"])})
        for one in json.loads(run.stdout)
    )


def _js_moment(text: str) -> Moment:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _ical_js_folder() -> Path:
    """Return the folder with ical.js, installed as its lock file says, with npm's check of integrity."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("ical.js needs Node and npm")
    files = [ICAL_JS / name for name in ("package.json", "package-lock.json", "read.js")]
    mark = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
    home = ROOT / ".cache" / "node"
    folder = home / f"ical-js-{mark}"
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "installed").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            for file in files:
                shutil.copy(file, folder)
            try:
                run = subprocess.run(
                    ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                    cwd=folder, capture_output=True, text=True, timeout=90, check=False,
                )  # fmt: skip
            except subprocess.TimeoutExpired:
                pytest.skip("ical.js could not be installed: npm took too long")
            if run.returncode:
                # Its integrity is no reason to skip.
                assert "EINTEGRITY" not in run.stderr, run.stderr
                pytest.skip(f"ical.js could not be installed: {run.stderr.strip().splitlines()[-1:]}")
            (folder / "installed").touch()
    return folder


def _unique(found: Any) -> dict[str, Seen]:
    seen: dict[str, Seen] = {}
    for one in found:
        assert one.uid not in seen
        seen[one.uid] = one
    return seen


READERS: dict[str, Callable[[bytes], dict[str, Seen]]] = {
    "icalendar": by_icalendar,
    "vobject": by_vobject,
    "ical": by_ical,
    "ical.js": by_ical_js,
}
