"""An engine of Docker as far as the runner asks it, on a socket: its containers are processes of this machine.

A container's files are in a folder of its own, and what it runs is started there.
"""

import io
import json
import os
import shutil
import socketserver
import struct
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

IMAGES = {"alpine:latest"}


@dataclass
class Engine:
    """What it has been asked, and the containers that are there."""

    folder: Path
    address: str = ""
    images: set[str] = field(default_factory=lambda: set(IMAGES))
    pulled: list[str] = field(default_factory=list)
    made: list[dict[str, Any]] = field(default_factory=list)
    containers: dict[str, "Container"] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def until_removed(self) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: not self.containers, 30)


class Container:
    def __init__(self, root: Path, asked: dict[str, Any]) -> None:
        self.root = root
        self.asked = asked
        self.started = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        root.mkdir()

    def start(self) -> None:
        inside = self.root / self.asked["WorkingDir"].lstrip("/")
        inside.mkdir(parents=True, exist_ok=True)
        environment = dict(each.split("=", 1) for each in self.asked["Env"] or ())
        self.process = subprocess.Popen(
            self.asked["Cmd"],
            cwd=inside,
            env={"PATH": os.environ["PATH"], **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self.started.set()

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, 9)
            self.process.wait()
        for stream in (self.process.stdout, self.process.stderr) if self.process else ():
            stream.close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    engine: Engine

    def handle_one(self) -> None:
        parts = urlsplit(self.path)
        words = [word for word in parts.path.split("/") if word and not word.startswith("v1.")]
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        body = self._body()
        match [self.command, *words]:
            case ["GET" | "HEAD", "_ping"]:
                self.answer(200, b"OK", "text/plain")
            case ["GET", "version"]:
                self.say({"ApiVersion": "1.44", "Version": "0"})
            case ["GET", "images", *name, "json"]:
                full = "/".join(name)
                known = full in self.engine.images or f"{full}:latest" in self.engine.images
                self.say({"Id": f"sha256:{full}"}) if known else self.say({"message": f"No such image: {full}"}, 404)
            case ["POST", "images", "create"]:
                name = f"{asked['fromImage']}:{asked['tag']}"
                self.engine.pulled.append(name)
                self.engine.images.add(name)
                self.say({"status": "done"})
            case ["POST", "containers", "create"]:
                self.create(json.loads(body))
            case [_, "containers", key, *rest] if key in self.engine.containers:
                self.contained(key, self.engine.containers[key], rest, asked, body)
            case _:
                self.say({"message": f"no {parts.path}"}, 404)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_one  # noqa: N815  # http.server names them

    def create(self, asked: dict[str, Any]) -> None:
        key = f"{len(self.engine.made):064x}"
        if asked["Image"] not in self.engine.images and f"{asked['Image']}:latest" not in self.engine.images:
            self.say({"message": f"No such image: {asked['Image']}"}, 404)
            return
        self.engine.made.append(asked)
        self.engine.containers[key] = Container(self.engine.folder / key, asked)
        self.say({"Id": key, "Warnings": []}, 201)

    def contained(self, key: str, container: Container, rest: list[str], asked: dict[str, str], body: bytes) -> None:
        match [self.command, *rest]:
            case ["GET", "json"]:
                self.say({"Id": key, "Config": {"Tty": False}, "State": {}, "Name": "/x"})
            case ["PUT", "archive"]:
                with tarfile.open(fileobj=io.BytesIO(body)) as archive:
                    archive.extractall(container.root / asked["path"].lstrip("/"), filter="data")
                self.answer(200, b"")
            case ["GET", "archive"]:
                packed = io.BytesIO()
                path = container.root / asked["path"].lstrip("/")
                with tarfile.open(fileobj=packed, mode="w") as archive:
                    archive.add(path, path.name)
                self.answer(200, packed.getvalue(), "application/x-tar", {"X-Docker-Container-Path-Stat": "e30="})
            case ["POST", "start"]:
                container.start()
                self.answer(204, b"")
            case ["POST", "attach"]:
                self.attach(container)
            case ["POST", "wait"]:
                assert container.process is not None
                self.say({"StatusCode": container.process.wait() % 256})
            case ["DELETE"]:
                container.end()
                shutil.rmtree(container.root)
                with self.engine.changed:
                    del self.engine.containers[key]
                    self.engine.changed.notify_all()
                self.answer(204, b"")
            case _:
                self.say({"message": f"no {rest}"}, 404)

    def attach(self, container: Container) -> None:
        """Frames of what the process writes, as Docker packs them, until it ends."""
        self.send_response(200)
        self.send_header("Content-Type", "application/vnd.docker.raw-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        self.wfile.flush()
        container.started.wait()
        assert container.process is not None
        lock = threading.Lock()

        def send(number: int, stream: Any) -> None:
            while data := stream.read1(7):  # so that lines come in pieces
                with lock:
                    self.wfile.write(struct.pack(">BxxxL", number, len(data)) + data)
                    self.wfile.flush()

        process = container.process
        threads = [threading.Thread(target=send, args=each) for each in ((1, process.stdout), (2, process.stderr))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def say(self, found: Any, code: int = 200) -> None:
        self.answer(code, json.dumps(found).encode(), "application/json")

    def answer(self, code: int, body: bytes, kind: str = "text/plain", more: dict[str, str] | None = None) -> None:
        self.send_response(code)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def address_string(self) -> str:
        return "socket"

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def engine(folder: Path) -> Iterator[Engine]:
    """Serves on a socket in a folder."""
    folder.mkdir()
    made = Engine(folder / "containers", f"unix://{folder}/docker.sock")
    made.folder.mkdir()
    handler = type("OwnHandler", (Handler,), {"engine": made})
    with Server(f"{folder}/docker.sock", handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield made
        finally:
            for container in list(made.containers.values()):
                container.end()
            server.shutdown()
            thread.join()
