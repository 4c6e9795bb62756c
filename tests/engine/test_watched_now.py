"""For how long a check would say the same: never longer than it does, and no shorter than need be."""

from __future__ import annotations

import copy
import pickle
import random
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from plugins.core.clock import UK, day_of, end_of, start_of
from plugins.engine.checking import check_content
from plugins.engine.result import BuildResult
from plugins.engine.watched_now import WatchedNow
from tests.conftest import SITES

CONTENT = Path(__file__).parents[2] / "content"

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
EARLIER, LATER = NOW - timedelta(days=3), NOW + timedelta(hours=2)
INSTANT = timedelta(microseconds=1)
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
MONTH = timedelta(days=30)


@pytest.mark.parametrize(
    ("ask", "since", "until"),
    [
        (lambda now: None, FIRST, LAST),
        (lambda now: now < LATER, FIRST, LATER),
        (lambda now: now >= LATER, FIRST, LATER),
        (lambda now: now <= LATER, FIRST, LATER + INSTANT),
        (lambda now: now > EARLIER, EARLIER + INSTANT, LAST),
        (lambda now: min(LATER, now) < LATER, FIRST, LATER),
        (lambda now: now >= EARLIER, EARLIER, LAST),
        (lambda now: now >= NOW, NOW, LAST),
        (lambda now: now > NOW, FIRST, NOW + INSTANT),
        (lambda now: EARLIER < now < LATER, EARLIER + INSTANT, LATER),
        (lambda now: now == LATER, NOW, NOW + INSTANT),
        (lambda now: now + MONTH < LATER + MONTH, FIRST, LATER),
        (lambda now: MONTH + now < LATER + MONTH, FIRST, LATER),
        (lambda now: now - MONTH < EARLIER, FIRST, EARLIER + MONTH),
        (lambda now: now - MONTH + MONTH * 2 > LATER, LATER - MONTH + INSTANT, LAST),
        (lambda now: now + MONTH > FIRST, FIRST, LAST),
        (lambda now: now - MONTH < LAST, FIRST, LAST),
        (lambda now: now.astimezone(UK) < LATER, FIRST, LATER),
        (lambda now: now.astimezone(UK).date(), NOW.replace(hour=0), NOW.replace(hour=0) + timedelta(days=1)),
        (day_of, NOW.replace(hour=0), NOW.replace(hour=0) + timedelta(days=1)),
        (
            lambda now: day_of(now - timedelta(days=120)),
            datetime(2026, 11, 21, 23, 0, tzinfo=UTC),
            datetime(2026, 11, 22, 23, 0, tzinfo=UTC),
        ),
        (lambda now: start_of(now) < LATER, FIRST, LATER),
        (lambda now: end_of(now) < LATER, FIRST, LATER),
        (lambda now: max(now, EARLIER) > EARLIER, EARLIER + INSTANT, LAST),
    ],
)
def test_a_span_ends_where_an_answer_does(
    ask: Callable[[datetime], object], since: datetime, until: datetime
) -> None:
    now = WatchedNow.watching(NOW)
    assert ask(now) == ask(NOW)
    assert (now.span.since, now.span.until) == (since, until)


@pytest.mark.parametrize(
    "ask",
    [
        lambda now: now.year, lambda now: now.hour, lambda now: now.minute, lambda now: now.fold,
        lambda now: now.isoformat(), lambda now: now.timestamp(), lambda now: now.weekday(),
        lambda now: now.time(), lambda now: now.replace(hour=3), lambda now: now.timetuple(),
        lambda now: now.strftime("%H"), lambda now: f"{now:%H:%M}", str, repr, hash,
        lambda now: now - EARLIER, lambda now: LATER - now, lambda now: now != LATER,
        lambda now: {now: 1}.get(NOW), lambda now: pickle.loads(pickle.dumps(now)), copy.copy,
        lambda now: now.astimezone(UK).hour, lambda now: (now + MONTH).month,
    ],
)  # fmt: skip
def test_whatever_else_is_asked_is_true_of_this_instant_alone(ask: Callable[[datetime], object]) -> None:
    now = WatchedNow.watching(NOW)
    assert ask(now) == ask(NOW)
    assert (now.span.since, now.span.until) == (NOW, NOW + INSTANT)


def test_what_cannot_be_compared_is_said_as_ever() -> None:
    now = WatchedNow.watching(NOW)
    with pytest.raises(TypeError):
        now < date(2026, 1, 1)  # noqa: B015
    with pytest.raises(TypeError):
        now < datetime(2026, 1, 1)  # noqa: B015, DTZ001
    with pytest.raises(TypeError):
        now < 3  # noqa: B015
    assert (now.span.since, now.span.until) == (FIRST, LAST)


def answers(content: Path, now: datetime) -> list[object]:
    return [*check(content, now).problems]


def check(content: Path, now: datetime) -> BuildResult:
    return check_content(content, now.isoformat(), cache=content.parent / "cache")


@pytest.fixture(params=["content", "full", "dated"])
def content(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    copied = tmp_path / "content"
    shutil.copytree(CONTENT if request.param == "content" else SITES / "valid/full", copied)
    if request.param == "dated":
        for name, text in DATED.items():
            (copied / name).parent.mkdir(exist_ok=True)
            (copied / name).write_text(text, "utf-8")
    return copied


EVENT = "---\ntitle: {}\nsummary: What we do.\nformat: online\n{}---\n\nWe meet.\n"
DATED = {
    "events/over.md": EVENT.format(
        "Over", "start: 2026-11-22 09:00\nend: 2026-11-22 11:00\nbooking:\n  link: https://a.scot/\n"
    ),
    "events/far.md": EVENT.format("Far", "start: 2029-11-24 09:00\nend: 2029-11-24 11:00\n"),
    "events/seen.md": EVENT.format(
        "Seen", "start: 2027-01-05\npublish_from: 2026-11-22 10:30\npublish_until: 2026-11-26\n"
    ),
    "testimonials/ann.md": "---\ntitle: A\nsummary: B.\nperson: Ann\npermission: 2026-11-23\n"
    "expires: 2026-12-01\n---\n\nGood.\n",
    "newsletters/2026-10.md": "---\ntitle: A\nsummary: B.\nissue: 2026-10\ndate: 2026-10-01\n---\n\n"
    "[Over](../events/over.md) is on 23 November 2026. [Seen](../events/seen.md)\n",
}


def test_all_through_its_span_a_check_says_the_same(content: Path) -> None:
    """Walk from border to border through some weeks, and look at both ends of each span and within it."""
    chance = random.Random(5)
    now, spans, seen = datetime(2026, 11, 20, 12, 0, tzinfo=UTC), 0, set()
    while now < datetime(2026, 12, 4, tzinfo=UTC) and spans < 15:
        result = check(content, now)
        assert result.holds is not None
        since, until = result.holds
        assert since <= now < until
        last = min(until, now + MONTH) - INSTANT
        between = now + (last - now) * chance.random()
        for moment in (max(since, now - MONTH), between, last):
            assert answers(content, moment) == [*result.problems], (moment, since, until)
        seen.add(tuple(problem.code for problem in result.problems))
        now, spans = max(until, now), spans + 1
    assert spans >= 10
    if (content / "events/over.md").exists():
        assert len(seen) > 3  # things do begin and end


def test_a_check_asks_nothing_that_ends_at_once(content: Path) -> None:
    """Else no answer could be given again: a rule that needs the hour should ask whether a time is past."""
    result = check_content(content, NOW.isoformat())
    assert result.holds is not None
    assert result.holds[1] - result.holds[0] >= timedelta(minutes=10)
