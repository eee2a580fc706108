"""The three services as real processes, on free ports, with SQLite and local files in one folder."""

import base64
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from dalsegno import Client, Endpoints
from dalsegno.patience import Patience, Retry

READY_SECONDS = 30.0
STOP_SECONDS = 10.0


class NotReady(Exception):
    """A service ended, or did not say that it is ready."""


# What the services find in their environment; a secret is base64.
ENVIRONMENT = {
    "TZ": "UTC",
    "ENV_TEAM": "rides",
    "SECRET_MY_SECRET": base64.b64encode(b'{"secretKey":"secretValue"}').decode(),
    "SECRET_NEW_LINE": base64.b64encode(b"").decode(),
}


class Service:
    """One server process; after `stop` or `kill` it can be started again on the same port with the same data."""

    def __init__(self, name: str, directory: Path, arguments: list[str]) -> None:
        self.name = name
        self.address = "127.0.0.1:0"
        self.log = directory / f"{name}.log"
        self._arguments = arguments
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", f"dalsegno_{self.name}", "--listen", self.address, *self._arguments]
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ, **ENVIRONMENT}
            )
        self.address = self._ready().rsplit(" ", 1)[1].strip()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def stop(self) -> int:
        """Asks the process to end, and returns its exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Ends the process as a power cut would."""
        self._end(signal.SIGKILL)

    def _end(self, number: signal.Signals) -> int:
        assert self._process is not None
        self._process.send_signal(number)
        code = self._process.wait(STOP_SECONDS)
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process = None
        return code

    def end(self) -> None:
        if self._process is not None:
            self.stop()

    def _ready(self) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            readable, _, _ = select.select([self._process.stdout], [], [], 0.5)
            if readable:
                line = self._process.stdout.readline()
                if line:
                    return line
            if self._process.poll() is not None:
                break
        raise NotReady(f"{self.name} is not ready. Its log:\n{self.log.read_text()}")


class Stack:
    """Registry, storage and executor, started in this order."""

    def __init__(self, directory: Path, workers: int = 1, databases: Mapping[str, str] | None = None) -> None:
        """`databases` are SQLAlchemy URLs by service; SQLite files in the folder where there is none."""
        self.directory = directory
        self._databases = databases or {}
        self.registry_service = self._service("registry")
        self.storage_service = self._service("storage", "--blobs", str(directory / "blobs"))
        self._workers = workers

    def _service(self, name: str, *arguments: str) -> Service:
        database = self._databases.get(name, f"sqlite:///{self.directory / name}.db")
        return Service(name, self.directory, ["--database", database, *arguments])

    def start(self) -> "Stack":
        self.registry_service.start()
        self.storage_service.start()
        neighbours = ["--registry", self.registry, "--storage", self.storage]
        self.executor_service = self._service("executor", *neighbours, "--workers", str(self._workers))
        self.executor_service.start()
        return self

    @property
    def services(self) -> list[Service]:
        return [self.executor_service, self.storage_service, self.registry_service]

    @property
    def registry(self) -> str:
        return self.registry_service.address

    @property
    def executor(self) -> str:
        return self.executor_service.address

    @property
    def storage(self) -> str:
        return self.storage_service.address

    @property
    def environment(self) -> dict[str, str]:
        """What a client's process needs to find the services."""
        return {
            **os.environ,
            "DALSEGNO_REGISTRY": self.registry,
            "DALSEGNO_EXECUTOR": self.executor,
            "DALSEGNO_STORAGE": self.storage,
        }

    def client(self) -> Client:
        """A client that reports the first failure instead of trying again."""
        once = Patience(retry=Retry(tries=1), resume=Retry(tries=1))
        endpoints = Endpoints(registry=self.registry, executor=self.executor, storage=self.storage)
        return Client(endpoints, patience=once)

    def end(self) -> None:
        for service in self.services:
            service.end()
