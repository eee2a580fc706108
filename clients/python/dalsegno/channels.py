"""Connections to the services, opened when the first call needs them."""

from collections.abc import Callable
from typing import Any

import grpc

from dalsegno.endpoints import Endpoints, ServiceName
from dalsegno.methods import Method

# An output document has at most 4 MiB; a response may hold many.
MAX_MESSAGE_BYTES = 64 * 1024 * 1024

_OPTIONS = (
    ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
    ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
    # A service that was restarted is found again within a second.
    ("grpc.initial_reconnect_backoff_ms", 50),
    ("grpc.min_reconnect_backoff_ms", 5_000),  # how long a connection may take to come about
    ("grpc.max_reconnect_backoff_ms", 1_000),
    # A watch without a deadline notices a machine that is gone.
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
)
_LOCAL_HOSTS = ("127.", "localhost", "[::1]", "unix:")


class _Opened:
    """One channel for each service, and one callable for each method, made once."""

    def __init__(self, endpoints: Endpoints, connect: Callable[..., Any]) -> None:
        self.endpoints = endpoints
        self._connect = connect
        self._channels: dict[ServiceName, Any] = {}
        self._callables: dict[str, Any] = {}

    def unary(self, method: Method[Any, Any]) -> Any:
        return self._callable(method, "unary_unary")

    def streaming(self, method: Method[Any, Any]) -> Any:
        """The callable of a method that answers with a stream."""
        return self._callable(method, "unary_stream")

    def sending(self, method: Method[Any, Any]) -> Any:
        """The callable of a method that is called with a stream."""
        return self._callable(method, "stream_unary")

    def opened(self) -> tuple[Any, ...]:
        """The channels that are open, which are forgotten."""
        channels = tuple(self._channels.values())
        self._channels, self._callables = {}, {}
        return channels

    def _callable(self, method: Method[Any, Any], shape: str) -> Any:
        found = self._callables.get(method.path)
        if found is None:
            found = getattr(self._channel(method.service), shape)(
                method.path,
                request_serializer=method.request.SerializeToString,
                response_deserializer=method.response.FromString,
            )
            self._callables[method.path] = found
        return found

    def _channel(self, service: ServiceName) -> Any:
        if service not in self._channels:
            address = self.endpoints.address(service)
            # The proxy of the environment cannot reach this machine's own ports.
            proxy = (("grpc.enable_http_proxy", 0),) if address.startswith(_LOCAL_HOSTS) else ()
            self._channels[service] = self._connect(address, options=_OPTIONS + proxy)
        return self._channels[service]


class Channels(_Opened):
    def __init__(self, endpoints: Endpoints) -> None:
        super().__init__(endpoints, grpc.insecure_channel)

    def close(self) -> None:
        for channel in self.opened():
            channel.close()


class AsyncChannels(_Opened):
    def __init__(self, endpoints: Endpoints) -> None:
        super().__init__(endpoints, grpc.aio.insecure_channel)

    async def close(self) -> None:
        for channel in self.opened():
            await channel.close()
