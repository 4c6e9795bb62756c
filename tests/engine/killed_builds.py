"""Builds that are killed: `python -m tests.engine.killed_builds FOLDER POINT…`.

For each POINT, `FOLDER/before` is built into `FOLDER/POINT`, then `FOLDER/after` is built there too, by a
process that kills itself at its POINT-th change of a file or folder. Prints for each POINT how the second
process ended. Each build is a fork, so none remembers anything of another.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from tests.conftest import builds_in

CHANGES = ("replace", "unlink", "rmdir")


def forked(job: Callable[[], int]) -> int:
    """Return the exit status of `job` in a process of its own, or -9 if it was killed."""
    child = os.fork()
    if not child:
        os._exit(job())
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def build(folder: Path, content: str, point: int, *, deadly: bool) -> int:
    """Build in this process. With `deadly`, kill it at its `point`-th change."""
    made = 0

    def counted(change: Callable[..., None]) -> Callable[..., None]:
        def call(*arguments: object, **names: object) -> None:
            nonlocal made
            made += 1
            if made == point:
                os.kill(os.getpid(), signal.SIGKILL)
            change(*arguments, **names)

        return call

    if deadly:
        for name in CHANGES:
            setattr(os, name, counted(getattr(os, name)))
    with builds_in(folder) as run:
        return int(run(folder / content / "content", output=folder / f"{point}").exit_code)


def main(folder: Path, points: list[int]) -> None:
    """Kill one build for each point."""
    import plugins.engine.build  # noqa: F401 (once, before the forks)

    for point in points:
        assert forked(lambda: build(folder, "before", point, deadly=False)) == 0  # noqa: B023
        print(forked(lambda: build(folder, "after", point, deadly=True)), flush=True)  # noqa: B023


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(point) for point in sys.argv[2:]])
