"""nginx with the configurations from the guide, running on a local port."""

import http.client
import os
import re
import ssl
import subprocess
from email.message import Message
from pathlib import Path
from typing import NamedTuple, Self

from support.servers import LONGEST_WAIT_SECONDS, wait_for_port

from feedsvc.cli.listening import free_port

GUIDE = Path(__file__).parents[2] / "feedsvc" / "docs" / "deploy.md"
STATIC, LIVE = re.findall(r"```nginx\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
"""The two configurations, in the order of the guide."""

# Like Debian's /etc/nginx/nginx.conf, but nginx writes all files to a folder of the test.
CONFIGURATION = """\
daemon off;
pid {folder}/nginx.pid;
{user}
events {{ worker_connections 64; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    gzip on;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{inside}
}}
"""


class Response(NamedTuple):
    """The response to a request."""

    status: int
    headers: Message
    body: bytes


class Nginx:
    """A server with a configuration from the guide, or another one that listens on port 443.

    `changed` maps texts in the configuration to their replacements, such as the test's
    folders and servers. Certificate and port are replaced too.
    """

    def __init__(self, folder: Path, configuration: str, changed: dict[str, str]) -> None:
        certificate = _certificate(folder)
        self._trust = ssl.create_default_context(cafile=certificate)
        _, self.port = free_port("127.0.0.1", 0)
        self._file = folder / "nginx.conf"
        changed = {
            "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
            "/etc/ssl/news.example.org": str(certificate.with_suffix("")),
            **changed,
        }
        for text, other in changed.items():
            assert text in configuration, text
            configuration = configuration.replace(text, other)
        user = "user root;" if os.geteuid() == 0 else ""
        self._file.write_text(CONFIGURATION.format(folder=folder, user=user, inside=configuration))
        self._process: subprocess.Popen[bytes] | None = None

    def check(self) -> str:
        """Return the output of `nginx -t` for the configuration."""
        return subprocess.run(
            [*self._command, "-t"], capture_output=True, text=True, check=False
        ).stderr

    def __enter__(self) -> Self:
        """Start nginx and wait until it listens."""
        self._process = subprocess.Popen(self._command)
        wait_for_port(self.port, self._process)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop nginx."""
        self._process.terminate()
        self._process.wait(timeout=LONGEST_WAIT_SECONDS)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Response:
        """Send one request; `if_none_match` is the header If-None-Match."""
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=self._trust)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, headers={"Host": "news.example.org", **sent})
            response = connection.getresponse()
            return Response(response.status, response.headers, response.read())
        finally:
            connection.close()

    @property
    def _command(self) -> list[str]:
        return ["nginx", "-e", "stderr", "-c", str(self._file)]


def _certificate(folder: Path) -> Path:
    """Return a new certificate for this machine, with its key next to it."""
    file = folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", file.with_suffix(".key"), "-out", file],
        check=True, capture_output=True,
    )  # fmt: skip
    return file
