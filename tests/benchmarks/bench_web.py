"""Documents served per second: by the bare function, the middleware, a Flask view, and HTTP.

    python tests/benchmarks/bench_web.py

The last one needs wrk (a Debian package) and starts `wsgi.py` under granian.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.test import EnvironBuilder

from feedsvc.audience import Audience
from feedsvc.settings import Settings
from feedsvc.site import Site
from feedsvc.web import create_app
from feedsvc.web.context import AppServices
from feedsvc.web.document_response import Freshness, document_response

ROOT = Path(__file__).parents[2]
SECONDS = 2.0
PORT = 8979


def main() -> None:
    """Print all measurements."""
    with tempfile.TemporaryDirectory() as folder:
        catalog = str(Path(folder) / "catalog.db")
        site = Site.open(Settings(stories=str(ROOT / "stories"), catalog=catalog))
        site.sync()
        in_process(site)
        site.close()
        if shutil.which("wrk"):
            by_http(folder)
        else:
            print("by HTTP: not measured because wrk is not installed")


def in_process(site: Site) -> None:
    """Measure one thread without a server."""
    app, view = create_app(site), flask_view(site)
    audience = Audience(site.audience, site.settings, site.now)
    counting = create_app(site, AppServices(audience=audience))
    document = site.document("/rss.xml")
    for name, etag in (("304", document.etag), ("200", '"other"')):
        headers = {"if-none-match": etag}
        environ = EnvironBuilder("/rss.xml", headers={"If-None-Match": etag}).get_environ()
        show(
            f"{name} bare", lambda h=headers: document_response(document, "GET", h, Freshness(300))
        )
        show(f"{name} with middleware", lambda e=environ: ask(app, e))
        show(f"{name} with counting", lambda e=environ: ask(counting, e))
        show(f"{name} by a Flask view", lambda e=environ: ask(view, e))
    page = next(path for path in site.paths() if path.startswith("/stories/"))
    for name, path in (
        ("a story page", page),
        ("a missing page", "/none/"),
        ("health", "/healthz"),
    ):
        environ = EnvironBuilder(path).get_environ()
        show(name, lambda e=environ: ask(app, e))


def flask_view(site: Site) -> Flask:
    """Return an app that serves a document with an ordinary view."""
    app = Flask("view")

    @app.get("/rss.xml")
    def rss() -> Response:
        document = site.document("/rss.xml")
        response = Response(document.body, content_type=document.media_type)
        response.headers["ETag"] = document.etag
        response.last_modified = document.modified
        response.cache_control.max_age = 300
        return response.make_conditional(request)

    return app


def ask(app: Flask, environ: dict) -> None:
    """Send a request to a WSGI app."""
    for _ in app(dict(environ), lambda _status, _headers: None):
        pass


def show(name: str, call: Callable[[], object]) -> None:
    """Call a function for some seconds and print its rate."""
    call()
    calls, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < SECONDS:
        for _ in range(50):
            call()
        calls += 50
    print(f"{name:24} {calls / spent:10,.0f} a second {1e6 * spent / calls:9.1f} µs each")


def by_http(folder: str) -> None:
    """Measure wsgi.py under granian, with wrk on the same machine."""
    environment = os.environ | {
        "FEEDSVC_STORIES": str(ROOT / "stories"),
        "FEEDSVC_CATALOG": str(Path(folder) / "http.db"),
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(PORT)]
    server = subprocess.Popen(
        [*command, "--no-ws", "wsgi:app"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{PORT}/rss.xml"
    try:
        etag = wait_for(url)
        for name, tag in (("304 by HTTP", etag), ("200 by HTTP", '"other"')):
            load = ["wrk", "-t1", "-c32", "-d5s", "-H", f"If-None-Match: {tag}", url]
            output = subprocess.run(load, capture_output=True, text=True, check=True).stdout
            rate = re.search(r"Requests/sec:\s*([\d.]+)", output)
            print(f"{name:24} {float(rate[1]):10,.0f} a second")
    finally:
        server.terminate()
        server.wait()


def wait_for(url: str) -> str:
    """Return the ETag of a document once the server responds."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(url) as response:
                return response.headers["ETag"]
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{url}: no response")


if __name__ == "__main__":
    main()
