"""Waiting for what is away."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from dalsegno_runtime.errors import ServiceError

T = TypeVar("T")

log = logging.getLogger("dalsegno.patience")

RETRY_SECONDS = (0.1, 5.0)  # the first pause, the longest


async def until_available(act: Callable[[], Awaitable[T]]) -> T:
    """Repeats what failed because a neighbour or the database is away, busy or full; it may be done twice."""
    pause, longest = RETRY_SECONDS
    while True:
        try:
            return await act()
        except ServiceError as error:
            if not error.passes:
                raise
            log.warning("waiting: %s", error.message)
        await asyncio.sleep(pause)
        pause = min(longest, pause * 2)
