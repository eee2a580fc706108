"""An HTTP server that gives back what it was sent, and answers some paths in ways of their own."""

import hashlib
import json
import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

USER, PASSWORD = "ann", "horse battery"


class Echo(BaseHTTPRequestHandler):
    """/echo gives the request as JSON; /status/418 that status; /bytes/10 so many; /digest wants USER and PASSWORD."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path, _, _ = self.path.partition("?")
        _, first, *rest = path.split("/")
        if first == "status":
            self.answer(int(rest[0]), b"as you wish")
        elif first == "bytes":
            self.answer(200, b"x" * int(rest[0]))
        elif first == "latin":
            self.answer(
                200, "Straße".encode("latin-1"), {"Content-Type": (rest and "text/plain; charset=latin-1") or "x/y"}
            )
        elif first == "strange":
            self.answer(200, "\uffff".encode())
        elif first == "moved":
            self.answer(302, b"", {"Location": "/echo"})
        elif first == "digest" and not self.is_proven():
            self.answer(
                401, b"who?", {"WWW-Authenticate": 'Digest realm="rides", nonce="n1", qop="auth", algorithm=MD5'}
            )
        else:
            self.answer(200, json.dumps(self.request_given()).encode(), {"Content-Type": "application/json"})

    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_GET  # noqa: N815  # http.server names them

    def request_given(self) -> dict[str, object]:
        kind = self.headers.get("Content-Type", "")
        given: dict[str, object] = {
            "method": self.command,
            "path": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
        }
        if not kind.startswith("multipart/"):
            return {**given, "body": self.body.decode()}
        message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + self.body)
        parts = [
            {
                "name": part.get_param("name", header="content-disposition"),
                "filename": part.get_filename(),
                "content": part.get_payload(decode=True).decode(),
            }
            for part in message.iter_parts()
        ]
        return {**given, "parts": parts}

    def is_proven(self) -> bool:
        given = dict(re.findall(r'(\w+)="?([^",]+)"?', self.headers.get("Authorization", "")))
        if not given:
            return False
        first, second = f"{USER}:rides:{PASSWORD}", f"{self.command}:{self.path}"
        middle = f"{given['nonce']}:{given['nc']}:{given['cnonce']}:{given['qop']}"
        return given["response"] == _md5(f"{_md5(first)}:{middle}:{_md5(second)}")

    def answer(self, code: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(code)
        for name, value in {"Content-Length": str(len(body)), "Connection": "close", **(headers or {})}.items():
            self.send_header(name, value)
        try:
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)
        except ConnectionError:  # the client may be gone
            pass

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def echoing(certificate: Path | None = None) -> Iterator[str]:
    """Serves on a free port, over TLS when there is a certificate with its key; gives the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    scheme = "http"
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"{scheme}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
