"""Many questions to one neighbour, asked together.

While one call is under way, what is asked waits and leaves as the next one. An answer is never one that was on its way
already when the question came: "latest" is read after it was asked for.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Coalesced(Generic[Question, Answer]):
    """Asks in batches. `ask_all` answers a batch in its order; an error of it is everybody's in the batch."""

    def __init__(self, ask_all: Callable[[Sequence[Question]], Awaitable[Sequence[Answer]]]) -> None:
        self._ask_all = ask_all
        self._waiting: list[tuple[Question, asyncio.Future[Answer]]] = []
        self._asking: asyncio.Task[None] | None = None

    async def ask(self, question: Question) -> Answer:
        """Raises what `ask_all` raises."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, future))
        if self._asking is None:
            # A task of its own: whoever asked first may go away, the others still wait.
            self._asking = asyncio.create_task(self._ask_while_waiting())
        return await future

    async def _ask_while_waiting(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                answers = await self._ask_all([question for question, _ in batch])
            except Exception as error:  # noqa: BLE001  # it belongs to those who asked
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
            else:
                for (_, future), answer in zip(batch, answers, strict=True):
                    if not future.done():
                        future.set_result(answer)
        self._asking = None
