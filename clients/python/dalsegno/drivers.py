"""The two ways to carry out the steps of an operation.

A group of operations is a class of generators, `class FlowOperations(Group)`. Mixed with a driver it becomes
`class Flows(FlowOperations, Blocking)`, whose methods return results and iterators, and
`class AsyncFlows(FlowOperations, Awaiting)`, whose methods return coroutines and asynchronous iterators.
`operation` and `stream` make methods of the generators.
"""

import asyncio
import functools
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Generator, Iterable
from contextlib import closing
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, overload

import grpc

from dalsegno.channels import AsyncChannels, Channels
from dalsegno.errors import DalSegnoError, from_rpc_error
from dalsegno.patience import Patience
from dalsegno.steps import Ask, Course, Emit, Item, Open, Pause, Receive, Result, Send, Step, Steps, Stream, Work

P = ParamSpec("P")


class Group:
    """Operations that belong together."""

    patience: Patience


Owner = TypeVar("Owner", bound=Group)


class Blocking(Group):
    """Carries out one step after the other in the caller's thread."""

    def __init__(self, channels: Channels, patience: Patience) -> None:
        self._channels = channels
        self.patience = patience

    def drive(self, steps: Steps[Result]) -> Result:
        with closing(Course[Any, Result](steps)) as course:
            while (step := course.next_step()) is not None:
                self._advance(course, step)
            return course.result

    def drive_stream(self, steps: Stream[Item]) -> Generator[Item, None, None]:
        with closing(Course[Item, None](steps)) as course:
            while (step := course.next_step()) is not None:
                if isinstance(step, Emit):
                    yield step.item
                else:
                    self._advance(course, step)

    def _advance(self, course: Course[Any, Any], step: Any) -> None:
        try:
            course.succeeded(self._carry_out(step))
        except Exception as error:  # noqa: BLE001  # the operation decides what an error means
            course.failed(error)

    def _carry_out(self, step: Step) -> Any:
        match step:
            case Pause(seconds):
                return time.sleep(seconds)
            case Work(action):
                return action()
        try:
            match step:
                case Ask(method, request):
                    return self._channels.unary(method)(request, timeout=self.patience.deadline_seconds)
                case Send(method, requests):
                    return self._channels.sending(method)(iter(requests))
                case Open(method, request):
                    return self._channels.streaming(method)(request)
                case Receive(method, stream):
                    return next(stream, None)  # type: ignore[call-overload]  # it is an iterator here
        except grpc.RpcError as error:
            raise _refusal(self._channels, step, error) from error


class Awaiting(Group):
    """Carries out steps on the running event loop."""

    def __init__(self, channels: AsyncChannels, patience: Patience) -> None:
        self._channels = channels
        self.patience = patience

    async def drive(self, steps: Steps[Result]) -> Result:
        with closing(Course[Any, Result](steps)) as course:
            while (step := course.next_step()) is not None:
                await self._advance(course, step)
            return course.result

    async def drive_stream(self, steps: Stream[Item]) -> AsyncGenerator[Item, None]:
        with closing(Course[Item, None](steps)) as course:
            while (step := course.next_step()) is not None:
                if isinstance(step, Emit):
                    yield step.item
                else:
                    await self._advance(course, step)

    async def _advance(self, course: Course[Any, Any], step: Any) -> None:
        try:
            course.succeeded(await self._carry_out(step))
        except Exception as error:  # noqa: BLE001  # the operation decides what an error means
            course.failed(error)

    async def _carry_out(self, step: Step) -> Any:
        match step:
            case Pause(seconds):
                return await asyncio.sleep(seconds)
            case Work(action):
                return await asyncio.to_thread(action)
        try:
            match step:
                case Ask(method, request):
                    return await self._channels.unary(method)(request, timeout=self.patience.deadline_seconds)
                case Send(method, requests):
                    return await self._channels.sending(method)(_each(requests))
                case Open(method, request):
                    return self._channels.streaming(method)(request)
                case Receive(method, stream):
                    message = await stream.read()  # type: ignore[attr-defined]  # it is an aio call here
                    return None if message is grpc.aio.EOF else message  # type: ignore[attr-defined]  # not in the stubs
        except grpc.RpcError as error:
            raise _refusal(self._channels, step, error) from error


async def _each(requests: Iterable[Any]) -> AsyncIterator[Any]:
    """What an iterator gives, each item fetched beside the event loop."""
    iterator = iter(requests)
    while (request := await asyncio.to_thread(next, iterator, None)) is not None:
        yield request


def _refusal(
    channels: Channels | AsyncChannels, step: Ask | Send | Open | Receive, error: grpc.RpcError
) -> DalSegnoError:
    service = step.method.service
    return from_rpc_error(error, service, channels.endpoints.address(service))


class operation(Generic[Owner, P, Result]):  # noqa: N801  # used as a decorator
    """Makes a method of a generator that ends with a result."""

    def __init__(self, steps: Callable[Concatenate[Owner, P], Steps[Result]]) -> None:
        self.steps = steps
        functools.update_wrapper(self, steps)  # type: ignore[arg-type]  # for help() and documentation

    @overload
    def __get__(self, group: None, owner: type) -> "operation[Owner, P, Result]": ...
    @overload
    def __get__(self, group: Blocking, owner: type) -> Callable[P, Result]: ...
    @overload
    def __get__(self, group: Awaiting, owner: type) -> Callable[P, Coroutine[Any, Any, Result]]: ...
    def __get__(self, group: Any, owner: type) -> Any:
        if group is None:
            return self

        @functools.wraps(self.steps)
        def method(*args: P.args, **kwargs: P.kwargs) -> Any:
            return group.drive(self.steps(group, *args, **kwargs))

        return method


class stream(Generic[Owner, P, Item]):  # noqa: N801  # used as a decorator
    """Makes a method of a generator that emits items. Its iterator calls the service when it is asked for the first."""

    def __init__(self, steps: Callable[Concatenate[Owner, P], Stream[Item]]) -> None:
        self.steps = steps
        functools.update_wrapper(self, steps)  # type: ignore[arg-type]  # for help() and documentation

    @overload
    def __get__(self, group: None, owner: type) -> "stream[Owner, P, Item]": ...
    @overload
    def __get__(self, group: Blocking, owner: type) -> Callable[P, Generator[Item, None, None]]: ...
    @overload
    def __get__(self, group: Awaiting, owner: type) -> Callable[P, AsyncGenerator[Item, None]]: ...
    def __get__(self, group: Any, owner: type) -> Any:
        if group is None:
            return self

        @functools.wraps(self.steps)
        def method(*args: P.args, **kwargs: P.kwargs) -> Any:
            return group.drive_stream(self.steps(group, *args, **kwargs))

        return method
