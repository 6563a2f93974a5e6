"""A program that webhooks are sent to: a real HTTP server in a thread, which keeps what it is sent."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Listener(ThreadingHTTPServer):
    """Answers `statuses` one after the other, the last for good; `before(request)` may do anything first."""

    daemon_threads = True

    def __init__(self, handler=None):
        super().__init__(("127.0.0.1", 0), handler or Handler)
        self.got = []
        self.statuses = [200]
        self.headers = {}
        self.before = lambda request: None

    @property
    def url(self):
        return f"http://localhost:{self.server_port}/hook?of=fyr"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.before(self)
        self.server.got.append((self.path, dict(self.headers), body))
        self.send_response(self.server.statuses[0])
        if len(self.server.statuses) > 1:
            self.server.statuses.pop(0)
        for name, text in self.server.headers.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(b"thanks" * 10)

    def log_message(self, *_words):
        pass


@contextmanager
def listening(server=None):
    server = server or Listener()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
