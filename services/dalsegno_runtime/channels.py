"""Channels to other services that come back quickly after the other side was restarted."""

from collections.abc import Awaitable
from typing import Any, TypeVar

import grpc

from dalsegno_runtime.serving import MAX_MESSAGE_BYTES
from dalsegno_runtime.statuses import from_rpc_error

Answer = TypeVar("Answer")

OPTIONS = (
    ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
    ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
    ("grpc.initial_reconnect_backoff_ms", 50),
    ("grpc.min_reconnect_backoff_ms", 5_000),  # how long a connection may take to come about
    ("grpc.max_reconnect_backoff_ms", 1_000),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
)


def connect(address: str) -> Any:
    """Opens a channel; nothing is sent until the first call."""
    return grpc.aio.insecure_channel(address, options=OPTIONS)


async def answer_of(call: Awaitable[Answer], service: str) -> Answer:
    """Waits for another service's answer.

    Raises:
        ServiceUnavailable: it does not answer.
        RemoteError: it refused, for the reason that the error carries.
    """
    try:
        return await call
    except grpc.aio.AioRpcError as error:
        raise from_rpc_error(error, service) from error
