"""flow.ForEachItem's tasks that run a flow for each batch and merge the outputs.

Source: Kestra's ForEachItem and ExecutableUtils. One difference: the outputs of all executions are one file from the
start, not one each.
"""

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import IO, Any, ClassVar

from dalsegno_executor.core.flowables.for_each_item import ITEMS, MERGE, SPLIT
from dalsegno_executor.core.outputs import canonical
from dalsegno_executor.core.paths import parent_path, run_path
from dalsegno_executor.core.states import State
from dalsegno_executor.own_tasks.interface import Call
from dalsegno_executor.own_tasks.jobs import Jobs
from dalsegno_executor.own_tasks.subflow import Subflows
from dalsegno_executor.ports import JOIN_FILE, LIST_BATCHES, STORE_OUTPUTS, Outcome
from dalsegno_flow.expressions import Engine as Expressions
from dalsegno_flow.expressions import ExpressionError
from dalsegno_tasks import TaskFailure

# Executions on their way to being created; those that run are not counted.
STARTING_AT_ONCE = 8
# Each is an execution in memory: a file with more batches was split by mistake.
MAX_BATCHES = 50_000
OUTPUTS_FILE = "outputs.ion"
# In this order one of them is the state of all. Source: Kestra's ExecutableUtils.findTerminalState.
TRANSMITTED = (State.FAILED, State.KILLED, State.WARNING)


class RunItems:
    """Runs a flow for each batch; when the executor was away, goes on with the executions that it has started."""

    type_names: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.core.flow.ForEachItem$ForEachItemExecutable",)
    goes_on: ClassVar[bool] = True
    fails_at_once: ClassVar[bool] = True

    def __init__(self, subflows: Subflows, expressions: Expressions, jobs: Jobs) -> None:
        self._subflows = subflows
        self._expressions = expressions
        self._jobs = jobs

    async def run(self, call: Call) -> Outcome:
        uri = _sibling_outputs(call, ITEMS, SPLIT)["splits"]
        listed = await self._jobs.run(LIST_BATCHES, call.assignment, {"uri": uri}, call.write_log)
        batches = [listed["folder"] + name for name in listed["names"]]
        if not batches:
            return Outcome(state=State.SUCCESS)
        if len(batches) > MAX_BATCHES:
            raise TaskFailure(
                f"The file has {len(batches)} batches, and {MAX_BATCHES} executions at most are started for one. "
                "Make the batches larger: see `batch.rows`."
            )
        # On disk, so that nothing is kept in memory of executions that have ended.
        with tempfile.TemporaryFile("w+", encoding="utf-8") as lines:
            states = await self._run_all(call, batches, lines)
            if lines.tell():
                await self._store(call, lines)
        return self._outcome(call, states)

    async def _run_all(self, call: Call, batches: list[str], lines: IO[str]) -> Counter[State]:
        """Runs the executions; writes their outputs as lines of `[iteration, outputs]`, in any order."""
        states: Counter[State] = Counter()
        starting = asyncio.Semaphore(STARTING_AT_ONCE)

        async def run(iteration: int, uri: str) -> None:
            async with starting:
                inputs = await self._inputs(call, {"items": uri, "iteration": iteration})
                more = {"taskRunIteration": iteration}
                child = await self._subflows.start(call, call.model, inputs, item=str(iteration), more=more)
            if not call.model.wait:
                states[State.SUCCESS] += 1
                return
            await child.until_ended()
            ended = child.execution
            states[State.FAILED if ended.state is State.RETRIED else ended.state] += 1
            if ended.outputs_json:
                lines.write(f"[{iteration},{ended.outputs_json}]\n")

        try:
            async with asyncio.TaskGroup() as group:
                for iteration, uri in enumerate(batches, start=1):
                    group.create_task(run(iteration, uri))
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from failures
        return states

    async def _store(self, call: Call, lines: IO[str]) -> None:
        """Lets a worker store the lines. They get a name only now: by one, a file may be cleared away in long waits."""
        with tempfile.NamedTemporaryFile("w", prefix="dalsegno-outputs-", encoding="utf-8") as named:
            lines.seek(0)
            await asyncio.to_thread(shutil.copyfileobj, lines, named)
            named.flush()
            given = {"path": named.name, "name": OUTPUTS_FILE}
            await self._jobs.run(STORE_OUTPUTS, call.assignment, given, call.write_log)

    async def _inputs(self, call: Call, item: Mapping[str, Any]) -> Mapping[str, Any]:
        variables = {**call.variables, "taskrun": {**call.variables["taskrun"], **item}}
        render = partial(self._expressions.render_tree, call.model.inputs or {}, variables, typed=True)
        try:
            inputs: Mapping[str, Any] = await asyncio.to_thread(render)
        except ExpressionError as error:
            raise TaskFailure(str(error)) from error
        return inputs

    def _outcome(self, call: Call, states: Counter[State]) -> Outcome:
        count, model = states.total(), call.model
        over = (State.CREATED, State.RUNNING) if model.wait else (State.RUNNING,)
        outputs = {
            "iterations": {state.value: number for state, number in states.items()} | dict.fromkeys(over, 0),
            "numberOfBatches": count,
            "subflowOutputsBaseUri": _folder(call),
        }
        transmitted = [state for state in TRANSMITTED if states[state]] if model.transmit_failed else []
        state = transmitted[0] if transmitted else State.SUCCESS
        told = f"{states[state]} of {count} executions of {model.namespace}.{model.flow_id} ended {state}."
        return Outcome(state=state, outputs_json=canonical(outputs), error=told if transmitted else "")


@dataclass(frozen=True, slots=True)
class MergeOutputs:
    """Gives the outputs of the executions as a file of its own; nothing when there are none."""

    jobs: Jobs
    type_names: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.core.flow.ForEachItem$ForEachItemMergeOutputs",)
    goes_on: ClassVar[bool] = True
    fails_at_once: ClassVar[bool] = False

    async def run(self, call: Call) -> Outcome:
        folder = _sibling_outputs(call, MERGE, ITEMS).get("subflowOutputsBaseUri")
        if not folder:
            return Outcome(state=State.SUCCESS)
        given = {"uri": f"dalsegno://{folder}/{OUTPUTS_FILE}", "name": OUTPUTS_FILE}
        found = await self.jobs.run(JOIN_FILE, call.assignment, given, call.write_log)
        outputs = {"subflowOutputs": found["uri"]} if found else {}
        return Outcome(state=State.SUCCESS, outputs_json=canonical(outputs) if outputs else "")


def _sibling_outputs(call: Call, own: str, other: str) -> dict[str, Any]:
    """The outputs of the task beside this one, whose id ends otherwise."""
    path = call.assignment.task_path
    sibling = run_path(parent_path(path), call.task.id.removesuffix(own) + other)
    return call.live.outputs(sibling)


def _folder(call: Call) -> str:
    run = call.assignment
    return f"/{run.namespace}/{run.flow_id}/executions/{run.execution_id}/tasks/{run.task_id}/{run.task_run_id}"
