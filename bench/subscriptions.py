"""What feeds and calendars cost: their share of a build's time, and how big they are.

Each build runs in a process of its own, so that none finds what another one left in memory. The share is measured
inside one process, so the machine and what else it does take no part in it: the times of two builds, one
with feeds and one without, differ by more than feeds take.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from .corpus import NOW, make_site, page

Say = Callable[[str], None]

LARGEST_SHARE = 0.25
"""Feeds and calendars may add so much to the time of a clean build without them."""

LARGEST_CALENDAR, LARGEST_FEED = 1_500_000, 5_000_000
"""In bytes."""

CLEAN = "Clean"
NOTHING, PAGE, EVENT = "Again, nothing changed", "Again, a page changed", "Again, an event changed"


@dataclass(frozen=True, slots=True)
class Timed:
    """One build, in seconds: of the clock, of the processor, and of the latter for the steps of subscriptions.

    `gathering`: stamps and dates are worked out; `writing`: files are made, or found to be the same.
    """

    wall: float
    processor: float
    gathering: float
    writing: float
    written: int

    @property
    def share(self) -> float:
        """Which part of the build feeds and calendars are."""
        return (self.gathering + self.writing) / self.processor

    @property
    def added(self) -> float:
        """What they add to the rest of the build."""
        return self.share / (1 - self.share)


def bench(items: int, runs: int, say: Say) -> str:
    """Measure, and return the figures as Markdown. Leaves nothing behind."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        say(f"Making {items} events and {items // 2} newsletters …")
        make_site(folder / "content", items)
        builds = {
            kind: min(found, key=lambda one: one.processor) for kind, found in _measured(folder, runs, say)
        }
        sizes = _sizes(folder / "site")
    start = min(_start_up() for _ in range(runs))
    return "\n".join(_tables(items, runs, builds, sizes, start)) + "\n"


def _measured(folder: Path, runs: int, say: Say) -> Iterator[tuple[str, list[Timed]]]:
    """Yield each kind of build with its runs. All but the clean ones know what was published."""
    state, about = folder / "published.json", folder / "content/pages/about.md"
    events = sorted((folder / "content/events").iterdir())
    event = events[len(events) // 2]

    def clean(run: int) -> None:
        shutil.rmtree(folder / "site", ignore_errors=True)
        state.unlink(missing_ok=True)

    def keep_state(run: int) -> None:
        shutil.copy(folder / "site/published.json", state)

    def edit_page(run: int) -> None:
        about.write_text(page("About us", f"Text {run}."), "utf-8")

    def edit_event(run: int) -> None:
        before, _, after = event.read_text("utf-8").partition("\nsummary: ")
        event.write_text(f"{before}\nsummary: Summary {run}.\n{after.partition(chr(10))[2]}", "utf-8")

    for kind, edit in ((CLEAN, clean), (NOTHING, keep_state), (PAGE, edit_page), (EVENT, edit_event)):
        found = []
        for run in range(runs):
            say(f"{kind}: {run + 1} of {runs} …")
            edit(run)
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                found.append(pool.submit(_build, folder, full=kind == CLEAN).result())
        yield kind, found


def _build(folder: Path, *, full: bool) -> Timed:
    """Build once and measure. Runs in a process that ends afterwards, so what it patches needs no mending."""
    from plugins.engine import build, generator
    from plugins.engine.result import BuildOptions

    spent = {"gathering": 0.0, "writing": 0.0}

    def timed(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            start = time.process_time()
            try:
                return step(*arguments)
            finally:
                spent[name] += time.process_time() - start

        return run

    steps: Any = generator
    steps.gather = timed("gathering", steps.gather)
    steps.SubscriptionFiles.write = timed("writing", steps.SubscriptionFiles.write)
    settings: Any = build
    read, cache = settings.read_settings, {"CACHE_PATH": str(folder / "cache")}
    settings.read_settings = lambda path, override: read(path, override={**override, **cache})
    state = folder / "published.json"
    options = BuildOptions(
        content=folder / "content",
        output=folder / "site",
        publish=True,
        published=state if state.exists() else None,
        now=NOW,
        full=full,
    )
    wall, processor = time.perf_counter(), time.process_time()
    result = build.build_site(options)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    if result.exit_code:
        raise RuntimeError(result.report())
    return Timed(wall, processor, spent["gathering"], spent["writing"], result.written)


def _sizes(site: Path) -> dict[str, int]:
    files = [site / "calendar/events.ics", *(site / "feeds").rglob("*.*")]
    return {file.relative_to(site).as_posix(): file.stat().st_size for file in files}


def _start_up() -> float:
    """Return how long Python takes to start and to load the code, which every build from the command line pays."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import plugins.engine.build"], check=True)
    return time.perf_counter() - start


# What is printed


def _tables(
    items: int, runs: int, builds: dict[str, Timed], sizes: dict[str, int], start: float
) -> Iterator[str]:
    clean = builds[CLEAN]
    yield f"Feeds and calendars of {items} events and {items // 2} newsletters; the best of {runs} runs."
    yield ""
    yield "| Build | clock | processor | to the clean one | stamps | files | both | files written |"
    yield "|---|---|---|---|---|---|---|---|"
    for kind, one in builds.items():
        steps = (one.gathering / one.processor, one.writing / one.processor, one.share)
        shares = " | ".join(f"{share:.1%}" for share in steps)
        times = f"{one.wall:.2f} s | {one.processor:.2f} s | {one.processor / clean.processor:.0%}"
        yield f"| {kind} | {times} | {shares} | {one.written} |"
    yield f"| Starting Python, loading the code | {start:.2f} s | | | | | | |"
    yield ""
    yield "| Limit | figure | at most | |"
    yield "|---|---|---|---|"
    feed = max((name for name in sizes if name.startswith("feeds/")), key=lambda name: (sizes[name], name))
    share, calendar = f"{clean.added:.1%}", sizes["calendar/events.ics"]
    for what, figure, most, holds in (
        ("added to a clean build", share, f"{LARGEST_SHARE:.0%}", clean.added <= LARGEST_SHARE),
        ("calendar/events.ics", _size(calendar), _size(LARGEST_CALENDAR), calendar <= LARGEST_CALENDAR),
        (f"the biggest feed ({feed})", _size(sizes[feed]), _size(LARGEST_FEED), sizes[feed] <= LARGEST_FEED),
    ):
        yield f"| {what} | {figure} | {most} | {'holds' if holds else '**does not hold**'} |"


def _size(number: int) -> str:
    return f"{number / 1e6:.2f} MB"
