"""A small HTTP server on this machine that has every month of rides, and counts its downloads."""

import re
import threading
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import rides

PATH = re.compile(r"/(\d{6})-divvy-tripdata\.zip")


class Origin:
    """Serves `http://127.0.0.1:PORT/202608-divvy-tripdata.zip` and the like while its `with` block runs."""

    def __init__(self, ride_count: int) -> None:
        self.downloads = 0
        self._zip_of = lru_cache(lambda month: rides.zip_of(month, ride_count))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "Origin":
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        origin = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # the library's name
                month = PATH.fullmatch(self.path)
                if month is None:
                    self.send_error(404)
                    return
                origin.downloads += 1
                body = origin._zip_of(month[1])
                self.send_response(200)
                self.send_header("Content-Type", "application/zip")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
                """Says nothing: the demo's transcript is for the reader."""

        return Handler
