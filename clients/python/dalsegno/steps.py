"""What an operation of the client is made of, without saying how it waits.

An operation is a generator: it yields steps, and whoever drives it (`drivers.py`) carries each one out, by blocking or
by awaiting, and sends the result back in. So paging, repeating and resuming are written once for both clients.
"""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeAlias, TypeVar, cast

from dalsegno.errors import DalSegnoError
from dalsegno.methods import Method, Request, Response
from dalsegno.patience import Patience

Item = TypeVar("Item")
Result = TypeVar("Result")
Yielded = TypeVar("Yielded")
Item_co = TypeVar("Item_co", covariant=True)


class OpenStream(Protocol):
    def cancel(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Ask:
    """Calls a unary method; gives its response."""

    method: Method[Any, Any]
    request: Any


@dataclass(frozen=True, slots=True)
class Send:
    """Calls a method with a stream of requests, which may block for a moment; gives its response."""

    method: Method[Any, Any]
    requests: Iterable[Any]


@dataclass(frozen=True, slots=True)
class Open:
    """Calls a streaming method; gives an OpenStream."""

    method: Method[Any, Any]
    request: Any


@dataclass(frozen=True, slots=True)
class Receive:
    """Waits for the next message of a stream; gives None after the last."""

    method: Method[Any, Any]
    stream: OpenStream


@dataclass(frozen=True, slots=True)
class Pause:
    seconds: float


@dataclass(frozen=True, slots=True)
class Work:
    """Does something that blocks for a moment, such as writing to a file; gives what it returns."""

    action: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Emit(Generic[Item_co]):
    """Hands one item to the caller of a stream."""

    item: Item_co


Step: TypeAlias = Ask | Send | Open | Receive | Pause | Work
Steps: TypeAlias = Generator[Step, Any, Result]
Stream: TypeAlias = Generator[Step | Emit[Item], Any, None]


class Course(Generic[Item, Result]):
    """One pass through an operation: gives out its steps, takes in what came of each, and keeps the result."""

    result: Result

    def __init__(self, steps: Generator[Step | Emit[Item], Any, Result]) -> None:
        self._steps = steps
        self._outcome: Any = None
        self._error: Exception | None = None

    def next_step(self) -> Step | Emit[Item] | None:
        """The next step, or None when the operation has ended and `result` is there."""
        outcome, error = self._outcome, self._error
        self._outcome = self._error = None
        try:
            return self._steps.send(outcome) if error is None else self._steps.throw(error)
        except StopIteration as end:
            self.result = end.value
            return None

    def succeeded(self, outcome: Any) -> None:
        self._outcome = outcome

    def failed(self, error: Exception) -> None:
        """The operation sees the error where it yielded the step, and may go on."""
        self._error = error

    def close(self) -> None:
        self._steps.close()


def ask(method: Method[Request, Response], request: Request) -> Steps[Response]:
    return cast("Response", (yield Ask(method, request)))


def work(action: Callable[[], Result]) -> Steps[Result]:
    return cast("Result", (yield Work(action)))


def insist(patience: Patience, method: Method[Request, Response], request: Request) -> Steps[Response]:
    """Asks again when there is no answer, or when the service is busy: only for reads, and for requests with a
    `request_id`.
    """
    return (yield from _insist(patience, lambda: ask(method, request)))


def insist_on_sending(
    patience: Patience, method: Method[Request, Response], requests: Iterable[Request]
) -> Steps[Response]:
    """Sends a stream, and all of it again when there is no answer: `requests` gives it anew each time."""
    return (yield from _insist(patience, lambda: _send(method, requests)))


def _send(method: Method[Request, Response], requests: Iterable[Request]) -> Steps[Response]:
    return cast("Response", (yield Send(method, requests)))


def _insist(patience: Patience, act: Callable[[], Steps[Result]]) -> Steps[Result]:
    failures = 0
    while True:
        try:
            return (yield from act())
        except DalSegnoError as error:
            failures += 1
            pause_seconds = patience.retry.pause_seconds(failures, error)
            if pause_seconds is None:
                raise
        yield Pause(pause_seconds)


def every_page(
    patience: Patience,
    method: Method[Request, Response],
    request: Request,
    items_of: Callable[[Response], Iterable[Item]],
) -> Stream[Item]:
    """Emits the items of a list, and reads its pages as they are needed."""
    while True:
        page = yield from insist(patience, method, request)
        for item in items_of(page):
            yield Emit(item)
        token: str = page.next_page_token  # type: ignore[attr-defined]  # every list response has one
        if not token:
            return
        request.page_token = token  # type: ignore[attr-defined]  # every list request has one


def resuming(
    patience: Patience,
    method: Method[Request, Response],
    request: Callable[[], Request],
    deliver: Callable[[Response], Generator[Yielded, Any, None]],
) -> Generator[Step | Yielded, Any, None]:
    """Streams until the end, and opens the stream again when it breaks.

    `deliver` keeps the position that `request` then asks to go on from. Failures are counted from the last message.
    """
    failures, retry = 0, patience.retry
    while True:
        stream = cast("OpenStream", (yield Open(method, request())))
        try:
            while (message := cast("Response | None", (yield Receive(method, stream)))) is not None:
                failures, retry = 0, patience.resume
                yield from deliver(message)
        except DalSegnoError as error:
            failures += 1
            pause_seconds = retry.pause_seconds(failures, error)
            if pause_seconds is None:
                raise
        else:
            return
        finally:
            stream.cancel()
        yield Pause(pause_seconds)
