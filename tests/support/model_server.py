"""A server that speaks the OpenAI protocol, and answers as a test tells it to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = tuple[int, dict[str, str], bytes]


@dataclass
class ModelServer:
    """`asked` are the requests that came: their headers and bodies. `reply` is what each gets."""

    url: str = ""
    asked: list[tuple[dict[str, str], str]] = field(default_factory=list)
    reply: Callable[[], Reply] = lambda: (500, {}, b"")
    released: threading.Event = field(default_factory=threading.Event)

    def say(self, content: Any, **message: Any) -> None:
        """Answers with a message; what is no text is written as JSON."""
        text = content if isinstance(content, str) or content is None else json.dumps(content)
        choice = {"message": {"role": "assistant", "content": text, **message}, "finish_reason": "stop"}
        self.answer(json.dumps({"choices": [choice]}).encode())

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.reply = lambda: (status, headers, body)

    def hang(self) -> None:
        """Answers only when the test is over."""

        def wait() -> Reply:
            self.released.wait(30)
            return 200, {}, b"{}"

        self.reply = wait


@contextmanager
def model_server() -> Iterator[ModelServer]:
    model = ModelServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            model.asked.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status, headers, content = model.reply()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            try:
                self.wfile.write(content)
            except OSError:
                pass  # nobody waits for it any more

        do_GET = do_POST  # noqa: N815  # http.server names it

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield model
    finally:
        model.released.set()
        server.shutdown()
        server.server_close()
