"""Waiting for what is away."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from dalsegno_runtime.errors import ServiceUnavailable

T = TypeVar("T")

log = logging.getLogger("dalsegno.patience")

RETRY_SECONDS = (0.1, 5.0)  # the first pause, the longest


async def until_available(act: Callable[[], Awaitable[T]]) -> T:
    """Repeats what failed because a neighbour or the database is away."""
    pause, longest = RETRY_SECONDS
    while True:
        try:
            return await act()
        except ServiceUnavailable as error:
            log.warning("waiting: %s", error.message)
        await asyncio.sleep(pause)
        pause = min(longest, pause * 2)
