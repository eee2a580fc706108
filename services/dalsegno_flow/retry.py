"""How often and when a failed task, flowable or execution is tried again. Source: Kestra's models of retries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from dalsegno_flow.durations import duration_text
from dalsegno_flow.problems import Path
from dalsegno_flow.reader import Reader


class RetryType(StrEnum):
    CONSTANT = "constant"  # always `interval`
    EXPONENTIAL = "exponential"  # `interval` · `delay_factor`^(n-1), at most `max_interval`
    RANDOM = "random"  # between `min_interval` and `max_interval`


class RetryBehavior(StrEnum):
    RETRY_FAILED_TASK = "RETRY_FAILED_TASK"
    CREATE_NEW_EXECUTION = "CREATE_NEW_EXECUTION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """The intervals that its type needs are there, the others are None."""

    type: RetryType
    interval: timedelta | None = None
    min_interval: timedelta | None = None
    max_interval: timedelta | None = None
    delay_factor: float = 2.0
    max_attempts: int | None = None  # all attempts, the first one included
    max_duration: timedelta | None = None  # from the start of the first attempt
    warning_on_retry: bool = False  # a success after the first attempt ends WARNING
    behavior: RetryBehavior = RetryBehavior.RETRY_FAILED_TASK


_COMMON = ("type", "maxAttempts", "maxAttempt", "maxDuration", "warningOnRetry", "behavior")
_REQUIRED = {
    RetryType.CONSTANT: ("interval",),
    RetryType.EXPONENTIAL: ("interval", "maxInterval"),
    RetryType.RANDOM: ("minInterval", "maxInterval"),
}
_OWN = {**_REQUIRED, RetryType.EXPONENTIAL: ("interval", "maxInterval", "delayFactor")}
# (what must be less, than what)
_BOUNDS = {
    RetryType.CONSTANT: (("interval", "maxDuration"),),
    RetryType.EXPONENTIAL: (("interval", "maxDuration"), ("interval", "maxInterval")),
    RetryType.RANDOM: (("minInterval", "maxDuration"), ("maxInterval", "maxDuration"), ("minInterval", "maxInterval")),
}


def read_retry(reader: Reader, path: Path, value: Any) -> Retry | None:
    data = reader.map(path, value, "with `type: constant` and `interval: PT10S`")
    if data is None:
        return None
    retry_type = reader.choice((*path, "type"), data.get("type"), RetryType, RetryType.CONSTANT)
    if data.get("type") is None:
        reader.error((*path, "type"), "`type` is missing. Write one of constant, exponential, random.")
        return None
    reader.unknown(path, data, (*_COMMON, *_OWN[retry_type]), f"A retry of type {retry_type}")
    durations = {
        name: reader.duration((*path, name), data.get(name))
        for name in ("interval", "minInterval", "maxInterval", "maxDuration")
    }
    _check(reader, path, data, retry_type, durations)
    attempts = "maxAttempts" if "maxAttempts" in data else "maxAttempt"
    factor = reader.number((*path, "delayFactor"), data.get("delayFactor"))
    return Retry(
        type=retry_type,
        interval=durations["interval"],
        min_interval=durations["minInterval"],
        max_interval=durations["maxInterval"],
        delay_factor=2.0 if factor is None else factor,
        max_attempts=reader.integer((*path, attempts), data.get(attempts), least=1),
        max_duration=durations["maxDuration"],
        warning_on_retry=reader.boolean((*path, "warningOnRetry"), data.get("warningOnRetry")),
        behavior=reader.choice(
            (*path, "behavior"), data.get("behavior"), RetryBehavior, RetryBehavior.RETRY_FAILED_TASK
        ),
    )


def _check(
    reader: Reader,
    path: Path,
    data: Mapping[str, Any],
    retry_type: RetryType,
    durations: Mapping[str, timedelta | None],
) -> None:
    for name in _REQUIRED[retry_type]:
        if data.get(name) is None:
            reader.error((*path, name), f"`{name}` is missing. Write `{name}: PT10S`.")
    for smaller, larger in _BOUNDS[retry_type]:
        less, more = durations[smaller], durations[larger]
        if less is not None and more is not None and less >= more:
            reader.error((*path, smaller), f"'{smaller}' must be less than '{larger}' but is {duration_text(less)}")
