"""The server interceptor: errors become statuses, and a use case is never torn by a client that goes away."""

import asyncio
import inspect
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import grpc

from dalsegno_runtime.errors import LimitReached, RequestTooLarge, ServiceError
from dalsegno_runtime.statuses import to_status

log = logging.getLogger("dalsegno.rpc")


class _Internal(ServiceError):
    code = "INTERNAL"
    reason = "INTERNAL"


STREAM_RETRY_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLimits:
    """What one server takes of its callers; None sets no limit."""

    max_streams: int | None = None  # streams of answers that are open at once
    max_request_bytes: int | None = None


class Boundary(grpc.aio.ServerInterceptor):  # type: ignore[type-arg]  # generic in the stubs alone
    """Stands round every method.

    A unary method runs in a task of its own: gRPC cancels the handler when the client disconnects, and a commit that
    is under way must still be published.
    """

    def __init__(self, limits: CallLimits = CallLimits()) -> None:  # it never changes
        self._limits = limits
        self._streams = 0

    async def intercept_service(self, continuation: Callable[[Any], Awaitable[Any]], details: Any) -> Any:
        handler = await continuation(details)
        if handler is None:
            return None
        if handler.unary_unary:
            return handler._replace(unary_unary=_unary(self._checked(handler.unary_unary), details.method))
        if handler.stream_unary:
            return handler._replace(stream_unary=_unary(handler.stream_unary, details.method, shielded=False))
        # grpc's own Health.Watch is a coroutine that writes to the context: only generators are ours to wrap.
        if handler.unary_stream and inspect.isasyncgenfunction(handler.unary_stream):
            return handler._replace(unary_stream=_stream(self._counted(handler.unary_stream), details.method))
        return handler

    def _check(self, request: Any) -> None:
        limit_bytes = self._limits.max_request_bytes
        if limit_bytes is not None and (size_bytes := request.ByteSize()) > limit_bytes:
            raise RequestTooLarge(size_bytes, limit_bytes)

    def _checked(self, method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        if self._limits.max_request_bytes is None:
            return method

        async def call(request: Any, context: Any) -> Any:
            self._check(request)
            return await method(request, context)

        return call

    def _counted(self, method: Callable[..., AsyncIterator[Any]]) -> Callable[..., AsyncIterator[Any]]:
        limit = self._limits.max_streams

        async def call(request: Any, context: Any) -> AsyncIterator[Any]:
            self._check(request)
            if limit is not None and self._streams >= limit:
                raise LimitReached("open streams", "max-streams", limit, STREAM_RETRY_SECONDS)
            self._streams += 1
            try:
                async for message in method(request, context):
                    yield message
            finally:
                self._streams -= 1

        return call


def _unary(method: Callable[..., Awaitable[Any]], name: str, *, shielded: bool = True) -> Callable[..., Awaitable[Any]]:
    async def call(request: Any, context: Any) -> Any:
        try:
            if not shielded:
                return await method(request, context)
            return await asyncio.shield(asyncio.ensure_future(method(request, context)))
        except Exception as error:  # noqa: BLE001  # the boundary: nothing may pass it unrendered
            await _abort(context, error, name)

    return call


def _stream(method: Callable[..., AsyncIterator[Any]], name: str) -> Callable[..., AsyncIterator[Any]]:
    async def call(request: Any, context: Any) -> AsyncIterator[Any]:
        try:
            async for message in method(request, context):
                yield message
        except Exception as error:  # noqa: BLE001  # the boundary: nothing may pass it unrendered
            await _abort(context, error, name)

    return call


async def _abort(context: Any, error: Exception, method: str) -> None:
    if isinstance(error, grpc.aio.AbortError):
        raise error
    if not isinstance(error, ServiceError):
        incident = secrets.token_hex(4)
        log.error("%s failed, incident %s", method, incident, exc_info=error)
        error = _Internal(f"The service has a fault. Its log has more under incident {incident}.", incident=incident)
    await context.abort_with_status(to_status(error))
