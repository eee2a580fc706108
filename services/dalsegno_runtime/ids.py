"""Identifiers: 22 characters of 0-9A-Za-z that sort by time."""

import hashlib
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LENGTH = 22
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
# 62**22 > 2**130: 64 bits of nanoseconds, then 64 random ones.
NewId = Callable[[], str]


def new_id() -> str:
    """Makes an id; of two made in different nanoseconds the later one sorts after the earlier one."""
    return _base62((time.time_ns() << 64) | secrets.randbits(64))


@lru_cache(maxsize=10_000)
def task_run_id(execution_id: str, task_path: str) -> str:
    """The id of a task run, which follows from its execution and its place in the flow."""
    digest = hashlib.sha256(f"{execution_id}/{task_path}".encode()).digest()
    return _base62(int.from_bytes(digest[:16]))


def follow_up_id(time: datetime, *origin: str) -> str:
    """The id of an execution that something else starts at `time`; the same origin gives the same id."""
    digest = hashlib.sha256("/".join(origin).encode()).digest()
    return _base62((int(time.timestamp() * 1e6) * 1000 << 64) | int.from_bytes(digest[:8]))


def time_of(made: str) -> datetime:
    """When an id of `new_id` or `follow_up_id` was made, to the microsecond."""
    number = 0
    for digit in made:
        number = number * 62 + ALPHABET.index(digit)
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=(number >> 64) // 1000)


def _base62(number: int) -> str:
    pairs = []
    for _ in range(LENGTH // 2):
        number, pair = divmod(number, 62 * 62)
        pairs.append(_PAIRS[pair])
    return "".join(reversed(pairs))
