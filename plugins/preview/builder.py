"""The builder's process: `python -m plugins.preview.builder`.

It reads one request a line from its standard input, `{"options": {…}}`, and answers with lines:
any number of `{"progress": "…"}` and then one `{"outcome": {…}}`. It ends when its input ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from plugins.engine.result import BuildOptions, BuildResult

from .outcome import outcome_of, outcome_of_fault

Build = Callable[[BuildOptions, Callable[[str], None] | None], BuildResult]

PATH_OPTIONS = ("content", "output", "published")


def options_as_data(options: BuildOptions) -> dict[str, Any]:
    """Return the options of a build as plain data for JSON."""
    values = {name: getattr(options, name) for name in BuildOptions.__dataclass_fields__}
    return {name: str(value) if isinstance(value, Path) else value for name, value in values.items()}


def options_from(data: Mapping[str, Any]) -> BuildOptions:
    """Make options of what `options_as_data` returned. Raises TypeError for anything else."""
    paths = {name: Path(data[name]) for name in PATH_OPTIONS if data.get(name) is not None}
    return BuildOptions(**{**data, **paths})


def answer_requests(load: Callable[[], Build]) -> int:
    """Answer build requests with the function that `load` returns, until the input ends. Returns 0.

    What a build prints goes to standard error. A build or a `load` that raises is answered as a fault.
    """
    requests, replies = _own_the_pipes()
    writing = threading.Lock()

    def reply(message: Mapping[str, Any]) -> None:
        with writing:
            replies.write(json.dumps(message).encode() + b"\n")
            replies.flush()

    build: Build | None = None
    # Loading before the first request saves its time: the server is still setting up.
    with contextlib.suppress(Exception, SystemExit):  # The first request tries again and reports it.
        build = load()
    try:
        for request in requests:
            try:
                build = build or load()
                result = build(
                    options_from(json.loads(request)["options"]), lambda words: reply({"progress": words})
                )
                outcome = outcome_of(result)
            except BrokenPipeError:
                raise
            except (Exception, SystemExit):  # noqa: BLE001 (the border: whatever fails is reported)
                outcome = outcome_of_fault(traceback.format_exc())
            reply({"outcome": outcome.as_data()})
    except BrokenPipeError:
        # The server is gone, so nobody waits for an answer.
        with contextlib.suppress(OSError):
            replies.close()
    return 0


def _own_the_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take standard input and output for the protocol, and give the build others in their place."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return requests, replies


def _load_engine() -> Build:
    from plugins.engine.build import build_site

    return build_site


if __name__ == "__main__":
    sys.exit(answer_requests(_load_engine))
