"""A reverse proxy in front of the server, as nginx would be; it records the statuses."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Proxy:
    """A reverse proxy on a free port; `statuses` are those of its responses, in order.

    `port` is that of the server behind it. If `moved_to` is set to another site's URL, it
    redirects there.
    """

    def __init__(self, host: str) -> None:
        self.port = 0
        self.statuses: list[int] = []
        self.moved_to: str | None = None
        proxy = self

        class Handler(_Handler):
            def do_GET(self) -> None:
                if proxy.moved_to:
                    self.redirect(proxy.moved_to + self.path)
                else:
                    self.forward(proxy)

        self._server = ThreadingHTTPServer((host, 0), Handler)
        self.url = f"http://{host}:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def forward(self, proxy: Proxy) -> None:
        """Forward the request to the server, and its response to the client."""
        server = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=30)
        server.putrequest("GET", self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            server.putheader(name, value)
        server.endheaders()
        response = server.getresponse()
        body = response.read()
        server.close()
        proxy.statuses.append(response.status)
        self.send_response_only(response.status)
        for name, value in response.getheaders():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, url: str) -> None:
        """Respond with a permanent redirect."""
        self.send_response_only(301)
        self.send_header("Location", url)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Print nothing."""
