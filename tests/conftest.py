"""A site with invented stories, its app and its commands, for all tests."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import hypothesis
import msgspec
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from support.collection import SHARED
from support.livesite import LiveSite

from feedsvc.audience import Audience
from feedsvc.settings import Settings
from feedsvc.site import Site, utc_now
from feedsvc.web import create_app
from feedsvc.web.context import AppServices
from feedsvc.websub import Notifier

# A slow machine must not fail a test.
hypothesis.settings.register_profile("feedsvc", deadline=None)
hypothesis.settings.load_profile("feedsvc")

STORIES = {
    "world/night-ferry.md": """\
---
title: Night ferry returns to the northern islands
subtitle: The first crossing carried a grand piano
date: 2026-03-02T09:30:00Z
author: Mara Quill
tags: [ferries, islands]
language: en
image: https://gazette.example.org/pictures/ferry.jpg
---
The night ferry left the old pier four minutes early, to the sound of a brass band.

It sails **three times** a week until April.
""",
    "world/bridge.txt": """\
Bridge at Tallow Sound opens to cyclists

The bridge at Tallow Sound. (Harbour Photos)

Updated 4 March 2026

• The toll is two coins a crossing
• Cars must wait until autumn

TALLOW SOUND: The long bridge at Tallow Sound opened to cyclists on Wednesday morning.

The first to cross was a baker with forty loaves on her back.
""",
    "culture/layali.md": """\
---
title: فرقة الميناء تعزف على الرصيف القديم
date: 2026-03-03
author: ليلى حداد
tags: [موسيقى]
language: ar
---
عزفت فرقة الميناء مساء الثلاثاء أمام جمهور كبير على الرصيف القديم.
""",
    "culture/toudai.md": """\
---
title: 灯台守、最後の明かりをともす
date: 2026-03-01
author: 高橋めぐみ
tags: [灯台]
language: ja
---
北の岬の灯台守は日曜の夜、最後の明かりをともした。
""",
}
"""Four stories in two sections, by their paths below the stories folder."""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test marked `shared` if the collection is missing."""
    if item.get_closest_marker("shared") and not SHARED.is_dir():
        pytest.skip("needs the collection ../shared")


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    """A folder with the stories."""
    folder = tmp_path / "stories"
    for name, text in STORIES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def settings(tmp_path: Path, stories: Path) -> Settings:
    """The settings of a site with these stories; everything it writes is in tmp_path."""
    return Settings(
        title="The Harbour Gazette",
        description="News from the quays, the council and the sea.",
        base_url="https://gazette.example.org",
        id_authority="gazette.example.org,2026",
        language="en",
        stories=str(stories),
        output=str(tmp_path / "site"),
        catalog=str(tmp_path / "catalog.db"),
    )


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """The site after its first sync."""
    site = Site.open(settings)
    site.sync()
    yield site
    site.close()


@pytest.fixture
def open_site(settings: Settings) -> Iterator[Callable[..., Site]]:
    """A function that opens and syncs the site with other settings; closed after the test."""
    with contextlib.ExitStack() as opened:

        def open_(
            *, clock: Callable[[], datetime] = utc_now, synced: bool = True, **changes: object
        ) -> Site:
            site = Site.open(msgspec.structs.replace(settings, **changes), clock=clock)
            opened.callback(site.close)
            if synced:
                site.sync()
            return site

        yield open_


@pytest.fixture
def app(site: Site) -> Flask:
    """The app as visitors see it: an unexpected error is an error page, not an exception."""
    return create_app(site)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the app."""
    return app.test_client()


@pytest.fixture
def open_livesite(settings: Settings, tmp_path: Path) -> Iterator[Callable[..., LiveSite]]:
    """A function that opens a site without stories, with its own clock and other settings."""
    with contextlib.ExitStack() as opened:

        def open_(**changes: object) -> LiveSite:
            changes = {"stories": str(tmp_path / "newsroom")} | changes
            live = LiveSite(msgspec.structs.replace(settings, **changes))
            opened.callback(live.close)
            return live

        yield open_


@pytest.fixture
def open_desk(open_site: Callable[..., Site]) -> Callable[..., FlaskClient]:
    """A function that opens a local client of a site with the services that `serve` starts."""

    def open_(*, local: bool = True, **changes: object) -> FlaskClient:
        site = open_site(**{"base_url": "http://127.0.0.1:8000"} | changes)
        audience = Audience(site.audience, site.settings, site.now)
        services = AppServices(audience=audience, notifier=Notifier(site), local=local)
        client = create_app(site, services).test_client()
        client.environ_base |= {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}
        client.site, client.services = site, services
        return client

    return open_


@pytest.fixture
def runner() -> CliRunner:
    """A runner for the commands."""
    return CliRunner()
