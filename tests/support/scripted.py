"""The services as one real gRPC server that answers from a script, for tests of those who call them."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import grpc
from google.protobuf import any_pb2
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status

from dalsegno import Endpoints, Patience, Retry
from dalsegno.api.executor.v1 import executor_pb2, executor_pb2_grpc
from dalsegno.api.registry.v1 import registry_pb2, registry_pb2_grpc
from dalsegno.api.storage.v1 import storage_pb2, storage_pb2_grpc

# Tries again at once, so that no test waits.
AT_ONCE = Patience(
    deadline_seconds=10, retry=Retry(tries=3, first_pause_seconds=0), resume=Retry(tries=20, first_pause_seconds=0.05)
)

SERVICES = (
    (registry_pb2, "FlowRegistryService", registry_pb2_grpc),
    (executor_pb2, "ExecutorService", executor_pb2_grpc),
    (storage_pb2, "StorageService", storage_pb2_grpc),
)


@dataclass(frozen=True, kw_only=True)
class Refusal:
    code: str
    reason: str = ""
    message: str = "Asked for, not found, do something else."
    metadata: dict[str, str] = field(default_factory=dict)
    violations: tuple[tuple[str, str], ...] = ()

    def abort(self, context: grpc.ServicerContext) -> None:
        details = []
        if self.reason:
            details.append(error_details_pb2.ErrorInfo(reason=self.reason, domain="dalsegno", metadata=self.metadata))
        if self.violations:
            bad = error_details_pb2.BadRequest()
            for name, description in self.violations:
                bad.field_violations.add(field=name, description=description)
            details.append(bad)
        packed = [any_pb2.Any() for _ in details]
        for one, detail in zip(packed, details, strict=True):
            one.Pack(detail)
        status = status_pb2.Status(code=code_pb2.Code.Value(self.code), message=self.message, details=packed)
        context.abort_with_status(rpc_status.to_status(status))


class Hang:
    """Answers nothing until the call is over."""

    def abort(self, context: grpc.ServicerContext) -> None:
        over = threading.Event()
        if context.add_callback(over.set):
            over.wait(30)


UNAVAILABLE = Refusal(code="UNAVAILABLE", message="stopping")


class Scripted:
    """Answers each call of a method with the next entry of its script; the last entry answers for ever.

    An entry is a response, a Refusal, Hang, a function of the request, or for streams a list of these.
    """

    def __init__(self) -> None:
        self.requests: dict[str, list[Any]] = {}
        self.seconds_left: dict[str, list[float | None]] = {}  # until each call's deadline, when it came
        self._script: dict[str, list[Any]] = {}
        self._port = 0
        self.start()

    def answer(self, method: str, *entries: Any) -> None:
        self._script[method] = list(entries)

    def start(self) -> None:
        """Starts, again on the same port after `stop`."""
        options = (("grpc.so_reuseport", 0),)
        self._server = grpc.server(ThreadPoolExecutor(8), options=options)
        for messages, name, generated in SERVICES:
            servicer = getattr(generated, f"{name}Servicer")()
            for method in messages.DESCRIPTOR.services_by_name[name].methods:
                setattr(servicer, method.name, self._handler(method))
            getattr(generated, f"add_{name}Servicer_to_server")(servicer, self._server)
        self._port = self._server.add_insecure_port(f"127.0.0.1:{self._port}")
        self._server.start()

    def stop(self) -> None:
        """Breaks all calls off."""
        self._server.stop(None).wait()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._port}"

    @property
    def endpoints(self) -> Endpoints:
        return Endpoints(registry=self.address, executor=self.address, storage=self.address)

    @property
    def environment(self) -> dict[str, str]:
        return {f"DALSEGNO_{name}": self.address for name in ("REGISTRY", "EXECUTOR", "STORAGE")}

    def _handler(self, method: Any) -> Callable[..., Any]:
        def next_entry(request: Any, context: grpc.ServicerContext) -> Any:
            self.requests.setdefault(method.name, []).append(request)
            self.seconds_left.setdefault(method.name, []).append(context.time_remaining())
            entries = self._script.get(method.name)
            if not entries:
                return Refusal(code="UNIMPLEMENTED", message=f"{method.name} has no script")
            entry = entries.pop(0) if len(entries) > 1 else entries[0]
            return entry(request) if callable(entry) else entry

        def unary(request: Any, context: grpc.ServicerContext) -> Any:
            entry = next_entry(request, context)
            if isinstance(entry, Refusal | Hang):
                entry.abort(context)
            return entry

        def streaming(request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
            entries = next_entry(request, context)
            for entry in entries if isinstance(entries, list) else [entries]:
                if isinstance(entry, Refusal | Hang):
                    entry.abort(context)
                    return
                yield entry

        return streaming if method.server_streaming else unary
