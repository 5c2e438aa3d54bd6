"""A local WebSub hub and subscriber, both by Flask-WebSub, and servers for them."""

import logging
import threading
import time
from contextlib import contextmanager

from flask import Flask
from flask_websub.hub import Hub, SQLite3HubStorage
from flask_websub.subscriber import (
    SQLite3SubscriberStorage,
    SQLite3TempSubscriberStorage,
    Subscriber,
    discover,
)
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response


@contextmanager
def serving(app):
    """Serve an app in a thread; yield its URL without a trailing slash."""
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


def soon(condition, seconds=15):
    """Wait until a condition is true, and return its value."""
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    assert found
    return found


class Threads:
    """What the hub needs of Celery: tasks, each run in a thread."""

    def task(self, *, bind=False, max_retries=0):  # noqa: ARG002 -- Celery's signature
        def decorate(function):
            def delay(*arguments):
                before = (self,) if bind else ()
                threading.Thread(target=function, args=(*before, *arguments), daemon=True).start()

            function.delay = delay
            return function

        return decorate


def real_hub(folder):
    """Return the app of a hub that accepts notifications from publishers."""
    app = Flask("hub")
    app.config["PUBLISH_SUPPORTED"] = True
    hub = Hub(SQLite3HubStorage(str(folder / "hub.sqlite")), Threads())
    app.register_blueprint(hub.build_blueprint(url_prefix="/hub"))
    return app


class RealSubscriber:
    """A subscriber that discovers topic and hub from the feed, and records what it receives."""

    def __init__(self, folder):
        self.app = Flask("subscriber")
        file = str(folder / "subscriber.sqlite")
        self.client = Subscriber(SQLite3SubscriberStorage(file), SQLite3TempSubscriberStorage(file))
        self.app.register_blueprint(self.client.build_blueprint(url_prefix="/callbacks"))
        self.accepted, self.received = [], []
        self.client.add_success_handler(
            lambda topic, _id, mode: self.accepted.append((topic, mode))
        )
        self.client.add_listener(lambda topic, _id, body: self.received.append((topic, body)))

    def subscribe(self, url, base_url):
        found = discover(url)
        with self.app.test_request_context(base_url=base_url):
            self.client.subscribe(**found)
        return found


class CountingHub:
    """A WSGI app that records forms, and returns the given responses, then 202."""

    def __init__(self, *responses):
        self.responses, self.forms = list(responses), []

    def __call__(self, environ, start_response):
        self.forms.append(Request(environ).form.to_dict())
        response = self.responses.pop(0) if self.responses else Response(status=202)
        return response(environ, start_response)

    @property
    def topics(self):
        return [form["hub.url"] for form in self.forms]
