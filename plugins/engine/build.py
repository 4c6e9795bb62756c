"""Runs Pelican for one build, and turns whatever happens into a result."""

from __future__ import annotations

import errno
import locale
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.log import console
from pelican.settings import read_settings

from plugins.pictures.cache import PictureCache

from .build_run import BuildRun, ContentProblems, missing_folder, option_problem, relative_to_project
from .project import ROOT, code_version, state_file
from .result import BuildOptions, BuildResult
from .state import save_state
from .writer import (
    JOURNAL,
    OutputFolderTaken,
    check_output_folder,
    finish_interrupted,
    only_builder,
    staging_folder,
)

OURS = ("plugins.engine",)

# Taken now, while the sources are those that were loaded: a living builder must not stamp newer code.
code_version()


class SiteBuild(Pelican):
    """Pelican with our way to end: a result instead of a traceback, and the output changed last.

    Set as PELICAN_CLASS, so that `pelican content` and `tasks.py build` are the same build.
    """

    progress: Callable[[str], None] | None = None

    def build(self) -> BuildResult:
        """Build once. Never raises for content, nor for a fault of ours."""
        # Resolved once, so that every way to the same folder stages at the same place.
        output = Path(self.output_path).resolve()
        self.output_path = str(output)
        cache = ROOT / self.settings["CACHE_PATH"]
        run = BuildRun(
            publish=self.settings["PUBLISH"],
            published_file=Path(published) if (published := self.settings["PUBLISHED_STATE"]) else None,
            now_option=self.settings["NOW"],
            site_url=self.settings["SITEURL"] or "",
            local_url=self.settings["LOCAL_URL"] or "",
            full=self.settings["FULL_BUILD"] or not self.settings["LOAD_CONTENT_CACHE"],
            state_file=state_file(cache, output.resolve()),
            tell=self.progress,
            pictures=PictureCache(cache / "images", fresh=self.settings["FULL_BUILD"]),
        )
        self.settings["BUILD"] = run
        fault = ""
        try:
            with only_builder(output, cache):
                check_output_folder(output, [Path(self.path), Path(self.theme), ROOT / "plugins"])
                finish_interrupted(output)
                self._run_pelican(run)
        except ContentProblems as error:
            run.problems = run.problems or error.problems
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EROFS, errno.EDQUOT):
                fault = traceback.format_exc()
            else:
                run.problems.append(
                    option_problem(
                        "--output",
                        f"The site cannot be written: {error.strerror}.",
                        "make room on the disk, or name another folder, and run the build again.",
                    )
                )
        except OutputFolderTaken as error:
            run.problems.append(option_problem("--output", str(error), error.fix))
        except Exception:  # noqa: BLE001 (the border: whatever fails here is a fault of ours)
            fault = traceback.format_exc()
        return BuildResult(
            problems=tuple(run.problems),
            sources=run.sources,
            fault=fault,
            half_written=bool(fault) and (staging_folder(output) / JOURNAL).exists(),
            output=relative_to_project(output),
            pages=run.pages,
            written=run.written,
            removed=run.removed,
            seconds=run.seconds,
        )

    def _run_pelican(self, run: BuildRun) -> None:
        missing = [name for name in OURS if name not in self.settings["PLUGINS"]]
        if missing:
            raise RuntimeError(f"Pelican could not load {', '.join(missing)}; it logged why")
        # The writer prunes what is gone, after everything is good; Pelican would delete all of it first.
        self.delete_outputdir = False
        # Pelican's closing line counts articles and pages of its own, of which there are none.
        was_quiet, console.quiet = console.quiet, True
        try:
            super().run()  # type: ignore[no-untyped-call]
            assert run.writer is not None
            run.written, run.removed = run.writer.commit()
            self._remember(run)
        finally:
            console.quiet = was_quiet
            if run.writer is not None:
                run.writer.abandon()

    def _remember(self, run: BuildRun) -> None:
        try:
            save_state(run.state_file, run.state)
        except OSError as error:
            problem = option_problem(
                ".cache",
                f"The cache cannot be written: {error.strerror or error}.",
                "make room for it, or let it be written; without it every build starts afresh.",
            )
            run.problems.append(replace(problem, severity="advice"))

    def run(self) -> None:
        """Build as `pelican` does: print the result and end with its exit status.

        SystemExit goes past Pelican's own handler, which would print a traceback.
        """
        result = self.build()
        watching = any(option in sys.argv for option in ("-r", "--autoreload"))
        print(result.report(), file=sys.stderr if result.exit_code else sys.stdout)
        # A build that watches goes on: the next change may mend it.
        if result.exit_code and not watching:
            raise SystemExit(result.exit_code)


def build_site(options: BuildOptions, progress: Callable[[str], None] | None = None) -> BuildResult:
    """Build a site in this process. Never raises for content, nor for a fault of ours."""
    content = (options.content or ROOT / "content").resolve()
    if not content.is_dir():
        return BuildResult(problems=(missing_folder(content),))
    override: dict[str, Any] = {
        "PATH": str(content),
        "NOW": options.now,
        "FULL_BUILD": options.full,
        "LOCAL_URL": options.local_url,
        "PUBLISHED_STATE": str(options.published.resolve()) if options.published else None,
    }
    if options.output:
        override["OUTPUT_PATH"] = str(options.output.resolve())
    if options.site_url:
        override["SITEURL"] = options.site_url
    was = locale.setlocale(locale.LC_ALL)
    try:
        conf = "publishconf.py" if options.publish else "pelicanconf.py"
        build = SiteBuild(read_settings(str(ROOT / conf), override=override))  # type: ignore[no-untyped-call]
    except Exception:  # noqa: BLE001 (the border: settings and plugins are ours)
        return BuildResult(fault=traceback.format_exc())
    finally:
        locale.setlocale(locale.LC_ALL, was)
    build.progress = progress
    return build.build()
