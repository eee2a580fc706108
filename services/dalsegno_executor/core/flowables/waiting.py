"""flow.Pause and flow.LoopUntil: flowables that wait, for somebody or for a time."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from dalsegno_executor.core.flowables.interface import CannotOpen, Flowable, Situation, Turned
from dalsegno_executor.core.flowables.parallel import whole_number
from dalsegno_executor.core.moments import later
from dalsegno_executor.core.opened import Opened
from dalsegno_flow.durations import InvalidDuration, parse_duration
from dalsegno_flow.truth import is_true


class Pause(Flowable):
    """Is paused first; its tasks, where it has some, run once it is resumed."""

    type_names: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.core.flow.Pause", "io.kestra.core.tasks.flows.Pause")
    keeps_decision: ClassVar[bool] = True

    def open(self, situation: Situation) -> Opened:
        given = situation.properties.get("pauseDuration", situation.properties.get("delay"))
        wait = duration_of(given, "pauseDuration")
        then = str(situation.properties.get("behavior") or "RESUME").upper()
        if wait is None:
            # Source: Kestra's handlePausedDelay, where a timeout without a duration is how long it may last.
            wait, then = duration_of(situation.properties.get("timeout"), "timeout"), "FAIL"
        if wait is None:
            return Opened(paused=True)
        return Opened(paused=True, resume_time=later(situation.now, wait), then=then)


class LoopUntil(Flowable):
    """Runs its tasks until the condition holds, and is paused in between."""

    type_names: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.core.flow.LoopUntil",)
    # What `checkFrequency` leaves out. Source: Kestra's LoopUntil.CheckFrequency.
    frequency: ClassVar[Mapping[str, Any]] = {"interval": "PT1M"}
    turns: ClassVar[bool] = True
    late_properties: ClassVar[frozenset[str]] = frozenset(("condition",))

    def open(self, situation: Situation) -> Opened:  # noqa: ARG002  # there is nothing to decide
        return Opened(iteration=1, outputs={"iterationCount": 1})

    def turn(self, situation: Situation) -> Opened | Turned:
        opened = situation.opened
        iteration = (opened.iteration if opened else None) or 1
        if is_true(situation.properties.get("condition")):
            return Turned(outputs={"iterationCount": iteration})
        frequency = {**self.frequency, **(situation.properties.get("checkFrequency") or {})}
        outputs = {"iterationCount": iteration + 1}
        reached = _limit_reached(frequency, iteration, situation)
        if reached:
            failed = is_true(situation.properties.get("failOnMaxReached", False))
            return Turned(outputs=outputs, error=reached if failed else "")
        interval = duration_of(frequency["interval"], "checkFrequency.interval") or timedelta()
        resume_time = later(situation.now, interval)
        return Opened(iteration=iteration + 1, outputs=outputs, paused=True, resume_time=resume_time)


class WaitFor(LoopUntil):
    """The old name of LoopUntil, with what it left out then. Source: Kestra's WaitFor, before 0.22."""

    type_names: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.core.flow.WaitFor",)
    frequency: ClassVar[Mapping[str, Any]] = {"interval": "PT1S", "maxIterations": 100, "maxDuration": "PT1H"}


def _limit_reached(frequency: Mapping[str, Any], iteration: int, situation: Situation) -> str:
    """Which limit keeps a loop from going round again; empty for none."""
    iterations = frequency.get("maxIterations")
    if iterations is not None and iteration >= whole_number(iterations, "checkFrequency.maxIterations"):
        return "Max iterations reached"
    longest = duration_of(frequency.get("maxDuration"), "checkFrequency.maxDuration")
    if longest is not None and later(situation.start, longest) < situation.now:
        return "Max duration reached"
    return ""


def duration_of(value: Any, name: str) -> timedelta | None:
    """Reads a rendered ISO duration; None and "" are none. Raises CannotOpen."""
    if value is None or value == "":
        return None
    try:
        return parse_duration(str(value))
    except InvalidDuration as error:
        raise CannotOpen(f"`{name}`: {error}") from error
