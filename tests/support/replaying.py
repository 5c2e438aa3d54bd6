"""A local server that sends prepared responses, one after the other."""

import gzip
import re
import socket
import threading
from contextlib import suppress

PATIENCE = 5


def conversation(example):
    """Return the responses in a rule's example, as bytes to send."""
    texts = re.split(r"(?m)^(?=HTTP/1\.1 )", example.data.decode())
    return [sendable(text) for text in texts if text]


def sendable(text):
    head, _, body = text.partition("\n\n")
    data = body.encode()
    if re.search(r"(?mi)^content-encoding: gzip$", head):
        data = gzip.compress(data)
    return head.replace("\n", "\r\n").encode() + b"\r\nConnection: close\r\n\r\n" + data


class Replay:
    """Sends one response per connection; `requests` are the request heads it received.

    A response is bytes, or a function that writes to the connection until it raises.
    """

    def __init__(self, *responses):
        self.responses, self.requests = list(responses), []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(0.02)
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}/rss.xml"
        self._thread = threading.Thread(target=self._serve)
        self.ended = threading.Event()

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self._thread.join(PATIENCE * 2)
        self._listening.close()
        assert not self._thread.is_alive()

    def methods(self):
        return [request.split(" ")[0] for request in self.requests]

    def _serve(self):
        responses = iter(self.responses)
        while not self.ended.is_set():
            with suppress(OSError):
                connection, _ = self._listening.accept()
                with connection:
                    connection.settimeout(PATIENCE)
                    self._respond(connection, next(responses, b""))

    def _respond(self, connection, response):
        request = b""
        while b"\r\n\r\n" not in request:
            part = connection.recv(65536)
            if not part:
                return
            request += part
        self.requests.append(request.decode("latin-1"))
        if callable(response):
            response(connection, self.ended)
        elif request.startswith(b"HEAD"):
            connection.sendall(response.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
        else:
            connection.sendall(response)
