"""nginx with the configurations of the guide, as a process on a port of this machine."""

import http.client
import os
import re
import socket
import ssl
import subprocess
import time
from email.message import Message
from pathlib import Path
from typing import NamedTuple, Self

from feedsvc.cli.listening import free_port

GUIDE = Path(__file__).parents[2] / "feedsvc" / "docs" / "deploy.md"
STATIC, LIVE = re.findall(r"```nginx\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
"""The two configurations, in the order of the guide."""

LONGEST_WAIT_SECONDS = 30

# As in Debian's /etc/nginx/nginx.conf, with all that nginx writes in a folder of the test.
AROUND = """\
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


class Answer(NamedTuple):
    """What was answered to a request."""

    status: int
    headers: Message
    body: bytes


class Nginx:
    """A server with one configuration of the guide, or another that listens on 443 as they do.

    `changed` are texts of it and what stands there instead: where the test's folders and
    servers are. Certificate and port are the test's own.
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
        self._file.write_text(AROUND.format(folder=folder, user=user, inside=configuration))
        self._process: subprocess.Popen[bytes] | None = None

    def check(self) -> str:
        """Return what `nginx -t` says of the configuration."""
        return subprocess.run(
            [*self._command, "-t"], capture_output=True, text=True, check=False
        ).stderr

    def __enter__(self) -> Self:
        """Start, and wait until it listens."""
        self._process = subprocess.Popen(self._command)
        wait_for(self.port, self._process)
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(timeout=LONGEST_WAIT_SECONDS)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Send one request; `if_none_match` is the header If-None-Match."""
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=self._trust)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, headers={"Host": "news.example.org", **sent})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    @property
    def _command(self) -> list[str]:
        return ["nginx", "-e", "stderr", "-c", str(self._file)]


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a process listens on a port."""
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, process.args
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            time.sleep(0.01)
        else:
            return
    raise AssertionError(f"nothing listens on {port}")


def _certificate(folder: Path) -> Path:
    """Return a new certificate of this machine; its key lies beside it."""
    file = folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", file.with_suffix(".key"), "-out", file],
        check=True, capture_output=True,
    )  # fmt: skip
    return file
