"""The generator: one build from files to files. Read it from top to bottom.

Pelican finds the files, calls the steps in its order and sends its signals; what each step
does is in the module that it names.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from plugins.core.addresses import output_name
from plugins.core.alternates import alternates
from plugins.core.item import opening_state
from plugins.core.placeholders import is_open
from plugins.core.problems import stops_the_build
from plugins.core.site import Site
from plugins.core.view import Action, Frame, Link, View, told_apart
from plugins.outputs.health import Content, Finding, findings, health_json
from plugins.outputs.health_addresses import JSON_ADDRESS
from plugins.outputs.health_page import health_view
from plugins.outputs.published import published
from plugins.outputs.sitemap import robots, sitemap
from plugins.outputs.structured_data import with_structured_data

from .assets import ThemeFiles, documents, theme_files
from .build_run import BuildRun, ContentProblems, forgotten_state
from .connecting import Connection, Connector
from .content_types import TYPES
from .form_files import write_form_files
from .losses import losses
from .pictures import look_at_pictures, unused_images, write_pictures
from .project import code_version
from .publication import Publication, publication
from .reading import ContentReader, Reading, shown_path
from .redirects import leads_to_file
from .rendering import Renderer
from .subscriptions import SubscriptionFiles, Subscriptions, gather
from .writer import SiteWriter


class SiteGenerator(Generator):
    """Makes the whole site: every content type, every list, every derived file."""

    run: BuildRun
    reading: Reading
    connection: Connection
    publication: Publication
    subscriptions: Subscriptions
    health: list[Finding]

    # 1. Read: file -> document

    def generate_context(self) -> None:
        """Read every file of the content folder."""
        self.run = self.settings["BUILD"]
        self.run.start()
        reader = ContentReader(Path(self.path), TYPES, self.run.state, self._find, self.run.progress)
        self.reading = reader.read()
        run = self.run
        look_at_pictures(self.reading, shown_path(Path(self.path)), run.state, run.pictures, run.step)

    def _find(self, folder: str) -> set[str]:
        return self.get_files([folder], extensions=False)

    # 2. Validate and connect: documents -> site, or problems. Nothing is written while there are any.

    def connect(self) -> None:
        """Make the site of what was read. Raises ContentProblems with all of them."""
        connector = Connector(
            self.reading,
            shown_path(Path(self.path)),
            TYPES,
            self.run.now,
            self.run.site_url,
            publish=self.run.publish,
            local_url=self.run.local_url,
        )
        self.connection = connector.connect()
        self.run.add(self.connection.problems, Path(self.path))
        if stops_the_build(self.connection.problems):
            raise ContentProblems(self.connection.problems)
        site = self.connection.site
        assert site is not None  # what makes a site impossible is a problem
        self._compare(site)

    def _compare(self, site: Site) -> None:
        """Compare with what was published last: what is new, what changed, and what people would lose."""
        before = self.run.published
        if self.run.publish and before is None and (Path(self.output_path) / "published.json").exists():
            self.run.problems.append(forgotten_state(Path(self.output_path)))
        shown = shown_path(Path(self.path))
        self.publication = publication(
            site, self.connection, before, shown, self.run.now, self.reading.assets
        )
        self.subscriptions = gather(site, before, self.connection)
        lost = list(losses(self.publication, self.subscriptions))
        self.run.add(lost, Path(self.path))
        if stops_the_build(lost):
            raise ContentProblems(lost)

    # 3. View, render, derive, write

    def generate_output(self, writer: SiteWriter) -> None:
        """Give every file of the site to the writer."""
        site = self.connection.site
        assert site is not None
        self.run.writer = writer
        self._write_pictures(site, writer)
        self.health = [] if site.publish else self._health(site)
        theme = theme_files(Path(self.theme))
        frame = make_frame(site, theme)
        renderer = Renderer(Path(self.theme) / "templates", frame, code_version())
        sources, made = zip(*self._views(site), strict=True)
        views = told_apart(made)
        for number, (source, view) in enumerate(zip(sources, views, strict=True)):
            self.run.progress("Making pages", number, len(views))
            name = output_name(view.address)
            fingerprint = renderer.fingerprint(view)
            if not writer.keep(name, fingerprint, source):
                writer.write_bytes(name, renderer.render(view), source, fingerprint)
        for name, data in theme.files.items():
            writer.write_bytes(name, data, "the theme")
        for name, path in documents(self.reading.assets):
            writer.write_bytes(name, path.read_bytes(), str(path))
        SubscriptionFiles(site, self.subscriptions, theme, writer, code_version()).write()
        write_form_files(site, views, renderer, writer)
        self._write_derived(site, views, writer)
        self._write_moved_files(writer)
        self.run.pages = len(views)

    def _write_pictures(self, site: Site, writer: SiteWriter) -> None:
        try:
            write_pictures(site, self.reading, shown_path(Path(self.path)), writer, self.run)
        except ContentProblems as error:
            self.run.add(error.problems, Path(self.path))
            raise

    def _health(self, site: Site) -> list[Finding]:
        """Return what somebody should look at; previews show it, and the published site never does."""
        reading, connection = self.reading, self.connection
        assert reading.site is not None  # the site was made of it
        return findings(
            Content(
                site=site,
                entries=tuple(connection.entries),
                settings=reading.site,
                moved=frozenset(redirect.target for redirect in connection.redirects),
                files=tuple(sorted(name for name in reading.assets if name.startswith("files/"))),
                unused_images=tuple(sorted(unused_images(reading.assets, connection.entries, site.targets))),
                shown=shown_path(Path(self.path)),
            )
        )

    def _views(self, site: Site) -> Iterator[tuple[str, View]]:
        """Yield each page's view with the name of what makes it."""
        for kind in TYPES:
            for entry in site.entries[kind.name]:
                view = kind.view(entry, site)
                if view is not None:
                    yield entry.path, with_structured_data(view, site, entry)
        for kind, section in self.connection.sections:
            view = kind.section_view(section, site)
            yield f"the list {section.address}", with_structured_data(view, site)
        if not site.publish:
            yield "the content health", with_structured_data(health_view(site, self.health), site)
        for redirect in self.connection.redirects:
            if not leads_to_file(redirect):
                yield f"the redirect {redirect.address}", redirect

    def _write_derived(self, site: Site, views: list[View], writer: SiteWriter) -> None:
        writer.write_bytes("robots.txt", robots(site.site_url, publish=site.publish), "robots")
        if not site.publish:
            writer.write_bytes(
                output_name(JSON_ADDRESS), health_json(site, self.health), "the content health"
            )
        if site.publish:
            pages = [view for view in views if view.address.endswith("/")]
            writer.write_bytes("sitemap.xml", sitemap(pages, site.site_url), "sitemap")
            state = self.publication.state(self.subscriptions)
            writer.write_bytes("published.json", published(state), "published state")

    def _write_moved_files(self, writer: SiteWriter) -> None:
        """Put a file at its old address too: feed readers and calendars do not follow a page that leads on."""
        for redirect in self.connection.redirects:
            if leads_to_file(redirect):
                writer.copy(output_name(redirect.address), output_name(redirect.target), redirect.target)
        for address, file in self.publication.renamed_event_files().items():
            if output_name(address) not in writer.made:
                writer.copy(output_name(address), output_name(file), file)


def make_frame(site: Site, theme: ThemeFiles) -> Frame:
    """Return what stands round every page."""
    organisation = site.organisation

    def menu(links: Any) -> tuple[Link, ...]:
        return tuple(Link(link.text, link.link) for link in links)

    return Frame(
        name=organisation.name,
        summary=organisation.summary,
        lang=organisation.language,
        site_url=site.site_url,
        navigation=menu(organisation.navigation),
        footer=menu(organisation.footer),
        stylesheet=theme.stylesheet,
        icon=theme.icon,
        mailbox=str(organisation.mailbox or ""),
        mailbox_is_open=is_open(organisation.mailbox),
        notices=tuple(
            Action(notice.text, notice.link or "")
            for notice in organisation.notices
            if opening_state(notice.start, notice.end, site.now) == "open"
        ),
        published=site.publish,
        alternates=alternates(organisation),
    )
