"""Runs one gRPC server until it is told to stop: health, reflection, limits, graceful end."""

import asyncio
import errno
import logging
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from dalsegno_runtime.interceptors import Boundary, CallLimits

log = logging.getLogger("dalsegno.serving")

MAX_MESSAGE_BYTES = 64 * 1024 * 1024
STOP_GRACE_SECONDS = 5.0
RECEIVED = "grpc.max_receive_message_length"
OPTIONS = (
    (RECEIVED, MAX_MESSAGE_BYTES),
    ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
    ("grpc.keepalive_permit_without_calls", 1),
    # Two servers on one port would answer in turn, each with half of the data.
    ("grpc.so_reuseport", 0),
)


class CannotStart(Exception):
    """Something that whoever starts the service can put right; the text says what."""


class AddressInUse(CannotStart):
    """The address cannot be listened on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Able:
    """What a server can do now: answer from its database, and keep something in it."""

    reads: bool = True
    writes: bool = True


Say = Callable[[Able], Awaitable[None]]


class Server:
    """A gRPC server with the health and reflection services of one Dal Segno service."""

    def __init__(
        self,
        service_name: str,
        add_servicer: Callable[[Any], None],
        watch: Callable[[Say], Coroutine[Any, Any, None]] | None = None,
        limits: CallLimits = CallLimits(),  # noqa: B008  # it never changes
    ) -> None:
        """`watch` runs as long as the server, and tells `say` what it can do."""
        self._name = service_name
        self._watch = watch
        self._watching: asyncio.Task[None] | None = None
        self._server = grpc.aio.server(interceptors=[Boundary(limits)], options=_options(limits))
        self._health = health.aio.HealthServicer()  # type: ignore[attr-defined]  # missing in the stubs
        add_servicer(self._server)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        names = (service_name, health.SERVICE_NAME, reflection.SERVICE_NAME)
        reflection.enable_server_reflection(names, self._server)

    async def start(self, listen: str) -> str:
        """Starts to serve, and returns the address with the port that was really taken (0 asks for any)."""
        host = listen.rpartition(":")[0]
        _refuse_if_taken(listen)
        try:
            port = self._server.add_insecure_port(listen)
        except RuntimeError as error:
            raise AddressInUse(f"Cannot listen on {listen}: is another server running there?") from error
        await self._server.start()
        for name in ("", self._name):
            await self._health.set(name, health_pb2.HealthCheckResponse.SERVING)
        if self._watch is not None:
            self._watching = asyncio.create_task(self._watch(self.say), name="health")
        return f"{host}:{port}"

    async def say(self, able: Able) -> None:
        """Tells health checks what the server can do now."""
        for name, can in (("", able.reads), (self._name, able.reads and able.writes)):
            status = health_pb2.HealthCheckResponse
            await self._health.set(name, status.SERVING if can else status.NOT_SERVING)

    async def stop(self) -> None:
        """Says NOT_SERVING, lets calls end for a while, then ends them."""
        if self._watching is not None:
            self._watching.cancel()
        await self._health.enter_graceful_shutdown()
        await self._server.stop(STOP_GRACE_SECONDS)


def _options(limits: CallLimits) -> tuple[tuple[str, int], ...]:
    if limits.max_request_bytes is None:
        return OPTIONS
    # What is somewhat too large is read, so that it is refused with a reason; gRPC itself refuses what is more.
    received = min(MAX_MESSAGE_BYTES, 2 * limits.max_request_bytes)
    return (*(option for option in OPTIONS if option[0] != RECEIVED), (RECEIVED, received))


def _refuse_if_taken(listen: str) -> None:
    """Looks first: gRPC would print a report of its own beside our one line."""
    host, _, port = listen.rpartition(":")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise AddressInUse(f"Cannot listen on {listen}: is another server running there?") from error


async def serve_until_stopped(server: Server, listen: str, name: str) -> None:
    """Serves until SIGTERM or SIGINT. One line on standard output tells when it is ready, and where."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    address = await server.start(listen)
    sys.stdout.write(f"{name} ready on {address}\n")
    sys.stdout.flush()
    await stopped.wait()
    log.info("%s stops", name)
    await server.stop()


def configure_logging(level: str) -> None:
    """Sends the process's log to standard error, one line an event."""
    logging.basicConfig(
        level=level.upper(), stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
