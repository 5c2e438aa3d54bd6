"""A WebSub hub and a subscriber on this machine, both of Flask-WebSub, and servers for them."""

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
    """Serve an app from a thread, and give its address without a slash at the end."""
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


def soon(what, seconds=15):
    """Wait until something holds, and give what it is."""
    end = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < end:
        time.sleep(0.02)
    assert found
    return found


class Threads:
    """What the hub asks of Celery: tasks, each run in a thread of its own."""

    def task(self, *, bind=False, max_retries=0):  # noqa: ARG002 -- Celery's signature
        def decorate(function):
            def delay(*arguments):
                before = (self,) if bind else ()
                threading.Thread(target=function, args=(*before, *arguments), daemon=True).start()

            function.delay = delay
            return function

        return decorate


def real_hub(folder):
    """Return the app of a hub, which takes what publishers tell it."""
    app = Flask("hub")
    app.config["PUBLISH_SUPPORTED"] = True
    hub = Hub(SQLite3HubStorage(str(folder / "hub.sqlite")), Threads())
    app.register_blueprint(hub.build_blueprint(url_prefix="/hub"))
    return app


class RealSubscriber:
    """A subscriber that finds topic and hub at the feed itself, and keeps what it is sent."""

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

    def subscribe(self, address, own):
        found = discover(address)
        with self.app.test_request_context(base_url=own):
            self.client.subscribe(**found)
        return found


class CountingHub:
    """A WSGI app that keeps the forms it is sent, and answers as `answers` says, then 202."""

    def __init__(self, *answers):
        self.answers, self.forms = list(answers), []

    def __call__(self, environ, start_response):
        self.forms.append(Request(environ).form.to_dict())
        answer = self.answers.pop(0) if self.answers else Response(status=202)
        return answer(environ, start_response)

    @property
    def topics(self):
        return [form["hub.url"] for form in self.forms]
