"""The local preview: builds the site after each change and shows it in a browser that refreshes itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.engine.result import BuildOptions

    from .command import MakeForms


def serve(
    options: BuildOptions, port: int, host: str = "127.0.0.1", make_forms: MakeForms | None = None
) -> int:
    """Build the site, show it at `http://host:port/` and build again after each change, until Ctrl-C.

    Port 0 takes any free port. Returns the exit status: 0 after Ctrl-C, 1 when it cannot start
    (the port is taken, the host is not this machine); the reason is then on standard error.
    `make_forms` gives what answers forms; without it, forms are not answered.
    """
    # The builder's process imports this package too, and needs nothing of the server.
    from .command import run

    return run(options, port, host, make_forms=make_forms)
