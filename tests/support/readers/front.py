"""What stands before the server, as nginx would: it passes all on as it is, and keeps a log."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Front:
    """A reverse proxy on a free port; `statuses` has those of its answers, in order.

    `port` is the server's behind it. With `moved_to`, another address, it redirects there.
    """

    def __init__(self, host: str) -> None:
        self.port = 0
        self.statuses: list[int] = []
        self.moved_to: str | None = None
        front = self

        class Handler(_Handler):
            def do_GET(self) -> None:
                if front.moved_to:
                    self.redirect(front.moved_to + self.path)
                else:
                    self.pass_on(front)

        self._server = ThreadingHTTPServer((host, 0), Handler)
        self.url = f"http://{host}:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def pass_on(self, front: Front) -> None:
        """Ask the server what was asked, and give its answer."""
        server = http.client.HTTPConnection("127.0.0.1", front.port, timeout=30)
        server.putrequest("GET", self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            server.putheader(name, value)
        server.endheaders()
        answer = server.getresponse()
        body = answer.read()
        server.close()
        front.statuses.append(answer.status)
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, address: str) -> None:
        """Answer 301, moved for ever."""
        self.send_response_only(301)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Print nothing."""
