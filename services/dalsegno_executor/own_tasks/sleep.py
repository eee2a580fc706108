"""flow.Sleep: lets a time pass, counted from the start of the attempt, also over a restart of the executor."""

import asyncio
from typing import ClassVar

from dalsegno_executor.core.states import State
from dalsegno_executor.own_tasks.interface import Call
from dalsegno_executor.ports import LogLevel, Outcome
from dalsegno_flow.durations import duration_text
from dalsegno_runtime.clock import Clock


class Sleep:
    type_names: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.core.flow.Sleep",)
    goes_on: ClassVar[bool] = True
    fails_at_once: ClassVar[bool] = False

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def run(self, call: Call) -> Outcome:
        started = call.live.execution.task_runs[call.assignment.task_path].attempts[-1].start_time
        left = (started + call.model.duration - self._clock()).total_seconds()
        call.write_log(LogLevel.INFO, self._clock(), f"Waiting for {duration_text(call.model.duration)}")
        await asyncio.sleep(max(0.0, left))
        return Outcome(state=State.SUCCESS, outputs_json="{}")
