"""Waiting for what is away."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from dalsegno_runtime.errors import ServiceUnavailable

log = logging.getLogger("dalsegno.patience")

RETRY_SECONDS = (0.1, 5.0)  # the first pause, the longest


async def until_available(act: Callable[[], Awaitable[None]]) -> None:
    """Repeats what failed because a neighbour or the database is away."""
    pause, longest = RETRY_SECONDS
    while True:
        try:
            await act()
        except ServiceUnavailable as error:
            log.warning("waiting: %s", error.message)
        else:
            return
        await asyncio.sleep(pause)
        pause = min(longest, pause * 2)
