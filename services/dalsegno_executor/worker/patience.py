"""Waiting for storage while it is away, or has no room.

There is no end to it: whoever gives up on a task, because of its timeout or by killing it, ends its process.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import grpc

from dalsegno_runtime.errors import ServiceError
from dalsegno_runtime.statuses import from_rpc_error
from dalsegno_tasks import TaskFailure, TaskLog

T = TypeVar("T")

RETRY_SECONDS = (0.1, 2.0)  # the first pause, the longest


class Refused(TaskFailure):
    """Storage said no; `reason` is that of the ErrorInfo."""

    def __init__(self, text: str, refusal: ServiceError) -> None:
        super().__init__(f"{text}: {refusal.message}")
        self.reason = refusal.error_reason


@dataclass(slots=True)
class Patience:
    """What one attempt waits with; it tells once in the log of the task that it waits."""

    log: TaskLog

    def insist(self, act: Callable[[], T], what: str) -> T:
        """Does something that may be done twice, until storage has done it.

        Args:
            what: begins the message of a refusal, such as "x.csv cannot be stored".

        Raises:
            Refused: storage did not want to.
        """
        waiting = Waiting(self.log, what)
        while True:
            try:
                return act()
            except grpc.RpcError as error:
                waiting.after(error)


class Waiting:
    """The pauses between tries at one thing."""

    def __init__(self, log: TaskLog, what: str) -> None:
        self._log = log
        self._what = what
        self._pause, self._longest = RETRY_SECONDS
        self._told = False

    def after(self, error: grpc.RpcError) -> None:
        """Returns when it is time to try again. Raises Refused when that is of no use."""
        refusal = from_rpc_error(error, "storage")
        if not refusal.passes:
            raise Refused(self._what, refusal) from error
        if not self._told:
            self._told = True
            warn = self._log.warning
            warn(f"{self._what} yet; trying again until it can: {refusal.message}")
        time.sleep(self._pause)
        self._pause = min(self._longest, self._pause * 2)
